"""A model, a tokenizer and texts, from the names that a command is given."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from firsttoken.corpus import topics
from firsttoken.errors import FirstTokenError
from firsttoken.private import loading

#: How accelerate may spread a model.
_SPREAD = ("auto", "balanced", "balanced_low_0", "sequential")
_NEEDED = ("transformers", "tokenizers", "accelerate", "gguf")


def load(name: str, *, device_map: str | None = None) -> tuple[Any, Any]:
    """Return a model of transformers and its tokenizer, from a folder, a GGUF file, or a name that transformers knows.

    Args:
        name: The folder, the file or the name.
        device_map: Where the package accelerate puts the parts of the model: `auto` spreads one that is too large for
            a device over all that there are, and over memory and disk; or one device, such as `cuda:0`. Without it,
            the model is read on the processor.

    Raises:
        FirstTokenError: If a package is missing, or the model or its tokenizer cannot be read.
    """
    missing = [each for each in _NEEDED if importlib.util.find_spec(each) is None]
    if missing:
        raise FirstTokenError(
            f"to load a model, packages are missing: {', '.join(missing)}", "Run pip install 'first-token[audit]'"
        )
    import torch
    import transformers

    path = Path(name).expanduser()
    where, options = _where(name, path)
    placed = {} if device_map is None else {"device_map": _map(device_map)}
    transformers.utils.logging.set_verbosity_error()
    with loading():
        try:
            tokenizer = transformers.AutoTokenizer.from_pretrained(where, **options)
        except Exception as error:  # each class of tokenizer has errors of its own
            raise FirstTokenError(f"{name} has no tokenizer that can be read: {_first(error)}", _COMPLETE) from error
        try:
            kind = transformers.AutoModelForCausalLM
            dtype = torch.float32 if "gguf_file" in options else "auto"
            model = kind.from_pretrained(where, dtype=dtype, **options, **placed)
        except Exception as error:  # so has each class of model
            raise FirstTokenError(f"{name} is no model that can be read: {_first(error)}", _COMPLETE) from error
    model.eval()
    return model, tokenizer


_COMPLETE = "Check that it is complete and a causal language model, with its tokenizer beside it"


def _map(given: str) -> str:
    """Return where accelerate is told to put a model, or what is wrong with it."""
    import torch

    if given not in _SPREAD:
        try:
            torch.empty(1, device=given)
        except (RuntimeError, AssertionError) as error:
            raise FirstTokenError(
                f"{given!r} is no device that is here, and none of {', '.join(_SPREAD)}: {_first(error)}",
                "Say --device-map auto, which uses all that there are",
            ) from error
    return given


def _where(name: str, path: Path) -> tuple[str, dict[str, Any]]:
    if path.is_dir():
        return str(path), {"local_files_only": True}
    if path.is_file():
        with path.open("rb") as file:
            magic = file.read(4)
        if magic != b"GGUF":
            raise FirstTokenError(f"{name} is no GGUF file: it begins with {magic!r}", "Name a folder, or a GGUF file")
        return str(path.parent), {"gguf_file": path.name, "local_files_only": True}
    if name.count("/") > 1 or name.startswith(("/", ".", "~")) or path.suffix:
        raise FirstTokenError(f"there is no file or folder {name}", "Check the path")
    return name, {}


def read_texts(name: str | None, most: int) -> list[str]:
    """Return at most so many texts, spread evenly: of a folder each file, of a file each line, which is a text as JSON.

    Args:
        name: The folder or the file; the help texts that come with Python without one.
        most: How many.

    Raises:
        FirstTokenError: If there is no such file, or what is there is no text.
    """
    if name is None:
        return _spread(topics().documents, most)
    path = Path(name).expanduser()
    if path.is_dir():
        files = sorted(each for each in path.iterdir() if each.is_file() and not each.name.startswith("."))
        return [_text(each) for each in _spread(files, most)]
    if not path.is_file():
        raise FirstTokenError(f"there is no file or folder {name}", "Check the path of the texts")
    lines = [line for line in _text(path).split("\n") if line.strip()]
    return [_line(path, number, line) for number, line in _spread(list(enumerate(lines, 1)), most)]


def _line(path: Path, number: int, line: str) -> str:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    text = found.get("text") if isinstance(found, dict) else found
    if not isinstance(text, str):
        raise FirstTokenError(
            f'{path}:{number}: a line is a text as JSON, or {{"text": …}}; given {line[:40]!r}',
            "Write one document a line as JSON, or name a folder with one document a file",
        )
    return text


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FirstTokenError(f"{path} cannot be read as text: {error}", "Name texts in UTF-8") from error


def _spread(items: Sequence[Any], most: int) -> list[Any]:
    step = max(len(items) / most, 1.0)
    return [items[int(place * step)] for place in range(min(len(items), most))]


def _first(error: Exception) -> str:
    """Return the first line of what an error says."""
    return (str(error).strip() or type(error).__name__).split("\n")[0][:200]
