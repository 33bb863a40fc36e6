"""The extension that MkDocs and Zensical load: it puts the parts of this package in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from lockstep.book.paragraphs import GIVEN
from lockstep.book.schema import OPTIONS
from lockstep.book.settings import ROOT
from lockstep.render import blocks, entries, inline, narrow, page, title

#: Set by `lockstep serve`: false leaves out a plugin for which mkdocs.yml says `enabled: !ENV [LOCKSTEP_WHOLE, true]`.
WHOLE = "LOCKSTEP_WHOLE"


class LockstepExtension(BlocksExtension):
    """Statements, figures, fences, values, references and formulas, for one Markdown instance."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {name: ["", meaning] for name, meaning in OPTIONS.items()}
        self.config[ROOT] = ["", "the book's folder, which a hook says; else it is the working directory"]
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Python-Markdown calls)
        """Register everything; the book is read when a text is converted, since a generator may only be looking.

        Raises:
            BookError: From the conversion: something is wrong with the book, and this is no preview.
        """
        root = Path(self.getConfig(ROOT) or Path.cwd())
        self.context = page.Context(root, resolves="rendering_context" in md.preprocessors)  # Zensical's own
        super().extendMarkdown(md)
        # Before anything else touches the text, which is how a page is told from a docstring.
        md.preprocessors.register(page.FindPage(md, self.context), "lockstep-page", 1000)
        # After the white space is normalised (30), which takes away the marks of what is put aside.
        md.preprocessors.register(page.ShowProblems(md, self.context), "lockstep-problems", 29)
        # Before superfences (25), which would take an include for Python.
        md.preprocessors.register(page.ShowFences(md, self.context), "lockstep-fences", 28)
        md.preprocessors.register(entries.ShowEntries(md, self.context), "lockstep-entries", 27)
        # Before backticks (190) and links (160).
        md.inlinePatterns.register(inline.ShowValue(md, self.context), "lockstep-value", 195)
        md.inlinePatterns.register(inline.Refer(md, self.context), "lockstep-reference", 175)
        md.inlinePatterns.register(inline.Given(GIVEN.pattern, md), "lockstep-given", 174)
        # Before inline patterns (20) look at what the proofs say.
        md.treeprocessors.register(blocks.PlaceProofs(md), "lockstep-proofs", 25)
        md.treeprocessors.register(title.AddLead(md, self.context), "lockstep-lead", 26)
        # After the glossary (7) has found its words, and before MkDocs (0) resolves links.
        md.treeprocessors.register(inline.LinkTerms(md, self.context), "lockstep-terms", 6)
        # After inline patterns (20).
        md.treeprocessors.register(narrow.NameCells(md), "lockstep-heads", 15)
        # After the table of contents (5) has made an address of the title's words.
        md.treeprocessors.register(title.NumberTitle(md, self.context), "lockstep-title", 4)
        md.treeprocessors.register(narrow.BreakCode(md), "lockstep-breaks", 3)
        # The last but for MkDocs (0): others look for what stands at the root.
        md.treeprocessors.register(narrow.BoxTables(md), "lockstep-tables", 2)
        md.treeprocessors.register(narrow.DivideParts(md), "lockstep-parts", 1)
        # After raw HTML (30) has come back from the stash.
        md.postprocessors.register(inline.ShowFormulas(md, self.context), "lockstep-formulas", -10)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802 (the name pymdownx calls)
        """Register the blocks."""
        kinds: list[type[Block]] = blocks.kinds(self.context)
        for kind in kinds:
            block_mgr.register(kind, {})
