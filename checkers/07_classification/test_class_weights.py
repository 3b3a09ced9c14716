"""Checks of class_weights."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("sklearn.utils.class_weight")


def oracle(labels, classes=None):
    counts = np.array([np.sum(labels == k) for k in range(int(labels.max()) + 1)])
    present = classes or np.sum(counts > 0)
    with np.errstate(divide="ignore"):
        return np.where(counts > 0, len(labels) / (present * counts), 0.0)


def drawn(rng, *counts, dtype="int64"):
    """Return labels in random order: of class k counts[k] or up to a half more, none if it is 0."""
    counts = [rng.integers(count, count + count // 2 + 1) for count in counts]
    return rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(dtype)


def found(probes, labels, kind="array"):
    """Return the weights of the classes from 0; require a dict with these classes."""
    got = probes.weights_of(labels, kind)
    form = "a dict" if isinstance(got, dict) else "no dict"
    assert_equal(form, "a dict", what="the kind of result", slips={BARE: "no dict"})
    there, classes = np.unique(labels), np.arange(int(np.max(labels)) + 1)
    slips = {
        "the classes are numbered from 1": classes + 1,
        "classes that never occur are left out": there,
        "there is one class too many": np.append(classes, len(classes)),
        "the largest class is left out": classes[:-1],
    }
    assert_close(got["classes"], classes, what="the keys", slips=slips, dtype="int64")
    return got["weights"]


def test_example(probes):
    """class_weights gives what the docstring's example shows"""
    labels = np.array([0, 3, 0, 3, 0, 0, 3, 3, 3, 3])
    slips = slips_of(np.array([4, 6]), [0, 3]) | missing_slips_of(labels)
    got = found(probes, labels)
    assert_close(got, [1.25, 0, 0, 0.8333333333333334], slips=slips, what=TOLD, dtype="float32")


@points(0.5)
@after(test_example)
def test_weights(probes, rng):
    """the weight of a class is n / (k * count), for labels in a NumPy array or a tensor"""
    for counts, kind in [((7, 60, 11), "array"), ((31, 8), "tensor"), ((1, 2, 3, 7), "array")]:
        labels = drawn(rng, *counts, dtype="int32")
        got = found(probes, labels, kind)
        assert_close(got, oracle(labels), slips=slips_of(np.bincount(labels)), what=TOLD)


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """labels may have any integer dtype, even if their number, or one class more, does not fit"""
    for dtype, kind in DTYPES:
        labels = drawn(rng, 190, 0, 130, 3, dtype=dtype)
        got, want = found(probes, labels, kind), oracle(labels)
        slips = {NARROW: want * float(np.array(len(labels)).astype(dtype) / len(labels))}
        assert_close(got, want, slips=slips, what=TOLD)
    labels = drawn(rng, 5, *[0] * 254, 9, dtype="uint8")  # 255 + 1 does not fit either
    found(probes, labels)


@points(1)
@after(test_weights)
def test_missing(probes, rng):
    """a class that never occurs gets 0 and does not count among the classes"""
    for counts in [(5, 0, 20), (0, 13, 0, 0, 4), (0, 0, 9)]:
        labels = drawn(rng, *counts)
        got = found(probes, labels)
        assert_close(got, oracle(labels), slips=missing_slips_of(labels), what=TOLD)


@points(1)
@after(test_weights)
def test_in_keras(probes, rng):
    """Keras's loss uses the returned weights as they are"""
    labels = drawn(rng, 3, 14, 6)
    logits = draw(rng, (len(labels), 3))
    losses = np.log(np.sum(np.exp(logits), axis=1)) - logits[np.arange(len(labels)), labels]
    want = np.mean(oracle(labels)[labels] * losses)
    slips = {"the weights do not reach the loss: the keys are not integers": np.mean(losses)}
    assert_close(probes.weighted_loss(labels, logits), want, slips=slips, dtype="float32")


@points(1)
@after(test_weights)
def test_no_labels(probes, rng):
    """no labels are refused, in an array or a tensor, but a single label is not"""
    got = [
        probes.refused("class_weights", [[np.zeros(0, dtype="int64")]], kind)
        for kind in ("array", "tensor")
    ]
    assert_equal(got, [[True], [True]], what=REFUSED, slips=refused_slips_of(got))
    for labels in (drawn(rng, 1), drawn(rng, 1, 120)):
        assert_close(found(probes, labels), oracle(labels), what=TOLD)


def refused_slips_of(got):
    other = [[flag if isinstance(flag, str) else True for flag in flags] for flags in got]
    return {
        "an empty input is accepted": [[False], [False]],
        "an empty tensor is accepted": [[True], [False]],
        "an error is raised, but not ValueError": other,
    }


def missing_slips_of(labels):
    counts = np.bincount(labels)
    others = oracle(labels, classes=len(counts))
    return {
        "the missing classes count among the classes": others,
        "a missing class gets the weight 1": np.where(others > 0, oracle(labels), 1),
        "the missing classes count, and get the weight 1": np.where(others > 0, others, 1),
        "a missing class counts as if it occurred once": oracle_of(np.maximum(counts, 1)),
        "1 is added to every count": oracle_of(counts + 1),
        "a missing class gets n / (k * 0), which is inf": np.where(counts, oracle(labels), np.inf),
        "a missing class gets 0 / 0, which is nan": np.where(counts, oracle(labels), np.nan),
    }


def oracle_of(counts):
    return np.sum(counts) / (len(counts) * counts)


def slips_of(counts, classes=None):
    """Return wrong weights for the counts of classes that occur; `classes` are their numbers."""
    n, k = np.sum(counts), len(counts)
    weights = n / (k * counts)
    wrong = {
        "not divided by the number of classes": n / counts,
        "n is missing: 1 divided by the count": 1 / counts,
        "n is missing: 1 divided by k * count": 1 / (k * counts),
        "the share of each class, not its inverse": counts / n,
        "the inverse of the weight: k * count / n": k * counts / n,
        "relative to the largest class": np.max(counts) / counts,
        "relative to the mean weight: the weights add up to the number of classes": (
            k * weights / np.sum(weights)
        ),
        "the weights add up to 1": weights / np.sum(weights),
        "integer division: rounded down to whole numbers": np.floor(weights),
        "the square root of the weight": np.sqrt(weights),
        "1 minus the share": 1 - counts / n,
    }
    if classes is None:
        return wrong
    places = np.eye(max(classes) + 1)[classes]
    return {words: weights @ places for words, weights in wrong.items()}


TOLD = "the weights"
BARE = "the weights without their classes: return {class: weight}"
NARROW = "the number of labels does not fit into their dtype"
REFUSED = "the answer to “does it raise ValueError for no labels in [an array, a tensor]?”"
DTYPES = [
    ("uint8", "array"),
    ("int8", "tensor"),
    ("uint64", "array"),
    ("uint8", "tensor"),
    ("int16", "array"),
]
