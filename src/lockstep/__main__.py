"""The commands: `python -m lockstep build | serve | check | new | review | accept | doubt`, in the book's folder."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from io import TextIOWrapper
from pathlib import Path

from lockstep.book.model import STATEMENT_KINDS
from lockstep.book.settings import load_settings
from lockstep.edition import SERVING, Edition
from lockstep.problem import STOPPED, BookError, of_the_disk
from lockstep.render.extension import WHOLE

_HOOKS = Path(__file__).resolve().parent / "site" / "hooks.py"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code. Problems are printed, each with its file, its line and a remedy."""
    parser = argparse.ArgumentParser(prog="lockstep", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="run every snippet, check every rule, build the site")
    building.add_argument("--apart", action="store_true", help="to a folder of its generator's own, beside the site")
    serving = commands.add_parser("serve", help="serve the site as MkDocs makes it, live on every change")
    serving.add_argument("--port", type=int, default=8000)
    serving.add_argument("--whole", action="store_true", help="with the search and the API reference, which is slower")
    commands.add_parser("check", help="run every snippet and check every rule")
    making = commands.add_parser("new", help="write the three parts of a new statement, for its author to fill in")
    making.add_argument("id", help="its permanent name, such as missing-factor")
    making.add_argument("page", help="where it is to stand, such as docs/essay/chain.md: at the end")
    making.add_argument("--kind", choices=list(STATEMENT_KINDS), default="claim")
    making.add_argument("--title", default="", help="what it is called; else the name, in words")
    commands.add_parser("review", help="walk through what changed since it was accepted: both sides, then yes or no")
    accepting = commands.add_parser("accept", help="enter sections into the ledger, after reading both of their sides")
    accepting.add_argument("ids", nargs="+", help="sections, as problems name them; or statements, for their sections")
    doubting = commands.add_parser("doubt", help="attack every statement; its evidence must beat each attack")
    doubting.add_argument("ids", nargs="*", help="statements; all of them, if none is named")
    options = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may have fewer characters than a book
    try:
        # Each imports what it alone needs: what makes labs and sites takes longer to load than a check takes.
        if options.command == "accept":
            from lockstep.accept import accept

            return accept(Path.cwd(), options.ids)
        if options.command == "new":
            from lockstep.new import new

            return new(Path.cwd(), options.id, options.page, options.kind, options.title)
        if options.command == "review":
            from lockstep.accept import review

            return review(Path.cwd(), input if sys.stdin.isatty() else None)
        if options.command == "doubt":
            from lockstep.doubt.command import doubt

            return doubt(Path.cwd(), options.ids)
        if options.command == "serve":
            return _serve(options.port, whole=options.whole)
        return _build(publish=options.command == "build", apart=options.command == "build" and options.apart)
    except BookError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(of_the_disk(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED


def _build(*, publish: bool, apart: bool) -> int:
    edition = Edition.current(Path.cwd())
    if edition.problems:
        raise BookError(edition.problems)
    book = edition.book
    print(f"{len(book.pages)} pages, {len(book.statements)} statements, {len(book.snippets)} programs: all in step")
    if not publish:
        return 0
    from lockstep.site.publish import publish_site

    return publish_site(edition, _environment(), apart=apart)


def _serve(port: int, *, whole: bool) -> int:
    from lockstep.site.serve import serve

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            print(f"port {port} is in use: stop what uses it, or choose another with PORT={port + 1}", file=sys.stderr)
            return 1
    root = Path.cwd()
    os.environ |= _environment() | {SERVING: "1", WHOLE: "true" if whole else "false"}
    # A search index needs every page; without one, the hook knows which to make.
    serve(root, port, dirty=not whole and _has_hook(root))
    return 0


def _has_hook(root: Path) -> bool:
    try:
        return _HOOKS in [(root / hook).resolve() for hook in load_settings(root).hooks]
    except BookError:  # the browser will show why
        return False


def _environment() -> dict[str, str]:
    # MkDocs writes the time of the build into what it makes, unless it is told another.
    return {"SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1"} | dict(os.environ)


if __name__ == "__main__":
    sys.exit(main())
