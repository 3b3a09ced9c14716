"""Hidden checks of SGD."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids("keras")


@points(0.5)
@after("test_example")
def test_mixed(probes, rng):
    """SGD takes a table with slices, a variable without gradient, and a scalar in one list"""
    table, idle, single = draw(rng, (4, 3), (2,), (1,))
    values, slope = draw(rng, (3, 3), (1,))
    slices = {"values": values, "indices": np.array([2, 2, 2]), "shape": np.array([4, 3])}
    got = probes.sgd_after_steps([table, idle, single], [[slices, None, slope]], [0.25])
    moved = table.astype(float)
    moved[2] -= 0.25 * values.sum(axis=0)
    for part, want in zip(got, [moved, idle, single - 0.25 * slope], strict=True):
        assert_close(part, want, dtype="float32")


@points(0.5)
@after("test_example")
def test_schedule(probes, rng):
    """a learning rate that falls in every step is followed, in a graph of float64 variables"""
    start, *slopes = draw(rng, (2, 3), (2, 3), (2, 3), (2, 3), (2, 3), dtype="float64")
    rates = [0.5, 0.25, 0.125, 0.0625]
    got = probes.sgd_after_steps([start], [[slope] for slope in slopes], rates, mode="graph")
    want = start - sum(rate * slope for rate, slope in zip(rates, slopes, strict=True))
    for part, wanted in zip(got, [want], strict=True):
        assert_close(part, wanted, dtype="float64")
