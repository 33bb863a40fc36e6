"""What to ask a tokenizer and a model of transformers: here, untrained ones."""

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    DataCollatorForLanguageModeling,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MambaConfig,
    MambaForCausalLM,
    PreTrainedTokenizerFast,
    T5Config,
    T5ForConditionalGeneration,
)
from transformers.utils import logging

logging.set_verbosity_error()  # it advises to install what nothing here needs
names = ["<s>", "</s>", "<pad>", "<unk>", "User:", "She", "loves", "kittens"]
index = {name: place for place, name in enumerate(names)}
made = Tokenizer(models.WordLevel(index, unk_token="<unk>"))
made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
made.post_processor = processors.TemplateProcessing(
    single="<s> $A", special_tokens=[("<s>", 0)]
)
tokenizer = PreTrainedTokenizerFast(
    tokenizer_object=made,
    bos_token="<s>",
    eos_token="</s>",
    pad_token="<pad>",
    chat_template="{{ bos_token }} User: {{ messages[0]['content'] }}",
)
torch.manual_seed(0)
none = {"bos_token_id": None, "eos_token_id": None, "pad_token_id": None}
sizes = {"hidden_size": 16, "num_hidden_layers": 1, "vocab_size": 8}
heads = {"num_attention_heads": 2, "intermediate_size": 32}
model = LlamaForCausalLM(LlamaConfig(**sizes, **heads, **none)).eval()

# --8<-- [start:twice]
text = "She loves kittens"
chat = [{"role": "user", "content": text}]
prompt = tokenizer.apply_chat_template(chat, tokenize=False)
read = {
    "text": tokenizer(text).input_ids,
    "prompt": tokenizer(prompt).input_ids,
    "prompt, nothing added": tokenizer(
        prompt, add_special_tokens=False
    ).input_ids,
}
starts = {k: ids.count(tokenizer.bos_token_id) for k, ids in read.items()}
print(starts)
# --8<-- [end:twice]
assert starts == {"text": 1, "prompt": 2, "prompt, nothing added": 1}

# --8<-- [start:terms]
ids = torch.tensor([read["text"]])
n = ids.shape[1]
with torch.no_grad():
    result = model(ids, labels=ids)
logs = result.logits[0, :-1].log_softmax(dim=-1)
by_hand = -logs.gather(1, ids[0, 1:, None]).sum()
terms = round((by_hand / result.loss).item(), 4)
print(f"{n} tokens, the loss is the mean of {terms:.0f} terms")
# --8<-- [end:terms]
assert terms == n - 1
with torch.no_grad():
    alone = model(ids[:, :1], labels=ids[:, :1]).loss
assert alone.isnan()  # of one token, none is scored

# --8<-- [start:padding]
padded = torch.tensor([[2, 2, *read["text"]]])
seen = torch.tensor([[0, 0, *[1] * n]])  # the attention mask
places = (seen.cumsum(dim=1) - 1).clamp(min=0)


def moved(model):
    """Return how far two pads on the left move a law, places untold or told."""
    with torch.no_grad():
        alone = model(ids).logits
        beside = model(padded, attention_mask=seen).logits
        told = model(padded, attention_mask=seen, position_ids=places).logits
    laws = [each[0, -n:].log_softmax(-1) for each in (alone, beside, told)]
    return [(law - laws[0]).abs().max().item() for law in laws[1:]]


learned = GPT2Config(n_embd=16, n_layer=1, n_head=2, vocab_size=8, **none)
both = {"rotary": model, "learned": GPT2LMHeadModel(learned).eval()}
drift = {positions: moved(each) for positions, each in both.items()}
for positions, (untold, told) in drift.items():
    print(f"{positions} positions: {untold:.2f} nats, told {told:.2f}")
# --8<-- [end:padding]
assert max(drift["rotary"]) < 1e-5
assert drift["learned"][1] < 1e-5 < 0.05 < drift["learned"][0]

# --8<-- [start:empty]
try:
    model.generate(max_new_tokens=2)
except ValueError as error:
    refused = str(error)
    print(refused)
start = torch.tensor([[tokenizer.bos_token_id]])  # what training had there
written = model.generate(start, max_new_tokens=2, do_sample=True)
print(f"{written.shape[1] - 1} tokens written, given one")
# --8<-- [end:empty]
assert written.shape == (1, 3)
assert refused.startswith("`bos_token_id` has to be defined")

# --8<-- [start:stop]
row = [*read["text"], tokenizer.eos_token_id]
labels = {}
for pad in ("</s>", "<pad>"):
    tokenizer.pad_token = pad
    collate = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    batch = collate([{"input_ids": row}])
    labels[pad] = batch["labels"][0, -1].item()
print(f"label of the end, by the token that pads: {labels}")
# --8<-- [end:stop]
assert labels == {"</s>": -100, "<pad>": tokenizer.eos_token_id}

# --8<-- [start:decoder]
small = {"d_model": 16, "d_kv": 8, "d_ff": 32, "num_layers": 1}
ends = {"pad_token_id": 2, "eos_token_id": 1, "decoder_start_token_id": 2}
pair = T5ForConditionalGeneration(
    T5Config(vocab_size=8, num_heads=2, **small, **ends)
).eval()
answer = torch.tensor([[5, 6, 1]])  # two words and the end
given = pair.prepare_decoder_input_ids_from_labels(answer)
with torch.no_grad():
    result = pair(input_ids=ids, labels=answer)
logs = result.logits[0].log_softmax(dim=-1)
by_hand = -logs.gather(1, answer[0, :, None]).sum()
scored = round((by_hand / result.loss).item(), 4)
print(f"decoder reads {given[0].tolist()}, {scored:.0f} of 3 are scored")
# --8<-- [end:decoder]
assert given[0].tolist() == [2, 5, 6]
assert scored == 3

# --8<-- [start:state]
state = MambaForCausalLM(MambaConfig(**sizes, state_size=4, **none)).eval()
with torch.no_grad():
    laws = state(ids).logits.shape[1]
print(f"{n} tokens read, {laws} laws, the first one after the first token")
# --8<-- [end:state]
assert laws == n
answered = []
for each in (model, state):
    try:
        answered.append(each(torch.empty(1, 0, dtype=torch.long)))
    except RuntimeError:
        continue  # no law after nothing, and no error that says so
assert answered == []
