"""The class page: one HTML file from results alone, no script, nothing from outside."""

from __future__ import annotations

from typing import Any

from tensorkata.reporting import statistics
from tensorkata.reporting.terminal import clean, remark
from tensorkata.results import RunResult

LONG = 120


def class_page(run: RunResult) -> str:
    """Return the page of a class. Every text of a submission is escaped and shown as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("tensorkata.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"shown": shown, "points": points, "share": share}
    found = statistics.figures(run)
    names = list(dict.fromkeys(e.name for s in run.submissions for e in s.exercises))
    return environment.get_template("class.html").render(
        run=run,
        figures=found,
        names=names,
        rows=[_row(entry, names) for entry in run.submissions],
        unusual=statistics.unusual(found.checks, found.graded),
        weak=[c for c in found.checks if c.discrimination is not None and c.discrimination < 0],
        tallest=max(found.bins, default=0) or 1,
    )


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
