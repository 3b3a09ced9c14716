"""Hidden checks of jacobian."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_in_graph(probes, rng):
    """jacobian is right inside tf.function, with one input and with a scalar one"""
    for outputs, inputs in [((3,), (2, 1)), ((2, 2), ())]:
        weights, x = draw(rng, outputs + inputs, inputs, dtype="float64")
        y = np.tanh(np.tensordot(weights / 2, x, len(inputs)))
        want = (1 - y**2).reshape(outputs + (1,) * len(inputs)) * weights / 2
        assert_close(probes.jacobian(weights / 2, np.asarray(x), mode="graph"), want)
