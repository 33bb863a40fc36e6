"""With `--skip-unchanged`, a test that passed is skipped while nothing that it depends on has changed.

It is the rule of the records of programs, for tests: what a test depends on is named by its folder or by the marker
`depends`, and the digest of that is kept for what passed, in build/passed.json. Where all have passed and nothing at
all has changed, none is looked for. Without the option all tests run.
"""

from __future__ import annotations

import signal
from contextlib import suppress
from functools import cache

import pytest
from dependencies import ROOT, digest

from lockstep.store import Store
from machine.browser import NoBrowserError, find

PASSED = Store(ROOT / "build")
# A test of another folder depends on all that is kept in the repository.
OWN = ("tests/conftest.py", "tests/dependencies.py", "src/lockstep/store.py", "pyproject.toml", "src/pyproject.toml")
FOLDERS = {
    "tests/firsttoken": ("src/firsttoken", "tests/firsttoken", *OWN),
    "tests/lockstep": ("src/lockstep", "tests/lockstep", *OWN),
}
# By name, since a folder may be no checkout of git; what begins with a dot is a tool's own, but for these.
KEPT = tuple(sorted(path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "build"))
KEPT += (".ci", ".github", *sorted(path.name for path in ROOT.glob(".*rc.*")))
KEY = "what it depends on"
_digest = cache(digest)
AGAIN = (
    "All tests have passed on these files, in this browser, with what is installed. To run them again: python -m pytest"
)
BEGAN = pytest.StashKey[str]()
_before: dict[str, str] = {}
_passed: dict[str, str] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make test` choose."""
    parser.addoption("--skip-unchanged", action="store_true", help="skip what has passed on the same files before")


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker, take back from the caller what it ignores of signals, and read what passed before."""
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD):
        if signal.getsignal(number) == signal.SIG_IGN:  # as of one in the background; what a test starts inherits it
            signal.signal(number, signal.SIG_DFL)
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    config.addinivalue_line(
        "markers", "depends(*files, tool, made): what decides about a test, where that is not its folder"
    )
    if config.getoption("skip_unchanged"):
        _before.update(_read())


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """End at once where the whole suite has passed as things are: only to look for its tests takes seconds."""
    state = _state() if _is_whole(config) else ""
    config.stash[BEGAN] = state
    if not state or PASSED.read("passed-whole", state) is None:
        return None
    print(AGAIN)
    return 0


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs no run, and note for the report of every other test what it depends on."""
    if not item.config.getoption("skip_unchanged") or not isinstance(item, pytest.Function):
        return  # a fence is judged by a record, which costs nothing
    key = _depends(item)
    if _before.get(item.nodeid) == key:
        pytest.skip("passed before, on the same files")
    item.user_properties.append((KEY, key))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what passed. Where tests run in several processes, the first is told of all of them."""
    properties = dict(report.user_properties)
    if report.when == "call" and report.passed and KEY in properties:
        _passed[report.nodeid] = str(properties[KEY])
    elif report.failed:
        _passed.pop(report.nodeid, None)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write down what passed, beside what had passed before; and that all did, on files that stayed as they were."""
    if _passed and not hasattr(session.config, "workerinput"):
        PASSED.write("passed", "", dict(sorted((_read() | _passed).items())))
    began = session.config.stash.get(BEGAN, "")
    if exitstatus == 0 and began and began == _state():
        PASSED.write("passed-whole", began, True)


def _is_whole(config: pytest.Config) -> bool:
    """Whether all tests were asked for, and none that need no run."""
    asked = config.option
    chosen = [asked.keyword, asked.markexpr, asked.deselect, asked.ignore, asked.collectonly, asked.maxfail]
    chosen += [config.getoption(name, False) for name in ("lf", "stepwise")]  # of a plugin that may be off
    all_of_them = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not any(chosen)
    return bool(asked.skip_unchanged and all_of_them and not hasattr(config, "workerinput"))


def _state() -> str:
    """Return a digest of all that any test depends on; nothing where there is no browser, for then not all can pass."""
    with suppress(NoBrowserError):
        return digest(KEPT, tool=find().version)
    return ""


def _depends(item: pytest.Function) -> str:
    mark = item.get_closest_marker("depends")
    if mark is None:
        return _digest(_names(item))
    made = mark.kwargs.get("made", tuple)  # files that are there when it has been called
    return _digest((*mark.args, *made()), tool=mark.kwargs.get("tool", ""))


def _names(item: pytest.Item) -> tuple[str, ...]:
    folder = item.path.relative_to(ROOT).as_posix()
    return next((names for name, names in FOLDERS.items() if folder.startswith(f"{name}/")), KEPT)


def _read() -> dict[str, str]:
    return dict(PASSED.read("passed", "") or {})
