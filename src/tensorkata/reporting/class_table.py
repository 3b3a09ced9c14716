"""A class as a table on a terminal: a row per submission, a column per exercise."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import IO, Any

from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from tensorkata.reporting.class_figures import remark, titled
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult
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


def _rows(run: RunResult, names: list[str]) -> Iterator[list[str]]:
    for entry in run.submissions:
        earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
        yield [
            clean(titled(entry)).replace("\n", " "),
            *(earned.get(name, "") for name in names),
            f"{entry.kept:g} / {entry.max_points:g}" if entry.judged else "",
            f"{entry.seconds:.1f}",
            clean(remark(entry)),
        ]
