"""Hidden checks of stratified_split."""

import functools
import importlib.util
from pathlib import Path

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "sklearn.model_selection.train_test_split",
    "sklearn.model_selection.StratifiedShuffleSplit",
    "sklearn.model_selection.StratifiedKFold",
)


@functools.cache
def tumours():
    """Return scikit-learn's breast cancer data, (569, 30) and (569,), without importing it."""
    folder = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    table = np.loadtxt(Path(folder, "datasets/data/breast_cancer.csv"), delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(np.int64)


def counted(probes, x, y, fraction):
    """Return, for each label, how many rows of x with that label the test part holds."""
    rows = probes.split(x, y, fraction, 8)["test"][0]
    own = dict(zip((row.tobytes() for row in x), y.tolist(), strict=True))
    right = [own.get(np.asarray(row).tobytes()) for row in rows]
    return [right.count(label) for label in np.unique(y).tolist()]


@points(1)
@after("test_shares")
def test_any_labels(probes, rng):
    """labels may be any integers, even negative, and x may have any rank, as in real data"""
    labels = np.repeat([-70, 3, 1_000_000_007], [40, 25, 31])
    for x, y in [tumours(), (draw(rng, (96, 2, 3)), rng.permutation(labels))]:
        got, ideal = np.array(counted(probes, x, y, 0.3)), 0.3 * np.unique(y, return_counts=True)[1]
        want = np.clip(got, ideal - 1, ideal + 1)
        assert_close(got.astype(float), want, what="the samples of each class in the test part")
