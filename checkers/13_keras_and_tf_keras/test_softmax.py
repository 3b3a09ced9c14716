"""Checks of softmax."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    points,
)

NAME = "softmax"
pytestmark = forbids(
    "tf",
    "keras.ops.softmax",
    "keras.ops.log_softmax",
    "keras.ops.logsumexp",
    "keras.layers.Softmax",
)


def oracle(x, axis=-1):
    x = np.asarray(x, dtype=np.float64)
    odds = np.exp(x - x.max(axis=axis, keepdims=True))
    return odds / odds.sum(axis=axis, keepdims=True)


def slips_of(x, axis):
    x = np.asarray(x, dtype=np.float64)
    odds = np.exp(x - x.max(axis=axis, keepdims=True))
    with np.errstate(all="ignore"):
        whole = np.exp(x - x.max())
        clipped = np.exp(np.clip(x, -80, 80))
        return {
            "the sum runs over all numbers, not along axis": odds / odds.sum(),
            "the largest of all numbers is subtracted, not the largest along axis": np.where(
                whole.astype("float32") > 0, whole, 0.0
            )
            / whole.astype("float32").sum(axis=axis, keepdims=True),
            "axis is not used": oracle(x),
            "a negative axis is counted from the end of two axes": oracle(x, axis % min(x.ndim, 2)),
            "computed in float32": oracle(x.astype("float32"), axis).astype("float32"),
            "the sum of the exponentials, not their shares": odds.sum(axis=axis),
            "not divided by the sum": odds,
            "the log of the softmax": np.log(oracle(x, axis)),
            "large numbers are clipped": clipped / clipped.sum(axis=axis, keepdims=True),
            "divided by the largest, not by the sum": odds / odds.max(axis=axis, keepdims=True),
            "exp overflows: subtract the largest number first": np.where(
                x > 88, np.nan, oracle(x, axis)
            ),
        }


def test_example(probes):
    """softmax gives what the docstring's example shows"""
    x = np.float32([[0, 0], [1000, 0]])
    assert_close(probes.call(NAME, x), [[0.5, 0.5], [1, 0]], dtype="float32", slips=slips_of(x, -1))


def test_shape(probes, rng):
    """softmax keeps shape and dtype, float16, bfloat16 and float64 too"""
    for shape, dtype in SHAPES:
        assert_shape(probes.call(NAME, draw(rng, shape, dtype=dtype)), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """each number is exp(x) over the sum along axis, which may be negative"""
    for shape, axis, dtype, far in VALUES:
        x = draw(rng, shape, dtype=dtype) + far
        got = probes.call(NAME, x, axis=axis)
        assert_close(got, oracle(x, axis), dtype=dtype, slips=slips_of(x, axis))


@points(0.5)
@after(test_example)
def test_extremes(probes, rng):
    """numbers of 10,000 and -10,000 are no harm, and -inf gives 0"""
    for size in (0, 1e4, -1e4):
        x = draw(rng, (3, 4)) + np.float32([[size], [0], [-size]])
        x[0, 1] = x[2, 3] = -np.inf
        got = probes.call(NAME, x)
        assert_close(got, oracle(x), dtype="float32", slips=slips_of(x, -1))


@points(0.5)
@after(test_example)
def test_small_shares(probes, rng):
    """a share of 1e-30 is right too, and that of -inf is 0 itself"""
    for dtype in ("float32", "float64"):
        x = draw(rng, (3, 6), dtype=dtype, low=-70.0, high=0.0)
        x[0, 1] = x[2, 4] = -np.inf
        got, want = probes.call(NAME, x), oracle(x)
        slips = slips_of(x, -1) | cut_of(got, want)
        # No absolute allowance: next to 1e-6 every small share would be right.
        assert_close(got, want, dtype=dtype, atol=0.0, slips=slips)


def cut_of(got, want):
    """Return what came back if only its small shares are wrong."""
    same = isinstance(got, np.ndarray) and got.shape == want.shape
    return {CUT: got} if same and np.allclose(got, want, rtol=1e-6, atol=1e-6) else {}


@points(0.5)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in x is p * (u - sum(u * p)), at large numbers too"""
    for shape, axis, size in [((4, 3), -1, 0), ((3, 5), 0, 1e4)]:
        x, upstream = draw(rng, shape, shape, dtype="float64")
        x, p = x + size, oracle(x, axis)
        got, pulled = probes.gradient(NAME, x, axis=axis, upstream=upstream), p * upstream
        total = np.sum(pulled, axis=axis, keepdims=True)
        top = x == x.max(axis=axis, keepdims=True)
        slips = {FROZEN: pulled - top * total, FROZEN_TOO: pulled}
        assert_gradient(got, pulled - p * total, slips=slips, dtype="float64")


@points(0.5)
@after(test_values)
def test_in_model(probes, rng):
    """softmax works on KerasTensors with sizes that nobody knows yet"""
    for axis in (-1, 1):
        xs = draw(rng, (3, 4, 5), (1, 2, 5))
        got = probes.in_model(NAME, [[x] for x in xs], unknown=2, axis=axis)
        for x, values in zip(xs, got, strict=True):
            assert_close(values, oracle(x, axis), dtype="float32", slips=slips_of(x, axis))


@points(0.5)
@after(test_values)
def test_under_xla(probes, rng):
    """softmax works in tf.function with jit_compile=True"""
    x = draw(rng, (3, 4), low=-1e4, high=1e4)
    got = probes.under_xla(NAME, [x], axis=0)
    assert_close(got, oracle(x, 0), dtype="float32", slips=slips_of(x, 0))


SHAPES = [((4,), "float32"), ((1, 3), "float16"), ((2, 3), "bfloat16"), ((2, 1, 3), "float64")]
VALUES = [
    ((5, 4), -1, "float32", 0),
    ((1, 6), 1, "float64", 1000),
    ((3, 4), 0, "float32", 0),
    ((2, 3, 4), -2, "float64", 0),
    ((7,), 0, "float16", 0),
    ((2, 5), -1, "bfloat16", 0),
]
CUT = "small shares are cut off: an exponent is clipped, or a small number is added"
FROZEN = "the sum is treated as a constant"
FROZEN_TOO = "the largest number and the sum are treated as constants"
