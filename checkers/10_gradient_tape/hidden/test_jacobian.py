"""Hidden checks of jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

F = "where f(x) = tanh(weights * x)"


@points(1)
@after("test_example")
def test_in_graph(probes, rng):
    """jacobian of a matrix in a scalar is right, inside tf.function"""
    weights, x = draw(rng, (3, 2), (), dtype="float64")
    want = (1 - np.tanh(weights * x) ** 2) * weights
    got = probes.jacobian(weights, np.asarray(x), mode="graph")
    assert_close(got, want, dtype="float64", what=F)
