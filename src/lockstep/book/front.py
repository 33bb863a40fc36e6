"""What stands above a page's text, between two lines of hyphens: what its title is followed by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lockstep.book.text import not_yaml
from lockstep.problem import Place, Problem, did_you_mean

#: What lockstep shows below the title, and what each is: a sentence, or a list of them.
SHOWN = {"subtitle": str, "needs": str, "results": list}
#: What the site generator and its theme read.
_OTHERS = frozenset({"title", "description", "template", "hide", "search", "status", "icon", "tags"})

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
# Without front matter, MkDocs takes lines such as `Title: x` at the top for it, and does not show them.
_TAKEN_FOR_IT = re.compile(r"\A\s{0,3}[\w-]+:(?:\s|$)")
_MARKUP = re.compile(r"[*_`$\[<]")


@dataclass(frozen=True)
class Front:
    """What a page says below its title, in Markdown.

    Attributes:
        subtitle: What the page is about, in plain words.
        needs: What it takes for granted.
        results: What a reader takes away.
        weight: How much the page weighs in a search, as `boost` below `search` has it for Material.
        lines: Each of these with the line that it begins on.
        problems: What is malformed.
        length: How many lines the front matter takes.
    """

    subtitle: str = ""
    needs: str = ""
    results: tuple[str, ...] = ()
    weight: float = 1.0
    lines: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = field(default=())
    length: int = 0


def parse_front(path: str, source: str) -> tuple[Front, str]:
    """Return what stands above a page's text, and the text."""
    match = _FRONT_MATTER.match(source)
    if match is None:
        return Front(problems=tuple(_missing(path, source))), source
    length, text = match[0].count("\n"), source[match.end() :]
    try:
        tree = yaml.compose(match[1], yaml.SafeLoader)
        said = yaml.safe_load(match[1]) or {}
    except Exception as error:
        line, what = not_yaml(error)
        remedy = "mend the syntax; quote a value that contains a colon"
        return Front(problems=(Problem(path, line + 1, f"the front matter is {what}", remedy),), length=length), text
    if not isinstance(said, dict) or not isinstance(tree, yaml.MappingNode):
        what = "the front matter is no table of names and values"
        return Front(problems=(Problem(path, 1, what, "write `name: value` lines"),), length=length), text
    problems = tuple(_problems(path, said, tree))
    kept = {name: said[name] for name, kind in SHOWN.items() if isinstance(said.get(name), kind)}
    lines = tuple((line, words) for name in kept for line, words in _lines(tree, name))
    results = tuple(map(str, kept.get("results", ())))
    weight = _weight(said.get("search"))
    return Front(kept.get("subtitle", ""), kept.get("needs", ""), results, weight, lines, problems, length), text


def _weight(search: object) -> float:
    boost = search.get("boost") if isinstance(search, dict) else None
    return float(boost) if isinstance(boost, int | float) else 1.0


def _missing(path: str, source: str) -> Iterator[Problem]:
    if source.startswith("---"):
        yield Problem(path, 1, "the front matter is not closed", "add a line --- below it")
    elif match := _TAKEN_FOR_IT.match(source):
        what = f"MkDocs takes the first lines for settings of the page: {match[0].strip()}"
        yield Problem(path, 1, what, "begin the page with its heading")


def _problems(path: str, said: dict[str, Any], tree: yaml.MappingNode) -> Iterator[Problem]:
    for key, _ in tree.value:
        place, name = Place(path, key.start_mark.line + 2), str(key.value)
        if name in SHOWN and not isinstance(said[name], SHOWN[name]):
            form = "`name: words`, in quotes where they hold a colon" if SHOWN[name] is str else "a list: `- words`"
            yield place.problem(f"{name} is not what it is to be", f"write it as {form}")
        elif name == "subtitle" and _MARKUP.search(said[name]):
            remedy = "say it in plain words: the navigation shows it as it is"
            yield place.problem("the subtitle has marks of Markdown", remedy)
        elif name not in SHOWN and name not in _OTHERS:
            remedy = did_you_mean(name, SHOWN, f"there are: {', '.join(SHOWN)}")
            yield place.problem(f"the front matter has no {name!r}", remedy)


def _lines(tree: yaml.MappingNode, name: str) -> Iterator[tuple[int, str]]:
    node = next(value for key, value in tree.value if key.value == name)
    for each in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        yield each.start_mark.line + 2, str(each.value)
