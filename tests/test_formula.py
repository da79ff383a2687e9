"""Formulas as text: what is read and what it is worth by hand, what is refused and where, and how two are compared."""

import math
import operator
import time
import tracemalloc
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader import rubric
from grader.checks import KINDS
from grader.checks.formula import POINTS, Formula
from grader.checks.structure import Part
from grader.formula import FUNCTIONS, MAX_LENGTH, FormulaError, parse
from grader.formula.reader import MAX_DEPTH, MAX_EXPONENT, MAX_STEPS
from grader.formula.words import MAX_DIGITS
from grader.judging import AnswerKey, judged
from grader.model import Action, Answer, Check, Mistake, Question, Returned, Value, Verdict

A = np.array
NAMES = ("x", "y", "W1")
ALL = tuple(FUNCTIONS)


def read(text, names=NAMES, functions=ALL):
    return parse(text, names=names, functions=functions)


def value(text, **values):
    """Return the formula's value at one point."""
    return float(read(text, names=tuple(values)).evaluate({name: A(number) for name, number in values.items()}))


# text, its variables, its value worked out by hand or with `math`
VALUES = {
    "whole number": ("7", {}, 7.0),
    "decimal": ("0.25", {}, 0.25),
    "no digit before the point": (".5", {}, 0.5),
    "no digit after the point": ("5.", {}, 5.0),
    "exponent": ("2.5e-3", {}, 0.0025),
    "exponent in a capital": ("1E+2", {}, 100.0),
    "variable": ("x", {"x": 3.0}, 3.0),
    "case is kept": ("W1 - w1", {"W1": 5.0, "w1": 2.0}, 3.0),
    "underscore in a name": ("y_hat", {"y_hat": 4.0}, 4.0),
    "products before sums": ("1 + 2*3", {}, 7.0),
    "sums from the left": ("7 - 4 - 2", {}, 1.0),
    "quotients from the left": ("24/4/3", {}, 2.0),
    "quotient, then product": ("6/2*3", {}, 9.0),
    "powers from the right": ("2**3**2", {}, 512.0),
    "brackets": ("(1 + 2)*3", {}, 9.0),
    "brackets around a power": ("(2**3)**2", {}, 64.0),
    "minus after a power": ("-x**2", {"x": 3.0}, -9.0),
    "minus in brackets": ("(-x)**2", {"x": 3.0}, 9.0),
    "minus in an exponent": ("2**-2", {}, 0.25),
    "minus in an exponent before a product": ("2**-2*8", {}, 2.0),
    "minus and a power in an exponent": ("2**-1**2", {}, 0.5),
    "minus before a product": ("-2*3 + 10", {}, 4.0),
    "minus after a product": ("2*-3", {}, -6.0),
    "two signs": ("1 - -2", {}, 3.0),
    "plus before": ("+3", {}, 3.0),
    "spaces and a tab": ("  1\t+ 2 ", {}, 3.0),
    "constant": ("2*pi", {}, 2 * math.pi),
    "power of e": ("e**2", {}, math.e**2),
    "a variable called e": ("e**2", {"e": 3.0}, 9.0),
    "negative base": ("(-2)**3", {}, -8.0),
    "exp": ("exp(2)", {}, math.exp(2)),
    "log is natural": ("log(10)", {}, math.log(10)),
    "another name of log": ("ln(10)", {}, math.log(10)),
    "log10": ("log10(1000)", {}, 3.0),
    "log2": ("log2(8)", {}, 3.0),
    "log1p": ("log1p(1)", {}, math.log(2)),
    "expm1": ("expm1(1)", {}, math.e - 1),
    "sqrt": ("sqrt(x)", {"x": 16.0}, 4.0),
    "abs": ("abs(-3) + fabs(-1)", {}, 4.0),
    "sin": ("sin(pi/6)", {}, 0.5),
    "cos": ("cos(pi/3)", {}, 0.5),
    "tan": ("tan(pi/4)", {}, 1.0),
    "arcsin": ("arcsin(1) + asin(1)", {}, math.pi),
    "arccos": ("arccos(0) + acos(0)", {}, math.pi),
    "arctan": ("arctan(1) + atan(1)", {}, math.pi / 2),
    "sinh and cosh": ("cosh(1) + sinh(1)", {}, math.e),
    "tanh": ("tanh(0.5)", {}, math.tanh(0.5)),
    "sigmoid": ("sigmoid(1)", {}, 1 / (1 + math.exp(-1))),
    "sigmoid far out": ("sigmoid(-1000) + sigmoid(1000)", {}, 1.0),
    "relu": ("relu(-2) + relu(3)", {}, 3.0),
    "max": ("max(0, 2)", {}, 2.0),
    "maximum": ("maximum(0, -2)", {}, 0.0),
    "min": ("min(0, 2) + minimum(3, 4)", {}, 3.0),
    "sign": ("sign(-4)", {}, -1.0),
    "step": ("step(-4) + step(4) + step(0)", {}, 1.5),
    "a call as a factor": ("2*exp(0)*3", {}, 6.0),
    "calls inside calls": ("max(abs(-1), min(5, 2 + 2))", {}, 4.0),
    "space before the bracket": ("exp (0)", {}, 1.0),
    "a power of a call": ("-cos(0)**2", {}, -1.0),
    "the contract's formula": ("-(y/p) + (1-y)/(1-p)", {"y": 1.0, "p": 0.25}, -4.0),
    "division by zero": ("1/x", {"x": 0.0}, math.inf),
    "overflow": ("10.0**x", {"x": 400.0}, math.inf),
}


@pytest.mark.parametrize(("text", "values", "expected"), VALUES.values(), ids=VALUES)
def test_value(text, values, expected):
    assert value(text, **values) == pytest.approx(expected, rel=1e-14, abs=1e-15)


@pytest.mark.parametrize("text", ["0/x", "log(x - 1)", "(-8)**(1/3)"])
def test_no_value_is_nan(text):
    assert math.isnan(value(text, x=0.0))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_worked_out_above(name):
    assert any(f"{name}(" in text for text, _, _ in VALUES.values())


def test_arrays_of_points():
    formula = read("x*y + 1")
    got = formula.evaluate({"x": A([1.0, 2.0, 3.0]), "y": A([4.0, 5.0, 6.0])})
    assert got.dtype == np.float64
    assert got.tolist() == [5.0, 11.0, 19.0]


def test_a_formula_without_a_variable_has_a_value_at_every_point():
    assert read("2 + 1").evaluate({"x": A([1, 2])}).tolist() == [3.0, 3.0]


def test_whole_numbers_of_python_are_numbers():
    assert read("x/2 + 2**-x").evaluate({"x": A([1, 2])}).tolist() == [1.0, 1.25]


LETTERS = "`x` is not known here; the formula may hold a, b"

# text, where reading stops, and what is said
REFUSED = {
    "nothing": ("", 1, "the formula is empty"),
    "only spaces": ("   ", 1, "the formula is empty"),
    "caret for the power": ("x^2", 2, "`^` is not the power; write `**`"),
    "two slashes": ("x//2", 2, "`//` is not an operator here; write `/`"),
    "per cent": ("x % 2", 3, "`%` is not an operator here; those are + - * / **"),
    "at": ("x @ y", 3, "`@` is not an operator here"),
    "product without a sign": ("2x", 2, "an operator is missing between `2` and `x`; a product is `2*x`"),
    "product with a bracket": ("2(x + 1)", 2, "an operator is missing between `2` and `(`; a product is `2*(`"),
    "product of brackets": ("(x)(y)", 4, "a product is `)*(`"),
    "product after a bracket": ("(x) y", 5, "a product is `)*y`"),
    "product after a call": ("exp(x)y", 7, "a product is `)*y`"),
    "product with a function": ("2 exp(x)", 3, "a product is `2*exp`"),
    "variable called": ("x(1 - x)", 2, "a product is `x*(`"),
    "number called": ("pi(x)", 3, "a product is `pi*(`"),
    "two variables": ("x y", 3, "a product is `x*y`"),
    "two numbers": ("1 2", 3, "a product is `1*2`"),
    "two points": ("1.2.3", 4, "an operator is missing between `1.2` and `.3`"),
    "unknown name": ("x + z", 5, "`z` is not known here; the formula may hold x, y, W1 and the functions abs, "),
    "unknown name in another case": ("w1", 1, "`w1` is not known here (is `W1` meant?)"),
    "unknown name that is near": ("x + sigmoyd(x)", 5, "(is `sigmoid` meant?)"),
    "module": ("np.exp(x)", 1, "functions are written without `np.` in front"),
    "attribute": ("x.real", 2, "a point may stand inside a number only"),
    "attribute of a bracket": ("().__class__", 3, "a point may stand inside a number only"),
    "dunder": ("__import__('os')", 1, "`__import__` is not known here"),
    "index": ("x[0]", 2, "brackets of this kind have no meaning here; write `(`"),
    "index closed": ("x]", 2, "brackets of this kind have no meaning here; write `)`"),
    "braces": ("{x}", 1, "brackets of this kind"),
    "string": ("'x'", 1, "a formula holds no quotes; leave them out"),
    "double quotes": ('x + "y"', 5, "a formula holds no quotes"),
    "lambda": ("lambda: 1", 1, "`lambda` is not known here"),
    "conditional": ("x if y else 1", 3, "`if` is not known here"),
    "comparison": ("x > 0", 3, "a formula has no comparisons"),
    "unequal": ("x != 0", 3, "a formula has no comparisons"),
    "equation": ("y = x", 3, "a formula has no `=`; write what stands right of it"),
    "comparison for equality": ("x == 0", 3, "a formula has no `=`"),
    "walrus": ("(x := 1)", 4, "`:` is not an operator here"),
    "comment": ("x # y", 3, "a formula has no comments"),
    "line break": ("x\n+ y", 2, "a formula is one line; leave the line break out"),
    "line break of Windows": ("x\r\n", 2, "a formula is one line"),
    "backslash": ("x \\", 3, "`\\` is not an operator here"),
    "null": ("x\0", 2, "this is a character without a name (U+0000), which a formula may not hold"),
    "half a character": ("\ud800", 1, "this is a character without a name (U+D800)"),
    "minus sign of a text program": ("x \N{MINUS SIGN} 1", 3, "this is minus sign (U+2212), which a formula may not"),
    "what to write for it": ("x \N{MINUS SIGN} 1", 3, "; write `-`"),
    "cross": (
        "2 \N{MULTIPLICATION SIGN} x",
        3,
        "multiplication sign (U+00D7), which a formula may not hold; write `*`",
    ),
    "superscript": ("x\N{SUPERSCRIPT TWO}", 2, "write `**2`"),
    "wide letter": ("x + \N{FULLWIDTH LATIN SMALL LETTER X}", 5, "write `x`"),
    "wide digit": ("\N{FULLWIDTH DIGIT TWO}", 1, "write `2`"),
    "Arabic digit": ("\N{ARABIC-INDIC DIGIT TWO}", 1, "this is arabic-indic digit two (U+0662)"),
    "Cyrillic letter": ("\N{CYRILLIC SMALL LETTER HA}", 1, "this is cyrillic small letter ha (U+0445)"),
    "Greek letter": ("2*\N{GREEK SMALL LETTER PI}", 3, "write `pi`"),
    "letter in a name": ("x\N{LATIN SMALL LETTER E WITH ACUTE}", 2, "(U+00E9)"),
    "fixed space": ("x +\N{NO-BREAK SPACE}y", 4, "this is no-break space (U+00A0), which a formula may not hold"),
    "underscore in a number": ("1_000", 1, "a number is written without `_`"),
    "complex number": ("1j", 2, "`j` is not known here"),
    "hexadecimal": ("0x10", 2, "`x10` is not known here"),
    "too large": ("2*1e999", 3, "the number is too large"),
    "decimal comma": ("0,5*x", 2, "in a number write a point"),
    "decimal comma in brackets": ("(0,5)", 3, "in a number write a point"),
    "not closed": ("2*(x + (y", 8, "the bracket that is opened here is not closed"),
    "not closed outside": ("2*(x + (y)", 3, "the bracket that is opened here is not closed"),
    "call not closed": ("exp(x", 4, "the bracket that is opened here is not closed"),
    "not opened": ("x) + 1", 2, "this bracket is not opened anywhere"),
    "empty brackets": ("x + ()", 6, "a number, a name or `(` is expected after `(`; `)` stands there"),
    "ends early": ("x + ", 5, "a number, a name or `(` is expected after `+`; the formula ends there"),
    "ends after a sign": ("-", 2, "expected after `-`; the formula ends there"),
    "begins with an operator": ("*x", 1, "a number, a name or `(` is expected; `*` stands there"),
    "three stars": ("x***2", 4, "expected after `**`; `*` stands there"),
    "function without brackets": ("exp x", 1, "`exp` is a function; write `exp(...)`"),
    "function alone": ("exp", 1, "`exp` is a function"),
    "no argument": ("exp()", 5, "expected after `(`; `)` stands there"),
    "one argument too few": ("1 + max(x)", 5, "`max` takes 2 arguments; 1 is given"),
    "one argument too many": ("exp(x, y)", 1, "`exp` takes 1 argument; 2 are given"),
    "argument left out": ("max(x,)", 7, "expected after `,`; `)` stands there"),
    "unpacking": ("max(*x)", 5, "expected after `(`; `*` stands there"),
    "named argument": ("exp(x=1)", 6, "a formula has no `=`"),
    "exponents of exponents": ("9**9**9", 2, "the exponent is beyond 1000"),
    "large exponent": ("x**-1001", 2, "the exponent is beyond 1000"),
    "exponent that is no number": ("x**(0/0)", 2, "the exponent is beyond 1000"),
}


@pytest.mark.parametrize(("text", "column", "fragment"), REFUSED.values(), ids=REFUSED)
def test_refused(text, column, fragment):
    with pytest.raises(FormulaError) as caught:
        read(text)
    assert caught.value.column == column
    assert str(caught.value).startswith(f"column {column}: ")
    assert fragment in str(caught.value)


def test_only_functions_that_are_picked_are_known():
    with pytest.raises(FormulaError, match=r"`sigmoid` is not known here; .* hold x and the functions exp, maximum"):
        parse("sigmoid(x)", names=["x"], functions=["exp", "maximum"])
    with pytest.raises(FormulaError, match=r"`exp` is not known here; the formula may hold x$"):
        parse("exp(x)", names=["x"], functions=[])
    with pytest.raises(FormulaError, match=r"`x` is not known here; the formula may hold numbers$"):
        parse("x", names=[], functions=[])


def test_a_function_is_known_by_all_its_names():
    assert float(parse("max(1, 2)", names=[], functions=["maximum"]).evaluate({})) == 2.0


# --- caps: the last that is read, the first that is not -------------------------------------------------------------

CAPS = {
    "characters": (" " * (MAX_LENGTH - 1) + "x", " " * MAX_LENGTH + "x"),
    "brackets": ("(" * (MAX_DEPTH - 1) + "x" + ")" * (MAX_DEPTH - 1), "(" * MAX_DEPTH + "x" + ")" * MAX_DEPTH),
    "signs": ("-" * (MAX_DEPTH - 1) + "x", "-" * MAX_DEPTH + "x"),
    "powers": ("**".join(["x"] * MAX_DEPTH), "**".join(["x"] * (MAX_DEPTH + 1))),
    "steps": ("+".join(["x"] * (MAX_STEPS // 2)), "+".join(["x"] * (MAX_STEPS // 2 + 1))),
    "digits": ("1" * MAX_DIGITS, "1" * (MAX_DIGITS + 1)),
    "exponent": (f"x**{MAX_EXPONENT}", f"x**{MAX_EXPONENT + 1}"),
}


@pytest.mark.parametrize(("inside", "outside"), CAPS.values(), ids=CAPS)
def test_cap(inside, outside):
    assert read(inside).evaluate({"x": A(1.0)}).shape == ()
    with pytest.raises(FormulaError):
        read(outside)


HOSTILE = {
    "brackets": "(" * 10**6,
    "brackets, both sides": "(" * 10**6 + "1" + ")" * 10**6,
    "digits": "1" * 10**5,
    "digits within the length": "9" * MAX_LENGTH,
    "exponent of many digits": "1e" + "9" * (MAX_LENGTH - 2),
    "signs": "-" * MAX_LENGTH,
    "powers": "9**" * 300 + "9",
    "power tower": "9**9**9**9",
    "calls": "exp(" * 200,
    "one long name": "a" * MAX_LENGTH,
    "one long sum": "x+" * 499 + "x",
    "spaces": " " * 10**6,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_costs_nothing(text):
    with pytest.raises(FormulaError) as warm:
        read(text)
    assert len(str(warm.value)) < 500
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(FormulaError):
        read(text)
    spent, peak = time.process_time() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert spent < 0.5
    assert peak < 2**20


# --- any text, any formula -----------------------------------------------------------------------------------------

WORDS = ["x", "y", "2", "0.5", "1e3", "exp", "max", "(", ")", ",", "+", "-", "*", "/", "**", "^", ".", "_", " ", "é"]


@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=30).map("".join))
@example("1e")
@example("x**-")
def test_any_text_is_read_or_refused_with_a_place_inside(text):
    try:
        formula = read(text)
    except FormulaError as error:
        assert 1 <= error.column <= len(text) + 1  # noqa: PT017 - most texts are refused, some are not
    else:
        assert formula.evaluate({name: A([0.5, 2.0]) for name in NAMES}).shape == (2,)


POINT = {"x": A([0.3, -1.7, 2.0]), "y": A([1.9, 0.4, -2.5]), "W1": A([-0.6, 3.1, 0.0])}
OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "**": operator.pow,
}
CALLS = {"exp": np.exp, "tanh": np.tanh, "abs": np.abs, "max": np.maximum}


def leaf(number):
    return repr(number), np.full(3, number)


LEAVES = st.sampled_from(list(POINT.items())) | st.floats(0, 9).map(leaf)


def binary(drawn):
    sign, (left, a), (right, b) = drawn
    with np.errstate(all="ignore"):
        return f"({left}) {sign} ({right})", OPERATORS[sign](a, b)


def called(drawn):
    name, (first, a), (second, b) = drawn
    with np.errstate(all="ignore"):
        return (
            (f"{name}({first}, {second})", CALLS[name](a, b)) if name == "max" else (f"{name}({first})", CALLS[name](a))
        )


def negated(drawn):
    text, column = drawn
    return f"-({text})", -column


TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner).map(binary)
        | st.tuples(st.just("**"), inner, LEAVES).map(binary)
        | st.tuples(st.sampled_from(list(CALLS)), inner, inner).map(called)
        | inner.map(negated)
    ),
    max_leaves=12,
)


@given(TREES)
def test_a_tree_that_is_printed_and_read_keeps_its_values(tree):
    text, expected = tree
    np.testing.assert_array_equal(read(text).evaluate(POINT), expected)


CHAINS = st.lists(
    st.tuples(st.sampled_from(["", "-", "+", "- -"]), st.sampled_from(NAMES), st.sampled_from(list(OPERATORS))),
    min_size=1,
    max_size=8,
).map(lambda links: "".join(f"{sign}{name}{after}" for sign, name, after in links) + "y")


@given(CHAINS)
@example("-x**2")
@example("x**-y**W1*x")
def test_without_brackets_operators_bind_as_in_python(text):
    text = text.replace("2", "y")
    with np.errstate(all="ignore"):
        expected = eval(text, dict(POINT))  # noqa: S307 - names and operators, made above
    np.testing.assert_array_equal(read(text).evaluate(POINT), expected)


# --- the kind ------------------------------------------------------------------------------------------------------

SLOPE = Formula(domain={"y": (0, 1), "p": (0.05, 0.95)})
LABELS = Formula(domain={"y": (0, 1), "p": (0.05, 0.95)}, whole=("y",))
SCORE = Formula(domain={"f": (-20, 20)}, functions=("exp", "sigmoid", "tanh", "abs"))
LINE = Formula(domain={"x": (-5, 5)}, functions=("sqrt", "log", "abs", "max", "step", "sign", "exp"))
STEEP = Formula(domain={"x": (0, 20)}, functions=("exp",))
BCE = "-(y/p - (1 - y)/(1 - p))"


def finding(kind, got, want):
    question = Question(Action.READ, "FORMULAS")
    return kind.judge([Answer(question=question, got=Returned(value=got), want=want)])


SAME = {
    "as it stands": (SLOPE, BCE, BCE),
    "brackets multiplied out": (SLOPE, "-y/p + (1-y)/(1-p)", BCE),
    "one fraction": (SLOPE, "(p - y)/(p*(1 - p))", BCE),
    "a power for the quotient": (SLOPE, "-y*p**-1 + (1-y)*(1-p)**-1", BCE),
    "right for labels only": (LABELS, "(1 - 2*y)/((1 - y - p)**2)**0.5", BCE),
    "sigmoid's slope": (SCORE, "sigmoid(f)*(1 - sigmoid(f))", "exp(-f)/(1 + exp(-f))**2"),
    "sigmoid's slope by e": (SCORE, "1/(1 + e**-f) - (1 + e**(-f))**-2", "exp(-f)/(1 + exp(-f))**2"),
    "sigmoid's slope by tanh": (SCORE, "(1 - tanh(f/2)**2)/4", "sigmoid(f)*(1 - sigmoid(f))"),
    "large terms that cancel": (
        Formula(domain={"f": (-100, 100)}, functions=("sigmoid", "exp")),
        "sigmoid(f)*(1 - sigmoid(f))",
        "exp(-f)/(1 + exp(-f))**2",
    ),
    "the derivative of the ReLU": (LINE, "(sign(x) + 1)/2", "step(x)"),
    "a hole that no point falls into": (LINE, "max(0, x)/x", "step(x)"),
    "a rounded constant": (LINE, "x - 0.69314718", "x - log(2)"),
    "no value where none is expected": (LINE, "log(x)", "2*log(sqrt(x))"),
    "a value where none is expected": (LINE, "log(abs(x))", "log(x)"),
    "a number": (LINE, "1", "x/x"),
}

DIFFERENT = {
    "sign lost": (SLOPE, "y/p - (1 - y)/(1 - p)", BCE, "is expected"),
    "brackets lost": (SLOPE, "-y/p - (1 - y)/(1 - p)", BCE, "is expected"),
    "brackets of the denominator lost": (SLOPE, "-y/p + (1 - y)/1 - p", BCE, "is expected"),
    "right for labels only": (SLOPE, "(1 - 2*y)/((1 - y - p)**2)**0.5", BCE, "is expected"),
    "wrong for the label 1 only": (LABELS, "(1 - y)/(1 - p)", BCE, "at y = 1, p = "),
    "wrong for the label 0 only": (LABELS, "-y/p", BCE, "at y = 0, p = "),
    "the sigmoid itself": (SCORE, "sigmoid(f)", "sigmoid(f)*(1 - sigmoid(f))", "is expected"),
    "power before minus": (LINE, "-x**2", "(-x)**2", "is expected"),
    "one beside an exponential": (STEEP, "exp(x) + 1", "exp(x)", "2 where 1"),
    "just outside": (LINE, "1.000003*x", "x", "is expected"),
    "a constant too roughly rounded": (LINE, "x - 0.693", "x - log(2)", "is expected"),
    "no value on one side": (LINE, "sqrt(x)", "sqrt(abs(x))", "no finite number (nan) where"),
    "no value at all": (LINE, "0/0", "x", "no finite number (nan) where"),
    "overflow": (LINE, "exp(1e3*abs(x))", "x", "no finite number (inf) where"),
    "an unknown name": (SCORE, "p*(1 - p)", "sigmoid(f)", "cannot be read, column 1: `p` is not known here; "),
    "a number": (LINE, 1.0, "x", "a formula as text is expected; the number 1 is given."),
    "none": (LINE, None, "x", "a formula as text is expected; None is given."),
    "a list": (LINE, ["x"], "x", "a formula as text is expected; a list of 1 is given."),
    "an expected formula without values": (LINE, "log(-1)", "log(-1)", "too few values over the domain"),
}


@pytest.mark.parametrize(("kind", "got", "want"), SAME.values(), ids=SAME)
def test_formulas_that_are_the_same(kind, got, want):
    assert kind.faults([want]) == ()
    assert finding(kind, got, want).message == ""
    assert finding(kind, got, want).credit == 1


@pytest.mark.parametrize(("kind", "got", "want", "fragment"), DIFFERENT.values(), ids=DIFFERENT)
def test_formulas_that_differ(kind, got, want, fragment):
    found = finding(kind, got, want)
    assert found.credit == 0
    assert fragment in found.message
    assert found.question == Question(Action.READ, "FORMULAS")


def test_the_point_that_is_told_is_short_and_both_values_belong_to_it():
    message = finding(SLOPE, "-y/p - (1 - y)/(1 - p)", BCE).message
    where, values = message.removeprefix("at ").split(": ")
    y, p = (float(part.split(" = ")[1]) for part in where.split(", "))
    got, want = (float(number) for number in values.removesuffix(" is expected.").split(" where "))
    assert all(len(part) <= len("p = 0.123") for part in where.split(", "))
    assert (got, want) == pytest.approx((-y / p - (1 - y) / (1 - p), -y / p + (1 - y) / (1 - p)), rel=1e-7)


def test_a_hole_is_not_told_in_place_of_the_mistake():
    kind = Formula(domain={"x": (-8, 9)})
    assert 0.0 in kind._rounded(kind._points())["x"]  # where 0/0 would be found
    assert "no finite number" not in finding(kind, "1 + x/x/(0.1 + x**2)", "1").message


def test_a_point_in_few_digits_is_told_only_where_the_formulas_differ_there():
    kind = Formula(domain={"x": (-5, 5)}, functions=("sin",))
    x = float(finding(kind, "x + sin(20*pi*x)", "x").message.split("x = ")[1].split(":")[0])
    assert abs(math.sin(20 * math.pi * x)) > 0.1  # it is zero at every tenth


@pytest.mark.parametrize("low", [0.001, 0.02, 0.049])
def test_points_in_few_digits_stay_inside_the_domain(low):
    kind = Formula(domain={"x": (low, 10 + low)})
    points = kind._rounded(kind._points())["x"]
    assert (points.min() >= low, points.max() <= 10 + low) == (True, True)


def test_a_place_is_marked_in_a_short_formula():
    assert finding(LINE, "2*x^2", "x").message == (
        "the formula cannot be read, column 4: `^` is not the power; write `**`.\n2*x^2\n   ^"
    )
    assert "\n" not in finding(LINE, "x\n^2", "x").message
    assert len(finding(LINE, "x^2 " * 10**5, "x").message) < 200


@pytest.mark.parametrize("ends", [(1, 4), (0.5, 4.5), (0.5, 5000.5)])
def test_whole_numbers_stay_whole_and_reach_both_ends(ends):
    counts = Formula(domain={"n": ends}, whole=("n",), functions=("sin",))
    points = counts._points()["n"]
    assert (points == np.round(points)).all()
    assert (points.min(), points.max()) == (1.0, 4.0) or ends[1] == 5000.5
    assert finding(counts, "n + sin(pi*n)", "n").credit == 1
    assert float(finding(counts, "n + 1", "n").message.split("n = ")[1].split(":")[0]).is_integer()


def test_a_tolerance_of_the_rubric_counts():
    loose = Formula(domain={"x": (1, 2)}, rtol=0.1)
    assert finding(loose, "1.05*x", "x").credit == 1
    assert finding(loose, "1.3*x", "x").credit == 0
    assert finding(Formula(domain={"x": (1, 2)}, rtol=0, atol=0.1), "x + 0.09", "x").credit == 1


FAULTS = {
    "no text": (LINE, 1.0, "the reference gives the number 1; a formula is a text"),
    "no formula": (LINE, "x^2", "the reference's formula cannot be read, column 2: `^`"),
    "hardly any value": (LINE, "log(x - 4)", "has a value at only "),
    "zero everywhere": (LINE, "0*x", "give `atol`"),
    "zero somewhere": (Formula(domain={"x": (-5, 5)}, functions=("relu",), atol=0), "relu(x)", "give `atol`"),
}


@pytest.mark.parametrize(("kind", "want", "fragment"), FAULTS.values(), ids=FAULTS)
def test_a_reference_that_cannot_be_judged_by_is_a_fault(kind, want, fragment):
    (fault,) = kind.faults([want, want])
    assert fragment in fault


OPTIONS = {
    "no variable": ({"domain": {}}, "`domain` must name the variables"),
    "one end": ({"domain": {"x": (1.0,)}}, "the domain of 'x' must be two numbers"),
    "turned round": ({"domain": {"x": (1.0, 0.0)}}, "the smaller one first"),
    "one point": ({"domain": {"x": (1.0, 1.0)}}, "the smaller one first"),
    "too wide": ({"domain": {"x": (-1e308, 1e308)}}, "must be two numbers"),
    "a function for a variable": ({"domain": {"exp": (0.0, 1.0)}}, "no functions; got 'exp'"),
    "no name": ({"domain": {"2x": (0.0, 1.0)}}, "got '2x'"),
    "a Greek name": ({"domain": {"θ": (0.0, 1.0)}}, "ASCII"),
    "unknown function": ({"domain": {"x": (0.0, 1.0)}, "functions": ("gamma",)}, "got 'gamma'"),
    "whole without a domain": ({"domain": {"x": (0.0, 1.0)}, "whole": ("y",)}, "`whole` must list variables"),
    "no whole number": ({"domain": {"x": (0.2, 0.8)}, "whole": ("x",)}, "must hold two whole numbers"),
}


@pytest.mark.parametrize(("options", "fragment"), OPTIONS.values(), ids=OPTIONS)
def test_options_that_make_no_sense_are_refused(options, fragment):
    with pytest.raises(ValueError, match=r"must|of") as caught:
        Formula(**options)
    assert fragment in str(caught.value)


# --- in a rubric ---------------------------------------------------------------------------------------------------

RUBRIC = """\
title: Small
file: answers.py
reference: right.py
mistakes: slips.py
defaults: {rtol: 1e-5, shapes: loose}
exercises:
  - id: 13
    title: Slope
    points: 1
    mistakes:
      - {name: FORMULAS__no_brackets, credit: 0.5, says: The brackets are lost.}
    checks:
      - read: FORMULAS
        kind: parts
        parts:
          - {part: "13", name: formula, kind: formula, domain: {y: [0, 1], p: [0.05, 0.95]}, whole: [y]}
"""


@pytest.fixture
def check(tmp_path):
    (tmp_path / "right.py").write_text("FORMULAS = {}\n")
    (tmp_path / "slips.py").write_text("FORMULAS__no_brackets = {}\n")
    (tmp_path / "small.yaml").write_text(RUBRIC)
    loaded = rubric.load_with(tmp_path / "small.yaml", {**KINDS, "formula": Formula})
    return loaded.exercises[0].checks[0]


def test_a_rubric_reads_it_as_a_part(check):
    kind = Formula(domain={"y": (0.0, 1.0), "p": (0.05, 0.95)}, whole=("y",), rtol=1e-5)
    assert check.kind == Part(key="13", of=kind)
    assert check.mistakes == (
        Mistake(name="FORMULAS__no_brackets", credit=Decimal("0.5"), says="The brackets are lost."),
    )


NO_BRACKETS = "-y/p - (1 - y)/(1 - p)"
GIVEN = {
    "right": ({"13": "(p - y)/(p*(1 - p))", "14": 3}, Verdict.PASSED, ""),
    "known mistake": ({"13": "-(y/p + (1 - y)/(1 - p))"}, Verdict.PARTIAL, "The brackets are lost."),
    "wrong": ({"13": "y/p"}, Verdict.FAILED, "`FORMULAS`: at y = "),
    "unreadable": ({"13": "y^p"}, Verdict.FAILED, "`FORMULAS`: the formula cannot be read, column 2: "),
    "missing": ({"14": "y"}, Verdict.FAILED, "`FORMULAS`: a dict with '13' is expected; a dict with '14' is returned."),
    "no dict": ("y/p", Verdict.FAILED, "a dict with '13' is expected"),
}


@pytest.mark.parametrize(("given", "verdict", "message"), GIVEN.values(), ids=GIVEN)
def test_judged_with_known_mistakes(check: Check, given, verdict, message):
    question = Question(Action.READ, "FORMULAS")
    wrong = replace(question, name="FORMULAS__no_brackets")
    answers: dict[Question, Value] = {question: {"13": BCE}, wrong: {"13": NO_BRACKETS}}
    outcome = judged(check, {question: Returned(value=given)}, AnswerKey(answers=answers, arguments={"": ()}))
    assert outcome.verdict is verdict
    assert message in outcome.message


def test_there_are_as_many_points_as_the_kind_says():
    assert f"at {POINTS} points" in (Formula.__doc__ or "")
