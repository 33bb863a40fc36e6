"""A lab for the book of the tests."""

from __future__ import annotations

from pathlib import Path

LAB = """\
# %% [markdown]
# # How odd
#
# The sums of odd numbers, $n^2$, once more.

# %%
import matplotlib.pyplot as plt

from arithmetic import odds

print(sum(odds(9)))
print("| what | of `<|x|>` |")
print("| ---- | ---------: |")
print("| '<|a&b|>' | 5 |")
print("| | 6 |")
print("that is all")

# %% [markdown]
# ## A picture

# %%
figure, axes = plt.subplots()
axes.plot(odds(5), "C0")
figure.set_label("A line that rises & rises.")
figure.suptitle("It rises\\n& rises.")
plt.show()
"""


def with_lab(root: Path, source: str = LAB) -> Path:
    """Put a lab into the book."""
    folder = root / "docs" / "lab"
    folder.mkdir(exist_ok=True)
    (folder / "odd.py").write_text(source, "utf-8")
    return root
