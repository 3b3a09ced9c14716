"""Hidden checks of standard_callbacks."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_plateau")
def test_long_plateau(probes, rng):
    """the learning rate is halved every 2 epochs until it is 1e-6"""
    rate = draw(rng, (), low=1e-5, high=1e-4).item()
    losses = draw(rng, (), low=1.0, high=3.0) + np.float32([0, *range(1, 12)])
    got = probes.standard_callbacks_slowing(rate, losses)
    want = np.maximum(rate * 0.5 ** np.array([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]), 1e-6)
    # The rates are as small as 1e-6, so the usual 1e-6 would allow twice as much.
    assert_close(got, np.float32(want), atol=1e-9, what="the learning rate after each epoch")
