"""What is read without loss is left open: |C| - 1 dimensions, whatever C is."""

import torch
from torch.distributions import kl_divergence

from firsttoken import Joint, Vocabulary, conditional, free_dimensions

# --8<-- [start:world]
vocabulary = Vocabulary("abc")
random = torch.Generator().manual_seed(0)
table = torch.rand(3, 3, 3, generator=random, dtype=torch.float64) + 0.1
world = Joint(vocabulary, table / table.sum())
p = world.probs
# --8<-- [end:world]

# --8<-- [start:ladder]
rungs = []
for m in range(4):
    read, scored = range(1, m + 1), range(m + 1, 4)
    features = [conditional(*scored, given=read)] if scored else []
    rungs.append(free_dimensions(world, *features))
assert rungs == [3**m - 1 for m in range(4)]
print("free, with 0 to 3 symbols read:", *rungs)
# --8<-- [end:ladder]

# --8<-- [start:any]
strings = world.enumerate_support()
code = (strings == 0).sum(dim=1)  # how many symbols are an a: 0, 1, 2 or 3


def given_code(probs):
    """Return p(x | c) for every x, where c is the code of x."""
    flat = probs.flatten()
    of_code = torch.zeros(4, dtype=flat.dtype).index_add(0, code, flat)
    return flat / of_code[code]


assert free_dimensions(world, given_code) == 4 - 1
# --8<-- [end:any]

# --8<-- [start:least]
flat = p.flatten()
truth = torch.zeros(4, dtype=p.dtype).index_add(0, code, flat)
least = world.entropy() + (truth * truth.log()).sum()
assert abs(least + (flat * given_code(p).log()).sum()) < 1e-14
for _ in range(5):  # other conditionals cost more
    other = given_code(torch.rand(27, generator=random, dtype=p.dtype))
    loss = -(flat * other.log()).sum()
    law = Joint(vocabulary, (truth[code] * other).reshape(3, 3, 3))
    assert abs(loss - least - kl_divergence(world, law)) < 1e-14
    assert loss > least + 0.01
# --8<-- [end:least]

# --8<-- [start:price]
laws = []
for rho in torch.eye(4, dtype=p.dtype) * 0.5 + 0.125:
    table = rho[code] * given_code(p)
    law = Joint(vocabulary, table.reshape(3, 3, 3))
    q = law.log_probs().exp()
    assert (given_code(q) - given_code(p)).abs().max() < 1e-14
    cost = (truth * (truth / rho).log()).sum()
    assert abs(kl_divergence(world, law) - cost) < 1e-14
    laws.append(table)
span = int(torch.linalg.matrix_rank(torch.stack(laws))) - 1
assert span == free_dimensions(world, given_code)
# --8<-- [end:price]
