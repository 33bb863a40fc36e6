"""A pretrained model, as transformers has it: a network with logits, and a tokenizer, in a few lines each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn

import firsttoken as ft
from calls.common import always, call, close, integers
from calls.models import CONTEXTS, confirm_laws


class Network(nn.Module):
    """Three outputs, the third of which is no token; at most eight ids are read."""

    config = SimpleNamespace(
        is_encoder_decoder=False, get_text_config=lambda: SimpleNamespace(max_position_embeddings=8)
    )
    device = torch.device("cpu")

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(3, 3, _weight=torch.tensor([[0.0, 1, 2], [2, 0, -1], [1, 1, 1]]))

    def get_output_embeddings(self) -> nn.Module:
        return self.table

    def forward(self, input_ids: Tensor, use_cache: bool) -> Any:
        return SimpleNamespace(logits=self.table(input_ids))


class Tokenizer:
    """A letter is a token."""

    def __len__(self) -> int:
        return 2

    def __call__(self, text: str, add_special_tokens: bool, verbose: bool) -> dict[str, list[int]]:
        return {"input_ids": ["ab".find(letter) for letter in text if letter in "ab"]}

    def convert_ids_to_tokens(self, ids: list[int]) -> list[str]:
        return ["ab"[number] for number in ids]

    def decode(self, ids: list[int]) -> str:
        return "".join(["a", "b", "?"][number] for number in ids)


def pretrained() -> ft.Pretrained:
    return ft.Pretrained(Network(), Tokenizer())


def confirm_costs(got: Tensor, contexts: Tensor) -> bool:
    laws = Network().table(contexts).log_softmax(dim=-1).detach()
    rows = [[-laws[row, t, contexts[row, t + 1]] for t in range(contexts.shape[1] - 1)] for row in range(len(contexts))]
    return close(got, torch.tensor(rows))


call(
    "Pretrained",
    ft.Pretrained,
    lambda got, model, tokenizer: list(got.vocabulary) == ["a", "b", "<|output 2|>"] and got.longest == 8,
    model=Network,
    tokenizer=Tokenizer,
)
call(
    "Pretrained.encode",
    lambda text: pretrained().encode(text),
    lambda got, text: got == ["ab".index(letter) for letter in text if letter in "ab"],
    text=always("ab\na"),
)
call(
    "Pretrained.decode",
    lambda tokens: pretrained().decode(tokens),
    lambda got, tokens: got == "".join("ab?"[number] for number in tokens),
    tokens=always([0, 1, 2]),
)
call("Pretrained.log_first", lambda: pretrained().log_first(), lambda got: got is None)
call(
    "Pretrained.log_laws", lambda contexts: pretrained().log_laws(contexts), confirm_laws(pretrained), contexts=CONTEXTS
)
call(
    "Pretrained.costs",
    lambda contexts: pretrained().costs(contexts),
    confirm_costs,
    contexts=integers([0, 1, 1], [1, 0, 2]),
)
