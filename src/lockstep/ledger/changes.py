"""What changed in a section, or in what it rests on, since somebody accepted both together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from lockstep.ledger.lock import Accepted
from lockstep.ledger.sections import Evidence, Section
from lockstep.problem import Place

_AROUND = 8  # words on each side of what changed
_ALIKE = 0.6  # how much of a section must be left, for it to be called the same under another name


@dataclass(frozen=True)
class Change:
    """A section that is not as it was accepted.

    Attributes:
        ident: Its id; or, of one that is gone, the id that it had.
        section: What it is now; None where it is gone.
        before: What was accepted; None where nobody has accepted it.
        was: The id under which that was accepted.
    """

    ident: str
    section: Section | None
    before: Accepted | None
    was: str

    @property
    def reworded(self) -> bool:
        """Whether its own words changed, and not only what it rests on."""
        if self.section is None or self.before is None or self.was != self.ident:
            return True
        return _words(self.ident, self.before.lines) != _words(self.ident, self.section.lines)

    @property
    def moved(self) -> tuple[Evidence, ...]:
        """What it rests on that is not as it was: changed, or new to it."""
        before = self.before.evidence if self.before else {}
        return tuple(each for each in (self.section.evidence if self.section else ()) if differs(each, before))

    @property
    def files(self) -> frozenset[str]:
        """The files that it is made from."""
        evidence = self.section.evidence if self.section else ()
        return frozenset({self.ident.partition("#")[0], *(each.place.path for each in evidence)})

    def words(self) -> list[str]:
        """Return what changed in its words, in the notation of `git diff --word-diff`."""
        before = _words(self.was, self.before.lines) if self.before else []
        return list(_word_diff(before, _words(self.ident, self.section.lines) if self.section else []))

    def edited(self) -> Place:
        """Return the first line of its own that changed."""
        assert self.section is not None, "what is gone stands nowhere"
        place = self.section.place
        old, new = (self.before.lines if self.before else ()), self.section.lines
        same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a.split() != b.split()), None)
        offset = min(len(old), len(new) - 1) if same is None else same
        return Place(place.path, place.line + (offset if self.before else 0))


def changes(sections: Mapping[str, Section], accepted: Mapping[str, Accepted]) -> list[Change]:
    """Return every section that is not as it was accepted, in the order of the book; then those that are gone.

    A section under a new id, as after its heading was reworded or its page was renamed, is held against the one that
    is gone and most like it.
    """
    gone = {ident: each for ident, each in accepted.items() if ident not in sections}
    found = []
    for ident, section in sections.items():
        was = ident if ident in accepted else _most_alike(section, gone)
        before = accepted.get(ident) if was == ident else gone.pop(was, None)
        change = Change(ident, section, before, was)
        if change.reworded or change.moved:
            found.append(change)
    return found + [Change(ident, None, each, ident) for ident, each in gone.items()]


def differs(evidence: Evidence, before: Mapping[str, Sequence[str]]) -> bool:
    """Whether a program is not what a section was accepted with."""
    return tuple(before.get(evidence.name, ())) != evidence.lines


def line_diff(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """Return the lines that went (`-`) and came (`+`), and one on each side."""
    lines = list(unified_diff(before, now, n=1, lineterm=""))[2:]
    return [f"{line[0]} {line[1:]}".rstrip() if not line.startswith("@@") else "  …" for line in lines]


def _most_alike(section: Section, gone: Mapping[str, Accepted]) -> str:
    words = _words(section.ident, section.lines)
    best, most = section.ident, _ALIKE
    for ident, each in gone.items():
        matcher = SequenceMatcher(None, words, _words(ident, each.lines), autojunk=False)
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and (ratio := matcher.ratio()) > most:
            best, most = ident, ratio
    return best


def _words(ident: str, lines: Sequence[str]) -> list[str]:
    """Return the words of a section: how the lines of a page are broken counts for nothing; in Python they count."""
    if ident.partition("#")[0].endswith(".md"):
        return [word for line in lines for word in line.split()]
    return [line.rstrip() for line in lines]


def _word_diff(before: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    for group in SequenceMatcher(None, before, now, autojunk=False).get_grouped_opcodes(_AROUND):
        parts: list[str] = []
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                parts += before[i1:i2]
            else:
                parts += [f"[-{' '.join(before[i1:i2])}-]"] if i2 > i1 else []
                parts += [f"{{+{' '.join(now[j1:j2])}+}}"] if j2 > j1 else []
        yield " ".join(parts)
