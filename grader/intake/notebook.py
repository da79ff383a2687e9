"""A Jupyter notebook as cells of Python text, read as data: no Jupyter, nothing executed, nothing parsed as Python.

Versions 3 (worksheets) and 4 of the format. Code cells in file order, numbered as they follow each other on the page,
empty ones counted. What only IPython understands is put into plain Python so that line numbers stay:

* `%magic`, `!command`, `?help`, `help?` and `pip install ...` become `pass`;
* `x = %magic` becomes `x = None`, `x = !command` becomes `x = []`, and `%time statement` the statement itself;
* a cell whose magic (`%%bash`) makes it anything else than Python of this program becomes comments.

All this only where a statement begins: a line inside brackets, a string of several lines or after a backslash is
left alone. Brackets, strings and comments are told apart by a regular expression that never goes back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from grader.errors import SubmissionError
from grader.model import Cell

MAX_CODE_CELLS = 2_000
MAX_CODE_CHARACTERS = 1 << 20
"""Characters of all code cells together."""
MAX_PARTS = {"[": 1_000_000, "{": 1_000_000, ",": 3_000_000}
"""Lists, objects and values in the JSON text, by their sign: each takes many times the memory that it takes there."""

PYTHON_CELL_MAGICS = frozenset({"time", "capture", "prun"})
"""Cell magics whose body is still Python of this program; `%%timeit` is none, since what it defines is gone after."""


def cells(text: str, file_name: str) -> tuple[Cell, ...]:
    """Return the code cells of a notebook that hold any code; SubmissionError when there are none or it is none."""
    sources = list(_code(_document(text, file_name), file_name))
    if len(sources) > MAX_CODE_CELLS or sum(map(len, sources)) > MAX_CODE_CHARACTERS:
        raise SubmissionError(f"{file_name} holds more code than can be read. Hand in the exercises only.")
    found = tuple(
        Cell(label=f"{file_name}, cell {number}", text=_python(source))
        for number, source in enumerate(sources, start=1)
        if source.strip()
    )
    if not found:
        raise SubmissionError(f"{file_name} has no code in it. Hand in the notebook with the program.")
    return found


# --- JSON ----------------------------------------------------------------------------------------------------------


def _document(text: str, file_name: str) -> dict[str, object]:
    if not text.strip():
        raise SubmissionError(f"{file_name} is empty. Hand in the notebook with the program.")
    if any(text.count(sign) > most for sign, most in MAX_PARTS.items()):
        raise SubmissionError(f"{file_name} is too large inside. Clear its outputs and save it again.")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        told = "is not a whole notebook. Save it again as .ipynb; if it is a plain program, rename it to end in .py."
        raise SubmissionError(f"{file_name} {told}") from error
    if not isinstance(document, dict):
        raise _damaged(file_name, "it holds no cells")
    return document


def _damaged(file_name: str, how: str) -> SubmissionError:
    return SubmissionError(f"{file_name} is no notebook that Jupyter opens: {how}. Open it there and save it again.")


def _code(document: dict[str, object], file_name: str) -> Iterator[str]:
    number = 0
    for cell in _cells(document, file_name):
        if not isinstance(cell, dict):
            raise _damaged(file_name, "one of its cells cannot be read")
        if cell.get("cell_type") == "code":
            number += 1
            source = cell.get("source", cell.get("input", ""))
            parts = source if isinstance(source, list) else [source]
            lines = [part for part in parts if isinstance(part, str)]
            if len(lines) < len(parts):
                raise _damaged(file_name, f"code cell {number} cannot be read")
            yield "".join(lines)


def _cells(document: dict[str, object], file_name: str) -> Iterator[object]:
    sheets = [document] if "cells" in document else document.get("worksheets")
    for sheet in sheets if isinstance(sheets, list) else [None]:
        listed = sheet.get("cells") if isinstance(sheet, dict) else None
        if not isinstance(listed, list):
            raise _damaged(file_name, "it holds no cells")
        yield from listed


# --- from IPython to Python ----------------------------------------------------------------------------------------

# No possessive quantifiers here: around groups they match wrongly in Python before 3.11.5 (Debian 12 has 3.11.2).
_SPECIAL = re.compile(
    r"""(?P<before> [ \t]* (?P<target> (?: [\w*] [\w \t.,*\[\]]* = [ \t]* )* ) )
        (?: (?P<sign> [%!]) (?P<rest> (?: \\\n | [^\n] )* )
          | (?P<help> (?: \? [^\n]*
                        | [\w.*\[\]]+ \?{1,2} [ \t]* (?: \# [^\n]* )?
                        | (?: pip | conda ) [ \t]+ install \b [^\n]* ) ) (?= \n | \Z ) )""",
    re.VERBOSE,
)
_TIMED = re.compile(r"time[ \t]+(?P<statement>[^-%!?\s].*)", re.DOTALL)
_TOKEN = re.compile(
    r"""\# [^\n]*+
      | '{3} (?: [^\\'] | \\. | '(?!'') )*+ (?:'{3})?+  |  "{3} (?: [^\\"] | \\. | "(?!"") )*+ (?:"{3})?+
      | ' (?: [^\\'\n] | \\. )*+ '?+  |  " (?: [^\\"\n] | \\. )*+ "?+
      | \\\n | (?P<opening> [(\[{] ) | (?P<closing> [)\]}] ) | (?P<end> \n )""",
    re.VERBOSE | re.DOTALL,
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _python(source: str) -> str:
    """Return a cell's source as Python, line for line."""
    text = _LONE_SURROGATE.sub("\ufffd", source).replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    first = next((line for line in lines if line.strip()), "")
    # IPython takes off what the first line is indented by.
    indent = first[: len(first) - len(first.lstrip(" \t"))]
    magic = first.strip().removeprefix("%%").split()
    if first.strip().startswith("%%") and magic[:1] != [] and magic[0] not in PYTHON_CELL_MAGICS:
        return "\n".join(f"# {line}" for line in lines)
    return "".join(_statements("\n".join(line.removeprefix(indent) for line in lines)))


def _statements(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        special = _SPECIAL.match(text, position)
        end = special.end() if special else _statement_end(text, position)
        yield _plain(special) if special else text[position:end]
        position = end


def _statement_end(text: str, start: int) -> int:
    """Return the place after the line end that is in no bracket and no string."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        if token.lastgroup == "end" and depth == 0:
            return token.end()
        depth += {"opening": 1, "closing": -1}.get(token.lastgroup or "", 0)
    return len(text)


def _plain(special: re.Match[str]) -> str:
    before, sign, rest = special["before"], special["sign"], special["rest"] or ""
    if sign == "%" and (timed := _TIMED.fullmatch(rest)):
        return before + timed["statement"]
    value = ("[]" if sign == "!" else "None") if special["target"] else "pass"
    told = special[0][len(before) :].replace("\n", "\n# ")
    return f"{before}{value}  # {told}"
