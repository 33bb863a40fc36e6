"""What holds for every figure that a reader can move, whatever it is about; what one computes has a test of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from moving import left, opened
from playwright.sync_api import Browser, Page, expect

Reader = Callable[..., Page]

DOCS = Path(__file__).parents[2] / "docs"
_MOVES = re.compile(r"^    moves: ([\w-]+)$", re.M)
#: The page of each figure that moves, and its element.
MOVING = [
    (f"{page.relative_to(DOCS).with_suffix('').as_posix()}/", name)
    for page in sorted(DOCS.rglob("*.md"))
    for name in _MOVES.findall(page.read_text("utf-8"))
]
each_figure = pytest.mark.parametrize(("address", "name"), MOVING)
WIDTHS = (1280, 390, 320)

#: Every word that an element shows or says, but for those of the figure's drawing that does not move.
WORDS = """each => {
  const texts = [], walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest(".ls-drawing:not(.ls-live)"))
    texts.push(walker.currentNode.data)
  for (const named of each.querySelectorAll("[aria-label], [aria-valuetext], [title], [placeholder]"))
    for (const { name, value } of named.attributes)
      if (["aria-label", "aria-valuetext", "title", "placeholder"].includes(name)) texts.push(value)
  return texts.join(" ").match(/[^\\W\\d_]+/gu) ?? []
}"""

#: Press, tick, choose and slide all that there is, one after another, and look after each.
PLAY = """async each => {
  const words = new Set(), look = () => { for (const word of (LOOK)(each)) words.add(word) }
  look()
  for (const control of each.querySelectorAll("button, input, select, textarea")) {
    if (control.matches("button, [type=checkbox], [type=radio]")) control.click()
    for (const value of control.matches("[type=range]") ? [control.min, control.max]
      : control.matches("select") ? [...control.options].slice(0, 3).map(option => option.value) : []) {
      control.value = value
      for (const event of ["input", "change"]) control.dispatchEvent(new Event(event, { bubbles: true }))
      look()
    }
    look()
  }
  await new Promise(resolve => setTimeout(resolve, 500))
  look()
  return [...words]
}""".replace("LOOK", WORDS)

TARGETS = """each => [...each.querySelectorAll("button, input, select, textarea")].map(control => {
  const { width, height } = (control.closest("label") ?? control).getBoundingClientRect()
  return [control.textContent.slice(0, 20) || control.type, Math.round(Math.min(width, height) * 10) / 10]
}).filter(([, size]) => size < 44)"""

NAMELESS = """each => [...each.querySelectorAll("button, input, select, textarea")]
  .filter(control => !(control.matches("button") ? control : control.labels[0])?.textContent.trim())
  .map(control => control.outerHTML)"""


#: Slide all that slides, once more than is needed to make what is made once, and count what changed then; NaN where an
#: element came or went, which makes a frame dear.
SLIDE = """each => {
  const observer = new MutationObserver(() => {})
  for (const again of [false, true]) {
    if (again) observer.observe(each, { subtree: true, childList: true, characterData: true, attributes: true })
    for (const slider of each.querySelectorAll("[type=range]"))
      for (const share of [0, 0.3, 0.8, 1]) {
        slider.value = `${Number(slider.min) + share * (slider.max - slider.min)}`
        slider.dispatchEvent(new Event("input", { bubbles: true }))
      }
  }
  const records = observer.takeRecords()
  return records.some(record => record.type === "childList") ? NaN : records.length
}"""

#: How much room an element takes beside the drawing that does not move.
BARE = """each => Math.round(each.getBoundingClientRect().height
  - each.querySelector(".ls-drawing:not(.ls-live)").getBoundingClientRect().height)"""


def height(page: Page, name: str) -> float:
    return float(page.locator(name).first.evaluate("each => each.getBoundingClientRect().height"))


@each_figure
def test_every_word_is_one_of_the_page_or_of_the_program(reader: Reader, site: Path, address: str, name: str) -> None:
    page = reader(address)
    opened(page, name)
    soup = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")
    [element] = soup.find_all(name)
    written = f"{element.get_text(' ')} {left(site, element)} {element.select_one('[aria-label]')['aria-label']}"
    titles = " ".join(str(tag.get("title", "")) for tag in element.find_all(True))
    known = set(re.findall(r"[^\W\d_]+", f"{written} {titles}"))
    shown = page.locator(name).first.evaluate(PLAY)
    assert shown
    assert set(shown) <= known


@each_figure
def test_the_first_state_shows_what_the_program_computed(reader: Reader, site: Path, address: str, name: str) -> None:
    soup = BeautifulSoup((site / address / "index.html").read_text("utf-8"), "html.parser")
    written = [tag.get_text() for tag in soup.find(name).select(".ls-value")]
    page = reader(address)
    opened(page, name)
    values = page.locator(f"{name} .ls-value")
    assert values.all_text_contents() == written
    assert len(written) > 0


@each_figure
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_shifts_when_the_controls_come(reader: Reader, address: str, name: str, width: int) -> None:
    page = reader("404.html", width=width)
    page.route(f"**/{name}.js", lambda route: route.abort())
    page.goto(address)
    before = height(page, name)
    expect(page.locator(f"{name} button")).to_have_count(0)
    page.unroute(f"**/{name}.js")
    page.goto(address)
    opened(page, name)
    assert abs(height(page, name) - before) <= 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(name).first.evaluate(TARGETS) == []
    assert page.locator(name).first.evaluate(NAMELESS) == []


@each_figure
def test_without_a_script_and_on_paper_the_drawing_stands(
    browser: Browser, reader: Reader, site_url: str, address: str, name: str
) -> None:
    seen = f"{name} > :not(.ls-drawing), {name} > .ls-live"
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    silent = context.new_page()
    silent.goto(address)
    expect(silent.locator(f"{name} .ls-drawing svg")).to_be_visible()
    assert not any(part.is_visible() for part in silent.locator(seen).all())
    assert silent.locator(name).evaluate(BARE) == 0
    context.close()
    page = reader(address)
    opened(page, name)
    page.emulate_media(media="print")
    expect(page.locator(f"{name} > .ls-drawing:not(.ls-live) svg")).to_be_visible()
    assert not any(part.is_visible() for part in page.locator(seen).all())
    assert page.locator(name).evaluate(BARE) == 0


@each_figure
def test_the_keyboard_reaches_every_control_and_the_result_is_said(reader: Reader, address: str, name: str) -> None:
    page = reader(address)
    controls = page.locator(f"{name} :is(button, input, select, textarea)")
    opened(page, name)
    reached: Counter[int] = Counter()
    controls.first.focus()
    for _ in range(controls.count() * 3):
        index = page.evaluate(
            "name => [...document.querySelectorAll(`${name} :is(button, input, select, textarea)`)]"
            ".indexOf(document.activeElement)",
            name,
        )
        reached[index] += 1
        page.keyboard.press("Tab")
    visible = [index for index, each in enumerate(controls.all()) if each.is_visible() and each.is_enabled()]
    assert set(visible) <= set(reached)
    expect(page.locator(f"{name} [role=status]")).to_be_empty()
    page.locator(f"{name} button:visible").last.press("Enter")
    expect(page.locator(f"{name} [role=status]")).not_to_be_empty()


@each_figure
def test_what_slides_changes_words_and_shapes_and_no_layout(reader: Reader, address: str, name: str) -> None:
    page = reader(address)
    element = opened(page, name)
    before, sliders = height(page, name), element.locator("[type=range]").count()
    changed = element.evaluate(SLIDE)
    assert changed > 0 if sliders else changed == 0
    assert height(page, name) == before
