"""Results on a terminal: one submission's checks in a student's words, a class as a table."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterable, Iterator
from typing import IO, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult

WIDTH = 100
SOME = 100  # rows of a table that are laid out at once
LEAST = 10  # columns of a name
UNSOLVED = "unsolved"
MARKS = {
    "passed": "[green]✓[/]",
    "skipped": "-",
    "todo": "[yellow]·[/]",
    "missing": "[yellow]·[/]",
}


def show_checks(checks: Any, *, verbose: bool, out: IO[str] | None = None) -> None:
    """Show each topic's exercises; the first failure whole, the others in a line each."""
    console = make_console(out)
    for topic in checks.tally.topics():
        show_exercises(console, checks.tally.results(topic), verbose=verbose)
    console.print(f"seed {checks.seed} (--seed {checks.seed} repeats this run)")


def make_console(out: IO[str] | None = None) -> Console:
    """Return a console that is plain where it is not a terminal."""
    return Console(file=out, highlight=False, emoji=False)


def show_exercises(console: Console, exercises: Iterable[ExerciseResult], *, verbose: bool) -> None:
    """Show exercises with their checks: one failure told whole, unless `verbose` tells them all."""
    told = False
    exercises = tuple(exercises)
    for exercise in exercises:
        console.print(f"[bold]{escape(exercise.name)}[/]  {points(exercise)}")
        untouched = all(check.outcome == "todo" for check in exercise.checks)
        if untouched and not verbose:
            console.print(f"  [yellow]·[/] {escape(exercise.checks[0].message)}")
            continue
        for check in exercise.checks:
            whole = verbose or not told
            show_check(console, check, whole=whole)
            told = told or check.outcome not in {"passed", "skipped", "todo"}
    total = sum(exercise.points for exercise in exercises)
    most = sum(exercise.max_points for exercise in exercises)
    console.print(f"[bold]{total:g} of {most:g} points[/]")


def show_check(console: Console, check: CheckResult, *, whole: bool) -> None:
    """Show one check: its claim, its points at the right, then the message."""
    mark = MARKS.get(check.outcome, "[red]✗[/]")
    worth = f"{check.points:g} / {check.max_points:g} points" if check.max_points else ""
    width = min(console.width, WIDTH)
    claim = textwrap.wrap(clean(check.claim), width - len(worth) - 6) or [""]
    console.print(f"  {mark} {escape(claim[0]):<{width - len(worth) - 5}} {worth}".rstrip())
    for line in claim[1:]:
        console.print(f"    {escape(line)}")
    if whole and check.message and check.outcome not in {"passed", "todo"}:
        for line in clean(check.message).splitlines():
            style = "bold" if line.startswith("looks like:") else ""
            console.print(f"      {escape(line)}", soft_wrap=True, style=style)


def points(exercise: ExerciseResult) -> str:
    """Return `3 / 5 points`."""
    return f"{exercise.points:g} / {exercise.max_points:g} points"


def clean(text: str) -> str:
    """Strip control characters, so that a submission's text cannot steer the terminal."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(
        char for char in text if char == "\n" or (char.isprintable() and char not in BIDI)
    )


BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def show_one(result: SubmissionResult) -> None:
    """Show the exercises of a single submission."""
    console = make_console()
    if result.status != "graded":
        console.print(f"{clean(result.student)}: not graded: {clean(result.message)}", markup=False)
    else:
        show_exercises(console, result.exercises, verbose=False)


def show_class(run: RunResult, out: IO[str] | None = None) -> None:
    """Show a class as a table, a row per submission, a column per exercise; some rows at a time."""
    names = list(dict.fromkeys(e.name for s in run.submissions for e in s.exercises))
    heads = ["student", *(str(number) for number, _ in enumerate(names, 1)), "points", "s", "note"]
    wide = [len(head) for head in heads]
    for row in _rows(run, names):
        wide = [max(width, cell_len(cell)) for width, cell in zip(wide, row, strict=True)]
    console = make_console(out)
    gap = 2 if sum(wide) + 2 * len(wide) <= console.width else 1
    room = console.width - sum(wide[1:-1]) - gap * len(wide)
    wide[0] = max(min(wide[0], room * 2 // 3), LEAST)
    wide[-1] = max(min(wide[-1], room - wide[0]), len("note"))
    console.print(f"{run.topic}, isolation: {run.isolation}\n", markup=False)
    rows = _rows(run, names)
    for number in itertools.count():
        some = list(itertools.islice(rows, SOME))
        if number and not some:
            break
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, show_header=not number)
        table.padding = (0, gap - 1, 0, 0)  # the box itself puts one between columns
        for head, width in zip(heads, wide, strict=True):
            side: Any = "left" if head in {"student", "note"} else "right"
            table.add_column(head, width=width, justify=side, no_wrap=head != "note")
        for row in some:
            table.add_row(*map(Text, row))
        console.print(table)
    console.print()
    console.print("  ".join(f"{n} {name}" for n, name in enumerate(names, 1)), soft_wrap=False)


def _rows(run: RunResult, names: list[str]) -> Iterator[list[str]]:
    for entry in run.submissions:
        earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
        yield [
            clean(entry.student).replace("\n", " "),
            *(earned.get(name, "") for name in names),
            f"{entry.points:g} / {entry.max_points:g}",
            f"{entry.seconds:.1f}",
            clean(remark(entry)),
        ]


def remark(entry: SubmissionResult) -> str:
    """Return what an instructor should look at in a submission."""
    if entry.status != "graded":
        return entry.remark
    checks = [check for exercise in entry.exercises for check in exercise.checks]
    seen = {check.outcome for check in checks}
    if checks and seen <= {"todo"}:
        return UNSOLVED
    return ", ".join(word for word in ("timeout", "crashed", "forbidden", "broken") if word in seen)
