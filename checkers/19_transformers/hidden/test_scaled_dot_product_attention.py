"""Hidden checks of scaled_dot_product_attention."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers", "keras.ops.dot_product_attention")


@points(0.5)
@after("test_row_without_keys")
def test_left_padding(probes, rng):
    """with a causal mask and padding in front, a query that sees nothing gets 0"""
    query, key, value = draw(rng, (3, 2, 20, 4), (3, 2, 20, 4), (3, 2, 20, 6))
    real = np.arange(20) >= np.array([0, 2, 19])[:, None]
    mask = real[:, None, None, :] & np.tril(np.ones((20, 20), bool))
    odds = np.exp(np.einsum("bhqd,bhkd->bhqk", query, key, dtype="float64") / 2) * mask
    weights = odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300)
    given = [query, key, value, mask]
    got = probes.with_unknown_sizes("scaled_dot_product_attention", given)
    found = np.concatenate([got[0], got[1]], axis=-1)
    want = np.concatenate([weights @ value, weights], axis=-1)
    assert_close(found, want, dtype="float32", what="output and weights, joined")
