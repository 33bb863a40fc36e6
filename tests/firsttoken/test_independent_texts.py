"""Numbers of the help texts of Python that were computed elsewhere, by other code, beside what this library computes.

They are those of one version of Python. Where the help texts are those, they are compared to the digits in which they
were given; elsewhere they are of the same size.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from math import log

import pytest
import torch
from torch.distributions import Categorical

from firsttoken import Stream, kl, power_iteration, split_words, stationary_law, topics, tv

TEXT = topics().text
THEIRS = len(TEXT) == 464_970 and len(set(TEXT)) == 103  # the same version of Python's help


def given(value: float, digits: float = 1) -> object:
    """Return what compares equal to a number, within half a unit of the last digit that was given."""
    return pytest.approx(value, abs=0.51 * digits if THEIRS else value / 2)


def law(*weights: float) -> Categorical:
    return Categorical(torch.tensor(weights, dtype=torch.float64))


def test_what_the_help_texts_count() -> None:
    corpus = topics()
    words = Counter(split_words(TEXT.lower()))
    first = Counter(split_words(each.lower())[0] for each in corpus.sentences)
    numbers = {"tokens": (words.total(), 114_029), "sentences": (first.total(), 3_231)}
    numbers |= {"paragraphs": (len(corpus.paragraphs), 2_608), "types": (len(set(split_words(TEXT))), 4_194)}
    everywhere = {",": 3_387, "of": 1_366, "and": 1_048, "is": 1_837}
    numbers |= {f"{word} anywhere": (words[word], count) for word, count in everywhere.items()}
    numbers |= {f"{word} first": (first[word], count) for word, count in {"if": 268, "this": 138}.items()}
    for name, (ours, number) in numbers.items():
        assert ours == given(number), name
    assert [first[word] for word in everywhere] == [0, 0, 0, 0]
    by_chance = [words[word] / words.total() * first.total() for word in ("of", "and", "is", "if")]
    assert by_chance == [given(39), given(30), given(52), given(20)]
    assert words[","] / words.total() == given(0.0297, 1e-4)
    packed = Stream.packed([[0] * len(each) for each in corpus.documents], separator=1, length=256).rows()
    separators = (packed.targets[packed.scored] == 1).double().mean().item()
    assert separators == given(1.69875e-4, 1e-9)


def test_chains_of_the_help_texts() -> None:
    tokens = torch.tensor([ord(each) for each in TEXT]).unique(return_inverse=True)[1]
    size = int(tokens.max()) + 1
    kernel = (size * tokens + tokens.roll(-1)).bincount(minlength=size**2).double().reshape(size, size)
    kernel /= kernel.sum(dim=1, keepdim=True)
    frequency = tokens.bincount().double() / len(tokens)
    assert (stationary_law(kernel) - frequency).abs().sum().item() < 1e-12
    second = torch.linalg.eigvals(kernel).abs().sort().values[-2].item()
    assert second == given(0.92698, 1e-5)
    start = torch.full((size,), 1 / size, dtype=torch.float64)
    laws = power_iteration(kernel, start, steps=200)
    for steps, distance, digits in ((1, 0.275, 1e-3), (10, 0.0063, 1e-4), (50, 1.7e-4, 1e-5), (200, 1.9e-9, 1e-10)):
        ours = (laws[steps] - frequency).abs().sum().item() / 2
        assert not THEIRS or ours == given(distance, digits), steps
    circle = TEXT + TEXT[:2]
    grams = [len({circle[i : i + k] for i in range(len(TEXT))}) for k in (2, 3)]
    assert grams == [given(2_742), given(13_411)]

    letters = Counter(topics().letters)
    pairs = Counter(pairwise(topics().letters + topics().letters[0]))
    one, two = (-sum(n / each.total() * log(n / each.total()) for n in each.values()) for each in (letters, pairs))
    assert log(27) - one == given(0.4567, 1e-4)
    assert two - one == given(2.3007, 1e-4)


def test_what_the_help_texts_imply() -> None:
    starts = torch.zeros(0x110000, dtype=torch.float64)
    for document in topics().documents:
        starts[ord(document[0])] += 1
    places = torch.tensor([ord(each) for each in TEXT]).bincount(minlength=0x110000).double()
    used = places > 0
    first, anywhere = law(*starts[used].tolist()), law(*places[used].tolist())
    uniform = law(*[1.0] * int(used.sum()))
    numbers = {
        "entropy anywhere": (anywhere.entropy(), 3.24984, 1e-5),
        "uniform, of anywhere": (kl(anywhere, uniform), 1.38489, 1e-5),
        "anywhere, of starts": (kl(first, anywhere), 4.339, 1e-3),
        "uniform, of starts": (kl(first, uniform), 2.220, 1e-3),
        "starts from anywhere": (tv(first, anywhere), 0.974, 1e-3),
    }
    for name, (ours, number, digits) in numbers.items():
        assert ours.item() == given(number, digits), name


def test_where_paragraphs_differ_and_why() -> None:
    """Theirs are of all characters; those of the page are restricted to what is no white space."""
    places, starts = Counter(TEXT), Counter(each.strip()[0] for each in topics().paragraphs)
    symbols = sorted(places)
    ink = [not symbol.isspace() for symbol in symbols]
    first, place = (law(*[each[symbol] for symbol in symbols]) for each in (starts, places))
    whole = kl(first, place).item(), kl(first, law(*[1.0] * len(symbols))).item()
    inked = kl(first, law(*(place.probs * torch.tensor(ink).double()).tolist())).item()
    assert whole == (given(2.694, 1e-3), given(1.353, 1e-3))
    assert tv(first, place).item() == given(0.788, 1e-3)
    white = place.probs[[not each for each in ink]].sum().item()
    assert inked == pytest.approx(whole[0] + log(1 - white), abs=1e-12)  # 2.460, as the page has it
    assert inked == given(2.460, 1e-3)
