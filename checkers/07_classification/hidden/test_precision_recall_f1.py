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
        got = probes.call("precision_recall_f1", matrix)
        for name, want in oracle(matrix.astype(float)).items():
            assert_close(got[name], want, what=f"{name} of a matrix of {dtype}")
        share = np.trace(matrix) / np.sum(matrix)
        assert_close(got["micro"], np.full(3, share), what=f"micro of a matrix of {dtype}")
