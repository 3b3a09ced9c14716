# %% [markdown]
# # Distribution
#
# If one device is too slow, use several: give each of them a copy of the model and a share of every
# batch, add up the gradients, and let each copy take the same step. This is data parallelism, and
# `tf.distribute.MirroredStrategy` does it for the devices of one machine. A copy is a *replica*.
#
#     samples 0 1 --> replica 0: its loss, its gradients --+
#                                                          +--> sum --> the same step on both
#     samples 2 3 --> replica 1: its loss, its gradients --+
#
# Done well, nothing changes but the time: the loss, the gradients and the metrics are those of one
# device with the whole batch. Done carelessly, it trains all the same, with a step twice as large
# or an accuracy of 1.7. In this topic you do each part yourself and hold it against one device.
#
# You need no second processor to learn it: TensorFlow can take one CPU for two logical devices.
# That makes nothing faster, but every rule is the same as on two GPUs.
#
# | context | where | what you do there |
# | --- | --- | --- |
# | cross-replica | `with strategy.scope():`, between steps | make variables, reduce, save |
# | replica | inside `strategy.run(step, args)` | what each replica does with its own samples |
#
# A value that differs between the replicas is *per-replica*: `strategy.run` returns such values, a
# distributed dataset yields them, and `strategy.experimental_local_results` lists their parts.

# %%
import contextlib

import keras
import tensorflow as tf

# Two logical devices on one CPU. TensorFlow makes its devices at its first operation: if it has run
# one already, this comes too late, and everything below works with one device.
with contextlib.suppress(RuntimeError):
    tf.config.set_logical_device_configuration(
        tf.config.list_physical_devices("CPU")[0], [tf.config.LogicalDeviceConfiguration()] * 2
    )

# %% [markdown]
# ## A strategy
#
# A strategy knows the devices, and has one replica on each. `tf.distribute.MirroredStrategy()`
# takes all GPUs, or else all logical CPU devices. `MirroredStrategy(["CPU:0", "CPU:1"])` takes
# those that you name, and does not ask whether they are there.
#
# By default the replicas add up by collective operations, which want to be the only ones in the
# program: a second strategy, with values of another shape, makes them fail until you restart. Ask
# for `cross_device_ops=tf.distribute.ReductionToOneDevice()` if you experiment in a notebook.
#
# A *physical* device is a piece of hardware, a *logical* one is what TensorFlow runs operations on.
# `tf.config` lists both.


# %%
def make_strategy(n: int) -> tf.distribute.MirroredStrategy:
    """Return a tf.distribute.MirroredStrategy with one replica on each of n logical CPU devices.

    It takes the first n of them, in the order of tf.config.list_logical_devices. If there are fewer
    than n, it takes all that there are. Raises ValueError if n is not positive.

    >>> strategy = make_strategy(1)
    >>> strategy.num_replicas_in_sync, strategy.extended.worker_devices[0][-5:]
    (1, 'CPU:0')
    """
    # TODO 1: refuse an n that is not positive.
    # TODO 2: the names of the devices, n at most.
    # TODO 3: a strategy over them.
    ### BEGIN SOLUTION
    if n < 1:
        raise ValueError(f"n must be positive: {n}")
    devices = tf.config.list_logical_devices("CPU")[:n]
    return tf.distribute.MirroredStrategy(
        [device.name for device in devices],
        cross_device_ops=tf.distribute.ReductionToOneDevice(),
    )
    ### END SOLUTION


# %% [markdown]
# ## A global batch
#
# `strategy.experimental_distribute_dataset(dataset)` takes a batch and splits it over the replicas.
# So the batch of the dataset is the *global* batch, the samples of one step on all replicas:
#
#     global batch = samples for each replica * replicas
#
# If you batch by the size that fits on one device, each replica gets a part of that, and two
# devices are slower than one. The last batch is smaller; it is split as evenly as it goes, and a
# replica may get no sample at all.


# %%
def global_batch(
    strategy: tf.distribute.Strategy, x: tf.Tensor, y: tf.Tensor, per_replica: int
) -> tf.distribute.DistributedDataset:
    """Return the pairs of x (n, ...) and y (n, ...) as a dataset distributed by the strategy.

    At each step every replica gets per_replica samples, a pair (x, y) of (per_replica, ...) each.
    They come in order, the first of a step on replica 0. Only the last step may have fewer samples.
    No sample is lost, and no sample comes twice.

    >>> strategy = make_strategy(1)
    >>> x, y = tf.constant([1.0, 2.0, 3.0]), tf.constant([0, 1, 0])
    >>> steps = [pair[0] for pair in global_batch(strategy, x, y, per_replica=2)]
    >>> [part.numpy().tolist() for x in steps for part in strategy.experimental_local_results(x)]
    [[1.0, 2.0], [3.0]]
    """
    # TODO 1: how many samples does one step take on all replicas?
    # TODO 2: a dataset of such batches.
    # TODO 3: let the strategy distribute it.
    ### BEGIN SOLUTION
    size = per_replica * strategy.num_replicas_in_sync
    dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(size)
    return strategy.experimental_distribute_dataset(dataset)
    ### END SOLUTION


# %% [markdown]
# ## Each replica's part of the loss
#
# Each replica computes a loss of its own samples, and the gradients of all replicas are *added*. So
# the losses must be parts of a sum:
#
#     replica 0 has losses 1, 3 and replica 1 has 5:     mean of all = 9 / 3 = 3
#
#     divide by your own size:    2 + 5  = 7      each replica is averaged, then added up
#     divide by the global size:  4/3 + 5/3 = 3   right
#
# The penalties of a regularizer do not depend on samples. Every replica computes the same ones, so
# each must contribute only its share. In a replica context,
# `tf.distribute.get_replica_context().num_replicas_in_sync` is the number of replicas.
#
# TensorFlow has `tf.nn.compute_average_loss` and `tf.nn.scale_regularization_loss`. A Keras loss
# object divides by the size that it sees and by the number of replicas, in `fit` too: right as long
# as all shares are equal. With `reduction="none"` it leaves the division to you.


# %%
def replica_loss(per_sample: tf.Tensor, penalties: list[tf.Tensor], global_size: int) -> tf.Tensor:
    """Return a replica's part of the loss: per_sample (size,) -> scalar of the same dtype.

    It is called in a replica context, by strategy.run. Added up over all replicas, the parts are
    the mean of the losses of all global_size samples, plus the sum of penalties, counted once.
    penalties (scalars, the same on each replica) may be empty. A replica without samples (size 0)
    has a finite part. Outside of strategy.run there is one replica.

    >>> replica_loss(tf.constant([1.0, 3.0]), [tf.constant(0.5)], global_size=4).numpy().item()
    1.5
    """
    # TODO 1: this replica's part of the mean over all samples.
    # TODO 2: this replica's share of the penalties.
    ### BEGIN SOLUTION
    loss = tf.nn.compute_average_loss(per_sample, global_batch_size=global_size)
    if not penalties:
        return loss
    return loss + tf.nn.scale_regularization_loss(tf.add_n(penalties))
    ### END SOLUTION


# %% [markdown]
# ## The metric of the whole batch
#
# `strategy.reduce("SUM", values, axis=None)` makes one value of per-replica ones; `"MEAN"` divides
# by the number of *replicas*. A loss made of parts needs the sum. An accuracy needs neither: the
# sum of two accuracies may be 1.7, and their mean counts a replica with one sample as much as one
# with ten.
#
#     replica 0: right, wrong, right     replica 1: wrong
#
#     sum of the shares     2/3 + 0 = 0.67
#     mean of the shares    (2/3 + 0) / 2 = 0.33
#     hits / samples        2 / 4 = 0.5        right


# %%
def sync_metric(strategy: tf.distribute.Strategy, values: tf.Tensor) -> tf.Tensor:
    """Return the mean over the samples of all replicas: each replica's (size,) -> scalar, float32.

    values are numbers or bools (True counts as 1), a tensor on each replica. The sizes may differ,
    and a size may be 0. If there are no samples at all, the mean is 0, not NaN. It is called in a
    cross-replica context.

    >>> strategy = make_strategy(1)
    >>> values = strategy.run(lambda: tf.constant([True, False, True, False]))
    >>> float(sync_metric(strategy, values))
    0.5
    """
    # TODO 1: the sum and the number of the values on each replica.
    # TODO 2: both over all replicas.
    # TODO 3: one division, safe if there is nothing.
    ### BEGIN SOLUTION

    def parts(own: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
        return tf.reduce_sum(tf.cast(own, tf.float32)), tf.cast(tf.size(own), tf.float32)

    total, count = (
        strategy.reduce("SUM", part, axis=None) for part in strategy.run(parts, args=(values,))
    )
    return tf.math.divide_no_nan(total, count)
    ### END SOLUTION


# %% [markdown]
# ## A metric with a state
#
# Variables made in `strategy.scope()` are *mirrored*: one copy on each replica, kept equal. If
# every replica adds its own numbers to such a variable, what should all copies become? You have to
# say:
#
# | `synchronization` | `aggregation` | what it does |
# | --- | --- | --- |
# | `AUTO` (mirrored) | `NONE` | each replica changes its own copy; you read the first one |
# | `AUTO` (mirrored) | `SUM`, `MEAN` | each assignment waits for all replicas and combines them |
# | `ON_READ` | `SUM` | each replica counts for itself; the sum is taken when you read |
#
# (`tf.VariableSynchronization` and `tf.VariableAggregation`.) The last row is right for a metric:
# it is updated at every step and read once an epoch. Keras metrics made in the scope work like
# that.


# %%
class SyncMean(tf.Module):
    """A running mean over the samples of all replicas and all updates, made in strategy.scope().

    update(values) is called in a replica context, with a tensor (size,) of float32 values of that
    replica; size may be 0. result(), in a cross-replica context, returns the mean of all values
    since the start or the last reset(), a float32 scalar; 0 if there are none, and asking does not
    change it. update works in a tf.function around strategy.run too.

    >>> mean = SyncMean()
    >>> mean.update(tf.constant([1.0, 2.0]))
    >>> mean.update(tf.constant([6.0]))
    >>> float(mean.result())
    3.0
    """

    def __init__(self) -> None:
        """Start with no values."""
        # TODO 1: two variables that every replica adds to by itself.
        ### BEGIN SOLUTION
        super().__init__()
        self.total, self.count = (
            tf.Variable(
                0.0,
                trainable=False,
                synchronization=tf.VariableSynchronization.ON_READ,
                aggregation=tf.VariableAggregation.SUM,
            )
            for _ in range(2)
        )
        ### END SOLUTION

    def update(self, values: tf.Tensor) -> None:
        """Add one replica's values."""
        # TODO 2: their sum and their number.
        ### BEGIN SOLUTION
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))
        ### END SOLUTION

    def result(self) -> tf.Tensor:
        """Return the mean of all values so far."""
        # TODO 3: one safe division of what all replicas have counted.
        ### BEGIN SOLUTION
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())
        ### END SOLUTION

    def reset(self) -> None:
        """Forget all values."""
        # TODO 4: both variables, back to nothing.
        ### BEGIN SOLUTION
        self.total.assign(0.0)
        self.count.assign(0.0)
        ### END SOLUTION


# %% [markdown]
# ## Statistics of the whole batch
#
# Replicas can talk in the middle of a step: in a replica context,
#
#     context = tf.distribute.get_replica_context()
#     everywhere = context.all_reduce("SUM", mine)     the same sum on each replica; lists work too
#
# Batch normalization needs it. By default each replica normalizes by the mean and the variance of
# its *own* samples, which with two samples each are mostly noise; and the moving statistics differ
# from replica to replica. `keras.layers.BatchNormalization(synchronized=True)` uses those of the
# whole batch. The variance is where it goes wrong: the mean of the replicas' variances misses how
# far apart their means are. And the formula "mean of the squares less the squared mean" takes the
# difference of two large numbers: in float32, at 100, four of the variance's seven digits are lost.


# %%
def global_moments(x: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Return mean and variance of the samples of all replicas: x (size, n) -> (n,), (n,) float32.

    It is called in a replica context, with the samples of that replica, and returns the same on
    every replica. The variance is the mean of the squared distances from that mean, over all
    samples; right also for samples that are close together and far from 0, as 100 and 101. The
    sizes may differ, and a replica may have no samples (not all of them). Works in a tf.function
    around strategy.run too, also if the size is unknown there.

    >>> mean, variance = global_moments(tf.constant([[1.0], [3.0]]))
    >>> mean.numpy().tolist(), variance.numpy().tolist()
    ([2.0], [1.0])
    """
    # TODO 1: what has each replica to contribute to the mean?
    # TODO 2: all of it, added up over the replicas.
    # TODO 3: the same for the variance.
    ### BEGIN SOLUTION
    context = tf.distribute.get_replica_context()
    size = tf.cast(tf.shape(x)[0], tf.float32)
    total, count = context.all_reduce("SUM", [tf.reduce_sum(x, axis=0), size])
    mean = total / count
    squares = context.all_reduce("SUM", tf.reduce_sum(tf.square(x - mean), axis=0))
    return mean, squares / count
    ### END SOLUTION


# %% [markdown]
# ## A distributed step
#
# Now the step itself. Made in the scope, the weights and the optimizer's slots are mirrored, and
# the optimizer adds up the gradients of all replicas before it applies them. So you leave the
# gradients as they are; if you reduce them too, they count twice. What you scale is the loss.
#
#     loss = strategy.run(step, args=(x, y))          per-replica parts
#     strategy.reduce("SUM", loss, axis=None)         the loss of the whole batch
#
# A model or an optimizer that was made outside of the scope is not mirrored, and the step fails
# with a message about mixing strategies, or none at all. An optimizer that clips (`clipnorm=...`)
# clips each replica's part before the sum, which is not what one device would do; none does here.


# %%
def distributed_step(
    strategy: tf.distribute.Strategy,
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    x: tf.Tensor,
    y: tf.Tensor,
    global_size: int,
) -> tf.Tensor:
    """Train on one global batch and return its loss, a scalar: what one device would do with it.

    Each replica has its own part of x (size, ...) and of y (size, m); global_size is the number of
    samples on all of them. The sizes may differ, and a size may be 0. The model, which maps x to
    (size, m), and the optimizer were made in strategy.scope().
    The loss is the mean of (model(x) - y)^2 over all samples and the m outputs, plus the sum of
    model.losses, which may be empty; the model runs once on each replica, with training=True. The
    optimizer updates the trainable variables once, by the gradient of this loss. The loss is that
    before the update. Works in tf.function too.

    >>> strategy = make_strategy(1)
    >>> with strategy.scope():
    ...     dense = keras.layers.Dense(1, kernel_initializer="ones")
    ...     model = keras.Sequential([keras.Input((1,)), dense])
    ...     optimizer = keras.optimizers.SGD(0.1)
    >>> x, y = strategy.run(lambda: (tf.constant([[1.0], [2.0]]), tf.zeros((2, 1))))
    >>> float(distributed_step(strategy, model, optimizer, x, y, global_size=2))
    2.5
    >>> round(float(dense.kernel[0, 0]), 4)
    0.5
    """
    # TODO 1: what each replica does: its part of the loss, the gradients of it, the update.
    # TODO 2: run it on every replica.
    # TODO 3: the loss of the whole batch.
    ### BEGIN SOLUTION

    def step(x: tf.Tensor, y: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.nn.compute_average_loss(errors, global_batch_size=global_size)
            if model.losses:
                loss += tf.nn.scale_regularization_loss(tf.add_n(model.losses))
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return strategy.reduce("SUM", strategy.run(step, args=(x, y)), axis=None)
    ### END SOLUTION


# %% [markdown]
# ## From one strategy to another
#
# A file knows no strategy: `model.save` writes each mirrored variable once. So a model trained on
# eight devices can be loaded on one, and the other way round. Where its variables then live is
# decided when they are *made*, and `keras.models.load_model` makes them. Load in the scope of the
# new strategy, and model, optimizer and slots are mirrored over its devices.
#
# In the scope of one strategy, the variables of another cannot be read: whatever you want to know
# of the old model, its weights or its learning rate, ask before ("Mixing different
# tf.distribute.Strategy objects" is the error).


# %%
def move(model: keras.Model, path: str, strategy: tf.distribute.Strategy) -> keras.Model:
    """Save a compiled model at path (it ends in .keras) and return it loaded under the strategy.

    The variables of the result, and those of its optimizer, are on every replica of the strategy,
    whichever strategy the model was made under. It has the values of the model's weights, is
    compiled, and its optimizer goes on where the model's optimizer was: the same learning rate,
    count of steps and slots. The model itself stays as it is.

    >>> import pathlib
    >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    >>> model.compile("sgd", "mse")
    >>> moved = move(model, "moved.keras", make_strategy(1))
    >>> pathlib.Path("moved.keras").exists(), len(moved.layers[0].kernel.value.values)
    (True, 1)
    """
    # TODO 1: the model, in a file.
    # TODO 2: the file, read where its variables shall be.
    ### BEGIN SOLUTION
    model.save(path)
    with strategy.scope():
        return keras.models.load_model(path)
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - TensorFlow's guide [Distributed training with
#   TensorFlow](https://www.tensorflow.org/guide/distributed_training): the other strategies, for
#   several machines (`tf.distribute.MultiWorkerMirroredStrategy`), TPUs and parameter servers.
# - The tutorial [Custom training with
#   tf.distribute.Strategy](https://www.tensorflow.org/tutorials/distribute/custom_training): the
#   same step inside a whole training loop.
# - The guide [Distributed input](https://www.tensorflow.org/tutorials/distribute/input): sharding
#   over files, and datasets made by a function for each worker.
# - The Keras guide [Multi-GPU distributed training with
#   TensorFlow](https://keras.io/guides/distributed_training_with_tensorflow/): `compile` and `fit`
#   in the scope, which do all of this for you.
