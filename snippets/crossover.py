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
def learn(laws, size, repeats):
    """Return the exact errors of both classifiers, a row for each sample."""
    total = torch.zeros(repeats, 2, dtype=torch.float64)
    labels = torch.tensor([0, 1]).repeat_interleave(size // 2).numpy()
    for row in total:
        drawn = torch.multinomial(laws, size // 2, True, generator=random)
        methods = BernoulliNB(), LogisticRegression(C=1e4, max_iter=500)
        for place, method in enumerate(methods):
            method.fit(x[drawn.flatten()], labels)
            says = torch.from_numpy(method.predict(x))
            wrong = laws[0] @ (says == 1).double()
            row[place] = (wrong + laws[1] @ (says == 0).double()) / 2
    return total


random = torch.Generator().manual_seed(seed)
sizes = [20, 40, 80, 160, 320, 640, 1280]
errors, gap, best = {}, {}, {}  # gap: by how much naive Bayes errs more
for name, copied in (("copies", 0.9), ("independent", 0.0)):
    laws = classes(copied)
    samples = [learn(laws, size, 12) for size in sizes]
    errors[name] = [each.mean(dim=0).tolist() for each in samples]
    apart = [100 * (each[:, 0] - each[:, 1]) for each in samples]
    gap[name] = [(d.mean().item(), d.std().item() / 12**0.5) for d in apart]
    best[name] = (1 - tv(*map(Categorical, laws)).item()) / 2
    shown = [f"{100 * nb:.1f}/{100 * lr:.1f}" for nb, lr in errors[name][::2]]
    print(f"{name:11} {' '.join(shown)}; best {100 * best[name]:.1f}")
# --8<-- [end:learn]

# --8<-- [start:check]
for name, copied in (("copies", 0.9), ("independent", 0.0)):
    least = classes(copied).min(dim=0).values.sum().item() / 2
    assert abs(best[name] - least) < 1e-12
    assert all(min(pair) >= least - 1e-12 for pair in errors[name])
for more, error in gap["copies"][:3]:  # up to eighty examples
    assert more < -error
for more, error in gap["copies"][-2:]:  # from 640 on
    assert more > 4 * error
for more, error in gap["independent"][:3]:
    assert more < -2 * error
assert all(nb < lr + 1e-3 for nb, lr in errors["independent"])
nb, lr = errors["independent"][-1]
assert lr - best["independent"] < 0.01
# --8<-- [end:check]
