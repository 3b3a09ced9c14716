"""Hidden checks of hub_style_embedding."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_training")
def test_other_folder(probes, rng):
    """another folder, with vectors of another size, in both modes"""
    words, vectors = ["a", "b c"], draw(rng, (2, 5))
    head, batch = list(draw(rng, (5, 3), (3,))), ["b c", "?", "a"]
    rows = np.stack([vectors[1], 0 * vectors[0], vectors[0]]).astype(float)
    for training in (None, True):
        [got] = probes.embedded(words, vectors, head, [batch], training)["logits"]
        assert_close(got, rows @ head[0] + head[1], dtype="float32", what="the logits")
