"""What a sandbox makes of small programs, well-behaved and not: real processes, at every level this machine gives.

Every bomb here is bounded by itself, should the sandbox fail: loops end after a minute, memory is asked for in one
piece that no machine gives, nothing is written outside the temporary folder and nothing leaves the machine.
"""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from grader.errors import SandboxError, UsageError
from grader.model import (
    Action,
    Ask,
    Cell,
    Isolation,
    Limits,
    Missing,
    Module,
    Question,
    Raised,
    Refused,
    Returned,
    Stop,
    Stopped,
    Submission,
)
from grader.sandbox import levels
from grader.sandbox.inside import wire
from grader.sandbox.outside import Sandbox, submission_imports
from grader.sandbox.zygote import Zygote

LIMITS = Limits(seconds=1.0, load_seconds=2.0, submission_seconds=20.0, memory_mib=256, answer_mib=1, printed_kib=1)
X = np.array([1.0, 2.0])


def submission(text="", *, cells=(), **helpers):
    cells = cells or (Cell(label="work.py", text=text),)
    beside = tuple(
        Module(name=name, cells=(Cell(label=f"{name}.py", text=code),)) for name, code in sorted(helpers.items())
    )
    return Submission(id="ada", name="ada", main=Module(name="work", cells=tuple(cells)), modules=beside)


def call(name, *arguments, repeat=False):
    return Ask(question=Question(Action.CALL, name, "inputs"), arguments=arguments or (X,), repeat=repeat)


@pytest.fixture(scope="module", params=[*Isolation], ids=str)
def sandbox(request):
    tried = levels.trial(request.param)
    assert not tried.through
    if tried.problem:
        pytest.skip(f"{request.param} is not to be had here: {tried.problem}")
    with Sandbox(request.param) as opened:
        yield opened


def observed(sandbox, text, *asks, limits=LIMITS, **more):
    asks = asks or (call("f"),)
    run = sandbox.observe(submission(text, **more), asks, limits=limits)
    assert set(run.observations) == {ask.question for ask in asks}
    return [run.observations[ask.question] for ask in asks]


RETURNED = {
    "a number": ("def f(x): return float(x.sum())", 3.0),
    "an array": ("import numpy as np\ndef f(x): return np.linalg.norm(x) * np.eye(2)", np.sqrt(5.0) * np.eye(2)),
    "a dict": ("def f(x): return {'a': [1, (2, None)], 'b': True}", {"a": [1, (2, None)], "b": True}),
    "from a lambda": ("f = lambda x: x[0]", np.array(1.0)),
    "from a partial": ("from functools import partial\ndef g(a, x): return a\nf = partial(g, 7)", 7),
    "from a class with __call__": ("class F:\n    def __call__(self, x): return 5\nf = F()", 5),
    "the last definition": ("def f(x): return 1\ndef f(x): return 2", 2),
    "no main block": ("def f(x): return 1\nif __name__ == '__main__': f = None", 1),
    "past a print of a hundred megabytes": ("def f(x):\n    for _ in range(100): print('x' * 10**6)\n    return 1", 1),
    "past a closed stdout": ("import sys\ndef f(x):\n    sys.stdout.close()\n    return 1", 1),
    "past a patched numpy": ("import numpy as np\nnp.allclose = lambda *a: True\ndef f(x): return 1", 1),
    "a list of a class's own repr": ("def f(x): return [repr(x)[:0]]", [""]),
}


@pytest.mark.parametrize(("text", "value"), RETURNED.values(), ids=RETURNED)
def test_a_value_comes_back(sandbox, text, value):
    (got,) = observed(sandbox, text)
    assert isinstance(got, Returned)
    np.testing.assert_equal(got.value, value)


STUBBORN = """\
import time
def f(x):
    end = time.time() + 60
    while time.time() < end:
        try:
            time.sleep(1)
        except BaseException:
            pass
"""

LOST = {
    "no such name": ("def g(x): return 1", Missing()),
    "a name that looks like it": ("def ff(x): return 1", Missing()),
    "an exception": ("def f(x):\n    return x[7]", ("IndexError", 2, "return x[7]")),
    "an exception of its own": ("class Odd(Exception): pass\ndef f(x):\n    raise Odd('why')", ("Odd", 3, "raise Odd")),
    "an exception that cannot be told": (
        "class Odd(Exception):\n    def __str__(self): raise self\ndef f(x):\n    raise Odd",
        ("Odd", 4, "raise Odd"),
    ),
    "sys.exit": ("import sys\ndef f(x):\n    sys.exit(0)", ("SystemExit", 3, "sys.exit(0)")),
    "keyboard interrupt": (
        "def f(x):\n    raise KeyboardInterrupt",
        ("KeyboardInterrupt", 2, "raise KeyboardInterrupt"),
    ),
    "input": ("def f(x):\n    return input('n = ')", ("EOFError", 2, "return input")),
    "endless recursion": ("def f(x):\n    return f(x)", ("RecursionError", 2, "return f(x)")),
    "the wrong number of parameters": ("def f(): return 1", ("TypeError", 0, "")),
    "not a function": ("f = 3", ("TypeError", 0, "")),
    "a generator": ("def f(x): return (i for i in x)", Refused(what="a value of type generator")),
    "an array too large": ("import numpy as np\ndef f(x): return np.zeros(10**6)", Refused(what="an array of 7 MiB")),
    "a list too large": ("def f(x): return ['x' * 1000] * 2000", Refused(what="a value of 1 MiB")),
    "an object that equals all": (
        "class A:\n    def __eq__(s, o): return True\ndef f(x): return A()",
        Refused(what="A"),
    ),
    "a huge array": ("import numpy as np\ndef f(x): return np.ones(10**11)", Stop.OUT_OF_MEMORY),
    "a growing list": (
        "def f(x):\n    a = []\n    for _ in range(10**4): a.append(bytearray(10**6))",
        Stop.OUT_OF_MEMORY,
    ),
    "a segmentation fault": ("import ctypes\ndef f(x): ctypes.string_at(0)", Stop.CRASHED),
    "os._exit": ("import os\ndef f(x): os._exit(0)", Stop.CRASHED),
    "abort": ("import os\ndef f(x): os.abort()", Stop.CRASHED),
    "an endless loop": (
        "import time\ndef f(x):\n    e = time.time() + 60\n    while time.time() < e: pass",
        Stop.TIMED_OUT,
    ),
    "a long sleep": ("import time\ndef f(x): time.sleep(60)", Stop.TIMED_OUT),
    "a loop in C": ("def f(x): return sum(range(10**9 * 5))", Stop.TIMED_OUT),
    "a loop that catches all": (STUBBORN, Stop.TIMED_OUT),
    "a patched builtin": ("import builtins\nbuiltins.isinstance = lambda *a: True\ndef f(x): return 1", Stop.CRASHED),
    "a closed answer pipe": ("import os\ndef f(x): os.close(3)", Stop.CRASHED),
    "rubbish in the answer pipe": ("import os\ndef f(x): os.write(3, b'\\0\\0\\0\\5hello')", Stop.UNREADABLE),
    "a huge length in the answer pipe": ("import os\ndef f(x): os.write(3, b'\\xff' * 8)", Stop.UNREADABLE),
}


@pytest.mark.parametrize(("text", "expected"), LOST.values(), ids=LOST)
def test_no_value_comes_back_and_it_is_said_why(sandbox, text, expected):
    (got,) = observed(sandbox, text)
    match expected:
        case Stop():
            assert isinstance(got, Stopped)
            assert got.reason is expected
        case Missing():
            assert isinstance(got, Missing)
        case Refused():
            assert isinstance(got, Refused)
            assert expected.what in got.what
        case (kind, line, source):
            assert isinstance(got, Raised)
            assert (got.type, got.line) == (kind, line)
            assert source in got.source
            assert got.place == ("work.py" if line else "")


def test_what_ends_a_child_costs_the_calls_of_that_function_alone(sandbox):
    text = "import os\ndef f(x): os._exit(0)\ndef g(x): return 1\nK = 2"
    asks = [
        call("g"),
        call("f"),
        Ask(question=Question(Action.CALL, "f", "others"), arguments=(X,)),
        Ask(question=Question(Action.CALL, "g", "others"), arguments=(X,)),
        Ask(question=Question(Action.READ, "K")),
    ]
    first, second, third, fourth, fifth = observed(sandbox, text, *asks)
    assert [first.value, fourth.value, fifth.value] == [1, 1, 2]
    assert second.reason is third.reason is Stop.CRASHED


def test_similar_names_are_reported(sandbox):
    (got,) = observed(sandbox, "def sigmoid_derivate(x): return x", call("sigmoid_derivative"))
    assert got == Missing(similar=("sigmoid_derivate",))


def test_a_second_call_sees_what_the_first_left(sandbox):
    text = "def f(x):\n    y = x.copy()\n    x[0] = 9\n    return y"
    (got,) = observed(sandbox, text, call("f", X, repeat=True))
    np.testing.assert_equal(got.value, [1.0, 2.0])
    np.testing.assert_equal(got.again.value, [9.0, 2.0])
    np.testing.assert_equal(got.arguments[0], [9.0, 2.0])


def test_a_returned_argument_is_kept_as_it_was_returned(sandbox):
    text = "def f(x):\n    x += 1\n    return x"
    (got,) = observed(sandbox, text, call("f", X, repeat=True))
    np.testing.assert_equal([got.value, got.again.value], [[2.0, 3.0], [3.0, 4.0]])


def test_calls_do_not_share_their_arguments(sandbox):
    text = "def f(x):\n    x[:] = 0\n    return 1\ndef g(x): return x"
    _, got = observed(sandbox, text, call("f"), call("g"))
    np.testing.assert_equal(got.value, X)


def test_prints_and_warnings_are_kept_within_bounds(sandbox):
    text = "import numpy as np\ndef f(x):\n    print('a' * 5000)\n    return np.log(x * 0)"
    (got,) = observed(sandbox, text)
    assert got.printed.startswith("aaa")
    assert len(got.printed) < 1200
    assert got.warnings == ("RuntimeWarning: divide by zero encountered in log (work.py, line 4)",)


def test_half_a_character_in_a_hint_costs_nothing(sandbox):
    text = (
        "import warnings\ndef f(x):\n    warnings.warn('\\ud800')\n    return 1\ndef g(x): raise ValueError('\\ud800')"
    )
    first, second = observed(sandbox, text, call("f"), call("g"))
    assert first.value == 1
    assert first.warnings == ("UserWarning: ? (work.py, line 3)",)
    assert (second.type, second.message) == ("ValueError", "?")


def test_random_numbers_are_the_same_before_every_call(sandbox):
    text = (
        "import random\nimport numpy as np\ndef f(x): return random.random(), np.random.rand()\ndef g(x): return f(x)"
    )
    first, second = observed(sandbox, text, call("f"), call("g"))
    assert first.value == second.value


HELPERS = {
    "a helper": ("from shapes import area\ndef f(x): return area(x)", {"shapes": "def area(x): return 4"}, 4),
    "a helper of a helper": (
        "import a\ndef f(x): return a.g()",
        {"a": "import b\ng = b.g", "b": "def g(): return 6"},
        6,
    ),
    "a name that we use inside": ("import wire\ndef f(x): return wire.A", {"wire": "A = 3"}, 3),
}


@pytest.mark.parametrize(("text", "helpers", "value"), HELPERS.values(), ids=HELPERS)
def test_helper_modules_are_found(sandbox, text, helpers, value):
    (got,) = observed(sandbox, text, **helpers)
    assert got.value == value


BROKEN_TOP = {
    "sys.exit": "import sys\ndef f(x): return 1\nsys.exit(0)",
    "os._exit": "import os\ndef f(x): return 1\nos._exit(0)",
    "input": "n = input('n = ')\ndef f(x): return 1",
    "an exception": "def f(x): return 1\nprint(1 / 0)",
    "a missing package": "import no_such_package\ndef f(x): return 1",
    "a missing file": "import numpy as np\nd = np.loadtxt('data.csv')\ndef f(x): return 1",
    "an endless loop": "import time\ndef f(x): return 1\ne = time.time() + 60\nwhile time.time() < e: pass",
}


@pytest.mark.parametrize("text", BROKEN_TOP.values(), ids=BROKEN_TOP)
def test_a_module_that_does_not_load_is_graded_by_its_definitions(sandbox, text):
    run = sandbox.observe(submission(text), [call("f")], limits=LIMITS)
    (got,) = run.observations.values()
    assert got.value == 1
    assert run.load_failure is not None


def test_definitions_keep_imports_and_plain_constants_and_leave_out_the_rest(sandbox):
    text = (
        "import numpy as np\nA = np.array([1, 2])\nB = {'a': -1.5}\nC = A * 2\nD = g()\n"
        "def f(x): return A[1], B['a'], C[0]\nprint(D)"
    )
    run = sandbox.observe(submission(text), [call("f"), Ask(question=Question(Action.READ, "D"))], limits=LIMITS)
    got, missing = run.observations.values()
    assert [float(part) for part in got.value] == [2.0, -1.5, 2.0]
    assert isinstance(missing, Missing)


def test_a_file_that_does_not_compile_says_where(sandbox):
    run = sandbox.observe(submission("x = 1\ndef f(x:\n    return x"), [call("f")], limits=LIMITS)
    (got,) = run.observations.values()
    assert (got.type, got.line, got.place) == ("SyntaxError", 2, "work.py")
    assert run.load_failure == got


def test_a_broken_cell_costs_what_it_defines(sandbox):
    cells = (
        Cell(label="work.ipynb, cell 1", text="def f(x): return 1"),
        Cell(label="work.ipynb, cell 2", text="def g(x) return 2"),
        Cell(label="work.ipynb, cell 3", text="def h(x): return 3"),
    )
    run = sandbox.observe(submission(cells=cells), [call("f"), call("g"), call("h")], limits=LIMITS)
    first, second, third = run.observations.values()
    assert (first.value, third.value) == (1, 3)
    assert isinstance(second, Missing)
    assert "work.ipynb, cell 2" in run.notes[0]


def test_the_time_of_a_submission_is_bounded(sandbox):
    text = "import time\n" + "".join(f"def f{n}(x): time.sleep(0.8)\n" for n in range(10))
    asks = [call(f"f{n}") for n in range(10)]
    started = time.monotonic()
    run = sandbox.observe(submission(text), asks, limits=Limits(seconds=1.0, submission_seconds=2.0))
    assert time.monotonic() - started < 6.0
    reasons = [seen.reason for seen in run.observations.values() if isinstance(seen, Stopped)]
    assert set(reasons) == {Stop.NO_TIME_LEFT}
    assert len(reasons) >= 7


def test_nothing_of_ours_is_in_reach(sandbox):
    text = (
        "import os, sys\n"
        "def f(x):\n"
        "    seen = [name for name in sys.modules if name.startswith('grader.')]\n"
        "    return sorted(os.environ), sys.argv[1:], seen, os.getcwd()\n"
    )
    (got,) = observed(sandbox, text)
    names, arguments, seen, folder = got.value
    assert {"HOME", "USER", "XDG_CACHE_HOME", "VIRTUAL_ENV"} & set(names) == set()
    assert arguments == []
    assert all(name.startswith("grader.sandbox") for name in seen)
    assert folder == "/"


def test_children_that_a_child_leaves_behind_are_ended(sandbox, tmp_path):
    text = (
        "import os, time\n"
        "def f(x):\n"
        "    if os.fork() == 0:\n"
        "        os.setsid()\n"
        "        time.sleep(20)\n"
        "        os._exit(0)\n"
        "    return os.getpid()\n"
    )
    (got,) = observed(sandbox, text)
    (again,) = observed(sandbox, "def f(x): return 1")
    assert again.value == 1
    if isinstance(got, Returned):
        assert sandbox.level is Isolation.PROCESS
        zygote = next(iter(sandbox._zygotes.values()))
        below = f"/proc/{zygote._process.pid}/task/{zygote._process.pid}/children"
        assert Path(below).read_text(encoding="ascii") == ""


def test_a_zygote_that_is_killed_costs_one_call_at_most(sandbox):
    observed(sandbox, "def f(x): return 1")
    zygote = next(iter(sandbox._zygotes.values()))
    zygote._process.kill()
    zygote._process.wait()
    (got,) = observed(sandbox, "def f(x): return 1")
    assert isinstance(got, Returned | Stopped)
    (got,) = observed(sandbox, "def f(x): return 1")
    assert got.value == 1


DRAWN = {
    "scatter": ("ax.scatter([0, 1], [2, 3])", [[0, 2], [1, 3]], []),
    "plot with markers": ("ax.plot([0, 1], [2, 3], 'o')", [[0, 2], [1, 3]], []),
    "pyplot": ("import matplotlib.pyplot as plt; plt.plot([0, 1], [2, 3])", [], [[[0, 2], [1, 3]]]),
    "both": ("ax.plot([0, 1], [2, 3], 'o-')", [[0, 2], [1, 3]], [[[0, 2], [1, 3]]]),
    "line segments": ("ax.hlines([1], [0], [2])", [], [[[0, 1], [2, 1]]]),
}


@pytest.fixture(scope="module")
def drawing():
    pytest.importorskip("matplotlib")
    with Sandbox(Isolation.PROCESS, ["matplotlib.pyplot"]) as opened:
        yield opened


@pytest.mark.parametrize(("code", "points", "lines"), DRAWN.values(), ids=DRAWN)
def test_a_drawing_is_read_as_marks(drawing, code, points, lines):
    ask = Ask(question=Question(Action.DRAW, "draw"))
    (got,) = observed(drawing, f"def draw(ax):\n    {code}", ask)
    np.testing.assert_allclose(got.value["points"], np.reshape(points, (-1, 2)))
    np.testing.assert_allclose(got.value["lines"], lines)


STRAIGHT = {
    "axline": ("ax.axline((0, 0), slope=2)", lambda x, y: y - 2 * x),
    "axhline": ("ax.axhline(3)", lambda _, y: y - 3),
    "axvline": ("ax.axvline(-1)", lambda x, _: x + 1),
}


@pytest.mark.parametrize(("code", "zero"), STRAIGHT.values(), ids=STRAIGHT)
def test_endless_lines_are_read_in_data_coordinates(drawing, code, zero):
    ask = Ask(question=Question(Action.DRAW, "draw"))
    (got,) = observed(drawing, f"def draw(ax):\n    ax.set(xlim=(-2, 2), ylim=(-4, 4))\n    {code}", ask)
    (line,) = got.value["lines"]
    assert len(line) == 2
    assert np.ptp(line, axis=0).max() > 1
    np.testing.assert_allclose(zero(*line.T), 0, atol=1e-9)


def test_a_contour_keeps_its_level(drawing):
    code = "import numpy as np; x = np.linspace(0, 1, 5); ax.contour(x, x, x[:, None] + 0 * x, levels=[0.5])"
    (got,) = observed(drawing, f"def draw(ax):\n    {code}", Ask(question=Question(Action.DRAW, "draw")))
    ((level, (line,)),) = got.value["contours"]
    assert level == 0.5
    np.testing.assert_allclose(line[:, 1], 0.5)


IMPORTS = {
    "plain": ("import numpy as np\nimport matplotlib.pyplot as plt", {"numpy", "matplotlib"}),
    "from": ("from scipy.linalg import solve", {"scipy"}),
    "several": ("import os, pandas", {"os", "pandas"}),
    "indented": ("def f():\n    import sympy", {"sympy"}),
    "in a text": ("'''\nnothing is imported here\n'''", set()),
}


@pytest.mark.parametrize(("text", "expected"), IMPORTS.values(), ids=IMPORTS)
def test_imports_are_seen_without_parsing(text, expected):
    assert expected <= submission_imports(submission(text))


def test_auto_takes_the_strongest_level_that_holds_and_never_below_the_weakest(monkeypatch):
    broken = {Isolation.JAIL, Isolation.CONFINED}
    monkeypatch.setattr(
        levels, "trial", lambda level: levels.Trial(level=level, problem="no" if level in broken else "")
    )
    with pytest.raises(UsageError, match="confined: no"):
        levels.choose("auto")
    assert levels.choose("auto", weakest=Isolation.PROCESS) is Isolation.PROCESS
    assert levels.choose("process") is Isolation.PROCESS
    broken.discard(Isolation.CONFINED)
    assert levels.choose("auto") is Isolation.CONFINED
    with pytest.raises(UsageError, match="jail: no"):
        levels.choose("jail")


def test_a_zygote_that_does_not_come_up_is_our_fault(monkeypatch):
    monkeypatch.setattr("grader.sandbox.zygote.command", lambda *_: ("/bin/true",))
    with pytest.raises(SandboxError, match="ended by itself"):
        Zygote(Isolation.PROCESS, ())


def test_a_zygote_of_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(wire, "VERSION", wire.VERSION + 1)
    with pytest.raises(SandboxError, match="as it should"):
        Zygote(Isolation.PROCESS, ())


def test_a_closed_sandbox_leaves_no_process(sandbox):
    with Sandbox(sandbox.level) as opened:
        observed(opened, "def f(x): return 1")
        (zygote,) = opened._zygotes.values()
    assert zygote._process.poll() is not None
    with pytest.raises(ProcessLookupError):
        os.kill(zygote._process.pid, 0)
