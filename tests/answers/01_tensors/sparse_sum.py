"""Answers to sparse_sum."""

import keras
import numpy as np


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


# %% wrong: nothing but the SparseTensor | test_order | in which they came
def sparse_sum(indices, values, dense_shape):
    return tf.SparseTensor(indices, values, dense_shape)


# %% wrong: reorder alone | test_duplicates | duplicates
def sparse_sum(indices, values, dense_shape):
    return tf.sparse.reorder(tf.SparseTensor(indices, values, dense_shape))


# %% wrong: added up, but not in order | test_order | in which they came
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    return tf.SparseTensor(rows, sums, dense_shape)


# %% wrong: the values stay behind when the indices are sorted | test_order | did not move
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(tf.sort(numbers), dense_shape))
    return tf.SparseTensor(places, sums, dense_shape)


# %% wrong: column by column | test_order | column by column
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    order = tf.argsort(numbers)
    places = tf.transpose(tf.unravel_index(tf.gather(numbers, order), dense_shape[::-1]))
    return tf.SparseTensor(places[:, ::-1], tf.gather(sums, order), dense_shape)


# %% wrong: the strides are those of a reading by columns | test_order | strides
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True)
    numbers, where = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, where, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))


# %% wrong: the mean | test_duplicates | mean
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    means = tf.math.unsorted_segment_mean(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, means, dense_shape))


# %% wrong: the largest | test_duplicates | largest
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    largest = tf.math.unsorted_segment_max(values, segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, largest, dense_shape))


# %% wrong: a dictionary in which the last value wins | test_duplicates | last value
def sparse_sum(indices, values, dense_shape):
    found = {tuple(index): value for index, value in zip(indices.numpy().tolist(), values.numpy())}
    rows = sorted(found)
    return tf.SparseTensor(rows, [found[row] for row in rows], dense_shape)


# %% wrong: the first value of each index wins | test_duplicates | first value
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    first = tf.math.unsorted_segment_min(tf.range(tf.size(values)), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, tf.gather(values, first), dense_shape))


# %% wrong: by way of the dense tensor | test_huge_shape_and_cancellation | ResourceExhausted
def sparse_sum(indices, values, dense_shape):
    return tf.sparse.from_dense(tf.scatter_nd(indices, values, dense_shape))


# %% wrong: an entry whose sum is 0 is dropped | test_huge_shape_and_cancellation | lost its entry
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(values, segments, tf.shape(rows)[0])
    out = tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))
    return tf.sparse.retain(out, out.values != 0)


# %% wrong: the numbers of the indices are int32 | test_huge_shape_and_cancellation | entries
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers = tf.cast(tf.reduce_sum(indices * strides, axis=1), tf.int32)
    numbers, segments = tf.unique(numbers)
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(tf.cast(numbers, tf.int64), dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, dense_shape))


# %% wrong: NumPy adds up | test_gradient | cut
def sparse_sum(indices, values, dense_shape):
    rows, segments = np.unique(indices.numpy(), axis=0, return_inverse=True)
    sums = np.bincount(segments.ravel(), values.numpy())
    return tf.SparseTensor(rows, tf.constant(sums, values.dtype), dense_shape)


# %% wrong: a dense tensor | test_kind | SparseTensor
def sparse_sum(indices, values, dense_shape):
    return tf.scatter_nd(indices, values, dense_shape)


# %% wrong: the dense shape is that of the largest index | test_kind | dense shape
def sparse_sum(indices, values, dense_shape):
    strides = tf.math.cumprod(dense_shape, exclusive=True, reverse=True)
    numbers, segments = tf.unique(tf.reduce_sum(indices * strides, axis=1))
    sums = tf.math.unsorted_segment_sum(values, segments, tf.size(numbers))
    places = tf.transpose(tf.unravel_index(numbers, dense_shape))
    return tf.sparse.reorder(tf.SparseTensor(places, sums, tf.reduce_max(places, axis=0) + 1))


# %% wrong: float32 values | test_kind | dtype
def sparse_sum(indices, values, dense_shape):
    rows, segments = tf.raw_ops.UniqueV2(x=indices, axis=[0])
    sums = tf.math.unsorted_segment_sum(tf.cast(values, tf.float32), segments, tf.shape(rows)[0])
    return tf.sparse.reorder(tf.SparseTensor(rows, sums, dense_shape))
