"""The store: what is kept comes back under its key alone, and a file is written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from lockstep.store import Store, digest, digest_files, digest_folder, write_whole


def test_what_is_kept_comes_back_under_its_key_alone(tmp_path: Path) -> None:
    kept = Store(tmp_path / "a" / "b")
    assert kept.read("it", "key") is None
    kept.write("it", "key", {"x": [1, None, 0.1]})
    assert kept.read("it", "key") == {"x": [1, None, 0.1]}
    assert kept.read("it", "another") is None
    kept.write("it", "another", 2)
    assert (kept.read("it", "key"), kept.read("it", "another")) == (None, 2)
    assert [path.name for path in kept.folder.iterdir()] == ["it.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"key": "key"}', b"\xff", b"null", b"\x00" * 9])
def test_what_is_damaged_counts_as_nothing(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "it.json").write_bytes(damage)
    assert Store(tmp_path).read("it", "key") is None


@pytest.mark.parametrize(("old", "new"), [("0.5", "0.125"), ('"b"', '"c"'), ("2", "3")])
def test_what_was_edited_by_hand_counts_as_nothing(tmp_path: Path, old: str, new: str) -> None:
    store = Store(tmp_path)
    store.write("it", "key", {"a": 0.5, "b": [2, None]})
    file = tmp_path / "it.json"
    text = file.read_text()
    file.write_text(text.replace(old, new, 1))
    assert store.read("it", "key") is None
    file.write_text(text)
    assert store.read("it", "key") == {"a": 0.5, "b": [2, None]}


def test_what_json_spells_in_another_way_comes_back(tmp_path: Path) -> None:
    kept = {"é\ud800": [float("inf"), 1e300, -0.0, {"z": 1, "a": (2, 3)}], "1": None}
    Store(tmp_path).write("it", "key", kept)
    assert Store(tmp_path).read("it", "key") == json.loads(json.dumps(kept))


def test_a_folder_in_the_place_of_a_file_counts_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "it.json").mkdir()
    assert Store(tmp_path).read("it", "key") is None


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "it"
    write_whole(path, "old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_holds_what_is_to_be_written_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "it"
    write_whole(path, "é")
    os.utime(path, ns=(1, 1))
    write_whole(path, "é".encode())
    assert path.stat().st_mtime_ns == 1
    write_whole(path, "e")
    assert path.read_text() == "e"


def test_who_may_read_a_file_that_was_written_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "it", "é")
    assert (tmp_path / "it").read_bytes() == "é".encode()
    assert (tmp_path / "it").stat().st_mode & 0o777 == 0o644


def test_a_digest_tells_texts_apart_however_they_are_cut() -> None:
    assert digest("ab", "c") == digest("ab", "c")
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("ab", "c", ""), digest()}) == 5


def test_the_digest_of_a_folder_is_that_of_its_files_wherever_it_stands(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "in").mkdir(parents=True)
        (tmp_path / name / "in" / "a").write_text("1")
        (tmp_path / name / "__pycache__").mkdir()
        (tmp_path / name / "__pycache__" / "a.pyc").write_text(name)
    one, two = tmp_path / "one", tmp_path / "two"
    assert digest_folder(one) == digest_folder(two) == digest_files([one / "in" / "a"], one)
    (two / "in" / "a").rename(two / "in" / "b")
    assert digest_folder(one) != digest_folder(two)
