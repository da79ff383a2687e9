"""The output folder of `grade`: every file written whole or not at all, and nothing of an earlier run lost silently."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.errors import UsageError

RESULTS = "results.json"
GRADES = "grades.csv"
INDEX = "index.html"
REPORTS = "reports"
EARLIER = "earlier"
"""Where the files of earlier runs are kept, in numbered folders."""

OURS = (RESULTS, GRADES, INDEX, REPORTS)


def check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written, or that holds files of these names which no earlier run of ours made."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder}: the output must be a folder, and a file of that name exists")
    foreign = [name for name in OURS if os.path.lexists(folder / name)]
    if foreign and not (folder / RESULTS).is_file():
        raise UsageError(f"{folder} holds {', '.join(foreign)} that no earlier run made; choose another folder with -o")


def set_aside(folder: Path) -> Path | None:
    """Move the files of an earlier run into `earlier/<number>/` and return that folder; None where there are none."""
    present = [name for name in OURS if (folder / name).exists()]
    if not present:
        return None
    kept = folder / EARLIER / str(_next_number(folder / EARLIER))
    kept.mkdir(parents=True)
    for name in present:
        (folder / name).replace(kept / name)
    return kept


def _next_number(folder: Path) -> int:
    taken = [int(entry.name) for entry in folder.iterdir() if entry.name.isdecimal()] if folder.is_dir() else []
    return max(taken, default=0) + 1


@contextlib.contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """Yield a new folder beside the results; what it holds moves in when the block ends well, else it is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    draft.chmod(0o755)
    try:
        yield draft
        set_aside(folder)
        for entry in sorted(draft.iterdir(), key=lambda entry: entry.name == RESULTS):
            entry.replace(folder / entry.name)  # results.json last: it says that a run is whole
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts into a folder as UTF-8, line ends as they are."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8", "backslashreplace"))
