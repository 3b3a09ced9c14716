"""Hidden checks of discriminative_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_step")
def test_slopes(probes, rng):
    """each weight moves by its own rate times its slope"""
    for batch in (3, 8):
        weights = [0.6 * w for w in draw(rng, (2, 3), (3,), (3, 3), (3,), (3, 1), (1,))]
        x, y = draw(rng, (1, batch, 2), (1, batch, 1))
        got = probes.discriminative_step(weights, x, y, (0.1, 0.4))
        k0, b0, k1, b1, k2, b2 = (np.float64(weight) for weight in weights)
        one = np.tanh(x[0] @ k0 + b0)
        two = np.tanh(one @ k1 + b1)
        back = 2 * (2 * two @ k2 + b2 - 2 * y[0]) / batch
        inner = 2 * back @ k2.T * (1 - two**2)
        wants = [k1 - 0.1 * one.T @ inner, b1 - 0.1 * inner.sum(0), k2 - 0.8 * two.T @ back]
        after = got["weights"][9 : 9 + 9 + 3 + 3]
        want = np.concatenate([part.ravel() for part in wants])
        assert_close(after, want, what="weights after the step")
