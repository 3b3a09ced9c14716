"""Hidden checks of TransformerBlock."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

DENSE = ("to_query", "to_key", "to_value", "to_output")


def normed(x, pair):
    center = x - x.mean(axis=-1, keepdims=True)
    return center / np.sqrt(np.mean(center**2, axis=-1, keepdims=True) + 1e-6) * pair[0] + pair[1]


def blocked(weights, x, heads):
    """Return the output of a causal block."""
    inside = normed(x, weights["norm_1"])
    query, key, value = (
        np.stack(np.split(inside @ w + b, heads, axis=-1), axis=1)
        for w, b in (weights[f"attention.{name}"] for name in DENSE[:3])
    )
    scores = np.einsum("bhqd,bhkd->bhqk", query, key) / np.sqrt(key.shape[-1])
    odds = np.exp(scores) * np.tri(x.shape[1])
    mixed = odds @ value / odds.sum(axis=-1, keepdims=True)
    kernel, bias = weights["attention.to_output"]
    h = x + np.concatenate(list(np.moveaxis(mixed, 1, 0)), axis=-1) @ kernel + bias
    wide = np.maximum(normed(h, weights["norm_2"]) @ weights["widen"][0] + weights["widen"][1], 0)
    return h + wide @ weights["narrow"][0] + weights["narrow"][1]


@points(0.5)
@after("test_past_and_mask")
def test_pieces(probes, rng):
    """a sequence in pieces gives what it gives at once"""
    shapes = {f"attention.{name}": ((6, 6), (6,)) for name in DENSE}
    shapes |= {"widen": ((6, 10), (10,)), "narrow": ((10, 6), (6,))}
    shapes |= {"norm_1": ((6,), (6,)), "norm_2": ((6,), (6,))}
    weights = {path: draw(rng, *pair, low=-1, high=1) for path, pair in shapes.items()}
    x = draw(rng, (2, 7, 6))
    calls = [{"x": x[:, :2]}]
    calls += [{"x": part, "past": "before"} for part in (x[:, 2:3], x[:, 3:5], x[:, 5:])]
    config = {"dim": 6, "heads": 3, "hidden": 10}
    got = probes.answers("TransformerBlock", config, weights, calls)
    found = np.concatenate([part[0] for part in got], axis=1)
    # float32: sums of up to 10 products, five times over
    assert_close(found, blocked(weights, x.astype(float), 3), dtype="float32", atol=1e-5)
