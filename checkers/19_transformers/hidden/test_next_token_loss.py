"""Hidden checks of next_token_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_separator")
def test_many_rows(probes, rng):
    """the loss of twenty rows with separators anywhere is right, in float64"""
    tokens = draw(rng, (20, 12), dtype="int32", high=6)
    logits = draw(rng, (20, 12, 6), dtype="float64")
    total = number = 0
    for row, table in zip(tokens, logits, strict=True):
        for at in range(1, 12):
            if 4 in row[:at] and row[at] != 2:
                total += np.log(np.exp(table[at - 1]).sum()) - table[at - 1, row[at]]
                number += 1
    got = probes.call("next_token_loss", tokens, logits, pad=2, separator=4)
    assert_close(got, total / max(number, 1), dtype="float64")
