"""The blocks of a book: statements with their evidence, proofs, figures, margin notes, and what fills itself."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import ClassVar

from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import Block, type_string

from lockstep.book.model import STATEMENT_KINDS
from lockstep.render.citations import fill_bibliography
from lockstep.render.citing import fill_citation
from lockstep.render.foot import FOOT, fill_foot
from lockstep.render.ledger import fill_ledger
from lockstep.render.moving import element_of
from lockstep.render.page import Context
from lockstep.render.recall import fill_recall


class _Block(Block):
    context: ClassVar[Context]


class _Statement(_Block):
    ARGUMENT = True
    OPTIONS: ClassVar = {"id": ["", type_string]}

    def on_create(self, parent: etree.Element) -> etree.Element:
        ident = self.options["id"]
        titled = f"title-of-{ident}"
        named = {"id": ident, "role": "region", "aria-labelledby": titled}
        section = etree.SubElement(parent, "section", {"class": f"ls-statement ls-{self.NAME}", **named})
        title = etree.SubElement(section, "p", {"class": "ls-title", "id": titled})
        number = etree.SubElement(title, "a", {"class": "ls-number", "href": f"#{ident}"})
        statement = self.context.edition.book.statements.get(ident)
        number.text = statement.label if statement else self.NAME.capitalize()
        number.tail = " "
        etree.SubElement(title, "span", {"class": "ls-name"}).text = self.argument
        return section

    def on_end(self, block: etree.Element) -> None:
        statement = self.context.edition.book.statements.get(self.options["id"])
        if statement is not None:
            fill_foot(
                etree.SubElement(block, "footer", {"class": FOOT, "data-search-exclude": ""}), statement, self.context
            )


class _Proof(_Block):
    NAME = "proof"

    def on_create(self, parent: etree.Element) -> etree.Element:
        details = etree.SubElement(parent, "details", {"class": "ls-proof"})
        etree.SubElement(details, "summary").text = "Proof"
        return details


class _Figure(_Block):
    NAME = "figure"
    ARGUMENT = True
    OPTIONS: ClassVar = {name: ["", type_string] for name in ("id", "alt", "moves")}

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "figure", {"class": "ls-figure", "id": self.options["id"]})

    def on_end(self, block: etree.Element) -> None:
        figure = self.context.edition.book.figures.get(self.options["id"])
        caption = etree.Element("figcaption")
        number = etree.SubElement(caption, "a", {"class": "ls-number", "href": f"#{self.options['id']}"})
        number.text = figure.label if figure else "Figure"
        number.tail = " "
        etree.SubElement(caption, "span").text = self.argument
        drawing, *rest = block
        block.insert(1, caption)  # between the drawing and its program
        if figure is not None and figure.moves and rest:
            element = element_of(self.context.edition, figure, block)
            for part in (drawing, *rest[1:]):
                block.remove(part)
                element.append(part)
            block.remove(element)
            block.insert(0, element)


class _Margin(_Block):
    NAME = "margin"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "aside", {"class": "ls-margin"})


class _Ledger(_Block):
    NAME = "ledger"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "ls-ledger"})

    def on_end(self, block: etree.Element) -> None:
        fill_ledger(block, self.context, self.md)


class _Bibliography(_Block):
    NAME = "bibliography"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "ls-bibliography"})

    def on_end(self, block: etree.Element) -> None:
        fill_bibliography(block, self.context, self.md)


class _Citation(_Block):
    NAME = "citation"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "highlight"})

    def on_end(self, block: etree.Element) -> None:
        fill_citation(block, self.context.edition.book)


class _Recall(_Block):
    NAME = "recall"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "ls-recall", "data-recalls": self.argument})

    def on_end(self, block: etree.Element) -> None:
        fill_recall(block, self.argument, self.context, self.md)


class _Used(_Block):
    NAME = "used"

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "ls-used"})


def kinds(context: Context) -> list[type[Block]]:
    """Return the blocks, bound to what the extension shares."""
    statements = [type(kind.capitalize(), (_Statement,), {"NAME": kind}) for kind in STATEMENT_KINDS]
    others = (_Proof, _Figure, _Margin, _Ledger, _Bibliography, _Citation, _Recall, _Used)
    return [type(kind.__name__, (kind,), {"context": context}) for kind in (*statements, *others)]


class PlaceProofs(Treeprocessor):
    """Moves each proof into the statement before it, ahead of the statement's evidence."""

    def run(self, root: etree.Element) -> None:
        """Move the proofs of a page."""
        statement: etree.Element | None = None
        for element in list(root):
            classes = element.get("class", "").split()
            if "ls-statement" in classes:
                statement = element
            elif "ls-proof" in classes and statement is not None:
                root.remove(element)
                last = len(statement)
                has_footer = last and statement[last - 1].tag == "footer"
                statement.insert(last - 1 if has_footer else last, element)
