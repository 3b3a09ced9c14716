"""Answers to run_prediction. A wrong answer passes its flaws to `batches`."""

from pathlib import Path

import numpy as np
import tensorflow as tf


def batches(estimator, input_fn, *flaws, restore=Saver.restore, error=ValueError):
    """Yield the predictions of each batch, as arrays."""
    data = input_fn()
    labeled = isinstance(data.element_spec, tuple) and "features only" not in flaws
    spec = data.element_spec if labeled else (data.element_spec,)
    spec = spec if "labels" in flaws else spec[:1]
    store = VariableStore()
    step = build_step(estimator.model_fn, PREDICT, estimator.params, store, spec)
    if "scratch" not in flaws and not restore(Saver(store, estimator.model_dir)):
        if "silent" not in flaws:
            raise error("no checkpoint")
    for element in list(data) if "all" in flaws else data:
        element = element if labeled else (element,)
        parts = step(*(element if "labels" in flaws else element[:1]))
        yield {name: part.numpy() for name, part in parts.items()}


def rows_of(arrays):
    count = len(next(iter(arrays.values())))
    for n in range(count):
        yield {name: array[n] for name, array in arrays.items()}


# %% equivalent: generic-graph | it makes graphs; nobody calls it in one


# %% right: row after row by number
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        yield from rows_of(arrays)


# %% right: the dataset is mapped and unbatched, the error comes at once
def run_prediction(estimator, input_fn):
    if tf.train.latest_checkpoint(estimator.model_dir) is None:
        raise ValueError("no checkpoint")
    dataset, store = input_fn(), VariableStore()
    if isinstance(dataset.element_spec, tuple):
        pick = tf.autograph.experimental.do_not_convert(lambda features, labels: features)
        dataset = dataset.map(pick)
    step = build_step(
        estimator.model_fn, PREDICT, estimator.params, store, (dataset.element_spec,)
    )
    Saver(store, estimator.model_dir).restore()

    def rows():
        for features in dataset:
            yield from tf.data.Dataset.from_tensor_slices(step(features)).as_numpy_iterator()

    return rows()


# %% right: a generator expression over zipped columns
def run_prediction(estimator, input_fn):
    return (
        dict(zip(arrays, row))
        for arrays in batches(estimator, input_fn)
        for row in zip(*(list(column) for column in arrays.values()))
    )


# %% wrong: a dict for each batch | test_example | for each batch
# breaks: "Yield the predictions of each sample, one dict of NumPy values after the other"
# breaks: "A sample's dict has its row of each prediction of the batch"
def run_prediction(estimator, input_fn):
    yield from batches(estimator, input_fn)


# %% wrong: the keys of the dict | test_example | names are yielded
# breaks: "one dict of NumPy values after the other"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        yield from arrays


# %% wrong: the values without names | test_example | without names
# breaks: "under the same name"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for row in rows_of(arrays):
            yield np.concatenate([np.ravel(value) for value in row.values()])


# %% wrong: other names | test_example | list of names in a row
# breaks: "under the same name"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for row in rows_of(arrays):
            yield {f"predictions/{name}": value for name, value in row.items()}


# %% wrong: only the first prediction | test_example | list of names in a row
# breaks: "A sample's dict has its row of each prediction of the batch"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for row in rows_of(arrays):
            yield {"y": row["y"]}


# %% wrong: tensors | test_example | it is a tensor
# breaks: "one dict of NumPy values after the other"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for row in rows_of(arrays):
            yield {name: tf.constant(value) for name, value in row.items()}


# %% wrong: Python lists and numbers | test_example | it is a tensor or a Python number
# breaks: "one dict of NumPy values after the other"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for row in rows_of(arrays):
            yield {name: value.tolist() for name, value in row.items()}


# %% wrong: rows of length one, with the batch's axis | test_example | shape
# breaks: "A sample's dict has its row of each prediction of the batch"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for n in range(len(arrays["y"])):
            yield {name: array[n : n + 1] for name, array in arrays.items()}


# %% wrong: the first row again and again | test_example | every row is the first
# breaks: "A sample's dict has its row of each prediction of the batch"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        for _ in arrays["y"]:
            yield {name: array[0] for name, array in arrays.items()}


# %% wrong: all rows are one dict, filled again | test_example
# breaks: "one dict of NumPy values after the other"
def run_prediction(estimator, input_fn):
    row = {}
    for arrays in batches(estimator, input_fn):
        for values in rows_of(arrays):
            row.update(values)
            yield row


# %% wrong: the short last batch is left out | test_example | short last batch
# breaks: "Yield the predictions of each sample"
def run_prediction(estimator, input_fn):
    size = None
    for arrays in batches(estimator, input_fn):
        size = size or len(arrays["y"])
        if len(arrays["y"]) == size:
            yield from rows_of(arrays)


# %% wrong: only the first batch | test_example | number of rows
# breaks: "Yield the predictions of each sample"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn):
        yield from rows_of(arrays)
        break


# %% wrong: only pairs are expected | test_example
# breaks: "whose batches are features or pairs (features, labels)"
def run_prediction(estimator, input_fn):
    dataset, store = input_fn(), VariableStore()
    spec = (dataset.element_spec[0],)
    step = build_step(estimator.model_fn, PREDICT, estimator.params, store, spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    for features, labels in dataset:
        yield from rows_of({name: part.numpy() for name, part in step(features).items()})


# %% wrong: only features are expected | test_labels | it raised
# breaks: "whose batches are features or pairs (features, labels)"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn, "features only"):
        yield from rows_of(arrays)


# %% wrong: the labels are given to model_fn | test_labels | labels that model_fn got
# breaks: "The labels are left out"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn, "labels"):
        yield from rows_of(arrays)


# %% wrong: the mode EVAL | test_example
# breaks: "The graph is that of the mode PREDICT"
def run_prediction(estimator, input_fn):
    dataset, store = input_fn(), VariableStore()
    labeled = isinstance(dataset.element_spec, tuple)
    spec = dataset.element_spec if labeled else (dataset.element_spec, tf.TensorSpec((None,)))
    step = build_step(estimator.model_fn, EVAL, estimator.params, store, spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    for element in dataset:
        features, labels = element if labeled else (element, None)
        if labels is None:
            labels = tf.zeros(tf.shape(features["x"])[:1])
        parts = {name: part.numpy() for name, part in step(features, labels).items()}
        parts.pop("loss")
        yield from rows_of(parts)


# %% wrong: nothing is restored | test_example | restore the newest
# breaks: "with the newest checkpoint in model_dir"
def run_prediction(estimator, input_fn):
    if tf.train.latest_checkpoint(estimator.model_dir) is None:
        raise ValueError("no checkpoint")
    for arrays in batches(estimator, input_fn, "scratch"):
        yield from rows_of(arrays)


# %% wrong: the last checkpoint in the order of the alphabet | test_values | older checkpoint
# breaks: "with the newest checkpoint in model_dir"
def run_prediction(estimator, input_fn):
    def restore(saver):
        paths = sorted(Path(estimator.model_dir).glob("*.index"))
        if not paths:
            return False
        last = str(paths[-1]).removesuffix(".index")
        tf.train.Checkpoint(store=saver.store).restore(last).expect_partial()
        return True

    for arrays in batches(estimator, input_fn, restore=restore):
        yield from rows_of(arrays)


# %% wrong: a dict of two features is taken for a pair | test_two_features | it raised
# breaks: "features is a dict of any length"
def run_prediction(estimator, input_fn):
    dataset, store = input_fn(), VariableStore()
    labeled = len(dataset.element_spec) == 2
    spec = dataset.element_spec
    spec = tuple(spec)[:1] if labeled else (spec,)
    step = build_step(estimator.model_fn, PREDICT, estimator.params, store, spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    for element in dataset:
        features = tuple(element)[0] if labeled else element
        yield from rows_of({name: part.numpy() for name, part in step(features).items()})


# %% wrong: pairs of rows and labels | test_labels | types of what is yielded
# breaks: "The labels are left out"
def run_prediction(estimator, input_fn):
    data = input_fn()
    if not isinstance(data.element_spec, tuple):
        for arrays in batches(estimator, lambda: data):
            yield from rows_of(arrays)
        return
    for arrays, (_, labels) in zip(batches(estimator, lambda: data), data):
        yield from zip(rows_of(arrays), labels.numpy())


# %% wrong: one batch is read ahead | test_endless | before its first row
# breaks: "A batch is computed when its first row is asked for, not before"
def run_prediction(estimator, input_fn):
    computed = batches(estimator, input_fn)
    arrays = next(computed, None)
    while arrays is not None:
        following = next(computed, None)
        yield from rows_of(arrays)
        arrays = following


# %% wrong: the next batch is computed with the last row of this one | test_endless | before its first row
# breaks: "A batch is computed when its first row is asked for, not before"
def run_prediction(estimator, input_fn):
    computed = (row for arrays in batches(estimator, input_fn) for row in rows_of(arrays))
    row = next(computed, None)
    while row is not None:
        following = next(computed, None)
        yield row
        row = following


# %% wrong: the graph is a part of the pipeline, which reads ahead | test_endless
# breaks: "A batch is computed when its first row is asked for, not before"
def run_prediction(estimator, input_fn):
    data, store = input_fn(), VariableStore()
    if not isinstance(data.element_spec, dict):
        data = data.map(tf.autograph.experimental.do_not_convert(lambda features, _: features))
    spec = (data.element_spec,)
    step = build_step(estimator.model_fn, PREDICT, estimator.params, store, spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    graph = tf.autograph.experimental.do_not_convert(lambda features: step(features))
    return data.map(graph).unbatch().as_numpy_iterator()


# %% wrong: all rows are collected first | test_endless
# breaks: "A batch is computed when its first row is asked for, not before, so the data may be endless"
def run_prediction(estimator, input_fn):
    rows = []
    for n, arrays in enumerate(batches(estimator, input_fn)):
        rows.extend(rows_of(arrays))
        if n > 300:
            raise MemoryError("all rows in one list")
    return iter(rows)


# %% wrong: without a checkpoint the first values predict | test_no_checkpoint | nothing is raised
# breaks: "Raises ValueError at the first row or before if model_dir has no checkpoint"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn, "silent"):
        yield from rows_of(arrays)


# %% wrong: the features' dict is taken apart | test_example | it raised
# breaks: "features is a dict of any length"
def run_prediction(estimator, input_fn):
    def taken():
        return input_fn().map(lambda features, *labels: features["x"])

    for arrays in batches(estimator, taken):
        yield from rows_of(arrays)


# %% wrong: a FileNotFoundError without a checkpoint | test_no_checkpoint | make it a ValueError
# breaks: "Raises ValueError at the first row or before if model_dir has no checkpoint"
def run_prediction(estimator, input_fn):
    for arrays in batches(estimator, input_fn, error=FileNotFoundError):
        yield from rows_of(arrays)
