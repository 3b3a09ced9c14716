"""Checks of fit_digits. All use the model trained on the same digits.

Anyone has a table of these digits. So in each run the classes stand for other digits, the images
are turned or mirrored, and their gray values are changed a little.
"""

import functools
import importlib.util
from pathlib import Path

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_shape, assert_true, points

TRAINED_ON, SHOWN = 1397, 350


@functools.cache
def digits():
    """Return scikit-learn's digits, (1797, 8, 8, 1) and (1797,), without importing it."""
    folder = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    table = np.loadtxt(Path(folder, "datasets/data/digits.csv.gz"), delimiter=",")
    # the tenth order: a linear model stays below 95 % on its last 400, simple others reach 98 %
    table = np.random.default_rng(10).permutation(table)
    return table[:, :-1].reshape(-1, 8, 8, 1).astype("float32"), table[:, -1].astype("int64")


def disguised(rng):
    """Return the digits as no table has them: other classes, turned or mirrored, other grays."""
    x, y = digits()
    x = np.rot90(x[:, :: rng.choice([-1, 1])], rng.integers(4), axes=(1, 2))
    x = 16 * (x / 16) ** rng.uniform(0.8, 1.25) + rng.normal(0, 0.3, x.shape)
    return np.clip(x, 0, 16).astype("float32"), rng.permutation(10)[y]


def shown(probes, rng, exercise_rng, count=SHOWN, alone=0):
    """Return the logits for some of the digits that were held back, and their labels.

    The first ones may be given one by one.
    """
    x, y = disguised(exercise_rng)
    order = np.argsort(y[:TRAINED_ON], kind="stable")
    unseen = TRAINED_ON + rng.permutation(len(y) - TRAINED_ON)[:count]
    got = probes.trained(x[order], y[order], x[unseen], alone=alone)
    assert_shape(got, (count, 10), dtype="float32")
    return got, y[unseen]


def test_output_shape(probes, rng, exercise_rng):
    """the model gives ten float32 logits for each image, in a batch of any size"""
    for count in (SHOWN, 1):
        shown(probes, rng, exercise_rng, count)
    x, y = disguised(rng)
    few = np.flatnonzero(y < 6)[:100]
    few = few[np.argsort(y[few], kind="stable")]
    got = probes.trained(x[few], y[few], x[:3])
    assert_shape(got, (3, 10), dtype="float32")


@points(1)
@after(test_output_shape)
def test_each_digit(probes, rng, exercise_rng):
    """at least half the samples of each of the ten digits are recognized"""
    logits, labels = shown(probes, rng, exercise_rng)
    right = np.argmax(logits, axis=1) == labels
    few = [digit for digit in range(10) if np.mean(right[labels == digit]) < 0.5]
    slips = {
        LAST: LASTS.get(len(few)),
        SAME: SAMES.get(len(few)),
        FORGOTTEN: few if few[:5] == FIRST and len(few) < 10 else None,
    }
    assert_equal(few, [], what="the list of digits that are not recognized", slips=slips)


@points(2)
@after(test_each_digit)
def test_accuracy(probes, rng, exercise_rng):
    """at least 95 % of the digits that the model has not seen are recognized, half of them alone"""
    logits, labels = shown(probes, rng, exercise_rng, alone=SHOWN // 2)
    right = np.argmax(logits, axis=1) == labels
    share, alone, together = (np.mean(part) for part in (right, *np.split(right, 2)))
    cause = BLANK if alone < 0.7 < together else None
    problem = f"{share:.1%} of {SHOWN} unseen digits are recognized, not 95 %"
    assert_true(share >= 0.95, problem, got=share, cause=cause)


@points(1)
@after(test_accuracy)
def test_likelihood(probes, rng, exercise_rng):
    """softmax of the logits gives fair probabilities: the cross-entropy is below 0.5"""
    logits, labels = shown(probes, rng, exercise_rng)
    logits = np.asarray(logits, dtype=float)
    got = cross_entropy(logits, labels)
    causes = {words: got for words, holds in signs_of(logits, labels).items() if holds}
    # 0.5 is what the docstring promises
    assert_close(got, 0.0, atol=0.5, slips=causes, what="the mean cross-entropy")


def cross_entropy(logits, labels):
    spread = logits - logits.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(spread).sum(axis=1)) - spread[np.arange(len(labels)), labels])


def signs_of(logits, labels):
    """Return which mistakes the logits show."""
    scales = np.geomspace(0.001, 1000, 61)
    losses = [cross_entropy(scale * logits, labels) for scale in scales]
    best = scales[np.argmin(losses)] if np.min(losses) < 0.3 else 1
    chances = logits.min() >= 0 and np.allclose(logits.sum(axis=1), 1, atol=1e-3)
    return {
        "probabilities instead of logits (softmax)": chances,
        "the logits are many times too large: the model is far too sure": best < 0.2,
        "the logits are many times too small: the model is far too timid": best > 5,
    }


BLANK = "an image that is given alone is not recognized: its batch changes what the model sees"
LAST = "the last of the sorted samples are never trained on (validation_split takes them)"
LASTS = {1: [9], 2: [8, 9], 3: [7, 8, 9]}
SAMES = {9: [1, 2, 3, 4, 5, 6, 7, 8, 9]}
SAME = "the logits are equal, or nan: the answer is 0 for every digit"
FIRST = [0, 1, 2, 3, 4]
FORGOTTEN = "the first of the sorted samples are forgotten: batches in the order of the data"
