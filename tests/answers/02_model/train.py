"""Answers to train."""

import keras
import numpy as np
import tensorflow as tf


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


# %% wrong: the losses of the held-out part | test_losses | val_loss
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["val_loss"]


# %% wrong: validates on a part of what it trains on | test_losses | trained on too
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    held_out = (x[kept:], y[kept:])
    history = model.fit(x, y, epochs=epochs, validation_data=held_out, verbose=0)
    return history.history["loss"]


# %% wrong: trains once more on everything | test_losses | goes on to train
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    model.fit(x, y, epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: the first part is held out | test_losses | first
def train(model, x, y, epochs, validation_split):
    held_out = len(x) - int(len(x) * (1 - validation_split))
    history = model.fit(x[held_out:], y[held_out:], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: one sample too many | test_other_splits | too many
def train(model, x, y, epochs, validation_split):
    kept = len(x) - int(len(x) * validation_split)
    history = model.fit(x[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]


# %% wrong: evaluates after each epoch | test_losses | end of each epoch
def train(model, x, y, epochs, validation_split):
    kept = int(len(x) * (1 - validation_split))
    losses = []
    for _ in range(epochs):
        model.fit(x[:kept], y[:kept], verbose=0)
        losses.append(model.evaluate(x[:kept], y[:kept], verbose=0))
    return losses


# %% wrong: compiles again | test_losses | differ
def train(model, x, y, epochs, validation_split):
    model.compile(keras.optimizers.Adam(0.01), model.loss, run_eagerly=True)
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: the History object | test_form | History
def train(model, x, y, epochs, validation_split):
    return model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)


# %% wrong: the whole dict of the history | test_form | dict of measures
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history


# %% wrong: epochs is forgotten | test_losses | epochs is not passed
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: one batch of everything | test_batches | one batch
def train(model, x, y, epochs, validation_split):
    history = model.fit(x, y, len(x), epochs=epochs, validation_split=validation_split, verbose=0)
    return history.history["loss"]


# %% wrong: the mean of the batches' means | test_batches | mean over the batches
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
def train(model, x, y, epochs, validation_split):
    kept = min(int(len(x) * (1 - validation_split)), len(x) - 1)
    history = model.fit(x[:kept], y[:kept], epochs=epochs, verbose=0)
    return history.history["loss"]
