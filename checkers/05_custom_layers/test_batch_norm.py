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


def test_example(probes):
    """BatchNorm gives what the docstring's example shows"""
    x, config = np.float32([[1], [5]]), {"momentum": 0.9, "epsilon": 0.0}
    got = probes.moved("BatchNorm", config=config, xs=[x], training=True)
    (output,), weights = got["outputs"], got["weights"]
    slips = slips_of(x, 1, 0, 0, 1, 0.9, 0)
    # 1e-5: a few float32 roundings; an epsilon of 0.001 changes the output by 1e-4
    assert_close(output, [[-1], [1]], rtol=1e-5, dtype="float32", slips=slips)
    shapes, slips = [list(weight.shape) for weight in weights], {NOT_LISTED: [[1], [1]]}
    assert_equal(shapes, [[1]] * 4, what="the list of the weights' shapes", slips=slips)
    hold_to_moving(weights[2:], [x], [np.zeros(1), np.ones(1)], 0.9)


def test_output_shape(probes, rng):
    """BatchNorm keeps the shape of its inputs, at any rank from 2, and returns float32"""
    for shape, training in zip(SHAPES[1:], [True, False, True], strict=True):
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
        slips[ORDER] = {"trained": [zeros, ones], "others": [zeros, ones]}
        slips[ORDER_TOO] = {"trained": [ones, zeros], "others": [ones, zeros]}
        slips[VARIANCE_ZERO] = {"trained": [ones, zeros], "others": [zeros, zeros]}
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
        got = probes.moved("BatchNorm", xs=[x], weights=start, **call)
        (output,), slips = got["outputs"], {OWN: oracle(x, *start[:2], *statistics(x))}
        assert_close(output, oracle(x, *start), slips=slips)
        for left, given, what in zip(got["weights"], start, WEIGHTS, strict=True):
            assert_close(left, given, what=f"{what} after a call in inference")


@points(1)
@after(test_example)
def test_moving(probes, rng):
    """each call in training moves the moving mean and variance by 1 - momentum"""
    for shape in SHAPES[2:]:
        x, start = drawn(rng, shape)
        xs = [x, 0.5 * x - 2]
        got = probes.moved("BatchNorm", config=CONFIG, xs=xs, weights=start, training=True)
        for given, output in zip(xs, got["outputs"], strict=True):
            assert_close(output, oracle(given, *start[:2], *statistics(given)))
        hold_to_moving(got["weights"][2:], xs, start[2:], 0.8)


@points(1)
@after(test_training)
def test_gradient(probes, rng):
    """in training the gradient flows through the batch's mean and variance"""
    (x, start), upstream = drawn(rng, (2, 3, 2), "float64"), drawn(rng, (2, 3, 2), "float64")[0]
    call = {"config": {**CONFIG, "dtype": "float64"}, "training": True}
    got = probes.layer_gradient("BatchNorm", x=x, weights=start, upstream=upstream, **call)
    found = [got["x"], *got["weights"]]
    for one, (part, want, slips) in zip(found, gradients_of(x, *start, upstream), strict=True):
        assert_gradient(one, want, slips=slips, what=f"the gradient in {part}")


@points(0.5)
@after(test_moving)
def test_graph(probes, rng):
    """one graph works for every batch size, in training and otherwise"""
    x, start = drawn(rng, (4, 2, 3))
    xs = [x, x[:1] + 2, np.concatenate([x, x**2])]
    call = {"config": CONFIG, "xs": xs, "weights": start, "unknown": 1}
    for training in (True, None):
        got = probes.moved("BatchNorm", training=training, **call)
        for given, output in zip(xs, got["outputs"], strict=True):
            used = statistics(given) if training else start[2:]
            assert_close(output, oracle(given, *start[:2], *used))
        hold_to_moving(got["weights"][2:], xs if training else [], start[2:], 0.8)


@points(0.5)
@after(test_moving)
def test_save(probes, rng):
    """a saved model has the same settings and moving statistics when it is loaded again"""
    x, start = drawn(rng, (2, 5, 6), "float64")
    config = {"momentum": 0.7, "epsilon": 0.3, "dtype": "float64"}
    got = probes.saved("BatchNorm", config=config, x=x, weights=start)
    slips = {"get_config leaves epsilon out": oracle(x, *start, epsilon=1e-3)}
    assert_close(got, oracle(x, *start, epsilon=0.3), what=LOADED, dtype="float64", slips=slips)
    got = probes.saved_and_trained("BatchNorm", config=config, x=x, weights=start)
    hold_to_moving(got[2:], [x], start[2:], 0.7)
    assert_equal(probes.settings_kept("BatchNorm", config=config), WANT, what=KEPT, slips=LOST)


def hold_to_moving(got, xs, start, momentum):
    """Require both moving statistics, moved by a call in training for each input."""
    want, slips = moved(xs, start, momentum), moving_slips_of(xs, start, momentum) if xs else {}
    calls = {0: "calls in inference", 1: "a call in training"}.get(len(xs), "calls in training")
    mean, variance = got
    for part, left, what in [(1, variance, WEIGHTS[3]), (0, mean, WEIGHTS[2])]:
        mine = {words: values[part] for words, values in slips.items()}
        assert_close(left, want[part], slips=mine, what=f"{what} after {calls}")


def moved(xs, start, momentum, ddof=0):
    """Return mean and variance, stacked, after one call in training for each input."""
    start = np.stack(start)
    for x in xs:
        start = momentum * np.stack(start) + (1 - momentum) * np.stack(statistics(x, ddof=ddof))
    return start


def gradients_of(x, gamma, beta, _mean, _variance, upstream):
    def with_these(mean=None, variance=None):
        def of(v):
            own = statistics(v)
            used = own[0] if mean is None else mean, own[1] if variance is None else variance
            return oracle(v, gamma, beta, *used)

        return numeric_gradient(of, x, upstream)

    mean, variance = statistics(x)
    slips = {CONSTANT: with_these(mean, variance), CONSTANT_VARIANCE: with_these(None, variance)}
    slips[CONSTANT_MEAN] = with_these(mean, None)
    in_gamma = numeric_gradient(lambda v: oracle(x, v, beta, mean, variance), gamma, upstream)
    parts = [("the inputs", with_these(), slips), ("gamma", in_gamma, {})]
    return [*parts, ("beta", upstream.sum((0, 1)), {})]


def moving_slips_of(xs, start, momentum):
    return {
        "momentum and 1 - momentum are swapped": moved(xs, start, 1 - momentum),
        "momentum is always 0.99": moved(xs, start, 0.99),
        "the moving statistics are never moved": np.stack(start),
        VARIANCE_ZERO: moved(xs, [start[0], 0 * start[1]], momentum),
        ORDER_TOO: moved(xs, start, momentum)[::-1],
        "only the first call moves them": moved(xs[:1], start, momentum),
        "the batch's statistics replace the moving ones": np.stack(statistics(xs[-1])),
        "the sample variance (n - 1) instead of the population's": (
            moved(xs, start, momentum, ddof=1)
        ),
        "each call moves them twice": moved([x for x in xs for _ in "12"], start, momentum),
        "the batch's statistics are not weighed by 1 - momentum": (
            np.sum(
                [momentum ** (len(xs) - 1 - n) * moved([x], start, 0) for n, x in enumerate(xs)], 0
            )
            + momentum ** len(xs) * np.stack(start)
        ),
    }


def slips_of(x, gamma, beta, mean, variance, momentum=0.8, epsilon=0.01):
    own, plain = statistics(x), oracle(x, 1, 0, *statistics(x), epsilon)
    just_moved = moved(
        [x], [mean * np.ones(x.shape[-1]), variance * np.ones(x.shape[-1])], momentum
    )
    last = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    with np.errstate(all="ignore"):
        return {
            "the moving statistics are used in training": (
                oracle(x, gamma, beta, mean, variance, epsilon)
            ),
            "the moving statistics, just moved, are used in training": (
                oracle(x, gamma, beta, *just_moved, epsilon)
            ),
            "gamma is missing": plain + beta,
            "beta is missing": gamma * plain,
            "the statistics are taken over the batch axis only": (
                oracle(x, gamma, beta, *statistics(x, (0,)), epsilon)
            ),
            "the statistics are taken over the first two axes only": (
                oracle(x, gamma, beta, *statistics(x, tuple(range(max(1, x.ndim - 2)))), epsilon)
            ),
            "the statistics are taken along the features": oracle(x, gamma, beta, *last, epsilon),
            "one mean and variance for all features": (
                oracle(x, gamma, beta, *statistics(x, tuple(range(x.ndim))), epsilon)
            ),
            "the sample variance (n - 1) instead of the population's": (
                oracle(x, gamma, beta, *statistics(x, ddof=1), epsilon)
            ),
            "epsilon is added outside the root": (
                gamma * (x - own[0]) / (np.sqrt(own[1]) + epsilon) + beta
            ),
            "epsilon is missing": oracle(x, gamma, beta, *own, epsilon=0),
            "epsilon is always 0.001": oracle(x, gamma, beta, *own, epsilon=1e-3),
            "divided by the variance: the root is missing": (
                gamma * (x - own[0]) / (own[1] + epsilon) + beta
            ),
            "the shift comes before the scale": gamma * (plain + beta),
        }


WEIGHTS = ("gamma", "beta", "the moving mean", "the moving variance")
ALL_TRAINED = "the moving statistics are trained like the others"
ORDER = "beta is made before gamma"
ORDER_TOO = "the moving variance is made before the moving mean"
VARIANCE_ZERO = "the moving variance starts at zero: it has to start at one"
NOT_LISTED = "the moving statistics are not made by self.add_weight"
LOADED = "the output of the loaded model"
OWN = "the batch's own statistics are used in inference"
CONSTANT = "mean and variance are treated as constants"
CONSTANT_MEAN = "the mean is treated as a constant"
CONSTANT_VARIANCE = "the variance is treated as a constant"
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
