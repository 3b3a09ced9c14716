"""Checks of read_tfrecord: the files are written beside the submission."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIZES = [(4, 3, 1), (2, 5, 3), (1, 1, 2), (6, 2, 1)]


def drawn(rng, sizes=SIZES):
    """Draw images of these sizes, and their labels."""
    return draw(rng, *sizes), rng.integers(-(2**40), 2**40, len(sizes)).tolist()


def test_form(probes, rng):
    """read_tfrecord serves pairs of an image and a label, as many as there are records"""
    got = probes.read(*drawn(rng))[0]
    shapes = [[list(part.shape) for part in element] for element in got]
    want = [[list(size), []] for size in SIZES]
    flat = [[[int(np.prod(size))], []] for size in SIZES]
    slips = {"the images are flat": flat, "records are left out": want[: len(got)]}
    slips |= {"labels have an extra axis": [[image, [1]] for image, _ in want]}
    assert_equal(shapes, want, what="the list of shapes", slips=slips)


@points(1)
@after(test_form)
def test_values(probes, rng):
    """images and labels come back in the order of the file, in each pass"""
    images, labels = drawn(rng)
    for _, got in zip(range(2), probes.read(images, labels, passes=2), strict=True):
        for element, image, label in zip(got, images, labels, strict=True):
            assert_close(element[0], image, dtype="float32", what="an image")
            assert_close(element[1], np.array(label), dtype="int64", what="its label")


@points(1)
@after(test_form)
def test_bits(probes, rng):
    """every bit of an image is kept: NaN, infinities, -0.0 and tiny numbers"""
    image = draw(rng, (5, 4, 2))
    image[0, :, 0] = [np.nan, np.inf, -np.inf, -0.0]
    image[1, :, 0] = np.array([1, 0x7FC12345, 0xFFC00001, 0x80000000], np.uint32).view(np.float32)
    got = probes.read([draw(rng, (2, 3, 1)), image], [1, 2])[0][1][0].view(np.uint32)
    assert_close(got, image.view(np.uint32), what="the bits", slips=lost(image))


@points(1)
@after(test_form)
def test_damaged(probes, rng):
    """a file that is cut short anywhere, or not compressed, raises ValueError at once"""
    got = probes.read_damaged(*drawn(rng), [0.5, 0.9, 4, 7, "plain"])
    assert_equal(got, ["named"] * 5, what=DAMAGES, slips=DAMAGE_SLIPS)
    got = probes.read_damaged(*drawn(rng), [0.0])
    assert_equal(got, ["named"], what="the outcome of [a file of 0 bytes]", slips=NOTHING)
    images, labels = drawn(rng)
    assert_close(
        probes.read(images, labels)[0][-1][0], images[-1], what="a whole file's last image"
    )


def lost(image):
    """Return the bits after an unwanted repair."""
    return {
        "NaN and infinities are replaced": np.nan_to_num(image).view(np.uint32),
        "the sign of -0.0 is lost, and tiny numbers are 0 (arithmetic does that)": np.where(
            np.abs(image) < np.finfo(np.float32).tiny, np.float32(0), image
        ).view(np.uint32),
        "the sign of -0.0 is lost": np.where(image == 0, np.float32(0), image).view(np.uint32),
    }


NOTHING = {"a file of 0 bytes is taken for a whole file without records": ["0 images"]}
DAMAGES = "the outcome of [half the file, 9 tenths, 4 bytes less, 7 bytes less, not compressed]"
LATE = ["DataLossError in the pass"] * 2 + ["4 images"] * 2 + ["DataLossError in the pass"]
DAMAGE_SLIPS = {
    "the file is not checked before the first pass, and a lost end not even then": LATE,
    "a loss within the last bytes is not noticed": [*["named"] * 2, *LATE[2:4], "named"],
    "a file that is not compressed is noticed only in the pass": ["named"] * 4 + LATE[-1:],
    "a file that is not compressed is read anyway": ["named"] * 4 + ["4 images"],
    "the message does not name the file": ["ValueError without the path"] * 5,
    "the gzip module's own errors instead of a ValueError": [
        *["EOFError"] * 4,
        "BadGzipFile",
    ],
    "BadGzipFile is passed on as it is": ["named"] * 4 + ["BadGzipFile"],
}
