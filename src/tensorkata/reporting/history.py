"""How points changed from run to run: history.csv, to which each run of a topic adds a row.

A row for each student whose points are not those of their last row. Knows no other format.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from tensorkata.results import RunResult
from tensorkata.text import for_csv

FILE = "history.csv"
HEAD = ("graded", "student", "points", "max_points")


class Step(msgspec.Struct, frozen=True):
    """The points of a student after a run."""

    graded: str
    student: str
    points: float


def read_history(folder: Path) -> list[Step]:
    """Return every step in its order; a row that is cut off or no number is left out."""
    try:
        rows = csv.DictReader(io.StringIO((folder / FILE).read_text("utf-8-sig"), newline=""))
        return [step for row in rows if (step := _step(row))]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def _step(row: dict[str, str]) -> Step | None:
    try:
        return Step(row["graded"], row["student"], float(row["points"]))
    except (KeyError, TypeError, ValueError):
        return None


def add_to_history(run: RunResult, folder: Path) -> None:
    """Add the run's points before any penalty, of those who have a verdict and other points."""
    last = {step.student: step.points for step in read_history(folder)}
    rows = [
        (run.finished, student, f"{entry.points:g}", f"{entry.max_points:g}")
        for entry in run.submissions
        if entry.judged and last.get(student := for_csv(entry.student)) != entry.points
    ]
    path = folder / FILE
    fresh = not path.exists()
    if rows:
        with path.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as file:
            csv.writer(file).writerows([HEAD, *rows] if fresh else rows)


def means_of(history: list[Step]) -> list[tuple[str, float]]:
    """Return the mean points of a class after each run, with when it was graded."""
    last: dict[str, float] = {}
    means: dict[str, float] = {}
    for step in history:
        last[step.student] = step.points
        means[step.graded] = sum(last.values()) / len(last)
    return list(means.items())
