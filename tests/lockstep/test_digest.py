"""The digest of a program: the same however a formatter lays it out, and another where anything means another thing."""

from __future__ import annotations

import ast

import pytest

from lockstep.ledger.digest import digest

LAYOUT = {
    "a broken line": ("f(a, b)\n", "f(\n    a, b\n)\n"),
    "a comma before the end of a call": ("f(a, b)\n", "f(\n    a,\n    b,\n)\n"),
    "a comma behind the one argument of a call": ("f(a)(b)\n", "f(\n    a,\n)(\n    b,\n)\n"),
    "a comma in a list": ("x = [a]\n", "x = [\n    a,\n]\n"),
    "a comma in a set and in a table": ("x = {a}, {a: b}\n", "x = {a,}, {a: b,}\n"),
    "a comma in a tuple of two": ("x = (a, b)\n", "x = (\n    a,\n    b,\n)\n"),
    "a comma in a subscript of two": ("x[a, b]\n", "x[\n    a,\n    b,\n]\n"),
    "a comma behind one parameter": ("def f(a):\n    pass\n", "def f(\n    a,\n):\n    pass\n"),
    "a comma behind one name that is imported": ("from x import (a)\n", "from x import (\n    a,\n)\n"),
    "a comma before a comment": ("f(\n    a  # c\n)\n", "f(\n    a,  # c\n)\n"),
    "blank lines": ("a = b\nc = d\n", "\n\na = b\n\n\nc = d\n\n"),
    "the width of an indentation": ("if a:\n    if b:\n        c\n", "if a:\n  if b:\n   c\n"),
    "spaces": ("a=f(b,c=d)\n", "a  =  f( b, c = d )\n"),
    "spaces before a comment": ("a  #c\n", "a # c\n"),
    "a line that is continued": ("a = b + c\n", "a = b + \\\n    c\n"),
    "a semicolon": ("a = b; c = d\n", "a = b\nc = d\n"),
    "other quotes": ("a = 'b' + \"c'\"\n", "a = \"b\" + 'c\\''\n"),
    "other quotes of an f-string": ("a = f'{b} c'\n", 'a = F"{b} c"\n'),
    "no end of the last line": ("a = b\n", "a = b"),
}

MEANING = {
    "a tuple of one": ("x = (a,)\n", "x = (a)\n"),
    "a tuple of one in a call": ("f((a,))\n", "f((a))\n"),
    "a tuple of one that is returned": ("def f():\n    return (a,)\n", "def f():\n    return (a)\n"),
    "a tuple of one as an index": ("x[a,]\n", "x[a]\n"),
    "a tuple of a tuple": ("x = ((a, b),)\n", "x = ((a, b))\n"),
    "a tuple without parentheses": ("x = a,\n", "x = a\n"),
    "a pattern of one": ("match x:\n    case (a,):\n        b\n", "match x:\n    case (a):\n        b\n"),
    "a line in a loop and behind it": ("for a in b:\n    c\n    d\n", "for a in b:\n    c\nd\n"),
    "two lines and a call": ("a = b\n(c)\n", "a = b(c)\n"),
    "parentheses": ("a = b * (c + d)\n", "a = b * c + d\n"),
    "parentheses that a reader sees": ("a = (b * c) + d\n", "a = b * c + d\n"),
    "a comment": ("a = b  # nats\n", "a = b  # bits\n"),
    "code and a comment": ("# a\nb = c\n", "# a b = c\n"),
    "space in a string": ("a = 'b c'\n", "a = 'b  c'\n"),
    "space in an f-string": ("a = f'{b} c'\n", "a = f'{b}  c'\n"),
    "code in an f-string": ("a = f'{b + c}'\n", "a = f'{b - c}'\n"),
    "a format": ("a = f'{b:.1f}'\n", "a = f'{b:.2f}'\n"),
    "an f-string and a string": ("a = f'b'\n", "a = 'b'\n"),
    "bytes and a string": ("a = b'b'\n", "a = 'b'\n"),
    "a name and a string": ("a = b\n", "a = 'b'\n"),
    "a number": ("a = 12\n", "a = 13\n"),
}


@pytest.mark.parametrize("name", LAYOUT)
def test_layout_makes_no_difference(name: str) -> None:
    before, now = LAYOUT[name]
    assert digest(before) == digest(now)
    assert ast.dump(ast.parse(before)) == ast.dump(ast.parse(now))


@pytest.mark.parametrize("name", MEANING)
def test_meaning_makes_a_difference(name: str) -> None:
    before, now = MEANING[name]
    assert digest(before) != digest(now)


def test_every_version_of_python_finds_the_same_digest() -> None:
    source = 'def f(a):  # c\n    return f\'{a!r:>{2}} {"b"}\' f"{a}", (a,), [a,]\n'
    assert digest(source) == "cb580cb6b8f4c05762901f16c2ee21248f9bef17a986ae1310d11040f516a432"
