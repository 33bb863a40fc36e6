"""Names that were read in programs are kept, and read by one process, in a Python that knows nothing of this one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import jedi
import pytest
from filelock import FileLock, Timeout

from lockstep.book.settings import Settings
from lockstep.names import Library, Name, read, read_names

FRUIT = "shop.Fruit"
PRICE = f"{FRUIT}.price"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    folder = tmp_path / "library" / "shop"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(
        "class Fruit:\n    def price(self) -> int: ...\ndef buy() -> Fruit: ...\n", "utf-8"
    )
    return Library([folder], tmp_path / "names")


def test_what_was_read_is_kept_until_the_program_or_the_library_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop").mkdir()
    module = tmp_path / "shop" / "__init__.py"
    module.write_text("def buy(): ...\n", "utf-8")
    settings = Settings(root=tmp_path, library=("shop",))
    asked: list[str] = []
    script = jedi.Script
    monkeypatch.setattr(jedi, "Script", lambda source, **options: asked.append(source) or script(source, **options))

    def names(source: str) -> list[str]:
        read.read_names.cache_clear()  # as another process would have it
        return [name.path for name in read.read_names(Library.of(settings), "it", source)]

    first = "from shop import buy\nbuy()\n"
    assert names(first) == names(first) == ["shop", "shop.buy", "shop.buy"]
    assert asked == [first]
    assert names(first + "buy()\n") == ["shop", "shop.buy", "shop.buy", "shop.buy"]
    stamp = module.stat().st_mtime_ns
    module.write_text("def pay(): ...\nbuy = 1\n", "utf-8")
    os.utime(module, ns=(stamp - 10**12, stamp - 10**12))  # an edit with an old time is an edit
    assert names(first + "buy()\n") == ["shop", "shop.buy", "shop.buy", "shop.buy"]
    assert len(asked) == 3
    assert names("from shop import pay\n") == ["shop", "shop.pay"]


def test_no_finder_of_this_process_is_asked(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as pytest's: it finds what is installed, and jedi would read all of a package that a program imports."""
    asked: list[str] = []

    class Finder:
        @staticmethod
        def find_spec(name: str, path: object = None, target: object = None) -> None:
            asked.append(name)

    source = "import elsewhere\nfrom shop import Fruit\nFruit(elsewhere.name).price()\n"
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    assert [each.path for each in read_names(library, "it", source)] == ["shop", FRUIT, FRUIT, PRICE]
    assert asked == []


def test_one_process_reads_all_programs_while_others_wait(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def alone(library: Library, *program: str) -> tuple[Name, ...]:
        with pytest.raises(Timeout):
            FileLock(library.store.folder.with_suffix(".busy"), timeout=0).acquire()
        return read_names(library, *program)

    programs = (("it", "from shop import Fruit", ""), ("that", "from shop import buy", ""))
    monkeypatch.setattr(read, "read_names", alone)
    assert {each.path for each in read.read_all(library, programs)} == {"shop", FRUIT, "shop.buy"}


def test_what_is_kept_is_read_without_a_lock(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a build folder which may not be written is enough."""
    programs = (("kept", "from shop import Fruit", ""),)
    found = read.read_all(library, programs)
    read.read_all.cache_clear()  # as another process would have it
    monkeypatch.setattr(read, "FileLock", None)
    assert read.read_all(library, programs) == found != frozenset()


@pytest.mark.parametrize("times", [1, 2])
def test_a_python_that_is_stopped_gives_no_answer(
    tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Neither a shorter one, nor one that is kept: another is asked, and where it is stopped too, that is said."""
    source = "from shop import Fruit\nFruit().price()\n"
    right, own, asked = read_names(library, "it", source), Library(library.folders, tmp_path / "own"), []
    goto = jedi.Script.goto

    def stopped(script: jedi.Script, *place: int, **options: bool) -> object:
        asked.append(place)
        if asked.count(place) <= times and place == asked[0]:
            raise jedi.InternalError
        return goto(script, *place, **options)

    monkeypatch.setattr(jedi.Script, "goto", stopped)
    if times == 1:
        assert read_names(own, "it", source) == right
    else:
        with pytest.raises(OSError, match="stopped twice"):
            read_names(own, "it", source)
        assert not (tmp_path / "own").exists()
