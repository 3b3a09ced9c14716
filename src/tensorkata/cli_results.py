"""The commands on a run that `kata grade` has written: typer commands and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

results = typer.Typer()
Run = Annotated[Path, typer.Argument(metavar="DIR", help="folder of `kata grade --out`")]


@results.command()
def report(
    folder: Run,
    formats: Annotated[str, typer.Option("--format", help="e.g. html,feedback,junit")] = "html",
) -> None:
    """Write the reports of a run again, or of a course: a folder with the runs of its topics."""
    from tensorkata.commands.report import report as report_again

    raise typer.Exit(report_again(folder, formats))


@results.command()
def comment(
    folder: Run,
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="as results.csv has it")] = "",
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE")] = "",
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what the student reads")] = "",
    points: Annotated[
        float | None, typer.Option(metavar="N", help="points that count, instead of the checks'")
    ] = None,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="take both back")] = False,
) -> None:
    """Comment on a student's exercise or correct its points; without a text, list the comments.

    Grading again keeps both, and says so if the submission has changed since. A student without a
    verdict (absent, or left ungraded by a fault) can be given points by hand, too: the exercises
    that you do not name count 0.
    """
    from tensorkata.commands.comment import Said
    from tensorkata.commands.comment import comment as write_comment

    said = Said(text=text, points=points, remove=remove)
    raise typer.Exit(write_comment(folder, student, exercise, said))
