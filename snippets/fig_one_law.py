"""Draw where an urn ends, for each of its two first draws."""

import matplotlib.pyplot as plt

draws = 60


def shares(first):
    """Return the law of how many a there are after so many draws."""
    law = [0.0] * (draws + 1)
    law[first] = 1.0
    for drawn in range(1, draws):
        following = [0.0] * (draws + 1)
        for a, mass in enumerate(law[: drawn + 1]):
            chance = (a + 1) / (drawn + 2)  # the urn began with a ball of each
            following[a + 1] += mass * chance
            following[a] += mass * (1 - chance)
        law = following
    return law


figure, axes = plt.subplots(figsize=(5, 2.9), layout="constrained")
places = [a / draws for a in range(draws + 1)]
fair = [(a + b) / 2 for a, b in zip(shares(1), shares(0))]
axes.plot(places, fair, "C0", label="drawn fairly")
axes.plot(places, shares(1), "k--", label="is a")
axes.plot(places, shares(0), "k:", label="is b")
axes.set_xlabel(f"share of a among {draws} balls")
axes.set_ylabel("probability")
axes.set_ylim(0, 0.048)
axes.legend(frameon=False, title="the first ball", loc="upper center", ncols=3)
plt.show()
