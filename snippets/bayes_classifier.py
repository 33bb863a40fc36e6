"""Classify by two language models, with p(x₁ | y) and without."""

import torch

from firsttoken import Joint, kitten, tv

# --8<-- [start:classes]
cats = kitten()
words = cats.vocabulary
p = cats.probs
order = list(range(len(words)))
a, b = words.encode("kittens puppies")
order[a], order[b] = b, a


def with_first(first, law):
    """Return a law with its first words replaced, the rest as it was."""
    start = torch.zeros(8, dtype=torch.float64)
    for word, share in first.items():
        start[words.index_of(word)] = share
    later = law / law.sum((1, 2, 3), keepdim=True).clamp(min=1e-300)
    return Joint(words, start.reshape(-1, 1, 1, 1) * later)


shares = {"She": 0.05, "He": 0.15, "kittens": 0.2, "puppies": 0.6}
dogs = with_first(shares, p[..., order])  # other starts, other last nouns
kin = with_first(shares, p)  # other starts, and nothing else
# --8<-- [end:classes]


# --8<-- [start:errors]
def error(laws, scores):
    """Return how often the larger score is of the wrong class; ties halve."""
    wrong = 0.0
    for law, own, other in zip(laws, scores, scores[::-1]):
        fails = (own < other).double() + 0.5 * (own == other)
        wrong += 0.5 * (law.log_probs().exp() @ fails).item()
    return wrong


def whole(law):
    """Return log p(x) of every string."""
    return law.log_probs()


def later(law):
    """Return the same without the factor p(x₁), and -inf where x₁ is."""
    start = law.first().probs.log().repeat_interleave(8**3)
    rest = (law.log_probs() - start).nan_to_num(nan=-torch.inf)
    return rest.round(decimals=12)  # so that equal laws are equal


errors = {
    f"{name}, {score.__name__}": error(
        (cats, other), (score(cats), score(other))
    )
    for name, other in (("dogs", dogs), ("kin", kin))
    for score in (whole, later)
}
# --8<-- [end:errors]

# --8<-- [start:check]
for name, other in (("dogs", dogs), ("kin", kin)):
    apart = (p - other.probs).abs().sum().item() / 2
    assert abs(tv(cats, other).item() - apart) < 1e-12
    assert abs(errors[f"{name}, whole"] - (1 - apart) / 2) < 1e-12
assert errors["dogs, later"] > 1.5 * errors["dogs, whole"]
assert abs(errors["kin, later"] - 0.5) < 1e-12
for name, wrong in errors.items():
    print(f"{name}: {wrong:.4f}")
# --8<-- [end:check]
