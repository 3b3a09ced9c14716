"""Probes of 15_distribution: strategies over two devices, or over one where there is no second.

What a probe is given for two replicas is joined on the last one if there are fewer, so that totals
and means stay the same.
"""

import pathlib
import tempfile
from functools import partial

import keras
import tensorflow as tf

from tensorkata.student.probes import spared, tensors


def mirrored(replicas=2):
    """Return a strategy with this number of replicas, or as many as there are devices.

    It reduces on one device: after one error, collective operations fail to the end of the process.
    """
    devices = [device.name for device in tf.config.list_logical_devices("CPU")[:replicas]]
    across = tf.distribute.ReductionToOneDevice()
    return tf.distribute.MirroredStrategy(devices, cross_device_ops=across)


def spread(strategy, parts):
    """Return a per-replica value of these parts, one for each replica."""
    last = strategy.num_replicas_in_sync - 1
    parts = tensors(parts)
    own = [*parts[:last], tf.concat(parts[last:], axis=0) if last + 1 < len(parts) else parts[last]]
    return strategy.experimental_distribute_values_from_function(
        lambda context: own[context.replica_id_in_sync_group]
    )


def on_each(strategy, value, count):
    """Return the value on each replica; the last one again where a replica is missing."""
    found = list(strategy.experimental_local_results(value))
    return [*found, *[found[-1]] * (count - len(found))]


def copies(strategy, variable):
    """Return what a Keras variable holds on the first and on the last replica of a strategy.

    If its values are not on the devices of the strategy, return nothing.
    """
    values = getattr(variable.value, "values", ())
    devices = [value.device for value in values]
    if devices != list(strategy.extended.worker_devices):
        return []
    return [tf.identity(values[0]), tf.identity(values[-1])]


def make_strategy(student, n, x):
    """Return the devices of the strategy, and x times 1, 2, ... as its replicas compute it."""
    strategy, x = student.make_strategy(n), tensors(x)
    if not isinstance(strategy, tf.distribute.Strategy):
        return strategy

    def scaled():
        number = tf.distribute.get_replica_context().replica_id_in_sync_group
        return x * (1.0 + tf.cast(number, x.dtype))

    return {
        "mirrored": isinstance(strategy, tf.distribute.MirroredStrategy),
        "devices": [name[name.index("CPU") :] for name in strategy.extended.worker_devices],
        "values": list(strategy.experimental_local_results(strategy.run(scaled))),
        "there are": len(tf.config.list_logical_devices("CPU")),
    }


def global_batch(student, x, y, per_replica, replicas=2):
    """Return each step's x and y of all replicas, and how many samples each of them gets."""
    strategy = mirrored(replicas)
    data = student.global_batch(strategy, tensors(x), tensors(y), per_replica)
    if data is None:
        return None
    steps = []
    for step in data:
        if not isinstance(step, (tuple, list)) or len(step) != 2:
            return step
        parts = [strategy.experimental_local_results(part) for part in step]
        shares = [part.shape[0] for part in parts[0]]
        whole = [tf.concat(replicas, axis=0) for replicas in parts]
        steps.append({"x": whole[0], "y": whole[1], "shares": shares})
    return {"steps": steps, "replicas": strategy.num_replicas_in_sync}


def replica_loss(student, parts, penalties, global_size, replicas=2):
    """Return the sum of all replicas' parts; with replicas=0 that of a call without a strategy."""
    penalties = tensors(penalties)
    if not replicas:
        return student.replica_loss(tensors(parts)[0], penalties, global_size)
    strategy = mirrored(replicas)

    def part(own):
        return student.replica_loss(own, penalties, global_size)

    loss = strategy.run(part, args=(spread(strategy, parts),))
    return None if loss is None else strategy.reduce("SUM", loss, axis=None)


def sync_metric(student, parts):
    """Return the metric of values that lie on replicas."""
    strategy = mirrored(len(parts))
    found = student.sync_metric(strategy, spread(strategy, parts))
    if isinstance(found, tf.distribute.DistributedValues):
        return list(strategy.experimental_local_results(found))
    return found


def sync_mean(student, updates, mode="eager"):
    """Return the mean after each update, and after a reset; an update has each replica's values.

    In the mode "graph" the updates are made in a tf.function, in the mode "plain" without a
    strategy, by the first replica's values.
    """
    if mode == "plain":
        mean = student.SyncMean()
        for update in updates:
            mean.update(tensors(update[0]))
        return [mean.result()]
    strategy = mirrored()
    if mode == "eager":
        return means_of(strategy, student.SyncMean, updates, lambda add: add)

    def trace(*, autograph):
        graph = partial(tf.function, autograph=autograph)
        return means_of(strategy, student.SyncMean, updates, graph)

    return spared(trace)


def means_of(strategy, make, updates, wrap):
    """Return the means of a new metric, asked twice after each update and around a reset."""
    with strategy.scope():
        mean = make()
    run = wrap(lambda values: strategy.run(mean.update, args=(values,)))
    means = [mean.result()]
    for update in updates:
        run(spread(strategy, update))
        means += [mean.result(), mean.result()]
    mean.reset()
    means.append(mean.result())
    run(spread(strategy, updates[-1]))
    return [*means, mean.result()]


def in_graph(run, values):
    """Trace and run a function of per-replica values."""
    return spared(lambda *, autograph: tf.function(run, autograph=autograph)(values))


def global_moments(student, parts, mode="eager"):
    """Return mean and variance as each replica has them.

    In the mode "graph" the sizes are unknown; in the mode "plain" there is no strategy.
    """
    if mode == "plain":
        found = student.global_moments(tensors(parts)[0])
        return found if found is None else [[part] for part in found]
    strategy = mirrored()
    shape = [None, parts[0].shape[1]]

    def moments(x):
        if mode == "graph":
            x = tf.compat.v1.placeholder_with_default(x, shape)
        return student.global_moments(x)

    def run(x):
        return strategy.run(moments, args=(x,))

    values = spread(strategy, parts)
    found = in_graph(run, values) if mode == "graph" else run(values)
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        return found
    return [on_each(strategy, part, 2) for part in found]


class Boost(keras.layers.Layer):
    """Multiply by a factor in training only, and count the calls in Python."""

    def __init__(self, factor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor
        self.calls = 0

    def call(self, inputs, training=None):
        self.calls += 1
        return inputs * self.factor if training else inputs


def regression(strategy, kernel, bias, strength=0.0, factor=1.0):
    """Return a linear model with an L2 penalty on both weights, and an optimizer, of a strategy."""
    more = {}
    if strength:
        more["kernel_regularizer"] = keras.regularizers.L2(strength)
        more["bias_regularizer"] = keras.regularizers.L2(strength / 2)
    with strategy.scope():
        dense, boost = keras.layers.Dense(bias.size, **more), Boost(factor)
        model = keras.Sequential([keras.Input((kernel.shape[0],)), boost, dense])
        optimizer = keras.optimizers.SGD(0.1, momentum=0.9)
        optimizer.build(model.trainable_variables)
        dense.set_weights([kernel, bias])
    boost.calls = 0
    return model, optimizer


def distributed_step(student, kernel, bias, steps, strength=0.0, factor=2.0, mode="eager"):
    """Return the loss of each step, and kernel and bias on each replica afterwards.

    A step has the x and the y of each replica; the modes are eager, graph, and counted: then return
    also how often each replica has called the model.
    """
    strategy = mirrored(len(steps[0][0]))
    model, optimizer = regression(strategy, kernel, bias, strength, factor)

    def step(x, y, size):
        return student.distributed_step(strategy, model, optimizer, x, y, size)

    def all_steps(run):
        return [
            run(spread(strategy, xs), spread(strategy, ys), sum(len(x) for x in xs))
            for xs, ys in steps
        ]

    def trace(*, autograph):
        return all_steps(tf.function(step, autograph=autograph))

    losses = spared(trace) if mode == "graph" else all_steps(step)
    boost, dense = model.layers
    if losses[0] is None:
        return None
    counted = {"calls": boost.calls / strategy.num_replicas_in_sync} if mode == "counted" else {}
    weights = {"kernel": copies(strategy, dense.kernel), "bias": copies(strategy, dense.bias)}
    return {"losses": losses, **weights, **counted}


def move(student, kernel, bias, x, y, mode="spread", seen="weights"):
    """Train a model for a step, move it, and return what is there then.

    In the mode "spread" it moves from one replica to two, in the mode "joined" from two to one, and
    in the mode "plain" it was made without a strategy. Its weights are seen, or its optimizer, or
    both, or the weights after one more step. If a variable was read in the scope of the other
    strategy, the text "mixed" comes back.
    """
    here, there = mirrored(1), mirrored()
    if mode != "spread":
        here, there = tf.distribute.get_strategy() if mode == "plain" else there, here
    with here.scope():
        model = keras.Sequential([keras.Input((kernel.shape[0],)), keras.layers.Dense(bias.size)])
        model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
        model.optimizer.build(model.trainable_variables)
        model.set_weights([kernel, bias])
    x, y = tensors(x), tensors(y)
    one_step(here, model, x, y)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "model.keras")
        try:
            moved = student.move(model, str(path), there)
        except RuntimeError as error:
            if "Mixing different tf.distribute.Strategy objects" not in str(error):
                raise
            return "mixed"
        written = path.is_file()
    if not isinstance(moved, keras.Model):
        return moved
    weights = {"written": written, "weights": [copies(there, w) for w in moved.layers[-1].weights]}
    weights = weights if seen in {"weights", "both"} else {}
    if seen == "weights":
        return weights
    if getattr(moved, "optimizer", None) is None:
        return "not compiled"
    optimizer = optimizer_of(there, moved)
    if all(copies(there, variable) for variable in moved.optimizer.variables):
        one_step(there, moved, x, y)
    later = {"after": list(moved.get_weights())}
    if seen == "after":
        return later
    return {**weights, **optimizer, **later, "original": list(model.get_weights())}


def optimizer_of(strategy, moved):
    """Return the facts about the optimizer of a moved model."""
    optimizer = moved.optimizer
    slots = [variable for variable in optimizer.variables if "momentum" in variable.path]
    return {
        "rate": float(optimizer.learning_rate.numpy()),
        "steps": int(optimizer.iterations.numpy()),
        "slots": [copies(strategy, variable) for variable in slots],
    }


def one_step(strategy, model, x, y):
    """Take one step of least squares, the same samples on every replica."""

    def step():
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_mean(errors) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        model.optimizer.apply(tape.gradient(loss, variables), variables)

    strategy.run(step)
