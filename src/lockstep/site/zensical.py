"""The site by Zensical, which follows MkDocs and calls no hooks: what they do is done before it and after it.

It is given a copy of the pages. Above each stands there what a hook would tell it, and each lab is a page of its own.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from markdown import Markdown

from lockstep.book.config import CONFIG
from lockstep.book.front import parse_front
from lockstep.book.schema import EXTENSION
from lockstep.book.settings import GENERATED, ROOT
from lockstep.edition import Edition
from lockstep.lab.page import lab_html
from lockstep.lab.run import run_labs
from lockstep.problem import BookError, Problem
from lockstep.render.page import Context
from lockstep.site.feed import write_feed
from lockstep.site.policy import add_policies
from lockstep.site.searching import refine_flat_search
from lockstep.site.share import OF_SITE, card_of, write_cards
from lockstep.site.styles import join_styles
from lockstep.site.zensical_config import PAGES, zensical_config
from lockstep.site.zensical_pages import HREF, LAB

FOLDER = "zensical"
#: The extensions that need not stand in mkdocs.yml.
_GIVEN: dict[str, Any] = {"toc": {}, "tables": {}, "fenced_code": {}}


def generate(edition: Edition, site: Path, environment: Mapping[str, str]) -> int:
    """Write the site of an edition; return the exit code of Zensical, which has said what it did not like.

    Raises:
        BookError: Zensical is not installed, or cannot read what mkdocs.yml says.
    """
    settings = edition.book.settings
    if find_spec("zensical") is None:
        what = "Zensical, which is to build this book, is not installed"
        raise BookError(
            [Problem(CONFIG, settings.lines["generator",], what, "install `first-token-lockstep[zensical]`")]
        )
    config = zensical_config(edition)
    name, about = config["site_name"], config.get("site_description", "")
    copy = settings.root / settings.build / FOLDER
    shutil.rmtree(copy, ignore_errors=True)
    write_cards(edition, name, about, config.get("site_url", ""))
    _copy_pages(edition, copy / "docs", about)
    _copy_labs(edition, copy, about, config["markdown_extensions"])
    (copy / CONFIG).write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", str(copy / CONFIG)]
    if code := subprocess.run(command, cwd=settings.root, env=environment, check=False).returncode:
        return code
    (copy / "site").rename(site)
    refine_flat_search(site, edition.book)
    write_feed(edition.book, site, name)
    join_styles(site)
    add_policies(site)
    return 0


def _copy_pages(edition: Edition, docs: Path, about: str) -> None:
    settings = edition.book.settings
    sources = shutil.ignore_patterns("*.py", "*.ipynb", "__pycache__")
    shutil.copytree(settings.root / settings.docs, docs, ignore=sources)
    for page in edition.book.pages:
        file = docs / page.uri
        _, text = parse_front(page.path, file.read_text("utf-8"))
        file.write_text(_front(page.front.subtitle or about, card_of(page)) + text, "utf-8")


def _front(about: str, card: str) -> str:
    """Return what stands above a page, for its card and whoever searches the web."""
    said = yaml.safe_dump({"description": about, "card": f"{GENERATED}/{card}"}, allow_unicode=True)
    return f"---\n{said}---\n"


def _copy_labs(edition: Edition, copy: Path, about: str, extensions: dict[str, Any]) -> None:
    """Write each lab as HTML, a page that shows this, and its notebook, to which it links."""
    book, root = edition.book, edition.book.settings.root
    configs = {**_GIVEN, **extensions, EXTENSION: {**extensions[EXTENSION], ROOT: str(root)}}
    del configs[PAGES]
    notebooks = run_labs(book.labs, book.settings)
    for lab in book.labs:
        folder = (copy / "docs" / lab.uri).with_suffix("")
        folder.mkdir(parents=True)
        shutil.copy(notebooks[lab.uri], folder)
        markdown = Markdown(extensions=list(configs), extension_configs=configs)
        html = lab_html(lab, notebooks[lab.uri], Context(root, page=lab.page), markdown)
        shown = copy / f"{lab.name}.html"
        shown.write_text(HREF.sub(partial(_from_above, folder.name), html), "utf-8")
        folder.with_suffix(".md").write_text(f"{_front(about, OF_SITE)}{LAB}{shown}\n", "utf-8")


def _from_above(folder: str, link: re.Match[str]) -> str:
    """Return an address relative to a folder as one relative to where the folder is, as Zensical reads it."""
    return posixpath.normpath(posixpath.join(folder, link[1])) + "/" * link[1].endswith("/")
