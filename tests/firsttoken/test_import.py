"""Importing the library, and training with it, changes nothing in the process of its user."""

from __future__ import annotations

import pickle
import subprocess
import sys

import torch
from torch.distributions import Categorical

import firsttoken as ft

PROGRAM = """
import locale, logging, os, random, signal, sys, threading, warnings
import jaxtyping, networkx, numpy, torch
import torch.distributions
from torch.distributions import Distribution
from tqdm import tqdm

def state():
    return {
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "path": list(sys.path),
        "warnings": list(warnings.filters),
        "signals": [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)],
        "threads": threading.active_count(),
        "hooks": (sys.excepthook, sys.displayhook, threading.excepthook),
        "standard error": sys.stderr,
        "logging": (logging.root.level, list(logging.root.handlers)),
        "locale": locale.setlocale(locale.LC_ALL),
        "random": random.getstate(),
        "numpy's random": str(numpy.random.get_state()),
        "torch's random": torch.random.get_rng_state().tolist(),
        "torch's threads": torch.get_num_threads(),
        "torch's type": torch.get_default_dtype(),
        "torch's device": torch.get_default_device(),
        "gradients": torch.is_grad_enabled(),
        "deterministic": torch.are_deterministic_algorithms_enabled(),
        "oneDNN": torch.backends.mkldnn.enabled,
        "validation": Distribution._Distribution__validate_args
        if hasattr(Distribution, "_Distribution__validate_args") else Distribution._validate_args,
        "lock of tqdm": vars(tqdm).get("_lock"),
    }

before = state()
import firsttoken
after = state()
changed = [name for name in before if before[name] != after[name]]
assert not changed, f"the import changes {changed}"
world = firsttoken.kitten()
firsttoken.fit(world, firsttoken.Causal(firsttoken.GRU(world.vocabulary, width=2)), scored=[1, 2, 3, 4], steps=2)
after = state()
theirs = ("environment", "warnings")  # torch's optimisers import its compiler, which changes them
changed = [name for name in before if before[name] != after[name] and name not in theirs]
assert not changed, f"training changes {changed}"
"""


def test_importing_and_training_change_nothing_in_the_process():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_is_made_can_be_pickled_and_says_what_it_is():
    world = ft.kitten()
    causal = world.causal()
    made = [
        ft.tempered(causal, 0.5),
        ft.top_k(causal, 2),
        causal.with_first(Categorical(torch.ones(8).double())),
        causal.given("", horizon=2),
        world,
        ft.kl,
        ft.Masked.of(ft.Joint(ft.Vocabulary("ab"), torch.full((2, 2), 0.25, dtype=torch.float64))),
        ft.Clock(torch.tensor([0.5], dtype=torch.float64)),
        ft.NGram(ft.Vocabulary("ab"), 1, [[0]]),
        ft.Stream.documents([[0]], before=1, stop=2),
        ft.topics(),
        ft.Vocabulary("ab"),
    ]
    for each in made:
        again = pickle.loads(pickle.dumps(each))
        assert type(again) is type(each)
        shown = repr(each)
        assert type(each).__name__ in shown
        assert " at 0x" not in shown
        assert 10 < len(shown) < 200
    for each in (0, 1):
        again = pickle.loads(pickle.dumps(made[each])).given("", horizon=2)
        assert torch.equal(again.log_probs(), made[each].given("", horizon=2).log_probs())


def test_errors_can_be_pickled_and_read_the_same():
    errors = [
        ft.FirstTokenError("what", "remedy"),
        ft.FirstTokenUndefined("GRU"),
        ft.ContextUndefined("a b"),
        ft.NotPositive("the law"),
        ft.SeveralClasses([["a"], ["b"]]),
        ft.TooLong("what", "remedy"),
    ]
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.remedy) == (type(error), str(error), error.remedy)
        assert isinstance(error, ValueError)
