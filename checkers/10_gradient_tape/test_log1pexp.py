"""Checks of log1pexp."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    draw,
    forbids,
    points,
)

pytestmark = forbids(
    "tf.nn.softplus", "tf.math.softplus", "keras.ops.softplus", "keras.activations.softplus",
    "tf.math.log_sigmoid", "keras.ops.log_sigmoid", "keras.activations.log_sigmoid",
    "keras.ops.logaddexp", "keras.ops.logsumexp", "tf.reduce_logsumexp", "tf.math.reduce_logsumexp",
    "keras.ops.logaddexp2", "tf.experimental.numpy.logaddexp", "tf.experimental.numpy.logaddexp2",
)  # fmt: skip

FAR = np.array([-1000.0, -80.0, -30.0, -16.0, 0.0, 16.0, 89.0, 1000.0])
FARTHER = np.array([-1e9, -700.0, -50.0, -20.0, 0.0, 20.0, 710.0, 1e9])


def oracle(x):
    return np.logaddexp(0.0, x)


def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))


def slips_of_value(x):
    with np.errstate(all="ignore"):
        return {
            "exp(x) overflows": np.log1p(np.exp(x)),
            "exp(x) overflows, and 1 + exp(x) rounds a small exp(x) away": np.log(1 + np.exp(x)),
            "1 + exp(x) rounds a small exp(x) away: log1p keeps it": (
                np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x)))
            ),
            "only max(x, 0)": np.maximum(x, 0),
            "max(x, 0) is missing": np.log1p(np.exp(-np.abs(x))),
            "log(1 + exp(-x)): the sign of x": np.logaddexp(0, -x),
        }


def slips_of_gradient(x, upstream):
    with np.errstate(all="ignore"):
        quotient = np.exp(x) / (1 + np.exp(x))
    return {
        "exp(x) / (1 + exp(x)) is inf / inf for large x": upstream * quotient,
        "the upstream gradient is left out": sigmoid(x),
        "the slope at 0 comes from the corner of max or abs": upstream * np.where(x, sigmoid(x), 1),
        "the slope at 0 comes from the corner of relu": upstream * np.where(x, sigmoid(x), 0),
        "the derivative of tanh, not of log(1 + e^x)": upstream * (1 - np.tanh(x) ** 2),
        "sigmoid(-x) instead of sigmoid(x)": upstream * sigmoid(-x),
        "the upstream gradient alone: it is not multiplied by sigmoid(x)": upstream + 0 * x,
        "the slope of sigmoid, not sigmoid": upstream * sigmoid(x) * sigmoid(-x),
    }


def test_example(probes):
    """log1pexp gives what the docstring's example shows"""
    x = np.float32([0, 1000])
    got = probes.call("log1pexp", x)
    assert_close(got, [np.log(2), 1000.0], dtype="float32", slips=slips_of_value(x))


@points(0.25)
@after(test_example)
def test_dtypes(probes, rng):
    """log1pexp keeps shape and dtype, also float16 and bfloat16"""
    for shape, dtype in SHAPES:
        x = np.asarray(draw(rng, shape)).astype(dtype)
        want = oracle(x.astype("float64"))
        assert_close(probes.call("log1pexp", x), want, dtype=dtype, slips=slips_of_value(x))


@points(0.25)
@after(test_example)
def test_values(probes, rng):
    """log1pexp is log(1 + e^x) to relative precision, from -1000 to 1000"""
    for x in (draw(rng, (2, 3)), FAR.astype("float32"), draw(rng, (50,), low=-20, high=20)):
        got, want = probes.call("log1pexp", x), oracle(x.astype("float64"))
        # Relative precision is what is asked for, so there is no absolute allowance.
        assert_close(got, want, dtype="float32", atol=0, slips=slips_of_value(x))


@points(0.5)
@after(test_example)
def test_double(probes, rng):
    """log1pexp has the relative precision of float64 in float64"""
    for x in (draw(rng, (50,), dtype="float64", low=-40, high=40), FARTHER):
        got, want = probes.call("log1pexp", x), oracle(x)
        # A few roundings of float64, and nothing absolute.
        assert_close(got, want, dtype="float64", rtol=1e-12, atol=0, slips=slips_of_value(x))


@points(0.5)
@after(test_example)
def test_gradient(probes, rng):
    """the gradient is upstream times sigmoid(x), finite at both ends and 1/2 at 0"""
    for x in (draw(rng, (3, 2), dtype="float64"), FAR.astype("float32"), FARTHER):
        upstream = draw(rng, x.shape, low=0.5, high=2.0).astype(x.dtype)
        got = probes.gradient("log1pexp", x, upstream=upstream)
        assert_gradient(got, upstream * sigmoid(x), slips=slips_of_gradient(x, upstream))


@points(0.5)
@after(test_gradient)
def test_second_order(probes, rng):
    """the second derivative is finite and right too, at 0 and at both ends"""
    for x in (draw(rng, (4,), dtype="float64"), FAR):
        upstream = draw(rng, x.shape, dtype="float64", low=0.5, high=2.0)
        got, want = probes.log1pexp(x, upstream), upstream * sigmoid(x) * sigmoid(-x)
        wrong = {
            CONSTANT: 0 * x,
            OVERFLOW: np.where(x > 709, np.nan, want),
            "the slope at 0 is that of a corner": np.where(x, want, 0),
        }
        assert_gradient(got, want, slips=wrong, what="the second derivative")


SHAPES = [
    ((5,), "float32"),
    ((2, 3), "float64"),
    ((), "float32"),
    ((0, 2), "float32"),
    ((2, 1, 3), "float16"),
    ((3,), "bfloat16"),
]
CONSTANT = "the gradient function uses a constant: no second derivative comes through"
OVERFLOW = "inf / inf: the derivative of the gradient function takes exp of a large x"
