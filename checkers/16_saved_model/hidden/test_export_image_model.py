"""Hidden checks of export_image_model."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_files")
def test_one_color(probes, rng):
    """a file of one color gives what this color gives in the model's own size"""
    color = draw(rng, (3,), dtype="uint8", low=0, high=256)
    kernel = draw(rng, (2 * 3 * 3, 4)) * np.float32(0.3)
    logits = np.tile(color / 127.5 - 1, 6) @ kernel
    want = np.exp(logits) / np.exp(logits).sum()
    file = np.tile(color, (3, 5, 1))
    [result] = probes.image_files([2, 3], kernel, [[file]])
    assert_close(result["probabilities"], want[None], dtype="float32", what="of a file")
