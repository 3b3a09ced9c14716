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


@points(0.5)
@after("test_small_shares")
def test_tiny_shares_along_an_axis(probes, rng):
    """small shares are right along the first axis too"""
    x = draw(rng, (5, 2), low=-75.0, high=5.0)
    x[3, 0] = -np.inf
    # No absolute allowance: next to 1e-6 every small share would be right.
    assert_close(probes.call("softmax", x, axis=0), oracle(x, 0), dtype="float32", atol=0.0)
