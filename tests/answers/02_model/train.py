"""Answers to train."""

import fractions
import math

import keras
import numpy as np
import tensorflow as tf


# unnoticed: test_losses | train .losses[*] nudged | fit adds up the losses in float32
# unnoticed: test_batches | train_losses [*] nudged | fit adds up the losses in float32


# %% right: cut by hand, losses noted by a callback
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    losses = []
    note = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: losses.append(float(logs["loss"]))
    )
    held_out = (x[kept:], y[kept:]) if kept < len(x) else None
    model.fit(
        x[:kept], y[:kept], epochs=epochs, validation_data=held_out, callbacks=[note], verbose=0
    )
    return losses


# %% right: an epoch at a time
def train(model, x, y, epochs, validation_split):
    losses = []
    for _ in range(epochs):
        history = model.fit(x, y, batch_size=32, validation_split=validation_split, verbose=0)
        losses += history.history["loss"]
    return losses


# %% right: a loop with a tape
def train(model, x, y, epochs, validation_split):
    kept = int(np.floor(len(x) * (1.0 - validation_split)))
    losses = []
    for _ in range(epochs):
        total = 0.0
        for rows in np.split(np.random.permutation(kept), range(32, kept, 32)):
            with tf.GradientTape() as tape:
                loss = model.compute_loss(
                    x[rows], tf.constant(y[rows]), model(x[rows], training=True)
                )
            weights = [weight.value for weight in model.trainable_weights]
            model.optimizer.apply(tape.gradient(loss, weights), model.trainable_weights)
            total += float(loss) * len(rows)
        losses.append(total / kept)
    return losses


# %% right: no shuffling, the split counted from the end
def train(model, x, y, epochs, validation_split):
    kept = len(x) - math.ceil(len(x) * validation_split)
    model.fit(x[:kept], y[:kept], 32, epochs, shuffle=False, verbose=0)
    return list(model.history.history["loss"])


# %% right: batch by batch, the split as an exact fraction
def train(model, x, y, epochs, validation_split):
    kept = math.floor(len(x) * (1 - fractions.Fraction(str(validation_split))))
    losses = []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, kept, 32):
            model.reset_metrics()
            rows = slice(start, min(start + 32, kept))
            total += float(model.train_on_batch(x[rows], y[rows])) * (rows.stop - rows.start)
        losses.append(total / kept)
    return losses


# %% wrong: the losses of the held-out part | test_example | val_loss
# breaks: "return the training loss of each epoch"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["val_loss"]


# %% wrong: validates on a part of what it trains on | test_example | trained on too
# breaks: "never on the samples after them"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    held_out = (x[kept:], y[kept:])
    history = model.fit(x, y, epochs=epochs, validation_data=held_out, verbose=0)
    return history.history["loss"]


# %% wrong: trains once more on everything | test_losses | goes on to train
# breaks: "never on the samples after them"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    model.fit(x, y, epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: the first part is held out | test_example | differ
# breaks: "the model trains on the first floor(n * (1 - validation_split)) samples"
def train(model, x, y, epochs, validation_split):
    held_out = len(x) - int(len(x) * (1 - validation_split))
    history = model.fit(x[held_out:], y[held_out:], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: one sample too many | test_losses | too many
# breaks: "floor(n * (1 - validation_split)) samples"
def train(model, x, y, epochs, validation_split):
    kept = len(x) - int(len(x) * validation_split)
    history = model.fit(x[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: evaluates after each epoch | test_example | end of each epoch
# breaks: "each taken before the step of its own batch"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    losses = []
    for _ in range(epochs):
        model.fit(x[:kept], y[:kept], verbose=0)
        losses.append(model.evaluate(x[:kept], y[:kept], verbose=0))
    return losses


# %% wrong: compiles again | test_example | differ
# breaks: "The model comes with its optimizer and loss, and keeps them"
def train(model, x, y, epochs, validation_split):
    model.compile(keras.optimizers.Adam(0.01), model.loss, run_eagerly=True)
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: the History object | test_example | History
# breaks: "as a list of Python floats"
def train(model, x, y, epochs, validation_split):
    return model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)


# %% wrong: the whole dict of the history | test_example | dict of measures
# breaks: "as a list of Python floats"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history


# %% wrong: epochs is forgotten | test_example | epochs is not passed
# breaks: "the training loss of each epoch"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: one batch of everything | test_batches | one batch
# breaks: "in batches of 32"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, len(x), epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: the mean of the batches' means | test_batches | mean over the batches
# breaks: "the mean over the training samples"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    losses = []
    for _ in range(epochs):
        means = []
        for start in range(0, kept, 32):
            model.reset_metrics()
            rows = slice(start, min(start + 32, kept))
            means.append(float(model.train_on_batch(x[rows], y[rows])))
        losses.append(float(np.mean(means)))
    return losses


# %% wrong: the loss of the last batch | test_batches | last batch
# breaks: "the mean over the training samples"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    losses = []
    for _ in range(epochs):
        for start in range(0, kept, 32):
            model.reset_metrics()
            rows = slice(start, min(start + 32, kept))
            loss = float(model.train_on_batch(x[rows], y[rows]))
        losses.append(loss)
    return losses


# %% wrong: at least one sample is held out | test_batches | too few
# breaks: "If the split is 0, it trains on all"
def train(model, x, y, epochs, validation_split):
    kept = min(int(len(x) * (1 - validation_split)), len(x) - 1)
    history = model.fit(x[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "return the training loss of each epoch"
def train(model, x, y, epochs, validation_split):
    model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)


# %% wrong: only the last loss | test_example | a single number
# breaks: "the training loss of each epoch as a list"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"][-1]


# %% wrong: an array | test_example | an array instead
# breaks: "as a list of Python floats"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return np.array(history.history["loss"])


# %% wrong: NumPy's numbers | test_example | NumPy numbers
# breaks: "as a list of Python floats"
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return list(np.float32(history.history["loss"]))


# %% wrong: a copy of the model is trained | test_losses | have not moved
# breaks: "Train a model"
def train(model, x, y, epochs, validation_split):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    optimizer = keras.optimizers.SGD(float(model.optimizer.learning_rate))
    copy.compile(optimizer, model.loss, run_eagerly=True)
    history = copy.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: compiled afresh with a copy of the optimizer | test_losses | another optimizer
# breaks: "and keeps them"
def train(model, x, y, epochs, validation_split):
    optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
    model.compile(optimizer, model.loss, run_eagerly=True)
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: a tape that knows only the loss | test_losses | penalties are left out
# breaks: "penalties on weights included"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    rule, losses = keras.losses.get(model.loss), []
    for _ in range(epochs):
        total = 0.0
        for start in range(0, kept, 32):
            rows = slice(start, min(start + 32, kept))
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(rule(tf.constant(y[rows, None]), model(x[rows])))
            weights = [weight.value for weight in model.trainable_weights]
            model.optimizer.apply(tape.gradient(loss, weights), model.trainable_weights)
            total += float(loss) * (rows.stop - rows.start)
        losses.append(total / kept)
    return losses


# %% wrong: samples counted as rows of features | test_batches | it raised
# breaks: "x is (n, ...)"
def train(model, x, y, epochs, validation_split):
    rows = x.reshape(-1, x.shape[-1])
    kept = int(len(rows) * (1 - validation_split))
    history = model.fit(rows[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: the rest of the samples is dropped | test_batches | only the loss of the first batch
# breaks: "the last may be smaller"
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    kept = kept // 32 * 32 or kept
    history = model.fit(x[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: a split of 0 takes a default | test_batches | differ
# breaks: "If the split is 0"
def train(model, x, y, epochs, validation_split):
    split = validation_split or 0.2
    history = model.fit(x, y, epochs=epochs, validation_split=split, verbose=0)
    return history.history["loss"]


# %% wrong: shuffled before the split | test_losses | differ
# breaks: "the model trains on the first"
def train(model, x, y, epochs, validation_split):
    order = np.arange(len(x))[::-1] if len(x) > 4 else np.arange(len(x))
    history = model.fit(
        x[order], y[order], epochs=epochs, validation_split=validation_split, verbose=0
    )
    return history.history["loss"]


# %% right: a tf.data pipeline, one call of fit for each epoch
def train(model, x, y, epochs, validation_split):
    count = max(1, math.floor(len(x) * (1.0 - validation_split)))
    batches = tf.data.Dataset.from_tensor_slices((x[:count], y[:count]))
    batches = batches.shuffle(count).batch(32)
    losses = []
    for _ in range(epochs):
        losses.append(float(model.fit(batches, epochs=1, verbose=0).history["loss"][0]))
    return losses


# %% wrong: rounds the held-out part down, and so the training part up | test_losses
# breaks: "floor(n * (1 - validation_split)) samples"
def train(model, x, y, epochs, validation_split):
    count = len(x) - int(len(x) * validation_split)
    history = model.fit(x[:count], y[:count], batch_size=32, epochs=epochs, verbose=0)
    return [float(loss) for loss in history.history["loss"]]


# %% right: cut by hand, one call of fit for all epochs
def train(model, x, y, epochs, validation_split):
    count = max(1, math.floor(len(x) * (1.0 - validation_split)))
    history = model.fit(x[:count], y[:count], batch_size=32, epochs=epochs, verbose=0)
    return [float(loss) for loss in history.history.get("loss", [])]


# %% wrong: the mean of the batches' losses, though the last batch is smaller | test_batches
# breaks: "the mean over the training samples"
def train(model, x, y, epochs, validation_split):
    count = max(1, math.floor(len(x) * (1.0 - validation_split)))
    losses = []
    for _ in range(epochs):
        order = np.random.permutation(count)
        batches = []
        for start in range(0, count, 32):
            rows = order[start : start + 32]
            model.reset_metrics()
            logs = model.train_on_batch(x[rows], y[rows], return_dict=True)
            batches.append(float(logs["loss"]))
        losses.append(float(np.mean(batches)))
    return losses


# %% wrong: rounds the losses to four digits | test_batches | rounded
# breaks: "The loss of an epoch is what fit reports as "loss""
def train(model, x, y, epochs, validation_split):
    count = max(1, math.floor(len(x) * (1.0 - validation_split)))
    history = model.fit(x[:count], y[:count], batch_size=32, epochs=epochs, verbose=0)
    return [round(float(loss), 4) for loss in history.history["loss"]]
