"""Programs: each one that is mentioned exists, runs clean, asserts something, and is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lockstep.book import Book
from lockstep.book.model import STATEMENT_KINDS, Snippet
from lockstep.book.text import named, unprintable
from lockstep.check.statements import IDENT
from lockstep.problem import Place, Problem, did_you_mean
from lockstep.run import Record

#: How a run ended that did not pass.
ENDINGS = {"raised": "failed", "timeout": "ran out of time", "killed": "was killed"}
_REMEDIES = {
    "timeout": "make it faster, or raise time_limit in mkdocs.yml; to see it: {run}",
    "killed": "find what ended it: memory, a signal or os._exit; to see it: {run}",
}


def check_mentions(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """A program that a statement, a fence or a value needs and that is not there: once, where it is first needed."""
    needed: dict[str, tuple[Place, str]] = {}
    for page in book.pages:
        for statement in page.statements:
            if STATEMENT_KINDS[statement.kind] and IDENT.fullmatch(statement.ident):
                needed.setdefault(statement.snippet, (statement.place, f"the {statement.kind} has no evidence"))
        for fence in page.fences:
            needed.setdefault(fence.snippet, (fence.place, "the fence includes a program that is not there"))
        for value in page.values:
            needed.setdefault(value.snippet, (value.place, f"the value {value.spelling!r} has no program"))
    for name, (place, what) in needed.items():
        if name not in book.snippets:
            path, hint = book.settings.program(name), did_you_mean(name, book.snippets)
            kept = "; ids are permanent: if this one was changed, change it back" if "evidence" in what else ""
            remedy = f"write {path}" + (f"; or {hint}" if hint else "") + kept
            yield place.problem(f"{what}: {path} is missing", remedy)


def check_settings(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Names of slow programs that are not there, and prefixes of no chapter."""
    settings = book.settings
    for number, name in enumerate(settings.slow):
        if name not in book.snippets:
            what = f"slow: there is no {settings.program(name)}"
            remedy = did_you_mean(name, book.snippets, "name a program, without .py; or remove the name")
            yield settings.place("slow", number).problem(what, remedy)
    uris = [page.uri for page in book.texts]
    for number, prefix in enumerate(settings.chapters):
        if not any(uri.startswith(prefix) for uri in uris):
            what = f"chapters: no page of {settings.docs} begins with {prefix!r}"
            remedy = did_you_mean(prefix, uris, "write how their paths begin, such as essay/; or take it out")
            yield settings.place("chapters", number).problem(what, remedy)


def check_sources(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """What is malformed in a program's source, and programs that assert nothing."""
    for snippet in book.snippets.values():
        yield from snippet.problems
        if not snippet.problems and not snippet.draws and not snippet.assertions:
            remedy = "assert what the statement says, or name it fig_… if it only draws"
            yield Place(snippet.path, 1).problem("the program asserts nothing, so it cannot fail", remedy)


def check_runs(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """How each run ended, and the assertions that it never came to; what stops many programs alike is said once."""
    alike: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, each in records.items():
        if each.failure is not None and name in book.snippets:
            alike[each.status, each.failure.message].append(name)
    for name, snippet in book.snippets.items():
        if (record := records.get(name)) is None:
            continue
        run = f"python {snippet.path}"
        if record.failure is not None:
            first, *others = alike[record.status, record.failure.message]
            if name != first:
                continue
            what = f"the program {ENDINGS[record.status]}: {record.failure.message}"
            if others:
                what += f"\n      and so did {', '.join(map(book.settings.program, others))}"
            remedy = _REMEDIES.get(record.status, "mend the program, or the library under it; to see it: {run}")
            yield Place(snippet.path, record.failure.line).problem(what, remedy.format(run=run))
        elif record.stderr.strip():
            what = f"the program wrote on standard error: {record.stderr.strip().splitlines()[0]}"
            yield Place(snippet.path, 1).problem(what, f"mend what it warns of; to see it: {run}")
        elif shown := [each for each in record.outputs if unprintable(each.text)]:
            what = f"the program prints a control character, {named(unprintable(shown[0].text))}, that no page can show"
            yield Place(snippet.path, shown[0].line).problem(what, "print plain text, without colours; or its repr")
        else:
            for assertion in snippet.assertions:
                if assertion.line not in record.reached:
                    what = f"the assertion is never reached: {assertion.condition}"
                    yield Place(snippet.path, assertion.line).problem(what, "call the code around it, or remove it")


def check_shown(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Programs that no page shows, and sections of those that some page shows."""
    shown: defaultdict[str, set[str | None]] = defaultdict(set)
    for page in book.pages:
        for fence in page.fences:
            shown[fence.snippet].add(fence.section)
        for code in page.code:
            if code.includes:  # by a fence with which something else is wrong
                shown[code.includes].add(None)
    for name, snippet in book.snippets.items():
        if name not in shown:
            remedy = f'show it in a python fence with --8<-- "{name}.py", or remove it'
            yield Place(snippet.path, 1).problem("no page shows the program", remedy)
        elif not snippet.problems and None not in shown[name]:
            yield from _unused(snippet, shown[name])


def _unused(snippet: Snippet, shown: set[str | None]) -> Iterator[Problem]:
    sections = {section.name for section in snippet.sections}
    if shown - sections:
        return  # reported where a section is named that is not there: it may well be this one
    for section in snippet.sections:
        if section.name not in shown:
            remedy = f'show it in a python fence with --8<-- "{snippet.name}.py:{section.name}", or remove its marks'
            place = Place(snippet.path, section.first - 1)
            yield place.problem(f"no page shows the section {section.name!r}", remedy)
