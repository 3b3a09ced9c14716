"""Hidden checks of freeze_until."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, numeric_gradient, points

FLAT = [["a", 4], ["b", 3], ["c", 5], ["d", 2]]
NESTED = [["a", 4], ["block", [["b", 3], ["c", 5]]], ["d", 2]]
RATE = 0.3


def forward(weights, x):
    """Return what the dense layers with tanh give, one after the other."""
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        x = np.tanh(x @ kernel + bias)
    return x


def oracle(weights, x, target, first):
    """Return all weights after a step in which those from number `first` on are trained."""
    moved = [np.asarray(weight, float) for weight in weights]
    for place in range(first, len(weights)):

        def loss(weight, at=place):
            return np.mean((forward([*weights[:at], weight, *weights[at + 1 :]], x) - target) ** 2)

        moved[place] = moved[place] - RATE * numeric_gradient(loss, weights[place])
    return np.concatenate([np.ravel(weight) for weight in moved])


@points(1)
@after("test_training")
def test_thawed(probes, rng):
    """what was frozen before is trained again where it belongs to the trained part"""
    weights = draw(rng, (3, 4), (4,), (4, 3), (3,), (3, 5), (5,), (5, 2), (2,))
    x, target = draw(rng, (6, 3), (6, 2))
    for layers, names, before in [(FLAT, ["d", "b"], []), (NESTED, ["b"], ["block", "d"])]:
        got = probes.descended(layers, weights, x, target, RATE, names, before)
        causes = {KEPT: oracle(weights, x, target, 6), NOTHING: oracle(weights, x, target, 8)}
        assert_close(got, oracle(weights, x, target, 2), slips=causes)


KEPT = "what was frozen before stays frozen"
NOTHING = "what was frozen before stays frozen; nothing is trained"
