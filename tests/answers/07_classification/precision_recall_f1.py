"""Answers to precision_recall_f1."""

import numpy as np
import tensorflow as tf


def over(above, below):
    return tf.math.divide_no_nan(tf.cast(above, tf.float32), tf.cast(below, tf.float32))


def scores_of(matrix, divide=over):
    matrix = tf.cast(matrix, tf.float32)
    hits = tf.linalg.diag_part(matrix)
    precision = divide(hits, tf.reduce_sum(matrix, axis=0))
    recall = divide(hits, tf.reduce_sum(matrix, axis=1))
    return precision, recall, divide(2 * precision * recall, precision + recall)


def micro_of(matrix):
    matrix = tf.cast(matrix, tf.float32)
    return tf.fill([3], over(tf.linalg.trace(matrix), tf.reduce_sum(matrix)))


def filed(scores, matrix, macro=None, micro=None):
    names = ("precision", "recall", "f1")
    macro = tf.reduce_mean(tf.stack(scores), axis=1) if macro is None else macro
    micro = micro_of(matrix) if micro is None else micro
    return {**dict(zip(names, scores, strict=True)), "macro": macro, "micro": micro}


# %% right: hits, false alarms and misses
def precision_recall_f1(matrix):
    matrix = tf.cast(matrix, tf.float64)
    hits = tf.linalg.diag_part(matrix)
    alarms, misses = tf.reduce_sum(matrix, 0) - hits, tf.reduce_sum(matrix, 1) - hits

    def three(hits, alarms, misses):
        pairs = (hits, hits + alarms), (hits, hits + misses), (2 * hits, 2 * hits + alarms + misses)
        return [over(above, below) for above, below in pairs]

    each = three(hits, alarms, misses)
    micro = tf.stack(three(*(tf.reduce_sum(part) for part in (hits, alarms, misses))))
    return filed(each, matrix, micro=micro)


# %% right: NumPy, class by class
def precision_recall_f1(matrix):
    matrix = np.asarray(matrix, dtype=float)
    rows = []
    for k in range(len(matrix)):
        called, there, hits = matrix[:, k].sum(), matrix[k].sum(), matrix[k, k]
        precision = hits / called if called else 0.0
        recall = hits / there if there else 0.0
        both = precision + recall
        rows.append((precision, recall, 2 * precision * recall / both if both else 0.0))
    scores = tf.constant(np.transpose(rows), tf.float32)
    share = np.trace(matrix) / matrix.sum() if matrix.any() else 0.0
    macro = tf.constant(np.mean(rows, axis=0), tf.float32)
    return filed(tf.unstack(scores), matrix, macro, tf.constant([share] * 3, tf.float32))


# %% wrong: in float64 | test_shapes | dtype
def precision_recall_f1(matrix):
    return {k: tf.cast(v, tf.float64) for k, v in filed(scores_of(matrix), matrix).items()}


# %% wrong: scores as a column | test_shapes | shape
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    return filed([score[:, None] for score in scores], matrix, tf.reduce_mean(scores, axis=1))


# %% wrong: micro is one number | test_shapes | shape
def precision_recall_f1(matrix):
    return filed(scores_of(matrix), matrix, micro=micro_of(matrix)[0])


# %% wrong: columns are taken for the true classes | test_each_class | swapped
def precision_recall_f1(matrix):
    return filed(scores_of(tf.transpose(matrix)), matrix)


# %% wrong: the plain mean for f1 | test_each_class | harmonic
def precision_recall_f1(matrix):
    precision, recall, _ = scores_of(matrix)
    return filed((precision, recall, (precision + recall) / 2), matrix)


# %% wrong: the geometric mean for f1 | test_each_class | geometric
def precision_recall_f1(matrix):
    precision, recall, _ = scores_of(matrix)
    return filed((precision, recall, tf.sqrt(precision * recall)), matrix)


# %% wrong: f1 without its 2 | test_each_class | factor 2
def precision_recall_f1(matrix):
    precision, recall, f1 = scores_of(matrix)
    return filed((precision, recall, f1 / 2), matrix)


# %% wrong: divided by all samples | test_each_class | all samples
def precision_recall_f1(matrix):
    share = over(tf.linalg.diag_part(matrix), tf.reduce_sum(matrix))
    return filed((share, share, share), matrix)


# %% wrong: accuracy of one class against the rest | test_each_class | differ
def precision_recall_f1(matrix):
    precision, _, f1 = scores_of(matrix)
    matrix = tf.cast(matrix, tf.float32)
    wrong = tf.reduce_sum(matrix, 0) + tf.reduce_sum(matrix, 1) - 2 * tf.linalg.diag_part(matrix)
    return filed((precision, 1 - wrong / tf.reduce_sum(matrix), f1), matrix)


# %% wrong: nan for 0 / 0 | test_undefined | nan
def precision_recall_f1(matrix):
    return filed(scores_of(matrix, tf.divide), matrix)


# %% wrong: 1 for 0 / 0 | test_undefined | 1 for 0 / 0
def precision_recall_f1(matrix):
    def divide(above, below):
        return tf.where(below == 0, 1.0, over(above, below))

    precision, recall, _ = scores_of(matrix, divide)
    f1 = scores_of(matrix)[2]
    return filed((precision, recall, f1), matrix)


# %% wrong: a class that is never right has no f1 | test_undefined | nan for 0 / 0
def precision_recall_f1(matrix):
    precision, recall, f1 = scores_of(matrix)
    return filed((precision, recall, tf.where(precision + recall == 0, np.nan, f1)), matrix)


# %% wrong: macro f1 of the means | test_macro | computed from the means
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    means = [tf.reduce_mean(score) for score in scores]
    return filed(
        scores, matrix, tf.stack([*means[:2], over(2 * means[0] * means[1], sum(means[:2]))])
    )


# %% wrong: macro without classes that do not occur | test_macro | left out
def precision_recall_f1(matrix):
    scores = tf.stack(scores_of(matrix))
    there = tf.reduce_sum(matrix, axis=1) > 0
    macro = tf.reduce_mean(tf.boolean_mask(scores, there, axis=1), axis=1)
    return filed(tf.unstack(scores), matrix, tf.where(tf.math.is_nan(macro), 0.0, macro))


# %% wrong: macro is weighted by the classes' sizes | test_macro | how often
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    sizes = tf.cast(tf.reduce_sum(matrix, axis=1), tf.float32)
    macro = over(tf.linalg.matvec(tf.stack(scores), sizes), tf.reduce_sum(sizes))
    return filed(scores, matrix, macro)


# %% wrong: macro is a sum | test_macro | not averaged
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    return filed(scores, matrix, tf.reduce_sum(tf.stack(scores), axis=1))


# %% wrong: macro and micro are swapped | test_macro | micro
def precision_recall_f1(matrix):
    right = filed(scores_of(matrix), matrix)
    return {**right, "macro": right["micro"], "micro": right["macro"]}


# %% wrong: micro is the macro average | test_micro | macro
def precision_recall_f1(matrix):
    right = filed(scores_of(matrix), matrix)
    return {**right, "micro": right["macro"]}


# %% wrong: micro is weighted by the classes' sizes | test_micro | how often
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    sizes = tf.cast(tf.reduce_sum(matrix, axis=1), tf.float32)
    micro = over(tf.linalg.matvec(tf.stack(scores), sizes), tf.reduce_sum(sizes))
    return filed(scores, matrix, micro=micro)


# %% wrong: micro f1 without its 2 | test_micro | factor 2
def precision_recall_f1(matrix):
    micro = micro_of(matrix) * tf.constant([1.0, 1.0, 0.5])
    return filed(scores_of(matrix), matrix, micro=micro)


# %% wrong: micro of nothing is nan | test_micro | nan
def precision_recall_f1(matrix):
    micro = tf.linalg.trace(matrix) / tf.reduce_sum(matrix)
    return filed(scores_of(matrix), matrix, micro=tf.fill([3], tf.cast(micro, tf.float32)))


# %% wrong: counts are cast to int32 | test_large_counts |
def precision_recall_f1(matrix):
    return filed(scores_of(tf.cast(matrix, tf.int32)), matrix)


# %% wrong: a matrix of floats is cut to whole numbers | test_large_counts |
def precision_recall_f1(matrix):
    matrix = tf.cast(matrix, tf.int64)
    return filed(scores_of(matrix), matrix)


# %% wrong: micro sums in int32 | test_large_counts |
def precision_recall_f1(matrix):
    return filed(scores_of(matrix), matrix, micro=micro_of(tf.cast(matrix, tf.int32)))
