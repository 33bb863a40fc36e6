"""A pytest plugin: pytest-markdown-docs collects the fences, and each is judged by the record of its one run.

A fence is not executed where it stands. Its includes stay unexpanded; the runner looks up what the snippet's run left
behind, so that two fences of one snippet are two tests and one run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from pytest_markdown_docs.definitions import FenceTestDefinition

from lockstep.book.prose import INCLUDE
from lockstep.edition import Edition
from lockstep.private import judge_fences
from lockstep.problem import BookError


def pytest_configure(config: pytest.Config) -> None:
    """Remember whose book is tested, and judge its fences."""
    RecordRunner.root = config.rootpath
    judge_fences(RecordRunner)


class RecordRunner:
    """Passes a fence when nothing is wrong with it, nor with the run of the snippet that it includes."""

    root: ClassVar[Path]

    def runtest(self, test: FenceTestDefinition, args: dict[str, Any]) -> None:
        """Judge one fence.

        Raises:
            BookError: The fence or its snippet has problems.
        """
        edition = Edition.current(self.root)
        path = Path(test.source_path or "").resolve().relative_to(self.root.resolve()).as_posix()
        match = INCLUDE.fullmatch(test.source.strip("\n"))
        snippet = edition.book.snippets.get(match[1]) if match else None
        places = {(path, test.start_line)}
        found = [p for p in edition.problems if (p.path, p.line) in places or (snippet and p.path == snippet.path)]
        if found:
            raise BookError(found)
        record = edition.records.get(snippet.name) if snippet else None
        if record is None or record.status != "passed":
            raise BookError(edition.problems)

    def repr_failure(
        self, test: FenceTestDefinition, excinfo: pytest.ExceptionInfo[BaseException], style: str | None = None
    ) -> str:
        """Return the problems, each with its own file and line."""
        return str(excinfo.value)
