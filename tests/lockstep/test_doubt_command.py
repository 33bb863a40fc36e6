"""The command that doubts a book: what survives is a problem or has its reason, and no reason is kept for nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.__main__ import main
from lockstep.accept import review
from lockstep.doubt.command import doubt
from lockstep.problem import BookError

Replace = Callable[[str, str, str], None]

ODD, SQUARE = "snippets/odd_sum.py", "assert total == count**2\n"


@pytest.fixture(scope="module")
def doubted(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book, doubted once, so that a test which changes one program attacks only that one."""
    root = Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("doubted") / "book"))
    assert doubt(root) == 0
    return root


@pytest.fixture
def squares(doubted: Path, tmp_path: Path) -> Path:
    """A copy of it for a test to break."""
    return Path(shutil.copytree(doubted, tmp_path / "book"))


@pytest.fixture
def weak(squares: Path, replace: Replace, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The book with an idle assertion, which somebody has accepted."""
    replace(ODD, SQUARE, SQUARE + "assert total == total\n")
    monkeypatch.chdir(squares)
    assert review(squares, lambda question: "y") == 0
    return squares


def test_a_survivor_is_a_problem_with_its_place_and_what_to_do(weak: Path) -> None:
    with pytest.raises(BookError) as caught:
        doubt(weak)
    (problem,) = caught.value.problems
    assert (weak / problem.path).read_text("utf-8").splitlines()[problem.line - 1] == "assert total == total"
    assert "idle" in problem.what
    assert 'snippets/doubt.toml: [odd_sum] "assert total == total" = "…"' in problem.remedy


def test_a_survivor_with_a_reason_is_listed(weak: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reasons = '[odd_sum]\n"assert total == total" = "it shows what an idle assertion is"\n'
    (weak / "snippets" / "doubt.toml").write_text(reasons, "utf-8")
    assert main(["doubt"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["program", "attacks", "beaten", "survived", "with", "a", "reason"]
    assert [line.split()[-2:] for line in lines if line.startswith("odd_sum")] == [["1", "1"]]
    assert lines[-1].strip() == "because it shows what an idle assertion is"


@pytest.mark.parametrize("spelling", ["odds(count)", "odds(count + 1)"], ids=["beaten", "gone"])
def test_a_stale_reason_is_a_problem(spelling: str, squares: Path) -> None:
    (squares / "snippets" / "doubt.toml").write_text(f'[odd_sum]\n"{spelling}" = "why not"\n', "utf-8")
    with pytest.raises(BookError, match="does not survive") as caught:
        doubt(squares)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("snippets/doubt.toml", 2)
    doubt(squares, ["twin-primes"])  # which is not what the reason is about


@pytest.mark.parametrize(("text", "words"), [("[odd_sum", "not TOML"), ('odd_sum = "all"', "not a table")])
def test_reasons_that_cannot_be_read(text: str, words: str, squares: Path) -> None:
    (squares / "snippets" / "doubt.toml").write_text(text, "utf-8")
    with pytest.raises(BookError, match=words):
        doubt(squares)


def test_a_book_with_problems_is_not_doubted(squares: Path, replace: Replace) -> None:
    replace(ODD, "total == count**2", "total == 7")
    with pytest.raises(BookError, match="144 == 7"):
        doubt(squares)


@pytest.mark.parametrize("ident", ["odd-sums", "oddity"])
def test_an_id_of_nothing(ident: str, squares: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doubt(squares, [ident]) == 1
    said = capsys.readouterr().err
    assert f"no statement or figure with a program is called {ident!r}" in said
    assert ("did you mean odd-sum?" in said) == (ident == "odd-sums")
