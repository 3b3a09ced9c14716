"""Checks of sparse_sum."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_equal,
    assert_gradient,
    assert_shape,
    assert_true,
    draw,
    points,
)
from tensorkata.protocol.observation import Sparse


def rows(indices, values):
    """Return one [*index, value] for each entry."""
    pairs = zip(np.asarray(indices).tolist(), np.asarray(values).tolist(), strict=True)
    return [[*index, value] for index, value in pairs]


def entries(got):
    """Return the entries of a sparse tensor, one [*index, value] each."""
    return rows(got.indices, got.values)


def places(rng, shape, count):
    """Draw that many different indices of a shape, in an order that is not canonical."""
    flat = rng.choice(int(np.prod(shape)), count, replace=False)
    flat[:2] = sorted(flat[:2], reverse=True)
    return np.stack(np.unravel_index(flat, shape), axis=1)


def sixteenths(rng, count, dtype="float32"):
    """Draw values whose sums are exact in any order."""
    return (draw(rng, (count,), dtype="int64", low=1, high=2000) / 16).astype(dtype)


def oracle(indices, values):
    """Return each index once, in canonical order, with the sum of its values."""
    unique, segments = np.unique(indices, axis=0, return_inverse=True)
    return rows(unique, np.bincount(segments.ravel(), values.astype(np.float64)))


def mistakes(indices, values, shape):
    """Return the results of common mistakes, by description."""
    unique, first, segments = np.unique(indices, axis=0, return_index=True, return_inverse=True)
    groups = [values[segments.ravel() == segment] for segment in range(len(unique))]
    sums = np.array([group.sum() for group in groups])
    backwards = np.unravel_index(np.ravel_multi_index(indices.T, shape, order="F"), shape)
    order, seen, columns = np.lexsort(indices.T[::-1]), np.argsort(first), np.lexsort(unique.T)
    return {
        "the entries keep the order in which they came, not row by row": rows(
            unique[seen], sums[seen]
        ),
        "nothing is added up, and the entries keep the order in which they came": rows(
            indices, values
        ),
        "duplicates are still there, next to each other": rows(indices[order], values[order]),
        "the indices are sorted, but the values did not move with them": rows(unique, sums[seen]),
        "the order is column by column, not row by row": rows(unique[columns], sums[columns]),
        "the strides are reversed: the last axis has stride 1": oracle(
            np.stack(backwards, axis=1), values
        ),
        "the last value of each index replaces the others": rows(unique, [g[-1] for g in groups]),
        "only the first value of each index is kept": rows(unique, [g[0] for g in groups]),
        "a mean of the values instead of their sum": rows(unique, [g.mean() for g in groups]),
        "the largest value of each index instead of the sum": rows(
            unique, [g.max() for g in groups]
        ),
    }


def alone(slips):
    """Return the slips that no other slip can be taken for."""
    results = list(slips.values())
    return {words: result for words, result in slips.items() if results.count(result) == 1}


def test_example(probes):
    """sparse_sum gives what the docstring's example shows"""
    indices, values = (
        np.int64([[1, 2], [0, 3], [1, 2], [0, 0], [1, 2]]),
        np.float32([3, 1, 5, 4, 2]),
    )
    got = probes.call("sparse_sum", indices, values, np.int64([2, 4]))
    cause = "a dense tensor is made" if isinstance(got, np.ndarray) else None
    assert_true(isinstance(got, Sparse), "this is not a tf.SparseTensor", got=got, cause=cause)
    slips, want = alone(mistakes(indices, values, (2, 4))), [[0, 0, 4], [0, 3, 1], [1, 2, 10]]
    assert_equal(entries(got), want, what="the list of entries", slips=slips)


@after(test_example)
def test_kind(probes, rng):
    """the result has the given dense shape, and the dtype of values"""
    for shape, dtype in [((40, 30), "float32"), ((70,), "float64")]:
        indices, dense_shape = places(rng, [n // 2 for n in shape], 6), np.int64(shape)
        got = probes.call("sparse_sum", indices, sixteenths(rng, 6, dtype), dense_shape)
        slips = {"it ends at the largest index": (indices.max(axis=0) + 1).tolist()}
        assert_equal(got.dense_shape, list(shape), what="the dense shape", slips=slips)
        assert_shape(got.values, (6,), dtype=dtype)


@points(0.5)
@after(test_kind)
def test_order(probes, rng):
    """the entries come in canonical order, each with its value, at any rank"""
    for shape, count in [((5, 7), 9), ((30,), 6), ((3, 4, 5), 11), ((6, 2), 1)]:
        indices, values = places(rng, shape, count), sixteenths(rng, count)
        got = probes.call("sparse_sum", indices, values, np.int64(shape))
        slips = mistakes(indices, values, shape)
        assert_equal(entries(got), oracle(indices, values), what="the list of entries", slips=slips)


@points(0.5)
@after(test_kind)
def test_duplicates(probes, rng):
    """the values of a repeated index are added up, in their own dtype"""
    for shape, count, dtype in [((4, 6), 7, "float32"), ((3, 2, 5), 5, "float64")]:
        times, far = [4, 4, 3] + [1] * (count - 3), 2**30 if dtype == "float64" else 0
        indices = rng.permutation(np.repeat(places(rng, shape, count), times, axis=0))
        values = sixteenths(rng, len(indices), dtype) + np.asarray(far, dtype)
        got = probes.call("sparse_sum", indices, values, np.int64(shape))
        want, slips = oracle(indices, values), mistakes(indices, values, shape)
        assert_equal(entries(got), want, what="the list of entries", slips=slips)


@points(0.5)
@after(test_duplicates)
def test_zero_sums(probes, rng):
    """an index whose values add up to 0 keeps its entry, and so does a value of 0"""
    indices = places(rng, (5, 6), 5)[[0, 1, 2, 0, 3, 4]]
    values = sixteenths(rng, 6) * np.float32([1, -1, 0, 1, 1, -1])
    values[3] = -values[0]
    got, want = (
        probes.call("sparse_sum", indices, values, np.int64([5, 6])),
        oracle(indices, values),
    )
    slips = {
        "an index whose sum is 0 has lost its entry": [row for row in want if row[-1]],
        "a value of 0 is dropped, and its entry with it": oracle(
            indices[values != 0], values[values != 0]
        ),
    }
    assert_equal(entries(got), want, what="the list of entries", slips=slips)


@points(0.5)
@after(test_duplicates)
def test_huge(probes, rng):
    """a dense shape of (3 * 10**9, 3 * 10**9) costs nothing, and no index is mixed up"""
    side, low, high = 3 * 10**9, *draw(rng, (2,), dtype="int64", low=2**31, high=2**31 + 10**8)
    near = np.int64([high, low + 1])
    indices = np.int64([[high, low], near, [low, 7], near, [low, 7 + 2**16], [side - 1, side - 1]])
    values = sixteenths(rng, 6)
    got = probes.call("sparse_sum", indices, values, np.int64([side, side]))
    assert_equal(entries(got), oracle(indices, values), what="the list of entries")


@points(0.5)
@after(test_duplicates)
def test_gradient(probes, rng):
    """the gradient reaches every value, duplicates included"""
    indices = rng.permutation(np.repeat(places(rng, (5, 4), 6), [1, 3, 1, 2, 1, 1], axis=0))
    values, upstream = draw(rng, (9,), (6,))
    segments = np.unique(indices, axis=0, return_inverse=True)[1].ravel()
    got = probes.sparse_sum_gradient(indices, values, np.int64([5, 4]), upstream)
    assert_gradient(got, upstream[segments], what="the gradient in values")


@points(0.5)
@after(test_duplicates)
def test_graph(probes, rng):
    """sparse_sum works in tf.function, where n is unknown"""
    indices = rng.permutation(np.repeat(places(rng, (6, 4), 5), [2, 1, 1, 3, 1], axis=0))
    values = sixteenths(rng, 8)
    got = probes.sparse_sum_in_graph(indices, values, np.int64([6, 4]))
    slips = mistakes(indices, values, (6, 4))
    assert_equal(entries(got), oracle(indices, values), what="the list of entries", slips=slips)
