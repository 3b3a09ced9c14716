"""Checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    points,
)

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


def mistakes(x, y):
    """Return the results of common mistakes, by description."""
    gap = np.float64(x)[:, None] - y
    squared = np.sum(gap**2, axis=-1)
    return {
        "the root is missing": squared,
        "a mean of the squares instead of their sum": np.sqrt(np.mean(gap**2, -1)),
        "the sum of the absolute differences": np.abs(gap).sum(-1),
        "the largest of the absolute differences": np.abs(gap).max(-1),
        "x and y are swapped: row i is for x[i]": oracle(y, x),
        "summed over the points of x; expected the last axis": np.sqrt(np.sum(gap**2, 0)),
        "summed over the points of y; expected the last axis": np.sqrt(np.sum(gap**2, 1)),
    } | {f"{e:g} is left in the distance, as an epsilon": np.sqrt(squared + e) for e in EPSILONS}


def test_shape(probes, rng):
    """pairwise_distances turns (n, d) and (n, d) into (n, n), as float32"""
    for n in (3, 1):
        x, y = draw(rng, (n, n), (n, n))
        assert_shape(probes.call("pairwise_distances", x, y), (n, n), dtype="float32")


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """each entry is the root of the summed squares, in the dtype of x and y"""
    for n, m, d, dtype in [(5, 4, 3, "float32"), (1, 6, 2, "float64"), (4, 4, 7, "float64")]:
        x, y = draw(rng, (n, d), (m, d), dtype=dtype)
        got = probes.call("pairwise_distances", x, y)
        assert_close(got, oracle(x, y), dtype=dtype, slips=mistakes(x, y))


@points(1)
@after(test_shape)
def test_close_points_far_away(probes, rng):
    """distances are accurate far from the origin, and 0 where points coincide"""
    for dtype, far in [("float32", 1000.0), ("float64", 1e6)]:
        x = draw(rng, (5, 3), dtype=dtype) + np.asarray(far, dtype)
        y = np.concatenate([x[3:1:-1], draw(rng, (2, 3), dtype=dtype) + np.asarray(far, dtype)])
        got = probes.call("pairwise_distances", x, y)
        assert_close(got, oracle(x, y), dtype=dtype, slips=mistakes(x, y))


@points(2)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in x and y are those of the distance"""
    x, y, upstream = draw(rng, (4, 3), (5, 3), (4, 5), dtype="float64")
    in_x, in_y = probes.gradient("pairwise_distances", x, y, wrt=[0, 1], upstream=upstream)
    want_x, want_y = slopes(x, y, upstream)
    assert_gradient(in_y, want_y, what="the gradient in y")
    assert_gradient(
        in_x,
        want_x,
        what="the gradient in x",
        at=x,
        of=lambda at: probes.call("pairwise_distances", at, y) * upstream,
    )


@points(1)
@after(test_values)
def test_gradient_at_zero(probes, rng):
    """a pair of equal points adds 0 to the gradient, eagerly and under XLA"""
    x, y, upstream = draw(rng, (4, 3), (5, 3), (4, 5))
    y[[0, 2]] = x[[1, 3]]
    in_x, in_y = slopes(np.float64(x), np.float64(y), upstream)
    for jit in (False, True):
        got_x, got_y = probes.distance_gradients(x, y, upstream, jit)
        slip = {INFINITE: np.where(np.isin(np.arange(4), [1, 3])[:, None], np.nan, in_x)}
        assert_gradient(got_x, in_x, slips=slip, what="the gradient in x")
        slip = {INFINITE: np.where(np.isin(np.arange(5), [0, 2])[:, None], np.nan, in_y)}
        assert_gradient(got_y, in_y, slips=slip, what="the gradient in y")


EPSILONS = (1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12)
INFINITE = "the root's slope at 0 is infinite, and infinity times 0 is nan: choose before the root"
