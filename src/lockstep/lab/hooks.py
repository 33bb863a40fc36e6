"""What MkDocs calls around mkdocs-jupyter: it is given the notebooks that lockstep ran, and its pages are mended.

A hook, which other generators pass over in silence, as they do mkdocs-jupyter; where that is off, this is too.
"""

from __future__ import annotations

from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from lockstep.edition import Edition
from lockstep.lab.page import lab_html
from lockstep.lab.run import run_labs
from lockstep.problem import BookError
from lockstep.render.page import Context

_notebooks: dict[str, Path] = {}


@event_priority(-100)  # after mkdocs-jupyter has wrapped the files that are its own
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put the notebook that was run in the place of each lab's program."""
    _notebooks.clear()
    if "mkdocs-jupyter" in config.plugins:
        book = Edition.current(Path(config.config_file_path).parent).book
        try:
            _notebooks.update(run_labs(book.labs, book.settings))
        except BookError as error:
            raise PluginError(str(error)) from error
    for file in files:
        if file.src_uri in _notebooks:
            file.abs_src_path = str(_notebooks[file.src_uri])
    return files


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put a page of the site's own in the place of a lab's."""
    notebook = _notebooks.get(page.file.src_uri)
    if notebook is None:
        return html
    edition = Edition.current(Path(config.config_file_path).parent)
    lab = next(lab for lab in edition.book.labs if lab.uri == page.file.src_uri)
    markdown = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return lab_html(lab, notebook, Context(edition.book.settings.root, page=lab.page), markdown)
