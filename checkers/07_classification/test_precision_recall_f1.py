"""Checks of precision_recall_f1."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

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


def test_example(probes):
    """precision_recall_f1 gives what the docstring's example shows"""
    matrix = np.int32([[3, 1, 0], [2, 4, 0], [0, 0, 0]])
    got = probes.call("precision_recall_f1", matrix)
    for name, want in EXAMPLE.items():
        slips = example_slips_of(name, matrix)
        assert_close(got[name], want, dtype="float32", kind="tensor", slips=slips, what=name)


@points(0.5)
@after(test_example)
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
            assert_close(got[name], want, what=name, slips=undefined_slips_of(name, given))


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


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """counts may have any integer or floating dtype, in which their sums need not fit"""
    for dtype, low, high in DTYPES:
        matrix = draw(rng, (5, 5), dtype="float64", low=low, high=high).astype(dtype)
        got, wide = probes.call("precision_recall_f1", matrix), matrix.astype(float)
        for name, want in zip(NAMES, oracle(wide), strict=True):
            assert_close(got[name], want, what=name, slips=narrow_slips_of(name, matrix))
        assert_close(got["micro"], micro_of(wide), what="micro")


def micro_of(matrix):
    return np.full(3, np.trace(matrix) / np.sum(matrix))


def micro_slips_of(matrix):
    scores = oracle(matrix)
    return {
        "the macro average": scores.mean(axis=1),
        "weighted by how often the classes occur": over(matrix.sum(1), matrix.sum()) @ scores.T,
        "f1 lacks its factor 2": micro_of(matrix) * [1, 1, 0.5],
    }


def undefined_slips_of(name, matrix):
    """Return the scores with other numbers than 0 for 0 / 0."""
    none, want = undefined(name, matrix), oracle(matrix)[NAMES.index(name)]
    return {"1 for 0 / 0": np.where(none, 1, want), NAN: np.where(none, np.nan, want)}


def narrow_slips_of(name, matrix):
    """Return the scores if the sums are made in the dtype of the counts."""
    with np.errstate(all="ignore"):
        sums = [matrix.sum(axis=axis, dtype=matrix.dtype).astype(float) for axis in (0, 1)]
        precision, recall = (over(np.diag(matrix), total) for total in sums)
        found = [precision, recall, f1_of(precision, recall)]
    return {NARROW: found[NAMES.index(name)]}


def example_slips_of(name, matrix):
    if name == "macro":
        return macro_slips_of(matrix, [2])
    if name == "micro":
        return micro_slips_of(matrix)
    return class_slips_of(name, matrix) | undefined_slips_of(name, matrix)


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


EXAMPLE = {
    "precision": [0.6, 0.8, 0],
    "recall": [3 / 4, 2 / 3, 0],
    "f1": [2 / 3, 8 / 11, 0],
    "macro": [1.4 / 3, 17 / 36, 46 / 99],
    "micro": [0.7, 0.7, 0.7],
}
DTYPES = [
    ("uint8", 60, 200),
    ("int64", 1e9, 4e9),
    ("float64", 0.2, 3.5),
    ("float32", 0.01, 0.1),
    ("float16", 20000, 60000),
    ("int8", 30, 120),
]
NARROW = "the sums do not fit into the dtype of the counts"
NAN = "nan for 0 / 0: the quotient is not defined there"
