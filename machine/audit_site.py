"""Look at the pages of the built site as Lighthouse does, on a telephone: `python -m machine.audit_site [PAGE ...]`.

They are served compressed, as hosts of static pages do. A page that falls short is looked at twice more, and the median
counts, for two runs differ by several points where the machine does something else.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, StaticFileHandler

from machine.browser import NoBrowserError, find

VERSION = "12.8.2"
SITE = Path("build/site")
FLAGS = "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
#: The least that each of them has to have, how much a page may jump, and what a first visit may cost, in kilobytes.
LEAST = (98, 100, 100, 100)
JUMPS = 0.01
KILOBYTES = 150


class Look(NamedTuple):
    """What Lighthouse found on a page: points of a hundred by category, the layout shift, and kilobytes."""

    points: tuple[float, ...]
    shift: float
    kilobytes: float

    def falls_short(self, page: str) -> bool:
        """Whether it is less than a page has to have; a lab may be as large as what it prints."""
        heavy = self.kilobytes > KILOBYTES and not page.startswith("lab/")
        return heavy or self.shift >= JUMPS or any(have < least for have, least in zip(self.points, LEAST, strict=True))


def main(pages: list[str]) -> int:
    """Look at pages of the site, or at one of every kind; return what a shell is told."""
    npx = shutil.which("npx")
    if npx is None:
        print("Lighthouse needs Node.js, and there is no npx: install Node.js, then repeat the command.")
        return 2
    if not (SITE / "index.html").is_file():
        print(f"There is no site in {SITE}: make build")
        return 2
    try:
        environment = {**os.environ, "CHROME_PATH": find().path}
    except NoBrowserError as error:
        print(error)
        return 2
    command = [npx, "--yes", f"lighthouse@{VERSION}", "--output=json", "--quiet", f"--chrome-flags={FLAGS}"]
    short = []
    print(f"{'':36}{'  '.join(CATEGORIES)}   shift  first visit")
    with served(SITE) as address:
        for page in pages or _every_kind():
            look = _look([*command, f"{address}/{page}"], environment)
            if look.falls_short(page):
                looks = (look, *(_look([*command, f"{address}/{page}"], environment) for _ in range(2)))
                points, shifts, sizes = zip(*looks, strict=True)
                middle = tuple(statistics.median(each) for each in zip(*points, strict=True))
                look = Look(middle, statistics.median(shifts), statistics.median(sizes))
            told = "  ".join(f"{each:>{len(name)}.0f}" for name, each in zip(CATEGORIES, look.points, strict=True))
            mark = "  ✗" if look.falls_short(page) else ""
            print(f"{page or 'index':36}{told}   {look.shift:5.3f}  {look.kilobytes:4.0f} KB{mark}", flush=True)
            short += [page] if mark else []
    if short:
        print(f"Below {' / '.join(map(str, LEAST))}, {JUMPS} or {KILOBYTES} KB: {', '.join(short)}")
    return bool(short)


def _every_kind() -> list[str]:
    """Return the addresses of all pages, and of those that are made from the library the first."""
    pages = sorted(file.parent.relative_to(SITE).as_posix() for file in SITE.rglob("index.html"))
    api = [page for page in pages if page.startswith("reference/api/")]
    return ["" if page == "." else f"{page}/" for page in pages if page not in api[1:]]


def _look(command: list[str], environment: dict[str, str]) -> Look:
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if ran.returncode:
        print(f"Lighthouse {VERSION} stopped: {(ran.stderr.strip() or 'it says nothing').splitlines()[-1]}")
        sys.exit(2)
    report = json.loads(ran.stdout)
    sent = report["audits"]["network-requests"]["details"]["items"]
    return Look(
        tuple(round(100 * report["categories"][name]["score"]) for name in CATEGORIES),
        report["audits"]["cumulative-layout-shift"]["numericValue"],
        sum(each.get("transferSize") or 0 for each in sent) / 1000,
    )


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve a folder, compressed, while it is looked at."""
    [socket] = bind_sockets(0, "127.0.0.1")
    loop, left = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        files = (r"/(.*)", StaticFileHandler, {"path": str(site.resolve()), "default_filename": "index.html"})
        server = HTTPServer(Application([files], compress_response=True, log_function=lambda _: None))
        server.add_socket(socket)
        await left.wait()  # a loop that is told to stop before it runs would run on
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(left.set)
        thread.join()
        loop.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
