"""Answers to replica_loss."""

import tensorflow as tf

# %% equivalent: wrapper-f81d2b29 | scale_regularization_loss adds up a list too


# %% right: by hand
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    loss = tf.reduce_sum(per_sample) / global_size
    for penalty in penalties:
        loss += penalty / replicas
    return loss


# %% right: all penalties on the first replica
def replica_loss(per_sample, penalties, global_size):
    number = tf.distribute.get_replica_context().replica_id_in_sync_group
    first = tf.cast(number == 0, per_sample.dtype)
    return tf.reduce_sum(per_sample / global_size) + first * sum(penalties)


# %% right: the strategy knows the number of replicas
def replica_loss(per_sample, penalties, global_size):
    extra = tf.reduce_sum(tf.stack(penalties)) if penalties else tf.zeros((), per_sample.dtype)
    share = extra / tf.distribute.get_strategy().num_replicas_in_sync
    return tf.math.divide(tf.reduce_sum(per_sample), global_size) + share


# %% wrong: each replica divides by its own size | test_example | value differs
# breaks: "the parts are the mean of the losses of all global_size samples"
def replica_loss(per_sample, penalties, global_size):
    loss = tf.reduce_mean(per_sample)
    if penalties:
        loss += tf.nn.scale_regularization_loss(tf.add_n(penalties))
    return loss


# %% wrong: own mean, divided by the replicas | test_example | value differs
# breaks: "the parts are the mean of the losses of all global_size samples"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    return (tf.reduce_mean(per_sample) + sum(penalties)) / replicas


# %% wrong: compute_average_loss without the global size | test_example | value differs
# breaks: "the parts are the mean of the losses of all global_size samples"
def replica_loss(per_sample, penalties, global_size):
    loss = tf.nn.compute_average_loss(per_sample)
    if penalties:
        loss += tf.nn.scale_regularization_loss(tf.add_n(penalties))
    return loss


# %% wrong: the penalties count on each replica | test_penalties | once for each replica
# breaks: "plus the sum of penalties, counted once"
def replica_loss(per_sample, penalties, global_size):
    return tf.nn.compute_average_loss(per_sample, global_batch_size=global_size) + sum(penalties)


# %% wrong: the penalties are divided by the samples | test_example | number of samples
# breaks: "plus the sum of penalties, counted once"
def replica_loss(per_sample, penalties, global_size):
    return (tf.reduce_sum(per_sample) + sum(penalties)) / global_size


# %% wrong: two replicas are taken for granted | test_example | taken to be 2
# breaks: "Outside of strategy.run there is one replica"
def replica_loss(per_sample, penalties, global_size):
    return tf.reduce_sum(per_sample) / global_size + sum(penalties) / 2


# %% wrong: the penalties are left out | test_example | left out
# breaks: "plus the sum of penalties, counted once"
def replica_loss(per_sample, penalties, global_size):
    return tf.nn.compute_average_loss(per_sample, global_batch_size=global_size)


# %% wrong: no penalties are no list to add up | test_samples | it raised
# breaks: "penalties (scalars, the same on each replica) may be empty"
def replica_loss(per_sample, penalties, global_size):
    loss = tf.nn.compute_average_loss(per_sample, global_batch_size=global_size)
    return loss + tf.nn.scale_regularization_loss(tf.add_n(penalties))


# %% wrong: the mean of no samples, weighted | test_no_samples | no samples is NaN
# breaks: "A replica without samples (size 0) has a finite part"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    weight = tf.cast(tf.size(per_sample), per_sample.dtype) / global_size
    return weight * tf.reduce_mean(per_sample) + sum(penalties) / replicas


# %% wrong: a replica without samples has no penalties | test_no_samples | only half of the penalties
# breaks: "A replica without samples (size 0) has a finite part"
# breaks: "plus the sum of penalties, counted once"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    if tf.size(per_sample) == 0:
        return tf.zeros((), per_sample.dtype)
    return tf.reduce_sum(per_sample) / global_size + sum(penalties) / replicas


# %% wrong: always float32 | test_float64
# breaks: "scalar of the same dtype"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    loss = tf.reduce_sum(tf.cast(per_sample, tf.float32)) / global_size
    for penalty in penalties:
        loss += tf.cast(penalty, tf.float32) / replicas
    return loss


# %% wrong: one loss for each sample | test_example | shape
# breaks: "per_sample (size,) -> scalar"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    return per_sample / global_size + sum(penalties) / replicas


# %% wrong: the loss is divided by the replicas too | test_samples | number of replicas too
# breaks: "Added up over all replicas, the parts are"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    loss = tf.reduce_sum(per_sample) / global_size / replicas
    return loss + sum(penalties) / replicas


# %% wrong: the whole loss on each replica | test_samples | cross-replica
# breaks: "It is called in a replica context, by strategy.run"
def replica_loss(per_sample, penalties, global_size):
    strategy = tf.distribute.get_strategy()
    total = strategy.reduce("SUM", tf.reduce_sum(per_sample), axis=None)
    return total / global_size + sum(penalties)


# %% wrong: nothing is divided | test_example | divided by global_size
# breaks: "the mean of the losses of all global_size samples"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    return tf.reduce_sum(per_sample) + sum(penalties) / replicas


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return a replica's part of the loss"
def replica_loss(per_sample, penalties, global_size):
    replicas = tf.distribute.get_replica_context().num_replicas_in_sync
    tf.reduce_sum(per_sample) / global_size + sum(penalties) / replicas
