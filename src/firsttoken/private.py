"""What the library takes of other packages that they do not promise: gathered here, and tested by name.

The versions are pinned in constraints.txt; where one of these is gone after a change of them,
tests/firsttoken/test_smollm2.py says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from functools import cache
from io import StringIO
from typing import Any
from unittest.mock import patch

#: What transformers asks gguf for again and again, for a file that it has read, and makes anew each time.
READ_OFTEN = ("GGUFReader", "get_tensor_name_map")


@cache
def _once() -> dict[str, Any]:
    import gguf

    return {name: cache(getattr(gguf, name)) for name in READ_OFTEN}


@contextmanager
def loading() -> Iterator[None]:
    """Let transformers load a gguf file in a quarter of a minute, not in one and a half, and without a word.

    It reads the file anew for each question, and has no option against it; its progress bar of this loader is
    tqdm's own, which `transformers.utils.logging.disable_progress_bar` does not reach.
    """
    with patch.multiple("gguf", **_once()), redirect_stderr(StringIO()):
        yield
