"""The ledger's page: words beside assertions, a filter, and links that lead to an entry whatever is filtered."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

Reader = Callable[..., Page]

LEDGER = "reference/ledger/"


def test_a_filter_leaves_the_entries_of_one_kind_and_a_link_undoes_it(reader: Reader) -> None:
    page = reader(LEDGER)
    every = page.locator(".ls-entry").count()
    page.get_by_label("Kind").select_option("definition")
    kinds = page.locator(".ls-entry:visible").evaluate_all("all => all.map(each => each.dataset.kind)")
    assert 0 < len(kinds) < every
    assert set(kinds) == {"definition"}
    expect(page.locator(".ls-filter output")).to_have_text(f"{len(kinds)} of {every}")
    page.locator('.ls-map a[href="#ledger-missing-factor"]').click()
    expect(page.locator("#ledger-missing-factor")).to_be_in_viewport()
    assert page.locator(".ls-entry:visible").count() == every


def test_an_entry_has_its_words_when_it_is_met(reader: Reader) -> None:
    page = reader("essay/three-senses/")
    page.locator("#missing-factor footer").get_by_text("ledger", exact=True).click()
    entry = page.locator("#ledger-missing-factor")
    expect(entry).to_be_in_viewport()
    expect(entry.locator(".ls-words math").first).to_be_visible()
    expect(entry.locator(".ls-assertions code").first).to_be_visible()


def test_without_scripts_every_word_is_there(reader: Reader, site_url: str) -> None:
    browser = reader(LEDGER).context.browser
    assert browser is not None
    page = browser.new_context(java_script_enabled=False, base_url=site_url).new_page()
    page.goto(LEDGER)
    expect(page.locator("#ledger-missing-factor .ls-words math").first).to_be_visible()
    assert page.locator(".ls-filter").count() == 0
