"""Hidden checks of gradient_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(matrix, goal, start, rate, steps):
    path = [start]
    for _ in range(steps):
        miss = matrix @ path[-1].reshape(-1) - goal
        path.append(path[-1] - rate * ((matrix.T @ miss).reshape(start.shape) - np.sin(path[-1])))
    return np.stack(path)


@points(1)
@after("test_example")
def test_few_steps_and_scalars(probes, rng):
    """the path is right from a scalar start, over many steps, and without any step"""
    for shape, steps in [((2, 1, 2), 12), ((), 2), ((), 0)]:
        matrix, goal, start = draw(rng, (4, int(np.prod(shape))), (4,), shape, dtype="float64")
        setting = matrix, goal, np.asarray(start), 3 / 128, steps
        assert_close(probes.gradient_descent(*setting), oracle(*setting), dtype="float64")
