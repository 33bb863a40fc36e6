"""Any total model, trained or not, defines a law with any first law."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Transformer, kitten

# --8<-- [start:models]
words = kitten().vocabulary
random = torch.Generator().manual_seed(0)
table = Tabular(words, 4, generator=random)  # made up
models = {"table": table, "transformer": Transformer(words, 4)}

point = torch.zeros(8, dtype=torch.float64)
point[4] = 1.0
assert words[4] == "smol"
firsts = {
    "uniform": torch.full_like(point, 1 / 8),
    "always smol": point,
    "random": torch.rand(8, generator=random, dtype=torch.float64),
}
firsts["random"] /= firsts["random"].sum()
# --8<-- [end:models]

# --8<-- [start:laws]
for kind, model in models.items():
    for name, first in firsts.items():
        started = Causal(model).with_first(Categorical(first))
        law = started.given("", horizon=4).log_probs().exp()
        assert abs(law.sum() - 1) < 1e-12
        assert abs(law.abs().sum() - 1) < 1e-12  # so none is negative
        begins = law.reshape(8, -1).sum(dim=1)
        assert (begins - first).abs().max() < 1e-12
        print(f"{kind:11} after {name:11} sums to {law.sum():.12g}")
# --8<-- [end:laws]
