"""Probes of 09_data_api: what datasets serve, pass by pass, and files made from the judge's data.

The files are in a temporary folder, which is gone when the probe returns.
"""

import contextlib
import itertools
import pathlib
import tempfile

import numpy as np
import tensorflow as tf

MOST = 400  # elements of a pass: a dataset without an end has to end here

# Making a pipeline quicker takes longer than a short pass; what is served stays the same.
PLAIN = tf.data.Options()
PLAIN.experimental_optimization.apply_default_optimizations = False
PLAIN.autotune.enabled = False


def served(dataset, passes=1, most=MOST):
    """Return the elements of that many passes over a dataset."""
    dataset = plain(dataset)
    return [list(itertools.islice(dataset, most)) for _ in range(passes)]


def whole(dataset, most=MOST):
    """Return the elements of one pass, stacked; None if there are none."""
    return next(iter(plain(dataset).batch(most)), None)


def plain(dataset):
    """Return the dataset as it is served without being optimized."""
    if not isinstance(dataset, tf.data.Dataset):
        raise TypeError(f"expected a tf.data.Dataset, not a {type(dataset).__name__}")
    return dataset.with_options(PLAIN)


def made(function, *args):
    """Return the dataset that a function makes; AutoGraph rewrites mapped functions only if needed.

    Rewriting takes several times as long as tracing. What cannot do without raises a TypeError
    (OperatorNotAllowedInGraphError is one), and is then called again as it is.
    """
    try:
        return tf.autograph.experimental.do_not_convert(function)(*args)
    except TypeError:
        return function(*args)


def error_of(function, *args):
    """Return the name of the error that a call raises; the empty string if there is none.

    A subclass of ValueError or TypeError counts as that class.
    """
    try:
        function(*args)
    except (ValueError, TypeError) as error:
        return "ValueError" if isinstance(error, ValueError) else "TypeError"
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    return ""


def errors_of(student, name, calls):
    """Call one of the student's functions with each list of inputs; return the errors' names."""
    return [error_of(getattr(student, name), *args) for args in calls]


@contextlib.contextmanager
def folder():
    """Make a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


def from_arrays(student, x, y, batch, shuffle, seeds, passes=2):
    """Make a dataset with each seed; return what each serves in that many passes."""
    datasets = [student.from_arrays(x, y, batch, shuffle, seed) for seed in seeds]
    return [served(dataset, passes) for dataset in datasets]


def from_csv(student, text, label, batch, passes=1):
    """Read a file with this text; return what is served in that many passes."""
    with folder() as at:
        path = at / "table.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return served(made(student.from_csv, str(path), label, batch), passes)


def refused_label(student, text, label):
    """Ask for a label that is not a column; return the error's name."""
    with folder() as at:
        path = at / "table.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return error_of(student.from_csv, str(path), label, 4)


def written(student, images, labels):
    """Write a file; return whether it is compressed, and the features of its records."""
    with folder() as at:
        path = at / "images.tfrecord"
        student.write_tfrecord(str(path), images, labels)
        compressed = path.read_bytes()[:2] == b"\x1f\x8b"
        records = tf.data.TFRecordDataset(str(path), "GZIP" if compressed else "")
        return {"compressed": compressed, "records": [features_of(r.numpy()) for r in records]}


def features_of(record):
    """Return the features of a tf.train.Example by name."""
    features = tf.train.Example.FromString(record).features.feature
    return {name: values_of(features[name]) for name in sorted(features)}


def values_of(feature):
    """Return the kind of a feature and its values, bytes as the tensors that they hold."""
    kind = feature.WhichOneof("kind")
    values = list(getattr(feature, kind).value) if kind else []
    return [kind, [tensor_of(value) for value in values] if kind == "bytes_list" else values]


def tensor_of(content):
    """Return the float32 tensor that was serialized."""
    try:
        return tf.io.parse_tensor(content, tf.float32)
    except tf.errors.InvalidArgumentError:
        return "bytes that are not a serialized float32 tensor"


def refused_to_write(student, images, labels):
    """Write images and labels that do not match; return the error's name and the files."""
    with folder() as at:
        error = error_of(student.write_tfrecord, str(at / "images.tfrecord"), images, labels)
        return [error, sorted(entry.name for entry in at.iterdir())]


def tfrecord(path, images, labels, compression="GZIP"):
    """Write a TFRecord file as the exercise describes it."""
    with tf.io.TFRecordWriter(str(path), compression) as writer:
        for image, label in zip(images, labels, strict=True):
            example = tf.train.Example()
            content = tf.io.serialize_tensor(image).numpy()
            example.features.feature["image"].bytes_list.value.append(content)
            example.features.feature["label"].int64_list.value.append(label)
            writer.write(example.SerializeToString())


def read(student, images, labels, passes=1):
    """Let a file be read; return what is served in that many passes."""
    with folder() as at:
        path = at / "images.tfrecord"
        tfrecord(path, images, labels)
        return served(made(student.read_tfrecord, str(path)), passes)


def read_damaged(student, images, labels, damages):
    """Let damaged files be read; return how each ends.

    A damage is the share of the file that is kept, how many bytes of its end are lost, or "plain",
    a file that is not compressed. The ends: "named" is a ValueError with the path, at once.
    """
    with folder() as at:
        path = at / "damaged.tfrecord"
        return [_end_of(student, path, images, labels, damage) for damage in damages]


def _end_of(student, path, images, labels, damage):
    """Damage a file, let it be read, and say in words how that ends."""
    tfrecord(path, images, labels, "" if damage == "plain" else "GZIP")
    if damage != "plain":
        content = path.read_bytes()
        kept = int(damage * len(content)) if isinstance(damage, float) else len(content) - damage
        path.write_bytes(content[:kept])
    try:
        dataset = student.read_tfrecord(str(path))
    except ValueError as error:
        return "named" if str(path) in str(error) else "ValueError without the path"
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    try:
        return f"{len(served(dataset)[0])} images"
    except tf.errors.OpError as error:
        return f"{type(error).__name__} in the pass"


def image_folder(student, files, size, batch):
    """Make a folder of files [path, content] and serve it; return images, labels, names, skipped.

    Content is a uint8 image, which is encoded as the path's suffix says, or a list of an image and
    the number of bytes to cut off at the end, or text.
    """
    with folder() as at:
        for name, content in files:
            path = at / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(content, path.suffix.lower()))
        dataset, names, skipped = made(student.image_folder, str(at), tuple(size), batch)
        return {"batches": served(dataset)[0], "names": names, "skipped": skipped}


def encoded(content, suffix):
    """Return the bytes of a file."""
    if isinstance(content, str):
        return content.encode()
    image, lost = content if isinstance(content, list) else (content, 0)
    if suffix == ".png":
        data = tf.io.encode_png(image).numpy()
    else:
        data = tf.io.encode_jpeg(image, quality=100, chroma_downsampling=False).numpy()
    return data[: len(data) - lost]


def windows(student, series, length, horizon, batch, passes=1):
    """Cut a series; return what is served in that many passes."""
    return served(made(student.windows, series, length, horizon, batch), passes)


def padded_batches(student, sequences, batch):
    """Batch sequences; return what is served in one pass."""
    return served(made(student.padded_batches, sequences, batch))[0]


def from_generator(student, elements, step, signature, passes=2, most=MOST):
    """Serve a generator's elements in that many passes; after each call of fn, add `step`.

    An element is a list of arrays, the signature a list of [shape, dtype]. Returns the signature
    that the dataset reports, and the passes.
    """
    calls = []

    def fn():
        calls.append(1)
        added = step * (len(calls) - 1)
        for parts in elements:
            yield tuple(part + np.asarray(added, part.dtype) for part in parts)

    specs = tuple(tf.TensorSpec(shape, dtype) for shape, dtype in signature)
    dataset = student.from_generator(fn, specs)
    found = served(dataset, passes, most)
    told = [[axes_of(spec.shape), spec.dtype.name] for spec in dataset.element_spec]
    return {"signature": told, "passes": found}


def axes_of(shape):
    """Return a shape as a list; None if it is not known at all."""
    return None if shape.rank is None else shape.as_list()


def from_endless(student, start, factor, most):
    """Serve a generator that multiplies on and on; it gives up long after the needed elements."""

    def fn():
        value = np.float64(start)
        for _ in range(5000):
            yield {"value": value, "row": [value, -value]}
            value *= factor
        raise RuntimeError("the generator has no end, but all of it was read")

    spec = {
        "value": tf.TensorSpec((), tf.float64),
        "row": tf.TensorSpec((None,), tf.float64),
    }
    return served(student.from_generator(fn, spec), most=most)[0]


def from_misfit(student, elements, shape):
    """Serve vectors, some of the wrong shape; return the vectors served, and the error."""
    dataset = student.from_generator(lambda: iter(elements), tf.TensorSpec(shape, tf.float64))
    found, error = [], ""
    try:
        for element in itertools.islice(dataset, MOST):
            found.append(element)  # noqa: PERF402 - what came before the error is kept
    except Exception as raised:  # noqa: BLE001 - its name is the observation
        error = type(raised).__name__
    return [found, error]


def from_no_function(student):
    """Pass a generator instead of the function that makes it; return the error."""
    return error_of(student.from_generator, iter([1.0]), tf.TensorSpec((), tf.float32))


def interleave_files(student, files, cycle, passes=1):
    """Write files of these lines, and serve them; return the lines of that many passes."""
    with folder() as at:
        paths = []
        for number, lines in enumerate(files):
            # The names fall while the numbers rise: sorted paths are in another order.
            path = at / f"part-{len(files) - number:02}.txt"
            path.write_text("".join(f"{line}\n" for line in lines))
            paths.append(str(path))
        return served(made(student.interleave_files, paths, cycle), passes)


def refused_to_interleave(student, lines, cases):
    """Interleave that many copies of a file in that many places; return the errors' names."""
    with folder() as at:
        path = at / "part.txt"
        path.write_text("".join(f"{line}\n" for line in lines))
        function = student.interleave_files
        return [error_of(function, [str(path)] * count, cycle) for count, cycle in cases]


def kfold(student, x, y, k, fold, parts=("train", "validation")):
    """Return the training set and the validation set of one fold, or one of them, each stacked."""
    train, validation = student.kfold(x, y, k, fold)
    sets = {"train": train, "validation": validation}
    return {part: whole(sets[part]) for part in parts}


def balanced(student, values, weights, seeds, most):
    """Mix datasets of these values with each seed; return the first elements of each mixture."""
    datasets = [tf.data.Dataset.from_tensor_slices(part) for part in values]
    return [whole(student.balanced(list(datasets), weights, seed), most) for seed in seeds]


def refused_weights(student, values, cases):
    """Mix the datasets with each list of weights; return the errors' names."""
    datasets = [tf.data.Dataset.from_tensor_slices(part) for part in values]
    return [error_of(student.balanced, list(datasets), weights, 1) for weights in cases]


def pipeline(student, x, batch, cache, passes=2):
    """Send x through sin and cos; return what is served, and how often fn ran until then."""
    calls = tf.Variable(0, dtype=tf.int64)

    def fn(value):
        calls.assign_add(1)
        return tf.stack([tf.sin(value), tf.cos(value)])

    dataset = tf.data.Dataset.from_tensor_slices(x)
    dataset = made(student.pipeline, dataset, fn, batch, cache)
    return {"passes": served(dataset, passes), "calls": calls}


def pipeline_of_pairs(student, x, y, batch, cache):
    """Send pairs through a function of two arguments; return what is served in a pass."""
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    return served(made(student.pipeline, dataset, lambda a, b: (a - b, b), batch, cache))[0]
