"""Answers to distributed_step."""

import keras
import tensorflow as tf

# unbreakable: "The model, which maps x to (size, m), and the optimizer were made in strategy.scope()" | the checks make them there


def run_on_all(strategy, step, x, y, how="SUM"):
    """Run a step on every replica and reduce its losses."""
    return strategy.reduce(how, strategy.run(step, args=(x, y)), axis=None)


# %% equivalent: swap-1dea3490 | a squared error is the same both ways


# %% equivalent: wrapper-083a22f8 | scale_regularization_loss adds up a list too


# %% equivalent: generic-gradient | nothing differentiates the loss again


# %% right: by hand
def distributed_step(strategy, model, optimizer, x, y, global_size):
    replicas = strategy.num_replicas_in_sync

    def step(own_x, own_y):
        with tf.GradientTape() as tape:
            miss = model(own_x, training=True) - own_y
            loss = tf.reduce_sum(tf.square(miss)) / (global_size * own_y.shape[-1])
            for penalty in model.losses:
                loss += penalty / replicas
        slopes = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(slopes, model.trainable_variables))
        return loss

    parts = strategy.experimental_local_results(strategy.run(step, args=(x, y)))
    return tf.add_n(list(parts))


# %% right: a Keras loss that does not reduce, reduced among the replicas
def distributed_step(strategy, model, optimizer, x, y, global_size):
    loss_fn = keras.losses.MeanSquaredError(reduction="none")

    def step(x, y):
        context = tf.distribute.get_replica_context()
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(loss_fn(y, model(x, training=True))) / global_size
            loss += sum(model.losses) / context.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return context.all_reduce("SUM", loss)

    return strategy.experimental_local_results(strategy.run(step, args=(x, y)))[0]


# %% right: the optimizer gets means, and adds them up
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        context = tf.distribute.get_replica_context()
        with tf.GradientTape() as tape:
            errors = tf.reduce_mean(tf.square(y - model(x, training=True)), axis=-1)
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / context.num_replicas_in_sync
        variables = model.trainable_variables
        slopes = context.all_reduce("MEAN", tape.gradient(loss, variables))
        optimizer.apply(slopes, variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: each replica's mean, added up | test_step | the means are added up
# breaks: "The loss is the mean of (model(x) - y)^2 over all samples and the m outputs"
# breaks: "The sizes may differ"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_mean(errors) + sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: each replica's mean, averaged | test_step | by the number of replicas
# breaks: "The sizes may differ"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = (tf.reduce_mean(errors) + sum(model.losses)) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: compute_average_loss without the size | test_step | by the number of replicas
# breaks: "The sizes may differ"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.nn.compute_average_loss(errors)
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the penalties on each replica | test_penalties | once for each replica
# breaks: "plus the sum of model.losses"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size + sum(model.losses)
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the penalties are left out | test_penalties | left out
# breaks: "plus the sum of model.losses"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: no penalties cannot be added up | test_example | it raised
# breaks: "which may be empty"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += tf.nn.scale_regularization_loss(tf.add_n(model.losses))
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the mean of the parts | test_step | divided by the number of replicas
# breaks: "return its loss, a scalar: what one device would do with it"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y, "MEAN")


# %% wrong: the part of the first replica | test_step | first replica
# breaks: "return its loss, a scalar: what one device would do with it"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return strategy.experimental_local_results(strategy.run(step, args=(x, y)))[0]


# %% wrong: training is forgotten | test_step | training=True
# breaks: "the model runs once on each replica, with training=True"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the gradients are added up twice | test_step | added up twice
# breaks: "by the gradient of this loss"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        context = tf.distribute.get_replica_context()
        optimizer.apply(context.all_reduce("SUM", tape.gradient(loss, variables)), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the loss after the update | test_example | after the update
# breaks: "The loss is that before the update"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        errors = keras.losses.mean_squared_error(y, model(x, training=True))
        return tf.reduce_sum(errors) / global_size + sum(model.losses) / strategy.num_replicas_in_sync

    return run_on_all(strategy, step, x, y)


# %% wrong: a second forward pass | test_step | number of calls
# breaks: "the model runs once on each replica"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        again = keras.losses.mean_squared_error(y, model(x, training=True))
        return loss + 0.0 * tf.reduce_sum(again)

    return run_on_all(strategy, step, x, y)


# %% wrong: the optimizer is applied twice | test_example | applied twice
# breaks: "The optimizer updates the trainable variables once"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        slopes = tape.gradient(loss, variables)
        optimizer.apply(slopes, variables)
        optimizer.apply(slopes, variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: plain descent, without the optimizer | test_graph | momentum is left out
# breaks: "The optimizer updates the trainable variables once"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        context = tf.distribute.get_replica_context()
        slopes = context.all_reduce("SUM", tape.gradient(loss, variables))
        for variable, slope in zip(variables, slopes):
            variable.assign_sub(0.1 * slope)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the mean of no samples | test_no_samples | no samples is NaN
# breaks: "a size may be 0"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            share = tf.cast(tf.size(errors), tf.float32) / global_size
            loss = share * tf.reduce_mean(errors)
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the loss leaves TensorFlow | test_example | leaves TensorFlow
# breaks: "return its loss, a scalar"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return float(run_on_all(strategy, step, x, y))


# %% wrong: numbers in between | test_graph | it raised
# breaks: "Works in tf.function too"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return tf.constant(loss.numpy())

    return run_on_all(strategy, step, x, y)


# %% wrong: not divided | test_example | not divided
# breaks: "The loss is the mean of (model(x) - y)^2 over all samples and the m outputs"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) + sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the weights stay | test_example | not updated
# breaks: "The optimizer updates the trainable variables once"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        tape.gradient(loss, variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Train on one global batch and return its loss"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    run_on_all(strategy, step, x, y)


# %% wrong: only the first replica's samples | test_step | first replica
# breaks: "Each replica has its own part of x (size, ...) and of y (size, m)"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    own_x, own_y = (strategy.experimental_local_results(value)[0] for value in (x, y))

    def step():
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(own_y, model(own_x, training=True))
            loss = tf.reduce_mean(errors) + sum(model.losses)
            loss /= strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return strategy.reduce("SUM", strategy.run(step), axis=None)


# %% wrong: a step as on one device | test_example | it raised
# breaks: "Each replica has its own part of x (size, ...) and of y (size, m)"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    with strategy.scope(), tf.GradientTape() as tape:
        errors = keras.losses.mean_squared_error(y, model(x, training=True))
        loss = tf.reduce_sum(errors) / global_size + sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    return loss


# %% wrong: global_size is taken for the size on one replica | test_step | number of replicas
# breaks: "global_size is the number of samples on all of them"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    def step(x, y):
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(y, model(x, training=True))
            loss = tf.reduce_sum(errors) / global_size / strategy.num_replicas_in_sync
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)


# %% wrong: a Keras loss divides by itself | test_step | by the number of replicas
# breaks: "The sizes may differ"
def distributed_step(strategy, model, optimizer, x, y, global_size):
    loss_fn = keras.losses.MeanSquaredError()

    def step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_fn(y, model(x, training=True))
            loss += sum(model.losses) / strategy.num_replicas_in_sync
        variables = model.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
        return loss

    return run_on_all(strategy, step, x, y)
