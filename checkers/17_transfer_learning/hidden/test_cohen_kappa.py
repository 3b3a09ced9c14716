"""Hidden checks of CohenKappa."""

import numpy as np

from tensorkata.checking import after, assert_close, points


@points(0.5)
@after("test_weighting")
def test_raters(probes, rng):
    """two raters who know nothing of each other agree by chance only"""
    for weighting in (None, "quadratic"):
        rows, columns = rng.permutation([3, 1, 2, 4]), rng.permutation([2, 3, 1, 2])
        table = np.outer(rows, columns)
        table[0, 0] += 10
        labels, found = np.nonzero(table)
        labels, found = (np.repeat(part, table[labels, found]) for part in (labels, found))
        gap = np.abs(np.arange(4)[:, None] - np.arange(4)) ** (2 if weighting else 1)
        price = gap if weighting else np.minimum(gap, 1)
        chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        want = [0.0, 1 - np.sum(price * table) / np.sum(price * chance)]
        batch = [labels.astype("int32"), np.float32(np.eye(4)[found])]
        got = probes.cohen_kappa("CohenKappa", {"classes": 4, "weighting": weighting}, [batch])
        for mine, right in zip(got, want, strict=True):
            assert_close(mine, right, dtype="float32", what="kappa")
