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

Answer = TypeVar("Answer", bound=Tensor | dict[str, Tensor])


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
    if path.is_file():
        kept = torch.load(path, weights_only=True)
        if kept["made with"] == made_with:
            answer: Answer = kept["answer"]
            return answer
    answer = compute()
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")  # a reader sees the whole file or none
    torch.save({"made with": made_with, "answer": answer}, draft)
    draft.replace(path)
    return answer


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
