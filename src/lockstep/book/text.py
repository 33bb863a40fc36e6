"""Source files as text: one encoding, one way to count lines, and nothing in them that no page can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lockstep.problem import BookError, Problem

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|>{7})(?: |$)", re.M)
# Control characters but for tabs and line ends, a mark of the encoding in the middle, and halves of characters.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


def read_source(root: Path, path: str) -> str:
    """Read a text file of the book; `path` is relative to the root.

    A mark of the encoding (BOM) is no part of the text, and every line ends with a line feed.

    Raises:
        BookError: It cannot be read, is not UTF-8, holds control characters, or a merge that nobody settled.
    """
    try:
        data = (root / path).read_bytes()
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        what = f"the file cannot be read: {error.strerror}"
        raise BookError([Problem(path, 1, what, "see to it that it can be read, or remove it")]) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"not UTF-8: byte 0x{data[error.start]:02X}, number {error.start + 1} of the file"
        raise BookError([Problem(path, line, what, "save it as UTF-8, or remove it if it is no text")]) from error
    if wrong := unprintable(text):
        line = text.count("\n", 0, text.index(wrong)) + 1
        remedy = "remove it; in a string of a program, write an escape such as \\x1b"
        raise BookError([Problem(path, line, f"a control character, {named(wrong)}", remedy)])
    if conflict := _CONFLICT.search(text):
        what = f"a merge that nobody settled: {conflict[0].strip()}"
        raise BookError([Problem(path, text.count("\n", 0, conflict.start()) + 1, what, "keep one of the two sides")])
    return text


def not_yaml(error: Exception) -> tuple[int, str]:
    """Return the line of a text that is not YAML, from 1, and what is wrong there.

    PyYAML lets through what Python says of a date that there is not, or of a depth that it cannot take.
    """
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return mark.line + 1 if mark else 1, f"not YAML: {getattr(error, 'problem', None) or error or type(error).__name__}"


def unprintable(text: str) -> str:
    """Return the first character of a text that no page can hold; nothing where all can be shown."""
    found = _UNPRINTABLE.search(text)
    return found[0] if found else ""


def named(character: str) -> str:
    """Return a character as its code point, with what it is called where it has a name that people know."""
    known = {
        0: "NUL",
        7: "BEL",
        8: "backspace",
        11: "vertical tab",
        12: "form feed",
        27: "ESC",
        0x85: "next line",
        0xFEFF: "a mark of the encoding",
    }
    words = known.get(ord(character), "")
    return f"U+{ord(character):04X}" + (f" ({words})" if words else "")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, as Python and Markdown count them; `str.splitlines` finds more."""
    return text.removesuffix("\n").split("\n")


def line_with(text: str, *words: str) -> int:
    """Return the number of the first line that holds one of these words, or of the first where none does."""
    lines = enumerate(lines_of(text), 1)
    return next((number for number, line in lines if any(each in line for each in words)), 1)


def source_files(root: Path, folder: str, suffix: str) -> Iterator[str]:
    """Yield the files below a folder, sorted, that a site generator would find too; all paths are relative to the root.

    What editors and systems leave, such as `.#page.md` and `._page.md`, is hidden and none of the book's; a folder is
    no file, whatever it is called.

    Raises:
        BookError: One is a link to nothing, or to what is not below the folder: it would be published, and stop
            whoever has another disk.
    """
    home = (root / folder).resolve()
    for file in sorted((root / folder).rglob(f"*{suffix}")):
        path = file.relative_to(root).as_posix()
        if file.is_dir() or any(part.startswith(".") for part in file.relative_to(root / folder).parts):
            continue
        if file.is_symlink() and not (file.exists() and file.resolve().is_relative_to(home)):
            what = f"a link that leads {'out of its folder' if file.exists() else 'to nothing'}"
            remedy = "put the file itself here, or remove it"
            raise BookError([Problem(path, 1, what, remedy)])
        yield path
