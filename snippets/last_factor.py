"""What a stop symbol takes from a prefix is the probability of a text."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Tabular, Vocabulary

# --8<-- [start:model]
vocabulary = Vocabulary(["a", "b", "$"])
random = torch.Generator().manual_seed(0)
table = Tabular(vocabulary, 6, generator=random)
first = Categorical(torch.tensor([0.5, 0.3, 0.2]).double())
model = Causal(table, stop="$").with_first(first)
# --8<-- [end:model]


# --8<-- [start:product]
def product(text):
    """Return q(x$), factor by factor from the table: n + 1 of them."""
    score, context = 1.0, []
    for symbol in [*text.split(), "$"]:
        laws = [first.logits, *table.logits]
        law = laws[len(context)][tuple(context)].softmax(dim=0)
        score *= law[vocabulary.index_of(symbol)].item()
        context.append(vocabulary.index_of(symbol))
    return score


# --8<-- [end:product]


# --8<-- [start:difference]
def begins(text):
    """Return q(x), the probability that what is written begins with x."""
    symbols = vocabulary.encode(text)
    if not symbols:
        return 1.0
    law = model.given("", horizon=len(symbols))
    return law.log_prob(torch.tensor(symbols)).exp().item()


texts = [""]
for text in texts:
    after = begins(text + " a") + begins(text + " b")
    assert abs(begins(text) - after - product(text)) < 1e-12
    if len(text.split()) < 4:
        texts += [text + " a", text + " b"]
# --8<-- [end:difference]

# --8<-- [start:total]
for n in range(1, 6):
    short = sum(product(text) for text in texts if len(text.split()) < n)
    law = model.given("", horizon=n)
    going = (law.enumerate_support() != 2).all(dim=1)
    alive = law.log_probs().exp()[going].sum().item()
    assert abs(short - (1 - alive)) < 1e-12
print(f"{len(texts)} texts have mass {short:.3f}; alive {alive:.3f}")
# --8<-- [end:total]
