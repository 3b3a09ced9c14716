"""Answers to global_moments."""

import tensorflow as tf


# %% right: each replica's own mean and squared distances, joined
def global_moments(x):
    context, size = tf.distribute.get_replica_context(), tf.cast(tf.shape(x)[0], tf.float32)
    own = tf.math.divide_no_nan(tf.reduce_sum(x, axis=0), size)
    total, count = context.all_reduce("SUM", [size * own, size])
    mean = total / count
    squares = tf.reduce_sum((x - own) ** 2, axis=0) + size * (own - mean) ** 2
    return mean, context.all_reduce("SUM", squares) / count


# %% wrong: the mean of the squares, less the squared mean | test_far_from_zero | cancel
# breaks: "right also for samples that are close together and far from 0"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    sums = [tf.reduce_sum(x, axis=0), tf.reduce_sum(x * x, axis=0), tf.cast(len(x), tf.float32)]
    total, squares, count = context.all_reduce(tf.distribute.ReduceOp.SUM, sums)
    mean = total / count
    return mean, squares / count - mean * mean


# %% right: all samples on every replica
def global_moments(x):
    everywhere = tf.distribute.get_replica_context().all_gather(x, axis=0)
    return tuple(tf.nn.moments(everywhere, axes=[0]))


# %% right: means, weighted by the sizes
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], x.dtype)
    weight = size / context.all_reduce("SUM", size)
    mean = context.all_reduce("SUM", weight * tf.math.divide_no_nan(tf.reduce_sum(x, 0), size))
    apart = tf.math.divide_no_nan(tf.reduce_sum((x - mean) ** 2, 0), size)
    return mean, context.all_reduce("SUM", weight * apart)


# %% wrong: each replica by itself | test_replicas | nothing is reduced
# breaks: "Return mean and variance of the samples of all replicas"
# breaks: "returns the same on every replica"
def global_moments(x):
    return tuple(tf.nn.moments(x, axes=[0]))


# %% wrong: the means of means and of variances | test_replicas | variances
# breaks: "The variance is the mean of the squared distances from that mean"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    return tuple(context.all_reduce("MEAN", list(tf.nn.moments(x, axes=[0]))))


# %% wrong: the right mean, and the mean of the variances | test_replicas | how far apart
# breaks: "The variance is the mean of the squared distances from that mean"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    own = tf.math.divide_no_nan(tf.reduce_sum(x, axis=0), size)
    squares = tf.reduce_sum(tf.square(x - own), axis=0)
    total, squares, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), squares, size])
    return total / count, squares / count


# %% wrong: the sizes are taken to be equal | test_replicas | sizes are not equal
# breaks: "The sizes may differ"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    mean = context.all_reduce("MEAN", tf.reduce_mean(x, axis=0))
    return mean, context.all_reduce("MEAN", tf.reduce_mean((x - mean) ** 2, axis=0))


# %% wrong: the number of samples is not added up | test_replicas
# breaks: "Return mean and variance of the samples of all replicas"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    count = tf.cast(tf.shape(x)[0], tf.float32)
    mean = context.all_reduce("SUM", tf.reduce_sum(x, axis=0)) / count
    return mean, context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0)) / count


# %% wrong: the standard deviation | test_replicas | standard deviation
# breaks: "The variance is the mean of the squared distances from that mean"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    total, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), size])
    mean = total / count
    squares = context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0))
    return mean, tf.sqrt(squares / count)


# %% wrong: divided by one less | test_example | minus 1
# breaks: "over all samples"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    total, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), size])
    mean = total / count
    squares = context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0))
    return mean, squares / (count - 1.0)


# %% wrong: the mean is not subtracted | test_example | not subtracted
# breaks: "The variance is the mean of the squared distances from that mean"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    sums = [tf.reduce_sum(x, axis=0), tf.reduce_sum(x * x, axis=0), size]
    total, squares, count = context.all_reduce("SUM", sums)
    return total / count, squares / count


# %% wrong: a mean of no samples | test_no_samples | no samples is NaN
# breaks: "a replica may have no samples (not all of them)"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    count = context.all_reduce("SUM", size)
    mean = context.all_reduce("SUM", tf.reduce_mean(x, axis=0) * size) / count
    return mean, context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0)) / count


# %% wrong: the size is read from the shape | test_graph | it raised
# breaks: "Works in a tf.function around strategy.run too, also if the size is unknown there"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    sums = [tf.reduce_sum(x, axis=0), tf.constant(float(x.shape[0]))]
    total, count = context.all_reduce("SUM", sums)
    mean = total / count
    return mean, context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0)) / count


# %% wrong: by NumPy | test_graph | it raised
# breaks: "Works in a tf.function around strategy.run too"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    total, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), size])
    mean = tf.constant(total.numpy() / count.numpy())
    return mean, context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, axis=0)) / count


# %% wrong: over all axes | test_replicas | shape
# breaks: "x (size, n) -> (n,), (n,) float32"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    total, count = context.all_reduce(
        "SUM", [tf.reduce_sum(x, keepdims=True), tf.cast(tf.size(x), tf.float32)]
    )
    mean = (total / count)[0]
    squares = context.all_reduce("SUM", tf.reduce_sum((x - mean) ** 2, keepdims=True))
    return mean, (squares / count)[0]


# %% wrong: meant for the scope | test_replicas | it raised
# breaks: "It is called in a replica context, with the samples of that replica"
def global_moments(x):
    strategy = tf.distribute.get_strategy()
    total = strategy.reduce("SUM", x, axis=0)
    count = strategy.reduce("SUM", tf.cast(tf.shape(x)[0], tf.float32), axis=None)
    mean = total / count
    return mean, strategy.reduce("SUM", (x - mean) ** 2, axis=0) / count


# %% wrong: only the mean | test_example | pair
# breaks: "Return mean and variance of the samples of all replicas"
def global_moments(x):
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    total, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), size])
    return (total / count,)
