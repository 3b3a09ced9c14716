"""Checks of saliency."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points
from tensorkata.checking.assertions import CheckFailed


def slope(hidden, out, image, factor=1.0):
    """Return the gradient of tanh(factor * image . hidden) @ out in the image, per class."""
    bend = 1 - np.tanh(factor * image.reshape(-1) @ hidden) ** 2
    return np.moveaxis(hidden @ (bend[:, None] * out), 0, 1).reshape(-1, *image.shape)


def scaled(picture):
    return picture / picture.max()


def stretched(picture):
    low = picture - picture.min()
    return low / (low.max() or 1)


def oracle(hidden, out, image, label):
    return scaled(np.abs(slope(hidden, out, image)[label]).max(axis=-1))


def slips(hidden, out, image, label):
    each = slope(hidden, out, image)
    logits = np.tanh(image.reshape(-1) @ hidden) @ out
    odds = np.exp(logits) / np.exp(logits).sum()
    mine, top, training = each[label], each[logits.argmax()], slope(hidden, out, image, 2.0)[label]
    return {
        "not divided by the largest value": np.abs(mine).max(axis=-1),
        "the absolute value is missing, or comes after the maximum": scaled(mine.max(axis=-1)),
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
        "all zeros: the image must be watched, and used under the tape": 0 * mine.max(axis=-1),
        "divided by the sum, not by the largest value": np.abs(mine).max(axis=-1)
        / np.abs(mine).max(axis=-1).sum(),
        "stretched: the smallest value is 0": stretched(np.abs(mine).max(axis=-1)),
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


def given(got, cause=None):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=cause or UNWATCHED)
    return got


def test_example(probes):
    """saliency gives what the docstring's example shows"""
    out, image = np.float32([[1, 5], [-2, 5]]), np.ones((1, 2, 1), "float32")
    (got,) = probes.saliency(None, out, image, [0])
    wrong = {"the channels are not reduced": np.array([[[0.5], [1.0]]]), **EXAMPLE}
    assert_close(given(got), [[0.5, 1.0]], dtype="float32", slips=wrong)


@points(0.25)
@after(test_example)
def test_values(probes, rng):
    """the map of a gray image is the absolute gradient of the label's logit, scaled to at most 1"""
    hidden, out, image, label = setting = drawn(rng, (2, 3, 1), 3)
    for trains in (False, True):
        (got,) = probes.saliency(hidden, out, image, [label], trains)
        want, wrong = oracle(*setting), slips(*setting)
        assert_close(given(got), want, dtype="float32", atol=ROOM, slips=wrong)


@points(0.25)
@after(test_values)
def test_channels(probes, rng):
    """the largest absolute gradient among the channels counts"""
    hidden, out, image, label = setting = drawn(rng, (3, 4, 3), 5)
    (got,) = probes.saliency(hidden, out, image, [label])
    wrong = misshapen(*setting) | slips(*setting)
    assert_close(given(got), oracle(*setting), dtype="float32", atol=ROOM, slips=wrong)


@points(0.25)
@after(test_values)
def test_small(probes, rng):
    """a map of tiny gradients is scaled to at most 1 too"""
    hidden, out, image, label = setting = drawn(rng, (2, 3, 2), 3)
    (got,) = probes.saliency(hidden, out * np.float32(1e-7), image, [label])
    assert_close(given(got), oracle(*setting), dtype="float32", atol=ROOM)


@points(0.25)
@after(test_values)
def test_flat(probes, rng):
    """a logit that is flat in the image, or a model that ignores it, gives zeros"""
    shape, flat = (2, 3, 2), 1
    hidden, out, image, _ = drawn(rng, shape, 3)
    out[:, flat] = 0
    zeros, blind = np.zeros((2, 3)), np.float32([1, 2])
    settings = (hidden, out, 0), (hidden, out, flat), (None, blind, 1)
    wanted = oracle(hidden, out, image, 0), zeros, zeros
    for (*model, label), want in zip(settings, wanted, strict=True):
        (got,) = probes.saliency(*model, image, [label])
        assert_close(given(got, IGNORED), want, dtype="float32", atol=ROOM, slips=NAN)


UNWATCHED = "the image is a constant: the tape records it only after tape.watch(image)"
IGNORED = "the gradient is None if the model ignores the image, unless you ask the tape for zeros"
NAN = {
    "0 / 0: the largest value of a flat map is zero": np.full((2, 3), np.nan),
    "a single number; every pixel should have its own": np.zeros(()),
}
EXAMPLE = {
    "the batch axis is still there": np.array([[[0.5, 1.0]]]),
    "not divided by the largest value": np.array([[1.0, 2.0]]),
    "the absolute value is missing, or comes after the maximum": np.array([[1.0, -2.0]]),
    "divided before the absolute value is taken": np.array([[-0.5, 1.0]]),
    "all zeros: the image must be watched, and used under the tape": np.zeros((1, 2)),
    "divided by the sum, not by the largest value": np.array([[1 / 3, 2 / 3]]),
    "stretched: the smallest value is 0": np.array([[0.0, 1.0]]),
    "the gradient of the sum of all logits, not of the label's": np.array([[1.0, 0.5]]),
    "the gradient of the largest logit, not of the label's": np.array([[1.0, 1.0]]),
    "the gradient of the probability (softmax), not of the logit": np.array([[4 / 7, 1.0]]),
}
# Gradients of tanh units, scaled: a few roundings of values up to 1.
ROOM = 1e-5
