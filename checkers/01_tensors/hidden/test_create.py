"""Hidden checks of create."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_single_numbers_and_high_ranks(probes, rng):
    """every kind also makes a single number and a tensor of rank 4"""
    start, stop = (float(end) for end in draw(rng, (2,), low=1, high=2) * np.float32([-1, 2]))
    for shape in [(), (2, 1, 3, 2)]:
        size = int(np.prod(shape))
        cases = [
            ("ones", None, np.ones(size)),
            ("fill", stop, np.full(size, stop)),
            ("range", -4, np.arange(size) - 4.0),
            ("linspace", [start, stop], np.linspace(start, stop, size)),
        ]
        for kind, value, want in cases:
            got = probes.create(kind, list(shape), value)
            assert_close(got, want.reshape(shape), dtype="float32")
