"""Checks of log1pexp."""

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

pytestmark = forbids(
    "tf.nn.softplus", "tf.math.softplus", "keras.ops.softplus", "keras.activations.softplus",
    "tf.math.log_sigmoid", "keras.ops.log_sigmoid", "keras.activations.log_sigmoid",
    "keras.ops.logaddexp", "keras.ops.logsumexp", "tf.reduce_logsumexp", "tf.math.reduce_logsumexp",
    "keras.ops.logaddexp2", "tf.experimental.numpy.logaddexp", "tf.experimental.numpy.logaddexp2",
)  # fmt: skip

FAR = np.array([-1000.0, -80.0, -30.0, -16.0, 0.0, 16.0, 89.0, 1000.0])


def oracle(x):
    return np.logaddexp(0.0, x)


def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))


def slips_of_value(x):
    with np.errstate(all="ignore"):
        return {
            "exp(x) overflows": np.log1p(np.exp(x)),
            "1 + exp(x) rounds a small exp(x) away: log1p keeps it": (
                np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x)))
            ),
            "only max(x, 0)": np.maximum(x, 0),
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
    }


def test_shape(probes, rng):
    """log1pexp keeps shape and dtype"""
    for shape, dtype in [((5,), "float32"), ((2, 3), "float64")]:
        assert_shape(probes.call("log1pexp", draw(rng, shape, dtype=dtype)), shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """log1pexp is log(1 + e^x) to relative precision, from -1000 to 1000"""
    for x in (draw(rng, (2, 3)), FAR.astype("float32"), draw(rng, (50,), low=-20, high=20)):
        # Relative precision is what is asked for, so there is no absolute allowance.
        got, want = probes.call("log1pexp", x), oracle(x.astype("float64"))
        assert_close(got, want, atol=0, slips=slips_of_value(x))


@points(1)
@after(test_shape)
def test_gradient(probes, rng):
    """the gradient is upstream times sigmoid(x), finite at both ends and 1/2 at 0"""
    for x in (draw(rng, (3, 2), dtype="float64"), FAR.astype("float32")):
        upstream = draw(rng, x.shape, low=0.5, high=2.0).astype(x.dtype)
        got = probes.gradient("log1pexp", x, upstream=upstream)
        assert_gradient(got, upstream * sigmoid(x), slips=slips_of_gradient(x, upstream))
