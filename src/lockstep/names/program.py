"""A whole program, read statement by statement as a run would come to it."""

from __future__ import annotations

import ast
from functools import lru_cache, partial

from lockstep.names.expressions import Name, parameters
from lockstep.names.imports import Imports
from lockstep.names.kinds import Instance, Kind, Local, Many, Named, Nothing, Row, item, merge
from lockstep.names.library import Library
from lockstep.names.scope import Scope

__all__ = ["Name", "read_names"]

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@lru_cache(maxsize=512)  # an edit of a page changes no program
def read_names(library: Library, source: str, package: str = "") -> tuple[Name, ...]:
    """Return the names of the library in a program, in the order in which they stand.

    What cannot be told without running the program is left out; a name that two calls of one function give two
    meanings is returned once for each.

    Args:
        library: The library.
        source: The program; one that is not Python has no names.
        package: What a relative import in it starts from.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ()
    program = _Program(library, source, package)
    program.run(tree.body, Scope())
    program.enter_the_rest()
    return tuple(sorted(program.found, key=lambda name: (name.line, name.column, name.path)))


class _Program(Imports):
    def __init__(self, library: Library, source: str, package: str) -> None:
        super().__init__(library, source, package)
        self._scopes: dict[_Function, Scope] = {}
        self._entered: dict[tuple[_Function, frozenset[tuple[str, Kind]]], Kind] = {}
        self._running: set[_Function] = set()

    def run(self, body: list[ast.stmt], scope: Scope) -> None:
        for node in body:
            self._statement(node, scope)

    def enter_the_rest(self) -> None:
        """Read the functions that the program itself does not call."""
        for node in list(self._scopes):
            if all(node is not entered for entered, _ in self._entered):
                self.enter(Local(node), [], {})

    def enter(self, local: Local, arguments: list[Kind], keywords: dict[str, Kind]) -> Kind:
        node = local.node
        names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
        given: dict[str, Kind] = {
            name: kind for name, kind in (*zip(names, arguments, strict=False), *keywords.items()) if kind
        }
        key = node, frozenset(given.items())
        if node in self._running:  # a recursion returns what its other ways return
            return Nothing()
        if key not in self._entered:
            self._running.add(node)
            self._entered[key] = self._call_of(node, given)
            self._running.remove(node)
        return self._entered[key]

    def _call_of(self, node: _Function, given: dict[str, Kind]) -> Kind:
        outer = self._scopes[node]
        scope = Scope(outer, dict.fromkeys(parameters(node.args)))
        for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
            scope.names[each.arg] = given.get(each.arg) or self.annotated(each.annotation, outer)
        self.run(node.body, scope)
        declared = self.annotated(node.returns, outer)
        return declared or (Many(merge(scope.yielded)) if scope.yielded else merge(scope.returned))

    def bind(self, target: ast.expr, kind: Kind, scope: Scope) -> None:
        match target:
            case ast.Name(id=name):
                scope.names[name] = kind
            case ast.Starred(value=inside):
                self.bind(inside, Many(kind), scope)
            case ast.Tuple(elts=targets) | ast.List(elts=targets):
                kind = self.types.iterated(self.types.value(kind))
                fits = isinstance(kind, Row) and len(kind.items) == len(targets)
                starred = any(isinstance(each, ast.Starred) for each in targets)
                kinds = kind.items if isinstance(kind, Row) and fits and not starred else [item(kind)] * len(targets)
                for each, one in zip(targets, kinds, strict=True):
                    self.bind(each, one, scope)
            case _:
                self.kind(target, scope)

    def _statement(self, node: ast.stmt, scope: Scope) -> None:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    self.import_module(alias, scope)
            case ast.ImportFrom():
                self.import_from(node, scope)
            case ast.Assign(targets=targets, value=value):
                kind = self.kind(value, scope)
                for target in targets:
                    self.bind(target, kind, scope)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                kind = self.kind(value, scope)
                self.bind(target, self.annotated(annotation, scope) or kind, scope)
            case ast.AugAssign(target=target, value=value):
                self.kind(value, scope)
                self.bind(target, None, scope)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._define(node, scope)
            case ast.ClassDef():
                for part in (*node.decorator_list, *node.bases, *(each.value for each in node.keywords)):
                    self.kind(part, scope)
                self.run(node.body, Scope(scope))
                scope.names[node.name] = None
            case ast.Return(value=value):
                scope.returned.append(self.value(value, scope))
            case ast.Delete(targets=targets):
                for target in targets:
                    self.bind(target, None, scope)
            case ast.With(items=managers, body=body) | ast.AsyncWith(items=managers, body=body):
                for manager in managers:
                    entered = self.types.entered(self.value(manager.context_expr, scope))
                    if manager.optional_vars is not None:
                        self.bind(manager.optional_vars, entered, scope)
                self.run(body, scope)
            case _:
                self._branches(node, scope)

    def _branches(self, node: ast.stmt, scope: Scope) -> None:
        match node:
            case ast.If(test=test, body=body, orelse=orelse):
                self.kind(test, scope)
                scope.alternatives([partial(self.run, body, scope), partial(self.run, orelse, scope)])
            case ast.While(test=test, body=body, orelse=orelse):
                self.kind(test, scope)
                scope.alternatives([partial(self.run, body, scope), lambda: None])
                self.run(orelse, scope)
            case (
                ast.For(target=target, iter=over, body=body, orelse=orelse)
                | ast.AsyncFor(target=target, iter=over, body=body, orelse=orelse)
            ):
                self.bind(target, self.items(over, scope), scope)
                scope.alternatives([partial(self.run, body, scope), lambda: None])
                self.run(orelse, scope)
            case ast.Try() | ast.TryStar():
                self.run(node.body, scope)
                handlers = [partial(self._handle, handler, scope) for handler in node.handlers]
                scope.alternatives([partial(self.run, node.orelse, scope), *handlers])
                self.run(node.finalbody, scope)
            case ast.Match(subject=subject, cases=cases):
                self.kind(subject, scope)
                scope.alternatives([*(partial(self._case, case, scope) for case in cases), lambda: None])
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        self.kind(child, scope)

    def _handle(self, handler: ast.ExceptHandler, scope: Scope) -> None:
        caught = self.kind(handler.type, scope)
        if handler.name:
            scope.names[handler.name] = Instance(caught.path) if isinstance(caught, Named) else None
        self.run(handler.body, scope)

    def _case(self, case: ast.match_case, scope: Scope) -> None:
        for node in ast.walk(case.pattern):
            if isinstance(node, ast.MatchAs | ast.MatchStar) and node.name:
                scope.names[node.name] = None
            elif isinstance(node, ast.MatchClass):
                self.kind(node.cls, scope)
        self.kind(case.guard, scope)
        self.run(case.body, scope)

    def _define(self, node: _Function, scope: Scope) -> None:
        defaults = (*node.args.defaults, *filter(None, node.args.kw_defaults))
        for part in (*node.decorator_list, *defaults):
            self.kind(part, scope)
        self._scopes[node] = scope
        scope.names[node.name] = None if node.decorator_list else Local(node)
