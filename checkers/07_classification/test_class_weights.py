"""Checks of class_weights."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids(
    "sklearn.utils.class_weight.compute_class_weight",
    "sklearn.utils.class_weight.compute_sample_weight",
)


def oracle(labels, classes=None):
    counts = np.array([np.sum(labels == k) for k in range(int(labels.max()) + 1)])
    present = classes or np.sum(counts > 0)
    with np.errstate(divide="ignore"):
        return np.where(counts > 0, len(labels) / (present * counts), 0.0)


def drawn(rng, *counts, dtype="int64"):
    """Return labels in random order: of class k counts[k] or up to a half more, none if it is 0."""
    counts = [rng.integers(count, count + count // 2 + 1) for count in counts]
    return rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(dtype)


def test_classes(probes, rng):
    """class_weights has a weight for each class from 0 to the largest label"""
    for counts in [(5, 2), (3,), (4, 0, 9, 1), (0, 0, 6)]:
        got = probes.weights_of(drawn(rng, *counts))
        assert_close(got["classes"], np.arange(len(counts)), what="the keys")


@points(1)
@after(test_classes)
def test_weights(probes, rng):
    """the weight of a class is n / (k * count), for labels in a NumPy array or a tensor"""
    for counts, kind in [((7, 60, 11), "array"), ((31, 8), "tensor"), ((1, 2, 3, 7), "array")]:
        labels = drawn(rng, *counts, dtype="int32")
        got = probes.weights_of(labels, kind)["weights"]
        assert_close(got, oracle(labels), **ROOM, slips=slips_of(np.bincount(labels)), what=TOLD)


@points(1)
@after(test_weights)
def test_missing(probes, rng):
    """a class that never occurs gets 0 and does not count among the classes"""
    for counts in [(5, 0, 20), (0, 13, 0, 0, 4), (0, 0, 9)]:
        labels = drawn(rng, *counts)
        got = probes.weights_of(labels)["weights"]
        assert_close(got, oracle(labels), **ROOM, slips=missing_slips_of(labels), what=TOLD)


@points(1)
@after(test_weights)
def test_in_keras(probes, rng):
    """Keras's loss uses the returned weights as they are"""
    labels = drawn(rng, 3, 14, 6)
    logits = draw(rng, (len(labels), 3))
    losses = np.log(np.sum(np.exp(logits), axis=1)) - logits[np.arange(len(labels)), labels]
    want = np.mean(oracle(labels)[labels] * losses)
    slips = {"the weights do not reach the loss: the keys are not integers": np.mean(losses)}
    assert_close(np.float64(probes.weighted_loss(labels, logits)), want, rtol=1e-4, slips=slips)


@points(1)
@after(test_weights)
def test_no_labels(probes, rng):
    """an empty array of labels is refused, a single label is not"""
    got = probes.refused("class_weights", [[np.zeros(0, dtype="int64")]], "array")
    assert_equal(got, [True], what=REFUSED, slips={"an empty array is accepted": [False]})
    for labels in (drawn(rng, 1), drawn(rng, 1, 120)):
        assert_close(probes.weights_of(labels)["weights"], oracle(labels), **ROOM)


def missing_slips_of(labels):
    counts = np.bincount(labels)
    others = oracle(labels, classes=len(counts))
    return {
        "the missing classes count among the classes": others,
        "a missing class gets the weight 1": np.where(others > 0, oracle(labels), 1),
        "the missing classes count, and get the weight 1": np.where(others > 0, others, 1),
        "a missing class counts as if it occurred once": oracle_of(np.maximum(counts, 1)),
        "1 is added to every count": oracle_of(counts + 1),
    }


def oracle_of(counts):
    return np.sum(counts) / (len(counts) * counts)


def slips_of(counts):
    n, k = np.sum(counts), len(counts)
    weights = n / (k * counts)
    return {
        "not divided by the number of classes": n / counts,
        "n is missing: 1 divided by the count": 1 / counts,
        "the share of each class, not its inverse": counts / n,
        "relative to the largest class": np.max(counts) / counts,
        "relative to the mean weight: the weights add up to the number of classes": (
            k * weights / np.sum(weights)
        ),
        "the weights add up to 1": weights / np.sum(weights),
        "integer division: rounded down to whole numbers": np.floor(weights),
        "the square root of the weight": np.sqrt(weights),
        "1 minus the share": 1 - counts / n,
    }


ROOM = {"rtol": 1e-5}  # the weights may be computed in float32
TOLD = "the weights"
REFUSED = "the answer to “does it raise ValueError for no labels?”"
