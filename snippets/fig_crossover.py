"""Draw the errors of naive Bayes and of logistic regression."""

import matplotlib.pyplot as plt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB

random = torch.Generator().manual_seed(0)
x = torch.cartesian_prod(*[torch.arange(2.0)] * 12).double()


def classes(copied):
    """Return p(x | y) for y = 0, 1; three bits are copied to three others."""
    laws = []
    for chance in (0.35, 0.65):
        alone = x * chance + (1 - x) * (1 - chance)
        same = (x[:, :3] == x[:, 3:6]).double()
        alone[:, 3:6] = copied * same + (1 - copied) * alone[:, 3:6]
        laws.append(alone.prod(dim=1))
    return torch.stack(laws)


def error(method, laws, size):
    """Return the exact error of a method after one sample."""
    drawn = torch.multinomial(laws, size // 2, True, generator=random)
    labels = torch.tensor([0, 1]).repeat_interleave(size // 2).numpy()
    says = method.fit(x[drawn.flatten()], labels).predict(x)
    wrong = torch.from_numpy(says)[None] != torch.tensor([[0], [1]])
    return 100 * (laws * wrong).sum().item() / 2


sizes = [20, 40, 80, 160, 320, 640, 1280]
figure, panels = plt.subplots(
    2, 1, figsize=(5, 4.0), sharex=True, layout="constrained"
)
titles = "three bits are copies", "all bits are independent"
for axes, copied, title in zip(panels, (0.9, 0.0), titles):
    laws = classes(copied)
    for method, name, style in (
        (BernoulliNB(), "naive Bayes", "C0o-"),
        (LogisticRegression(C=1), "logistic", "ks--"),
        (
            LogisticRegression(C=1e4, solver="newton-cholesky"),
            "logistic, without a prior",
            "k^:",
        ),
    ):
        runs = [[error(method, laws, m) for _ in range(16)] for m in sizes]
        means = [sum(run) / len(run) for run in runs]
        spread = [torch.tensor(run).std().item() / 16**0.5 for run in runs]
        axes.errorbar(sizes, means, spread, fmt=style, markersize=4, label=name)
    least = 50 * laws.min(dim=0).values.sum().item()
    axes.axhline(least, color="k", linewidth=1, alpha=0.5)
    axes.text(20, least - 0.4, "the best possible", va="top")
    axes.text(1280, 31, title, ha="right", va="top")
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, sizes)
    axes.minorticks_off()
    axes.set_ylim(11, 33)
    axes.set_ylabel("error, per cent")
    axes.spines[["top", "right"]].set_visible(False)
panels[1].legend(frameon=False, loc="center right", bbox_to_anchor=(1, 0.58))
panels[1].set_xlabel("examples")
plt.show()
