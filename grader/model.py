"""The nouns of the house: frozen values, no I/O, no behaviour beyond sums.

Three families, in the order of a submission's journey:

* what the teacher wrote: `Rubric`, `Exercise`, `Check`, `Kind`, `Mistake`, `Question`, `Limits`;
* what happened inside the sandbox: `Submission`, `Ask`, `Observation` and its members, `Run`;
* what it is worth: `Difference`, `Finding`, `Outcome`, `ExerciseGrade`, `Grade`.

A `Value` is inert: plain Python containers of numbers, text and NumPy arrays of numbers; nothing in it has
behaviour of the student's. NumPy is imported for its types only, so that the command line starts without it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Union

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.generic[Any]]

Value: TypeAlias = Union[
    bool, int, float, complex, str, bytes, "Array", "list[Value]", "tuple[Value, ...]", "dict[Value, Value]", None
]

ZERO = Decimal(0)


class Isolation(enum.StrEnum):
    """How student code is kept apart, from the strongest to the weakest."""

    JAIL = "jail"
    CONFINED = "confined"
    PROCESS = "process"


class Visibility(enum.StrEnum):
    """Who sees what of a check: `public` goes into the student's kit, `hidden` shows its name and hint only."""

    PUBLIC = "public"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Verdict(enum.StrEnum):
    """What became of one check; the list is closed."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    RAISED = "raised"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    REFUSED = "refused"
    SKIPPED = "skipped"
    REVIEW = "review"
    GRADER_ERROR = "grader_error"


class Action(enum.StrEnum):
    """What is done with a name of a module.

    `call` it with a case's arguments, `read` it as a constant, let it `draw` on an Axes, or (the reference only)
    let it `make` a case's arguments from a seed.
    """

    CALL = "call"
    READ = "read"
    DRAW = "draw"
    MAKE = "make"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one submission may use; every limit of the sandbox stands here and nowhere else."""

    seconds: float = 5.0
    """Wall seconds for one call."""
    load_seconds: float = 5.0
    """Wall seconds for loading the module."""
    first_look_seconds: float = 1.0
    """Wall seconds for one call while all exercises share a process; a longer one is asked again alone, with all of
    `seconds`."""
    submission_seconds: float = 60.0
    """Wall seconds for all calls of one submission together."""
    memory_mib: int = 1024
    """Address space beyond what the imported libraries take."""
    answer_mib: int = 16
    """Size of one returned value on the wire."""
    printed_kib: int = 16
    """Captured text kept per call; the rest is dropped."""


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What is asked of a module: `action` on `name`, with the arguments of `case` (empty for none)."""

    action: Action
    name: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question with its arguments filled in, as the sandbox gets it.

    `repeat` calls twice on the same objects and reports both returns and the arguments afterwards, so that a
    function that changes its arguments in place shows.
    """

    question: Question
    arguments: tuple[Value, ...] = ()
    repeat: bool = False
    secret: bool = False
    """Asked by hidden checks alone."""


# --- what happened inside ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A value came back. All but `value`, `again` and `arguments` is a hint for feedback, never worth points."""

    value: Value
    again: Observation | None = None
    """What a second call on the same objects did, where it was asked for."""
    arguments: tuple[Value, ...] | None = None
    """The arguments after the calls, where a second call was asked for."""
    printed: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An exception ended the call; `place` is the student's own file or notebook cell, `source` that line's text."""

    type: str
    message: str
    place: str = ""
    line: int = 0
    column: int = 0
    source: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The module has no such name."""

    similar: tuple[str, ...] = ()
    """Names the module does have that look like it; never used instead of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A value came that the wire does not carry; `what` names its type, `where` its place inside the return."""

    what: str
    where: str = ""


class Stop(enum.StrEnum):
    """Why a call came to no end of its own."""

    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"
    NO_TIME_LEFT = "no_time_left"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The call was ended from outside, or never begun because the submission's time was used up."""

    reason: Stop
    detail: str = ""


Observation: TypeAlias = Returned | Raised | Missing | Refused | Stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a module did when it was asked: observations by question, notes on how it was loaded, wall seconds."""

    observations: Mapping[Question, Observation]
    notes: tuple[str, ...] = ()
    load_failure: Raised | Stopped | None = None
    """What ended the first load, when the module did not load as it stands."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A piece of source that stands or falls by itself: a whole file, or one cell of a notebook."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One importable file: its name without the ending, and its cells in file order."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What one student handed in, read as text; nothing of it has been run or parsed.

    `main` is None when nothing gradable was found; `fault` then says why.
    """

    id: str
    name: str
    main: Module | None = None
    modules: tuple[Module, ...] = ()
    """Helper modules handed in beside the main one."""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    fault: str = ""


# --- how far off, and what it is worth -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """|a - e| <= atol + rtol * |e|, relative to the EXPECTED e.

    `atol` of None stands for rtol times the largest |e| of the expected array: small entries are judged on the
    scale of their array, never on a bare constant.
    """

    rtol: float = 1e-6
    atol: float | None = None


class Mismatch(enum.StrEnum):
    """In which respect two values differ; the first that applies is told, alone."""

    KIND = "kind"
    SHAPE = "shape"
    NOT_FINITE = "not_finite"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry that is off: where, what came, what was expected, the distance and what would have been allowed."""

    index: tuple[int, ...]
    got: complex | float
    want: complex | float
    error: float
    allowed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far a value is from the expected one; evidence only, `compare.words` puts it into a sentence."""

    mismatch: Mismatch
    got: str
    """What came, in a few words: `array of shape (3, 1)`."""
    want: str
    outside: int = 0
    """Entries beyond the tolerance, of `total`."""
    total: int = 0
    worst_ratio: float = 0.0
    """Largest error divided by what was allowed there."""
    entries: tuple[Entry, ...] = ()
    """The worst entries, worst first."""
    case: str = ""
    path: str = ""
    """The part of a tuple or dict it lies in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question as a check sees it: what came back, what the reference gives, and further right answers."""

    question: Question
    got: Returned
    want: Value
    also: tuple[Value, ...] = ()
    arguments: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a kind of check makes of its answers: a credit from 0 to 1, and why it is not 1."""

    credit: Decimal = ZERO
    difference: Difference | None = None
    message: str = ""
    question: Question | None = None
    """Which of the check's questions shows it."""


class Kind(Protocol):
    """A way of judging answers; each is a frozen dataclass whose fields are its options in the rubric."""

    @property
    def also(self) -> tuple[str, ...]:
        """Names of further functions of the reference whose answers are right as well."""
        ...

    def faults(self, wants: Sequence[Value]) -> tuple[str, ...]:
        """Say why these expected values cannot be judged by this kind; empty when they can."""
        ...

    def judge(self, answers: Sequence[Answer]) -> Finding:
        """Compare what came with what was expected, over all cases of the check."""
        ...

    def explain(self, answers: Sequence[Answer]) -> str:
        """Name the cause that explains every wrong number of these answers; empty where none is sure."""
        ...


# --- what the teacher wrote ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A known wrong answer: a function of the mistakes file, the share of the points it earns, and what to say."""

    name: str
    credit: Decimal = ZERO
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line of a score: what is asked, how it is judged, what it is worth."""

    name: str
    kind: Kind
    questions: tuple[Question, ...]
    points: Decimal = ZERO
    costs: Decimal = ZERO
    """Points that a failure takes away from what the exercise has earned; such a check earns none."""
    repeat: bool = False
    """The questions are asked twice on the same objects."""
    mistakes: tuple[Mistake, ...] = ()
    needs: tuple[str, ...] = ()
    """Checks of the same exercise that must have passed first."""
    instead_of: tuple[str, ...] = ()
    """Checks of the same exercise that this one may stand in for: it has no points of its own and gives theirs, where
    that is more."""
    visibility: Visibility = Visibility.SHOWN
    hint: str = ""
    line: int = 0
    """Where it stands in the rubric file."""

    @property
    def hidden(self) -> bool:
        """Whether only its name and hint may be shown."""
        return self.visibility is Visibility.HIDDEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise: what is asked in words, and the checks that its points are spread over."""

    id: str
    title: str
    points: Decimal
    checks: tuple[Check, ...]
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """What the teacher wrote, found sound: every name is resolved and the points add up."""

    id: str
    title: str
    file: str
    """The file a student hands in."""
    exercises: tuple[Exercise, ...]
    reference: Submission
    mistakes: Submission | None
    cases: Mapping[str, tuple[Value, ...]]
    """Literal arguments by case name; any other case is made by `make_<case>(rng)` of the reference."""
    path: Path
    sha256: str
    seed: int = 0
    course: str = ""
    imports: tuple[str, ...] = ()
    """Heavy libraries that are imported once, before any student code."""
    limits: Limits = field(default_factory=Limits)
    stubs: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    """What a stub honestly earns, by kind of stub and exercise id; nothing where it is not said."""

    @property
    def points(self) -> Decimal:
        """The points of all exercises together."""
        return sum((exercise.points for exercise in self.exercises), ZERO)


# --- the result ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one check of one submission came to; `points` is None when they are unknown (our own fault)."""

    check: str
    verdict: Verdict
    points: Decimal | None
    points_possible: Decimal
    message: str = ""
    hint: str = ""
    hidden: bool = False
    difference: Difference | None = None
    printed: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseGrade:
    """One exercise of one submission."""

    id: str
    title: str
    points_possible: Decimal
    outcomes: tuple[Outcome, ...]
    statement: str = ""

    @property
    def points(self) -> Decimal | None:
        """The sum of its checks; None when one of them is unknown."""
        return _sum(outcome.points for outcome in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One submission, graded."""

    submission: Submission
    exercises: tuple[ExerciseGrade, ...]
    seconds: float
    """Wall seconds spent in the sandbox, by our own clock."""
    notes: tuple[str, ...] = ()
    needs_a_human: str = ""
    """Why a person should look at it; empty when nobody needs to."""

    @property
    def points(self) -> Decimal | None:
        """The sum of its exercises; None when one of them is unknown."""
        return _sum(exercise.points for exercise in self.exercises)

    @property
    def points_possible(self) -> Decimal:
        """What the rubric offers."""
        return sum((exercise.points_possible for exercise in self.exercises), ZERO)

    @property
    def complete(self) -> bool:
        """Whether every check got a verdict that is about the submission."""
        return self.points is not None


def _sum(points: Iterable[Decimal | None]) -> Decimal | None:
    total = ZERO
    for value in points:
        if value is None:
            return None
        total += value
    return total
