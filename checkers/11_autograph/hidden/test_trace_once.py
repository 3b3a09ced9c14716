"""Hidden checks of trace_once."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_more_sizes(probes, rng):
    """trace_once serves an example of one, then none, then many"""
    example, *batches = (draw(rng, (size, 1, 3), dtype="float64") for size in [1, 0, 30, 1, 2])
    got = probes.trace_once(example, batches)
    for one, x in zip(got, batches, strict=True):
        assert_close(one, np.sin(x) * (len(x) + 1), dtype="float64")
