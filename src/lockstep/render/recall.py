"""What another page shows, shown again: a figure with its caption, or the lines of a program and what they printed."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import Markdown

from lockstep.book.model import Figure, Recall
from lockstep.problem import Place
from lockstep.render.moving import element_of
from lockstep.render.page import Context
from lockstep.render.programs import again_html, drawing_html


def fill_recall(block: etree.Element, target: str, context: Context, md: Markdown) -> None:
    """Fill a block with what its target shows, linked to where it stands; with nothing where there is no such thing."""
    figure = context.edition.book.figures.get(target)
    if figure is not None:
        _figure(block, figure, context, md)
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


def _figure(block: etree.Element, figure: Figure, context: Context, md: Markdown) -> None:
    fence = context.edition.book.fences[figure.snippet][0]
    holder = etree.SubElement(block, "figure", {"class": "ls-figure"})
    within = element_of(context.edition, figure, holder) if figure.moves else holder
    etree.SubElement(within, "p").text = md.htmlStash.store(drawing_html(context.edition, fence))
    md.parser.parseChunk(within, figure.words)
    caption = etree.SubElement(holder, "figcaption")
    number = etree.SubElement(caption, "a", {"class": "ls-number", "href": context.link(figure.page, figure.ident)})
    number.text = figure.label
    number.tail = " "
    etree.SubElement(caption, "span").text = figure.caption
