"""The site, live while it is written: every change is shown, and so is what is wrong, in the browser."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from mkdocs.__main__ import State
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.livereload import LiveReloadServer

from lockstep.book.config import CONFIG
from lockstep.edition import Edition

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<title>This cannot be shown</title><body style="font: 1rem/1.5 system-ui; max-width: 60em; margin: 2em auto">
<h1>This cannot be shown</h1><pre class="ls-problem" style="white-space: pre-wrap">{}</pre></body></html>"""


def serve(root: Path, port: int, *, dirty: bool) -> None:
    """Serve the book at `root`, on this machine alone, until Ctrl-C.

    With the hook of lockstep, `dirty` makes anew only what has changed.
    """
    state = State()  # MkDocs says on the terminal what it does
    with TemporaryDirectory(prefix="lockstep-", ignore_cleanup_errors=True) as folder:
        server = _Server(root, port, folder, dirty=dirty)
        state.logger.addHandler(server.heard)
        server.watch(str(root / CONFIG))
        try:
            server.make()
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            server.shutdown()
            state.logger.removeHandler(server.heard)


class _Server(LiveReloadServer):
    """A server that always answers: `problem` is why the book cannot be shown; empty while it can."""

    def __init__(self, root: Path, port: int, site: str, *, dirty: bool) -> None:
        super().__init__(self.make, "127.0.0.1", port, site)
        self.book, self.port, self.dirty = root, port, dirty
        self.problem = ""
        self.heard = _Heard()
        self.watched: set[Path] = set()
        self.error_handler = self._error_page

    def make(self) -> None:
        """Make what has changed; or keep why that cannot be, until the next change."""
        self.heard.said.clear()
        try:
            self._make()
        except Exception as error:  # whatever a plugin, an extension or a half-written file comes up with
            said = dict.fromkeys([*self.heard.said, str(error) or type(error).__name__])
            self.problem = "\n".join(said)
            print(self.problem, file=sys.stderr)
        else:
            self.problem = ""

    def _make(self) -> None:
        self._watch(self.book / "docs", self.book / "snippets")  # where it may be mended, if nobody can say
        settings = Edition.current(self.book).book.settings
        config = load_config(str(self.book / CONFIG), site_dir=self.root, strict=False)
        config.watch += [str(self.book / each) for each in (settings.snippets, *settings.library)]
        self._watch(*map(Path, (config.docs_dir, *config.watch)))
        address = urlsplit(config.site_url or "/").path
        self.mount_path = address if address.endswith("/") else f"{address}/"
        config.site_url = f"http://127.0.0.1:{self.port}{self.mount_path}"
        config.plugins.on_startup(command="serve", dirty=self.dirty)
        build(config, serve_url=config.site_url, dirty=self.dirty)

    def _watch(self, *paths: Path) -> None:
        for path in paths:
            if path.is_dir() and path.resolve() not in self.watched:
                self.watched.add(path.resolve())
                self.watch(str(path))

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer with what is wrong, where something is; the page asks again until it is mended."""
        if self.problem and not str(environ["PATH_INFO"]).startswith("/livereload/"):
            start_response("503 Service Unavailable", [("Content-Type", "text/html; charset=utf-8")])
            return [_PAGE.format(escape(self.problem)).encode()]
        return super().serve_request(environ, start_response)

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self.root) / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


class _Heard(logging.Handler):
    """Keeps what MkDocs says of errors, which it does not say in what it raises."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one."""
        self.said.append(record.getMessage())
