"""Make of the built site a copy that needs no server, as a folder and as a zip: `python -m machine.offline`.

A page that is opened by a double click may neither load modules, nor fetch, nor start workers. So esbuild makes plain
scripts of the modules, what they would fetch stands in scripts as well, and the search's worker works in the page.
"""

from __future__ import annotations

import json
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_DEFLATED

from lockstep.site import archive
from lockstep.site.policy import policy_of
from lockstep.site.searching import FLAT, INDEX, index_of
from machine.audit_site import SITE

VERSION = "0.28.2"
COPY = Path("build/first-token-site")
#: What only a server, another site, or another language has use for.
_NEEDLESS = ("404.html", "sitemap.xml*", "objects.inv", "*.map", "lunr", INDEX.rpartition("/")[2], FLAT)
#: Of a file, no browser says that it comes from the same site as another; so the rules name files, and nothing else.
_RULES = {
    "default-src": "'none'",
    "script-src": "file:",
    "style-src": "file: 'unsafe-inline'",
    "img-src": "file: data:",
    "font-src": "file:",
    "base-uri": "'none'",
    "form-action": "'none'",
}
_POLICY = re.compile(r'(?<=http-equiv="Content-Security-Policy" content=")[^"]*')
_LINK = re.compile(r'( (?:href|data-get)=")([^"?#:]+)(?=["?#])')
_MODULE = re.compile(r'<script type="module" src="([^"]+)"')
_SCRIPT = re.compile(r'<script src="([^"]+)"')
_PRELOAD = re.compile(r'<link rel="preload"[^>]*>')  # which asks as a fetch does
_CHANNEL = re.compile(r"\bself(?=\.(?:onmessage|postMessage)\b)")  # of Zensical's worker; in a page, it is the page
#: What scripts ask for: the pages of references, for cards, and the numbers of figures.
_REFERENCE = re.compile(r'<a (?=[^>]*\bclass="[^"]*\bls-(?:ref|term)\b)[^>]*?\bhref="([^"#]+)')
_NUMBERS = re.compile(r'\bdata-run-at="([^"]+)"')
_ARTICLE = re.compile(r"<article\b.*</article>", re.S)


class OfflineError(Exception):
    """There can be no copy; the message says why."""


def main() -> int:
    """Write the copy and its zip; return what a shell is told."""
    try:
        make(SITE, COPY)
    except OfflineError as error:
        print(error)
        return 2
    packed = pack(COPY)
    print(f"{packed}, {packed.stat().st_size / 1e6:.1f} MB: unpack it, and open {COPY.name}/index.html")
    return 0


def make(site: Path, copy: Path) -> None:
    """Write a copy of a site in the place of the one that is there.

    Raises:
        OfflineError: There is no Node.js, no whole site, or esbuild stopped: then no half of a copy stays.
    """
    npx = shutil.which("npx")
    if npx is None:
        raise OfflineError(
            "The offline copy needs Node.js, and there is no npx: install Node.js, then repeat the command."
        )
    try:
        index = index_of(site)
    except FileNotFoundError:
        raise OfflineError(f"There is no site with a search in {site}: make build") from None
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns(*_NEEDLESS))
    pages = {page: page.read_text("utf-8") for page in sorted(copy.rglob("*.html"))}
    for there in {link for page, html in pages.items() for link in _referred(page, html)} & pages.keys():
        [article] = _ARTICLE.findall(pages[there])  # all that a card shows
        _put_into_script(there, article)
    for numbers in {copy / name for html in pages.values() for name in _NUMBERS.findall(html)}:
        _put_into_script(numbers, numbers.read_text("utf-8"))
        numbers.unlink()
    for page, html in pages.items():
        page.write_text(_opened(page, html), "utf-8")
    _search(site, copy, *index)
    modules, scripts = (
        {Path(src).name for html in pages.values() for src in each.findall(html)} for each in (_MODULE, _SCRIPT)
    )
    _bundle(npx, [file for file in sorted((copy / "assets").glob("*.js")) if file.name not in scripts], sorted(modules))


def pack(folder: Path) -> Path:
    """Return a zip beside a folder: the same files are the same bytes."""
    packed = folder.with_suffix(".zip")
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    packed.write_bytes(archive.pack(folder, files, folder.name, ZIP_DEFLATED))
    return packed


def _referred(page: Path, html: str) -> Iterator[Path]:
    """Yield the pages that the references of a page lead to, and whatever else they do."""
    for link in _REFERENCE.findall(html):
        there = Path(posixpath.normpath(page.parent / unquote(link)))
        yield there / "index.html" if there.is_dir() else there


def _put_into_script(file: Path, text: str) -> None:
    """Write beside a file a script that holds what is asked of the file."""
    script = f"document.currentScript.dataset.text = {json.dumps(text, ensure_ascii=False)}\n"
    file.with_name(f"{file.name}.js").write_text(script, "utf-8")


def _opened(page: Path, html: str) -> str:
    """Return a page as it is to be opened without a server."""

    def named(link: re.Match[str]) -> str:
        before, path = link.groups()
        folder = (page.parent / unquote(path)).is_dir() and not path.startswith("/")
        return f"{before}{path.rstrip('/')}/index.html" if folder else link[0]

    html = _MODULE.sub(r'<script defer src="\1"', _LINK.sub(named, _PRELOAD.sub("", html)))
    return _POLICY.sub(policy_of(html, _RULES), html, count=1)


def _search(site: Path, copy: Path, file: str, entries: str) -> None:
    """Let the search find its index and its worker in scripts."""
    index = json.loads((site / file).read_text("utf-8"))
    for entry in index[entries]:
        page, mark, anchor = entry["location"].partition("#")
        folder = not page or page.endswith("/")
        entry["location"] = f"{page}index.html{mark}{anchor}" if folder else entry["location"]
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    target = (copy / file).with_suffix(".js")
    target.write_text(f"var __index = {text}\n", "utf-8")  # a name that the theme's script asks for in a file
    [theirs], [worker] = (
        list((copy / "assets/javascripts").glob(name)) for name in ("bundle.*.js", "workers/search.*.js")
    )
    script = _CHANNEL.sub("port2", _script(worker))
    within = Path(__file__).with_name("offline_search.js").read_text("utf-8").replace("WORKER", script)
    theirs.write_text(within + _script(theirs), "utf-8")
    shutil.rmtree(worker.parent)


def _script(file: Path) -> str:
    return re.sub(r"^//# sourceMappingURL=.*$", "", file.read_text("utf-8"), flags=re.M)


def _bundle(npx: str, scripts: list[Path], modules: list[str]) -> None:
    """Put plain scripts of the modules that pages load in the place of all modules; what these import is in them."""
    assets = scripts[0].parent
    options = ["--bundle", "--format=iife", "--charset=utf8", "--log-level=error", f"--outdir={assets.resolve()}"]
    shims = ["--inject:../offline.js", "--define:import.meta.url=here"]
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(Path(__file__).with_name("offline.js"), name)
        folder = Path(name, "assets")
        folder.mkdir()
        for script in scripts:
            shutil.move(script, folder)
        command = [npx, "--yes", f"esbuild@{VERSION}", *modules, *options, *shims]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if ran.returncode:
            shutil.rmtree(assets.parent)
            raise OfflineError(f"esbuild {VERSION} stopped: {ran.stderr.strip() or 'it says nothing'}")


if __name__ == "__main__":
    sys.exit(main())
