"""The pages of a class and of a student: HTML from nothing but results, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from tensorkata.reporting import class_figures
from tensorkata.reporting.course_table import CourseTable
from tensorkata.reporting.export_files import EARLIER, corrections, earned_by, number
from tensorkata.reporting.svg import as_svg
from tensorkata.reporting.visible import visible
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.text import clean
from tensorkata.times import readable

LONG = 120
LINES = 14  # of a message on the page of a class; a student's own page has it whole


def class_page(run: RunResult) -> Iterator[str]:
    """Return the parts of a class's page. A submission's text is escaped."""
    found = class_figures.figures(run)
    names = [exercise.name for exercise in found.exercises]
    row = partial(_row, run, names=names)
    parts: Iterator[str] = template("class.html").generate(
        run=run,
        figures=found,
        names=names,
        rows=map(row, run.submissions),
        again=map(row, run.submissions),
        by_hand=[found for found in map(row, run.submissions) if found["by_hand"]],
        unusual=[check for check in found.checks if check.remark],
        tallest=max(found.bins, default=0) or 1,
    )
    return parts


def course_page(table: CourseTable) -> Iterator[str]:
    """Return the parts of a course's page, with links to the pages of its topics."""
    look = [
        (row.title, f"{column.topic}: {cell.remark}")
        for row in table.rows
        for cell, column in zip(row.cells, table.columns, strict=True)
        if cell.remark and cell.status != "absent"
    ]
    parts: Iterator[str] = template("course.html").generate(table=table, look=look)
    return parts


def feedback_page(run: RunResult, entry: SubmissionResult) -> str:
    """Return a student's own page: every check and message, of hidden checks only the points."""
    exercises = [visible(exercise) for exercise in entry.exercises]
    page: str = template("feedback.html").render(
        run=run, entry=entry, exercises=exercises, earlier=EARLIER
    )
    return page


@cache
def template(name: str) -> Any:
    """Return a template, which escapes all that it is given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tensorkata.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    filters = {"shown": shown, "brief": brief, "points": points, "share": share, "clean": clean}
    environment.filters |= {
        **filters,
        "when": when,
        "readable": readable,
        "picture": as_svg,
        "titled": class_figures.titled,
    }
    return environment.get_template(name)


def shown(value: object) -> str:
    """Return a text without control characters, cut if it is very long."""
    text = clean(str(value))
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def brief(text: str) -> str:
    """Return the first lines of a message, each cut if it is very long."""
    lines = text.splitlines()
    cut = [f"… {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([*map(shown, lines[:LINES]), *cut])


def when(moment: str) -> str:
    """Return a time of RFC 3339 to the minute, for people to read."""
    return f"{moment[:16].replace('T', ' ')} UTC" if moment.endswith("+00:00") else moment


def points(value: float) -> str:
    """Return points without needless zeros."""
    return f"{value:g}"


def share(value: float) -> str:
    """Return a share in per cent."""
    return f"{value:.0%}"


def _row(run: RunResult, entry: Any, names: list[str]) -> dict[str, Any]:
    earned = {e.name: (earned_by(e), e.points / (e.max_points or 1)) for e in entry.exercises}
    failed = [
        (exercise.name, check)
        for exercise in entry.exercises
        for check in exercise.checks
        if check.lost
    ]
    cells = [earned.get(name, ("", 0.0)) for name in names]
    earned_all = run.points_of(entry)
    return {
        "entry": entry,
        "points": earned_by(entry) if entry.corrected else number(earned_all),
        "cells": cells,
        "by_hand": corrections(entry),
        "failed": failed,
        "remark": class_figures.remark(entry),
    }
