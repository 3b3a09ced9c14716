"""Hidden checks of class_weights."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids("sklearn.utils.class_weight")


@points(1)
@after("test_weights")
def test_small_integers(probes, rng):
    """hundreds of labels of a small integer dtype are counted correctly"""
    many, few = rng.integers((180, 3), (220, 30)).tolist()
    for dtype, counts in [("uint16", (many, few, 0, 143)), ("int8", (few, many))]:
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(dtype)
        n, seen = len(labels), np.count_nonzero(counts)
        want = [n / (seen * count) if count else 0.0 for count in counts]
        got = probes.weights_of(labels)
        same = np.array_equal(got["classes"], np.arange(len(want)))
        assert_close(got["weights"] if same else None, want, what="the weights")
