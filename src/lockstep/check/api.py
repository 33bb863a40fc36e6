"""The API reference: every public name of the library is documented once, and used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from lockstep.book import Book
from lockstep.book.config import CONFIG
from lockstep.book.text import read_source
from lockstep.names.api import Api
from lockstep.names.reach import reached
from lockstep.names.read import read_all
from lockstep.problem import Place, Problem, did_you_mean
from lockstep.run import Record


def check_entries(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Entries of nothing, entries under another name than the one in the defining module, and second entries."""
    api = Api(book)
    first: dict[str, Place] = {}
    if api.entries and not book.settings.library:
        what = "library names no folder, and the pages document one"
        yield Place(CONFIG, book.settings.lines["library",]).problem(what, "name the folder of the package, from here")
        return
    for _, entry in api.entries:
        target = api.library.find(entry.path)
        if target is None:
            remedy = did_you_mean(entry.path, api.library.public, "name an object of the library, in full")
            yield entry.place.problem(f"the library has no {entry.path}", remedy)
        elif target.path != entry.path:
            what = f"{entry.path} is defined as {target.path}"
            yield entry.place.problem(what, f"document it where it is defined: `::: {target.path}`")
        elif entry.path in first:
            what = f"{entry.path} is documented already, at {first[entry.path]}"
            yield entry.place.problem(what, "remove one of the two")
        else:
            first[entry.path] = entry.place


def check_documented(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Public names without an entry."""
    api = Api(book)
    documented = {entry.path for _, entry in api.entries}
    for path in api.library.public:
        if path not in documented:
            what = f"no page documents the public name {path}"
            yield _definition(api, path).problem(what, f"add `::: {path}` to {_page_for(api, path)}")


def check_used(book: Book, records: Mapping[str, Record]) -> Iterator[Problem]:
    """Public names that no program uses; see `reached` for what counts as use."""
    if any(snippet.problems for snippet in book.snippets.values()):
        return  # that is reported where it stands, and what it would use cannot be told
    api = Api(book)
    library = api.library
    names = read_all(library, tuple(_programs(book)))
    paths = {each for name in names for each in (name.path, name.owner)}
    used = reached(library, {public for path in paths if (public := library.covering(path)) is not None})
    for path in library.public:
        if path not in used:
            what = f"no snippet, lab or command uses the public name {path}"
            yield _definition(api, path).problem(what, "use it in one, or remove it from the library")


def _programs(book: Book) -> Iterator[tuple[str, str, str]]:
    """Yield every program of the book: its name, its source, and the package that it belongs to."""
    settings = book.settings
    yield from ((name, snippet.source, "") for name, snippet in book.snippets.items())
    yield from ((Path(lab.path).stem, lab.source, "") for lab in book.labs)
    for folder in settings.library:
        command = f"{folder}/__main__.py"
        if (settings.root / command).is_file():
            yield Path(folder).name, read_source(settings.root, command), Path(folder).name


def _definition(api: Api, path: str) -> Place:
    target, root = api.library.find(path), api.book.settings.root
    assert target is not None  # or it would not be public
    assert not isinstance(target.filepath, list)
    return Place(target.filepath.relative_to(root).as_posix(), target.lineno or 1)


def _page_for(api: Api, path: str) -> str:
    """Return the page that documents the module of a name, or else one beside the pages of other modules."""
    module = path.rpartition(".")[0]
    pages = Counter(page.path for page, entry in api.entries if entry.path.rpartition(".")[0] == module)
    if pages:
        return pages.most_common(1)[0][0]
    first = next((page.path for page, _ in api.entries), f"{api.book.settings.docs}/reference/")
    folder = first.rpartition("/")[0]
    return f"{folder}/{module.rpartition('.')[2]}.md"
