"""The assertion over a gradient: None, the oracle's derivative, the function's own slope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tensorkata.checking.assertions import assert_close
from tensorkata.checking.failure import BROKEN_PATH, CheckerFault, CheckFailed
from tensorkata.protocol.observation import Observed

FLOOR = 1e-3


def assert_gradient(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    slips: Mapping[str, Any] | None = None,
    of: Callable[[Any], Any] | None = None,
    at: Any = None,
    what: str = "the gradient",
) -> None:
    """Hold an observed gradient to the oracle's derivative, and to the function's own slope.

    `want` must have a norm of at least 1e-3 (a check of nothing is a checker's fault). With `of`,
    the observed function (x -> values whose sum is differentiated), central differences along
    two directions in float64 at `at` must agree with `want` as well.
    """
    want = np.asanyarray(want, dtype=np.float64)  # it may be a student's, which is told
    if want.size and np.isfinite(want).all() and float(np.linalg.norm(want)) < FLOOR:
        raise CheckerFault(f"the expected gradient has a norm below {FLOOR}: it checks nothing")
    if got is None:
        raise CheckFailed(f"{what} is None", rung="none", cause=BROKEN_PATH)
    try:
        assert_close(got, want, rtol=rtol, atol=atol, slips=slips, what=what)
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
