"""Probes of 14_estimators: stores, graphs and runs of a linear model, each in its own folder."""

import functools
import itertools
import pathlib
import tempfile

import numpy as np
import tensorflow as tf

from tensorkata.student.probes import tensors


def variable_store_used(student, value, change, again=None):
    """Make a variable, add to it, and ask for it again, with another initializer.

    Return the value after both calls, and the shapes that the initializers got; or the error, if it
    is asked for with another shape.
    """
    store, shapes = student.VariableStore(), []

    def filled(with_value):
        def initializer(shape):
            shapes.append(list(shape))
            return tf.reshape(tf.constant(with_value), shape)

        return initializer

    variable = store.get("weight", value.shape, filled(value))
    found = {"first": tf.identity(variable)}
    variable.assign_add(change)
    if again is not None:
        return refusal(lambda: store.get("weight", again, filled(-value)))
    later = store.get("weight", value.shape, filled(-value))
    return found | {
        "later": tf.identity(later),
        "the same object": later is variable,
        "shapes": shapes,
    }


def refusal(run):
    """Return the name of the error that a call raises, ValueError for its subclasses too."""
    try:
        run()
    except NotImplementedError:
        raise
    except ValueError:
        return "ValueError"
    except Exception as error:  # noqa: BLE001 - which error it is, the check says
        return type(error).__name__
    return "no error"


def variable_store_named(student, values):
    """Make variables of these names in two stores, in the second with zeros; return all values."""
    store, other = student.VariableStore(), student.VariableStore()
    for name, value in values.items():
        store.get(name, value.shape, constant(value))
        other.get(name, value.shape)
    return [
        {name: tf.identity(each.get(name, value.shape)) for name, value in values.items()}
        for each in (store, other)
    ]


def variable_store_trainable(student, values, frozen):
    """Make variables, some of them frozen; return their values, and which are trainable."""
    store, made = student.VariableStore(), {}
    for name, value in values.items():
        made[name] = store.get(name, value.shape, constant(value), name not in frozen)
    trained = [name for name in made if any(made[name] is v for v in store.trainable_variables)]
    return {
        "values": {name: tf.identity(variable) for name, variable in made.items()},
        "trainable": trained,
        "how many": len(store.trainable_variables),
    }


def constant(value):
    """Return an initializer that gives this value."""
    return lambda shape: tf.reshape(tf.constant(value), shape)


def variable_store_at_first(student, count):
    """Return the global step of a new store, and after it was counted up."""
    store = student.VariableStore()
    found = {"first": tf.identity(store.global_step)}
    store.global_step.assign_add(count)
    return found | {"counted": tf.identity(store.global_step)}


def variable_store_in_graph(student, value, xs, seen=("results", "afterwards", "traces")):
    """Multiply each x by a variable that the function itself asks for, and add x to it."""
    store, traces = student.VariableStore(), []

    @tf.function(autograph=False)
    def scaled(x):
        traces.append(1)
        weight = store.get("weight", value.shape, constant(value))
        result = weight * x
        weight.assign_add(tf.fill(value.shape, x))
        return result

    results = [scaled(x) for x in tensors(xs)]
    after = tf.identity(store.get("weight", value.shape))
    found = {"results": results, "afterwards": after, "traces": len(traces)}
    return {name: found[name] for name in seen}


def variable_store_restored(student, values, step):
    """Save a store by tf.train.Checkpoint; return the values of another store, restored."""
    old, new = student.VariableStore(), student.VariableStore()
    for name, value in values.items():
        old.get(name, value.shape, constant(value), trainable=name != "frozen")
    old.global_step.assign(step)
    with tempfile.TemporaryDirectory() as folder:
        path = tf.train.Checkpoint(store=old).write(f"{folder}/store")
        for name, value in values.items():
            new.get(name, value.shape)
        tf.train.Checkpoint(store=new).read(path).expect_partial()
    values = {name: tf.identity(new.get(name, value.shape)) for name, value in values.items()}
    return {"values": values, "global step": tf.identity(new.global_step)}


class Recipe:
    """A model_fn: y = x . kernel, the mean squared error, momentum descent; and its calls.

    The descent has few ops of its own, since tracing those of an optimizer takes twice the time.
    """

    def __init__(self, student, kernel, lacks=""):
        self.student, self.kernel, self.lacks = student, kernel, lacks
        self.calls = []

    def __call__(self, features, labels, mode, params):
        """Return the spec of a mode; without the part that it shall lack."""
        names = self.student
        given = "none" if labels is None else list(labels.shape)
        self.calls.append({"mode": mode, "labels": given, "params": dict(params)})
        kernel = names.get_variable("kernel", self.kernel.shape, constant(self.kernel))
        y = tf.linalg.matvec(features["x"], kernel)
        if mode == names.PREDICT:
            parts = {"predictions": {"y": y, "twice": tf.stack([y, 2.0 * y], axis=1)}}
        else:
            miss = y - labels
            error = tf.abs(miss)
            metrics = {"error": error, "close": error < 1.0}
            parts = {"loss": tf.reduce_mean(miss * miss), "metrics": metrics}
        if mode == names.TRAIN and self.lacks != "train_op":
            gradient = tf.reduce_mean(2.0 * miss[:, tf.newaxis] * features["x"], axis=0)
            slot = names.get_variable("kernel/Momentum", kernel.shape, trainable=False)
            kernel.assign_sub(params["rate"] * slot.assign(params["momentum"] * slot + gradient))
            parts["train_op"] = names.OPEN_STORES[-1].global_step.assign_add(1)
        parts.pop(self.lacks, None)
        return names.EstimatorSpec(mode, **parts)


def specs(batch, mode):
    """Return the element_spec of a batch (x, labels): labels are left out in prediction."""
    x, labels = (tf.TensorSpec((None, *part.shape[1:]), part.dtype) for part in batch)
    return ({"x": x},) if mode == "infer" else ({"x": x}, labels)


def element(batch, mode):
    """Return a batch as the graph gets it."""
    x, labels = tensors(list(batch))
    return ({"x": x},) if mode == "infer" else ({"x": x}, labels)


def build_step(student, mode, kernel, batches, params=None, lacks="", seen=("results",)):
    """Run batches through the graph of a mode; the store has the weights before.

    Return what is to be seen of: what the graph returned, the calls of model_fn, and the store's
    values at the end. If the spec lacks a part, return the error.
    """
    params, store = params or {}, student.VariableStore()
    store.get("kernel", kernel.shape, constant(kernel))
    recipe = Recipe(student, 0 * kernel, lacks)
    spec = specs(batches[0], mode)
    if lacks:
        return refusal(lambda: student.build_step(recipe, mode, params, store, spec))
    step = student.build_step(recipe, mode, params, store, spec)
    calls = list(recipe.calls)
    results = [step(*element(batch, mode)) for batch in batches]
    found = {"results": results, "calls": calls, "later": len(recipe.calls) - len(calls)}
    found["kernel"] = tf.identity(store.get("kernel", kernel.shape))
    found["global step"] = tf.identity(store.global_step)
    return {name: found[name] for name in seen}


def build_step_example(student, factor, x):
    """Return what the graph of the docstring's example gives."""
    build, store = student.build_step, student.VariableStore()

    def model_fn(features, labels, mode, params):
        return student.EstimatorSpec(mode, {"double": params["factor"] * features["x"]})

    spec = ({"x": tf.TensorSpec((None,))},)
    return build(model_fn, student.PREDICT, {"factor": factor}, store, spec)({"x": tensors(x)})


def filled_store(names, values, step=0):
    """Return a store with these variables; a name with a / is not trainable."""
    store = names.VariableStore()
    for name, value in values.items():
        store.get(name, value.shape, constant(value), trainable="/" not in name)
    store.global_step.assign(step)
    return store


def saver_restored(student, saved, step, present, folder="runs/1", saving=True, lacking=False):
    """Save one store, and restore another one that has the values of `present` before.

    Without saving, restore from the empty folder. Return what restore returned, and the values; or
    the error, if the checkpoint is lacking a variable.
    """
    make = student.Saver
    with tempfile.TemporaryDirectory() as root:
        store = filled_store(student, present, 7)
        if saving:
            make(filled_store(student, saved, step), f"{root}/{folder}").save()
        saver = make(store, f"{root}/{folder}")
        if lacking:
            return refusal(saver.restore)
        returned = saver.restore()
    values = {name: tf.identity(store.get(name, v.shape)) for name, v in present.items()}
    return {"returned": returned, "values": values, "global step": tf.identity(store.global_step)}


def saver_kept(student, values, steps, keep, again=()):
    """Save a weight at each step, by one Saver, and by another one at the steps in `again`.

    Return the checkpoints afterwards, and the weight of the newest one, restored.
    """
    make = student.Saver
    with tempfile.TemporaryDirectory() as folder:
        for these, row in zip((steps, again), values, strict=True):
            store = filled_store(student, {"weight": row[0]})
            saver = make(store, folder, keep)
            for step, value in zip(these, row, strict=False):
                store.get("weight", value.shape).assign(value)
                store.global_step.assign(step)
                saver.save()
        found = checkpoints_in(folder)
        new = filled_store(student, {"weight": 0 * row[0]})
        make(new, folder).restore()
    return found | {"weight": tf.identity(new.get("weight", row[0].shape))}


def checkpoints_in(folder):
    """Return the names of the checkpoints in a folder."""
    return {"files": sorted(path.stem for path in pathlib.Path(folder).glob("*.index"))}


class Source:
    """An input_fn over rows of x and labels, in batches, with a count of its calls.

    Data that repeats ends after many epochs, so that an answer that never stops fails soon.
    """

    def __init__(self, x, labels, size, *, repeat=False, endless=False, labeled=True):
        features = {"x": x}
        data = tf.data.Dataset.from_tensor_slices((features, labels) if labeled else features)
        data = data.batch(size)
        self.data, self.calls = data.repeat(None if endless else 30 if repeat else 1), 0

    def __call__(self):
        """Return the dataset."""
        self.calls += 1
        return self.data


def estimator_of(names, folder, kernel, params=None, every=100, keep=5):
    """Return an estimator of the linear model."""
    config = names.RunConfig(every, keep)
    return names.Estimator(Recipe(names, kernel), folder, params or {}, config)


SEEN = ("returned", "kernel")


def run_training(student, kernel, data, size, runs, params, every=100, keep=5, seen=SEEN):
    """Train in one folder, in runs {"rows", "repeat", "steps", "max_steps"}.

    Return what is to be seen of: what the runs "returned" (or the error, of one with both limits),
    the "kernel" of the newest checkpoint, the "calls" of input_fn, the "files" at the end.
    """
    train, found = student.run_training, {"returned": [], "calls": []}
    with tempfile.TemporaryDirectory() as folder:
        for plan in runs:
            start, stop = plan.get("rows", (0, len(data[0])))
            rows = [part[start:stop] for part in data]
            source = Source(*rows, size, repeat=plan.get("repeat", False))
            estimator = estimator_of(student, folder, kernel, params, every, keep)
            limits = {name: plan[name] for name in ("steps", "max_steps") if name in plan}
            run = functools.partial(train, estimator, source, **limits)
            found["returned"].append(refusal(run) if len(limits) > 1 else run())
            found["calls"].append(source.calls)
        found |= checkpoints_in(folder)
        store = filled_store(student, {"kernel": 0 * kernel})
        student.Saver(store, folder).restore()
    found["kernel"] = tf.identity(store.get("kernel", kernel.shape))
    return {name: found[name] for name in seen}


def trained_folder(names, folder, kernel, steps):
    """Save a checkpoint at each of these steps; the last one has the kernel, the others zeros."""
    for step in steps:
        value = kernel if step == steps[-1] else 0 * kernel
        values = {"kernel": value, "kernel/Momentum": value}
        names.Saver(filled_store(names, values, step), folder, 10).save()


def run_evaluation(student, kernel, data, size, saved=(12,), limits=None, repeat=False, seen=""):
    """Evaluate; return the result, or the error if nothing is saved.

    If "calls" are to be seen, return also those of input_fn; if "changed", evaluate twice, and
    return the files that changed.
    """
    evaluate = student.run_evaluation
    with tempfile.TemporaryDirectory() as folder:
        trained_folder(student, folder, kernel, saved)
        before = contents(folder)
        source = Source(*data, size, repeat=repeat)
        estimator = estimator_of(student, folder, 0 * kernel)
        if not saved:
            return refusal(lambda: evaluate(estimator, source))
        runs = 1 + (seen == "changed")
        results = [typed(evaluate(estimator, source, **(limits or {}))) for _ in range(runs)]
        changed = sorted(set(contents(folder).items()) ^ set(before.items()))
    found = {"calls": source.calls, "changed": sorted({name for name, _ in changed})}
    return {"results": results} | {name: found[name] for name in found if name == seen}


def typed(result):
    """Return the types and the values of a dict's numbers, by their names."""
    if not isinstance(result, dict):
        return result
    kinds = {name: np.int64 if name == "global_step" else np.float32 for name in result}
    return {
        "types": {name: type(value).__name__ for name, value in result.items()},
        "values": {name: np.asarray(value, kinds[name]) for name, value in result.items()},
    }


def contents(folder):
    """Return the bytes of each file in a folder, by its name."""
    files = (path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files}


def run_prediction(student, kernel, data, size, saved=(12,), labeled=True, asked=None, facts=True):
    """Predict; return the rows, or so many of endless data; or the error if nothing is saved.

    With facts, return also which types the rows and values have, and how model_fn got its labels.
    """
    predict = student.run_prediction
    with tempfile.TemporaryDirectory() as folder:
        trained_folder(student, folder, kernel, saved)
        source = Source(*data, size, endless=asked is not None, labeled=labeled)
        estimator = estimator_of(student, folder, 0 * kernel)
        if not saved:
            return refusal(lambda: list(predict(estimator, source)))
        rows = list(itertools.islice(predict(estimator, source), asked))
    kinds = sorted({type(row).__name__ for row in rows})
    arrays = sorted({isinstance(v, (np.ndarray, np.generic)) for r in rows for v in as_values(r)})
    labels = [call["labels"] for call in estimator.model_fn.calls]
    if not facts:
        return rows
    return {"rows": rows, "kinds": kinds, "NumPy": arrays, "labels": labels}


def as_values(row):
    """Return the values of a dict, or the thing itself."""
    return list(row.values()) if isinstance(row, dict) else [row]
