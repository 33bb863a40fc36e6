"""mkdocs.yml as it is written: its content, and the line at which each part of it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from lockstep.book.text import not_yaml, read_source
from lockstep.problem import BookError, Problem

CONFIG = "mkdocs.yml"

#: Where something stands in a file: names and positions, from the outermost.
Where = tuple[str | int, ...]


class Lines(dict[Where, int]):
    """The line of each part of a file; of one that is not there, that of what it would stand in."""

    def __missing__(self, where: Where) -> int:
        return self[where[:-1]] if where else 1


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` as MkDocs does, and past other tags, such as `!!python/name:`."""


_Loader.add_multi_constructor("", lambda loader, suffix, node: None)
_Loader.add_constructor("!ENV", construct_env_tag)


def read_config(root: Path) -> tuple[dict[str, Any], Lines]:
    """Return what mkdocs.yml holds, and the line of each part of it.

    Raises:
        BookError: There is none, it is not YAML, no table, or names something twice.
    """
    if not (root / CONFIG).is_file():
        raise _error(1, f"there is no {CONFIG} in {root.name}/", "run this in the book's folder")
    loader = _Loader(read_source(root, CONFIG))
    try:
        node = loader.get_single_node()
        lines, seen = Lines(), set[int]()
        twice = list(_walk(node, (), lines, seen)) if node else []
        content = loader.construct_document(node) if node else None
    except Exception as error:
        raise _error(*not_yaml(error), "mend the syntax") from error
    finally:
        loader.dispose()
    if twice:
        raise BookError(twice)
    if not isinstance(content, dict):
        given = "nothing" if content is None else f"a {type(content).__name__}"
        raise _error(
            1, f"{CONFIG} holds {given}, where a table of settings is expected", "write `site_name: …`, and on"
        )
    return content, lines


def _walk(node: yaml.Node, where: Where, lines: Lines, seen: set[int]) -> Iterator[Problem]:
    """Note the line of each part; yield the names that stand twice in a table, of which YAML keeps the last."""
    lines.setdefault(where, node.start_mark.line + 1)
    if id(node) in seen:
        return  # an alias of what stands elsewhere
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for number, each in enumerate(node.value):
            yield from _walk(each, (*where, number), lines, seen)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if (*where, name) in lines:
                what = f"{name!r} stands twice, the first time on line {lines[*where, name]}"
                yield Problem(CONFIG, line, what, "remove one of the two")
                continue
            lines[*where, name] = line
            yield from _walk(value, (*where, name), lines, seen)


def _error(line: int, what: str, remedy: str) -> BookError:
    return BookError([Problem(CONFIG, line, what, remedy)])
