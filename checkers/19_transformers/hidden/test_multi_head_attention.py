"""Hidden checks of MultiHeadAttention."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras.layers.MultiHeadAttention")
PATHS = ("to_query", "to_key", "to_value", "to_output")


def attended(weights, x, heads, real):
    """Return the output of causal attention over the keys that are real."""
    query, key, value = (
        np.stack(np.split(x @ kernel + bias, heads, axis=-1), axis=1)
        for kernel, bias in (weights[path] for path in PATHS[:3])
    )
    scores = np.einsum("bhqd,bhkd->bhqk", query, key) / np.sqrt(key.shape[-1])
    odds = np.exp(scores) * real[:, None, None] * np.tri(x.shape[1])
    mixed = odds @ value / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300)
    kernel, bias = weights["to_output"]
    return np.concatenate(list(np.moveaxis(mixed, 1, 0)), axis=-1) @ kernel + bias


@points(0.5)
@after("test_past")
def test_pieces(probes, rng):
    """a sequence in pieces, with padding in front, gives what it gives at once"""
    weights = {path: draw(rng, (8, 8), (8,), low=-1, high=1) for path in PATHS}
    x, real = draw(rng, (3, 9, 8)), np.arange(9) >= np.array([[0], [1], [3]])
    calls = [{"x": x[:, :4], "key_mask": real[:, :4]}]
    for at in range(4, 9):
        mask = real[:, : at + 1]
        calls.append({"x": x[:, at : at + 1], "key_mask": mask, "past": "before"})
    got = probes.answers("MultiHeadAttention", {"dim": 8, "heads": 4}, weights, calls)
    found = np.concatenate([part[0] for part in got], axis=1)
    want = attended(weights, x.astype(float), 4, real)
    assert_close(found, want, dtype="float32", atol=1e-5)  # float32: three sums of 8
