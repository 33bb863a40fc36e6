"""How a reader gets to run a program: the page that says how, and the archive; and what a wrong address shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

Reader = Callable[..., Page]


def test_from_a_statement_to_its_program_running(reader: Reader, site: Path, tmp_path: Path) -> None:
    page = reader("essay/three-senses/")
    evidence = page.locator("#missing-factor .ls-evidence")
    program = evidence.locator("code").first.inner_text()
    evidence.get_by_role("link", name="run it").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Run it")
    with page.expect_download() as download:
        page.get_by_role("link", name="programs.zip").click()
    with ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "programs"
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    run = [sys.executable, f"snippets/{program}"]
    done = subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.whole_site
def test_the_front_page_and_each_lab_lead_there(reader: Reader, site: Path) -> None:
    for address in ("", *(f"lab/{path.name}/" for path in (site / "lab").iterdir())):
        page = reader(address)
        page.locator("article").get_by_role("link", name="run it", exact=False).first.click()
        expect(page).to_have_title("Run it - The First Token")


def test_a_wrong_address_shows_the_nearest_pages(reader: Reader, site: Path) -> None:
    page = reader("404.html")
    page.route("**/empty_contxt", lambda route: route.fulfill(path=site / "404.html", content_type="text/html"))
    page.goto("essay/empty_contxt")
    expect(page.locator("article li a")).to_have_count(5)
    assert page.locator("article li a").first.get_attribute("href") == "/essay/empty-context/"
