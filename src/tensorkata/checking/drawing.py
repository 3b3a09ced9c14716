"""Choose which part of a wrong array to draw: a window around the worst place, or a curve.

A hidden check draws nothing: its data never reach a student. Reporting decides how it looks.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorkata.checking.tolerance import is_near
from tensorkata.errors import CheckFailed
from tensorkata.results import Drawing

MOST = 12  # rows and columns of the window
LONGEST = 60  # entries of a curve
FEWEST = 4


def draw_failure(failure: CheckFailed) -> Drawing | None:
    """Return the drawing of a failure: real arrays of one shape whose values differ, or None."""
    if failure.rung not in {"value", "finite"}:
        return None
    got, want = np.asarray(failure.got), np.asarray(failure.want)
    if got.shape != want.shape or {got.dtype.kind, want.dtype.kind} & set("cOUS"):
        return None
    wrong = ~is_near(got, want, failure.room)
    got, want = got.astype(np.float64), want.astype(np.float64)
    if got.ndim == 1 and failure.rows and 1 < got.size <= LONGEST:
        return _drawn(failure, got[None], want[None], wrong[None], curve=failure.rows)
    if got.size < FEWEST or not wrong.any():
        return None
    return _drawn(failure, *_window(got, want, wrong))


def _window(got: Any, want: Any, wrong: Any) -> tuple[Any, Any, Any, str]:
    """Return the part of the two longest axes around the largest difference, and its name."""
    with np.errstate(all="ignore"):
        error = np.abs(got - want)
    error = np.where(wrong, np.nan_to_num(error, nan=np.inf, posinf=np.inf), -1.0)
    worst = np.unravel_index(int(np.argmax(error)), got.shape)
    place: list[Any] = [int(i) for i in worst]
    for axis in sorted(range(got.ndim), key=lambda axis: (got.shape[axis], axis))[-2:]:
        start = min(max(0, place[axis] - MOST // 2), max(0, got.shape[axis] - MOST))
        place[axis] = slice(start, min(start + MOST, got.shape[axis]))
    mine, theirs, marks = (np.atleast_2d(array[tuple(place)]) for array in (got, want, wrong))
    whole = mine.size == got.size
    named = ", ".join(
        str(part) if isinstance(part, int) else f"{part.start}:{part.stop}" for part in place
    )
    return mine, theirs, marks, "" if whole else f"[{named}] of {got.shape}"


def _drawn(
    failure: CheckFailed, got: Any, want: Any, wrong: Any, part: str = "", curve: str = ""
) -> Drawing:
    rows = [
        tuple(tuple(_number(value) for value in row) for row in array.tolist())
        for array in (got, want)
    ]
    marks = tuple("".join("01"[bool(value)] for value in row) for row in wrong.tolist())
    return Drawing(failure.sides, rows[0], rows[1], marks, part, curve)


def _number(value: float) -> float | None:
    """Return the number to four digits: nobody can see more."""
    return float(f"{value:.4g}") if np.isfinite(value) else None
