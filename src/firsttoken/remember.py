"""Results that take minutes, kept in a folder for as long as nothing that they depend on has changed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

Answer = TypeVar("Answer", Tensor, dict[str, Tensor])


def remember(folder: Path, asked: Sequence[object], made_with: Sequence[str], compute: Callable[[], Answer]) -> Answer:
    """Return what `compute` returns, from a file of the folder where it was computed before.

    Args:
        folder: The folder; it is made where it does not exist.
        asked: What was asked, as JSON can write it.
        made_with: The distributions whose versions change the answer, beside Python.
        compute: Computes the answer.
    """
    versions: list[object] = [(each, version(each)) for each in made_with]
    surroundings: list[object] = [platform.python_version(), platform.machine(), *versions]
    key = sha256(json.dumps([*asked, *surroundings]).encode()).hexdigest()
    path = folder / f"{key[:32]}.pt"
    if path.is_file():
        answer: Answer = torch.load(path, weights_only=True)
        return answer
    answer = compute()
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")  # a reader sees the whole file or none
    torch.save(answer, draft)
    draft.replace(path)
    return answer


def fingerprint(tensor: Tensor) -> str:
    """Return a digest of a tensor's numbers, type and shape, as part of what was asked."""
    plain = tensor.detach().cpu().contiguous()
    return sha256(f"{plain.dtype} {tuple(plain.shape)}".encode() + plain.numpy().tobytes()).hexdigest()


def program() -> str:
    """Return a digest of this library, as part of what was asked."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
