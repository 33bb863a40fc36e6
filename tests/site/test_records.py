"""A record holds until something changes: a program that read what is not there again would run with every build."""

from __future__ import annotations

import pytest
from dependencies import ROOT

from lockstep.edition import Edition
from lockstep.run.cache import Cache


@pytest.mark.whole_site
def test_every_record_holds_for_the_next_build() -> None:
    edition = Edition.current(ROOT)
    cache = Cache(edition.book.settings)
    assert [name for name, each in edition.book.snippets.items() if cache.read(each) is None] == []
