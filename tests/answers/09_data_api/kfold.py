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


# %% wrong: the validation set comes first | test_form | swapped
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, *dealt(x, k, fold)[::-1])


# %% wrong: trains on everything | test_form | also trained on
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, np.arange(len(x)), dealt(x, k, fold)[1])


# %% wrong: folds of n // k samples | test_form | n // k
def kfold(x, y, k, fold):
    check(k, fold)
    size = len(x) // k
    held_out = np.arange(fold * size, (fold + 1) * size)
    return sets(x, y, np.delete(np.arange(len(x)), held_out), held_out)


# %% wrong: one other fold is trained on | test_form | one other fold
def kfold(x, y, k, fold):
    check(k, fold)
    whole = tf.data.Dataset.from_tensor_slices((x, y))
    return whole.shard(k, (fold + 1) % k), whole.shard(k, fold)


# %% wrong: batched | test_form | batched
def kfold(x, y, k, fold):
    check(k, fold)
    return tuple(part.batch(len(x)) for part in sets(x, y, *dealt(x, k, fold)))


# %% wrong: blocks | test_validation | blocks
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.arange(len(x))
    held_out = np.array_split(order, k)[fold]
    return sets(x, y, np.setdiff1d(order, held_out), held_out)


# %% wrong: folds are counted from 1 | test_validation | another fold
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, (fold + 1) % k)
    return sets(x, y, train, held_out)


# %% wrong: reads backwards | test_validation | reversed
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return sets(x, y, train[::-1], held_out[::-1])


# %% wrong: casts to float32 | test_validation | dtype
def kfold(x, y, k, fold):
    check(k, fold)
    x, y = x.astype(np.float32), y.astype(np.float32)
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: the samples are dealt at random | test_validation | differ
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.random.default_rng(3).permutation(len(x))
    train, held_out = dealt(x, k, fold)
    return sets(x, y, order[train], order[held_out])


# %% wrong: the training set is shuffled | test_train | mixed up
def kfold(x, y, k, fold):
    check(k, fold)
    train, held_out = dealt(x, k, fold)
    return sets(x, y, np.random.default_rng(5).permutation(train), held_out)


# %% wrong: the training set holds the blocks around | test_train | blocks
def kfold(x, y, k, fold):
    check(k, fold)
    order = np.arange(len(x))
    block = np.array_split(order, k)[fold]
    return sets(x, y, np.setdiff1d(order, block), dealt(x, k, fold)[1])


# %% wrong: leaks one fold and leaves another out | test_train | another fold
def kfold(x, y, k, fold):
    check(k, fold)
    return sets(x, y, dealt(x, k, (fold + 1) % k)[0], dealt(x, k, fold)[1])


# %% wrong: fold k is fold 0 | test_refused | out of range is accepted
def kfold(x, y, k, fold):
    if k < 2:
        raise ValueError("k must be at least 2")
    return sets(x, y, *dealt(x, k, fold % k))


# %% wrong: fold -1 is the last one | test_refused | from the end
def kfold(x, y, k, fold):
    if k < 2 or fold >= k:
        raise ValueError("no such fold")
    return sets(x, y, *dealt(x, k, fold % k))


# %% wrong: one fold holds everything out | test_refused | a single fold
def kfold(x, y, k, fold):
    if not 0 <= fold < k:
        raise ValueError("no such fold")
    return sets(x, y, *dealt(x, k, fold))


# %% wrong: refuses two folds | test_refused | ValueError
def kfold(x, y, k, fold):
    if k <= 2:
        raise ValueError("k must be more than 2")
    check(k, fold)
    return sets(x, y, *dealt(x, k, fold))
