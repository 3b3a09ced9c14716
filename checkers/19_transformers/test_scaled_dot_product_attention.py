"""Checks of scaled_dot_product_attention."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    draw,
    forbids,
    numeric_gradient,
    points,
)

NAME = "scaled_dot_product_attention"
pytestmark = forbids("keras.layers", "keras.ops.dot_product_attention")


def scores_of(query, key):
    query, key = np.asarray(query, np.float64), np.asarray(key, np.float64)
    return query @ np.swapaxes(key, -1, -2) / np.sqrt(query.shape[-1])


def shares(scores, keep=True, axis=-1):
    """Return the softmax over the kept places; a row that keeps none is 0."""
    keep = np.broadcast_to(keep, scores.shape)
    top = np.max(np.where(keep, scores, -np.inf), axis=axis, keepdims=True)
    lifted = np.where(keep, scores - np.where(np.isfinite(top), top, 0), 0)
    odds = np.where(keep, np.exp(lifted), 0)
    total = odds.sum(axis=axis, keepdims=True)
    return odds / np.where(total > 0, total, 1)


def oracle(query, key, value, mask=True):
    weights = shares(scores_of(query, key), mask)
    return weights @ np.asarray(value, np.float64), weights


def wrong_weights(query, key, mask):
    """Return the weights after common mistakes."""
    scores, d = scores_of(query, key), query.shape[-1]
    keep = True if mask is None else mask
    found = {
        "the scores are not divided by sqrt(d)": shares(scores * np.sqrt(d), keep),
        "the scores are divided by d, not by its root": shares(scores / np.sqrt(d), keep),
        "the scores are divided by the root of the number of keys": shares(
            scores * np.sqrt(d / scores.shape[-1]), keep
        ),
        "the scores are multiplied by sqrt(d)": shares(scores * d, keep),
        "the softmax runs over the queries": shares(scores, keep, axis=-2),
        "there is no softmax": scores,
    }
    if mask is None:
        return found
    keep = np.broadcast_to(mask, scores.shape)
    none, right, free = ~keep.any(-1, keepdims=True), shares(scores, keep), shares(scores)
    return found | {
        "the softmax runs over the queries": shares(np.where(keep, scores, -1e30), axis=-2),
        "the mask is not used": free,
        "the mask is turned around: True means may look": shares(scores, ~keep),
        "the mask acts after the softmax, so the rest does not add up to 1": free * keep,
        "a masked score becomes 0, which is a score like any other": shares(scores * keep),
        "the mask is added to the scores as 0 and 1": shares(scores + keep),
        "a row without keys has equal weights, not 0": np.where(none, 1 / keep.shape[-1], right),
        "a row without keys has the weights of no mask, not 0": np.where(none, free, right),
        "minus infinity in a whole row gives NaN": np.where(none, np.nan, right),
        "minus infinity times 0 is NaN": np.where(keep.all(-1, keepdims=True), right, np.nan),
    }


def compare(got, query, key, value, mask=None, dtype="float32"):
    """Hold output and weights against the oracle's, in this order of what says more."""
    assert_equal(len(got) if isinstance(got, list) else "not a pair", 2, what=PAIR)
    output, weights = oracle(query, key, value, True if mask is None else mask)
    found = wrong_weights(query, key, mask)
    assert_close(got[1], weights, dtype=dtype, what="the weights", slips=found)
    wide = np.asarray(value, np.float64)
    slips = {words: part @ wide for words, part in found.items()}
    slips["the weights are used transposed"] = (
        np.swapaxes(weights, -1, -2) @ wide if weights.shape[-1] == weights.shape[-2] else None
    )
    slips = {words: part for words, part in slips.items() if part is not None}
    assert_close(got[0], output, dtype=dtype, what="the output", slips=slips)


def drawn(rng, front, sizes, dtype="float32"):
    """Draw query, key and value for the axes in front and the sizes (q, k, d, m)."""
    q, k, d, m = sizes
    return draw(rng, (*front, q, d), (*front, k, d), (*front, k, m), dtype=dtype)


def masked(rng, shape):
    """Draw a mask: the first row keeps two keys and hides one, the last row keeps none."""
    mask = draw(rng, shape, dtype="int32", high=2).astype(bool)
    mask[..., 0, :2], mask[..., 0, 2] = True, False
    mask[..., -1, :] = False
    return mask


def slopes_of(parts, mask, upstream):
    """Return the gradients of sum(upstream * output) in query, key and value."""

    def output_at(at):
        return lambda x: oracle(*parts[:at], x, *parts[at + 1 :], mask)[0]

    return [numeric_gradient(output_at(at), parts[at], upstream) for at in range(3)]


def test_example(probes):
    """scaled_dot_product_attention gives what the docstring's example shows"""
    query, key = np.ones((1, 4), "float32"), np.ones((3, 4), "float32")
    value, mask = np.float32([[1], [2], [9]]), np.array([[True, True, False]])
    got = probes.call(NAME, query, key, value, mask)
    compare(got, query, key, value, mask)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """each query mixes the values by the softmax of its scores, for any axes in front"""
    for front, sizes, dtype in SIZES:
        parts = drawn(rng, front, sizes, dtype)
        compare(probes.call(NAME, *parts), *parts, dtype=dtype)


@points(1)
@after(test_values)
def test_mask(probes, rng):
    """a masked key takes no part in the softmax"""
    for front, sizes, dtype in SIZES[:3]:
        parts, (q, k, _, _) = drawn(rng, front, sizes, dtype), sizes
        mask = masked(rng, (q + 1, k))[:q]
        compare(probes.call(NAME, *parts, mask), *parts, mask, dtype)


@points(0.5)
@after(test_mask)
def test_row_without_keys(probes, rng):
    """if a query may look at no key, its weights and its output are 0"""
    for front, sizes, dtype in SIZES[:3]:
        parts, (q, k, _, _) = drawn(rng, front, sizes, dtype), sizes
        mask = masked(rng, (*front, q, k))
        compare(probes.call(NAME, *parts, mask), *parts, mask, dtype)


@points(0.5)
@after(test_row_without_keys)
def test_broadcast_mask(probes, rng):
    """a mask of the keys, (batch, 1, 1, k), or of queries and keys, (q, k), counts for all heads"""
    parts = drawn(rng, (3, 2), (4, 4, 5, 2))
    padding = np.arange(4) < np.array([3, 2, 4])[:, None, None, None]
    for mask in (padding, np.tril(np.ones((4, 4), bool)), padding & np.tril(np.ones((4, 4), bool))):
        compare(probes.call(NAME, *parts, mask), *parts, mask)


@points(0.5)
@after(test_mask)
def test_large_scores(probes, rng):
    """scores as large as 10,000 do no harm, with and without a mask"""
    # Whole numbers of 50: float32 holds the scores exactly. The hidden key fits best by far.
    key = draw(rng, (2, 5, 1), dtype="int32", low=-100, high=0) * np.ones(4) * 50
    key[:, 0], key[:, 2] = key[:, 1], 5000
    query, key = np.ones((2, 3, 4), "float32"), key.astype("float32")
    value, mask = draw(rng, (2, 5, 3)), np.array([True, True, False, True, False])
    for given in ([], [mask[None]], [np.array([[False], [True], [True]]) & mask]):
        got = probes.call(NAME, query, key, value, *given)
        compare(got, query, key, value, *given)


@points(0.5)
@after(test_row_without_keys)
def test_gradient(probes, rng):
    """the gradients in query, key and value are the formula's, also beside a row without keys"""
    parts = drawn(rng, (), (3, 4, 2, 2), "float64")
    mask, upstream = masked(rng, (3, 4)), draw(rng, (3, 2), dtype="float64")
    got = probes.output_gradients(NAME, *parts, mask, upstream)
    wants = slopes_of(parts, mask, upstream)
    for slope, want, name in zip(got, wants, ("query", "key", "value"), strict=True):
        slips = {NAN: np.where(np.arange(len(want))[:, None] == len(want) - 1, np.nan, want)}
        slips[NAN + " everywhere"] = np.nan * want
        what = f"the gradient of the output in {name}"
        assert_gradient(slope, want, dtype="float64", slips=slips, what=what)


@points(0.5)
@after(test_row_without_keys)
def test_in_graph(probes, rng):
    """it works in tf.function, where only the numbers of columns are known"""
    parts = drawn(rng, (2,), (3, 4, 5, 2))
    for mask in (None, masked(rng, (2, 3, 4))):
        given = [*parts] if mask is None else [*parts, mask]
        compare(probes.with_unknown_sizes(NAME, given), *parts, mask)


PAIR = "the number of results"
NAN = "NaN: minus infinity takes part in the softmax of a row without keys"
SIZES = [
    ((2,), (3, 4, 5, 2), "float32"),
    ((2, 3), (4, 3, 2, 5), "float64"),
    ((), (2, 5, 3, 4), "float32"),
    ((1, 2, 1), (3, 3, 4, 1), "float32"),
]
