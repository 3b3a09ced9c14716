"""Answers to port_training_loop."""

import keras
import tensorflow as tf


def parts(data):
    return keras.utils.unpack_x_y_sample_weight(data)


def recorded(model, data, **settings):
    """Return y_pred, the loss and the gradients."""
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred, weight)
    return y_pred, loss, tape.gradient(loss, model.trainable_variables)


def clip(gradients):
    return tf.clip_by_global_norm(gradients, 1.0)[0]


def apply(model, gradients):
    model.optimizer.apply(gradients, model.trainable_variables)


def told(model, data, y_pred, loss):
    for metric in model.metrics:
        if metric.name == "loss":
            metric.update_state(loss)
        else:
            metric.update_state(parts(data)[1], y_pred)
    return model.get_metrics_result()


# %% right: as the guide of Keras has it
def port_training_loop(model, data):
    x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(y=y, y_pred=y_pred, sample_weight=sample_weight)
    trainable = model.trainable_variables
    gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, trainable), 1.0)
    model.optimizer.apply_gradients(zip(gradients, trainable))
    for metric in model.metrics:
        if metric.name == "loss":
            metric.update_state(loss)
        else:
            metric.update_state(y, y_pred)
    return {m.name: m.result() for m in model.metrics}


# %% right: unpacked by hand, clipped by hand, compute_metrics
def port_training_loop(model, data):
    x, y = data[0], data[1]
    weight = data[2] if len(data) > 2 else None
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred, weight, training=True)
    gradients = tape.gradient(loss, model.trainable_variables)
    total = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(g)) for g in gradients]))
    gradients = [g / tf.maximum(total, 1.0) for g in gradients]
    model.optimizer.apply(gradients, model.trainable_variables)
    model.metrics[0].update_state(loss)
    return model.compute_metrics(x, y, y_pred, sample_weight=weight)


# %% wrong: the loss is weighed by the samples of the batch | test_logs | by their sizes
# breaks: "the plain mean over the epoch's batches (a smaller batch counts as much as the others)"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    first, *others = model.metrics
    first.update_state(loss, sample_weight=tf.shape(y_pred)[0])
    for metric in others:
        metric.update_state(parts(data)[1], y_pred)
    return model.get_metrics_result()


# %% right: two halves of the model's metrics
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    first, *others = model.metrics
    first.update_state(loss)
    for metric in others:
        metric.update_state(parts(data)[1], y_pred)
    return model.get_metrics_result()


# %% wrong: the old step as it was | test_example | does not get the loss
# breaks: "fit reports "loss", the plain mean over the epoch's batches"
def port_training_loop(model, data):
    x, y, _ = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compiled_loss(y, y_pred, regularization_losses=model.losses)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    model.compiled_metrics.update_state(y, y_pred)
    return {m.name: m.result() for m in model.metrics}


# %% wrong: compiled_loss stays | test_warnings | compiled_loss
# breaks: "No warning is given"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compiled_loss(y, y_pred, weight)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: two parts of data, always | test_sample_weight
# breaks: "`data` is (x, y) or (x, y, sample_weight)"
def port_training_loop(model, data):
    x, y = data
    y_pred, loss, gradients = recorded(model, (x, y))
    apply(model, clip(gradients))
    return told(model, data, y_pred, loss)


# %% wrong: three parts of data, always | test_example | unpack
# breaks: "`data` is (x, y) or (x, y, sample_weight)"
def port_training_loop(model, data):
    x, y, weight = data
    y_pred, loss, gradients = recorded(model, (x, y, weight))
    apply(model, clip(gradients))
    return told(model, data, y_pred, loss)


# %% wrong: sample_weight is thrown away | test_sample_weight | not used
# breaks: "weighed by sample_weight"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data[:2])
    apply(model, clip(gradients))
    return told(model, data, y_pred, loss)


# %% wrong: without training=True | test_update | training=True
# breaks: "outputs in training=True"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=False)
        loss = model.compute_loss(x, y, y_pred, weight)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: the regularization losses once more | test_update
# breaks: "plus the model's regularization losses"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred, weight) + sum(model.losses)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: the mean squared error by hand | test_update
# breaks: "The loss is the compiled loss"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        losses = tf.reduce_mean(tf.square(y_pred - y), axis=-1)
        loss = tf.reduce_mean(losses if weight is None else losses * weight)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: the regularization is not in the gradient | test_update
# breaks: "plus the model's regularization losses"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred, weight)
        plain = loss - sum(model.losses)
    apply(model, clip(tape.gradient(plain, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: not clipped | test_example | not clipped
# breaks: "clipped to a global norm of 1"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, gradients)
    return told(model, data, y_pred, loss)


# %% wrong: each gradient clipped by its norm | test_update | clipped alone
# breaks: "All gradients together are clipped"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, [tf.clip_by_norm(g, 1.0) for g in gradients])
    return told(model, data, y_pred, loss)


# %% wrong: each value clipped | test_update | each value
# breaks: "All gradients together are clipped"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, [tf.clip_by_value(g, -1.0, 1.0) for g in gradients])
    return told(model, data, y_pred, loss)


# %% wrong: short gradients become longer | test_update | stretched
# breaks: "shorter ones stay"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    total = tf.linalg.global_norm(gradients)
    apply(model, [g / total for g in gradients])
    return told(model, data, y_pred, loss)


# %% wrong: clipped, but the old list is applied | test_example | not clipped
# breaks: "clipped to a global norm of 1"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    clip(gradients)
    model.optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return told(model, data, y_pred, loss)


# %% wrong: updated by hand | test_logs
# breaks: "The model's optimizer applies them once"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    for variable, gradient in zip(model.trainable_variables, clip(gradients)):
        variable.assign_sub(model.optimizer.learning_rate * gradient)
    return told(model, data, y_pred, loss)


# %% wrong: applied twice | test_example | twice
# breaks: "The model's optimizer applies them once"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    for _ in range(2):
        apply(model, clip(gradients))
    return told(model, data, y_pred, loss)


# %% wrong: never applied | test_example | not updated
# breaks: "The model's optimizer applies them once"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    clip(gradients)
    return told(model, data, y_pred, loss)


# %% wrong: the metric starts anew in each step | test_logs | last batch
# breaks: "the plain mean over the epoch's batches"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    model.metrics[0].reset_state()
    return told(model, data, y_pred, loss)


# %% wrong: the loss is returned, and no metric updated | test_example | Cannot get result
# breaks: "fit reports "loss", the plain mean over the epoch's batches"
def port_training_loop(model, data):
    _, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    return {"loss": loss}


# %% right: the loss of the batch is returned, which fit replaces by the mean
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    return told(model, data, y_pred, loss) | {"loss": loss}


# %% wrong: y and y_pred are exchanged | test_update
# breaks: "The loss is the compiled loss of y and the model's outputs in training=True"
def port_training_loop(model, data):
    x, y, weight = parts(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y_pred, y, weight)
    apply(model, clip(tape.gradient(loss, model.trainable_variables)))
    return told(model, data, y_pred, loss)


# %% wrong: the metrics see another prediction | test_logs | the metric mape
# breaks: "each compiled metric by its name"
def port_training_loop(model, data):
    x, y, _ = parts(data)
    _, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    return told(model, data, model(x), loss)


# %% wrong: the loss's metric gets nothing | test_example | does not get the loss
# breaks: "fit reports "loss", the plain mean over the epoch's batches"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    return model.compute_metrics(*parts(data)[:2], y_pred)


# %% wrong: the metrics are left out | test_example
# breaks: "each compiled metric by its name"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    model.metrics[0].update_state(loss)
    return {"loss": model.metrics[0].result()}


# %% wrong: every metric gets y and y_pred | test_example
# breaks: "fit reports "loss", the plain mean over the epoch's batches"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    for metric in model.metrics:
        metric.update_state(parts(data)[1], y_pred)
    return model.get_metrics_result()


# %% wrong: every metric gets the loss | test_logs
# breaks: "each compiled metric by its name"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    model.metrics[0].update_state(loss)
    for metric in model.metrics[1:]:
        metric.update_state(loss, loss)
    return model.get_metrics_result()


# %% wrong: nothing is returned | test_example
# breaks: "return the logs for fit"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, clip(gradients))
    told(model, data, y_pred, loss)


# %% wrong: the losses are compared in Python | test_in_graph
# breaks: "Works in a graph too"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    total = float(tf.linalg.global_norm(gradients))
    apply(model, [g / max(total, 1.0) for g in gradients])
    return told(model, data, y_pred, loss)


# %% wrong: the gradients become arrays | test_in_graph | numpy
# breaks: "Works in a graph too"
def port_training_loop(model, data):
    y_pred, loss, gradients = recorded(model, data)
    apply(model, [tf.constant(g.numpy()) for g in clip(gradients)])
    return told(model, data, y_pred, loss)


# %% equivalent: generic-gradient | nothing differentiates the logs
