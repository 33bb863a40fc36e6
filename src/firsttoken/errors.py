"""What the library refuses to answer, and what to do instead."""

from __future__ import annotations


class FirstTokenError(ValueError):
    """The base of every error that the library raises on purpose.

    Each message says what was given, what was expected, and the remedy.
    """


class FirstTokenUndefined(FirstTokenError):
    """The law of the first token was asked of a model that has none.

    A causal model is a function from contexts to next-token laws. Trained on `p(x_t | x_<t)` for `t >= 2`
    alone it has no value at the empty context, so the chain rule lacks its first factor `p(x_1)`, and no
    law over strings exists. The message names the three repairs.

    Source: the original essay, "Is it correct to call LLMs generative?".
    """

    def __init__(self, model: str) -> None:
        super().__init__(
            f"p(x_1) is undefined: {model} has no next-token law at the empty context, so nothing starts a "
            "string. Give a prompt, or supply the missing factor: (1) name the symbol that training put "
            "before every string, Causal(model, before=BOS); (2) give the model a first law: a trained "
            "initial state, or causal.with_first(Categorical(...)); (3) count the first tokens of the data and pass "
            "their frequencies to with_first."
        )


class ContextUndefined(FirstTokenError):
    """A conditional law was asked for after a context that has probability zero.

    `p(x_t | x_<t) = p(x_1..x_t) / p(x_<t)` is 0/0 there: every value would do, so none is returned.

    Attributes:
        context: The impossible context, as text.
    """

    def __init__(self, context: str) -> None:
        self.context = context
        super().__init__(
            f"the next-token law after {context!r} is undefined: that context has probability 0. "
            "Condition on a possible context, or use a model that is total (smoothed or trained)."
        )


class UnknownSymbol(FirstTokenError):
    """A symbol that is not in the vocabulary."""


class TooLong(FirstTokenError):
    """More positions were asked for than the model has."""


class TooManyStrings(FirstTokenError):
    """An exact sum was asked for over more strings than the library enumerates."""
