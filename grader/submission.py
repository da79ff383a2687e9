"""What the students handed in: find it, read it as bytes, decode it; nothing is run and nothing is parsed as Python.

Whatever is wrong with one hand-in is said on that hand-in (`Submission.fault`) and never stops the others; only what
makes the whole class ambiguous (two hand-ins with one id, a path that is not there) stops the run.
"""

from __future__ import annotations

import codecs
import contextlib
import difflib
import hashlib
import importlib.machinery
import io
import itertools
import keyword
import os
import re
import stat
import sys
import tokenize
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
MAX_ENTRIES = 10_000
"""Files and folders that one hand-in's folder may hold."""
MAX_ID = 80
"""Characters of an id; it becomes a file name."""
MAX_NAMED = 5
"""Names listed in one sentence."""

JUNK = frozenset({"__macosx", "__pycache__", "thumbs.db", "desktop.ini"})
"""What file managers and archives leave behind, in small letters; names that begin with a dot or `~$` are junk too."""


# --- finding them --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one hand-in lies, and the id and name it goes by."""

    id: str
    name: str
    path: Path


def find(paths: Iterable[Path], file: str) -> tuple[Place, ...]:
    """Return the hand-ins that these paths stand for, in order of their ids.

    A file is one, and so is a folder that directly holds `file` (or the notebook of that stem); any other folder is
    a class, and each entry in it is one. UsageError for a path that is not there, no hand-in at all, or two hand-ins
    whose ids are the same but for capitals: their reports would be one file on some systems.
    """
    found: dict[Path, Place] = {}
    given = tuple(paths)
    for place in (place for path in given for place in _places(path, file)):
        absolute = _absolute(place.path)
        found.setdefault(absolute.parent.resolve() / absolute.name, place)
    places = sorted(found.values(), key=lambda place: (place.id.lower(), place.id))
    clashes = [_clash(*pair) for pair in itertools.pairwise(places) if pair[0].id.lower() == pair[1].id.lower()]
    if clashes:
        raise UsageError("\n".join(clashes))
    if not places:
        raise UsageError(f"{_some(map(str, given))}: there is no hand-in here, neither a file nor a folder")
    return tuple(places)


def _places(path: Path, file: str) -> Iterator[Place]:
    try:
        is_folder = stat.S_ISDIR(path.lstat().st_mode)
        names = sorted(entry.name for entry in path.iterdir()) if is_folder else []
    except FileNotFoundError as error:
        raise UsageError(f"{_shown(str(path))}: there is no such file or folder") from error
    except OSError as error:
        raise UsageError(f"{_shown(str(path))}: it cannot be read ({error.strerror})") from error
    if not is_folder or not set(names).isdisjoint(_accepted(file)):
        yield _place(path)
    else:
        yield from (_place(path / name) for name in names if not _is_junk(name))


def _accepted(file: str) -> tuple[str, str]:
    return file, str(Path(file).with_suffix(".ipynb"))


def _is_junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in JUNK


def _absolute(path: Path) -> Path:
    # Not `resolve`, which would follow a link: `..` has to go, and a link is a hand-in by its own name.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _place(path: Path) -> Place:
    absolute = _absolute(path)
    is_source = absolute.suffix.lower() in _READERS and not os.path.isdir(absolute)  # noqa: PTH112 - never raises
    name = absolute.stem if is_source else absolute.name
    return Place(id=slug(name), name=name, path=path)


def _clash(one: Place, other: Place) -> str:
    shown = [_shown(str(place.path)) for place in (one, other)]
    if shown[0] == shown[1]:
        shown = [ascii(str(place.path)) for place in (one, other)]
    but = "" if one.id == other.id else " but for capitals"
    return f"two hand-ins have the id '{one.id}'{but}: {shown[0]} and {shown[1]}. Rename one of them."


_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows gives to devices, whatever their ending."""
_LATIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "\u0131": "i"}
)
"""Latin letters that Unicode does not take apart into a plain letter and a mark."""
_UNDECODED = frozenset(map(chr, range(0xDC80, 0xDD00)))
"""What stands for the bytes of a file name that is not UTF-8."""
_HASH = 8
"""Hexadecimal digits that keep apart what letters cannot."""


def slug(name: str) -> str:
    """Return an id that is safe as a file name everywhere: ASCII letters, digits, `.`, `_` and `-`.

    A safe name stays as it is. Where letters are lost (another script, a long name), some digits of a hash keep apart
    what was different.
    """
    plain = unicodedata.normalize("NFKD", name).translate(_LATIN)
    is_lossy = any(not letter.isascii() and (letter.isalnum() or letter in _UNDECODED) for letter in plain)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", plain.encode("ascii", "ignore").decode()).strip(".-")
    if safe.split(".")[0].lower() in _RESERVED:
        safe = f"_{safe}"
    if safe and not is_lossy and len(safe) <= MAX_ID:
        return safe
    digest = hashlib.sha256(unicodedata.normalize("NFKC", name).encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
    return f"{safe[: MAX_ID - _HASH - 1].rstrip('.-') or 'submission'}-{digest}"


# --- reading one ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sent:
    """A module that goes to the sandbox, with the bytes it was read from."""

    module: Module
    ending: str
    content: bytes


def read(place: Place, file: str) -> Submission:
    """Read one hand-in; what is wrong with it is said in its `fault`.

    `sha256` covers the bytes of every file that is sent, with the names of the modules, and nothing else.
    """
    notes: list[str] = []
    try:
        with _readable(place.path):
            is_folder = stat.S_ISDIR(place.path.lstat().st_mode)
        sent = [*_from_folder(place.path, file, notes)] if is_folder else [_source(place.path, Path(file).stem)]
    except SubmissionError as error:
        return Submission(id=place.id, name=place.name, notes=tuple(notes), fault=str(error))
    return Submission(
        id=place.id,
        name=place.name,
        main=sent[0].module,
        modules=tuple(each.module for each in sent[1:]),
        sha256=_sha256(sent),
        notes=tuple(notes),
    )


def _sha256(sent: Iterable[_Sent]) -> str:
    digest = hashlib.sha256()
    for each in sent:
        # With the length before it no byte can wander from one file into the next unseen.
        digest.update(f"{each.module.name}{each.ending}\0{len(each.content)}\0".encode())
        digest.update(each.content)
    return digest.hexdigest()


@contextlib.contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or "it is not there any more"
        raise SubmissionError(f"{_shown(path.name)} cannot be read ({why}). Hand it in again.") from error


def _from_folder(folder: Path, file: str, notes: list[str]) -> Iterator[_Sent]:
    """Yield the main module, then those beside it; the notes tell what is not read, and why."""
    names, folders = _listed(folder)
    mains = [name for name in _accepted(file) if name in names]
    if not mains:
        raise SubmissionError(_not_there(file, names, folders))
    if len(mains) > 1:
        notes.append(f"The folder holds {mains[0]} and {mains[1]}: {mains[0]} is read.")
    if folders:
        notes.append(f"Folders beside {mains[0]} are not read: {_some(folders)}.")
    main = _source(folder / mains[0], Path(file).stem)
    yield main
    beside, left_out = _beside([name for name in names if name.endswith(".py") and name not in mains], main.module.name)
    notes.extend(f"Left out because {why}: {_some(those)}." for why, those in left_out.items())
    for module, name in beside.items():
        try:
            yield _source(folder / name, module, _helper)
        except SubmissionError as error:
            notes.append(f"Left out: {error}")


def _listed(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names in a folder, and which of them are folders."""
    with _readable(folder), os.scandir(folder) as listing:
        entries = list(itertools.islice(listing, MAX_ENTRIES + 1))
        folders = sorted(entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    if len(entries) > MAX_ENTRIES:
        raise SubmissionError(f"The folder holds more than {MAX_ENTRIES} files. Hand in the program without them.")
    names = sorted(entry.name for entry in entries if not _is_junk(entry.name))
    return names, [name for name in folders if not _is_junk(name)]


def _not_there(file: str, names: Sequence[str], folders: Sequence[str]) -> str:
    found = [name for name in names if _is_source(name)]
    near = found if len(found) == 1 else difflib.get_close_matches(file, found[:MAX_HELPERS], n=1, cutoff=0.5)
    holds = f"It holds {_some(found)}." if found else "It holds no Python file and no notebook."
    guess = f" Is {_shown(near[0])} meant? Then rename it." if near else ""
    inner = f" What lies deeper is not read: {_some(folders)}." if folders else ""
    return f"There is no {file} in the folder. {holds}{guess}{inner}"


def _is_source(name: str) -> bool:
    return Path(name).suffix.lower() in _READERS


# --- which modules go along ----------------------------------------------------------------------------------------


def _beside(names: Iterable[str], main: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the files to be sent by the name they are imported by, and the others by the reason they are not."""
    sent: dict[str, str] = {}
    left_out: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        module = unicodedata.normalize("NFKC", Path(name).stem)  # as Python reads the name in an import
        why = _why_not(module, {main, *sent})
        if why:
            left_out[why].append(name)
        else:
            sent[module] = name
    return sent, left_out


def _why_not(module: str, taken: set[str]) -> str:
    if not module.isidentifier() or keyword.iskeyword(module) or module == "__main__":
        return "such a name cannot be imported"
    if module in taken:
        return "another file has that name"
    if _is_library(module):
        return "a library has that name and would no longer be found"
    return f"no more than {MAX_HELPERS} files are read beside the main one" if len(taken) > MAX_HELPERS else ""


def _is_library(name: str) -> bool:
    libraries = [place for place in sys.path if place.endswith(("site-packages", "dist-packages"))]
    ours = __name__.partition(".")[0]
    return name in {ours, *sys.stdlib_module_names} or bool(importlib.machinery.PathFinder.find_spec(name, libraries))


# --- one file ------------------------------------------------------------------------------------------------------


def _program(text: str, file_name: str) -> tuple[Cell, ...]:
    if not text.strip():
        raise SubmissionError(f"{file_name} is empty. Hand in the file with the program in it.")
    if text.lstrip().startswith("{") and '"cell_type"' in text:
        raise SubmissionError(f"{file_name} holds a notebook. Rename it so that it ends in .ipynb.")
    return _helper(text, file_name)


def _helper(text: str, file_name: str) -> tuple[Cell, ...]:
    return (Cell(label=file_name, text=text),)


_Reader = Callable[[str, str], tuple[Cell, ...]]
_READERS: Mapping[str, _Reader] = {".py": _program, ".ipynb": notebook.cells}
_LIMITS = {".py": MAX_SOURCE_BYTES, ".ipynb": MAX_NOTEBOOK_BYTES}


def _source(path: Path, module: str, reader: _Reader | None = None) -> _Sent:
    ending, file_name = path.suffix.lower(), _shown(path.name)
    content = _content(path, ending, file_name)
    cells = (reader or _READERS[ending])(_text(content, ending, file_name), file_name)
    return _Sent(Module(name=module, cells=cells), ending, content)


def _content(path: Path, ending: str, file_name: str) -> bytes:
    """Return the bytes of a regular file; a link, pipe or device is refused before it is opened."""
    with _readable(path):
        _check_regular(path.lstat(), file_name)
        if ending not in _READERS:
            raise SubmissionError(
                f"{file_name} is neither a Python file (.py) nor a notebook (.ipynb). An archive has to be unpacked."
            )
        with open(path, "rb", opener=_open) as opened:
            _check_regular(os.fstat(opened.fileno()), file_name)
            content = opened.read(_LIMITS[ending] + 1)
    if len(content) > _LIMITS[ending]:
        raise SubmissionError(f"{file_name} is larger than {_LIMITS[ending] >> 20} MiB. Hand it in without its output.")
    return content


_FLAGS = ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY")
"""Never wait for a pipe, never follow a link put there meanwhile; whichever of them the system has."""


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | sum(getattr(os, name, 0) for name in _FLAGS))


_ODD_KINDS: Sequence[tuple[Callable[[int], bool], str]] = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def _check_regular(status: os.stat_result, file_name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for is_kind, kind in _ODD_KINDS if is_kind(status.st_mode)), "a device")
        raise SubmissionError(f"{file_name} is {kind}, not a file. Hand in the file itself.")


# --- from bytes to text --------------------------------------------------------------------------------------------

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


def _text(content: bytes, ending: str, file_name: str) -> str:
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


# --- words ---------------------------------------------------------------------------------------------------------


def _shown(name: str) -> str:
    """Return a name as a sentence shows it: letters in one form, and what cannot be printed written out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in unicodedata.normalize("NFC", name))


def _some(names: Iterable[str]) -> str:
    shown = [_shown(name) for name in names]
    more = f" and {len(shown) - MAX_NAMED} more" if len(shown) > MAX_NAMED else ""
    return ", ".join(shown[:MAX_NAMED]) + more
