"""Hidden checks of Momentum."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


def oracle(start, slopes, learning_rate, momentum, nesterov):
    variable, velocity, path = start.astype(float), 0.0, []
    for slope in slopes:
        velocity = momentum * velocity - learning_rate * slope
        ahead = momentum * velocity - learning_rate * slope
        variable = variable + (ahead if nesterov else velocity)
        path.append(variable)
    return np.stack(path)


@points(1)
@after("test_example")
def test_restored_in_graph(probes, rng):
    """a path with nesterov in a graph, saved and restored in the middle, is right"""
    start, *slopes = draw(rng, *[(2, 3)] * 13, dtype="float64")
    setting = {"learning_rate": 0.1, "momentum": 0.8, "nesterov": True}
    rows = [[slope] for slope in slopes]
    got = probes.momentum_continued([start], rows, setting, 5, mode="graph")
    for part, want in zip(got, [oracle(start, slopes, **setting)], strict=True):
        assert_close(part, want, dtype="float64")
