"""How fast the letters of English forget which one came first."""

from string import ascii_lowercase

import numpy as np
import torch

from firsttoken import power_iteration, stationary_law, topics

# --8<-- [start:kernel]
letters = "_" + ascii_lowercase  # "_" is the blank
text = topics().letters + "_"
tokens = torch.tensor([letters.index(letter) for letter in text])
pairs = (27 * tokens + tokens.roll(-1)).bincount(minlength=27**2)
size = len(letters)
kernel = pairs.reshape(size, size).double()
kernel /= kernel.sum(dim=1, keepdim=True)
frequency = tokens.bincount().double() / len(tokens)
law = stationary_law(kernel)
assert (law - frequency).abs().max() < 1e-12
# --8<-- [end:kernel]

# --8<-- [start:rows]
two = kernel @ kernel
delta, delta_two = (
    torch.cdist(rows, rows, p=1).max().item() / 2 for rows in (kernel, two)
)
assert delta > 0.9  # some letters are followed by quite different ones
assert delta_two < 0.6 < delta
# --8<-- [end:rows]

# --8<-- [start:walk]
distance = torch.stack(
    [
        (power_iteration(kernel, start, steps=24) - frequency).abs().sum(1) / 2
        for start in torch.eye(27).double()
    ]
)
assert (distance[:, ::2] <= delta_two ** torch.arange(13) + 1e-12).all()
after_ten, bound = distance[:, 10].max().item(), 1e-3
assert after_ten < bound
# --8<-- [end:walk]

# --8<-- [start:rate]
second = sorted(np.abs(np.linalg.eigvals(kernel.numpy())))[-2]
worst = distance.max(dim=0).values
rate = (worst[22] / worst[12]).item() ** 0.1
assert abs(rate / second - 1) < 0.05
steps = worst[13:] / worst[12:-1]
assert (steps / second - 1).abs().max() < 0.1
print(f"a step keeps {second:.3f}; after ten steps {after_ten:.0e} is left")
# --8<-- [end:rate]
