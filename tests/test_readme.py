"""What the README shows works, as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_four_things_that_add_a_statement_add_it(tmp_path: Path) -> None:
    steps = README.split("## Add a statement")[1]
    fences = re.findall(r"^    (`{3,})\w+\n(.*?)^    \1$", steps, re.DOTALL | re.MULTILINE)
    block, program, fence = (textwrap.dedent(text) for _, text in fences)
    [sentence] = re.findall(r"``( `\{python\} .*?` )``", steps)

    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for filled in ("library: [src/firsttoken]", "slow: [real_start]"):  # which are not in this book
        assert filled in config
        config = config.replace(filled, f"{filled.partition(':')[0]}: []")
    for name, text in {
        "mkdocs.yml": config,
        "docs/index.md": "# A book",
        "docs/essay/three-senses.md": f"# A chapter\n\n{block}\n{fence}\nThe total is{sentence}.",
        "snippets/dice.py": program,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    [accept] = re.findall(r"`make accept ID=([a-z-]+)`", steps)
    lockstep = [sys.executable, "-m", "lockstep"]
    subprocess.run([*lockstep, "accept", accept], cwd=tmp_path, stdout=subprocess.DEVNULL, check=True)

    command = [*lockstep, "check"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "2 pages, 1 statements, 1 programs" in said.stdout


def test_every_file_it_names_exists() -> None:
    names = re.findall(r"`([\w./-]*(?:/|\.txt|\.toml))`", README) + re.findall(r"python (snippets/\S+\.py)", README)
    kept = [name for name in names if not name.startswith("build/")]  # what is there after a build
    assert len(kept) > 6
    assert [name for name in kept if not (ROOT / name).exists()] == []


def test_every_target_it_names_exists() -> None:
    targets = set(re.findall(r"\bmake ([a-z]+)(?=[ `\n])", README))
    makefile = (ROOT / "Makefile").read_text()
    assert {"serve", "test"} < targets
    assert [target for target in targets if f"\n{target}:" not in makefile] == []
