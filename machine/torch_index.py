"""The index that torch is taken from: `python -m machine.torch_index [URL]` prints it, or nothing for pip's own choice.

On Linux, what pip finds by itself is torch with CUDA: gigabytes that nothing here uses. PyTorch's own index has a
build without. But where pip has been told where to look, on a machine with a mirror for instance, that is respected.
"""

from __future__ import annotations

import ast
import subprocess
import sys

WITHOUT_CUDA = "https://download.pytorch.org/whl/cpu"
PLACES = {"index-url", "pypi-url", "extra-index-url", "find-links", "no-index"}
APPLIES = {"global", "install", ":env:"}  # the sections that `pip install` reads
NO = {"", "0", "n", "no", "f", "false", "off"}  # as pip reads a switch; and what is empty it passes over


def places(settings: str) -> list[str]:
    """Return the settings that tell `pip install` where to look, by name.

    Args:
        settings: What `pip config list` prints: one setting a line, as `section.name='value'`, of all files and PIP_*.
    """
    found = []
    for line in settings.splitlines():
        name, _, value = line.partition("=")
        section, _, option = name.partition(".")
        if section in APPLIES and option in PLACES:
            off = NO if option == "no-index" else {""}
            if str(ast.literal_eval(value)).strip().lower() not in off:
                found.append(name)
    return found


def choose(named: str, settings: str, platform: str) -> tuple[str, str]:
    """Return the index to take torch from, empty where pip is left as it is set, and a line that says so.

    Args:
        named: What TORCH_INDEX says; it decides over all else.
        settings: What `pip config list` prints.
        platform: As in `sys.platform`.
    """
    if named:
        return named, f"torch comes from {named}, as TORCH_INDEX says"
    if own := places(settings):
        return "", f"torch comes from where pip is set to look ({', '.join(own)})"
    if platform == "linux":
        return (
            WITHOUT_CUDA,
            f"torch comes from {WITHOUT_CUDA}, without CUDA; TORCH_INDEX=… names another index",
        )
    return "", "torch comes from PyPI, whose build for this system is without CUDA"


if __name__ == "__main__":
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, text=True, check=True
    )
    index, reason = choose("".join(sys.argv[1:]), listed.stdout, sys.platform)
    print(reason, file=sys.stderr)
    print(index)
