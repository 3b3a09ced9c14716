"""Hidden checks of gradient_penalty."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_values")
def test_flat_critic(probes, rng):
    """if the critic is flat for some samples, penalty and gradient are right and finite"""
    for live, dead in [(3, 2), (1, 4)]:
        x, kernel = draw(rng, (live + dead, 3), (3, 1), dtype="float64")
        side = np.where(np.arange(live + dead) < live, 1, -1)[:, None]
        x, length = x * side * np.sign(x @ kernel), np.linalg.norm(kernel)
        got, share = probes.gradient_penalty(kernel, x, x, 3, critic="bent"), live / (live + dead)
        want = share * (length - 1) ** 2 + (1 - share)
        slope = 2 * share * (length - 1) * kernel / length
        # Any guard of the root up to 1e-11 passes: it moves a flat sample's penalty by 6e-6.
        asked = (got["penalty"], want, 1e-5), (got["gradient"], slope, 1e-7)
        for part, wanted, rtol in asked:
            assert_close(part, wanted, dtype="float64", rtol=rtol)
