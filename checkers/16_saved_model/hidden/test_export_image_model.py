"""Hidden checks of export_image_model."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_files")
def test_one_color(probes, rng):
    """images of one color are the same in every size, as pixels and as files"""
    color = draw(rng, (3,), dtype="uint8", low=0, high=256)
    kernel = draw(rng, (2 * 3 * 3, 4)) * np.float32(0.3)
    logits = np.tile(color / 127.5 - 1, 6) @ kernel
    want = np.exp(logits) / np.exp(logits).sum()
    pixels, file = np.tile(color, (2, 7, 4, 1)), np.tile(color, (3, 5, 1))
    got = probes.image_served([2, 3], kernel, pixels=[pixels], files=[[file]])
    for form, count in (("pixels", 2), ("files", 1)):
        [result] = got[form]
        wants = np.tile(want, (count, 1))
        assert_close(result["probabilities"], wants, dtype="float32", what=f"result for {form}")
