"""Hidden checks of cast_and_scale."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_unknown_sizes(probes, rng):
    """cast_and_scale works inside tf.function for one image or many, sizes unknown"""
    for shape in [(6, 2, 3, 4), (1, 5, 3, 2), (2, 3, 4, 1)]:
        images = draw(rng, shape, dtype="uint8", high=256)
        x = images / 255
        want = (x - x.mean((0, 1, 2))) / np.sqrt(x.var((0, 1, 2)) + 1e-5)
        assert_close(probes.cast_and_scale_in_graph(images), want, dtype="float32")
