"""Hidden checks of jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_in_graph(probes, rng):
    """jacobian is right inside tf.function, also for a scalar input"""
    for inputs, mode in [((2, 1), "graph"), ((), "eager")]:
        weights, x = draw(rng, (3, *inputs), inputs, dtype="float64")
        y = np.tanh(np.tensordot(weights / 2, x, len(inputs)))
        want = (1 - y**2).reshape(3, *(1,) * len(inputs)) * weights / 2
        assert_close(probes.jacobian(weights / 2, np.asarray(x), mode=mode), want)
