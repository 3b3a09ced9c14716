"""The `kata` command: typer commands and nothing else. Each one imports what it needs itself.

cli_results.py has the commands on a run that is done, cli_authoring.py those of authors.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from tensorkata import __version__
from tensorkata.cli_authoring import authoring
from tensorkata.cli_results import results
from tensorkata.commands.course_option import with_course
from tensorkata.commands.help_groups import Grouped
from tensorkata.commands.options import Isolation, Packages, Selected, Timeout, names_in
from tensorkata.errors import KataError
from tensorkata.text import clean

app = typer.Typer(
    help="A TensorFlow course that grades itself.",
    cls=Grouped,
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

app.add_typer(results)
app.add_typer(authoring)

ALLOWED = "seconds a probe may take (15; 0: no limit, as to debug)"


@app.callback(invoke_without_command=True)
def board(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="show the version")] = False,
) -> None:
    """Show the board: topics, exercises, points so far, what is next."""
    if version:
        typer.echo(f"tensorkata {__version__}")
    elif context.invoked_subcommand is None:
        from tensorkata.course import find_course
        from tensorkata.reporting.board import show_board

        show_board(find_course())


@app.command("list")
def list_topics(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON for programs")] = False,
    of_kit: Annotated[bool, typer.Option("--kit", help="those of the kit")] = False,
) -> None:
    """List the topics and their exercises."""
    from tensorkata.course import find_course, kit
    from tensorkata.reporting.board import show_list

    show_list(kit() if of_kit else find_course(), as_json=as_json)


@app.command()
def check(
    topic: Selected = "",
    submission: Annotated[str, typer.Option(metavar="PATH", help="folder or file to check")] = "",
    seed: Annotated[int | None, typer.Option(help="repeat a run with the same inputs")] = None,
    timeout: Annotated[float | None, typer.Option(min=0, metavar="S", help=ALLOWED)] = None,
    *,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="every failure in full")] = False,
) -> None:
    """Check your own exercises here, as `pytest checkers` does."""
    from tensorkata.commands.check import check_work

    raise typer.Exit(check_work(topic, submission, seed, verbose=verbose, timeout=timeout))


@app.command()
def watch(topic: Selected = "") -> None:
    """Check the current exercise again at each save."""
    from tensorkata.commands.watch import watch as watch_course
    from tensorkata.course import find_course

    watch_course(find_course(), topic)


@app.command()
def show(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE|TOPIC")],
    submission: Annotated[str, typer.Option(metavar="PATH", help="folder or file to show")] = "",
    seed: Annotated[int | None, typer.Option(help="repeat a picture")] = None,
    timeout: Annotated[float | None, typer.Option(min=0, metavar="S", help=ALLOWED)] = None,
) -> None:
    """Show a picture of your own code at work."""
    from tensorkata.commands.show import show_looks
    from tensorkata.course import find_course

    for line in show_looks(find_course(), exercise, submission, seed, timeout=timeout):
        typer.echo(clean(line))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="a new folder")],
    *,
    notebooks: Annotated[bool, typer.Option("--notebooks", help="notebooks, not .py")] = False,
    topics: Annotated[
        str, typer.Option(metavar="LIST", help="only these, e.g. 01-05,12 (default: all)")
    ] = "",
) -> None:
    """Make a folder to work in: stubs, checks, a README."""
    from tensorkata.commands.workspace import init as make_workspace
    from tensorkata.course import find_course

    count = make_workspace(find_course(), folder, notebooks=notebooks, topics=topics)
    there = shlex.join(["cd", str(folder)])
    typer.echo(f"wrote {folder}: {count} exercise files; next: {there}, then type kata")


@app.command()
def reset(
    selected: Annotated[str, typer.Argument(metavar="EXERCISE|TOPIC")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
) -> None:
    """Reset an exercise or a topic to its start; your version is saved first."""
    from tensorkata.commands.workspace import reset as put_back
    from tensorkata.course import find_course

    typer.echo(put_back(find_course(), selected, sure=yes))


@app.command()
def solution(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE")],
    *,
    give_up: Annotated[bool, typer.Option("--give-up", help="before you pass it")] = False,
) -> None:
    """Show the solution of an exercise that you have passed, if solutions are installed."""
    from tensorkata.commands.workspace import solution as solution_of
    from tensorkata.course import find_course

    typer.echo(solution_of(find_course(), exercise, give_up=give_up))


@app.command()
def grade(
    topic: Annotated[
        str, typer.Argument(metavar="TOPIC|all", help="a topic, several as in 04,05, or all")
    ],
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="a file, a flat folder, a tree or a zip")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="where the results go")],
    jobs: Annotated[int, typer.Option(min=0, help="submissions at a time (0: one per core)")] = 0,
    isolation: Isolation = "auto",
    timeout: Timeout = 10.0,
    memory: Annotated[
        int, typer.Option(min=512, metavar="MB", help="memory of a submission")
    ] = 2048,
    seed: Annotated[str, typer.Option(metavar="N|KEY", help="repeat a run")] = "",
    formats: Annotated[
        str, typer.Option("--format", help="more files, e.g. html,feedback,canvas")
    ] = "",
    roster: Annotated[
        Path | None, typer.Option(metavar="CSV", help="class list, from a spreadsheet or platform")
    ] = None,
    due: Annotated[
        str, typer.Option(metavar="WHEN", help="when it was due, e.g. '2027-02-01 23:59'")
    ] = "",
    times: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="when each was handed in: student,submitted,topic"),
    ] = None,
    scheduler: Annotated[
        str, typer.Option(metavar="ADDR", help="grade on the workers of a Dask scheduler")
    ] = "",
    gradebook: Annotated[
        str, typer.Option(metavar="URL", help="also write the points into nbgrader's gradebook")
    ] = "",
    absent: Annotated[
        float | None, typer.Option(min=0, help="points in every export for who handed in nothing")
    ] = None,
    packages: Packages = "",
    *,
    hidden: Annotated[bool, typer.Option(help="also run the hidden checks")] = True,
    force: Annotated[bool, typer.Option("--force", help="grade everything again")] = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="exit with 0 even if points are missing")
    ] = False,
) -> None:
    """Grade submissions in the sandbox: a table here, results.json and results.csv in DIR."""
    from tensorkata.checking.key import Key
    from tensorkata.commands.grade import Options, choice_of, grade_class
    from tensorkata.grading.grader import Order
    from tensorkata.limits import Limits

    order = Order(
        key=Key.read(seed) if seed else None,
        hidden=hidden,
        jobs=jobs,
        isolation=choice_of(isolation),
        limits=Limits(wall=timeout, memory_mb=memory),
        force=force,
        packages=names_in(packages),
        absent=absent,
    )
    options = Options(
        formats=formats,
        roster=roster,
        times=times,
        due=due,
        scheduler=scheduler,
        gradebook=gradebook,
        exit_zero=exit_zero,
    )
    raise typer.Exit(grade_class(topic, paths, out, order, options))


@app.command()
def hint(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE")],
    *,
    following: Annotated[bool, typer.Option("--next", help="one more hint than last time")] = False,
) -> None:
    """Show the hints of an exercise, one step at a time."""
    from tensorkata.course import find_course
    from tensorkata.reporting.board import show_hint

    show_hint(find_course(), exercise, following=following)


@app.command()
def doctor(
    *, instructor: Annotated[bool, typer.Option("--instructor", help="to grade others too")] = False
) -> None:
    """Show what this machine can do, and what to install."""
    from tensorkata.commands.doctor import show_doctor

    raise typer.Exit(show_doctor(instructor=instructor))


with_course(app)


def main() -> None:
    """Run the command; a KataError becomes one line and an exit code."""
    try:
        app()
    except KataError as error:
        typer.echo(f"kata: {clean(str(error))}", err=True)
        _end(error.exit_code)
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        _end(end.code)


def _end(code: int) -> None:
    """Exit; where TensorFlow has run, at once: threads of its own may abort an orderly end."""
    if "tensorflow" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)
