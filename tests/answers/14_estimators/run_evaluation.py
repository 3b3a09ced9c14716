"""Answers to run_evaluation. A wrong answer passes its flaws to `sound`."""

from pathlib import Path

import numpy as np
import tensorflow as tf


def sound(estimator, input_fn, steps, *flaws, **settings):
    data = input_fn()
    if "calls" in flaws:
        data = input_fn()
    if steps is not None:
        data = settings.get("take", lambda data, n: data.take(n))(data, steps)
    store = VariableStore()
    mode = settings.get("mode", EVAL)
    step = build_step(estimator.model_fn, mode, estimator.params, store, data.element_spec)
    saver = Saver(store, estimator.model_dir)
    if "scratch" not in flaws and not settings.get("restore", Saver.restore)(saver):
        if "silent" not in flaws:
            raise settings.get("error", ValueError)("no checkpoint")
    losses, sums, count, last = [], {}, 0, {}
    for features, labels in data:
        parts = dict(step(features, labels))
        losses.append(float(parts.pop("loss")))
        count += len(labels)
        for name, values in parts.items():
            values = values.numpy().astype(float)
            last[name] = values.mean()
            sums.setdefault(name, []).append(
                values.mean() if "batches" in flaws else values.sum()
            )
    if "save" in flaws:
        saver.save()
    total = 1 if "sum" in flaws else len(losses) if "batches" in flaws else count
    means = {name: float(sum(values) / total) for name, values in sums.items()}
    if "last" in flaws:
        means, losses = {n: float(v) for n, v in last.items()}, losses[-1:]
    number = settings.get("number", lambda x: x)
    result = {"loss": settings.get("loss", np.mean)(losses).item()} | means
    result = {name: number(value) for name, value in result.items()}
    result["global_step"] = settings.get("step", lambda s: int(s.global_step))(store)
    return result


# %% right: sums and counts
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps)


# %% right: Keras-like means in TensorFlow
def run_evaluation(estimator, input_fn, steps=None):
    if tf.train.latest_checkpoint(estimator.model_dir) is None:
        raise ValueError(f"train first: {estimator.model_dir} is empty")
    store, dataset = VariableStore(), input_fn()
    graph = build_step(
        estimator.model_fn, EVAL, estimator.params, store, dataset.element_spec
    )
    Saver(store, estimator.model_dir).restore()
    parts = []
    for n, batch in enumerate(dataset):
        if n == steps:
            break
        parts.append(graph(*batch))
    result = {"loss": float(tf.reduce_mean([part["loss"] for part in parts]))}
    for name in parts[0]:
        if name != "loss":
            values = tf.concat([tf.cast(part[name], tf.float32) for part in parts], axis=0)
            result[name] = float(tf.reduce_mean(values))
    result["global_step"] = int(store.global_step)
    return result


# %% right: the global step from the name of the checkpoint
def run_evaluation(estimator, input_fn, steps=None):
    data, store = input_fn(), VariableStore()
    graph = build_step(estimator.model_fn, EVAL, estimator.params, store, data.element_spec)
    if not Saver(store, estimator.model_dir, keep=10**6).restore():
        raise ValueError("no checkpoint")
    values = {}
    for features, labels in data if steps is None else data.take(steps):
        for name, value in graph(features, labels).items():
            values.setdefault(name, []).extend(np.atleast_1d(value).tolist())
    path = tf.train.latest_checkpoint(estimator.model_dir)
    return {name: sum(all_) / len(all_) for name, all_ in values.items()} | {
        "global_step": int(path.split("-")[-1])
    }


# %% wrong: the mean of the batches' means | test_example | short batch counts too much
# breaks: "its result is the mean over all samples"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "batches")


# %% wrong: the sum | test_example | sum, not the mean
# breaks: "its result is the mean over all samples"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "sum")


# %% wrong: only the last batch | test_example | last batch
# breaks: "The loss is the mean of the batches' losses"
# breaks: "its result is the mean over all samples"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "last")


# %% wrong: the loss as a mean over samples | test_example | mean over the samples
# breaks: "The loss is the mean of the batches' losses, whatever their sizes"
def run_evaluation(estimator, input_fn, steps=None):
    sizes = []

    def counted():
        data = input_fn()
        part = data if steps is None else data.take(steps)
        sizes.extend(len(labels) for _, labels in part)
        return data

    loss = lambda losses: np.average(losses, weights=sizes)
    return sound(estimator, counted, steps, loss=loss)


# %% wrong: the losses are added up | test_example | sum of the batches
# breaks: "The loss is the mean of the batches' losses"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, loss=np.sum)


# %% wrong: whole numbers have a whole mean | test_values | taken as an integer
# breaks: "a whole number or a float"
def run_evaluation(estimator, input_fn, steps=None):
    data, store = input_fn(), VariableStore()
    step = build_step(estimator.model_fn, EVAL, estimator.params, store, data.element_spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    results = [step(*batch) for batch in (data if steps is None else data.take(steps))]
    means = {"loss": float(tf.reduce_mean([result.pop("loss") for result in results]))}
    for name in results[0]:
        values = tf.concat([result[name] for result in results], axis=0)
        if values.dtype == tf.bool:
            values = tf.cast(values, tf.float32)
        means[name] = float(tf.reduce_mean(values))
    return means | {"global_step": int(store.global_step)}


# %% wrong: sums of whole numbers are divided by // | test_values | taken as an integer
# breaks: "its result is the mean over all samples"
def run_evaluation(estimator, input_fn, steps=None):
    data, store, values = input_fn(), VariableStore(), {}
    step = build_step(estimator.model_fn, EVAL, estimator.params, store, data.element_spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    for batch in data if steps is None else data.take(steps):
        for name, value in step(*batch).items():
            values.setdefault(name, []).extend(value.numpy().ravel().tolist())
    means = {"global_step": int(store.global_step)}
    for name, all_ in values.items():
        whole = isinstance(all_[0], int) and not isinstance(all_[0], bool)
        means[name] = float(sum(all_) // len(all_) if whole else sum(all_) / len(all_))
    return means


# %% wrong: bools are averaged as they come | test_example | it raised
# breaks: "A metric has one value per sample in each batch: a bool"
def run_evaluation(estimator, input_fn, steps=None):
    data, store = input_fn(), VariableStore()
    step = build_step(estimator.model_fn, EVAL, estimator.params, store, data.element_spec)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    results = [step(*batch) for batch in (data if steps is None else data.take(steps))]
    means = {"loss": float(tf.reduce_mean([result.pop("loss") for result in results]))}
    for name in results[0]:
        means[name] = float(tf.reduce_mean(tf.concat([r[name] for r in results], 0)))
    return means | {"global_step": int(store.global_step)}


# %% wrong: the values stay NumPy's | test_example | not Python floats
# breaks: "The loss and the metrics are Python floats"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, number=np.float32)


# %% wrong: tensors | test_example | not Python floats
# breaks: "The loss and the metrics are Python floats"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, number=tf.constant)


# %% wrong: the global step is a NumPy value | test_example | not a Python int
# breaks: "The global step is that of the checkpoint, a Python int"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, step=lambda store: store.global_step.numpy())


# %% wrong: the global step is missing | test_example | global step is missing
# breaks: "Return a dict of the loss, each metric and global_step"
def run_evaluation(estimator, input_fn, steps=None):
    result = sound(estimator, input_fn, steps)
    del result["global_step"]
    return result


# %% wrong: the loss is missing | test_example | loss is missing
# breaks: "Return a dict of the loss, each metric and global_step"
def run_evaluation(estimator, input_fn, steps=None):
    result = sound(estimator, input_fn, steps)
    del result["loss"]
    return result


# %% wrong: the return is forgotten | test_example
# breaks: "Return a dict of the loss, each metric and global_step"
def run_evaluation(estimator, input_fn, steps=None):
    sound(estimator, input_fn, steps)


# %% wrong: the global step is counted in evaluation | test_example | one more than
# breaks: "The global step is that of the checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, step=lambda store: int(store.global_step) + 1)


# %% wrong: nothing is restored | test_values | initializers
# breaks: "of model_dir's newest checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    number = int(tf.train.latest_checkpoint(estimator.model_dir).split("-")[-1])
    return sound(estimator, input_fn, steps, "scratch", step=lambda store: number)


# %% wrong: the oldest checkpoint | test_example | older checkpoint
# breaks: "of model_dir's newest checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    def restore(saver):
        state = tf.train.get_checkpoint_state(estimator.model_dir)
        if state is None:
            return False
        first = state.all_model_checkpoint_paths[0]
        tf.train.Checkpoint(store=saver.store).restore(first).expect_partial()
        return True

    return sound(estimator, input_fn, steps, restore=restore)


# %% wrong: the last checkpoint in the order of the alphabet | test_example | older checkpoint
# breaks: "of model_dir's newest checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    def restore(saver):
        paths = sorted(Path(estimator.model_dir).glob("*.index"))
        if not paths:
            return False
        last = str(paths[-1]).removesuffix(".index")
        tf.train.Checkpoint(store=saver.store).restore(last).expect_partial()
        return True

    return sound(estimator, input_fn, steps, restore=restore)


# %% wrong: steps is not looked at | test_steps | all batches count
# breaks: "With steps only the first `steps` batches count"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, take=lambda data, n: data)


# %% wrong: one batch too many | test_steps | all batches count
# breaks: "With steps only the first `steps` batches count"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, take=lambda data, n: data.take(n + 1))


# %% wrong: input_fn is called for its element_spec too | test_steps | called twice
# breaks: "it is called once"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "calls")


# %% wrong: labels are not given | test_example | it raised
# breaks: "input_fn returns a dataset of batches (features, labels)"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, lambda: input_fn().map(lambda x, y: x), steps)


# %% wrong: a checkpoint is saved at the end | test_nothing_changes | files that changed
# breaks: "Nothing in model_dir changes"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "save")


# %% wrong: old checkpoints are removed | test_nothing_changes | files that changed
# breaks: "Nothing in model_dir changes"
def run_evaluation(estimator, input_fn, steps=None):
    result = sound(estimator, input_fn, steps)
    for path in Path(estimator.model_dir).glob("model.ckpt-3.*"):
        path.unlink()
    return result


# %% wrong: without a checkpoint the first values are evaluated | test_no_checkpoint | nothing is raised
# breaks: "Raises ValueError if model_dir has no checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, "silent")


# %% wrong: a FileNotFoundError without a checkpoint | test_no_checkpoint | make it a ValueError
# breaks: "Raises ValueError if model_dir has no checkpoint"
def run_evaluation(estimator, input_fn, steps=None):
    return sound(estimator, input_fn, steps, error=FileNotFoundError)
