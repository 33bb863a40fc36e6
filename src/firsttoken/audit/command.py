"""The command `firsttoken`: what a model's start symbol is worth."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from firsttoken.audit.asking import Asked
from firsttoken.audit.auditing import _documents, audit
from firsttoken.audit.facts import Fact
from firsttoken.audit.judging import Verdict
from firsttoken.audit.loading import load, read_texts
from firsttoken.audit.picture import draw, drawable
from firsttoken.audit.position import by_position
from firsttoken.audit.reading import around, encode
from firsttoken.audit.report import Report
from firsttoken.audit.rows import read_row, training_row
from firsttoken.errors import FirstTokenError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code: 1 if a check fails, 2 for what cannot be audited."""
    options = _parser().parse_args(arguments)
    try:
        report = _report(options)
    except FirstTokenError as error:
        print(f"firsttoken audit: {error}", file=sys.stderr)
        return 2
    print(report.to_json() if options.json else report)
    if options.check is not None and report.verdict != options.check:
        print(f"firsttoken audit: behind {report.put!r} it is {str(report.verdict)!r}", file=sys.stderr)
        return 1
    return 0


def _report(options: argparse.Namespace) -> Report:
    """Return what was asked for; what can be refused at once is, before the model is read."""
    texts = read_texts(options.texts, options.documents)
    picture = None if options.picture is None else drawable(options.picture)
    row = None if options.row is None else read_row(options.row)
    _say(f"loading {options.model}")
    model, tokenizer = load(options.model, device_map=options.device_map)
    begin = {} if options.start is None else {options.start: _ids(tokenizer, options.start)}
    facts: list[Fact] = []
    if row is not None:
        placed = around(tokenizer)
        start = begin[options.start] if begin else placed[0] if placed else []
        facts += training_row(*row, tokenizer, start)
    report = audit(model, tokenizer, texts, begin=begin, put=options.start, name=options.model, say=_say)
    if picture is not None:
        documents = _documents(tokenizer, texts)
        _say(f"reading {len(documents)} documents for the picture")
        starts = {each.name: each.ids for each in report.starts}
        costs = by_position(Asked(model), starts, [document[: report.window] for document in documents])
        draw(picture, costs, report.uniform, f"{Path(report.model).name}: {report.documents} documents")
    return replace(report, facts=(*report.facts, *facts))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsttoken", description=__doc__)
    command = parser.add_subparsers(required=True, metavar="audit").add_parser(
        "audit", help="say which ids a model reads before a text, and what its first token is worth behind each start"
    )
    command.add_argument("model", metavar="MODEL", help="a folder, a GGUF file, or a name that transformers knows")
    command.add_argument("--texts", metavar="FOLDER|FILE", help="documents: a file each, or a line of JSON each")
    command.add_argument("--documents", type=_positive, default=20, metavar="N", help="read at most so many (20)")
    command.add_argument("--start", metavar="TOKEN", help="the start that is used, such as '<|endoftext|>'")
    command.add_argument("--row", metavar="FILE", help="a row of training as JSON, with ids and labels: what is scored")
    command.add_argument("--picture", metavar="FILE", help="draw the costs by position, as .svg or .png")
    command.add_argument(
        "--device-map", metavar="MAP", help="where accelerate puts the model, such as auto: for one that is too large"
    )
    command.add_argument("--json", action="store_true", help="print the report as JSON")
    command.add_argument(
        "--check", choices=[*map(str, Verdict)], metavar="VERDICT", help=f"{', '.join(Verdict)}: else exit 1"
    )
    return parser


def _positive(given: str) -> int:
    number = int(given)
    if number < 1:
        raise ValueError
    return number


def _ids(tokenizer: object, start: str) -> list[int]:
    ids = encode(tokenizer, start)
    if not ids:
        raise FirstTokenError(f"the tokenizer has no token for {start!r}", "Name a token of its vocabulary")
    return ids


def _say(what: str) -> None:
    if sys.stderr.isatty():
        print(f"… {what}", file=sys.stderr)
