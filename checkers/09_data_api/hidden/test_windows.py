"""Hidden checks of windows."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_form")
def test_integers(probes, rng):
    """windows of integers stay integers, even with batches of one and a horizon of one"""
    series = draw(rng, (9,), dtype="int64", low=-999, high=999)
    [got] = probes.windows(series, 2, 1, 1)
    inputs, targets = zip(*got, strict=True)
    want = np.lib.stride_tricks.sliding_window_view(series, 3)
    got = np.concatenate([np.concatenate(inputs), np.concatenate(targets)], axis=1)
    assert_close(got, want, dtype="int64", what="inputs and targets, side by side")
