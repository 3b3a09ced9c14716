"""Checking: everything that a checker imports. Needs NumPy and pytest, never TensorFlow."""

from tensorkata.checking.assertions import (
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    assert_true,
)
from tensorkata.checking.gradient import assert_gradient
from tensorkata.checking.marks import after, forbids, points
from tensorkata.checking.numeric import draw, numeric_gradient

__all__ = [
    "after",
    "assert_close",
    "assert_equal",
    "assert_gradient",
    "assert_raises",
    "assert_shape",
    "assert_true",
    "draw",
    "forbids",
    "numeric_gradient",
    "points",
]
