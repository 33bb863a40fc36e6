"""The blocks of a book: statements with their evidence, proofs, figures, margin notes, and what fills itself."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping
from typing import ClassVar

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks.block import Block, type_string

from lockstep.book.model import STATEMENT_KINDS, Figure, Recall
from lockstep.problem import Place
from lockstep.render.citations import fill_bibliography, fill_citation
from lockstep.render.foot import FOOT, fill_foot
from lockstep.render.ledger import fill_ledger
from lockstep.render.moving import element_of
from lockstep.render.page import Context, add_name
from lockstep.render.programs import again_html, drawing_html


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
        statement = self.context.edition.book.statements.get(ident)
        add_name(title, statement.label if statement else self.NAME.capitalize(), f"#{ident}", self.argument, "ls-name")
        return section

    def on_end(self, block: etree.Element) -> None:
        statement = self.context.edition.book.statements.get(self.options["id"])
        if statement is not None:
            foot = etree.SubElement(block, "footer", {"class": FOOT, "data-search-exclude": ""})
            fill_foot(foot, statement, self.context)


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
        add_name(caption, figure.label if figure else "Figure", f"#{self.options['id']}", self.argument)
        drawing, *rest = block
        block.insert(1, caption)  # between the drawing and its program
        if figure is not None and figure.moves and rest:
            element = element_of(self.context.edition, figure, block)
            for part in (drawing, *rest[1:]):
                block.remove(part)
                element.append(part)
            block.remove(element)
            block.insert(0, element)


class _Recall(_Block):
    NAME = "recall"
    ARGUMENT = True

    def on_create(self, parent: etree.Element) -> etree.Element:
        return etree.SubElement(parent, "div", {"class": "ls-recall", "data-recalls": self.argument})

    def on_end(self, block: etree.Element) -> None:
        _recall(block, self.argument, self.context, self.md)


def _recall(block: etree.Element, target: str, context: Context, md: Markdown) -> None:
    """Fill a block with what its target shows, linked to where it stands; with nothing where there is no such thing."""
    figure = context.edition.book.figures.get(target)
    if figure is not None:
        _figure_again(block, figure, context, md)
        return
    program = Recall(Place("", 0), target).program
    fences = context.edition.book.fences.get(program[0], ()) if program else ()
    for fence in fences:
        if program == (fence.snippet, fence.section):
            names = context.links(context.edition.api.names(fence.snippet))
            block.text = md.htmlStash.store(again_html(context.edition, fence, names, context.run))
            line = etree.SubElement(block, "p", {"class": "ls-from"})
            href = context.program_link(fence.snippet, whole=True) or ""
            etree.SubElement(line, "a", {"href": href}).text = f"The whole program, {fence.snippet}.py"


def _figure_again(block: etree.Element, figure: Figure, context: Context, md: Markdown) -> None:
    fence = context.edition.book.fences[figure.snippet][0]
    holder = etree.SubElement(block, "figure", {"class": "ls-figure"})
    within = element_of(context.edition, figure, holder) if figure.moves else holder
    etree.SubElement(within, "p").text = md.htmlStash.store(drawing_html(context.edition, fence))
    md.parser.parseChunk(within, figure.words)
    caption = etree.SubElement(holder, "figcaption")
    add_name(caption, figure.label, context.link(figure.page, figure.ident), figure.caption)


#: Blocks that are one element: its tag, its class, and what fills it where the source has nothing to say.
_BOXES: Mapping[str, tuple[str, str, Callable[[etree.Element, Context, Markdown], None] | None]] = {
    "margin": ("aside", "ls-margin", None),
    "used": ("div", "ls-used", None),
    "ledger": ("div", "ls-ledger", fill_ledger),
    "bibliography": ("div", "ls-bibliography", fill_bibliography),
    "citation": ("div", "highlight", lambda block, context, _: fill_citation(block, context.edition.book)),
}


class _Box(_Block):
    def on_create(self, parent: etree.Element) -> etree.Element:
        tag, style, _ = _BOXES[self.NAME]
        return etree.SubElement(parent, tag, {"class": style})

    def on_end(self, block: etree.Element) -> None:
        _, _, fill = _BOXES[self.NAME]
        if fill is not None:
            fill(block, self.context, self.md)


def kinds(context: Context) -> list[type[Block]]:
    """Return the blocks, bound to what the extension shares."""
    named = [(kind, _Statement) for kind in STATEMENT_KINDS] + [(name, _Box) for name in _BOXES]
    named += [(kind.NAME, kind) for kind in (_Proof, _Figure, _Recall)]
    return [type(name.capitalize(), (kind,), {"NAME": name, "context": context}) for name, kind in named]


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
