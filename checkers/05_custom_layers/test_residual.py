"""Checks of Residual."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    points,
)

SHAPES = [(8, 3), (1, 4, 5)]
SHAPES_NORMALIZED = [(1, 4, 5), (5,), (5,)]  # of the inputs, gamma and beta
EPSILON = 1e-3  # of keras.layers.BatchNormalization


def oracle(x, kernel, bias):
    """Return x + Dense(x)."""
    return x + x @ kernel + bias


def normalized(x, gamma, beta, training):
    """Return x + BatchNormalization(x), with the moving statistics of a new layer."""
    axes = tuple(range(x.ndim - 1))
    mean, variance = (x.mean(axes), x.var(axes)) if training else (0, 1)
    return x + gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta


def drawn(rng, shape, dtype="float32"):
    return draw(rng, shape, shape[-1:] * 2, shape[-1:], dtype=dtype)


def test_output_shape(probes, rng):
    """Residual keeps the shape of its inputs and returns float32"""
    for shape in SHAPES:
        assert_shape(probes.residual(*drawn(rng, shape)), shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """the inner layer's output is added to the inputs, in training and in inference"""
    for shape in SHAPES:
        x, kernel, bias = drawn(rng, shape)
        inner = x @ kernel + bias
        slips = {"the inputs are missing": inner, "multiplied, not added": x * inner}
        slips["a relu after the sum"] = np.maximum(x + inner, 0)
        slips["the inner layer is applied twice"] = x + oracle(inner, kernel, bias) - inner
        assert_close(probes.residual(x, kernel, bias), oracle(x, kernel, bias), slips=slips)
    for training in (True, False):
        case = draw(rng, *SHAPES_NORMALIZED)
        got = probes.residual_normalized(*case, training=training)
        slips = {WAYS[training]: normalized(*case, not training)}
        assert_close(got, normalized(*case, training), slips=slips)


@points(1)
@after(test_values)
def test_weights(probes, rng):
    """the inner layer's weights are listed, and the gradient flows both around and through it"""
    x, gamma, beta, upstream = draw(rng, *SHAPES_NORMALIZED, SHAPES[1], dtype="float64")
    got = probes.residual_gradient(x, gamma, beta, upstream)
    assert_equal(got["counts"], [2, 2], what=COUNTS, slips={UNTRACKED: [0, 0]})
    inner = upstream * gamma / np.sqrt(1 + EPSILON)
    slips = {
        "no gradient flows around the inner layer": inner,
        "no gradient flows through the inner layer": upstream,
    }
    assert_gradient(got["x"], upstream + inner, slips=slips)


@points(1)
@after(test_output_shape)
def test_save(probes, rng):
    """a saved model has the same inner layer and weights when it is loaded again"""
    case = drawn(rng, (4, 5, 6), "float64")
    assert_close(probes.residual_saved(*case), oracle(*case), dtype="float64")


COUNTS = "[trained weights, others] of an inner BatchNormalization"
UNTRACKED = "the inner layer is not kept as an attribute, so Keras does not see it"
WAYS = {
    True: "the inner layer runs in inference though this is training",
    False: "the inner layer runs in training though this is inference",
}
