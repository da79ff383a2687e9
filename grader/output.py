"""The output folder of `grade`: every file written whole or not at all, and nothing of an earlier run lost silently.

New results are written into a draft beside the old ones. When the draft is whole it is named `.finished`; then the old
results move to `earlier/<number>` and the new ones into their place. Each step is one renaming, and from what lies
there the next run sees how far a run has come that died in the middle, and takes it to its end.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from grader.errors import GraderError, UsageError
from grader.scratch import scratch

RESULTS = "results.json"
GRADES = "grades.csv"
INDEX = "index.html"
REPORTS = "reports"
EARLIER = "earlier"
"""Where the files of earlier runs are kept, in numbered folders."""

OURS = (REPORTS, INDEX, GRADES, RESULTS)
"""What a run leaves, in the order in which it moves: results.json last, for it says that the others are there."""

_FINISHED = ".finished"
"""A whole draft on its way to its place."""
_HALF = ".half"
"""An earlier run on its way to its number."""
_SIGNATURE = b'"grader/results/'


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written, or that holds files of these names which no earlier run of ours made."""
    standing = _standing(folder)
    for path in (standing, folder / EARLIER):
        if os.path.lexists(path) and not os.path.isdir(path):  # noqa: PTH112 - never raises
            raise UsageError(f"{folder}: {path} must be a folder and is something else; choose another one with -o")
    if not os.access(standing, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        raise UsageError(f"{folder}: nothing may be written in {standing}; choose another folder with -o")
    foreign = [name for name in OURS if os.path.lexists(folder / name)]
    if foreign and not _is_ours(folder):
        raise UsageError(f"{folder} holds {', '.join(foreign)} that no earlier run made; choose another folder with -o")


def _standing(folder: Path) -> Path:
    """Return the folder, or what there is of the way to it."""
    return next(path for path in (folder, *folder.absolute().parents) if os.path.lexists(path))


def _is_ours(folder: Path) -> bool:
    if (folder / _FINISHED).is_dir() or (folder / EARLIER / _HALF).is_dir():
        return True
    try:
        with (folder / RESULTS).open("rb") as opened:
            return _SIGNATURE in opened.read(1024)
    except OSError:
        return False


def set_aside(folder: Path) -> Path | None:
    """Move the files of an earlier run into `earlier/<number>/` and return that folder; None where there are none."""
    half = folder / EARLIER / _HALF
    present = [name for name in OURS if os.path.lexists(folder / name)]
    if not present and not half.is_dir():
        return None
    half.mkdir(parents=True, exist_ok=True)
    _move_all(present, folder, half)
    kept = half.with_name(str(_next_number(half.parent)))
    _move(half, kept)
    return kept


def _next_number(folder: Path) -> int:
    taken = [int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal()]
    return max(taken, default=0) + 1


@contextlib.contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside the results; what it holds moves in when the block ends well, else it is removed."""
    with _told(folder):
        check_folder(folder)
        folder.mkdir(parents=True, exist_ok=True)
        _settle(folder)
        with scratch(".draft-", folder) as draft:
            yield draft
            _move(draft, folder / _FINISHED)
        _settle(folder)


def _settle(folder: Path) -> None:
    """Bring in what was finished; as much of it as another run has done already is not done again."""
    finished = folder / _FINISHED
    if not finished.is_dir():
        return
    # results.json moves last, so one beside what is still here is the earlier run's.
    names = sorted((entry.name for entry in finished.iterdir()), key=lambda name: (name == RESULTS, name))
    if names and (os.path.lexists(folder / RESULTS) or (folder / EARLIER / _HALF).is_dir()):
        set_aside(folder)
    _move_all(names, finished, folder)
    finished.rmdir()


def _move_all(names: Sequence[str], source: Path, target: Path) -> None:
    """Move all or, where one cannot be moved, none."""
    moved: list[str] = []
    try:
        for name in names:
            _move(source / name, target / name)
            moved.append(name)
    except BaseException:
        for name in moved:
            _move(target / name, source / name)
        raise


def _move(source: Path, target: Path) -> None:
    """Rename, but never onto something."""
    if os.path.lexists(target):
        raise UsageError(f"{target} is in the way; move it, or choose another folder with -o")
    source.rename(target)


@contextlib.contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Put what the system refuses into words; an error without a number is none of the system's."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        why = f"the results could not be written ({error.strerror})"
        raise GraderError(f"{folder}: {why}; nothing of an earlier run is lost") from error


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder as UTF-8, line ends as they are."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
