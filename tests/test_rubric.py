"""What the teacher wrote: each row changes one thing in a sound rubric; lines and columns are counted in it by hand."""

import copy
import hashlib
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader import rubric
from grader.checks import KINDS
from grader.checks.structure import Part, Unordered
from grader.checks.values import Choice, Close, Factor, OneOf
from grader.compare import Shapes
from grader.errors import Fault, RubricError
from grader.model import Action, Limits, Mistake, Question, Rubric, Visibility
from grader.rubric import exercises, source
from grader.rubric.document import CheckText, PartText

REFERENCE = """\
import numpy as np
from math import tau as circle

WORD: str = "red"
LOW, (HIGH, *REST) = 0, (1, 2)
later: int

def total(a, b):
    inside = 0

def make_made(rng): ...

if True:
    def sketch(ax): ...

class pair: ...

def other(): ...
"""
MISTAKES = "import answers\n\ndef total__mean(a, b): ...\n"
SOUND = """\
title: Small
file: answers.py
reference: answers.py
mistakes: slips.py
cases:
  two: [[1, 2], 3.5]
exercises:
  - id: 1
    title: One
    points: 1
    checks:
      - name: sum
        call: total
        on: [two, made]
        kind: close
        points: 0.6
        mistakes: [{name: total__mean, credit: 0.5, says: The mean.}]
      - {name: word, read: WORD, kind: choice, options: [red, blue], needs: [sum]}
  - id: b
    title: Two
    points: 2
    checks:
      - {name: plot, draw: sketch, kind: figure, points: 0.5}
      - call: pair
        kind: parts
        parts:
          - {part: 0, kind: close}
          - {part: w, name: weights, kind: one_of, also: [other], points: 0.25}
      - {kind: unchanged, costs: 0.1}
"""
HEAD = "title: Small\n"

Load = Callable[..., Rubric]


def folder_of(path: Path) -> Path:
    (path / "answers.py").write_text(REFERENCE)
    (path / "slips.py").write_text(MISTAKES)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of(tmp_path_factory.mktemp("rubric"))


@pytest.fixture
def load(folder: Path) -> Load:
    """Return a function that loads the sound rubric after replacing `old` by `new`, or loads `text`."""

    def loaded(old: str = "", new: str = "", text: str | bytes = SOUND, kinds: Mapping[str, type] = KINDS) -> Rubric:
        path = folder / "small.yaml"
        content = text if isinstance(text, bytes) else changed(text, old, new).encode()
        path.write_bytes(content)
        return rubric.load_with(path, kinds)

    return loaded


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def faults_of(load: Callable[[], object]) -> tuple[Fault, ...]:
    with pytest.raises(RubricError) as caught:
        load()
    return caught.value.faults


def hold(faults: tuple[Fault, ...], expected: list[str]) -> None:
    """Hold faults against `line:column: fragment`, in number and order."""
    places = [f"{fault.line}:{fault.column}: {fault.message}" for fault in faults]
    assert len(places) == len(expected), places
    for place, row in zip(places, expected, strict=True):
        where, fragment = row.split(": ", 1)
        assert place.startswith(f"{where}: "), places
        assert fragment in place, places


# --- a sound rubric ------------------------------------------------------------------------------------------------


def test_fields(load: Load, folder: Path) -> None:
    made = load()
    assert (made.id, made.title, made.file, made.course, made.seed) == ("small", "Small", "answers.py", "", 0)
    assert made.path == folder / "small.yaml"
    assert made.sha256 == hashlib.sha256(SOUND.encode()).hexdigest()
    assert (made.limits, made.imports) == (Limits(), ())
    assert [(text.id, text.title, text.points, text.statement) for text in made.exercises] == [
        ("1", "One", Decimal(1), ""),
        ("b", "Two", Decimal(2), ""),
    ]
    assert made.points == 3


def test_checks(load: Load) -> None:
    one, two = (exercise.checks for exercise in load().exercises)
    assert [(c.name, c.points, c.costs, c.line, c.needs, c.repeat) for c in (*one, *two)] == [
        ("sum", Decimal("0.6"), 0, 12, (), False),
        ("word", Decimal("0.4"), 0, 18, ("sum",), False),
        ("plot", Decimal("0.5"), 0, 23, (), False),
        ("pair[0]", Decimal("1.25"), 0, 27, (), False),
        ("weights", Decimal("0.25"), 0, 28, (), False),
        ("unchanged", 0, Decimal("0.1"), 29, (), True),
    ]
    assert [check.kind for check in (*one, *two[1:3])] == [
        Close(),
        Choice(options=("red", "blue")),
        Part(key=0, of=Close()),
        Part(key="w", of=OneOf(also=("other",))),
    ]


def test_questions(load: Load) -> None:
    one, two = (exercise.checks for exercise in load().exercises)
    assert one[0].questions == (Question(Action.CALL, "total", "two"), Question(Action.CALL, "total", "made"))
    assert one[1].questions == (Question(Action.READ, "WORD"),)
    assert two[0].questions == (Question(Action.DRAW, "sketch"),)
    assert two[1].questions == two[2].questions == two[3].questions == (Question(Action.CALL, "pair"),)


def test_mistakes(load: Load) -> None:
    check = load().exercises[0].checks[0]
    assert check.mistakes == (Mistake(name="total__mean", credit=Decimal("0.5"), says="The mean."),)


def test_the_teachers_files(load: Load) -> None:
    made = load()
    assert made.mistakes is not None
    assert made.reference.main is not None
    assert made.mistakes.main is not None
    assert (made.reference.main.name, made.mistakes.main.name) == ("answers", "slips")
    assert [(cell.label, cell.text) for cell in made.reference.main.cells] == [("answers.py", REFERENCE)]
    assert made.reference.sha256 == hashlib.sha256(REFERENCE.encode()).hexdigest()
    assert made.mistakes.modules == (made.reference.main,)
    assert made.reference.modules == ()


def test_the_hash_of_the_mistakes_covers_the_reference(tmp_path: Path) -> None:
    path = folder_of(tmp_path) / "small.yaml"
    path.write_text(SOUND)
    before = rubric.load(path).mistakes
    (tmp_path / "answers.py").write_text(REFERENCE + "# changed\n")
    after = rubric.load(path).mistakes
    assert before is not None
    assert after is not None
    assert before.sha256 != after.sha256


def test_without_mistakes(load: Load) -> None:
    text = changed(SOUND, "mistakes: slips.py\n", "")
    assert load("        mistakes: [{name: total__mean, credit: 0.5, says: The mean.}]\n", "", text).mistakes is None


def test_unchanged_asks_every_call_once(load: Load) -> None:
    extra = "      - {name: again, call: total, on: [made], kind: finite, points: 0}\n"
    unchanged = "      - {name: kept, kind: unchanged, costs: 0.1}\n"
    checks = load("      - {name: word", f"{unchanged}{extra}      - {{name: word").exercises[0].checks
    kept = next(check for check in checks if check.name == "kept")
    assert kept.questions == (Question(Action.CALL, "total", "two"), Question(Action.CALL, "total", "made"))
    assert kept.repeat
    assert kept.points == 0


def test_parts_inherit(load: Load) -> None:
    common = (
        "      - {name: first, read: WORD, kind: constant, points: 0}\n"
        "      - name: both\n        points: 1\n        hint: ours\n        visibility: hidden\n"
        "        needs: [first]\n        mistakes: [{name: total__mean}]\n        call: pair\n"
    )
    text = changed(SOUND, "      - call: pair\n", common)
    own = "{part: w, hint: mine, visibility: public, needs: ['both[0]'], mistakes: [{name: total__mean, credit: 0.1}],"
    text = changed(text, "{part: w,", own)
    last = "      - {name: last, read: WORD, kind: constant, points: 0.5, needs: [both]}\n      - {kind: unch"
    _, _, zero, w, end, _ = load("      - {kind: unch", last, text).exercises[1].checks
    assert (zero.name, zero.hint, zero.visibility, zero.needs) == ("both[0]", "ours", Visibility.HIDDEN, ("first",))
    assert (w.name, w.hint, w.visibility, w.needs) == ("weights", "mine", Visibility.PUBLIC, ("first", "both[0]"))
    assert (zero.points, w.points) == (Decimal("0.75"), Decimal("0.25"))
    assert [mistake.credit for mistake in zero.mistakes] == [0]
    assert [mistake.credit for mistake in w.mistakes] == [Decimal("0.1"), 0]
    assert end.needs == ("both[0]", "weights")


def test_options_of_the_whole_file(load: Load) -> None:
    options = "course: A course\nseed: 7\nimports: [matplotlib.pyplot, scipy]\nlimits: {seconds: 2, printed_kib: 0}\n"
    made = load(HEAD, HEAD + "points: 3.00\n" + options)
    assert (made.course, made.seed, made.imports) == ("A course", 7, ("matplotlib.pyplot", "scipy"))
    assert made.limits == Limits(seconds=2.0, printed_kib=0)


def test_defaults_reach_every_kind_that_has_the_option(load: Load) -> None:
    text = changed(SOUND, HEAD, HEAD + "defaults: {rtol: 1e-3, shapes: loose, at_least: 0, options: [a, b]}\n")
    text = changed(text, "options: [red, blue], ", "")
    text = changed(text, "kind: close\n", "kind: unordered\n        of: {kind: factor, rtol: 0.5}\n")
    one, two = (exercise.checks for exercise in load(text=text).exercises)
    assert one[0].kind == Unordered(of=Factor(rtol=0.5, shapes=Shapes.LOOSE))
    assert one[1].kind == Choice(options=("a", "b"))
    assert two[1].kind == Part(key=0, of=Close(rtol=1e-3, shapes=Shapes.LOOSE, at_least=0.0))
    assert two[2].kind == Part(key="w", of=OneOf(rtol=1e-3, shapes=Shapes.LOOSE, also=("other",)))


def test_no_option_of_a_kind_has_the_name_of_a_key_that_every_check_has() -> None:
    common = {entry.name for cls in (CheckText, PartText) for entry in fields(cls)} | {"kind"}
    assert {entry.name for kind in KINDS.values() for entry in fields(kind)} & common == set()  # type: ignore[arg-type]


def test_mistakes_of_an_exercise_belong_to_the_checks_that_call_their_function(load: Load) -> None:
    own = "        mistakes: [{name: total__mean, credit: 0.5, says: The mean.}]\n"
    common = "    mistakes: [{name: total__mean, credit: 0.25}]\n    checks:\n      - name: sum\n"
    sums, word = load("    checks:\n      - name: sum\n", common, changed(SOUND, own, "")).exercises[0].checks
    assert (sums.mistakes, word.mistakes) == ((Mistake(name="total__mean", credit=Decimal("0.25")),), ())
    sums, _ = load("    checks:\n      - name: sum\n", common).exercises[0].checks
    assert sums.mistakes == (Mistake(name="total__mean", credit=Decimal("0.5"), says="The mean."),)


def test_a_check_that_stands_in_for_another_has_no_points_of_its_own(load: Load) -> None:
    word = "      - {name: word, read: WORD, kind: choice, options: [red, blue], needs: [sum]}\n"
    other = "      - {name: other, call: other, kind: close, instead_of: [sum]}\n"
    sums, word_, other_ = load(word, word + other).exercises[0].checks
    assert [check.points for check in (sums, word_, other_)] == [Decimal("0.6"), Decimal("0.4"), 0]
    assert (sums.instead_of, other_.instead_of) == ((), ("sum",))


def test_what_stubs_honestly_earn(load: Load) -> None:
    made = load(HEAD, HEAD + "stubs: {argument: {b: 0.75}}\n")
    assert made.stubs == {"none": {}, "argument": {"b": Decimal("0.75")}, "zeros": {}}


LITERALS: dict[str, tuple[str, object]] = {
    "whole": ("3", 3),
    "leading zero": ("010", 10),
    "float": ("3.0", 3.0),
    "exponent without point": ("1e-6", 1e-6),
    "quoted number": ("'3'", "3"),
    "word": ("no", "no"),
    "minutes of YAML 1.1": ("1:30", "1:30"),
    "number with underscore": ("1_000", "1_000"),
    "true": ("true", True),
    "quoted true": ('"true"', "true"),
    "null": ("null", None),
    "nothing": ("~", None),
    "block": ('"a\\tb"', "a\tb"),
}


@pytest.mark.parametrize(("written", "expected"), LITERALS.values(), ids=LITERALS)
def test_literals(load: Load, written: str, expected: object) -> None:
    (value,) = load("[[1, 2], 3.5]", f"[{written}]").cases["two"]
    assert value == expected
    assert type(value) is type(expected)


ARRAYS: dict[str, tuple[str, list[Any], tuple[int, ...]]] = {
    "vector": ("[1, 2.5]", [1, 2.5], (2,)),
    "matrix": ("[[1, 2, 3], [4, 5, 1e3]]", [[1, 2, 3], [4, 5, 1000]], (2, 3)),
    "one by one by one": ("[[[-1]]]", [[[-1]]], (1, 1, 1)),
    "empty": ("[]", [], (0,)),
    "rows of nothing": ("[[], []]", [[], []], (2, 0)),
}


@pytest.mark.parametrize(("written", "expected", "shape"), ARRAYS.values(), ids=ARRAYS)
def test_arrays(load: Load, written: str, expected: list[Any], shape: tuple[int, ...]) -> None:
    (value,) = load("[[1, 2], 3.5]", f"[{written}]").cases["two"]
    assert isinstance(value, np.ndarray)
    assert value.dtype == np.float64
    assert value.shape == shape
    assert value.tolist() == expected
    assert not value.flags.writeable


SCALARS: dict[str, tuple[str, str, str, object]] = {
    "text that looks like a number": ("title: One", "title: 3.10", "title", "3.10"),
    "text with leading zero": ("id: 1", "id: 010", "id", "010"),
    "text that looks like a time": ("title: One", "title: 1:30", "title", "1:30"),
    "text that looks like no": ("title: One", "title: no", "title", "no"),
    "text in spaces": ("title: One", "title: '  One '", "title", "One"),
    "folded text": ("title: One", "title: >\n      One\n      two\n", "title", "One two"),
    "block of text": ("title: One", "title: One\n    statement: |\n      a\n\n      $b$\n", "statement", "a\n\n$b$"),
    "points with exponent": ("points: 1\n", "points: 1.0E+0\n", "points", Decimal(1)),
    "points with plus": ("points: 1\n", "points: +1\n", "points", Decimal(1)),
}


@pytest.mark.parametrize(("old", "new", "field", "expected"), SCALARS.values(), ids=SCALARS)
def test_scalars_are_typed_by_what_is_wanted(load: Load, old: str, new: str, field: str, expected: object) -> None:
    assert getattr(load(old, new).exercises[0], field) == expected


def test_points_print_without_exponent(load: Load) -> None:
    points = load("points: 1\n", "points: 1e2\n").exercises[0].points
    assert str(points) == "100"


@pytest.mark.parametrize("name", ["np", "circle", "LOW", "HIGH", "REST", "sketch", "pair", "WORD"])
def test_names_at_top_level_are_found(load: Load, name: str) -> None:
    assert load("read: WORD", f"read: {name}").exercises[0].checks[1].questions == (Question(Action.READ, name),)


@pytest.mark.parametrize("name", ["inside", "later", "numpy", "tau", "rng"])
def test_names_elsewhere_are_not(load: Load, name: str) -> None:
    hold(faults_of(lambda: load("read: WORD", f"read: {name}")), [f"18:28: answers.py defines no '{name}'"])


def test_a_reference_may_have_a_mark_and_an_odd_escape(tmp_path: Path) -> None:
    path = folder_of(tmp_path) / "small.yaml"
    path.write_text(SOUND)
    (tmp_path / "answers.py").write_bytes(b"\xef\xbb\xbf" + (REFERENCE + "x = '\\l'\n").encode())
    main = rubric.load(path).reference.main
    assert main is not None
    assert main.cells[0].text.startswith("import numpy")


# --- shares --------------------------------------------------------------------------------------------------------

SHARES: dict[str, tuple[str, list[str | None], list[str]]] = {
    "all given": ("1", ["0.25", "0.75"], ["0.25", "0.75"]),
    "even": ("1", [None, None], ["0.5", "0.5"]),
    "the last takes the rest": ("1", [None, None, None], ["0.33", "0.33", "0.34"]),
    "around a given one": ("1", [None, "0.3", None], ["0.35", "0.3", "0.35"]),
    "rest below a hundredth": ("0.0405", [None, None], ["0.02", "0.0205"]),
    "nothing of nothing": ("0", [None, None], ["0", "0"]),
}


@pytest.mark.parametrize(("total", "given_points", "expected"), SHARES.values(), ids=SHARES)
def test_shares(total: str, given_points: list[str | None], expected: list[str]) -> None:
    points = [None if value is None else Decimal(value) for value in given_points]
    assert exercises.shares(Decimal(total), points) == tuple(map(Decimal, expected))


@given(
    st.integers(0, 9_999_999_999),
    st.lists(st.one_of(st.none(), st.integers(0, 20_000)), max_size=12),
)
def test_shares_add_up_or_are_refused(total: int, given_points: list[int | None]) -> None:
    unit = Decimal("0.0001")
    known = sum(points for points in given_points if points is not None)
    without = given_points.count(None)
    possible = total == known if not without else (total == 0 == known or total - known >= 100 * without)
    points = [None if points is None else points * unit for points in given_points]
    if not possible:
        with pytest.raises(exercises.SharesError):
            exercises.shares(total * unit, points)
        return
    made = exercises.shares(total * unit, points)
    assert sum(map(Fraction, made)) == Fraction(total, 10_000)
    assert all(mine == theirs for mine, theirs in zip(made, points, strict=True) if theirs is not None)
    equal = [mine for mine, theirs in zip(made, points, strict=True) if theirs is None][:-1]
    assert len(set(equal)) <= 1
    assert all(share * 100 == int(share * 100) for share in equal)


# --- faults --------------------------------------------------------------------------------------------------------

POINTS = "16:17: exercises[0].checks[0].points: expected a number >= 0 and < 1000000, got "
NESTED = "kind: unordered\n        of: "

ONE_CHANGE: dict[str, tuple[str, str, list[str]]] = {
    # YAML itself
    "U01 bracket left open": ("kind: close", "kind: [a", ["16:15: not valid YAML: expected ',' or ']'"]),
    "U01 quote left open": ("costs: 0.1}", "costs: 'a}", ["29:34: not valid YAML: found unexpected end of stream"]),
    "U01 tab": ("        kind: close", "\tkind: close", ["15:1: not valid YAML: a tab; indent with spaces only"]),
    "U01 colon in text": ("title: One", "title: One: 2", ["9:15: mapping values are not allowed here; a text that"]),
    "U01 list out of line": (
        "      - {name: word",
        "     - {name: word",
        ["18:6: entries of one list or mapping begin"],
    ),
    "U01 escape": ("title: One", 'title: "\\q"', ["9:14: in double quotes a backslash begins an escape"]),
    "U02 key twice": ("title: One", "title: One\n    title: 1", ["10:5: exercises[0]: the key 'title' stands here"]),
    "U02 option twice": (
        "kind: close",
        "kind: close\n        rtol: 1\n        rtol: 1",
        ["17:9: the key 'rtol' stands here twice, first in line 16"],
    ),
    "U02 case twice": ("exercises:", "  two: [1]\nexercises:", ["7:3: cases: the key 'two' stands here twice, first"]),
    "U03 tag": (
        "title: One",
        "title: !!python/object/apply:os.system ls",
        ["9:12: a tag (!!python/object/apply:os.system)"],
    ),
    "U03 tag of our own": ("[two, made]", "!x [two, made]", ["14:13: a tag (!x)"]),
    "anchor": ("title: One", "title: &a One", ["9:12: an anchor (&a)"]),
    "alias": ("title: One", "title: *a", ["9:12: an alias (*a)"]),
    "alias among numbers": ("[1, 2]", "[1, *a]", ["6:13: an alias (*a)"]),
    "alias as key": ("    title: One", "    *a : One", ["8:5: the key `title` is missing", "9:5: an alias (*a)"]),
    "merge key": ("    title: One", "    <<: {a: 1}\n    title: One", ["9:5: merge keys (<<)"]),
    "list as key": ("    title: One", "    ? [a]\n    : b\n    title: One", ["9:7: expected a word as a key"]),
    "empty key": ("{part: 0,", "{part: 0, '': 3,", ["27:23: a key is missing before ':'"]),
    "second document": (HEAD, HEAD + "---\n", ["2:1: a second document begins here"]),
    "control character": ("One", "O\x00ne", ["9:13: control character U+0000"]),
    "control character by escape": ("title: One", 'title: "a\\0"', ["9:12: control character U+0000"]),
    # points
    "U05 nan": ("points: 0.6", "points: .nan", [POINTS + "'.nan'"]),
    "U05 inf": ("points: 0.6", "points: inf", [POINTS + "'inf'"]),
    "U05 negative": ("points: 0.6", "points: -0.6", [POINTS + "'-0.6'"]),
    "U05 word": ("points: 0.6", "points: much", [POINTS + "'much'"]),
    "U05 quoted": ("points: 0.6", "points: '0.6'", [POINTS + "the quoted text '0.6'; leave the quotes out"]),
    "U05 bool": ("points: 0.6", "points: true", [POINTS + "'true'"]),
    "U05 large": ("points: 0.6", "points: 1e308", [POINTS + "'1e308'"]),
    "U05 a million": ("points: 0.6", "points: 1000000", [POINTS + "'1000000'"]),
    "U05 list": ("points: 0.6", "points: [1]", [POINTS + "a list"]),
    "U05 mapping": ("points: 0.6", "points: {}", [POINTS + "a mapping"]),
    "U05 a hundred digits": ("points: 0.6", "points: 0." + "0" * 100, [POINTS]),
    "U05 underscore": ("points: 0.6", "points: 1_0", [POINTS + "'1_0'"]),
    "U05 five places": ("points: 0.6", "points: 0.59999", ["16:17: expected at most 4 decimal places, got '0.59999'"]),
    "U05 tiny": ("points: 0.6", "points: 1e-999999", ["16:17: expected at most 4 decimal places, got '1e-999999'"]),
    "U05 sum of the checks": ("needs: [sum]", "points: 0.3", ["10:13: points: expected 1 points in all, got 0.6 +"]),
    "U05 nothing left": ("points: 0.6", "points: 1", ["10:13: 1 of 1 points are given, which leaves too little for 1"]),
    "U05 more than all": ("points: 0.6", "points: 1.5", ["10:13: 1.5 of 1 points are given"]),
    "U05 sum of the parts": ("{part: 0,", "{part: 0, points: 1,", ["21:13: expected 2 points in all, got 0.5 + 1 +"]),
    "U05 sum within parts": (
        "kind: parts",
        "kind: parts\n        points: 0.2",
        [
            "21:13: expected 2 points in all, got 0.5 + 0.2 = 0.7",
            "26:17: exercises[1].checks[1].points: 0.25 of 0.2 points are given",
        ],
    ),
    "U05 sum of the exercises": (HEAD, HEAD + "points: 4\n", ["2:9: points: expected the sum of the exercises'"]),
    "points missing": ("    points: 1\n", "", ["8:5: exercises[0]: the key `points` is missing"]),
    # keys, kinds and options
    "U06 tolerence": ("points: 0.6", "tolerence: 1", ["16:9: checks[0]: unknown key 'tolerence' for kind close; did"]),
    "U06 near": (
        "title: One",
        "titel: One",
        ["8:5: exercises[0]: the key `title` is missing", "9:5: unknown key 'titel'; did you mean 'title'?"],
    ),
    "U06 nothing near": ("title: One", "title: One\n    qqq: 1", ["10:5: unknown key 'qqq'. Allowed keys: id, title,"]),
    "U06 option of another kind": (
        "kind: close\n",
        "kind: finite\n        rtol: 1\n",
        ["16:9: unknown key 'rtol' for kind finite"],
    ),
    "unknown kind": ("kind: close", "kind: clse", ["15:15: exercises[0].checks[0].kind: expected one of close, "]),
    "kind missing": ("        kind: close\n", "", ["12:9: the key `kind` is missing"]),
    "kind is a list": ("kind: close", "kind: []", ["15:15: got a list"]),
    "inner kind is no mapping": ("kind: close", NESTED + "close", ["16:13: of: expected a mapping (key: value), got"]),
    "inner kind has a fault": (
        "kind: close",
        NESTED + "{kind: close, rtl: 2}",
        ["16:27: exercises[0].checks[0].of: unknown key 'rtl' for kind close; did you mean 'rtol'?"],
    ),
    "inner kind that looks at all": (
        "kind: close",
        NESTED + "{kind: figure}",
        ["16:20: exercises[0].checks[0].of.kind: expected one of close, "],
    ),
    "parts inside parts": (
        "{part: 0, kind: close}",
        "{part: 0, kind: parts, parts: []}",
        ["27:29: parts[0].kind: expected one of close, "],
    ),
    "parts without parts": ("kind: close", "kind: parts", ["12:9: the key `parts` is missing"]),
    "a part before the first": ("part: 0", "part: -1", ["27:20: part: expected a whole number >= 0, got '-1'"]),
    "said by the kind": ("options: [red, blue]", "options: [red]", ["18:9: checks[1]: `options` must list at least"]),
    "option missing": ("options: [red, blue], ", "", ["18:9: exercises[0].checks[1]: the key `options` is missing"]),
    "option of wrong type": ("also: [other]", "also: other", ["28:58: also: expected a list, got 'other'; write"]),
    "yes is no flag": ("also: [other]", "also: [other], between: yes", ["28:76: between: expected true or false, got"]),
    "quoted flag": (
        "also: [other]",
        "also: [other], between: 'true'",
        ["28:76: got the quoted text 'true'; leave the quotes out"],
    ),
    "word out of a list": (
        "kind: close",
        "kind: close\n        shapes: lose",
        ["16:17: shapes: expected one of strict, loose, got 'lose'; did you mean 'loose'?"],
    ),
    "list for a word": (
        "kind: close",
        "kind: close\n        shapes: [loose]",
        ["16:17: shapes: expected one of strict, loose, got a list"],
    ),
    "visibility": (
        "kind: close",
        "kind: close\n        visibility: none",
        ["16:21: visibility: expected one of public, shown, hidden, got 'none'"],
    ),
    "U07 negative": ("kind: close", "kind: close\n        rtol: -1", ["16:15: rtol: expected a number >= 0 and <= 1,"]),
    "U07 over one": ("kind: close", "kind: close\n        rtol: 1.1", ["16:15: rtol: expected a number >= 0 and <="]),
    "U07 word": ("kind: close", "kind: close\n        rtol: tight", ["16:15: rtol: expected a number >= 0 and <= 1,"]),
    "U07 endless": (
        "kind: close",
        "kind: close\n        atol: .inf",
        ["16:15: atol: expected a finite number >= 0, got '.inf'"],
    ),
    "U07 beyond floats": (
        "kind: close",
        "kind: close\n        atol: 1e999",
        ["16:15: atol: expected a number >= 0, got '1e999'"],
    ),
    "unknown default": (HEAD, HEAD + "defaults: {shaps: loose}\n", ["2:12: defaults: no kind has an option 'shaps';"]),
    "default of wrong type": (HEAD, HEAD + "defaults: {rtol: x}\n", ["2:18: defaults.rtol: expected a number >= 0"]),
    "defaults are no mapping": (HEAD, HEAD + "defaults: 3\n", ["2:11: defaults: expected a mapping (key: value), got"]),
    # ids and names
    "U09 id twice": ("id: b", "id: 1", ["19:9: exercises[1].id: '1' is used twice, first in line 8"]),
    "U09 id twice but for case": ("id: 1", "id: B", ["19:9: exercises[1].id: 'b' is used twice, first in line 8"]),
    "U09 id empty": ("id: b", "id:", ["19:8: exercises[1].id: expected letters, digits, '.', '_' and '-'"]),
    "U09 id in quotes and empty": ("id: b", "id: ''", ["19:9: exercises[1].id: expected letters"]),
    "U09 id with a slash": ("id: b", "id: a/b", ["19:9: exercises[1].id: expected letters"]),
    "U09 id of dots": ("id: b", "id: ..", ["19:9: exercises[1].id: expected letters"]),
    "U09 id with a letter of another script": ("id: b", "id: ä", ["19:9: exercises[1].id: expected letters"]),
    "U09 id of 65 characters": ("id: b", f"id: {'a' * 65}", ["19:9: exercises[1].id: expected letters"]),
    "U09 id of another column": ("id: b", "id: Points", ["19:9: grades.csv has a column 'points' of its own"]),
    "U09 no checks": (
        "      - {kind: unchanged, costs: 0.1}\n",
        "  - {id: c, title: C, points: 0, checks: []}\n",
        ["29:42: exercises[2].checks: expected a list with at least one entry, got an empty one"],
    ),
    "U09 no cases to call on": ("[two, made]", "[]", ["14:13: on: expected a list with at least one entry"]),
    "U09 function name": ("call: total", "call: to-tal", ["13:15: call: expected a Python name, got 'to-tal'"]),
    "U09 function name in quotes": ("call: total", "call: 'a b'", ["13:15: call: expected a Python name, got 'a b'"]),
    "U09 constant name": ("read: WORD", "read: 3", ["18:28: read: expected a Python name, got '3'"]),
    "check name twice": ("name: word", "name: sum", ["18:16: name: 'sum' is used twice, first in line 12"]),
    "part name twice": ("name: weights", "name: plot", ["28:29: parts[1].name: 'plot' is used twice, first in line"]),
    "check name of two lines": ("name: word", 'name: "a\\nb"', ["18:16: name: expected one line of at most 200"]),
    "title is null": ("title: One", "title: null", ["9:12: title: expected one line of at most 200 characters, got"]),
    "title is a mapping": ("title: One", "title: {}", ["9:12: got a mapping"]),
    "file with a folder": ("file: answers.py", "file: a/b.py", ["2:7: file: expected the name of a Python file such"]),
    "imports": (HEAD, HEAD + "imports: [numpy, a b]\n", ["2:18: imports[1]: expected the name of a module such as"]),
    "seed": (HEAD, HEAD + "seed: -1\n", ["2:7: seed: expected a whole number >= 0, got '-1'"]),
    "seed of seventy bits": (HEAD, HEAD + f"seed: {1 << 70}\n", ["2:7: seed: expected a whole number >= 0"]),
    "seed with a point": (HEAD, HEAD + "seed: 1.0\n", ["2:7: seed: expected a whole number >= 0, got '1.0'"]),
    "limit of zero": (HEAD, HEAD + "limits: {seconds: 0}\n", ["2:19: limits.seconds: expected a number > 0 and <="]),
    "unknown limit": (HEAD, HEAD + "limits: {memory: 1}\n", ["2:10: limits: unknown key 'memory'; did you mean"]),
    # what names refer to
    "unknown function": ("call: total", "call: totl", ["13:15: call: answers.py defines no 'totl' at its top level;"]),
    "unknown constant": ("read: WORD", "read: WORDS", ["18:28: read: answers.py defines no 'WORDS'"]),
    "unknown drawing": ("draw: sketch", "draw: scetch", ["23:28: draw: answers.py defines no 'scetch' at its top"]),
    "unknown further answer": (
        "also: [other]",
        "also: [total, others]",
        ["28:66: also[1]: answers.py defines no 'others'"],
    ),
    "unknown further answer inside": (
        "kind: close",
        NESTED + "{kind: one_of, also: [othr]}",
        ["16:13: exercises[0].checks[0].of: answers.py defines no 'othr'"],
    ),
    "unknown case": ("[two, made]", "[two, mad]", ["14:19: on[1]: no case 'mad': it is not under `cases`, and"]),
    "case never used": ("[two, made]", "[made]", ["6:3: cases.two: this case is never used"]),
    "case twice": ("[two, made]", "[two, made, two]", ["14:25: on[2]: 'two' is used twice, first in line 14"]),
    "case name": ("  two:", "  2:", ["6:3: cases: expected a Python name, got '2'", "14:14: on[0]: no case 'two'"]),
    "no cases": ("cases:\n  two: [[1, 2], 3.5]\n", "", ["12:14: on[0]: no case 'two'"]),
    "unknown mistake": ("name: total__mean", "name: total_mean", ["17:27: mistakes[0].name: slips.py defines no"]),
    "mistake without a file": ("mistakes: slips.py\n", "", ["16:27: mistakes[0].name: 'total__mean' is a known"]),
    "mistake of full credit": ("credit: 0.5", "credit: 1", ["17:48: mistakes[0].credit: expected a number >= 0 and <"]),
    "need of nothing": ("needs: [sum]", "needs: [sun]", ["18:78: needs[0]: no earlier check of this exercise is"]),
    "need of itself": ("needs: [sum]", "needs: [word]", ["18:78: needs[0]: no earlier check"]),
    "need of a later check": (
        "kind: close",
        "kind: close\n        needs: [word]",
        ["16:17: needs[0]: no earlier check of this exercise is called 'word'"],
    ),
    "need of another exercise": ("kind: figure", "needs: [sum], kind: figure", ["23:44: needs[0]: no earlier check"]),
    "need of a later part": (
        "{part: 0,",
        "{part: 0, needs: [weights],",
        ["27:31: parts[0].needs[0]: no earlier check"],
    ),
    # what goes with what
    "nothing asked": ("        call: total\n", "", ["12:9: checks[0]: expected exactly one of call, read, draw; got"]),
    "two things asked": ("call: total", "call: total\n        read: WORD", ["12:9: got call and read"]),
    "cases of a constant": ("read: WORD", "read: WORD, on: [two]", ["18:38: on: `on` goes with `call`"]),
    "drawing of another kind": ("kind: figure", "kind: close", ["23:42: kind: `draw` goes with kind figure, got"]),
    "drawing in parts": (
        "call: pair",
        "draw: sketch",
        [
            "25:15: kind: `draw` goes with kind figure, got parts",
            "29:9: an `unchanged` check needs a check of this exercise with `call`",
        ],
    ),
    "figure of a call": ("draw: sketch", "call: sketch", ["23:42: kind: kind figure goes with `draw`"]),
    "unchanged without costs": (", costs: 0.1", "", ["29:9: the key `costs` is missing"]),
    "unchanged with a call": (
        "kind: unchanged,",
        "kind: unchanged, call: pair,",
        ["29:33: call: an `unchanged` check covers every call of its exercise"],
    ),
    "unchanged with points": (
        "kind: unchanged,",
        "kind: unchanged, points: 0,",
        ["29:35: points: an `unchanged` check covers"],
    ),
    "unchanged without any call": (
        "[sum]}",
        "[sum]}\n  - {id: c, title: C, points: 0, checks: [{read: np, kind: finite}, {kind: unchanged, costs: 1}]}",
        ["19:69: exercises[1].checks[1]: an `unchanged` check needs a check of this exercise with `call`"],
    ),
    "costs and points": (
        "points: 0.6",
        "points: 0.6\n        costs: 0.1",
        ["16:17: points: a check with `costs` takes points away and earns none"],
    ),
    "costs of parts": (
        "kind: parts",
        "kind: parts\n        costs: 1",
        ["28:11: parts: a check with `costs` takes points away"],
    ),
    "costs of one part": ("{part: 0,", "{part: 0, costs: 1,", ["27:23: parts[0]: unknown key 'costs' for kind close"]),
    # literals
    "ragged": ("[1, 2]", "[[1, 2], [3]]", ["6:18: cases.two[0][1]: expected a list of 2 numbers like the entries"]),
    "number beside a list": ("[1, 2]", "[1, [2]]", ["6:13: expected a number like the entries before it, got a list"]),
    "list beside a number": ("[1, 2]", "[[2, 3], 1]", ["6:18: expected a list of 2 numbers like the entries before"]),
    "word among numbers": (
        "[1, 2]",
        "[1, b, true, '2']",
        ["6:13: cases.two[0][1]: expected a number, got 'b'", "6:16: got 'true'", "6:22: got the quoted text '2'"],
    ),
    "nan among numbers": ("[1, 2]", "[1, .nan]", ["6:13: expected a finite number, got '.nan'"]),
    "endless argument": (
        "3.5",
        "-.inf",
        ["6:17: cases.two[1]: expected a finite number (or a text in quotes), got '-.inf'"],
    ),
    "argument beyond floats": ("3.5", "1e999", ["6:17: expected a number, got '1e999'"]),
    "argument beyond 64 bits": ("3.5", "9" * 30, ["6:17: expected a whole number"]),
    "argument of a thousand digits": ("3.5", "9" * 5000, ["6:17: expected a whole number, got '" + "9" * 39 + "…'"]),
    "mapping as argument": ("3.5", "{a: 1}", ["6:17: expected a number, a text, true, false, null or a list of"]),
    "arguments are no list": ("[[1, 2], 3.5]", "3", ["6:8: cases.two: expected a list, got '3'; write [3]"]),
    # the teacher's files
    "no such reference": (
        "reference: answers.py",
        "reference: answer.py",
        ["3:12: reference: answer.py: there is no such file; did you mean 'answers.py'?"],
    ),
    "reference in no folder": (
        "reference: answers.py",
        "reference: x/answers.py",
        ["3:12: reference: x/answers.py: there is no such file"],
    ),
    "reference is a folder": (
        "reference: answers.py",
        "reference: .",
        ["3:12: reference: expected a Python file that can be imported"],
    ),
    "reference cannot be imported": (
        "reference: answers.py",
        "reference: a-b.py",
        ["3:12: expected a Python file that can be imported"],
    ),
    "mistakes with the name of the reference": (
        "mistakes: slips.py",
        "mistakes: ./answers.py",
        ["4:11: mistakes: expected another name than 'answers.py'"],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), ONE_CHANGE.values(), ids=ONE_CHANGE)
def test_one_change(load: Load, old: str, new: str, expected: list[str]) -> None:
    hold(faults_of(lambda: load(old, new)), expected)


WORDING: dict[str, tuple[str, str, str]] = {
    "unknown key": (
        "points: 0.6",
        "tolerence: 1",
        (
            "exercises[0].checks[0]: unknown key 'tolerence' for kind close; did you mean 'rtol'? Allowed keys: name, "
            "call, read, draw, on, points, costs, hint, visibility, needs, instead_of, mistakes, kind, rtol, atol, "
            "shapes, ladder, at_least"
        ),
    ),
    "sum of the checks": (
        "needs: [sum]",
        "points: 0.3",
        "exercises[0].points: expected 1 points in all, got 0.6 + 0.3 = 0.9",
    ),
    "sum of the exercises": (
        HEAD,
        HEAD + "points: 20\n",
        "points: expected the sum of the exercises' points, 1 + 2 = 3; got 20",
    ),
    "points": (
        "points: 0.6",
        "points: '0.6'",
        (
            "exercises[0].checks[0].points: expected a number >= 0 and < 1000000, got the quoted text '0.6'; "
            "leave the quotes out"
        ),
    ),
    "function": (
        "call: total",
        "call: totl",
        "exercises[0].checks[0].call: answers.py defines no 'totl' at its top level; did you mean 'total'?",
    ),
    "case": (
        "[two, made]",
        "[two, mad]",
        (
            "exercises[0].checks[0].on[1]: no case 'mad': it is not under `cases`, and answers.py defines no make_mad; "
            "did you mean 'made'?"
        ),
    ),
    "need": (
        "needs: [sum]",
        "needs: [sun]",
        "exercises[0].checks[1].needs[0]: no earlier check of this exercise is called 'sun'; did you mean 'sum'?",
    ),
    "mistake": (
        "name: total__mean",
        "name: total_mean",
        (
            "exercises[0].checks[0].mistakes[0].name: slips.py defines no 'total_mean' at its top level; "
            "did you mean 'total__mean'?"
        ),
    ),
    "word": (
        "kind: close",
        "kind: close\n        visibility: show",
        "exercises[0].checks[0].visibility: expected one of public, shown, hidden, got 'show'; did you mean 'shown'?",
    ),
    "key twice": (
        "title: One",
        "title: One\n    title: 1",
        "exercises[0]: the key 'title' stands here twice, first in line 9",
    ),
    "ragged": (
        "[1, 2]",
        "[[1, 2], [3]]",
        "cases.two[0][1]: expected a list of 2 numbers like the entries before it, got a list of 1 number",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), WORDING.values(), ids=WORDING)
def test_wording(load: Load, old: str, new: str, message: str) -> None:
    assert [fault.message for fault in faults_of(lambda: load(old, new))] == [message]


WHOLE: dict[str, tuple[str | bytes, list[str]]] = {
    "empty": ("", ["1:1: the file holds nothing"]),
    "a comment only": ("# title: x\n", ["1:1: the file holds nothing"]),
    "a list": ("- a\n", ["1:1: expected a mapping (key: value), got a list"]),
    "a word": ("\n  a\n", ["2:3: expected a mapping (key: value), got 'a'"]),
    "an alias": ("*a", ["1:1: an alias (*a)"]),
    "U01 byte order mark": ("\ufeff" + SOUND, ["1:1: the file begins with a byte order mark"]),
    "not UTF-8": (b"title: a\nfile: \xff\n", ["2:7: the file is not UTF-8 text: byte 0xff"]),
    "UTF-16": (SOUND.encode("utf-16"), ["1:1: the file is not UTF-8 text: byte 0xff"]),
    "too large": (b"#" * (source.LARGEST_RUBRIC + 1), ["0:0: the file is larger than 1048576 bytes"]),
    "deep lists": ("[" * 10_000, ["1:51: more than 50 lists or mappings inside each other"]),
    "deep mappings": ("{" * 10_000, ["1:51: more than 50 lists or mappings inside each other"]),
    "deep blocks": ("- " * 10_000, ["1:101: more than 50 lists or mappings inside each other"]),
    "nothing but one wrong key": (
        "titel: a\n",
        [
            "1:1: the key `exercises` is missing",
            "1:1: the key `file` is missing",
            "1:1: the key `reference` is missing",
            "1:1: the key `title` is missing",
            "1:1: unknown key 'titel'; did you mean 'title'?",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WHOLE.values(), ids=WHOLE)
def test_whole_files(load: Load, text: str | bytes, expected: list[str]) -> None:
    hold(faults_of(lambda: load(text=text)), expected)


@pytest.mark.parametrize("name", ["empty", "a list", "deep lists", "deep blocks"])
def test_the_parser_in_python_says_the_same(load: Load, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text, expected = WHOLE[name]
    hold(faults_of(lambda: load(text=text)), expected)
    assert load().points == 3


def test_all_faults_at_once_in_order(load: Load) -> None:
    text = SOUND
    for old, new in (
        (HEAD, HEAD + "sed: 1\n"),
        ("call: total", "call: totl"),
        ("points: 0.6", "points: -1"),
        ("options: [red, blue]", "options: [red]"),
        ("needs: [sum]", "needs: 3"),
        ("id: b", "id: b\n    id: b"),
        ("{part: 0, kind: close}", "{part: 0, kind: close, rtol: *a}"),
        ("also: [other]", "also: [nowhere]"),
    ):
        text = changed(text, old, new)
    expected = [
        "2:1: unknown key 'sed'; did you mean 'seed'?",
        "14:15: answers.py defines no 'totl'",
        "17:17: expected a number >= 0 and < 1000000, got '-1'",
        "19:9: `options` must list at least two words",
        "19:71: expected a list, got '3'; write [3]",
        "21:5: the key 'id' stands here twice, first in line 20",
        "29:42: an alias (*a)",
        "30:59: answers.py defines no 'nowhere'",
    ]
    hold(faults_of(lambda: load(text=text)), expected)


def test_a_fault_prints_as_editors_like_it(load: Load, folder: Path) -> None:
    (fault,) = faults_of(lambda: load("points: 0.6", "points: 0.6\n        rtol: tight"))
    place = f"{folder / 'small.yaml'}:17:15"
    assert str(fault) == f"{place}: exercises[0].checks[0].rtol: expected a number >= 0 and <= 1, got 'tight'"


def test_the_path_is_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "broken.yaml").write_text("a: [")
    monkeypatch.chdir(folder)
    (fault,) = faults_of(lambda: rubric.load(Path("./broken.yaml")))
    assert fault.path == "broken.yaml"


# --- files ---------------------------------------------------------------------------------------------------------


def test_missing_rubric(folder: Path) -> None:
    (folder / "there.yaml").write_text(SOUND)
    hold(
        faults_of(lambda: rubric.load(folder / "ther.yaml")), ["0:0: there is no such file; did you mean 'there.yaml'?"]
    )


def test_a_folder_is_no_rubric(tmp_path: Path) -> None:
    hold(faults_of(lambda: rubric.load(tmp_path)), ["0:0: expected a file; this is a folder"])


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    hold(faults_of(lambda: rubric.load(tmp_path / "a\0b")), ["0:0: the file cannot be read: this is no file name"])


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    hold(faults_of(lambda: rubric.load(tmp_path / ("a" * 300))), ["0:0: the file cannot be read: "])


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    hold(faults_of(lambda: rubric.load(path)), ["0:0: expected a file; this is not a regular file"])


def test_a_rubric_is_named_by_its_file(folder: Path) -> None:
    path = folder / "my rubric.yaml"
    path.write_text(SOUND)
    hold(faults_of(lambda: rubric.load(path)), ["1:1: expected a file name of letters, digits"])


CODE: dict[str, tuple[bytes, str]] = {
    "syntax": (b"x = 1\ndef f(:\n", "2:7: not valid Python: "),
    "not UTF-8": (b"# \xe9\n", "1:3: the file is not UTF-8 text: byte 0xe9"),
    "NUL": (b"x = 1\0\n", "1:1: not valid Python: "),
    "deep": (b"x = " + b"-" * 200_000 + b"1\n", "1:1: not valid Python: "),
    "deep brackets": (b"x = " + b"(" * 1000, "1:205: not valid Python: too many nested parentheses"),
}


@pytest.mark.parametrize("name", ["answers.py", "slips.py"])
@pytest.mark.parametrize(("content", "expected"), CODE.values(), ids=CODE)
def test_faults_in_the_teachers_code_have_its_own_place(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    path = folder_of(tmp_path) / "small.yaml"
    path.write_text(SOUND)
    (tmp_path / name).write_bytes(content)
    faults = faults_of(lambda: rubric.load(path))
    hold(faults, [expected])
    assert faults[0].path == str(tmp_path / name)


def test_a_reference_that_is_too_large(tmp_path: Path) -> None:
    path = folder_of(tmp_path) / "small.yaml"
    path.write_text(SOUND)
    (tmp_path / "answers.py").write_bytes(b"#" * (source.LARGEST_MODULE + 1))
    hold(faults_of(lambda: rubric.load(path)), ["3:12: reference: answers.py: the file is larger than 1048576 bytes"])


def test_the_reference_is_not_run(tmp_path: Path) -> None:
    path = folder_of(tmp_path) / "small.yaml"
    path.write_text(SOUND)
    (tmp_path / "answers.py").write_text(REFERENCE + f"open({str(tmp_path / 'run')!r}, 'w')\n")
    rubric.load(path)
    assert not (tmp_path / "run").exists()


# --- other kinds ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """A kind with options of types that no kind of ours has yet."""

    size: int = 1
    mode: Literal["fast", "slow"] = "fast"
    names: tuple[str, ...] = ()
    scales: tuple[float, ...] | None = None
    weights: Mapping[str, Decimal] | None = None
    word: str = ""
    also: tuple[str, ...] = ()


def test_options_of_other_types(load: Load) -> None:
    keys = ("size: 3", "mode: slow", "names: [a, 3]", "scales: [1, 1e-6]", "weights: {x y: 0.30}", "word: it")
    options = "\n        ".join(keys)
    made = load("kind: close", f"kind: odd\n        {options}", kinds={**KINDS, "odd": Odd})
    kind: object = made.exercises[0].checks[0].kind
    weights = {"x y": Decimal("0.3")}
    assert kind == Odd(size=3, mode="slow", names=("a", "3"), scales=(1.0, 1e-6), weights=weights, word="it")


def test_faults_in_options_of_other_types(load: Load) -> None:
    options = "size: 1.5\n        mode: fas\n        names: [[]]\n        scales: [1, x]\n        weights: {x: y}"
    expected = [
        "16:15: size: expected a whole number, got '1.5'",
        "17:15: mode: expected one of fast, slow, got 'fas'; did you mean 'fast'?",
        "18:17: names[0]: expected text, got a list",
        "19:21: scales[1]: expected a number, got 'x'",
        "20:22: weights.x: expected a number >= 0 and < 1000000, got 'y'",
    ]
    kinds = {**KINDS, "odd": Odd}
    hold(faults_of(lambda: load("kind: close", f"kind: odd\n        {options}", kinds=kinds)), expected)


# --- whatever is written -------------------------------------------------------------------------------------------


def only_faults(folder: Path, content: bytes) -> None:
    path = folder / "small.yaml"
    path.write_bytes(content)
    try:
        rubric.load(path)
    except RubricError as error:
        faults = error.faults
    else:
        return
    assert faults
    for fault in faults:
        assert re.fullmatch(r"[^\n\r\x00]+", fault.message)
        assert 0 <= fault.line <= len(content) + 1


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_raise_only_faults(folder: Path, content: bytes) -> None:
    only_faults(folder, content)


PIECES = (
    *(
        "- ",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ", ",
        "\n",
        "\t",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "? ",
        "|\n",
        "''",
        '"',
        "---\n",
        "# ",
    ),
    *(
        "\\",
        "\\uD800",
        "\x07",
        "\u2028",
        "\U0001f600",
        "~",
        "null",
        "true",
        ".nan",
        "-1",
        "1e999",
        "010",
        "0x10",
        "9" * 30,
    ),
    *(
        "kind: parts",
        "kind: figure",
        "parts: ",
        "of: {kind: close}",
        "costs: 1",
        "points: 0.1",
        "defaults: {rtol: 2}\n",
    ),
)


@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(SOUND)), st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4
    )
)
def test_spoilt_rubrics_raise_only_faults(folder: Path, edits: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for at, length, piece in edits:
        text = text[:at] + piece + text[at + length :]
    only_faults(folder, text.encode())


@given(data=st.data())
def test_rubrics_with_lines_moved_raise_only_faults(folder: Path, data: st.DataObject) -> None:
    lines = SOUND.splitlines()
    order = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=len(lines)))
    only_faults(folder, "\n".join(lines[index] for index in order).encode())


# --- JSON Schema ---------------------------------------------------------------------------------------------------


def schema_at(*keys: str | int) -> Any:
    node: Any = rubric.json_schema()
    for name in keys:
        node = node[name]
    return node


def check_schema(kind: str) -> Any:
    checks = schema_at("properties", "exercises", "items", "properties", "checks", "items", "oneOf")
    (found,) = [alternative for alternative in checks if alternative["properties"]["kind"]["enum"] == [kind]]
    return found


def test_schema_of_the_file() -> None:
    made = rubric.json_schema()
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["additionalProperties"] is False
    assert made["required"] == ["title", "file", "reference", "exercises"]
    assert schema_at("properties", "exercises", "minItems") == 1
    assert schema_at("properties", "limits", "properties", "seconds", "exclusiveMinimum") == 0


def test_schema_of_checks() -> None:
    close = check_schema("close")
    assert close["additionalProperties"] is False
    assert close["required"] == ["kind"]
    assert {"rtol", "atol", "shapes", "at_least", "call", "on", "points"} <= close["properties"].keys()
    assert close["properties"]["rtol"] == {"type": "number", "minimum": 0, "maximum": 1}
    assert close["properties"]["shapes"] == {"enum": ["strict", "loose"]}
    assert close["properties"]["atol"] == {"anyOf": [{"type": "number", "minimum": 0}, {"type": "null"}]}
    assert "rtol" not in check_schema("finite")["properties"]
    assert check_schema("choice")["required"] == ["kind", "options"]
    assert check_schema("unordered")["properties"]["of"] == {"$ref": "#/$defs/kind"}
    assert check_schema("parts")["required"] == ["kind", "parts"]
    assert {kind for kind in KINDS if check_schema(kind)} == set(KINDS)


def test_every_reference_of_the_schema_leads_somewhere() -> None:
    definitions = schema_at("$defs")

    def references(node: object) -> list[str]:
        if isinstance(node, dict):
            own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
            return own + [found for value in node.values() for found in references(value)]
        return [found for value in node for found in references(value)] if isinstance(node, list) else []

    assert {found.removeprefix("#/$defs/") for found in references(rubric.json_schema())} == set(definitions)


DOCUMENT: dict[str, Any] = {
    "title": "Small",
    "file": "answers.py",
    "reference": "answers.py",
    "mistakes": None,
    "cases": {"two": [[[1, 2], [3, 4]], 3.5, "word", None]},
    "defaults": {"rtol": 0.1, "shapes": "loose"},
    "exercises": [
        {
            "id": 3,
            "title": "One",
            "points": 1,
            "checks": [
                {"call": "total", "on": ["two"], "kind": "close", "atol": None, "mistakes": [{"name": "m"}]},
                {"call": "pair", "kind": "unordered", "of": {"kind": "factor", "rtol": 0}},
                {
                    "call": "pair",
                    "kind": "parts",
                    "parts": [{"part": "w", "kind": "close"}, {"part": 1, "kind": "finite"}],
                },
            ],
        }
    ],
}


def at(*keys: str | int, value: object) -> dict[str, Any]:
    """Return the document with one value changed."""
    made = copy.deepcopy(DOCUMENT)
    node: Any = made
    for name in keys[:-1]:
        node = node[name]
    node[keys[-1]] = value
    return made


CHECK = ("exercises", 0, "checks")
DOCUMENTS: dict[str, tuple[dict[str, Any], bool]] = {
    "sound": (DOCUMENT, True),
    "unknown key": (at("titel", value="x"), False),
    "no exercises": (at("exercises", value=[]), False),
    "id with a slash": (at("exercises", 0, "id", value="a/b"), False),
    "negative points": (at("exercises", 0, "points", value=-1), False),
    "points as text": (at("exercises", 0, "points", value="1"), False),
    "unknown kind": (at(*CHECK, 0, "kind", value="clse"), False),
    "option of another kind": (at(*CHECK, 0, "options", value=["a"]), False),
    "option out of range": (at(*CHECK, 0, "rtol", value=2), False),
    "option in range": (at(*CHECK, 0, "rtol", value=1), True),
    "inner kind unknown": (at(*CHECK, 1, "of", "kind", value="figure"), False),
    "inner option unknown": (at(*CHECK, 1, "of", "rtl", value=1), False),
    "part before the first": (at(*CHECK, 2, "parts", 1, "part", value=-1), False),
    "part with costs": (at(*CHECK, 2, "parts", 1, "costs", value=1), False),
    "unknown default": (at("defaults", "rtl", value=1), False),
    "word among numbers": (at("cases", "two", value=[[1, "a"]]), False),
    "case name": (at("cases", "a b", value=[]), False),
    "credit of one": (at(*CHECK, 0, "mistakes", 0, "credit", value=1), False),
}


@pytest.mark.parametrize(("document", "sound"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_documents_against_the_schema(document: dict[str, Any], sound: bool) -> None:
    made = rubric.json_schema()
    assert fits(document, made, made["$defs"]) is sound


TYPES: dict[str, Callable[[object], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
}
BOUNDS: dict[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
}


OF_OTHER_TYPES = {
    "pattern",
    "minItems",
    "items",
    "required",
    "propertyNames",
    "properties",
    "additionalProperties",
    *BOUNDS,
}


def fits(value: Any, schema: Any, definitions: Any) -> bool:
    """Say whether a document fits a schema: the few words of JSON Schema that ours uses, by its specification."""

    def inner(entry: Any, part: Any) -> bool:
        return fits(entry, part, definitions)

    def rest(value: dict[str, Any]) -> list[Any]:
        return [value[name] for name in value if name not in schema.get("properties", {})]

    words: dict[str, Callable[[Any], bool]] = {
        "type": lambda said: any(TYPES[name](value) for name in ([said] if isinstance(said, str) else said)),
        "enum": lambda said: value in said,
        "anyOf": lambda said: any(inner(value, part) for part in said),
        "oneOf": lambda said: sum(inner(value, part) for part in said) == 1,
        "allOf": lambda said: all(inner(value, part) for part in said),
        "$ref": lambda said: inner(value, definitions[said.removeprefix("#/$defs/")]),
        "$schema": lambda _: True,
        "$defs": lambda _: True,
        "title": lambda _: True,
        "description": lambda _: True,
    }
    if isinstance(value, str):
        words["pattern"] = lambda said: re.search(said, value) is not None
    if isinstance(value, list):
        words["minItems"] = lambda said: len(value) >= said
        words["items"] = lambda said: all(inner(entry, said) for entry in value)
    if isinstance(value, dict):
        words["required"] = lambda said: value.keys() >= set(said)
        words["propertyNames"] = lambda said: all(inner(name, said) for name in value)
        words["properties"] = lambda said: all(inner(value[name], said[name]) for name in said.keys() & value.keys())
        words["additionalProperties"] = lambda said: not rest(value) if said is False else fits_all(rest(value), said)
    if TYPES["number"](value):
        words |= {word: partial(bound, value) for word, bound in BOUNDS.items()}

    def fits_all(listed: list[Any], part: Any) -> bool:
        return all(inner(entry, part) for entry in listed)

    assert schema.keys() <= words.keys() | OF_OTHER_TYPES
    return all(words[word](said) for word, said in schema.items() if word in words)
