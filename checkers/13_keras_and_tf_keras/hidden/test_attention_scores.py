"""Hidden checks of attention_scores."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("tf", "keras.ops.dot_product_attention")


@points(0.5)
@after("test_in_model")
def test_padding_in_a_model(probes, rng):
    """in a model, padding at the end of each sequence weighs nothing, in float64 too"""
    lengths = np.array([[4], [1], [0]])
    query, key = draw(rng, (3, 2, 6), (3, 5, 6), dtype="float64")
    mask = np.arange(5) < lengths
    odds = np.exp(np.einsum("bqd,bkd->bqk", query, key) / 6**0.5) * mask[:, None]
    want = odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300)
    [got] = probes.in_model("attention_scores", [[query, key, mask]], unknown=2)
    assert_close(got, want, dtype="float64")
