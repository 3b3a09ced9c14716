"""Hidden checks of Dropout."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras.layers.Dropout", "keras.random.dropout", "tf.nn.dropout")


@points(1)
@after("test_output_shape")
def test_graph(probes, rng):
    """a single graph draws afresh in every call, at any batch size"""
    x, *others = draw(rng, (80, 60), (1, 60), (500, 60))
    call = {"config": {"rate": 0.25}, "training": True, "mode": "graph"}
    got = probes.in_turn("Dropout", xs=[x, x, *others], **call)["outputs"]
    for output, given in zip(got, [x, x, *others], strict=True):
        assert_close(output, (np.asarray(output) != 0) * given / 0.75)
    assert_equal(bool(np.any(got[0] != got[1])), True, what=FRESH, slips={FROZEN: False})


FRESH = "the answer to “do two calls of one graph differ?”"
FROZEN = "the randomness is Python's, which runs only while the graph is traced"
