"""Hidden checks of tap."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points

SHAPES = [(3, 4), (4,), (2, 5), (5,), (9, 6), (6,)]


def oracle(weights, left, right):
    """Return what each layer of the forked model gives, by its name."""
    sides = [np.tanh(left @ weights[0] + weights[1]), np.tanh(right @ weights[2] + weights[3])]
    joined = np.concatenate(sides, axis=-1)
    end = np.tanh(joined @ weights[4] + weights[5])
    return {"left_side": sides[0], "right_side": sides[1], "joined": joined, "end": end}


@points(1)
@after("test_activations")
def test_fork(probes, rng):
    """a model of two inputs that join can be tapped on both sides and after the join"""
    weights, (left, right) = draw(rng, *SHAPES), draw(rng, (8, 3), (8, 2))
    wants = oracle(weights, left, right)
    got = probes.tapped_fork(weights, left, right, list(wants))
    for name, want in wants.items():
        assert_close(got[name], want, atol=1e-5, what=name)  # float32, values below 1
