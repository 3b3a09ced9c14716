"""Checks of TransformerBlock."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

NAME = "TransformerBlock"
DENSE = ("to_query", "to_key", "to_value", "to_output")
PATHS = ("attention", "norm_1", "norm_2", "widen", "narrow")


def normed(x, pair, epsilon=1e-6):
    """Return x with mean 0 and variance 1 along the last axis, scaled and shifted."""
    center = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(center**2, axis=-1, keepdims=True) + epsilon)
    return center / spread * pair[0] + pair[1]


def attended(weights, given, x, heads, causal, mistake):
    """Return attention over x, and its keys and values."""
    batch, n, dim = x.shape
    parts = [x @ w + b for w, b in (weights[f"attention.{name}"] for name in DENSE[:3])]
    query, key, value = (p.reshape(batch, n, heads, -1).swapaxes(1, 2) for p in parts)
    if "past" in given and mistake != "no past":
        pairs = zip(given["past"], (key, value), strict=True)
        key, value = (np.concatenate(pair, axis=2) for pair in pairs)
    keys = key.shape[2]
    keep = np.ones((batch, 1, n, keys), bool)
    if causal != (mistake == "other causal"):
        keep &= np.arange(keys) <= np.arange(n)[:, None] + keys - n
    if "key_mask" in given and mistake != "no key mask":
        keep &= given["key_mask"][:, None, None, -keys:]
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(dim / heads)
    odds = np.where(keep, np.exp(scores - scores.max(axis=-1, keepdims=True)), 0)
    mixed = odds / np.maximum(odds.sum(axis=-1, keepdims=True), 1e-300) @ value
    kernel, bias = weights["attention.to_output"]
    return mixed.swapaxes(1, 2).reshape(x.shape) @ kernel + bias, (key, value)


def oracle(weights, given, heads, causal=True, mistake=""):
    """Return output, keys and values, float64; `mistake` is one of MISTAKES."""
    x = np.asarray(given["x"], np.float64)
    small = 1e-3 if mistake == "epsilon" else 1e-6

    def branch(h, mistake=mistake):
        wide = h @ weights["widen"][0] + weights["widen"][1]
        wide = wide if mistake == "no relu" else np.maximum(wide, 0)
        if mistake == "gelu":
            line = h @ weights["widen"][0] + weights["widen"][1]
            wide = line * (1 + np.vectorize(math.erf)(line / np.sqrt(2))) / 2
        narrow = wide @ weights["narrow"][0] + weights["narrow"][1]
        return np.maximum(narrow, 0) if mistake == "relu last" else narrow

    def norm(h, name):
        name = "norm_1" if mistake == "one norm" else name
        return normed(h, weights[name], small)

    if mistake == "post":
        seen, pair = attended(weights, given, x, heads, causal, mistake)
        h = norm(x + seen, "norm_1")
        return norm(h + branch(h), "norm_2"), *pair
    first = norm(x, "norm_1")
    inside = x if mistake == "no norm_1" else first
    seen, pair = attended(weights, given, inside, heads, causal, mistake)
    h = {"no way 1": seen, "from norm": first + seen}.get(mistake, x + seen)
    base = x if mistake == "from x" else h
    second = branch(h if mistake == "no norm_2" else norm(x if mistake == "apart" else h, "norm_2"))
    return second if mistake == "no way 2" else base + second, *pair


def compare(got, weights, given, heads, causal=True):
    """Hold the output, the keys and the values against the oracle's."""
    flat = isinstance(got, list) and len(got) == 2 and isinstance(got[1], list)
    shown = "(output, (key, value))" if flat and len(got[1]) == 2 else "something else"
    assert_equal(shown, "(output, (key, value))", what="the structure of the result")
    wants = oracle(weights, given, heads, causal)
    with np.errstate(all="ignore"):
        wrong = {words: oracle(weights, given, heads, causal, m) for words, m in MISTAKES.items()}
    for at, part in enumerate((got[0], *got[1])):
        slips = {words: values[at] for words, values in wrong.items()}
        what = ("the output", "the keys", "the values")[at]
        assert_close(part, wants[at], dtype="float32", what=what, slips=slips, atol=ATOL)


def drawn(rng, sizes, past=0, mask=False, scale=1.0):
    """Draw weights and a call for the sizes (batch, n, dim, heads, hidden)."""
    batch, n, dim, heads, hidden = sizes
    square = {f"attention.{name}": ((dim, dim), (dim,)) for name in DENSE}
    shapes = square | {"widen": ((dim, hidden), (hidden,)), "narrow": ((hidden, dim), (dim,))}
    weights = {path: draw(rng, *pair, low=-1, high=1) for path, pair in shapes.items()}
    for name in ("norm_1", "norm_2"):
        weights[name] = draw(rng, (dim,), (dim,), low=0.5, high=1.5)
    given = {"x": draw(rng, (batch, n, dim)) * np.float32(scale)}
    weights[LAST] = [part * np.float32(scale) for part in weights[LAST]]
    if past:
        shape = (batch, heads, past, dim // heads)
        given["past"] = draw(rng, shape, shape)
    if mask:
        given["key_mask"] = np.arange(past + n) % 3 != np.arange(batch)[:, None]
    return weights, given


def config_of(sizes, causal=True):
    config = dict(zip(("dim", "heads", "hidden"), sizes[2:], strict=True))
    return config if causal else config | {"causal": False}


def ask(probes, rng, sizes, causal=True, **drawing):
    """Draw weights and a call, make it, and compare."""
    weights, given = drawn(rng, sizes, **drawing)
    [got] = probes.answers(NAME, config_of(sizes, causal), weights, [given])
    compare(got, weights, given, sizes[3], causal)


def test_parts(probes, rng):
    """TransformerBlock has its five parts, and no other weights"""
    x, config, norm = draw(rng, (2, 3, 6)), config_of((0, 0, 6, 2, 8)), "LayerNormalization"
    got = probes.parts_of(NAME, config, x, list(PATHS))
    want = {"attention": ["MultiHeadAttention"], "norm_1": [norm, [6], [6]]}
    want |= {"norm_2": [norm, [6], [6]], "widen": ["Dense", [6, 8], [8]]}
    want |= {"narrow": ["Dense", [8, 6], [6]]}
    turned = want | {"widen": want["narrow"], "narrow": want["widen"]}
    slips = {"widen and narrow have changed places": turned}
    assert_equal(got["parts"], want, what="the dict of the parts", slips=slips)
    slips = {"norm_1 and norm_2 are the same layer": 14, "there is another norm": 18}
    assert_equal(got["weights"], 16, what="the number of weights", slips=slips)


@points(1.5)
@after(test_parts)
def test_values(probes, rng):
    """attention and two Dense layers, each behind its norm, are added to what comes in"""
    for sizes in [(2, 4, 6, 2, 9), (1, 3, 4, 1, 3)]:
        ask(probes, rng, sizes)


@points(0.5)
@after(test_values)
def test_epsilon(probes, rng):
    """the norms have an epsilon of 1e-6: numbers around 0.01 are brought up to 1"""
    ask(probes, rng, (2, 3, 6, 2, 4), scale=0.01)


@points(0.5)
@after(test_values)
def test_not_causal(probes, rng):
    """causal goes to the attention"""
    ask(probes, rng, (2, 4, 6, 3, 5), causal=False)


@points(1)
@after(test_values)
def test_past_and_mask(probes, rng):
    """key_mask and past go to the attention, and its keys and values come back"""
    ask(probes, rng, (2, 4, 4, 2, 5), mask=True)
    ask(probes, rng, (3, 2, 4, 2, 5), past=2, mask=True)


LAST = "attention.to_output"
ATOL = 1e-5  # float32: sums of up to 9 products, five times over, of numbers around 10
MISTAKES = {
    "the norms come behind the sums, not before the branches": "post",
    "norm_1 is used twice": "one norm",
    "norm_1 is missing": "no norm_1",
    "norm_2 is missing": "no norm_2",
    "x is not added to the attention's output": "no way 1",
    "norm_1(x) is added to the attention's output, not x": "from norm",
    "h is not added to the second branch": "no way 2",
    "x is added to the second branch, not h": "from x",
    "the second branch gets x, not h": "apart",
    "relu is missing between widen and narrow": "no relu",
    "relu comes after narrow too": "relu last",
    "gelu in the place of relu": "gelu",
    "the norms have Keras's own epsilon, 1e-3": "epsilon",
    "causal is not handed to the attention": "other causal",
    "key_mask is not handed to the attention": "no key mask",
    "past is not handed to the attention": "no past",
}
