"""Answers to from_arrays."""

import numpy as np
import tensorflow as tf


def slices(x, y, batch):
    if batch < 1:
        raise ValueError("bad batch")
    return tf.data.Dataset.from_tensor_slices((x, y))


# %% right: orders drawn in NumPy, a generator of batches
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1 or len(x) != len(y):
        raise ValueError("bad arguments")
    rng = np.random.default_rng(seed)

    def batches():
        order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
        for start in range(0, len(x), batch):
            yield x[order[start : start + batch]], y[order[start : start + batch]]

    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


# %% right: two datasets zipped, a buffer larger than needed
def from_arrays(x, y, batch, shuffle, seed):
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    if batch <= 0:
        raise ValueError("batch must be positive")
    sets = (tf.data.Dataset.from_tensor_slices(tf.constant(a)) for a in (x, y))
    dataset = tf.data.Dataset.zip(tuple(sets))
    if shuffle:
        dataset = dataset.shuffle(10 * len(x), seed=seed, reshuffle_each_iteration=True)
    return dataset.batch(batch, drop_remainder=False)


# %% wrong: drops the last short batch | test_form | dropped
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch, drop_remainder=True)


# %% wrong: never batches | test_form | batched
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    return dataset.shuffle(len(x), seed=seed) if shuffle else dataset


# %% wrong: two epochs in one pass | test_form | repeated
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch).repeat(2)


# %% wrong: one batch of everything | test_form | all samples
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(len(x))


# %% wrong: shuffles always | test_order | mixed up
def from_arrays(x, y, batch, shuffle, seed):
    return slices(x, y, batch).shuffle(len(x), seed=seed).batch(batch)


# %% wrong: reads the arrays backwards | test_order | reversed
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x[::-1], y[::-1], batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: the labels are off by one | test_order | y
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, np.roll(y, 1), batch)
    if shuffle:
        dataset = slices(x, y, batch).shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: shuffles below batch | test_shuffle | whole batches
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch).batch(batch)
    return dataset.shuffle(len(x), seed=seed) if shuffle else dataset


# %% wrong: a buffer of one batch | test_shuffle | too small
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(batch, seed=seed)
    return dataset.batch(batch)


# %% wrong: a buffer of 1,000 by habit | test_shuffle | too small
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(1000, seed=seed)
    return dataset.batch(batch)


# %% wrong: a buffer of ten batches | test_shuffle | too small
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(10 * batch, seed=seed)
    return dataset.batch(batch)


# %% wrong: one order for all passes | test_shuffle | in every pass
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed, reshuffle_each_iteration=False)
    return dataset.batch(batch)


# %% wrong: shuffle is called and its result lost | test_shuffle | nothing is shuffled
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: only the labels are shuffled | test_shuffle | only y
def from_arrays(x, y, batch, shuffle, seed):
    labels = tf.data.Dataset.from_tensor_slices(y)
    if shuffle:
        labels = labels.shuffle(len(y), seed=seed)
    slices(x, y, batch)
    return tf.data.Dataset.zip((tf.data.Dataset.from_tensor_slices(x), labels)).batch(batch)


# %% wrong: draws with replacement | test_shuffle | sorted
def from_arrays(x, y, batch, shuffle, seed):
    if shuffle:
        order = np.random.default_rng(seed).integers(0, len(x), len(x))
        x, y = x[order], y[order]
    return slices(x, y, batch).batch(batch)


# %% wrong: forgets the seed | test_seed | not used
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x))
    return dataset.batch(batch)


# %% wrong: a seed of its own | test_seed | always the same
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=42)
    return dataset.batch(batch)


# %% wrong: any batch is taken | test_refused | left to TensorFlow
def from_arrays(x, y, batch, shuffle, seed):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: a zip stops at the shorter array | test_refused | longer array
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1:
        raise ValueError("bad batch")
    sets = tuple(tf.data.Dataset.from_tensor_slices(a) for a in (x, y))
    dataset = tf.data.Dataset.zip(sets)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: casts to float32 | test_order | dtype
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x.astype("float32"), y.astype("float32"), batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: refuses a batch that is larger than the set | test_refused | ValueError
def from_arrays(x, y, batch, shuffle, seed):
    if batch > len(x):
        raise ValueError("batch is too large")
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)
