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

pytestmark = forbids("tf.math.confusion_matrix", "sklearn.metrics")


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


def test_example(probes):
    """confusion_matrix gives what the docstring's example shows"""
    labels = np.int32([0, 0, 2]), np.int32([0, 1, 2])
    got = probes.call("confusion_matrix", *labels, classes=3)
    slips = slips_of(*labels, 3) | {SHARES: [[0.5, 0.5, 0], [0, 0, 0], [0, 0, 1]]}
    want = [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert_close(got, want, dtype="int64", kind="tensor", slips=slips)


@after(test_example)
def test_shape(probes, rng):
    """confusion_matrix is a tensor (classes, classes) of int64"""
    for n, classes in [(20, 3), (1, 5)]:
        labels = draw(rng, (n,), (n,), dtype="int32", high=classes - 1)
        got = probes.call("confusion_matrix", *labels, classes)
        assert_shape(got, (classes, classes), dtype="int64")


@points(0.5)
@after(test_shape)
def test_counts(probes, rng):
    """entry [t, p] counts the samples of class t that are predicted as p; it may be 0"""
    cases = [(70, 3, "int32", 3), (1, 4, "int64", 0), (200, 7, "int64", 2)]
    for n, classes, dtype, absent in cases:
        drawn = draw(rng, (n,), (n,), dtype=dtype, high=classes - (absent < classes))
        labels = [y + (y >= absent) for y in drawn]
        got = probes.call("confusion_matrix", *labels, classes)
        assert_close(got, oracle(*labels, classes), slips=slips_of(*labels, classes))


@points(0.5)
@after(test_shape)
def test_dtypes(probes, rng):
    """both inputs may have any integer dtype, and not the same, even if products overflow in it"""
    for kinds, classes in DTYPES:
        labels = [draw(rng, (300,), dtype="int64", high=classes) for _ in kinds]
        given = [y.astype(kind) for y, kind in zip(labels, kinds, strict=True)]
        got = probes.call("confusion_matrix", *given, classes)
        assert_close(got, oracle(*labels, classes), slips=slips_of(*labels, classes))


@points(1)
@after(test_counts)
def test_bad_labels(probes, rng):
    """class numbers out of range and different shapes are refused; empty inputs are not"""
    labels, classes = draw(rng, (9,), dtype="int64", high=4), 4
    spoilt = [np.append(labels[:-1], bad) for bad in (-1, 4, 2**32 + 1)]
    cases = [*([bad, labels, 4] for bad in spoilt), *([labels, bad, 4] for bad in spoilt)]
    cases += [[labels, labels[:1], 4], [labels, labels[:, None], 4]]
    got = probes.refused("confusion_matrix", cases)
    slips = REFUSED_SLIPS | {OTHER: [flag if isinstance(flag, str) else True for flag in got]}
    assert_equal(got, [True] * 8, what=REFUSED, slips=slips)
    for y in (labels, labels[:0]):
        assert_close(probes.call("confusion_matrix", y, y, 4), oracle(y, y, classes))


REFUSED = (
    "the list of ValueErrors for [-1, 4, 2**32 + 1 among the true classes of 4, the same"
    " among the predicted classes, shapes (9,) and (1,), shapes (9,) and (9, 1)]"
)
SHARES = "the share of each row, not the count"
DTYPES = [
    (("uint8", "uint8"), 40),
    (("int8", "uint64"), 13),
    (("int32", "int64"), 5),
    (("uint16", "int16"), 7),
]
OTHER = "an error is raised, but not ValueError"
REFUSED_SLIPS = {
    "no class number is checked": [*[False] * 6, True, True],
    "nothing is refused": [False] * 8,
    "predicted classes out of range are accepted": [*[True] * 3, *[False] * 3, True, True],
    "true classes out of range are accepted": [*[False] * 3, *[True] * 5],
    "negative class numbers are accepted": [*[False, True, True] * 2, True, True],
    "the number of classes is accepted as a class": [*[True, False, True] * 2, True, True],
    "class numbers that are too large are accepted": [*[True, False, False] * 2, True, True],
    "2**32 + 1 becomes 1 in a smaller dtype: look at the numbers before casting": [
        *[True, True, False] * 2,
        True,
        True,
    ],
    "different shapes are accepted": [*[True] * 6, False, False],
    "a row and a column are accepted: the lengths are compared, not the shapes": [
        *[True] * 7,
        False,
    ],
    "one prediction for all samples is accepted": [*[True] * 6, False, True],
}
