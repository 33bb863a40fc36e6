"""The site by Zensical, which follows MkDocs and calls no hooks: what they do is done before it and after it.

It is given a copy of the pages. Above each stands there what a hook would tell it, and each lab is a page of its own.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock
from markdown import Markdown

from lockstep.book.config import CONFIG
from lockstep.book.front import parse_front
from lockstep.book.schema import EXTENSION
from lockstep.book.settings import ROOT
from lockstep.edition import Edition
from lockstep.lab.page import lab_html
from lockstep.lab.run import run_labs
from lockstep.problem import BookError, Problem
from lockstep.render.page import Context
from lockstep.site import check_site
from lockstep.site.feed import write_feed
from lockstep.site.policy import add_policies
from lockstep.site.publish import write_generated
from lockstep.site.searching import with_stated
from lockstep.site.share import OF_SITE, card_of, write_cards
from lockstep.site.styles import join_styles
from lockstep.site.zensical_config import PAGES, zensical_config
from lockstep.site.zensical_pages import HREF, LAB
from lockstep.store import write_whole

FOLDER = "zensical"
INDEX = "search.json"
#: The extensions that need not stand in mkdocs.yml.
_GIVEN: dict[str, Any] = {"toc": {}, "tables": {}, "fenced_code": {}}


def build_site(root: Path) -> Path:
    """Build the site of the book at `root`, and return where it is: in the build folder, beside what it was made of.

    Raises:
        BookError: Zensical is not installed, or something is wrong with the book, a lab, or the site that was built.
        CalledProcessError: Zensical has said what it did not like.
    """
    if find_spec("zensical") is None:
        what = "Zensical, which is to build this book, is not installed"
        raise BookError([Problem(CONFIG, 1, what, "install `first-token-lockstep[zensical]`")])
    edition = Edition.current(root)
    if edition.problems:
        raise BookError(edition.problems)
    build = root / edition.book.settings.build
    build.mkdir(exist_ok=True)
    with FileLock(build / "publish.busy"):  # MkDocs writes the same generated files
        shutil.rmtree(build / FOLDER, ignore_errors=True)
        return _build(edition, build / FOLDER / "book", build / FOLDER / "site")


def _build(edition: Edition, copy: Path, site: Path) -> Path:
    root = edition.book.settings.root
    config = zensical_config(edition)
    name, about = config["site_name"], config.get("site_description", "")
    write_generated(edition)
    write_cards(edition, name, about, config.get("site_url", ""))
    _copy_pages(edition, copy / "docs", about)
    _copy_labs(edition, copy, about, config["markdown_extensions"])
    (copy / CONFIG).write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    subprocess.run([sys.executable, "-m", "zensical", "build", "--strict", "-f", copy / CONFIG], cwd=root, check=True)
    (copy / "site").rename(site)
    _refine_search(site)
    write_feed(edition.book, site, name)
    join_styles(site)
    add_policies(site)
    if problems := check_site(edition, site):
        raise BookError(problems)
    return site


def _copy_pages(edition: Edition, docs: Path, about: str) -> None:
    settings = edition.book.settings
    sources = shutil.ignore_patterns("*.py", "*.ipynb", "__pycache__")
    shutil.copytree(settings.root / settings.docs, docs, ignore=sources)
    for page in edition.book.pages:
        file = docs / page.uri
        _, text = parse_front(page.path, file.read_text("utf-8"))
        file.write_text(_front(edition, page.front.subtitle or about, card_of(page)) + text, "utf-8")


def _front(edition: Edition, about: str, card: str) -> str:
    """Return what stands above a page, for its card and whoever searches the web."""
    folder = posixpath.relpath(edition.book.settings.generated, edition.book.settings.docs)
    said = yaml.safe_dump({"description": about, "card": f"{folder}/{card}"}, allow_unicode=True)
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
        folder.with_suffix(".md").write_text(f"{_front(edition, about, OF_SITE)}{LAB}{shown}\n", "utf-8")


def _from_above(folder: str, link: re.Match[str]) -> str:
    """Return an address relative to a folder as one relative to where the folder is, as Zensical reads it."""
    return posixpath.normpath(posixpath.join(folder, link[1])) + "/" * link[1].endswith("/")


def _refine_search(site: Path) -> None:
    """Let the search find each statement and figure; for synonyms there is no field, since it shows all it finds."""
    index = json.loads((site / INDEX).read_text("utf-8"))
    paths = {each["location"]: each["path"] for each in index["items"]}
    index["items"] = [
        {"level": 3, "path": paths[each["location"].partition("#")[0]], "tags": []}
        | {name: value for name, value in each.items() if name != "boost"}
        for each in with_stated(site, index["items"])
    ]
    write_whole(site / INDEX, json.dumps(index, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    try:
        print(build_site(Path.cwd()))
    except BookError as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)
