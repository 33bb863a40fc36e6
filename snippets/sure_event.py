"""Conditioning on a sure event changes nothing, a start symbol included."""

import torch

from firsttoken import Joint, Vocabulary, kitten

# --8<-- [start:events]
world = kitten()
strings, p = world.enumerate_support(), world.log_probs().exp()
adjectives = torch.tensor(
    [world.vocabulary.index_of(w) for w in ("smol", "big")]
)
events = {
    "anything": torch.ones(len(strings), dtype=torch.bool),
    "one of the 24 sentences": p > 0,
    "the third word is an adjective": torch.isin(strings[:, 2], adjectives),
    "the second word is fears": strings[:, 1]
    == world.vocabulary.index_of("fears"),
}


def first_word(event):
    """Return p(x₁ | event), by adding up the strings in the event."""
    inside = torch.where(event, p, 0.0)
    return inside.reshape(8, -1).sum(dim=1) / inside.sum()


first = world.first().probs
for name, event in events.items():
    chance = p[event].sum().item()
    change = (first_word(event) - first).abs().max().item()
    assert (change < 1e-15) == (abs(chance - 1) < 1e-15)
    print(f"given {name} ({chance:.3f}): changes p(x₁) by {change:.3f}")
# --8<-- [end:events]

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
