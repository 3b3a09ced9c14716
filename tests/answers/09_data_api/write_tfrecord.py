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


# %% wrong: not compressed | test_form | compressed
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in zip(images, labels)], "")


# %% wrong: a list of floats | test_form | list of floats
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        pixels = tf.train.Feature(float_list=Floats(value=np.ravel(image)))
        records.append(serialized(feature(b"", label) | {"image": pixels}))
    write(path, records)


# %% wrong: the label is a float | test_form | the label is a list of floats
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        number = tf.train.Feature(float_list=Floats(value=[label]))
        records.append(serialized(feature(content_of(image), 0) | {"label": number}))
    write(path, records)


# %% wrong: one record for all | test_form | in one record
def write_tfrecord(path, images, labels):
    check(images, labels)
    image = tf.train.Feature(bytes_list=Bytes(value=[content_of(i) for i in images]))
    label = tf.train.Feature(int64_list=Ints(value=labels))
    write(path, [serialized({"image": image, "label": label})])


# %% wrong: the shape as a feature of its own | test_form | third feature
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        shape = tf.train.Feature(int64_list=Ints(value=image.shape))
        records.append(serialized(feature(content_of(image), label) | {"shape": shape}))
    write(path, records)


# %% wrong: tobytes | test_form | not from tf.io
def write_tfrecord(path, images, labels):
    check(images, labels)
    write(path, [serialized(feature(i.tobytes(), l)) for i, l in zip(images, labels)])


# %% wrong: float64 | test_form | not from tf.io
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = [
        serialized(feature(content_of(i.astype(np.float64)), l)) for i, l in zip(images, labels)
    ]
    write(path, records)


# %% wrong: bytes of pixels in 0 .. 255 | test_values | rounded
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        pixels = np.round(np.clip(image, 0, 1) * 255).astype(np.float32)
        records.append(serialized(feature(content_of(pixels), label)))
    write(path, records)


# %% wrong: scaled on the way | test_values | scaled
def write_tfrecord(path, images, labels):
    check(images, labels)
    records = []
    for image, label in zip(images, labels):
        records.append(serialized(feature(content_of(image / np.float32(255)), label)))
    write(path, records)


# %% wrong: the labels in reversed order | test_values | reversed
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels[::-1])
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: flat images | test_values | shape
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(np.ravel(i)), l)) for i, l in pairs])


# %% wrong: repairs NaN | test_bits | are replaced
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(np.nan_to_num(i)), l)) for i, l in pairs])


# %% wrong: adds 0.0 | test_bits | sign of -0.0
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, labels)
    repaired = [(np.where(i == 0, np.float32(0), i), l) for i, l in pairs]
    write(path, [serialized(feature(content_of(i), l)) for i, l in repaired])


# %% wrong: labels of 32 bits | test_bits | labels
def write_tfrecord(path, images, labels):
    check(images, labels)
    pairs = zip(images, np.array(labels, dtype=np.int64).astype(np.int32))
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: the file is begun first | test_mismatch | opened first
def write_tfrecord(path, images, labels):
    with tf.io.TFRecordWriter(path, "GZIP") as writer:
        for image, label in zip(images, labels, strict=True):
            writer.write(serialized(feature(content_of(image), label)))


# %% wrong: zip drops the surplus | test_mismatch | silently
def write_tfrecord(path, images, labels):
    pairs = zip(images, labels)
    write(path, [serialized(feature(content_of(i), l)) for i, l in pairs])


# %% wrong: an IndexError where labels are missing | test_mismatch | IndexError
def write_tfrecord(path, images, labels):
    if len(labels) > len(images):
        raise ValueError("more labels than images")
    count = len(images)
    write(path, [serialized(feature(content_of(images[i]), labels[i])) for i in range(count)])
