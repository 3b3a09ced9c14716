"""Hidden checks of Dropout."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.Dropout", "keras.random.dropout", "tf.nn.dropout")


@points(1)
@after("test_graph")
def test_graph_of_sequences(probes, rng):
    """a graph drops each element by itself, in inputs with more axes too"""
    xs = draw(rng, (30, 20, 12), (1, 20, 12), (60, 20, 12), dtype="float64")
    call = {"config": {"rate": 0.4, "dtype": "float64"}, "training": True, "unknown": 1}
    got = probes.in_turn("Dropout", xs=xs, **call)
    for output, x in zip(got, xs, strict=True):
        kept = np.reshape(np.asarray(output) != 0, x.shape)
        assert_close(output, kept * x / 0.6, dtype="float64")
        # 12 standard deviations of a share
        assert_close(np.mean(kept), 0.6, atol=12 * np.sqrt(0.24 / x.size), what="the kept share")
