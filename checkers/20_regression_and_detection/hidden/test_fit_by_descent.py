"""Hidden checks of fit_by_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_steps")
def test_it_arrives(probes, rng):
    """after many steps the descent is at the least squares of x, whatever its scale"""
    (x, weights), scale = draw(rng, (50, 3), (3,), dtype="float64"), np.array([0.01, 1, 200])
    x, bias = x * scale + [0.1, 5, -300], rng.uniform(1, 5)
    y = x @ (weights / scale) + bias
    got = probes.call("fit_by_descent", np.float32(x), np.float32(y), 0.25, 200)
    found = np.concatenate([np.ravel(got[0]) * scale, np.ravel(got[1])])
    want = np.concatenate([weights, [bias]])
    # 200 steps are each rounded, and the first column's mean is ten times its spread.
    assert_close(np.float32(found), want, rtol=1e-2, atol=1e-2, what="weights and bias, joined")
