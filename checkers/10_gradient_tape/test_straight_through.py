"""Checks of straight_through."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, assert_shape, draw, points

HALVES = np.array([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5], dtype="float32")


def slips_of_value(x):
    return {
        "halves are rounded away from zero, or up": np.floor(x + 0.5),
        "rounded down (floor)": np.floor(x),
        "truncated toward zero (a cast to int)": np.trunc(x),
        "nothing is rounded": x,
        "the sign, not the rounded value": np.sign(x),
    }


def slips_of_gradient(x, upstream):
    return {
        "rounding lets no gradient through: it is flat": 0 * x,
        "a gradient of 1 is made up: the upstream gradient is left out": 1 + 0 * x,
        "the upstream gradient is rounded too": np.round(upstream),
        "the upstream gradient is multiplied by x": upstream * x,
        "the gradient passes twice": 2 * upstream,
    }


def test_shape(probes, rng):
    """straight_through keeps shape and dtype"""
    for shape, dtype in [((5,), "float32"), ((1, 2, 3), "float64")]:
        got = probes.call("straight_through", draw(rng, shape, dtype=dtype))
        assert_shape(got, shape, dtype=dtype)


@after(test_shape)
def test_values(probes, rng):
    """straight_through rounds to the nearest integer, halves to the even integer"""
    for x in (3 * draw(rng, (4, 5), dtype="float64"), HALVES):
        assert_close(probes.call("straight_through", x), np.round(x), slips=slips_of_value(x))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the upstream gradient reaches x unchanged"""
    for shape, dtype in [((6,), "float32"), ((2, 3), "float64")]:
        x, upstream = draw(rng, shape, shape, dtype=dtype)
        got = probes.passed_back(2 * x, upstream)
        assert_gradient(got, upstream, slips=slips_of_gradient(2 * x, upstream))
