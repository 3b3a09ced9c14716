"""Hidden checks of gradient_penalty."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points


@points(1)
@after("test_values")
def test_flat_critic(probes, rng):
    """if the critic is flat for some samples, penalty and gradient are right and finite"""
    for live, dead in [(3, 2), (1, 4)]:
        x, kernel = draw(rng, (live + dead, 3), (3, 1), dtype="float64")
        side = np.where(np.arange(live + dead) < live, 1, -1)[:, None]
        x, length = x * side * np.sign(x @ kernel), np.linalg.norm(kernel)
        got, share = probes.penalty_in_weights(kernel, 0.0, x), live / (live + dead)
        # Any guard of the root up to 1e-11 passes: it moves the penalty of a flat sample by 6e-6.
        want = share * (length - 1) ** 2 + (1 - share)
        assert_close(got["penalty"], want, rtol=1e-5, what="the penalty")
        slips = {"the root has an infinite slope at 0: put 1e-12 under it": np.full((3, 1), np.nan)}
        assert_gradient(got["gradient"], 2 * share * (length - 1) * kernel / length, slips=slips)
