"""Checks of saliency."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points


def slope(hidden, out, image, factor=1.0):
    """Return the gradient of tanh(factor * image . hidden) @ out in the image, per class."""
    bend = 1 - np.tanh(factor * image.reshape(-1) @ hidden) ** 2
    return np.moveaxis(hidden @ (bend[:, None] * out), 0, 1).reshape(-1, *image.shape)


def scaled(picture):
    return picture / picture.max()


def oracle(hidden, out, image, label):
    return scaled(np.abs(slope(hidden, out, image)[label]).max(axis=-1))


def slips(hidden, out, image, label):
    each = slope(hidden, out, image)
    logits = np.tanh(image.reshape(-1) @ hidden) @ out
    odds = np.exp(logits) / np.exp(logits).sum()
    mine, top, training = each[label], each[logits.argmax()], slope(hidden, out, image, 2.0)[label]
    return {
        "not divided by the largest value": np.abs(mine).max(axis=-1),
        "the absolute value is missing": scaled(mine.max(axis=-1)),
        "the mean or sum over the channels instead of the maximum": scaled(
            np.abs(mine).sum(axis=-1)
        ),
        "the absolute value is taken after the channels are reduced": scaled(
            np.abs(mine.max(axis=-1))
        ),
        "the Euclidean norm over the channels instead of the maximum": scaled(
            np.sqrt(np.sum(mine**2, axis=-1))
        ),
        "the gradient of the probability (softmax), not of the logit": scaled(
            np.abs(mine - np.tensordot(odds, each, 1)).max(axis=-1)
        ),
        "the gradient of the sum of all logits, not of the label's": scaled(
            np.abs(each.sum(axis=0)).max(axis=-1)
        ),
        "the gradient of the largest logit, not of the label's": scaled(np.abs(top).max(axis=-1)),
        "the model runs with training=True": scaled(np.abs(training).max(axis=-1)),
        "gradient times image": scaled(np.abs(mine * image).max(axis=-1)),
    }


def misshapen(hidden, out, image, label):
    mine = np.abs(slope(hidden, out, image)[label])
    return {
        "the channels are not reduced": scaled(mine),
        "the batch axis is still there": scaled(mine.max(axis=-1))[None],
    }


def drawn(rng, shape, classes):
    hidden, out, image = draw(rng, (int(np.prod(shape)), 5), (5, classes), shape)
    logits = np.tanh(image.reshape(-1) @ hidden / 2) @ out
    # any label but that of the largest logit, whose map would be right by mistake
    return hidden / 2, out, image, int(rng.choice(np.argsort(logits)[:-1]))


def test_shape(probes, rng):
    """saliency turns an image (height, width, channels) into a float32 map (height, width)"""
    hidden, out, image, label = setting = drawn(rng, (4, 3, 2), 4)
    (got,) = probes.saliency(hidden, out, image, [label])
    if isinstance(got, np.ndarray) and got.shape != (4, 3):
        assert_close(got, oracle(*setting), atol=1e-5, slips=misshapen(*setting))
    assert_shape(got, (4, 3), dtype="float32")


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """the map of a gray image is the absolute gradient of the label's logit, scaled to at most 1"""
    hidden, out, image, label = setting = drawn(rng, (2, 3, 1), 3)
    (got,) = probes.saliency(hidden, out, image, [label])
    # Gradients of tanh units: a few roundings of values up to 1.
    assert_close(got, oracle(*setting), atol=1e-5, slips=slips(*setting))


@points(0.5)
@after(test_values)
def test_channels(probes, rng):
    """the largest absolute gradient among the channels counts"""
    hidden, out, image, label = setting = drawn(rng, (3, 4, 3), 5)
    (got,) = probes.saliency(hidden, out, image, [label])
    assert_close(got, oracle(*setting), atol=1e-5, slips=slips(*setting))
