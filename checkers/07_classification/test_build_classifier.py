"""Checks of build_classifier."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_shape, draw, points


def shapes_of(height, width, channels, classes):
    """Return the shapes of the six weights."""
    flat = -(-height // 2) * -(-width // 2) * 16
    return [[3, 3, channels, 16], [16], [flat, 64], [64], [64, classes], [classes]]


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


def test_output_shape(probes, rng):
    """six weights, two for each of three layers; one float32 logit a class for any batch"""
    for shape, classes in [((5, 8, 8, 1), 10), ((1, 6, 10, 3), 4)]:
        got = probes.classifier(draw(rng, shape, low=0.0, high=16.0), classes)
        assert_shape(got["logits"], (shape[0], classes), dtype="float32")
        assert_equal(got["weights"], shapes_of(*shape[1:], classes), what="the list of shapes")


@points(1)
@after(test_output_shape)
def test_logits(probes, rng):
    """pixels / 16, convolution, units and logits, with ReLU between and nothing after them"""
    for shape, classes in [((5, 8, 8, 1), 10), ((1, 6, 10, 3), 4)]:
        x, weights = drawn(rng, shape, classes)
        want, slips = units_of(x, weights) @ weights[4] + weights[5], slips_of(x, weights)
        # sums of 256 terms of unlike sign: 2**-24 * sqrt(256) of their size, which is about 5
        assert_close(probes.classified(x, weights), want, atol=1e-5, slips=slips)


@points(1)
@after(test_logits)
def test_dropout(probes, rng):
    """in training a quarter of the units is dropped, and the others are enlarged"""
    x, weights = drawn(rng, (150, 8, 8, 1), 64)
    weights[3:] = [weights[3] + 9, np.eye(64, dtype="float32"), np.zeros(64, "float32")]
    units, got = units_of(x, weights), probes.classified(x, weights, training=True)
    kept = np.asarray(got) != 0
    slips = {"nothing is dropped in training": units, "half is dropped": kept * units * 2}
    assert_close(got, kept * units / 0.75, atol=1e-5, slips=slips, what="what is kept")
    # 12 standard deviations: right draws stray by 6 less than once in 1e6 runs
    room = 12 * np.sqrt(0.25 * 0.75 / kept.size)
    assert_close(np.mean(~kept), 0.25, atol=room, what="the share of units that is dropped")


@points(1)
@after(test_logits)
def test_start(probes, rng):
    """the last kernel starts at 0, the others Glorot uniform, and the biases at 0"""
    x, labels = draw(rng, (12, 8, 8, 3), low=0.0, high=16.0), rng.integers(0, 5, 12)
    got = probes.untrained(x, labels, 5)
    assert_close(np.array([np.std(w) for w in got["weights"]]), SPREADS, **ROOM, what=SPREAD)
    error = 1 / 5 - (labels[:, None] == np.arange(5))
    want = [units_of(x, got["weights"]).T @ error / 12, error.mean(axis=0)]
    for part, mine, theirs in zip(("kernel", "bias"), got["gradient"], want, strict=True):
        assert_close(mine, theirs, what=f"the first gradient of the loss in the last {part}")


def slips_of(x, weights):
    def head(units):
        return units @ weights[4] + weights[5]

    logits = head(units_of(x, weights))
    chances = np.exp(logits - logits.max(1, keepdims=True))
    return {
        "pixels are not divided by 16": head(units_of(x, weights, scale=1)),
        "pixels are divided by 255 and not by 16": head(units_of(x, weights, scale=1 / 255)),
        "there is no ReLU after the convolution": head(units_of(x, weights, first=np.asarray)),
        "there is no ReLU after the units": head(units_of(x, weights, second=np.asarray)),
        "there is no ReLU at all": head(units_of(x, weights, 1 / 16, np.asarray, np.asarray)),
        "the units are dropped out, in inference too": head(units_of(x, weights) * 0),
        "ReLU on the logits": relu(logits),
        "probabilities where logits belong (softmax)": chances / chances.sum(1, keepdims=True),
        "probabilities where logits belong (sigmoid)": 1 / (1 + np.exp(-logits)),
    }


# Glorot uniform has the standard deviation sqrt(2 / (inputs + outputs)).
SPREADS = np.array([np.sqrt(2 / (27 + 144)), 0, np.sqrt(2 / (256 + 64)), 0, 0, 0])
# 432 uniform numbers: their standard deviation strays by 2 % of itself, and by 15 % never.
ROOM = {"rtol": 0.3, "atol": 1e-7}
SPREAD = "the spread of each weight at the start"
