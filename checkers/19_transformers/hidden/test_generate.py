"""Hidden checks of generate."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def greedy(table, places, prompt, count):
    """Return the tokens, and how far the largest logit is above the second at least."""
    tokens, margin = prompt, np.inf
    for _ in range(count):
        logits = np.sum(table[tokens].astype(float) * places[: tokens.shape[1]], axis=1)
        top = np.sort(logits, axis=1)
        margin = min(margin, np.min(top[:, -1] - top[:, -2]))
        tokens = np.concatenate([tokens, np.argmax(logits, axis=1)[:, None]], axis=1)
    return tokens, margin


@points(0.5)
@after("test_end")
def test_long(probes, rng):
    """12 tokens of five rows, written with the cache, are right"""
    margin = 0
    while margin < 0.01:
        table, places = draw(rng, (9, 9), (16, 9))
        prompt = draw(rng, (5, 4), dtype="int32", high=9)
        tokens, margin = greedy(table, places, prompt, 12)
    got = probes.continued("generate", table, places, prompt, 12, {})
    assert_close(got["tokens"], tokens, dtype="int32")
