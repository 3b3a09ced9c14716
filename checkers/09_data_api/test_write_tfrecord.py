"""Checks of write_tfrecord: the records are taken apart beside the submission."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIZES = [(4, 3, 1), (2, 5, 3), (1, 1, 2)]


def drawn(rng, sizes=SIZES):
    """Draw images of these sizes, and their labels."""
    return draw(rng, *sizes), rng.integers(-99, 99, len(sizes)).tolist()


def test_form(probes, rng):
    """the file is compressed, and each record is an Example with the features image and label"""
    got = probes.written(*drawn(rng))
    plain = {"the file is not compressed": False}
    assert_equal(got["compressed"], want=True, what="the compression with GZIP", slips=plain)
    kinds = [[[name, kind_of(*values)] for name, values in r.items()] for r in got["records"]]
    want = [[["image", "bytes_list"], ["label", "int64_list"]]] * 3
    assert_equal(kinds, want, what="the list of each record's features", slips=slips_of(want))


@points(1)
@after(test_form)
def test_values(probes, rng):
    """each record holds an image, with its shape, and the label that belongs to it"""
    images, labels = drawn(rng)
    records = probes.written(images, labels)["records"]
    got = [record["label"][1] for record in records]
    assert_equal(
        got, [[label] for label in labels], what="the list of labels", slips=backwards(labels)
    )
    for image, record in zip(images, records, strict=True):
        assert_close(record["image"][1][0], image, dtype="float32", slips=changed(image))


@points(1)
@after(test_values)
def test_bits(probes, rng):
    """every bit is kept: NaN, infinities, -0.0, tiny numbers, and labels beyond 32 bits"""
    image, labels = draw(rng, (5, 4, 2)), [int(rng.integers(2**40, 2**41)), -(2**62), 3]
    image[0, :, 0] = [np.nan, np.inf, -np.inf, -0.0]
    image[1, :, 0] = np.array([1, 0x7FC12345, 0xFFC00001, 0x80000000], np.uint32).view(np.float32)
    records = probes.written([image, *draw(rng, (1, 2, 3), (2, 2, 1))], labels)["records"]
    got = records[0]["image"][1][0].view(np.uint32)
    assert_close(got, image.view(np.uint32), what="the bits", slips=lost(image))
    assert_equal([record["label"][1][0] for record in records], labels, what="the list of labels")


@points(1)
@after(test_values)
def test_mismatch(probes, rng):
    """different numbers of images and labels are refused, and no file is made"""
    images, labels = drawn(rng)
    want, slips = (
        ["ValueError", []],
        {"the file is opened first": ["ValueError", ["images.tfrecord"]]},
    )
    for some, others in [(images[:2], labels), (images, labels[:1])]:
        got = probes.refused_to_write(some, others)
        slips |= {"the surplus is silently dropped": ["", ["images.tfrecord"]]}
        assert_equal(got, want, what="[the error, the files in the folder]", slips=slips)


def slips_of(want):
    """Return the features of other layouts of the records."""
    return {
        "the pixels are a list of floats, which loses the shape": [
            [["image", "float_list"], ["label", "int64_list"]]
        ]
        * 3,
        "the label is a list of floats": [[["image", "bytes_list"], ["label", "float_list"]]] * 3,
        "the label as bytes": [[["image", "bytes_list"], ["label", "other bytes"]]] * 3,
        "the bytes are not from tf.io.serialize_tensor, or of another dtype": [
            [["image", "other bytes"], ["label", "int64_list"]]
        ]
        * 3,
        "all pairs are in one record": want[:1],
        "there is a third feature": [
            [["image", "bytes_list"], ["label", "int64_list"], ["shape", "int64_list"]]
        ]
        * 3,
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
