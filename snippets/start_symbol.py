"""A symbol before every string: what p(x₀) p(x₁ | x₀) is, and when p(x₁)."""

import torch

from firsttoken import Joint, Vocabulary, kitten

# --8<-- [start:world]
world = kitten()
marked = Vocabulary([*world.vocabulary, "⊥", "…"])
bos = marked.index_of("⊥")
strings, p = world.enumerate_support(), world.log_probs().exp()


def begun(chance):
    """Return the law of texts that begin with ⊥ with this probability."""
    table = torch.zeros([10] * 5, dtype=torch.float64)
    table[8, :8, :8, :8, :8] = chance * world.probs
    # the other texts are sentences read backwards, after three dots
    table[9, :8, :8, :8, :8] = (1 - chance) * world.probs.permute(3, 2, 1, 0)
    return Joint(marked, table)


def product(law):
    """Return p(x₀ = ⊥) p(x₁ | x₀ = ⊥), for each word."""
    after = law.causal().given("⊥", horizon=1).log_probs().exp()
    return law.first().probs[bos] * after[:8]


# --8<-- [end:world]

# --8<-- [start:sure]
sure, first = begun(1.0), world.first().probs
longer = torch.nn.functional.pad(strings, (1, 0), value=bos)
assert (sure.log_prob(longer).exp() - p).abs().max() < 1e-15  # p(⊥, x)
assert (product(sure) - first).abs().max() < 1e-15
# --8<-- [end:sure]

# --8<-- [start:unsure]
for chance in (0.9, 0.5):
    law = begun(chance)
    joint = law.probs[bos].sum(dim=(1, 2, 3))[:8]  # p(⊥, x₁)
    assert (product(law) - joint).abs().max() < 1e-15
    assert abs(product(law).sum() - chance) < 1e-15
    marginal = law.marginal(2).log_probs().exp()[:8]  # p(x₁)
    by_hand = p.new_zeros(8).scatter_add(0, strings[:, 3], p)
    by_hand = chance * first + (1 - chance) * by_hand
    assert (marginal - by_hand).abs().max() < 1e-15
    off = (marginal - joint).sum().item()
    assert abs(off - (1 - chance)) < 1e-15
    print(f"p(⊥) = {chance}: the product sums to {chance}, {off:.1f} short")
# --8<-- [end:unsure]
