"""Checks of combine."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_true, draw, points

SHAPES = [(3, 4), (1, 5), (4, 2, 3), (3, 3)]
DTYPES = ["int64", "bool", "float64", "float16", "complex64"]


def alternating(a, b):
    """Return the first of a, the first of b, the second of a ... along axis 1."""
    return np.stack([a, b], 2).reshape(len(a), -1, *a.shape[2:])


def slips_of_stacked(a, b):
    return {
        "the new axis is axis 0; expected axis 1": np.stack([a, b], 0),
        "the new axis is the last one; expected axis 1": np.stack([a, b], -1),
        "b comes before a": np.stack([b, a], 1),
        "the joined tensor comes first in the pair": np.concatenate([a, b], 1),
        "the axes behind axis 1 are lost": np.stack([a, b], 1).reshape(len(a), 2, -1),
    }


def slips_of_joined(a, b):
    return {
        "they are joined along axis 0; expected axis 1": np.concatenate([a, b], 0),
        "they are joined along the last axis; expected axis 1": np.concatenate([a, b], -1),
        "b comes before a": np.concatenate([b, a], 1),
        "a and b alternate; all of a comes first": alternating(a, b),
        "the stacked tensor comes second in the pair": np.stack([a, b], 1),
        "the axes behind axis 1 are lost": np.stack([a, b], 1).reshape(len(a), -1),
        "the joined tensor has a new axis; join along the axis 1 that is there": np.concatenate(
            [a, b], 1
        )[:, None],
        "a and b are added, not joined": a + b,
        "this is stacked, not joined; expected no new axis": np.stack([a, b], 0),
    }


def test_example(probes):
    """combine gives what the docstring's example shows"""
    a, b = np.int32([[1, 2]]), np.int32([[3, 4]])
    got = probes.call("combine", a, b)
    is_pair = isinstance(got, list) and len(got) == 2
    cause = None if isinstance(got, list) else ONE
    assert_true(is_pair, "this is not a pair", got=got, cause=cause)
    for (what, slips), one, want in zip(BOTH.items(), got, EXAMPLE, strict=True):
        assert_close(one, want, dtype="int32", kind="tensor", what=what, slips=slips(a, b))


@points(0.5)
@after(test_example)
def test_stacked(probes, rng):
    """the first result has a new axis 1 with a at index 0 and b at index 1"""
    for shape in SHAPES:
        a, b = draw(rng, shape, shape)
        stacked, slips = probes.call("combine", a, b)[0], slips_of_stacked(a, b)
        assert_close(stacked, np.stack([a, b], 1), dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_example)
def test_joined(probes, rng):
    """the second result has all of a and then all of b along axis 1"""
    for shape in SHAPES:
        a, b = draw(rng, shape, shape)
        joined, slips = probes.call("combine", a, b)[1], slips_of_joined(a, b)
        assert_close(joined, np.concatenate([a, b], 1), dtype="float32", kind="tensor", slips=slips)


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """both results keep the dtype, and large integers to the last digit"""
    for dtype in DTYPES:
        a, b = draw(rng, (2, 3), (2, 3), dtype="int64", low=2**53, high=2**54)
        a, b = ((one % 2 if dtype == "float16" else one).astype(dtype) for one in (a, b))
        wants = np.stack([a, b], 1), np.concatenate([a, b], 1)
        for what, got, want in zip(BOTH, probes.call("combine", a, b), wants, strict=True):
            slips = {ROUNDED: want.astype(float).astype(dtype)} if dtype == "int64" else {}
            assert_close(got, want, dtype=dtype, kind="tensor", what=what, slips=slips)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """combine works in tf.function, where no size is known"""
    for shape in [(3, 2), (2, 1, 4)]:
        a, b = draw(rng, shape, shape)
        wants = np.stack([a, b], 1), np.concatenate([a, b], 1)
        for what, got, want in zip(BOTH, probes.combine_in_graph(a, b), wants, strict=True):
            assert_close(got, want, dtype="float32", what=what)


BOTH = {"the stacked tensor": slips_of_stacked, "the joined tensor": slips_of_joined}
ONE = "one tensor comes back, not two: return stacked, joined"
ROUNDED = "the numbers go through float64, which rounds those beyond 2**53"
EXAMPLE = [[[[1, 2], [3, 4]]], [[1, 2, 3, 4]]]
