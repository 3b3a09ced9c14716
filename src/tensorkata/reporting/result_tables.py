"""results.csv and exercises.csv: a run as tables, for the instructor's spreadsheet."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from tensorkata.reporting.export_files import Files, correction, corrections, number, table, told
from tensorkata.results import CheckResult, ExerciseResult, RunResult, SubmissionResult
from tensorkata.text import for_csv


def as_csv(run: RunResult) -> Files:
    """Return results.csv (a row a student) and exercises.csv (a row a student and exercise)."""
    names: dict[str, float] = {}
    most = 0.0
    for entry in run.submissions:
        names |= {exercise.name: exercise.max_points for exercise in entry.exercises}
        most = max(most, entry.max_points)
    head = ["student", "name", "path", "found", "status", "points", "max_points"]
    head += ["submitted", "due", "days_late", "points_before_penalty"]
    top = ["(maximum)", "", "", "", "", f"{most:g}", f"{most:g}", "", "", "", f"{most:g}"]
    top += [f"{points:g}" for points in names.values()]
    rows = (_row(run, entry, list(names)) for entry in run.submissions)
    last = ["judged_points", "seconds", "message", "comment"]
    yield "results.csv", _for_people(table(rows, [*head, *names, *last], [*top, "", "", "", ""]))
    each = (_of_exercise(s, e) for s in run.submissions for e in s.exercises)
    columns = ["student", "exercise", "points", "max_points", "outcomes"]
    columns += ["judged_points", "comment", "not_passed"]
    yield "exercises.csv", _for_people(table(each, columns))


def _row(run: RunResult, entry: SubmissionResult, names: list[str]) -> list[str]:
    points = number(run.points_of(entry))
    earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
    return [
        for_csv(entry.student),
        for_csv(entry.name),
        for_csv(entry.path),
        for_csv(entry.found),
        entry.status,
        points,
        f"{entry.max_points:g}" if entry.judged or entry.corrected else "",
        *(entry.submitted, entry.due, str(entry.days_late) if entry.due and points else ""),
        f"{entry.points:g}" if entry.judged or entry.corrected else "",
        *(earned.get(name, "0" if points else "") for name in names),
        _judged(entry),
        f"{entry.seconds:.2f}",
        for_csv(told(entry)),
        for_csv("; ".join(corrections(entry))),
    ]


def _of_exercise(entry: SubmissionResult, exercise: ExerciseResult) -> list[str]:
    return [
        for_csv(entry.student),
        exercise.name,
        f"{exercise.points:g}",
        f"{exercise.max_points:g}",
        " ".join(check.outcome for check in exercise.checks),
        _judged(exercise),
        for_csv(correction(exercise)),
        for_csv("; ".join(_not_passed(check) for check in exercise.checks if check.lost)),
    ]


def _judged(result: SubmissionResult | ExerciseResult) -> str:
    """Return the points of the checks: those that count, unless an instructor corrected them."""
    if result.corrected:
        judged = result.judged_points
        return number(judged if isinstance(judged, float) else None)
    return f"{result.points:g}" if isinstance(result, ExerciseResult) or result.judged else ""


def _not_passed(check: CheckResult) -> str:
    """Return a check's name and outcome, and the first line of its message."""
    name = f"{'hidden ' * check.hidden}{check.name} ({check.outcome})"
    return f"{name}: {check.message.splitlines()[0]}" if check.message.strip() else name


def _for_people(lines: Iterator[str]) -> Iterator[str]:
    """Begin with the mark by which Excel knows UTF-8."""
    return itertools.chain(["\ufeff"], lines)
