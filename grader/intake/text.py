"""One file: from bytes to text, and from text to the cells of a module. Nothing is parsed as Python."""

from __future__ import annotations

import codecs
import contextlib
import io
import tokenize
from collections.abc import Callable, Mapping, Sequence

from grader.errors import SubmissionError
from grader.intake import notebook
from grader.model import Cell

MAX_BYTES = {".py": 1 << 20, ".ipynb": 32 << 20}
"""Size of a Python file, and of a notebook with the pictures in its outputs."""

Reader = Callable[[str, str], tuple[Cell, ...]]
"""From the text of a file, and the name to call it by, to its cells."""


def program(text: str, file_name: str) -> tuple[Cell, ...]:
    """Return a Python file as its one cell; SubmissionError when there is nothing in it, or a notebook."""
    if not text.strip():
        raise SubmissionError(f"{file_name} is empty. Hand in the file with the program in it.")
    if text.lstrip().startswith("{") and '"cell_type"' in text:
        raise SubmissionError(f"{file_name} holds a notebook. Rename it so that it ends in .ipynb.")
    return helper(text, file_name)


def helper(text: str, file_name: str) -> tuple[Cell, ...]:
    """Return a module beside the main one, which may be empty, as its one cell."""
    return (Cell(label=file_name, text=text),)


READERS: Mapping[str, Reader] = {".py": program, ".ipynb": notebook.cells}
"""How a main file is read, by its ending."""

_MARKS: Sequence[tuple[bytes, str]] = (
    (b"%pdf", "a PDF document"),
    (b"pk\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "an archive"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"gif89a", "a picture"),
    (b"{\\rtf", "a formatted document"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
)
"""How files begin, in small letters, that are something else whatever their name says."""
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes, ending: str, file_name: str) -> str:
    """Decode a file: a notebook is UTF-8, a program what Python takes it for; lines end in a line feed only."""
    head = content[:64].lstrip().lower()
    for mark, kind in _MARKS:
        if head.startswith(mark):
            raise SubmissionError(f"{file_name} is {kind}. Hand in the program itself.")
    if content.startswith(_UTF_16):
        raise SubmissionError(f"{file_name} is saved as UTF-16. Save it as UTF-8.")
    if b"\0" in content:
        raise SubmissionError(f"{file_name} holds null bytes, so it is no text. Save it as UTF-8 text.")
    # Before the decoding, which looks for the coding line among the first two.
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    encoding = _encoding(lines) if ending == ".py" else "utf-8-sig"
    try:
        text = lines.decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        line = lines.count(b"\n", 0, error.start) + 1
        name = (encoding or "utf-8").removesuffix("-sig").upper()
        raise SubmissionError(f"{file_name} is not {name} text (see line {line}). Save it as UTF-8.") from error
    if not encoding:
        raise SubmissionError(f"The coding line of {file_name} does not fit. Take it out and save the file as UTF-8.")
    return text


def _encoding(lines: bytes) -> str:
    """Return what a program is to be decoded with; empty where its coding line does not say anything usable.

    ASCII must be itself in it: what is left out are escapes and packings, some endlessly slow on what is made for it.
    """
    with contextlib.suppress(SyntaxError, UnicodeError, LookupError):
        encoding, _ = tokenize.detect_encoding(io.BytesIO(lines).readline)
        if _PROBE.decode(encoding) == _PROBE.decode("ascii"):
            return encoding
    return ""


_PROBE = b'x = "+AGE-" ~{ \\u0041 .xn--mnchen-3ya'
"""ASCII that the escapes of other encodings read as something else."""
