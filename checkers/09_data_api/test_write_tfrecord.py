"""Checks of write_tfrecord: the records are taken apart beside the submission."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIZES = [(4, 3, 1), (2, 5, 3), (1, 1, 2)]


def drawn(rng, sizes=SIZES):
    """Draw images of these sizes, and their labels."""
    return draw(rng, *sizes), rng.integers(-99, 99, len(sizes)).tolist()


def test_example(probes):
    """write_tfrecord writes the docstring's example: compressed, image and label in each record"""
    got = probes.write_tfrecord(
        [np.zeros((2, 3, 1), "float32"), np.ones((4, 4, 1), "float32")], [7, 8]
    )
    assert_equal(got["compression"], "GZIP", what="the compression", slips=COMPRESSIONS)
    kinds = [[[name, kind_of(*values)] for name, values in r.items()] for r in got["records"]]
    want = [[["image", "bytes_list"], ["label", "int64_list"]]] * 2
    assert_equal(kinds, want, what="the list of each record's features", slips=slips_of(want))
    labels = [record["label"][1] for record in got["records"]]
    assert_equal(labels, [[7], [8]], what="the list of labels", slips=backwards([7, 8]))


@points(1)
@after(test_example)
def test_values(probes, rng):
    """each record holds an image, with its shape, and the label that belongs to it"""
    images, labels = drawn(rng)
    records = probes.write_tfrecord(images, labels)["records"]
    got, want = [record["label"][1] for record in records], [[label] for label in labels]
    assert_equal(got, want, what="the list of labels")
    for image, record in zip(images, records, strict=True):
        _, [mine] = record["image"]
        assert_close(mine, image, dtype="float32", slips=changed(image))


@points(1)
@after(test_values)
def test_bits(probes, rng):
    """every bit is kept: NaN, infinities, -0.0, tiny numbers, and labels beyond 32 bits"""
    image, labels = draw(rng, (5, 4, 2)), [int(rng.integers(2**40, 2**41)), -(2**62), 3]
    image[0, :, 0] = [np.nan, np.inf, -np.inf, -0.0]
    image[1, :, 0] = np.array([1, 0x7FC12345, 0xFFC00001, 0x80000000], np.uint32).view(np.float32)
    records = probes.write_tfrecord([image, *draw(rng, (1, 2, 3), (2, 2, 1))], labels)["records"]
    got = records[0]["image"][1][0].view(np.uint32)
    assert_close(got, image.view(np.uint32), what="the bits", slips=lost(image))
    assert_equal([record["label"][1][0] for record in records], labels, what="the list of labels")


@points(1)
@after(test_values)
def test_mismatch(probes, rng):
    """different numbers of images and labels are refused, and no file is made or changed"""
    images, labels = drawn(rng)
    for some, others in [(images[:2], labels), (images, labels[:1]), (images, [])]:
        got = probes.refused_to_write(some, others)
        assert_equal(got, refused("ValueError"), what="the dict of outcomes", slips=REFUSED)
    records = probes.write_tfrecord(images[1:], labels[1:])["records"]
    got = [record["label"][1] for record in records]
    assert_equal(got, [[label] for label in labels[1:]], what="the list of labels that match")


def refused(error, new=(), *, kept=True):
    """Return the outcome if the numbers do not match."""
    return {"errors": [error] * 2, "new files": list(new), "the old file is unchanged": kept}


def slips_of(want):
    """Return the features of other layouts of the records."""
    return {
        "the pixels are a list of floats, which loses the shape": [
            [["image", "float_list"], ["label", "int64_list"]]
        ]
        * 2,
        "the label is a list of floats": [[["image", "bytes_list"], ["label", "float_list"]]] * 2,
        "the label as bytes": [[["image", "bytes_list"], ["label", "other bytes"]]] * 2,
        "the bytes are not from tf.io.serialize_tensor, or of another dtype": [
            [["image", "other bytes"], ["label", "int64_list"]]
        ]
        * 2,
        "all pairs are in one record": want[:1],
        "the records are no tf.train.Example": [[["no tf.train.Example", ""]]] * 2,
        "there is a third feature": [
            [["image", "bytes_list"], ["label", "int64_list"], ["shape", "int64_list"]]
        ]
        * 2,
    }


def kind_of(kind, values):
    """Return the kind of a feature; bytes that hold no tensor are another kind."""
    return "other bytes" if any(isinstance(value, str) for value in values) else kind


def changed(image):
    return {
        "the pixels are rounded to 0 .. 255": np.round(np.clip(image, 0, 1) * 255),
        "the pixels are scaled": image / 255,
    }


def lost(image):
    """Return the bits after an unwanted repair."""
    return {
        "NaN and infinities are replaced": np.nan_to_num(image).view(np.uint32),
        "infinities are replaced": np.clip(image, -3.4e38, 3.4e38).view(np.uint32),
        "the sign of -0.0 is lost": np.where(image == 0, np.float32(0), image).view(np.uint32),
    }


def backwards(labels):
    return {"the labels stand in reversed order": [[label] for label in labels[::-1]]}


COMPRESSIONS = {
    "the file is not compressed": "none",
    "the file is compressed with ZLIB": "ZLIB",
    "the file is not in the TFRecord format": "no TFRecord file",
}
REFUSED = {
    "the file is opened before the numbers are compared": refused(
        "ValueError", ["new.tfrecord"], kept=False
    ),
    "the surplus is silently dropped": refused("nothing was raised", ["new.tfrecord"], kept=False),
    "the file is made first and removed again": refused("ValueError", kept=False),
}
