"""Naive Bayes against logistic regression: which is better, and when."""

import os

import torch
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB
from torch.distributions import Categorical

from firsttoken import tv

seed = int(os.environ.get("SEED", "0"))
# --8<-- [start:world]
bits, pairs, rate = 12, 3, 0.65
x = torch.cartesian_prod(*[torch.arange(2.0)] * bits).double()
inputs = len(x)
assert inputs == 2**bits == len(set(map(tuple, x.tolist())))


def classes(copied):
    """Return p(x | y) for y = 0, 1; three bits are copied to three others."""
    laws = []
    for chance in (1 - rate, rate):  # of a bit to be one
        alone = x * chance + (1 - x) * (1 - chance)
        same = (x[:, :pairs] == x[:, pairs : 2 * pairs]).double()
        copy = alone[:, pairs : 2 * pairs]
        alone[:, pairs : 2 * pairs] = copied * same + (1 - copied) * copy
        laws.append(alone.prod(dim=1))
    return torch.stack(laws)


# --8<-- [end:world]


# --8<-- [start:learn]
def logistic(weight):
    """Return logistic regression; a large weight all but drops its prior."""
    return LogisticRegression(C=weight, solver="newton-cholesky")


def learn(laws, size, repeats):
    """Return the exact errors of three learners, a row for each sample."""
    total = torch.zeros(repeats, 3, dtype=torch.float64)
    labels = torch.tensor([0, 1]).repeat_interleave(size // 2).numpy()
    for row in total:
        drawn = torch.multinomial(laws, size // 2, True, generator=random)
        methods = BernoulliNB(alpha=1), logistic(1), logistic(1e4)
        for place, method in enumerate(methods):
            method.fit(x[drawn.flatten()], labels)
            says = torch.from_numpy(method.predict(x))
            wrong = laws[0] @ (says == 1).double()
            row[place] = (wrong + laws[1] @ (says == 0).double()) / 2
    return total


def points(more):
    """Return the mean of a difference, in points, and its standard error."""
    more = 100 * more
    return more.mean().item(), more.std().item() / len(more) ** 0.5


random = torch.Generator().manual_seed(seed)
sizes = [20, 40, 80, 160, 320, 640, 1280]
errors, best, regret = {}, {}, {}
gap, bare = {}, {}  # by how much naive Bayes errs more
runs = {}
some = ", ".join(f"{size:,}" for size in sizes[::2])
print(f"naive Bayes/logistic/without a prior, per cent, at {some} examples")
for name, copied in (("copies", 0.9), ("independent", 0.0)):
    laws = classes(copied)
    runs[name] = samples = [learn(laws, size, 48) for size in sizes]
    errors[name] = [each.mean(dim=0).tolist() for each in samples]
    gap[name] = [points(each[:, 0] - each[:, 1]) for each in samples]
    bare[name] = [points(each[:, 0] - each[:, 2]) for each in samples]
    best[name] = (1 - tv(*map(Categorical, laws)).item()) / 2
    regret[name] = gap[name][0][0] - bare[name][0][0]  # of twenty examples
    shown = ["/".join(f"{100 * e:.1f}" for e in row) for row in errors[name]]
    print(f"{name:11} {' '.join(shown[::2])}; best {100 * best[name]:.1f}")
# --8<-- [end:learn]

# --8<-- [start:check]
for name, copied in (("copies", 0.9), ("independent", 0.0)):
    least = classes(copied).min(dim=0).values.sum().item() / 2
    assert abs(best[name] - least) < 1e-12
    assert all(min(row) >= least - 1e-12 for row in errors[name])
# --8<-- [end:check]

# --8<-- [start:compare]
for name in gap:
    for more, error in bare[name][:3]:  # up to eighty examples
        assert more < -3 * error
    assert bare[name][0][0] < -4
    assert regret[name] > 4
for more, error in gap["copies"][:2]:  # twenty and forty
    assert abs(more) < 3 * error < 1.5
for more, error in gap["copies"][-3:]:  # from 320 on
    assert more > max(6 * error, 0.5)
for more, error in gap["independent"][1:4]:  # from forty to 160
    assert more < -3 * error
assert all(more < 0.05 for more, _ in gap["independent"])
assert errors["independent"][-1][0] - best["independent"] < 0.01
# --8<-- [end:compare]

for name, samples in runs.items():  # means and errors once more, by NumPy
    for (more, error), each in zip(gap[name], samples, strict=True):
        points_more = 100 * (each[:, 0] - each[:, 1]).numpy()
        assert abs(more - points_more.mean()) < 1e-9
        assert abs(error - points_more.std(ddof=1) / 48**0.5) < 1e-9
