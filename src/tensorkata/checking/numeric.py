"""Numbers for checkers: inputs drawn by the judge and derivatives by central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 1e-5


def draw(
    rng: np.random.Generator,
    *shapes: tuple[int, ...],
    dtype: str = "float32",
    low: float | None = None,
    high: float | None = None,
) -> Any:
    """Draw one array per shape: standard normal, or uniform in [low, high) where both are given.

    One shape returns the array itself, several return a list. Integer dtypes are drawn uniformly
    in [low, high).
    """
    arrays = []
    for shape in shapes:
        if np.dtype(dtype).kind in "iu":
            arrays.append(rng.integers(int(low or 0), int(high or 10), shape).astype(dtype))
        elif low is None or high is None:
            arrays.append(rng.standard_normal(shape).astype(dtype))
        else:
            arrays.append(rng.uniform(low, high, shape).astype(dtype))
    return arrays[0] if len(arrays) == 1 else arrays


def numeric_gradient(
    function: Callable[[NDArray[np.float64]], Any],
    at: Any,
    upstream: Any = 1.0,
    step: float = STEP,
) -> NDArray[np.float64]:
    """Return the gradient of sum(upstream * function(x)) at x, the shape of x, in float64.

    Central differences, (f(x + h) - f(x - h)) / 2h, one element at a time: with h = 1e-5 the
    error is about 1e-10 where the function is smooth.
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
