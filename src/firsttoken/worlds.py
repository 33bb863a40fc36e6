"""KITTEN: the original essay's sentence, "She loves smol kittens", as a world known exactly."""

from __future__ import annotations

import torch

from firsttoken.joint import Joint
from firsttoken.vocabulary import Vocabulary

_SUBJECTS = {"She": 0.5, "He": 0.3, "kittens": 0.15, "puppies": 0.05}
_VERBS = {
    "She": {"loves": 0.8, "fears": 0.2},
    "He": {"loves": 0.6, "fears": 0.4},
    "kittens": {"fears": 1.0},
    "puppies": {"loves": 1.0},
}
_ADJECTIVES = {"loves": {"smol": 0.75, "big": 0.25}, "fears": {"smol": 0.2, "big": 0.8}}


def kitten() -> Joint:
    """Return the law of KITTEN: sentences of a subject, a verb, an adjective and a noun over eight words.

    24 of the 8^4 = 4,096 strings are possible; "She loves smol kittens" is the most probable, with .21.
    Four of the eight words can start a sentence, so after the other four nothing is defined. The entropy is
    2.7112099 nats, that of the first word 1.1421200 nats.

    Source: the essay, "The chain and its first link".
    """
    vocabulary = Vocabulary(["She", "He", "loves", "fears", "smol", "big", "kittens", "puppies"])
    probs = torch.zeros([len(vocabulary)] * 4, dtype=torch.float64)
    for subject, p_subject in _SUBJECTS.items():
        for verb, p_verb in _VERBS[subject].items():
            for adjective, p_adjective in _ADJECTIVES[verb].items():
                p_kittens = _kittens(subject, verb, adjective)
                for noun, p_noun in {"kittens": p_kittens, "puppies": 1 - p_kittens}.items():
                    sentence = vocabulary.encode(f"{subject} {verb} {adjective} {noun}")
                    probs[tuple(sentence)] = p_subject * p_verb * p_adjective * p_noun
    return Joint(vocabulary, probs)


def _kittens(subject: str, verb: str, adjective: str) -> float:
    """Return the probability that the noun is "kittens" and not "puppies"."""
    if subject in ("kittens", "puppies"):
        return {"kittens": 0.1, "puppies": 0.9}[subject]
    if (subject, verb) == ("He", "fears"):
        return 0.5
    return {"smol": 0.7, "big": 0.4}[adjective]
