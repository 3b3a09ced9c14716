"""Checks of generate.

Most ask a model of the checker's own: its logits are the running sums of table[token] *
places[position], and it counts what it is called with.
"""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

NAME = "generate"
DENSE = ("to_query", "to_key", "to_value", "to_output")
KEYS = ("vocabulary", "length", "dim", "heads", "hidden", "depth")


def oracle(table, places, prompt, count, end=None, mistake=""):
    """Return the tokens, and how far the largest logit is above the second at least."""
    table, places = np.asarray(table, np.float64), np.asarray(places, np.float64)
    tokens, margin = np.array(prompt), np.inf
    ended = np.any(prompt == end, axis=1) & (mistake == "prompt ends")
    for step in range(count):
        summed = table[tokens] * places[: tokens.shape[1]]
        logits = summed[:, 0] if mistake == "first" else summed.sum(axis=1)
        if step and mistake == "no past":
            logits = table[tokens[:, -1]] * places[0]
        if step and mistake == "stale":
            n = prompt.shape[1]
            logits = summed[:, :n].sum(axis=1) + table[tokens[:, -1]] * places[n]
        if mistake == "one early" and summed.shape[1] > 1:
            logits = summed[:, :-1].sum(axis=1)
        newest = np.argmax(-logits if mistake == "smallest" else logits, axis=1)
        top = np.sort(logits, axis=1)
        margin = min(margin, np.min(top[:, -1] - top[:, -2]))
        fill = {"zeros": 0, "end": end}.get(mistake, end)
        newest = newest if end is None or mistake == "goes on" else np.where(ended, fill, newest)
        ended = ended | (newest == end)
        ended = np.full_like(ended, ended.any()) if mistake == "all end" else ended
        tokens = np.concatenate([tokens, newest[:, None]], axis=1)
    return tokens, margin


def calls_of(n, count, cached):
    """Return the number of tokens of each call, and of those in its past."""
    if cached:
        return [[n, 0], *([1, n + step] for step in range(count - 1))][:count]
    return [[n + step, 0] for step in range(count)]


def drawn(rng, batch, n, count):
    """Draw a model and a prompt such that no two logits come close and mistakes show."""
    while True:
        table, places, prompt = some(rng, batch, n, count)
        tokens, margin = oracle(table, places, prompt, count)
        if margin < 0.01:
            continue
        wrong = [oracle(table, places, prompt, count, None, m)[0] for m in MISTAKES.values()]
        if count == 1 or not any(np.array_equal(tokens, other) for other in wrong):
            return table, places, prompt


def drawn_with(rng, n, count, end):
    """Draw likewise: row 0 ends in the middle, row 1 never, row 2 has `end` in its prompt only."""
    while True:
        table, places, many = some(rng, 60, n, count)
        tokens = oracle(table, places, many, count)[0]
        new, asked = tokens[:, n:] == end, (many == end).any(axis=1)
        middle = new[:, 1:-1].any(axis=1) & ~new[:, 0] & ~new[:, -1] & (tokens[:, -1] != 0)
        kinds = middle, ~new.any(axis=1) & ~asked, ~new.any(axis=1) & asked
        prompt = many[[np.argmax(kind) for kind in kinds]]
        if all(map(np.any, kinds)) and oracle(table, places, prompt, count)[1] > 0.01:
            return table, places, prompt


def some(rng, batch, n, count):
    """Draw a model and a prompt."""
    size = int(draw(rng, (), dtype="int32", low=5, high=9))
    table, places = draw(rng, (size, size), (n + count, size))
    return table, places, draw(rng, (batch, n), dtype="int32", high=size)


def compare(got, model, prompt, count, end=None, cached=True):
    """Hold the tokens and the calls of the model against the oracle's."""
    want, slips = oracle(*model, prompt, count, end)[0], {}
    for words, mistake in {**MISTAKES, **(AT_END if end is not None else {})}.items():
        slips[words] = oracle(*model, prompt, count, end, mistake)[0]
    slips["only the new tokens, without the prompt"] = want[:, prompt.shape[1] :]
    what = f"the tokens with cached={cached}" + ("" if end is None else f" and end={end}")
    assert_close(got["tokens"], want, dtype="int32", kind="tensor", what=what, slips=slips)
    n = prompt.shape[1]
    slips = {
        "the cache is not used: all tokens go in each time": calls_of(n, count, False),
        "the cache is used in spite of cached=False": calls_of(n, count, True),
        "one call more than there are new tokens": calls_of(n, count + 1, cached),
        "every call gets one token, the first ones too": [[1, at] for at in range(n + count - 1)],
    }
    slips = {words: calls for words, calls in slips.items() if calls != calls_of(n, count, cached)}
    assert_equal(got["calls"], calls_of(n, count, cached), what=CALLS, slips=slips)


def ask(probes, model, prompt, count, **settings):
    """Ask for tokens, and compare; without settings it is the default."""
    got = probes.continued(NAME, *model, prompt, count, settings)
    compare(got, model, prompt, count, **settings)


@points(1)
def test_without_cache(probes, rng):
    """without a cache each call gets all tokens so far, and the largest last logit wins"""
    for batch, n, count in [(2, 3, 4), (1, 1, 5), (3, 4, 1)]:
        *model, prompt = drawn(rng, batch, n, count)
        ask(probes, model, prompt, count, cached=False)


@points(1.5)
@after(test_without_cache)
def test_with_cache(probes, rng):
    """with the cache the tokens are the same, and only new positions are computed"""
    for batch, n, count in [(2, 3, 4), (1, 1, 5), (3, 4, 1)]:
        *model, prompt = drawn(rng, batch, n, count)
        ask(probes, model, prompt, count, cached=True)
        ask(probes, model, prompt, count)


@points(0.5)
@after(test_without_cache)
def test_no_tokens(probes, rng):
    """if count is 0 the result is the prompt, and the model is not called"""
    *model, prompt = drawn(rng, 2, 4, 3)
    for cached in (True, False):
        ask(probes, model, prompt, 3, cached=cached)
        ask(probes, model, prompt, 0, cached=cached)


@points(1)
@after(test_with_cache)
def test_end(probes, rng):
    """a row goes on with `end` once it has got it; the prompt's own do not count"""
    for cached, end in ((True, int(rng.integers(1, 5))), (False, 0)):
        *model, prompt = drawn_with(rng, 3, 5, end)
        ask(probes, model, prompt, 5, end=end, cached=cached)
    *model, prompt = drawn(rng, 2, 3, 5)
    first = int(oracle(*model, prompt, 1)[0][0, -1])
    ask(probes, model, prompt, 5, end=first)


@points(1)
@after(test_with_cache)
def test_language_model(probes, rng):
    """a LanguageModel writes the same tokens with the cache as without"""
    sizes, weights, prompt, want = drawn_model(rng)
    config = dict(zip(KEYS, sizes, strict=True))
    both = probes.written(NAME, config, weights, prompt, 4)
    for got, cached in zip(both, (False, True), strict=True):
        what = f"the tokens of a LanguageModel with cached={cached}"
        assert_close(got, want, dtype="int32", what=what)


def normed(x, pair):
    center = x - x.mean(axis=-1, keepdims=True)
    return center / np.sqrt(np.mean(center**2, axis=-1, keepdims=True) + 1e-6) * pair[0] + pair[1]


def logits_of(weights, tokens, heads):
    """Return a LanguageModel's logits at the last position."""
    [table], [places] = weights["token_table"], weights["position_table"]
    x = table[tokens].astype(float) + places[: tokens.shape[1]]
    of = {name.removeprefix("blocks.0."): pair for name, pair in weights.items()}
    query, key, value = (
        np.stack(np.split(normed(x, of["norm_1"]) @ w + b, heads, axis=-1), axis=1)
        for w, b in (of[f"attention.{name}"] for name in DENSE[:3])
    )
    scores = np.einsum("bhqd,bhkd->bhqk", query, key) / np.sqrt(key.shape[-1])
    odds = np.exp(scores) * np.tri(x.shape[1])
    mixed = odds @ value / odds.sum(axis=-1, keepdims=True)
    kernel, bias = of["attention.to_output"]
    h = x + np.concatenate(list(np.moveaxis(mixed, 1, 0)), axis=-1) @ kernel + bias
    wide = np.maximum(normed(h, of["norm_2"]) @ of["widen"][0] + of["widen"][1], 0)
    last = (h + wide @ of["narrow"][0] + of["narrow"][1])[:, -1]
    return normed(last, of["norm"]) @ of["to_logits"][0] + of["to_logits"][1]


def drawn_model(rng):
    """Draw weights and a prompt such that no two logits come close; return the tokens too."""
    vocabulary, length, dim, heads, hidden, _ = sizes = 7, 8, 6, 2, 5, 1
    shapes = {f"blocks.0.attention.{name}": ((dim, dim), (dim,)) for name in DENSE}
    shapes |= {"blocks.0.widen": ((dim, hidden), (hidden,))}
    shapes |= {"blocks.0.narrow": ((hidden, dim), (dim,)), "norm": ((dim,), (dim,))}
    shapes |= {"blocks.0.norm_1": ((dim,), (dim,)), "blocks.0.norm_2": ((dim,), (dim,))}
    shapes |= {"to_logits": ((dim, vocabulary), (vocabulary,))}
    while True:
        weights = {path: draw(rng, *pair) for path, pair in shapes.items()}
        weights["token_table"] = [draw(rng, (vocabulary, dim))]
        weights["position_table"] = [3 * draw(rng, (length, dim))]
        tokens = prompt = draw(rng, (2, 3), dtype="int32", high=vocabulary)
        margin = np.inf
        for _ in range(4):
            logits = logits_of(weights, tokens, heads)
            top = np.sort(logits, axis=1)
            margin = min(margin, np.min(top[:, -1] - top[:, -2]))
            tokens = np.concatenate([tokens, np.argmax(logits, axis=1)[:, None]], axis=1)
        if margin > 0.01 and len(set(tokens[:, 3:].ravel())) > 2:
            return sizes, weights, prompt, tokens


CALLS = "the list of calls, [tokens given, tokens in past]"
MISTAKES = {
    "the logits at the first position are used, not at the last": "first",
    "the logits at the last position but one are used": "one early",
    "the smallest logit is taken": "smallest",
    "past is not given to the model": "no past",
    "the past is the one of the first call every time: it grows with each call": "stale",
}
AT_END = {
    "a row that has ended goes on writing": "goes on",
    "a row that has ended is filled with 0": "zeros",
    "an end in the prompt counts": "prompt ends",
    "all rows end with the first one that does": "all end",
}
