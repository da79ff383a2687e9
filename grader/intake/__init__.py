"""What the students handed in: found, read as bytes, decoded; nothing is run and nothing is parsed as Python.

    paths -> places, each one hand-in with its id              places, names
    place -> the student's file and the modules beside it      submission
    folder or archive -> files                                 folder; archive, member, zipped, tape
    bytes -> text -> cells                                     text, notebook

Whatever is wrong with one hand-in is said on that hand-in (`Submission.fault`) and never stops the others; only what
makes the whole class ambiguous (two hand-ins with one id, a path that is not there) stops the run.
"""

from grader.intake.names import slug
from grader.intake.places import Place, find
from grader.intake.submission import read

__all__ = ["Place", "find", "read", "slug"]
