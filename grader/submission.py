"""What the students handed in: find it, read it as bytes, decode it; nothing is run and nothing is parsed as Python.

Whatever is wrong with one hand-in is said on that hand-in (`Submission.fault`) and never stops the others; only what
makes the whole class ambiguous (two hand-ins with one id, a path that is not there) stops the run.
"""

from __future__ import annotations

import codecs
import difflib
import hashlib
import importlib.machinery
import io
import itertools
import os
import re
import stat
import sys
import tokenize
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import notebook
from grader.errors import SubmissionError, UsageError
from grader.model import Cell, Module, Submission

MAX_SOURCE_BYTES = 1 << 20
"""Size of a Python file."""
MAX_NOTEBOOK_BYTES = 32 << 20
"""Size of a notebook, pictures in its outputs included."""
MAX_HELPERS = 40
"""Helper modules beside the main one."""
MAX_ID = 80
"""Characters of an id; it becomes a file name."""

JUNK = frozenset({"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"})
"""What file managers and archives leave behind; never a hand-in. Names that start with a dot or `~$` are not either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one hand-in lies, and the id and name it goes by."""

    id: str
    name: str
    path: Path


def find(paths: Iterable[Path], file: str) -> tuple[Place, ...]:
    """Return the hand-ins that these paths stand for, in order of their ids.

    A file is one, and so is a folder that directly holds `file` (or the notebook of that stem); any other folder is
    a class, and each entry in it is one. UsageError for a path that is not there or two hand-ins with one id.
    """
    places = sorted((place for path in paths for place in _places(path, file)), key=lambda place: place.id)
    for one, other in itertools.pairwise(places):
        if one.id == other.id and one.path != other.path:
            raise UsageError(f"two hand-ins have the id '{one.id}': {one.path} and {other.path}. Rename one of them.")
    return tuple(dict.fromkeys(places))


def _places(path: Path, file: str) -> Iterator[Place]:
    if not os.path.lexists(path):
        raise UsageError(f"{path}: there is no such file or folder")
    if path.is_symlink() or not path.is_dir() or any((path / name).exists() for name in _accepted(file)):
        yield _place(path)
        return
    for entry in sorted(path.iterdir()):
        if entry.name not in JUNK and not entry.name.startswith((".", "~$")):
            yield _place(entry)


def _accepted(file: str) -> tuple[str, str]:
    return file, str(Path(file).with_suffix(".ipynb"))


def _place(path: Path) -> Place:
    resolved = path if path.name else path.resolve()
    name = resolved.stem if resolved.suffix in {".py", ".ipynb"} else resolved.name
    return Place(id=slug(name), name=name, path=path)


def slug(name: str) -> str:
    """Return an id that is safe as a file name everywhere: ASCII letters, digits, `.`, `_` and `-`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip(".-")[:MAX_ID]
    if not safe:
        # A name without any such letter still gets an id of its own.
        return "submission-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{safe}_" if safe.split(".")[0].lower() in _RESERVED else safe


_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


# --- reading one ---------------------------------------------------------------------------------------------------


def read(place: Place, file: str) -> Submission:
    """Read one hand-in; what is wrong with it is said in its `fault`."""
    submission = Submission(id=place.id, name=place.name)
    try:
        if place.path.is_dir() and not place.path.is_symlink():
            return _read_folder(submission, place.path, file)
        return _read_file(submission, place.path, file)
    except SubmissionError as error:
        return replace(submission, fault=str(error))
    except OSError as error:
        return replace(submission, fault=f"it cannot be read: {error.strerror}")


def _read_file(submission: Submission, path: Path, file: str) -> Submission:
    content = _content(path)
    main = _module(path.name, content, Path(file).stem)
    return replace(submission, main=main, sha256=hashlib.sha256(content).hexdigest())


def _read_folder(submission: Submission, folder: Path, file: str) -> Submission:
    name = next((name for name in _accepted(file) if os.path.lexists(folder / name)), None)
    if name is None:
        raise SubmissionError(_not_there(folder, file))
    digest = hashlib.sha256()
    content = _content(folder / name)
    digest.update(content)
    main = _module(name, content, Path(file).stem)
    notes: list[str] = []
    helpers: list[Module] = []
    for path in _helper_paths(folder, name):
        try:
            beside = _content(path)
            helpers.append(_helper(path, beside))
            digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + beside)
        except SubmissionError as error:
            notes.append(str(error))
    return replace(submission, main=main, modules=tuple(helpers), sha256=digest.hexdigest(), notes=tuple(notes))


def _not_there(folder: Path, file: str) -> str:
    found = sorted(entry.name for entry in folder.iterdir() if entry.suffix in {".py", ".ipynb"})
    near = difflib.get_close_matches(file, found, n=1, cutoff=0.5)
    listed = f" It holds {', '.join(found[:5])}." if found else " It holds no Python file."
    guess = f" Is {near[0]} meant? Then rename it." if near else ""
    return f"there is no {file} in the folder.{listed}{guess}"


def _helper_paths(folder: Path, main: str) -> list[Path]:
    beside = [path for path in sorted(folder.glob("*.py")) if path.name != main and not path.name.startswith(".")]
    return beside[:MAX_HELPERS]


def _helper(path: Path, content: bytes) -> Module:
    if not path.stem.isidentifier():
        raise SubmissionError(f"{path.name} is left out: its name cannot be imported.")
    if _shadows(path.stem):
        raise SubmissionError(f"{path.name} is left out: it has the name of a library, which would no longer be found.")
    return _module(path.name, content, path.stem)


def _shadows(name: str) -> bool:
    libraries = [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    return name in sys.stdlib_module_names or importlib.machinery.PathFinder.find_spec(name, libraries) is not None


def _content(path: Path) -> bytes:
    """Return the bytes of a regular file; a link, pipe or device is refused before anything is read."""
    limit = MAX_NOTEBOOK_BYTES if path.suffix == ".ipynb" else MAX_SOURCE_BYTES
    if path.is_symlink():
        raise SubmissionError(f"{path.name} is a link; hand in the file itself")
    # Not blocking: opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise SubmissionError(f"{path.name} is not a regular file")
        content = opened.read(limit + 1)
    if len(content) > limit:
        raise SubmissionError(f"{path.name} is larger than {limit >> 20} MiB")
    return content


def _module(file_name: str, content: bytes, name: str) -> Module:
    if not content.strip():
        raise SubmissionError(f"{file_name} is empty")
    text = _text(file_name, content)
    if file_name.endswith(".ipynb"):
        return Module(name=name, cells=notebook.cells(text, file_name))
    if not file_name.endswith(".py"):
        raise SubmissionError(f"{file_name} is neither a Python file (.py) nor a notebook (.ipynb)")
    return Module(name=name, cells=(Cell(label=file_name, text=text),))


_MARKS: Sequence[tuple[bytes, str]] = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x89PNG", "a picture"),
    (b"{\\rtf", "a text document with formatting"),
)


def _text(file_name: str, content: bytes) -> str:
    """Decode source as Python does: byte order mark, `coding` line, else UTF-8."""
    for mark, kind in _MARKS:
        if content.startswith(mark):
            raise SubmissionError(f"{file_name} is not Python text: it is {kind}")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content:
        raise SubmissionError(f"{file_name} is not Python text (null bytes): save it as UTF-8")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError) as error:
        raise SubmissionError(f"{file_name} is not text in a known encoding: save it as UTF-8") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
