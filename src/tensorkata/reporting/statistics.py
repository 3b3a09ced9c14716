"""Figures of a class, from results alone: shares, mistakes by name, discrimination."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from statistics import fmean, median, pstdev

import msgspec

from tensorkata.reporting.terminal import UNSOLVED, remark
from tensorkata.results import ExerciseResult, RunResult, SubmissionResult

LEAST = 5  # submissions, below which a share of a class says nothing
FEW, MOST = 0.1, 0.95
BINS = 10
TOP = 12
STUB = {"todo", "missing"}


class CheckFigures(msgspec.Struct, frozen=True):
    """One check over a class: who passed, whether those did better elsewhere, what is odd."""

    exercise: str
    name: str
    claim: str
    hidden: bool
    share: float
    discrimination: float | None
    remark: str


class ExerciseFigures(msgspec.Struct, frozen=True):
    """One exercise over a class: the shares of the points, of who solved, of who began; time."""

    name: str
    share: float
    solved: float
    begun: float
    seconds: float


class ClassFigures(msgspec.Struct, frozen=True):
    """What the class page shows."""

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
    """Sum up a run; an empty class has zeros."""
    graded = [entry for entry in run.submissions if entry.status == "graded"]
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    points = [entry.points for entry in graded]
    bins = [0] * BINS
    for earned in points:
        bins[min(int(BINS * earned / most), BINS - 1) if most else 0] += 1
    mistakes = Counter(
        pair
        for entry in graded
        for pair in {(e.name, c.mistake) for e in entry.exercises for c in e.checks if c.mistake}
    )
    remarks = ((entry.student, remark(entry)) for entry in run.submissions)
    slowest = sorted(((entry.student, entry.seconds) for entry in graded), key=lambda s: -s[1])
    return ClassFigures(
        graded=len(graded),
        complete=sum(earned == most for earned in points),
        most=most,
        mean=fmean(points) if points else 0.0,
        middle=median(points) if points else 0.0,
        bins=tuple(bins),
        exercises=tuple(_per_exercise(graded)),
        mistakes=tuple(sorted(mistakes.items(), key=lambda pair: (-pair[1], pair[0]))[:TOP]),
        checks=tuple(_per_check(graded)),
        look=tuple(pair for pair in remarks if pair[1] not in {"", UNSOLVED}),
        seconds=median(entry.seconds for entry in graded) if graded else 0.0,
        slowest=tuple(slowest[:3]),
    )


def _per_exercise(graded: list[SubmissionResult]) -> Iterator[ExerciseFigures]:
    seen: dict[str, list[ExerciseResult]] = {}
    for entry in graded:
        for exercise in entry.exercises:
            seen.setdefault(exercise.name, []).append(exercise)
    for name, found in seen.items():
        yield ExerciseFigures(
            name,
            share=sum(e.points for e in found) / (sum(e.max_points for e in found) or 1),
            solved=fmean(e.points == e.max_points for e in found),
            begun=fmean(not {c.outcome for c in e.checks} <= STUB for e in found),
            seconds=median(sum(c.seconds for c in e.checks) for e in found),
        )


def _per_check(graded: list[SubmissionResult]) -> list[CheckFigures]:
    seen: dict[tuple[str, str, bool], list[tuple[bool, float]]] = {}
    claims: dict[tuple[str, str, bool], str] = {}
    for entry in graded:
        for exercise in entry.exercises:
            for check in exercise.checks:
                key = (exercise.name, check.name, check.hidden)
                rest = entry.points - check.points
                seen.setdefault(key, []).append((check.outcome == "passed", rest))
                claims[key] = check.claim
    found = []
    for key, rows in seen.items():
        share, discrimination = fmean(p for p, _ in rows), _correlation(rows)
        remark = _remark(share, discrimination) if len(rows) >= LEAST else ""
        about = (*key[:2], claims[key], key[2])
        found.append(CheckFigures(*about, share, discrimination, remark))
    return found


def _remark(share: float, discrimination: float | None) -> str:
    """Return what is odd about a check, if anything is."""
    if share <= FEW:
        return "almost nobody passes it"
    if share >= MOST:
        return "almost everybody passes it"
    return "who passes it earns less elsewhere" if (discrimination or 0.0) < 0.0 else ""


def _correlation(rows: list[tuple[bool, float]]) -> float | None:
    """Return the point-biserial correlation of passing with the other points.

    None where all passed, none did, or the other points are all the same.
    """
    passed = [float(p) for p, _ in rows]
    rest = [r for _, r in rows]
    spread = pstdev(passed) * pstdev(rest)
    if len(rows) < LEAST or not spread:
        return None
    mean = fmean(rest)
    share = fmean(passed)
    return fmean((p - share) * (r - mean) for p, r in zip(passed, rest, strict=True)) / spread
