"""The names of the library in a program, as jedi finds them: by reading, without running anything."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, NamedTuple
from weakref import finalize

import jedi
import parso
from filelock import FileLock
from parso.utils import split_lines

from lockstep.names.library import Library
from lockstep.private import forget_parsed
from lockstep.store import digest, digest_file

_VERSION = f"{jedi.__version__} {parso.__version__} {digest_file(Path(__file__))}"


class Name(NamedTuple):
    """A name in a program that means something of the library.

    Attributes:
        line: The line it stands on, from 1.
        column: The character it starts at, from 0.
        name: The name as written.
        path: The canonical path of what it means: `firsttoken.law.StringLaw.entropy`.
        owner: The canonical path of the class whose instance was asked, empty where none was:
            `firsttoken.joint.Joint`, which inherits `entropy`.
    """

    line: int
    column: int
    name: str
    path: str
    owner: str = ""


@lru_cache(maxsize=1)  # an edit of a page changes no program
def read_all(library: Library, programs: tuple[tuple[str, str, str], ...]) -> frozenset[Name]:
    """Return the names of the library in several programs: the name of each, its source and its package.

    Where another process reads them already, its answers are waited for: to read them all takes long.
    """
    if all(_kept(library, *each) is not None for each in programs):
        return _together(library, programs)
    with FileLock(library.store.folder.with_suffix(".busy")):
        return _together(library, programs)


def _together(library: Library, programs: Iterable[tuple[str, str, str]]) -> frozenset[Name]:
    return frozenset(name for program in programs for name in read_names(library, *program))


@lru_cache(maxsize=512)
def read_names(library: Library, program: str, source: str, package: str = "") -> tuple[Name, ...]:
    """Return the names of the library in a program, in the order in which they stand.

    What cannot be told without running the program is left out; a name that two calls of one function give two
    meanings is returned once for each. The answer is kept until the program or the library changes.

    Args:
        library: The library.
        program: What the program is called, to keep its answer by.
        source: The program; one that is not Python has no names.
        package: The package of the library that it belongs to, if it does.
    """
    if not library.folders:
        return ()
    kept = _kept(library, program, source, package)
    if kept is None:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            return ()
        kept = _read(library, source, package, tree)
        library.store.write(program, _key(library, source, package), kept)
    return tuple(Name(*each) for each in kept)


def _kept(library: Library, program: str, source: str, package: str) -> Any:
    return library.store.read(program, _key(library, source, package)) if library.folders else ()


def _key(library: Library, source: str, package: str) -> str:
    return digest(_VERSION, library.digest, source, package)


def _read(library: Library, source: str, package: str, tree: ast.AST) -> list[Name]:
    """Return the names that jedi finds; what it finds while its Python is stopped is no answer."""
    for _ in range(2):  # it starts another Python by itself
        with suppress(jedi.InternalError):
            return sorted(set(_Program(library, source, package).names(tree)))
    raise OSError("names are read in a process of their own, which was stopped twice: see to memory, and repeat this")


@lru_cache(maxsize=1)
def _project(library: Library) -> jedi.Project:
    """Return the library as jedi finds it, with Python's own modules beside it.

    By a file's time alone jedi tells whether it has parsed it; so each state of the library starts with nothing.
    """
    jedi.settings.dynamic_params = False  # what it guesses from calls depends on what it has read before
    jedi.settings.cache_directory = mkdtemp(prefix="lockstep-names-")
    finalize(library, rmtree, jedi.settings.cache_directory, ignore_errors=True)
    forget_parsed()
    paths = [str(folder.parent) for folder in library.folders]
    paths += [path for path in sys.path if path and "site-packages" not in path]
    first = library.folders[0].parent
    return jedi.Project(first, sys_path=paths, smart_sys_path=False, load_unsafe_extensions=False)


@cache
def _python() -> jedi.api.environment.Environment:
    """Return Python as it starts: where this process finds modules besides, as with pytest, jedi would look as well."""
    return jedi.create_environment(sys.executable, safe=False)


class _Program:
    def __init__(self, library: Library, source: str, package: str) -> None:
        self.roots = {folder.name for folder in library.folders}
        home = next((folder for folder in library.folders if folder.name == package), None)
        path = home / "__main__.py" if home else None
        self.script = jedi.Script(source, path=path, project=_project(library), environment=_python())
        self.lines = split_lines(source)
        self.words = library.words

    def names(self, tree: ast.AST) -> Iterator[Name]:
        """Return the names; jedi, which takes its time, is asked of none that cannot be the library's."""
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        bound = {each.asname or each.name.partition(".")[0] for node in imports for each in node.names}
        bound |= self.words if "*" in bound else set()
        for node in ast.walk(tree):
            for line, column, word, holder in self._spots(node):
                if word not in (bound if isinstance(node, ast.Name) else self.words):
                    continue
                targets = self._ask(self.script.goto, line, column, follow_imports=True)
                paths = [each.full_name.replace(".__init__.", ".") for each in targets if self._ours(each.full_name)]
                owners = {each.full_name for each in (self._values(holder) if paths else ())}
                owner = owners.pop() if len(owners) == 1 and all(map(self._ours, owners)) else ""
                yield from (Name(line, column, word, path, owner) for path in paths)

    def _spots(self, node: ast.AST) -> Iterator[tuple[int, int, str, ast.expr | None]]:
        """Yield where a node names something: the line, the column, the name, and what is asked for an attribute."""
        match node:
            case ast.Name(id=word):
                yield *self._start(node), word, None
            case ast.Attribute(attr=word, value=holder):
                line, end = self._end(node)
                yield line, end - len(word), word, holder
            case ast.ImportFrom(module=module, names=names):
                if module:
                    yield from self._dotted(node, module, self.lines[node.lineno - 1].index(module, node.col_offset))
                for each in names:
                    yield *self._start(each), each.name, None
            case ast.Import(names=names):
                for each in names:
                    yield from self._dotted(each, each.name, self._start(each)[1])

    def _dotted(
        self, node: ast.alias | ast.ImportFrom, module: str, column: int
    ) -> Iterator[tuple[int, int, str, None]]:
        for part in module.split("."):
            yield node.lineno, column, part, None
            column += len(part) + 1

    def _values(self, node: ast.expr | None) -> list[Any]:
        """Return the instances that an expression may be."""
        match node:
            case ast.Call(func=function):
                return [each for called in self._infer(function) for each in self._ask(called.execute)]
            case None:
                return []
        return [each for each in self._infer(node) if each.type == "instance"]

    def _infer(self, node: ast.expr) -> list[Any]:
        match node:
            case ast.Name():
                return self._ask(self.script.infer, *self._start(node))
            case ast.Attribute():
                line, end = self._end(node)
                return self._ask(self.script.infer, line, end - 1)
        return []

    def _ask(self, question: Any, *arguments: Any, **options: Any) -> list[Any]:
        try:
            return list(question(*arguments, **options))
        except jedi.InternalError:
            raise
        except Exception:  # jedi guesses, and may trip; a program that it trips over runs all the same
            return []

    def _ours(self, path: str | None) -> bool:
        return path is not None and path.partition(".")[0] in self.roots

    def _start(self, node: ast.expr | ast.alias) -> tuple[int, int]:
        return node.lineno, self._column(node.lineno, node.col_offset)

    def _end(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None  # as in everything that was parsed
        assert node.end_col_offset is not None
        return node.end_lineno, self._column(node.end_lineno, node.end_col_offset)

    def _column(self, line: int, offset: int) -> int:
        """Return where the character stands that starts `offset` bytes into a line."""
        return len(self.lines[line - 1].encode()[:offset].decode())
