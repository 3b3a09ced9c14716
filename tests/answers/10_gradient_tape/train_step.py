"""Answers to train_step."""

import keras
import tensorflow as tf


# %% right: apply_gradients, and the accuracy by argmax
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + sum(model.losses)
    weights = model.trainable_weights
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    hits = tf.equal(tf.argmax(logits, axis=-1, output_type=tf.int32), tf.cast(y, tf.int32))
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(hits, tf.float32))}


# %% right: top-1 of tf.math, keras.ops for the rest
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits)
        for extra in model.losses:
            loss += extra
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    hits = tf.math.in_top_k(tf.cast(y, tf.int32), logits, k=1)
    accuracy = keras.ops.mean(keras.ops.cast(hits, "float32"))
    return {"accuracy": accuracy, "loss": loss}


# %% right: decorated with tf.function
@tf.function
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: returns the loss alone | test_logs | is not {
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss


# %% wrong: the accuracy of every sample | test_logs | shape
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return {"loss": loss, "accuracy": keras.metrics.sparse_categorical_accuracy(y, logits)}


# %% wrong: the regularization is left out | test_loss_and_accuracy | left out
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits)
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: training is forgotten | test_loss_and_accuracy | training=True
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: loss and accuracy are of the updated model | test_loss_and_accuracy | after the update
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    logits = model(x, training=True)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    loss = tf.add_n([loss_fn(y, logits), *model.losses])
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the accuracy alone is of the updated model | test_loss_and_accuracy | after the update
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, model(x, training=True))
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: one minus the accuracy | test_loss_and_accuracy | accuracy
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    misses = tf.not_equal(tf.argmax(logits, axis=-1, output_type=tf.int32), y)
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(misses, tf.float32))}


# %% wrong: the regularization is added outside the tape | test_update | under the tape
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits)
    gradients = tape.gradient(loss, model.trainable_variables)
    total = tf.add_n([loss, *model.losses])
    optimizer.apply(gradients, model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": total, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the update is forgotten | test_update | not updated
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    tape.gradient(loss, model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the bias is not trained | test_update | bias
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    kernels = [v for v in model.trainable_variables if len(v.shape) > 1]
    optimizer.apply(tape.gradient(loss, kernels), kernels)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: two updates | test_update | kernel
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    optimizer.apply(gradients, variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the optimizer's rule is replaced by plain descent | test_in_graph | loss of a step
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    for variable, slope in zip(
        model.trainable_variables, tape.gradient(loss, model.trainable_variables)
    ):
        variable.assign(variable - optimizer.learning_rate * slope)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the loss is made a Python number | test_in_graph | it raised
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": tf.constant(loss.numpy()), "accuracy": tf.reduce_mean(hits)}


# %% wrong: a second forward pass for the accuracy | test_in_graph | second forward pass
def train_step(model, optimizer, loss_fn, x, y):
    hits = keras.metrics.sparse_categorical_accuracy(y, model(x, training=True))
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: a running accuracy that is never reset | test_in_graph | accuracy of a step
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    if not hasattr(model, "running"):
        with tf.init_scope():
            model.running = keras.metrics.SparseCategoricalAccuracy()
    model.running.update_state(y, logits)
    return {"loss": loss, "accuracy": model.running.result()}


# %% wrong: only kernels and biases are trained | test_batch_normalization | gamma
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    variables = [v for v in model.trainable_variables if v.name in {"kernel", "bias"}]
    if variables:
        optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: every weight is updated, frozen or not | test_batch_normalization | frozen kernel
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        values = [w.value for w in model.weights]
        tape.watch(values)
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    trained = model.trainable_variables
    slopes = tape.gradient(loss, values)
    chosen = [(s, w) for s, w in zip(slopes, model.weights) if any(w is v for v in trained)]
    optimizer.apply([s for s, _ in chosen], [w for _, w in chosen])
    for slope, weight in zip(slopes, model.weights):
        if slope is not None and not any(weight is v for v in trained):
            weight.assign_sub(optimizer.learning_rate * slope)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}
