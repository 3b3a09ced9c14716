"""Checks of straight_through."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points

HALVES = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5], dtype="float32")


def slips_of_value(x):
    return {
        "halves are rounded away from zero, or up": np.floor(x + 0.5),
        "halves are rounded away from zero": np.trunc(x + np.copysign(0.5, x)),
        "rounded down (floor)": np.floor(x),
        "rounded up (ceil)": np.ceil(x),
        "truncated toward zero (a cast to int)": np.trunc(x),
        "nothing is rounded": x,
        "the sign, not the rounded value": np.sign(x),
        "what rounding adds to x, not the rounded value": np.round(x) - x,
        "x is added once more": np.round(x) + x,
        "the value does not fit into an int32": np.where(
            np.abs(x) < 2**31, np.round(x), -(2.0**31)
        ),
    }


def slips_of_gradient(x, upstream):
    return {
        "no gradient reaches x: neither tf.round nor tf.stop_gradient lets one through": 0 * x,
        "a gradient of 1 is made up: the upstream gradient is left out": 1 + 0 * x,
        "the upstream gradient is rounded too": np.round(upstream),
        "the upstream gradient is multiplied by x": upstream * x,
        "the gradient passes twice": 2 * upstream,
        "the gradient passes only between -1 and 1": np.where(np.abs(x) <= 1, upstream, 0),
        "the gradient has the wrong sign": -upstream,
    }


def test_example(probes):
    """straight_through gives what the docstring's example shows"""
    x = np.float32([0.2, 0.5, 1.7])
    got = probes.call("straight_through", x)
    assert_close(got, [0.0, 0.0, 2.0], dtype="float32", slips=slips_of_value(x))


@after(test_example)
def test_values(probes, rng):
    """straight_through rounds to the nearest integer, halves to the even one, in any shape"""
    drawn = [np.asarray(3 * draw(rng, shape)).astype(dtype) for shape, dtype in SHAPES]
    for x in (*drawn, HALVES, LARGE):
        got, name = probes.call("straight_through", x), x.dtype.name
        assert_close(got, np.round(x), dtype=name, slips=slips_of_value(x))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the upstream gradient reaches x unchanged, from longer computations too; nothing overflows"""
    for dtype, size, squared in [
        ("float32", 3, False),
        ("float64", 1e6, False),
        ("float64", 3, True),
    ]:
        x, upstream = draw(rng, (6,), (6,), dtype=dtype)
        got, y = probes.straight_through(size * x, upstream, squared), np.round(size * x)
        upstream = upstream * 2 * y if squared else upstream
        wrong = slips_of_gradient(size * x, upstream)
        assert_gradient(got, upstream, dtype=dtype, slips=wrong)
    x = np.float32([-3e38, 0.25, 3e38])
    assert_close(probes.call("straight_through", x), np.round(x), what="the largest values")


SHAPES = [
    ((5,), "float32"),
    ((1, 2, 3), "float64"),
    ((), "float32"),
    ((0, 2), "float32"),
]
LARGE = np.array([-3e9 - 0.5, -1000.25, 0.0, 1e-30, 2**31 + 0.75, 1e12 + 0.5])
