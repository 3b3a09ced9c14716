"""The pages of a class and of a student: HTML from results alone, without a script."""

from __future__ import annotations

from typing import Any

from tensorkata.reporting import statistics
from tensorkata.reporting.cell import visible
from tensorkata.reporting.terminal import clean, remark
from tensorkata.results import RunResult, SubmissionResult

LONG = 120


def class_page(run: RunResult) -> str:
    """Return the page of a class. Every text of a submission is escaped and shown as text."""
    found = statistics.figures(run)
    names = list(dict.fromkeys(e.name for s in run.submissions for e in s.exercises))
    page: str = _template("class.html").render(
        run=run,
        figures=found,
        names=names,
        rows=[_row(entry, names) for entry in run.submissions],
        unusual=statistics.unusual(found.checks, found.graded),
        weak=[c for c in found.checks if c.discrimination is not None and c.discrimination < 0],
        tallest=max(found.bins, default=0) or 1,
    )
    return page


def feedback_page(run: RunResult, entry: SubmissionResult) -> str:
    """Return a student's own page: every check, every message, of the hidden ones their points."""
    exercises = [visible(exercise) for exercise in entry.exercises]
    page: str = _template("feedback.html").render(run=run, entry=entry, exercises=exercises)
    return page


def _template(name: str) -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tensorkata.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"shown": shown, "points": points, "share": share, "clean": clean}
    return environment.get_template(name)


def shown(value: object) -> str:
    """Return a text without control characters, cut where it is very long."""
    text = clean(str(value))
    return text if len(text) <= LONG else f"{text[:LONG]} …"


def points(value: float) -> str:
    """Return points without needless zeros."""
    return f"{value:g}"


def share(value: float) -> str:
    """Return a share in per cent."""
    return f"{value:.0%}"


def _row(entry: Any, names: list[str]) -> dict[str, Any]:
    earned = {e.name: f"{e.points:g}" for e in entry.exercises}
    failed = [
        (exercise.name, check)
        for exercise in entry.exercises
        for check in exercise.checks
        if check.outcome not in {"passed", "skipped", "todo"}
    ]
    cells = [earned.get(name, "") for name in names]
    return {"entry": entry, "cells": cells, "failed": failed, "remark": remark(entry)}
