"""Checks of pairwise_distances."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
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
    rowwise = {ROWWISE: np.linalg.norm(x - y, axis=-1)} if len(x) in {1, len(y)} else {}
    return (
        rowwise
        | {
            "the number that stands in for 0 under the root stays": np.sqrt(
                np.where(squared == 0, 1, squared)
            ),
            "the root is missing": squared,
            "a mean of the squares instead of their sum": np.sqrt(np.mean(gap**2, -1)),
            "the sum of the absolute differences": np.abs(gap).sum(-1),
            "the largest of the absolute differences": np.abs(gap).max(-1),
            "x and y are swapped: row i is for x[i]": oracle(y, x),
            "summed over the points of x; expected the last axis": np.sqrt(np.sum(gap**2, 0)),
            "summed over the points of y; expected the last axis": np.sqrt(np.sum(gap**2, 1)),
        }
        | small(squared)
    )


def small(squared):
    """Return what small numbers under the root leave, by description."""
    added = {f"{e:g} is left in the distance, as an epsilon": squared + e for e in EPSILONS}
    raised = {f"squares below {e:g} become {e:g}": np.maximum(squared, e) for e in EPSILONS}
    cut = {f"squares below {e:g} count as 0": squared * (squared > e) for e in EPSILONS}
    return {words: np.sqrt(value) for words, value in (added | raised | cut).items()}


def test_example(probes):
    """pairwise_distances gives what the docstring's example shows"""
    x, y = np.float32([[0, 0]]), np.float32([[3, 4], [0, 0]])
    got, slips = probes.call("pairwise_distances", x, y), mistakes(x, y)
    assert_close(got, [[5, 0]], dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """each entry is the root of the summed squares, in the dtype of x and y"""
    for n, m, d, dtype in [(5, 4, 3, "float32"), (1, 6, 2, "float64"), (4, 4, 7, "float64")]:
        x, y = draw(rng, (n, d), (m, d), dtype=dtype)
        got = probes.call("pairwise_distances", x, y)
        assert_close(got, oracle(x, y), dtype=dtype, slips=mistakes(x, y))


@points(1)
@after(test_example)
def test_close_points_far_away(probes, rng):
    """distances are accurate far from the origin, down to close points and equal points"""
    for dtype, far, gap in [("float32", 1000.0, 2**-9), ("float64", 1e6, 2**-19)]:
        x = draw(rng, (6, 3), dtype=dtype) + np.asarray(far, dtype)
        y = np.concatenate([x[3:1:-1], x[:2] + np.asarray(gap, dtype), x[:1] + x[1:2] - x[2:3]])
        got = probes.call("pairwise_distances", x, y)
        assert_close(got, oracle(x, y), dtype=dtype, slips=mistakes(x, y))


@points(0.5)
@after(test_values)
def test_tiny_distances(probes, rng):
    """distances far below 1e-6 are distances too, not 0"""
    for dtype, tiny in [("float32", 2.0**-40), ("float64", 2.0**-200)]:
        x, y = draw(rng, (4, 3), (3, 3), dtype=dtype)
        got = probes.call("pairwise_distances", x * np.asarray(tiny, dtype), y * tiny)
        slips = {"small distances count as 0": np.zeros((4, 3)) + 0.0}
        assert_close(got / tiny, oracle(x, y), dtype=dtype, what="the distance", slips=slips)


@points(1)
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
        got_x, got_y = probes.pairwise_distances_gradients(x, y, upstream, jit)
        slip = {INFINITE: np.where(np.isin(np.arange(4), [1, 3])[:, None], np.nan, in_x)}
        assert_gradient(got_x, in_x, slips=slip, what="the gradient in x")
        slip = {INFINITE: np.where(np.isin(np.arange(5), [0, 2])[:, None], np.nan, in_y)}
        assert_gradient(got_y, in_y, slips=slip, what="the gradient in y")


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """pairwise_distances works in tf.function, where only d is known"""
    pairs = [draw(rng, (n, 3), (m, 3)) for n, m in [(4, 2), (1, 5)]]
    for (x, y), got in zip(pairs, probes.pairwise_distances_in_graph(pairs), strict=True):
        assert_close(got, oracle(x, y), dtype="float32", slips=mistakes(x, y))


ROWWISE = "each x meets only the y of its own row: give x a new axis"
EPSILONS = (1e-3, 1e-5, 1e-6, 1e-7, 1e-8, 1e-10, 1e-12)
INFINITE = "the root's slope at 0 is infinite, and infinity times 0 is nan: choose before the root"
