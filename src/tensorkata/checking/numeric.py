"""Numbers for checkers: inputs drawn by the judge and derivatives by central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tensorkata.errors import CheckerFault

STEP = 1e-5


def draw(
    rng: np.random.Generator,
    *shapes: tuple[int, ...],
    dtype: str = "float32",
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """Draw one array per shape, fresh from the check's own generator.

    rng: the fixture `rng` of the check.
    shapes: one shape gives the array itself, several give a list of arrays.
    dtype: a NumPy name. Floats are standard normal, or uniform in [low, high) if both bounds are
        given. Integers are uniform in [low, high), by default in [0, 10).
    low, high: the bounds; `high` itself is never drawn. Floats ignore one bound without the other,
        so that the same call can draw floats and integers.

    Raises CheckerFault if no number lies between the bounds.
    """
    is_whole = np.dtype(dtype).kind in "iu"
    normal = not is_whole and (low is None or high is None)
    low, high = low or 0, 10 if high is None else high
    if low >= high and not normal:
        raise CheckerFault(f"draw: there is no number in [{low:g}, {high:g})")

    def drawn(shape: tuple[int, ...]) -> Any:
        if is_whole:
            return rng.integers(int(low), int(high), shape)
        return rng.standard_normal(shape) if normal else rng.uniform(low, high, shape)

    arrays = [drawn(shape).astype(dtype) for shape in shapes]
    return arrays[0] if len(arrays) == 1 else arrays


def numeric_gradient(
    function: Callable[[NDArray[np.float64]], Any],
    at: Any,
    upstream: Any = 1.0,
    step: float = STEP,
) -> NDArray[np.float64]:
    """Return the gradient of sum(upstream * function(x)) at x, in x's shape, float64.

    Central differences, (f(x + h) - f(x - h)) / 2h, one element at a time: with h = 1e-5 the
    error is about 1e-10 if the function is smooth there.

    function: the oracle, from a float64 array of x's shape to numbers.
    at: x, of any shape; it is copied.
    upstream: the weights of the sum, in the result's shape or 1.
    step: h, by default 1e-5.
    """
    x = np.array(at, dtype=np.float64)
    gradient = np.zeros_like(x)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + step
        above = np.sum(upstream * np.asarray(function(x), dtype=np.float64))
        x[index] = kept - step
        below = np.sum(upstream * np.asarray(function(x), dtype=np.float64))
        x[index] = kept
        gradient[index] = (above - below) / (2 * step)
    return gradient
