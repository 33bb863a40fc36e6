"""The command `firsttoken`: what a model's start symbol is worth."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from firsttoken.audit.auditing import audit
from firsttoken.audit.judging import Verdict
from firsttoken.audit.loading import load, read_texts
from firsttoken.audit.reading import encode
from firsttoken.errors import FirstTokenError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit code: 1 if a check fails, 2 for what cannot be audited."""
    options = _parser().parse_args(arguments)
    try:
        texts = read_texts(options.texts, options.documents)
        _say(f"loading {options.model}")
        model, tokenizer = load(options.model)
        begin = {} if options.start is None else {options.start: _ids(tokenizer, options.start)}
        report = audit(model, tokenizer, texts, begin=begin, put=options.start, name=options.model, say=_say)
    except FirstTokenError as error:
        print(f"firsttoken audit: {error}", file=sys.stderr)
        return 2
    print(report.to_json() if options.json else report)
    if options.check is not None and report.verdict != options.check:
        print(f"firsttoken audit: behind {report.put!r} it is {str(report.verdict)!r}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="firsttoken", description=__doc__)
    command = parser.add_subparsers(required=True, metavar="audit").add_parser(
        "audit", help="say which ids a model reads before a text, and what its first token is worth behind each start"
    )
    command.add_argument("model", metavar="MODEL", help="a folder, a GGUF file, or a name that transformers knows")
    command.add_argument("--texts", metavar="FOLDER|FILE", help="documents: a file each, or a line of JSON each")
    command.add_argument("--documents", type=_positive, default=20, metavar="N", help="read at most so many (20)")
    command.add_argument("--start", metavar="TOKEN", help="the start that is used, such as '<|endoftext|>'")
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
