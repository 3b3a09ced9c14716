"""Hidden checks of run_export."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_numbers")
def test_more_exports(probes, rng):
    """an export beside others gives the predictions of the newest checkpoint"""
    kernel, x = draw(rng, (4,), (5, 4))
    got = probes.run_export([kernel], [x, x[:1]], [8, 17], ["99", "2", "x3"], seen=["results"])
    for batches, results in zip([(x, x[:1])], got["results"], strict=True):
        for rows, result in zip(batches, results, strict=True):
            y = rows @ kernel
            for name, want in (("y", y), ("twice", np.stack([y, 2 * y], axis=1))):
                assert_close(result[name], want, what=f"{name!r} of a batch")
