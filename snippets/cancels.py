"""When the first factor cancels from a comparison, and when it does not."""

from math import log

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary

# --8<-- [start:models]
vocabulary = Vocabulary("abc")
random = torch.Generator().manual_seed(0)
one, other = (
    Causal(Tabular(vocabulary, 3, generator=random)) for _ in range(2)
)
firsts = torch.tensor([[0.2, 0.3, 0.5], [0.7, 0.2, 0.1]], dtype=torch.float64)


def scores(model):
    """Return log q of each text behind each first law, one row a law."""
    begun = [model.with_first(Categorical(first)) for first in firsts]
    return torch.stack([m.given("", horizon=3).log_probs() for m in begun])


# --8<-- [end:models]

# --8<-- [start:cancels]
these, those = scores(one), scores(other)
ratios = these - those  # of two models behind the same first law
assert (ratios[0] - ratios[1]).abs().max() < 1e-12

texts = these.reshape(2, 3, 9)  # the law, the first token, the rest
among = texts - texts[..., :1]  # each against another with its first token
assert (among[0] - among[1]).abs().max() < 1e-12
rest = one.given(list(vocabulary), horizon=2).log_probs().T
given = texts.log_softmax(dim=-1)  # the rest, given its first token
assert (given - rest).abs().max() < 1e-12  # behind either first law
# --8<-- [end:cancels]

# --8<-- [start:stays]
across = texts[:, 0] - texts[:, 1]  # texts with other first tokens
shift = log(0.7 / 0.2) - log(0.2 / 0.3)
assert (across[1] - across[0] - shift).abs().max() < 1e-12
assert ((across[0] < 0) & (across[1] > 0)).any()  # what lost may win
print(f"between texts that begin otherwise it is {shift:.3f} nats")
# --8<-- [end:stays]
