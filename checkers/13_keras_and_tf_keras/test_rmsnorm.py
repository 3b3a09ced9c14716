"""Checks of RMSNorm."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    draw,
    forbids,
    numeric_gradient,
    points,
)

NAME = "RMSNorm"
pytestmark = forbids(
    "tf",
    "keras.layers.RMSNormalization",
    "keras.layers.LayerNormalization",
    "keras.ops.rms_normalization",
    "keras.ops.layer_normalization",
)


def oracle(x, scale, epsilon, axis=-1):
    x = np.asarray(x, dtype=np.float64)
    return x / np.sqrt(np.mean(x * x, axis=axis, keepdims=True) + epsilon) * scale


def slips_of(x, scale, epsilon):
    x = np.asarray(x, dtype=np.float64)
    square, center = np.mean(x * x, -1, keepdims=True), x - x.mean(-1, keepdims=True)
    narrow = x.astype("float32")
    half = x.astype("float16")
    with np.errstate(all="ignore"):
        halves = np.mean(half * half, -1, keepdims=True, dtype="float16").astype("float64")
        return {
            "the squares are computed in float16": half / np.sqrt(halves + epsilon) * scale,
            "computed in float32": narrow
            / np.sqrt(np.mean(narrow * narrow, -1, keepdims=True) + np.float32(epsilon))
            * scale,
            "scale is missing": oracle(x, 1, epsilon),
            "epsilon is missing": oracle(x, scale, 0),
            "epsilon is added outside the root": x / (np.sqrt(square) + epsilon) * scale,
            "epsilon is always 1e-6": oracle(x, scale, 1e-6),
            "the root is missing": x / (square + epsilon) * scale,
            "the sum of the squares instead of their mean": x
            / np.sqrt(square * x.shape[-1] + epsilon)
            * scale,
            "multiplied by the root mean square": x * np.sqrt(square + epsilon) * scale,
            "the mean is subtracted: that is layer normalization": center
            / np.sqrt(np.mean(center**2, -1, keepdims=True) + epsilon)
            * scale,
            "the variance instead of the mean square": x
            / np.sqrt(x.var(-1, keepdims=True) + epsilon)
            * scale,
            "the mean runs along the batch": oracle(x, scale, epsilon, 0),
            "the mean runs along all axes": oracle(x, scale, epsilon, None),
            "the mean runs along all axes but the first": oracle(
                x, scale, epsilon, tuple(range(1, x.ndim))
            ),
            "the scale comes before the mean": oracle(x * scale, 1, epsilon),
            "the scale starts at 0": 0 * x,
            "not divided at all": x * scale,
        }


def drawn(rng, shape, dtype="float32"):
    x, scale = draw(rng, shape, shape[-1:], dtype=dtype)
    return 2 * x + np.asarray(1, dtype), scale


def test_example(probes):
    """RMSNorm gives what the docstring's example shows"""
    x = np.float32([[0, 0, 0, 2], [4, 4, 4, -4]])
    got = probes.layer(NAME, config={"epsilon": 0.0}, x=x)
    slips = slips_of(x, np.ones(4), 0.0)
    assert_close(got, [[0, 0, 0, 2], [1, 1, 1, -1]], dtype="float32", slips=slips)


@after(test_example)
def test_weights(probes, rng):
    """two calls make one trained weight, a one for each feature, and nothing else"""
    for shape in [(4, 3), (2, 3, 5)]:
        got = probes.layer_weights(NAME, config={"epsilon": 0.1}, x=draw(rng, shape))
        n = shape[-1]
        slips = {
            "the scale starts at 0": [[0.0] * n],
            "one number scales all features": [[1.0]],
            "the scale is a single number": [1.0],
            "there is a bias too": [[1.0] * n, [0.0] * n],
            "every call makes a weight: make it in build": [[1.0] * n] * 2,
            "the weight is not trained, or not made by self.add_weight": [],
        }
        assert_equal(got["trained"], [[1.0] * n], what="the list of trained weights", slips=slips)
        assert_equal(got["others"], [], what="the list of weights that are not trained")


@points(1)
@after(test_weights)
def test_values(probes, rng):
    """each vector is divided by its own root mean square, then scaled"""
    for shape, dtype, size in VALUES:
        x, scale = drawn(rng, shape, dtype)
        x = x * np.asarray(size, dtype)
        config = {"epsilon": 0.5, "dtype": dtype}
        got = probes.layer(NAME, config=config, x=x, weights=[scale])
        assert_close(got, oracle(x, scale, 0.5), dtype=dtype, slips=slips_of(x, scale, 0.5))


@points(1)
@after(test_weights)
def test_half_precision(probes, rng):
    """a float16 layer is right for inputs of 10,000 and of 0.001"""
    for size, epsilon in [(1e4, 1e-6), (1e-3, 1e-12), (1.0, 0.1)]:
        x, scale = draw(rng, (3, 8), (8,), low=0.5, high=1.0)
        x, scale = (x * size).astype("float16"), scale.astype("float16")
        config = {"epsilon": epsilon, "dtype": "float16"}
        got = probes.layer(NAME, config=config, x=x, weights=[scale])
        slips = slips_of(x, scale, epsilon)
        # 0.4 %: three roundings to float16, of 0.05 % each
        want, close = oracle(x, scale, epsilon), {"rtol": 4e-3, "atol": 1e-4}
        assert_close(got, want, dtype="float16", slips=slips, **close)


@points(0.5)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient reaches the inputs and the scale"""
    (x, scale), upstream = drawn(rng, (2, 3, 4), "float64"), draw(rng, (2, 3, 4), dtype="float64")
    config = {"epsilon": 0.1, "dtype": "float64"}
    got = probes.layer_gradient(NAME, config=config, x=x, weights=[scale], upstream=upstream)
    want = numeric_gradient(lambda v: oracle(v, scale, 0.1), x, upstream)
    square = np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + 0.1)
    constant = {"the root mean square is treated as a constant": upstream * scale / square}
    assert_gradient(got["x"], want, slips=constant, what="the gradient in the inputs")
    in_scale = np.sum(upstream * oracle(x, 1, 0.1), axis=(0, 1))
    for slope, of_scale in zip(got["weights"], [in_scale], strict=True):
        assert_gradient(slope, of_scale, what="the gradient in the scale")


@points(0.5)
@after(test_values)
def test_in_model(probes, rng):
    """one functional model works for every batch size and length"""
    x, scale = drawn(rng, (3, 4, 5))
    batches = [x, draw(rng, (1, 2, 5)), draw(rng, (0, 2, 5))]
    got = probes.layer_in_model(NAME, {"epsilon": 0.2}, batches, [scale], unknown=2)
    for batch, output in zip(batches, got, strict=True):
        assert_close(output, oracle(batch, scale, 0.2), dtype="float32")


@points(0.5)
@after(test_values)
def test_saved(probes, rng):
    """a saved model predicts the same when it is loaded again"""
    x, scale = drawn(rng, (4, 3), "float64")
    got = probes.layer_saved(NAME, {"epsilon": 0.7, "dtype": "float64"}, x, [scale])
    slips = {
        "get_config leaves epsilon out": oracle(x, scale, 1e-6),
        "the scale is not saved": oracle(x, 1, 0.7),
    }
    assert_close(got, oracle(x, scale, 0.7), dtype="float64", slips=slips)


VALUES = [
    ((5, 4), "float32", 1),
    ((1, 6), "float64", 1e25),
    ((2, 3, 4), "float32", 1),
    ((2, 2, 3, 3), "float64", 1),
]
