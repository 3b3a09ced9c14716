"""Hidden checks of accumulate."""

import numpy as np

from tensorkata.checking import assert_close, draw, points


@points(1)
def test_embedding(probes, rng):
    """an embedding's gradient is dense and right, and a weight out of reach has zeros"""
    for rows, width, length, sizes in [(7, 2, 3, [4, 1]), (4, 3, 1, [2, 2, 5])]:
        table = draw(rng, (rows, width))
        ids = [draw(rng, (size, length), dtype="int32", high=rows) for size in sizes]
        batches = [[i, draw(rng, (*i.shape, width))] for i in ids]
        i, y = (np.concatenate(parts) for parts in zip(*batches, strict=True))
        want = np.zeros((rows, width))
        np.add.at(want, i, 2 * (table[i] - y) / y.size)
        got = probes.accumulate_embedding(table, batches)
        assert_close(got[0], want, what="the embedding's gradient")
        assert_close(got[1], np.zeros((3, width)), what="the unused weight's gradient")
