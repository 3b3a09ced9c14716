"""Answers to write_tfrecord."""

import gzip
import struct

import numpy as np
import tensorflow as tf

Bytes, Ints, Floats = tf.train.BytesList, tf.train.Int64List, tf.train.FloatList


def feature(content, label):
    image = tf.train.Feature(bytes_list=Bytes(value=[content]))
    return {"image": image, "label": tf.train.Feature(int64_list=Ints(value=[label]))}


def serialized(features):
    return tf.train.Example(features=tf.train.Features(feature=features)).SerializeToString()


def content_of(image):
    return tf.io.serialize_tensor(image).numpy()


def write(path, records, options="GZIP"):
    with tf.io.TFRecordWriter(path, options) as writer:
        for record in records:
            writer.write(record)


def check(images, labels):
    if len(images) != len(labels):
        raise ValueError("not as many labels as images")


# unnoticed: test_example | write_tfrecord .records[*].image* * | test_values compares the images
# unnoticed: test_values | write_tfrecord result fewer | test_example looks for the compression
# unnoticed: test_values | write_tfrecord .compression * | test_example compares it
# unnoticed: test_values | write_tfrecord .records[*].image[*] letter | test_example: the kinds
# unnoticed: test_values | write_tfrecord .records[*].image[*] empty | test_example: the kinds
# unnoticed: test_values | write_tfrecord .records[*].label[*] letter | test_example: the kinds
# unnoticed: test_values | write_tfrecord .records[*].label[*] empty | test_example: the kinds
# unnoticed: test_values | write_tfrecord .records[*].label repeated | a feature is always a pair
# unnoticed: test_bits | write_tfrecord * | it compares one image; test_values compares all parts
# unnoticed: test_mismatch | write_tfrecord * | it compares labels; test_values compares all parts


# %% right: TFRecordOptions, the Example filled in place
def write_tfrecord(path, images, labels):
    if len(labels) != len(images):
        raise ValueError(f"{len(images)} images, {len(labels)} labels")
    options = tf.io.TFRecordOptions(compression_type="GZIP", compression_level=9)
    writer = tf.io.TFRecordWriter(path, options)
    for i in range(len(labels)):
        example = tf.train.Example()
        example.features.feature["label"].int64_list.value.append(int(labels[i]))
        example.features.feature["image"].bytes_list.value.append(content_of(images[i]))
        writer.write(example.SerializeToString())
    writer.close()


# %% right: all records first, then the file by Python's gzip
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = [serialized(feature(content_of(i), l)) for i, l in zip(images, labels)]
    plain = path + ".plain"
    with tf.io.TFRecordWriter(plain) as writer:
        for record in records:
            writer.write(record)
    with open(plain, "rb") as source, gzip.open(path, "wb") as target:
        target.write(source.read())


# %% right: everything in memory, one Example at a time
def write_tfrecord(path, images, labels):
    images, labels = list(images), list(labels)
    if not len(images) == len(labels):
        raise ValueError("unequal")
    with tf.io.TFRecordWriter(path, tf.io.TFRecordOptions("GZIP")) as writer:
        for number in range(len(images)):
            example = tf.train.Example()
            text = tf.io.serialize_tensor(tf.constant(images[number])).numpy()
            example.features.feature["image"].bytes_list.value[:] = [text]
            example.features.feature["label"].int64_list.value[:] = [labels[number]]
            writer.write(example.SerializePartialToString())


# %% right: the protocol buffers from a text of bytes
def write_tfrecord(path, images, labels):
    check(images, labels)
    examples = []
    for image, label in zip(images, labels):
        features = tf.train.Features()
        features.feature["image"].CopyFrom(tf.train.Feature(bytes_list=Bytes(value=[content_of(image)])))
        features.feature["label"].CopyFrom(tf.train.Feature(int64_list=Ints(value=[label])))
        examples.append(tf.train.Example(features=features).SerializeToString())
    write(path, examples)


# %% wrong: not compressed | test_example | compressed
# breaks: "The file is compressed with GZIP"
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in zip(images, labels)], "")


# %% wrong: a list of floats | test_example | list of floats
# breaks: "the image by tf.io.serialize_tensor"
# breaks: "a bytes list with one entry"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        pixels = tf.train.Feature(float_list=Floats(value=np.ravel(image)))
        records.append(serialized(feature(b"", label) | {"image": pixels}))
    write(path, records)


# %% wrong: the label is a float | test_example | the label is a list of floats
# breaks: "an int64 list with one entry"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        number = tf.train.Feature(float_list=Floats(value=[label]))
        records.append(serialized(feature(content_of(image), 0) | {"label": number}))
    write(path, records)


# %% wrong: one record for all | test_example | in one record
# breaks: "has one record per pair"
def write_tfrecord(path, images, labels):
    check(images, labels)
    image = tf.train.Feature(bytes_list=Bytes(value=[content_of(i) for i in images]))
    label = tf.train.Feature(int64_list=Ints(value=labels))
    write(path, [serialized({"image": image, "label": label})])


# %% wrong: the shape as a feature of its own | test_example | third feature
# breaks: "with exactly two features"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        shape = tf.train.Feature(int64_list=Ints(value=image.shape))
        records.append(serialized(feature(content_of(image), label) | {"shape": shape}))
    write(path, records)


# %% wrong: tobytes | test_example | not from tf.io
# breaks: "the image by tf.io.serialize_tensor"
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(i.tobytes(), l)) for i, l in zip(images, labels)])


# %% wrong: float64 | test_example | not from tf.io
# breaks: "n float32 images"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = [
        serialized(feature(content_of(i.astype(np.float64)), l)) for i, l in zip(images, labels)
    ]
    write(path, records)


# %% wrong: bytes of pixels in 0 .. 255 | test_values | rounded
# breaks: "to the last bit"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        pixels = np.round(np.clip(image, 0, 1) * 255).astype(np.float32)
        records.append(serialized(feature(content_of(pixels), label)))
    write(path, records)


# %% wrong: scaled on the way | test_values | scaled
# breaks: "to the last bit"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        records.append(serialized(feature(content_of(image / np.float32(255)), label)))
    write(path, records)


# %% wrong: the labels in reversed order | test_example | reversed
# breaks: "in the given order"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels[::-1])
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: flat images | test_values | shape
# breaks: "images (height, width, channels)"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(np.ravel(i)), l)) for i, l in pairs])


# %% wrong: repairs NaN | test_bits | are replaced
# breaks: "to the last bit"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(np.nan_to_num(i)), l)) for i, l in pairs])


# %% wrong: adds 0.0 | test_bits | sign of -0.0
# breaks: "to the last bit"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    repaired = [(np.where(i == 0, np.float32(0), i), l) for i, l in pairs]
    write(path, [serialized(feature(content_of(i), l)) for i, l in repaired])


# %% wrong: labels of 32 bits | test_bits | labels
# breaks: "an int64 list with one entry"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, np.array(labels, dtype=np.int64).astype(np.int32))
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: the file is begun first | test_mismatch | the file is opened before the
# breaks: "no file is made or changed then"
def write_tfrecord(path, images, labels):
    with tf.io.TFRecordWriter(path, "GZIP") as writer:
        for image, label in zip(images, labels, strict=True):
            writer.write(serialized(feature(content_of(image), label)))


# %% wrong: zip drops the surplus | test_mismatch | silently
# breaks: "Raises ValueError if there are not as many labels as images"
def write_tfrecord(path, images, labels):
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: an IndexError where labels are missing | test_mismatch | IndexError
# breaks: "Raises ValueError if there are not as many labels as images"
def write_tfrecord(path, images, labels):
    if len(labels) > len(images):
        raise ValueError("more labels than images")
    count = len(images)
    write(path, [serialized(feature(content_of(images[i]), labels[i])) for i in range(count)])


# %% wrong: compressed with ZLIB | test_example | with ZLIB
# breaks: "The file is compressed with GZIP"
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in zip(images, labels)], "ZLIB")


# %% wrong: the path gets an ending | test_example | compression
# breaks: "to a TFRecord file"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = [serialized(feature(content_of(i), l)) for i, l in zip(images, labels)]
    write(path + ".gz", records)


# %% wrong: NumPy's own format | test_example | not in the TFRecord format
# breaks: "to a TFRecord file"
def write_tfrecord(path, images, labels):
    check(images, labels)
    with open(path, "wb") as file:
        np.savez_compressed(file, *images, labels=labels)


# %% wrong: pairs of bytes without an Example | test_example | no tf.train.Example
# breaks: "Each record is a serialized tf.train.Example"
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [content_of(i) + struct.pack("q", l) for i, l in zip(images, labels)])


# %% wrong: the features have other names | test_example | features
# breaks: "with exactly two features: "image""
# breaks: ""label", an int64 list with one entry"
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        known = feature(content_of(image), label)
        records.append(serialized({"x": known["image"], "y": known["label"]}))
    write(path, records)


# %% wrong: all images are as large as the first | test_example | ValueError
# breaks: "The images may differ in size"
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in zip(np.stack(images), labels)])


# %% wrong: the images in the order of their sizes | test_values | list of labels
# breaks: "in the given order"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = sorted(zip(images, labels), key=lambda pair: pair[0].size)
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: the image is wrapped in a batch | test_values | shape
# breaks: "images (height, width, channels)"
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(i[None]), l)) for i, l in pairs])


# %% wrong: the file is removed when the numbers differ | test_mismatch | removed again
# breaks: "no file is made or changed then"
def write_tfrecord(path, images, labels):
    try:
        with tf.io.TFRecordWriter(path, "GZIP") as writer:
            for image, label in zip(images, labels, strict=True):
                writer.write(serialized(feature(content_of(image), label)))
    except ValueError:
        tf.io.gfile.remove(path)
        raise


# %% wrong: too many labels are no matter | test_mismatch | dict of outcomes
# breaks: "Raises ValueError if there are not as many labels as images"
def write_tfrecord(path, images, labels):
    if len(labels) < len(images):
        raise ValueError("labels are missing")
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% right: serializes everything first, then writes; the proto is filled in place
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    if len(images) != len(labels):
        raise ValueError(f"{len(images)} images, but {len(labels)} labels")
    records = []
    for image, label in zip(images, labels, strict=True):
        example = tf.train.Example()
        feature = example.features.feature
        feature["image"].bytes_list.value.append(tf.io.serialize_tensor(image).numpy())
        feature["label"].int64_list.value.append(int(label))
        records.append(example.SerializeToString())
    options = tf.io.TFRecordOptions(compression_type="GZIP")
    with tf.io.TFRecordWriter(path, options) as writer:
        for record in records:
            writer.write(record)


# %% right: writes one by one, the features as keyword arguments, closed in finally
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    n = len(labels)
    if len(images) != n:
        raise ValueError("there must be as many labels as images")

    def to_record(i):
        tensor = tf.io.serialize_tensor(tf.constant(images[i], tf.float32)).numpy()
        image = tf.train.Feature(bytes_list=tf.train.BytesList(value=[tensor]))
        label = tf.train.Feature(int64_list=tf.train.Int64List(value=[int(labels[i])]))
        features = tf.train.Features(feature={"label": label, "image": image})
        return tf.train.Example(features=features).SerializeToString()

    writer = tf.io.TFRecordWriter(path, options="GZIP")
    try:
        for i in range(n):
            writer.write(to_record(i))
    finally:
        writer.close()


# %% wrong: zip(strict=True) raises at the end, when the file is made already | test_mismatch
# breaks: "no file is made or changed then."
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    with tf.io.TFRecordWriter(path, options="GZIP") as writer:
        for image, label in zip(images, labels, strict=True):
            tensor = tf.io.serialize_tensor(image).numpy()
            feature = {
                "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[tensor])),
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[int(label)])),
            }
            example = tf.train.Example(features=tf.train.Features(feature=feature))
            writer.write(example.SerializeToString())


# %% wrong: also writes the shape | test_example
# breaks: "Each record is a serialized tf.train.Example with exactly two features:"
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    if len(images) != len(labels):
        raise ValueError("there must be as many labels as images")
    with tf.io.TFRecordWriter(path, options="GZIP") as writer:
        for image, label in zip(images, labels):
            tensor = tf.io.serialize_tensor(image).numpy()
            shape = list(image.shape)
            feature = {
                "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[tensor])),
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[int(label)])),
                "shape": tf.train.Feature(int64_list=tf.train.Int64List(value=shape)),
            }
            example = tf.train.Example(features=tf.train.Features(feature=feature))
            writer.write(example.SerializeToString())


# %% wrong: labels pass through int32, where large ones wrap around | test_bits
# breaks: ""label", an int64 list with one entry."
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    if len(images) != len(labels):
        raise ValueError("there must be as many labels as images")
    labels = np.asarray(labels).astype(np.int32).tolist()
    with tf.io.TFRecordWriter(path, options="GZIP") as writer:
        for image, label in zip(images, labels):
            tensor = tf.io.serialize_tensor(image).numpy()
            feature = {
                "image": tf.train.Feature(bytes_list=tf.train.BytesList(value=[tensor])),
                "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[label])),
            }
            example = tf.train.Example(features=tf.train.Features(feature=feature))
            writer.write(example.SerializeToString())
