"""Hidden checks of LanguageModel."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

DENSE = ("to_query", "to_key", "to_value", "to_output")
KEYS = ("vocabulary", "length", "dim", "heads", "hidden", "depth")


def normed(x, pair):
    center = x - x.mean(axis=-1, keepdims=True)
    return center / np.sqrt(np.mean(center**2, axis=-1, keepdims=True) + 1e-6) * pair[0] + pair[1]


def blocked(of, x, heads):
    inside = normed(x, of["norm_1"])
    query, key, value = (
        np.stack(np.split(inside @ w + b, heads, axis=-1), axis=1)
        for w, b in (of[f"attention.{name}"] for name in DENSE[:3])
    )
    scores = np.einsum("bhqd,bhkd->bhqk", query, key) / np.sqrt(key.shape[-1])
    odds = np.exp(scores) * np.tri(x.shape[1])
    mixed = odds @ value / odds.sum(axis=-1, keepdims=True)
    kernel, bias = of["attention.to_output"]
    h = x + np.concatenate(list(np.moveaxis(mixed, 1, 0)), axis=-1) @ kernel + bias
    wide = np.maximum(normed(h, of["norm_2"]) @ of["widen"][0] + of["widen"][1], 0)
    return h + wide @ of["narrow"][0] + of["narrow"][1]


@points(0.5)
@after("test_past")
def test_pieces(probes, rng):
    """tokens in pieces get the logits that they get all at once"""
    vocabulary, length, dim, heads, hidden, depth = sizes = 9, 10, 6, 2, 7, 2
    shapes = {f"attention.{name}": ((dim, dim), (dim,)) for name in DENSE}
    shapes |= {"widen": ((dim, hidden), (hidden,)), "narrow": ((hidden, dim), (dim,))}
    shapes |= {"norm_1": ((dim,), (dim,)), "norm_2": ((dim,), (dim,))}
    blocks = [
        {name: draw(rng, *pair, low=-1, high=1) for name, pair in shapes.items()}
        for _ in range(depth)
    ]
    table, places, kernel = draw(rng, (vocabulary, dim), (length, dim), (dim, vocabulary))
    norm, bias = draw(rng, (dim,), (dim,)), draw(rng, (vocabulary,))
    weights = {"token_table": [table], "position_table": [places]}
    weights |= {"norm": norm, "to_logits": [kernel, bias]}
    for number, of in enumerate(blocks):
        weights |= {f"blocks.{number}.{name}": pair for name, pair in of.items()}
    tokens = draw(rng, (2, length), dtype="int32", high=vocabulary)
    calls = [{"x": tokens[:, :3]}, {"x": tokens[:, 3:4], "past": "before"}]
    calls += [{"x": part, "past": "before"} for part in (tokens[:, 4:8], tokens[:, 8:])]
    got = probes.answers("LanguageModel", dict(zip(KEYS, sizes, strict=True)), weights, calls)
    x = (table[tokens] + places).astype(float)
    for of in blocks:
        x = blocked(of, x, heads)
    found, want = np.concatenate([part[0] for part in got], axis=1), normed(x, norm) @ kernel + bias
    # float32: twelve sums of up to 7 products, one after the other
    assert_close(found, want, dtype="float32", atol=2e-5)
