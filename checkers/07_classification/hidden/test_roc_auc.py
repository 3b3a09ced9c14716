"""Hidden checks of roc_auc."""

import functools
import importlib.util
from pathlib import Path

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("keras.metrics.AUC", "sklearn.metrics")


@functools.cache
def tumours():
    """Return scikit-learn's breast cancer data, (569, 30) and (569,), without importing it."""
    folder = importlib.util.find_spec("sklearn").submodule_search_locations[0]
    table = np.loadtxt(Path(folder, "datasets/data/breast_cancer.csv"), delimiter=",", skiprows=1)
    return table[:, :-1], table[:, -1].astype(np.int64)


@points(1)
@after("test_ties")
def test_real_data(probes, rng):
    """on 569 tumors, each feature in turn rates how benign they are"""
    features, benign = tumours()
    for column in rng.choice(30, 3, replace=False):
        scores = -features[:, column]
        pairs = scores[benign == 1][:, None] - scores[benign == 0]
        want = np.mean((np.sign(pairs) + 1) / 2)
        assert_close(probes.call("roc_auc", benign, scores), want)
