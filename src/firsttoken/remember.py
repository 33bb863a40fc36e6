"""Results that take minutes, kept in a folder for as long as nothing that they depend on has changed."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import torch
from torch import Tensor


def remember(folder: Path, asked: Sequence[object], made_with: Sequence[str], compute: Callable[[], Tensor]) -> Tensor:
    """Return what `compute` returns, from a file of the folder where it was computed before.

    Args:
        folder: The folder; it is made where it does not exist.
        asked: What was asked, as JSON can write it.
        made_with: The distributions whose versions change the answer, beside Python.
        compute: Computes the answer.
    """
    surroundings = [platform.python_version(), platform.machine(), *((each, version(each)) for each in made_with)]
    key = sha256(json.dumps([*asked, *surroundings]).encode()).hexdigest()
    path = folder / f"{key[:32]}.pt"
    if path.is_file():
        answer: Tensor = torch.load(path, weights_only=True)
        return answer
    answer = compute()
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")  # a reader sees the whole file or none
    torch.save(answer, draft)
    draft.replace(path)
    return answer
