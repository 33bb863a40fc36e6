"""Any model of transformers behind the library's protocol: what it says is what transformers says."""

from __future__ import annotations

import pytest
import torch

pytest.importorskip("transformers")

from audit import made

from firsttoken import Causal, FirstTokenError, FirstTokenUndefined, NextToken, Pretrained, TooLong
from firsttoken.audit import audit

TEXT = "She loves smol kittens and they sleep"


def pretrained(**options: int) -> Pretrained:
    return Pretrained(made.model(**options), made.tokenizer(prepends=True))


def test_log_probabilities_of_a_text_are_those_of_transformers() -> None:
    model, network = pretrained(), made.model()
    assert isinstance(model, NextToken)
    ids = [0, *model.encode(TEXT)]
    rows = torch.tensor([ids])
    with torch.no_grad():
        terms = len(ids) - 1
        whole = -network(input_ids=rows, labels=rows).loss.item() * terms
    law = Causal(model, before="<s>").given("", horizon=terms)
    assert law.log_prob(rows[0, 1:]).item() == pytest.approx(whole, abs=1e-5)
    assert -model.costs(rows).sum().item() == pytest.approx(whole, abs=1e-5)
    begun = Causal(model, before="<s>").given("She loves", horizon=2).log_prob(rows[0, 3:5]).item()
    assert begun == pytest.approx(model.log_laws(rows)[0, [2, 3], rows[0, 3:5]].sum().item(), abs=1e-5)


def test_log_probabilities_of_what_it_writes_are_those_of_transformers() -> None:
    model, network = pretrained(), made.model()
    torch.manual_seed(1)
    prompt = torch.tensor([[0, *model.encode("She loves")]])
    written = network.generate(
        prompt, attention_mask=torch.ones_like(prompt), do_sample=True, top_k=0, max_new_tokens=6, eos_token_id=None,
        output_scores=True, return_dict_in_generate=True,
    )  # fmt: skip
    theirs = network.compute_transition_scores(written.sequences, written.scores, normalize_logits=True)[0]
    ours = -model.costs(written.sequences)[0, prompt.shape[1] - 1 :]
    assert torch.allclose(ours, theirs, rtol=0, atol=1e-5)


def test_a_text_is_cut_by_the_tokenizer_and_a_token_may_be_white_space() -> None:
    model = pretrained()
    assert model.vocabulary.symbols == tuple(made.WORDS)  # of which one is a line break
    assert model.encode("\n") == [5]
    assert model.decode([6, 7]) == "She loves"
    law = Causal(model).given("She \n", horizon=1)
    laws = model.log_laws(torch.tensor([[6, 5]]))[0, -1]
    assert torch.allclose(law.log_probs().float(), laws)
    assert law.log_prob(torch.tensor([model.vocabulary.index_of("\n")])).item() == pytest.approx(laws[5].item())
    assert model.encode("") == []
    with pytest.raises(FirstTokenUndefined):
        Causal(model).given("", horizon=1)


def test_outputs_without_a_token_are_named_by_their_index_and_so_are_tokens_spelled_twice() -> None:
    tokenizer = made.tokenizer(prepends=False)
    spelled = tokenizer.convert_ids_to_tokens(list(range(13)))
    tokenizer.convert_ids_to_tokens = lambda ids: [*spelled[:11], "She", None][: len(ids)]
    model = Pretrained(made.model(vocab_size=15), tokenizer)
    assert model.vocabulary[10:] == (spelled[10], *(f"<|output {number}|>" for number in (11, 12, 13, 14)))
    assert model.vocabulary.index_of("<|output 12|>") == 12
    assert Causal(model).given("She", horizon=1).log_probs().shape == (15,)


def test_the_audit_takes_it_as_it_takes_the_model_itself() -> None:
    network, tokenizer = made.model(), made.tokenizer(prepends=True)
    one, other = (audit(each, tokenizer, made.texts()) for each in (network, Pretrained(network, tokenizer)))
    assert [start.first for start in one.starts] == [start.first for start in other.starts]
    assert one.verdict is other.verdict


def test_laws_of_a_model_in_half_precision_sum_to_one() -> None:
    model = Pretrained(made.model().bfloat16(), made.tokenizer(prepends=True))
    laws = Causal(model).given("She loves", horizon=1).log_probs()
    assert laws.exp().sum().item() == pytest.approx(1, abs=1e-5)


def test_a_model_whose_config_is_nested_says_how_much_it_reads() -> None:
    network = made.gemma()
    assert not hasattr(network.config, "vocab_size")
    model = Pretrained(network, made.tokenizer(prepends=True))
    assert (model.longest, len(model.vocabulary)) == (32, len(made.WORDS))
    with pytest.raises(TooLong):
        model.log_laws(torch.zeros(1, 33, dtype=torch.long))
    assert model.log_laws(torch.tensor([[0, 6]])).shape == (1, 2, len(made.WORDS))


def test_what_is_no_such_model_and_no_such_tokenizer_is_refused() -> None:
    from transformers import T5Config, T5ForConditionalGeneration

    network, tokenizer = made.model(), made.tokenizer(prepends=True)
    sizes = {"vocab_size": 13, "d_model": 8, "d_kv": 4, "d_ff": 8, "num_layers": 1, "num_heads": 2}
    for model, of, said in [
        ("a name", tokenizer, "a model of transformers was expected; given 'a name'"),
        (type(network), tokenizer, "given the class LlamaForCausalLM itself"),
        (torch.nn.Linear(1, 1), tokenizer, "a model of transformers was expected"),
        (network.model, tokenizer, "a head for the next token was expected; given LlamaModel"),
        (T5ForConditionalGeneration(T5Config(**sizes)), tokenizer, "which reads a source text too"),
        (network, None, "a tokenizer of transformers was expected; given None"),
        (made.model(vocab_size=10), tokenizer, "the tokenizer has 13 tokens and the model 10 outputs"),
    ]:
        with pytest.raises(FirstTokenError, match=said):
            Pretrained(model, of)
