"""Checks of build_classifier."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def shapes_of(height, width, channels, classes, size=3, flat=None):
    """Return the shapes of the six weights."""
    flat = flat or -(-height // 2) * -(-width // 2) * 16
    return [[size, size, channels, 16], [16], [flat, 64], [64], [64, classes], [classes]]


def shape_slips_of(height, width, channels, classes):
    given = (height, width, channels, classes)
    right = shapes_of(*given)
    valid, same = ((height - 1) // 2 * ((width - 1) // 2), height * width)
    return {
        "the convolution has no stride of 2": shapes_of(*given, flat=16 * same),
        'padding is "valid", not "same"': shapes_of(*given, flat=16 * valid),
        "the kernels are 5 x 5, not 3 x 3": shapes_of(*given, size=5),
        "the convolution has no bias": [right[0], *right[2:]],
        "a mean or maximum of each map instead of Flatten": (shapes_of(*given, flat=16)),
        "the layer of logits is missing": right[:4],
        "32 filters, not 16": [
            [*right[0][:3], 32],
            [32],
            [2 * right[2][0], 64],
            *right[3:],
        ],
        "128 units, not 64": [*right[:2], [right[2][0], 128], [128], [128, classes], right[5]],
        "the kernels come before the biases": [*right[::2], *right[1::2]],
        "a normalization that nobody asked for": [*right[:2], *[[16]] * 4, *right[2:]],
        "the layer of logits has no bias": right[:5],
        "one class is missing": [*right[:4], [64, classes - 1], [classes - 1]],
    }


def convolved(x, kernel, bias):
    """Convolve with 3 x 3 kernels at stride 2; "same" pads one pixel more at the far end."""
    pads = [max(2 * (-(-n // 2) - 1) + 3 - n, 0) for n in x.shape[1:3]]
    padded = np.pad(x, [(0, 0), *((p // 2, p - p // 2) for p in pads), (0, 0)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(1, 2))[:, ::2, ::2]
    return np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias


def relu(x):
    return np.maximum(x, 0)


def units_of(x, weights, scale=1 / 16, first=relu, second=relu):
    """Return the 64 units before dropout."""
    maps = first(convolved(scale * x.astype(float), *weights[:2]))
    return second(maps.reshape(len(x), -1) @ weights[2] + weights[3])


def drawn(rng, shape, classes):
    """Return images with pixels from 0 to 16, and weights that keep the scale."""
    weights = draw(rng, *map(tuple, shapes_of(*shape[1:], classes)))
    scales = [0.3, 0.1, 0.1, 0.1, 0.2, 0.5]
    weights = [scale * weight for scale, weight in zip(scales, weights, strict=True)]
    return draw(rng, shape, low=0.0, high=16.0), [w.astype("float32") for w in weights]


def test_example(probes):
    """build_classifier gives what the docstring's example shows"""
    hold_to_shapes(probes.classifier(np.ones((1, 8, 8, 1), "float32"), 10), (1, 8, 8, 1), 10)


def hold_to_shapes(got, shape, classes):
    """Require the shapes, logits of 0, and a model that is not compiled."""
    want, slips = shapes_of(*shape[1:], classes), shape_slips_of(*shape[1:], classes)
    assert_equal(got["weights"], want, what="the list of the weights' shapes", slips=slips)
    want = np.zeros((shape[0], classes))
    slips = {EVEN: want + 1 / classes, HALF: want + 0.5}
    assert_close(
        got["logits"], want, dtype="float32", slips=slips, kind="tensor", what="the logits"
    )
    assert_equal(got["compiled"], False, what=COMPILED, slips={DONE: True})


@after(test_example)
def test_output_shape(probes, rng):
    """six weights, two for each of three layers; one float32 logit per class for any batch"""
    for shape, classes in [((5, 8, 8, 1), 10), ((1, 6, 10, 3), 4)]:
        got = probes.classifier(draw(rng, shape, low=0.0, high=16.0), classes)
        hold_to_shapes(got, shape, classes)


@points(1)
@after(test_output_shape)
def test_logits(probes, rng):
    """pixels / 16, convolution, units and logits, with ReLU between and no activation at the end"""
    for shape, classes in [((5, 8, 8, 1), 10), ((1, 6, 10, 3), 4)]:
        x, weights = drawn(rng, shape, classes)
        want, slips = units_of(x, weights) @ weights[4] + weights[5], slips_of(x, weights)
        # sums of 256 terms of unlike sign: 2**-24 * sqrt(256) of their size, which is about 5
        assert_close(probes.classified(x, weights), want, atol=1e-5, slips=slips)


@points(1)
@after(test_logits)
def test_dropout(probes, rng):
    """in training a quarter of the units is dropped, and the others are enlarged"""
    x, weights = drawn(rng, (600, 8, 8, 1), 64)
    weights[3:5] = [weights[3] + 9, np.eye(64, dtype="float32")]
    units, bias = units_of(x, weights), weights[5].astype(float)
    got = probes.classified(x, weights, training=True)
    kept = np.abs(got - bias) > 1e-3
    slips = dropout_slips_of(got, kept, units, bias)
    # as in test_logits
    assert_close(got, kept * units / 0.75 + bias, atol=1e-5, slips=slips, what="the logits")
    hold_to_quarter(np.mean(~kept, axis=0), len(x))


@points(1)
@after(test_logits)
def test_start(probes, rng):
    """the last kernel starts at 0, the others Glorot uniform, and the biases at 0"""
    x, weights = drawn(rng, (3, 8, 8, 3), int(rng.integers(3, 12)))
    got = probes.started(x, weights)
    # as in test_logits
    assert_close(got["logits"], units_of(x, weights) @ weights[4] + weights[5], atol=1e-5)
    hold_to_start(got["weights"])


def hold_to_start(got):
    """Require zeros and Glorot uniform kernels, by their root mean squares and their maxima."""
    sizes = np.array([np.sqrt(np.mean(np.square(weight))) for weight in got])
    slips = {"the last kernel is Glorot uniform too": [*SIZES[:4], sizes[4], 0]}
    slips[BIASES] = np.where(np.arange(6) % 2, sizes, SIZES)
    slips[OTHERS] = [sizes[0], 0, sizes[2], 0, 0, 0]
    assert_close(sizes, SIZES, **ROOM, slips=slips, what="the root mean square of each weight")
    peaks = np.array([np.max(np.abs(weight)) for weight in got])
    slips = {NORMAL: peaks if peaks[2] > 2 * SIZES[2] else -1 - peaks}
    # the largest of 432 uniform numbers is less than 95 % of the bound once in 1e9 runs
    assert_close(
        peaks, np.sqrt(3) * SIZES, rtol=0.1, slips=slips, what="the maximum of each weight"
    )


def hold_to_quarter(share, n):
    # 12 standard deviations: right draws stray by 6 less than once in 1e6 runs
    room = 12 * np.sqrt(0.25 * 0.75 / n)
    slips = {ALIKE: share if set(np.unique(share)) <= {0, 1} else -1 - share}
    assert_close(share, np.full(64, 0.25), atol=room, slips=slips, what="the share of zeros")


def dropout_slips_of(got, kept, units, bias):
    cut = np.asarray(got) != 0
    return {
        "nothing is dropped in training": units + bias,
        "half is dropped": kept * units * 2 + bias,
        "dropout comes after the last layer and drops logits": cut * (units + bias) / 0.75,
        "the kept units are not enlarged": kept * units + bias,
    }


def slips_of(x, weights):
    def head(units):
        return units @ weights[4] + weights[5]

    logits = head(units_of(x, weights))
    return {
        "pixels are not divided by 16": head(units_of(x, weights, scale=1)),
        "pixels are divided by 255, not by 16": head(units_of(x, weights, scale=1 / 255)),
        "there is no ReLU after the convolution": head(units_of(x, weights, first=np.asarray)),
        "there is no ReLU after the units": head(units_of(x, weights, second=np.asarray)),
        "there is no ReLU at all": head(units_of(x, weights, 1 / 16, np.asarray, np.asarray)),
        "the units are dropped in inference too": head(units_of(x, weights) * 0),
        "ReLU on the logits": relu(logits),
    }


# Glorot uniform has the standard deviation sqrt(2 / (inputs + outputs)).
SIZES = np.array([np.sqrt(2 / (27 + 144)), 0, np.sqrt(2 / (256 + 64)), 0, 0, 0])
# 432 uniform numbers: their root mean square strays by 2 % of itself, and by 15 % never.
ROOM = {"rtol": 0.3, "atol": 1e-7}
NORMAL = "normal numbers, not uniform ones"
COMPILED = "the answer to “is the model compiled?”"
DONE = "the model is compiled"
EVEN = "a softmax at the end: probabilities instead of logits"
HALF = "a sigmoid at the end: probabilities instead of logits"
ALIKE = "the same units are dropped for all samples"
BIASES = "the biases do not start at 0"
OTHERS = "the hidden kernels do not start Glorot uniform"
