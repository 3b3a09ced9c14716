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
    """12 tokens of five rows, cached, are right; a row that ends at once is all `end`"""
    margin = 0
    while margin < 0.01:
        table, places = draw(rng, (9, 9), (16, 9))
        prompt = draw(rng, (5, 4), dtype="int32", high=9)
        tokens, margin = greedy(table, places, prompt, 12)
    got = probes.continued("generate", table, places, prompt, 12, {})
    assert_close(got["tokens"], tokens, dtype="int32")
    # The positions that the model computes: 4 of the prompt, and 11 more.
    assert_close(np.sum(np.asarray(got["calls"])[:, 0]), 15)
    end = int(tokens[0, 4])
    got = probes.continued("generate", table, places, prompt, 12, {"end": end})
    new = tokens[:, 4:]
    after_end = np.cumsum(new == end, axis=1) > 0
    want = np.concatenate([prompt, np.where(after_end, end, new)], axis=1)
    assert_close(got["tokens"], want, dtype="int32")
