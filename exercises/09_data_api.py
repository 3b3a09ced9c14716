# %% [markdown]
# # The data API
#
# A model trains on batches, and something has to make them: read files, decode, pad, shuffle,
# and be ready when the next step begins. Arrays that fit into memory can go to `fit` as they are.
# For the rest there is `tf.data`. You describe once how files become batches. The pipeline then
# runs beside the training, in C++, in several threads, and never holds more than it needs.
#
#     source                      transformations                              consumer
#     from_tensor_slices(...)     .map(fn)       one element in, one out       for x, y in dataset
#     TFRecordDataset(path)       .shuffle(n)    a buffer of n, drawn from     model.fit(dataset)
#     TextLineDataset(path)       .batch(k)      k elements become one
#     from_generator(fn, ...)     .prefetch(k)   made before they are needed
#
# Remember three things. A dataset is a recipe and holds no data: every `for` loop
# over it is a *pass* that starts afresh. Each transformation returns a new dataset and does not
# change the old one. And their order matters: `shuffle` before `batch` mixes samples, `shuffle`
# after `batch` mixes only whole batches.
#
# In this topic you write twelve pipelines: sources first, then ways to cut and mix, and at the end
# the right order of it all.

# %%
import csv
import gzip
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import tensorflow as tf

# %% [markdown]
# ## From arrays
#
# `tf.data.Dataset.from_tensor_slices((x, y))` cuts arrays along their first axis: its elements are
# the pairs `(x[0], y[0])`, `(x[1], y[1])` and so on.
#
# `shuffle(buffer)` keeps a buffer of that many elements, serves one of them at random and puts the
# next element into its place. So an element can come at most `buffer - 1` places too early:
#
#     buffer 1      0 1 2 3 4 5 6 7      nothing is shuffled
#     buffer 3      2 0 3 1 5 6 4 7      2 may come first, 7 may not
#     buffer 8      7 2 5 0 4 1 6 3      every order is possible
#
# If labels are sorted by class, as they often are, a small buffer gives batches of a single class.
# A buffer of 1,000 is small as soon as the data is larger.
#
# By default `shuffle` draws a new order in each pass, and a `seed` makes these orders the same in
# each run. `batch` keeps a short last batch, unless you set `drop_remainder=True`.


# %%
def from_arrays(
    x: np.ndarray, y: np.ndarray, batch: int, shuffle: bool, seed: int
) -> tf.data.Dataset:
    """Serve arrays in batches: (n, ...), (n, ...) -> pairs of (batch, ...) and (batch, ...).

    Returns a tf.data.Dataset. x and y are NumPy arrays of at least one sample, and keep their
    dtypes. Each pass serves every sample once; the last batch holds what is left and may be short.

    Without shuffle the samples keep their order. With shuffle every pass has a fresh order, in
    which any sample may come anywhere, and x and y stay together. Two datasets made with the same
    seed serve the same orders, pass for pass; another seed gives other orders.

    Raises ValueError if x and y differ in length, or if batch is less than 1.

    >>> x, y = np.array([[1.0], [2.0], [3.0]]), np.array([10, 20, 30])
    >>> dataset = from_arrays(x, y, batch=2, shuffle=False, seed=0)
    >>> [labels.numpy().tolist() for _, labels in dataset]
    [[10, 20], [30]]
    """
    # TODO 1: refuse a bad batch, and arrays that differ in length.
    # TODO 2: a dataset of the pairs, in a fresh order in each pass if shuffle is True.
    # TODO 3: make batches of it.
    raise NotImplementedError("from_arrays")


# %% [markdown]
# ## From a CSV file
#
#     price,rooms,town               {"rooms": [3, 2], "town": ["Ulm", "Bonn, Bad Godesberg"]}
#     310.5,3,Ulm               ->   [310.5, nan]
#     ,2,"Bonn, Bad Godesberg"
#
# Text becomes columns with types. You cannot simply split each line at its commas, for two
# reasons: a field in quotes may hold commas (and a quote, written twice), and fields may be
# empty. You must decide what an empty field means. A missing number is *not a number*,
# NaN, which nobody mistakes for a measured 0. Since no integer is NaN, a column of whole
# numbers with a gap becomes a column of floats.
#
# `tf.data.experimental.CsvDataset(path, record_defaults, header=True)` reads such a file. For each
# column give a dtype, if every field is required, or a default value, which also sets the dtype.
# `tf.data.experimental.make_csv_dataset` guesses the types itself, from the first rows, and
# puts 0 where a number is missing.


# %%
def from_csv(path: str, label: str, batch: int) -> tf.data.Dataset:
    """Serve a CSV file in batches of pairs: a dict of the features (batch,), the label (batch,).

    Returns a tf.data.Dataset. The first line holds the names of the columns. The dict has an entry
    for each column but `label`. Rows keep their order, each pass serves every row once, and the
    last batch may be short. Fields in double quotes may hold commas and doubled quotes.

    The type of a column, even of the label, follows from all its fields:
    int64 if every field is a whole number (digits, perhaps a minus before them);
    else float32 if every field is a number (as 310.5, -2 or 1e-3) or empty; an empty field is NaN;
    else string; an empty field is the empty string.

    There is at least one row below the names, each row has a field for every column, no field has a
    line break, no two names are equal, and no number is too large for its type or written in
    another way (as nan, +5 or 1_000).

    Raises ValueError if the file has no column `label`. It is raised when from_csv is called.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "towns.csv")
    >>> _ = path.write_text('price,rooms,town\\n310.5,3,Ulm\\n,2,"Bonn, Bad Godesberg"\\n')
    >>> for features, price in from_csv(str(path), "price", batch=2):
    ...     print(features["rooms"].numpy(), features["town"].numpy()[1], price.numpy())
    [3 2] b'Bonn, Bad Godesberg' [310.5   nan]
    """
    # TODO 1: the names and the rows, fields in quotes included; refuse a label that is no column.
    # TODO 2: the type of each column.
    # TODO 3: a dataset of the rows in batches, each a dict of the features and the label.
    raise NotImplementedError("from_csv")


# %% [markdown]
# ## Writing TFRecords
#
# A million small files are slow to read and slow to copy. A TFRecord file holds many *records* one
# after the other, each a string of bytes with its length and a checksum. You choose what the bytes
# mean; the usual choice is a `tf.train.Example`, a dict of named features:
#
#     tf.train.Example
#       "image"   bytes_list   [b"..."]     tf.io.serialize_tensor(image): dtype, shape and values
#       "label"   int64_list   [3]
#
# A feature is a list of bytes, of int64 or of float32, and nothing else. So serialize a tensor:
# it comes back with its shape and to the last bit, NaN and -0.0 included.
#
# `tf.io.TFRecordWriter(path, options="GZIP")` compresses as it writes. In a `with` block it
# closes the file even when something goes wrong; a file that was never closed lacks its end.


# %%
def write_tfrecord(path: str, images: Sequence[np.ndarray], labels: Sequence[int]) -> None:
    """Write n float32 images (height, width, channels) and n integer labels to a TFRecord file.

    The images may differ in size. The file is compressed with GZIP, and has one record per pair, in
    the given order. Each record is a serialized tf.train.Example with exactly two features:
    "image", a bytes list with one entry, the image by tf.io.serialize_tensor, to the last bit;
    "label", an int64 list with one entry.

    Raises ValueError if there are not as many labels as images; no file is made or changed then.

    >>> import tempfile
    >>> path = str(Path(tempfile.mkdtemp(), "two.tfrecord"))
    >>> images = [np.zeros((2, 3, 1), np.float32), np.ones((4, 4, 1), np.float32)]
    >>> write_tfrecord(path, images, [7, 8])
    >>> records = [record.numpy() for record in tf.data.TFRecordDataset(path, "GZIP")]
    >>> tf.train.Example.FromString(records[1]).features.feature["label"].int64_list.value[0]
    8
    """
    # TODO 1: refuse unequal numbers before a file is made.
    # TODO 2: a tf.train.Example for each pair.
    # TODO 3: a compressed file of the serialized examples.
    raise NotImplementedError("write_tfrecord")


# %% [markdown]
# ## Reading TFRecords
#
# Now the way back. `tf.data.TFRecordDataset(path, compression_type="GZIP")` serves the records as
# strings. `tf.io.parse_single_example(record, spec)` takes a record apart; the spec says what to
# expect, for instance `tf.io.FixedLenFeature([], tf.string)` for a string. `tf.io.parse_tensor`
# undoes `serialize_tensor`. The two parsers run inside `map`.
#
# And if the file is broken? Copying was interrupted, the disk was full. TensorFlow notices a record
# that is cut in two, but in the middle of a pass, perhaps after hours of training. If the file ends
# between two records, or within the last bytes of the compressed stream, it looks whole to
# TensorFlow. GZIP knows better: a stream ends with a checksum and its length, and Python's `gzip`
# module compares them when it has read to the end. It raises EOFError if the stream has no end,
# `zlib.error` if its content makes no sense, and `gzip.BadGzipFile`, an OSError, if it is not a
# GZIP file or the checksum is wrong. Only a file of 0 bytes passes: `gzip` and TensorFlow both take
# it for a file without records. Reading the whole file before the first pass costs seconds and
# saves nights.


# %%
def read_tfrecord(path: str) -> tf.data.Dataset:
    """Serve the pairs of a TFRecord file: images (height, width, channels), labels ().

    Returns a tf.data.Dataset of pairs, not batched, in the order of the file. The file is
    compressed with GZIP; each record is a tf.train.Example with the features "image", a float32
    tensor by tf.io.serialize_tensor, and "label", an int64. Both come back as they were, to the
    last bit. Images may differ in size.

    Raises ValueError, with the path in its message, if the file is not whole: cut short at any
    place, within its last bytes or before the first, or not compressed with GZIP. It is raised when
    read_tfrecord is called, before the first pass.

    >>> import tempfile
    >>> path = str(Path(tempfile.mkdtemp(), "two.tfrecord"))
    >>> images = [np.zeros((2, 3, 1), np.float32), np.ones((4, 4, 1), np.float32)]
    >>> write_tfrecord(path, images, [7, 8])
    >>> [(image.shape.as_list(), int(label)) for image, label in read_tfrecord(path)]
    [([2, 3, 1], 7), ([4, 4, 1], 8)]
    """
    # TODO 1: refuse a file that is not whole; which kinds are there?
    # TODO 2: a function that makes an image and a label of one record.
    # TODO 3: a dataset of all records, through that function.
    raise NotImplementedError("read_tfrecord")


# %% [markdown]
# ## A folder of images
#
#     pets/cat/a.png        label 0: "cat" comes first in the alphabet
#     pets/cat/b.jpg
#     pets/dog/a.jpeg       label 1
#     pets/dog/notes.txt    not an image, left out
#
# Small sets of images usually come with a folder for each class. The sorted names of the folders
# give the labels. File systems list folders in an order that differs from machine to machine, so
# labels that depend on it are worthless on the next machine.
#
# `tf.io.decode_image` reads both PNG and JPEG. With `channels=3` gray images become RGB too,
# `dtype=tf.float32` scales to [0, 1], and `expand_animations=False` promises a plain image. Without
# that promise `tf.image.resize` refuses to work in a graph. Among many images some are broken. An
# exception in `map` ends the pass, so find such files beforehand: outside a graph the same op
# raises `tf.errors.InvalidArgumentError`, which you can catch. Silence would be wrong too: your
# caller wants to know how many files are broken.
#
# Keras's own: `keras.utils.image_dataset_from_directory`.


# %%
def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    """Serve a folder of images in batches: images (batch, height, width, 3), labels (batch,).

    Returns three things: the tf.data.Dataset, the list of class names, and the number of files that
    were skipped. Each folder directly in `path` is a class, whose name is the folder's; the names
    are sorted as by `sorted`, and a class's label is its place among them. A class's files are
    those directly in its folder whose names end in .png, .jpg or .jpeg, in upper or lower case;
    others are ignored.

    The images come class by class, and sorted by file name within a class: RGB (even if gray),
    float32 in [0, 1], resized to size = (height, width) by tf.image.resize with its default,
    bilinear. Labels are int64. The last batch may be short. A file that cannot be decoded, since it
    is empty, cut short or not an image, is skipped and counted. All others are PNG or JPEG images
    with 8 bits a channel, and there is at least one.

    >>> import tempfile
    >>> root = Path(tempfile.mkdtemp())
    >>> for name, level in [("dog/a.png", 255), ("cat/b.PNG", 51), ("cat/c.jpg", None)]:
    ...     (root / name).parent.mkdir(exist_ok=True)
    ...     image = tf.io.encode_png(np.full((4, 6, 1), level or 0, np.uint8)).numpy()
    ...     _ = (root / name).write_bytes(image if level else b"no image")
    >>> dataset, names, skipped = image_folder(str(root), size=(2, 3), batch=8)
    >>> for images, labels in dataset:
    ...     print(names, skipped, images.shape, labels.numpy(), images.numpy()[:, 0, 0, 0].round(3))
    ['cat', 'dog'] 1 (2, 2, 3, 3) [0 1] [0.2 1. ]
    """
    # TODO 1: the class names.
    # TODO 2: which files can be decoded, and how many cannot?
    # TODO 3: a dataset of the good files and their labels; then images from the files, in batches.
    raise NotImplementedError("image_folder")


# %% [markdown]
# ## Windows over a series
#
# To forecast, a model sees a stretch of the past and predicts the steps that follow:
#
#     series          0  1  2  3  4  5  6          length 3, horizon 2
#     first window   [0  1  2][3  4]
#     second            [1  2  3][4  5]
#     third                [2  3  4][5  6]         the last: it ends with the series
#
# Two mistakes are common. The target overlaps the inputs by a step, and the model learns to copy:
# its score is splendid and worth nothing. Or the last windows are left out, or padded, and the
# newest data with them.
#
# One way is a dataset of the starts, `tf.data.Dataset.range(count)`, with a `map` that cuts a
# window at each start. Another is `Dataset.window(size, shift=1, drop_remainder=True)` with a
# `flat_map`.
#
# Keras's own: `keras.utils.timeseries_dataset_from_array`.


# %%
def windows(series: np.ndarray, length: int, horizon: int, batch: int) -> tf.data.Dataset:
    """Cut a series into windows: (steps, ...) -> (batch, length, ...), (batch, horizon, ...).

    Returns a tf.data.Dataset of pairs, inputs and targets, in the series' dtype. Window number s
    has the steps s .. s + length - 1 as its inputs and the next `horizon` steps as its target.
    There is a window for each s from 0 on, in order, as long as its target ends within the series.
    The last batch may be short. length, horizon and batch are at least 1.

    Raises ValueError if the series is too short for a single window.

    >>> for inputs, targets in windows(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), 3, 1, batch=9):
    ...     print(inputs.numpy().tolist(), targets.numpy().tolist())
    [[0.0, 1.0, 2.0], [1.0, 2.0, 3.0]] [[3.0], [4.0]]
    """
    # TODO 1: how many windows are there? Refuse a series that has none.
    # TODO 2: a dataset of the windows, each cut into its inputs and its target.
    # TODO 3: batches of them.
    raise NotImplementedError("windows")


# %% [markdown]
# ## Batches of different lengths
#
# Sentences differ in length, but a batch is a rectangle, so fill up the short sentences with zeros.
# A *mask* says which entries are real:
#
#     [5, 0, 7]          [[5, 0, 7, 0],       [[ T  T  T  F],
#     [2, 4, 6, 8]   ->   [2, 4, 6, 8]]        [ T  T  T  T]]
#
# The mask follows from the lengths. You cannot read it off the zeros: a real entry may be 0.
#
# A sentence of 3 words beside a sentence of 300 is nearly all padding, and computing on padding is
# wasted. So collect sequences of about the same length in *buckets*, and fill each batch from a
# single bucket. `Dataset.padded_batch` pads within a batch. `Dataset.group_by_window` collects
# elements by a key and passes each group on when it is full; at the end it also passes on the
# incomplete groups. `Dataset.bucket_by_sequence_length` combines both.


# %%
def padded_batches(sequences: Sequence[np.ndarray], batch: int) -> tf.data.Dataset:
    """Batch sequences of any lengths: n times (length,) -> (batch, longest), (batch, longest).

    Returns a tf.data.Dataset of pairs, sequences and mask. All sequences have the same dtype,
    float32 or int64, which is kept. Sequences of 1 to 8 entries form a bucket, of 9 to 16 the next,
    of 17 to 24 the next, and so on. A batch takes `batch` sequences of one bucket, in the given
    order, and the last batch of each bucket takes the rest. Each sequence comes once. The order of
    the batches is free. There is at least one sequence, and none is empty.

    A batch is as wide as its own longest sequence; the others are filled up at the end with zeros.
    The mask is bool, True at each entry of a sequence and False at the padding.

    >>> sequences = [np.array([5.0, 0.0]), np.array([1.0] * 9), np.array([2.0, 4.0, 6.0])]
    >>> batches = padded_batches([s.astype(np.float32) for s in sequences], batch=2)
    >>> sorted(padded.shape.as_list() for padded, mask in batches)
    [[1, 9], [2, 3]]
    >>> [mask.numpy().tolist() for padded, mask in batches if padded.shape[0] == 2]
    [[[True, True, False], [True, True, True]]]
    """

    # TODO 1: a dataset of the sequences, each with its mask.
    # TODO 2: which bucket is a sequence in?
    # TODO 3: padded batches, each of one bucket.
    raise NotImplementedError("padded_batches")


# %% [markdown]
# ## From a generator
#
# If no ready-made source fits, use a Python generator: a simulator, a database, a stream.
# TensorFlow cannot see into it, so you declare what to expect. The *signature* has the structure of
# an element, with a `tf.TensorSpec(shape, dtype)` in each place; a None in a shape leaves an axis
# open.
#
#     def fn():                                   signature = (
#         while True:                                 tf.TensorSpec((None,), tf.float32),
#             yield measured(), kind()                tf.TensorSpec((), tf.int64))
#
# Pass the *function*, not its result: `fn()` is a generator, which is empty after
# one pass, while a dataset calls `fn` again for every pass. And do not make a list of it first: it
# may never end. Shapes are compared with the signature, but dtypes are not checked, only cast: if
# you promised an integer, 1.7 silently becomes 1.
#
# The API: `tf.data.Dataset.from_generator`. It runs Python code, one element after the other, so it
# is the slowest of all sources.


# %%
def from_generator(
    fn: Callable[[], Iterable], signature: tf.TensorSpec | tuple | dict
) -> tf.data.Dataset:
    """Serve what a generator yields: a function without arguments -> a tf.data.Dataset.

    `signature` is a tf.TensorSpec, or a tuple or dict of them, and each element has its structure,
    dtypes and shapes; the dataset's element_spec is the signature. Every pass calls `fn` anew and
    ends when that generator ends. Elements are made when they are needed, or a few ahead: a
    generator without an end is welcome.

    Numbers are cast to the signature's dtypes. An element whose structure or shape does not fit
    raises tf.errors.InvalidArgumentError (TensorFlow's own) when the pass comes to it; the elements
    before it are served. Raises TypeError if fn is not callable.

    >>> def fn():
    ...     for n in (1, 3):
    ...         yield np.arange(n), 0.5 * n
    >>> signature = (tf.TensorSpec((None,), tf.int64), tf.TensorSpec((), tf.float32))
    >>> [(a.numpy().tolist(), float(b)) for a, b in from_generator(fn, signature)]
    [([0], 0.5), ([0, 1, 2], 1.5)]
    """
    # TODO: make the dataset. What does it need: fn, or what fn returns?
    raise NotImplementedError("from_generator")


# %% [markdown]
# ## Several files at once
#
# Large sets come in many files, and each file often holds samples of a kind: one day, one
# class, one user. If you read one file after the other, all samples of a batch are alike.
# *Interleaved* reading keeps several files open and takes from each in turn:
#
#     a: a0 a1 a2                   turn 1   a0  b0
#     b: b0               cycle 2   turn 2   a1  (b has ended: its place is free)
#     c: c0 c1                      turn 3   a2  c0     (c has taken the free place)
#                                   turn 4   c1         (a has ended; no file waits)
#
# `dataset.interleave(fn, cycle_length=...)` calls `fn` with each element of a dataset, here a path,
# and weaves the datasets that it returns. `tf.data.TextLineDataset(path)` serves the lines of a
# text file. `Dataset.list_files` is tempting, but it shuffles.


# %%
def interleave_files(paths: list[str], cycle: int) -> tf.data.Dataset:
    """Serve the lines of several text files, in turn: paths -> a tf.data.Dataset of strings ().

    At most `cycle` files are open, each in a place; the first `cycle` paths take the places first.
    In each turn every place serves one line, in the order of the places, without its line break.
    If a file turns out to have ended, its place serves nothing in this turn; in the next turn the
    first file that still waits, in the order of `paths`, has taken it. Each line of each file comes
    once in each pass, even an empty line. A file may be empty. Every line ends in a newline,
    without a carriage return, and the paths all differ.

    Raises ValueError if there is no path, or if cycle is less than 1.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name, text in [("a", "a0\\na1\\na2\\n"), ("b", "b0\\n"), ("c", "c0\\nc1\\n")]:
    ...     _ = (folder / name).write_text(text)
    >>> lines = interleave_files([str(folder / name) for name in "abc"], cycle=2)
    >>> " ".join(line.numpy().decode() for line in lines)
    'a0 b0 a1 a2 c0 c1'
    """
    # TODO 1: refuse an empty list of paths and a bad cycle.
    # TODO 2: a dataset of the paths.
    # TODO 3: a dataset of the files' lines, `cycle` files at a time.
    raise NotImplementedError("interleave_files")


# %% [markdown]
# ## Folds
#
# With few samples a single held-out part is a gamble. *k-fold cross-validation* holds out each
# sample once: deal the data into k folds and train k models, each without one fold, then measure
# each model on the fold that it has not seen.
#
#     sample     0 1 2 3 4 5 6 7        k = 3, dealt like cards
#     fold       0 1 2 0 1 2 0 1        fold 1 holds out 1, 4, 7 and trains on 0, 2, 3, 5, 6
#
# Dealing is better than cutting into blocks: even if a file is sorted by class or date, the folds
# are alike. `Dataset.shard(k, fold)` takes every k-th element; it is made for dealing work to
# several machines. For the other elements there are `enumerate` and `filter`, or simply a mask:
# `x[mask]` in NumPy.


# %%
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    """Split samples for cross-validation: (n, ...), (n, ...) -> training set, validation set.

    Returns two tf.data.Dataset objects of pairs (x[i], y[i]), not batched, in the given order and
    with the arrays' dtypes. Sample i belongs to fold i % k. The validation set holds the samples of
    `fold`, the training set all others, and every pass serves the same. x and y have equal lengths,
    k or more.

    Raises ValueError if k is less than 2, or if fold is not in 0 .. k - 1.

    >>> x, y = np.arange(5.0), np.array([10, 11, 12, 13, 14])
    >>> train, validation = kfold(x, y, k=3, fold=1)
    >>> [int(label) for _, label in train], [int(label) for _, label in validation]
    ([10, 12, 13], [11, 14])
    """
    # TODO 1: refuse a bad k or fold.
    # TODO 2: which samples are held out?
    # TODO 3: a dataset of the other samples, and a dataset of the held-out samples.
    raise NotImplementedError("kfold")


# %% [markdown]
# ## A balanced mixture
#
# One payment in a thousand is fraud. A batch of 32 then usually shows a model 32 honest payments,
# and it learns to say "honest". The cure is to keep a dataset for each class and to draw from them
# with weights of your choice, so that the rare class comes as often as you like:
#
#     honest  h0 h1 h2 h3 h4 ...  3 in 4      h0 f0 h1 h2 h3 h4 f1 h5 h6 f0 h7 h8 ...
#     fraud   f0 f1               1 in 4                              begun again
#
# The rare samples have to repeat, or they are used up early and the rest of the pass is all
# honest. `tf.data.Dataset.sample_from_datasets(datasets, weights, seed)` draws which dataset
# serves next; `dataset.repeat()` starts a dataset again whenever it has ended. The mixture then has
# no end, so take as many elements as you want: `steps_per_epoch` in `fit`, or `take`.


# %%
def balanced(
    datasets: Sequence[tf.data.Dataset], weights: Sequence[float], seed: int
) -> tf.data.Dataset:
    """Mix datasets at random, in shares proportional to the weights.

    Returns a tf.data.Dataset of the same elements. Each element is drawn independently: dataset j
    serves it with the probability weights[j] / sum(weights). The elements of one dataset come in
    their order, and start again when it has ended, so that the mixture never ends.

    The weights are integers or floats and need not add up to 1; a dataset of weight 0 is never
    drawn. Two mixtures with the same seed draw the same; another seed draws differently. Every
    dataset has at least one element.

    Raises ValueError if there are not as many weights as datasets, if a weight is negative,
    or if all are 0.

    >>> rare, common = tf.data.Dataset.range(2), tf.data.Dataset.range(10, 20)
    >>> mixture = balanced([rare, common], weights=[1, 0], seed=3)
    >>> [int(n) for n in mixture.take(5)]
    [0, 1, 0, 1, 0]
    """
    # TODO 1: refuse bad weights.
    # TODO 2: datasets that do not end.
    # TODO 3: a random mixture of them, in the shares of the weights.
    raise NotImplementedError("balanced")


# %% [markdown]
# ## The right order
#
# All steps together, each in its place:
#
#     map        decode, scale: once for each element
#     cache      keep the results; from the second pass on, nothing above is run
#     shuffle    below the cache, or the cache keeps the first order
#     batch      below shuffle, or whole batches are shuffled
#     prefetch   last: the next batch is made while the model trains on this batch
#
# Put everything that is random in each pass, above all augmentation, below the cache, for the same
# reason as `shuffle`. And `cache` keeps everything in memory: if the set is larger, name a file, or
# leave the cache out.
#
# `num_parallel_calls=tf.data.AUTOTUNE` lets `map` work on several elements at once, and
# `prefetch(tf.data.AUTOTUNE)` finds the right number of batches by itself. Neither changes what is
# served, only when.


# %%
def pipeline(ds: tf.data.Dataset, fn: Callable, batch: int, cache: bool) -> tf.data.Dataset:
    """Apply fn to each element, shuffle, and batch: single elements -> (batch, ...).

    Returns a tf.data.Dataset. `fn` is a function for Dataset.map: if the elements are pairs, it
    takes two arguments. It gets single elements. With cache it runs once for each element and no
    more, however many passes there are; without cache, once for each element in each pass.

    Every pass serves each element once, in a fresh order: the elements are shuffled one by one,
    with a buffer of 1,000. The last batch may be short. Batches are prefetched.

    >>> dataset = pipeline(tf.data.Dataset.range(5), lambda n: 10 * n, batch=2, cache=True)
    >>> [int(tf.size(numbers)) for numbers in dataset]
    [2, 2, 1]
    >>> sorted(int(n) for numbers in dataset for n in numbers)
    [0, 10, 20, 30, 40]
    """
    # TODO 1: which steps does the docstring ask for, and in which order?
    # TODO 2: which of them only if cache is True?
    raise NotImplementedError("pipeline")


# %% [markdown]
# ## What to read next
#
# - The guide to [tf.data](https://www.tensorflow.org/guide/data) has every source and
#   transformation of this topic, with larger examples.
# - [Better performance with tf.data](https://www.tensorflow.org/guide/data_performance) measures
#   what `cache`, `prefetch`, `interleave` and parallel `map` save, and shows where time is lost.
# - [TFRecord and tf.train.Example](https://www.tensorflow.org/tutorials/load_data/tfrecord) goes
#   through the format byte by byte.
# - [tf.data: A Machine Learning Data Processing Framework](https://arxiv.org/abs/2101.12127)
#   (Murray and others, 2021) explains how the engine below decides what to run in parallel.
