"""Every error this package raises on purpose; the command line alone turns them into words and exit codes."""

from __future__ import annotations

from dataclasses import dataclass


class GraderError(Exception):
    """Something the person at the keyboard can mend: the message says what, where and what to do."""


class UsageError(GraderError):
    """A command line that cannot be carried out: a path that is not there, an option out of range."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong in a file the teacher wrote.

    `line` and `column` count from one; zero means that the fault has no single place.
    """

    line: int
    column: int
    message: str
    path: str = ""

    def __str__(self) -> str:
        """Return `file:line:column: message`, the form editors make clickable."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message


class RubricError(GraderError):
    """A rubric, or the reference it names, that nobody may be graded with; `faults` holds all that is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults in the order of their places."""
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SubmissionError(GraderError):
    """A hand-in that cannot be read; it is listed with its reason and never stops the others."""


class SandboxError(GraderError):
    """The sandbox itself failed or is not to be had; never the student's fault."""


class SandboxLostError(SandboxError):
    """The sandbox's own process ended or fell silent in the middle of something; a new one may do."""
