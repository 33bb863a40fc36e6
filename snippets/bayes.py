"""Bayes' formula compares two orders of the chain, and needs p(x₁)."""

import torch

from firsttoken import kitten

# --8<-- [start:two_orders]
world = kitten()
words = world.vocabulary
prior = world.first().probs  # p(x₁)
assert abs(prior.sum() - 1) < 1e-12
likelihood = torch.zeros(8, 8, dtype=torch.float64)  # p(x₂ | x₁)
for subject in prior.nonzero()[:, 0].tolist():
    verb = world.causal().given(words[subject], horizon=1)
    likelihood[subject] = verb.log_probs().exp()

backwards = world.marginal(2, 1).causal()  # the verb first
for verb in ("loves", "fears"):
    read = backwards.given(verb, horizon=1).log_probs().exp()
    column = prior * likelihood[:, words.index_of(verb)]
    assert (read - column / column.sum()).abs().max() < 1e-15
# --8<-- [end:two_orders]

# --8<-- [start:one_law]
# numbers that belong to no law may obey the formula, and the orders differ
first, second = 0.4, [0.75, 0.5]  # p(x₁ = a); p(x₂ | x₁ = a), after b
total = first * second[0] + (1 - first) * second[1]
posterior = first * second[0] / total
assert abs(total - 0.6) < 1e-15
claimed = 0.9  # said of p(x₂), and not the sum
assert abs(claimed * posterior - first * second[0]) > 0.1
# --8<-- [end:one_law]


# --8<-- [start:without]
def she_given_fears(prior):
    """Return p(x₁ = She | x₂ = fears) by Bayes' formula."""
    column = prior * likelihood[:, words.index_of("fears")]
    return (column / column.sum())[words.index_of("She")].item()


right = she_given_fears(prior)
guessed = she_given_fears((prior > 0) / 4)  # as if every start were alike
assert abs(right - 0.5 * 0.2 / (0.5 * 0.2 + 0.3 * 0.4 + 0.15)) < 1e-15
assert abs(guessed - 0.2 / (0.2 + 0.4 + 1.0)) < 1e-15
print(f"p(She | fears) = {right:.3f}; with a guessed p(x₁), {guessed:.3f}")
# --8<-- [end:without]
