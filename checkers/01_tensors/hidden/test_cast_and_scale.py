"""Hidden checks of cast_and_scale."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_unknown_sizes(probes, rng):
    """cast_and_scale works inside tf.function for one image or many, sizes unknown"""
    batches = draw(rng, (6, 2, 3, 4), (1, 5, 3, 4), (3, 1, 7, 4), dtype="uint8", high=256)
    for images, got in zip(batches, probes.cast_and_scale_in_graph(batches), strict=True):
        x = images / 255
        want = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 1e-5)
        # Two roundings in [0, 1], 6e-8 each, over a spread of 0.2: 6e-7 where want is near 0.
        assert_close(got, want, dtype="float32", atol=2e-6)
