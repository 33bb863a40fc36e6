"""A page may run its own scripts and the site's, and no others."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from lockstep.site.policy import add_policies, policy_of

PAGE = """\
<html><head><meta charset="utf-8">
<script>one()</script><script type="application/json">{}</script><script src="a.js"></script>
</head><body><script defer>two()</script></body></html>
"""


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_scripts_that_stand_in_a_page_are_named_by_their_digests() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy_of(PAGE).split("; "))
    assert rules["script-src"].split() == ["'self'", *sorted([digest("one()"), digest("two()")])]
    assert rules["default-src"] == "'self'"


def test_a_page_says_its_policy_before_anything_that_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, "utf-8")
    add_policies(tmp_path)
    html = (tmp_path / "index.html").read_text("utf-8")
    assert html.index(policy_of(PAGE)) < html.index("<script")
    assert html.count("Content-Security-Policy") == 1
