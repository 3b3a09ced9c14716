"""Hidden checks of padded_batches."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, points


@points(1)
@after("test_form")
def test_integers(probes, rng):
    """sequences of integers stay integers, and a bucket of one sequence is a batch"""
    sequences = [rng.integers(1, 10**12, length) for length in (8, 65, 7, 32, 33)]
    got = sorted(probes.padded_batches(sequences, 4), key=lambda batch: batch[0].shape[1])
    assert_equal([list(batch[0].shape) for batch in got], [[2, 8], [1, 32], [1, 33], [1, 65]])
    for (mine, mask), number in zip(got[1:], (3, 4, 1), strict=True):
        assert_close(mine, sequences[number][None], dtype="int64")
        assert_close(mask, np.ones((1, len(sequences[number])), dtype=bool))
    assert_close(got[0][0][1], np.append(sequences[2], 0), dtype="int64", what="the shorter one")
