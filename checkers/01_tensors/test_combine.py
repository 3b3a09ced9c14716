"""Checks of combine."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_true, draw, points

SHAPES = [(3, 4), (1, 5), (4, 2, 3), (3, 3)]


def alternating(a, b):
    """Return the first of a, the first of b, the second of a ... along axis 1."""
    return np.stack([a, b], 2).reshape(len(a), -1, *a.shape[2:])


def slips_of_stacked(a, b):
    return {
        "the new axis is axis 0; expected axis 1": np.stack([a, b], 0),
        "the new axis is the last one; expected axis 1": np.stack([a, b], -1),
        "b comes before a": np.stack([b, a], 1),
        "the joined tensor comes first in the pair": np.concatenate([a, b], 1),
    }


def slips_of_joined(a, b):
    return {
        "they are joined along axis 0; expected axis 1": np.concatenate([a, b], 0),
        "they are joined along the last axis; expected axis 1": np.concatenate([a, b], -1),
        "b comes before a": np.concatenate([b, a], 1),
        "a and b alternate; all of a comes first": alternating(a, b),
        "the stacked tensor comes second in the pair": np.stack([a, b], 1),
    }


def test_pair(probes, rng):
    """combine returns a pair"""
    got = probes.call("combine", *draw(rng, (3, 4), (3, 4)))
    assert_true(isinstance(got, list) and len(got) == 2, "this is not a pair", got=got)


@points(1)
@after(test_pair)
def test_stacked(probes, rng):
    """the first result has a new axis 1 with a at index 0 and b at index 1"""
    for shape in SHAPES:
        a, b = draw(rng, shape, shape)
        stacked, slips = probes.call("combine", a, b)[0], slips_of_stacked(a, b)
        assert_close(stacked, np.stack([a, b], 1), dtype="float32", kind="tensor", slips=slips)


@points(1)
@after(test_pair)
def test_joined(probes, rng):
    """the second result has all of a and then all of b along axis 1"""
    for shape in SHAPES:
        a, b = draw(rng, shape, shape)
        joined, slips = probes.call("combine", a, b)[1], slips_of_joined(a, b)
        assert_close(joined, np.concatenate([a, b], 1), dtype="float32", kind="tensor", slips=slips)
