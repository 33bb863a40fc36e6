"""TeX: what converts, what is refused, and where a formula's numbers come from."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from lockstep.math.tex import TexError, convert, digits, spellings, substitute

# What a text on probabilities of strings writes, every construct at least once.
SUBJECT = [
    r"p(x_1,\dots,x_n)=p(x_1)\prod_{t=2}^{n} p(x_t\mid x_{<t})",
    r"\mathbb{E}_{x\sim p}\big[\log p(x)\big]=-\sum_{x\in V^{*}} p(x)\log p(x)",
    r"\operatorname{KL}(p\Vert q)=\mathrm{KL}(p\parallel q)\ge 0, \quad \lvert V\rvert^{-1}",
    r"f(x)=\begin{cases}1 & \text{if } x=\varepsilon\\ 0 & \text{otherwise}\end{cases}",
    r"\underbrace{p(x_1)}_{\text{missing}} \frac{a}{b} \sqrt{2} \binom{n}{k}",
    r"\hat\pi, \bar h_t, \tilde p, x_{t+1}', \bot, \$, \varepsilon, \pi\otimes K, \ell, \emptyset",
    r"f\colon V^{*}\to\Delta(V), x\mapsto y, a\iff b\implies c, a\ne b\le\infty, a\coloneqq b",
    r"\min_\pi\max_{p_1} \sup_n \lim_{n\to\infty} \operatorname*{arg\,max}_x",
    r"\mathcal{L}, \mathbf{1}, \boldsymbol{\theta}, \mathtt{BOS}, \mathbb{1}[x=y], \{x: x>0\}, \forall",
    r"\begin{pmatrix}0&1\\1&0\end{pmatrix}",
    r"50{,}257 \quad 99.5\% \quad 10^{-12}",
]


@pytest.mark.parametrize("tex", SUBJECT)
@pytest.mark.parametrize("display", [True, False])
def test_the_subject_converts_to_one_well_formed_element(tex: str, display: bool) -> None:
    mathml = convert(tex, display=display)
    root = ET.fromstring(mathml)
    assert root.tag == "math"
    assert root.get("display") == ("block" if display else None)
    assert "\\" not in "".join(root.itertext())
    assert not root.findall(".//a")
    assert convert(tex, display=display) == mathml


@pytest.mark.parametrize("environment", ["align", "align*", "aligned", "gather", "gathered", "cases"])
def test_an_environment_has_its_lines_and_no_number(environment: str) -> None:
    tex = rf"\begin{{{environment}}}a \\ b \\ c\end{{{environment}}}"
    root = ET.fromstring(convert(tex, display=True))
    assert len(root.findall(".//mtr")) == 3
    assert re.findall(r"\w", "".join(root.itertext())) == ["a", "b", "c"]


def test_the_books_macros_are_an_argument() -> None:
    macros = {"KL": r"\operatorname{KL}(#1\parallel #2)"}
    assert convert(r"\KL{p}{q}", display=False, macros=macros) == convert(
        r"\operatorname{KL}(p\parallel q)", display=False
    )
    with pytest.raises(TexError, match=r'Unknown command "\\KL", at "\\KL'):
        convert(r"\KL{p}{q}", display=False)


def test_a_macro_that_does_not_convert_is_named() -> None:
    with pytest.raises(TexError, match=r'Unknown command "\\nope", in the macro bad: \\nope'):
        convert("x", display=False, macros={"good": "a", "bad": r"\nope"})


@pytest.mark.parametrize(
    ("tex", "told", "line"),
    [
        (r"a \foo b", r'Unknown command "\foo", at "\foo b"', 0),
        ("a\n+ \\frac{1", 'Expected closing token "}", but reached end of input, at the end', 1),
        ("a\nx^2^3", 'Duplicate subscript or superscript, at "^3"', 1),
        ("a\n\\\\ b", r"\\ breaks lines only inside an environment", 1),
        (r"\begin{aligned}a\\[1ex]b\end{aligned}", r"\\[…] with a length is not supported", 0),
        (r"\eqref{x}", r"\eqref makes a link inside a formula", 0),
        (r"\boxed{x}", r"browsers draw neither \boxed nor \cancel", 0),
        (r"\widehat{x}", r"browsers misplace \widehat", 0),
        (r"\overline{x}", r"browsers misplace \overline and \underline", 0),
        (" ", "an empty formula", 0),
        (r"\py{a.b}", r'Unknown command "\py"', 0),
    ],
)
def test_what_would_be_wrong_is_refused(tex: str, told: str, line: int) -> None:
    with pytest.raises(TexError, match=re.escape(told)) as caught:
        convert(tex, display=True)
    assert caught.value.line == line


def test_details_that_readers_and_screen_readers_need() -> None:
    assert convert(r"\given{50{,}257}", display=False) == "<math><mrow><mn>50,257</mn></mrow></math>"
    assert "<mi>…</mi>" in convert(r"x,\dots,y", display=False)
    assert convert(r"\mathcal{L}", display=False) == "<math><mrow><mspace/><mi>ℒ</mi></mrow></math>"
    assert convert(r"\mathscr{L}", display=False) == convert(r"\mathcal{L}", display=False)
    assert "\N{FUNCTION APPLICATION}" in convert(r"\log p", display=False)


def test_given_renders_its_content_as_one_group_everywhere() -> None:
    assert convert(r"10^\given{12}", display=False) == convert("10^{12}", display=False)
    assert convert(r"\text{\given{12} words}", display=False) == "<math><mtext>12\N{NO-BREAK SPACE}words</mtext></math>"


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"\py{cost.rows[2].kl:.3f} + \py {x.t['a']:.2e}", ["cost.rows[2].kl:.3f", "x.t['a']:.2e"]),
        (r"\text{\py{ a.b }} \given{\py{c.d}}", ["a.b", "c.d"]),
        (r"\pylon \\py{a.b} \python{c.d}", []),
    ],
)
def test_spellings_are_found_in_order(tex: str, found: list[str]) -> None:
    assert spellings(tex) == found


def test_values_take_the_place_of_their_spelling_as_one_group() -> None:
    values = {"a.b:.3f": "0.125", "a.n:,": "50{,}257"}
    assert substitute(r"2^\py{a.b:.3f}+\py{ a.n:, }", values.__getitem__) == "2^{0.125}+{50{,}257}"


@pytest.mark.parametrize("tex", [r"\py a.b", r"\py", r"\py{a.b"])
def test_a_value_needs_braces(tex: str) -> None:
    with pytest.raises(TexError, match=r"\\py needs its argument in braces") as caught:
        spellings("x\n" + tex)
    assert caught.value.line == 1


@pytest.mark.parametrize(
    ("tex", "typed"),
    [
        ("9 x_1 + 2^3", []),
        ("x_{12}", ["12"]),
        ("10^{-12}", ["10", "12"]),
        (r"10^\given{12}", ["10"]),
        (r"\given{10^{-12}} + \py{a.b[12]:.3f}", []),
        (r"\given{10 \given{12} 14}", []),
        ("p = .5, q = 0.25, r = 2.", [".5", "0.25"]),
        ("x_12 + x^10", []),
        (r"\frac12 + \sqrt2 + \frac1{12}", ["12"]),
        ("50{,}257 + 50,257", ["50{,}257", "50,257"]),
        (r"50\,257 + 1 2", [r"50\,257", "1 2"]),
        (r"f(1,2) + \begin{pmatrix}1&0\\0&1\end{pmatrix} \\ 0", []),
        (r"\text{of 12 tokens}", ["12"]),
        (r"\mathbb{1}[x=3] \log 12", ["12"]),
        (r"\{12\}", ["12"]),
    ],
)
def test_typed_numbers_are_found(tex: str, typed: list[str]) -> None:
    assert digits(tex) == typed
