"""A small probability library for one question: when is an autoregressive language model generative?

A causal model is a function from contexts to next-token laws (`Causal`). A law over strings is a
`torch.distributions.Distribution` (`Strings`, `Joint`). A model is generative in the strict sense when the
law given the empty prompt exists; where it does not, `FirstTokenUndefined` says so. Logarithms are natural.
"""

from __future__ import annotations

from firsttoken.causal import Causal
from firsttoken.corpus import Topics, topics, words
from firsttoken.divergence import FDivergence, chi_squared, hellinger, kl, tv
from firsttoken.errors import (
    ContextUndefined,
    FirstTokenError,
    FirstTokenUndefined,
    TooLong,
    TooManyStrings,
    UnknownSymbol,
)
from firsttoken.gru import GRU
from firsttoken.implicit import Implicit
from firsttoken.joint import Joint
from firsttoken.law import StringLaw
from firsttoken.made import MADE
from firsttoken.model import NextToken
from firsttoken.ngram import NGram
from firsttoken.streams import Stream
from firsttoken.strings import Strings
from firsttoken.tabular import Tabular
from firsttoken.train import cross_entropy, fit, fit_stream
from firsttoken.transformer import Transformer
from firsttoken.vocabulary import Vocabulary
from firsttoken.worlds import kitten

__all__ = [
    "GRU",
    "MADE",
    "Causal",
    "ContextUndefined",
    "FDivergence",
    "FirstTokenError",
    "FirstTokenUndefined",
    "Implicit",
    "Joint",
    "NGram",
    "NextToken",
    "Stream",
    "StringLaw",
    "Strings",
    "Tabular",
    "TooLong",
    "TooManyStrings",
    "Topics",
    "Transformer",
    "UnknownSymbol",
    "Vocabulary",
    "chi_squared",
    "cross_entropy",
    "fit",
    "fit_stream",
    "hellinger",
    "kitten",
    "kl",
    "topics",
    "tv",
    "words",
]
