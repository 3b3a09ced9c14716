"""Hidden checks of stratified_split."""

import functools
import importlib.util
from pathlib import Path

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("sklearn.model_selection")


@functools.cache
def tumours():
    """Return scikit-learn's breast cancer data, (569, 30) and (569,), without importing it."""
    folder = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    table = np.loadtxt(Path(folder, "datasets/data/breast_cancer.csv"), delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(np.int64)


def held_back(probes, x, y, fraction):
    """Return how many rows of each label the test part holds, and whether all rows are in order."""
    got = probes.split(x, y, fraction, 8)
    own = dict(zip((row.tobytes() for row in x), y.tolist(), strict=True))
    (x_train, y_train), (x_test, y_test) = got["parts"]
    rows = [np.asarray(row).tobytes() for part in (x_train, x_test) for row in part]
    labels = [*np.asarray(y_train).tolist(), *np.asarray(y_test).tolist()]
    right = labels == [own.get(row) for row in rows] and sorted(rows) == sorted(own)
    right &= x_train.shape[1:] == x_test.shape[1:] == x.shape[1:]
    counts = [np.sum(y_test == label) for label in np.unique(y)]
    return np.array(counts, dtype=float), right and got["changed"] == [False, False]


@points(1)
@after("test_shares")
def test_any_labels(probes, rng):
    """labels may be any integers, even negative, and x may have any rank, as in real data"""
    labels = np.repeat([-70, 3, 1_000_000_007], [40, 25, 31])
    for x, y in [tumours(), (draw(rng, (96, 2, 3)), rng.permutation(labels))]:
        (got, right), ideal = (
            held_back(probes, x, y, 0.3),
            0.3 * np.unique(y, return_counts=True)[1],
        )
        want = np.clip(got, ideal - 1, ideal + 1) if right else -1 - got
        assert_close(got, want, what="the samples of each class in the test part")
