"""Hidden checks of PositionalEmbedding."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_values")
def test_precision_and_graph(probes, rng):
    """far positions are right to float64's precision, and one graph works for every length"""
    xs, rates = draw(rng, (2, 700, 8), (1, 3, 8), dtype="float64"), 10000 ** (-np.arange(4) / 4)
    config = {"max_length": 700, "dim": 8, "dtype": "float64"}
    call = {"mode": "graph", "unknown": 2}
    got = probes.in_turn("PositionalEmbedding", config=config, xs=xs, **call)
    for x, output in zip(xs, got["outputs"], strict=True):
        angles = np.arange(x.shape[1])[:, None] * rates
        table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(x.shape[1:])
        slips = {"the positions are computed in float32": x + table.astype(np.float32)}
        assert_close(output, x + table, slips=slips)
