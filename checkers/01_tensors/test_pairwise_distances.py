"""Checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, assert_shape, draw, forbids, points

pytestmark = forbids("loop")


def oracle(x, y):
    """Return the Euclidean distance of every x to every y, in float64."""
    return np.array([[np.linalg.norm(np.float64(p) - q) for q in y] for p in x])


def slopes(x, y, upstream):
    """Return the gradients of sum(upstream * distance) in x and y; a distance of 0 adds none."""
    difference = x[:, None] - y
    distance = oracle(x, y)
    unit = difference / np.where(distance == 0, 1.0, distance)[..., None] * upstream[..., None]
    return unit.sum(1), -unit.sum(0)


def test_shape(probes, rng):
    """pairwise_distances turns (n, d) and (m, d) into (n, m)"""
    for n, m, d in [(5, 4, 3), (1, 6, 2)]:
        x, y = draw(rng, (n, d), (m, d))
        assert_shape(probes.call("pairwise_distances", x, y), (n, m), dtype="float32")


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """each entry is the root of the summed squares, in the dtype of x and y"""
    for n, m, d, dtype in [(5, 4, 3, "float32"), (1, 6, 2, "float64"), (4, 4, 7, "float64")]:
        x, y = draw(rng, (n, d), (m, d), dtype=dtype)
        difference = x[:, None] - y
        slips = {
            "the root is missing": np.sum(difference**2, -1),
            "a mean of the squares where the sum belongs": np.sqrt(np.mean(difference**2, -1)),
            "the sum of the absolute differences": np.abs(difference).sum(-1),
            "the largest of the absolute differences": np.abs(difference).max(-1),
            "x and y are swapped": oracle(y, x),
            "an epsilon stays in the distance": np.sqrt(np.sum(difference**2, -1) + 1e-6),
        }
        assert_close(probes.call("pairwise_distances", x, y), oracle(x, y), dtype=dtype, slips=slips)


@points(1)
@after(test_shape)
def test_close_points_far_away(probes, rng):
    """distances are accurate far from the origin, and 0 where points coincide"""
    for dtype, far in [("float32", 1000.0), ("float64", 1e6)]:
        x = draw(rng, (5, 3), dtype=dtype) + np.asarray(far, dtype)
        y = np.concatenate([x[3:1:-1], draw(rng, (2, 3), dtype=dtype) + np.asarray(far, dtype)])
        want = oracle(x, y)
        slips = {f"{e:g} stays in the distance as an epsilon": np.sqrt(want**2 + e) for e in (1e-6, 1e-8, 1e-10, 1e-12)}
        assert_close(probes.call("pairwise_distances", x, y), want, dtype=dtype, slips=slips)


@points(2)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in x and y are those of the distance"""
    x, y, upstream = draw(rng, (4, 3), (5, 3), (4, 5), dtype="float64")
    in_x, in_y = probes.gradient("pairwise_distances", x, y, wrt=[0, 1], upstream=upstream)
    want_x, want_y = slopes(x, y, upstream)
    assert_gradient(in_y, want_y, what="the gradient in y")
    assert_gradient(in_x, want_x, what="the gradient in x", at=x,
                    of=lambda at: probes.call("pairwise_distances", at, y) * upstream)


@points(1)
@after(test_values)
def test_gradient_at_zero(probes, rng):
    """where points coincide the gradient is finite: that pair adds 0"""
    x, y, upstream = draw(rng, (4, 3), (5, 3), (4, 5))
    y[[0, 2]] = x[[1, 3]]
    want_x, want_y = slopes(np.float64(x), np.float64(y), upstream)
    got_x, got_y = probes.gradient("pairwise_distances", x, y, wrt=[0, 1], upstream=upstream)
    spoiled_x, spoiled_y = want_x.copy(), want_y.copy()
    spoiled_x[[1, 3]], spoiled_y[[0, 2]] = np.nan, np.nan
    assert_gradient(got_x, want_x, slips={INFINITE: spoiled_x}, what="the gradient in x")
    assert_gradient(got_y, want_y, slips={INFINITE: spoiled_y}, what="the gradient in y")


INFINITE = "the root's slope at 0 is infinite, and infinity times 0 is nan: choose before the root"
