"""What a start symbol needs, and what it costs where that is broken."""

from collections import Counter, defaultdict
from math import log

from firsttoken import kitten

# --8<-- [start:world]
world = kitten()
texts = {  # a document is a sentence, and a stop follows it
    (*world.vocabulary.decode(string).split(), "$"): chance
    for string, chance in zip(
        world.enumerate_support(), world.log_probs().exp().tolist()
    )
    if chance > 0
}
entropy = world.entropy().item()
outputs = len(world.vocabulary) + 1  # the words, and the stop


def whole(context):
    return context


# --8<-- [end:world]


# --8<-- [start:price]
def price(rows, sees=whole, silent=(), asked=("⊥",), outputs=outputs):
    """Return what the table of least loss costs, KL in nats for a text.

    The rows have weights. After each context that carries loss, the table has
    the law of what came; where no loss came, it is as it was, uniform. The
    model sees of a context what `sees` returns. It is asked after `asked`.
    """
    table = defaultdict(Counter)
    for row, weight in rows.items():
        for t in range(1, len(row)):
            if t not in silent and row[t] != "⊥":
                table[sees(row[:t])][row[t]] += weight
    cost = 0.0
    for text, chance in texts.items():
        for t, symbol in enumerate(text):
            law = table[sees((*asked, *text[:t]))]
            q = law[symbol] / law.total() if law else 1 / outputs
            cost -= chance * log(q)
    return cost - entropy


# --8<-- [end:price]

# --8<-- [start:rows]
begun = {("⊥", *text): chance for text, chance in texts.items()}
pairs = {
    (a, b): texts[a] * texts[b] for a in texts for b in texts
}  # documents that stand one after the other, independent of each other
windows = defaultdict(float)
for (a, b), weight in pairs.items():
    for cut in range(5):
        windows["⊥", *(a + b)[cut : cut + 5]] += weight / 5


def animal(text):
    return text[0] in ("kittens", "puppies")


# rows that begin with three times as many animals as there are
share = sum(chance for text, chance in texts.items() if animal(text))
front = {
    text: chance * (3 if animal(text) else (1 - 3 * share) / (1 - share))
    for text, chance in texts.items()
}
packed = {("⊥", *a, "⊥", *b): front[a] * texts[b] for a, b in pairs}
# nine in ten are drawn from the kind of the one before, the rest from all
stay = {
    (a, b): pairs[a, b]
    * (
        0.1
        + 0.9 * (animal(a) == animal(b)) / (share if animal(a) else 1 - share)
    )
    for a, b in pairs
}
follows = {("⊥", *a, "⊥", *b): weight for (a, b), weight in stay.items()}
# --8<-- [end:rows]


# --8<-- [start:broken]
def after_start(context):
    """Return what has come since the last start symbol."""
    return context[len(context) - context[::-1].index("⊥") :]


def bare(context):
    """Return the document so far; where it has not begun, what is there."""
    return context[1:] or context


def two(context):
    return context[-2:]


def counted(context):
    return len(context), after_start(context)


behind = {
    a: price(follows, asked=("⊥", *a, "⊥"))
    for a in (next(t for t in texts if animal(t) == kind) for kind in (0, 1))
}
prices = {
    "nothing": price(begun),
    "never read": price({("#", *text): w for text, w in texts.items()}, bare),
    "before windows": price(windows),
    "first unscored": price(begun, silent=[1]),
    "second unscored": price(begun, silent=[2]),
    "stop unscored": price(begun, silent=[5]),
    "cut short": price(begun, two),
    "others in front": price(packed),
    "behind others": sum(
        (share if animal(a) else 1 - share) * each for a, each in behind.items()
    ),
    "another position": price(
        {("$", *row): w for row, w in begun.items()}, counted
    ),
}
least, most = min(prices.values()), max(prices.values())
print(f"{len(prices)} prices, from {least:.4f} to {most:.4f} nats")
# --8<-- [end:broken]

# --8<-- [start:by_hand]
first = world.first().entropy().item()
second = world.marginal(1, 2).entropy().item() - first
animals = 3 * share
mixture = [  # KL(p ‖ q) where animals have one share in p, another in q
    share * log(share / q) + (1 - share) * log((1 - share) / (1 - q))
    for q in (animals, 0.1 * share, 0.9 + 0.1 * share)
]
forgotten = (
    world.marginal(1, 2, 3).entropy() + world.marginal(2, 3, 4).entropy()
)
forgotten -= world.entropy() + world.marginal(2, 3).entropy()
by_hand = {
    "nothing": 0.0,
    "never read": log(9) - first,
    "before windows": log(5),
    "first unscored": log(9) - first,
    "second unscored": log(9) - second,
    "stop unscored": log(9),
    "cut short": forgotten.item(),  # I(x₄; x₁ | x₂, x₃)
    "others in front": mixture[0],
    "behind others": (1 - share) * mixture[1] + share * mixture[2],
    "another position": 5 * log(9) - entropy,
}
# --8<-- [end:by_hand]

# --8<-- [start:equal]
for name in prices.keys() | by_hand.keys():
    assert abs(prices[name] - by_hand[name]) < 1e-12, name
assert min(nats for name, nats in prices.items() if name != "nothing") > 0.01
# --8<-- [end:equal]

# --8<-- [start:mended]
# one symbol at both ends is no breach; nor what stood before, if it is unseen
joined = {("$", *row): weight for row, weight in texts.items()}
assert abs(price(joined, asked=["$"])) < 1e-12
for rows in (packed, follows):
    second_only = {row[6:]: 0.0 for row in rows}
    for row, weight in rows.items():
        second_only[row[6:]] += weight
    assert abs(price(second_only)) < 1e-12
assert abs(price(follows, after_start)) < 1e-12
assert abs(price(begun, outputs=outputs + 1)) < 1e-12  # ⊥ may be written
assert (
    abs(price({("$", *row): w for row, w in begun.items()}, after_start))
    < 1e-12
)
# --8<-- [end:mended]
