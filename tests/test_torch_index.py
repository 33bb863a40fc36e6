"""Where torch comes from is decided by what was named, by pip's own settings and by the system, in this order."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from machine.torch_index import WITHOUT_CUDA, choose, places

ROOT = Path(__file__).parents[1]


def test_linux_without_settings_takes_the_build_without_cuda() -> None:
    index, said = choose("", "", "linux")
    assert index == WITHOUT_CUDA
    assert WITHOUT_CUDA in said
    assert "TORCH_INDEX" in said


def test_elsewhere_pip_is_left_as_it_is() -> None:
    assert choose("", "", "darwin")[0] == ""


def test_what_torch_index_names_decides_over_the_settings_and_the_system() -> None:
    for settings in ("", "global.index-url='https://mirror/simple'\n"):
        for platform in ("linux", "darwin"):
            index, said = choose("https://example.org/cpu", settings, platform)
            assert index == "https://example.org/cpu"
            assert "TORCH_INDEX" in said


def test_where_pip_has_its_own_places_nothing_else_is_asked_and_they_are_named() -> None:
    settings = "global.cert='/x'\nglobal.index-url='https://mirror/simple'\n:env:.find-links='/wheels'\n"
    index, said = choose("", settings, "linux")
    assert index == ""
    assert "(global.index-url, :env:.find-links)" in said


@pytest.mark.parametrize(
    ("setting", "tells"),
    [
        (":env:.index-url='https://mirror/simple'", True),
        (":env:.pypi-url='https://mirror/simple'", True),
        (":env:.extra-index-url='https://mirror/simple'", True),
        (":env:.find-links='/wheels'", True),
        (":env:.no-index='1'", True),
        (":env:.no-index='false'", False),
        (":env:.index-url=''", False),
        (":env:.trusted-host='mirror'", False),
        ("global.index-url='https://mirror/simple'", True),
        ("install.index-url='https://mirror/simple'", True),
        ("install.no-index='Yes'", True),
        ("install.no-index='no'", False),
        ("download.index-url='https://mirror/simple'", False),
        ("list.find-links='/wheels'", False),
        ("global.timeout='60'", False),
    ],
)
def test_a_setting_counts_where_it_tells_an_installation_where_to_look(setting: str, tells: bool) -> None:
    name = setting.partition("=")[0]
    assert places(f"global.cert='/certificates'\n{setting}\n") == [name] * tells


def test_the_settings_are_read_as_pip_prints_them(tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text(
        "[global]\nindex_url = https://mirror/simple\n[download]\nextra-index-url = https://mirror/simple\n"
        "[install]\nno-index = no\nfind-links =\n    /wheels\n    https://mirror/it's/wheels\n"
    )
    said = {"PIP_CONFIG_FILE": str(file), "PIP_EXTRA_INDEX_URL": "https://mirror/simple", "PIP_NO_INDEX": "true"}
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, env=os.environ | said, capture_output=True, text=True, check=True).stdout
    found = set(places(listed))
    assert {"global.index-url", "install.find-links", ":env:.extra-index-url", ":env:.no-index"} <= found
    assert found.isdisjoint({"download.extra-index-url", "install.no-index"})


def test_make_can_ask_for_it() -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    for named in ("", "https://example.org/cpu"):
        command = [sys.executable, "-m", "machine.torch_index", named]
        environment = clean | {"PIP_CONFIG_FILE": os.devnull}
        asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        index, said = choose(named, "", sys.platform)
        assert asked.stdout == f"{index}\n"
        assert asked.stderr == f"{said}\n"
