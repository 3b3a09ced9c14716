"""Checks of BatchNorm."""

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

pytestmark = forbids("keras.layers.BatchNormalization", "keras.ops.batch_normalization")

SHAPES = [(8, 3), (1, 2, 4), (3, 5, 2), (2, 3, 4, 5)]
DTYPES = ["float32", "float64", "float32", "float64"]
CONFIG = {"momentum": 0.8, "epsilon": 0.01}


def statistics(x, axes=None, ddof=0):
    x = np.asarray(x, dtype=np.float64)
    axes = tuple(range(x.ndim - 1)) if axes is None else axes
    return x.mean(axes), x.var(axes, ddof=ddof)


def oracle(x, gamma, beta, mean, variance, epsilon=0.01):
    return gamma * (x - mean) / np.sqrt(variance + epsilon) + beta


def drawn(rng, shape, dtype="float32"):
    x, gamma, beta, mean = draw(rng, shape, *[shape[-1:]] * 3, dtype=dtype)
    return 3 * x + 1, [gamma, beta, mean, draw(rng, shape[-1:], dtype=dtype, low=0.5, high=2.0)]


def test_output_shape(probes, rng):
    """BatchNorm keeps the shape of its inputs and returns float32, both ways"""
    for shape, training in zip(SHAPES[1:3], [True, False], strict=True):
        got = probes.layer("BatchNorm", config=CONFIG, x=draw(rng, shape), training=training)
        assert_shape(got, shape, dtype="float32")


@after(test_output_shape)
def test_weights(probes, rng):
    """four weights: gamma and beta are trained, moving mean and variance are not"""
    for shape in SHAPES[:2]:
        got = probes.weights("BatchNorm", config=CONFIG, x=draw(rng, shape), calls=0)
        zeros, ones = [0.0] * shape[-1], [1.0] * shape[-1]
        want = {"trained": [ones, zeros], "others": [zeros, ones]}
        slips = {ALL_TRAINED: {"trained": [ones, zeros, zeros, ones], "others": []}}
        slips[NOT_LISTED] = {"trained": [ones, zeros], "others": []}
        assert_equal(got, want, what="the list of weights", slips=slips)


@points(1)
@after(test_weights)
def test_training(probes, rng):
    """in training each feature is normalized by the batch's mean and variance"""
    for shape, dtype in zip(SHAPES, DTYPES, strict=True):
        (x, weights), config = drawn(rng, shape, dtype), {**CONFIG, "dtype": dtype}
        got = probes.layer("BatchNorm", config=config, x=x, weights=weights, training=True)
        want, slips = oracle(x, *weights[:2], *statistics(x)), slips_of(x, *weights)
        assert_close(got, want, dtype=dtype, slips=slips)


@points(1)
@after(test_weights)
def test_inference(probes, rng):
    """otherwise, and by default, it uses the moving mean and variance and does not move them"""
    for shape, training in zip(SHAPES[1:], [False, None, None], strict=True):
        (x, start), call = drawn(rng, shape), {"config": CONFIG, "training": training}
        got = probes.in_turn("BatchNorm", xs=[x, x + 1], weights=start, **call)
        slips = {OWN: oracle(x, *start[:2], *statistics(x))}
        assert_close(got["outputs"][0], oracle(x, *start), slips=slips)
        for left, given, what in zip(got["weights"], start, WEIGHTS, strict=True):
            assert_close(left, given, what=f"{what} after two calls in inference")


@points(1)
@after(test_training)
def test_moving(probes, rng):
    """each call in training moves the moving mean and variance by 1 - momentum"""
    for shape in SHAPES[2:]:
        x, start = drawn(rng, shape)
        xs = [x, 0.5 * x - 2]
        got = probes.in_turn("BatchNorm", config=CONFIG, xs=xs, weights=start, training=True)
        want, slips = moved(xs, start[2:], 0.8), moving_slips_of(xs, start[2:])
        for i, what in [(0, "the moving mean"), (1, "the moving variance")]:
            mine = {words: values[i] for words, values in slips.items()}
            assert_close(got["weights"][2 + i], want[i], slips=mine, what=f"{what} after two calls")


@points(1)
@after(test_training)
def test_gradient(probes, rng):
    """in training the gradient flows through the batch's mean and variance"""
    (x, start), upstream = drawn(rng, (2, 3, 2), "float64"), drawn(rng, (2, 3, 2), "float64")[0]
    call = {"config": {**CONFIG, "dtype": "float64"}, "training": True}
    got = probes.layer_gradient("BatchNorm", x=x, weights=start, upstream=upstream, **call)
    for part, want, slips in gradients_of(x, *start[:2], upstream):
        found = got["x"] if part == "the inputs" else got["weights"][part == "beta"]
        assert_gradient(found, want, slips=slips, what=f"the gradient in {part}")


@points(1)
@after(test_moving)
def test_save(probes, rng):
    """a saved model has the same settings and moving statistics when it is loaded again"""
    x, start = drawn(rng, (2, 5, 6), "float64")
    config = {"momentum": 0.8, "epsilon": 0.3, "dtype": "float64"}
    got = probes.saved("BatchNorm", config=config, x=x, weights=start, then_training=True)
    slips = {"get_config leaves epsilon out": oracle(x, *start, epsilon=1e-3)}
    want = oracle(x, *start, epsilon=0.3)
    assert_close(got["output"], want, dtype="float64", slips=slips)
    slips = {"get_config leaves momentum out": moved([x], start[2:], 0.99)[0]}
    want = moved([x], start[2:], 0.8)[0]
    assert_close(got["weights"][2], want, slips=slips, what="the moving mean after a call")


def moved(xs, start, momentum, ddof=0):
    """Return mean and variance, stacked, after one call in training for each input."""
    for x in xs:
        start = momentum * np.stack(start) + (1 - momentum) * np.stack(statistics(x, ddof=ddof))
    return start


def gradients_of(x, gamma, beta, upstream):
    in_x = numeric_gradient(lambda v: oracle(v, gamma, beta, *statistics(v)), x, upstream)
    constant = upstream * gamma / np.sqrt(statistics(x)[1] + 0.01)
    in_gamma = numeric_gradient(lambda v: oracle(x, v, beta, *statistics(x)), gamma, upstream)
    parts = [("the inputs", in_x, {CONSTANT: constant}), ("gamma", in_gamma, {})]
    return [*parts, ("beta", upstream.sum((0, 1)), {})]


def moving_slips_of(xs, start):
    return {
        "momentum and 1 - momentum are swapped": moved(xs, start, 0.2),
        "the moving statistics are never moved": np.stack(start),
        "only the first call moves them": moved(xs[:1], start, 0.8),
        "the batch's statistics replace the moving ones": np.stack(statistics(xs[-1])),
        "the sample variance (n - 1) instead of the population's": moved(xs, start, 0.8, ddof=1),
        "each call moves them twice": moved([xs[0], xs[0], xs[1], xs[1]], start, 0.8),
    }


def slips_of(x, gamma, beta, mean, variance):
    own, plain = statistics(x), oracle(x, 1, 0, *statistics(x))
    just_moved = moved([x], [mean, variance], 0.8)
    last = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    with np.errstate(all="ignore"):
        return {
            "the moving statistics are used in training": oracle(x, gamma, beta, mean, variance),
            "the moving statistics, just moved, are used in training": (
                oracle(x, gamma, beta, *just_moved)
            ),
            "gamma is missing": plain + beta,
            "beta is missing": gamma * plain,
            "the statistics are taken over the batch axis only": (
                oracle(x, gamma, beta, *statistics(x, (0,)))
            ),
            "the statistics are taken along the features": oracle(x, gamma, beta, *last),
            "one mean and variance for all features": (
                oracle(x, gamma, beta, *statistics(x, tuple(range(x.ndim))))
            ),
            "the sample variance (n - 1) instead of the population's": (
                oracle(x, gamma, beta, *statistics(x, ddof=1))
            ),
            "epsilon is added outside the root": (
                gamma * (x - own[0]) / (np.sqrt(own[1]) + 0.01) + beta
            ),
            "epsilon is missing": oracle(x, gamma, beta, *own, epsilon=0),
        }


WEIGHTS = ("gamma", "beta", "the moving mean", "the moving variance")
ALL_TRAINED = "the moving statistics are trained like the others"
NOT_LISTED = "the moving statistics are not made by self.add_weight"
OWN = "the batch's own statistics are used in inference"
CONSTANT = "mean and variance are treated as constants"
