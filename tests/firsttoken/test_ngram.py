from __future__ import annotations

import itertools
import math

import kenlm
import pytest
import torch
from torch.distributions import Categorical

from firsttoken import Causal, ContextUndefined, FirstTokenError, NGram, UnknownSymbol, Vocabulary, kitten

SYMBOLS = Vocabulary(["<s>", "a", "b", "c", "</s>"])
TEXTS = ["a b a", "b c", "", "a a b c a", "c"]
STRINGS = [SYMBOLS.encode(text) for text in TEXTS]
ENDS = {"before": "<s>", "stop": "</s>"}


def counted(order, smoothing, context, symbol):
    """The formula, in plain Python, one string at a time."""
    context = context[len(context) - min(len(context), order - 1) :]
    found = {output: 0 for output in SYMBOLS if output != "<s>"}
    for text in TEXTS:
        padded = ["<s>", *text.split(), "</s>"]
        for at, output in enumerate(padded):
            if at > 0 and at >= len(context) and padded[at - len(context) : at] == context:
                found[output] += 1
    return (found[symbol] + smoothing) / (sum(found.values()) + smoothing * len(found))


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_laws_are_relative_counts(order):
    model = NGram(SYMBOLS, order, STRINGS, smoothing=0.5, **ENDS)
    contexts = torch.cartesian_prod(*[torch.arange(1, 4)] * 3)
    laws = model.log_laws(torch.cat([torch.zeros(27, 1, dtype=torch.long), contexts], dim=1)).exp()
    assert laws.shape == (27, 4, 5)
    for row, length in itertools.product(range(27), range(4)):
        context = ["<s>", *SYMBOLS.decode(contexts[row, :length]).split()]
        expected = [0, *(counted(order, 0.5, context, symbol) for symbol in SYMBOLS[1:])]
        assert laws[row, length].tolist() == pytest.approx(expected, abs=1e-15)


def arpa(folder, model):
    """Write a model in the format of n-gram toolkits, all of its sequences, so that nothing backs off."""
    words, lines = ["a", "b", "c"], ["\\data\\"]
    tables = []
    for length in (1, 2, 3):
        contexts = [
            list(context)
            for context in itertools.product(["<s>", *words], repeat=length - 1)
            if "<s>" not in context[1:]
        ]
        rows = []
        for context in contexts:
            law = model.log_first()
            if context:
                law = model.log_laws(torch.tensor([SYMBOLS.encode(" ".join(context))]))[0, -1]
            for word in [*words, "</s>"]:
                score = law[SYMBOLS.index_of(word)].item() / math.log(10)
                rows.append(f"{score:.9f}\t{' '.join([*context, word])}" + "\t0" * (length < 3 and word != "</s>"))
        if length == 1:
            rows += ["-99\t<unk>", "-99\t<s>\t0"]
        tables.append(rows)
        lines.append(f"ngram {length}={len(rows)}")
    for length, rows in enumerate(tables, start=1):
        lines += ["", f"\\{length}-grams:", *rows]
    path = folder / "toy.arpa"
    path.write_text("\n".join([*lines, "", "\\end\\", ""]))
    return kenlm.Model(str(path))


@pytest.mark.parametrize("bos", [True, False])
@pytest.mark.parametrize("eos", [True, False])
def test_scores_are_kenlm_s(tmp_path, bos, eos):
    model = NGram(SYMBOLS, 3, STRINGS, smoothing=0.5, **ENDS)
    toolkit = arpa(tmp_path, model)
    causal = Causal(model, before="<s>" if bos else None)
    for text in ("a b a", "c c", "b", "c a b b a c"):
        string = torch.tensor(SYMBOLS.encode(text + " </s>" * eos))
        ours = causal.given("", horizon=len(string)).log_prob(string).item() / math.log(10)
        assert ours == pytest.approx(toolkit.score(text, bos=bos, eos=eos), abs=2e-6)


def test_counted_on_a_law_it_has_the_law_s_first_factor_after_the_start():
    world = kitten().over(Vocabulary([*kitten().vocabulary, "^"]))
    model = NGram(world.vocabulary, 2, world.enumerate_support(), weights=world.log_probs().exp(), before="^")
    after_start = Causal(model, before="^").given("", horizon=1).log_probs().exp()
    assert torch.allclose(after_start, world.first().probs, rtol=0, atol=1e-15)
    pooled = Categorical(sum(world.marginal(t).probs for t in (1, 2, 3, 4)))
    assert torch.allclose(model.log_first().exp(), pooled.probs, rtol=0, atol=1e-15)


def test_after_what_never_occurred_there_is_no_law():
    causal = Causal(NGram(SYMBOLS, 3, STRINGS, **ENDS), before="<s>", stop="</s>")
    assert causal.given("a b", horizon=1).log_probs().exp().tolist() == pytest.approx([0, 0.5, 0, 0.5, 0])
    with pytest.raises(ContextUndefined, match="'c b'"):
        causal.given("c b", horizon=1)
    smoothed = Causal(NGram(SYMBOLS, 3, STRINGS, smoothing=1.0, **ENDS))
    assert smoothed.given("c b", horizon=1).log_probs().exp().tolist() == pytest.approx([0, *[0.25] * 4])


def test_what_cannot_be_counted():
    with pytest.raises(FirstTokenError, match="order >= 1; given 0"):
        NGram(SYMBOLS, 0, STRINGS)
    with pytest.raises(FirstTokenError, match="given 5 strings, 2 weights"):
        NGram(SYMBOLS, 1, STRINGS, weights=[1.0, 2.0])
    with pytest.raises(UnknownSymbol, match="close to it: </s>"):
        NGram(SYMBOLS, 1, STRINGS, stop="/s")
