"""What a model reads before a text is seen in what the tokenizer does, whatever it says of itself."""

from __future__ import annotations

import pytest

pytest.importorskip("transformers")

from audit import made
from firsttoken import FirstTokenError
from firsttoken.audit import Answer, audit
from firsttoken.audit.reading import around, encode, reading, starts

YES, NO = Answer.YES, Answer.NO


def answers(tokenizer: object, **declared: dict[str, object]) -> dict[str, Answer]:
    return {fact.claim: fact.answer for fact in reading(tokenizer, declared)}


@pytest.mark.parametrize("prepends", [True, False])
def test_a_start_is_one_if_encoding_puts_it(prepends: bool) -> None:
    tokenizer = made.tokenizer(prepends=prepends)
    assert around(tokenizer) == (([0], [1]) if prepends else ([], []))
    found = answers(tokenizer)
    assert found["a BOS is declared"] is YES
    assert found["encoding puts something in front"] is (YES if prepends else NO)
    report = audit(made.model(), tokenizer, made.texts())
    assert report.put == ("<s>" if prepends else "nothing")


def test_a_template_that_writes_what_the_tokenizer_adds_has_it_twice() -> None:
    claim = "a rendered template gets no second BOS"
    assert answers(made.tokenizer(prepends=True))[claim] is NO
    assert answers(made.tokenizer(prepends=False))[claim] is YES


def test_a_bos_before_each_message_opens_turns() -> None:
    claim = "BOS starts texts, not turns"
    assert answers(made.tokenizer(prepends=False))[claim] is NO
    assert answers(made.tokenizer(prepends=False, template=made.ONE_BOS))[claim] is YES


def test_one_id_for_two_and_configs_that_differ_are_seen() -> None:
    tokenizer = made.tokenizer(prepends=False, bos_token="</s>")
    found = answers(tokenizer, config={"bos": 9, "eos": [1, 7]})
    assert found["BOS is no other special token"] is NO
    assert found["tokenizer and configs agree"] is NO
    seen = next(fact.seen for fact in reading(tokenizer, {"config": {"bos": 9}}) if "configs" in fact.claim)
    assert seen == "config has BOS 9 'kittens'"
    assert answers(made.tokenizer(prepends=True), config={"bos": 0, "eos": [1]})["tokenizer and configs agree"] is YES
    assert answers(made.tokenizer(prepends=True))["BOS is no other special token"] is YES


def test_starts_are_tried_once_each_with_their_ids() -> None:
    found = starts(made.tokenizer(prepends=True))
    assert found == {
        "nothing": [],
        "<s>": [0],
        "</s>": [1],
        "<pad>": [2],
        "<unk>": [3],
        "a line break": [5],
        "a turn": [0, 4],
    }


def test_the_loss_of_the_library_has_a_term_fewer_than_tokens_and_costs_are_its_terms() -> None:
    network, tokenizer = made.model(), made.tokenizer(prepends=False)
    report = audit(network, tokenizer, made.texts())
    [scored] = [fact for fact in report.facts if fact.rests_on == "no-gradient"]
    assert (scored.answer, scored.seen) == (YES, "of 12 tokens, the model's own loss is the mean of 11.00")


def test_a_padded_vocabulary_is_seen_and_one_that_is_too_small_refused() -> None:
    tokenizer, texts = made.tokenizer(prepends=False), made.texts()
    report = audit(made.model(vocab_size=20), tokenizer, texts)
    assert [fact.answer for fact in report.facts if fact.claim == "every output is a token"] == [NO]
    assert report.uniform == pytest.approx(2.5649, abs=1e-4)  # log 13
    with pytest.raises(FirstTokenError, match=r"the model knows no id 1[012]"):
        audit(made.model(vocab_size=10), tokenizer, texts)
    short = ["She loves smol kittens She loves smol kittens", "kittens loves smol kittens She loves smol She"]
    with pytest.raises(FirstTokenError, match="the tokenizer has 13 tokens and the model 10 outputs"):
        audit(made.model(vocab_size=10), tokenizer, short)


def test_what_is_no_tokenizer_and_what_is_no_model_is_refused() -> None:
    texts = made.texts()
    with pytest.raises(FirstTokenError, match="a tokenizer of transformers was expected"):
        encode(str.split, "She loves")
    with pytest.raises(FirstTokenError, match="a model answers ids with logits"):
        audit("a name", made.tokenizer(prepends=True), texts)
    with pytest.raises(FirstTokenError, match="are answered with a law for each"):
        audit(lambda ids: ids, made.tokenizer(prepends=True), texts)
    with pytest.raises(FirstTokenError, match="NaN"):
        audit(lambda ids: (ids[..., None] * made.torch.ones(13)).log() * 0, made.tokenizer(prepends=True), texts)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "given 0 such among 0 texts"),
        (["She", "loves"], "given 0 such among 2 texts"),
        (["She loves smol kittens and they sleep and"] * 3, "given 1 such among 3 texts"),
        ([[6, 7, 8]], "each text is a str"),
    ],
)
def test_texts_that_are_too_few_too_short_or_of_another_kind_are_refused(texts: list[str], said: str) -> None:
    with pytest.raises(FirstTokenError, match=said):
        audit(made.model(), made.tokenizer(prepends=True), texts)
