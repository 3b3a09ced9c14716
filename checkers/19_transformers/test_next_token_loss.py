"""Checks of next_token_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points

NAME = "next_token_loss"


def losses_of(logits, targets):
    """Return the softmax crossentropy of each target."""
    logits = np.asarray(logits, np.float64)
    lifted = logits - logits.max(axis=-1, keepdims=True)
    chosen = np.take_along_axis(lifted, targets[..., None], axis=-1)[..., 0]
    return np.log(np.sum(np.exp(lifted), axis=-1)) - chosen


def counted(tokens, pad=0, separator=None, mistake=""):
    """Return which targets count, (batch, n - 1)."""
    counts = tokens[:, 1:] != {"zero": 0}.get(mistake, pad)
    if mistake == "pad of inputs":
        counts = tokens[:, :-1] != pad
    if mistake == "pad counts":
        counts = np.ones_like(counts)
    if separator is None or mistake == "no separator":
        return counts
    seen = np.cumsum(tokens == separator, axis=1) > 0
    if mistake == "last separator":
        ahead = np.cumsum((tokens == separator)[:, ::-1], axis=1)[:, ::-1]
        return counts & (ahead[:, 1:] == 0) & seen[:, :-1]
    behind = {"separator too": seen[:, 1:], "question": ~seen[:, :-1]}
    behind["one late"] = np.concatenate([np.zeros_like(seen[:, :1]), seen[:, :-2]], axis=1)
    return counts & behind.get(mistake, seen[:, :-1])


def oracle(tokens, logits, pad=0, separator=None, mistake=""):
    """Return the mean loss of the targets that count; `mistake` is one of MISTAKES."""
    targets, about = tokens[:, 1:], logits[:, :-1]
    if mistake == "not shifted":
        about = logits[:, 1:]
    if mistake == "other way":
        targets, about = tokens[:, :-1], logits[:, 1:]
    if mistake == "twice":
        targets = np.concatenate([tokens[:, 2:], tokens[:, -1:]], axis=1)
    if mistake == "softmax":
        odds = np.exp(about - about.max(axis=-1, keepdims=True))
        about = odds / odds.sum(axis=-1, keepdims=True)
    losses = losses_of(about, targets)
    counts = counted(tokens, pad, separator, mistake)
    total, number = np.sum(losses * counts), counts.sum()
    if mistake == "rows":
        of_rows = np.sum(losses * counts, axis=1) / np.maximum(counts.sum(axis=1), 1)
        return np.mean(of_rows)
    by = {"sum": 1, "all": counts.size, "batch": len(tokens), "places": tokens.size}
    return total / max(by.get(mistake, number), 1)


def slips_of(tokens, logits, pad=0, separator=None):
    found = {w: oracle(tokens, logits, pad, separator, m) for w, m in MISTAKES.items()}
    if separator is not None:
        found |= {w: oracle(tokens, logits, pad, separator, m) for w, m in BEHIND.items()}
    return found


def ask(probes, tokens, logits, dtype="float32", what="the loss", **settings):
    """Ask for a loss, and compare."""
    got, slips = probes.call(NAME, tokens, logits, **settings), slips_of(tokens, logits, **settings)
    want = oracle(tokens, logits, **settings)
    assert_close(got, want, dtype=dtype, kind="tensor", what=what, slips=slips)


def drawn(rng, batch, n, size, dtype="float32"):
    """Draw logits, and tokens without 0 and 1."""
    tokens = draw(rng, (batch, n), dtype="int32", low=2, high=size)
    return tokens, 2 * draw(rng, (batch, n, size), dtype=dtype)


def test_example(probes):
    """next_token_loss gives what the docstring's example shows"""
    tokens = np.int32([[5, 1, 5, 0]])
    logits = np.ones((1, 4, 6), "float32")
    logits[0, [1, 2, 3], [5, 0, 1]] = 5, 9, 9
    ask(probes, tokens, np.log(logits), separator=1)


@points(1)
@after(test_example)
def test_shift(probes, rng):
    """the logits at a position are about the next token, and the loss is the mean"""
    for batch, n, size, dtype in [(2, 4, 5, "float32"), (1, 2, 9, "float64"), (3, 6, 4, "float32")]:
        ask(probes, *drawn(rng, batch, n, size, dtype), dtype)


@points(1)
@after(test_shift)
def test_padding(probes, rng):
    """targets that are pad do not count, and the others count alike in the whole batch"""
    tokens, logits = drawn(rng, 3, 6, 7)
    tokens[np.arange(6) >= np.array([[5], [2], [4]])] = 0
    ask(probes, tokens, logits)
    tokens[1, 2:], tokens[0, 2] = 6, 6
    ask(probes, tokens, logits, pad=6, what="the loss with pad=6")


@points(1)
@after(test_padding)
def test_separator(probes, rng):
    """with a separator only the targets behind the first one of each row count"""
    tokens, logits = drawn(rng, 4, 8, 7)
    tokens[[0, 1, 1, 2], [3, 1, 5, 0]] = 1
    tokens[0, 6:], tokens[2, 5:] = 0, 0
    ask(probes, tokens, logits, separator=1)
    tokens[tokens == 3], tokens[1, 2] = 4, 3
    what = "the loss with separator=3"
    ask(probes, tokens, logits, separator=3, what=what)
    tokens[tokens == 0], tokens[0, 1] = 5, 0
    ask(probes, tokens, logits, separator=0, pad=6, what="the loss with separator=0 and pad=6")


@points(0.5)
@after(test_padding)
def test_nothing_counts(probes, rng):
    """if no target counts, the loss is 0, and so is the gradient"""
    tokens, logits = drawn(rng, 2, 4, 5)
    ask(probes, tokens, logits)
    for given, settings, what in [(0 * tokens, {}, "padding"), (tokens, {"separator": 1}, "no 1")]:
        got = probes.call(NAME, given, logits, **settings)
        slips = {"0 / 0 is NaN": np.nan}
        assert_close(got, 0.0, dtype="float32", what=f"the loss of {what}", slips=slips)
    got = probes.loss_gradient(NAME, 0 * tokens, logits)
    slips = {"0 / 0 is NaN": np.where(np.arange(4)[:, None] < 3, np.nan, 0 * logits)}
    assert_close(got, 0 * logits, dtype="float32", what="the gradient of padding", slips=slips)


@points(0.5)
@after(test_shift)
def test_large_logits(probes, rng):
    """logits as large as 1,000 do no harm"""
    tokens, _ = drawn(rng, 2, 5, 4)
    signs = np.where(draw(rng, (2, 5, 4), dtype="int32", high=2) > 0, 1000, -1000)
    signs[0, 0], tokens[0, 1] = [-1000, -1000, 1000, -1000], 3
    ask(probes, tokens, (signs + draw(rng, (2, 5, 4))).astype("float32"))


@points(0.5)
@after(test_separator)
def test_gradient(probes, rng):
    """the gradient in logits is softmax minus one-hot, over the number of targets that count"""
    tokens, logits = drawn(rng, 2, 5, 4, "float64")
    tokens[0, 4], tokens[:, 1] = 0, 1
    got = probes.loss_gradient(NAME, tokens, logits, {"separator": 1})
    counts, lifted = counted(tokens, 0, 1), logits - logits.max(axis=-1, keepdims=True)
    shares = np.exp(lifted) / np.exp(lifted).sum(axis=-1, keepdims=True)
    want = np.zeros_like(logits)
    want[:, :-1] = (shares[:, :-1] - np.eye(4)[tokens[:, 1:]]) * counts[..., None] / counts.sum()
    assert_gradient(got, want, dtype="float64", what="the gradient in logits")


@points(0.5)
@after(test_separator)
def test_in_graph(probes, rng):
    """it works in tf.function, with unknown batch and number of tokens"""
    tokens, logits = drawn(rng, 3, 5, 6)
    tokens[:2, 2], tokens[0, 4] = 1, 0
    got = probes.loss_in_graph(NAME, tokens, logits, {"separator": 1})
    slips = slips_of(tokens, logits, separator=1)
    want = oracle(tokens, logits, separator=1)
    assert_close(got, want, dtype="float32", what="the loss in a graph", slips=slips)


MISTAKES = {
    "the logits are not shifted: those at a position are about the next token": "not shifted",
    "shifted the wrong way: the logits are held against the token before": "other way",
    "shifted twice": "twice",
    "softmax is applied twice: the model gives logits": "softmax",
    "pad counts like any target": "pad counts",
    "pad is looked for in the inputs, not in the targets": "pad of inputs",
    "pad is always taken for 0": "zero",
    "the sum is not divided by anything": "sum",
    "divided by the number of all targets, not of those that count": "all",
    "divided by the number of all tokens": "places",
    "divided by the number of rows": "batch",
    "the mean of each row's mean: a short row counts as much as a long one": "rows",
}
BEHIND = {
    "separator is not used": "no separator",
    "the separator itself counts as a target": "separator too",
    "the first target behind the separator does not count": "one late",
    "the targets in front of the separator count": "question",
    "the last separator of a row counts, not the first": "last separator",
}
