from __future__ import annotations

import io
import signal
import sys
import threading

import pytest
import torch
from torch.distributions import Categorical, kl_divergence

from firsttoken import (
    Causal,
    ContextUndefined,
    FirstTokenError,
    FirstTokenUndefined,
    Joint,
    Tabular,
    Transformer,
    Vocabulary,
    cross_entropy,
    fit,
    kitten,
)

WORLD = kitten()
LATER = (2, 3, 4)


@pytest.fixture(scope="module")
def trained():
    causal = Causal(Transformer(WORLD.vocabulary, 4))
    losses = fit(WORLD, causal, scored=LATER, steps=300)
    causal.model.requires_grad_(False)
    return causal, losses


def test_the_loss_of_the_true_conditionals_is_an_entropy():
    whole, later = (cross_entropy(WORLD, WORLD.causal(), scored=scored).item() for scored in ((1, *LATER), LATER))
    assert whole == pytest.approx(2.7112099, abs=5e-8)
    assert later == pytest.approx(1.56909, abs=5e-6)
    assert whole - later == pytest.approx(WORLD.first().entropy().item(), abs=1e-12)


def test_the_loss_is_the_sum_over_sentences():
    table = Tabular(WORLD.vocabulary, 4, generator=torch.Generator().manual_seed(0))
    expected = 0.0
    for string, p in zip(WORLD.enumerate_support().tolist(), WORLD.log_probs().exp().tolist(), strict=True):
        for t in (2, 4):
            law = Categorical(logits=table.logits[t - 2][tuple(string[: t - 1])])
            expected -= p * law.logits[string[t - 1]].item()
    assert cross_entropy(WORLD, Causal(table), scored={4, 2}).item() == pytest.approx(expected, abs=1e-12)


def test_without_the_first_position_the_first_law_has_no_gradient():
    table = Tabular(WORLD.vocabulary, 4)
    logits = torch.zeros(8, dtype=torch.float64, requires_grad=True)
    causal = Causal(table).with_first(Categorical(logits=logits))
    loss = cross_entropy(WORLD, causal, scored=LATER)
    assert torch.autograd.grad(loss, logits, allow_unused=True) == (None,)
    (gradient,) = torch.autograd.grad(cross_entropy(WORLD, causal, scored=(1, *LATER)), logits)
    assert torch.allclose(gradient, logits.softmax(0) - WORLD.first().probs, rtol=0, atol=1e-15)


def test_a_trained_transformer_has_the_conditionals_and_mass_eight(trained):
    causal, losses = trained
    assert losses.shape == (300,)
    assert losses[0] > 5
    assert cross_entropy(WORLD, causal, scored=LATER).item() == pytest.approx(1.56909, abs=2e-3)
    rest = causal.given(list(WORLD.vocabulary), horizon=3)
    assert rest.log_probs().exp().sum().item() == pytest.approx(8, abs=1e-12)
    with pytest.raises(FirstTokenUndefined):
        causal.given("", horizon=4)


def test_its_price_is_that_of_the_first_law_supplied(trained):
    causal, _ = trained
    pooled = Categorical(sum(WORLD.marginal(t).probs for t in (1, 2, 3, 4)))
    uniform = Categorical(torch.ones(8, dtype=torch.float64))
    firsts = {"uniform": uniform, "counted": WORLD.first(), "pooled": pooled}
    prices = {
        name: kl_divergence(WORLD, causal.with_first(first).given("", horizon=4)).item()
        for name, first in firsts.items()
    }
    assert prices["uniform"] == pytest.approx(0.9376, abs=2e-3)
    assert prices["counted"] == pytest.approx(0, abs=5e-4)
    assert prices["pooled"] == pytest.approx(1.0429, abs=2e-3)


def test_a_start_symbol_that_is_trained_gives_the_first_law():
    vocabulary = Vocabulary(["a", "b", "^"])
    probs = torch.zeros(3, 3, dtype=torch.float64)
    probs[:2, :2] = torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64)
    world = Joint(vocabulary, probs)
    causal = Causal(Transformer(vocabulary, 3, width=8, layers=1), before="^")
    fit(world, causal, scored=(1, 2), steps=200)
    assert kl_divergence(world, causal.given("", horizon=2)).item() < 0.01


def test_training_is_deterministic():
    runs = [fit(WORLD, Causal(Transformer(WORLD.vocabulary, 4, width=8)), scored=LATER, steps=3) for _ in range(2)]
    assert torch.equal(*runs)


def test_a_mask_scores_some_positions_of_some_strings():
    strings = WORLD.enumerate_support()
    causal = Causal(Tabular(WORLD.vocabulary, 4, generator=torch.Generator().manual_seed(0)))
    every = torch.ones(len(strings), 4, dtype=torch.bool)
    every[:, 0] = False
    assert cross_entropy(WORLD, causal, scored=every) == cross_entropy(WORLD, causal, scored=LATER)
    after_she = every & (strings[:, :1] == 0)
    others = every & ~after_she
    parts = [cross_entropy(WORLD, causal, scored=mask) for mask in (after_she, others)]
    whole = cross_entropy(WORLD, causal, scored=LATER)
    assert (parts[0] + parts[1]).item() == pytest.approx(whole.item(), abs=1e-14)
    gradients = torch.autograd.grad(parts[0], causal.model.logits[0])[0].abs().sum(dim=1)
    assert (gradients > 0).tolist() == [True] + [False] * 7


def test_a_mask_can_leave_an_undefined_context_out():
    strings = WORLD.enumerate_support()
    reversed_world = WORLD.marginal(4, 3, 2, 1).causal()  # no noun starts a sentence of the world
    with pytest.raises(ContextUndefined, match="'She'"):
        cross_entropy(WORLD, reversed_world, scored=(2,))
    mask = torch.zeros(len(strings), 4, dtype=torch.bool)
    mask[:, 1] = strings[:, 0] >= 6
    assert cross_entropy(WORLD, reversed_world, scored=mask).item() == torch.inf


def test_training_under_a_mask():
    masked, positions = (Tabular(WORLD.vocabulary, 4) for _ in range(2))
    mask = torch.zeros(8**4, 4, dtype=torch.bool)
    mask[:, 3] = True
    losses = fit(WORLD, Causal(masked), scored=mask, steps=5)
    assert torch.equal(losses, fit(WORLD, Causal(positions), scored=(4,), steps=5))
    assert not masked.logits[0].any()
    assert masked.logits[2].any()


def test_what_cannot_be_scored():
    causal = Causal(Tabular(WORLD.vocabulary, 4))
    for scored in ((), (0, 1), (5,)):
        with pytest.raises(FirstTokenError, match="scored positions are some of 1 to 4"):
            cross_entropy(WORLD, causal, scored=scored)
    with pytest.raises(FirstTokenError, match=r"a column for each position: \(4096, 4\); given \(4095, 4\)"):
        cross_entropy(WORLD, causal, scored=torch.ones(4095, 4, dtype=torch.bool))
    with pytest.raises(FirstTokenError, match="some of 1 to 4; given an empty mask"):
        cross_entropy(WORLD, causal, scored=torch.zeros(4096, 4, dtype=torch.bool))
    with pytest.raises(FirstTokenUndefined):
        fit(WORLD, causal, scored=(1, 2), steps=1)
    with pytest.raises(FirstTokenError, match="one vocabulary"):
        cross_entropy(WORLD, Causal(Tabular(Vocabulary(["a"]), 4)), scored=(2,))
    with pytest.raises(FirstTokenError, match=r"one data law at a time; given a batch of the shape \(2,\)"):
        cross_entropy(WORLD.causal().given(["She", "He"], horizon=3), causal, scored=(2,))
    with pytest.raises(ContextUndefined, match="'She loves'"):
        cross_entropy(WORLD, WORLD.marginal(4, 2, 3, 1).causal(), scored=(3,))


def test_what_cannot_be_trained():
    with pytest.raises(FirstTokenError, match="a model without parameters"):
        fit(WORLD, WORLD.causal(), scored=LATER, steps=1)
    broken = Tabular(WORLD.vocabulary, 4)
    torch.nn.init.constant_(broken.logits[0], torch.nan)
    with pytest.raises(FirstTokenError, match=r"given nan after 0 steps\. Lower the rate 0\.02"):
        fit(WORLD, Causal(broken), scored=LATER, steps=1)


class Acting(Tabular):
    """A table that does something when it is asked for the n-th time."""

    def __init__(self, **acts):
        super().__init__(WORLD.vocabulary, 4)
        self.asked, self.acts = 0, acts

    def log_laws(self, contexts):
        self.asked += 1
        self.acts.get(f"at_{self.asked}", lambda: None)()
        return super().log_laws(contexts)


def press():
    signal.raise_signal(signal.SIGINT)


def give_up():
    raise EOFError


def test_ctrl_c_stops_between_two_steps():
    interrupted, reference = Acting(at_3=press), Acting(at_4=give_up)
    with pytest.raises(KeyboardInterrupt, match="stopped after 3 of 100 steps; the model keeps the weights"):
        fit(WORLD, Causal(interrupted), scored=LATER, steps=100)
    with pytest.raises(EOFError):
        fit(WORLD, Causal(reference), scored=LATER, steps=100)
    for ours, theirs in zip(interrupted.parameters(), reference.parameters(), strict=True):
        assert torch.equal(ours, theirs)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_in_the_last_step_is_not_lost():
    with pytest.raises(KeyboardInterrupt, match="stopped after 3 of 3 steps"):
        fit(WORLD, Causal(Acting(at_3=press)), scored=LATER, steps=3)


def test_a_second_ctrl_c_stops_at_once():
    model = Acting(at_2=lambda: [press(), press()])
    with pytest.raises(KeyboardInterrupt) as caught:
        fit(WORLD, Causal(model), scored=LATER, steps=3)
    assert str(caught.value) == ""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_another_meaning_of_ctrl_c_is_left_alone():
    pressed = []
    usual = signal.signal(signal.SIGINT, lambda *_: pressed.append(True))
    try:
        assert len(fit(WORLD, Causal(Acting(at_2=press)), scored=LATER, steps=3)) == 3
    finally:
        signal.signal(signal.SIGINT, usual)
    assert pressed == [True]


def test_training_in_a_thread():
    losses = []
    thread = threading.Thread(target=lambda: losses.extend(fit(WORLD, Causal(Acting()), scored=LATER, steps=2)))
    thread.start()
    thread.join()
    assert len(losses) == 2


@pytest.mark.parametrize(("terminal", "seconds"), [(True, 1.2), (True, 0), (False, 1.2)])
def test_a_terminal_shows_a_long_training(monkeypatch, terminal, seconds):
    now = [0.0]  # by a clock of its own: how long a step takes on this machine is nothing to it
    monkeypatch.setattr("tqdm.std.time", lambda: now[0])
    written = io.StringIO()
    monkeypatch.setattr(written, "isatty", lambda: terminal)
    monkeypatch.setattr(sys, "stderr", written)
    fit(WORLD, Causal(Acting(at_2=lambda: now.__setitem__(0, seconds))), scored=LATER, steps=4)
    if terminal and seconds > 1:
        assert "2/4" in written.getvalue()
    else:
        assert written.getvalue() == ""
