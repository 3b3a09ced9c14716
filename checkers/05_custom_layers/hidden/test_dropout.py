"""Hidden checks of Dropout."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_true, draw, forbids, points

pytestmark = forbids("keras.layers.Dropout", "keras.random.dropout", "tf.nn.dropout")


@points(1)
@after("test_training")
def test_graph(probes, rng):
    """one graph draws afresh in every call, whatever the batch size"""
    x, *others = draw(rng, (80, 60), (1, 60), (500, 60))
    call = {"config": {"rate": 0.25}, "training": True, "mode": "graph"}
    got = probes.in_turn("Dropout", xs=[x, x, *others], **call)["outputs"]
    masks = [np.asarray(output) != 0 for output in got]
    for output, mask, given in zip(got, masks, [x, x, *others], strict=True):
        assert_close(output, mask * given / 0.75)
    assert_close(np.mean(masks[3]), 0.75, atol=0.03, what="the share that is kept")
    assert_true(np.any(masks[0] != masks[1]), "two calls of one graph drop the same elements")
