"""As many corners as there are classes that nothing leaves."""

import torch

from firsttoken import SeveralClasses, recurrent_classes, stationary_law

# --8<-- [start:kernel]
torch.set_default_dtype(torch.float64)
kernel = torch.tensor(
    [
        [0.5, 0.5, 0.0, 0.0, 0.0, 0.0],
        [0.2, 0.8, 0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        [0.3, 0.0, 0.3, 0.0, 0.3, 0.1],  # leads everywhere, and nothing back
    ]
)
classes = recurrent_classes(kernel)
assert classes == [[0, 1], [2, 3], [4]]
# --8<-- [end:kernel]

# --8<-- [start:corners]
corners = torch.zeros(3, 6)
for row, members in enumerate(classes):
    corners[row, members] = stationary_law(kernel[members][:, members])
exact = torch.zeros(3, 6)
exact[0, :2] = torch.tensor([2 / 7, 5 / 7])
exact[1, 2:4] = 0.5
exact[2, 4] = 1
assert (corners - exact).abs().max() < 1e-12
# --8<-- [end:corners]

# --8<-- [start:count]
rank = torch.linalg.matrix_rank(torch.eye(6) - kernel).item()
free = len(classes) - 1
assert free == 6 - rank - 1 == 2  # the solutions of pi = pi P that sum to 1
null = torch.linalg.svd(torch.eye(6) - kernel.T)[2][rank:]
assert (corners @ null.T @ null - exact).abs().max() < 1e-12
# --8<-- [end:count]

# --8<-- [start:error]
try:
    several = stationary_law(kernel).tolist()
except SeveralClasses as error:
    several = error.classes
assert several == [["0", "1"], ["2", "3"], ["4"]]
print(f"{free} free dimensions: {several}")
# --8<-- [end:error]
