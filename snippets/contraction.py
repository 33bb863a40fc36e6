"""A kernel brings laws together, at a rate that its rows give away."""

import torch

from firsttoken import power_iteration, stationary_law

# --8<-- [start:contraction]
torch.set_default_dtype(torch.float64)


def apart(laws, others):
    return (laws - others).abs().sum(-1) / 2


def delta(kernel):
    return apart(kernel[:, None], kernel[None]).max().item()


generator = torch.Generator().manual_seed(0)
kernel = torch.rand(5, 5, generator=generator) ** 3
kernel /= kernel.sum(1, keepdim=True)
pairs = torch.rand(2, 1000, 5, generator=generator)
mu, nu = pairs / pairs.sum(-1, keepdim=True)
before, after = apart(mu, nu), apart(mu @ kernel, nu @ kernel)
assert (after <= delta(kernel) * before + 1e-15).all()
# --8<-- [end:contraction]

# --8<-- [start:attained]
points = torch.eye(5)
worst = max(
    apart(a @ kernel, b @ kernel).item() for a in points for b in points
)
assert abs(worst - delta(kernel)) < 1e-15
assert delta(kernel) < 1
# --8<-- [end:attained]

# --8<-- [start:limit]
law = stationary_law(kernel)
power = torch.linalg.matrix_power(kernel, 400)
assert (power - law).abs().max() < 1e-12
for point in points:
    laws = power_iteration(kernel, point, steps=40)
    ways = [torch.linalg.matrix_power(kernel, t) for t in range(41)]
    assert (
        laws - torch.stack([point @ way for way in ways])
    ).abs().max() < 1e-14
    bound = delta(kernel) ** torch.arange(41)
    assert (apart(laws, law) <= bound + 1e-15).all()
around = torch.tensor([[0.0, 1, 0], [0, 0, 1], [0.5, 0.5, 0]])
fourth = torch.linalg.matrix_power(around, 4)
assert delta(around) == 1 > delta(fourth)  # m = 4 does what 1 does not
law = stationary_law(around)
for point in torch.eye(3):
    laws = power_iteration(around, point, steps=40)[::4]
    assert (apart(laws, law) <= delta(fourth) ** torch.arange(11) + 1e-15).all()
print(f"delta = {delta(kernel):.3f}")
# --8<-- [end:limit]
