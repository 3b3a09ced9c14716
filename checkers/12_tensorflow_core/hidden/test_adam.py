"""Hidden checks of Adam."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


def oracle(start, slopes, learning_rate, beta_1, beta_2, weight_decay):
    variable, m, v, path = start.astype(float), 0.0, 0.0, []
    for steps, slope in enumerate(slopes, start=1):
        m = beta_1 * m + (1 - beta_1) * slope
        v = beta_2 * v + (1 - beta_2) * slope**2
        up, down = m / (1 - beta_1**steps), np.sqrt(v / (1 - beta_2**steps)) + 1e-7
        variable = variable - learning_rate * (up / down + weight_decay * variable)
        path.append(variable)
    return np.stack(path)


@points(1)
@after("test_example")
def test_restored_in_graph(probes, rng):
    """a path with weight decay in a graph, saved and restored in the middle, is right"""
    start, *slopes = draw(rng, *[(2, 3)] * 21, dtype="float64")
    setting = {"learning_rate": 0.05, "beta_1": 0.85, "beta_2": 0.98, "weight_decay": 0.2}
    rows = [[slope] for slope in slopes]
    got = probes.adam_continued([start], rows, setting, 11, mode="graph")
    for part, want in zip(got, [oracle(start, slopes, **setting)], strict=True):
        assert_close(part, want, dtype="float64")
