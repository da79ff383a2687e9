"""What an archive lists: names and kinds as they stand in it, how a file is read, and how much of everything."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import SubmissionError
from grader.intake.folder import Read

FOLDER = "folder"
"""The one `Member.why` that is no reason: there is nothing to read."""
LINK = "links in an archive are not followed"
ODD = "only files are read"

RATIO = 100
"""How many times its size in the archive a file may have."""
FREE = 1 << 20
"""Bytes that a file may have whatever its size in the archive: blanks and zeros shrink well."""
TOO_DENSE = f"unpacks to more than {RATIO} times its size"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One thing that an archive lists; `name` is not to be trusted, and `read` may raise `UnpackError`."""

    name: str
    read: Read
    why: str = ""
    """Why it is not read, or that it is a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How large an archive may be."""

    size: int
    """Bytes of the archive, and of what a packed tar archive unpacks to."""
    members: int

    def too_many(self) -> SubmissionError:
        """Return what is said of an archive that lists more."""
        return SubmissionError(f"The archive holds more than {self.members} files. Hand in the program without them.")


class UnpackError(Exception):
    """A file, or what comes next in an archive, cannot be had; the message says what is the matter with it."""


def allowed(most: int, packed: int) -> int:
    """Return how many bytes may come, where no more than `most` are wanted, out of so many packed ones."""
    return min(most, max(FREE, RATIO * packed))
