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


# %% wrong: returns the loss alone | test_example | is not {
# breaks: "return {"loss": scalar"
# breaks: ""accuracy": scalar}"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss


# %% wrong: the accuracy of every sample | test_example | shape
# breaks: ""accuracy": scalar}"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return {"loss": loss, "accuracy": keras.metrics.sparse_categorical_accuracy(y, logits)}


# %% wrong: the regularization is left out | test_loss_and_accuracy | left out
# breaks: "plus the sum of model.losses"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits)
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: training is forgotten | test_loss_and_accuracy | training=True
# breaks: "with training=True"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: loss and accuracy are of the updated model | test_example | value differs
# breaks: "made before the update"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    logits = model(x, training=True)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    loss = tf.add_n([loss_fn(y, logits), *model.losses])
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the accuracy alone is of the updated model | test_loss_and_accuracy | after the update
# breaks: "made before the update"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, model(x, training=True))
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: one minus the accuracy | test_example | accuracy
# breaks: "the share of samples whose largest logit is at their label"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    misses = tf.not_equal(tf.argmax(logits, axis=-1, output_type=tf.int32), y)
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(misses, tf.float32))}


# %% wrong: the regularization is added outside the tape | test_update | under the tape
# breaks: "this sum is differentiated"
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
# breaks: "The optimizer updates the model's trainable variables once"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    tape.gradient(loss, model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the bias is not trained | test_update | bias
# breaks: "The optimizer updates the model's trainable variables once"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    kernels = [v for v in model.trainable_variables if len(v.shape) > 1]
    optimizer.apply(tape.gradient(loss, kernels), kernels)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: two updates | test_update | kernel
# breaks: "The optimizer updates the model's trainable variables once"
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
# breaks: "nothing else changes them"
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
# breaks: "Works in tf.function too"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": tf.constant(loss.numpy()), "accuracy": tf.reduce_mean(hits)}


# %% wrong: a second forward pass for the accuracy | test_in_graph | second forward pass
# breaks: "Works in tf.function too, and calls the model once while it is traced"
def train_step(model, optimizer, loss_fn, x, y):
    hits = keras.metrics.sparse_categorical_accuracy(y, model(x, training=True))
    with tf.GradientTape() as tape:
        loss = tf.add_n([loss_fn(y, model(x, training=True)), *model.losses])
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: a running accuracy that is never reset | test_in_graph | value differs
# breaks: "the share of samples whose largest logit is at their label"
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


# %% wrong: only kernels and biases are trained | test_trained_and_frozen | gamma
# breaks: "The optimizer updates the model's trainable variables once"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    variables = [v for v in model.trainable_variables if v.name in {"kernel", "bias"}]
    if variables:
        optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: every weight is updated, frozen or not | test_trained_and_frozen | a frozen weight is updated
# breaks: "The optimizer updates the model's trainable variables"
# breaks: "nothing else changes them"
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


# %% right: stateless_call, which hands the updates back
def train_step(model, optimizer, loss_fn, x, y):
    variables = model.trainable_variables
    values = [variable.value for variable in variables]
    others = [variable.value for variable in model.non_trainable_variables]
    with tf.GradientTape() as tape:
        tape.watch(values)
        logits, updates, losses = model.stateless_call(
            values, others, x, training=True, return_losses=True
        )
        loss = loss_fn(y, logits) + sum(losses)
    for variable, value in zip(model.non_trainable_variables, updates):
        variable.assign(value)
    optimizer.apply(tape.gradient(loss, values), variables)
    return {
        "loss": loss,
        "accuracy": tf.reduce_mean(keras.metrics.sparse_categorical_accuracy(y, logits)),
    }


# %% right: a metric for one batch only, by hand
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        total = loss_fn(y, logits)
        total = total + sum(model.losses) if model.losses else total
    gradients = tape.gradient(total, [v.value for v in model.trainable_variables])
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    best = tf.argmax(logits, axis=1)
    hits = tf.math.count_nonzero(best == tf.cast(y, best.dtype), dtype=tf.float32)
    return {"loss": total, "accuracy": hits / tf.cast(tf.size(y), tf.float32)}


# %% wrong: the return is forgotten | test_example | return
# breaks: "Train on one batch and return"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)


# %% wrong: the mean of model.losses | test_loss_and_accuracy | mean of model.losses
# breaks: "plus the sum of model.losses"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + (tf.reduce_mean(model.losses) if model.losses else 0.0)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the first of model.losses | test_loss_and_accuracy | only the first
# breaks: "plus the sum of model.losses"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + (model.losses[0] if model.losses else 0.0)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: a model without losses has nothing to add up | test_example | it raised
# breaks: "(which may be empty)"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.add_n(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: labels must be int32 | test_labels | it raised
# breaks: "y (batch,) holds integer labels of any dtype"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = tf.cast(tf.argmax(logits, axis=1, output_type=tf.int32) == y, tf.float32)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the loss without its penalties is differentiated | test_update | under the tape
# breaks: "this sum is differentiated"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        plain = loss_fn(y, logits)
    loss = plain + sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(plain, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: the number of hits | test_example | not their share
# breaks: "is the share of samples whose largest logit is at their label"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_sum(hits)}


# %% wrong: the loss of each sample's share is added up | test_example | differs
# breaks: "is the scalar loss_fn(y, logits) plus the sum"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.cast(len(x), tf.float32) * (loss_fn(y, logits) + tf.reduce_sum(model.losses))
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: Python numbers | test_example | the loss: a Python number instead of a
# breaks: "both float32 tensors"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": float(loss), "accuracy": float(tf.reduce_mean(hits))}


# %% wrong: the accuracy is float64 | test_example | dtype
# breaks: "both float32 tensors"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = tf.argmax(logits, axis=1) == tf.cast(y, tf.int64)
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(hits, tf.float64))}


# %% wrong: uphill | test_update | uphill
# breaks: "The optimizer updates the model's trainable variables"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply([-slope for slope in tape.gradient(loss, variables)], variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% wrong: training=True for the gradient only | test_loss_and_accuracy | training=True
# breaks: "Both come from a single forward pass, with training=True"
def train_step(model, optimizer, loss_fn, x, y):
    logits = model(x)
    shown = loss_fn(y, logits) + tf.reduce_sum(model.losses)
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True)) + tf.reduce_sum(model.losses)
    variables = model.trainable_variables
    optimizer.apply(tape.gradient(loss, variables), variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": shown, "accuracy": tf.reduce_mean(hits)}


# %% wrong: model.losses is read before the forward pass, so this batch's add_loss is missing or stale | test_losses_of_the_batch
# breaks: "is the scalar loss_fn(y, logits) plus the sum of model.losses"
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    with tf.GradientTape() as tape:
        penalty = sum(model.losses)
        logits = model(x, training=True)
        loss = tf.cast(loss_fn(y, logits) + penalty, tf.float32)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    hits = tf.argmax(logits, axis=1) == tf.cast(y, tf.int64)
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(hits, tf.float32))}


# %% right: a list of float32 losses and add_n; argmax compared as int64; optimizer.apply
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        parts = [loss_fn(y, logits), *model.losses]
        loss = tf.add_n([tf.cast(part, tf.float32) for part in parts])
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    guesses = tf.cast(tf.argmax(logits, axis=1), tf.int64)
    hits = tf.cast(tf.equal(guesses, tf.cast(y, tf.int64)), tf.float32)
    optimizer.apply(gradients, variables)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}


# %% right: a running sum; the label's place from top_k; counted hits; apply_gradients
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    tape = tf.GradientTape()
    with tape:
        logits = model(x, training=True)
        loss = tf.cast(loss_fn(y, logits), tf.float32)
        for extra in model.losses:
            loss = loss + tf.cast(extra, tf.float32)
    gradients = tape.gradient(loss, model.trainable_variables)
    best = tf.math.top_k(logits, k=1).indices[:, 0]
    hits = tf.math.count_nonzero(tf.cast(best, tf.int64) == tf.cast(y, tf.int64))
    accuracy = tf.cast(hits, tf.float32) / tf.cast(tf.shape(logits)[0], tf.float32)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return {"loss": loss, "accuracy": accuracy}


# %% wrong: argmax in the labels' own dtype, which it does not offer for int8 and uint8 | test_labels
# breaks: "y (batch,) holds integer labels of any dtype"
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.cast(loss_fn(y, logits) + sum(model.losses), tf.float32)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    hits = tf.argmax(logits, axis=1, output_type=y.dtype) == y
    return {"loss": loss, "accuracy": tf.reduce_mean(tf.cast(hits, tf.float32))}


# %% wrong: a metric object, made once while tracing, whose state lives on from call to call | test_in_graph
# breaks: "Works in tf.function too"
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.cast(loss_fn(y, logits) + sum(model.losses), tf.float32)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply(gradients, model.trainable_variables)
    metric = keras.metrics.SparseCategoricalAccuracy()
    metric.update_state(y, logits)
    return {"loss": loss, "accuracy": tf.convert_to_tensor(metric.result())}


# %% wrong: predictions are cast to the labels' small dtype | test_labels | accuracy
# breaks: "y (batch,) holds integer labels of any dtype"
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = loss_fn(y, logits) + sum(model.losses)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    predicted = tf.cast(tf.argmax(logits, axis=-1), y.dtype)
    return {
        "loss": tf.cast(loss, tf.float32),
        "accuracy": tf.reduce_mean(tf.cast(predicted == y, tf.float32)),
    }
