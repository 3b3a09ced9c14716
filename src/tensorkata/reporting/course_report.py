"""The table of a course for people and programs: a page, course.csv, a table on a terminal."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO

from rich import box
from rich.table import Table
from rich.text import Text

from tensorkata.reporting.course_table import CourseTable, Row
from tensorkata.reporting.pages import course_page
from tensorkata.reporting.terminal import make_console
from tensorkata.text import clean, for_csv

ABOUT = ("section", "group", "email", "login", "sis_id", "canvas_id")  # columns, if known


def write(table: CourseTable, folder: Path) -> None:
    """Write course.html and course.csv, each whole or not at all."""
    for name, write_to in (("course.csv", _write_csv), ("course.html", _write_page)):
        fresh = folder / f".{name}.new"
        with fresh.open("w", encoding="utf-8", newline="") as out:
            write_to(table, out)
        fresh.replace(folder / name)


def _write_page(table: CourseTable, out: IO[str]) -> None:
    out.writelines(course_page(table))


def _write_csv(table: CourseTable, out: IO[str]) -> None:
    """Write a row of maxima, a row of weights and a row a student; no verdict, no number."""
    about = [key for key in ABOUT if any(row.about.get(key) for row in table.rows)]
    topics = [column.topic for column in table.columns]
    blank = [""] * (1 + len(about))
    out.write("\ufeff")  # by which Excel knows UTF-8
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["student", "name", *about, *topics, "total", "percent", "days_late", "missing"])
    most = [f"{column.most:g}" for column in table.columns]
    weights = [f"{column.weight:g}" for column in table.columns]
    rows.writerow(["(maximum)", *blank, *most, f"{table.most:g}", "100", "", ""])
    rows.writerow(["(weight)", *blank, *weights, f"{table.most:g}", "", "", ""])
    for row in table.rows:
        known = [for_csv(row.about.get(key, "")) for key in about]
        points = [_number(cell.points) for cell in row.cells]
        late = sum(cell.days_late for cell in row.cells)
        share = "" if row.share is None else f"{100 * row.share:.1f}"
        rows.writerow(
            [
                *(for_csv(row.student), for_csv(row.name), *known, *points),
                *(_number(row.points), share, str(late), "; ".join(row.missing)),
            ]
        )


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def show_course(table: CourseTable, out: IO[str] | None = None) -> None:
    """Show a row per student and a column per topic, with what an instructor should look at."""
    console = make_console(out)
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False)
    shown.add_column("student", min_width=10)
    for number in range(1, len(table.columns) + 1):
        shown.add_column(f"{number}", justify="right", no_wrap=True)
    shown.add_column("total", justify="right", no_wrap=True)
    shown.add_column("%", justify="right", no_wrap=True)
    shown.add_column("note", ratio=1)
    for row in table.rows:
        share = "" if row.share is None else f"{100 * row.share:.0f}"
        cells = [clean(row.title).replace("\n", " "), *(_number(c.points) for c in row.cells)]
        shown.add_row(*map(Text, [*cells, _number(row.points), share, clean(note_of(row, table))]))
    console.print(shown)
    console.print()
    told = [
        f"{number} {column.topic} (of {column.most:g})"
        for number, column in enumerate(table.columns, 1)
    ]
    console.print("  ".join(told), f"  total of {table.most:g}", soft_wrap=False, markup=False)


def note_of(row: Row, table: CourseTable) -> str:
    """Return what to look at in a row, each with the number of its topic: its first words."""
    told = [
        f"{column.topic.partition('_')[0]}: {cell.remark.partition('; ')[0]}"
        for cell, column in zip(row.cells, table.columns, strict=True)
        if cell.remark and cell.status != "absent"
    ]
    return "; ".join(told)
