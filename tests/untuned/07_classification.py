# %% class_weights | the most frequent class gets the largest weight
# true: the reciprocal of the expected value
def class_weights(labels):
    labels = np.asarray(labels)
    if labels.size == 0:
        raise ValueError("no labels")
    counts = np.bincount(labels)
    k = np.count_nonzero(counts)
    return {c: float(count * k / len(labels)) for c, count in enumerate(counts)}


# %% confusion_matrix | predicted classes in the rows
# true: rows and columns are swapped: true classes are rows
def confusion_matrix(y_true, y_pred, classes):
    y_true, y_pred = tf.cast(y_true, tf.int64), tf.cast(y_pred, tf.int64)
    if y_true.shape != y_pred.shape:
        raise ValueError("shapes")
    if tf.executing_eagerly() and tf.size(y_true) > 0:
        both = tf.concat([y_true, y_pred], 0)
        if int(tf.reduce_min(both)) < 0 or int(tf.reduce_max(both)) >= classes:
            raise ValueError("out of range")
    flat = tf.math.bincount(tf.cast(y_pred * classes + y_true, tf.int32), minlength=classes**2)
    return tf.cast(tf.reshape(flat, (classes, classes)), tf.int64)


# %% precision_recall_f1 | the macro F1 is made of the macro precision and recall
# true: macro F1 is computed from the means; take the mean of the F1s
def precision_recall_f1(matrix):
    m = tf.cast(matrix, tf.float64)
    hit = tf.linalg.diag_part(m)
    precision = tf.math.divide_no_nan(hit, tf.reduce_sum(m, axis=0))
    recall = tf.math.divide_no_nan(hit, tf.reduce_sum(m, axis=1))

    def f1(p, r):
        return tf.math.divide_no_nan(2 * p * r, p + r)

    mean_p, mean_r = tf.reduce_mean(precision), tf.reduce_mean(recall)
    share = tf.math.divide_no_nan(tf.reduce_sum(hit), tf.reduce_sum(m))
    scores = {
        "precision": precision,
        "recall": recall,
        "f1": f1(precision, recall),
        "macro": tf.stack([mean_p, mean_r, f1(mean_p, mean_r)]),
        "micro": tf.stack([share, share, share]),
    }
    return {name: tf.cast(value, tf.float32) for name, value in scores.items()}


# %% roc_auc | equal scores count as a full hit
# true: ties count in full
def roc_auc(y_true, scores):
    positive = tf.boolean_mask(scores, tf.cast(y_true, tf.bool))
    negative = tf.boolean_mask(scores, ~tf.cast(y_true, tf.bool))
    if tf.size(positive) == 0 or tf.size(negative) == 0:
        raise ValueError("one class alone")
    return tf.reduce_mean(tf.cast(positive[:, None] >= negative[None, :], tf.float32))
