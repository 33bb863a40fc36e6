"""Draw two bilingual worlds: other first laws, and the same conditionals."""

from math import sqrt

import matplotlib.pyplot as plt
import torch

from firsttoken import Joint, SeveralClasses, Vocabulary
from firsttoken import implied_first, stationary_law

torch.set_default_dtype(torch.float64)
english, french = ["the", "dog", "sees"], ["le", "chien", "voit"]
vocabulary = Vocabulary(english + french)
within = torch.tensor([[0.0, 0.9, 0.1], [0.3, 0.0, 0.7], [0.8, 0.2, 0.0]])
kernel = torch.block_diag(within, within)
law = stationary_law(within)

figure, panels = plt.subplots(
    1, 2, figsize=(5, 3.6), sharey=True, layout="constrained"
)
label = "first"
for axes, share in zip(panels, (0.5, 0.9)):
    first = torch.cat([share * law, (1 - share) * law])
    world = Joint(vocabulary, first[:, None] * kernel)
    after = world.causal().given(list(vocabulary), horizon=1)
    rows = after.log_probs().exp().T
    for a, b in (rows > 0).nonzero().tolist():
        side = rows[a, b].item() ** 0.5
        corner = (b - side / 2, a - side / 2)
        square = plt.Rectangle(corner, side, side, color="C0", linewidth=0)
        axes.add_patch(square)
    starts = world.first().probs.tolist()
    axes.barh(range(6), [5 * p for p in starts], left=6.2, color="C5")
    axes.axhline(2.5, color="k", linewidth=1, linestyle=":")
    axes.axvline(2.5, color="k", linewidth=1, linestyle=":", ymax=0.98)
    axes.set_title(f"{share:.0%} English", fontsize="medium")
    axes.set_xlim(-0.6, 8.4)
    axes.set_ylim(5.6, -0.6)
    axes.set_aspect("equal")
    axes.set_xticks([*range(6), 7.2], [*vocabulary, label], rotation=90)
    axes.set_yticks(range(6), list(vocabulary))
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
plt.show()

# What the page moves: the share, and how often a word changes the language.
changes = [0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
length, unknown = 8000, "any"


def switching(rate, share):
    """Return the matrix: the first word of a stay has the language's law."""
    to_french, to_english = 2 * rate * (1 - share), 2 * rate * share
    begin = law.expand(3, 3)
    upper = torch.cat([(1 - to_french) * within, to_french * begin], dim=1)
    lower = torch.cat([to_english * begin, (1 - to_english) * within], dim=1)
    return torch.cat([upper, lower])


def state(rate, share):
    """Return what the page shows of a rate and a share of English."""
    matrix = switching(rate, share)
    first = torch.cat([share * law, (1 - share) * law])
    world = Joint(vocabulary, first[:, None] * matrix)
    try:
        implied = implied_first(world.causal()).probs[:3].sum().item()
    except SeveralClasses:
        implied = unknown
    keeps = 1 - 2 * rate
    lags = torch.arange(1, length)
    weighed = (length - lags) * keeps ** lags.double()
    spread = share * (1 - share) * (length + 2 * weighed.sum().item())
    return {
        "changed": int((matrix != switching(rate, 0.5)).sum()),
        "implied": implied,
        "switches": 4 * rate * share * (1 - share) * (length - 1),
        "error": sqrt(spread) / length,
    }


moves = {
    "words": list(vocabulary),
    "within": within.tolist(),
    "law": law.tolist(),
    "changes": changes,
    "length": length,
    "unknown": unknown,
    "first": label,
    "own": state(0, 0.5),
    "most": state(0, 0.9),
    "rare": state(0.001, 0.9),
}

# The same from a law of the languages alone, which counts English words.
for rate, share, name in (
    (0, 0.5, "own"),
    (0, 0.9, "most"),
    (0.001, 0.9, "rare"),
):
    leave = torch.tensor([2 * rate * (1 - share), 2 * rate * share])
    count = torch.zeros(2, length + 1)  # by the language now
    count[0, 1], count[1, 0] = share, 1 - share
    switches = 0.0
    for _ in range(length - 1):
        out = leave[:, None] * count
        switches += out.sum().item()
        count = count - out + out.flip(0)
        count[0] = count[0].roll(1)
    part = torch.arange(length + 1) / length
    error = (count.sum(0) * (part - share) ** 2).sum().sqrt().item()
    assert abs(moves[name]["error"] - error) < 1e-9
    assert abs(moves[name]["switches"] - switches) < 1e-6
for name in ("own", "most"):
    assert moves[name]["implied"] == moves["unknown"]
    assert moves[name]["changed"] == 0
assert abs(moves["rare"]["implied"] - 0.9) < 1e-12
assert moves["rare"]["changed"] == 2 * 18 - 6  # and six stay zero
assert torch.equal(torch.tensor(moves["within"]), kernel[3:, 3:])
assert (torch.tensor(moves["law"]) - law @ within).abs().max() < 1e-12
assert [*moves["words"], moves["first"]] == [*english, *french, label]
assert moves["changes"] == sorted(set(moves["changes"]))
