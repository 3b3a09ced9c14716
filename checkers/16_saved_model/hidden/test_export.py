"""Hidden checks of export."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(0.75)
@after("test_classify")
def test_dropout(probes, rng):
    """a model with dropout is exported in inference mode too, with five classes"""
    kernel, mean, x = draw(rng, (2, 5), (5,), (7, 2))
    statistics, names = [mean, np.full(5, 2.0, "float32")], ["serving_default", "classify"]
    got = probes.exported(kernel, statistics, list("abcde"), [x], names, 0.8)
    logits = (x.astype(float) @ kernel - mean) / np.sqrt(2.001)
    [plain], [classes] = (got[name] for name in names)
    assert_close(plain["logits"], logits, dtype="float32", what="logits")
    labels = ["abcde"[k] for k in logits.argmax(axis=1)]
    assert_equal(classes["label"], labels, what="the list of labels")
