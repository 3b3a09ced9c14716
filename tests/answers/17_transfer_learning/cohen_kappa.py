"""Answers to CohenKappa."""

import keras
import tensorflow as tf


class Sound(keras.metrics.Metric):
    """Right, in parts that a wrong answer replaces."""

    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(name=name, **kwargs)
        self.check(weighting)
        self.classes, self.weighting = classes, weighting
        self.table = self.add_weight(shape=(classes, classes), initializer="zeros", name="table")

    def check(self, weighting):
        if weighting not in {None, "linear", "quadratic"}:
            raise ValueError(weighting)

    def found(self, y_pred):
        return tf.argmax(y_pred, axis=1)

    def counts(self, y_true, y_pred, sample_weight):
        return tf.math.confusion_matrix(
            tf.cast(y_true, tf.int64),
            self.found(y_pred),
            self.classes,
            weights=sample_weight,
            dtype=tf.float32,
        )

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.table.assign_add(self.counts(y_true, y_pred, sample_weight))

    def prices(self):
        places = tf.range(self.classes)
        gap = tf.cast(tf.abs(places[:, None] - places[None, :]), tf.float32)
        if self.weighting is None:
            return tf.sign(gap)
        return gap if self.weighting == "linear" else gap * gap

    def kappa(self, table):
        share = tf.math.divide_no_nan(table, tf.reduce_sum(table))
        chance = tf.reduce_sum(share, 1, keepdims=True) * tf.reduce_sum(share, 0, keepdims=True)
        observed = tf.reduce_sum(self.prices() * share)
        expected = tf.reduce_sum(self.prices() * chance)
        return self.quotient(observed, expected)

    def quotient(self, observed, expected):
        some = expected > 0
        return tf.where(some, 1 - observed / tf.where(some, expected, 1.0), 0.0)

    def result(self):
        return self.kappa(tf.convert_to_tensor(self.table))


# %% right: keras.ops, and a vector of counts
class CohenKappa(keras.metrics.Metric):
    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(name=name, **kwargs)
        powers = {None: 0, "linear": 1, "quadratic": 2}
        if weighting not in powers:
            raise ValueError(f"no weighting {weighting}")
        self.power, self.classes = powers[weighting], classes
        self.cells = self.add_variable(shape=(classes * classes,), initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        ops = keras.ops
        cell = ops.cast(y_true, "int32") * self.classes + ops.cast(ops.argmax(y_pred, -1), "int32")
        hot = ops.one_hot(cell, self.classes**2)
        if sample_weight is not None:
            hot = hot * ops.expand_dims(ops.cast(sample_weight, "float32"), 1)
        self.cells.assign(self.cells + ops.sum(hot, axis=0))

    def result(self):
        ops = keras.ops
        table = ops.reshape(self.cells.value, (self.classes, self.classes))
        places = ops.arange(self.classes, dtype="float32")
        gap = ops.abs(ops.expand_dims(places, 1) - places)
        price = ops.sign(gap) if self.power == 0 else gap**self.power
        chance = ops.outer(ops.sum(table, 1), ops.sum(table, 0))
        observed, expected = ops.sum(price * table) * ops.sum(table), ops.sum(price * chance)
        return ops.where(expected > 0, 1 - observed / ops.where(expected > 0, expected, 1.0), 0.0)


# %% right: the table of tf.math.confusion_matrix
class CohenKappa(Sound):
    pass


# %% right: sums of prices instead of a table
class CohenKappa(Sound):
    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(classes, weighting, name, **kwargs)
        self.rows = self.add_weight(shape=(classes,), initializer="zeros")
        self.columns = self.add_weight(shape=(classes,), initializer="zeros")
        self.cost = self.add_weight(shape=(), initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        table = self.counts(y_true, y_pred, sample_weight)
        self.rows.assign_add(tf.reduce_sum(table, axis=1))
        self.columns.assign_add(tf.reduce_sum(table, axis=0))
        self.cost.assign_add(tf.reduce_sum(self.prices() * table))

    def result(self):
        n = tf.reduce_sum(self.rows)
        expected = tf.einsum("i,ij,j->", self.rows, self.prices(), self.columns)
        return self.quotient(self.cost * n, expected)


# %% wrong: the accuracy | test_example | chance is left out
# breaks: "kappa = 1 - sum of w * O / sum of w * E"
class CohenKappa(Sound):
    def kappa(self, table):
        return tf.math.divide_no_nan(tf.linalg.trace(table), tf.reduce_sum(table))


# %% wrong: chance is 1 / classes | test_example
# breaks: "and E[i, j] is the share with the label i times the share with the prediction j"
class CohenKappa(Sound):
    def kappa(self, table):
        agreed = tf.math.divide_no_nan(tf.linalg.trace(table), tf.reduce_sum(table))
        even = 1 / self.classes
        kappa = (agreed - even) / (1 - even)
        return tf.where(tf.reduce_sum(table) > 0, kappa, 0.0)


# %% wrong: 1 minus is forgotten | test_example | quotient
# breaks: "kappa = 1 - sum of w * O / sum of w * E"
class CohenKappa(Sound):
    def quotient(self, observed, expected):
        return 1 - super().quotient(observed, expected)


# %% wrong: the mean of the batches' kappas | test_example | mean of the batches
# breaks: "Keep Cohen's kappa over all samples since the start or the last reset_state()"
class CohenKappa(Sound):
    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(classes, weighting, name, **kwargs)
        self.total = self.add_weight(shape=(), initializer="zeros")
        self.number = self.add_weight(shape=(), initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.total.assign_add(self.kappa(self.counts(y_true, y_pred, sample_weight)))
        self.number.assign_add(1.0)

    def result(self):
        return tf.math.divide_no_nan(self.total.value, self.number.value)


# %% wrong: only the last batch | test_example | only the last
# breaks: "Keep Cohen's kappa over all samples since the start or the last reset_state()"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred, sample_weight=None):
        self.table.assign(self.counts(y_true, y_pred, sample_weight))


# %% wrong: the counts are no variable, and are never reset | test_reset | behind
# breaks: "Keep Cohen's kappa over all samples since the start or the last reset_state()"
class CohenKappa(Sound):
    def reset_state(self):
        pass


# %% wrong: rows are predictions, with a one-sided price | test_weighting | differ
# breaks: "O[i, j] is the share of the samples with the label i and the prediction j"
class CohenKappa(Sound):
    def prices(self):
        if self.weighting is None:
            return super().prices()
        places = tf.range(self.classes, dtype=tf.float32)
        gap = tf.nn.relu(places[:, None] - places) + 0.5 * tf.nn.relu(places - places[:, None])
        return gap if self.weighting == "linear" else gap**2


# %% wrong: E from the labels only | test_example | differ
# breaks: "and E[i, j] is the share with the label i times the share with the prediction j"
class CohenKappa(Sound):
    def kappa(self, table):
        share = tf.math.divide_no_nan(table, tf.reduce_sum(table))
        rows = tf.reduce_sum(share, axis=1)
        observed = tf.reduce_sum(self.prices() * share)
        return self.quotient(observed, tf.reduce_sum(self.prices() * rows[:, None] * rows))


# %% wrong: every confusion costs the same | test_weighting | weighting=None
# breaks: "|i - j|"
class CohenKappa(Sound):
    def prices(self):
        return 1 - tf.eye(self.classes)


# %% wrong: always linear | test_values | weighting='linear'
# breaks: "weighting=None           1 if i and j differ, else 0"
class CohenKappa(Sound):
    def prices(self):
        places = tf.range(self.classes, dtype=tf.float32)
        return tf.abs(places[:, None] - places)


# %% wrong: quadratic is linear | test_weighting | weighting='linear'
# breaks: "(i - j)^2"
class CohenKappa(Sound):
    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(classes, weighting, name, **kwargs)
        self.weighting = self.weighting and "linear"


# %% wrong: linear is quadratic | test_weighting | weighting='quadratic'
# breaks: "|i - j|"
class CohenKappa(Sound):
    def __init__(self, classes, weighting=None, name="kappa", **kwargs):
        super().__init__(classes, weighting, name, **kwargs)
        self.weighting = self.weighting and "quadratic"


# %% wrong: the smallest score | test_example | smallest
# breaks: "The prediction is the class with the largest score"
class CohenKappa(Sound):
    def found(self, y_pred):
        return tf.argmin(y_pred, axis=1)


# %% wrong: scores above a half | test_values | differ
# breaks: "The prediction is the class with the largest score"
class CohenKappa(Sound):
    def found(self, y_pred):
        return tf.argmax(tf.cast(y_pred > 0.5, tf.int32), axis=1)


# %% wrong: the place along the batch | test_example
# breaks: "and scores (batch, classes)"
class CohenKappa(Sound):
    def found(self, y_pred):
        return tf.argmax(y_pred, axis=0)


# %% wrong: sample_weight is not used | test_sample_weight | not used
# breaks: "With sample_weight (batch,) a sample counts as often as its weight says"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred, sample_weight=None):
        super().update_state(y_true, y_pred)


# %% wrong: sample_weight is not taken | test_sample_weight | raised
# breaks: "With sample_weight (batch,) a sample counts as often as its weight says"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred):
        super().update_state(y_true, y_pred)


# %% wrong: whole samples only | test_sample_weight | differ
# breaks: "With sample_weight (batch,) a sample counts as often as its weight says"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred, sample_weight=None):
        if sample_weight is not None:
            sample_weight = tf.round(sample_weight)
        super().update_state(y_true, y_pred, sample_weight)


# %% wrong: nothing over nothing is NaN | test_example | is nan
# breaks: "It is 0 if the sum of w * E is 0, as it is without any sample"
class CohenKappa(Sound):
    def quotient(self, observed, expected):
        return 1 - observed / expected


# %% wrong: perfect agreement on one class is 1 | test_nothing | differs
# breaks: "It is 0 if the sum of w * E is 0, as it is without any sample"
class CohenKappa(Sound):
    def kappa(self, table):
        kappa = super().kappa(table)
        n = tf.reduce_sum(table)
        return tf.where((n > 0) & (tf.linalg.trace(table) == n), 1.0, kappa)


# %% wrong: 1 without any sample | test_example | differs
# breaks: "It is 0 if the sum of w * E is 0, as it is without any sample"
class CohenKappa(Sound):
    def quotient(self, observed, expected):
        return 1 - tf.math.divide_no_nan(observed, expected)


# %% wrong: a Python number | test_example | Python number
# breaks: "`result()` is a float32 scalar"
class CohenKappa(Sound):
    def result(self):
        return float(super().result())


# %% wrong: float64 | test_example | dtype
# breaks: "`result()` is a float32 scalar"
class CohenKappa(Sound):
    def result(self):
        return tf.cast(super().result(), tf.float64)


# %% wrong: only int32 labels | test_dtypes | raised
# breaks: "int64"
class CohenKappa(Sound):
    def counts(self, y_true, y_pred, sample_weight):
        cell = y_true * self.classes + tf.cast(self.found(y_pred), tf.int32)
        hot = tf.one_hot(cell, self.classes**2)
        if sample_weight is not None:
            hot *= sample_weight[:, None]
        return tf.reshape(tf.reduce_sum(hot, axis=0), (self.classes, self.classes))


# %% wrong: only int64 labels | test_example | raised
# breaks: "which are int32"
class CohenKappa(Sound):
    def counts(self, y_true, y_pred, sample_weight):
        return super().counts(y_true + tf.constant(0, tf.int64), y_pred, sample_weight)


# %% wrong: int64 labels, but uint8 overflows | test_dtypes | differ
# breaks: "or uint8 in 0 .. classes - 1"
class CohenKappa(Sound):
    def counts(self, y_true, y_pred, sample_weight):
        if y_true.dtype == tf.uint8:
            y_true = tf.cast(y_true * 64, tf.int64) % self.classes
        return super().counts(y_true, y_pred, sample_weight)


# %% wrong: labels one-hot | test_example | raised
# breaks: "takes labels (batch,)"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred, sample_weight=None):
        super().update_state(tf.argmax(y_true, axis=1), y_pred, sample_weight)


# %% wrong: counted in Python | test_graph
# breaks: "Works in tf.function too"
class CohenKappa(Sound):
    def update_state(self, y_true, y_pred, sample_weight=None):
        table = self.counts(y_true, y_pred, sample_weight).numpy()
        self.table.assign(self.table.numpy() + table)


# %% wrong: any word is taken | test_unknown | nothing was raised
# breaks: "Raises ValueError for any other weighting"
class CohenKappa(Sound):
    def check(self, weighting):
        pass


# %% wrong: an empty word is no weighting | test_unknown | nothing was raised
# breaks: "Raises ValueError for any other weighting"
class CohenKappa(Sound):
    def check(self, weighting):
        if weighting and weighting not in ("linear", "quadratic"):
            raise ValueError(weighting)


# %% equivalent: keyword-208a6093 | nothing asks for a dtype
# %% equivalent: swap-1170e074 | kappa stays the same if labels and predictions change places
