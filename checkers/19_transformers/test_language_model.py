"""Checks of LanguageModel."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points

NAME = "LanguageModel"
KEYS = ("vocabulary", "length", "dim", "heads", "hidden", "depth")
DENSE = ("to_query", "to_key", "to_value", "to_output")


def normed(x, pair, epsilon=1e-6):
    """Return x with mean 0 and variance 1 along the last axis, scaled and shifted."""
    center = x - x.mean(axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(center**2, axis=-1, keepdims=True) + epsilon)
    return center / spread * pair[0] + pair[1]


def blocked(weights, at, x, heads, past, mistake):
    """Return what block number `at` gives: its output, and its keys and values."""
    of = {name: weights[f"blocks.{at}.{name}"] for name in BLOCK}
    batch, n, dim = x.shape
    inside = normed(x, of["norm_1"])
    parts = [inside @ w + b for w, b in (of[f"attention.{name}"] for name in DENSE[:3])]
    query, key, value = (p.reshape(batch, n, heads, -1).swapaxes(1, 2) for p in parts)
    if past is not None:
        pairs = zip(past, (key, value), strict=True)
        key, value = (np.concatenate(pair, axis=2) for pair in pairs)
    keys = key.shape[2]
    keep = np.arange(keys) <= np.arange(n)[:, None] + keys - n
    scores = query @ np.swapaxes(key, -1, -2) / np.sqrt(dim / heads)
    odds = np.exp(scores - scores.max(axis=-1, keepdims=True)) * (keep | (mistake == "sees all"))
    mixed = odds / odds.sum(axis=-1, keepdims=True) @ value
    kernel, bias = of["attention.to_output"]
    h = x + mixed.swapaxes(1, 2).reshape(x.shape) @ kernel + bias
    wide = np.maximum(normed(h, of["norm_2"]) @ of["widen"][0] + of["widen"][1], 0)
    return h + wide @ of["narrow"][0] + of["narrow"][1], (key, value)


def oracle(weights, given, sizes, mistake=""):
    """Return logits and each block's keys and values, float64; `mistake` is one of MISTAKES."""
    tokens, past, (_, _, dim, heads, _, depth) = given["x"], given.get("past"), sizes
    known, n = (past[0][0].shape[2] if past else 0), tokens.shape[1]
    [table], [places] = weights["token_table"], weights["position_table"]
    start = {"from 0": 0, "one less": max(known - 1, 0), "one more": min(known + 1, 1)}
    positions = start.get(mistake, known) + np.arange(n)
    added = places[np.minimum(positions, len(places) - 1)] * (mistake != "no positions")
    x = table[tokens] * (np.sqrt(dim) if mistake == "root" else 1) + added
    present = []
    for at in range(depth):
        own = {"first past": 0, "turned": depth - 1 - at}.get(mistake, at)
        which = 0 if mistake == "one block" else at
        x, pair = blocked(weights, which, x, heads, past[own] if past else None, mistake)
        present.append(pair)
    if mistake != "no norm":
        x = normed(x, weights["norm"], 1e-3 if mistake == "epsilon" else 1e-6)
    kernel, bias = weights["to_logits"]
    logits = x @ kernel + bias
    if mistake == "softmax":
        logits = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return logits, present


def compare(got, weights, given, sizes, what=""):
    """Hold the logits, and the keys and values of each block, against the oracle's."""
    logits, present = oracle(weights, given, sizes)
    pairs = got[1] if isinstance(got, list) and len(got) == 2 else None
    shown = [len(p) if isinstance(p, list) else 0 for p in pairs] if isinstance(pairs, list) else 0
    slips = {"only the last block's pair": [1, 1], "present is missing": 0}
    assert_equal(shown, [2] * sizes[-1], what="the list of present's lengths", slips=slips)
    with np.errstate(all="ignore"):
        wrong = {words: oracle(weights, given, sizes, m)[0] for words, m in MISTAKES.items()}
    assert_close(got[0], logits, dtype="float32", what="the logits" + what, slips=wrong, atol=ATOL)
    for at, (own, pair) in enumerate(zip(pairs, present, strict=True)):
        for part, want, name in zip(own, pair, ("keys", "values"), strict=True):
            label = f"the {name} of blocks[{at}]" + what
            assert_close(part, want, dtype="float32", what=label, atol=ATOL)


def shapes_of(sizes):
    """Return the shapes of the weights of each part that has some, by path."""
    vocabulary, length, dim, _, hidden, depth = sizes
    block = {f"attention.{name}": ((dim, dim), (dim,)) for name in DENSE}
    block |= {"widen": ((dim, hidden), (hidden,)), "narrow": ((hidden, dim), (dim,))}
    block |= {"norm_1": ((dim,), (dim,)), "norm_2": ((dim,), (dim,))}
    found = {"token_table": ((vocabulary, dim),), "position_table": ((length, dim),)}
    for at in range(depth):
        found |= {f"blocks.{at}.{name}": shapes for name, shapes in block.items()}
    return found | {"norm": ((dim,), (dim,)), "to_logits": ((dim, vocabulary), (vocabulary,))}


def drawn(rng, sizes, batch, n, past=0, scale=1.0):
    """Draw weights and a call; with a past, its keys and values too.

    With a small scale, what is added on the way to the last norm is small.
    """
    vocabulary, _, dim, heads, _, depth = sizes
    weights = {}
    for path, shapes in shapes_of(sizes).items():
        parts = draw(rng, *shapes, low=-1, high=1)
        parts = parts if len(shapes) > 1 else [parts]
        added = path.endswith(("_table", "to_output", "narrow"))
        weights[path] = [part * np.float32(scale if added else 1) for part in parts]
    given = {"x": draw(rng, (batch, n), dtype="int32", high=vocabulary)}
    if past:
        shape = (batch, heads, past, dim // heads)
        given["past"] = [draw(rng, shape, shape) for _ in range(depth)]
    return weights, given


def ask(probes, rng, sizes, batch, n, **drawing):
    """Draw weights and a call, make it, and compare."""
    weights, given = drawn(rng, sizes, batch, n, **drawing)
    [got] = probes.answers(NAME, config_of(sizes), weights, [given])
    compare(got, weights, given, sizes)


def config_of(sizes):
    return dict(zip(KEYS, sizes, strict=True))


def test_parts(probes, rng):
    """LanguageModel has two tables, a list of blocks, a norm and a Dense layer for the logits"""
    sizes = vocabulary, length, dim, *_ = 7, 5, 4, 2, 6, 2
    tokens = draw(rng, (2, 3), dtype="int32", high=7)
    paths = ["token_table", "position_table", "norm", "to_logits"]
    paths += ["blocks.0", "blocks.1", "blocks.2"]
    got = probes.parts_of(NAME, config_of(sizes), tokens, paths)
    want = {"token_table": ["Embedding", [vocabulary, dim]]}
    want |= {"position_table": ["Embedding", [length, dim]]}
    want |= {"norm": ["LayerNormalization", [dim], [dim]]}
    want |= {"to_logits": ["Dense", [dim, vocabulary], [vocabulary]]}
    want |= {"blocks.0": [BLOCKS], "blocks.1": [BLOCKS], "blocks.2": ["NoneType"]}
    assert_equal(got["parts"], want, what="the dict of the parts")
    slips = {"all entries of blocks are the same layer": 22}
    assert_equal(got["weights"], 38, what="the number of weights", slips=slips)


@points(1.5)
@after(test_parts)
def test_values(probes, rng):
    """tokens and positions are added and go through all blocks, norm and to_logits"""
    ask(probes, rng, (7, 6, 4, 2, 5, 2), 2, 4)
    ask(probes, rng, (5, 3, 6, 3, 4, 1), 1, 3, scale=0.004)


@points(1.5)
@after(test_values)
def test_past(probes, rng):
    """the first token stands behind the tokens in past, and each block gets its own past"""
    ask(probes, rng, (7, 8, 4, 2, 5, 2), 2, 3, past=4)


@points(0.5)
@after(test_past)
def test_in_graph(probes, rng):
    """it works in tf.function, with unknown batch and numbers of tokens"""
    sizes = 6, 7, 4, 2, 3, 1
    weights, given = drawn(rng, sizes, 3, 2, 4)
    got = probes.answer_in_graph(NAME, config_of(sizes), weights, given)
    compare(got, weights, given, sizes, " in a graph")


@points(0.5)
@after(test_past)
def test_refusal(probes, rng):
    """`length` tokens are taken, one more is refused, and those in past count"""
    sizes = 6, 5, 4, 2, 3, 1
    for n, past in [(5, 0), (2, 3)]:
        ask(probes, rng, sizes, 2, n, past=past)
        weights, given = drawn(rng, sizes, 2, n + 1, past)
        calls = [{"x": given["x"][:, :1]}, given]
        assert_raises(ValueError, probes.answers, NAME, config_of(sizes), weights, calls)


ATOL = 2e-5  # float32: twelve sums of up to 6 products, one after the other, of numbers around 10
BLOCK = (*(f"attention.{name}" for name in DENSE), "norm_1", "norm_2", "widen", "narrow")
BLOCKS = "TransformerBlock"
MISTAKES = {
    "the positions are not added": "no positions",
    "the first token has position 0, past or not": "from 0",
    "the positions begin one too early, at the last token of past": "one less",
    "the positions begin one too late": "one more",
    "the tokens' rows are multiplied by sqrt(dim)": "root",
    "blocks[0] is called each time": "one block",
    "every block gets the past of blocks[0]": "first past",
    "the blocks get each other's past": "turned",
    "a position sees what comes after it: the blocks are not causal": "sees all",
    "the norm at the end is missing": "no norm",
    "the norm at the end has Keras's own epsilon, 1e-3": "epsilon",
    "probabilities are returned, not logits": "softmax",
}
