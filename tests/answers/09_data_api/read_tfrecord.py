"""Answers to read_tfrecord."""

import gzip
import os
import zlib

import numpy as np
import tensorflow as tf

SPEC = {
    "image": tf.io.FixedLenFeature([], tf.string),
    "label": tf.io.FixedLenFeature([], tf.int64),
}


def look_at(path):
    if os.path.getsize(path) == 0:
        raise ValueError(f"{path} is empty")
    try:
        with gzip.open(path, "rb") as file:
            while file.read(1000):
                pass
    except Exception as error:
        raise ValueError(f"{path} is damaged") from error


def parse(record):
    features = tf.io.parse_single_example(record, SPEC)
    return tf.io.parse_tensor(features["image"], tf.float32), features["label"]


def pairs(path):
    return tf.data.TFRecordDataset(path, "GZIP").map(parse)


# unnoticed: test_bits | read_tfrecord [* | it compares one image; test_values compares all parts
# unnoticed: test_damaged | read_tfrecord [* | it compares one image; test_values compares all parts


# %% right: zlib by hand, batches of examples
def read_tfrecord(path):
    with open(path, "rb") as file:
        stream = zlib.decompressobj(wbits=31)
        try:
            stream.decompress(file.read())
        except zlib.error as error:
            raise ValueError(f"{path} is damaged") from error
    if not stream.eof:
        raise ValueError(f"{path} is cut short")

    def decode(content):
        return tf.ensure_shape(tf.io.parse_tensor(content, tf.float32), [None, None, None])

    dataset = tf.data.TFRecordDataset(path, compression_type="GZIP").batch(2)
    parsed = dataset.map(lambda records: tf.io.parse_example(records, SPEC)).unbatch()
    return parsed.map(lambda features: (decode(features["image"]), features["label"]))


# %% right: a generator over tf.train.Example
def read_tfrecord(path):
    look_at(path)

    def generate():
        for record in tf.data.TFRecordDataset(path, "GZIP"):
            features = tf.train.Example.FromString(record.numpy()).features.feature
            image = tf.io.parse_tensor(features["image"].bytes_list.value[0], tf.float32)
            yield image, features["label"].int64_list.value[0]

    signature = (tf.TensorSpec((None, None, None), tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(generate, output_signature=signature)


# %% wrong: flat images | test_example | flat
# breaks: "images (height, width, channels)"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (tf.reshape(image, [-1]), label))


# %% wrong: leaves the first record out | test_values | different structure
# breaks: "Serve the pairs of a TFRecord file"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).take(3)


# %% wrong: labels of shape (1,) | test_example | extra axis
# breaks: "labels ()"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (image, label[None]))


# %% wrong: the label is cast to float | test_values | dtype
# breaks: "an int64"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (image, tf.cast(label, tf.float32)))


# %% wrong: labels through 32 bits | test_values | label
# breaks: "Both come back as they were"
def read_tfrecord(path):
    look_at(path)
    narrow = pairs(path).map(lambda image, label: (image, tf.cast(label, tf.int32)))
    return narrow.map(lambda image, label: (image, tf.cast(label, tf.int64)))


# %% wrong: divides by 255 | test_values | differ
# breaks: "Both come back as they were"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (image / 255, label))


# %% wrong: a second pass is empty | test_values | structure
# breaks: "in the order of the file"
def read_tfrecord(path):
    look_at(path)
    elements = iter(list(pairs(path)))
    signature = (tf.TensorSpec(None, tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(lambda: elements, output_signature=signature)


# %% wrong: through float16 | test_values | lower precision
# breaks: "to the last bit"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(
        lambda image, label: (tf.cast(tf.cast(image, tf.float16), tf.float32), label)
    )


# %% wrong: clips to 0 .. 1 | test_values | differ
# breaks: "Both come back as they were"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (tf.clip_by_value(image, 0.0, 1.0), label))


# %% wrong: repairs NaN | test_bits | are replaced
# breaks: "to the last bit"
def read_tfrecord(path):
    look_at(path)

    def repair(image, label):
        return tf.ensure_shape(tf.numpy_function(np.nan_to_num, [image], tf.float32), None), label

    return pairs(path).map(repair)


# %% wrong: adds 0.0 | test_bits | sign of -0.0
# breaks: "to the last bit"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(
        lambda image, label: (tf.where(image == 0, tf.zeros_like(image), image), label)
    )


# %% wrong: no look at the file | test_damaged | before the first pass
# breaks: "before the first pass"
# breaks: "if the file is not whole: cut short at any place"
def read_tfrecord(path):
    return tf.data.TFRecordDataset(path, "GZIP").map(parse)


# %% wrong: tries the records, not the stream | test_damaged | within the last bytes
# breaks: "within its last bytes or before the first"
def read_tfrecord(path):
    try:
        for _ in tf.data.TFRecordDataset(path, "GZIP"):
            pass
    except tf.errors.DataLossError as error:
        raise ValueError(f"{path} is damaged") from error
    return pairs(path)


# %% wrong: the errors of gzip | test_damaged | own errors
# breaks: "Raises ValueError"
def read_tfrecord(path):
    with gzip.open(path, "rb") as file:
        file.read()
    return pairs(path)


# %% wrong: does not name the file | test_damaged | does not name
# breaks: "with the path in its message"
def read_tfrecord(path):
    try:
        look_at(path)
    except ValueError as error:
        raise ValueError("the file is damaged") from error
    return pairs(path)


# %% wrong: skips what is damaged | test_damaged | images
# breaks: "if the file is not whole: cut short at any place"
def read_tfrecord(path):
    return tf.data.TFRecordDataset(path, "GZIP").map(parse).ignore_errors()


# %% wrong: catches EOFError only | test_damaged | passed on
# breaks: "or not compressed with GZIP"
def read_tfrecord(path):
    try:
        with gzip.open(path, "rb") as file:
            file.read()
    except EOFError as error:
        raise ValueError(f"{path} is cut short") from error
    return pairs(path)


# %% wrong: takes a file that is not compressed | test_damaged | read anyway
# breaks: "or not compressed with GZIP"
def read_tfrecord(path):
    with open(path, "rb") as file:
        compressed = file.read(2) == b"\x1f\x8b"
    if compressed:
        look_at(path)
    return tf.data.TFRecordDataset(path, "GZIP" if compressed else "").map(parse)


# %% wrong: leaves an empty file to gzip | test_damaged | 0 bytes is taken
# breaks: "within its last bytes or before the first"
def read_tfrecord(path):
    try:
        with gzip.open(path, "rb") as file:
            file.read()
    except (EOFError, OSError, zlib.error) as error:
        raise ValueError(f"{path} is damaged") from error
    return pairs(path)


# %% wrong: a list of pairs, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset of pairs"
def read_tfrecord(path):
    look_at(path)
    return list(pairs(path))


# %% wrong: batches of one | test_example | batched
# breaks: "not batched"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).batch(1)


# %% wrong: the label comes first | test_example | swapped
# breaks: "images (height, width, channels), labels ()"
def read_tfrecord(path):
    look_at(path)
    return pairs(path).map(lambda image, label: (label, image))


# %% wrong: the last record first | test_example | reversed
# breaks: "in the order of the file"
def read_tfrecord(path):
    look_at(path)
    elements = list(pairs(path))[::-1]
    signature = (tf.TensorSpec(None, tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(lambda: iter(elements), output_signature=signature)


# %% wrong: read as if it were not compressed | test_example | DataLossError
# breaks: "The file is compressed with GZIP"
def read_tfrecord(path):
    look_at(path)
    return tf.data.TFRecordDataset(path).map(parse)


# %% wrong: the image as bytes of pixels | test_example | shape of the image
# breaks: "a float32 tensor by tf.io.serialize_tensor"
def read_tfrecord(path):
    look_at(path)

    def raw(record):
        features = tf.io.parse_single_example(record, SPEC)
        return tf.io.decode_raw(features["image"], tf.uint8), features["label"]

    return tf.data.TFRecordDataset(path, "GZIP").map(raw)


# %% wrong: the images in batches of equal size, the first size for all | test_example | Error
# breaks: "Images may differ in size"
def read_tfrecord(path):
    look_at(path)
    shape = next(iter(pairs(path)))[0].shape
    return pairs(path).map(lambda image, label: (tf.ensure_shape(image, shape), label))


# %% wrong: an int64 feature for the image | test_example | Error
# breaks: "each record is a tf.train.Example"
def read_tfrecord(path):
    look_at(path)
    spec = SPEC | {"image": tf.io.VarLenFeature(tf.int64)}

    def other(record):
        features = tf.io.parse_single_example(record, spec)
        return tf.sparse.to_dense(features["image"]), features["label"]

    return tf.data.TFRecordDataset(path, "GZIP").map(other)


# %% wrong: only the first bytes are looked at | test_damaged | what comes of a file
# breaks: "if the file is not whole: cut short at any place"
def read_tfrecord(path):
    with open(path, "rb") as file:
        if file.read(2) != b"\x1f\x8b":
            raise ValueError(f"{path} is no GZIP file")
    return pairs(path)


# %% wrong: the check is made in the pass | test_damaged | what comes of a file
# breaks: "It is raised when read_tfrecord is called"
def read_tfrecord(path):
    def elements():
        look_at(path)
        yield from pairs(path)

    signature = (tf.TensorSpec(None, tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(elements, output_signature=signature)


# %% wrong: the features have other names | test_example | Error
# breaks: "with the features "image""
# breaks: "and "label""
def read_tfrecord(path):
    look_at(path)
    spec = {"x": SPEC["image"], "y": SPEC["label"]}

    def other(record):
        features = tf.io.parse_single_example(record, spec)
        return tf.io.parse_tensor(features["x"], tf.float32), features["y"]

    return tf.data.TFRecordDataset(path, "GZIP").map(other)


# %% equivalent: swap-5823b9ee | an except clause catches the same in any order
# %% equivalent: swap-e42ad4cb | an except clause catches the same in any order


# %% right: zlib by hand: each stream must have its end
def read_tfrecord(path: str) -> tf.data.Dataset:
    data = Path(path).read_bytes()
    if not data:
        raise ValueError(f"{path} is empty")
    while data:
        stream = zlib.decompressobj(wbits=31)  # 31: a GZIP stream, its checksum and length checked
        try:
            stream.decompress(data)
        except zlib.error as error:
            raise ValueError(f"{path} is broken: {error}") from error
        if not stream.eof:
            raise ValueError(f"{path} is cut short")
        data = stream.unused_data

    def parse(record):
        spec = {
            "label": tf.io.FixedLenFeature((), tf.int64),
            "image": tf.io.FixedLenFeature((), tf.string),
        }
        features = tf.io.parse_single_example(record, spec)
        image = tf.io.parse_tensor(features["image"], tf.float32)
        return tf.ensure_shape(image, (None, None, None)), features["label"]

    records = tf.data.TFRecordDataset([path], compression_type="GZIP")
    return records.map(parse, num_parallel_calls=tf.data.AUTOTUNE)


# %% right: gzip reads to the end in pieces; then two datasets, zipped
def read_tfrecord(path: str) -> tf.data.Dataset:
    size = 0
    try:
        with gzip.open(path, "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                size += len(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(f"{path} is not whole: {error}") from error
    if size == 0 and Path(path).stat().st_size == 0:
        raise ValueError(f"{path} is not whole: it has no bytes")
    records = tf.data.TFRecordDataset(path, "GZIP")

    def get(name, dtype):
        spec = {name: tf.io.FixedLenFeature([], dtype)}
        return records.map(lambda record: tf.io.parse_single_example(record, spec)[name])

    def to_image(text):
        image = tf.io.parse_tensor(text, tf.float32)
        image.set_shape([None, None, None])
        return image

    return tf.data.Dataset.zip((get("image", tf.string).map(to_image), get("label", tf.int64)))


# %% wrong: lets TensorFlow look for damage, which does not see a missing end of the stream | test_damaged
# breaks: "within its last bytes or before the first"
def read_tfrecord(path: str) -> tf.data.Dataset:
    records = tf.data.TFRecordDataset(path, compression_type="GZIP")
    if Path(path).stat().st_size == 0:
        raise ValueError(f"{path} is empty")
    try:
        for _ in records:
            pass
    except tf.errors.DataLossError as error:
        raise ValueError(f"{path} is not whole") from error

    def parse(record):
        spec = {
            "image": tf.io.FixedLenFeature([], tf.string),
            "label": tf.io.FixedLenFeature([], tf.int64),
        }
        features = tf.io.parse_single_example(record, spec)
        image = tf.io.parse_tensor(features["image"], tf.float32)
        return tf.ensure_shape(image, (None, None, None)), features["label"]

    return records.map(parse)


# %% wrong: gzip's own message, without the path | test_damaged
# breaks: "with the path in its message"
def read_tfrecord(path: str) -> tf.data.Dataset:
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ValueError(str(error)) from error
    if Path(path).stat().st_size == 0:
        raise ValueError(f"{path} is empty")

    def parse(record):
        spec = {
            "image": tf.io.FixedLenFeature([], tf.string),
            "label": tf.io.FixedLenFeature([], tf.int64),
        }
        features = tf.io.parse_single_example(record, spec)
        image = tf.io.parse_tensor(features["image"], tf.float32)
        return tf.ensure_shape(image, (None, None, None)), features["label"]

    return tf.data.TFRecordDataset(path, compression_type="GZIP").map(parse)


# %% wrong: a file of 0 bytes passes as a file without records | test_damaged
# breaks: "within its last bytes or before the first"
def read_tfrecord(path: str) -> tf.data.Dataset:
    try:
        with gzip.open(path) as file:
            while file.read(1 << 20):
                pass
    except (EOFError, zlib.error, OSError) as error:
        raise ValueError(f"{path} is not whole: {error}") from error

    def parse(record):
        spec = {
            "image": tf.io.FixedLenFeature([], tf.string),
            "label": tf.io.FixedLenFeature([], tf.int64),
        }
        features = tf.io.parse_single_example(record, spec)
        image = tf.io.parse_tensor(features["image"], tf.float32)
        return tf.ensure_shape(image, (None, None, None)), features["label"]

    return tf.data.TFRecordDataset(path, compression_type="GZIP").map(parse)
