"""Which tokens of a row of training are targets, as a collator makes it."""

import json

from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    DataCollatorForLanguageModeling,
    PreTrainedTokenizerFast,
)

from firsttoken.audit import training_row

names = ["<s>", "</s>", "<unk>", "She", "loves", "kittens"]
index = {name: place for place, name in enumerate(names)}
made = Tokenizer(models.WordLevel(index, unk_token="<unk>"))
made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
made.post_processor = processors.TemplateProcessing(
    single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 1)]
)
ends = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "</s>"}
tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, **ends)

# --8<-- [start:row]
collate = DataCollatorForLanguageModeling(tokenizer, mlm=False)
batch = collate([tokenizer("She loves kittens")])  # it pads with the end
ids, labels = (batch[name][0].tolist() for name in ("input_ids", "labels"))
print(json.dumps({"ids": ids, "labels": labels}))
facts = training_row(ids, labels, tokenizer)
for fact in facts:
    print(f"{fact.answer:12}{fact.claim}")
    print(f"{'':12}{fact.seen}")
# --8<-- [end:row]
assert ids == [0, 3, 4, 5, 1]
assert labels == [0, 3, 4, 5, -100]
found = {each.claim.split(", ")[1]: str(each.answer) for each in facts}
assert found == {
    "labels stand at their own tokens": "yes",
    "the token behind each start is a target": "yes",
    "BOS is a target": "no",
    "EOS is a target": "no",
}
