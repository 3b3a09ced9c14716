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


# unnoticed: test_each_class | call result fewer | test_example looks at every key
# unnoticed: test_each_class | call .macro * | test_macro compares it
# unnoticed: test_each_class | call .micro * | test_micro compares it
# unnoticed: test_undefined | call result fewer | test_example looks at every key
# unnoticed: test_undefined | call .macro * | test_macro compares it
# unnoticed: test_undefined | call .micro * | test_micro compares it
# unnoticed: test_macro | call result fewer | test_example looks at every key
# unnoticed: test_macro | call .precision * | test_each_class compares it
# unnoticed: test_macro | call .recall * | test_each_class compares it
# unnoticed: test_macro | call .f1 * | test_each_class compares it
# unnoticed: test_macro | call .micro * | test_micro compares it
# unnoticed: test_micro | call result fewer | test_example looks at every key
# unnoticed: test_micro | call .precision * | test_each_class compares it
# unnoticed: test_micro | call .recall * | test_each_class compares it
# unnoticed: test_micro | call .f1 * | test_each_class compares it
# unnoticed: test_micro | call .macro * | test_macro compares it

# unnoticed: test_dtypes | call .macro * | test_macro compares it
# unnoticed: test_dtypes | call result fewer | test_example looks at every key


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


# %% wrong: in float64 | test_example | dtype
# breaks: "a dict of float32"
def precision_recall_f1(matrix):
    return {k: tf.cast(v, tf.float64) for k, v in filed(scores_of(matrix), matrix).items()}


# %% wrong: scores as a column | test_example | shape
# breaks: "(classes,)"
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    return filed([score[:, None] for score in scores], matrix, tf.reduce_mean(scores, axis=1))


# %% wrong: micro is one number | test_example | shape
# breaks: ""micro", (3,)"
def precision_recall_f1(matrix):
    return filed(scores_of(matrix), matrix, micro=micro_of(matrix)[0])


# %% wrong: columns are taken for the true classes | test_example | swapped
# breaks: "Rows of the matrix are true classes, columns are predicted classes"
def precision_recall_f1(matrix):
    return filed(scores_of(tf.transpose(matrix)), matrix)


# %% wrong: the plain mean for f1 | test_example | harmonic
# breaks: ""f1""
def precision_recall_f1(matrix):
    precision, recall, _ = scores_of(matrix)
    return filed((precision, recall, (precision + recall) / 2), matrix)


# %% wrong: the geometric mean for f1 | test_example | geometric
# breaks: ""f1""
def precision_recall_f1(matrix):
    precision, recall, _ = scores_of(matrix)
    return filed((precision, recall, tf.sqrt(precision * recall)), matrix)


# %% wrong: f1 without its 2 | test_example | factor 2
# breaks: ""f1""
def precision_recall_f1(matrix):
    precision, recall, f1 = scores_of(matrix)
    return filed((precision, recall, f1 / 2), matrix)


# %% wrong: divided by all samples | test_example | all samples
# breaks: ""precision""
def precision_recall_f1(matrix):
    share = over(tf.linalg.diag_part(matrix), tf.reduce_sum(matrix))
    return filed((share, share, share), matrix)


# %% wrong: accuracy of one class against the rest | test_example | differ
# breaks: ""recall""
def precision_recall_f1(matrix):
    precision, _, f1 = scores_of(matrix)
    matrix = tf.cast(matrix, tf.float32)
    wrong = tf.reduce_sum(matrix, 0) + tf.reduce_sum(matrix, 1) - 2 * tf.linalg.diag_part(matrix)
    return filed((precision, 1 - wrong / tf.reduce_sum(matrix), f1), matrix)


# %% wrong: nan for 0 / 0 | test_example | nan for 0 / 0
# breaks: "0 where the quotient is 0 / 0"
def precision_recall_f1(matrix):
    return filed(scores_of(matrix, tf.divide), matrix)


# %% wrong: 1 for 0 / 0 | test_example | 1 for 0 / 0
# breaks: "0 where the quotient is 0 / 0"
def precision_recall_f1(matrix):
    def divide(above, below):
        return tf.where(below == 0, 1.0, over(above, below))

    precision, recall, _ = scores_of(matrix, divide)
    f1 = scores_of(matrix)[2]
    return filed((precision, recall, f1), matrix)


# %% wrong: a class that is never right has no f1 | test_example | nan for 0 / 0
# breaks: "0 where the quotient is 0 / 0"
def precision_recall_f1(matrix):
    precision, recall, f1 = scores_of(matrix)
    return filed((precision, recall, tf.where(precision + recall == 0, np.nan, f1)), matrix)


# %% wrong: macro f1 of the means | test_example | computed from the means
# breaks: ""macro", (3,): the means of these three over all classes"
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    means = [tf.reduce_mean(score) for score in scores]
    return filed(
        scores, matrix, tf.stack([*means[:2], over(2 * means[0] * means[1], sum(means[:2]))])
    )


# %% wrong: macro without classes that do not occur | test_example | left out
# breaks: "whether a class occurs or not"
def precision_recall_f1(matrix):
    scores = tf.stack(scores_of(matrix))
    there = tf.reduce_sum(matrix, axis=1) > 0
    macro = tf.reduce_mean(tf.boolean_mask(scores, there, axis=1), axis=1)
    return filed(tf.unstack(scores), matrix, tf.where(tf.math.is_nan(macro), 0.0, macro))


# %% wrong: macro is weighted by the classes' sizes | test_example | how often
# breaks: ""macro", (3,): the means of these three over all classes"
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    sizes = tf.cast(tf.reduce_sum(matrix, axis=1), tf.float32)
    macro = over(tf.linalg.matvec(tf.stack(scores), sizes), tf.reduce_sum(sizes))
    return filed(scores, matrix, macro)


# %% wrong: macro is a sum | test_example | not averaged
# breaks: ""macro", (3,): the means of these three over all classes"
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    return filed(scores, matrix, tf.reduce_sum(tf.stack(scores), axis=1))


# %% wrong: macro and micro are swapped | test_example | micro
# breaks: ""macro", (3,): the means of these three over all classes"
# breaks: "the same three from all classes' counts together"
def precision_recall_f1(matrix):
    right = filed(scores_of(matrix), matrix)
    return {**right, "macro": right["micro"], "micro": right["macro"]}


# %% wrong: micro is the macro average | test_example | macro
# breaks: "the same three from all classes' counts together"
def precision_recall_f1(matrix):
    right = filed(scores_of(matrix), matrix)
    return {**right, "micro": right["macro"]}


# %% wrong: micro is weighted by the classes' sizes | test_example | how often
# breaks: "the same three from all classes' counts together"
def precision_recall_f1(matrix):
    scores = scores_of(matrix)
    sizes = tf.cast(tf.reduce_sum(matrix, axis=1), tf.float32)
    micro = over(tf.linalg.matvec(tf.stack(scores), sizes), tf.reduce_sum(sizes))
    return filed(scores, matrix, micro=micro)


# %% wrong: micro f1 without its 2 | test_example | factor 2
# breaks: "the same three from all classes' counts together"
def precision_recall_f1(matrix):
    micro = micro_of(matrix) * tf.constant([1.0, 1.0, 0.5])
    return filed(scores_of(matrix), matrix, micro=micro)


# %% wrong: micro of nothing is nan | test_micro | nan for 0 / 0
# breaks: "and again 0 for 0 / 0"
def precision_recall_f1(matrix):
    micro = tf.linalg.trace(matrix) / tf.reduce_sum(matrix)
    return filed(scores_of(matrix), matrix, micro=tf.fill([3], tf.cast(micro, tf.float32)))


# %% wrong: counts are cast to int32 | test_dtypes | differ
# breaks: "counts may exceed 2**31"
def precision_recall_f1(matrix):
    return filed(scores_of(tf.cast(matrix, tf.int32)), matrix)


# %% wrong: a matrix of floats is cut to whole numbers | test_dtypes | differ
# breaks: "its dtype is any integer or floating dtype"
def precision_recall_f1(matrix):
    matrix = tf.cast(matrix, tf.int64)
    return filed(scores_of(matrix), matrix)


# %% wrong: micro sums in int32 | test_dtypes | micro
# breaks: "counts may exceed 2**31"
def precision_recall_f1(matrix):
    return filed(scores_of(matrix), matrix, micro=micro_of(tf.cast(matrix, tf.int32)))


# %% right: NumPy arrays made tensors, and one key more
def precision_recall_f1(matrix):
    matrix = np.asarray(matrix).astype(np.float64)
    hits, called, there = matrix.diagonal(), matrix.sum(0), matrix.sum(1)
    precision = np.divide(hits, called, out=np.zeros_like(hits), where=called > 0)
    recall = np.divide(hits, there, out=np.zeros_like(hits), where=there > 0)
    both = called + there
    f1 = np.divide(2 * hits, both, out=np.zeros_like(hits), where=both > 0)
    micro = [hits.sum() / matrix.sum() if matrix.sum() else 0.0] * 3
    scores = {"precision": precision, "recall": recall, "f1": f1, "support": there}
    scores |= {"macro": [precision.mean(), recall.mean(), f1.mean()], "micro": micro}
    return {name: tf.convert_to_tensor(value, tf.float32) for name, value in scores.items()}


# %% right: F1 as the inverse of a mean of inverses
def precision_recall_f1(matrix):
    precision, recall, _ = scores_of(matrix)
    inverse = tf.math.reciprocal_no_nan(precision) + tf.math.reciprocal_no_nan(recall)
    f1 = tf.where(precision * recall > 0, tf.math.divide_no_nan(2.0, inverse), 0.0)
    return filed((precision, recall, f1), matrix)


# %% wrong: the sums in the dtype of the counts | test_dtypes | the dtype of the counts
# breaks: "its dtype is any integer or floating dtype"
def precision_recall_f1(matrix):
    hits = tf.linalg.diag_part(matrix)
    precision, recall = over(hits, tf.reduce_sum(matrix, 0)), over(hits, tf.reduce_sum(matrix, 1))
    f1 = over(2 * precision * recall, precision + recall)
    return filed((precision, recall, f1), matrix)


# %% wrong: the scores are rounded | test_example | differ
# breaks: "Return the scores that a confusion matrix holds"
def precision_recall_f1(matrix):
    return {name: tf.round(100 * v) / 100 for name, v in filed(scores_of(matrix), matrix).items()}


# %% wrong: five values in a row | test_example |
# breaks: "a dict of float32"
def precision_recall_f1(matrix):
    return tuple(filed(scores_of(matrix), matrix).values())


# %% wrong: an epsilon below the line | test_example | differ
# breaks: "0 where the quotient is 0 / 0"
def precision_recall_f1(matrix):
    return filed(scores_of(matrix, lambda a, b: (a + 1e-3) / (b + 1e-3)), matrix)


# %% wrong: precision stands under recall | test_example | swapped
# breaks: "Rows of the matrix are true classes, columns are predicted classes"
def precision_recall_f1(matrix):
    precision, recall, f1 = scores_of(matrix)
    return filed((recall, precision, f1), matrix)


# %% wrong: macro of the classes that are found | test_example | left out
# breaks: "whether a class occurs or not"
def precision_recall_f1(matrix):
    scores = tf.stack(scores_of(matrix))
    found = tf.reduce_any(matrix > 0, axis=1) | tf.reduce_any(matrix > 0, axis=0)
    macro = tf.reduce_mean(tf.boolean_mask(scores, found, axis=1), axis=1)
    macro = tf.where(tf.math.is_nan(macro), 0.0, macro)
    return filed(tf.unstack(scores), matrix, macro)


# %% wrong: micro is rounded to one digit | test_micro | differ
# breaks: "the same three from all classes' counts together"
def precision_recall_f1(matrix):
    return filed(scores_of(matrix), matrix, micro=tf.round(10 * micro_of(matrix)) / 10)


# %% wrong: divides by at least 1 | test_dtypes
# breaks: "its dtype is any integer or floating dtype"
def precision_recall_f1(matrix):
    matrix = tf.cast(matrix, tf.float64)
    hits = tf.linalg.diag_part(matrix)
    predicted = tf.reduce_sum(matrix, axis=0)
    actual = tf.reduce_sum(matrix, axis=1)

    def scores(hits, predicted, actual):
        precision = hits / tf.maximum(predicted, 1.0)
        recall = hits / tf.maximum(actual, 1.0)
        f1 = tf.math.divide_no_nan(2 * precision * recall, precision + recall)
        return tf.cast(tf.stack([precision, recall, f1]), tf.float32)

    each = scores(hits, predicted, actual)
    micro = scores(*(tf.reduce_sum(s) for s in (hits, predicted, actual)))
    return {
        "precision": each[0],
        "recall": each[1],
        "f1": each[2],
        "macro": tf.reduce_mean(each, axis=1),
        "micro": micro,
    }


# %% right: F1 as 2 hits / (row + column), all in float64, quotients with a safe denominator
def precision_recall_f1(matrix: tf.Tensor) -> dict[str, tf.Tensor]:
    counts = tf.cast(matrix, tf.float64)

    def quotient(a, b):
        empty = tf.equal(b, 0.0)
        return tf.where(empty, tf.zeros_like(b), a / tf.where(empty, tf.ones_like(b), b))

    hits = tf.linalg.diag_part(counts)
    called = tf.reduce_sum(counts, axis=0)
    there = tf.reduce_sum(counts, axis=1)
    scores = [quotient(hits, called), quotient(hits, there), quotient(2 * hits, called + there)]
    accuracy = quotient(tf.reduce_sum(hits), tf.reduce_sum(counts))
    result = {name: tf.cast(s, tf.float32) for name, s in zip(("precision", "recall", "f1"), scores)}
    result["macro"] = tf.cast(tf.stack([tf.reduce_mean(s) for s in scores]), tf.float32)
    result["micro"] = tf.cast(tf.stack([accuracy] * 3), tf.float32)
    return result


# %% right: hits, false alarms and misses, and one function for single classes and for all together
def precision_recall_f1(matrix: tf.Tensor) -> dict[str, tf.Tensor]:
    counts = tf.cast(tf.convert_to_tensor(matrix), tf.float64)
    hits = tf.einsum("kk->k", counts)
    off_diagonal = tf.linalg.set_diag(counts, tf.zeros_like(hits))
    false_alarms = tf.einsum("tp->p", off_diagonal)
    misses = tf.einsum("tp->t", off_diagonal)

    def scores(hits, false_alarms, misses):
        precision = tf.math.divide_no_nan(hits, hits + false_alarms)
        recall = tf.math.divide_no_nan(hits, hits + misses)
        f1 = tf.math.divide_no_nan(2.0 * precision * recall, precision + recall)
        return tf.stack([precision, recall, f1])

    single = scores(hits, false_alarms, misses)
    micro = scores(*(tf.reduce_sum(part) for part in (hits, false_alarms, misses)))
    precision, recall, f1 = tf.unstack(tf.cast(single, tf.float32), num=3)
    return {
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "macro": tf.cast(tf.reduce_mean(single, axis=1), tf.float32),
        "micro": tf.cast(micro, tf.float32),
    }


# %% wrong: casts integers only, so a float16 matrix is added up in float16 (65504 is the end) | test_dtypes
# breaks: "its dtype is any integer or floating dtype, and counts may exceed 2**31."
def precision_recall_f1(matrix: tf.Tensor) -> dict[str, tf.Tensor]:
    if matrix.dtype.is_integer:
        matrix = tf.cast(matrix, tf.float64)
    hits = tf.linalg.diag_part(matrix)
    columns, rows = tf.reduce_sum(matrix, axis=0), tf.reduce_sum(matrix, axis=1)

    def scores(hits, columns, rows):
        hits, columns, rows = (tf.cast(v, tf.float64) for v in (hits, columns, rows))
        precision = tf.math.divide_no_nan(hits, columns)
        recall = tf.math.divide_no_nan(hits, rows)
        f1 = tf.math.divide_no_nan(2 * precision * recall, precision + recall)
        return precision, recall, f1

    single = scores(hits, columns, rows)
    total = tf.reduce_sum(matrix)
    micro = scores(tf.reduce_sum(hits), total, total)
    return {
        "precision": tf.cast(single[0], tf.float32),
        "recall": tf.cast(single[1], tf.float32),
        "f1": tf.cast(single[2], tf.float32),
        "macro": tf.cast(tf.stack([tf.reduce_mean(s) for s in single]), tf.float32),
        "micro": tf.cast(tf.stack(micro), tf.float32),
    }


# %% wrong: everything through int64, which cuts off the fractions of a floating matrix | test_dtypes
# breaks: "its dtype is any integer or floating dtype"
def precision_recall_f1(matrix: tf.Tensor) -> dict[str, tf.Tensor]:
    matrix = tf.cast(matrix, tf.int64)  # wide enough for all counts
    hits = tf.linalg.diag_part(matrix)
    columns, rows = tf.reduce_sum(matrix, axis=0), tf.reduce_sum(matrix, axis=1)

    def scores(hits, columns, rows):
        hits, columns, rows = (tf.cast(v, tf.float64) for v in (hits, columns, rows))
        precision = tf.math.divide_no_nan(hits, columns)
        recall = tf.math.divide_no_nan(hits, rows)
        f1 = tf.math.divide_no_nan(2 * precision * recall, precision + recall)
        return precision, recall, f1

    single = scores(hits, columns, rows)
    total = tf.reduce_sum(matrix)
    micro = scores(tf.reduce_sum(hits), total, total)
    return {
        "precision": tf.cast(single[0], tf.float32),
        "recall": tf.cast(single[1], tf.float32),
        "f1": tf.cast(single[2], tf.float32),
        "macro": tf.cast(tf.stack([tf.reduce_mean(s) for s in single]), tf.float32),
        "micro": tf.cast(tf.stack(micro), tf.float32),
    }


# %% wrong: divides by at least 1, which is wrong for a matrix of shares with sums below 1 | test_dtypes
# breaks: "its dtype is any integer or floating dtype"
def precision_recall_f1(matrix: tf.Tensor) -> dict[str, tf.Tensor]:
    matrix = tf.cast(matrix, tf.float64)
    hits = tf.linalg.diag_part(matrix)
    columns, rows = tf.reduce_sum(matrix, axis=0), tf.reduce_sum(matrix, axis=1)

    def scores(hits, columns, rows):
        precision = hits / tf.maximum(columns, 1.0)  # no hits in an empty column: 0 / 1
        recall = hits / tf.maximum(rows, 1.0)
        f1 = tf.math.divide_no_nan(2 * precision * recall, precision + recall)
        return precision, recall, f1

    single = scores(hits, columns, rows)
    total = tf.reduce_sum(matrix)
    micro = scores(tf.reduce_sum(hits), total, total)
    return {
        "precision": tf.cast(single[0], tf.float32),
        "recall": tf.cast(single[1], tf.float32),
        "f1": tf.cast(single[2], tf.float32),
        "macro": tf.cast(tf.stack([tf.reduce_mean(s) for s in single]), tf.float32),
        "micro": tf.cast(tf.stack(micro), tf.float32),
    }
