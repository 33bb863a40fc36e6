# ruff: noqa: E501 (a row of the table is one program)
"""Names in a program: what of the library each one means, without running anything."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from lockstep.book.settings import Settings
from lockstep.names import Library, read_names
from lockstep.names.reach import reached

FILES = {
    "__init__.py": """
        from shop.till import Till, default_till
        from shop.goods import Fruit, Goods, Weighed, fruit
        from shop.counter import counter
        __all__ = ["Fruit", "Goods", "Till", "Weighed", "counter", "default_till", "fruit"]
    """,
    "goods.py": """
        from __future__ import annotations
        from typing import Protocol

        class Spoiled(ValueError): ...

        class Weighed(Protocol):
            def weight(self) -> float: ...

        class Goods:
            def price(self) -> int: ...

        class Fruit(Goods):
            '''A fruit.'''

            def __init__(self, name: str, *, peer: Fruit | None = None) -> None:
                self.name = name
                self.peer = peer

            def slices(self) -> list[Fruit]:
                '''Return slices.

                Raises:
                    Spoiled: If it is too late.
                '''

        def fruit(name: str = "pear") -> Fruit: ...
    """,
    "till.py": """
        from __future__ import annotations
        from collections.abc import Iterator
        from shop.goods import Fruit, Goods, Weighed

        class Till:
            kind: str

            def __enter__(self) -> Till: ...
            def __iter__(self) -> Iterator[Fruit]: ...
            def __call__(self, each: Weighed) -> Fruit: ...
            def stock(self) -> dict[str, Fruit]: ...

            @property
            def best(self) -> Fruit: ...

        default_till = Till()
    """,
    "counter.py": """
        from shop.till import Till

        def counter() -> Till: ...
    """,
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("names")
    (root / "shop").mkdir()
    for name, text in FILES.items():
        (root / "shop" / name).write_text(dedent(text), "utf-8")
    return Library.of(Settings(root=root, library=("shop",)))


FRUIT, TILL = "shop.goods.Fruit", "shop.till.Till"
SLICES, PRICE = f"{FRUIT}.slices", "shop.goods.Goods.price"

#: name: a program, and what the marked name (the word before ‹) means; None where it means nothing of the library.
PROGRAMS = {
    "an import": ("from shop.goods import Fruit‹", FRUIT),
    "a re-export": ("from shop import Fruit‹", FRUIT),
    "a use": ("from shop import Fruit\nx = Fruit‹('apple')", FRUIT),
    "an alias": ("from shop import Fruit as F\nx = F‹('apple')", FRUIT),
    "a module": ("import shop.goods‹", "shop.goods"),
    "a package": ("import shop‹.goods", "shop"),
    "the package of an import": ("from shop‹.goods import Fruit", "shop"),
    "an attribute of a package": ("import shop\nshop.Fruit‹('x')", FRUIT),
    "an attribute of a module": ("import shop.goods\nshop.goods.Fruit‹('x')", FRUIT),
    "every name": ("from shop import *\nFruit‹('x')", FRUIT),
    "a function named as its module": ("from shop import counter\ncounter‹()", "shop.counter.counter"),
    "a module named as its function": ("from shop.counter‹ import counter", "shop.counter"),
    "a constant": ("from shop import default_till‹", "shop.till.default_till"),
    "a method of an instance": ("from shop import Fruit\nx = Fruit('x')\nx.slices‹()", SLICES),
    "an inherited method": ("from shop import Fruit\nFruit('x').price‹()", PRICE),
    "an attribute of an instance": ("from shop import Fruit\nFruit('x').name‹", f"{FRUIT}.name"),
    "what a function returns": ("from shop import fruit\nfruit().slices‹()", SLICES),
    "a chain": ("from shop import counter\nx = counter().best.slices()[0]\nx.price‹()", PRICE),
    "a property": ("from shop import counter\ncounter().best‹", f"{TILL}.best"),
    "a constant's method": ("from shop import default_till\ndefault_till.stock‹()", f"{TILL}.stock"),
    "a loop": ("from shop import fruit\nfor part in fruit().slices():\n    part.slices‹()", SLICES),
    "a loop over a mapping": ("from shop import Till\nfor k, x in Till().stock().items():\n    x.slices‹()", SLICES),
    "a comprehension": ("from shop import fruit\n[x.slices‹() for x in fruit().slices() if x]", SLICES),
    "a context": ("from shop import Till\nwith Till() as till:\n    till.best‹", f"{TILL}.best"),
    "a caught error": ("from shop.goods import Spoiled\ntry:\n    pass\nexcept Spoiled‹ as error:\n    pass", "shop.goods.Spoiled"),
    "a parameter": ("from shop import Fruit\ndef f(x: Fruit | None):\n    x.slices‹()", SLICES),
    "what a function of the program returns": ("from shop import Fruit\ndef f():\n    return Fruit('x')\nf().slices‹()", SLICES),
    "either of two ways": ("from shop import Fruit\nif 1:\n    x = Fruit('a')\nelse:\n    x = Fruit('b')\nx.slices‹()", SLICES),
    "an f-string": ("from shop import Fruit\nx = Fruit('x')\nf'{x.price‹():d}'", PRICE),
    "a name behind other letters": ("from shop import Fruit\né = 'é'; Fruit‹('é')", FRUIT),
    "shadowed by a parameter": ("from shop import Fruit\ndef f(Fruit):\n    Fruit‹", None),
    "shadowed by a function": ("from shop import fruit\ndef fruit(): ...\nfruit‹()", None),
    "shadowed in a comprehension": ("from shop import fruit\n[fruit‹ for fruit in 'ab']", None),
    "a variable that is something else now": ("from shop import Fruit\nx = Fruit('x')\nx = 1\nx.slices‹()", None),
    "an unknown name": ("from shop import Cheese‹", None),
    "an unknown attribute": ("from shop import Fruit\nFruit('x').peel‹()", None),
    "another library": ("from pathlib import Path‹", None),
    "a variable": ("from shop import Fruit\nx = Fruit('x')\nx‹", None),
    "no Python": ("from shop import Fruit‹ if", None),
}  # fmt: skip


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_name_means_one_thing(name: str, library: Library) -> None:
    marked, path = PROGRAMS[name]
    source = marked.replace("‹", "")
    before = marked.partition("‹")[0]
    line, end = before.count("\n") + 1, len(before.rpartition("\n")[2])
    found = {
        each.path
        for each in read_names(library, "it", source)
        if (each.line, each.column + len(each.name)) == (line, end)
    }
    assert found == ({path} if path else set())


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_name_stands_where_it_is_said_to_stand(name: str, library: Library) -> None:
    source = PROGRAMS[name][0].replace("‹", "")
    for each in read_names(library, "it", source):
        assert source.splitlines()[each.line - 1][each.column :].startswith(each.name)


def test_a_parameter_is_not_guessed_from_calls(library: Library) -> None:
    """What jedi makes of calls depends on what it has read before, and a site must not."""
    source = "from shop import Fruit\ndef f(x):\n    x.price()\nf(Fruit('x'))"
    assert [each for each in read_names(library, "it", source) if each.line == 3] == []


def test_an_inherited_name_knows_who_was_asked(library: Library) -> None:
    *_, price = read_names(library, "it", "from shop import Fruit\nFruit('x').price()")
    assert (price.path, price.owner) == (PRICE, FRUIT)


def test_a_relative_import_starts_from_the_package(library: Library) -> None:
    found = read_names(library, "it", "from . import fruit\nfrom .till import Till\nTill()", "shop")
    assert [each.path for each in found] == ["shop.goods.fruit", "shop.till", TILL, TILL]


def test_public_names_are_those_that_the_package_lists(library: Library) -> None:
    assert set(library.public) == {
        FRUIT, "shop.goods.Goods", "shop.goods.Weighed", "shop.goods.fruit", TILL, "shop.till.default_till", "shop.counter.counter",
    }  # fmt: skip
    assert library.covering(SLICES) == FRUIT
    assert library.covering("shop.goods.Spoiled") is None


def test_used_is_what_the_entry_of_a_used_name_mentions(library: Library) -> None:
    base, protocol = "shop.goods.Goods", "shop.goods.Weighed"
    assert reached(library, [FRUIT]) == {FRUIT, base}
    assert reached(library, ["shop.till.default_till"]) == {"shop.till.default_till", TILL, protocol, FRUIT, base}
    assert "shop.goods.fruit" not in reached(library, [TILL])  # a function is used by those who call it


def test_a_library_is_read_again_when_a_file_of_it_changes(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    module = tmp_path / "shop" / "__init__.py"
    settings = Settings(root=tmp_path, library=("shop",))
    module.write_text("def buy(): ...\n", "utf-8")
    first = Library.of(settings)
    assert Library.of(settings) is first
    assert first.public == ("shop.buy",)
    module.write_text("def buy(): ...\ndef sell(): ...\n", "utf-8")
    assert Library.of(settings).public == ("shop.buy", "shop.sell")


def test_a_library_that_is_no_python_has_no_names(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("def buy(:\n", "utf-8")
    assert Library.of(Settings(root=tmp_path, library=("shop",))).public == ()
