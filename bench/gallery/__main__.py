"""Write the records of the gallery: `python -m bench.gallery`; with `--every`, those too that need not be made."""

from __future__ import annotations

import argparse

from bench.gallery.recording import make

parser = argparse.ArgumentParser(prog="bench.gallery", description=__doc__)
parser.add_argument("--every", action="store_true", help="make each record again whose weights are here")
make(parser.parse_args().every)
