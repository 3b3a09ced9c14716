"""Hidden checks of image_folder."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, points


@points(1)
@after("test_form")
def test_kinds(probes, rng):
    """gray images become RGB, and suffixes in upper case count"""
    gray, colour = rng.integers(0, 256, (2, 4, 6, 3)).astype(np.uint8)
    files = [["x/1.PNG", gray[..., :1]], ["x/2.Png", colour], ["y/deep/3.png", colour]]
    got = probes.image_folder(files, (4, 6), 2)
    want = np.stack([np.repeat(gray[..., :1], 3, axis=-1), colour]) / 255
    assert_close(got["batches"][0][0], want, dtype="float32")
    assert_equal([len(got["batches"]), got["names"], got["skipped"]], [1, ["x", "y"], 0])
