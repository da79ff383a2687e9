"""Which things are hand-ins, and the ids and names they go by."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SubmissionError, UsageError
from grader.intake import archive
from grader.intake.folder import Folder, Read, content
from grader.intake.names import ending, is_archive, is_junk, shown, slug, some


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one hand-in lies, and the id and name it goes by."""

    id: str
    name: str
    path: Path
    """In the archive of a class, a path that leads through the archive as if it were a folder."""
    held: Folder | Read | None = None
    """What the archive of a class holds of it; nothing of what lies on the disk by itself."""


def accepted(file: str) -> tuple[str, str]:
    """Return the names a student's file may have: its own, and that of the notebook of the same stem."""
    return file, str(Path(file).with_suffix(".ipynb"))


def find(paths: Iterable[Path], file: str) -> tuple[Place, ...]:
    """Return the hand-ins that these paths stand for, in order of their ids.

    A file is one, and so is a folder or an archive that directly holds `file` (or the notebook of that stem); any
    other folder or archive is a class, and each entry in it is one. UsageError for a path that is not there, no
    hand-in at all, or two hand-ins whose ids are the same but for capitals: their reports would be one file on some
    systems.
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
        raise UsageError(f"{some(map(str, given))}: there is no hand-in here, neither a file nor a folder")
    return tuple(places)


def _places(path: Path, file: str) -> Iterator[Place]:
    try:
        mode = path.lstat().st_mode
        names = sorted(entry.name for entry in path.iterdir()) if stat.S_ISDIR(mode) else []
    except FileNotFoundError as error:
        raise UsageError(f"{shown(str(path))}: there is no such file or folder") from error
    except OSError as error:
        raise UsageError(f"{shown(str(path))}: it cannot be read ({error.strerror})") from error
    if stat.S_ISREG(mode) and is_archive(path.name):
        yield from _packed(path, file) or [_place(path)]
    elif not stat.S_ISDIR(mode) or not set(names).isdisjoint(accepted(file)):
        yield _place(path)
    else:
        yield from (_place(path / name) for name in names if not is_junk(name))


def _packed(path: Path, file: str) -> list[Place]:
    """Return the hand-ins in the archive of a class; none when it is the archive of one hand-in, or cannot be read."""
    try:
        packed = content(path, archive.CLASS.size)
        if packed is None:
            raise UsageError(f"{shown(str(path))}: it is too large to be read. Unpack it, and name the folder.")
        listed = archive.opened(packed, archive.CLASS)
    except SubmissionError:
        return []
    if not archive.folder(listed, accepted(file)).entries.keys().isdisjoint(accepted(file)):
        return []
    if listed.broken:
        raise UsageError(f"{shown(str(path))}: it {listed.broken}, so that some of the hand-ins may not be in it")
    return [_held(path, name, held) for name, held in archive.hand_ins(listed, accepted(file))]


def _held(path: Path, entry: str, held: Folder | Read) -> Place:
    name = entry if isinstance(held, Folder) else _stem(entry)
    is_plain = "/" not in entry and "\0" not in entry
    return Place(id=slug(name), name=name, path=path / (entry if is_plain else slug(entry)), held=held)


def _absolute(path: Path) -> Path:
    # Not `resolve`, which would follow a link: `..` has to go, and a link is a hand-in by its own name.
    return Path(os.path.abspath(path))  # noqa: PTH100


def _place(path: Path) -> Place:
    absolute = _absolute(path)
    name = absolute.name if os.path.isdir(absolute) else _stem(absolute.name)  # noqa: PTH112 - never raises
    return Place(id=slug(name), name=name, path=path)


def _stem(name: str) -> str:
    return name[: len(name) - len(ending(name))] or name


def _clash(one: Place, other: Place) -> str:
    paths = [shown(str(place.path)) for place in (one, other)]
    if paths[0] == paths[1]:
        paths = [ascii(str(place.path)) for place in (one, other)]
    but = "" if one.id == other.id else " but for capitals"
    return f"two hand-ins have the id '{one.id}'{but}: {paths[0]} and {paths[1]}. Rename one of them."
