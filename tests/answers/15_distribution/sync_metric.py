"""Answers to sync_metric."""

import tensorflow as tf


# %% right: all values in one tensor
def sync_metric(strategy, values):
    parts = strategy.experimental_local_results(values)
    whole = tf.cast(tf.concat(parts, axis=0), tf.float32)
    return tf.reduce_mean(whole) if len(whole) else tf.constant(0.0)


# %% right: the replicas reduce among themselves
def sync_metric(strategy, values):
    def mean(own):
        context = tf.distribute.get_replica_context()
        own = tf.cast(own, tf.float32)
        total, count = context.all_reduce("SUM", [tf.reduce_sum(own), tf.reduce_sum(own * 0 + 1)])
        return total / tf.maximum(count, 1.0)

    return strategy.experimental_local_results(strategy.run(mean, args=(values,)))[0]


# %% right: reduce along the samples
def sync_metric(strategy, values):
    total = strategy.reduce(
        "SUM", strategy.run(lambda own: tf.cast(own, tf.float32), args=(values,)), axis=0
    )
    sizes = strategy.run(lambda own: tf.cast(len(own), tf.float32), args=(values,))
    return tf.math.divide_no_nan(total, strategy.reduce("SUM", sizes, axis=None))


# %% wrong: the mean of the replicas' means | test_numbers | counts as much
# breaks: "The sizes may differ"
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    def mean(own):
        own = tf.cast(own, tf.float32)
        return tf.math.divide_no_nan(tf.reduce_sum(own), tf.cast(tf.size(own), tf.float32))

    return strategy.reduce("MEAN", strategy.run(mean, args=(values,)), axis=None)


# %% wrong: the sum of the replicas' means | test_numbers | sum of the replicas
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    def mean(own):
        return tf.reduce_mean(tf.cast(own, tf.float32))

    return strategy.reduce("SUM", strategy.run(mean, args=(values,)), axis=None)


# %% wrong: only the first replica | test_numbers | first replica
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    own = tf.cast(strategy.experimental_local_results(values)[0], tf.float32)
    return tf.math.divide_no_nan(tf.reduce_sum(own), tf.cast(tf.size(own), tf.float32))


# %% wrong: divided by the number of replicas | test_example | not divided
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    total = strategy.run(lambda own: tf.reduce_sum(tf.cast(own, tf.float32)), args=(values,))
    return strategy.reduce("MEAN", total, axis=None)


# %% wrong: the sum, not divided | test_example | not divided
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    total = strategy.run(lambda own: tf.reduce_sum(tf.cast(own, tf.float32)), args=(values,))
    return strategy.reduce("SUM", total, axis=None)


# %% wrong: nothing over nothing | test_no_samples | divide safely
# breaks: "If there are no samples at all, the mean is 0, not NaN"
def sync_metric(strategy, values):
    def parts(own):
        own = tf.cast(own, tf.float32)
        return tf.reduce_sum(own), tf.cast(tf.size(own), tf.float32)

    total, count = strategy.run(parts, args=(values,))
    return strategy.reduce("SUM", total, axis=None) / strategy.reduce("SUM", count, axis=None)


# %% wrong: a replica without samples has a mean too | test_no_samples | divide safely
# breaks: "a size may be 0"
def sync_metric(strategy, values):
    def parts(own):
        size = tf.cast(tf.size(own), tf.float32)
        return tf.reduce_mean(tf.cast(own, tf.float32)) * size, size

    total, count = (
        strategy.reduce("SUM", part, axis=None) for part in strategy.run(parts, args=(values,))
    )
    return tf.math.divide_no_nan(total, count)


# %% wrong: the mean of integers is an integer | test_integers | rounded down
# breaks: "scalar, float32"
def sync_metric(strategy, values):
    whole = tf.concat(strategy.experimental_local_results(values), axis=0)
    whole = tf.cast(whole, tf.float32) if whole.dtype == tf.bool else whole
    return tf.cast(tf.reduce_mean(whole), tf.float32) if len(whole) else tf.constant(0.0)


# %% wrong: only numbers that are float32 | test_example | it raised
# breaks: "values are numbers or bools (True counts as 1)"
def sync_metric(strategy, values):
    def parts(own):
        return tf.reduce_sum(own), tf.cast(tf.size(own), tf.float32)

    total, count = (
        strategy.reduce("SUM", part, axis=None) for part in strategy.run(parts, args=(values,))
    )
    return tf.math.divide_no_nan(total, count)


# %% wrong: a Python number | test_example | leaves TensorFlow
# breaks: "scalar, float32"
def sync_metric(strategy, values):
    parts = strategy.experimental_local_results(values)
    whole = tf.cast(tf.concat(parts, axis=0), tf.float32)
    return float(tf.reduce_mean(whole)) if len(whole) else 0.0


# %% wrong: float64 | test_example | dtype
# breaks: "scalar, float32"
def sync_metric(strategy, values):
    parts = strategy.experimental_local_results(values)
    whole = tf.cast(tf.concat(parts, axis=0), tf.float64)
    return tf.reduce_sum(whole) / max(1, len(whole))


# %% wrong: each replica keeps its mean | test_numbers | reduce them
# breaks: "each replica's (size,) -> scalar"
def sync_metric(strategy, values):
    return strategy.run(lambda own: tf.reduce_mean(tf.cast(own, tf.float32)), args=(values,))


# %% wrong: meant for a replica | test_example | it raised
# breaks: "It is called in a cross-replica context"
def sync_metric(strategy, values):
    context = tf.distribute.get_replica_context()
    own = tf.cast(values, tf.float32)
    total = context.all_reduce("SUM", tf.reduce_sum(own))
    return total / context.all_reduce("SUM", tf.cast(tf.size(own), tf.float32))


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the mean over the samples of all replicas"
def sync_metric(strategy, values):
    parts = strategy.experimental_local_results(values)
    tf.reduce_mean(tf.cast(tf.concat(parts, axis=0), tf.float32))
