"""Checks of gradient_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, draw, points

# Exact in float32, so that it makes no difference how the rate becomes a tensor.
RATE = 3 / 128
F = "where f(x) = |matrix @ x - goal|^2 / 2 + sum(cos(x))"


def slope(matrix, goal, x):
    """Return the gradient of |matrix @ x - goal|^2 / 2 + sum(cos(x))."""
    return (matrix.T @ (matrix @ x.reshape(-1) - goal)).reshape(x.shape) - np.sin(x)


def oracle(matrix, goal, start, rate, steps):
    """Return the start and the point after each step."""
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - rate * slope(matrix, goal, path[-1]))
    return np.stack(path)


def slips(matrix, goal, start, rate, steps):
    path = oracle(matrix, goal, start, rate, steps)
    first = slope(matrix, goal, start)
    return {
        "the start is missing": path[1:],
        "the last point is missing": path[:-1],
        "only the last point is returned": path[-1],
        "uphill: the gradient is added": oracle(matrix, goal, start, -rate, steps),
        "every step uses the gradient at the start": np.stack(
            [start - k * rate * first for k in range(steps + 1)]
        ),
        "every row is the last point: the list holds the same variable, not its values": 0 * path
        + path[-1],
        "the gradients are returned, not the points": np.stack(
            [slope(matrix, goal, x) for x in path]
        ),
        "the learning rate is not used": oracle(matrix, goal, start, 1, steps),
    }


def drawn(rng, shape, dtype="float64"):
    size = int(np.prod(shape))
    return draw(rng, (4, size), (4,), shape, dtype=dtype)


def test_shape(probes, rng):
    """gradient_descent returns steps + 1 points of the start's shape and dtype"""
    for shape, dtype in [((3,), "float32"), ((2, 4), "float64")]:
        setting = (*drawn(rng, shape, dtype), RATE, 2)
        got = probes.gradient_descent(*setting)["path"]
        if isinstance(got, np.ndarray) and got.shape != (3, *shape):
            assert_close(got, oracle(*setting), slips=slips(*setting))
        assert_shape(got, (3, *shape), dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """row k is the point after k steps against the gradient, from a constant start"""
    for shape, steps in [((1,), 4), ((2, 3), 3)]:
        setting = (*drawn(rng, shape), RATE, steps)
        got = probes.gradient_descent(*setting)["path"]
        assert_close(got, oracle(*setting), slips=slips(*setting), what=F)


@points(1)
@after(test_shape)
def test_variable(probes, rng):
    """the start may be a variable, which keeps its own value"""
    setting = (*drawn(rng, (2, 2)), RATE, 4)
    got, want = probes.gradient_descent(*setting, given="variable"), oracle(*setting)
    assert_close(got["path"], want, slips=slips(*setting), what=f"the path {F}")
    moved = {"the start itself moves: take its value, or a copy": want[-1]}
    assert_close(got["start"], want[0], slips=moved, what="the start afterwards")
