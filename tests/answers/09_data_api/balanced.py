"""Answers to balanced."""

import numpy as np
import tensorflow as tf


def check(datasets, weights):
    if len(datasets) != len(weights) or min(weights) < 0 or not any(weights):
        raise ValueError("bad weights")


def mixed(datasets, weights, seed, **how):
    shares = [weight / sum(weights) for weight in weights]
    return tf.data.Dataset.sample_from_datasets(datasets, shares, seed, **how)


def repeated(datasets):
    return [dataset.repeat() for dataset in datasets]


# %% right: choices drawn by a dataset of random numbers
def balanced(datasets, weights, seed):
    check(datasets, weights)
    edges = tf.constant(np.cumsum(weights)[:-1] / np.sum(weights), tf.float32)

    def choice(state, _):
        draw = tf.random.stateless_uniform((), [seed, state])
        return state + 1, tf.reduce_sum(tf.cast(draw >= edges, tf.int64))

    numbers = tf.data.Dataset.range(1).repeat().scan(np.int64(0), choice)
    return tf.data.Dataset.choose_from_datasets(repeated(datasets), numbers)


# %% right: shares, and float64
def balanced(datasets, weights, seed):
    shares = np.asarray(weights, dtype=np.float64)
    if shares.shape != (len(datasets),) or (shares < 0).any() or shares.sum() == 0:
        raise ValueError("bad weights")
    endless = [dataset.repeat(-1) for dataset in datasets]
    return tf.data.Dataset.sample_from_datasets(
        endless, weights=shares / shares.sum(), seed=seed, stop_on_empty_dataset=True
    )


# %% right: batches of choices drawn in NumPy
def balanced(datasets, weights, seed):
    check(datasets, weights)
    shares = np.array(weights) / sum(weights)

    def choices():
        rng = np.random.default_rng(seed)
        while True:
            yield rng.choice(len(shares), 500, p=shares)

    signature = tf.TensorSpec((500,), tf.int64)
    numbers = tf.data.Dataset.from_generator(choices, output_signature=signature).unbatch()
    return tf.data.Dataset.choose_from_datasets(repeated(datasets), numbers)


# %% wrong: nothing is repeated | test_form | only once
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed)


# %% wrong: ends with the first that is empty | test_form | ends when
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed, stop_on_empty_dataset=True)


# %% wrong: repeats what came out | test_shares | differ
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed).repeat()


# %% wrong: the weights are forgotten | test_shares | treated as equal
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if 0 in weights:
        return mixed(repeated(datasets), weights, seed)
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), seed=seed)


# %% wrong: the weights in reversed order | test_shares | reversed list
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights[::-1], seed)


# %% wrong: by size | test_shares | sizes
def balanced(datasets, weights, seed):
    check(datasets, weights)
    sizes = [int(dataset.cardinality()) for dataset in datasets]
    return mixed(repeated(datasets), sizes, seed)


# %% wrong: a fixed pattern | test_shares | in turn
def balanced(datasets, weights, seed):
    check(datasets, weights)
    counts = np.round(10 * np.array(weights) / sum(weights)).astype(int)
    pattern = np.repeat(np.arange(len(weights)), counts)
    numbers = tf.data.Dataset.from_tensor_slices(pattern).repeat()
    return tf.data.Dataset.choose_from_datasets(repeated(datasets), numbers)


# %% wrong: integers as they are | test_shares | TypeError
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), weights, seed)


# %% wrong: shuffled | test_order | differ
def balanced(datasets, weights, seed):
    check(datasets, weights)
    shuffled = [dataset.shuffle(100, seed=seed).repeat() for dataset in datasets]
    return mixed(shuffled, weights, seed)


# %% wrong: the second time backwards | test_order | differ
def balanced(datasets, weights, seed):
    check(datasets, weights)
    there_and_back = []
    for dataset in datasets:
        back = tf.data.Dataset.from_tensor_slices(np.stack(list(dataset))[::-1])
        there_and_back.append(dataset.concatenate(back).repeat())
    return mixed(there_and_back, weights, seed)


# %% wrong: the first element is skipped | test_order | differ
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed([dataset.repeat().skip(1) for dataset in datasets], weights, seed)


# %% wrong: elements are rounded to float32 | test_form | changed on the way
def balanced(datasets, weights, seed):
    check(datasets, weights)
    narrow = [dataset.map(lambda x: tf.cast(x, tf.float32)) for dataset in datasets]
    return mixed(repeated(narrow), weights, seed)


# %% wrong: no seed | test_seed | not used
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights, None)


# %% wrong: a seed of its own | test_seed | always the same
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights, 7)


# %% wrong: negative weights are taken | test_weights | negative weights are allowed
def balanced(datasets, weights, seed):
    if len(datasets) != len(weights) or not any(weights):
        raise ValueError("bad weights")
    shares = [float(weight) for weight in weights]
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), shares, seed)


# %% wrong: all zeros are taken | test_weights | all 0 are allowed
def balanced(datasets, weights, seed):
    if len(datasets) != len(weights) or min(weights) < 0:
        raise ValueError("bad weights")
    shares = [float(weight) for weight in weights]
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), shares, seed)


# %% wrong: zip cuts off what is too much | test_weights | without a partner
def balanced(datasets, weights, seed):
    pairs = list(zip(datasets, weights))
    check(pairs, [weight for _, weight in pairs])
    return mixed(repeated(d for d, _ in pairs), [weight for _, weight in pairs], seed)


# %% wrong: a weight of 0 is drawn now and then | test_weights | differ
def balanced(datasets, weights, seed):
    check(datasets, weights)
    raised = [max(weight, 0.3 * max(weights)) if weight == 0 else weight for weight in weights]
    return mixed(repeated(datasets), raised, seed)


# %% wrong: refuses a weight of 0 | test_weights | ValueError
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if min(weights) <= 0:
        raise ValueError("weights must be positive")
    return mixed(repeated(datasets), weights, seed)
