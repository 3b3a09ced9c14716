"""Hidden checks of fine_tune."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_stages")
def test_head(probes, rng):
    """the head's bias in stage 1 follows the odds"""
    epochs = 3
    weights = draw(rng, (2, 3), (3,), (3,), (3,), (3,), (3,), (3, 4), (4,), (4, 5), (5,))
    weights[5] = draw(rng, (3,), low=1, high=2)
    weights[8] = 0 * weights[8]
    # Without features, which a second layer of zeros sees to, only the bias learns.
    weights[6], weights[7] = 0 * weights[6], 0 * weights[7]
    x, y = draw(rng, (9, 2)), draw(rng, (9,), dtype="int32", high=5)
    rate, bias = float(rng.uniform(0.5, 1)), np.float64(weights[9])
    for _ in range(epochs):
        odds = np.exp(bias - bias.max())
        bias = bias - rate * (odds / odds.sum() - np.eye(5)[y].mean(axis=0))
    settings = {"epochs": [epochs, 0], "rates": [rate, 0.1], "top": 1}
    got = probes.fine_tune(weights, x, y, settings)
    assert_close(got["weights"][-5:], bias, what="the bias of the head")
