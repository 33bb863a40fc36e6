"""A small probability library for one question: when is an autoregressive language model generative?

A causal model is a function from contexts to next-token laws (`Causal`). A law over strings is a
`torch.distributions.Distribution` (`Strings`, `Joint`). A causal model defines a law over strings of a
length when it has a law given the empty prompt; where it has none, `FirstTokenUndefined` says so.
Logarithms are natural.
"""

from __future__ import annotations

from firsttoken.causal import Causal
from firsttoken.corpus import Split, Topics, split_sentences, split_words, topics
from firsttoken.decode import tempered, tempered_whole, top_k
from firsttoken.divergence import FDivergence, chi_squared, hellinger, kl, tv
from firsttoken.errors import (
    ContextUndefined,
    FirstTokenError,
    FirstTokenUndefined,
    NotPositive,
    SeveralClasses,
    TooLong,
    TooManyStrings,
    UnknownSymbol,
)
from firsttoken.gru import GRU
from firsttoken.identify import conditional, free_dimensions
from firsttoken.implicit import Implicit
from firsttoken.joint import Joint
from firsttoken.law import StringLaw
from firsttoken.made import MADE
from firsttoken.masked import Masked
from firsttoken.model import NextToken
from firsttoken.ngram import NGram
from firsttoken.pretrained import Pretrained
from firsttoken.smollm2 import SmolLM2
from firsttoken.stationary import implied_first, power_iteration, recurrent_classes, stationary_law
from firsttoken.stopping import (
    Bounds,
    Clock,
    bigram_mass,
    finite_mass,
    hazards,
    survival,
)
from firsttoken.streams import Stream
from firsttoken.strings import Strings
from firsttoken.tabular import Tabular
from firsttoken.tokens import prefix_log_prob, string_log_prob, tokenisations
from firsttoken.train import cross_entropy, fit, fit_stream
from firsttoken.transformer import Transformer
from firsttoken.vocabulary import Vocabulary
from firsttoken.worlds import kitten

__all__ = [
    "GRU",
    "MADE",
    "Bounds",
    "Causal",
    "Clock",
    "ContextUndefined",
    "FDivergence",
    "FirstTokenError",
    "FirstTokenUndefined",
    "Implicit",
    "Joint",
    "Masked",
    "NGram",
    "NextToken",
    "NotPositive",
    "Pretrained",
    "SeveralClasses",
    "SmolLM2",
    "Split",
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
    "bigram_mass",
    "chi_squared",
    "conditional",
    "cross_entropy",
    "finite_mass",
    "fit",
    "fit_stream",
    "free_dimensions",
    "hazards",
    "hellinger",
    "implied_first",
    "kitten",
    "kl",
    "power_iteration",
    "prefix_log_prob",
    "recurrent_classes",
    "split_sentences",
    "split_words",
    "stationary_law",
    "string_log_prob",
    "survival",
    "tempered",
    "tempered_whole",
    "tokenisations",
    "top_k",
    "topics",
    "tv",
]
