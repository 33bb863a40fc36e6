"""The content security policy of each page: what runs and loads comes from the site, or is a script in the page.

Styles may stand in a page, where drawings need them. A script that is not in the site has no way to run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

_CHARSET = '<meta charset="utf-8">'
#: A script that stands in the page and runs: neither a file, nor data of another type.
_SCRIPT = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
_RULES = {
    "script-src": "'self'",
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}


def policy_of(html: str, rules: Mapping[str, str] = _RULES) -> str:
    """Return the policy under which a page works and nothing else does: the rules, and the scripts that stand in it."""
    digests = {hashlib.sha256(script.encode()).digest() for script in _SCRIPT.findall(html)}
    allowed = sorted(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return "; ".join(" ".join([name, rule, *(allowed if name == "script-src" else [])]) for name, rule in rules.items())


def add_policies(site: Path) -> None:
    """Write into each page of a site its policy, before anything that it is about."""
    for page in sorted(site.rglob("*.html")):
        html = page.read_text("utf-8")
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(html)}">'
        page.write_text(html.replace(_CHARSET, f"{_CHARSET}{meta}", 1), "utf-8")
