"""Checks of create."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, draw, points


def evenly(start, stop, shape):
    """Return evenly spaced numbers, both ends included, row by row."""
    return np.linspace(start, stop, int(np.prod(shape))).reshape(shape)


def counted(start, shape):
    """Return start, start + 1, ... row by row."""
    return start + np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def slips_of_eye(rows, columns):
    return {
        "the number of columns is not used: this is the square one": np.eye(rows),
        "rows and columns are swapped": np.eye(columns, rows),
    }


def slips_of_range(first, shape):
    return {
        "it starts at 0; value is the first number": counted(0, shape),
        "value is used as the step; it is the first number": counted(0, shape) * first,
        "it counts down the columns; count row by row": counted(first, shape[::-1]).T,
        "the first number is one too high": counted(first + 1, shape),
    }


def slips_of_linspace(start, stop, shape):
    step = (stop - start) / np.prod(shape)
    return {
        "the last number is not stop: n numbers have n - 1 gaps": evenly(start, stop - step, shape),
        "it starts one step late": evenly(start + step, stop, shape),
        "it counts down the columns; count row by row": evenly(start, stop, shape[::-1]).T,
    }


def test_shape(probes):
    """create returns a float32 tensor of the given shape"""
    for shape in [(3, 5), (4,), (2, 1, 6)]:
        assert_shape(probes.create("zeros", list(shape)), shape, dtype="float32")


@points(1)
@after(test_shape)
def test_constants(probes, rng):
    """zeros, ones and fill hold one number everywhere, as float32"""
    number = float(draw(rng, (), low=2, high=9))
    cases = [("zeros", None, 0), ("ones", None, 1), ("fill", number, number), ("fill", -7, -7)]
    for kind, value, held in [*cases, ("fill", 0, 0)]:
        ones, want = np.ones((2, 5)), np.full((2, 5), float(held))
        slips = {"the value is not used": ones, "the value is cut to an integer": np.trunc(want)}
        got = probes.create(kind, [2, 5], value)
        assert_close(got, want, dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_eye(probes, rng):
    """eye has 1 on the diagonal and 0 elsewhere, square or not"""
    n, more = rng.integers((3, 2), (30, 20)).tolist()
    for rows, columns in [(n, n), (n, n + more), (n + more, n), (1, more)]:
        got, slips = probes.create("eye", [rows, columns]), slips_of_eye(rows, columns)
        assert_close(got, np.eye(rows, columns), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_range(probes, rng):
    """range counts up from value, row by row, as float32"""
    start = int(draw(rng, (), dtype="int32", low=5, high=90)) / 4
    for shape, value in [((7,), None), ((2, 3), start), ((3, 1, 4), -3)]:
        first = value or 0.0
        got, slips = probes.create("range", list(shape), value), slips_of_range(first, shape)
        assert_close(got, counted(first, shape), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_shape)
def test_linspace(probes, rng):
    """linspace runs evenly from start to stop, both ends included, as float32"""
    start, stop = -float(draw(rng, (), low=1, high=2)), float(draw(rng, (), low=2, high=4))
    for shape, (a, b) in [((3, 4), (stop, start)), ((2, 1, 5), (-2, 3))]:
        got, slips = probes.create("linspace", list(shape), [a, b]), slips_of_linspace(a, b, shape)
        assert_close(got, evenly(a, b, shape), dtype="float32", kind="tensor", slips=slips)


@points(1)
def test_errors(probes, rng):
    """an unknown kind and a missing value raise ValueError; an extra value is ignored"""
    number = float(draw(rng, (), low=2, high=9))
    eye = np.eye(*rng.integers(2, 30, 2))
    slips = {"eye does not use the value": eye * number}
    assert_close(probes.create("eye", list(eye.shape), number), eye, slips=slips)
    for kind in ("zeroes", "Ones", "full", "fill", "linspace"):
        assert_raises(ValueError, probes.create, kind, [2, 3])
