"""A prefix token scores a first factor: trained or not, and moved or not."""

import torch
from torch.distributions import Categorical

from firsttoken import Causal, Transformer, Vocabulary
from firsttoken import cross_entropy, fit, kitten, kl

# --8<-- [start:train]
world = kitten()
marked = Vocabulary([*world.vocabulary, "EOT"])
law = world.over(marked)


def network(seed, positions):
    """Return a network that learns its positions, or one that has none."""
    new = Transformer(marked, 5, width=16, seed=seed)
    if not positions:
        torch.nn.init.zeros_(new.positions.weight)
        new.positions.weight.requires_grad_(False)
    return new


def train(seed):
    """Return a network trained behind EOT, and two trained without it."""
    behind, bare, placed = (network(seed, at) for at in (False, False, True))
    start = Causal(behind, before="EOT", excluded=["EOT"])
    fit(law, start, scored=[1, 2, 3, 4], steps=200)
    for each in (bare, placed):
        fit(law, Causal(each, excluded=["EOT"]), scored=[2, 3, 4], steps=200)
    return {"trained": behind, "untrained": bare, "with positions": placed}


# --8<-- [end:train]


# --8<-- [start:score]
floor = (world.entropy() - world.first().entropy()).item()


def later_words(network, before=None):
    """Return how many nats the last three words cost above the least."""
    model = Causal(network, before=before, excluded=["EOT"])
    return cross_entropy(law, model, scored=[2, 3, 4]).item() - floor


def first_word(network):
    """Return how many nats the first word costs above the least."""
    model = Causal(network, before="EOT", excluded=["EOT"])
    answer = model.given("", horizon=1).log_probs().exp().detach()[:8]
    return kl(world.first(), Categorical(answer)).item()


def moved(network):
    """Return the network with each word read one place further on."""
    weights = dict(network.state_dict())
    weights["positions.weight"] = weights["positions.weight"].roll(-1, 0)
    other = Transformer(marked, 5, width=16)
    other.load_state_dict(weights)
    return other


runs = [train(seed) for seed in range(5)]
names = list(runs[0])
firsts = {name: [first_word(run[name]) for run in runs] for name in names}
laters = {
    name: [later_words(run[name], "EOT") for run in runs] for name in names
}
shifts = [later_words(moved(run["with positions"])) for run in runs]
# --8<-- [end:score]

# --8<-- [start:check]
possible = world.probs > 0
p = world.probs[possible]
for run, *parts in zip(runs, firsts["untrained"], laters["untrained"]):
    q = Causal(run["untrained"], before="EOT", excluded=["EOT"])
    scores = q.given("", horizon=4).log_prob(possible.nonzero()).detach()
    excess = (p * (p.log() - scores)).sum().item()
    assert abs(excess - sum(parts)) < 1e-12

own = [later_words(run[name]) for run in runs for name in names[1:]]
assert 0 < min(own) < max(own) < 0.002  # without the prefix, nearly perfect
alike = [later_words(moved(run["untrained"])) for run in runs]
assert alike == own[::2]  # without positions there is nothing to move
# --8<-- [end:check]

# --8<-- [start:bands]
assert 0 < max(firsts["trained"] + laters["trained"]) < 0.01
assert 4 < min(firsts["untrained"]) < max(firsts["untrained"]) < 20
assert max(laters["untrained"]) < 1
assert min(firsts["with positions"]) > 4
assert min(laters["with positions"]) > 2
assert min(shifts) > 2
for prefix, shift in zip(laters["with positions"], shifts):
    assert abs(prefix - shift) < 2
# --8<-- [end:bands]


# --8<-- [start:show]
def span(costs):
    """Return the least and the largest of five."""
    return min(costs), max(costs)


first = {name: costs[0] for name, costs in firsts.items()}
later = {name: costs[0] for name, costs in laters.items()}
first_span = {name: span(costs) for name, costs in firsts.items()}
later_span = {name: span(costs) for name, costs in laters.items()}
shift_span = span(shifts)
assert list(shift_span) == sorted(shifts)[:: len(runs) - 1]
for what, spans in (("first word", first_span), ("rest", later_span)):
    costs = {"first word": firsts, "rest": laters}[what]
    for name, (least, most) in spans.items():
        assert [least, most] == sorted(costs[name])[:: len(runs) - 1]
        print(f"{what}, {name}: {least:.4f} to {most:.4f} nats too many")
print("rest, moved without a prefix: {:.1f} to {:.1f}".format(*shift_span))
# --8<-- [end:show]
