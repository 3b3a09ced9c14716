"""A class as a table on a terminal: a row per submission, a column per exercise."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tensorkata.reporting.class_figures import remark, titled
from tensorkata.reporting.export_files import earned_by
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.text import clean

SOME = 100  # rows that are laid out together
LEAST = 10  # width of a name


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
    if any(entry.corrected for entry in run.submissions):
        console.print(BRACKETS, markup=False, soft_wrap=True)
    _show_hidden(console, run)


def _show_hidden(console: Console, run: RunResult) -> None:
    """Say which hidden checks were not passed, by how many, and how they ended."""
    ends: dict[tuple[str, str], Counter[str]] = {}
    for result in (exercise for entry in run.submissions for exercise in entry.exercises):
        for check in result.checks:
            if check.hidden and check.lost:
                ended = ends.setdefault((result.name, check.claim), Counter())
                ended[check.mistake or check.outcome] += 1
    if ends:
        console.print(HIDDEN, markup=False, soft_wrap=True)
    for (exercise, claim), found in sorted(ends.items(), key=lambda pair: -pair[1].total())[:MOST]:
        how = ", ".join(f"{count} {word}" for word, count in found.most_common(3))
        line = f"{found.total():>4}  {exercise}: {clean(claim)} ({clean(how)})"
        console.print(line, markup=False, soft_wrap=True)


def _rows(run: RunResult, names: list[str]) -> Iterator[list[str]]:
    for entry in run.submissions:
        earned = {exercise.name: earned_by(exercise) for exercise in entry.exercises}
        yield [
            clean(titled(entry)).replace("\n", " "),
            *(earned.get(name, "") for name in names),
            _of_most(entry),
            f"{entry.seconds:.1f}",
            clean(remark(entry)),
        ]


def _of_most(entry: SubmissionResult) -> str:
    there = entry.judged or entry.corrected
    return f"{earned_by(entry)} / {entry.max_points:g}" if there else ""


MOST = 12  # hidden checks that are listed
BRACKETS = "in brackets: what the checks gave, before it was corrected by hand"
HIDDEN = "hidden checks that were not passed, for you only (class.html says by whom, and how):"
