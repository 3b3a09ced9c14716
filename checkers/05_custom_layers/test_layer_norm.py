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


def test_example(probes):
    """LayerNorm gives what the docstring's example shows"""
    x, config = np.float32([[1, 3], [7, 7.5]]), {"epsilon": 0.0}
    got = probes.layer("LayerNorm", config=config, x=x)
    slips = slips_of(x, 1, 0, 0) | {"beta starts at one": oracle(x, 1, 1, 0)}
    assert_close(got, [[-1, 1], [-1, 1]], dtype="float32", slips=slips)


def test_output_shape(probes, rng):
    """LayerNorm keeps the shape of its inputs, at any rank from 2, and returns float32"""
    for shape in SHAPES[1:]:
        got = probes.layer("LayerNorm", config={"epsilon": 0.01}, x=draw(rng, shape))
        assert_shape(got, shape, dtype="float32")


@after(test_output_shape)
def test_weights(probes, rng):
    """three calls make two weights, one number per feature: gamma (ones), then beta (zeros)"""
    for shape in SHAPES[:2]:
        got = probes.weights("LayerNorm", config={"epsilon": 0.01}, x=draw(rng, shape))
        ones, zeros = [1.0] * shape[-1], [0.0] * shape[-1]
        slips = {ORDER: [zeros, ones], SINGLE: [[1.0], [0.0]], BOTH: [zeros, zeros]}
        slips |= {WHOLE: [], UNTRAINED: [ones]}
        assert_equal(got["trained"], [ones, zeros], what="the list of trained weights", slips=slips)
        assert_equal(got["others"], [], what="the list of weights that are not trained")


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


@points(0.5)
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


@points(0.5)
@after(test_values)
def test_large_mean(probes, rng):
    """a mean of a thousand times the spread does no harm"""
    for features in (16, 50):
        x, gamma, beta = draw(rng, (5, features), (features,), (features,))
        x = (x + 1000).astype(np.float32)
        got = probes.layer("LayerNorm", config={"epsilon": 1e-3}, x=x, weights=[gamma, beta])
        slips = {SCHOOL: with_own_deviation(np.asarray(got), x, gamma, beta)}
        # float32 holds 1000 to 6e-5; the mean of the squares minus the squared mean errs by 6 %.
        assert_close(got, oracle(x, gamma, beta, 1e-3), atol=1e-3, slips=slips)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient reaches inputs, gamma and beta, and is finite if all features are equal"""
    x, upstream, *weights = draw(rng, (2, 3, 4), (2, 3, 4), (4,), (4,), dtype="float64")
    x[0, 1], call = -1.25, {"config": {"epsilon": 0.1, "dtype": "float64"}}
    got = probes.layer_gradient("LayerNorm", x=x, weights=weights, upstream=upstream, **call)
    found = [got["x"], *got["weights"]]
    for one, (part, want, slips) in zip(
        found, gradients_of(x, *weights, 0.1, upstream), strict=True
    ):
        assert_gradient(one, want, slips=slips, what=f"the gradient in {part}")


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """one graph works for every batch size"""
    gamma, beta, *xs = draw(rng, (3,), (3,), (6, 4, 3), (1, 4, 3), (0, 4, 3))
    call = {"config": {"epsilon": 0.2}, "weights": [gamma, beta], "unknown": 1}
    got = probes.in_turn("LayerNorm", xs=xs, **call)
    for x, output in zip(xs, got, strict=True):
        assert_close(output, oracle(x, gamma, beta, 0.2), dtype="float32")


@points(1)
@after(test_values)
def test_save(probes, rng):
    """a saved model predicts the same when it is loaded again"""
    (x, *weights), config = drawn(rng, (4, 5, 6), "float64"), {"epsilon": 0.3, "dtype": "float64"}
    got = probes.saved("LayerNorm", config=config, x=x, weights=weights)
    slips = {"get_config leaves epsilon out": oracle(x, *weights, 1e-3)}
    want = oracle(x, *weights, 0.3)
    assert_close(got, want, what="the output of the loaded model", dtype="float64", slips=slips)
    kept = probes.settings_kept("LayerNorm", config=config)
    assert_equal(kept, WANT, what=KEPT, slips=LOST)


def gradients_of(x, gamma, beta, epsilon, upstream):
    in_x = numeric_gradient(lambda v: oracle(v, gamma, beta, epsilon), x, upstream)
    constant = upstream * gamma / np.sqrt(x.var(-1, keepdims=True) + epsilon)
    in_gamma = numeric_gradient(lambda v: oracle(x, v, beta, epsilon), gamma, upstream)
    parts = [("the inputs", in_x, {CONSTANT: constant}), ("gamma", in_gamma, {})]
    return [*parts, ("beta", upstream.sum((0, 1)), {})]


def with_own_deviation(got, x, gamma, beta):
    """Return the answer that has the right mean and, in each vector, the deviation of `got`."""
    center = gamma * (x - x.mean(-1, keepdims=True, dtype=np.float64))
    return center * np.median((got - beta) / center, axis=-1, keepdims=True) + beta


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
            "epsilon is always 0.001": oracle(x, gamma, beta, 1e-3),
            "divided by the variance: the root is missing": (
                gamma * center / (deviation**2 + epsilon) + beta
            ),
            "the mean is not subtracted": gamma * x / np.sqrt(deviation**2 + epsilon) + beta,
            "divided by the root of the mean square: the mean is not subtracted": (
                gamma * x / np.sqrt(np.mean(x**2, -1, keepdims=True) + epsilon) + beta
            ),
            "not divided by the deviation": gamma * center + beta,
        }


SCHOOL = "the variance is the mean of the squares minus the squared mean, which is inexact"
SINGLE = "gamma and beta are one number for all features"
ORDER = "beta is made before gamma"
BOTH = "gamma starts at zero: it has to start at one"
WHOLE = "the weights are not made by self.add_weight"
UNTRAINED = "beta is not a trained weight"
CONSTANT = "mean and variance are treated as constants"
KEPT = "the table of what from_config keeps"
WANT = {"name": "the same", "dtype": "float64", "trainable": False}
LOST = {
    "get_config leaves trainable out; super().get_config() has it": WANT | {"trainable": True},
    "get_config leaves the name out; super().get_config() has it": WANT | {"name": "another"},
    "get_config leaves the dtype out; super().get_config() has it": WANT | {"dtype": "float32"},
    "get_config leaves out what super().get_config() has": {
        "name": "another",
        "dtype": "float32",
        "trainable": True,
    },
}
