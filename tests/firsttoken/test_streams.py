from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest
import torch

from firsttoken import GRU, Causal, FirstTokenError, NGram, Stream, TooLong, Transformer, Vocabulary, fit_stream

SYMBOLS = Vocabulary(["^", "a", "b", "c", "|"])
START, A, B, C, SEP = range(5)
DOCUMENTS = [[A, B, C], [B], [C, C]]


def scored(stream):
    """Return (input so far, target) for each target that carries loss, row by row."""
    inputs, targets, mask = stream.rows()
    return [
        (inputs[row, : t + 1].tolist(), targets[row, t].item())
        for row in range(len(stream))
        for t in range(targets.shape[1])
        if mask[row, t]
    ]


def test_a_row_a_document_scores_every_symbol_and_the_end():
    stream = Stream.documents(DOCUMENTS, before=START, stop=SEP)
    assert len(stream) == 3
    assert stream.rows().inputs.shape == (3, 4)
    assert scored(stream) == [
        ([START], A),
        ([START, A], B),
        ([START, A, B], C),
        ([START, A, B, C], SEP),
        ([START], B),
        ([START, B], SEP),
        ([START], C),
        ([START, C], C),
        ([START, C, C], SEP),
    ]


@pytest.mark.parametrize("length", [1, 2, 3, 4, 9, 20])
def test_packed_every_target_is_scored_once(length):
    stream = Stream.packed(DOCUMENTS, separator=SEP, length=length)
    assert stream.tokens.tolist() == [SEP, A, B, C, SEP, B, SEP, C, C, SEP]
    pairs = [(inputs[-1], target) for inputs, target in scored(stream)]
    assert pairs == list(zip(stream.tokens[:-1].tolist(), stream.tokens[1:].tolist(), strict=True))


def test_a_separator_scores_every_start_and_every_end():
    pairs = Counter(
        (inputs[-1], target) for inputs, target in scored(Stream.packed(DOCUMENTS, separator=SEP, length=4))
    )
    assert Counter({target: n for (last, target), n in pairs.items() if last == SEP}) == Counter([A, B, C])
    assert Counter({last: n for (last, target), n in pairs.items() if target == SEP}) == Counter([C, B, C])


def test_unscored_targets_are_read_and_not_scored():
    stream = replace(Stream.documents(DOCUMENTS, before=START, stop=SEP), unscored=2)
    assert scored(stream) == [([START, A, B], C), ([START, A, B, C], SEP), ([START, C, C], SEP)]
    assert stream.rows().inputs.tolist() == Stream.documents(DOCUMENTS, before=START, stop=SEP).rows().inputs.tolist()


def test_crops_are_every_window_and_never_score_their_first_token():
    stream = Stream.crops(DOCUMENTS, length=2)
    tokens = [A, B, C, B, C, C]
    assert stream.tokens.tolist() == tokens
    assert len(stream) == len(tokens) - 2
    for start, (inputs, targets) in enumerate(zip(*stream.rows()[:2], strict=True)):
        assert inputs.tolist() == tokens[start : start + 2]
        assert targets.tolist() == tokens[start + 1 : start + 3]
    assert stream.rows().scored.all()
    assert Stream.crops(DOCUMENTS, length=2, separator=SEP).tokens.tolist()[0] == SEP


def test_a_start_symbol_at_every_chunk_scores_every_position_as_a_start():
    stream = Stream.chunks(DOCUMENTS, before=START, length=2)
    assert (stream.rows().inputs[:, 0] == START).all()
    starts = stream.rows().targets[:, 0]
    assert starts.tolist() == [A, B, C, B, C]
    one = Stream.chunks(DOCUMENTS, before=START, length=1)
    pooled = NGram(SYMBOLS, 1, [one.tokens]).log_first().exp()
    assert torch.allclose(one.rows().targets[:, 0].bincount(minlength=5) / len(one), pooled.float())


def test_batches_are_seeded_rows():
    stream = Stream.crops(DOCUMENTS, length=3, separator=SEP)
    first, second, other = (list(islice(stream.batches(16, seed=seed), 2)) for seed in (0, 0, 1))
    for one, two in zip(first, second, strict=True):
        assert all(torch.equal(*pair) for pair in zip(one, two, strict=True))
    assert not torch.equal(first[0].inputs, other[0].inputs)
    assert not torch.equal(first[0].inputs, first[1].inputs)
    windows = {tuple(row) for row in stream.rows().inputs.tolist()}
    assert {tuple(row) for row in first[0].inputs.tolist()} <= windows


def test_tokens_are_sequences_or_tensors():
    tensors = [torch.tensor(document) for document in DOCUMENTS]
    for separator in (None, SEP):
        one, two = (Stream.crops(each, length=1, separator=separator) for each in (DOCUMENTS, tensors))
        assert torch.equal(one.tokens, two.tokens)


def test_what_is_no_stream():
    with pytest.raises(FirstTokenError, match="at least one document"):
        Stream.packed([], separator=SEP, length=2)
    with pytest.raises(FirstTokenError, match="at least one document"):
        Stream.crops([], length=2)
    with pytest.raises(FirstTokenError, match="a row of 7 tokens is longer than the stream, which has 6"):
        Stream.crops(DOCUMENTS, length=6)
    assert len(Stream.crops(DOCUMENTS, length=5)) == 1


def test_trained_on_documents_a_model_learns_how_they_start_and_end():
    model = GRU(SYMBOLS, width=12, learned_start=False)
    losses = fit_stream(Stream.documents(DOCUMENTS, before=START, stop=SEP), Causal(model), steps=300, rate=0.02)
    assert losses[-1] < losses[0]
    first, then = model.log_laws(torch.tensor([[START, B]]))[0].exp().detach()
    assert first.tolist() == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3, 0], abs=0.1)
    assert then[SEP].item() == pytest.approx(1, abs=0.05)


def test_the_loss_is_the_average_over_what_is_scored():
    stream = Stream.documents(DOCUMENTS, before=START, stop=SEP)
    model = GRU(SYMBOLS, width=4)
    terms = [-model.log_laws(torch.tensor([inputs]))[0, -1, target].item() for inputs, target in scored(stream)]
    for row, own in enumerate((terms[:4], terms[4:6], terms[6:])):
        alone = Stream(stream.tokens, stream.starts[row : row + 1], stream.ends[row : row + 1])
        [loss] = fit_stream(alone, Causal(GRU(SYMBOLS, width=4)), steps=1, batch=3)
        assert loss.item() == pytest.approx(sum(own) / len(own), abs=1e-12)
    one = next(stream.batches(2, seed=7))
    [loss] = fit_stream(stream, Causal(GRU(SYMBOLS, width=4)), steps=1, batch=2, seed=7)
    laws = model.log_laws(one.inputs)
    assert not one.scored.all()
    assert loss.item() == pytest.approx(
        torch.nn.functional.nll_loss(laws[one.scored], one.targets[one.scored]).item(), abs=1e-12
    )


def test_the_seed_of_a_training_run_is_that_of_its_rows():
    stream = Stream.crops(DOCUMENTS, length=2)
    runs = [fit_stream(stream, Causal(GRU(SYMBOLS, width=4)), steps=4, batch=2, seed=seed) for seed in (0, 0, 1)]
    assert torch.equal(runs[0], runs[1])
    assert not torch.equal(runs[0], runs[2])


def test_what_cannot_be_trained_on_a_stream():
    stream = Stream.crops(DOCUMENTS, length=3)
    with pytest.raises(FirstTokenError, match="a model without parameters"):
        fit_stream(stream, Causal(NGram(SYMBOLS, 1, DOCUMENTS)), steps=1)
    with pytest.raises(TooLong):
        fit_stream(stream, Causal(Transformer(SYMBOLS, 2)), steps=1)


def test_a_training_that_is_kept_is_read_the_next_time(tmp_path, monkeypatch):
    stream = Stream.documents(DOCUMENTS, before=START, stop=SEP)

    def train(stream=stream, seed=0, heads=2, **options):
        model = Transformer(SYMBOLS, 8, width=8, heads=heads, seed=seed)
        return model, fit_stream(stream, Causal(model), **{"steps": 3, "batch": 2, "cache_dir": tmp_path} | options)

    plain, without = train(cache_dir=None)
    first, losses = train()
    kept = len(list(tmp_path.iterdir()))
    assert kept == 1
    monkeypatch.setattr("firsttoken.train._descend", None)
    second, again = train()
    assert torch.equal(losses, without)
    assert torch.equal(losses, again)
    for each in zip(plain.parameters(), first.parameters(), second.parameters(), strict=True):
        assert torch.equal(each[0], each[1])
        assert torch.equal(each[0], each[2])
    others = [
        {"steps": 4},
        {"batch": 3},
        {"rate": 0.1},
        {"seed": 1},
        {"heads": 4},
        {"stream": replace(stream, unscored=1)},
    ]
    for other in others:
        with pytest.raises(TypeError, match="'NoneType' object is not callable"):
            train(**other)
    monkeypatch.setattr("firsttoken.train.library", lambda: "changed")
    with pytest.raises(TypeError, match="'NoneType' object is not callable"):
        train()
    monkeypatch.undo()
    monkeypatch.setattr("firsttoken.train.library", lambda: "changed")
    assert torch.equal(train()[1], losses)
    assert len(list(tmp_path.iterdir())) == kept, "what another program computed takes the place of what was kept"
