"""What the library refuses to answer, and what to do instead."""

from __future__ import annotations


class FirstTokenError(ValueError):
    """The base of every error that the library raises on purpose.

    Args:
        what: What was given, and what was expected.
        remedy: What to do.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}. {self.remedy}."


class WrongType(FirstTokenError, TypeError):
    """Something of another type was given than the function takes."""


class OutOfRange(FirstTokenError, IndexError):
    """An index was given that belongs to no symbol of the vocabulary."""


class NotAvailable(FirstTokenError, NotImplementedError):
    """A method that torch asks of a distribution has no answer for this one."""


class FirstTokenUndefined(FirstTokenError):
    """The law of the first token was asked of a model that has none.

    A causal model is a function from contexts to next-token laws. Trained on `p(x_t | x_<t)` for `t >= 2`
    alone it has no value at the empty context, so the chain rule lacks its first factor `p(x_1)`, and no
    law over strings exists. The message names the three repairs.

    Source: the original essay, "Is it correct to call LLMs generative?".
    """

    def __init__(self, model: str) -> None:
        super().__init__(
            f"p(x_1) is undefined: {model} has no next-token law at the empty context, so nothing starts a string",
            "Give a prompt, or supply the missing factor: (1) name the symbol that training put "
            "before every string, Causal(model, before=BOS); (2) give the model a first law: a trained "
            "initial state, or causal.with_first(Categorical(...)); (3) count the first tokens of the data and pass "
            "their frequencies to with_first",
        )
        self.args = (model,)  # what pickle calls the class with


class ContextUndefined(FirstTokenError):
    """A conditional law was asked for after a context that has probability zero.

    `p(x_t | x_<t) = p(x_1..x_t) / p(x_<t)` is 0/0 there: every value would do, so none is returned.

    Attributes:
        context: The impossible context, as text.
    """

    def __init__(self, context: str) -> None:
        self.context = context
        super().__init__(
            f"the next-token law after {context!r} is undefined: that context has probability 0, or all that may "
            "follow it is excluded",
            "Condition on a possible context, or use a model that is total (smoothed or trained)",
        )
        self.args = (context,)


class UnknownSymbol(FirstTokenError):
    """A symbol that is not in the vocabulary."""


class TooLong(FirstTokenError):
    """More positions were asked for than the model has."""


class TooManyStrings(FirstTokenError):
    """An exact sum was asked for over more strings than the library enumerates."""


class NotPositive(FirstTokenError):
    """Something has a probability of zero where an argument needs every probability to be positive.

    Full conditionals, for one, determine a law only if they are positive: `diag(.5, .5)` and `diag(.9, .1)` have
    the same ones.
    """

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"{subject} has a probability of zero here, and each has to be positive",
            "Mix in a positive law, (1 - e) p + e / |V|^n",
        )
        self.args = (subject,)


class SeveralClasses(FirstTokenError):
    """The stationary law was asked of a kernel that has more than one.

    Each recurrent class has its own, and every mixture of them is stationary too. The kernel does not say how
    much time is spent in which class.

    Attributes:
        classes: The names of the states of each recurrent class.
    """

    def __init__(self, classes: list[list[str]]) -> None:
        self.classes = classes
        shown = "; ".join(_named(members) for members in classes[:4])
        more = f"; and {len(classes) - 4} more" if len(classes) > 4 else ""
        super().__init__(
            f"the stationary law is not unique: {len(classes)} recurrent classes never lead to each other, "
            f"{shown}{more}",
            "Take the law within one class, or count how often each is entered",
        )
        self.args = (classes,)


def _named(members: list[str]) -> str:
    return "{" + ", ".join(members[:6]) + (", …" if len(members) > 6 else "") + "}"
