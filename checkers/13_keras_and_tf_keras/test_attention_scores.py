"""Checks of attention_scores."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    points,
)

NAME = "attention_scores"
pytestmark = forbids("tf", "keras.ops.dot_product_attention")


def scores_of(query, key):
    query, key = np.asarray(query, dtype=np.float64), np.asarray(key, dtype=np.float64)
    return np.einsum("bqd,bkd->bqk", query, key) / np.sqrt(query.shape[-1])


def shares(scores, keep=None, axis=-1):
    """Return the softmax over the kept places; a row that keeps none is 0."""
    keep = (
        np.ones(scores.shape, dtype=bool) if keep is None else np.broadcast_to(keep, scores.shape)
    )
    top = np.max(np.where(keep, scores, -np.inf), axis=axis, keepdims=True)
    odds = np.where(keep, np.exp(np.where(keep, scores - np.where(np.isfinite(top), top, 0), 0)), 0)
    total = odds.sum(axis=axis, keepdims=True)
    return odds / np.where(total > 0, total, 1)


def oracle(query, key, mask=None):
    return shares(scores_of(query, key), None if mask is None else mask[:, None, :])


def slips_of(query, key, mask=None):
    scores, d = scores_of(query, key), query.shape[-1]
    keep = None if mask is None else mask[:, None, :]
    found = {
        "the scores are not divided by sqrt(d)": shares(scores * np.sqrt(d), keep),
        "divided by d, not by its root": shares(scores / np.sqrt(d), keep),
        "divided by the root of the number of keys": shares(
            scores * np.sqrt(d / key.shape[1]), keep
        ),
        "the softmax runs over the queries": shares(scores, keep, axis=1),
        "the softmax runs over the batch": shares(scores, keep, axis=0),
        "the softmax is missing": scores,
        "the weights of the keys, transposed": np.swapaxes(shares(scores, keep), 1, 2),
        "each batch has its own sum: the softmax runs over queries and keys": shares(
            scores, keep, axis=(1, 2)
        ),
    }
    if mask is None:
        return found
    all_zero, weights = ~mask.any(axis=1)[:, None, None], shares(scores)
    even = np.full(scores.shape, 1 / scores.shape[-1])
    right, places = shares(scores, keep), (*mask.shape, mask.shape[1])
    if scores.shape[1] in {1, mask.shape[1]}:
        by_query = np.broadcast_to(mask[:, :, None], places)
        found["the mask is that of the keys, not of the queries"] = shares(
            np.broadcast_to(scores, places), by_query
        )
    return found | {
        "the mask is not used": weights,
        "the mask acts after the softmax, so the rest does not add up to 1": weights * keep,
        "the mask is turned around: True keeps a key": shares(scores, ~keep),
        "if no key is kept, all weights are 0, not 1 / k": np.where(all_zero, even, right),
        "a masked score becomes 0, which is a score like any other": shares(scores * keep),
        "if no key is kept, all weights are 0, not the unmasked ones": np.where(
            all_zero, weights, right
        ),
        "if no key is kept, minus infinity everywhere gives NaN": np.where(all_zero, np.nan, right),
        "minus infinity in every masked place gives NaN": np.where(
            keep.all(axis=2, keepdims=True), right, np.nan
        ),
    }


def nan_of(got, want):
    """Return the weights if some are NaN and the others right."""
    finite = isinstance(got, np.ndarray) and np.isfinite(got)
    return {OVERFLOW: np.where(finite, want, np.nan)}


def narrow_of(got, want):
    """Return what came back if all of it is right but for the last digits of float64."""
    same = isinstance(got, np.ndarray) and got.shape == want.shape and got.dtype == np.float64
    return {NARROW: got} if same and np.allclose(got, want, rtol=0, atol=1e-3) else {}


def drawn(rng, batch, queries, keys, d, dtype="float32"):
    """Draw queries, keys and a mask that keeps some keys of the first sample, none of the last."""
    query, key = draw(rng, (batch, queries, d), (batch, keys, d), dtype=dtype)
    mask = draw(rng, (batch, keys), dtype="int32", high=2).astype(bool)
    mask[0, :2] = True  # two kept keys, so that no weight is known beforehand
    mask[0, 2:3] = False
    mask[1:2] = False
    return query, key, mask


def test_example(probes):
    """attention_scores gives what the docstring's example shows"""
    query, key = np.ones((1, 1, 4), "float32"), np.ones((1, 3, 4), "float32")
    mask = np.array([[True, False, True]])
    got, slips = probes.call(NAME, query, key, mask), slips_of(query, key, mask)
    assert_close(got, [[[0.5, 0, 0.5]]], dtype="float32", slips=slips)


def test_shape(probes, rng):
    """attention_scores returns a weight of each key for each query, in their dtype"""
    for (batch, queries, keys, d), dtype in SHAPES:
        query, key, _ = drawn(rng, batch, queries, keys, d, dtype)
        assert_shape(probes.call(NAME, query, key), (batch, queries, keys), dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """the weights are the softmax of query . key / sqrt(d) over the keys"""
    for sizes, dtype in SHAPES:
        query, key, _ = drawn(rng, *sizes, dtype)
        if dtype == "float64":
            query[..., 0], key[..., 0] = 1000, 1  # large scores, close to each other
        got, want = probes.call(NAME, query, key), oracle(query, key)
        slips = slips_of(query, key) | narrow_of(got, want)
        assert_close(got, want, dtype=dtype, slips=slips)


@points(1)
@after(test_values)
def test_mask(probes, rng):
    """a masked key weighs 0 and the others add up to 1; if no key is kept, all weigh 0"""
    for sizes, dtype in SHAPES:
        query, key, mask = drawn(rng, *sizes, dtype)
        got = probes.call(NAME, query, key, mask)
        slips = slips_of(query, key, mask)
        assert_close(got, oracle(query, key, mask), dtype=dtype, slips=slips)


@points(0.5)
@after(test_example)
def test_large_scores(probes, rng):
    """scores as large as 10,000, in float16 1,000, do no harm, with and without a mask"""
    for size, dtype in [(1e4, "float32"), (1e4, "float64"), (1e3, "float16")]:
        query = np.ones((2, 2, 4), dtype)
        # Whole hundredths of the size: float16 holds them and their sums exactly.
        key = draw(rng, (2, 5, 1), dtype="int32", low=-50, high=51) * np.ones(4) * size / 100
        key, mask = key.astype(dtype), np.array([[True] * 5, [False] * 5])
        for given in ([], [mask]):
            got, want = probes.call(NAME, query, key, *given), oracle(query, key, *given)
            slips = slips_of(query, key, *given) | nan_of(got, want)
            assert_close(got, want, dtype=dtype, slips=slips)


@points(0.5)
@after(test_mask)
def test_low_scores(probes, rng):
    """a masked key weighs 0 even if its score is 10,000 and the kept ones are near -10,000"""
    for size, dtype in [(1e4, "float32"), (1e4, "float64"), (1e3, "float16")]:
        query, key = np.ones((2, 3, 4), dtype), np.empty((2, 5, 4), dtype)
        key[0] = ((rng.permutation(5) * 2 - size) / 2)[:, None]  # exact in float16, and so is a sum
        key[1], mask = key[0], np.array([[True] * 5, [False] * 5])
        lost = rng.choice(5, 2, replace=False)
        key[0, lost], mask[0, lost] = size / 2, False
        got = probes.call(NAME, query, key, mask)
        assert_close(got, oracle(query, key, mask), dtype=dtype, slips={LOW: got})


@points(0.5)
@after(test_mask)
def test_gradient(probes, rng):
    """the gradients in query and key are the formula's, 0 if no key is kept"""
    query, key, mask = drawn(rng, 2, 3, 4, 2, "float64")
    upstream = draw(rng, (2, 3, 4), dtype="float64")
    got = probes.gradient(NAME, query, key, mask, wrt=[0, 1], upstream=upstream)
    weights = oracle(query, key, mask)
    back = weights * (upstream - np.sum(upstream * weights, axis=-1, keepdims=True)) / np.sqrt(2)
    wants = back @ key, np.swapaxes(back, 1, 2) @ query
    for part, want, what in zip(got, wants, ("query", "key"), strict=True):
        slips = {NAN: np.where(np.arange(2)[:, None, None] == 1, np.nan, want)}
        slips["the gradient does not reach it"] = 0 * want
        assert_gradient(part, want, dtype="float64", slips=slips, what=f"the gradient in {what}")


@points(0.5)
@after(test_mask)
def test_in_model(probes, rng):
    """attention_scores works on KerasTensors with an unknown batch and lengths"""
    batches = [drawn(rng, 2, 3, 4, 5), drawn(rng, 1, 2, 6, 5)]
    got = probes.in_model(NAME, [list(batch) for batch in batches], unknown=2)
    for batch, weights in zip(batches, got, strict=True):
        assert_close(weights, oracle(*batch), dtype="float32", slips=slips_of(*batch))


@points(0.5)
@after(test_mask)
def test_under_xla(probes, rng):
    """attention_scores works in tf.function with jit_compile=True, if no key is kept too"""
    batch = drawn(rng, 2, 3, 4, 5)
    got = probes.under_xla(NAME, list(batch))
    assert_close(got, oracle(*batch), dtype="float32", slips=slips_of(*batch))


SHAPES = [
    ((3, 2, 4, 5), "float32"),
    ((1, 3, 3, 2), "float64"),
    ((2, 4, 1, 3), "float32"),
    ((2, 3, 5, 4), "float16"),
]
LOW = (
    "a masked score counts: it is not low enough next to kept ones of -10,000, or it is the largest"
)
OVERFLOW = "exp overflows: subtract the largest score of the row first"
NARROW = "computed in float32 on the way"
NAN = "the slope of a row without keys is NaN: minus infinity is chosen away too late"
