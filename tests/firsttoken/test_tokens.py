from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
import torch
from torch.distributions import Categorical

from firsttoken import (
    Causal,
    FirstTokenError,
    FirstTokenUndefined,
    Tabular,
    Transformer,
    Vocabulary,
    prefix_log_prob,
    string_log_prob,
    tokenisations,
)

V = Vocabulary(["a", "b", "ab", "ba", "abb", "$"])


def random_model(seed):
    generator = torch.Generator().manual_seed(seed)
    first = Categorical(torch.rand(6, generator=generator, dtype=torch.float64))
    return Causal(Tabular(V, 5, generator=generator), stop="$").with_first(first)


def spell(row):
    return "".join(V[int(token)] for token in row if token != 5)


def test_tokenisations_are_all_sequences_that_spell():
    found = Counter()
    for length in range(6):
        for row in product(range(5), repeat=length):
            found[spell(row)] += 1
    for text in ("", "a", "ab", "ba", "abb", "abab", "babba", "aabbb"):
        ways = tokenisations(V, text)
        assert len(ways) == found[text]
        assert len({tuple(way) for way in ways}) == len(ways)
        assert all(spell(way) == text for way in ways)
    assert tokenisations(V, "abc") == []


@pytest.mark.parametrize("seed", range(3))
def test_string_and_prefix_are_sums_over_everything_written(seed):
    model = random_model(seed)
    law = model.given("", horizon=5)
    whole, begins = Counter(), Counter()
    for row, log_q in zip(law.enumerate_support(), law.log_probs(), strict=True):
        text, q = spell(row), log_q.exp().item()
        if row[-1] == 5:
            whole[text] += q
        for end in range(1, min(len(text), 4) + 1):
            begins[text[:end]] += q
    for length in range(5):
        for letters in product("ab", repeat=length):
            text = "".join(letters)
            assert string_log_prob(model, text).exp().item() == pytest.approx(whole[text], abs=1e-12)
            if text:
                assert prefix_log_prob(model, text).exp().item() == pytest.approx(begins[text], abs=1e-12)


def test_a_prefix_is_its_continuations_and_its_end():
    model = random_model(7)
    for text in ("a", "b", "ab", "bb"):
        parts = [prefix_log_prob(model, text + c) for c in "ab"] + [string_log_prob(model, text)]
        assert prefix_log_prob(model, text).item() == pytest.approx(torch.stack(parts).logsumexp(0).item())


def test_what_cannot_be_spelled_is_impossible():
    model = random_model(0)
    assert string_log_prob(model, "c") == -torch.inf
    assert prefix_log_prob(model, "ac") == -torch.inf
    assert string_log_prob(model, "a$") == prefix_log_prob(model, "$") == -torch.inf


def test_a_start_symbol_spells_nothing():
    vocabulary = Vocabulary(["^", "a", "b"])
    model = Causal(Transformer(vocabulary, 4, width=8), before="^", excluded=["^"])
    starts = [prefix_log_prob(model, c).exp().item() for c in "ab"]
    assert sum(starts) == pytest.approx(1, abs=1e-12)
    assert prefix_log_prob(model, "^") == -torch.inf


def test_the_first_factor_is_needed():
    model = Causal(Tabular(V, 4), stop="$")
    for ask in (prefix_log_prob, string_log_prob):
        for text in ("a", "c"):
            with pytest.raises(FirstTokenUndefined):
                ask(model, text)


def test_what_is_refused():
    with pytest.raises(FirstTokenError, match="stop symbol"):
        string_log_prob(Causal(Tabular(V, 4)), "a")
    with pytest.raises(FirstTokenError, match="at least one character"):
        prefix_log_prob(random_model(0), "")
