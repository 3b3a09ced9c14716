"""Hidden checks of gradient_descent."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_values")
def test_few_steps_and_scalars(probes, rng):
    """the path is right from a scalar start, over many steps, and without any step"""
    matrix, goal, start = draw(rng, (4, 1), (4,), (), dtype="float64")
    column, path = matrix[:, 0], [start]
    for _ in range(20):
        miss = column * path[-1] - goal
        path.append(path[-1] - 0.04 * (column @ miss - np.sin(path[-1])))
    for steps in (20, 3, 0):
        got = probes.gradient_descent(matrix, goal, np.asarray(start), 0.04, steps)["path"]
        assert_close(got, np.array(path[: steps + 1]))
