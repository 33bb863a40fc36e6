"""Two conditionals that do not agree, and Gibbs sampling from them."""

import torch

from firsttoken import Masked, Vocabulary, tv

# --8<-- [start:tables]
x_given_y = torch.tensor([[0.9, 0.2], [0.1, 0.8]], dtype=torch.float64)
y_given_x = torch.tensor([[0.3, 0.7], [0.6, 0.4]], dtype=torch.float64)
masked = Masked(Vocabulary("ab"), [x_given_y, y_given_x])
# --8<-- [end:tables]

# --8<-- [start:scans]
scans = {"y last": (1, 2), "x last": (2, 1), "at random": ()}
laws = {name: masked.gibbs(*scan).probs for name, scan in scans.items()}
apart = tv(masked.gibbs(1, 2), masked.gibbs(2, 1)).item()
assert abs(apart - (laws["y last"] - laws["x last"]).abs().sum() / 2) < 1e-12
assert 0.495 < apart < 0.497
for name, law in laws.items():
    print(f"{name:9}", " ".join(f"{q:.3f}" for q in law.flatten()))
# --8<-- [end:scans]

# --8<-- [start:by_hand]
around = y_given_x @ x_given_y.T  # from x to y to the next x
x_is_a = around[1, 0] / (around[0, 1] + around[1, 0])
x_law = torch.stack([x_is_a, 1 - x_is_a])
y_law = x_law @ y_given_x
assert (laws["y last"] - x_law[:, None] * y_given_x).abs().max() < 1e-15
assert (laws["x last"] - y_law * x_given_y).abs().max() < 1e-15
third = laws["at random"]
draw_x = third.sum(dim=0) * x_given_y
draw_y = third.sum(dim=1, keepdim=True) * y_given_x
assert (third - (draw_x + draw_y) / 2).abs().max() < 1e-15
assert abs(third.sum() - 1) < 1e-15
# --8<-- [end:by_hand]

# --8<-- [start:kept]
off = {}
for name, law in laws.items():
    wrong_x = law / law.sum(dim=0) - x_given_y
    wrong_y = law / law.sum(dim=1, keepdim=True) - y_given_x
    off[name] = [part.abs().max().item() for part in (wrong_x, wrong_y)]
assert off["y last"][1] < 1e-12
assert off["y last"][0] > 0.5
assert off["x last"][0] < 1e-12
assert off["x last"][1] > 0.5
assert min(off["at random"]) > 0.2
# --8<-- [end:kept]

# --8<-- [start:sampled]
torch.manual_seed(0)
x = torch.zeros(100_000, dtype=torch.long)
for _ in range(30):  # many chains at once: x, then y, again and again
    y = (torch.rand(len(x)) < y_given_x[x, 1]).long()
    stopped_at_y = torch.bincount(2 * x + y, minlength=4) / len(x)
    x = (torch.rand(len(x)) < x_given_y[1, y]).long()
    stopped_at_x = torch.bincount(2 * x + y, minlength=4) / len(x)
for counted, name in ((stopped_at_y, "y last"), (stopped_at_x, "x last")):
    assert (counted - laws[name].flatten()).abs().max() < 0.01
# --8<-- [end:sampled]

# --8<-- [start:brook]
between = tv(masked.brook("a a"), masked.brook("b b")).item()
built = []
for o in (0, 1):
    law = x_given_y / x_given_y[o] * y_given_x[o] / y_given_x[o, o]
    built.append(law / law.sum())
assert abs(between - (built[0] - built[1]).abs().sum() / 2) < 1e-14
assert between > 0.8
print(f"Brook's formula from its two corners: {between:.3f} apart")
# --8<-- [end:brook]
