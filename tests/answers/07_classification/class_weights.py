"""Answers to class_weights."""

import numpy as np
import tensorflow as tf


def counted(labels):
    labels = np.asarray(labels)
    if labels.size == 0:
        raise ValueError("no labels")
    return np.bincount(labels.astype(np.int64))


def listed(weights):
    return {k: float(weight) for k, weight in enumerate(weights)}


# %% right: tensors throughout
def class_weights(labels):
    labels = tf.cast(labels, tf.int64)
    if tf.size(labels) == 0:
        raise ValueError("no labels")
    ones = tf.ones_like(labels, dtype=tf.float64)
    counts = tf.math.unsorted_segment_sum(ones, labels, tf.reduce_max(labels) + 1)
    present = tf.reduce_sum(tf.cast(counts > 0, tf.float64))
    weights = tf.math.divide_no_nan(tf.reduce_sum(counts), present * counts)
    return dict(enumerate(weights.numpy()))


# %% right: a Counter and NumPy keys
def class_weights(labels):
    from collections import Counter

    counts = Counter(np.array(labels).tolist())
    if not counts:
        raise ValueError("no labels")
    weights = {np.int64(k): 0.0 for k in range(max(counts))}
    for label, count in counts.items():
        weights[np.int64(label)] = np.float32(len(labels)) / (len(counts) * count)
    return weights


# %% right: np.unique
def class_weights(labels):
    labels = np.asarray(labels)
    if len(labels) < 1:
        raise ValueError("no labels")
    weights = dict.fromkeys(range(int(np.max(labels)) + 1), 0.0)
    there, counts = np.unique(labels, return_counts=True)
    weights.update(zip(there.tolist(), np.mean(counts) / counts, strict=True))
    return weights


# %% wrong: only the classes that occur | test_example | left out
# breaks: "The keys are all classes from 0 to the largest label"
def class_weights(labels):
    counts = counted(labels)
    return {k: np.sum(counts) / (np.sum(counts > 0) * counts[k]) for k in np.flatnonzero(counts)}


# %% wrong: numbered from 1 | test_example | from 1
# breaks: "Labels are integers from 0"
def class_weights(labels):
    counts = counted(labels)
    present = counts[counts > 0]
    weights = np.where(counts, np.mean(present) / np.maximum(counts, 1), 0)
    return {k + 1: weight for k, weight in enumerate(weights)}


# %% wrong: not divided by the number of classes | test_example | number of classes
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.sum(counts) / np.maximum(counts, 1), 0))


# %% wrong: one over the count | test_example | n is missing
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, 1 / np.maximum(counts, 1), 0))


# %% wrong: the share itself | test_example | not its inverse
# breaks: "Return a weight for each class that balances them"
def class_weights(labels):
    counts = counted(labels)
    return listed(counts / np.sum(counts))


# %% wrong: relative to the largest class | test_example | largest class
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.max(counts) / np.maximum(counts, 1), 0))


# %% wrong: one minus the share | test_example | add up to 1
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, 1 - counts / np.sum(counts), 0))


# %% wrong: made to sum to 1 | test_example | add up to 1
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    inverse = np.where(counts, 1 / np.maximum(counts, 1), 0)
    return listed(inverse / np.sum(inverse))


# %% wrong: integer division | test_example | integer division
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    whole = np.sum(counts) // (np.sum(counts > 0) * np.maximum(counts, 1))
    return listed(np.where(counts, whole, 0))


# %% wrong: missing classes count among the classes | test_example | count among
# breaks: "does not count in k"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts) / np.maximum(counts, 1), 0))


# %% wrong: missing classes get 1 | test_example | gets the weight 1
# breaks: "A class that never occurs gets 0.0"
def class_weights(labels):
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 1))


# %% wrong: missing classes are taken to occur once | test_example | occurred once
# breaks: "A class that never occurs gets 0.0"
def class_weights(labels):
    counts = np.maximum(counted(labels), 1)
    return listed(np.sum(counts) / (len(counts) * counts))


# %% wrong: missing classes get inf | test_example | which is inf
# breaks: "A class that never occurs gets 0.0"
def class_weights(labels):
    counts = counted(labels)
    with np.errstate(divide="ignore"):
        return listed(np.sum(counts) / (np.sum(counts > 0) * counts))


# %% wrong: the keys are strings | test_in_keras | not integers
# breaks: "in a form that `fit(class_weight=...)` understands"
def class_weights(labels):
    counts = counted(labels)
    weights = np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0)
    return {str(k): weight for k, weight in enumerate(weights)}


# %% wrong: no labels, no weights | test_no_labels | is accepted
# breaks: "Raises ValueError if there is no label"
def class_weights(labels):
    if len(labels) == 0:
        return {0: 1.0}
    counts = counted(labels)
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: one class is refused | test_no_labels | ValueError
# breaks: "Raises ValueError if there is no label"
def class_weights(labels):
    counts = counted(labels)
    if np.sum(counts) < 2:
        raise ValueError("one label is not enough")
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: a single class gets no weight | test_no_labels | differ
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    if len(counts) == 1:
        return {0: 0.0}
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: a lone sample of a class is taken for noise | test_no_labels | differ
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    weights = np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0)
    return listed(np.minimum(weights, 57.0))


# %% wrong: the number of labels in the labels' dtype | test_dtypes | does not fit
# breaks: "of any integer dtype"
def class_weights(labels):
    counts = counted(labels)
    n = float(tf.cast(tf.size(labels), tf.convert_to_tensor(labels).dtype))
    present = np.sum(counts > 0)
    return listed([n / (present * count) if count else 0.0 for count in counts])


# %% right: a sum of comparisons, in float32
def class_weights(labels):
    labels = tf.cast(labels, tf.int32).numpy()
    if labels.shape == (0,):
        raise ValueError("no labels")
    counts = np.float32([(labels == k).sum() for k in range(labels.max() + 1)])
    n, k = np.float32(len(labels)), np.float32(np.count_nonzero(counts))
    return {
        label: n / (k * count) if count else np.float32(0) for label, count in enumerate(counts)
    }


# %% right: a defaultdict, its keys in any order
def class_weights(labels):
    from collections import defaultdict

    weights, labels = defaultdict(float), [int(label) for label in labels]
    if not labels:
        raise ValueError("no labels")
    for label in sorted(set(labels), reverse=True):
        weights[label] = len(labels) / (len(set(labels)) * labels.count(label))
    for label in range(max(labels)):
        weights[label] += 0.0
    return weights


# %% wrong: weights without classes | test_example | without their classes
# breaks: "{class: weight}"
def class_weights(labels):
    counts = counted(labels)
    return np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0)


# %% wrong: scikit-learn's weights | test_example | this exercise forbids
# breaks: "Use nothing of sklearn.utils.class_weight"
def class_weights(labels):
    from sklearn.utils.class_weight import compute_class_weight

    there, labels = np.flatnonzero(counted(labels)), np.asarray(labels)
    found = compute_class_weight("balanced", classes=there, y=labels)
    return dict.fromkeys(range(labels.max() + 1), 0.0) | dict(zip(there, found, strict=True))


# %% wrong: scikit-learn's weights of the samples | test_example | this exercise forbids
# breaks: "Use nothing of sklearn.utils.class_weight"
def class_weights(labels):
    import sklearn.utils

    counted(labels)
    found = sklearn.utils.class_weight.compute_sample_weight("balanced", np.asarray(labels))
    weights = dict.fromkeys(range(int(np.max(labels)) + 1), 0.0)
    return weights | dict(zip(np.asarray(labels).tolist(), found.tolist(), strict=True))


# %% wrong: the number of classes in the labels' dtype | test_dtypes | differ
# breaks: "of any integer dtype"
def class_weights(labels):
    if len(labels) == 0:
        raise ValueError("no labels")
    labels = np.asarray(labels).astype(np.asarray(labels).dtype)
    there, counts = np.unique(labels, return_counts=True)
    counts = dict(zip(there.tolist(), counts.astype(labels.dtype).tolist(), strict=True))
    share = len(labels) / len(there)
    return {k: share / counts[k] if k in counts else 0.0 for k in range(int(labels.max()) + 1)}


# %% wrong: the counts overflow in uint8 | test_dtypes | differ
# breaks: "of any integer dtype"
def class_weights(labels):
    labels = tf.convert_to_tensor(labels)
    if tf.size(labels) == 0:
        raise ValueError("no labels")
    classes = int(tf.reduce_max(labels)) + 1
    ones = tf.ones_like(labels)
    counts = np.array(
        [int(tf.reduce_sum(tf.where(labels == k, ones, 0 * ones))) for k in range(classes)]
    )
    n = len(labels)
    return listed(np.where(counts, n / (np.sum(counts != 0) * np.where(counts, counts, 1)), 0))


# %% wrong: tensors are not taken | test_weights | it raised
# breaks: "in a NumPy array or a tensor"
def class_weights(labels):
    if labels.size == 0:
        raise ValueError("no labels")
    counts = counted(labels.astype(np.int64))
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: arrays are not taken | test_example | it raised
# breaks: "in a NumPy array or a tensor"
def class_weights(labels):
    counts = counted(labels.numpy())
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: an empty tensor has no largest label, which is not seen | test_no_labels | empty tensor
# breaks: "Raises ValueError if there is no label"
def class_weights(labels):
    if isinstance(labels, np.ndarray) and not labels.size:
        raise ValueError("no labels")
    counts = np.bincount(np.asarray(labels).astype(np.int64), minlength=1)
    return listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))


# %% wrong: max of nothing | test_no_labels | but not ValueError
# breaks: "Raises ValueError if there is no label"
def class_weights(labels):
    labels = np.asarray(labels).astype(int).tolist()
    counts = [labels.count(k) for k in range(sorted(labels)[-1] + 1)]
    share = len(labels) / len(set(labels))
    return {k: share / count if count else 0.0 for k, count in enumerate(counts)}


# %% wrong: the largest class is forgotten | test_example | largest class is left out
# breaks: "The keys are all classes from 0 to the largest label"
def class_weights(labels):
    counts = counted(labels)
    weights = listed(np.where(counts, np.mean(counts[counts > 0]) / np.maximum(counts, 1), 0))
    return {k: weights[k] for k in range(len(counts) - 1)}


# %% wrong: the weights turned round | test_example | the inverse of the weight
# breaks: "The weight is n / (k * count)"
def class_weights(labels):
    counts = counted(labels)
    return listed(counts * np.sum(counts > 0) / np.sum(counts))


# %% wrong: the largest label plus one in a small dtype | test_dtypes
# breaks: "of any integer dtype"
def class_weights(labels):
    labels = np.asarray(labels)
    if labels.size == 0:
        raise ValueError("no labels")
    n, k = labels.size, len(np.unique(labels))
    weights = {}
    for label in range(labels.max() + 1):
        count = int(np.sum(labels == label))
        weights[label] = n / (k * count) if count else 0.0
    return weights


# %% right: a Counter of Python ints
import collections


def class_weights(labels: np.ndarray | tf.Tensor) -> dict[int, float]:
    numbers = [int(label) for label in np.asarray(labels).reshape(-1).tolist()]
    if not numbers:
        raise ValueError("no labels")
    counts = collections.Counter(numbers)
    total = len(numbers)
    return {
        label: total / (len(counts) * counts[label]) if label in counts else 0.0
        for label in range(max(numbers) + 1)
    }


# %% wrong: counts in the labels' own dtype: uint8 starts again after 255 | test_dtypes
# breaks: "weight is n / (k * count), where count is how often the class occurs and k is how many classes occur at all, however many labels there are."
def class_weights(labels: np.ndarray | tf.Tensor) -> dict[int, float]:
    labels = np.asarray(labels)
    if len(labels) == 0:
        raise ValueError("no labels")
    counts = np.zeros(int(labels.max()) + 1, dtype=labels.dtype)
    np.add.at(counts, labels, 1)
    k = len(np.unique(labels))
    return {
        c: len(labels) / (k * int(count)) if count else 0.0 for c, count in enumerate(counts)
    }


# %% right: np.unique fills in a dict of zeros
def class_weights(labels: np.ndarray | tf.Tensor) -> dict[int, float]:
    labels = np.asarray(labels)
    if labels.size == 0:
        raise ValueError("there is no label")
    classes, counts = np.unique(labels, return_counts=True)
    weights = dict.fromkeys(range(int(classes[-1]) + 1), 0.0)
    for label, count in zip(classes.tolist(), counts.tolist()):
        weights[label] = labels.size / (len(classes) * count)
    return weights


# %% wrong: the largest label plus 1 in the labels' own dtype: uint8 255 + 1 is 0, and the dict is empty | test_dtypes
# breaks: "Labels are integers from 0, of any integer dtype"
def class_weights(labels: np.ndarray | tf.Tensor) -> dict[int, float]:
    labels = np.asarray(labels)
    if len(labels) == 0:
        raise ValueError("no labels")
    k = len(np.unique(labels))
    weights = {}
    for c in range(labels.max() + 1):
        count = int(np.sum(labels == c))
        weights[c] = len(labels) / (k * count) if count else 0.0
    return weights
