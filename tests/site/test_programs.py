"""How programs are shown: what stands open, what a reader chooses, what is copied, and what the keyboard meets."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

ROOT = Path(__file__).parents[2]
ESSAY = [f"essay/{path.stem}/" for path in sorted((ROOT / "docs").glob("essay/*.md"))]
every_chapter = pytest.mark.parametrize("address", ESSAY)
Reader = Callable[..., Page]
Leafing = Callable[[str], Page]

OPEN = "all => all.filter(each => each.open).length"
# Of each program of a page that is shown in parts: how many parts stand open, and how many lines these have.
HEARTS = """() => {
  const programs = new Map()
  for (const box of document.querySelectorAll("article [data-program]:not(.ls-whole *)")) {
    const lines = programs.get(box.dataset.program) ?? []
    const lined = box.querySelector("code").textContent.trim().split("\\n").length
    if (box.querySelector(":scope > details[open]")) lines.push(lined)
    programs.set(box.dataset.program, lines)
  }
  return [...programs]
}"""


@pytest.fixture(autouse=True)
def forgetful(contexts: dict[str, BrowserContext], reader: Reader) -> None:
    """Begin as somebody who has chosen nothing yet: what a page of the site stored is forgotten on any of its pages."""
    opened = [page for page in contexts["light"].pages if page.url.startswith("http")]
    page = opened[0] if opened else reader("404.html")
    page.evaluate("localStorage.clear()")


@every_chapter
def test_one_short_fragment_of_each_program_stands_open(reader: Reader, address: str) -> None:
    hearts = dict(reader(address).evaluate(HEARTS))
    assert hearts
    assert {name: lines for name, lines in hearts.items() if len(lines) != 1 or lines[0] > 12} == {}


def test_the_choice_is_kept_and_moves_nothing(reader: Reader) -> None:
    page = reader(ESSAY[0])
    folds = page.locator("details.ls-code")
    hearts = page.locator("details.ls-heart").count()
    assert folds.evaluate_all(OPEN) == hearts > 0
    page.get_by_role("radio", name="all").check()
    assert folds.evaluate_all(OPEN) == folds.count() > hearts
    for address in (ESSAY[0], ESSAY[1]):
        again = reader(address)
        folds = again.locator("details.ls-code")
        expect(again.get_by_role("radio", name="all")).to_be_checked()
        assert folds.evaluate_all(OPEN) == folds.count()
        shifts = again.evaluate("window.shifts")
        assert sum(value for value, _ in shifts) < 0.02, shifts
    page.get_by_role("radio", name="results only").check()
    assert page.locator("details.ls-code").evaluate_all(OPEN) == 0
    expect(page.locator(".ls-output").first).to_be_visible()
    expect(page.locator("figure .ls-drew[open]")).to_have_count(0)
    assert reader(ESSAY[0]).locator("details.ls-code").evaluate_all(OPEN) == 0


def test_the_check_under_a_question_stands_open_whatever_was_chosen(reader: Reader) -> None:
    reader(ESSAY[0]).get_by_role("radio", name="results only").check()
    page = reader("questions/")
    checks = page.locator("article [data-program]:not(.ls-whole *)")
    assert checks.count() > 10
    for check in checks.all():
        expect(check.locator("code").first).to_be_visible()
        check.scroll_into_view_if_needed()  # a button comes when its code does
        expect(check.get_by_role("button", name="Copy the whole program")).to_be_visible()
    expect(page.locator(".ls-control")).to_have_count(0)


def test_paper_follows_the_choice(reader: Reader) -> None:
    page = reader(ESSAY[0])
    page.emulate_media(media="print")
    shown = "all => all.filter(each => each.checkVisibility() && each.clientHeight).length"
    code = page.locator(".ls-code .highlight")
    assert code.evaluate_all(shown) == page.locator("details.ls-heart").count()
    assert page.locator("figure .highlight").evaluate_all(shown) == 0
    page.emulate_media(media="screen")
    page.get_by_role("radio", name="all").check()
    page.emulate_media(media="print")
    assert code.evaluate_all(shown) == code.count()


def test_without_scripts_everything_can_be_read(reader: Reader, site_url: str) -> None:
    browser = reader("404.html").context.browser
    assert browser is not None
    page = browser.new_context(java_script_enabled=False, base_url=site_url).new_page()
    page.goto(ESSAY[0])
    expect(page.locator(".ls-control").first).to_be_hidden()
    fold = page.locator("details.ls-code:not(.ls-heart)").first
    fold.locator("summary").click()
    expect(fold.locator("code")).to_be_visible()
    page.locator(".ls-evidence a[href^='#']").first.click()
    expect(page.locator("details.ls-again[open] code")).to_be_visible()
    page.context.close()


def test_what_is_copied_is_the_whole_program_and_runs_as_pasted(reader: Reader, site_url: str, tmp_path: Path) -> None:
    page = reader("essay/three-senses/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    heart = page.locator("[data-program='missing_factor'] .ls-heart")
    heart.scroll_into_view_if_needed()
    heart.get_by_role("button").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    pasted = tmp_path / "pasted.py"
    pasted.write_text(page.evaluate("navigator.clipboard.readText()"), "utf-8")
    run = subprocess.run([sys.executable, pasted], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip()
    first, *lines = pasted.read_text("utf-8").splitlines()
    assert first == f"# How to get what this program imports: {site_url}run/"
    source = (ROOT / "snippets/missing_factor.py").read_text("utf-8").splitlines()
    assert lines == [line for line in source if "--8<--" not in line]


def test_arrows_scroll_code_that_is_too_wide(reader: Reader) -> None:
    page = reader(ESSAY[1], width=320)
    page.get_by_role("radio", name="all").check()
    wide = "all => all.findIndex(each => each.scrollWidth > each.clientWidth + 40)"
    code = page.locator(".ls-snippet pre > code")
    code = code.nth(code.evaluate_all(wide))
    code.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


@every_chapter
def test_the_keyboard_meets_the_names_in_code_only_inside_it(leaf_through: Leafing, address: str) -> None:
    page = leaf_through(address)
    expect(page.locator("article a.ls-api:not([tabindex='-1'])")).to_have_count(0)
    block = page.locator("article .ls-heart code:has(a.ls-api)").first
    block.focus()
    page.keyboard.press("Enter")
    expect(block.locator("a.ls-api").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(block).to_be_focused()
