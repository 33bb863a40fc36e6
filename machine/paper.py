"""Print the essay: a PDF of its one page and one of each chapter, in build/site/paper: `python -m machine.paper`.

Chromium prints what is built, as print.css has it, without the scripts of the page: nothing moves, and nothing waits to
be scrolled to. What only paper needs is added before: where links lead, and the works that are cited. Bytes depend on
the site, on the versions of Chromium and pypdf, and on the fonts of the machine, and on nothing else.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
from html import escape
from io import BytesIO

from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from lockstep.book.release import Release
from machine.audit_site import SITE, served
from machine.browser import NoBrowserError, find
from machine.sheets import Sheet, released, sheets

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
#: What stands in the margins, which have neither the styles of the page nor a size of their own.
MARGIN = """
<div style="display: flex; justify-content: space-between; width: 100%; margin: 0 22mm; font: 8pt serif; color: #555">
<span>{}</span><span>{}</span></div>
"""
PAGES = '<span class="pageNumber"></span> / <span class="totalPages"></span>'
NAME = re.compile(rb"\(node\d{8}\)")


class NotPrintedError(Exception):
    """A page that cannot be printed as it is; the message says why."""


def main() -> int:
    """Print every page of the essay; return what a shell is told."""
    try:
        release = released()
        found = sheets(SITE)
        path = find().path
    except (FileNotFoundError, NoBrowserError) as error:
        print(error)
        return 2
    paper = SITE / "paper"
    shutil.rmtree(paper, ignore_errors=True)  # or what was a chapter once would stay
    paper.mkdir()
    with served(SITE) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for sheet in found:
            began = time.monotonic()
            try:
                pdf, pages = printed(browser, address, sheet, release)
            except NotPrintedError as error:
                print(error)
                return 1
            file = paper / f"{sheet.name}.pdf"
            file.write_bytes(pdf)
            said = f"{pages} page" if pages == 1 else f"{pages} pages"
            print(f"{file}: {said}, {len(pdf) / 1000:.0f} KB, {time.monotonic() - began:.1f} s", flush=True)
    return 0


def printed(browser: Browser, address: str, sheet: Sheet, release: Release) -> tuple[bytes, int]:
    """Print a page of a site that is served at an address; return the PDF and how many pages it has.

    Raises:
        NotPrintedError: Something that the page asks for does not come.
    """
    page = browser.new_page(color_scheme="light", java_script_enabled=False)
    try:
        _load(page, f"{address}/{sheet.address}", sheet.html)
        pdf = page.pdf(
            format="A4",
            tagged=True,
            outline=True,
            print_background=True,
            prefer_css_page_size=True,
            display_header_footer=True,
            header_template=MARGIN.format(escape(release.title), escape(sheet.title)),
            footer_template=MARGIN.format(escape(release.named), PAGES),
        )
    finally:
        page.close()
    return settled(pdf, f"{address}/", sheet, release)


def _load(page: Page, address: str, html: str) -> None:
    missing: list[str] = []
    page.on("response", lambda answer: None if answer.ok else missing.append(f"{answer.status} {answer.url}"))
    page.on("requestfailed", lambda request: missing.append(f"{request.failure} {request.url}"))
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.emulate_media(media="print")  # before it loads: what only paper shows has come then
    page.goto(address, wait_until="load")  # a silent network would not do: on a busy machine half is parsed by then
    page.evaluate("document.fonts.ready.then(() => true)")
    if missing:
        raise NotPrintedError(f"{address} is not whole, so that nothing was printed: {', '.join(missing)}")


def settled(pdf: bytes, address: str, sheet: Sheet, release: Release) -> tuple[bytes, int]:
    """Say whose it is and of when, in place of who printed it and when; let links lead to the site, wherever it is.

    Cells of a table are named by a count of the browser, which is not always the same; their order is.
    """
    names = {name: b"(node%08d)" % rank for rank, name in enumerate(sorted(set(NAME.findall(pdf))))}
    whole = PdfReader(BytesIO(NAME.sub(lambda name: names[name[0]], pdf)))
    writer = PdfWriter(clone_from=whole)
    writer.pdf_header = whole.pdf_header
    day = f"D:{release.day:%Y%m%d}000000Z"
    writer.metadata = {
        "/Title": f"{sheet.title} – {release.title}",
        "/Author": ", ".join(release.authors),
        "/CreationDate": day,
        "/ModDate": day,
    }
    for page in writer.pages:
        for annotation in page.annotations or ():
            action = annotation.get_object().get("/A")
            if isinstance(action, DictionaryObject) and str(action.get("/URI", "")).startswith(address):
                leads = sheet.leads(str(action["/URI"]).removeprefix(address))
                action[NameObject("/URI")] = TextStringObject(leads)
    written = BytesIO()
    writer.write(written)
    return written.getvalue(), len(writer.pages)


if __name__ == "__main__":
    sys.exit(main())
