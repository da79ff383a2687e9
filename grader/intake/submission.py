"""One hand-in: the student's file, the modules beside it, and a word on everything that is not read."""

from __future__ import annotations

import difflib
import hashlib
import importlib.machinery
import keyword
import stat
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.errors import SubmissionError
from grader.intake import archive, text
from grader.intake.folder import Folder, Read, content, on_disk, readable
from grader.intake.names import ending, is_archive, is_source, shown, some
from grader.intake.places import Place, accepted
from grader.model import Module, Submission

MAX_HELPERS = 40
"""Helper modules beside the main one; with them a hand-in takes no more memory than 40 MiB and a notebook."""


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
        lying = _lying(place, file)
        if isinstance(lying, Folder):
            sent = list(_from_folder(lying, file, notes))
        else:
            sent = [_source(lying, place.path.name, Path(file).stem)]
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


def _lying(place: Place, file: str) -> Folder | Read:
    """Return the folder that a hand-in is, whatever it is packed in, or the way to read the one file that it is."""
    path = place.path
    if place.held is not None:
        return place.held
    with readable(path):
        if stat.S_ISDIR(path.lstat().st_mode):
            return on_disk(path)
    if not is_archive(path.name):
        return partial(content, path)
    packed = content(path, archive.ONE.size)
    if packed is None:
        raise SubmissionError(f"{shown(path.name)} is larger than {archive.ONE.size >> 20} MiB. Leave out the data.")
    return archive.folder(archive.opened(packed, archive.ONE), accepted(file))


def _sha256(sent: Iterable[_Sent]) -> str:
    digest = hashlib.sha256()
    for each in sent:
        # With the length before it no byte can wander from one file into the next unseen.
        digest.update(f"{each.module.name}{each.ending}\0{len(each.content)}\0".encode())
        digest.update(each.content)
    return digest.hexdigest()


# --- what is in a folder -------------------------------------------------------------------------------------------


def _from_folder(folder: Folder, file: str, notes: list[str]) -> Iterator[_Sent]:
    """Yield the main module, then those beside it; the notes tell what is not read, and why."""
    notes.extend(folder.notes)
    mains = [name for name in accepted(file) if name in folder.entries]
    if not mains:
        raise SubmissionError(_not_there(file, folder))
    if len(mains) > 1:
        notes.append(f"The {folder.word} holds {mains[0]} and {mains[1]}: {mains[0]} is read.")
    if folder.folders:
        notes.append(f"Folders beside {mains[0]} are not read: {some(folder.folders)}.")
    yield _source(folder.entries[mains[0]], mains[0], Path(file).stem)
    names = [name for name in folder.entries if name.endswith(".py") and name not in mains]
    beside, left_out = _beside(names, Path(file).stem)
    notes.extend(f"Left out because {why}: {some(those)}." for why, those in left_out.items())
    for module, name in beside.items():
        try:
            yield _source(folder.entries[name], name, module, text.helper)
        except SubmissionError as error:
            notes.append(f"Left out: {error}")


def _not_there(file: str, folder: Folder) -> str:
    found = [name for name in folder.entries if is_source(name)]
    near = found if len(found) == 1 else difflib.get_close_matches(file, found[:MAX_HELPERS], n=1, cutoff=0.5)
    packed = [name for name in folder.entries if is_archive(name)]
    told = [
        f"There is no {file} in the {folder.word}.",
        f"It holds {some(found)}." if found else "It holds no Python file and no notebook.",
        f"Is {shown(near[0])} meant? Then rename it." if near else "",
        f"What lies deeper is not read: {some(folder.folders)}." if folder.folders else "",
        f"An archive inside is not opened: {some(packed)}." if packed else "",
    ]
    return " ".join(filter(None, told))


def _source(read_bytes: Read, name: str, module: str, reader: text.Reader | None = None) -> _Sent:
    end, file_name = ending(name), shown(name)
    most = text.MAX_BYTES.get(end, 0)
    # First of all: what is no file says so here, whatever its name.
    found = read_bytes(most)
    if is_archive(name):
        raise SubmissionError(f"{file_name} is an archive in an archive, which is not opened. Hand in what is in it.")
    if end not in text.READERS:
        raise SubmissionError(f"{file_name} is neither a Python file (.py), a notebook (.ipynb) nor an archive of one.")
    if found is None:
        raise SubmissionError(f"{file_name} is larger than {most >> 20} MiB. Hand it in without its output.")
    cells = (reader or text.READERS[end])(text.decoded(found, end, file_name), file_name)
    return _Sent(Module(name=module, cells=cells), end, found)


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
