"""The assertion for a gradient: None, the oracle's derivative, the function's own slope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorkata.checking.assertions import Slips, assert_close
from tensorkata.diagnosis.student_source import BROKEN_PATH
from tensorkata.errors import CheckerFault, CheckFailed
from tensorkata.protocol.observation import Observed

FLOOR = 1e-3


def assert_gradient(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: str | None = None,
    slips: Slips = None,
    of: Callable[[Any], Any] | None = None,
    at: Any = None,
    what: str = "the gradient",
) -> None:
    """Compare an observed gradient with the oracle's derivative and the function's own slope.

    got: the gradient as a probe returned it; None if the path is cut.
    want: the oracle's derivative, in got's shape: by hand or by numeric_gradient.
    rtol, atol, dtype, slips: as in assert_close.
    of: the observed function, x -> values whose sum is differentiated, called in float64. If it is
        given, its slope along two directions at `at` (central differences, step 1e-5) must agree
        with `want` to 1e-6 + 1e-4 |slope|, so that a memorized gradient fails.
    at: the x of the slope, in want's shape.
    what: the name of the gradient: "the gradient in x".

    Raises CheckFailed at the rung none, at a rung of assert_close, or at claim if the slope
    differs; CheckerFault if the norm of `want` is below 1e-3, which would check next to nothing.
    """
    want = np.asanyarray(want, dtype=np.float64)  # perhaps a student's: nan is shown
    if want.size and np.isfinite(want).all() and float(np.linalg.norm(want)) < FLOOR:
        raise CheckerFault(f"the expected gradient has a norm below {FLOOR}: it checks nothing")
    if got is None:
        raise CheckFailed(f"{what} is None", rung="none", cause=BROKEN_PATH)
    try:
        assert_close(got, want, rtol=rtol, atol=atol, dtype=dtype, slips=slips, what=what)
    except CheckFailed as failure:
        failure.sides = "your gradient", "the slope"
        raise
    if of is None:
        return
    x = np.asarray(at, dtype=np.float64)
    for number in (1, 2):
        direction = np.sin(np.arange(x.size) * 1.7 + number).reshape(x.shape)
        above, below = (np.sum(_float(of(x + sign * 1e-5 * direction))) for sign in (1, -1))
        slope, expected = (above - below) / 2e-5, float(np.sum(want * direction))
        # 1e-5 steps in float64 leave about 1e-9 of the values that were summed.
        if not abs(slope - expected) <= 1e-6 + 1e-4 * abs(expected):
            raise CheckFailed(SLOPE.format(what=what), got=slope, want=expected, rung="claim")


def _float(value: Any) -> Any:
    if not isinstance(value, (Observed, np.ndarray, float, int)):
        raise CheckFailed("is not a number", got=value, rung="kind")
    return np.asarray(value, dtype=np.float64)


SLOPE = "{what} does not agree with the slope of your own function (central differences)"
