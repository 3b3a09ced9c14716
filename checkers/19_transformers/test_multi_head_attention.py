"""Checks of MultiHeadAttention."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    draw,
    forbids,
    points,
)

NAME = "MultiHeadAttention"
pytestmark = forbids("keras.layers.MultiHeadAttention")
PATHS = ("to_query", "to_key", "to_value", "to_output")


def oracle(weights, given, heads, causal=True, mistake=""):
    """Return output, keys and values, float64; `mistake` is one of MISTAKES."""
    x, dim = np.asarray(given["x"], np.float64), given["x"].shape[-1]
    query, key, value = (split(x @ w + b, heads, mistake) for w, b in map(weights.get, PATHS[:3]))
    if "past" in given:
        order = -1 if mistake == "behind" else 1
        new = key, value
        pairs = zip(given["past"], new, strict=True)
        key, value = (np.concatenate(pair[::order], axis=2) for pair in pairs)
    scores = query @ np.swapaxes(key, -1, -2)
    scores /= np.sqrt({"dim": dim, "no root": dim / heads}.get(mistake, dim / heads))
    keep = keep_of(scores.shape, given.get("key_mask"), causal, mistake)
    odds = np.where(keep, np.exp(scores - scores.max(axis=-1, keepdims=True)), 0)
    mixed = odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300) @ value
    if mistake == "only new":
        key, value = new
    if mistake == "not merged":
        mixed = mixed.reshape(x.shape)
    else:
        mixed = np.swapaxes(mixed, 1, 2).reshape(x.shape)
    kernel, bias = weights["to_output"]
    return mixed if mistake == "no output" else mixed @ kernel + bias, key, value


def split(part, heads, mistake=""):
    batch, n, dim = part.shape
    if mistake == "not transposed":
        return part.reshape(batch, heads, n, dim // heads)
    if mistake == "interleaved":
        return part.reshape(batch, n, dim // heads, heads).transpose(0, 3, 1, 2)
    return part.reshape(batch, n, heads, dim // heads).swapaxes(1, 2)


def keep_of(shape, key_mask, causal, mistake=""):
    """Return where a query may look at a key, (batch, 1, q, k)."""
    batch, _, queries, keys = shape
    offset = {"first": 0, "late": keys - queries + 1, "strict": keys - queries - 1}
    at = np.arange(queries) + offset.get(mistake, keys - queries)
    keep = np.ones((batch, 1, queries, keys), bool)
    if causal != (mistake == "other causal"):
        keep &= np.arange(keys) <= at[:, None]
    if key_mask is None or mistake == "no key mask":
        return keep
    real = np.asarray(key_mask)[:, None, None, :]
    if mistake == "of queries":
        return keep & np.swapaxes(real[..., -queries:], -1, -2)
    if mistake == "only new masked":
        real = real | (np.arange(keys) < keys - queries)
    if mistake == "either":
        return keep | real
    return keep & (~real if mistake == "turned" else real)


def compare(got, weights, given, heads, causal=True, what=""):
    """Hold the output, the keys and the values against the oracle's."""
    flat = isinstance(got, list) and len(got) == 2 and isinstance(got[1], list)
    shown = "(output, (key, value))" if flat and len(got[1]) == 2 else "something else"
    assert_equal(shown, "(output, (key, value))", what="the structure of the result")
    parts = got[0], *got[1]
    wants = oracle(weights, given, heads, causal)
    wrong = {words: oracle(weights, given, heads, causal, m) for words, m in fitting(given).items()}
    for at in (1, 2, 0):
        slips = {words: values[at] for words, values in wrong.items()}
        if at:
            slips["keys and values have changed places"] = wants[3 - at]
        label = ("the output", "the keys", "the values")[at] + what
        assert_close(parts[at], wants[at], dtype="float32", what=label, slips=slips, atol=ATOL)


def fitting(given):
    """Return the mistakes that a call with these arguments can show."""
    found = dict(MISTAKES)
    if "past" in given:
        found |= WITH_PAST
    return found | (WITH_MASK if "key_mask" in given else {})


def drawn(rng, sizes, past=0, mask=False):
    """Draw weights and a call for the sizes (batch, n, dim, heads)."""
    batch, n, dim, heads = sizes
    weights = {path: draw(rng, (dim, dim), (dim,), low=-1, high=1) for path in PATHS}
    given = {"x": draw(rng, (batch, n, dim))}
    if past:
        shape = (batch, heads, past, dim // heads)
        given["past"] = draw(rng, shape, shape)
    if mask:
        real = draw(rng, (batch, past + n), dtype="int32", high=2).astype(bool)
        real[:, 1], real[0, 0] = True, False
        given["key_mask"] = real
    return weights, given


def ask(probes, rng, sizes, causal=True, pasts=(0,), mask=False):
    """Draw weights and a call for each length of a past, make them, and compare."""
    batch, n, dim, heads = sizes
    weights, given = drawn(rng, sizes, pasts[0], mask)
    calls = [given, *(drawn(rng, (batch, n + 1, dim, heads), p, mask)[1] for p in pasts[1:])]
    config = {"dim": dim, "heads": heads, **({} if causal else {"causal": False})}
    answers = probes.answers(NAME, config, weights, calls)
    for got, call in zip(answers, calls, strict=True):
        compare(got, weights, call, heads, causal)


def test_parts(probes, rng):
    """MultiHeadAttention has four Dense layers of dim units, and no other weights"""
    got = probes.parts_of(NAME, {"dim": 6, "heads": 2}, draw(rng, (2, 3, 6)), list(PATHS))
    slips = {
        "the Dense layers have no bias": dict.fromkeys(PATHS, DENSE[:2]),
        "Dense layers of dim / heads units: one of dim units has room for all heads": (
            {path: ["Dense", [6, 3], [3]] for path in PATHS[:3]} | {"to_output": DENSE}
        ),
        "to_output is not called": FOUR | {"to_output": ["Dense"]},
    }
    assert_equal(got["parts"], FOUR, what="the dict of the parts", slips=slips)
    assert_equal(got["weights"], 8, what="the number of weights", slips={"there are others": 9})


@points(1.5)
@after(test_parts)
def test_values(probes, rng):
    """each head attends with its own columns, and each position to itself and those before it"""
    for sizes in [(2, 4, 6, 2), (1, 3, 6, 3)]:
        ask(probes, rng, sizes)


@points(0.5)
@after(test_values)
def test_not_causal(probes, rng):
    """with causal=False each position attends to all"""
    ask(probes, rng, (2, 4, 6, 2), causal=False)


@points(1)
@after(test_values)
def test_key_mask(probes, rng):
    """no query looks at a key whose key_mask is False"""
    for causal in (True, False):
        ask(probes, rng, (2, 5, 6, 3), causal, mask=True)


@points(1)
@after(test_values)
def test_past(probes, rng):
    """the keys and values of the past come before those of x, and every query looks at them"""
    ask(probes, rng, (2, 1, 6, 2), pasts=(4, 2))
    ask(probes, rng, (2, 3, 6, 2), causal=False, pasts=(3,))


@points(0.5)
@after(test_past)
def test_past_and_mask(probes, rng):
    """key_mask is about the keys of the past too"""
    for causal in (True, False):
        ask(probes, rng, (2, 2, 6, 3), causal, pasts=(4,), mask=True)


@points(0.5)
@after(test_past)
def test_in_graph(probes, rng):
    """it works in tf.function, with unknown batch and lengths"""
    weights, given = drawn(rng, (2, 3, 6, 2), past=2, mask=True)
    got = probes.answer_in_graph(NAME, {"dim": 6, "heads": 2}, weights, given)
    compare(got, weights, given, 2)


@points(0.5)
@after(test_values)
def test_refusal(probes, rng):
    """heads that do not divide dim are refused, others are not"""
    ask(probes, rng, (1, 2, 9, 3))
    for dim, heads in [(6, 4), (4, 8)]:
        assert_raises(ValueError, probes.only_made, NAME, {"dim": dim, "heads": heads})


DENSE = ["Dense", [6, 6], [6]]
FOUR = dict.fromkeys(PATHS, DENSE)
ATOL = 1e-5  # float32: sums of up to 9 products, three times over, of numbers around 10
MISTAKES = {
    "the heads are cut by a reshape: n and heads must change places": "not transposed",
    "the heads take every heads-th column, not neighbors": "interleaved",
    "the heads are merged by a reshape: n and heads must change places back": "not merged",
    "the scores are divided by sqrt(dim), not by sqrt(dim / heads)": "dim",
    "to_output is not used": "no output",
    "causal is taken for its opposite, or is not used": "other causal",
    "a query sees the position after its own": "late",
    "a query does not see its own position": "strict",
}
WITH_PAST = {
    "the past comes behind the new keys and values": "behind",
    "the queries are taken for the first positions, not for those behind the past": "first",
    "only the new keys and values are returned": "only new",
}
WITH_MASK = {
    "key_mask is not used": "no key mask",
    "key_mask masks the queries: every query still sees the padding": "of queries",
    "key_mask is turned around: True means may look": "turned",
    "one mask is enough to let a query look: it needs both": "either",
    "key_mask is not used for the past": "only new masked",
}
