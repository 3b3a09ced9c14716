"""Checks of precision_recall_f1."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points

NAMES = ("precision", "recall", "f1")


def over(above, below):
    """Divide, with 0 for 0 / 0."""
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    return np.divide(
        above, below, out=np.zeros(np.broadcast_shapes(above.shape, below.shape)), where=below != 0
    )


def f1_of(precision, recall):
    return over(2 * precision * recall, precision + recall)


def oracle(matrix):
    matrix = np.asarray(matrix, dtype=float)
    hits = np.diag(matrix)
    precision, recall = over(hits, matrix.sum(axis=0)), over(hits, matrix.sum(axis=1))
    return np.array([precision, recall, f1_of(precision, recall)])


def drawn(rng, classes):
    """Return the counts of a fair classifier: the diagonal is the largest."""
    matrix = draw(rng, (classes, classes), dtype="int64", low=1, high=40)
    return matrix + np.diag(draw(rng, (classes,), dtype="int64", low=30, high=90))


def test_shapes(probes, rng):
    """the dict holds precision, recall and f1, one per class, and macro and micro, three each"""
    for classes in (2, 5):
        got = probes.call("precision_recall_f1", drawn(rng, classes))
        for name in NAMES:
            assert_shape(got[name], (classes,), dtype="float32")
        for name in ("macro", "micro"):
            assert_shape(got[name], (3,), dtype="float32")


@points(1)
@after(test_shapes)
def test_each_class(probes, rng):
    """precision divides the diagonal by the columns' sums, recall by the rows', f1 combines them"""
    for classes in (2, 3, 8):
        matrix = drawn(rng, classes)
        got = probes.call("precision_recall_f1", matrix)
        for name, want in zip(NAMES, oracle(matrix), strict=True):
            assert_close(got[name], want, what=name, slips=class_slips_of(name, matrix))


@points(1)
@after(test_each_class)
def test_undefined(probes, rng):
    """0 / 0 is 0: a class that is never predicted, never occurs, or is never right"""
    matrix = drawn(rng, 6)
    matrix[:, 1] = matrix[2] = matrix[:, 3] = matrix[3] = matrix[4, 4] = 0
    for given in (matrix, np.zeros((3, 3), dtype="int64")):
        got = probes.call("precision_recall_f1", given)
        for name, want in zip(NAMES, oracle(given), strict=True):
            none = undefined(name, given)
            slips = {"1 for 0 / 0": np.where(none, 1, want), NAN: np.where(none, np.nan, want)}
            assert_close(got[name], want, what=name, slips=slips)


@points(0.5)
@after(test_each_class)
def test_macro(probes, rng):
    """macro is the mean over all classes of precision, of recall and of f1"""
    for classes, absent in [(3, []), (5, [1, 4]), (2, [])]:
        matrix = drawn(rng, classes)
        matrix[absent], matrix[:, absent] = 0, 0
        want, slips = oracle(matrix).mean(axis=1), macro_slips_of(matrix, absent)
        got = probes.call("precision_recall_f1", matrix)["macro"]
        assert_close(got, want, what="macro", slips=slips)


@points(0.5)
@after(test_each_class)
def test_micro(probes, rng):
    """micro comes from all classes' counts together, and is 0 if there are none"""
    for classes in (3, 6):
        matrix = drawn(rng, classes)
        matrix[0, 0] += 500
        got, want = probes.call("precision_recall_f1", matrix)["micro"], micro_of(matrix)
        assert_close(got, want, what="micro", slips=micro_slips_of(matrix))
    got = probes.call("precision_recall_f1", np.zeros((4, 4), dtype="int32"))["micro"]
    assert_close(got, np.zeros(3), what="micro of no counts", slips={NAN: np.full(3, np.nan)})


def micro_of(matrix):
    return np.full(3, np.trace(matrix) / np.sum(matrix))


def micro_slips_of(matrix):
    scores = oracle(matrix)
    return {
        "the macro average": scores.mean(axis=1),
        "weighted by how often the classes occur": over(matrix.sum(1), matrix.sum()) @ scores.T,
        "f1 lacks its factor 2": micro_of(matrix) * [1, 1, 0.5],
    }


def undefined(name, matrix):
    """Return in which classes the quotient is 0 / 0."""
    precision, recall, _ = oracle(matrix)
    below = {"precision": matrix.sum(0), "recall": matrix.sum(1), "f1": precision + recall}
    return below[name] == 0


def class_slips_of(name, matrix):
    precision, recall, f1 = oracle(matrix)
    share = np.diag(matrix) / matrix.sum()
    swapped = {"precision": recall, "recall": precision}.get(name, -f1)
    slips = {"precision and recall are swapped: rows are true classes": swapped}
    if name == "f1":
        slips["the mean of precision and recall instead of the harmonic mean"] = (
            precision + recall
        ) / 2
        slips["the geometric mean instead of the harmonic mean"] = np.sqrt(precision * recall)
        slips["the factor 2 is missing"] = f1 / 2
    slips["divided by the number of all samples"] = share
    return slips


def macro_slips_of(matrix, absent):
    scores = oracle(matrix)
    means = scores.mean(axis=1)
    there = np.delete(scores, absent, axis=1).mean(axis=1)
    return {
        "macro F1 is computed from the means; take the mean of the F1s": [
            *means[:2],
            f1_of(*means[:2]),
        ],
        "classes that do not occur are left out": there,
        "weighted by how often the classes occur": over(matrix.sum(1), matrix.sum()) @ scores.T,
        "this is the micro average": micro_of(matrix),
        "summed, not averaged, over the classes": scores.sum(axis=1),
    }


NAN = "nan for 0 / 0: the quotient is not defined there"
