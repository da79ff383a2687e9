"""Notebooks as cells of Python: what IPython alone understands goes, everything else stays as it is, line for line."""

import ast
import contextlib
import json
import sysconfig
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import SubmissionError
from grader.intake import notebook


def code(source, **more):
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def book(*cells, **more):
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


def sheets(*listed):
    return json.dumps({"worksheets": [{"cells": cells} for cells in listed], "nbformat": 3, "nbformat_minor": 0})


def told(text):
    with pytest.raises(SubmissionError) as error:
        notebook.cells(text, "hw.ipynb")
    return str(error.value)


def read(text):
    return [(cell.label, cell.text) for cell in notebook.cells(text, "hw.ipynb")]


def python(source):
    """Return what becomes of one cell."""
    (cell,) = notebook.cells(book(code(source)), "hw.ipynb")
    return cell.text


# --- which cells ---------------------------------------------------------------------------------------------------

OLD = {"cell_type": "code", "language": "python", "collapsed": False, "outputs": [], "input": ["a = 1\n", "b = 2"]}
READ = {
    "source as a text": (book(code("a = 1\nb = 2\n")), [("hw.ipynb, cell 1", "a = 1\nb = 2\n")]),
    "source as lines": (book(code(["a = 1\n", "b = 2"])), [("hw.ipynb, cell 1", "a = 1\nb = 2")]),
    "markdown and raw cells are not counted": (
        book({"cell_type": "markdown", "source": "# a"}, code("a"), {"cell_type": "raw", "source": "b"}, code("b")),
        [("hw.ipynb, cell 1", "a"), ("hw.ipynb, cell 2", "b")],
    ),
    "an empty code cell is counted and left out": (
        book(code("a"), code(""), code([]), code(" \n"), code("b")),
        [("hw.ipynb, cell 1", "a"), ("hw.ipynb, cell 5", "b")],
    ),
    "the order of the page, not of running": (
        book(code("a", execution_count=7), code("b", execution_count=2)),
        [("hw.ipynb, cell 1", "a"), ("hw.ipynb, cell 2", "b")],
    ),
    "outputs and errors are nobody's business": (
        book(code("a", outputs=[{"output_type": "error", "ename": "E", "traceback": ["b"]}, float("nan"), None, 3])),
        [("hw.ipynb, cell 1", "a")],
    ),
    "no metadata, no version": (
        json.dumps({"cells": [{"cell_type": "code", "source": "a"}]}),
        [("hw.ipynb, cell 1", "a")],
    ),
    "a code cell without a source is an empty one": (
        book({"cell_type": "code"}, code("a")),
        [("hw.ipynb, cell 2", "a")],
    ),
    "version 3": (sheets([OLD]), [("hw.ipynb, cell 1", "a = 1\nb = 2")]),
    "version 3 with several sheets": (
        sheets([{"cell_type": "heading", "source": "x"}, OLD], [], [{**OLD, "input": "c"}]),
        [("hw.ipynb, cell 1", "a = 1\nb = 2"), ("hw.ipynb, cell 2", "c")],
    ),
    "cells win over sheets": (book(code("a"), worksheets=3), [("hw.ipynb, cell 1", "a")]),
    "line ends of other systems": (book(code("a\r\nb\rc\n")), [("hw.ipynb, cell 1", "a\nb\nc\n")]),
    "half a character": (book(code("a = '\ud83d'")), [("hw.ipynb, cell 1", "a = '\ufffd'")]),
    "two halves of one character": (
        '{"cells": [{"cell_type": "code", "source": "a = \'\\ud83d\\ude00\'"}]}',
        [("hw.ipynb, cell 1", "a = '\U0001f600'")],
    ),
}


@pytest.mark.parametrize(("text", "cells"), READ.values(), ids=READ)
def test_code_cells_are_read_in_order(text, cells):
    assert read(text) == cells


WRONG = {
    "nothing": ("", "is empty"),
    "blanks": (" \n", "is empty"),
    "not JSON": ("import numpy as np\n", "is not a whole notebook"),
    "cut off": (book(code("a"))[:-9], "is not a whole notebook"),
    "nested too deeply": ("[" * 200_000, "is not a whole notebook"),
    "nested too deeply and closed": ("[" * 100_000 + "]" * 100_000, "is not a whole notebook"),
    "a number of too many digits": ('{"cells": [' + "1" * 10_000 + "]}", "is not a whole notebook"),
    "too many lists": ("[" + "[]," * notebook.MAX_PARTS["["] + "0]", "is too large inside"),
    "too many objects": ("[" + "{}," * notebook.MAX_PARTS["{"] + "{}]", "is too large inside"),
    "too many values": ('{"a":[' + '"ab",' * notebook.MAX_PARTS[","] + '"ab","ab"]}', "is too large inside"),
    "a list": ("[]", "it holds no cells"),
    "a number": ("1", "it holds no cells"),
    "no cells": ("{}", "it holds no cells"),
    "cells that are none": ('{"cells": {"a": 1}}', "it holds no cells"),
    "cells that are not there": ('{"cells": null, "worksheets": [{"cells": []}]}', "it holds no cells"),
    "sheets that are none": ('{"worksheets": {}}', "it holds no cells"),
    "a sheet that is none": ('{"worksheets": [1]}', "it holds no cells"),
    "a sheet without cells": ('{"worksheets": [{}]}', "it holds no cells"),
    "a cell that is none": (book(3), "one of its cells cannot be read"),
    "a source that is none": (book(code("a"), code({"a": "b"})), "code cell 2 cannot be read"),
    "no source at all": (book(code(None)), "code cell 1 cannot be read"),
    "a line that is none": (book(code(["a", 1])), "code cell 1 cannot be read"),
    "a list in a line": (book(code([["a"]])), "code cell 1 cannot be read"),
    "no cell": (book(), "has no code in it"),
    "no sheet": (sheets(), "has no code in it"),
    "no code cell": (book({"cell_type": "markdown", "source": "a"}), "has no code in it"),
    "empty code cells": (book(code(""), code(["\n"])), "has no code in it"),
    "too many cells": (book(*[code("a")] * (notebook.MAX_CODE_CELLS + 1)), "more code than can be read"),
    "too much code": (book(*[code("a" * (notebook.MAX_CODE_CHARACTERS // 2 + 1))] * 2), "more code than can be read"),
}


@pytest.mark.parametrize(("text", "fragment"), WRONG.values(), ids=WRONG)
def test_what_is_no_notebook_is_said(text, fragment):
    assert fragment in told(text)


def test_every_fault_names_the_file_and_ends_as_a_sentence():
    for text, _ in WRONG.values():
        message = told(text)
        assert message.startswith("hw.ipynb ")
        assert message.endswith(".")


def test_as_much_as_is_allowed_is_read():
    assert len(read(book(*[code("a")] * notebook.MAX_CODE_CELLS))) == notebook.MAX_CODE_CELLS
    assert len(python("a" * notebook.MAX_CODE_CHARACTERS)) == notebook.MAX_CODE_CHARACTERS


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("code")
NAMES = st.sampled_from(["cells", "worksheets", "cell_type", "source", "input", "metadata"])
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)
CELL = JSON | st.fixed_dictionaries({}, optional={"cell_type": st.just("code") | JSON, "source": JSON, "input": JSON})
DOCUMENT = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(CELL, max_size=4) | JSON,
        "worksheets": st.lists(st.fixed_dictionaries({"cells": st.lists(CELL, max_size=3)}) | JSON, max_size=2) | JSON,
    },
)


@given(JSON | DOCUMENT)
def test_whatever_shape_it_has_it_is_read_or_told(document):
    try:
        found = notebook.cells(json.dumps(document), "hw.ipynb")
    except SubmissionError:
        return
    assert found
    for cell in found:
        cell.text.encode()  # what travels on must be text that can


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_whatever_text_it_is_it_is_read_or_told(text):
    with pytest.raises(SubmissionError):
        notebook.cells(text, "hw.ipynb")


GOOD = [text for text, _ in READ.values()]


@given(
    st.sampled_from(GOOD), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9), st.text(max_size=4)), max_size=5)
)
def test_a_good_notebook_that_was_changed_is_read_or_told(text, changes):
    for start, size, instead in changes:
        text = text[:start] + instead + text[start + size :]
    with contextlib.suppress(SubmissionError):
        for cell in notebook.cells(text, "hw.ipynb"):
            assert cell.text.strip()
            cell.text.encode()


def test_a_notebook_made_to_be_large_takes_bounded_memory():
    text = '{"cells":[' + '"ab",' * notebook.MAX_PARTS[","] + '"ab"]}'
    tracemalloc.start()
    assert "one of its cells cannot be read" in told(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 250 << 20


# --- from IPython to Python ----------------------------------------------------------------------------------------

PLAIN = {
    "a magic": ("%matplotlib inline\na = 1", "pass  # %matplotlib inline\na = 1"),
    "a command": ("!pip install numpy", "pass  # !pip install numpy"),
    "a command whose output is kept nowhere": ("!!ls", "pass  # !!ls"),
    "pip without a mark": ("pip install numpy\nconda install x", "pass  # pip install numpy\npass  # conda install x"),
    "help before": ("?np.sum\n??f", "pass  # ?np.sum\npass  # ??f"),
    "help behind": ("np.sum?\nf??  # what\nx[0].y?", "pass  # np.sum?\npass  # f??  # what\npass  # x[0].y?"),
    "in a block": ("if a:\n    %time f()\n\t!ls", "if a:\n    f()\n\tpass  # !ls"),
    "assigned magic": ("t = %timeit -o f()", "t = None  # %timeit -o f()"),
    "assigned command": ("files = !ls *.py\nn = len(files)", "files = []  # !ls *.py\nn = len(files)"),
    "assigned twice, and to a part": ("a, b[0] = c.d =!ls", "a, b[0] = c.d =[]  # !ls"),
    "assigned help": ("a = b?", "a = None  # b?"),
    "a timed statement": ("%time x = solve(A)\n%time", "x = solve(A)\npass  # %time"),
    "an assigned timing": ("y = %time f(3)", "y = f(3)"),
    "a timed command": ("%time !ls\n%time -x f()", "pass  # %time !ls\npass  # %time -x f()"),
    "over several lines": ("!pip install a \\\n    b\nc = 1", "pass  # !pip install a \\\n#     b\nc = 1"),
    "at the end": ("a = 1\n%who", "a = 1\npass  # %who"),
    "quotes in a magic open nothing": ("!echo \"it's (\n%cd [\na = 1", "pass  # !echo \"it's (\npass  # %cd [\na = 1"),
    "after a semicolon it is left alone": ("a = 1; b = 2", "a = 1; b = 2"),
    "a cell magic of Python": ("%%time\na = 1", "pass  # %%time\na = 1"),
    "a cell magic with options": ("\n%%capture out --no-stderr\na = 1", "\npass  # %%capture out --no-stderr\na = 1"),
    "a cell in another language": ("%%bash\nls $x\n\n'", "# %%bash\n# ls $x\n# \n# '"),
    "a file that is written": ("%%writefile a.py\nimport b", "# %%writefile a.py\n# import b"),
    "what is timed many times defines nothing": ("%%timeit\na = 1", "# %%timeit\n# a = 1"),
    "a cell magic too late is a line": ("a = 1\n%%bash\nb = 2", "a = 1\npass  # %%bash\nb = 2"),
    "an indented cell": ("  a = 1\n  if a:\n    b = 2\n\n c = 3", "a = 1\nif a:\n  b = 2\n\n c = 3"),
    "an indented cell magic": ("  %%bash\n  ls", "#   %%bash\n#   ls"),
}


@pytest.mark.parametrize(("source", "text"), PLAIN.values(), ids=PLAIN)
def test_what_only_ipython_knows_becomes_python(source, text):
    assert python(source) == text


SAME = {
    "remainder in brackets": "x = (a\n% b)",
    "remainder after a backslash": "x = a \\\n% b",
    "not equal in brackets": "x = (a\n!= b)",
    "in a text": 's = """\n%d items\n!ls\nwhat?\n"""\n',
    "in a text with the other quotes": "s = '''\n%d\n\"\"\"\n!ls'''",
    "in a text with escaped quotes": 's = """\\"""\n%d\n"""',
    "in a text continued": "s = 'a\\\n%d'",
    "in a raw text": "s = r'\\'' + '''\n%d'''",
    "in a formatted text": 'f"""\n%{a!r}\n"""',
    "in a docstring": 'def f():\n    """What?\n\n    %time\n    """\n    return 1\n',
    "bracket in a text": "s = '('\nx = '%d' % 3",
    "quote in a comment": "# it's (\nx = 1",
    "question in a comment": "x = 1  # why?\nf(x)  # x?",
    "question in a text": "print('a?')\n'''Why?'''",
    "format": "print('a = %d' % 3)\nprint('a = ' % b)",
    "in place": "a %= 3\na = b % c\nassert a != b",
    "star": "a, *b = c\n*b, a = c",
    "dictionary over lines": "a = {\n    'b': '%s'\n    % c,\n}",
    "pip is a name": "pip = 1\nconda, pip = pip, 2",
    "empty lines": "\n\na = 1\n\n",
}


@pytest.mark.parametrize("source", SAME.values(), ids=SAME)
def test_python_stays_as_it_is(source):
    ast.parse(source)
    assert python(source) == source


STANDARD = sorted(Path(sysconfig.get_path("stdlib")).glob("*.py"))[::4]


@pytest.mark.parametrize("path", STANDARD, ids=[path.name for path in STANDARD])
def test_the_standard_library_stays_as_it_is(path):
    source = path.read_text(encoding="utf-8", errors="replace")
    if source.strip():
        assert python(source) == source


HOSTILE = st.lists(
    st.sampled_from(
        ["%d", "!ls", "what?", "%%bash", "x = %t", "pip install b", "'", '"', "(", "]", "#", "\\", " ", "\n"]
    ),
    max_size=8,
).map("".join)


def quoted(text, quotes, raw):
    """Return a literal of this text: anything but the quotes, backslashes and line ends stays as it is."""
    safe = text.replace("\\", "\\\\").replace(quotes[0], f"\\{quotes[0]}")
    return f"{raw}{quotes}{safe if len(quotes) == 3 else safe.replace(chr(10), f'{chr(92)}{chr(10)}')}{quotes}"


LITERALS = st.builds(quoted, HOSTILE, st.sampled_from(["'", '"', "'''", '"""']), st.sampled_from(["", "r", "b"]))
EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "1"]) | LITERALS,
    lambda inner: st.builds(
        lambda shape, one, other: shape.format(one, other),
        st.sampled_from(
            ["({}\n% {})", "[{},\n{}\n]", "{} % \\\n{}", "{{{}:  # it's (\n{}}}", "({}\n!= {})", "f({},\n\n{})"]
        ),
        inner,
        inner,
    ),
    max_leaves=4,
)
COMMENTS = HOSTILE.map(lambda text: "# " + text.replace("\n", " "))
STATEMENTS = st.builds(
    lambda shape, value, comment: shape.format(value, comment),
    st.sampled_from(["{}", "x = {}  {}", "if a:\n    x = {}\n    {}\n    y = 1", "x %= {}", "{1}\n{0}"]),
    EXPRESSIONS,
    COMMENTS,
)
PROGRAMS = st.lists(STATEMENTS, min_size=1, max_size=5).map("\n".join)


@given(PROGRAMS)
def test_a_program_stays_as_it_is_whatever_its_texts_look_like(source):
    ast.parse(source)
    assert python(source) == source


@given(st.lists(HOSTILE | STATEMENTS, min_size=1, max_size=5).map("\n".join).filter(str.strip))
def test_lines_stay_in_their_places(source):
    assert python(source).count("\n") == source.count("\n")


HEAVY = {
    "escapes": "'" + "\\'" * (1 << 17),
    "a text that never ends": "'''" + "\\'''" * (1 << 16) + "\\",
    "brackets": "(" * (1 << 18),
    "quotes": "'\"" * (1 << 17),
    "blanks": " " * ((1 << 18) - 1) + "a",
    "targets": "a=" * (1 << 17),
    "lines": "\n" * ((1 << 18) - 1) + "a",
    "magics": "%\n" * (1 << 17),
    "help": "a" * ((1 << 18) - 2) + "?b",
}


@pytest.mark.parametrize("source", HEAVY.values(), ids=HEAVY)
def test_what_is_made_to_be_slow_is_read_in_one_pass(source):
    # Anything quadratic would take many minutes here.
    assert python(source).count("\n") == source.count("\n")
