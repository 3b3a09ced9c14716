"""Hidden checks of train_and_evaluate."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_results")
def test_longer(probes, rng):
    """one long training with evaluations on the way, of the first batch"""
    kernel, x, labels, tests, wanted = draw(rng, (3,), (5, 3), (5,), (7, 3), (7,))
    params = {"rate": 0.0625, "momentum": 0.5}
    setting = kernel, [x, labels], [tests, wanted], [3, 4], [7]
    got = probes.train_and_evaluate(*setting, params, 4, steps=1)
    state, wants = 0 * kernel, []
    for n in range(7):
        rows = slice(0, 3) if n % 2 == 0 else slice(3, 5)
        miss = x[rows] @ kernel - labels[rows]
        state = 0.5 * state + 2 * miss @ x[rows] / len(miss)
        kernel = kernel - 0.0625 * state
        if n in (3, 6):
            wants.append(tests[:4] @ kernel - wanted[:4])
    for result, miss in zip(got["results"][0], wants, strict=True):
        assert_close(result["values"]["loss"], np.mean(miss**2), what="'loss'")
        assert_close(result["values"]["error"], np.mean(np.abs(miss)), what="'error'")
