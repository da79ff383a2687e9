"""A Jupyter notebook as cells of Python text, read as data: no Jupyter, nothing executed.

Versions 3 (worksheets) and 4 of the format. Code cells in file order; IPython's own lines (`%magic`, `!command`,
`?help`) become `pass` so that line numbers stay, and a cell in another language becomes comments.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from grader.errors import SubmissionError
from grader.model import Cell

PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun"})
"""Cell magics whose body is still Python of this program."""

_SPECIAL_LINE = re.compile(r"^(\s*)([%!?].*|[\w.]+\?{1,2}\s*)$")


def cells(text: str, file_name: str) -> tuple[Cell, ...]:
    """Return the code cells of a notebook; SubmissionError when it is none."""
    return tuple(
        Cell(label=f"{file_name}, cell {number}", text=_python(source))
        for number, source in enumerate(_code(_document(text, file_name)), start=1)
        if source.strip()
    )


def _document(text: str, file_name: str) -> dict[str, object]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SubmissionError(f"{file_name} is not a notebook: it is not readable as JSON") from error
    if not isinstance(document, dict):
        raise SubmissionError(f"{file_name} is not a notebook: it holds no cells")
    return document


def _code(document: dict[str, object]) -> Iterator[str]:
    sheets = document.get("worksheets")
    holders = [document, *(sheets if isinstance(sheets, list) else [])]
    listed = (holder.get("cells") for holder in holders if isinstance(holder, dict))
    for cell in (cell for cells in listed if isinstance(cells, list) for cell in cells):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            lines = source if isinstance(source, list) else [source]
            yield "".join(line for line in lines if isinstance(line, str))


def _python(source: str) -> str:
    lines = source.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith("%%") and first[2:].split(" ")[0] not in PYTHON_CELL_MAGICS:
        return "\n".join(f"# {line}" for line in lines)
    return "\n".join(_plain_line(line) for line in lines)


def _plain_line(line: str) -> str:
    special = _SPECIAL_LINE.match(line)
    return f"{special[1]}pass  # {special[2]}" if special else line
