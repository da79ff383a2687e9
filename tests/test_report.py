"""Reports: golden files for the whole, tables for the parts, and hostile text that must stay text.

`UPDATE_GOLDEN=1` writes the golden files anew; read the difference before keeping it.
"""

from __future__ import annotations

import csv
import dataclasses
import html.parser
import io
import itertools
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from grader.model import (
    Cell,
    Difference,
    Entry,
    Exercise,
    ExerciseGrade,
    Grade,
    Isolation,
    Mismatch,
    Module,
    Outcome,
    Rubric,
    Submission,
    Verdict,
)
from grader.report import (
    ClassResult,
    class_page,
    class_table,
    format_points,
    printable,
    student_page,
    to_csv,
    to_json,
    to_text,
)
from grader.report.markup import Block, Span, blocks, spans
from grader.report.printable import MESSAGE, NAME, Limit, many_lines, one_line
from grader.report.roster import mean, median
from grader.report.wording import VERDICTS, format_ratio, out_of, percent, side_by_side

GOLDEN = Path(__file__).parent / "golden"
HELD_BACK = "0.31830988618"

# --- a small class -------------------------------------------------------------------------------------------------


def outcome(check: str, verdict: Verdict, points: str | None, possible: str, **more: object) -> Outcome:
    """Return an outcome with its points given as text."""
    earned = None if points is None else Decimal(points)
    made = Outcome(check=check, verdict=verdict, points=earned, points_possible=Decimal(possible))
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


WRONG_WEIGHTS = Difference(
    mismatch=Mismatch.NUMBERS,
    got="array of shape (2,)",
    want="array of shape (2,)",
    outside=2,
    total=2,
    worst_ratio=1.0e4,
    entries=(
        Entry(index=(1,), got=0.41071, want=0.41070998, error=2e-8, allowed=4.1e-7),
        Entry(index=(0,), got=0.2, want=0.10107389, error=0.09892611, allowed=0.0),
    ),
    case="noisy",
    path="0",
)
SOURCE = '''"""Nonlinear models."""
import numpy as np


def squared_error(y, y_hat):
    # sum over the samples
    return np.sum((y - y_hat) ** 2)


class Network:
    """Shallow."""

    rate = 0.1
'''
STATEMENT = r"""Derive the loss $\sum_i (y_i - \hat y_i)^2$ and write **`squared_error`**.

$$
\hat\theta = (X X^T)^{-1} X y
$$

- samples are columns
- `y` has shape $(m,)$, and <b>markup</b> stays text

```python
squared_error(y, y_hat)
```
"""


def one_grade(**more: object) -> Grade:
    """Return a grade that holds something of everything a page can show."""
    exercises = (
        ExerciseGrade(
            id="1",
            title="Squared error",
            points_possible=Decimal(1),
            statement=STATEMENT,
            outcomes=(
                outcome("the sum of squares", Verdict.PASSED, "0.9", "0.9", warnings=("RuntimeWarning: overflow",)),
                outcome("with y = y_hat", Verdict.PASSED, "0.1", "0.1"),
            ),
        ),
        ExerciseGrade(
            id="4",
            title="Fit the noisy data",
            points_possible=Decimal(1),
            outcomes=(
                outcome(
                    "weights w",
                    Verdict.FAILED,
                    "0",
                    "0.5",
                    message="2 of 2 entries are off; the worst is 10,000 times the tolerance.",
                    hint="Is the row of ones the **last** row of `X1`?",
                    difference=WRONG_WEIGHTS,
                    printed="fitting\n  step 1\n",
                ),
                outcome(
                    "more cases",
                    Verdict.FAILED,
                    "0",
                    "0.25",
                    message=f"expected {HELD_BACK}",
                    hidden=True,
                    hint="Try m = 1.",
                ),
                outcome("the constant", Verdict.PARTIAL, "0.125", "0.25", message="This is the half of it."),
                outcome("arguments unchanged", Verdict.FAILED, "-0.1", "0", message="X is changed in place."),
            ),
        ),
        ExerciseGrade(
            id="17",
            title="Back-propagation",
            points_possible=Decimal(4),
            outcomes=(
                outcome(
                    "the gradient of W1",
                    Verdict.RAISED,
                    "0",
                    "2",
                    message="ValueError: shapes (2,4) and (2,) do not fit\nnonlinear_models.py, line 7\n"
                    "    return np.sum((y - y_hat) ** 2)\n                   ^",
                ),
                outcome("the gradient of b1", Verdict.SKIPPED, "0", "2", message="It rests on: the gradient of W1."),
            ),
        ),
    )
    submission = Submission(
        id="ada",
        name="Ada Lovelace",
        main=Module(name="nonlinear_models", cells=(Cell(label="nonlinear_models.py", text=SOURCE),)),
        notes=("The module is loaded with its definitions only.",),
    )
    grade = Grade(submission=submission, exercises=exercises, seconds=0.08251)
    return dataclasses.replace(grade, **more)  # type: ignore[arg-type]


def other_grades() -> tuple[Grade, ...]:
    """Return classmates: one with full marks, one that is ours to mend, one that a person should see."""
    full = tuple(
        dataclasses.replace(
            exercise,
            outcomes=(
                outcome("all of it", Verdict.PASSED, str(exercise.points_possible), str(exercise.points_possible)),
            ),
        )
        for exercise in one_grade().exercises
    )
    broken = (
        *full[:2],
        dataclasses.replace(full[2], outcomes=(outcome("all of it", Verdict.GRADER_ERROR, None, "4"),)),
    )
    return (
        Grade(submission=Submission(id="grace", name="Grace Hopper"), exercises=full, seconds=0.07),
        Grade(submission=Submission(id="kurt", name="kurt"), exercises=broken, seconds=0.0),
        Grade(
            submission=Submission(id="emmy", name="Emmy Noether"),
            exercises=full[:1],
            seconds=1.5,
            needs_a_human="The file does not compile: line 3.",
        ),
    )


def one_class(*grades: Grade) -> ClassResult:
    """Return a class of these grades, or of the sample ones."""
    exercises = tuple(
        Exercise(id=exercise.id, title=exercise.title, points=exercise.points_possible, checks=())
        for exercise in one_grade().exercises
    )
    rubric = Rubric(
        id="nonlinear_models",
        title="Nonlinear models",
        file="nonlinear_models.py",
        exercises=exercises,
        reference=Submission(id="reference", name="reference"),
        mistakes=None,
        cases={},
        path=Path("rubrics/nonlinear_models.yaml"),
        sha256="5f2c" * 16,
        seed=20230401,
        course="5LSL0 Machine Learning for Signal Processing",
    )
    return ClassResult(
        rubric=rubric,
        isolation=Isolation.JAIL,
        grades=grades or (one_grade(), *other_grades()),
        fingerprint="Python 3.11.7, NumPy 2.4.6",
        seed=rubric.seed,
    )


# --- the whole: golden files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "render"),
    [
        pytest.param("report_student.html", lambda cls: student_page(cls.grades[0], cls), id="student page"),
        pytest.param("report_class.html", class_page, id="class page"),
        pytest.param("report_student.txt", lambda cls: to_text(cls.grades[0]), id="student text"),
        pytest.param("report_class.txt", class_table, id="class table"),
        pytest.param("results.json", to_json, id="JSON"),
        pytest.param("grades.csv", to_csv, id="CSV"),
    ],
)
def test_golden(name: str, render: Callable[[ClassResult], str]) -> None:
    made = render(one_class()).encode()
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / name).write_bytes(made)
    assert made == (GOLDEN / name).read_bytes()


def test_same_grades_give_the_same_bytes_in_another_process() -> None:
    program = (
        "import test_report as t; c = t.one_class(); print(ascii(t.student_page(c.grades[0], c) + t.class_page(c)))"
    )
    places = os.pathsep.join([str(GOLDEN.parent), str(GOLDEN.parent.parent)])
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": places, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }
    assert len(pages) == 1


def test_the_text_reports_start_without_jinja_and_pygments() -> None:
    program = "import sys, grader.report; sys.exit(any(m in sys.modules for m in ('jinja2', 'pygments', 'numpy')))"
    done = subprocess.run([sys.executable, "-c", program], cwd=GOLDEN.parent.parent, check=False)
    assert done.returncode == 0


# --- points, numbers, verdicts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "of", "text"),
    [
        pytest.param(None, None, "?", id="unknown"),
        pytest.param("0", None, "0", id="nothing"),
        pytest.param("0.00", None, "0", id="nothing with decimals"),
        pytest.param("1.00", None, "1", id="whole with decimals"),
        pytest.param("1E+1", None, "10", id="ten in scientific form"),
        pytest.param("100", None, "100", id="zeros before the point stay"),
        pytest.param("17.5", None, "17.5", id="half"),
        pytest.param("0.333333", None, "0.33", id="third"),
        pytest.param("0.125", None, "0.13", id="half up"),
        pytest.param("0.115", "1", "0.12", id="half up, not to even"),
        pytest.param("0.001", None, "0.01", id="not down to nothing"),
        pytest.param("0.999", None, "0.99", id="not up to one"),
        pytest.param("19.996", None, "19.99", id="not up to twenty"),
        pytest.param("0.249", "0.25", "0.24", id="not up to a full quarter"),
        pytest.param("0.25", "0.25", "0.25", id="a full quarter"),
        pytest.param("0.331", "0.333", "0.32", id="not full after both are rounded"),
        pytest.param("3.002", "20", "3", id="down to a whole number that is not full"),
        pytest.param("-0.1", None, "-0.1", id="taken off"),
    ],
)
def test_points_as_text(points: str | None, of: str | None, text: str) -> None:
    assert format_points(points and Decimal(points), of and Decimal(of)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("points", "possible", "text"),
    [("0.5", "1", "0.5 of 1"), (None, "2", "? of 2"), ("0", "0", ""), ("-0.1", "0", "-0.1")],
    ids=["part", "unknown", "without points", "taken off"],
)
def test_points_out_of(points: str | None, possible: str, text: str) -> None:
    assert out_of(None if points is None else Decimal(points), Decimal(possible)) == text


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        pytest.param("0", "20", 0, id="nothing"),
        pytest.param("0.01", "20", 1, id="not down to nothing"),
        pytest.param("19.99", "20", 99, id="not up to all"),
        pytest.param("20", "20", 100, id="all"),
        pytest.param("21", "20", 100, id="more than all"),
        pytest.param("-1", "20", 0, id="less than nothing"),
        pytest.param("1", "0", 0, id="of nothing"),
    ],
)
def test_percent(part: str, whole: str, share: int) -> None:
    assert percent(Decimal(part), Decimal(whole)) == share


@pytest.mark.parametrize(
    ("got", "want", "mine", "theirs"),
    [
        pytest.param(0.2, 0.1, "0.|2", "0.|1", id="first digit"),
        pytest.param(0.41071, 0.41070998, "0.4107|1000", "0.4107|0998", id="as many digits as it takes"),
        pytest.param(1.0, 100.0, "|1.00", "|100", id="another scale shares nothing"),
        pytest.param(-1.5, 1.5, "|-1.5", "|1.5", id="sign"),
        pytest.param(2.0, 2.0, "2|", "2|", id="equal"),
        pytest.param(1 / 3, 1 / 3 + 1e-16, "0.333333333333333|31", "0.333333333333333|43", id="last bits"),
        pytest.param(float("nan"), 1.0, "|nan", "|1.00000", id="not a number"),
        pytest.param(1e-9, 2e-9, "|1.00000e-09", "|2.00000e-09", id="exponents"),
        pytest.param(1 + 2j, 1 + 3j, "1.00000+|2.00000j", "1.00000+|3.00000j", id="complex"),
    ],
)
def test_numbers_side_by_side(got: complex, want: complex, mine: str, theirs: str) -> None:
    made = tuple(f"{digits.shared}|{digits.rest}" for digits in side_by_side(got, want))
    assert made == (mine, theirs)


@pytest.mark.parametrize(
    ("error", "allowed", "text"),
    [(3e-3, 1e-6, "3e+03"), (0.5, 1.0, "0.5"), (1.0, 0.0, "inf"), (0.0, 0.0, "0"), (float("nan"), 1.0, "inf")],
    ids=["far off", "within", "nothing allowed", "no error", "not a number"],
)
def test_error_over_allowed(error: float, allowed: float, text: str) -> None:
    assert format_ratio(Entry(index=(0,), got=1.0, want=1.0, error=error, allowed=allowed)) == text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_symbol_and_a_word_of_its_own(verdict: Verdict) -> None:
    mark = VERDICTS[verdict]
    assert len(mark.symbol) == len(mark.plain) == 1
    assert mark.plain.isascii()
    assert [other.word for other in VERDICTS.values()].count(mark.word) == 1


@pytest.mark.parametrize(
    ("points", "middle", "average"),
    [([], None, None), ([3], 3, 3), ([5, 1], 3, 3), ([1, 9, 2], 2, 4), ([4, 1, 2, 9], 3, 4)],
    ids=["nothing", "one", "two", "odd", "even"],
)
def test_mean_and_median(points: list[int], middle: int | None, average: int | None) -> None:
    decimals = [Decimal(value) for value in points]
    assert (median(decimals), mean(decimals)) == (middle, average)


# --- text of others ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Ada Lovelace", "Ada Lovelace", id="plain"),
        pytest.param("Zoë Þór 李 עברית 👩‍💻", "Zoë Þór 李 עברית 👩‍💻", id="letters of the world stay"),
        pytest.param("\x1b[2J", r"\x1b[2J", id="clear the screen"),
        pytest.param("\x1b]52;c;aGk=\x07", r"\x1b]52;c;aGk=\x07", id="write the clipboard"),
        pytest.param("\x9b2J", r"\x9b2J", id="C1 control"),
        pytest.param("a\x00b\x7f", r"a\x00b\x7f", id="NUL and DEL"),
        pytest.param("a\nb\r\tc", r"a\x0ab\x0d\x09c", id="line ends and tab"),
        pytest.param("a\u202eb\u2066", r"a\u202eb\u2066", id="direction overrides"),
        pytest.param("a\u2028b\ufeff", r"a\u2028b\ufeff", id="line separator, BOM"),
        pytest.param("a\ud800b", r"a\ud800b", id="lone surrogate"),
        pytest.param("a\U000e0041", r"a\U000e0041", id="tag letters"),
    ],
)
def test_printable(text: str, shown: str) -> None:
    assert printable(text) == shown
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        pytest.param("abc", Limit(3, 1), "abc", id="fits"),
        pytest.param("abcdefghi", Limit(3, 1), "ab\n[... 6 characters left out ...]\ni", id="too long"),
        pytest.param("1\n2\n3\n4\n5", Limit(99, 3), "1\n2\n[... 2 lines left out ...]\n5", id="too many lines"),
        pytest.param("1\n2\n3\n4", Limit(99, 3), "1\n2\n[... 1 line left out ...]\n4", id="one line too many"),
        pytest.param("a\r\nb\n\n", Limit(99, 3), "a\nb", id="line ends of Windows, and at the end"),
        pytest.param("a\tb", Limit(99, 1), "a   b", id="tab"),
        pytest.param("10%\r20%", Limit(99, 1), r"10%\x0d20%", id="carriage return"),
    ],
)
def test_long_text_keeps_head_and_tail(text: str, limit: Limit, shown: str) -> None:
    assert many_lines(text, limit) == shown


def test_a_name_stays_on_one_line_and_short() -> None:
    shown = one_line("x" * 10**6 + "\n" + "y" * 10**6)
    assert shown.startswith("xxx")
    assert shown.endswith("yyy")
    assert "\n" not in shown
    assert len(shown) < NAME.characters + 60


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("a `b` c", [("plain", "a "), ("code", "b"), ("plain", " c")], id="code"),
        pytest.param("$x_1$ and $$y$$", [("math", "x_1"), ("plain", " and "), ("math", "y")], id="formulas"),
        pytest.param("$5 and $6", [("plain", "$5 and $6")], id="money is no formula"),
        pytest.param(r"\$x\$", [("plain", "$"), ("plain", "x"), ("plain", "$")], id="escaped dollars"),
        pytest.param("`$x$` `**`", [("code", "$x$"), ("plain", " "), ("code", "**")], id="code wins"),
        pytest.param("<b>a & b</b>", [("plain", "<b>a & b</b>")], id="HTML is text"),
        pytest.param("[a](javascript:b)", [("plain", "[a](javascript:b)")], id="links are text"),
        pytest.param("a\nb", [("plain", "a b")], id="lines are joined"),
    ],
)
def test_running_text(text: str, pieces: list[tuple[str, str]]) -> None:
    assert spans(text) == tuple(Span(kind, piece) for kind, piece in pieces)


def test_bold_text_may_hold_code() -> None:
    assert spans("**a `b`**") == (Span("plain", "a ", bold=True), Span("code", "b", bold=True))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("a\nb\n\nc", [("p", ["a b"]), ("p", ["c"])], id="paragraphs"),
        pytest.param("a\n- b\n- c\n\nd", [("p", ["a"]), ("ul", ["b", "c"]), ("p", ["d"])], id="list"),
        pytest.param("1. a\n   b\n2. c", [("ol", ["a b", "c"])], id="numbers, and a line that goes on"),
        pytest.param("1. a\n\n2. b", [("ol", ["a", "b"])], id="a blank line does not split a list"),
        pytest.param("```\n- a\n  b\n```\nc", [("pre", ["- a\n  b"]), ("p", ["c"])], id="fence"),
        pytest.param("```\na", [("p", ["``` a"])], id="open fence"),
        pytest.param("$$\na &= b\n$$", [("math", ["a &= b"])], id="formula by itself"),
    ],
)
def test_statement(text: str, kinds: list[tuple[str, list[str]]]) -> None:
    assert blocks(text) == tuple(Block(kind, tuple((Span("plain", item),) for item in items)) for kind, items in kinds)


# --- hostile text stays text ---------------------------------------------------------------------------------------

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)",
    "comment": "--><!--</style></pre></details><h1>",
    "link": "javascript:alert(1)",
    "path": "../../etc/passwd",
    "formula": "=cmd|' /C calc'!A0",
    "template": "{{ 7 * 7 }}{% raw %}",
    "terminal": "\x1b[2J\x1b]0;title\x07\x9b",
    "direction": "\u202egnp.exe",
    "surrogates": "\ud800 \udfff",
    "nul": "a\x00b",
    "ampersand": "&lt;script&gt;&#60;",
    "long line": "<" * 10**6,
    "many lines": "<p>\n" * 10**5,
}
VOID = {"meta", "br", "img", "link", "input", "hr"}


class Page(html.parser.HTMLParser):
    """Reads a page and keeps its tags in order; refuses what is not closed in the order it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data[:80]}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def values(self, name: str) -> list[str]:
        """Return what all attributes of a name say, in order."""
        return [attributes[name] for _, attributes in self.tags if name in attributes]

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the elements and their attributes' names, without the tones of source code."""
        return [
            (tag, tuple(attributes)) for tag, attributes in self.tags if list(attributes) != ["class"] or tag != "span"
        ]


def hostile_grade(text: str) -> Grade:
    """Return a grade whose every word that may come from a student is `text`."""
    first, second, *rest = one_grade().exercises
    spoilt = dataclasses.replace(second.outcomes[0], message=text, printed=text, warnings=(text, text))
    cells = (Cell(label=text, text=text), Cell(label="", text=text))
    return one_grade(
        exercises=(first, dataclasses.replace(second, outcomes=(spoilt, *second.outcomes[1:])), *rest),
        submission=Submission(
            id=text[:200], name=text, main=Module(name="m", cells=cells), notes=(text, f"1{text}"), fault=f"2{text}"
        ),
        notes=(f"3{text}",),
        needs_a_human=text,
    )


def harmless(text: str) -> str:
    """Return text of the same lines and lengths that nobody could take for markup."""
    return re.sub(r"[^\n]", "x", text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_student_text_makes_no_elements_and_no_attributes(text: str) -> None:
    shapes = []
    for filling in (text, harmless(text)):
        grade = hostile_grade(filling)
        everybody = one_class(grade)
        student, roster = Page(student_page(grade, everybody)), Page(class_page(everybody))
        shapes.append((student.shape(), roster.shape()))
        assert set(student.values("href")) == {"#main", "#exercise-1", "#exercise-2", "#exercise-3"}
        assert all(re.fullmatch(r"#main|reports/[A-Za-z0-9_.~%-]+\.html", href) for href in roster.values("href"))
        assert student.values("style") == ["width: 17%"]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_leaves_every_report_small_and_printable(text: str) -> None:
    grade = hostile_grade(text)
    everybody = one_class(grade)
    reports = [student_page(grade, everybody), class_page(everybody), to_text(grade), class_table(everybody)]
    for report in [*reports, to_csv(everybody), to_json(everybody)]:
        assert len(report.encode()) < 500_000
        assert {letter for letter in set(report) if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}} <= {"\n"}


@pytest.mark.parametrize("text", ["<b>x</b> & 'y' \"z\"", "&lt;script&gt;", "{{ 7 * 7 }}"])
def test_escaped_text_reads_as_it_was_written(text: str) -> None:
    grade = hostile_grade(text)
    page = Page(student_page(grade, one_class(grade)))
    assert "".join(page.text).count(text) >= 8


def test_teacher_text_is_escaped_too() -> None:
    first, *rest = one_grade().exercises
    hit = outcome(HOSTILE["image"], Verdict.FAILED, "0", "1", hint=HOSTILE["script"])
    grade = one_grade(
        exercises=(
            dataclasses.replace(first, statement=HOSTILE["script"], title=HOSTILE["image"], outcomes=(hit,)),
            *rest,
        )
    )
    tags = {tag for tag, _ in Page(student_page(grade, one_class(grade))).tags}
    assert tags.isdisjoint({"script", "img"})


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_terminal_lines_keep_to_the_width(text: str, width: int) -> None:
    grade = hostile_grade(text)
    lines = (to_text(grade, width=width) + class_table(one_class(grade), width=width)).split("\n")
    assert max(map(len, lines)) <= width


def test_ascii_only_reports_use_no_symbols() -> None:
    assert to_text(one_grade(), ascii_only=True).isascii()
    assert class_table(one_class(), ascii_only=True).isascii()
    assert class_table(one_class(), ascii_only=True, width=40).isascii()
    assert "✗" in to_text(one_grade())


# --- who sees what -------------------------------------------------------------------------------------------------


def grade_with_a_secret() -> Grade:
    """Return a grade whose hidden check holds the secret wherever a check can hold text."""
    entry = Entry(index=(0,), got=1.0, want=float(HELD_BACK), error=1.0, allowed=1e-6)
    hidden = outcome(
        "more cases",
        Verdict.FAILED,
        "0",
        "1",
        message=f"expected {HELD_BACK}",
        hint="Try m = 1.",
        hidden=True,
        difference=Difference(
            mismatch=Mismatch.NUMBERS, got="1", want=HELD_BACK, outside=1, total=1, entries=(entry,), case=HELD_BACK
        ),
        printed=HELD_BACK,
        warnings=(HELD_BACK,),
    )
    return one_grade(exercises=(ExerciseGrade(id="1", title="t", points_possible=Decimal(1), outcomes=(hidden,)),))


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(lambda grade: student_page(grade, one_class(grade)), id="page"),
        pytest.param(to_text, id="text"),
    ],
)
def test_a_hidden_check_tells_its_name_verdict_points_and_hint_only(report: Callable[[Grade], str]) -> None:
    text = report(grade_with_a_secret())
    assert HELD_BACK[:6] not in text
    for told in ("more cases", "not right", "0 of 1", "Try m = 1."):
        assert told in text


def test_the_teacher_reads_the_message_of_a_hidden_check() -> None:
    check = json.loads(to_json(one_class(grade_with_a_secret())))["submissions"][0]["exercises"][0]["checks"][0]
    assert (check["message"], check["hidden"]) == (f"expected {HELD_BACK}", True)


def test_a_student_page_holds_no_classmate() -> None:
    page = student_page(one_grade(), one_class())
    assert "Ada Lovelace" in page
    assert not re.search(r"grace|kurt|emmy|hopper|noether", page, re.IGNORECASE)


def test_a_request_for_a_human_is_told_to_the_student_without_its_reason() -> None:
    grade = one_grade(needs_a_human="compare with Grace")
    page = student_page(grade, one_class(grade))
    assert "A person looks at this submission" in page
    assert "compare with" not in page
    assert "compare with Grace" in class_page(one_class(grade))


def test_unknown_points_are_unknown_and_never_a_zero() -> None:
    everybody = one_class()
    kurt = everybody.grades[2]
    page = "".join(Page(student_page(kurt, everybody)).text)
    assert "? of 6 points" in page
    assert "not about your work" in page
    assert "Look at first" not in page
    assert "kurt: ? of 6 points" in to_text(kurt)


def test_what_lost_most_is_to_be_looked_at_first() -> None:
    page = student_page(one_grade(), one_class())
    look = page[page.index("Look at first") : page.index('aria-label="Exercises"')]
    assert re.findall(r"Exercise \d+", look) == ["Exercise 17", "Exercise 4"]
    assert "4 points open" in look
    assert "0.98 points open" in look
    assert "weights w; more cases; the constant; and 1 more" in look


def test_all_right_is_said_in_a_line() -> None:
    grace = one_class().grades[1]
    assert to_text(grace) == "Grace Hopper: 6 of 6 points\nEvery check passed.\n"


# --- other programs ------------------------------------------------------------------------------------------------

EXAMPLE = """
{"schema": "grader/results/1", "assignment": "nonlinear_models", "rubric_sha256": "...", "points_possible": 20,
 "isolation": "jail", "submissions": [{"id": "ada", "points": 17.5, "points_possible": 20, "complete": true,
   "seconds": 0.08, "exercises": [{"id": "1", "points": 1, "points_possible": 1,
     "checks": [{"name": "...", "verdict": "passed", "points": 1, "points_possible": 1, "message": "",
       "hidden": false}]}]}]}
"""


def same_shape(made: object, example: object) -> None:
    """Require the example's keys in the example's order, with values of its types."""
    assert isinstance(made, int | float) if isinstance(example, int | float) else isinstance(made, type(example))
    if isinstance(example, dict) and isinstance(made, dict):
        assert list(made)[: len(example)] == list(example)
        for key, value in example.items():
            same_shape(made[key], value)
    elif isinstance(example, list) and isinstance(made, list):
        for value in made:
            same_shape(value, example[0])


def test_json_has_the_shape_of_the_example() -> None:
    everybody = one_class(one_grade(), *other_grades()[:1])
    same_shape(json.loads(to_json(everybody)), json.loads(EXAMPLE))


def test_json_of_nobody_is_json() -> None:
    assert json.loads(to_json(dataclasses.replace(one_class(), grades=())))["submissions"] == []


def test_json_numbers_are_plain() -> None:
    text = to_json(one_class())
    ada, grace, kurt, emmy = json.loads(text, parse_int=str, parse_float=str)["submissions"]
    assert (ada["points"], ada["points_possible"], ada["seconds"]) == ("1.025", "6", "0.083")
    assert (grace["points"], emmy["seconds"]) == ("6", "1.5")
    assert (kurt["points"], kurt["complete"], kurt["exercises"][2]["points"]) == (None, False, None)
    assert kurt["exercises"][2]["checks"][0]["verdict"] == "grader_error"
    assert emmy["needs_a_human"] == "The file does not compile: line 3."


def test_json_has_no_float_dust() -> None:
    tenths = tuple(outcome(str(number), Verdict.PASSED, "0.1", "0.1") for number in range(3))
    exercise = ExerciseGrade(id="1", title="", points_possible=Decimal("0.3"), outcomes=tenths)
    assert '"points": 0.3,' in to_json(one_class(one_grade(exercises=(exercise,))))


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        pytest.param("ada", "ada", id="plain"),
        pytest.param("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0", id="equals"),
        pytest.param("+1", "'+1", id="plus"),
        pytest.param("-1", "'-1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1", r"'\x09=1", id="tab"),
        pytest.param("\r=1", r"'\x0d=1", id="carriage return"),
        pytest.param("  =1", "'  =1", id="blanks before"),
        pytest.param("\uff1d1", "'\uff1d1", id="wide equals"),
        pytest.param('a,"b";c', 'a,"b";c', id="quotes and commas"),
        pytest.param("1e5", "1e5", id="looks like a number"),
    ],
)
def test_csv_cells_are_no_formulas(name: str, cell: str) -> None:
    grade = one_grade(submission=Submission(id=name, name=name))
    header, row = csv.reader(io.StringIO(to_csv(one_class(grade))), strict=True)
    assert header == ["id", "points", "points_possible", "status", "1", "4", "17"]
    assert row == [cell, "1.025", "6", "graded", "1", "0.025", "0"]


def test_csv_numbers_stay_numbers() -> None:
    less = ExerciseGrade(
        id="1", title="", points_possible=Decimal(1), outcomes=(outcome("c", Verdict.FAILED, "-0.5", "1"),)
    )
    *_, row = csv.reader(io.StringIO(to_csv(one_class(one_grade(exercises=(less,))))))
    assert row[1:5] == ["-0.5", "1", "graded", "-0.5"]


# --- the pages themselves ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("render", [lambda cls: student_page(cls.grades[0], cls), class_page], ids=["student", "class"])
def test_a_page_is_whole_and_reaches_for_nothing(render: Callable[[ClassResult], str]) -> None:
    text = render(one_class())
    page = Page(text)
    tags = [tag for tag, _ in page.tags]
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta http-equiv="Content-Security-Policy"')
    assert page.values("content")[0] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert {"script", "img", "link", "iframe", "form", "base"}.isdisjoint(tags)
    assert not re.search(r"https?:|@import|url\(|\son\w+=|\ssrc=", text)
    assert [tags.count(tag) for tag in ("h1", "main", "header", "footer")] == [1, 1, 1, 1]
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    targets = {href[1:] for href in page.values("href") if href.startswith("#")} | set(page.values("aria-labelledby"))
    assert targets <= set(ids)
    headings = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    assert all(attributes.get("scope") for tag, attributes in page.tags if tag == "th")


def test_source_is_listed_with_its_lines() -> None:
    cells = (Cell(label="cell 1", text="x = 1\n" * 3), Cell(label="cell 2", text="\n".join(map(str, range(5000)))))
    helper = Module(name="extra", cells=(Cell(label="extra.py", text="y = 2"),))
    main = Module(name="nonlinear_models", cells=cells)
    grade = one_grade(submission=Submission(id="ada", name="ada", main=main, modules=(helper,)))
    text = student_page(grade, one_class(grade))
    labels = re.findall(r'aria-label="Source of ([^"]+)"', text)
    assert labels == ["nonlinear_models, cell 1", "nonlinear_models, cell 2", "extra.py"]
    first, second, third = re.findall(r'<pre class="numbers" aria-hidden="true">([^<]*)</pre>', text)
    assert first.split() == ["1", "2", "3"]
    assert (second.split()[0], second.split()[-1], second.split().count("...")) == ("1", "5000", 1)
    assert third == "..."
    codes = re.findall(r'<pre class="lines">\n(.*?)</pre>', text, re.DOTALL)
    assert [code.count("\n") for code in codes] == [numbers.count("\n") for numbers in (first, second, third)]


def page_of_source(*texts: str) -> str:
    """Return a page whose student handed in cells of these texts."""
    cells = tuple(Cell(label=f"cell {number}", text=text) for number, text in enumerate(texts, start=1))
    grade = one_grade(submission=Submission(id="ada", name="ada", main=Module(name="m", cells=cells)))
    return student_page(grade, one_class(grade))


@pytest.mark.parametrize(
    ("text", "toned"),
    [
        pytest.param("import numpy\n", True, id="short"),
        pytest.param("import numpy" + " " * 100 + "\n" * 100_000, True, id="blank"),
        pytest.param(("import " + "@" * 150 + "\n") * 900, False, id="what a lexer takes seconds for"),
    ],
)
def test_syntax_is_marked_where_that_is_quick(text: str, *, toned: bool) -> None:
    assert ('<span class="keyword">import</span>' in page_of_source(text)) is toned


def test_a_notebook_of_countless_cells_is_cut() -> None:
    page = page_of_source(*["x"] * 10_000)
    assert page.count('class="lines"') < 300
    assert "[... 9,800 cells left out ...]" in page


def test_nothing_handed_in_has_no_source() -> None:
    grade = one_grade(submission=Submission(id="ada", name="ada", fault="There is no nonlinear_models.py."))
    page = student_page(grade, one_class(grade))
    assert "Your source" not in page
    assert "There is no nonlinear_models.py." in page


def test_a_long_message_keeps_its_first_and_last_line() -> None:
    message = "\n".join(f"line {number}" for number in range(1000))
    hit = outcome("c", Verdict.RAISED, "0", "1", message=message)
    grade = one_grade(exercises=(ExerciseGrade(id="1", title="", points_possible=Decimal(1), outcomes=(hit,)),))
    for report in (student_page(grade, one_class(grade)), to_text(grade)):
        assert all(
            kept in report for kept in ("line 0", "line 999", f"[... {1000 - MESSAGE.lines} lines left out ...]")
        )


TONES = ("good", "some", "bad", "calm")
PAIRS = [
    *((text, ground) for text in ("text", "quiet", "link") for ground in ("page", "card", "sunk")),
    *((tone, f"{tone}-on") for tone in TONES),
    *((f"{tone}-on", "text") for tone in TONES),
    *((tone, "sunk") for tone in ("comment", "string", "number", "keyword", "name")),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_have_the_contrast_of_wcag_aa(scheme: int) -> None:
    sheet = re.findall(r"<style>(.*?)</style>", student_page(one_grade(), one_class()), re.DOTALL)[0]
    colours = dict(
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[scheme])
    )
    for one, other in PAIRS:
        dark, light = sorted((luminance(colours[one]), luminance(colours[other])))
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (one, other)
    for ground in ("page", "card"):
        dark, light = sorted((luminance(colours["accent"]), luminance(colours[ground])))
        assert (light + 0.05) / (dark + 0.05) >= 3, ground
