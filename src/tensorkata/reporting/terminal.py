"""One submission's checks in a student's words: the text that every kind of check shows."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterable
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
    """Show the exercises of each topic, how to get a hint, and how to repeat the run.

    Without a seed the last is left out: only an instructor repeats a graded run.
    """
    for exercises in results.values():
        show_exercises(console, exercises, verbose=verbose)
    for topic, exercises in results.items():
        open_ones = [exercise.name for exercise in exercises if not exercise.complete]
        if open_ones:
            console.print(f"a nudge: kata hint {topic}::{open_ones[0]}", markup=False)
            break
    if seed is not None:
        console.print(f"seed {seed} (--seed {seed} repeats this run)")


def as_text(results: TopicResults, seed: int | None) -> str:
    """Return that report as plain text."""
    out = io.StringIO()
    console = make_console(out, width=PLAIN_WIDTH, color_system=None)
    show_report(console, results, seed)
    return out.getvalue().rstrip("\n")


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
    """Show exercises with their checks: the first failure in full, with `verbose` every failure."""
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
            first = exercise.checks[0]
            console.print(f"  {_mark(first)} {escape(first.message)}")
            continue
        for check in exercise.checks:
            show_check(console, check, whole=verbose or not told)
            told = told or check.lost
    total = sum(exercise.points for exercise in exercises)
    most = sum(exercise.max_points for exercise in exercises)
    console.print(f"[bold]{total:g} of {most:g} points[/]")


def show_check(console: Console, check: CheckResult, *, whole: bool) -> None:
    """Show one check: its claim, its points at the right, then the message."""
    worth = f"{check.points:g} / {check.max_points:g} points" if check.max_points else ""
    width = min(console.width, WIDTH)
    said = f"{check.claim} (hidden)" if check.hidden and check.name != SUMMED_UP else check.claim
    claim = textwrap.wrap(clean(said), width - len(worth) - 6) or [""]
    head = f"{escape(claim[0]):<{width - len(worth) - 5}} {worth}"
    console.print(f"  {_mark(check)} {head}".rstrip())
    for line in claim[1:]:
        console.print(f"    {escape(line)}")
    if whole and check.message and check.outcome not in {"passed", "todo"}:
        for line in clean(check.message).splitlines():
            style = "bold" if line.startswith("looks like:") else ""
            console.print(f"      {escape(line)}", soft_wrap=True, style=style)


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
