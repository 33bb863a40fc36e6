from __future__ import annotations

import pytest
import torch

from firsttoken import FirstTokenError, UnknownSymbol, Vocabulary

LETTERS = Vocabulary(["loves", "fears", ","])


def test_a_text_and_its_indices():
    assert LETTERS.encode("loves , fears") == [0, 2, 1]
    assert LETTERS.encode("") == []
    assert LETTERS.decode([0, 2, 1]) == "loves , fears"
    assert LETTERS.decode(torch.tensor([1, 0])) == "fears loves"


def test_it_is_a_sequence_of_symbols():
    assert list(LETTERS) == ["loves", "fears", ","]
    assert len(LETTERS) == 3
    assert "," in LETTERS
    assert Vocabulary(("loves", "fears", ",")) == LETTERS
    assert Vocabulary(["fears", "loves", ","]) != LETTERS
    assert len({LETTERS, Vocabulary(LETTERS)}) == 1


def test_an_unknown_symbol_is_named_with_those_close_to_it():
    with pytest.raises(UnknownSymbol, match=r"'lovs' is not one of the 3 symbols .* close to it: loves"):
        LETTERS.encode("loves lovs fears")
    with pytest.raises(UnknownSymbol, match=r"'\?' is not .* its symbols: Vocabulary\(loves fears ,\)"):
        LETTERS.index_of("?")


@pytest.mark.parametrize(
    ("symbols", "message"),
    [([], "at least one"), (["a", "b", "a"], "twice: 'a'"), (["a", ""], "empty"), (["a", "b c"], "'b c'")],
)
def test_what_is_no_vocabulary(symbols, message):
    with pytest.raises(FirstTokenError, match=message):
        Vocabulary(symbols)
