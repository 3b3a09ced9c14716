"""Figures of a class, from results alone: shares, mistakes by name, discrimination."""

from __future__ import annotations

from collections import Counter
from statistics import fmean, median, pstdev

import msgspec

from tensorkata.results import CheckResult, RunResult, SubmissionResult

LEAST = 5  # submissions, below which a share of a class says nothing
FEW, MOST = 0.1, 0.95
BINS = 10
LOOK = ("timeout", "crashed", "forbidden", "broken")


class CheckFigures(msgspec.Struct, frozen=True):
    """One check over a class: who passed, and whether those who passed did better elsewhere."""

    exercise: str
    name: str
    claim: str
    hidden: bool
    share: float
    discrimination: float | None


class ClassFigures(msgspec.Struct, frozen=True):
    """What the class page shows."""

    graded: int
    most: float
    mean: float
    middle: float
    bins: tuple[int, ...]
    exercises: tuple[tuple[str, float], ...]
    mistakes: tuple[tuple[str, int], ...]
    checks: tuple[CheckFigures, ...]
    look: tuple[tuple[str, str], ...]
    seconds: float


def figures(run: RunResult) -> ClassFigures:
    """Sum up a run; an empty class has zeros."""
    graded = [entry for entry in run.submissions if entry.status == "graded"]
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    points = [entry.points for entry in graded]
    bins = [0] * BINS
    for earned in points:
        bins[min(int(BINS * earned / most), BINS - 1) if most else 0] += 1
    mistakes = Counter(c.mistake for entry in graded for c in _checks(entry) if c.mistake)
    return ClassFigures(
        graded=len(graded),
        most=most,
        mean=fmean(points) if points else 0.0,
        middle=median(points) if points else 0.0,
        bins=tuple(bins),
        exercises=tuple(_shares(graded).items()),
        mistakes=tuple(mistakes.most_common(12)),
        checks=tuple(_per_check(graded)),
        look=tuple((entry.student, text) for entry in run.submissions if (text := _look(entry))),
        seconds=sum(entry.seconds for entry in run.submissions),
    )


def unusual(found: tuple[CheckFigures, ...], graded: int) -> list[CheckFigures]:
    """Return the checks that almost nobody or almost everybody passes."""
    if graded < LEAST:
        return []
    return [check for check in found if check.share <= FEW or check.share >= MOST]


def _checks(entry: SubmissionResult) -> list[CheckResult]:
    return [check for exercise in entry.exercises for check in exercise.checks]


def _shares(graded: list[SubmissionResult]) -> dict[str, float]:
    """Return the share of its points that the class earned on each exercise."""
    earned, most = Counter[str](), Counter[str]()
    for entry in graded:
        for exercise in entry.exercises:
            earned[exercise.name] += exercise.points  # type: ignore[assignment]
            most[exercise.name] += exercise.max_points  # type: ignore[assignment]
    return {name: earned[name] / most[name] if most[name] else 0.0 for name in most}


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
    return [
        CheckFigures(*key[:2], claims[key], key[2], fmean(p for p, _ in rows), _correlation(rows))
        for key, rows in seen.items()
    ]


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


def _look(entry: SubmissionResult) -> str:
    if entry.status == "unreadable":
        return entry.message
    return ", ".join(word for word in LOOK if any(c.outcome == word for c in _checks(entry)))
