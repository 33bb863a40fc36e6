"""Building the site beside the last one, unless that stands; it takes its place only when nothing is wrong with it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from filelock import FileLock

import lockstep
from lockstep.book.config import CONFIG
from lockstep.book.settings import Settings
from lockstep.edition import SERVING, Edition
from lockstep.math.font import write_subset
from lockstep.problem import BookError
from lockstep.run.cache import environment as surroundings
from lockstep.site import check_site
from lockstep.site.archive import write_archive
from lockstep.site.left import write_left
from lockstep.store import Store, digest, digest_files, digest_folder

SITE, FONT = "site", "math.woff2"
#: What programs and labs left in the build folder, which pages show.
_SHOWN = ("records", "labs")
_ASKED = re.compile(r"!ENV\s*\[?\s*(\w+)")


def write_generated(edition: Edition) -> None:
    """Write what pages need and no source holds: the font of the formulas, the archive of programs, and long tables."""
    settings = edition.book.settings
    write_subset(edition.formulas.values(), settings.root / settings.generated / FONT)
    write_archive(settings)
    write_left(edition)


def publish_site(edition: Edition, environment: Mapping[str, str], *, apart: bool = False) -> int:
    """Build the site of an edition, where it does not stand already; return the exit code of its generator.

    The generator has said what it did not like. A site that is to stand `apart`, for a comparison, is in a folder that
    has the name of its generator.

    Raises:
        BookError: A lab failed; or the site was built, and is not what its sources state. The last good site, if
            any, stays.
    """
    build = edition.book.settings.root / edition.book.settings.build
    build.mkdir(exist_ok=True)
    with FileLock(build / "publish.busy"):  # two builds at once would take each other's folders away
        if edition.book.labs:
            from lockstep.lab.run import run_labs  # which takes long to load

            run_labs(edition.book.labs, edition.book.settings)
        write_generated(edition)
        folder = f"{SITE}-{edition.book.settings.generator}" if apart else SITE
        return _publish(edition, build / folder, environment)


def _publish(edition: Edition, site: Path, environment: Mapping[str, str]) -> int:
    fresh, old = (site.with_name(f"{site.name}{suffix}") for suffix in (".new", ".old"))
    standing = Standing(edition.book.settings, site, environment)
    if standing.holds():
        print(f"{site.relative_to(edition.book.settings.root)} stands as it would be built now")
        return 0
    shutil.rmtree(fresh, ignore_errors=True)  # of a build that was killed
    try:
        if code := _generate(edition, fresh, environment):
            return code
        if problems := check_site(edition, fresh):
            raise BookError(problems)
        shutil.rmtree(old, ignore_errors=True)
        if site.exists():
            site.rename(old)
        fresh.rename(site)
        shutil.rmtree(old, ignore_errors=True)
        standing.keep()
        return 0
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _generate(edition: Edition, fresh: Path, environment: Mapping[str, str]) -> int:
    """Let the generator that the book chose write its site; return its exit code."""
    settings = edition.book.settings
    if settings.generator == "zensical":
        from lockstep.site.zensical import generate  # which takes long to load

        return generate(edition, fresh, environment)
    command = [sys.executable, "-m", "lockstep.site.generate", "build", "--strict", "--clean", "--site-dir", str(fresh)]
    return subprocess.run(command, cwd=settings.root, env=environment, check=False).returncode


class Standing:
    """A site, and what it was built of: files of the book, packages, and what mkdocs.yml asks of the environment."""

    def __init__(self, settings: Settings, site: Path, environment: Mapping[str, str]) -> None:
        self._site = site
        build = settings.root / settings.build
        self._store = Store(build / "standing")
        asked = sorted({SERVING, "SOURCE_DATE_EPOCH", *_ASKED.findall((settings.root / CONFIG).read_text("utf-8"))})
        self._key = digest(
            surroundings(),
            digest_folder(Path(lockstep.__file__).parent),
            digest_files(_sources(settings.root, build), settings.root),
            *(digest_folder(build / name) for name in _SHOWN),
            *(f"{name}={environment[name]}" if name in environment else name for name in asked),
        )

    def holds(self) -> bool:
        """Return whether the site is there, file by file as a build of all this left it."""
        return self._site.is_dir() and self._store.read(self._site.name, self._key) == digest_folder(self._site)

    def keep(self) -> None:
        """Remember the site that is there as the one that was built of all this."""
        self._store.write(self._site.name, self._key, digest_folder(self._site))


def _sources(folder: Path, build: Path) -> Iterator[Path]:
    """Yield the files of a book, but for what is hidden and what was built."""
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name == "__pycache__" or path == build:
            continue
        if path.is_dir():
            yield from _sources(path, build)
        elif path.is_file():
            yield path
