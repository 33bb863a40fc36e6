"""Building the site beside the last one, and putting it in its place only when nothing is wrong with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

from lockstep.edition import Edition
from lockstep.math.font import write_subset
from lockstep.problem import BookError
from lockstep.site import check_site
from lockstep.site.archive import write_archive
from lockstep.site.left import write_left
from lockstep.site.standing import Standing

SITE = "site"
FONT = "math.woff2"


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
