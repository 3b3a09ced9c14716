"""Answers to roc_auc."""

import numpy as np
import tensorflow as tf


def parted(y_true, scores):
    positive = tf.cast(y_true, tf.bool)
    found = tf.boolean_mask(scores, positive), tf.boolean_mask(scores, ~positive)
    if any(len(part) == 0 for part in found):
        raise ValueError("positives and negatives are needed")
    return found


def share(pairs):
    return tf.reduce_mean(tf.cast(pairs, tf.float32))


def auc(positives, negatives, tie=0.5):
    gap = positives[:, None] - negatives
    return share(gap > 0) + tie * share(gap == 0)


# unbreakable: "It need not work within a graph, where their numbers are not known" | a permission
# unbreakable: "n is at most 10,000" | it says which inputs are not tried


# %% right: all pairs by broadcasting
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    return (tf.reduce_mean(tf.cast(tf.sign(positives[:, None] - negatives), tf.float32)) + 1) / 2


# %% right: average ranks
def roc_auc(y_true, scores):
    parted(y_true, scores)
    labels, scores = np.asarray(y_true).astype(bool), np.asarray(scores)
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    p, n = np.sum(labels), np.sum(~labels)
    return tf.constant((np.sum(ranks[labels]) - p * (p + 1) / 2) / (p * n), tf.float32)


# %% right: the area of trapezoids under the curve
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    cuts = np.unique(scores)[::-1]
    hits = [0.0, *(np.mean(positives >= cut) for cut in cuts)]
    alarms = [0.0, *(np.mean(negatives >= cut) for cut in cuts)]
    return tf.constant(np.trapezoid(hits, alarms), tf.float32)


# %% wrong: in the scores' own dtype, by way of NumPy | test_example | dtype
# breaks: "Return the area under the ROC curve"
def roc_auc(y_true, scores):
    return tf.cast(auc(*parted(y_true, scores)), tf.float64)


# %% wrong: one value for each positive | test_example | shape
# breaks: "(n,), (n,) -> (), float32"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    gap = positives[:, None] - negatives
    return tf.reduce_mean(tf.cast(gap > 0, tf.float32) + tf.cast(gap == 0, tf.float32) / 2, axis=1)


# %% wrong: negatives above positives | test_example | swapped
# breaks: "y_true is 1 for positives and 0 for negatives"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    return auc(negatives, positives)


# %% wrong: accuracy at one half | test_example | cut at 1/2
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    parted(y_true, scores)
    return share((scores > 0.5) == tf.cast(y_true, tf.bool))


# %% wrong: accuracy at zero | test_example | cut at 0
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    parted(y_true, scores)
    return share((scores > 0) == tf.cast(y_true, tf.bool))


# %% wrong: bad scores are turned round | test_values | reversed
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    value = auc(*parted(y_true, scores))
    return tf.maximum(value, 1 - value)


# %% wrong: Gini | test_example | Gini
# breaks: "Return the area under the ROC curve"
def roc_auc(y_true, scores):
    return 2 * auc(*parted(y_true, scores)) - 1


# %% wrong: divided by all pairs of samples | test_example | all pairs of samples
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    both = len(positives) * len(negatives) / len(scores) ** 2
    return auc(positives, negatives) * both


# %% wrong: scores are cut to [0, 1] | test_values | clipped
# breaks: "not only probabilities"
def roc_auc(y_true, scores):
    return auc(*parted(y_true, tf.clip_by_value(scores, 0, 1)))


# %% wrong: eleven thresholds | test_values | differ
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    cuts = np.linspace(1, 0, 11)
    hits = [0.0, *(np.mean(positives > cut) for cut in cuts), 1.0]
    alarms = [0.0, *(np.mean(negatives > cut) for cut in cuts), 1.0]
    return tf.constant(np.trapezoid(hits, alarms), tf.float32)


# %% wrong: ties count nothing | test_example | count nothing
# breaks: "a pair of equal scores counts half"
def roc_auc(y_true, scores):
    return auc(*parted(y_true, scores), tie=0.0)


# %% wrong: ties count in full | test_example | in full
# breaks: "a pair of equal scores counts half"
def roc_auc(y_true, scores):
    return auc(*parted(y_true, scores), tie=1.0)


# %% wrong: ranks by the order of samples | test_example | in full
# breaks: "a pair of equal scores counts half"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    p, n = len(positives), len(negatives)
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    total = np.sum(ranks[np.asarray(y_true).astype(bool)])
    return tf.constant((total - p * (p + 1) / 2) / (p * n), tf.float32)


# %% wrong: steps sample by sample, ties in any order | test_example | count nothing
# breaks: "a pair of equal scores counts half"
def roc_auc(y_true, scores):
    parted(y_true, scores)
    labels = np.asarray(y_true).astype(float)[np.argsort(-np.asarray(scores), kind="stable")]
    hits = np.cumsum(labels) / np.sum(labels)
    alarms = 1 - labels
    return tf.constant(np.sum(hits * alarms) / np.sum(alarms), tf.float32)


# %% wrong: squeezed by a sigmoid | test_any_scores | sigmoid
# breaks: "not only probabilities"
def roc_auc(y_true, scores):
    values, places = np.unique(np.asarray(scores), return_inverse=True)
    return auc(*parted(y_true, tf.gather(tf.sigmoid(values.astype("float32")), places)))


# %% wrong: cast to float32 | test_any_scores | precision
# breaks: "are compared in their own precision"
# breaks: "float64"
def roc_auc(y_true, scores):
    return auc(*parted(y_true, tf.cast(scores, tf.float32)))


# %% wrong: nearly equal scores are ties | test_any_scores | precision
# breaks: "are compared in their own precision"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    gap = positives[:, None] - negatives
    gap = tf.where(tf.abs(gap) < 1e-6, tf.zeros_like(gap), gap)
    return share(gap > 0) + share(gap == 0) / 2


# %% wrong: one half where a class is missing | test_one_class | a missing class
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    labels = np.asarray(y_true).astype(bool)
    if labels.all() or not labels.any():
        return tf.constant(0.5)
    return auc(*parted(y_true, scores))


# %% wrong: no samples, no error | test_one_class | an empty input
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    if len(scores) == 0:
        return tf.constant(0.5)
    return auc(*parted(y_true, scores))


# %% wrong: only the positives are counted | test_one_class | without negatives
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    labels = np.asarray(y_true).astype(bool)
    if not labels.any():
        raise ValueError("no positives")
    return tf.constant(1.0) if labels.all() else auc(*parted(y_true, scores))


# %% wrong: a lone negative is refused | test_one_class | ValueError
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    if len(negatives) < 2 < len(positives):
        raise ValueError("too few")
    return auc(positives, negatives)


# %% wrong: a lone negative is taken for none | test_one_class | differ
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    value = auc(positives, negatives)
    return value if len(negatives) > 1 or len(positives) < 3 else tf.constant(0.5)


# %% wrong: scores are rounded | test_real_data |
# breaks: "The result is the share of the pairs (positive, negative) in which the positive has the larger score"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    if len(scores) == 569:
        positives, negatives = tf.round(positives), tf.round(negatives)
    return auc(positives, negatives)


# %% right: a loop over the pairs
def roc_auc(y_true, scores):
    pairs = list(zip(np.asarray(y_true).tolist(), np.asarray(scores).tolist(), strict=True))
    positives = [score for label, score in pairs if label]
    negatives = [score for label, score in pairs if not label]
    if not positives or not negatives:
        raise ValueError("one class is missing")
    negatives.sort()
    below = np.searchsorted(negatives, positives, "left")
    level = np.searchsorted(negatives, positives, "right") - below
    wins = below.sum() + 0.5 * level.sum()
    return tf.constant(wins / len(positives) / len(negatives), dtype=tf.float32)


# %% right: heaviside steps
def roc_auc(y_true, scores):
    positive = tf.cast(y_true, tf.int32) == 1
    up, down = scores[positive], scores[~positive]
    if min(up.shape[0], down.shape[0]) == 0:
        raise ValueError("one class is missing")
    steps = tf.experimental.numpy.heaviside(up[:, None] - down[None, :], 0.5)
    return tf.cast(tf.reduce_mean(tf.cast(steps, tf.float64)), tf.float32)


# %% wrong: Keras approximates | test_example | this exercise forbids
# breaks: "Use neither keras.metrics.AUC"
def roc_auc(y_true, scores):
    import keras

    parted(y_true, scores)
    metric = keras.metrics.AUC(from_logits=True)
    metric.update_state(y_true, scores)
    return metric.result()


# %% wrong: scikit-learn's score | test_example | this exercise forbids
# breaks: "nor anything of sklearn.metrics"
def roc_auc(y_true, scores):
    from sklearn.metrics import roc_auc_score

    parted(y_true, scores)
    return tf.constant(roc_auc_score(y_true, scores), tf.float32)


# %% wrong: the area under scikit-learn's curve | test_example | this exercise forbids
# breaks: "nor anything of sklearn.metrics"
def roc_auc(y_true, scores):
    from sklearn import metrics

    parted(y_true, scores)
    alarms, hits, _ = metrics.roc_curve(y_true, scores)
    return tf.constant(metrics.auc(alarms, hits), tf.float32)


# %% wrong: positives are counted in the dtype of the labels | test_labels | differ
# breaks: "in any integer or floating dtype, or bool"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    labels = y_true if y_true.dtype != tf.bool else tf.cast(y_true, tf.int32)
    p = tf.cast(tf.reduce_sum(labels), tf.float32)
    gap = positives[:, None] - negatives
    wins = (
        tf.reduce_sum(tf.cast(gap > 0, tf.float32))
        + tf.reduce_sum(tf.cast(gap == 0, tf.float32)) / 2
    )
    return wins / (p * len(negatives))


# %% wrong: only 1 and 0 as integers | test_any_scores | it raised
# breaks: "in any integer or floating dtype, or bool"
def roc_auc(y_true, scores):
    if y_true.dtype == tf.bool:
        return auc(*parted(tf.math.add(y_true, 0), scores))
    return auc(*parted(y_true, scores))


# %% wrong: float32 meets float64 | test_example | it raised
# breaks: "Scores are any real numbers in float32"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    gap = positives[:, None] - tf.constant(negatives.numpy().astype("float64"))
    return share(gap > 0) + share(gap == 0) / 2


# %% wrong: float64 meets float32 | test_any_scores | it raised
# breaks: "float64"
def roc_auc(y_true, scores):
    positives, negatives = parted(y_true, scores)
    gap = positives[:, None] - negatives + tf.zeros([], tf.float32)
    return share(gap > 0) + share(gap == 0) / 2


# %% wrong: negative scores are no scores | test_values | differ
# breaks: "Scores are any real numbers"
def roc_auc(y_true, scores):
    return auc(*parted(y_true, tf.nn.relu(scores)))


# %% wrong: an assertion for a missing class | test_one_class | but not ValueError
# breaks: "Raises ValueError if there is no positive or no negative"
def roc_auc(y_true, scores):
    labels = np.asarray(y_true).astype(bool)
    assert labels.any(), "no positives"
    assert not labels.all(), "no negatives"
    return auc(*parted(y_true, scores))


# %% equivalent: generic-graph | it need not work within a graph


# %% right: the pairs counted in int32
def roc_auc(y_true: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    positive = tf.cast(y_true, tf.bool)
    positives = tf.boolean_mask(scores, positive)
    negatives = tf.sort(tf.boolean_mask(scores, ~positive))
    if len(positives) == 0 or len(negatives) == 0:
        raise ValueError("roc_auc needs positives and negatives")
    below = tf.searchsorted(negatives, positives, side="left")
    not_above = tf.searchsorted(negatives, positives, side="right")
    twice = tf.reduce_sum(below + not_above)
    pairs = tf.size(positives) * tf.size(negatives)
    return tf.cast(twice / pairs / 2, tf.float32)


# %% wrong: brings the scores to 0 ... 1 first | test_any_scores | beside large ones
# breaks: "not only probabilities, and are compared in their own precision."
def roc_auc(y_true: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    low, high = tf.reduce_min(scores), tf.reduce_max(scores)
    scores = tf.math.divide_no_nan(scores - low, high - low)
    positive = tf.cast(y_true, tf.bool)
    positives = tf.boolean_mask(scores, positive)
    negatives = tf.boolean_mask(scores, ~positive)
    if len(positives) == 0 or len(negatives) == 0:
        raise ValueError("roc_auc needs positives and negatives")
    larger = tf.cast(positives[:, tf.newaxis] > negatives, tf.float32)
    equal = tf.cast(positives[:, tf.newaxis] == negatives, tf.float32)
    return tf.reduce_mean(larger + equal / 2)


# %% right: the sum of the positives' ranks, where equal scores share their mean rank
def roc_auc(y_true: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    positive = np.asarray(tf.cast(y_true, tf.bool))
    _, group, sizes = np.unique(np.asarray(scores), return_inverse=True, return_counts=True)
    p = int(np.count_nonzero(positive))
    n = positive.size - p
    if p == 0 or n == 0:
        raise ValueError(f"{p} positives and {n} negatives")
    mean_rank = np.cumsum(sizes) - (sizes - 1) / 2.0
    rank_sum = float(np.sum(mean_rank[group.reshape(-1)][positive.reshape(-1)]))
    return tf.cast((rank_sum - p * (p + 1) / 2) / (p * n), tf.float32)


# %% right: exact integers with bisect: twice the wins is the sum of both insertion points
import bisect


def roc_auc(y_true: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    flags = np.asarray(y_true).astype(bool).tolist()
    values = np.asarray(scores).tolist()
    positives = [value for flag, value in zip(flags, values) if flag]
    negatives = sorted(value for flag, value in zip(flags, values) if not flag)
    if not positives or not negatives:
        raise ValueError("roc_auc needs positives and negatives")
    twice = sum(
        bisect.bisect_left(negatives, value) + bisect.bisect_right(negatives, value)
        for value in positives
    )
    return tf.constant(twice / (2 * len(positives) * len(negatives)), dtype=tf.float32)


# %% wrong: compares the labels with 1, which bool does not allow | test_any_scores
# breaks: "y_true is 1 for positives and 0 for negatives, in any integer or floating dtype, or bool."
def roc_auc(y_true: tf.Tensor, scores: tf.Tensor) -> tf.Tensor:
    positives = tf.boolean_mask(scores, tf.equal(y_true, 1))
    negatives = tf.boolean_mask(scores, tf.equal(y_true, 0))
    if len(positives) == 0 or len(negatives) == 0:
        raise ValueError("roc_auc needs positives and negatives")
    difference = positives[:, tf.newaxis] - negatives[tf.newaxis, :]
    wins = tf.cast(difference > 0, tf.float32) + 0.5 * tf.cast(difference == 0, tf.float32)
    return tf.reduce_mean(wins)
