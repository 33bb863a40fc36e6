"""What MkDocs calls: chapters have their numbers in the navigation, and a served page is made anew when it has to be.

`lockstep serve` asks MkDocs to leave a page that is newer than its source as it is. That is not enough, since a page
also shows what programs computed and what other pages say. So the page is taken away when any of this has changed, and
MkDocs makes it again.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Hashable, Iterator, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as SitePage

from lockstep.book.model import Page
from lockstep.book.schema import EXTENSION
from lockstep.book.settings import GENERATED, ROOT
from lockstep.edition import SERVING, Edition
from lockstep.problem import BookError
from lockstep.site.feed import FEED, has_feed, write_feed
from lockstep.site.policy import add_policies
from lockstep.site.publish import write_generated
from lockstep.site.searching import refine_search
from lockstep.site.share import OF_SITE, card_of, write_cards
from lockstep.site.styles import join_styles
from lockstep.store import stamp

log = get_plugin_logger(__name__)

_shown: dict[str, Hashable] = {}

# MkDocs warns at each build that what it leaves as it is may be out of date, which is what this module sees to.
logging.getLogger("mkdocs.commands.build").addFilter(lambda record: "'dirty' build" not in record.getMessage())


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Say where the book is: MkDocs may be called from any folder."""
    config.mdx_configs.setdefault(EXTENSION, {})[ROOT] = str(_root(config))
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Write the font of the formulas, the archive and long tables, before MkDocs looks which files there are.

    The theme shows which version this is, and where its feed is.
    """
    edition = Edition.current(_root(config))
    if edition.problems and not os.environ.get(SERVING):
        raise PluginError(str(BookError(edition.problems)))
    write_generated(edition)
    write_cards(edition, config.site_name, config.site_description or "", config.site_url or "")
    config.extra["release"] = edition.book.release
    config.extra["feed"] = FEED if has_feed(edition.book) else ""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take away what is no longer what the site would show."""
    if os.environ.get(SERVING):
        edition = Edition.current(_root(config))
        for problem in edition.problems:
            log.warning(str(problem))
        fresh = what_pages_show(edition, stamp(_surroundings(config)))
        for file in files.documentation_pages():
            if file.src_uri not in fresh or fresh[file.src_uri] != _shown.get(file.src_uri):
                Path(file.abs_dest_path).unlink(missing_ok=True)
        _shown.clear()
        _shown.update(fresh)
    return files


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Number the chapters: in the sidebar, below each page, and in the title of the window."""
    chapters = {page.uri: page for page in Edition.current(_root(config)).book.chapters.values()}
    for page in nav.pages:
        if chapter := chapters.get(page.file.src_uri):
            page.title = f"{chapter.chapter} · {page.title or chapter.title}"  # mkdocs.yml may leave it to the page
    return nav


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> None:
    """Let a page be described by its subtitle, which Material would show in the sidebar as it was written."""
    page.meta.setdefault("description", page.meta.pop("subtitle", config.site_description))
    pages = Edition.current(_root(config)).book.pages
    own = next((each for each in pages if each.uri == page.file.src_uri), None)
    page.meta["card"] = f"{GENERATED}/{card_of(own) if own else OF_SITE}"


def on_post_build(config: MkDocsConfig) -> None:
    """Refine the search, write the feed, join the style sheets, and say in each page what it may load.

    A page that is served is made anew by itself, and holds a script that waits for that: there it is left alone.
    """
    site = Path(config.site_dir)
    book = Edition.current(_root(config)).book
    refine_search(site, book.settings.synonyms)
    write_feed(book, site, config.site_name)
    if not os.environ.get(SERVING):
        join_styles(site)
        add_policies(site)


def what_pages_show(edition: Edition, surroundings: Hashable = ()) -> Mapping[str, Hashable]:
    """Return, by page, what decides what it shows: it is to be made again when this is not what it was.

    The surroundings are what every page depends on beside the book's pages: programs, library, theme, settings.
    """
    pages = edition.book.pages
    shared = surroundings, tuple(map(_seen_from_elsewhere, pages))
    listed = tuple(map(_listed, pages))
    return {
        page.uri: (page.text, page.front, edition.problems_on(page), shared, listed if page.listings else ())
        for page in pages
    }


def _seen_from_elsewhere(page: Page) -> Hashable:
    """Return what any page may show of another one."""
    numbered = tuple((each.label, each.ident) for each in page.numbered)
    titles = page.title, tuple(each.title for each in page.statements)
    shown = tuple((fence.snippet, fence.section, fence.figure) for fence in page.fences)
    figures = tuple((each.caption, each.alt, each.moves, each.words) for each in page.figures)
    return page.uri, titles, numbered, shown, figures, tuple(each.target for each in page.references), page.entries


def _listed(page: Page) -> Hashable:
    """Return what the ledger shows of a page beside that: the words of its statements, and what refers to what."""
    order = tuple(each.ident for each in sorted(page.numbered, key=lambda each: each.place.line))
    statements = tuple((each.text, each.proof) for each in page.statements)
    return order, statements, tuple((figure.caption, figure.alt) for figure in page.figures)


def _surroundings(config: MkDocsConfig) -> Iterator[Path]:
    """Yield every file that is no page and may change what a page shows."""
    yield Path(config.config_file_path)
    for folder in filter(None, (*config.watch, config.theme.custom_dir, config.docs_dir)):
        found = (file for file in Path(folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        yield from (file for file in found if file.suffix != ".md")
