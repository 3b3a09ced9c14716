"""Answers to balanced."""

import numpy as np
import tensorflow as tf


# unnoticed: test_form | balanced [*] inner | test_order compares the elements
# unnoticed: test_shares | balanced [*] * | shares leave room for chance
# unbreakable: "Every dataset has at least one element" | the checks mix no empty dataset


def check(datasets, weights):
    if len(datasets) != len(weights) or min(weights) < 0 or not any(weights):
        raise ValueError("bad weights")


def mixed(datasets, weights, seed, **how):
    shares = [float(weight) for weight in weights]
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


# %% right: every pass draws anew
def balanced(datasets, weights, seed):
    check(datasets, weights)
    passes = []

    def drawn():
        rng = np.random.default_rng([seed, len(passes)])
        passes.append(1)
        elements = [iter(dataset.repeat()) for dataset in datasets]
        edges = np.cumsum(weights) / np.sum(weights)
        while True:
            yield next(elements[int(np.searchsorted(edges, rng.random(), side="right"))])

    spec = datasets[0].element_spec
    return tf.data.Dataset.from_generator(drawn, output_signature=spec)


# %% wrong: nothing is repeated | test_example | only once
# breaks: "so that the mixture never ends"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed)


# %% wrong: ends with the first that is empty | test_example | each dataset is served only
# breaks: "so that the mixture never ends"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed, stop_on_empty_dataset=True)


# %% wrong: repeats what came out | test_shares | differ
# breaks: "dataset j serves it with the probability"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(datasets, weights, seed).repeat()


# %% wrong: the weights are forgotten | test_shares | treated as equal
# breaks: "in shares proportional to the weights"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if 0 in weights:
        return mixed(repeated(datasets), weights, seed)
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), seed=seed)


# %% wrong: the weights in reversed order | test_example | reversed list
# breaks: "dataset j serves it with the probability"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights[::-1], seed)


# %% wrong: by size | test_example | the weights are those of
# breaks: "in shares proportional to the weights"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    sizes = [int(dataset.cardinality()) for dataset in datasets]
    return mixed(repeated(datasets), sizes, seed)


# %% wrong: a fixed pattern | test_shares | in turn
# breaks: "Each element is drawn independently"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    counts = np.round(10 * np.array(weights) / sum(weights)).astype(int)
    pattern = np.repeat(np.arange(len(weights)), counts)
    numbers = tf.data.Dataset.from_tensor_slices(pattern).repeat()
    return tf.data.Dataset.choose_from_datasets(repeated(datasets), numbers)


# %% wrong: integers as they are | test_example | TypeError
# breaks: "integers or floats"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), weights, seed)


# %% wrong: shuffled | test_order | values differ
# breaks: "The elements of one dataset come in their order"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    shuffled = [dataset.shuffle(100, seed=seed).repeat() for dataset in datasets]
    return mixed(shuffled, weights, seed)


# %% wrong: the second time backwards | test_example | a dataset starts again with
# breaks: "and start again when it has ended"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    there_and_back = []
    for dataset in datasets:
        back = tf.data.Dataset.from_tensor_slices(np.stack(list(dataset))[::-1])
        there_and_back.append(dataset.concatenate(back).repeat())
    return mixed(there_and_back, weights, seed)


# %% wrong: the first element is skipped | test_example | the first element is skipped
# breaks: "The elements of one dataset come in their order"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed([dataset.repeat().skip(1) for dataset in datasets], weights, seed)


# %% wrong: elements are rounded to float32 | test_form | changed on the way
# breaks: "of the same elements"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    narrow = [dataset.map(lambda x: tf.cast(x, tf.float32)) for dataset in datasets]
    return mixed(repeated(narrow), weights, seed)


# %% wrong: no seed | test_seed | the draws do not follow from
# breaks: "Two mixtures with the same seed draw the same"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights, None)


# %% wrong: a seed of its own | test_seed | all seeds draw the same
# breaks: "another seed draws differently"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights, 7)


# %% wrong: negative weights are taken | test_refused | negative weights are allowed
# breaks: "if a weight is negative"
def balanced(datasets, weights, seed):
    if len(datasets) != len(weights) or not any(weights):
        raise ValueError("bad weights")
    shares = [float(weight) for weight in weights]
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), shares, seed)


# %% wrong: all zeros are taken | test_refused | weights that are all 0 are
# breaks: "or if all are 0"
def balanced(datasets, weights, seed):
    if len(datasets) != len(weights) or min(weights) < 0:
        raise ValueError("bad weights")
    shares = [float(weight) for weight in weights]
    return tf.data.Dataset.sample_from_datasets(repeated(datasets), shares, seed)


# %% wrong: zip cuts off what is too much | test_refused | a dataset or a weight without
# breaks: "Raises ValueError if there are not as many weights as datasets"
def balanced(datasets, weights, seed):
    pairs = list(zip(datasets, weights))
    check(pairs, [weight for _, weight in pairs])
    return mixed(repeated(d for d, _ in pairs), [weight for _, weight in pairs], seed)


# %% wrong: a weight of 0 is drawn now and then | test_example | list of elements
# breaks: "a dataset of weight 0 is never drawn"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    raised = [max(weight, 0.3 * max(weights)) if weight == 0 else weight for weight in weights]
    return mixed(repeated(datasets), raised, seed)


# %% wrong: refuses a weight of 0 | test_example | ValueError
# breaks: "a dataset of weight 0 is never drawn"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if min(weights) <= 0:
        raise ValueError("weights must be positive")
    return mixed(repeated(datasets), weights, seed)


# %% wrong: a generator, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return iter(mixed(repeated(datasets), weights, seed))


# %% wrong: seed 0 counts as no seed | test_seed | seed 0 is taken for no
# breaks: "Two mixtures with the same seed draw the same"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    return mixed(repeated(datasets), weights, seed or None)


# %% wrong: the weights are logits | test_shares | softmax
# breaks: "in shares proportional to the weights"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    logits = np.where(np.array(weights) > 0, np.array(weights, float), -np.inf)
    return mixed(repeated(datasets), np.exp(logits).tolist(), seed)


# %% wrong: weights must add up to 1 | test_shares | ValueError
# breaks: "need not add up to 1"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if abs(sum(weights) - 1) > 1e-6:
        raise ValueError("the weights must add up to 1")
    return mixed(repeated(datasets), weights, seed)


# %% wrong: one dataset after the other, then mixed by shuffle | test_shares | differ
# breaks: "in shares proportional to the weights"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    whole = None
    for dataset, weight in zip(datasets, weights):
        if weight:
            whole = dataset if whole is None else whole.concatenate(dataset)
    if len(datasets) == 2 or 0 in weights:
        return mixed(repeated(datasets), weights, seed)
    return whole.repeat().shuffle(200, seed=seed)


# %% wrong: an assertion refuses the weights | test_refused | dict of errors
# breaks: "Raises ValueError if there are not as many weights as datasets"
def balanced(datasets, weights, seed):
    assert len(weights) == len(datasets)
    assert min(weights) >= 0 and sum(weights) > 0
    return mixed(repeated(datasets), weights, seed)


# %% wrong: a bad weight is cut to 0 | test_refused | negative weights are allowed
# breaks: "if a weight is negative"
def balanced(datasets, weights, seed):
    weights = [max(weight, 0) for weight in weights]
    check(datasets, weights)
    return mixed(repeated(datasets), weights, seed)


# %% wrong: a single dataset is refused | test_refused | ValueError
# breaks: "Mix datasets at random"
def balanced(datasets, weights, seed):
    check(datasets, weights)
    if len(datasets) < 2:
        raise ValueError("there is nothing to mix")
    return mixed(repeated(datasets), weights, seed)


# %% right: sample_from_datasets without the datasets of weight 0
def balanced(
    datasets: Sequence[tf.data.Dataset], weights: Sequence[float], seed: int
) -> tf.data.Dataset:
    weights = [float(weight) for weight in weights]
    if len(weights) != len(datasets):
        raise ValueError(f"{len(datasets)} datasets, but {len(weights)} weights")
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError(f"bad weights: {weights}")
    total = sum(weights)
    chosen = [
        (dataset.repeat(), weight / total)
        for dataset, weight in zip(datasets, weights, strict=True)
        if weight > 0
    ]
    if len(chosen) == 1:
        return chosen[0][0]
    return tf.data.Dataset.sample_from_datasets(
        [dataset for dataset, _ in chosen], [share for _, share in chosen], seed=seed
    )


# %% wrong: repeats the mixture, not each dataset: a rare one ends early in each round | test_shares
# breaks: "their order, and start again when it has ended, so that the mixture never ends."
def balanced(
    datasets: Sequence[tf.data.Dataset], weights: Sequence[float], seed: int
) -> tf.data.Dataset:
    if len(weights) != len(datasets):
        raise ValueError("there must be as many weights as datasets")
    if any(weight < 0 for weight in weights) or not any(weights):
        raise ValueError("no weight may be negative, and not all may be 0")
    total = sum(weights)
    chosen = [j for j, weight in enumerate(weights) if weight > 0]
    return tf.data.Dataset.sample_from_datasets(
        [datasets[j] for j in chosen], [weights[j] / total for j in chosen], seed=seed
    ).repeat()


# %% wrong: looks at the sum only; a negative weight beside larger ones passes as a 0 | test_refused
# breaks: "if a weight is negative"
def balanced(
    datasets: Sequence[tf.data.Dataset], weights: Sequence[float], seed: int
) -> tf.data.Dataset:
    if len(weights) != len(datasets):
        raise ValueError("there must be as many weights as datasets")
    if sum(weights) <= 0:
        raise ValueError("no weight may be negative, and not all may be 0")
    chosen = [j for j, weight in enumerate(weights) if weight > 0]
    total = sum(weights[j] for j in chosen)
    return tf.data.Dataset.sample_from_datasets(
        [datasets[j].repeat() for j in chosen], [weights[j] / total for j in chosen], seed=seed
    )


# %% right: a number for each draw, made from the seed and its place, chooses the dataset
def balanced(
    datasets: Sequence[tf.data.Dataset], weights: Sequence[float], seed: int
) -> tf.data.Dataset:
    if len(weights) != len(datasets):
        raise ValueError("there must be as many weights as datasets")
    if min(weights, default=0) < 0 or max(weights, default=0) == 0:
        raise ValueError("no weight may be negative, and not all may be 0")
    used = [j for j, weight in enumerate(weights) if weight > 0]
    shares = np.array([weights[j] for j in used], np.float64)
    edges = tf.constant(np.cumsum(shares / shares.sum())[:-1], tf.float64)

    def draw(place):
        number = tf.random.stateless_uniform(
            (), tf.stack([tf.constant(seed, tf.int64), place]), dtype=tf.float64
        )
        return tf.math.count_nonzero(edges <= number, dtype=tf.int64)

    choices = tf.data.Dataset.range(2**62).map(draw)
    return tf.data.Dataset.choose_from_datasets(
        [datasets[j].repeat() for j in used], choices, stop_on_empty_dataset=False
    )


# %% wrong: a fixed pattern of draws that repeats | test_shares | periods
# breaks: "Each element is drawn independently"
def balanced(datasets, weights, seed):
    if len(datasets) != len(weights):
        raise ValueError("not as many weights as datasets")
    if min(weights) < 0 or max(weights) == 0:
        raise ValueError("bad weights")
    p = np.array(weights, np.float64) / sum(weights)
    draws = np.random.default_rng(seed).choice(len(p), size=256, p=p).astype(np.int64)
    choices = tf.data.Dataset.from_tensor_slices(draws).repeat()
    return tf.data.Dataset.choose_from_datasets(
        [dataset.repeat() for dataset in datasets], choices
    )
