"""Hidden checks of least_squares."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("sklearn")


@points(0.5)
@after("test_values")
def test_no_slope_is_left(probes, rng):
    """no sum has a slope left: the errors add up to 0, and to l2 * w along each column"""
    for n, d, k, l2 in [(60, 5, 3, 0.0), (9, 4, 2, 1.5)]:
        x, weights, bias = draw(rng, (n, d), (d, k), (k,))
        error = np.linalg.qr(np.concatenate([np.ones((n, 1)), x, draw(rng, (n, k))], axis=1))[0]
        y = x @ weights + bias + error[:, d + 1 :]
        if l2:
            centered = x - x.mean(axis=0)
            y = y + centered @ np.linalg.solve(centered.T @ centered, l2 * weights)
        got = probes.call("least_squares", x, y.astype("float32"), l2)
        for part, want in zip(got, (weights, bias), strict=True):
            assert_close(part, want, dtype="float32")
