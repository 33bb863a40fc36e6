"""A prompt of one token says more than a prompt of its characters."""

from collections import Counter
from itertools import product

from firsttoken import Causal, NGram, Vocabulary, prefix_log_prob


# --8<-- [start:world]
def greedy(text):
    """Return the tokens of a text, the longest match first."""
    tokens = []
    while text:
        token = "ab" if text.startswith("ab") else text[0]
        tokens.append(token)
        text = text[len(token) :]
    return tokens


texts = ["".join(letters) for letters in product("ab", repeat=8)]  # fair
pairs = Counter(tuple(greedy(text)[:2]) for text in texts)
vocabulary = Vocabulary(["a", "b", "ab", "⊥"])
strings = [vocabulary.encode(" ".join(pair)) for pair in pairs]
weights = [float(count) for count in pairs.values()]
counted = NGram(vocabulary, 2, strings, weights=weights, before="⊥")
model = Causal(counted, before="⊥", excluded=["⊥"])
# --8<-- [end:world]

# --8<-- [start:token]
start = model.given("", horizon=1).log_probs().exp()
assert (start - start.new_tensor([0.25, 0.5, 0.25, 0])).abs().max() < 1e-12
after_a = model.given("a", horizon=1).log_probs().exp()
prompted = after_a[1].item()
assert prompted == 0
assert abs(after_a[0] + after_a[2] - 1) < 1e-12  # the next letter is a
# --8<-- [end:token]

# --8<-- [start:healed]
begins = prefix_log_prob(model, "a").exp().item()
healed = prefix_log_prob(model, "ab").exp().item() / begins
with_a = [text for text in texts if text[0] == "a"]
counted_b = sum(text[1] == "b" for text in with_a) / len(with_a)
assert abs(begins - len(with_a) / len(texts)) < 1e-12
assert abs(healed - counted_b) < 1e-12
print(f"b after the token a: {prompted:.0f}; after the letter a: {healed:.2f}")
# --8<-- [end:healed]
