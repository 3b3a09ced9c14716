"""Answers to sparse_sum."""

import keras
import numpy as np
import tensorflow as tf

# unbreakable: "n is at least 1" | the checks draw no other n
# unbreakable: "Its product fits into int64" | the checks draw no other shape


# %% right: sorts first, and adds up what stands together
def sparse_sum(indices, values, dense_shape):
    ordered = tf.sparse.reorder(tf.SparseTensor(indices, values, dense_shape))
    rows = ordered.indices
    new = tf.reduce_any(rows[1:] != rows[:-1], axis=1)
    segments = tf.concat([[0], tf.cumsum(tf.cast(new, tf.int32))], axis=0)
    keep = tf.concat([[True], new], axis=0)
    return tf.SparseTensor(
        tf.boolean_mask(rows, keep), tf.math.segment_sum(ordered.values, segments), dense_shape
    )


# %% right: unique rows of the indices
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.sparse.SparseTensor(rows, sums, dense_shape))

# %% wrong: nothing but the SparseTensor | test_example | in which they came
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    return tf.SparseTensor(indices, values, dense_shape)

# %% wrong: reorder alone | test_example | duplicates
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    return tf.sparse.reorder(tf.SparseTensor(indices, values, dense_shape))

# %% wrong: added up, but not in order | test_example | list of entries
# breaks: "The entries stand in canonical (row by row) order"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    return tf.SparseTensor(rows, sums, dense_shape)

# %% wrong: the values stay behind when the indices are sorted | test_example | did not move
# breaks: "The entries stand in canonical (row by row) order"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(tf.sort(numbers), dense_shape))
    return tf.SparseTensor(places, sums, dense_shape)

# %% wrong: column by column | test_example | list of entries
# breaks: "(row by row) order"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    order = tf.argsort(numbers)
    places = tf.transpose(tf.unravel_index(tf.gather(numbers, order), dense_shape[::-1]))
    return tf.SparseTensor(places[:, ::-1], tf.gather(sums, order), dense_shape)

# %% wrong: the strides are those of a reading by columns | test_example | strides
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True)
    numbers, where = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, where, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))

# %% wrong: the mean | test_example | mean
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    means = tf.math.unsorted_segment_mean(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, means, dense_shape))

# %% wrong: the largest | test_example | list of entries
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    largest = tf.math.unsorted_segment_max(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, largest, dense_shape))

# %% wrong: a dictionary in which the last value wins | test_example | last value
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    found = {tuple(index): value for index, value in zip(indices.numpy().tolist(), values.numpy())}
    rows = sorted(found)
    return tf.SparseTensor(rows, [found[row] for row in rows], dense_shape)

# %% wrong: the first value of each index wins | test_example | list of entries
# breaks: "Each index that occurs has exactly one entry, the sum of all values given for it"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    first = tf.math.unsorted_segment_min(tf.range(tf.size(values)), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, tf.gather(values, first), dense_shape))

# %% wrong: by way of the dense tensor | test_zero_sums | lost its entry
# breaks: "Never make the dense tensor"
def sparse_sum(indices, values, dense_shape):
    return tf.sparse.from_dense(tf.scatter_nd(indices, values, dense_shape))

# %% wrong: an entry whose sum is 0 is dropped | test_zero_sums | lost its entry
# breaks: "even if that sum is 0"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    out = tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))
    return tf.sparse.retain(out, out.values != 0)

# %% wrong: the numbers of the indices are int32 | test_huge | entries
# breaks: "dense_shape may be (3 * 10**9, 3 * 10**9)"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers = tf.cast(tf.reduce_sum(indices * strides, axis=1), tf.int32)
    numbers, segments = tf.unique(numbers)
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(tf.cast(numbers, tf.int64), dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))

# %% wrong: NumPy adds up | test_gradient | gradient
# breaks: "The gradient reaches every value"
def sparse_sum(indices, values, dense_shape):
    rows, segments = np.unique(indices.numpy(), axis=0, return_inverse=True)
    sums = np.bincount(segments.ravel(), values.numpy())
    return tf.SparseTensor(rows, tf.constant(sums, values.dtype), dense_shape)

# %% wrong: a dense tensor | test_example | SparseTensor
# breaks: "Make a tf.SparseTensor with duplicates added up"
def sparse_sum(indices, values, dense_shape):
    return tf.scatter_nd(indices, values, dense_shape)


# %% wrong: the dense shape is that of the largest index | test_kind | dense shape
# breaks: "and the dense shape is dense_shape"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, tf.reduce_max(places, axis=0) + 1))


# %% wrong: float32 values | test_kind | dtype
# breaks: "or float64"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(tf.cast(values, tf.float32), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% right: sorted numbers, neighbors compared, the values gathered
def sparse_sum(indices, values, dense_shape):
    numbers = tf.zeros_like(indices[:, 0])
    for axis in range(dense_shape.shape[0]):
        numbers = numbers * dense_shape[axis] + indices[:, axis]
    order = tf.argsort(numbers, stable=True)
    numbers, values = tf.gather(numbers, order), tf.gather(values, order)
    unique, segments = tf.unique(numbers)
    places = tf.transpose(tf.unravel_index(unique, dense_shape))
    return tf.SparseTensor(places, tf.math.segment_sum(values, segments), dense_shape)


# %% right: reordered first, segments of the sorted numbers
def sparse_sum(indices, values, dense_shape):
    ordered = tf.sparse.reorder(tf.SparseTensor(indices, values, dense_shape))
    rows, segments = tf.raw_ops.UniqueV2(x=ordered.indices, axis=[0])
    sums = tf.math.segment_sum(ordered.values, segments)
    return tf.SparseTensor(rows, sums, dense_shape)


# %% wrong: float64 values | test_kind | dtype
# breaks: "values are float32"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(tf.cast(values, tf.float64), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% wrong: summed in float32, then cast back | test_duplicates | entries
# breaks: "or float64"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(tf.cast(values, tf.float32), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, tf.cast(sums, values.dtype), dense_shape))


# %% wrong: a value of 0 is dropped before the sum | test_zero_sums | entries
# breaks: "Each index that occurs has exactly one entry"
def sparse_sum(indices, values, dense_shape):
    keep = values != 0
    indices, values = tf.boolean_mask(indices, keep), tf.boolean_mask(values, keep)
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% wrong: matrices only | test_kind | raised
# breaks: "The rank is 1 or more"
def sparse_sum(indices, values, dense_shape):
    numbers, segments = tf.unique(indices[:, 0] * dense_shape[1] + indices[:, 1])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.stack([numbers // dense_shape[1], numbers % dense_shape[1]], axis=1)
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))


# %% wrong: the indices become int32 | test_example | raised
# breaks: "indices and dense_shape are int64"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=tf.cast(indices, tf.int32), axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% wrong: float64 numbers, which cannot hold them all | test_huge | entries
# breaks: "dense_shape may be (3 * 10**9, 3 * 10**9)"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(tf.cast(dense_shape, tf.float64), exclusive=True, reverse=True)
    numbers = tf.reduce_sum(tf.cast(indices, tf.float64) * strides, axis=1)
    numbers, segments = tf.unique(tf.cast(numbers, tf.int64))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))


# %% wrong: scattered into a dense tensor and gathered again | test_huge | raised
# breaks: "Never make the dense tensor"
def sparse_sum(indices, values, dense_shape):
    dense = tf.scatter_nd(indices, values, dense_shape)
    rows, _ = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.gather_nd(dense, rows)
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% wrong: only the last value of an index has a gradient | test_gradient | gradient
# breaks: "The gradient reaches every value"
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    count = tf.shape(rows)[0]
    sums = tf.math.unsorted_segment_sum(values, segments, count)
    last = tf.math.unsorted_segment_max(tf.range(tf.size(values)), segments, count)
    last = tf.gather(values, last)
    sums = last + tf.stop_gradient(sums - last)
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))


# %% wrong: a Python dictionary of sums | test_graph | raised
# breaks: "Works inside tf.function too, where n may be unknown"
def sparse_sum(indices, values, dense_shape):
    found = {}
    for index, value in zip(indices.numpy().tolist(), tf.unstack(values), strict=True):
        found[tuple(index)] = found.get(tuple(index), 0) + value
    rows = sorted(found)
    return tf.SparseTensor(rows, tf.stack([found[row] for row in rows]), dense_shape)


# %% wrong: as many segments as Python sees | test_graph | None
# breaks: "where n may be unknown"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers = tf.reduce_sum(indices * strides, axis=1)
    unique, segments = tf.unique(numbers)
    sums = tf.math.unsorted_segment_sum(values, segments, indices.shape[0] + 1)
    places = tf.transpose(tf.unravel_index(unique, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums[: tf.size(unique)], dense_shape))


# %% right: sort the numbers, look each one up by bisection, count back to indices
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers = tf.reduce_sum(indices * strides, axis=1)
    unique, _ = tf.unique(tf.sort(numbers))
    segments = tf.searchsorted(unique, numbers)
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(unique))
    places = unique[:, tf.newaxis] // strides % dense_shape
    return tf.sparse.SparseTensor(places, sums, dense_shape)


# %% right: unique numbers with the index of their first occurrence, ordered by argsort
def sparse_sum(indices, values, dense_shape):
    columns = tf.ones_like(dense_shape)
    columns = tf.concat([tf.math.cumprod(dense_shape[::-1])[::-1][1:], columns[:1]], axis=0)
    numbers = tf.reduce_sum(indices * columns[tf.newaxis], axis=-1)
    unique, segments = tf.unique(numbers)
    count = tf.shape(unique)[0]
    first = tf.math.unsorted_segment_min(tf.range(tf.shape(numbers)[0]), segments, count)
    sums = tf.math.unsorted_segment_sum(values, segments, count)
    order = tf.argsort(unique)
    places = tf.gather(tf.gather(indices, first), order)
    return tf.sparse.SparseTensor(places, tf.gather(sums, order), dense_shape)


# %% wrong: the numbers are calculated in float64, where neighbours beyond 2**53 become one | test_huge
# breaks: "Each index that occurs has exactly one"
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers = tf.linalg.matvec(tf.cast(indices, tf.float64), tf.cast(strides, tf.float64))
    unique, segments = tf.unique(tf.cast(numbers, tf.int64))
    count = tf.size(unique)
    first = tf.math.unsorted_segment_min(tf.range(tf.size(numbers)), segments, count)
    sums = tf.math.unsorted_segment_sum(values, segments, count)
    out = tf.sparse.SparseTensor(tf.gather(indices, first), sums, dense_shape)
    return tf.sparse.reorder(out)


# %% wrong: the dense shape is measured from the entries | test_kind
# breaks: "the dense shape is dense_shape."
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    unique, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(unique))
    places = unique[:, tf.newaxis] // strides % dense_shape
    out = tf.sparse.SparseTensor(places, sums, tf.reduce_max(indices, axis=0) + 1)
    return tf.sparse.reorder(out)


# %% wrong: the sums are made by NumPy, out of sight of the tape | test_gradient
# breaks: "The gradient reaches every value."
import numpy as np


def sparse_sum(indices, values, dense_shape):
    def add_up(indices, values):
        unique, segments = np.unique(indices, axis=0, return_inverse=True)
        sums = np.zeros(len(unique), values.dtype)
        np.add.at(sums, segments.reshape(-1), values)
        return unique, sums

    places, sums = tf.numpy_function(add_up, [indices, values], [tf.int64, values.dtype])
    places.set_shape([None, indices.shape[1]])
    sums.set_shape([None])
    return tf.sparse.SparseTensor(places, sums, dense_shape)
