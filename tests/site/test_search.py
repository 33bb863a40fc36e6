"""What people type into the search, and what has to come first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from dependencies import ROOT
from playwright.sync_api import Browser, Locator, Page, expect

from lockstep.edition import Edition
from lockstep.site.searching import FLAT

QUESTION = "questions/#"
#: By what is typed: how the address of the first hit begins, as far as it matters, or how it ends.
QUERIES = {
    "document mask": "questions/#is-the-first-token-conditioned",
    "attention mask between documents": "questions/#is-the-first-token-conditioned",
    "start of sequence token": QUESTION,
    "first token logprob null": "questions/#why-is-the-log-prob-of-the-first-token",
    "prompt_logprobs None": "questions/#why-is-the-log-prob-of-the-first-token",
    "logprob of first token is None": "questions/#why-is-the-log-prob-of-the-first-token",
    "first token 0.0": "questions/#why-is-the-log-prob-of-the-first-token",
    "perplexity nan": "questions/#why-is-the-log-prob-of-the-first-token",
    "perplexty": "questions/#why-is-perplexity-huge",
    "perplexity": QUESTION,
    "ppl": QUESTION,
    "perplexity huge without BOS": "questions/#why-is-perplexity-huge",
    "perplexity of chat model": "questions/#why-is-the-perplexity-of-a-chat-tuned-model",
    "BOS": QUESTION,
    "bos_token": QUESTION,
    "bos_token_id": QUESTION,
    "add_bos_token": "questions/#is-bos-added",
    "add_bos_token true has no effect": "questions/#is-bos-added",
    "<s>": QUESTION,
    "start token": QUESTION,
    "double BOS": "questions/#is-bos-added",
    "BOS twice": "questions/#is-bos-added",
    "two BOS tokens": "questions/#is-bos-added",
    "start symbol": "essay/empty-context/#",
    "<|endoftext|>": "questions/#do-i-have-to-prepend",
    "<|im_start|>": "lab/real/",
    "EOS": "questions/#is-eos-part",
    "eos_token": QUESTION,
    "EOT": QUESTION,
    "model never stops": "questions/#why-does-my-tuned-model-never-stop",
    "does not stop generating": "questions/#why-does-my-tuned-model-never-stop",
    "surprisal": "questions/#what-is-the-surprisal",
    "suprisal": "questions/#what-is-the-surprisal",
    "missing factor": "essay/three-senses/#missing-factor",
    "separator": "essay/empty-context/#separator",
    "sliding window": "questions/#must-every-window",
    "chunk BOS every window": "questions/#must-every-window",
    "loss off by one": "questions/#is-the-loss-off-by-one",
    "shift labels": "questions/#all-log-probs-are-very-negative",
    "label shift": "questions/#all-log-probs-are-very-negative",
    "left padding logprobs": "questions/#why-do-log-probs-change",
    "batch padding": "questions/#why-do-log-probs-change",
    "generate from nothing": "questions/#how-do-i-generate-from-nothing",
    "empty prompt": "questions/#how-do-i-generate-from-nothing",
    "unconditional generation": "questions/#how-do-i-generate-from-nothing",
    "input_ids empty": "questions/#how-do-i-generate-from-nothing",
    "attention sink": "questions/#why-do-models-attend",
    "prompt masking loss": "essay/guises/#prompt-masking",
    "train on prompt": "questions/#should-i-train-on-the-prompt",
    "decoder_start_token_id": "questions/#where-does-an-encoder",
    "encoder decoder start token": "questions/#where-does-an-encoder",
    "rwkv": "questions/#what-starts-rwkv",
    "diffusion language model likelihood": "questions/#what-is-the-likelihood-of-a-diffusion",
    "n-gram <s>": "questions/#is-s-a-word",
    "kneser ney": "questions/#is-s-a-word",
    "is GPT generative": "questions/#is-a-gpt-generative",
    "chain rule": "essay/chain/#chain-rule",
    "temperature": "essay/measure/#",
    "top-k": "essay/measure/#top-k",
    "nucleus": "essay/measure/#top-k",
    "bits per byte": QUESTION,
    "what does law mean": "reference/notation/#what-law",
    "excess": "reference/notation/#what-law",
    "nats to bits": "reference/notation/#from-nats",
    "kl divergence": "reference/api/divergence/",
    "stationary distribution": "reference/api/stationary/",
    "firsttoken.Causal": "reference/api/causal/#firsttoken.causal.Causal",
    "Joint.causal": "reference/api/joint/#firsttoken.joint.Joint.causal",
    "audit": "audit/",
    "verdict": "reference/verdict/",
    "install": "run/",
    "download": "run/",
    "cite": "reference/corrections/",
    "KITTEN": "reference/api/worlds/",
}
#: What that of Zensical leads elsewhere first: it asks for every word in one entry, and knows no better of equals.
ELSEWHERE = {
    "start of sequence token",
    "add_bos_token true has no effect",
    "shift labels",
    "label shift",
    "input_ids empty",
    "n-gram <s>",
    "top-k",
    "nucleus",
    "bits per byte",
    "stationary distribution",
    "verdict",
}
# The links of the first page that is found, and of its parts; with Zensical, of all that is found.
HIT = ".md-search-result__item:first-child > a, [role=option]"
# The best hit is the first part of the page that comes first, but where the page itself is, which then stands alone.
BEST = """([page, part]) => {
  const { pathname, hash } = new URL((page.matches("[role]") ? page : part ?? page).href)
  return pathname.slice(1) + hash
}"""


@pytest.fixture(scope="module")
def searching(browser: Browser, site_url: str) -> Iterator[Page]:
    """A short page whose search is open."""
    page = browser.new_context(base_url=site_url).new_page()
    page.goto("404.html")
    search(page, "comma")
    yield page
    page.context.close()


def test_what_people_type_leads_to_the_right_place_first(searching: Page, site: Path) -> None:
    known = ELSEWHERE if (site / FLAT).is_file() else set()
    wrong = {}
    for typed in QUERIES.keys() - known:
        hit = first_hit(searching, typed)
        if not hit.startswith(QUERIES[typed]):
            wrong[typed] = (QUERIES[typed], hit)
    assert wrong == {}


def test_numbers_lead_to_what_has_them(searching: Page) -> None:
    labels = {each.label: each.ident for page in Edition.current(ROOT).book.pages for each in page.numbered}
    whole = [
        label for label in labels if sum(each.startswith(label) for each in labels) == 1
    ]  # 8.1 begins 8.10 as well
    hits = {label: first_hit(searching, label) for label in whole[::7]}
    assert {label: hit for label, hit in hits.items() if not hit.endswith(f"#{labels[label]}")} == {}


def field(page: Page) -> Locator:
    """Return where one types."""
    return page.get_by_role("textbox", name="Search").or_(page.get_by_role("combobox", name="Search"))


def search(page: Page, typed: str) -> None:
    """Open the search, and type into it."""
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type(typed)
    expect(page.locator(HIT).first).to_be_visible()


def first_hit(page: Page, typed: str) -> str:
    """Return where the first hit leads, from the top of the site."""
    hits = page.locator(HIT)
    for words in ("zqzqzqzqzq", typed):  # nothing is found first, which is like no word
        field(page).fill(words)  # without a key, as who pastes does
        expect(hits).to_have_count(0) if words != typed else hits.first.wait_for()
    return str(hits.evaluate_all(BEST))
