"""Checks of LayerNorm."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids("keras.layers.LayerNormalization", "keras.ops.layer_normalization")

SHAPES = [(8, 3), (1, 6), (4, 5, 7), (2, 3, 4, 5)]
DTYPES = ["float32", "float64", "float32", "float64"]


def oracle(x, gamma, beta, epsilon, axis=-1, ddof=0):
    x = np.asarray(x, dtype=np.float64)
    variance = x.var(axis, keepdims=True, ddof=ddof)
    return gamma * (x - x.mean(axis, keepdims=True)) / np.sqrt(variance + epsilon) + beta


def drawn(rng, shape, dtype="float32"):
    x, gamma, beta = draw(rng, shape, shape[-1:], shape[-1:], dtype=dtype)
    return 3 * x + 1, gamma, beta


def test_output_shape(probes, rng):
    """LayerNorm keeps the shape of its inputs and returns float32"""
    for shape in SHAPES[1:3]:
        got = probes.layer("LayerNorm", config={"epsilon": 0.01}, x=draw(rng, shape))
        assert_shape(got, shape, dtype="float32")


@after(test_output_shape)
def test_weights(probes, rng):
    """three calls make two weights, one number per feature: gamma (ones), then beta (zeros)"""
    for shape in SHAPES[:2]:
        got = probes.weights("LayerNorm", config={"epsilon": 0.01}, x=draw(rng, shape))
        ones, zeros = [1.0] * shape[-1], [0.0] * shape[-1]
        slips = {ORDER: [zeros, ones], SINGLE: [[1.0], [0.0]]}
        assert_equal(got["trained"], [ones, zeros], what="the list of weights", slips=slips)


@points(1)
@after(test_weights)
def test_values(probes, rng):
    """each vector is normalized by its own mean and variance, then scaled and shifted"""
    for shape, dtype in zip(SHAPES, DTYPES, strict=True):
        x, gamma, beta = drawn(rng, shape, dtype)
        config = {"epsilon": 0.01, "dtype": dtype}
        got = probes.layer("LayerNorm", config=config, x=x, weights=[gamma, beta])
        slips = slips_of(x, gamma, beta, 0.01)
        assert_close(got, oracle(x, gamma, beta, 0.01), dtype=dtype, slips=slips)


@points(1)
@after(test_values)
def test_epsilon(probes, rng):
    """epsilon is added to the variance: the output is beta if all features are equal"""
    for epsilon in (0.1, 1e-3):
        x, gamma, beta = drawn(rng, (4, 8))
        # Equal features, a small spread and two ordinary rows; 2.5 sums up without rounding.
        x[0], x[1] = 2.5, 0.01 * x[1]
        got = probes.layer("LayerNorm", config={"epsilon": epsilon}, x=x, weights=[gamma, beta])
        slips = slips_of(x, gamma, beta, epsilon)
        # 1e-5: terms of up to 10 that cancel, in float32
        assert_close(got, oracle(x, gamma, beta, epsilon), atol=1e-5, slips=slips)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient reaches inputs, gamma and beta, and is finite if all features are equal"""
    x, upstream, *weights = draw(rng, (2, 3, 4), (2, 3, 4), (4,), (4,), dtype="float64")
    x[0, 1] = -1.25
    config = {"epsilon": 0.1, "dtype": "float64"}
    got = probes.layer_gradient("LayerNorm", config=config, x=x, weights=weights, upstream=upstream)
    for part, want, slips in gradients_of(x, *weights, 0.1, upstream):
        found = got["x"] if part == "the inputs" else got["weights"][part == "beta"]
        assert_gradient(found, want, slips=slips, what=f"the gradient in {part}")


@points(1)
@after(test_values)
def test_save(probes, rng):
    """a saved model predicts the same when it is loaded again"""
    (x, *weights), config = drawn(rng, (4, 5, 6), "float64"), {"epsilon": 0.3, "dtype": "float64"}
    got = probes.saved("LayerNorm", config=config, x=x, weights=weights)["output"]
    slips = {"get_config leaves epsilon out": oracle(x, *weights, 1e-3)}
    assert_close(got, oracle(x, *weights, 0.3), dtype="float64", slips=slips)


def gradients_of(x, gamma, beta, epsilon, upstream):
    in_x = numeric_gradient(lambda v: oracle(v, gamma, beta, epsilon), x, upstream)
    constant = upstream * gamma / np.sqrt(x.var(-1, keepdims=True) + epsilon)
    in_gamma = numeric_gradient(lambda v: oracle(x, v, beta, epsilon), gamma, upstream)
    parts = [("the inputs", in_x, {CONSTANT: constant}), ("gamma", in_gamma, {})]
    return [*parts, ("beta", upstream.sum((0, 1)), {})]


def slips_of(x, gamma, beta, epsilon):
    plain = oracle(x, 1, 0, epsilon)
    center, deviation = x - x.mean(-1, keepdims=True), x.std(-1, keepdims=True)
    with np.errstate(all="ignore"):
        return {
            "gamma is missing": plain + beta,
            "beta is missing": gamma * plain,
            "the shift comes before the scale": gamma * (plain + beta),
            "the statistics are taken along the batch axis": oracle(x, gamma, beta, epsilon, 0),
            "one mean and variance for the whole batch": oracle(x, gamma, beta, epsilon, None),
            "the statistics are taken along all axes but the first": oracle(
                x, gamma, beta, epsilon, tuple(range(1, x.ndim))
            ),
            "the sample variance (n - 1) instead of the population's": oracle(
                x, gamma, beta, epsilon, ddof=1
            ),
            "epsilon is added outside the root": gamma * center / (deviation + epsilon) + beta,
            "epsilon is missing": gamma * center / deviation + beta,
            "divided by the variance: the root is missing": (
                gamma * center / (deviation**2 + epsilon) + beta
            ),
            "the mean is not subtracted": gamma * x / np.sqrt(deviation**2 + epsilon) + beta,
        }


SINGLE = "gamma and beta are one number for all features"
ORDER = "beta is made before gamma"
CONSTANT = "mean and variance are treated as constants"
