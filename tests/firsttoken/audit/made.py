"""Untrained models and tokenizers of transformers, made on the spot, and texts for them."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import torch
import transformers  # which imports what is asked of it, when it is asked
from tokenizers import Tokenizer, models, pre_tokenizers, processors

WORDS = ["<s>", "</s>", "<pad>", "<unk>", "User:", "\n", "She", "loves", "smol", "kittens", "and", "they", "sleep"]
TEMPLATE = "{% for message in messages %}{{ bos_token }} User: {{ message['content'] }} {% endfor %}"
ENDS = [("<s>", 0), ("</s>", 1)]
ONE_BOS = "{{ bos_token }} {% for message in messages %}User: {{ message['content'] }} {% endfor %}"


def tokenizer(*, prepends: bool, template: str = TEMPLATE, **special: str) -> Any:
    made = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Split(" ", "removed")
    if prepends:
        made.post_processor = processors.TemplateProcessing(single="<s> $A </s>", special_tokens=ENDS)
    special = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"} | special
    return transformers.PreTrainedTokenizerFast(tokenizer_object=made, chat_template=template, **special)


def model(**options: Any) -> Any:
    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    ids = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 2}
    config = transformers.LlamaConfig(**({"vocab_size": len(WORDS)} | sizes | ids | options))
    return transformers.LlamaForCausalLM(config).eval()


def texts(count: int = 8) -> list[str]:
    chosen = random.Random(0)
    return [" ".join(chosen.choices(WORDS[6:], k=12)) for _ in range(count)]


def saved(folder: Path, *, with_tokenizer: bool = True) -> Path:
    """Write a model as transformers does, and texts beside it."""
    model().save_pretrained(folder / "model")
    if with_tokenizer:
        tokenizer(prepends=True).save_pretrained(folder / "model")
    (folder / "texts.jsonl").write_text("\n".join(json.dumps({"text": text}) for text in texts()))
    return folder / "model"


def gemma() -> Any:
    """Return a model that reads pictures too, so that the sizes of what reads text are nested in its config."""
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig, SiglipVisionConfig

    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    ids = {"bos_token_id": 0, "eos_token_id": 1, "pad_token_id": 2}
    text = Gemma3TextConfig(
        vocab_size=len(WORDS), num_key_value_heads=1, head_dim=8, max_position_embeddings=32, **sizes, **ids
    )
    seen = SiglipVisionConfig(image_size=8, patch_size=4, **sizes)
    whole = Gemma3Config(text_config=text, vision_config=seen, mm_tokens_per_image=4)
    return Gemma3ForConditionalGeneration(whole).eval()
