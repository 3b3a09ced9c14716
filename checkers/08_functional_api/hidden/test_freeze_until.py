"""Hidden checks of freeze_until."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, numeric_gradient, points

FLAT = [["a", 4], ["b", 3], ["c", 5], ["d", 2]]
NESTED = [["a", 4], ["block", [["b", 3], ["c", 5]]], ["d", 2]]
RATE = 0.3


def forward(weights, x):
    """Return the output of dense layers with tanh, one after the other."""
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        x = np.tanh(x @ kernel + bias)
    return x


def descended(weights, x, target):
    """Return the weights after a step of gradient descent on all of them."""
    moved = []
    for at, weight in enumerate(weights):

        def loss(w, at=at):
            return np.mean((forward([*weights[:at], w, *weights[at + 1 :]], x) - target) ** 2)

        moved.append(weight - RATE * numeric_gradient(loss, weight))
    return moved


def oracle(weights, moved, first):
    """Return all weights after a step that trains the weights from number `first` on."""
    return np.concatenate([np.ravel(w) for w in (*weights[:first], *moved[first:])])


@points(1)
@after("test_training")
def test_thawed_inside(probes, rng):
    """all flags may have any value before, even those of inner models and of the model itself"""
    weights = draw(rng, (3, 4), (4,), (4, 3), (3,), (3, 5), (5,), (5, 2), (2,))
    x, target = draw(rng, (6, 3), (6, 2))
    moved = descended(weights, x, target)
    causes = {words: oracle(weights, moved, first) for words, first in KEPT.items()}
    for layers, cases in [(FLAT, CASES[:2]), (NESTED, CASES[2:])]:
        step, given = [weights, x, target, RATE], [case[:2] for case in cases]
        found = probes.freeze_until(3, layers, given, "functional", *step)
        for got, (*_, first) in zip(found, cases, strict=True):
            want = oracle(weights, moved, first)
            assert_close(got, want, slips=causes, what="the weights after a step")


# the names in turn, the flags before, and the first weight that is trained in the end
CASES = [
    [["d", "b"], [], 2],
    [["b"], [["whole", False]], 2],
    [["b"], [["block", False], ["d", False]], 2],
    [["d"], [["block", False], ["c", True]], 6],
]
KEPT = {
    "layers frozen before stay frozen; nothing is trained": 8,
    "layers frozen before stay frozen": 6,
    "layers trained before, in a frozen model, are still trained": 4,
}
