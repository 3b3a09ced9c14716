"""What an export is made of: files by their names, tables, and names that no two students share."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator

from tensorkata.results import ExerciseResult, SubmissionResult
from tensorkata.text import for_filename

Files = Iterator[tuple[str, Iterable[str | bytes]]]


class Names:
    """Name a file for each student, never the same for two, even on disks that ignore case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, entry: SubmissionResult) -> str:
        """Return a name that no student before has."""
        name = for_filename(entry.student)
        while name.casefold() in self._taken:
            name += "%"
        self._taken.add(name.casefold())
        return name


def table(rows: Iterable[list[str]], *heads: list[str]) -> Iterator[str]:
    """Yield the heads and the rows as lines of CSV."""
    for row in itertools.chain(heads, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(row)
        yield out.getvalue()


def number(points: float | None) -> str:
    """Return points for a table; no verdict is an empty field."""
    return "" if points is None else f"{points:g}"


def earned_by(result: ExerciseResult | SubmissionResult) -> str:
    """Return the points that count, and in brackets those of the checks if they were corrected."""
    judged = result.judged_points
    before = f" ({judged:g})" if isinstance(judged, float) else ""
    points = result.points if isinstance(result, ExerciseResult) else result.kept
    return f"{points:g}{before}"


def told(entry: SubmissionResult) -> str:
    """Return what there is to say of a submission as a whole, in one line."""
    return "; ".join(filter(None, [entry.message, entry.lateness, entry.note]))


def corrections(entry: SubmissionResult) -> list[str]:
    """Return a line for each exercise that an instructor has corrected or commented on."""
    return [line for e in entry.exercises if (line := correction(e))]


def correction(exercise: ExerciseResult) -> str:
    """Return what an instructor gave and wrote, in one line; nothing if there is neither."""
    given = ""
    if exercise.corrected:
        judged = exercise.judged_points
        before = f" (the checks gave {judged:g})" if isinstance(judged, float) else ""
        worth = f"{exercise.points:g} of {exercise.max_points:g}"
        given = f"{exercise.name}: {worth} points by hand{before}"
    comment = " ".join((exercise.comment or "").split())
    if not given and not comment:
        return ""
    about = f" ({EARLIER})" if exercise.review is True else ""
    return f"{given or exercise.name}{': ' * bool(comment)}{comment}{about}"


EARLIER = "written about another version of the submission"
