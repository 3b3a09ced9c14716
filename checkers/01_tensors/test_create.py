"""Checks of create."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, draw, points


def evenly(start, stop, shape):
    """Return evenly spaced numbers, both ends among them, row by row."""
    return np.linspace(start, stop, int(np.prod(shape))).reshape(shape)


def counted(start, shape):
    """Return start, start + 1, ... row by row."""
    return start + np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def test_shape(probes):
    """create returns a float32 tensor of the shape that is asked for"""
    for shape in [(3, 5), (4,), (2, 1, 6)]:
        assert_shape(probes.create("zeros", list(shape)), shape, dtype="float32")


@points(1)
@after(test_shape)
def test_constants(probes, rng):
    """zeros, ones and fill hold one number everywhere, as float32"""
    number = float(draw(rng, (), low=2, high=9))
    cases = [("zeros", None, 0.0), ("ones", None, 1.0), ("fill", number, number), ("fill", -7, -7.0)]
    for kind, value, want in [*cases, ("fill", 0, 0.0)]:
        got = probes.create(kind, [2, 5], value)
        slips = {"the value is not used": np.ones((2, 5)), "the value becomes an integer": np.full((2, 5), int(want))}
        assert_close(got, np.full((2, 5), want), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_eye(probes):
    """eye has 1 on the diagonal and 0 elsewhere, square or not"""
    for rows, columns in [(4, 4), (3, 5), (5, 2), (1, 3)]:
        slips = {
            "the number of columns is not used: this is the square one": np.eye(rows),
            "rows and columns are swapped": np.eye(columns, rows),
        }
        got = probes.create("eye", [rows, columns])
        assert_close(got, np.eye(rows, columns), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_range(probes, rng):
    """range counts up from value, row by row, as float32"""
    start = int(draw(rng, (), dtype="int32", low=5, high=90)) / 4
    for shape, value, first in [((7,), None, 0.0), ((2, 3), start, start), ((3, 1, 4), -3, -3.0)]:
        slips = {
            "it starts at 0; value is the first number": counted(0, shape),
            "value is taken for the step; it is the first number": counted(0, shape) * first,
            "it runs down the columns; it goes row by row": counted(first, shape[::-1]).T,
            "the first number is one too high": counted(first + 1, shape),
        }
        got = probes.create("range", list(shape), value)
        assert_close(got, counted(first, shape), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_linspace(probes, rng):
    """linspace runs evenly from start to stop, both ends among them, as float32"""
    start, stop = (float(end) for end in draw(rng, (2,), low=1, high=2) * np.float32([-1, 2]))
    for shape, (a, b) in [((6,), (start, stop)), ((3, 4), (stop, start)), ((2, 1, 5), (-2, 3))]:
        step = (b - a) / np.prod(shape)
        slips = {
            "the last number is not stop: n numbers have n - 1 gaps": evenly(a, b - step, shape),
            "it starts one step late": evenly(a + step, b, shape),
            "it runs down the columns; it goes row by row": evenly(a, b, shape[::-1]).T,
        }
        got = probes.create("linspace", list(shape), [a, b])
        assert_close(got, evenly(a, b, shape), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_errors(probes, rng):
    """an unknown kind and a missing value raise ValueError, and nothing else does"""
    number = float(draw(rng, ()))
    assert_close(probes.create("fill", [3], number), np.full(3, number))
    for kind in ("zeroes", "Ones", "full", "fill", "linspace"):
        assert_raises(ValueError, probes.create, kind, [2, 3])
