"""Draw what each colour stands for in the figures."""

import matplotlib.pyplot as plt

names = [
    "the true law",
    "a uniform guess",
    "what stands anywhere",
    "counted beginnings",
    "start, stop or separator",
    "the first factor",
]
figure, axes = plt.subplots(figsize=(5, 1.5), layout="constrained")
for number, name in enumerate(names):
    column, row = divmod(number, 3)
    axes.plot(column, row, "s", color=f"C{number}", markersize=12)
    axes.text(column + 0.06, row, name, va="center")
axes.set_xlim(-0.05, 2)
axes.set_ylim(2.5, -0.5)
axes.axis("off")
plt.show()
