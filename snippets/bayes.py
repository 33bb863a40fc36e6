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
