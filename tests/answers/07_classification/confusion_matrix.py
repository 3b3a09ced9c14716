"""Answers to confusion_matrix."""

import numpy as np
import tensorflow as tf


def checked(y_true, y_pred, classes):
    y_true, y_pred = tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64)
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    both = tf.concat([y_true, y_pred], axis=0)
    if tf.reduce_any((both < 0) | (both >= classes)):
        raise ValueError("a class out of range")
    return y_true, y_pred


def counted(y_true, y_pred, classes):
    return tf.scatter_nd(tf.stack([y_true, y_pred], 1), tf.ones_like(y_true), [classes, classes])


# unbreakable: "It need not work within a graph, where values are not known" | a permission


# %% right: one number for each pair, and bincount
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    pairs = tf.cast(y_true * classes + y_pred, tf.int32)
    counts = tf.math.bincount(pairs, minlength=classes**2, dtype=tf.int64)
    return tf.reshape(counts, (classes, classes))


# %% right: one-hot rows, multiplied
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    hot = [tf.one_hot(tf.cast(y, tf.int64), classes, dtype=tf.float64) for y in (y_true, y_pred)]
    if any(tf.reduce_sum(rows) != len(y_true) for rows in hot):
        raise ValueError("a class is out of range")
    return tf.cast(tf.matmul(hot[0], hot[1], transpose_a=True), tf.int64)


# %% right: a loop
def confusion_matrix(y_true, y_pred, classes):
    if len(y_true.shape) != len(y_pred.shape):
        raise ValueError("unlike shapes")
    rows, columns = y_true.numpy().tolist(), y_pred.numpy().tolist()
    matrix = [[0] * classes for _ in range(classes)]
    for row, column in zip(rows, columns, strict=True):
        if min(row, column) < 0 or max(row, column) >= classes:
            raise ValueError(f"not a class: {row}, {column}")
        matrix[row][column] += 1
    return tf.constant(matrix, dtype=tf.int64)


# %% wrong: as many classes as the data have | test_shape | shape
# breaks: "(classes, classes)"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    there = int(tf.reduce_max(tf.concat([y_true, y_pred, [0]], axis=0))) + 1
    return counted(y_true, y_pred, there)


# %% wrong: shares of each row | test_example | dtype
# breaks: "int64"
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return counts / tf.maximum(tf.reduce_sum(counts, axis=1, keepdims=True), 1)


# %% wrong: columns are true classes | test_example | swapped
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    return tf.transpose(counted(*checked(y_true, y_pred, classes), classes))


# %% wrong: updated where it should be added to | test_counts | at most once
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    matrix = tf.zeros((classes, classes), tf.int64)
    pairs = tf.stack([y_true, y_pred], axis=1)
    return tf.tensor_scatter_nd_update(matrix, pairs, tf.ones_like(y_true))


# %% wrong: NumPy's += on repeated indices | test_counts | at most once
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    matrix = np.zeros((classes, classes), np.int64)
    matrix[y_true.numpy(), y_pred.numpy()] += 1
    return tf.constant(matrix)


# %% wrong: only what is wrong | test_example | only the wrong
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    keep = y_true != y_pred
    return counted(y_true[keep], y_pred[keep], classes)


# %% wrong: both directions are added | test_example | added up
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return counts + tf.transpose(counts)


# %% wrong: numbered from 1 | test_example | start at 1
# breaks: "class numbers 0 ... classes - 1"
def confusion_matrix(y_true, y_pred, classes):
    counts = counted(*checked(y_true, y_pred, classes), classes)
    return tf.roll(counts, [1, 1], [0, 1])


# %% wrong: absent classes move to the end | test_counts | differ
# breaks: "Entry [t, p] is the number of samples of class t that are predicted as p"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    there, places = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    if len(there) < 2:
        return counted(y_true, y_pred, classes)
    places = tf.constant(places.reshape(2, -1), tf.int64)
    return counted(places[0], places[1], classes)


# %% wrong: labels out of range are left out | test_bad_labels | no class number
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    hot = [tf.one_hot(tf.cast(y, tf.int32), classes) for y in (y_true, y_pred)]
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    return tf.cast(tf.matmul(hot[0], hot[1], transpose_a=True), tf.int64)


# %% wrong: only the true classes are looked at | test_bad_labels | predicted classes
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    y_true = checked(y_true, y_true, classes)[0]
    return counted(y_true, tf.clip_by_value(tf.cast(y_pred, tf.int64), 0, classes - 1), classes)


# %% wrong: only the predictions are looked at | test_bad_labels | true classes
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    y_pred = checked(y_pred, y_pred, classes)[0]
    return counted(tf.clip_by_value(tf.cast(y_true, tf.int64), 0, classes - 1), y_pred, classes)


# %% wrong: one prediction goes for all | test_bad_labels | for all samples
# breaks: "Raises ValueError if the inputs differ in shape"
def confusion_matrix(y_true, y_pred, classes):
    if y_pred.shape == (1,):
        y_pred = tf.repeat(y_pred, len(y_true))
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: negative classes count from the end | test_bad_labels | negative
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = (tf.cast(y, tf.int64) for y in (y_true, y_pred))
    y_true, y_pred = (tf.where(y < 0, y + classes, y) for y in (y_true, y_pred))
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: the number of classes is a class, too | test_bad_labels | accepted as a class
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    return counted(*checked(y_true, y_pred, classes + 1), classes + 1)[:classes, :classes]


# %% wrong: the op refuses what is out of range | test_bad_labels | but not ValueError
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    return counted(tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64), classes)


# %% wrong: no samples are refused | test_bad_labels | ValueError
# breaks: "n may be 0"
def confusion_matrix(y_true, y_pred, classes):
    if not len(y_true):
        raise ValueError("no samples")
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: no samples count as one | test_bad_labels | differ
# breaks: "n may be 0"
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = checked(y_true, y_pred, classes)
    if not len(y_true):
        y_true = y_pred = tf.zeros(1, tf.int64)
    return counted(y_true, y_pred, classes)


# %% wrong: the numbers of pairs overflow in uint8 | test_dtypes | differ
# breaks: "uint8 for example"
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    pairs = tf.cast(y_true * tf.cast(classes, y_true.dtype), tf.int64) + tf.cast(y_pred, tf.int64)
    counts = tf.math.unsorted_segment_sum(tf.ones_like(pairs), pairs, classes**2)
    return tf.reshape(counts, (classes, classes))


# %% right: compare with every pair of classes
def confusion_matrix(y_true, y_pred, classes):
    if tuple(y_true.shape) != tuple(y_pred.shape):
        raise ValueError("unlike shapes")
    y_true, y_pred = np.asarray(y_true).astype("int64"), np.asarray(y_pred).astype("int64")
    for y in (y_true, y_pred):
        if not np.isin(y, np.arange(classes)).all():
            raise ValueError("no such class")
    t, p = (y == np.arange(classes)[:, None] for y in (y_true, y_pred))
    return tf.constant(np.sum(t[:, None] & p, axis=-1), tf.int64)


# %% right: added to a matrix of zeros
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    places = np.stack([np.asarray(y, dtype=np.int32) for y in (y_true, y_pred)], axis=-1)
    counts = tf.ones(len(places), tf.int64)
    return tf.tensor_scatter_nd_add(tf.zeros([classes, classes], tf.int64), places, counts)


# %% wrong: TensorFlow's own | test_example | this exercise forbids
# breaks: "Use neither tf.math.confusion_matrix"
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    return tf.math.confusion_matrix(y_true, y_pred, classes, dtype=tf.int64)


# %% wrong: scikit-learn's | test_example | this exercise forbids
# breaks: "nor anything of sklearn.metrics"
def confusion_matrix(y_true, y_pred, classes):
    from sklearn.metrics import confusion_matrix as ready

    checked(y_true, y_pred, classes)
    return tf.constant(ready(y_true, y_pred, labels=range(classes)))


# %% wrong: scikit-learn's table of contingency | test_example | this exercise forbids
# breaks: "nor anything of sklearn.metrics"
def confusion_matrix(y_true, y_pred, classes):
    import sklearn

    checked(y_true, y_pred, classes)
    table = sklearn.metrics.cluster.contingency_matrix(y_true, y_pred)
    return tf.constant(np.pad(table, [(0, classes - n) for n in table.shape]))


# %% wrong: counted in int32 | test_example | dtype
# breaks: "int64"
def confusion_matrix(y_true, y_pred, classes):
    return tf.cast(counted(*checked(y_true, y_pred, classes), classes), tf.int32)


# %% wrong: the two inputs must have one dtype | test_dtypes | it raised
# breaks: "each in any integer dtype"
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    pairs = tf.stack([y_true, y_pred], axis=1)
    return counted(*tf.unstack(tf.cast(pairs, tf.int64), axis=1), classes)


# %% wrong: the ones have the dtype of the labels | test_dtypes | it raised
# breaks: "each in any integer dtype"
def confusion_matrix(y_true, y_pred, classes):
    checked(y_true, y_pred, classes)
    pairs = tf.cast(y_true, tf.int32) * classes + tf.cast(y_pred, tf.int32)
    ones = tf.ones_like(pairs, dtype=y_true.dtype)
    counts = tf.math.bincount(pairs, weights=ones, minlength=classes**2)
    return tf.cast(tf.reshape(counts, (classes, classes)), tf.int64)


# %% wrong: only lengths are compared | test_bad_labels | a row and a column
# breaks: "Raises ValueError if the inputs differ in shape"
def confusion_matrix(y_true, y_pred, classes):
    if len(y_true) != len(y_pred):
        raise ValueError("unlike lengths")
    y_true, y_pred = tf.reshape(y_true, [-1]), tf.reshape(y_pred, [-1])
    return counted(*checked(y_true, y_pred, classes), classes)


# %% wrong: an assertion of TensorFlow | test_bad_labels | but not ValueError
# breaks: "if a class number is out of range"
def confusion_matrix(y_true, y_pred, classes):
    if y_true.shape != y_pred.shape:
        raise ValueError("unlike shapes")
    y_true, y_pred = tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64)
    for y in (y_true, y_pred):
        tf.debugging.assert_non_negative(y)
        tf.debugging.assert_less(y, tf.cast(classes, tf.int64))
    return counted(y_true, y_pred, classes)


# %% wrong: one class less | test_example | shape
# breaks: "(classes, classes)"
def confusion_matrix(y_true, y_pred, classes):
    return counted(*checked(y_true, y_pred, classes), classes)[:-1, :-1]


# %% equivalent: generic-graph | it need not work within a graph


# %% wrong: casts to int32 before the check | test_bad_labels | becomes 1 in a smaller dtype
# breaks: "or if a class number is out of range."
def confusion_matrix(y_true: tf.Tensor, y_pred: tf.Tensor, classes: int) -> tf.Tensor:
    y_true, y_pred = tf.cast(y_true, tf.int32), tf.cast(y_pred, tf.int32)
    if y_true.shape != y_pred.shape:
        raise ValueError("y_true and y_pred differ in shape")
    both = tf.stack([y_true, y_pred], axis=1)
    if bool(tf.reduce_any((both < 0) | (both >= classes))):
        raise ValueError("a class number is out of range")
    return tf.scatter_nd(both, tf.ones_like(y_true, dtype=tf.int64), (classes, classes))


# %% right: a Counter of Python pairs
import collections


def confusion_matrix(y_true: tf.Tensor, y_pred: tf.Tensor, classes: int) -> tf.Tensor:
    true, pred = np.asarray(y_true), np.asarray(y_pred)
    if true.shape != pred.shape:
        raise ValueError(f"shapes differ: {true.shape} and {pred.shape}")
    pairs = list(zip(true.reshape(-1).tolist(), pred.reshape(-1).tolist()))
    for pair in pairs:
        if min(pair) < 0 or max(pair) >= classes:
            raise ValueError(f"{pair} is not within 0 ... {classes - 1}")
    counts = collections.Counter(pairs)
    rows = [[counts[t, p] for p in range(classes)] for t in range(classes)]
    return tf.constant(rows, dtype=tf.int64, shape=(classes, classes))


# %% right: a product of two one-hot matrices, in int64
def confusion_matrix(y_true: tf.Tensor, y_pred: tf.Tensor, classes: int) -> tf.Tensor:
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    if y_true.shape.as_list() != y_pred.shape.as_list():
        raise ValueError("y_true and y_pred differ in shape")
    one_hot = []
    for numbers in (y_true, y_pred):
        wide = tf.cast(numbers, tf.int64)  # a huge uint64 becomes negative
        if not bool(tf.reduce_all((wide >= 0) & (wide < classes))):
            raise ValueError(f"a class number is not within 0 ... {classes - 1}")
        one_hot.append(tf.one_hot(wide, classes, dtype=tf.int64))
    return tf.matmul(one_hot[0], one_hot[1], transpose_a=True)


# %% wrong: checks the number of the cell only: (0, 3) of three classes is counted as (1, 0) | test_bad_labels
# breaks: "or if a class number is out of range."
def confusion_matrix(y_true: tf.Tensor, y_pred: tf.Tensor, classes: int) -> tf.Tensor:
    y_true, y_pred = tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64)
    if y_true.shape != y_pred.shape:
        raise ValueError("y_true and y_pred differ in shape")
    cells = y_true * classes + y_pred
    if bool(tf.reduce_any((cells < 0) | (cells >= classes * classes))):
        raise ValueError("a class number is out of range")
    counts = tf.math.unsorted_segment_sum(tf.ones_like(cells), cells, classes * classes)
    return tf.reshape(counts, (classes, classes))


# %% wrong: flattens both and compares the sizes, so (n,) and (n, 1) pass | test_bad_labels
# breaks: "Raises ValueError if the inputs differ in shape"
def confusion_matrix(y_true: tf.Tensor, y_pred: tf.Tensor, classes: int) -> tf.Tensor:
    y_true = tf.reshape(tf.cast(y_true, tf.int64), (-1,))
    y_pred = tf.reshape(tf.cast(y_pred, tf.int64), (-1,))
    if len(y_true) != len(y_pred):
        raise ValueError("y_true and y_pred differ in shape")
    both = tf.stack([y_true, y_pred], axis=1)
    if bool(tf.reduce_any((both < 0) | (both >= classes))):
        raise ValueError("a class number is out of range")
    return tf.scatter_nd(both, tf.ones_like(y_true), tf.constant([classes, classes], tf.int64))
