"""Doubt of chance: a program whose run another clock, folder or seed changes is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from attacking import ODD, TOTAL, Replace, on_programs

#: What differs in another world, and where it is seen.
WORLDS = {
    "the clock": ("import time\nprint(time.time() > 1e9 + 20 * 365 * 86400 and time.gmtime().tm_year)\n", "outputs"),
    "the day": ("import datetime\nprint(datetime.date.today())\n", "outputs"),
    "the year": ("from datetime import datetime\nprint(datetime.now().year)\n", "outputs"),
    "the hash seed": ("print(list({str(n) for n in range(40)}))\n", "outputs"),
    "the folder": ("from pathlib import Path\nprint(len(str(Path('docs').resolve())))\n", "outputs"),
    "CI": ("import os\nprint(os.environ.get('CI'))\n", "outputs"),
    "chance that nobody seeded": (
        "import os\ntotal += os.urandom(1) != b'\\n' and 0 * id(os)\nimport secrets\nprint(secrets.token_hex())\n",
        "outputs",
    ),
}


@pytest.mark.parametrize("name", WORLDS)
def test_a_program_that_another_world_changes_is_found(name: str, squares: Path, replace: Replace) -> None:
    source, where = WORLDS[name]
    replace(ODD, TOTAL, TOTAL + source)
    found = on_programs(squares, "odd_sum")
    assert not found["another world"].beaten
    assert f"{where}[" in found["another world"].what
    assert " here and " in found["another world"].what


def test_what_a_program_reads_of_the_book_is_there_in_another_world(squares: Path, replace: Replace) -> None:
    (squares / "data").mkdir()
    (squares / "data" / "n.txt").write_text("12")
    replace(ODD, "count = 12\n", "from pathlib import Path\ncount = int(Path('data/n.txt').read_text())\n")
    assert on_programs(squares, "odd_sum")["another world"].beaten
