"""Hidden checks of export."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_logits")
def test_dropout(probes, rng):
    """a model with dropout is exported in inference mode too, with five classes"""
    kernel, mean, x = draw(rng, (2, 5), (5,), (7, 2))
    statistics, names = [mean, np.full(5, 2.0, "float32")], ["serving_default"]
    got = probes.exported(kernel, statistics, list("abcde"), [x], names, 0.8)
    [result] = got["serving_default"]
    want = (x.astype(float) @ kernel - mean) / np.sqrt(2.001)
    assert_close(result["logits"], want, dtype="float32", what="logits")
