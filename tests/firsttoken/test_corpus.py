from __future__ import annotations

import sys
from collections import Counter
from pydoc_data.topics import topics as source

import pytest

from firsttoken import FirstTokenError, Topics, split_sentences, split_words, topics


def test_words_are_cut_so_that_each_mark_is_one():
    assert split_words("It's x_1, (or 2...)\n") == ["It", "'", "s", "x_1", ",", "(", "or", "2", ".", ".", ".", ")"]


def test_sentences_are_cut_whatever_comes_next():
    corpus = Topics(("One. two!  , three? Four.5\n", "Five"))
    assert corpus.sentences == ["One.", "two!", ", three?", "Four.5\nFive"]
    assert corpus.text == "One. two!  , three? Four.5\nFive"


def test_paragraphs_stand_between_blank_lines():
    assert Topics(("a\nb\n\n , c\n\n\n\n", "d")).paragraphs == ["a\nb", " , c", "d"]


def test_documents_are_sorted_by_key(monkeypatch):
    assert len(topics().documents) == len(source)
    monkeypatch.setattr("firsttoken.corpus._topics", {"b": "second", "a": "first"})
    assert topics().documents == ("first", "second")


def test_no_sentence_and_no_paragraph_starts_with_a_comma():
    corpus = topics()
    everywhere = Counter(split_words(corpus.text))
    assert 0.02 < everywhere[","] / everywhere.total() < 0.04
    for parts in (corpus.sentences, corpus.paragraphs):
        assert len(parts) > 1000
        assert "," not in {split_words(part)[0] for part in parts}


@pytest.mark.skipif(sys.version_info[:3] != (3, 11, 7), reason="the topics differ between versions of Python")
def test_the_counts_of_python_3_11_7():
    corpus = topics()
    everywhere = Counter(split_words(corpus.text))
    assert len(corpus.documents) == 79
    assert len(corpus.text) == 464_970
    assert (everywhere[","], everywhere.total(), len(everywhere)) == (3_387, 114_029, 4_194)
    assert (len(corpus.paragraphs), len(corpus.sentences)) == (2_608, 3_231)


def test_nothing_is_lost_between_the_words_but_white_space():
    corpus = topics()
    assert "".join(map("".join, map(split_words, corpus.sentences))) == "".join(corpus.text.split())


SENTENCES = Topics(("A bee. Cee cee bee. A bee. Bee dee. E.",))


def test_the_halves_share_no_sentence_and_the_words_are_those_of_one_of_them():
    options = {"frequent": 2, "special": ["^", "$"], "unk": "?"}
    vocabulary, training, held_out = split_sentences(SENTENCES, shortest=2, longest=4, **options)
    assert list(vocabulary) == ["^", "$", "?", ".", "A"]
    assert [vocabulary.decode(text) for text in training] == ["A ? .", "? ? ."]
    assert [vocabulary.decode(text) for text in held_out] == ["? ? ? .", "? ."]
    assert sum(map(len, split_sentences(SENTENCES, shortest=2, longest=3, **options)[1:])) == 3


def test_longer_sentences_are_cut_where_that_is_asked():
    vocabulary, training, held_out = split_sentences(
        SENTENCES, shortest=3, longest=3, cut=True, frequent=9, special=[], unk="?"
    )
    assert [vocabulary.decode(text) for text in training] == ["A bee .", "Bee dee ."]
    assert [vocabulary.decode(text) for text in held_out] == ["? ? bee"]


def test_what_has_no_halves():
    with pytest.raises(FirstTokenError, match="at least two different ones; given 1"):
        split_sentences(Topics(("A. A.",)), shortest=1, longest=9, frequent=1, special=[], unk="?")
    with pytest.raises(FirstTokenError, match=r"given as both: '\$'"):
        split_sentences(Topics(("A. B $.",)), shortest=1, longest=9, frequent=1, special=["^", "$"], unk="?")
