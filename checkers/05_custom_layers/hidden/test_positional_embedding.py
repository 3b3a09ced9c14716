"""Hidden checks of PositionalEmbedding."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_graph")
def test_precision_in_a_graph(probes, rng):
    """one graph works for every length, with far positions right to float64's precision"""
    xs, rates = draw(rng, (2, 300, 4), (1, 3, 4), dtype="float64"), 10000 ** (-np.arange(2) / 2)
    config = {"max_length": 310, "dim": 4, "dtype": "float64"}
    got = probes.in_turn("PositionalEmbedding", config=config, xs=xs, unknown=2)
    for x, output in zip(xs, got, strict=True):
        angles = np.arange(x.shape[1])[:, None] * rates
        table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(x.shape[1:])
        assert_close(output, x + table, dtype="float64")
