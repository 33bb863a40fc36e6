"""Loss on the response alone: the law of the prompt is left open."""

import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    Causal,
    Joint,
    Tabular,
    conditional,
    cross_entropy,
    fit,
    free_dimensions,
    kitten,
)

world = kitten()
p = world.probs
# --8<-- [start:split]
random = torch.Generator().manual_seed(0)
table = Tabular(world.vocabulary, 4, generator=random)
first = torch.zeros(8, dtype=torch.float64, requires_grad=True)
model = Causal(table).with_first(Categorical(logits=first))

whole = kl_divergence(world, model.given("", horizon=4))
prompt = kl_divergence(world.marginal(1, 2), model.given("", horizon=2))
q = model.given("", horizon=4).log_probs().exp().reshape([8] * 4)
ratio = p / p.sum((2, 3), keepdim=True).clamp(min=1e-300)
guess = q / q.sum((2, 3), keepdim=True)
response = torch.where(p > 0, p * (ratio / guess).log(), 0.0).sum()
assert abs(whole - (prompt + response)) < 1e-12

loss = cross_entropy(world, model, scored=[3, 4])
floor = world.entropy() - world.marginal(1, 2).entropy()
assert abs(loss - (response + floor)) < 1e-12
# --8<-- [end:split]

# --8<-- [start:gradient]
logits = [first, *table.logits]  # of the positions 1 to 4
steps = torch.autograd.grad(loss, logits, allow_unused=True)
assert steps[0] is None  # the first law is not in the graph of the loss
assert not steps[1].any()  # and the second position has exactly zero
assert steps[2].any()
assert steps[3].any()
# --8<-- [end:gradient]

# --8<-- [start:untouched]
before = table.logits[0].detach().clone()
fit(world, model, scored=[3, 4], steps=30)
assert torch.equal(table.logits[0], before)
# --8<-- [end:untouched]

# --8<-- [start:open]
for _ in range(3):
    rho = torch.rand(8, 8, generator=random, dtype=torch.float64)
    rho /= rho.sum()
    tail = torch.where(p.sum((2, 3), keepdim=True) > 0, ratio, 1 / 64)
    other = Joint(world.vocabulary, rho[:, :, None, None] * tail)
    least = cross_entropy(world, other.causal(), scored=[3, 4])
    assert abs(least - floor) < 1e-12
    missing = kl_divergence(world.marginal(1, 2), other.marginal(1, 2))
    assert abs(kl_divergence(world, other) - missing) < 1e-12
# --8<-- [end:open]

# --8<-- [start:count]
mixed = 0.99 * world.marginal(1, 2, 3).probs + 0.01 / 8**3
short = Joint(world.vocabulary, mixed)  # three words, and all is possible
free = free_dimensions(short, conditional(3, given=[1, 2]))
assert free == 8**2 - 1
no_start = conditional(2, 3, given=[1])  # a prompt of one word
assert free_dimensions(short, no_start) == 8 - 1
print(f"{free} free dimensions; the loss cannot fall below {floor:.5f}")
# --8<-- [end:count]
