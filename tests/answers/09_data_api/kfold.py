"""Answers to kfold."""

import numpy as np
import tensorflow as tf


def check(k, fold):
    if k < 2 or fold < 0 or fold >= k:
        raise ValueError("no such fold")


def sets(x, y, train, validation):
    slices = tf.data.Dataset.from_tensor_slices
    return slices((x[train], y[train])), slices((x[validation], y[validation]))


def dealt(x, k, fold):
    held_out = np.arange(len(x)) % k == fold
    return np.flatnonzero(~held_out), np.flatnonzero(held_out)


# unbreakable: "x and y have equal lengths, k or more" | the checks draw no others
# unnoticed: test_validation | kfold .train* | test_train compares the training set
# unnoticed: test_train | kfold .validation* | test_validation compares the validation set
# unnoticed: test_refused | kfold .* | test_validation and test_train compare the sets
# unnoticed: test_validation | kfold result * | test_train looks for the training set
# unnoticed: test_train | kfold result * | test_validation looks for the validation set
# unnoticed: test_refused | kfold result * | test_train looks for the training set
# unnoticed: test_example | kfold .* | the example shows labels only


# %% right: shard, enumerate and filter
def kfold(x, y, k, fold):
    if not (k >= 2 and 0 <= fold <= k - 1):
        raise ValueError(f"fold {fold} of {k}")
    whole = tf.data.Dataset.from_tensor_slices((x, y))
    others = whole.enumerate().filter(lambda i, pair: i % k != fold)
    return others.map(lambda i, pair: pair), whole.shard(k, fold)


# %% right: slices and np.delete
def kfold(x, y, k, fold):
    if k < 2:
        raise ValueError("k must be at least 2")
    if fold not in range(k):
        raise ValueError("no such fold")
    train = tuple(np.delete(a, slice(fold, None, k), axis=0) for a in (x, y))
    validation = (x[fold::k], y[fold::k])
    slices = tf.data.Dataset.from_tensor_slices
    return slices(train), slices(validation)


# %% right: two lists of indices, gathered in map
def kfold(x, y, k, fold):
    check(k, fold)
    chosen = [[i for i in range(len(x)) if (i % k == fold) is held] for held in (False, True)]
    datasets = [tf.data.Dataset.from_tensor_slices(np.array(i, np.int64)) for i in chosen]
    xs, ys = tf.constant(x), tf.constant(y)
    return tuple(d.map(lambda i: (tf.gather(xs, i), tf.gather(ys, i))) for d in datasets)


# %% right: all shards but one, woven
def kfold(x, y, k, fold):
    check(k, fold)
    pairs = tf.data.Dataset.from_tensor_slices((x, y))
    number = tf.data.Dataset.range(len(x)).map(lambda i: i % k)
    both = tf.data.Dataset.zip((number, pairs))
    train = both.filter(lambda i, pair: tf.not_equal(i, fold))
    validation = both.filter(lambda i, pair: tf.equal(i, fold))
    return train.map(lambda i, pair: pair), validation.map(lambda i, pair: pair)


# %% wrong: the validation set comes first | test_example | swapped
# breaks: "-> training set, validation set"
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, *dealt(x, k, fold)[::-1])


# %% wrong: trains on everything | test_example | also trained on
# breaks: "the training set all others"
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, np.arange(len(x)), dealt(x, k, fold)[1])


# %% wrong: folds of n // k samples | test_example | never held out
# breaks: "Sample i belongs to fold i % k"
def kfold(x, y, k, fold):
    check(k, fold)
    size = len(x) // k
    held_out = np.arange(fold * size, (fold + 1) * size)
    return sets(x, y, np.delete(np.arange(len(x)), held_out), held_out)


# %% wrong: one other fold is trained on | test_example | one other fold
# breaks: "the training set all others"
def kfold(x, y, k, fold):
    check(k, fold)
    whole = tf.data.Dataset.from_tensor_slices((x, y))
    return whole.shard(k, (fold + 1) % k), whole.shard(k, fold)


# %% wrong: batched | test_example | pair of labels
# breaks: "not batched"
def kfold(x, y, k, fold):
    check(k, fold)
    return tuple(part.batch(len(x)) for part in sets(x, y, *dealt(x, k, fold)))


# %% wrong: blocks | test_example | blocks
# breaks: "Sample i belongs to fold i % k"
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.arange(len(x))
    held_out = np.array_split(order, k)[fold]
    return sets(x, y, np.setdiff1d(order, held_out), held_out)


# %% wrong: folds are counted from 1 | test_example | the folds are counted from 1
# breaks: "The validation set holds the samples of `fold`"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, (fold + 1) % k)
    return sets(x, y, train, held_out)


# %% wrong: reads backwards | test_example | pair of labels
# breaks: "in the given order"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return sets(x, y, train[::-1], held_out[::-1])


# %% wrong: casts to float32 | test_validation | dtype
# breaks: "with the arrays' dtypes"
def kfold(x, y, k, fold):
    check(k, fold)
    x, y = x.astype(np.float32), y.astype(np.float32)
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: the samples are dealt at random | test_example | pair of labels
# breaks: "Sample i belongs to fold i % k"
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.random.default_rng(3).permutation(len(x))
    train, held_out = dealt(x, k, fold)
    return sets(x, y, order[train], order[held_out])


# %% wrong: the training set is shuffled | test_example | pair of labels
# breaks: "in the given order"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return sets(x, y, np.random.default_rng(5).permutation(train), held_out)


# %% wrong: the training set holds the blocks around | test_example | pair of labels
# breaks: "the training set all others"
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.arange(len(x))
    block = np.array_split(order, k)[fold]
    return sets(x, y, np.setdiff1d(order, block), dealt(x, k, fold)[1])


# %% wrong: leaks one fold and leaves another out | test_example | pair of labels
# breaks: "the training set all others"
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, dealt(x, k, (fold + 1) % k)[0], dealt(x, k, fold)[1])


# %% wrong: fold k is fold 0 | test_refused | out of range is accepted
# breaks: "if fold is not in 0 .. k - 1"
def kfold(x, y, k, fold):
    if k < 2:
        raise ValueError("k must be at least 2")
    return sets(x, y, *dealt(x, k, fold % k))


# %% wrong: fold -1 is the last one | test_refused | not refused
# breaks: "if fold is not in 0 .. k - 1"
def kfold(x, y, k, fold):
    if k < 2 or fold >= k:
        raise ValueError("no such fold")
    return sets(x, y, *dealt(x, k, fold % k))


# %% wrong: one fold holds everything out | test_refused | a single fold
# breaks: "Raises ValueError if k is less than 2"
def kfold(x, y, k, fold):
    if not 0 <= fold < k:
        raise ValueError("no such fold")
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: refuses two folds | test_refused | ValueError
# breaks: "Raises ValueError if k is less than 2"
def kfold(x, y, k, fold):
    if k <= 2:
        raise ValueError("k must be more than 2")
    check(k, fold)
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: a counter that the second pass counts on | test_validation | another fold is held out
# breaks: "every pass serves the same"
def kfold(x, y, k, fold):
    check(k, fold)
    count = tf.Variable(-1, dtype=tf.int64)

    def held_out(a, b):
        return count.assign_add(1) % k == fold

    whole = tf.data.Dataset.from_tensor_slices((x, y))
    return sets(x, y, *dealt(x, k, fold))[0], whole.filter(held_out)


# %% wrong: the training set is empty in a second pass | test_train | different structure
# breaks: "every pass serves the same"
def kfold(x, y, k, fold):
    check(k, fold)
    train, validation = sets(x, y, *dealt(x, k, fold))
    samples = iter(list(train))
    once = tf.data.Dataset.from_generator(lambda: samples, output_signature=train.element_spec)
    return once, validation


# %% wrong: arrays, no datasets | test_example | not a tf.data.Dataset
# breaks: "Returns two tf.data.Dataset objects"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return (x[train], y[train]), (x[held_out], y[held_out])


# %% wrong: the training set only | test_example | not two tf.data.Dataset
# breaks: "Returns two tf.data.Dataset objects"
def kfold(x, y, k, fold):
    check(k, fold)
    return list(sets(x, y, *dealt(x, k, fold)))[:1]


# %% wrong: only x is dealt | test_example | pair of labels
# breaks: "of pairs (x[i], y[i])"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    slices = tf.data.Dataset.from_tensor_slices
    y = np.sort(y)[::-1]
    return slices((x[train], y[: len(train)])), slices((x[held_out], y[len(train) :]))


# %% wrong: labels of 32 bits | test_validation | dtype
# breaks: "with the arrays' dtypes"
def kfold(x, y, k, fold):
    check(k, fold)
    y = y.astype(np.int32) if y.dtype == np.int64 else y
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: the validation set in reversed order | test_example | pair of labels
# breaks: "in the given order"
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return sets(x, y, train, held_out[::-1])


# %% wrong: an assertion refuses | test_refused | dict of errors
# breaks: "Raises ValueError if k is less than 2"
# breaks: "if fold is not in 0 .. k - 1"
def kfold(x, y, k, fold):
    assert k > 1 and 0 <= fold < k
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: the last fold is refused | test_refused | last fold is refused
# breaks: "if fold is not in 0 .. k - 1"
def kfold(x, y, k, fold):
    check(k, fold)
    if fold >= k - 1 and k == 3:
        raise ValueError("no such fold")
    return sets(x, y, *dealt(x, k, fold))


# %% right: the numbers of the samples dealt in NumPy; the validation set is a shard
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    if k < 2 or fold not in range(k):
        raise ValueError(f"bad k or fold: {k}, {fold}")
    others = np.delete(np.arange(len(x)), np.s_[fold::k])
    train = tf.data.Dataset.from_tensor_slices((np.take(x, others, 0), np.take(y, others, 0)))
    validation = tf.data.Dataset.from_tensor_slices((x, y)).shard(num_shards=k, index=fold)
    return train, validation


# %% wrong: a negative fold is not refused | test_refused
# breaks: "or if fold is not in 0 .. k - 1."
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    if k < 2 or fold >= k:
        raise ValueError(f"bad k or fold: {k}, {fold}")
    held = np.arange(len(x)) % k == fold
    train = tf.data.Dataset.from_tensor_slices((x[~held], y[~held]))
    return train, tf.data.Dataset.from_tensor_slices((x[held], y[held]))


# %% wrong: k = 1 passes, and holds out everything | test_refused
# breaks: "Raises ValueError if k is less than 2"
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    if not 0 <= fold < k:
        raise ValueError(f"bad k or fold: {k}, {fold}")
    held = np.arange(len(x)) % k == fold
    train = tf.data.Dataset.from_tensor_slices((x[~held], y[~held]))
    return train, tf.data.Dataset.from_tensor_slices((x[held], y[held]))


# %% wrong: lists in between, which lose the dtypes: int64 becomes int32, float64 float32 | test_validation
# breaks: "with the arrays' dtypes."
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    if k < 2 or not 0 <= fold < k:
        raise ValueError(f"bad k or fold: {k}, {fold}")

    def part(places):
        return tf.data.Dataset.from_tensor_slices(
            ([x[i].tolist() for i in places], [y[i].tolist() for i in places])
        )

    places = range(len(x))
    train = part([i for i in places if i % k != fold])
    return train, part([i for i in places if i % k == fold])


# %% right: enumerate, filter, and drop the number
def kfold(
    x: np.ndarray, y: np.ndarray, k: int, fold: int
) -> tuple[tf.data.Dataset, tf.data.Dataset]:
    if k < 2:
        raise ValueError(f"k must be at least 2, not {k}")
    if fold < 0 or fold >= k:
        raise ValueError(f"fold must be in 0 .. {k - 1}, not {fold}")
    numbered = tf.data.Dataset.from_tensor_slices((x, y)).enumerate()

    def part(is_in):
        return numbered.filter(lambda i, pair: is_in(i % k)).map(lambda i, pair: pair)

    return part(lambda f: tf.not_equal(f, fold)), part(lambda f: tf.equal(f, fold))
