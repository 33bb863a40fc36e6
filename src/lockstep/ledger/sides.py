"""Both sides of what changed, as a person reads them: the words with their differences, the programs with theirs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape

from lockstep.ledger.changes import Change, line_diff
from lockstep.ledger.sections import Evidence
from lockstep.run import Record

_WIDTH = 100
_MOST = 6  # programs whose assertions are shown with a section whose words alone changed
_LABEL = re.compile(r"<text\b[^>]*>(.*?)</text>", re.S)
_TAG = re.compile(r"<[^>]*>|\s+")


def both_sides(changes: Sequence[Change], records: Mapping[str, Record]) -> Iterator[str]:
    """Yield the lines that show some changes; all have the same programs, or there is only one."""
    for change in changes:
        yield from _section(change)
    first = changes[0]
    before = first.before.evidence if first.before else {}
    for each in first.moved:
        yield from _evidence(each, before.get(each.name), records)
    if first.section is not None and not first.moved:
        for each in first.section.evidence[:_MOST]:
            yield from _asserts(each, records)
        if more := first.section.evidence[_MOST:]:
            yield f"  and it rests on {', '.join(each.name for each in more)}"


def _section(change: Change) -> Iterator[str]:
    if change.section is None:
        yield f"{change.ident} is gone. It said:"
        yield from _indented(change.before.lines if change.before else ())
        return
    where = change.section.place
    if change.before is None:
        yield f"{change.ident} ({where}), which nobody has accepted, says"
        yield from _indented(change.section.lines)
    elif change.reworded:
        yield f"{change.ident} ({where}) changed" + (f"; it was {change.was}" if change.was != change.ident else "")
        yield from _indented(change.words())
    else:
        yield f"{change.ident} ({where}) says as before"
        yield from _indented(_about(change.section.lines, {each.name for each in change.moved}))


def _about(lines: Sequence[str], names: Collection[str]) -> list[str]:
    """Return the paragraphs that show a program, take a value from it or refer to what it is evidence for."""
    idents = "|".join(re.escape(name.replace("_", "-")) for name in names)
    spelled = re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\.|(?:@|id: )(?:{idents})(?![\w-])")
    paragraphs = re.split(r"\n{2,}", "\n".join(lines))
    return [" ".join(each.split()) for each in paragraphs if spelled.search(each)]


def _evidence(each: Evidence, before: Sequence[str] | None, records: Mapping[str, Record]) -> Iterator[str]:
    if before is None:
        yield f"  it did not rest on {each.name} ({each.place.path})"
    else:
        yield f"  {each.name} ({each.place.path}) changed"
        yield from _indented(line_diff(before, each.lines))
    yield from _asserts(each, records)


def _asserts(each: Evidence, records: Mapping[str, Record]) -> Iterator[str]:
    if each.assertions:
        yield f"  {each.name} asserts"
        yield from _indented(each.assertions)
    elif each.draws and each.name in records:
        labels = dict.fromkeys(label for drawing in records[each.name].figures for label in _labels(drawing.svg))
        yield f"  {each.name} draws: " + " · ".join(labels)
    elif each.lines and each.name not in records:
        yield f"  {each.name} is documented in {each.place.path}"


def _labels(svg: str) -> Iterator[str]:
    for found in _LABEL.findall(svg):
        if label := " ".join(unescape(_TAG.sub(" ", found)).split()):
            yield label


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(
            line,
            _WIDTH,
            initial_indent="    ",
            subsequent_indent="      ",
            break_long_words=False,
            break_on_hyphens=False,
        )
