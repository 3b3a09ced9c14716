"""Hidden checks of softmax."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

pytestmark = forbids(
    "tf",
    "keras.ops.softmax",
    "keras.ops.log_softmax",
    "keras.ops.logsumexp",
    "keras.layers.Softmax",
)


def oracle(x, axis):
    odds = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return odds / np.sum(odds, axis=axis, keepdims=True)


@points(0.5)
@after("test_in_model")
def test_large_numbers_in_a_model(probes, rng):
    """softmax works on KerasTensors of rank 4, at numbers of any size"""
    xs = draw(rng, (2, 3, 2, 4), (1, 3, 2, 4), dtype="float64", low=-1e4, high=1e4)
    got = probes.in_model("softmax", [[x] for x in xs], unknown=1, axis=-3)
    for x, values in zip(xs, got, strict=True):
        assert_close(values, oracle(x, -3), dtype="float64")
