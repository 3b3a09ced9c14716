"""Answers to stratified_split."""

import numpy as np
import tensorflow as tf


def checked(x, y, fraction):
    if not 0 < fraction < 1 or len(x) != len(y):
        raise ValueError("bad fraction, or unlike lengths")


def parted(x, y, test):
    test = np.asarray(test, dtype=int)
    train = np.setdiff1d(np.arange(len(y)), test)
    return (x[train], y[train]), (x[test], y[test])


def drawn(y, fraction, rng, count=None):
    """Return the indices of a good test part; `count` changes how many a class gives."""
    found = []
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[: n if count is None else count(members, n)])
    return found


# %% right: floors, and the parts in random order
def stratified_split(x, y, fraction, seed):
    if fraction <= 0 or fraction >= 1:
        raise ValueError("fraction must be between 0 and 1")
    if x.shape[0] != y.shape[0]:
        raise ValueError("unlike lengths")
    rng = np.random.RandomState(seed)
    train, test = [], []
    for label in set(y.tolist()):
        members = [i for i in range(len(y)) if y[i] == label]
        rng.shuffle(members)
        n = int(fraction * len(members))
        if n == 0 and len(members) > 1:
            n = 1
        test += members[:n]
        train += members[n:]
    rng.shuffle(train)
    rng.shuffle(test)
    return (x[train], y[train]), (x[test], y[test])


# %% right: ranks of random numbers within each class
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    keys = np.random.default_rng(seed).random(len(y))
    order = np.lexsort((keys, y))
    _, starts, counts = np.unique(y[order], return_index=True, return_counts=True)
    rank = np.arange(len(y)) - np.repeat(starts, counts)
    wanted = np.clip(np.ceil(fraction * counts), 1, np.maximum(counts - 1, 1))
    test = order[rank < np.repeat(wanted, counts)]
    return parted(x, y, test)


# %% right: tensors are handed back
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    train, test = parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))
    return tuple(map(tf.constant, train)), tuple(map(tf.constant, test))


# %% wrong: x becomes float64 | test_parts | dtype
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x.astype(float), y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: labels as a column | test_parts | shape
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y[:, None], drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: labels become int32 | test_parts | dtype
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y.astype("int32"), drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: rows and labels are sorted apart | test_all_used | independently
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    (a, b), (c, d) = parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))
    return (a, np.sort(b)), (c, np.sort(d))


# %% wrong: x is scaled on the way | test_all_used | x_train
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x / np.max(x), y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: shuffles what it was given | test_all_used | in place
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    for array in (x, y):
        np.random.default_rng(seed).shuffle(array)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: drawn with replacement | test_all_used | in the parts twice
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    test = drawn(y, fraction, rng)
    train = np.setdiff1d(np.arange(len(y)), test)
    test = np.append(test, test[0])
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: both parts drawn on their own | test_all_used | neither part
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    test, train = drawn(y, fraction, rng), drawn(y, 1 - fraction, rng)
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: the last sample of each class is lost | test_all_used | in neither part
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    test, train = [], []
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        n = round(fraction * len(members))
        test.extend(members[:n])
        train.extend(members[n:-1])
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: fraction is the training part's | test_shares | share of the training part
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, 1 - fraction, np.random.default_rng(seed)))


# %% wrong: drawn from all samples | test_shares | not within each class
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    order = np.random.default_rng(seed).permutation(len(y))
    return parted(x, y, order[: round(fraction * len(y))])


# %% wrong: as many of each class | test_shares | the same number
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    smallest = np.unique(y, return_counts=True)[1].min()
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: round(fraction * smallest)))


# %% wrong: one more than is due | test_shares | differ
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: min(n + 2, len(m) - 1)))


# %% wrong: a small class may end up in one part | test_small_classes | missing from one
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: round(fraction * len(m))))


# %% wrong: the test part may take a whole class | test_small_classes | missing from one
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: max(1, round(fraction * len(m)))))


# %% wrong: the first samples of each class | test_seed | whatever the seed
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    found = []
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[:n])
    return parted(x, y, found)


# %% wrong: a generator without the seed | test_seed | not used
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng()))


# %% wrong: takes any fraction | test_arguments | not checked
def stratified_split(x, y, fraction, seed):
    if len(x) != len(y):
        raise ValueError("unlike lengths")
    fraction = min(max(fraction, 1e-3), 0.999)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: unlike lengths are cut | test_arguments | not compared
def stratified_split(x, y, fraction, seed):
    n = min(len(x), len(y))
    x, y = x[:n], y[:n]
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: more samples than labels go unnoticed | test_arguments | more samples
def stratified_split(x, y, fraction, seed):
    if not 0 < fraction < 1 or len(x) < len(y):
        raise ValueError("bad fraction, or unlike lengths")
    x = x[: len(y)]
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: more labels than samples go unnoticed | test_arguments | more labels
def stratified_split(x, y, fraction, seed):
    if not 0 < fraction < 1 or len(x) > len(y):
        raise ValueError("bad fraction, or unlike lengths")
    y = y[: len(x)]
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: 0 and 1 are fractions, too | test_arguments | are accepted
def stratified_split(x, y, fraction, seed):
    if not 0 <= fraction <= 1 or len(x) != len(y):
        raise ValueError("bad fraction, or unlike lengths")
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: refuses extreme fractions | test_arguments | ValueError
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    if fraction > 0.99:
        raise ValueError("too large a fraction")
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: classes are 0 to the largest label | test_any_labels |
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng, found = np.random.default_rng(seed), []
    for label in range(min(int(y.max()), 1000) + 1):
        members = rng.permutation(np.flatnonzero(y == label))
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[:n])
    return parted(x, y, found)


# %% equivalent: compare-16734337 | the one sample of a class goes to the training part either way
# %% equivalent: condition-861e9ea3 | the one sample of a class goes to the training part either way
# %% equivalent: constant-95cfc003 | the one sample of a class goes to the training part either way
