"""Shapes and types are checked while the library is tested, and torch keeps to one thread."""

from __future__ import annotations

import sys

import torch
from jaxtyping import install_import_hook

assert "firsttoken" not in sys.modules, "firsttoken was imported before its shapes could be checked"
install_import_hook("firsttoken", "beartype.beartype")
torch.set_num_threads(1)
