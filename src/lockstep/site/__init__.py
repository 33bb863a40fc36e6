"""The built site: the last thing that can go wrong is between what was rendered and what a reader is sent."""

from __future__ import annotations

import gc
from pathlib import Path

from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.site.census import check_census
from lockstep.site.document import Document, load_documents
from lockstep.site.left import check_left
from lockstep.site.links import check_ids, check_links, check_requests
from lockstep.site.marks import check_marks
from lockstep.site.provenance import check_provenance
from lockstep.site.words import check_words
from lockstep.site.writers import check_writers


def check_site(edition: Edition, folder: Path) -> list[Problem]:
    """Return everything that is wrong with the site that was built of an edition without problems; sorted, each once.

    Meanwhile no garbage is looked for, of which parsed documents have none: with so many objects, that takes as long.
    """
    gc.disable()
    try:
        return check_documents(edition, load_documents(edition.book, folder), folder)
    finally:
        gc.enable()


def check_documents(edition: Edition, documents: tuple[Document, ...], folder: Path) -> list[Problem]:
    """Return everything that is wrong with a site whose documents are parsed already."""
    prefix = edition.book.settings.prefix
    return sorted(
        {
            *check_links(documents, folder, prefix),
            *check_ids(documents),
            *check_requests(documents, folder, prefix),
            *check_marks(documents),
            *check_census(edition, documents),
            *check_provenance(edition, documents, folder),
            *check_left(edition, folder),
            *check_words(edition, documents),
            *check_writers(edition.book.settings.root, documents, folder),
        }
    )
