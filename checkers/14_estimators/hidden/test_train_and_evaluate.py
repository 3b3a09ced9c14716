"""Hidden checks of train_and_evaluate."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_results")
def test_longer(probes, rng):
    """one long training with evaluations on the way, of the first batch"""
    kernel, x, labels, tests, wanted = draw(rng, (3,), (5, 3), (5,), (7, 3), (7,))
    params = {"rate": 0.0625, "momentum": 0.5}
    setting = kernel, [x, labels], [tests, wanted], [3, 4], [7]
    got = probes.train_and_evaluate(*setting, params, 4, steps=1)
    wants = results_of(kernel, x, labels, tests[:4], wanted[:4])
    for results in zip(got["results"], [[wants[3], wants[6]]], strict=True):
        for result, want in zip(*results, strict=True):
            for name, value in want.items():
                assert_close(result[name], value, what=f"{name!r} of a result")


def results_of(kernel, x, labels, tests, wanted):
    """Return the result after each of seven steps."""
    state, results = 0 * kernel, []
    for n in range(7):
        rows = slice(0, 3) if n % 2 == 0 else slice(3, 5)
        miss = x[rows] @ kernel - labels[rows]
        state = 0.5 * state + 2 * miss @ x[rows] / len(miss)
        kernel = kernel - 0.0625 * state
        error = np.abs(tests @ kernel - wanted)
        values = {"loss": error**2, "error": error, "close": error < 1}
        values |= {"whole": np.floor(8 * wanted)}
        means = {name: np.mean(value) for name, value in values.items()}
        results.append(means | {"global_step": np.int64(n + 1)})
    return results
