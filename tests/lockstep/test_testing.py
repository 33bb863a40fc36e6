"""The pytest plugin: each fence of the pages is a test, judged by the one run of its snippet."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.accept import review

Replace = Callable[[str, str, str], None]
Collect = Callable[..., str]

TWIN, ODD = "snippets/twin_primes.py", "snippets/odd_sum.py"
INI = """\
[pytest]
testpaths = docs
addopts = -p lockstep.testing --markdown-docs --markdown-docs-syntax=superfences -p no:cacheprovider
"""


@pytest.fixture
def run(squares: Path) -> Collect:
    """Run pytest on the book, as its author would; return what it said."""
    (squares / "pytest.ini").write_text(INI)

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, cwd=squares, capture_output=True, text=True, check=False).stdout

    return run


def test_two_fences_of_one_snippet_are_two_tests_and_one_run(run: Collect, squares: Path, replace: Replace) -> None:
    log = squares / "log"
    replace(ODD, "count = 12", f"with open({str(log)!r}, 'a') as log:\n    print('ran', file=log)\ncount = 12")
    review(squares, lambda question: "y")
    said = run("-rA")
    assert len(re.findall(r"^PASSED docs/chapters/squares.md::", said, re.M)) == 3
    assert len(re.findall(r"^PASSED docs/chapters/primes.md::", said, re.M)) == 1
    assert "4 passed" in said
    assert log.read_text() == "ran\n"


WRONG = """\
# Wrong

```python
print("typed")
```

```python
--8<-- "odd_sum.py:evry"
```

```python
--8<-- "nothing.py"
```

```python
--8<-- "nothing.py"
```
"""


def test_each_fence_fails_for_its_own_reason(run: Collect, squares: Path, replace: Replace) -> None:
    replace(TWIN, "pairs[0] == (3, 5)", "pairs[0] == (5, 7)")
    line = (squares / TWIN).read_text().splitlines().index("assert pairs[0] == (5, 7)") + 1
    (squares / "docs" / "wrong.md").write_text(WRONG)
    said = run("-rN")  # the summary says again what each failure has said, and how much of it depends on the terminal
    assert "5 failed, 3 passed" in said
    assert f"{TWIN}:{line}: the program failed: AssertionError: assert (3, 5) == (5, 7)" in said
    assert f"python {TWIN}" in said
    assert "docs/wrong.md:3: a fence typed by hand" in said
    assert "docs/wrong.md:7: snippets/odd_sum.py has no section 'evry'" in said
    # Reported once, where it is first needed; every fence that needs it fails.
    assert said.count("docs/wrong.md:11: the fence includes a program that is not there") == 2
    assert "KeyError" not in said
    assert "Traceback" not in said
