# %% [markdown]
# # Tensors
# A model computes with tensors. A tensor is a block of numbers with a shape and a single dtype.
# Most bugs in a first model are a wrong shape, a wrong dtype or a wrong axis, and they are easy to
# understand here, before a training loop hides them.
#
# You write nine small functions: make tensors, join them, scale images, measure distances by
# broadcasting, encode labels, average under a mask, split text into ragged rows, tidy a sparse
# tensor, and change a variable in place. Two of them need a gradient that stays finite where
# a careless formula gives nan.
#
# Every function works eagerly, and all but `create` also work inside `tf.function`. There the
# length of an axis may be unknown while Python runs: `x.shape[0]` is then None, and
# `tf.shape(x)[0]` is the number that the graph will see.

# %%
import math

import tensorflow as tf

# %% [markdown]
# ## Make tensors by name
# A shape is a tuple of lengths: `()` is a single number, `(3,)` a vector, `(2, 3)` two rows of
# three. The values lie in memory row by row, so you can make a flat sequence and reshape it
# afterwards:
#
#     tf.range(6)  ->  0 1 2 3 4 5  ->  tf.reshape(..., (2, 3))  ->  0 1 2
#                                                                     3 4 5
#
# TensorFlow takes the dtype from the Python numbers that it gets: `tf.range(6)` and
# `tf.fill((2,), 7)` are int32. Models want float32, so say so. Your tools are `tf.zeros`,
# `tf.ones`, `tf.fill`, `tf.eye`, `tf.range`, `tf.linspace` and `tf.reshape`; most have a twin in
# `keras.ops`.


# %%
def create(
    kind: str, shape: tuple[int, ...], value: float | tuple[float, float] | None = None
) -> tf.Tensor:
    """Make a float32 tensor of the given shape and kind.

    - "zeros", "ones": that number everywhere.
    - "fill": the number value everywhere. Any number will do, 0 too.
    - "eye": shape is (rows, columns), square or not; 1 at [i, i], 0 elsewhere.
    - "range": value, value + 1, value + 2, ... row by row; from 0 if value is None.
    - "linspace": value is a pair (start, stop); evenly spaced numbers row by row, the first is
      start and the last is stop. A tensor of a single number holds start.

    value is not used by "eye", "ones" or "zeros". Every length in shape is at least 1; () is the
    shape of a single number. The numbers in value may be Python ints or floats; the result is
    float32 either way.
    Raises ValueError if kind is none of the six, or if "fill" or "linspace" has no value.

    >>> create("range", (2, 3), 5.0).numpy().tolist()
    [[5.0, 6.0, 7.0], [8.0, 9.0, 10.0]]
    """
    # TODO 1: raise ValueError for an unknown kind or a missing value.
    # TODO 2: zeros, ones, fill and eye, each as float32.
    # TODO 3: range and linspace: as many numbers as shape holds, row by row.
    ### BEGIN SOLUTION
    if value is None and kind in ("fill", "linspace"):
        raise ValueError(f"{kind} needs a value")
    size = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        return tf.fill(shape, float(value))
    if kind == "eye":
        rows, columns = shape
        return tf.eye(rows, columns)
    if kind == "range":
        start = 0.0 if value is None else value
        return tf.reshape(start + tf.range(size, dtype=tf.float32), shape)
    if kind == "linspace":
        start, stop = map(float, value)
        return tf.reshape(tf.linspace(start, stop, size), shape)
    raise ValueError(f"unknown kind: {kind}")
    ### END SOLUTION


# %% [markdown]
# ## Put two tensors together
# There are two ways to join tensors, and they differ in rank. *Concatenating* makes an existing
# axis longer. *Stacking* makes a new axis, and the tensors lie side by side along it.
# With `a` and `b` of shape (n, m):
#
#     tf.concat([a, b], axis=1)   (n, 2m)     row i:  a[i, 0] ... a[i, m-1]  b[i, 0] ... b[i, m-1]
#     tf.stack([a, b], axis=1)    (n, 2, m)   row i:  [a[i], b[i]]
#
# The numbers are the same; only their arrangement differs. Stack two views of a sample, since the
# model should still distinguish them; concatenate two sets of features. Keras has
# `keras.ops.stack`, `keras.ops.concatenate` and the layer `keras.layers.Concatenate`.


# %%
def combine(a: tf.Tensor, b: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Return a and b stacked and joined: (n, m, ...), (n, m, ...) -> (n, 2, m, ...), (n, 2m, ...).

    The first result has a new axis 1, with a at index 0 and b at index 1. The second has no new
    axis: along axis 1 all of a comes first and then all of b.
    a and b have the same shape, of rank 2 or more, and the same dtype. Any dtype will do; both
    results have it. Works inside tf.function too, where the sizes may be unknown.

    >>> stacked, joined = combine(tf.constant([[1, 2]]), tf.constant([[3, 4]]))
    >>> stacked.numpy().tolist(), joined.numpy().tolist()
    ([[[1, 2], [3, 4]]], [[1, 2, 3, 4]])
    """
    # TODO 1: side by side on a new axis 1.
    # TODO 2: one after the other along the axis 1 that they have.
    # TODO 3: return both, the stacked tensor first.
    ### BEGIN SOLUTION
    return tf.stack([a, b], axis=1), tf.concat([a, b], axis=1)
    ### END SOLUTION


# %% [markdown]
# ## Cast and scale images
# A pixel comes as a byte, 0 to 255, and arithmetic on bytes wraps around (200 + 100 = 44). So the
# first step is always a cast. The second step brings the numbers near 0, where weights start and
# activations bend: subtract the mean of each channel (red, green, blue) and divide by its spread.
#
#     z = (x - mean) / sqrt(variance + 1e-5)
#
# Each channel has one mean and one variance, taken over all the other axes: the batch and both
# directions in space. The 1e-5 is there for channels that are almost flat: it keeps their noise
# from being blown up, and avoids 0 divided by 0. How much it matters depends on the scale of x,
# which is one reason to go to [0, 1] first. `tf.nn.moments` gives both statistics.
# `keras.layers.BatchNormalization` does the same while training;
# `keras.layers.Normalization` uses statistics learned once from a data set.


# %%
def cast_and_scale(images: tf.Tensor) -> tf.Tensor:
    """Scale and standardize uint8 images: (batch, h, w, c) -> (batch, h, w, c), float32.

    With x = images / 255 as float32 in [0, 1], the result is (x - mean) / sqrt(variance + 1e-5).
    Each channel has one mean and one variance, taken over batch, height and width together; the
    variance is the population's (the mean of the squared deviations). A flat channel becomes 0,
    but for rounding.
    Works inside tf.function too, where batch, height and width may be unknown.

    >>> images = tf.constant([0, 51, 255], tf.uint8, shape=(1, 1, 3, 1))
    >>> cast_and_scale(images).numpy().round(3).ravel()
    array([-0.926, -0.463,  1.389], dtype=float32)
    """
    # TODO 1: float32, in [0, 1].
    # TODO 2: mean and variance of each channel; which axes go away?
    # TODO 3: the formula.
    ### BEGIN SOLUTION
    scaled = tf.cast(images, tf.float32) / 255.0
    mean, variance = tf.nn.moments(scaled, axes=[0, 1, 2])
    return (scaled - mean) / tf.sqrt(variance + 1e-5)
    ### END SOLUTION


# %% [markdown]
# ## Distances by broadcasting
# Read two shapes from the right: the tensors broadcast if their lengths are equal or one of them
# is 1. An axis of length 1 is repeated without being copied. That replaces two loops:
#
#     x[:, tf.newaxis, :]     (n, 1, d)
#     y[tf.newaxis, :, :]     (1, m, d)
#     their difference        (n, m, d)    every x with every y
#
# The distance is the root of the summed squares, and the root has a catch: its slope at 0 is
# infinite. When two points coincide, backpropagation meets infinity times 0, which is nan, and
# a single nan spoils all weights. Choosing with `tf.where` *after* the root comes too late, because
# a gradient of 0 still runs through the branch that was not chosen. (TensorFlow's root forgives
# that 0 when run eagerly, but not when compiled by XLA.) The cure is to choose before the root as
# well: give it a harmless number where the square is 0, and put the 0 back afterwards.
#
# The shortcut |x|² + |y|² - 2xy needs less memory, but it subtracts large numbers that are nearly
# equal: far from the origin, nothing is left of a small distance.


# %%
def pairwise_distances(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
    """Return the Euclidean distance of every x to every y: (n, d), (m, d) -> (n, m).

    x and y are both float32 or both float64, and the result has that dtype. Without a Python loop
    (comprehensions are loops too).
    Accurate to the dtype, even for points that lie close together far from the origin, as long as
    no square overflows or underflows.
    Points that coincide are at distance 0; there the derivative counts as 0, so that the gradients
    in x and y are finite everywhere, eagerly and compiled.
    Works inside tf.function, where n and m may be unknown, and under XLA (jit_compile=True).

    >>> pairwise_distances(tf.constant([[0.0, 0.0]]), tf.constant([[3.0, 4.0], [0.0, 0.0]])).numpy()
    array([[5., 0.]], dtype=float32)
    """
    # TODO 1: the difference of every pair, (n, m, d).
    # TODO 2: the sum of its squares, (n, m).
    # TODO 3: the root, whose gradient is finite even if the sum is 0.
    ### BEGIN SOLUTION
    difference = x[:, tf.newaxis, :] - y[tf.newaxis, :, :]
    squared = tf.reduce_sum(tf.square(difference), axis=-1)
    apart = squared > 0
    root = tf.sqrt(tf.where(apart, squared, tf.ones_like(squared)))
    return tf.where(apart, root, tf.zeros_like(root))
    ### END SOLUTION


# %% [markdown]
# ## One-hot labels
# A class number is a name, not a quantity: class 4 is not twice class 2. So a label becomes a
# row with a single 1 at the index of its class.
#
#     label 2 of 4   ->   0 0 1 0
#
# All it takes is a comparison with broadcasting: each label against 0, 1, ..., depth - 1.
# The comparison also settles what happens to a label that is not a class: it equals none of them,
# and its row stays 0. That is handy for padding marked with -1. `tf.one_hot` and
# `keras.ops.one_hot` do this for you; here you do without them.


# %%
def one_hot(labels: tf.Tensor, depth: int) -> tf.Tensor:
    """Turn each label into a row with a 1 at its class: (...) -> (..., depth), float32.

    labels are int32 or int64, of any rank, even 0. Labels below 0 or from depth on are not classes:
    their row is all 0. depth is at least 1.
    Do without tf.one_hot and its raw op, keras.ops.one_hot, keras.ops.multi_hot,
    keras.utils.to_categorical and keras.layers.CategoryEncoding, by any of their names.
    Works inside tf.function too, where the sizes may be unknown.

    >>> one_hot(tf.constant([1, -1]), 3).numpy().tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """
    # TODO 1: all classes, in the labels' dtype.
    # TODO 2: which class is each label?
    # TODO 3: the answers as float32.
    ### BEGIN SOLUTION
    classes = tf.range(depth, dtype=labels.dtype)
    return tf.cast(labels[..., tf.newaxis] == classes, tf.float32)
    ### END SOLUTION


# %% [markdown]
# ## Means under a mask
# Sentences of different lengths are padded to a rectangle, and a mask says which entries are real.
# The mean then has two traps: the sum must leave out the padding, and so must the count.
#
#     x     1   4   9   7        mask   1   1   0   0        mean = (1 + 4) / 2
#
# Multiplying the padding by 0 fails as soon as it holds nan or inf, since 0 times nan is nan;
# `tf.where(mask, x, 0)` picks and does not multiply. If a row keeps nothing, its mean is 0/0:
# `tf.math.divide_no_nan` makes that 0, and its gradient too. In Keras such masks come from
# `keras.layers.Embedding(mask_zero=True)` or `keras.layers.Masking`, and layers pass them on.


# %%
def masked_mean(x: tf.Tensor, mask: tf.Tensor, axis: int) -> tf.Tensor:
    """Return the mean of the kept entries along one axis: (...), (...) -> the shape without axis.

    mask is bool, has the shape of x, and is True where an entry is kept. x is float32 or float64,
    and the result has that dtype. axis may be negative.
    If nothing is kept, the mean is 0. A kept 0 counts like any other entry. Entries that are not
    kept have no influence, even if they are nan or inf; kept entries are finite. The gradient in x
    is 1 / count at the kept entries and exactly 0 at all others, even if nothing is kept.
    Works inside tf.function too, where the sizes may be unknown.

    >>> masked_mean(tf.constant([[1.0, 4.0, 9.0]]), tf.constant([[True, True, False]]), 1).numpy()
    array([2.5], dtype=float32)
    """
    # TODO 1: the sum of the kept entries only.
    # TODO 2: how many they are, in the dtype of x.
    # TODO 3: divide; the result is 0 if the count is 0.
    ### BEGIN SOLUTION
    total = tf.reduce_sum(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
    count = tf.reduce_sum(tf.cast(mask, x.dtype), axis=axis)
    return tf.math.divide_no_nan(total, count)
    ### END SOLUTION


# %% [markdown]
# ## From text to ragged rows
# A tensor of dtype string holds a byte string in each element. The ops in `tf.strings` work on all
# of them at once, inside the graph, so a saved model can take raw text. Sentences differ in their
# number of words, so the result is not a rectangle but a `tf.RaggedTensor`. It keeps all words
# in one flat vector, beside the places where each row ends:
#
#     [["to", "be"], [], ["or"]]      values: to be or      row splits: 0 2 2 3
#
# Bytes are not letters: "É" is two bytes, so `tf.strings.lower` needs to know the encoding. The
# patterns are RE2's: `[[:punct:]]` is the ASCII punctuation. In Keras,
# `keras.layers.TextVectorization` does this job.


# %%
def tokenize(sentences: tf.Tensor) -> tf.RaggedTensor:
    """Split sentences into lower-case words without punctuation: (n,) -> (n, ragged), string.

    Each of the 32 characters of Python's string.punctuation is removed wherever it stands, even
    inside a word ("don't" becomes "dont"), and nothing takes its place. Letters become lower case
    in any alphabet (the text is UTF-8); digits stay. Runs of spaces, tabs and newlines separate
    the words; a word is never empty. A sentence without words is an empty row, wherever it stands,
    the last one and the only one too.
    Works inside tf.function too, where n may be unknown. n is at least 1.

    >>> tokenize(tf.constant(["Well, well!", "..."])).to_list()
    [[b'well', b'well'], []]
    """
    # TODO 1: lower case, in any alphabet.
    # TODO 2: remove the punctuation.
    # TODO 3: split at whitespace.
    ### BEGIN SOLUTION
    lowered = tf.strings.lower(sentences, encoding="utf-8")
    return tf.strings.split(tf.strings.regex_replace(lowered, "[[:punct:]]", ""))
    ### END SOLUTION


# %% [markdown]
# ## Tidy a sparse tensor
# A table of a million users by a million films has few entries and would never fit in memory. A
# `tf.SparseTensor` keeps only the entries: indices (n, rank), values (n,) and the dense shape.
#
#     indices  [1, 2]  [0, 3]  [1, 2]          [0, 3]  [1, 2]
#     values      5       1       2      ->       1       7
#
# Nothing stops an index from occurring twice, or the entries from standing in any order, but most
# sparse ops trust that neither happens. The canonical order is the order of a dense tensor read
# row by row. In that order each index has a number, its distance from the start: with the strides
# (columns, 1), index [i, j] is i * columns + j. Once indices are numbers, `tf.unique` finds
# the duplicates, `tf.math.unsorted_segment_sum` adds them up and `tf.sparse.reorder` sorts.


# %%
def sparse_sum(
    indices: tf.Tensor, values: tf.Tensor, dense_shape: tf.Tensor
) -> tf.sparse.SparseTensor:
    """Make a tf.SparseTensor with duplicates added up: (n, rank), (n,), (rank,) -> SparseTensor.

    indices and dense_shape are int64, and every index lies inside dense_shape; values are float32
    or float64, and the result's values have that dtype. Each index that occurs has exactly one
    entry, the sum of all values given for it, even if that sum is 0. The entries stand in canonical
    (row by row) order, and the dense shape is dense_shape. n is at least 1. The rank is 1 or more.
    Never make the dense tensor: dense_shape may be (3 * 10**9, 3 * 10**9). Its product fits into
    int64.
    The gradient reaches every value. Works inside tf.function too, where n may be unknown.

    >>> indices = tf.constant([[1, 2], [0, 3], [1, 2], [0, 0], [1, 2]], tf.int64)
    >>> values = tf.constant([3.0, 1.0, 5.0, 4.0, 2.0])
    >>> out = sparse_sum(indices, values, tf.constant([2, 4], tf.int64))
    >>> out.indices.numpy().tolist(), out.values.numpy().tolist()
    ([[0, 0], [0, 3], [1, 2]], [4.0, 1.0, 10.0])
    """
    # TODO 1: a number for each index.
    # TODO 2: the unique numbers, and for each the sum of its values.
    # TODO 3: from numbers back to indices, then in order.
    ### BEGIN SOLUTION
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))
    ### END SOLUTION


# %% [markdown]
# ## A variable that changes in place
# A tensor never changes. A `tf.Variable` is a place that holds a tensor, and the place stays the
# same while its value changes. Weights are variables, so the model, the optimizer and the
# checkpoint all look at the same place.
#
#     total = total + x        a new tensor, and the name moves to it; the variable is as it was
#     total.assign_add(x)      the variable itself changes; everyone who holds it sees the new value
#
# Inside `tf.function` the difference is sharper still: an assignment is an op that runs at each
# call, while Python names are gone once the function is traced. `assign_add` returns a handle for
# the new value, not the variable itself. `keras.Variable` has the same `assign` and `assign_add`,
# for all backends.


# %%
def running_total(variable: tf.Variable, updates: tf.Tensor) -> tf.Variable:
    """Add every update to the variable in place and return that same variable.

    variable has any shape; updates has one more axis in front: (steps, *variable.shape). Afterwards
    variable holds its old value plus all of the updates; if steps is 0, it is unchanged. The
    object returned is the very object passed in. Updates of another dtype are first cast to the
    variable's dtype, each by itself (integers to floats, float64 to float32, int64 to int32, floats
    to integers, which cuts the fraction off).
    Works inside tf.function too, where each call adds anew.

    >>> total = tf.Variable([1.0, 2.0])
    >>> running_total(total, tf.constant([[1.0, 1.0], [0.5, 0.0]])) is total
    True
    >>> total.numpy().tolist()
    [2.5, 3.0]
    """
    # TODO 1: the sum of the updates, in the variable's dtype.
    # TODO 2: change the variable, not the name.
    # TODO 3: return the variable.
    ### BEGIN SOLUTION
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable
    ### END SOLUTION


# %% [markdown]
# ## What to read next
# - [tf.einsum](https://www.tensorflow.org/api_docs/python/tf/einsum) writes a sum over axes in one
#   line, with letters for axes.
# - `tf.gather`, `tf.gather_nd` and `tf.tensor_scatter_nd_update` read and write at the indices
#   that you give in a tensor.
# - The guides to [ragged](https://www.tensorflow.org/guide/ragged_tensor) and
#   [sparse](https://www.tensorflow.org/guide/sparse_tensor) tensors; both pass through `tf.data`
#   and `tf.function`.
# - `tf.debugging.assert_shapes` states in one line which axes have to agree.
# - Next topic: 02_model sends tensors through layers, and trains.
