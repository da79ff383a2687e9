"""Reports: pure functions from grades to text, JSON, CSV and HTML; none of them reads a clock or writes a file.

Jinja2 and Pygments are imported when the first page is made, so that the text reports start without them.
"""

from grader.report.html import class_page, student_page
from grader.report.printable import printable
from grader.report.records import to_csv, to_json
from grader.report.terminal import class_table, to_text
from grader.report.view import ClassResult
from grader.report.wording import format_points

__all__ = [
    "ClassResult",
    "class_page",
    "class_table",
    "format_points",
    "printable",
    "student_page",
    "to_csv",
    "to_json",
    "to_text",
]
