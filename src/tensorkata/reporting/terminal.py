"""One submission's checks in a student's words: the text that every kind of check shows."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable
from itertools import zip_longest
from math import fsum
from typing import IO, Any

from rich.console import Console
from rich.markup import escape

from tensorkata.reporting.export_files import correction
from tensorkata.reporting.visible import SUMMED_UP
from tensorkata.results import CheckResult, ExerciseResult, SubmissionResult, TopicResults
from tensorkata.text import clean

WIDTH = 100
PLAIN_WIDTH = 80  # of a text that is kept, on any terminal
COLOURS = {"good": "green", "warn": "yellow", "bad": "red", "soft": ""}


def show_report(
    console: Console,
    results: TopicResults,
    seed: int | None,
    *,
    verbose: bool = False,
) -> None:
    """Show the exercises of each topic, and how to repeat the run.

    Without a seed the last is left out: only an instructor repeats a graded run.
    """
    for exercises in results.values():
        show_exercises(console, exercises, verbose=verbose)
    if seed is not None:
        console.print(f"seed {seed} (--seed {seed} repeats this run)")


def as_text(results: TopicResults, seed: int | None, after: Iterable[str] = ()) -> str:
    """Return that report as plain text, with the lines that come after it."""
    out = io.StringIO()
    console = make_console(out, width=PLAIN_WIDTH, color_system=None)
    show_report(console, results, seed)
    show_lines(console, after)
    return out.getvalue().rstrip("\n")


def show_lines(console: Console, lines: Iterable[str]) -> None:
    """Show lines as they are."""
    for line in lines:
        console.print(line, markup=False, soft_wrap=True)


def make_console(out: IO[str] | None = None, **options: Any) -> Console:
    """Return a console that is plain if it is not a terminal; no text steers it.

    In a notebook it writes to its file too: rich would show the text as a cell's output.
    """
    return _Clean(file=out, highlight=False, emoji=False, force_jupyter=False, **options)


class _Clean(Console):
    """The one place where texts reach a terminal, whoever wrote them: no control characters."""

    def render(self, renderable: Any, options: Any = None) -> Iterable[Any]:
        """Yield what is written, each text of it cleaned."""
        for one in super().render(renderable, options):
            yield (
                one if one.control or one.text.isprintable() else one._replace(text=clean(one.text))
            )


def show_exercises(
    console: Console, exercises: Iterable[ExerciseResult], *, verbose: bool = False
) -> None:
    """Show exercises with their checks: the first failure in full, with `verbose` every failure.

    Of the others the first line is shown, and what the mistake looks like.
    """
    told = False
    exercises = tuple(exercises)
    for exercise in exercises:
        earned = f"{exercise.points:g} / {exercise.max_points:g} points"
        console.print(f"[bold]{escape(exercise.name)}[/]  {earned}")
        if by_hand := correction(exercise):
            console.print(f"  {escape(by_hand)}")
        checks = exercise.checks
        untouched = checks and all(check.outcome == "todo" for check in checks)
        if untouched and not verbose:
            _show_indented(console, f"{_mark(exercise.checks[0])} ", 2, exercise.checks[0].message)
            continue
        for check, following in zip_longest(exercise.checks, exercise.checks[1:]):
            _show_claim(console, check)
            if check.outcome in {"skipped", "todo", "missing"}:
                if not following or following.message != check.message:
                    _show_indented(console, "", 6, check.message)
            else:
                _show_message(console, check, whole=verbose or not told)
            told = told or check.lost
    total = fsum(exercise.points for exercise in exercises)
    most = fsum(exercise.max_points for exercise in exercises)
    console.print(f"[bold]{total:g} of {most:g} points[/]")


def _show_claim(console: Console, check: CheckResult) -> None:
    """Show a check's claim, and its points at the right."""
    worth = f"{check.points:g} / {check.max_points:g} points" if check.max_points else ""
    width = min(console.width, WIDTH)
    said = f"{check.claim} (hidden)" if check.hidden and check.name != SUMMED_UP else check.claim
    claim = textwrap.wrap(clean(said), width - len(worth) - 6) or [""]
    head = f"{escape(claim[0]):<{width - len(worth) - 5}} {worth}"
    console.print(f"  {_mark(check)} {head}".rstrip())
    for line in claim[1:]:
        console.print(f"    {escape(line)}")


def _show_message(console: Console, check: CheckResult, *, whole: bool) -> None:
    """Show why a check has failed, as a whole or in its main lines."""
    if check.passed:
        return
    first, *others = clean(check.message).splitlines() or [""]
    for line in (first, *others):
        likely = line.startswith("looks like:")
        main = likely or line is first or line.startswith("  line ")
        if line and (whole or main):
            style = "bold" if likely else ""
            console.print(f"      {escape(line)}", soft_wrap=True, style=style)


def _show_indented(console: Console, head: str, indent: int, text: str) -> None:
    """Show a sentence below a claim, on as many lines as it takes."""
    start = " " * indent
    room = min(console.width, WIDTH) - indent - 2
    for number, line in enumerate(textwrap.wrap(clean(text), room)):
        before = head if number == 0 else "  " * bool(head)
        console.print(f"{start}{before}{escape(line)}")


def _mark(check: CheckResult) -> str:
    colour = COLOURS[check.sign.tone]
    return f"[{colour}]{check.sign.mark}[/]" if colour else check.sign.mark


def show_one(result: SubmissionResult) -> None:
    """Show the exercises of a single submission."""
    console = make_console()
    if result.status != "graded":
        console.print(f"{clean(result.student)}: not graded: {clean(result.message)}", markup=False)
    if result.exercises:
        show_exercises(console, result.exercises)
    for text in filter(None, (result.lateness, result.note)):
        console.print(clean(text), markup=False)
