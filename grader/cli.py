"""The command line: the only room that prints or exits; every heavy import waits until a command needs it."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import __version__
from grader.errors import GraderError, RubricError

if TYPE_CHECKING:
    from grader.model import Grade, Isolation, Rubric
    from grader.report import ClassResult

DONE, FAILED, WRONG_USE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes: done; something failed or could not be graded; usage, rubric or path; our bug; Ctrl-C."""

LEVELS = ("auto", "jail", "confined", "process")
EXAMPLES = "submissions_example"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="grader")
def commands() -> None:
    r"""Grade numerical Python: student code returns values, and everything is judged outside of it.

    \b
    grader grade rubrics/nonlinear_models.yaml submissions/ -o results
    grader verify rubrics/nonlinear_models.yaml
    """


def main() -> None:
    """Run a command and exit with its code; every error of ours becomes words here."""
    try:
        code = commands.main(standalone_mode=False)
    except click.exceptions.Exit as exit_:
        code = exit_.exit_code
    except click.ClickException as error:
        error.show()
        code = WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing of an earlier run is changed.", err=True)
        code = INTERRUPTED
    except RubricError as error:
        _tell_faults(error)
        code = WRONG_USE
    except GraderError as error:
        click.echo(f"error: {error}", err=True)
        code = WRONG_USE
    except Exception:  # noqa: BLE001 - whatever is left is a bug of ours, and says so
        _tell_bug()
        code = OUR_BUG
    sys.exit(code or DONE)


def _tell_faults(error: RubricError) -> None:
    for fault in error.faults:
        click.echo(f"error: {fault}", err=True)
    count = len(error.faults)
    click.echo(f"{count} fault{'s' if count != 1 else ''} in the rubric; nobody is graded.", err=True)


def _tell_bug() -> None:
    import traceback

    traceback.print_exc()
    click.echo("This is a fault of the grader itself. Please report it with the lines above.", err=True)


# --- grade ---------------------------------------------------------------------------------------------------------

isolation_option = click.option(
    "--isolation",
    type=click.Choice(LEVELS),
    default="auto",
    show_default=True,
    help="How student code is kept apart; `auto` takes the best there is and refuses below `confined`.",
)


@commands.command()
@click.argument("rubric", type=click.Path(path_type=Path))
@click.argument("submissions", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("results"), show_default=True)
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Workers [default: cores].")
@isolation_option
@click.option("--only", multiple=True, metavar="EX", help="Grade this exercise only; may be given again.")
@click.option("--fresh", is_flag=True, help="Grade everything again, whatever is known already.")
def grade(  # noqa: PLR0913, PLR0917 - one parameter for every option
    rubric: Path,
    submissions: tuple[Path, ...],
    output: Path,
    jobs: int,
    isolation: str,
    only: tuple[str, ...],
    fresh: bool,  # noqa: FBT001 - click hands it over by name; every run is fresh until results are recorded
) -> int:
    """Grade SUBMISSIONS (files, or folders of hand-ins) by RUBRIC and write reports to a folder."""
    del fresh
    from grader import batch
    from grader import output as files
    from grader.intake import find

    loaded = _loaded(rubric, only)
    level = _level(isolation)
    places = find(submissions, loaded.file)
    files.check_folder(output)
    plan = batch.plan_of(loaded, level)
    with _progress(len(places)) as tick:
        grades = batch.grade_all(plan, places, level, jobs, lambda _: tick())
    result = _result(loaded, level, grades)
    _write(output, result)
    return _conclude(result, output)


def _loaded(path: Path, only: tuple[str, ...]) -> Rubric:
    from dataclasses import replace

    from grader.errors import UsageError
    from grader.rubric import load

    rubric = load(path)
    known = [exercise.id for exercise in rubric.exercises]
    unknown = [id_ for id_ in only if id_ not in known]
    if unknown:
        raise UsageError(f"--only {unknown[0]}: the exercises are {', '.join(known)}")
    chosen = tuple(exercise for exercise in rubric.exercises if not only or exercise.id in only)
    return replace(rubric, exercises=chosen)


def _level(isolation: str) -> Isolation:
    from grader.sandbox import levels

    return levels.choose(isolation)


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Count on one line of a terminal; say nothing where the output is not one."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label="Grading", file=sys.stderr) as bar:
        yield lambda: bar.update(1)


def _result(rubric: Rubric, level: Isolation, grades: tuple[Grade, ...]) -> ClassResult:
    import platform

    import numpy as np

    from grader.report import ClassResult

    fingerprint = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return ClassResult(rubric=rubric, isolation=level, grades=grades, fingerprint=fingerprint, seed=rubric.seed)


def _write(folder: Path, result: ClassResult) -> None:
    from grader import output, report

    with output.drafted(folder) as draft:
        (draft / output.REPORTS).mkdir()
        pages = {
            f"{output.REPORTS}/{grade.submission.id}.html": report.student_page(grade, result)
            for grade in result.grades
        }
        output.write(draft, pages)
        texts = {
            output.INDEX: report.class_page(result),
            output.GRADES: report.to_csv(result),
            output.RESULTS: report.to_json(result),
        }
        output.write(draft, texts)


def _conclude(result: ClassResult, folder: Path) -> int:
    from grader import output, report

    click.echo(report.class_table(result))
    click.echo(f"Reports: {folder / output.INDEX}", err=True)
    failed = [grade.submission.id for grade in result.grades if not grade.complete]
    if failed:
        click.echo(f"Could not be graded (no zero, but no points either): {', '.join(failed)}", err=True)
    return FAILED if failed else DONE


# --- check ---------------------------------------------------------------------------------------------------------


@commands.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rubric", required=True, type=click.Path(path_type=Path), help="The rubric to check against.")
@click.option("--only", multiple=True, metavar="EX", help="Check this exercise only; may be given again.")
@click.option("--isolation", type=click.Choice(LEVELS), default="auto", show_default=True)
def check(file: Path, rubric: Path, only: tuple[str, ...], isolation: str) -> int:
    """Check one FILE by a rubric and print what is right, what is not, and why; nothing is written."""
    from grader import batch, report
    from grader.intake import find
    from grader.model import Isolation
    from grader.sandbox import levels

    loaded = _loaded(rubric, only)
    level = levels.choose(isolation, weakest=Isolation.PROCESS)
    places = find([file], loaded.file)
    plan = batch.plan_of(loaded, level)
    grades = batch.grade_all(plan, places, level, 1)
    for graded in grades:
        click.echo(report.to_text(graded))
    return DONE if all(graded.points == graded.points_possible for graded in grades) else FAILED


# --- verify --------------------------------------------------------------------------------------------------------


@commands.command()
@click.argument("rubric", type=click.Path(path_type=Path))
@click.option(
    "--examples",
    type=click.Path(path_type=Path),
    help=f"Folder of example hand-ins [default: ../{EXAMPLES}/<rubric> beside the rubric's folder, where it is there].",
)
@isolation_option
def verify(rubric: Path, examples: Path | None, isolation: str) -> int:
    """Prove RUBRIC before it is used: the reference, stubs, and examples with declared points."""
    from grader import batch
    from grader.sandbox.outside import Sandbox
    from grader.verify import findings

    loaded = _loaded(rubric, ())
    level = _level(isolation)
    beside = rubric.resolve().parent.parent / EXAMPLES / loaded.id
    folder = examples or (beside if beside.is_dir() else None)
    plan = batch.plan_of(loaded, level)
    unsound = 0
    with Sandbox(level, loaded.imports) as sandbox:
        for finding in findings(plan, folder, sandbox.observe):
            click.echo(f"{'ok  ' if finding.sound else 'FAIL'} {finding.what}")
            for problem in finding.problems:
                click.echo(f"       {problem}")
            unsound += not finding.sound
    click.echo(f"{unsound} of the findings fail." if unsound else "The rubric is sound.")
    return FAILED if unsound else DONE


# --- kinds, doctor -------------------------------------------------------------------------------------------------


@commands.command()
@click.option("--json-schema", is_flag=True, help="Print the JSON Schema of a rubric, for editors.")
def kinds(json_schema: bool) -> int:  # noqa: FBT001 - click hands it over by name
    """List the kinds of checks a rubric can use, with their options."""
    import json

    from grader.checks.catalogue import catalogue
    from grader.rubric import json_schema as schema

    click.echo(json.dumps(schema(), indent=2) if json_schema else catalogue())
    return DONE


@commands.command()
def doctor() -> int:
    """Say what this machine offers to keep student code apart, and how to get what is missing."""
    from grader.sandbox import levels

    click.echo(levels.report())
    return DONE
