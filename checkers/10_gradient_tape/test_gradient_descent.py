"""Checks of gradient_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

# Exact in float32, so that it makes no difference how the rate becomes a tensor.
RATE = 3 / 128
F = "where f(x) = |matrix @ x - goal|^2 / 2 + sum(cos(x))"


def slope(matrix, goal, x):
    """Return the gradient of |matrix @ x - goal|^2 / 2 + sum(cos(x)), or without matrix of x^2."""
    if matrix is None:
        return 2 * x
    return (matrix.T @ (matrix @ x.reshape(-1) - goal)).reshape(x.shape) - np.sin(x)


def oracle(matrix, goal, start, rate, steps):
    """Return the start and the point after each step."""
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(matrix, goal, path[-1]))
    return np.stack(path)


def slips(matrix, goal, start, rate, steps):
    path = oracle(matrix, goal, start, rate, steps)
    first, slopes = slope(matrix, goal, start), np.stack([slope(matrix, goal, x) for x in path])
    straight = np.stack([start - k * rate * first for k in range(steps + 1)])
    return {
        "the start is missing": path[1:],
        "the last point is missing": path[:-1],
        "only the last point is returned": path[-1],
        "uphill: the gradient is added": oracle(matrix, goal, start, -rate, steps),
        "every step uses the gradient at the start": straight,
        "every row is the last point: the list holds the same variable, not its values": 0 * path
        + path[-1],
        "the gradients are returned, not the points": slopes,
        "the learning rate is not used": oracle(matrix, goal, start, 1, steps),
        "the start never moves": 0 * path + start,
        "one step too many": oracle(matrix, goal, start, rate, steps + 1),
        "the points are joined on an axis that they have already": path.reshape(
            -1, *start.shape[1:]
        )
        if start.ndim
        else path,
        "the points are stacked on the last axis, not the first": np.moveaxis(path, 0, -1),
    }


def drawn(rng, shape, dtype="float64"):
    size = int(np.prod(shape))
    matrix, goal, start = draw(rng, (4, size), (4,), shape, dtype=dtype)
    return matrix, goal, np.asarray(start)


def test_example(probes):
    """gradient_descent gives what the docstring's example shows"""
    setting = None, None, np.asarray(np.float32(1)), 0.25, 2
    got = probes.gradient_descent(*setting)
    what = "where f(x) = x * x"
    assert_close(got, [1.0, 0.5, 0.25], dtype="float32", slips=slips(*setting), what=what)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """row k is the point after k steps against the gradient, in the start's dtype"""
    for dtype, rate, steps in [("float64", RATE, 4), ("float32", RATE / 2, 5)]:
        setting = (*drawn(rng, (4,), dtype), rate, steps)
        got, want = probes.gradient_descent(*setting), oracle(*setting)
        # Sums of terms of about 10 at each step: a few roundings of 1e-6 in float32.
        room = 1e-5 if dtype == "float32" else 1e-9
        assert_close(got, want, dtype=dtype, atol=room, slips=slips(*setting), what=F)


@points(0.5)
@after(test_example)
def test_ranks(probes, rng):
    """the start may have any rank, and every step makes a row, even where nothing moves"""
    for shape, steps in [((2, 3), 3), ((), 2), ((2, 1, 2), 1)]:
        setting = (*drawn(rng, shape), RATE, steps)
        got = probes.gradient_descent(*setting)
        assert_close(got, oracle(*setting), dtype="float64", slips=slips(*setting), what=F)
    steps = int(rng.integers(2, 9))
    got = probes.gradient_descent(None, None, np.zeros(()), RATE, steps)
    what, few = "where f(x) = x * x, from x = 0", {"it stops where the slope is 0": np.zeros(1)}
    assert_close(got, np.zeros(steps + 1), dtype="float64", slips=few, what=what)


@points(0.5)
@after(test_example)
def test_no_steps(probes, rng):
    """without any step the path is only the start, (1, *s)"""
    for shape in [(3,), (), (2, 2)]:
        for steps in (0, 1):
            setting = (*drawn(rng, shape), RATE, steps)
            got, wrong = probes.gradient_descent(*setting), slips(*setting)
            assert_close(got, oracle(*setting), dtype="float64", slips=wrong, what=F)


@points(0.5)
@after(test_example)
def test_variable(probes, rng):
    """the start may be a variable, which keeps its own value"""
    setting = (*drawn(rng, (2, 2)), RATE, 4)
    want, wrong = oracle(*setting), slips(*setting)
    moved = {"the start itself moves: take its value, or a copy": want[-1]}
    for given in ("variable", "frozen"):
        got = probes.gradient_descent(*setting, given=given)
        assert_close(got["path"], want, dtype="float64", slips=wrong, what=f"the path {F}")
        what = "the start afterwards"
        assert_close(got["start"], want[0], dtype="float64", slips=moved, what=what)
