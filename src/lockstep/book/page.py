"""One page of the book, from its Markdown source to its statements, figures and everything that they mention."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import TypeVar

from lockstep.book.blocks import Block, scan_blocks
from lockstep.book.front import parse_front
from lockstep.book.marks import Code, Entry, Fence, Formula, Given, Heading, Passage, Reference, Shown, Typed, Value
from lockstep.book.model import STATEMENT_KINDS, Figure, Page, Recall, Statement
from lockstep.book.prose import Reader
from lockstep.book.text import lines_of
from lockstep.problem import Place, Problem

#: Kinds of block that are empty in the source: lockstep fills them.
LISTINGS = frozenset({"ledger", "bibliography", "citation"})
#: Kinds of block beside statements.
OTHER_KINDS = frozenset({"proof", "figure", "margin", "recall"}) | LISTINGS

_FENCE = re.compile(r"^```python.*?^```$", re.S | re.M)
_Mark = TypeVar("_Mark")
_OPTIONS: dict[str, set[str]] = {
    **{kind: {"id"} for kind in STATEMENT_KINDS},
    **{kind: set() for kind in OTHER_KINDS},
    "figure": {"id", "alt", "moves"},
}


@lru_cache(maxsize=1024)  # a server parses the one that was edited
def parse_page(docs: str, path: str, source: str, *, chapter: int = 0) -> Page:
    """Parse the page kept at `path`; whatever is malformed becomes a problem, and judging is left to the checks."""
    uri = path.removeprefix(docs + "/")
    front, text = parse_front(path, source)
    offset = front.length
    lines = lines_of(text)
    blocks, problems, plain = scan_blocks(path, lines, offset)
    reader = Reader(path, offset)
    for line, words in front.lines:
        reader.line(words, line - offset)
    for block in blocks:
        if block.kind != "recall":  # its title is an address
            reader.line(block.title, block.first)
    reader.read(plain)

    def found(kind: type[_Mark]) -> tuple[_Mark, ...]:
        return tuple(each for each in reader.found if isinstance(each, kind))

    statements, figures = [], []
    for block in blocks:
        problems.extend(_unknown(path, block, offset))
        place = Place(path, block.first + offset)
        ident = block.options.get("id", "")
        if block.kind in STATEMENT_KINDS:
            body = _content(lines, block)
            statements.append(Statement(place, block.kind, ident, block.title, body, _proof(blocks, block, lines), uri))
        elif block.kind == "figure":
            alt, moves = (block.options.get(name, "") for name in ("alt", "moves"))
            words = _FENCE.sub("", _content(lines, block)) if moves else ""
            figures.append(Figure(place, ident, block.title, alt, uri, moves=moves, words=words.strip()))
        elif block.kind == "proof" and not any(b.kind in STATEMENT_KINDS and b.first < block.first for b in blocks):
            problems.append(place.problem("a proof of nothing", "put it after the statement that it proves"))
    spans = [(b.first + offset, b.last + offset, b.options.get("id", "")) for b in blocks if b.kind == "figure"]
    fences = tuple(
        replace(fence, figure=next((name for first, last, name in spans if first < fence.place.line < last), None))
        for fence in found(Fence)
    )
    return Page(
        path=path,
        uri=uri,
        title=reader.title,
        text=text,
        chapter=chapter,
        statements=tuple(statements),
        figures=tuple(figures),
        fences=fences,
        values=found(Value),
        references=found(Reference),
        formulas=found(Formula),
        code=found(Code),
        typed=found(Typed),
        given=found(Given),
        shown=found(Shown),
        passages=found(Passage),
        problems=(*front.problems, *problems, *found(Problem)),
        entries=found(Entry),
        headings=found(Heading),
        front=front,
        words=reader.words,
        listings=LISTINGS & {block.kind for block in blocks},
        recalls=tuple(Recall(Place(path, b.first + offset), b.title) for b in blocks if b.kind == "recall"),
    )


def _content(lines: list[str], block: Block) -> str:
    return "\n".join(lines[block.start - 1 : block.stop]).strip()


def _proof(blocks: list[Block], statement: Block, lines: list[str]) -> str:
    """Return the proofs between a statement and the next one: more than one may be given."""
    later = [block for block in blocks if block.first > statement.first]
    own = takewhile(lambda block: block.kind not in STATEMENT_KINDS, later)
    return "\n\n".join(_content(lines, block) for block in own if block.kind == "proof")


def _unknown(path: str, block: Block, offset: int) -> list[Problem]:
    place = Place(path, block.first + offset)
    if block.kind not in _OPTIONS:
        kinds = ", ".join([*STATEMENT_KINDS, *sorted(OTHER_KINDS)])
        return [place.problem(f"there is no block {block.kind!r}", f"there are: {kinds}")]
    allowed = _OPTIONS[block.kind]
    if extra := sorted(set(block.options) - allowed):
        remedy = f"it has: {', '.join(sorted(allowed))}" if allowed else "it has none"
        return [place.problem(f"a {block.kind} has no option {', '.join(extra)}", remedy)]
    return []
