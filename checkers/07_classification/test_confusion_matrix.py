"""Checks of confusion_matrix."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids("tf.math.confusion_matrix", "sklearn.metrics.confusion_matrix")


def oracle(y_true, y_pred, classes):
    matrix = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(matrix, (y_true, y_pred), 1)
    return matrix


def slips_of(y_true, y_pred, classes):
    want = oracle(y_true, y_pred, classes)
    right = np.diag(np.diag(want))
    return {
        "rows and columns are swapped: true classes are rows": want.T,
        "each pair is counted at most once": np.minimum(want, 1),
        "only the wrong predictions are counted": want - right,
        "only the right predictions are counted": right,
        "entries [t, p] and [p, t] are added up": want + want.T,
        "the classes start at 1": np.roll(want, 1, axis=(0, 1)),
    }


def test_shape(probes, rng):
    """confusion_matrix is a tensor (classes, classes) of int64"""
    for n, classes in [(20, 3), (1, 5)]:
        labels = draw(rng, (n,), (n,), dtype="int32", high=classes - 1)
        got = probes.call("confusion_matrix", *labels, classes)
        assert_shape(got, (classes, classes), dtype="int64")


@points(1)
@after(test_shape)
def test_counts(probes, rng):
    """entry [t, p] counts the samples of class t that are predicted as p; it may be 0"""
    cases = [(70, 3, "int32", 3), (1, 4, "int64", 0), (200, 7, "int64", 2)]
    for n, classes, dtype, absent in cases:
        drawn = draw(rng, (n,), (n,), dtype=dtype, high=classes - (absent < classes))
        labels = [y + (y >= absent) for y in drawn]
        got = probes.call("confusion_matrix", *labels, classes)
        assert_close(got, oracle(*labels, classes), slips=slips_of(*labels, classes))


@points(1)
@after(test_counts)
def test_bad_labels(probes, rng):
    """class numbers out of range and different shapes are refused; empty inputs are not"""
    labels, classes = draw(rng, (9,), dtype="int64", high=4), 4
    spoilt = [np.append(labels[:-1], bad) for bad in (-1, 4, 700)]
    cases = [*([bad, labels, 4] for bad in spoilt), *([labels, bad, 4] for bad in spoilt)]
    got = probes.refused("confusion_matrix", [*cases, [labels, labels[:1], 4]])
    slips = REFUSED_SLIPS | {OTHER: [flag if isinstance(flag, str) else True for flag in got]}
    assert_equal(got, [True] * 7, what=REFUSED, slips=slips)
    for y in (labels, labels[:0]):
        assert_close(probes.call("confusion_matrix", y, y, 4), oracle(y, y, classes))


REFUSED = (
    "the list of ValueErrors for [-1, 4, 700 among the true classes of 4, the same"
    " among the predicted classes, different shapes]"
)
OTHER = "an error is raised, but not ValueError"
REFUSED_SLIPS = {
    "no class number is checked": [*[False] * 6, True],
    "nothing is refused": [False] * 7,
    "predicted classes out of range are accepted": [*[True] * 3, *[False] * 3, True],
    "true classes out of range are accepted": [*[False] * 3, *[True] * 4],
    "negative class numbers are accepted": [False, True, True, False, True, True, True],
    "the number of classes is accepted as a class": [True, False, True, True, False, True, True],
    "class numbers that are too large are accepted": [
        *[True, False, False],
        *[True, False, False, True],
    ],
    "different shapes are accepted": [*[True] * 6, False],
}
