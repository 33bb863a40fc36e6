"""Draw the partial sums."""
from __future__ import annotations

import matplotlib.pyplot as plt
from arithmetic import odds

figure, axes = plt.subplots()
axes.plot([sum(odds(count)) for count in range(8)], "o-")
