"""Results that take minutes, kept in a folder for as long as nothing that they depend on has changed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError

Answer = TypeVar("Answer", bound=Tensor | dict[str, Tensor])

_REMEDY = "Give a folder that can be written, cache_dir='build/kept', say"


def remember(
    folder: Path,
    asked: Sequence[object],
    program: Sequence[str],
    packages: Sequence[str],
    compute: Callable[[], Answer],
) -> Answer:
    """Return what `compute` returns, from a file of the folder where it was computed before by the same program.

    Another program, or the same with other packages, takes the place of what was kept.

    Args:
        folder: The folder; it is made where it does not exist.
        asked: What was asked, as JSON can write it.
        program: Digests of what computes the answer.
        packages: The distributions whose versions change the answer, beside Python.
        compute: Computes the answer.
    """
    versions = [f"{each} {version(each)}" for each in packages]
    made_with = " ".join([*program, platform.python_version(), platform.machine(), *versions])
    path = folder / f"{sha256(json.dumps(list(asked)).encode()).hexdigest()[:32]}.pt"
    kept = _read(path)
    if kept.get("made with") == made_with:
        answer: Answer = kept["answer"]
        return answer
    answer = compute()
    draft = path.with_suffix(f".{os.getpid()}")  # a reader sees the whole file or none
    try:
        folder.mkdir(parents=True, exist_ok=True)
        torch.save({"made with": made_with, "answer": answer}, draft)
        draft.replace(path)
    except (OSError, RuntimeError) as error:  # torch wraps what the system says
        raise FirstTokenError(f"{folder} is no folder that results can be kept in: {error}", _REMEDY) from error
    return answer


def folder_of(cache_dir: object) -> Path:
    """Return the folder that an argument names."""
    checks.instance(cache_dir, (str, Path), "the name of a folder", _REMEDY)
    if cache_dir == "":
        raise FirstTokenError("the name of a folder was expected; given an empty text", _REMEDY)
    return Path(cache_dir)  # type: ignore[arg-type] # it is one of the two


def _read(path: Path) -> dict[str, Any]:
    try:
        kept = torch.load(path, weights_only=True)
    except Exception:  # a file that is not there, or that something broke: it is computed anew
        return {}
    return kept if isinstance(kept, dict) else {}


def fingerprint(tensor: Tensor) -> str:
    """Return a digest of a tensor's numbers, type and shape."""
    plain = tensor.detach().cpu().contiguous()
    return sha256(f"{plain.dtype} {tuple(plain.shape)}".encode() + plain.numpy().tobytes()).hexdigest()


def library() -> str:
    """Return a digest of this library."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
