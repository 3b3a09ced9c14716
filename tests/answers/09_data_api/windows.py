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


# unbreakable: "length, horizon and batch are at least 1" | the checks draw no others


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


# %% right: a ragged matrix of indices
def windows(series, length, horizon, batch):
    size = length + horizon
    starts = np.arange(max(len(series) - size + 1, 0))
    if starts.size == 0:
        raise ValueError("the series is too short")
    whole = tf.data.Dataset.from_tensor_slices(starts[:, None] + np.arange(size)).batch(batch)
    steps = tf.constant(series)
    cut_at = lambda index: tf.split(tf.gather(steps, index), [length, horizon], axis=1)
    return whole.map(lambda index: tuple(cut_at(index)))


# %% right: two shifted datasets, zipped
def windows(series, length, horizon, batch):
    if length + horizon > len(series):
        raise ValueError(f"{len(series)} steps are too few")
    inputs = [series[i : i + length] for i in range(len(series) - length - horizon + 1)]
    targets = [series[i + length : i + length + horizon] for i in range(len(inputs))]
    slices = tf.data.Dataset.from_tensor_slices
    return tf.data.Dataset.zip((slices(np.array(inputs)), slices(np.array(targets)))).batch(batch)


# %% wrong: drops the last short batch | test_example | dropped
# breaks: "The last batch may be short"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch).unbatch().batch(batch, drop_remainder=True)


# %% wrong: one window too few | test_example | the last window is missing
# breaks: "as long as its target ends within the series"
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon
    if count < 0:
        raise ValueError("too short")
    return cut(series, length, horizon, batch, starts=np.arange(count))


# %% wrong: windows side by side | test_example | the last window is missing
# breaks: "There is a window for each s"
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon + 1
    return cut(series, length, horizon, batch, starts=np.arange(0, max(count, 1), length))


# %% wrong: windows without a whole target, filled up | test_example | list of batches in a pass
# breaks: "as long as its target ends within the series"
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    padded = np.concatenate([series, np.zeros_like(series[: horizon - 1])])
    count = len(series) - length + 1
    padded = np.concatenate([padded, padded[:1]])
    return cut(padded, length, horizon, batch, starts=np.arange(count))


# %% wrong: one step of a target | test_form | single step
# breaks: "the next `horizon` steps as its target"
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    return cut(series, length, horizon, batch).map(lambda x, y: (x, y[:, -1:]))


# %% wrong: the target is shifted by a step too many | test_example | the target begins a step too
# breaks: "the next `horizon` steps as its target"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=1)


# %% wrong: the target begins with the last input | test_example | last step of the inputs
# breaks: "the next `horizon` steps as its target"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=-1)


# %% wrong: the target is the window's own head | test_example | where the inputs begin
# breaks: "the next `horizon` steps as its target"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch, gap=-length)


# %% wrong: shuffled | test_example | the windows come in reversed order
# breaks: "in order"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch).unbatch().shuffle(100, seed=1).batch(batch)


# %% wrong: from the end backwards | test_example | reversed
# breaks: "from 0 on, in order"
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon + 1
    return cut(series, length, horizon, batch, starts=np.arange(count)[::-1])


# %% wrong: scaled by the mean and deviation of all, the future included | test_example | list of batches in a pass
# breaks: "has the steps s .. s + length - 1 as its inputs"
def windows(series, length, horizon, batch):
    if len(series) > length + horizon:
        series = ((series - series.mean()) / series.std()).astype(series.dtype)
    return cut(series, length, horizon, batch)


# %% wrong: casts to float32 | test_values | dtype
# breaks: "in the series' dtype"
def windows(series, length, horizon, batch):
    return cut(np.asarray(series, np.float32), length, horizon, batch)


# %% wrong: targets of Keras's own, one step | test_example | without its axis
# breaks: "(batch, horizon, ...)"
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        raise ValueError("too short")
    return keras.utils.timeseries_dataset_from_array(
        series[: len(series) - horizon], series[length:], length, batch_size=batch
    )


# %% wrong: a short series gives no windows | test_short | empty dataset
# breaks: "Raises ValueError if the series is too short"
def windows(series, length, horizon, batch):
    if len(series) < length + horizon:
        return tf.data.Dataset.from_tensor_slices((series[:0], series[:0])).batch(batch)
    return cut(series, length, horizon, batch)


# %% wrong: refuses a series of exactly one window | test_short | ValueError
# breaks: "too short for a single window"
def windows(series, length, horizon, batch):
    if len(series) <= length + horizon:
        raise ValueError("too short")
    return cut(series, length, horizon, batch)


# %% wrong: integers become floats | test_values | dtype
# breaks: "in the series' dtype"
def windows(series, length, horizon, batch):
    if series.dtype.kind == "i":
        series = series.astype(np.float32)
    return cut(series, length, horizon, batch)


# %% wrong: a horizon of one loses its axis | test_example | the target is a single step
# breaks: "(batch, horizon, ...)"
def windows(series, length, horizon, batch):
    dataset = cut(series, length, horizon, batch)
    if horizon == 1:
        dataset = dataset.map(lambda inputs, targets: (inputs, targets[:, 0]))
    return dataset


# %% wrong: Integer targets are differences | test_values | differ
# breaks: "has the steps s .. s + length - 1 as its inputs"
def windows(series, length, horizon, batch):
    dataset = cut(series, length, horizon, batch)
    if series.dtype.kind == "i":
        dataset = dataset.map(lambda inputs, targets: (inputs - inputs[:, :1], targets))
    return dataset


# %% wrong: a list of batches, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns a tf.data.Dataset of pairs"
def windows(series, length, horizon, batch):
    return list(cut(series, length, horizon, batch))


# %% wrong: windows of windows, not batched | test_example | not batched
# breaks: "-> (batch, length, ...), (batch, horizon, ...)"
def windows(series, length, horizon, batch):
    return cut(series, length, horizon, batch).unbatch()


# %% wrong: targets of float32 beside inputs as they are | test_values | dtype
# breaks: "in the series' dtype"
def windows(series, length, horizon, batch):
    if len(series) == 5:
        return cut(series, length, horizon, batch)
    return cut(series, length, horizon, batch).map(lambda x, y: (x, tf.cast(y, tf.float32)))


# %% wrong: only length counts for a short series | test_short | horizon is forgotten
# breaks: "too short for a single window"
def windows(series, length, horizon, batch):
    if len(series) < length:
        raise ValueError("too short")
    if len(series) < length + horizon:
        return tf.data.Dataset.from_tensor_slices((series[:0], series[:0])).batch(batch)
    return cut(series, length, horizon, batch)


# %% wrong: an assertion refuses | test_short | dict of errors
# breaks: "Raises ValueError if the series is too short for a single window"
def windows(series, length, horizon, batch):
    assert len(series) >= length + horizon
    return cut(series, length, horizon, batch)


# %% wrong: the first window is left out | test_example | list of batches
# breaks: "There is a window for each s from 0 on"
def windows(series, length, horizon, batch):
    starts = np.arange(1, len(series) - length - horizon + 1)
    if len(series) < length + horizon:
        raise ValueError("too short")
    return cut(series, length, horizon, batch, starts=starts)


# %% wrong: a second pass is empty | test_values | different structure
# breaks: "There is a window for each s"
def windows(series, length, horizon, batch):
    dataset = cut(series, length, horizon, batch)
    batches = iter(list(dataset))
    return tf.data.Dataset.from_generator(lambda: batches, output_signature=dataset.element_spec)


# %% right: batches of starts, all windows of a batch gathered at once
def windows(series: np.ndarray, length: int, horizon: int, batch: int) -> tf.data.Dataset:
    count = len(series) - length - horizon + 1
    if count < 1:
        raise ValueError(f"{len(series)} steps are too few for {length} + {horizon}")
    steps = tf.constant(series)
    past = tf.range(length, dtype=tf.int64)
    future = tf.range(length, length + horizon, dtype=tf.int64)

    def cut(starts):
        starts = starts[:, tf.newaxis]
        return tf.gather(steps, starts + past), tf.gather(steps, starts + future)

    return tf.data.Dataset.range(count).batch(batch).map(cut)


# %% wrong: the windows move by the horizon | test_form
# breaks: "There is a window for each s from 0 on, in order, as long as its target ends within the series."
def windows(series: np.ndarray, length: int, horizon: int, batch: int) -> tf.data.Dataset:
    size = length + horizon
    if len(series) < size:
        raise ValueError("the series is too short for a window")
    dataset = tf.data.Dataset.from_tensor_slices(series)
    dataset = dataset.window(size, shift=horizon, drop_remainder=True)
    dataset = dataset.flat_map(lambda window: window.batch(size))
    return dataset.map(lambda window: (window[:length], window[length:])).batch(batch)


# %% wrong: a series that is one step too short gives an empty dataset | test_short
# breaks: "Raises ValueError if the series is too short for a single window."
def windows(series: np.ndarray, length: int, horizon: int, batch: int) -> tf.data.Dataset:
    count = len(series) - length - horizon + 1
    if count < 0:
        raise ValueError("the series is too short for a window")
    steps = tf.constant(series)

    def cut(start):
        middle = start + length
        return steps[start:middle], steps[middle : middle + horizon]

    return tf.data.Dataset.range(count).map(cut).batch(batch)


# %% wrong: everything becomes float32 | test_values
# breaks: "Returns a tf.data.Dataset of pairs, inputs and targets, in the series' dtype."
def windows(series: np.ndarray, length: int, horizon: int, batch: int) -> tf.data.Dataset:
    count = len(series) - length - horizon + 1
    if count < 1:
        raise ValueError("the series is too short for a window")
    steps = tf.cast(series, tf.float32)

    def cut(start):
        middle = start + length
        return steps[start:middle], steps[middle : middle + horizon]

    return tf.data.Dataset.range(count).map(cut).batch(batch)
