from __future__ import annotations

import itertools

import pytest
import torch

from firsttoken import ContextUndefined, FirstTokenError, Joint, TooLong, UnknownSymbol, Vocabulary, kitten

AB = Vocabulary(["a", "b"])


@pytest.fixture
def pair():
    return Joint(AB, torch.tensor([[0.5, 0.25], [0.0, 0.25]], dtype=torch.float64))


def test_log_prob_reads_the_table(pair):
    strings = pair.enumerate_support()
    assert strings.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert pair.log_prob(strings).exp().tolist() == [0.5, 0.25, 0, 0.25]
    assert torch.equal(pair.log_prob(strings), pair.log_probs())
    assert pair.log_prob(strings.reshape(2, 2, 2)).shape == (2, 2)


def test_marginals_in_any_order(pair):
    assert pair.marginal(1).probs.tolist() == [0.75, 0.25]
    assert pair.marginal(2).probs.tolist() == [0.5, 0.5]
    assert torch.equal(pair.marginal(2, 1).probs, pair.probs.T)
    assert pair.first().probs.tolist() == [0.75, 0.25]


def test_marginals_agree_with_sums_over_sentences():
    world = kitten()
    both = world.marginal(4, 2)
    expected = torch.zeros(8, 8, dtype=torch.float64)
    for string, p in zip(world.enumerate_support().tolist(), world.log_probs().exp().tolist(), strict=True):
        expected[string[3], string[1]] += p
    assert torch.allclose(both.probs, expected, rtol=0, atol=1e-15)


@pytest.mark.parametrize("positions", [(), (1, 1), (0,), (3,), (-1, 2)])
def test_what_is_no_choice_of_positions(pair, positions):
    with pytest.raises(FirstTokenError, match="positions are distinct, from 1 to 2"):
        pair.marginal(*positions)


def test_conditionals_are_ratios(pair):
    causal = pair.causal()
    assert causal.given("a", horizon=1).log_probs().exp().tolist() == pytest.approx([2 / 3, 1 / 3])
    assert causal.given("b", horizon=1).log_probs().exp().tolist() == [0, 1]


def test_after_an_impossible_context_nothing_is_defined():
    causal = kitten().causal()
    with pytest.raises(ContextUndefined, match="after 'She smol' is undefined: that context has probability 0"):
        causal.given("She smol", horizon=1)
    with pytest.raises(ContextUndefined) as caught:
        causal.given(["She", "loves"], horizon=1)
    assert caught.value.context == "loves"


def test_it_has_no_symbol_beyond_its_last(pair):
    assert pair.causal().given("a", horizon=1).horizon == 1
    with pytest.raises(TooLong, match="reads at most 1 symbols; given 2: it has no law for symbol 3"):
        pair.causal().given("a b", horizon=1)
    with pytest.raises(TooLong, match="symbol 3"):
        pair.causal().given("a", horizon=2).entropy()


def test_samples_have_the_frequencies_of_the_table():
    torch.manual_seed(0)
    world = kitten()
    drawn = world.sample((20_000,))
    assert drawn.shape == (20_000, 4)
    counts = torch.zeros_like(world.probs).index_put(drawn.unbind(-1), torch.ones(20_000).double(), accumulate=True)
    assert 0.5 * (counts / 20_000 - world.probs).abs().sum().item() < 0.02


@pytest.mark.parametrize(
    ("probs", "message"),
    [
        (torch.tensor(1.0).double(), "n >= 1 axes of length 2"),
        (torch.full((2, 3), 1 / 6).double(), r"given \(2, 3\)"),
        (torch.tensor([0.5, 0.25]).double(), "given the sum 0.75"),
        (torch.tensor([1.5, -0.5]).double(), "not negative"),
        (torch.tensor([torch.nan, 1.0]), "with NaN"),
        (torch.tensor([0.5, 0.5]), r"Give it as \.double\(\)"),
    ],
)
def test_what_is_no_joint_law(probs, message):
    with pytest.raises(FirstTokenError, match=message):
        Joint(AB, probs)


def test_it_refuses_to_be_expanded(pair):
    with pytest.raises(NotImplementedError, match="no batch"):
        pair.expand((2,))


def test_an_index_out_of_range_is_no_string(pair):
    with pytest.raises(ValueError, match="within the support"):
        pair.log_prob(torch.tensor([0, 2]))


def test_every_order_of_the_chain_rule_gives_the_joint():
    world = kitten()
    strings = world.enumerate_support()
    for order in itertools.permutations(range(4)):
        law = world.marginal(*(axis + 1 for axis in order)).causal().given("", horizon=4)
        assert (law.log_prob(strings[:, list(order)]).exp() - world.log_probs().exp()).abs().max() < 1e-15


def test_over_a_larger_vocabulary_it_is_the_same_law():
    joint = Joint(Vocabulary(["a", "b"]), torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64))
    larger = joint.over(Vocabulary(["b", "^", "a"]))
    assert larger.probs.tolist() == [[0.4, 0, 0.3], [0, 0, 0], [0.2, 0, 0.1]]
    for text in ("a a", "a b", "b a", "b b"):
        assert larger.log_prob(larger.encode(text)) == joint.log_prob(joint.encode(text))
    with pytest.raises(UnknownSymbol, match="'b'"):
        joint.over(Vocabulary(["a", "^"]))
