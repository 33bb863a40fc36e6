"""Two languages that never mix: one number that no conditional knows."""

import torch

from firsttoken import Joint, SeveralClasses, Vocabulary
from firsttoken import implied_first, recurrent_classes, stationary_law

# --8<-- [start:world]
torch.set_default_dtype(torch.float64)
english, french = ["the", "dog", "sees"], ["le", "chien", "voit"]
vocabulary = Vocabulary(english + french)
within = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]])
kernel = torch.block_diag(within, within)
law = stationary_law(within)


def bilingual(share):
    """Return the law of three words, of which English has this share."""
    first = torch.cat([share * law, (1 - share) * law])
    return Joint(
        vocabulary, torch.einsum("a,ab,bc->abc", first, kernel, kernel)
    )


worlds = [bilingual(0.5), bilingual(0.9)]
# --8<-- [end:world]

# --8<-- [start:alike]
for world in worlds:
    still = world.marginal(1, 2).probs - world.marginal(2, 3).probs
    assert still.abs().max() < 1e-15
    after = world.causal().given(list(vocabulary), horizon=1)
    assert (after.log_probs().exp().T - kernel).abs().max() < 1e-12
# --8<-- [end:alike]

# --8<-- [start:share]
parts = [worlds[0].probs[:3].sum(), worlds[0].probs[3:].sum()]
mixed = worlds[0].probs.clone()
mixed[:3] *= 0.9 / parts[0]
mixed[3:] *= 0.1 / parts[1]
assert (worlds[1].probs - mixed).abs().max() < 1e-12
half, most = (world.first().probs[:3].sum().item() for world in worlds)
assert abs(half - 0.5) < 1e-12
assert abs(most - 0.9) < 1e-12
# --8<-- [end:share]

# --8<-- [start:refused]
assert recurrent_classes(kernel) == [[0, 1, 2], [3, 4, 5]]
for world in worlds:
    try:
        implied_first(world.causal())
    except SeveralClasses as error:
        classes = error.classes
        assert classes == [english, french]
    else:
        raise AssertionError("the share of English, from nowhere")
print(f"English is {half:.1f} or {most:.1f} of it; the classes:")
for each in classes:
    print("  ", *each)
# --8<-- [end:refused]
