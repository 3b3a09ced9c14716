"""Checks of read_tfrecord: the files are written beside the submission."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIZES = [(4, 3, 1), (2, 5, 3), (1, 1, 2), (6, 2, 1)]


def drawn(rng, sizes=SIZES):
    """Draw images of these sizes, and their labels."""
    return draw(rng, *sizes), rng.integers(-(2**40), 2**40, len(sizes)).tolist()


def test_example(probes):
    """read_tfrecord serves what the docstring's example shows"""
    images = [np.zeros((2, 3, 1), np.float32), np.ones((4, 4, 1), np.float32)]
    got = probes.read_tfrecord(images, [7, 8])
    got = got if isinstance(got, str) else [[told(*pair) for pair in pairs] for pairs in got]
    slips = {words: [pairs] for words, pairs in EXAMPLE_SLIPS.items()}
    assert_equal(got, [EXAMPLE], what="the list of [shape of the image, label]", slips=slips)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """images and labels come back in the order of the file, in each pass"""
    images, labels = drawn(rng)
    passes = probes.read_tfrecord(images, labels, passes=2)
    for _, got in zip(range(2), passes, strict=True):
        for (mine, number), image, label in zip(got, images, labels, strict=True):
            assert_close(mine, image, dtype="float32", what="an image")
            slips = {"the label went through 32 bits": np.array(label).astype("int32")}
            assert_close(number, np.array(label), dtype="int64", what="its label", slips=slips)


@points(1)
@after(test_example)
def test_bits(probes, rng):
    """every bit of an image is kept: NaN, infinities, -0.0 and tiny numbers"""
    image = draw(rng, (5, 4, 2))
    image[0, :, 0] = [np.nan, np.inf, -np.inf, -0.0]
    image[1, :, 0] = np.array([1, 0x7FC12345, 0xFFC00001, 0x80000000], np.uint32).view(np.float32)
    [[_, (got, _)]] = probes.read_tfrecord([draw(rng, (2, 3, 1)), image], [1, 2])
    assert_close(got.view(np.uint32), image.view(np.uint32), what="the bits", slips=lost(image))


@points(1)
@after(test_example)
def test_damaged(probes, rng):
    """a file that is cut short anywhere, or not compressed, raises ValueError at once"""
    for damages, slips in [(DAMAGES, DAMAGE_SLIPS), (RARE, RARE_SLIPS)]:
        got, want = probes.read_damaged(*drawn(rng), damages), dict.fromkeys(damages, "named")
        assert_equal(got, want, what="the dict of what comes of a file", slips=slips)
    images, labels = drawn(rng)
    [[*_, (got, _)]] = probes.read_tfrecord(images, labels)
    assert_close(got, images[-1], what="a whole file's last image")


def lost(image):
    """Return the bits after an unwanted repair."""
    return {
        "NaN and infinities are replaced": np.nan_to_num(image).view(np.uint32),
        "the sign of -0.0 is lost, and tiny numbers are 0 (arithmetic does that)": np.where(
            np.abs(image) < np.finfo(np.float32).tiny, np.float32(0), image
        ).view(np.uint32),
        "the sign of -0.0 is lost": np.where(image == 0, np.float32(0), image).view(np.uint32),
    }


def told(image, label):
    """Return the shape of an image, and its label."""
    return [list(image.shape), label.tolist()]


EXAMPLE = [[[2, 3, 1], 7], [[4, 4, 1], 8]]
EXAMPLE_SLIPS = {
    "the images are flat": [[[6], 7], [[16], 8]],
    "labels have an extra axis": [[[2, 3, 1], [7]], [[4, 4, 1], [8]]],
    "the first record is left out": EXAMPLE[1:],
    "the last record is left out": EXAMPLE[:1],
    "the records are in reversed order": EXAMPLE[::-1],
    "the pairs are batched": [[[1, 2, 3, 1], [7]], [[1, 4, 4, 1], [8]]],
    "the pair is swapped": [[[], np.zeros((2, 3, 1)).tolist()], [[], np.ones((4, 4, 1)).tolist()]],
}
DAMAGES = {
    "half the file": 0.5,
    "9 tenths of the file": 0.9,
    "all but 4 bytes": 4,
    "all but 7 bytes": 7,
    "not compressed": "plain",
}


def damaged(*outcomes):
    """Return the outcome of each damage."""
    return dict(zip(DAMAGES, outcomes, strict=True))


RARE = {"0 bytes": 0.0, "the first 10 bytes": 10.0, "all but 1 byte": 1}
RARE_SLIPS = {
    "a file of 0 bytes is taken for a whole file without records": dict.fromkeys(RARE, "named")
    | {"0 bytes": "0 images"}
}
LATE = ["DataLossError in the pass"] * 2 + ["4 images"] * 2 + ["DataLossError in the pass"]
DAMAGE_SLIPS = {
    "records that cannot be read are left out": damaged(
        "1 images", "3 images", "4 images", "4 images", "0 images"
    ),
    "only the first bytes are looked at": damaged(*LATE[:4], "named"),
    "the file is checked in the pass, not before": damaged(
        *["InvalidArgumentError in the pass"] * 5
    ),
    "the file is not checked before the first pass, and a lost end not even then": damaged(*LATE),
    "a loss within the last bytes is not noticed": damaged(*["named"] * 2, *LATE[2:4], "named"),
    "a file that is not compressed is noticed only in the pass": damaged(
        *["named"] * 4, *LATE[-1:]
    ),
    "a file that is not compressed is read anyway": damaged(*["named"] * 4, "4 images"),
    "the message does not name the file": damaged(*["ValueError without the path"] * 5),
    "the gzip module's own errors instead of a ValueError": damaged(
        *["EOFError"] * 4, "BadGzipFile"
    ),
    "BadGzipFile is passed on as it is": damaged(*["named"] * 4, "BadGzipFile"),
}
