"""Checks of causal_mask."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, assert_shape, points

NAME = "causal_mask"


def oracle(queries, keys, later=0):
    """Return where key <= position of the query + later."""
    positions = np.arange(queries) + keys - queries
    return np.arange(keys)[None, :] <= positions[:, None] + later


def slips_of(queries, keys):
    right, zero = oracle(queries, keys), np.arange(queries)[:, None]
    at, cells = np.arange(keys)[None, :], np.zeros((queries, keys))
    return {
        "a query does not see its own position": oracle(queries, keys, -1),
        "a query sees the position after its own": oracle(queries, keys, 1),
        "the queries are taken for the first positions, not for the last": at <= zero,
        "False and True have changed places: True means may look": ~right,
        "the queries see their own position and what comes after it": (at >= zero + keys - queries),
        "the queries are in reversed order": right[::-1],
        "each query sees everything": cells == 0,
        "each query sees only its own position": at == zero + keys - queries,
        "the first query sees keys - queries positions, one too few": at < zero + keys - queries,
    }


def compare(got, queries, keys):
    """Hold a mask against the oracle's; small numbers are shown with it."""
    what = f"the mask of {queries} queries and {keys} keys"
    assert_close(got, oracle(queries, keys), dtype="bool", what=what, slips=slips_of(queries, keys))


def test_example(probes):
    """causal_mask gives what the docstring's example shows, a bool for each query and key"""
    got = probes.call(NAME, 2, 4)
    slips = {"keys by queries": (4, 2), "all positions ask, not just the queries": (4, 4)}
    assert_shape(got, (2, 4), dtype="bool", slips=slips)
    compare(got, 2, 4)


@points(1)
@after(test_example)
def test_whole_sequence(probes, rng):
    """if all positions ask, each sees itself and what came before it"""
    for n in (1, 3, int(rng.integers(4, 9))):
        compare(probes.call(NAME, n, n), n, n)


@points(1)
@after(test_example)
def test_last_positions(probes, rng):
    """if fewer ask than there are keys, they are the last positions"""
    keys = int(rng.integers(5, 12))
    for queries, wide in [(1, keys), (3, keys), (keys - 1, keys), (2, 3)]:
        compare(probes.call(NAME, queries, wide), queries, wide)


@points(0.5)
@after(test_last_positions)
def test_tensors(probes, rng):
    """queries and keys may be tensors, one or both, whose values a graph does not know"""
    keys = int(rng.integers(4, 10))
    for queries in (2, keys):
        for pair in [(queries, keys), (np.int32(queries), keys), (queries, np.int32(keys))]:
            given = [np.asarray(n) if isinstance(n, np.int32) else n for n in pair]
            compare(probes.graph(NAME, *given), queries, keys)
        given = np.asarray(queries, "int32"), np.asarray(keys, "int32")
        compare(probes.graph(NAME, *given), queries, keys)
        compare(probes.call(NAME, *given), queries, keys)


@points(0.5)
@after(test_example)
def test_refusal(probes, rng):
    """more queries than keys are refused, as many are not"""
    n = int(rng.integers(2, 9))
    compare(probes.call(NAME, n, n), n, n)
    for queries, keys in [(n + 1, n), (n + 7, 1)]:
        cut = {"a mask all the same": oracle(queries, keys)}
        assert_raises(ValueError, probes.call, NAME, queries, keys, slips=cut)
