"""Answers to windows."""

import keras
import numpy as np
import tensorflow as tf


def cut(series, length, horizon, batch, gap=0, starts=None):
    """Serve windows at these starts, the targets moved by `gap`."""
    series = np.asarray(series)
    count = len(series) - length - horizon - max(gap, 0) + 1
    if len(series) < length + horizon:
        raise ValueError("too short")
    starts = np.arange(count) if starts is None else starts
    inputs = np.stack([series[s : s + length] for s in starts])
    targets = np.stack([series[s + length + gap :][:horizon] for s in starts])
    return tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch)


# %% right: Dataset.window and flat_map
def windows(series, length, horizon, batch):
    size = length + horizon
    if len(series) < size:
        raise ValueError(f"at least {size} steps are needed")
    dataset = tf.data.Dataset.from_tensor_slices(series)
    dataset = dataset.window(size, shift=1, drop_remainder=True)
    dataset = dataset.flat_map(lambda window: window.batch(size))
    return dataset.map(lambda window: (window[:length], window[length:])).batch(batch)


# %% right: NumPy's sliding windows
def windows(series, length, horizon, batch):
    if length + horizon > len(series):
        raise ValueError("too short")
    view = np.lib.stride_tricks.sliding_window_view(series, length + horizon, axis=0)
    view = np.moveaxis(view, -1, 1)
    return tf.data.Dataset.from_tensor_slices((view[:, :length], view[:, length:])).batch(batch)


# %% wrong: drops the last short batch | test_form | dropped
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch).unbatch().batch(batch, drop_remainder=True)


# %% wrong: one window too few | test_form | a window is missing
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon
    if count < 0:
        raise ValueError("too short")
    return cut(series, length, horizon, batch, starts=np.arange(count))


# %% wrong: windows side by side | test_form | do not overlap
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon + 1
    return cut(series, length, horizon, batch, starts=np.arange(0, max(count, 1), length))


# %% wrong: windows without a whole target, filled up | test_form | after the series
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    padded = np.concatenate([series, np.zeros_like(series[: horizon - 1])])
    count = len(series) - length + 1
    padded = np.concatenate([padded, padded[:1]])
    return cut(padded, length, horizon, batch, starts=np.arange(count))


# %% wrong: one step of a target | test_form | single step
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    return cut(series, length, horizon, batch).map(lambda x, y: (x, y[:, -1:]))


# %% wrong: the target is shifted by a step too many | test_form | a window is missing
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=1)


# %% wrong: the target begins with the last input | test_values | last step of the inputs
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=-1)


# %% wrong: the target is the window's own head | test_values | where the inputs begin
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=-length)


# %% wrong: shuffled | test_values | differ
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch).unbatch().shuffle(100, seed=1).batch(batch)


# %% wrong: from the end backwards | test_values | reversed
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon + 1
    return cut(series, length, horizon, batch, starts=np.arange(count)[::-1])


# %% wrong: scaled by the mean and deviation of all, the future included | test_values | differ
def windows(series, length, horizon, batch):
    if len(series) > length + horizon:
        series = ((series - series.mean()) / series.std()).astype(series.dtype)
    return cut(series, length, horizon, batch)


# %% wrong: casts to float32 | test_values | dtype
def windows(series, length, horizon, batch):
    return cut(np.asarray(series, np.float32), length, horizon, batch)


# %% wrong: targets of Keras's own, one step | test_form | without its axis
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    return keras.utils.timeseries_dataset_from_array(
        series[: len(series) - horizon], series[length:], length, batch_size=batch
    )


# %% wrong: a short series gives no windows | test_short | empty dataset
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        return tf.data.Dataset.from_tensor_slices((series[:0], series[:0])).batch(batch)
    return cut(series, length, horizon, batch)


# %% wrong: refuses a series of exactly one window | test_short | ValueError
def windows(series, length, horizon, batch):
    if len(series) <= length + horizon:
        raise ValueError("too short")
    return cut(series, length, horizon, batch)


# %% wrong: integers become floats | test_integers | dtype
def windows(series, length, horizon, batch):
    if series.dtype.kind == "i":
        series = series.astype(np.float32)
    return cut(series, length, horizon, batch)


# %% wrong: a horizon of one loses its axis | test_integers | shape
def windows(series, length, horizon, batch):
    dataset = cut(series, length, horizon, batch)
    if horizon == 1:
        dataset = dataset.map(lambda inputs, targets: (inputs, targets[:, 0]))
    return dataset


# %% wrong: Integer targets are differences | test_integers | differ
def windows(series, length, horizon, batch):
    dataset = cut(series, length, horizon, batch)
    if series.dtype.kind == "i":
        dataset = dataset.map(lambda inputs, targets: (inputs - inputs[:, :1], targets))
    return dataset
