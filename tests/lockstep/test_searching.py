"""What the search finds beside headings: statements, figures, synonyms, whole names, words that are misspelt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lockstep.site.searching import INDEX, SPELT, misspelt, refine_search, whole_names

PAGE = """\
<section aria-labelledby="title-of-odd" class="ls-statement ls-claim" id="odd" role="region">
<p class="ls-title" id="title-of-odd"><a class="ls-number" href="#odd">Claim 1.2</a>
<span>The start &amp; <i>x</i></span></p>
<p>It is <math><mi>x</mi></math> &lt; 3:</p><div class="ls-math"><math><mi>y</mi></math></div>
<details><summary>Proof</summary>Long.</details></section>
<section class="ls-statement ls-claim" id="even"><p class="ls-title">Claim 1.3 Even</p><p>It is.</p>
<footer class="ls-evidence">Evidence: even.py</footer></section>
<figure class="ls-figure" id="fig-odd"><svg><text>9</text></svg>
<figcaption><a class="ls-number" href="#fig-odd">Figure 1.1</a> <span>Rows of dots.</span></figcaption></figure>
"""
HEADING = {
    "location": "one/#starts",
    "title": "How a text <code>starts</code>",
    "text": "<p>So.</p><pre>print(1)</pre>",
}
METHOD = {"location": "api/#pack.module.Class.method", "title": "method", "text": ""}


@pytest.fixture
def entries(tmp_path: Path) -> dict[str, dict[str, Any]]:
    """Return the refined entries of a site of two pages, by where they lead."""
    for page in ("one", "api"):
        (tmp_path / page).mkdir()
        (tmp_path / page / "index.html").write_text(PAGE if page == "one" else "", "utf-8")
    (tmp_path / INDEX).parent.mkdir()
    (tmp_path / INDEX).write_text(json.dumps({"config": {"fields": {}}, "docs": [HEADING, METHOD]}), "utf-8")
    refine_search(tmp_path, [["start", "starts", "beginning"], ["nowhere", "absent"]])
    index = json.loads((tmp_path / INDEX).read_text("utf-8"))
    assert index["config"]["fields"] == {SPELT: {"boost": 10.0}}
    return {each["location"]: each for each in index["docs"]}


def test_statements_and_figures_are_entries(entries: dict[str, dict[str, Any]]) -> None:
    assert set(entries) == {"one/#starts", "api/#pack.module.Class.method", "one/#odd", "one/#even", "one/#fig-odd"}
    odd, figure = entries["one/#odd"], entries["one/#fig-odd"]
    assert (odd["title"], odd["text"]) == ("Claim 1.2 The start &amp; x", "<p>It is x &lt; 3: …</p>")
    assert entries["one/#even"]["text"] == "<p>It is.</p>"
    assert (figure["title"], figure["text"]) == ("Figure 1.1", "<p>Rows of dots.</p>")


def test_synonyms_lead_to_titles_and_code_is_not_found(entries: dict[str, dict[str, Any]]) -> None:
    assert entries["one/#starts"]["text"] == "<p>So.</p>"
    assert entries["one/#odd"]["tags"] == entries["one/#starts"]["tags"] == ["start", "starts", "beginning"]
    assert "beginnign" in entries["one/#odd"][SPELT]
    assert "tags" not in entries["one/#fig-odd"]


def test_whole_names_lead_to_what_a_module_holds(entries: dict[str, dict[str, Any]]) -> None:
    assert entries["api/#pack.module.Class.method"][SPELT] == whole_names("pack.module.Class.method")
    assert whole_names("pack.module.Class.method") == ["pack.method", "Class.method", "pack.module.Class.method"]
    assert whole_names("starts") == whole_names("pack.module") == []


def test_a_word_may_lack_a_letter_or_have_two_exchanged() -> None:
    assert {"perplexty", "perplexiyt", "preplexity"} <= set(misspelt("perplexity"))
    assert "perplexity" not in misspelt("perplexity")
    assert misspelt("start") == misspelt("log_probs") == []


def test_a_preview_has_no_search(tmp_path: Path) -> None:
    refine_search(tmp_path, [])
    assert list(tmp_path.iterdir()) == []
