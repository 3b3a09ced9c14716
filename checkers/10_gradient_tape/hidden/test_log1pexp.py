"""Hidden checks of log1pexp."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "tf.nn.softplus", "tf.math.softplus", "keras.ops.softplus", "keras.activations.softplus",
    "tf.math.log_sigmoid", "keras.ops.log_sigmoid", "keras.activations.log_sigmoid",
    "keras.ops.logaddexp", "keras.ops.logsumexp", "tf.reduce_logsumexp", "tf.math.reduce_logsumexp",
    "keras.ops.logaddexp2", "tf.experimental.numpy.logaddexp", "tf.experimental.numpy.logaddexp2",
)  # fmt: skip


@points(1)
@after("test_example")
def test_second_order(probes, rng):
    """float64 is kept to its precision, and the second derivative is right and finite"""
    for x in (
        draw(rng, (2, 1, 3), dtype="float64"),
        np.array([-900.0, -600.0, -25.0, 0.0, 25.0, 800.0]),
    ):
        upstream = draw(rng, x.shape, dtype="float64", low=0.5, high=2.0)
        curvature = np.exp(-np.logaddexp(0.0, x) - np.logaddexp(0.0, -x))
        value, second = probes.call("log1pexp", x), probes.log1pexp(x, upstream)
        # The value to a few roundings of float64, and nothing absolute.
        asked = (
            (value, np.logaddexp(0.0, x), 1e-12, 0.0),
            (second, upstream * curvature, 1e-7, 1e-9),
        )
        for got, want, rtol, atol in asked:
            assert_close(got, want, dtype="float64", rtol=rtol, atol=atol)
