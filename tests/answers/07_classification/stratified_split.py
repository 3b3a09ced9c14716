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


# unbreakable: "the order within a part is free" | a permission: right answers use it
# unnoticed: test_all_used | split .parts[*][*] swapped | rows of one class may change places
# unnoticed: test_shares | split .parts[*][*] swapped | rows of one class may change places
# unnoticed: test_small_classes | split .parts[*][*] swapped | rows of one class may change places
# unnoticed: test_any_labels | split .parts[*][*] swapped | rows of one class may change places
# unnoticed: test_all_used | split .parts swapped | which part is larger: test_shares
# unnoticed: test_arguments | split .parts swapped | which part is larger: test_shares


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


# %% wrong: x becomes float64 | test_example | dtype
# breaks: "in the dtypes of x and y"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x.astype(float), y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: small integers become float32 | test_parts | dtype
# breaks: "in the dtypes of x and y"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    x = x.astype("float32") if x.dtype == np.uint8 else x
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: labels as a column | test_example | shape
# breaks: "(n, ...), (n,) -> ((x, y), (x, y))"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y[:, None], drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: labels become int32 | test_parts | dtype
# breaks: "in the dtypes of x and y"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y.astype("int32"), drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: rows and labels are sorted apart | test_example | independently
# breaks: "with its own label"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    (a, b), (c, d) = parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))
    return (a, np.sort(b)), (c, np.sort(d))


# %% wrong: x is scaled on the way | test_example | x_train
# breaks: "Split samples into a training and a test part"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x / np.max(x), y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: shuffles what it was given | test_example | in place
# breaks: "x and y stay as they are"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    for array in (x, y):
        np.random.default_rng(seed).shuffle(array)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: drawn with replacement | test_example | twice
# breaks: "Every sample is in exactly one part"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    test = drawn(y, fraction, rng)
    train = np.setdiff1d(np.arange(len(y)), test)
    test = np.append(test, test[0])
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: both parts drawn on their own | test_all_used | neither part
# breaks: "Every sample is in exactly one part"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    test, train = drawn(y, fraction, rng), drawn(y, 1 - fraction, rng)
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: the last sample of each class is lost | test_example | in neither
# breaks: "Every sample is in exactly one part"
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


# %% wrong: fraction is the training part's | test_example | training part
# breaks: "fraction * c of them are in the test part"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, 1 - fraction, np.random.default_rng(seed)))


# %% wrong: drawn from all samples | test_shares | not within each class
# breaks: "fraction * c of them are in the test part, to within one sample"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    order = np.random.default_rng(seed).permutation(len(y))
    return parted(x, y, order[: round(fraction * len(y))])


# %% wrong: as many of each class | test_example | the same number
# breaks: "fraction * c of them are in the test part"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    smallest = np.unique(y, return_counts=True)[1].min()
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: round(fraction * smallest)))


# %% wrong: one more than is due | test_example | to within one
# breaks: "to within one sample"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: min(n + 2, len(m) - 1)))


# %% wrong: a small class may end up in one part | test_small_classes | missing from one
# breaks: "A class with two samples or more is in both parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: round(fraction * len(m))))


# %% wrong: the test part may take a whole class | test_small_classes | missing from one
# breaks: "A class with two samples or more is in both parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng = np.random.default_rng(seed)
    return parted(x, y, drawn(y, fraction, rng, lambda m, n: max(1, round(fraction * len(m)))))


# %% wrong: the first samples of each class | test_seed | whatever the seed
# breaks: "other seeds give other parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    found = []
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[:n])
    return parted(x, y, found)


# %% wrong: a generator without the seed | test_seed | not used
# breaks: "the same seed gives the same parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng()))


# %% wrong: takes any fraction | test_arguments | not checked
# breaks: "Raises ValueError if fraction is not between 0 and 1"
def stratified_split(x, y, fraction, seed):
    if len(x) != len(y):
        raise ValueError("unlike lengths")
    fraction = min(max(fraction, 1e-3), 0.999)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: unlike lengths are cut | test_arguments | not compared
# breaks: "if x and y differ in length"
def stratified_split(x, y, fraction, seed):
    n = min(len(x), len(y))
    x, y = x[:n], y[:n]
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: more samples than labels go unnoticed | test_arguments | more samples
# breaks: "if x and y differ in length"
def stratified_split(x, y, fraction, seed):
    if not 0 < fraction < 1 or len(x) < len(y):
        raise ValueError("bad fraction, or unlike lengths")
    x = x[: len(y)]
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: more labels than samples go unnoticed | test_arguments | more labels
# breaks: "if x and y differ in length"
def stratified_split(x, y, fraction, seed):
    if not 0 < fraction < 1 or len(x) > len(y):
        raise ValueError("bad fraction, or unlike lengths")
    y = y[: len(x)]
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: 0 and 1 are fractions, too | test_arguments | are accepted
# breaks: "(both excluded)"
def stratified_split(x, y, fraction, seed):
    if not 0 <= fraction <= 1 or len(x) != len(y):
        raise ValueError("bad fraction, or unlike lengths")
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: refuses extreme fractions | test_arguments | ValueError
# breaks: "Raises ValueError if fraction is not between 0 and 1"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    if fraction > 0.99:
        raise ValueError("too large a fraction")
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: classes are 0 to the largest label | test_example | negative
# breaks: "integers of any value and dtype, even negative"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng, found = np.random.default_rng(seed), []
    for label in range(min(int(y.max()), 1000) + 1):
        members = rng.permutation(np.flatnonzero(y == label))
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[:n])
    return parted(x, y, found)


# %% right: random keys, sorted within each class, by argpartition
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    np.random.seed(seed)
    test = np.zeros(len(y), bool)
    for label in np.unique(y):
        there = np.where(y == label, np.random.rand(len(y)), 2.0)
        count = np.sum(y == label)
        n = int(np.ceil(fraction * count))
        n = n - 1 if n == count > 1 else n
        test[np.argsort(there)[:n]] = True
    train = ~test
    return [x[train], y[train]], [x[test], y[test]]


# %% right: lists of rows, stacked
def stratified_split(x, y, fraction, seed):
    if not (fraction > 0 and fraction < 1):
        raise ValueError("a fraction is between 0 and 1")
    if len(y) != len(x):
        raise ValueError("one label for each sample")
    generator = tf.random.Generator.from_seed(seed)
    places = {}
    for place, label in enumerate(y.tolist()):
        places.setdefault(label, []).append(place)
    test = []
    for members in places.values():
        order = np.argsort(generator.uniform([len(members)]))
        n = round(fraction * len(members))
        n = min(max(1, n), len(members) - 1) if len(members) > 1 else n
        test += [members[k] for k in order[:n]]
    return parted(x, y, test)


# %% wrong: four arrays, as scikit-learn returns them | test_example | four arrays
# breaks: "Returns the two pairs (x_train, y_train), (x_test, y_test)"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    (a, b), (c, d) = parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))
    return a, c, b, d


# %% wrong: the test part comes first | test_example | training part
# breaks: "Returns the two pairs (x_train, y_train), (x_test, y_test)"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    train, test = parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))
    return test, train


# %% wrong: nothing is returned | test_example | return
# breaks: "Returns the two pairs (x_train, y_train), (x_test, y_test)"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: scikit-learn splits | test_example | this exercise forbids
# breaks: "Use nothing of sklearn.model_selection"
def stratified_split(x, y, fraction, seed):
    from sklearn.model_selection import train_test_split

    checked(x, y, fraction)
    a, c, b, d = train_test_split(x, y, test_size=fraction, random_state=seed, stratify=y)
    return (a, b), (c, d)


# %% wrong: scikit-learn's indices | test_example | this exercise forbids
# breaks: "Use nothing of sklearn.model_selection"
def stratified_split(x, y, fraction, seed):
    from sklearn.model_selection import ShuffleSplit

    checked(x, y, fraction)
    _, test = next(ShuffleSplit(1, test_size=fraction, random_state=seed).split(x))
    return parted(x, y, test)


# %% wrong: labels beyond a thousand are no classes | test_shares | differ
# breaks: "The labels y are integers of any value"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    rng, found = np.random.default_rng(seed), []
    for label in range(-1000, 1000):
        members = rng.permutation(np.flatnonzero(y == label))
        n = int(np.clip(round(fraction * len(members)), 1, max(len(members) - 1, 0)))
        found.extend(members[:n])
    return parted(x, y, found)


# %% wrong: labels of a small dtype become int64 | test_parts | dtype
# breaks: "of any value and dtype"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    y = y.astype(np.int64) if y.dtype == np.uint8 else y
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: seed 0 counts as no seed | test_seed | seed is not used
# breaks: "the same seed gives the same parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed or None)))


# %% wrong: seeded or not, and nothing more | test_seed | all seeds but 0
# breaks: "other seeds give other parts"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(bool(seed))))


# %% wrong: y is sorted in place | test_example | in place
# breaks: "x and y stay as they are"
def stratified_split(x, y, fraction, seed):
    checked(x, y, fraction)
    order = np.argsort(y, kind="stable")
    x = x[order]
    y.sort()
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: an assertion for a bad fraction | test_arguments | but not ValueError
# breaks: "Raises ValueError if fraction is not between 0 and 1"
def stratified_split(x, y, fraction, seed):
    assert 0 < fraction < 1, "bad fraction"
    checked(x, y, fraction)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% wrong: only fractions that are too small are refused | test_arguments | fraction
# breaks: "Raises ValueError if fraction is not between 0 and 1"
def stratified_split(x, y, fraction, seed):
    if fraction <= 0:
        raise ValueError("fraction must be positive")
    checked(x, y, 0.5)
    return parted(x, y, drawn(y, fraction, np.random.default_rng(seed)))


# %% equivalent: compare-16734337 | the one sample of a class goes to the training part either way
# %% equivalent: condition-861e9ea3 | the one sample of a class goes to the training part either way
# %% equivalent: constant-95cfc003 | the one sample of a class goes to the training part either way


# %% right: a mask over the samples, in their old order; the odd share of a sample is drawn by lot
def stratified_split(
    x: np.ndarray, y: np.ndarray, fraction: float, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    if not (fraction > 0 and fraction < 1):
        raise ValueError("fraction is not between 0 and 1")
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    rng = np.random.default_rng(seed)
    in_test = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        count = len(members)
        size = int(fraction * count + rng.random())
        if count >= 2:
            size = min(max(size, 1), count - 1)
        in_test[rng.choice(members, size=size, replace=False)] = True
    return (x[~in_test], y[~in_test]), (x[in_test], y[in_test])


# %% right: no loop: shuffle, sort by class (stable), and compare each rank in its class with a quota
def stratified_split(
    x: np.ndarray, y: np.ndarray, fraction: float, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    if not 0 < fraction < 1:
        raise ValueError(f"fraction must be between 0 and 1, got {fraction}")
    if len(x) != len(y):
        raise ValueError(f"{len(x)} samples, but {len(y)} labels")
    shuffled = np.random.default_rng(seed).permutation(len(y))
    _, inverse, counts = np.unique(y, return_inverse=True, return_counts=True)
    inverse = inverse.reshape(-1)
    order = shuffled[np.argsort(inverse[shuffled], kind="stable")]
    starts = np.cumsum(counts) - counts
    rank = np.arange(len(y)) - np.repeat(starts, counts)
    quota = np.rint(fraction * counts).astype(np.int64)
    quota = np.where(counts > 1, np.minimum(np.maximum(quota, 1), counts - 1), quota)
    in_test = rank < np.repeat(quota, counts)
    train, test = order[~in_test], order[in_test]
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: at least one sample of each class in the test part, but perhaps all of them | test_small_classes
# breaks: "class with two samples or more is in both parts."
def stratified_split(
    x: np.ndarray, y: np.ndarray, fraction: float, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    if not 0 < fraction < 1:
        raise ValueError("fraction must be between 0 and 1")
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    rng = np.random.default_rng(seed)
    train, test = [np.zeros(0, dtype=int)], [np.zeros(0, dtype=int)]
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        size = max(1, round(fraction * len(members)))
        test.append(members[:size])
        train.append(members[size:])
    train, test = np.concatenate(train), np.concatenate(test)
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: seed 0 is taken for no seed, so it gives other parts each time | test_seed
# breaks: "the same seed gives the same parts"
def stratified_split(
    x: np.ndarray, y: np.ndarray, fraction: float, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    if not 0 < fraction < 1:
        raise ValueError("fraction must be between 0 and 1")
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    rng = np.random.default_rng(seed or None)
    train, test = [np.zeros(0, dtype=int)], [np.zeros(0, dtype=int)]
    for label in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == label))
        size = round(fraction * len(members))
        if len(members) > 1:
            size = min(max(size, 1), len(members) - 1)
        test.append(members[:size])
        train.append(members[size:])
    train, test = np.concatenate(train), np.concatenate(test)
    return (x[train], y[train]), (x[test], y[test])


# %% wrong: the labels come back as int64 | test_parts
# breaks: "Returns the two pairs (x_train, y_train), (x_test, y_test) in the dtypes of x and y."
def stratified_split(
    x: np.ndarray, y: np.ndarray, fraction: float, seed: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    if not 0 < fraction < 1:
        raise ValueError("fraction must be between 0 and 1")
    if len(x) != len(y):
        raise ValueError("x and y differ in length")
    rng = np.random.default_rng(seed)
    rows = {}
    for i, label in enumerate(y.tolist()):
        rows.setdefault(label, []).append(i)
    train, test = [], []
    for label, members in rows.items():
        members = rng.permutation(members).tolist()
        size = round(fraction * len(members))
        if len(members) > 1:
            size = min(max(size, 1), len(members) - 1)
        test += [(i, label) for i in members[:size]]
        train += [(i, label) for i in members[size:]]

    def part(pairs):
        picked = np.array([i for i, _ in pairs], dtype=int)
        return x[picked], np.array([label for _, label in pairs], dtype=int)

    return part(train), part(test)
