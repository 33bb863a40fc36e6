"""A bigram model with a trap, whose equation has more than one solution."""

import torch

from firsttoken import bigram_mass

# --8<-- [start:trap]
first = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64)
rows = [[0.2, 0.3, 0.3], [0.4, 0.2, 0.2], [0.0, 0.0, 1.0]]
kernel = torch.tensor(rows, dtype=torch.float64)
stop = 1 - kernel.sum(dim=1)
mass = bigram_mass(kernel, stop)
total = (first @ mass).item()
assert abs(total - 0.35) < 1e-12
print("mass after a, b, c:", *[f"{m:.3f}" for m in mass], f"all {total:.3f}")
# --8<-- [end:trap]

# --8<-- [start:least]
system = torch.eye(3).double() - kernel
ones = torch.ones(3).double()
assert torch.stack([system @ mass, system @ ones]).allclose(stop)
assert (system @ (ones - mass)).abs().max() < 1e-12  # so it is singular

by_length, alive = torch.zeros(3).double(), stop
for _ in range(200):
    by_length, alive = by_length + alive, kernel @ alive
assert (by_length - mass).abs().max() < 1e-12  # texts, shortest first
# --8<-- [end:least]

# --8<-- [start:mended]
open_kernel, open_stop = kernel.clone(), stop.clone()
open_kernel[2, 2], open_stop[2] = 0.999, 0.001
mended = bigram_mass(open_kernel, open_stop)
assert (mended - 1).abs().max() < 1e-9
# --8<-- [end:mended]
