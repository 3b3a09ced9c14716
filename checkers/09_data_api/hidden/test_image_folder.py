"""Hidden checks of image_folder."""

import numpy as np

from tensorkata.checking import after, assert_close, points


@points(1)
@after("test_form")
def test_more_kinds(probes, rng):
    """gray images become RGB, upper-case suffixes count, folders inside folders do not"""
    gray, colour, other = rng.integers(0, 256, (3, 4, 6, 3)).astype(np.uint8)
    files = [["x/1.PNG", gray[..., :1]], ["x/2.Png", colour], ["x/3.png", other]]
    [batches] = probes.image_folder([*files, ["y/deep/4.png", colour]], (4, 6), 9)["passes"]
    want = np.stack([np.repeat(gray[..., :1], 3, axis=-1), colour, other]) / 255
    slips = {"upper-case suffixes are left out": want[2:], DEEP: want[[0, 1, 2, 1]]}
    assert_close(np.concatenate([images for images, _ in batches]), want, slips=slips)


DEEP = "files in folders inside folders are read too"
