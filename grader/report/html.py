"""Grades as self-contained HTML pages; the templates print views and decide nothing."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from grader.model import Grade
from grader.report.roster import class_view
from grader.report.view import ClassResult, student_view

if TYPE_CHECKING:
    from jinja2 import Environment


def student_page(grade: Grade, result: ClassResult) -> str:
    """Return the page of one student."""
    return _environment().get_template("student.html.j2").render(page=student_view(grade, result))


def class_page(result: ClassResult) -> str:
    """Return the page of the class, whose rows link to `reports/<id>.html`."""
    return _environment().get_template("class.html.j2").render(page=class_view(result))


@functools.cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
