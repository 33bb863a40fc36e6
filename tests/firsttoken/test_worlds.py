from __future__ import annotations

import pytest
import torch

from firsttoken import ContextUndefined, kitten


@pytest.fixture(scope="module")
def world():
    return kitten()


def test_it_is_the_world_of_the_essay(world):
    assert list(world.vocabulary) == ["She", "He", "loves", "fears", "smol", "big", "kittens", "puppies"]
    assert world.probs.shape == (8, 8, 8, 8)
    assert world.probs.dtype == torch.float64
    assert int((world.probs > 0).sum()) == 24
    assert world.probs.sum().item() == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("sentence", "probability"),
    [
        ("She loves smol kittens", 0.5 * 0.8 * 0.75 * 0.7),
        ("She fears big puppies", 0.5 * 0.2 * 0.8 * 0.6),
        ("He fears smol kittens", 0.3 * 0.4 * 0.2 * 0.5),
        ("He loves big kittens", 0.3 * 0.6 * 0.25 * 0.4),
        ("kittens fears big kittens", 0.15 * 0.8 * 0.1),
        ("puppies loves smol puppies", 0.05 * 0.75 * 0.1),
        ("kittens loves smol puppies", 0),
        ("smol kittens fears She", 0),
    ],
)
def test_probabilities(world, sentence, probability):
    assert world.log_prob(world.encode(sentence)).exp().item() == pytest.approx(probability, abs=1e-16)


def test_its_conditionals_sum_to_its_four_possible_starts(world):
    rest = world.causal().given(["She", "He", "kittens", "puppies"], horizon=3)
    assert rest.log_probs().exp().sum().item() == pytest.approx(4, abs=1e-12)
    for word in ("loves", "fears", "smol", "big"):
        with pytest.raises(ContextUndefined, match=word):
            world.causal().given(word, horizon=3)


def test_mode_and_entropies(world):
    strings = world.enumerate_support()
    assert world.vocabulary.decode(strings[world.log_probs().argmax()]) == "She loves smol kittens"
    assert world.log_probs().max().exp().item() == pytest.approx(0.21, abs=1e-15)
    assert world.entropy().item() == pytest.approx(2.7112099, abs=5e-8)
    assert world.first().entropy().item() == pytest.approx(1.1421200, abs=5e-8)
    assert world.first().probs.tolist() == pytest.approx([0.5, 0.3, 0, 0, 0, 0, 0.15, 0.05], abs=1e-15)
