"""Hidden checks of precision_recall_f1."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(matrix):
    hits = np.diag(matrix)
    precision, recall = hits / matrix.sum(axis=0), hits / matrix.sum(axis=1)
    return {"precision": precision, "recall": recall, "f1": 2 * hits / (matrix + matrix.T).sum(0)}


@points(1)
@after("test_each_class")
def test_large_counts(probes, rng):
    """counts may exceed 2**31, be float, and belong to only one class"""
    for size, classes, dtype in [(4e9, 3, "int64"), (1.0, 4, "float64"), (50, 1, "int32")]:
        matrix = (size * draw(rng, (classes, classes), low=1.0, high=3.0)).astype(dtype)
        got, each = probes.call("precision_recall_f1", matrix), oracle(matrix.astype(float))
        macro = [np.mean(scores) for scores in each.values()]
        want = np.concatenate([*each.values(), macro, np.full(3, np.trace(matrix) / matrix.sum())])
        found = np.concatenate([np.asarray(got[name]) for name in (*each, "macro", "micro")])
        assert_close(found, want, kind="any", what=f"the scores of a matrix of {dtype}")
