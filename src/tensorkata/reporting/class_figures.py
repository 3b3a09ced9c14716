"""Figures of a class, from nothing but results: shares, named mistakes, discrimination."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from statistics import correlation, fmean, median

import msgspec

from tensorkata.results import RunResult, SubmissionResult

LEAST = 5  # submissions; with fewer, a share of the class means nothing
FEW, MOST = 0.1, 0.95
BINS = 10
TOP = 12
UNSOLVED = "unsolved"
REVIEW = "changed since your comment on {names}"


class CheckFigures(msgspec.Struct, frozen=True):
    """One check over a class: who passed, whether they did better elsewhere, what is odd."""

    exercise: str
    name: str
    claim: str
    hidden: bool
    share: float
    discrimination: float | None
    remark: str


class ExerciseFigures(msgspec.Struct, frozen=True):
    """One exercise over a class: the shares of points, of solvers, of beginners; the time."""

    name: str
    share: float
    solved: float
    begun: float
    seconds: float


class ClassFigures(msgspec.Struct, frozen=True):
    """The figures that the class page shows."""

    graded: int
    complete: int
    most: float
    mean: float
    middle: float
    bins: tuple[int, ...]
    exercises: tuple[ExerciseFigures, ...]
    mistakes: tuple[tuple[tuple[str, str], int], ...]
    checks: tuple[CheckFigures, ...]
    look: tuple[tuple[str, str], ...]
    seconds: float
    slowest: tuple[tuple[str, float], ...]


def figures(run: RunResult) -> ClassFigures:
    """Sum up a run, which is read again for each figure; an empty class has zeros."""
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    each = [(entry.student, entry.points, entry.seconds) for entry in _graded(run)]
    points = [earned for _, earned, _ in each]
    bins = [0] * BINS
    for earned in points:
        bins[min(int(BINS * earned / most), BINS - 1) if most else 0] += 1
    mistakes = Counter(
        pair
        for entry in _graded(run)
        for pair in {(e.name, c.mistake) for e in entry.exercises for c in e.checks if c.mistake}
    )
    remarks = ((titled(entry), remark(entry)) for entry in run.submissions)
    slowest = sorted(((student, seconds) for student, _, seconds in each), key=lambda s: -s[1])
    return ClassFigures(
        graded=len(each),
        complete=sum(earned == most for earned in points),
        most=most,
        mean=fmean(points) if points else 0.0,
        middle=median(points) if points else 0.0,
        bins=tuple(bins),
        exercises=tuple(_per_exercise(run)),
        mistakes=tuple(sorted(mistakes.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP]),
        checks=tuple(_per_check(run)),
        look=tuple(pair for pair in remarks if pair[1] not in {"", UNSOLVED}),
        seconds=median(seconds for *_, seconds in each) if each else 0.0,
        slowest=tuple(slowest[:3]),
    )


def remark(entry: SubmissionResult) -> str:
    """Return the reasons for an instructor to look at a submission."""
    review = [exercise.name for exercise in entry.exercises if exercise.review is True]
    again = REVIEW.format(names=", ".join(review)) if review else ""
    return "; ".join(filter(None, [_ended(entry), entry.lateness, entry.note, again]))


def _ended(entry: SubmissionResult) -> str:
    if entry.status != "graded":
        return entry.remark
    checks = [check for exercise in entry.exercises for check in exercise.checks]
    seen = {check.outcome for check in checks}
    if checks and seen <= {"todo"}:
        return UNSOLVED
    return ", ".join(w for w in ("timeout", "crashed", "forbidden", "broken") if w in seen)


def titled(entry: SubmissionResult) -> str:
    """Return the student, with the name beside it if it is another."""
    same = entry.name in {"", entry.student}
    return entry.student if same else f"{entry.student} ({entry.name})"


def _graded(run: RunResult) -> Iterator[SubmissionResult]:
    return (entry for entry in run.submissions if entry.status == "graded")


def _by_the_checks(entry: SubmissionResult) -> float:
    judged = entry.judged_points
    return judged if isinstance(judged, float) else entry.points


def _per_exercise(run: RunResult) -> Iterator[ExerciseFigures]:
    sums: dict[str, Counter[str]] = {}
    times: dict[str, array[float]] = {}
    for entry in _graded(run):
        for e in entry.exercises:
            found = sums.setdefault(e.name, Counter())
            found["points"] += e.points  # type: ignore[assignment] # points may be halves
            found["most"] += e.max_points  # type: ignore[assignment]
            found["solved"] += e.complete
            found["begun"] += e.begun
            seconds = sum(check.seconds for check in e.checks)
            times.setdefault(e.name, array("d")).append(seconds)
    for name, found in sums.items():
        count = len(times[name])
        yield ExerciseFigures(
            name,
            share=found["points"] / (found["most"] or 1),
            solved=found["solved"] / count,
            begun=found["begun"] / count,
            seconds=median(times[name]),
        )


def _per_check(run: RunResult) -> list[CheckFigures]:
    seen: dict[tuple[str, str, bool], tuple[array[float], array[float]]] = {}
    claims: dict[tuple[str, str, bool], str] = {}
    for entry in _graded(run):
        for exercise in entry.exercises:
            for check in exercise.checks:
                key = (exercise.name, check.name, check.hidden)
                passed, rest = seen.setdefault(key, (array("d"), array("d")))
                passed.append(check.passed)
                rest.append(_by_the_checks(entry) - check.points)
                claims[key] = check.claim
    found = []
    for key, (passed, rest) in seen.items():
        share, discrimination = fmean(passed), _correlation(passed, rest)
        remark = _remark(share, discrimination) if len(passed) >= LEAST else ""
        about = (*key[:2], claims[key], key[2])
        found.append(CheckFigures(*about, share, discrimination, remark))
    return found


def _remark(share: float, discrimination: float | None) -> str:
    """Return what is odd about a check, or nothing."""
    if share <= FEW:
        return "almost nobody passes it"
    if share >= MOST:
        return "almost everybody passes it"
    return "students who pass it earn less elsewhere" if (discrimination or 0.0) < 0.0 else ""


def _correlation(passed: array[float], rest: array[float]) -> float | None:
    """Return the point-biserial correlation of passing with the other points.

    None if all passed, nobody did, or the other points are all the same.
    """
    if len(passed) < LEAST or len(set(passed)) == 1 or len(set(rest)) == 1:
        return None
    return correlation(passed, rest)
