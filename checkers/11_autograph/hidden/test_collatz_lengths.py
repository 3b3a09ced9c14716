"""Hidden checks of collatz_lengths."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(n, limit):
    steps = 0
    while n != 1 and steps < limit:
        n, steps = 3 * n + 1 if n % 2 else n // 2, steps + 1
    return steps


@points(1)
@after("test_example")
def test_many(probes, rng):
    """collatz_lengths counts for hundreds of numbers in one graph"""
    batches = [draw(rng, (size,), dtype="int64", low=1, high=9999) for size in (300, 1, 0, 40)]
    limit = int(rng.integers(60, 90))
    got = probes.collatz_lengths(batches, limit, graph=True)
    for one, n in zip(got, batches, strict=True):
        assert_close(one, np.int32([oracle(int(k), limit) for k in n]), dtype="int32")
