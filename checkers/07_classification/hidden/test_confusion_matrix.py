"""Hidden checks of confusion_matrix."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("tf.math.confusion_matrix", "sklearn.metrics")


@points(1)
@after("test_counts")
def test_small_dtypes(probes, rng):
    """labels may have two small dtypes, even if a product of labels would overflow"""
    y_true = draw(rng, (3000,), dtype="uint8", high=40)
    y_pred = draw(rng, (3000,), dtype="int8", high=40)
    want = np.zeros((40, 40), dtype=np.int64)
    np.add.at(want, (y_true, y_pred), 1)
    assert_close(probes.call("confusion_matrix", y_true, y_pred, 40), want)
