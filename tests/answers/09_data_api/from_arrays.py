"""Answers to from_arrays."""

import numpy as np
import tensorflow as tf


# unnoticed: test_shuffle | from_arrays * swapped | the orders are random
# unnoticed: test_anywhere | shuffled_labels * | only the first and the last of all passes count


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


# %% right: indices in a dataset, gathered after batching
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1:
        raise ValueError("batch")
    if x.shape[0] != y.shape[0]:
        raise ValueError("lengths")
    n = x.shape[0]
    indices = tf.data.Dataset.range(n)
    if shuffle:
        indices = indices.shuffle(n, seed)
    return indices.batch(batch).map(lambda i: (tf.gather(x, i), tf.gather(y, i)))


# %% right: a seed for each pass, one order a pass
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1 or len(x) != len(y):
        raise ValueError("bad arguments")
    passes = []

    def batches():
        order = np.arange(len(y))
        if shuffle:
            order = np.random.default_rng([seed, len(passes)]).permutation(len(y))
        passes.append(1)
        yield from ((x[part], y[part]) for part in np.split(order, range(batch, len(y), batch)))

    specs = [tf.TensorSpec([None, *a.shape[1:]], a.dtype) for a in (x, y)]
    return tf.data.Dataset.from_generator(batches, output_signature=tuple(specs))


# %% wrong: drops the last short batch | test_example | dropped
# breaks: "may be short"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch, drop_remainder=True)


# %% wrong: never batches | test_example | batched
# breaks: "pairs of (batch, ...) and (batch, ...)"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    return dataset.shuffle(len(x), seed=seed) if shuffle else dataset


# %% wrong: two epochs in one pass | test_example | repeated
# breaks: "Each pass serves every sample once"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch).repeat(2)


# %% wrong: one batch of everything | test_example | all samples
# breaks: "Serve arrays in batches"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(len(x))


# %% wrong: shuffles always | test_example | though shuffle is False
# breaks: "Without shuffle the samples keep their order"
def from_arrays(x, y, batch, shuffle, seed):
    return slices(x, y, batch).shuffle(len(x), seed=seed).batch(batch)


# %% wrong: reads the arrays backwards | test_example | backwards
# breaks: "Without shuffle the samples keep their order"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x[::-1], y[::-1], batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: the labels are off by one | test_example | list of batches
# breaks: "Serve arrays in batches"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, np.roll(y, 1), batch)
    if shuffle:
        dataset = slices(x, y, batch).shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: shuffles below batch | test_shuffle | batches are shuffled
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch).batch(batch)
    return dataset.shuffle(len(x), seed=seed) if shuffle else dataset


# %% wrong: a buffer of one batch | test_shuffle | too small
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(batch, seed=seed)
    return dataset.batch(batch)


# %% wrong: a buffer of 1,000 by habit | test_shuffle | too small
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(1000, seed=seed)
    return dataset.batch(batch)


# %% wrong: a buffer of ten batches | test_shuffle | too small
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(10 * batch, seed=seed)
    return dataset.batch(batch)


# %% wrong: one order for all passes | test_shuffle | in every pass
# breaks: "With shuffle every pass has a fresh order"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed, reshuffle_each_iteration=False)
    return dataset.batch(batch)


# %% wrong: shuffle is called and its result lost | test_shuffle | nothing is shuffled
# breaks: "With shuffle every pass has a fresh order"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: only the labels are shuffled | test_shuffle | only y
# breaks: "x and y stay together"
def from_arrays(x, y, batch, shuffle, seed):
    labels = tf.data.Dataset.from_tensor_slices(y)
    if shuffle:
        labels = labels.shuffle(len(y), seed=seed)
    slices(x, y, batch)
    return tf.data.Dataset.zip((tf.data.Dataset.from_tensor_slices(x), labels)).batch(batch)


# %% wrong: draws with replacement | test_shuffle | sorted
# breaks: "Each pass serves every sample once"
def from_arrays(x, y, batch, shuffle, seed):
    if shuffle:
        order = np.random.default_rng(seed).integers(0, len(x), len(x))
        x, y = x[order], y[order]
    return slices(x, y, batch).batch(batch)


# %% wrong: forgets the seed | test_seed | the orders do not follow
# breaks: "Two datasets made with the same seed serve the same orders"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x))
    return dataset.batch(batch)


# %% wrong: a seed of its own | test_seed | all seeds give the same
# breaks: "another seed gives other orders"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=42)
    return dataset.batch(batch)


# %% wrong: any batch is taken | test_refused | left to TensorFlow
# breaks: "if batch is less than 1"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: a zip stops at the shorter array | test_refused | longer array
# breaks: "Raises ValueError if x and y differ in length"
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1:
        raise ValueError("bad batch")
    sets = tuple(tf.data.Dataset.from_tensor_slices(a) for a in (x, y))
    dataset = tf.data.Dataset.zip(sets)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: casts to float32 | test_order | dtype
# breaks: "keep their dtypes"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x.astype("float32"), y.astype("float32"), batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: refuses a batch that is larger than the set | test_form | ValueError
# breaks: "the last batch holds what is left"
def from_arrays(x, y, batch, shuffle, seed):
    if batch > len(x):
        raise ValueError("batch is too large")
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: the samples are flattened | test_form | list of shapes
# breaks: "Serve arrays in batches: (n, ...), (n, ...)"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x.reshape(len(x), -1), y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: x becomes float32, as Keras likes it | test_order | dtype
# breaks: "keep their dtypes"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x.astype(np.float32), y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: a list of batches, no dataset | test_example | list, not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return list(dataset.batch(batch))


# %% wrong: seed 0 counts as no seed | test_seed | taken for no seed
# breaks: "Two datasets made with the same seed serve the same orders"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed or None)
    return dataset.batch(batch)


# %% wrong: NumPy's one generator for all datasets | test_seed | do not follow
# breaks: "Two datasets made with the same seed serve the same orders"
def from_arrays(x, y, batch, shuffle, seed):
    np.random.seed(seed)
    slices(x, y, batch)

    def batches():
        order = np.random.permutation(len(x)) if shuffle else np.arange(len(x))
        for start in range(0, len(x), batch):
            yield x[order[start : start + batch]], y[order[start : start + batch]]

    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


# %% wrong: the first pass has no seed, all later ones do | test_seed | do not follow
# breaks: "pass for pass"
def from_arrays(x, y, batch, shuffle, seed):
    slices(x, y, batch)
    drawn = []

    def batches():
        rng = np.random.default_rng([seed, len(drawn)] if drawn else None)
        drawn.append(1)
        order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
        for start in range(0, len(x), batch):
            yield x[order[start : start + batch]], y[order[start : start + batch]]

    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


# %% wrong: the first order is the same for every seed | test_seed | same first order
# breaks: "another seed gives other orders"
def from_arrays(x, y, batch, shuffle, seed):
    slices(x, y, batch)
    passes = []

    def batches():
        rng = np.random.default_rng([seed, len(passes)] if passes else 0)
        passes.append(1)
        order = rng.permutation(len(x)) if shuffle else np.arange(len(x))
        for start in range(0, len(x), batch):
            yield x[order[start : start + batch]], y[order[start : start + batch]]

    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(batches, output_signature=signature)


# %% wrong: a buffer of 10,000 by habit | test_shuffle | too small
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(10_000, seed=seed)
    return dataset.batch(batch)


# %% wrong: a buffer that lacks one sample | test_anywhere | one sample too small
# breaks: "any sample may come anywhere"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(max(len(x) - 1, 1), seed=seed)
    return dataset.batch(batch)


# %% wrong: the last batch is filled up | test_example | filled up
# breaks: "the last batch holds what is left"
def from_arrays(x, y, batch, shuffle, seed):
    count = -(-len(x) // batch) if batch > 0 else 0
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.repeat().batch(batch).take(count)


# %% wrong: what tf.constant makes of the labels | test_order | dtype
# breaks: "keep their dtypes"
def from_arrays(x, y, batch, shuffle, seed):
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    dataset = slices(x, tf.constant(y.tolist()), batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: a second pass is empty | test_order | structure
# breaks: "Each pass serves every sample once"
def from_arrays(x, y, batch, shuffle, seed):
    dataset = slices(x, y, batch)
    if shuffle:
        return dataset.shuffle(len(x), seed=seed).batch(batch)
    batches = iter(list(dataset.batch(batch)))
    signature = tuple(tf.TensorSpec((None, *a.shape[1:]), a.dtype) for a in (x, y))
    return tf.data.Dataset.from_generator(lambda: batches, output_signature=signature)


# %% wrong: an assertion refuses | test_refused | list of errors
# breaks: "Raises ValueError if x and y differ in length"
# breaks: "if batch is less than 1"
def from_arrays(x, y, batch, shuffle, seed):
    assert batch >= 1 and len(x) == len(y)
    dataset = slices(x, y, batch)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% wrong: only a batch of 0 is refused | test_refused | negative batch
# breaks: "if batch is less than 1"
def from_arrays(x, y, batch, shuffle, seed):
    if not batch:
        raise ValueError("batch must not be 0")
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(abs(batch))


# %% wrong: arrays may differ, x broadcasts | test_refused | list of errors
# breaks: "Raises ValueError if x and y differ in length"
def from_arrays(x, y, batch, shuffle, seed):
    if batch < 1:
        raise ValueError("batch")
    dataset = tf.data.Dataset.from_tensor_slices((np.resize(x, (len(y), *x.shape[1:])), y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% right: two datasets, zipped, then shuffled as pairs
def from_arrays(
    x: np.ndarray, y: np.ndarray, batch: int, shuffle: bool, seed: int
) -> tf.data.Dataset:
    if batch < 1:
        raise ValueError(f"batch must be at least 1, not {batch}")
    if len(x) != len(y):
        raise ValueError(f"{len(x)} samples, but {len(y)} labels")
    parts = tuple(tf.data.Dataset.from_tensor_slices(part) for part in (x, y))
    dataset = tf.data.Dataset.zip(parts)
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed, reshuffle_each_iteration=True)
    return dataset.batch(batch, drop_remainder=False)


# %% wrong: a cap on the buffer, to save memory | test_shuffle
# breaks: "any sample may come anywhere"
def from_arrays(
    x: np.ndarray, y: np.ndarray, batch: int, shuffle: bool, seed: int
) -> tf.data.Dataset:
    if batch < 1 or len(x) != len(y):
        raise ValueError("x and y must have equal lengths, and batch must be at least 1")
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(min(len(x), 10_000), seed=seed)
    return dataset.batch(batch)


# %% wrong: refuses 0, but leaves a negative batch to TensorFlow's InvalidArgumentError | test_refused
# breaks: "or if batch is less than 1."
def from_arrays(
    x: np.ndarray, y: np.ndarray, batch: int, shuffle: bool, seed: int
) -> tf.data.Dataset:
    if not batch or len(x) != len(y):
        raise ValueError("x and y must have equal lengths, and batch must be at least 1")
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch)


# %% right: shuffles and batches the numbers of the samples, then gathers
def from_arrays(
    x: np.ndarray, y: np.ndarray, batch: int, shuffle: bool, seed: int
) -> tf.data.Dataset:
    n = x.shape[0]
    if n != y.shape[0] or batch < 1:
        raise ValueError("x and y must have equal lengths, and batch must be at least 1")
    x, y = tf.constant(x), tf.constant(y)
    places = tf.data.Dataset.range(n)
    if shuffle:
        places = places.shuffle(n, seed=seed)
    return places.batch(batch).map(lambda chosen: (tf.gather(x, chosen), tf.gather(y, chosen)))
