"""What the key of a record covers: a change of any of it makes every program run again."""

from __future__ import annotations

import platform
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from lockstep.run import cache


@pytest.fixture
def key(shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Computes a key afresh, over a copy of the runner that a test may edit."""
    runner = tmp_path / "lockstep" / "run"
    shutil.copytree(Path(cache.__file__).parent, runner)
    monkeypatch.setattr(cache, "__file__", str(runner / "cache.py"))
    for module in (cache.binding, cache.private, cache.store, cache.values):
        copy = shutil.copy(module.__file__, runner.parent)
        monkeypatch.setattr(module, "__file__", str(copy))

    def compute() -> str:
        cache.environment.cache_clear()
        return cache.Cache(shelf.settings).key(shelf.snippet("x = 1\n"))

    yield compute
    cache.environment.cache_clear()


@pytest.mark.parametrize("part", ["python_implementation", "python_version", "system", "machine"])
def test_the_key_covers_python_and_the_platform(key, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    before = key()
    assert key() == before
    monkeypatch.setattr(platform, part, lambda: "other")
    assert key() != before


@pytest.mark.parametrize(
    "file", ["run/child.py", "run/figures.py", "binding.py", "private.py", "store.py", "values.py"]
)
def test_the_key_covers_the_runner(key, tmp_path: Path, file: str) -> None:
    before = key()
    path = tmp_path / "lockstep" / file
    path.write_text(path.read_text() + "\n")
    assert key() != before


def test_the_key_covers_what_is_installed(key, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    installed = [*cache.distributions(), SimpleNamespace(name="other", version="1", read_text=lambda _: None)]
    monkeypatch.setattr(cache, "distributions", lambda: installed)
    assert key() != before


def test_the_key_covers_what_lies_among_the_installed_and_belongs_to_nothing(
    key, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "packages"
    (folder / "loose").mkdir(parents=True)
    monkeypatch.setattr(cache.site, "getsitepackages", lambda: [str(folder)])
    before = key()
    (folder / "loose" / "part.py").write_text("n = 1\n")
    one = key()
    (folder / "loose" / "part.py").write_text("n = 2\n")
    assert len({before, one, key()}) == 3
    two = key()
    (folder / "numpy").mkdir()  # which a distribution lists as its own
    (folder / "numpy" / "part.py").write_text("n = 1\n")
    assert key() == two
    (folder / "alone.pth").symlink_to("nowhere")
    assert key() != two
