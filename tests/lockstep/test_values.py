"""Values: what their spelling may be, where it leads, and how it is set."""

from __future__ import annotations

import math
import re
from types import SimpleNamespace

import pytest

from lockstep.math.tex import convert
from lockstep.values import Spelling, UnknownValue, as_html, as_tex, format_value, parse_value, resolve


@pytest.mark.parametrize(
    ("spelling", "parts"),
    [
        ("missing_factor.mass:.3f", ("missing_factor", "mass", ".3f")),
        ("cost.rows[2].kl:.3f", ("cost", "rows[2].kl", ".3f")),
        ("x.table['She']:.2f", ("x", "table['She']", ".2f")),
        ('x.table["She"]', ("x", "table['She']", "")),
        ("x.table['a:b].c']:,", ("x", "table['a:b].c']", ",")),
        ("x.row[-1]", ("x", "row[-1]", "")),
        (" x.row : .2e ", ("x", "row", ".2e")),
        ("x.n::>8", ("x", "n", ":>8")),
    ],
)
def test_a_spelling_has_three_parts(spelling: str, parts: tuple[str, str, str]) -> None:
    assert parse_value(spelling) == Spelling(*parts)


@pytest.mark.parametrize(
    "spelling",
    [
        "x.a + 1:.3f",
        "x.f()",
        "x.a[1:2]",
        "x.a[i]",
        "x.a[True]",
        "x.a[1.5]",
        "x.a[1, 2]",
        "x.a!r",
        "-x.a",
        "1.5",
        "x.a['open",
        "x.a]",
        ":.3f",
        "",
    ],
)
def test_an_expression_is_refused(spelling: str) -> None:
    told = re.escape(f'an expression is not a value: "{spelling}"; bind it to a name in the snippet')
    with pytest.raises(ValueError, match=told):
        parse_value(spelling)


def test_a_spelling_needs_a_snippet_and_a_name() -> None:
    with pytest.raises(ValueError, match=r'"mass:\.3f" names no value; write snippet\.name or'):
        parse_value("mass:.3f")
    with pytest.raises(ValueError, match=r'"rows\[2\]" indexes the snippet itself; write rows\.name'):
        parse_value("rows[2]")


NAMESPACE = {
    "mass": 0.25,
    "rows": [SimpleNamespace(kl=1.5), SimpleNamespace(kl=2.5)],
    "table": {"She": {0: "no", 1: "yes"}, "a:b": 7},
    "_private": 1,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("mass", 0.25),
        ("rows[1].kl", 2.5),
        ("rows[-2].kl", 1.5),
        ("table['She'][1]", "yes"),
        ("table['a:b']", 7),
    ],
)
def test_a_path_leads_to_its_value(path: str, value: object) -> None:
    assert resolve(NAMESPACE, path) == value


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("mas", "unknown value mas; did you mean mass?"),
        ("other", "unknown value other; there are: mass, rows, table"),
        ("rows[0].lk", "unknown value rows[0].lk; there are: kl"),
        ("rows[2].kl", "unknown value rows[2]; there are: [0] to [1]"),
        ("table['she']", "unknown value table['she']; did you mean ['She']?"),
        ("mass[0]", "unknown value mass[0]; there are: none"),
    ],
)
def test_an_unknown_value_says_what_there_is(path: str, told: str) -> None:
    with pytest.raises(UnknownValue, match=f"^{re.escape(told)}$"):
        resolve(NAMESPACE, path)


@pytest.mark.parametrize(
    ("value", "spec", "text", "html", "tex"),
    [
        (8, "", "8", "8", "8"),
        (50257, ",", "50,257", "50,257", "50{,}257"),
        (-0.1256, ".3f", "-0.126", "−0.126", "-0.126"),
        (0.995, ".1%", "99.5%", "99.5%", r"99.5\%"),
        (5.6e-17, ".1e", "5.6e-17", "5.6 × 10<sup>−17</sup>", r"5.6 \times 10^{-17}"),
        (-2e20, ".2e", "-2.00e+20", "−2.00 × 10<sup>20</sup>", r"-2.00 \times 10^{20}"),
        (1e-12, ".0e", "1e-12", "10<sup>−12</sup>", "10^{-12}"),
        (3.0, ".1e", "3.0e+00", "3.0", "3.0"),
        (math.inf, ".2f", "inf", "∞", r"\infty"),
        (-math.inf, ".2f", "-inf", "−∞", r"-\infty"),
        (-1e-17, ".3f", "0.000", "0.000", "0.000"),
        (True, "", "True", "True", r"\text{True}"),
        ("half-life <5", "", "half-life <5", "half-life &lt;5", r"\text{half-life <5}"),
        ("inference", "", "inference", "inference", r"\text{inference}"),
    ],
)
def test_a_value_is_formatted_and_set(value: object, spec: str, text: str, html: str, tex: str) -> None:
    assert format_value(value, spec) == text
    assert as_html(text) == html
    assert as_tex(text) == tex


def test_text_with_special_characters_survives_tex() -> None:
    mathml = convert(as_tex(r"$ x_1 & {y} # % \a"), display=False)
    assert mathml.replace("\N{NO-BREAK SPACE}", " ") == r"<math><mtext>$ x_1 &amp; {y} # % \a</mtext></math>"


@pytest.mark.parametrize(
    ("value", "spec", "told"),
    [
        (0.5, "", "a float needs a format"),
        (math.nan, ".2f", "NaN is not a value"),
        (1, "s", 'the format "s" does not fit a value of type int'),
        ("x", ".2f", 'the format ".2f" does not fit a value of type str'),
        (True, "d", 'the format "d" does not fit a bool'),
        ([1], "", "a list cannot be shown"),
        (None, "", "a NoneType cannot be shown"),
    ],
)
def test_what_cannot_be_formatted_says_why(value: object, spec: str, told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        format_value(value, spec)
