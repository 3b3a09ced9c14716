"""Hidden checks of scaled_dot_product_attention."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers", "keras.ops.dot_product_attention")


@points(0.5)
@after("test_row_without_keys")
def test_left_padding(probes, rng):
    """with a causal mask and padding in front, a query that sees nothing gets 0"""
    query, key, value = draw(rng, (3, 2, 5, 4), (3, 2, 5, 4), (3, 2, 5, 6))
    real = np.arange(5) >= np.array([0, 2, 4])[:, None]
    mask = real[:, None, None, :] & np.tril(np.ones((5, 5), bool))
    odds = np.exp(np.einsum("bhqd,bhkd->bhqk", query, key, dtype="float64") / 2) * mask
    weights = odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300)
    got = probes.with_unknown_sizes(
        "scaled_dot_product_attention", [query, key, value, mask]
    )
    assert_close(got[1], weights, dtype="float32", what="the weights")
    assert_close(got[0], weights @ value, dtype="float32", what="the output")
