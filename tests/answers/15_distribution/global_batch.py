"""Answers to global_batch."""

import tensorflow as tf

# unnoticed: test_many_steps | global_batch .steps[*].y * | test_last_step compares the labels
# unnoticed: test_many_steps | global_batch .steps[*] * | test_last_step compares the labels
# unnoticed: test_many_steps | global_batch .steps[*].shares * | test_whole_steps compares them
# unnoticed: test_many_steps | global_batch .steps[*].shares[*] * | test_whole_steps compares them
# unnoticed: test_last_step | global_batch .steps[*].shares * | a last step has no fixed shares


# %% right: a dataset of each, zipped
def global_batch(strategy, x, y, per_replica):
    pairs = tf.data.Dataset.zip(
        tf.data.Dataset.from_tensor_slices(x), tf.data.Dataset.from_tensor_slices(y)
    )
    batches = pairs.batch(strategy.num_replicas_in_sync * per_replica, drop_remainder=False)
    return strategy.experimental_distribute_dataset(batches.prefetch(1))


# %% right: a dataset made by a function, in each replica's batches
def global_batch(strategy, x, y, per_replica):
    def make(context):
        return tf.data.Dataset.from_tensor_slices((x, y)).batch(per_replica)

    return strategy.distribute_datasets_from_function(make)


# %% right: whole batches from the tensors
def global_batch(strategy, x, y, per_replica):
    size = per_replica * len(strategy.extended.worker_devices)
    samples = tf.data.Dataset.range(len(x)).batch(size)
    pairs = samples.map(lambda rows: (tf.gather(x, rows), tf.gather(y, rows)))
    return strategy.experimental_distribute_dataset(pairs)


# %% wrong: per_replica samples for all replicas together | test_whole_steps | not for each
# breaks: "At each step every replica gets per_replica samples"
def global_batch(strategy, x, y, per_replica):
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(per_replica)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the last step is dropped | test_example | dropped
# breaks: "No sample is lost"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(size, drop_remainder=True)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the samples are shuffled | test_example | shuffled
# breaks: "They come in order, the first of a step on replica 0"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    order = tf.random.experimental.stateless_shuffle(tf.range(len(x)), seed=[1, 2])
    pairs = tf.gather(x, order), tf.gather(y, order)
    dataset = tf.data.Dataset.from_tensor_slices(pairs).batch(size)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the first of a step on the last replica | test_whole_steps | values differ
# breaks: "They come in order, the first of a step on replica 0"
def global_batch(strategy, x, y, per_replica):
    replicas = strategy.num_replicas_in_sync

    def make(context):
        def turned(own_x, own_y):
            parts = [tf.split(own, replicas)[::-1] for own in (own_x, own_y)]
            return tuple(tf.concat(part, axis=0) for part in parts)

        size = per_replica * replicas
        whole = tf.data.Dataset.from_tensor_slices((x, y))
        full = len(x) // size * size
        turn = whole.take(full).batch(size).map(turned).unbatch()
        return turn.concatenate(whole.skip(full)).batch(per_replica)

    return strategy.distribute_datasets_from_function(make)


# %% wrong: the dataset is not distributed | test_whole_steps | not distributed
# breaks: "as a dataset distributed by the strategy"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(size)


# %% wrong: every sample comes twice | test_example | twice
# breaks: "no sample comes twice"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(size).repeat(2)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the last step is filled up from the start | test_example | filled up
# breaks: "no sample comes twice"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    steps = -(-len(x) // size)
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).repeat().batch(size).take(steps)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the labels are left out | test_example | pair
# breaks: "Return the pairs of x (n, ...) and y (n, ...)"
# breaks: "a pair (x, y) of (per_replica, ...) each"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    dataset = tf.data.Dataset.from_tensor_slices(x).batch(size)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the number of replicas counts twice | test_whole_steps | replicas twice
# breaks: "At each step every replica gets per_replica samples"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync ** 2
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(size)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: a function that makes global batches for each replica | test_whole_steps | replicas twice
# breaks: "At each step every replica gets per_replica samples"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    return strategy.distribute_datasets_from_function(
        lambda context: tf.data.Dataset.from_tensor_slices((x, y)).batch(size)
    )


# %% wrong: smaller steps first | test_example | samples in each step
# breaks: "Only the last step may have fewer samples"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    dataset, first = tf.data.Dataset.from_tensor_slices((x, y)), len(x) % size
    if first:
        dataset = dataset.take(first).batch(size).concatenate(dataset.skip(first).batch(size))
    else:
        dataset = dataset.batch(size)
    return strategy.experimental_distribute_dataset(dataset)


# %% wrong: the dataset is batched after it is distributed | test_example
# breaks: "as a dataset distributed by the strategy"
def global_batch(strategy, x, y, per_replica):
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    return strategy.experimental_distribute_dataset(dataset).batch(per_replica)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the pairs of x (n, ...) and y (n, ...)"
def global_batch(strategy, x, y, per_replica):
    size = per_replica * strategy.num_replicas_in_sync
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(size)
    strategy.experimental_distribute_dataset(dataset)
