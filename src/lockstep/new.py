"""Writing the three parts of a new statement: its block on a page, its program, and what would break its words.

None of them says anything yet, and nothing is published before all of them do: the program fails, and the clause quotes
words that the statement does not have once its own are there.
"""

from __future__ import annotations

import keyword
import sys
from pathlib import Path

from lockstep.book import Book
from lockstep.book.clauses import FILE
from lockstep.check.statements import IDENT
from lockstep.problem import BookError, Problem, did_you_mean
from lockstep.store import write_whole

#: What a statement says until its author writes what it says.
_WORDS = "For which models, and of what, this holds."
_PROGRAM = '''\
"""{title}."""
from __future__ import annotations

# --8<-- [start:claim]
found, stated = None, "what the statement says"
assert found == stated
print(f"found {{found}}")
# --8<-- [end:claim]
'''
_BLOCK = """
/// {kind} | {title}
    id: {ident}

{words}

///

```python
--8<-- "{name}.py:claim"
```
"""
_CLAUSE = '\n[{ident}]\n"{words}" = {{ "found == stated" = "found != stated" }}\n'


def new(root: Path, ident: str, page: str, kind: str, title: str) -> int:
    """Write a statement at the end of a page, its program and its clause; return 0.

    Args:
        root: The book's folder.
        ident: Its permanent name, which names its program too.
        page: From the book's folder: `docs/essay/chain.md`.
        kind: One of the kinds of statement.
        title: What it is called; where this is empty, the identifier in words.

    Raises:
        BookError: The name or the title cannot be one, or the name is taken; or there is no such page. Then nothing is
            written.
    """
    book = Book.load(root)
    name = ident.replace("-", "_")
    program = book.settings.program(name)
    if wrong := _wrong(book, ident, page, title):
        raise BookError([wrong])
    words = {
        "ident": ident,
        "name": name,
        "kind": kind,
        "title": title or ident.replace("-", " ").capitalize(),
        "words": _WORDS,
    }
    clauses = f"{book.settings.snippets}/{FILE}"
    for path, text in {program: _PROGRAM, clauses: _CLAUSE, page: _BLOCK}.items():
        file = root / path
        there = file.read_text("utf-8").rstrip("\n") + "\n" if file.is_file() else ""
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, (there + text.format_map(words)).lstrip("\n"))
    line = (root / page).read_text("utf-8").split("\n").index(f"    id: {ident}")
    print(f"{page}:{line}: say what holds, and for what")
    print(f"{program}:5: compute it, and assert what the statement says")
    print(f"{clauses}: quote its words, and say what in the program would break them")
    print("Then `lockstep check` says what is missing, and `lockstep review` shows both sides, and asks.")
    return 0


def _wrong(book: Book, ident: str, page: str, title: str) -> Problem | None:
    """Return why a statement cannot be written; None where it can."""
    name, taken = ident.replace("-", "_"), {**book.numbered, **book.bibliography.sources}.get(ident)
    program = book.settings.program(name)
    pages = {each.path for each in book.pages}
    if not IDENT.fullmatch(ident):
        what, remedy = f"{ident!r} is not an id", "use lower-case words joined by hyphens, such as missing-factor"
    elif keyword.iskeyword(name) or name in sys.stdlib_module_names:
        what = f"{program} would have the name of what Python has already"
        remedy = "use two words, such as missing-factor"
    elif ident.startswith("fig-"):
        what, remedy = f"{ident!r} is the id of a figure, whose program only draws", "take another name"
    elif not (title or "x").isprintable() or '"' in title or "\\" in title:
        what = f"{title!r} is no title: it stands in one line of a page, and in a string of a program"
        remedy = "leave out line breaks, straight quotes and backslashes; on the page you may write others later"
    elif taken is not None:
        what = f"the id {ident!r} is taken already, at {taken.place}"
        remedy = "choose another: ids are permanent and unique in the book"
    elif (book.settings.root / program).exists():
        what, remedy = f"{program} is there already", "choose another id, or write the block of this one by hand"
    elif page not in pages:
        otherwise = f"name a page from the book's folder, such as {next(iter(sorted(pages)), 'docs/index.md')}"
        what, remedy = f"there is no page {page}", did_you_mean(page, pages, otherwise)
    else:
        return None
    return Problem(page, 1, what, remedy)
