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
    """Return the elements of that many passes over a dataset; what is none is named instead."""
    if not isinstance(dataset, tf.data.Dataset):
        return not_a_dataset(dataset)
    dataset = dataset.with_options(PLAIN)
    return [list(itertools.islice(dataset, most)) for _ in range(passes)]


def whole(dataset, most=MOST):
    """Return the elements of one pass, stacked; None if there are none."""
    if not isinstance(dataset, tf.data.Dataset):
        return not_a_dataset(dataset)
    return next(iter(dataset.with_options(PLAIN).batch(most)), None)


def not_a_dataset(value):
    """Return in words what came instead of a dataset; None stays None."""
    return value if value is None else f"{type(value).__name__}, not a tf.data.Dataset"


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
    """Return the name of the error that a call raises, or "nothing was raised".

    A subclass of ValueError or TypeError counts as that class.
    """
    try:
        function(*args)
    except (ValueError, TypeError) as error:
        return "ValueError" if isinstance(error, ValueError) else "TypeError"
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    return "nothing was raised"


def errors_of(student, function, cases):
    """Call one of the student's functions in each case, words: inputs; return the errors' names."""
    return {words: error_of(getattr(student, function), *args) for words, args in cases.items()}


@contextlib.contextmanager
def folder():
    """Make a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name)


def from_arrays(student, x, y, batch, shuffle, seed, passes=1):
    """Return what is served in that many passes."""
    return served(student.from_arrays(x, y, batch, shuffle, seed), passes)


def shuffled_labels(student, x, y, batch, seeds, passes):
    """Shuffle with each seed, in turn; return the labels of each pass, joined."""
    datasets = [student.from_arrays(x, y, batch, True, seed) for seed in seeds]
    return [
        [np.concatenate([labels for _, labels in batches]) for batches in served(dataset, passes)]
        for dataset in datasets
    ]


def from_csv(student, text, label, batch, passes=1):
    """Read a file with this text; return what is served in that many passes."""
    with folder() as at:
        path = at / "table.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return served(made(student.from_csv, str(path), label, batch), passes)


def refused_labels(student, text, labels):
    """Ask for each label of a file with this text; return the errors' names."""
    with folder() as at:
        path = at / "table.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return {label: error_of(student.from_csv, str(path), label, 4) for label in labels}


def write_tfrecord(student, images, labels):
    """Write a file; return its compression, and the features of its records."""
    with folder() as at:
        path = at / "images.tfrecord"
        student.write_tfrecord(str(path), images, labels)
        return contents_of(path)


def contents_of(path):
    """Return in words how a file is compressed, and the features of its records."""
    kinds = {b"\x1f\x8b": "GZIP", b"\x78\x9c": "ZLIB", b"\x78\xda": "ZLIB", b"\x78\x01": "ZLIB"}
    if not path.exists():
        return {"compression": f"no file: {sorted(f.name for f in path.parent.iterdir())}"}
    compression = kinds.get(path.read_bytes()[:2], "")
    try:
        records = [r.numpy() for r in tf.data.TFRecordDataset(str(path), compression)]
    except tf.errors.OpError:
        return {"compression": "no TFRecord file"}
    return {"compression": compression or "none", "records": [features_of(r) for r in records]}


def features_of(record):
    """Return the features of a tf.train.Example by name."""
    try:
        features = tf.train.Example.FromString(record).features.feature
    except Exception:  # noqa: BLE001 - protobuf's own class of error
        return {"no tf.train.Example": ["", []]}
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
    """Write what does not match, to a new file and over an old one; return what came of it."""
    with folder() as at:
        old, new = at / "old.tfrecord", at / "new.tfrecord"
        old.write_bytes(b"as it was")
        errors = [error_of(student.write_tfrecord, str(p), images, labels) for p in (new, old)]
        kept = old.exists() and old.read_bytes() == b"as it was"
        names = sorted(entry.name for entry in at.iterdir() if entry != old)
        return {"errors": errors, "new files": names, "the old file is unchanged": kept}


def tfrecord(path, images, labels, compression="GZIP"):
    """Write a TFRecord file as the exercise describes it."""
    with tf.io.TFRecordWriter(str(path), compression) as writer:
        for image, label in zip(images, labels, strict=True):
            example = tf.train.Example()
            content = tf.io.serialize_tensor(image).numpy()
            example.features.feature["image"].bytes_list.value.append(content)
            example.features.feature["label"].int64_list.value.append(label)
            writer.write(example.SerializeToString())


def read_tfrecord(student, images, labels, passes=1):
    """Let a file be read; return what is served in that many passes."""
    with folder() as at:
        path = at / "images.tfrecord"
        tfrecord(path, images, labels)
        return served(made(student.read_tfrecord, str(path)), passes)


def read_damaged(student, images, labels, damages):
    """Let damaged files be read; return how each ends.

    A damage is the share of the file that is kept, how many bytes of its end are lost (or kept, as
    a float above 1), or "plain", a file that is not compressed. The ends: "named" is a ValueError
    with the path, at once.
    """
    with folder() as at:
        path = at / "damaged.tfrecord"
        return {
            words: _end_of(student, path, images, labels, damage)
            for words, damage in damages.items()
        }


def _end_of(student, path, images, labels, damage):
    """Damage a file, let it be read, and say in words how that ends."""
    tfrecord(path, images, labels, "" if damage == "plain" else "GZIP")
    if damage != "plain":
        content = path.read_bytes()
        kept = len(content) - damage if isinstance(damage, int) else int(damage * len(content))
        kept = int(damage) if damage > 1 and isinstance(damage, float) else kept
        path.write_bytes(content[:kept])
    try:
        dataset = student.read_tfrecord(str(path))
    except ValueError as error:
        return "named" if str(path) in str(error) else "ValueError without the path"
    except Exception as error:  # noqa: BLE001 - its name is the observation
        return type(error).__name__
    try:
        return f"{len(list(dataset))} images"
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
        return {"passes": served(dataset), "names": names, "skipped": skipped}


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
    return served(made(student.padded_batches, sequences, batch))


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
    if not isinstance(dataset, tf.data.Dataset):
        return found
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
    elements = [tuple(e) if isinstance(e, list) else e for e in elements]
    dataset = student.from_generator(lambda: iter(elements), tf.TensorSpec(shape, tf.float64))
    found, error = [], ""
    try:
        for element in itertools.islice(dataset, MOST):
            found.append(element)  # noqa: PERF402 - what came before the error is kept
    except Exception as raised:  # noqa: BLE001 - its name is the observation
        error = type(raised).__name__
    return [found, error]


def from_no_function(student):
    """Pass a generator, and a number, instead of a function; return the errors."""
    spec, function = tf.TensorSpec((), tf.float32), student.from_generator
    return {
        "a generator": error_of(function, iter([1.0]), spec),
        "a number": error_of(function, 7, spec),
    }


def interleave_files(student, files, cycle, passes=1):
    """Write files of these lines, and serve them; return the lines of that many passes."""
    with folder() as at:
        paths = written_lines(at, files)
        return served(made(student.interleave_files, paths, cycle), passes)


def written_lines(at, files):
    """Write files of these lines; return their paths."""
    paths = []
    for number, lines in enumerate(files):
        # The names fall while the numbers rise: sorted paths are in another order.
        path = at / f"part-{len(files) - number:02}.txt"
        path.write_text("".join(f"{line}\n" for line in lines))
        paths.append(str(path))
    return paths


def refused_to_interleave(student, files, cases):
    """Interleave the first of the files in each case, words: [files, cycle]; return the errors."""
    with folder() as at:
        paths, function = written_lines(at, files), student.interleave_files
        return {
            words: error_of(function, paths[:count], cycle)
            for words, (count, cycle) in cases.items()
        }


def kfold(student, x, y, k, fold, passes=1):
    """Return the training set and the validation set of one fold, each pass stacked."""
    parts = student.kfold(x, y, k, fold)
    if not isinstance(parts, tuple | list) or len(parts) != 2:
        return parts if parts is None else f"{type(parts).__name__}, not two tf.data.Dataset"
    names = ("train", "validation")
    return {n: [whole(part) for _ in range(passes)] for n, part in zip(names, parts, strict=True)}


def balanced(student, values, weights, seeds, most):
    """Mix datasets of these values with each seed; return the first elements of each mixture."""
    datasets = [tf.data.Dataset.from_tensor_slices(part) for part in values]
    return [whole(student.balanced(list(datasets), weights, seed), most) for seed in seeds]


def refused_weights(student, values, cases):
    """Mix the datasets with the weights of each case; return the errors' names."""
    datasets = [tf.data.Dataset.from_tensor_slices(part) for part in values]
    return {
        words: error_of(student.balanced, list(datasets), weights, 1)
        for words, weights in cases.items()
    }


def pipeline(student, x, batch, cache, passes=2, y=None):
    """Send x through sin and cos; return what is served, and how often fn ran until then.

    With y, send pairs through a function of two arguments, in one pass.
    """
    calls = tf.Variable(0, dtype=tf.int64)

    def fn(value):
        calls.assign_add(1)
        return tf.stack([tf.sin(value), tf.cos(value)])

    def of_two(a, b):
        return a - b, b

    pairs = y is not None
    dataset = tf.data.Dataset.from_tensor_slices((x, y) if pairs else x)
    dataset = made(student.pipeline, dataset, of_two if pairs else fn, batch, cache)
    return served(dataset) if pairs else {"passes": served(dataset, passes), "calls": calls}


def tens(student, n, batch, cache):
    """Send the numbers below n through 10 * n; return the sizes and the sorted numbers."""
    numbers = tf.data.Dataset.range(n)
    dataset = made(student.pipeline, numbers, lambda number: 10 * number, batch, cache)
    batches = served(dataset)
    if not isinstance(batches, list):
        return batches
    sizes = [int(tf.size(batch)) for batch in batches[0]]
    return {"sizes": sizes, "numbers": sorted(int(i) for b in batches[0] for i in np.ravel(b))}
