"""Hidden checks of padded_batches."""

import numpy as np

from tensorkata.checking import after, assert_close, points


@points(1)
@after("test_example")
def test_long(probes, rng):
    """long sequences have buckets of their own, and a bucket of one sequence is a batch"""
    sequences = [rng.integers(2**40, 2**50, length) for length in (8, 65, 7, 32, 33)]
    [batches] = probes.padded_batches(sequences, 4)
    got = sorted(batches, key=lambda batch: batch[0].shape[1])
    want = np.stack([sequences[0], np.append(sequences[2], 0)])
    slips = {"padded with 1": np.maximum(want, 1), ROUNDED: want.astype(np.float32)}
    assert_close(got[0][0], want, dtype="int64", what="the first batch", slips=slips)


ROUNDED = "the integers went through float32, which keeps only 24 bits"
