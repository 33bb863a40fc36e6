"""Conditioning on a sure event changes nothing, a start symbol included."""

import torch

from firsttoken import Joint, Vocabulary, kitten

# --8<-- [start:events]
world = kitten()
strings, p = world.enumerate_support(), world.log_probs().exp()
smol, big, fears = world.vocabulary.encode("smol big fears")
_, second, third, _ = strings.unbind(dim=1)
adjective = (third == smol) | (third == big)
events = {  # and how probable they are
    "anything": (torch.ones_like(p, dtype=torch.bool), 1.0),
    "one of the 24 sentences": (p > 0, 1.0),
    "the third word is an adjective": (adjective, 1.0),
    "the second word is fears": (second == fears, 0.37),
}


def first_word(event):
    """Return p(x₁ | event), by adding up the strings in the event."""
    inside = torch.where(event, p, 0.0)
    return inside.reshape(8, -1).sum(dim=1) / inside.sum()


# --8<-- [end:events]

# --8<-- [start:change]
first = world.first().probs
for name, (event, chance) in events.items():
    assert abs(p[event].sum() - chance) < 1e-12
    change = (first_word(event) - first).abs().max().item()
    assert (change < 1e-15) == (chance == 1)
    print(f"given {name} ({chance:.3f}): changes p(x₁) by {change:.3f}")
# --8<-- [end:change]

# --8<-- [start:symbol]
marked = Vocabulary([*world.vocabulary, "⊥"])
table = torch.zeros([9] * 5, dtype=torch.float64)
table[8, :8, :8, :8, :8] = world.probs  # ⊥, and then a sentence
with_start = Joint(marked, table)

given = with_start.causal().given("⊥", horizon=4)
inside = (given.enumerate_support() < 8).all(dim=1)
assert (given.log_probs().exp()[inside] - p).abs().max() < 1e-15
start = given.prefix(1).log_probs().exp()
assert (start[:8] - first).abs().max() < 1e-15
assert start[8] == 0
sure = with_start.first().probs[8].item()  # p(x₀ = ⊥)
assert abs(sure - 1) < 1e-15
# --8<-- [end:symbol]
