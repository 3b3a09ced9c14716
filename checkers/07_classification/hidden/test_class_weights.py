"""Hidden checks of class_weights."""

import numpy as np

from tensorkata.checking import after, assert_close, forbids, points

pytestmark = forbids(
    "sklearn.utils.class_weight.compute_class_weight",
    "sklearn.utils.class_weight.compute_sample_weight",
)


@points(1)
@after("test_weights")
def test_small_integers(probes, rng):
    """hundreds of labels of a small integer dtype are counted correctly"""
    many, few = rng.integers((180, 3), (220, 30)).tolist()
    for dtype, counts in [("uint8", (many, few, 0, 143)), ("int8", (few, many))]:
        labels = rng.permutation(np.repeat(np.arange(len(counts)), counts)).astype(dtype)
        n, seen = len(labels), np.count_nonzero(counts)
        want = [n / (seen * count) if count else 0.0 for count in counts]
        slips = {"the number of labels does not fit into their dtype": wrapped(want, n, dtype)}
        got = probes.weights_of(labels)["weights"]
        assert_close(got, want, rtol=1e-5, slips=slips, what="the weights")  # float32 may do


def wrapped(want, n, dtype):
    """Return the weights if n is squeezed into the labels' dtype."""
    return np.array(want) * (np.array(n).astype(dtype) / n)
