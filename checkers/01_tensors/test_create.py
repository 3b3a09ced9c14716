"""Checks of create."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, draw, points


def evenly(start, stop, shape):
    """Return evenly spaced numbers, both ends included, row by row."""
    return np.linspace(start, stop, int(np.prod(shape))).reshape(shape)


def counted(start, shape):
    """Return start, start + 1, ... row by row."""
    return start + np.arange(np.prod(shape), dtype=np.float64).reshape(shape)


def slips_of_constant(kind, want):
    other = {"zeros": "ones", "ones": "zeros"}.get(kind)
    return (
        {f"{kind} holds {other}, not {kind}": 1 - want}
        if other
        else {
            "the value is not used": np.ones_like(want),
            "the value is cut to an integer": np.trunc(want),
            "the value has lost its sign": np.abs(want),
        }
    )


def slips_of_eye(rows, columns):
    eye = np.eye(rows, columns)
    return {
        "the number of columns is not used: this is the square one": np.eye(rows),
        "rows and columns are swapped": np.eye(columns, rows),
        "this is the other diagonal; [0, 0] should be 1": eye[:, ::-1],
        "the diagonal ends in the last corner; it should start at [0, 0]": eye[::-1, ::-1],
    }


def slips_of_range(first, shape):
    flat = np.ravel(counted(first, shape))
    return {
        "it starts at 0; value is the first number": counted(0, shape),
        "value is used as the step; it is the first number": counted(0, shape) * first,
        "value is used as the end; it is the first number": flat.reshape(shape) - flat.size,
        "it counts down the columns; count row by row": counted(first, shape[::-1]).T,
        "the first number is one too high": counted(first + 1, shape),
        "the value is cut to an integer": counted(np.trunc(first), shape),
        "the numbers are not reshaped": flat,
    }


def slips_of_linspace(start, stop, shape):
    step, last = (stop - start) / np.prod(shape), shape[-1]
    return {
        "the last number is not stop: n numbers have n - 1 gaps": evenly(start, stop - step, shape),
        "it starts one step late": evenly(start + step, stop, shape),
        "it counts down the columns; count row by row": evenly(start, stop, shape[::-1]).T,
        "the order of the pair is lost": evenly(*sorted([start, stop]), shape),
        "stop is not used": evenly(start, 1, shape),
        "stop is used as the step": start + counted(0, shape) * stop,
        "it begins again in each row": np.broadcast_to(np.linspace(start, stop, last), shape),
        "the values are cut to an integer": evenly(np.trunc(start), np.trunc(stop), shape),
    }


def test_example(probes):
    """create gives what the docstring's example shows"""
    got, slips = probes.create("range", [2, 3], 5.0), slips_of_range(5.0, (2, 3))
    want = [[5.0, 6.0, 7.0], [8.0, 9.0, 10.0]]
    assert_close(got, want, dtype="float32", kind="tensor", slips=slips)


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
        want = np.full((2, 5), float(held))
        got, slips = probes.create(kind, [2, 5], value), slips_of_constant(kind, want)
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
@after(test_example)
def test_range(probes, rng):
    """range counts up from value, row by row, as float32"""
    start = int(draw(rng, (), dtype="int32", low=5, high=90)) + 0.25
    for shape, value in [((7,), None), ((2, 3), start), ((3, 1, 4), -3)]:
        first = value or 0.0
        got, slips = probes.create("range", list(shape), value), slips_of_range(first, shape)
        assert_close(got, counted(first, shape), dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_shape)
def test_linspace(probes, rng):
    """linspace runs evenly from start to stop, both ends included, as float32"""
    start, stop = -float(draw(rng, (), low=1, high=2)), float(draw(rng, (), low=2, high=4))
    for shape, (a, b) in [((3, 4), (stop, start)), ((2, 1, 5), (-2, 3))]:
        got, slips = probes.create("linspace", list(shape), [a, b]), slips_of_linspace(a, b, shape)
        assert_close(got, evenly(a, b, shape), dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_shape)
def test_single_number(probes, rng):
    """every kind but eye makes a single number too, and linspace then holds start"""
    a, b = draw(rng, (), low=2, high=4).item(), draw(rng, (), low=5, high=9).item()
    slips = {"this is stop; it should be start": b, "this is the middle of the pair": (a + b) / 2}
    for shape in ([], [1], [1, 1]):
        cases = [("zeros", None, 0), ("ones", None, 1), ("fill", b, b), ("range", a, a)]
        for kind, value, held in [*cases, ("linspace", [a, b], a)]:
            got, want = probes.create(kind, shape, value), np.full(shape, float(held))
            slips["a vector with one number; the shape () has none"] = np.full(1, float(held))
            assert_close(got, want, dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_shape)
def test_unused_value(probes, rng):
    """zeros, ones and eye ignore a value"""
    number, shape = float(draw(rng, (), low=2, high=9)), rng.integers(2, 30, 2).tolist()
    cases = [("zeros", np.zeros(shape)), ("ones", np.ones(shape)), ("eye", np.eye(*shape))]
    for kind, want in cases:
        wrong = np.full(shape, number) if kind == "zeros" else want * number
        slips = {f"{kind} does not use the value": wrong}
        for value in (number, [number, 1.5]):  # a pair too, as for linspace
            got = probes.create(kind, shape, value)
            assert_close(got, want, dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_shape)
def test_errors(probes, rng):
    """an unknown kind and a missing value raise ValueError; a known kind works"""
    number, shape = float(draw(rng, (), low=2, high=9)), rng.integers(2, 30, 2).tolist()
    got, want = probes.create("fill", shape, number), np.full(shape, number)
    assert_close(got, want, dtype="float32", kind="tensor")
    for value in (None, number, [1.0, number]):
        for kind in ("zeroes", "Ones", "full") + ("fill", "linspace") * (value is None):
            slips = slips_of_errors(kind, value)
            assert_raises(ValueError, probes.create, kind, [2, 3], value, slips=slips)


def slips_of_errors(kind, value):
    """Return what comes of a wrong kind or a missing value if nothing is refused."""
    ones, fill = np.ones((2, 3)), np.full((2, 3), np.nan if np.ndim(value) else float(value or 0))
    return {
        "Ones": {"upper and lower case count as the same kind": ones},
        "fill": {"fill without a value holds 0": 0 * ones},
        "linspace": {"linspace without a value goes from 0 to 1": evenly(0, 1, (2, 3))},
    }.get(kind, {}) | {"any kind that is not known is taken for fill": fill}
