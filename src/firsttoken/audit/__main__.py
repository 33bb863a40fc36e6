"""`python -m firsttoken.audit MODEL` is `firsttoken audit MODEL`."""

from __future__ import annotations

import sys

from firsttoken.audit.command import main

sys.exit(main(["audit", *sys.argv[1:]]))
