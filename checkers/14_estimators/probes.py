"""Probes of 14_estimators: stores, graphs and runs of linear models, each in its own folder."""

import functools
import itertools
import os
import pathlib
import shutil
import tempfile

import keras
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
    if variable.shape != value.shape:
        return found
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
    step = store.global_step
    found = {"first": tf.identity(step), "variable": isinstance(step, tf.Variable)}
    if found["variable"]:
        step.assign_add(tf.fill(step.shape, tf.cast(count, step.dtype)))
    return found | {"counted": tf.identity(step)}


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


def variable_store_restored(student, values, step, late=()):
    """Save a store by tf.train.Checkpoint; return the values of another store, restored.

    The other one makes its variables in the opposite order, those in `late` after the restore.
    """
    old, new = student.VariableStore(), student.VariableStore()
    for name, value in values.items():
        old.get(name, value.shape, constant(value), trainable=name != "frozen")
    old.global_step.assign(step)
    with tempfile.TemporaryDirectory() as folder:
        path = tf.train.Checkpoint(store=old).write(f"{folder}/store")
        for name in [name for name in reversed(values) if name not in late]:
            new.get(name, values[name].shape)
        tf.train.Checkpoint(store=new).read(path).expect_partial()
        values = {name: tf.identity(new.get(name, value.shape)) for name, value in values.items()}
    return {"values": values, "global step": tf.identity(new.global_step)}


class Recipe:
    """A model_fn: y = x . kernel, the mean squared error, momentum descent; and its calls.

    The descent has few ops of its own, since tracing those of an optimizer takes twice the time.
    With a variable `runs`, each run of the graph of PREDICT adds one to it.
    """

    def __init__(self, student, kernel, lacks="", runs=None):
        self.student, self.kernel, self.lacks, self.runs = student, kernel, lacks, runs
        self.calls = []

    def __call__(self, features, labels, mode, params):
        """Return the spec of a mode; without the part that it shall lack."""
        names = self.student
        given = "none" if labels is None else list(labels.shape)
        self.calls.append({"mode": mode, "labels": given, "params": dict(params)})
        kernel = names.get_variable("kernel", self.kernel.shape, constant(self.kernel))
        x = features["x"]
        y = tf.reduce_sum(x * kernel, axis=1)
        if mode == names.PREDICT:
            if self.runs is not None:
                self.runs.assign_add(1)
            parts = {"predictions": {"y": y, "twice": tf.stack([y, y + y], axis=1)}}
        else:
            miss = y - labels
            parts = {"loss": tf.reduce_mean(tf.square(miss)), "metrics": {"error": miss}}
        if mode == names.EVAL:
            error, whole = tf.abs(miss), tf.cast(tf.floor(8.0 * labels), tf.int32)
            parts["metrics"] = {"error": error, "close": error < 1.0, "whole": whole}
        if mode == names.TRAIN and self.lacks != "train_op":
            gradient = tf.reduce_mean(tf.expand_dims(miss + miss, 1) * x, axis=0)
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


def saver_restored(
    student, saved, step, present, folder="runs/1", saving=True, lacking=False, late=None
):
    """Save one store, and restore another one that has the values of `present` before.

    Without saving, restore from the empty folder. Return what restore returned, and the values,
    also of variables that the store makes late, with the values of `late`; or the error, if the
    checkpoint is lacking a variable. If restore returns a string or raises ValueError, its name
    stands for it.
    """
    make = student.Saver
    with tempfile.TemporaryDirectory() as root:
        store = filled_store(student, present, 7)
        if saving:
            make(filled_store(student, saved, step), f"{root}/{folder}").save()
        saver = make(store, f"{root}/{folder}")
        if lacking:
            return refusal(saver.restore)
        returned = []
        error = refusal(lambda: returned.append(saver.restore()))
        values = {
            name: tf.identity(store.get(name, value.shape, constant(value)))
            for name, value in (present | (late or {})).items()
        }
    [answer] = returned or [error]
    answer = "str" if returned and isinstance(answer, str) else answer
    return {"returned": answer, "values": values, "global step": tf.identity(store.global_step)}


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

    def __init__(self, x, labels, size, *, repeat=False, endless=False, labeled=True, more=False):
        features = {"x": x, "more": labels} if more else {"x": x}
        data = tf.data.Dataset.from_tensor_slices((features, labels) if labeled else features)
        data = data.batch(size)
        self.data, self.calls = data.repeat(None if endless else 30 if repeat else 1), 0

    def __call__(self):
        """Return the dataset."""
        self.calls += 1
        return self.data


def estimator_of(names, folder, kernel, params=None, every=100, keep=5, runs=None):
    """Return an estimator of the linear model."""
    config = names.RunConfig(every, keep)
    return names.Estimator(Recipe(names, kernel, runs=runs), folder, params or {}, config)


SEEN = ("returned", "kernel")


def run_training(student, kernel, data, size, runs, params, every=100, keep=5, seen=SEEN):
    """Train in one folder, in runs {"rows", "repeat", "steps", "max_steps"}.

    Return what is to be seen of: what the runs "returned" (or the error, of one with both limits),
    the "kernel" of the newest checkpoint, the "calls" of input_fn, the "files" at the end, and what
    two listeners "heard": their names, what they got, and the number of the newest checkpoint then.
    """
    train, found = student.run_training, {"returned": [], "calls": [], "heard": []}
    with tempfile.TemporaryDirectory() as folder:
        for plan in runs:
            start, stop = plan.get("rows", (0, len(data[0])))
            rows = [part[start:stop] for part in data]
            source = Source(*rows, size, repeat=plan.get("repeat", False))
            estimator = estimator_of(student, folder, kernel, params, every, keep)
            limits = {name: plan[name] for name in ("steps", "max_steps") if name in plan}
            run = functools.partial(train, estimator, source, **limits)
            if "heard" in seen:
                heard = [listener(name, folder, found["heard"]) for name in ("first", "second")]
                run = functools.partial(run, saving_listeners=heard)
            found["returned"].append(refusal(run) if len(limits) > 1 else run())
            found["calls"].append(source.calls)
        found |= checkpoints_in(folder)
        store = filled_store(student, {"kernel": 0 * kernel})
        student.Saver(store, folder).restore()
    found["kernel"] = tf.identity(store.get("kernel", kernel.shape))
    return {name: found[name] for name in seen}


def listener(name, folder, heard):
    """Return a saving listener that writes down its name, what it gets, and what is saved."""

    def listen(*got):
        newest = tf.train.latest_checkpoint(folder)
        kinds = [type(value).__name__ for value in got]
        heard.append([name, kinds, [int(value) for value in got], number_of(newest)])

    return listen


def number_of(path):
    """Return the number at the end of a checkpoint's name; -1 without a checkpoint."""
    number = (path or "").rpartition("-")[2]
    return int(number) if number.isdecimal() else -1


def trained_folder(names, folder, kernel, steps):
    """Save a checkpoint at each of these steps; the last one has the kernel, the others zeros."""
    for step in steps:
        value = kernel if step == steps[-1] else 0 * kernel
        names.Saver(filled_store(names, {"kernel": value}, step), folder, 10).save()


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


def run_prediction(
    student,
    kernel,
    data,
    size,
    saved=(12,),
    labeled=True,
    asked=None,
    seen=("kinds", "NumPy", "labels"),
    more=False,
):
    """Predict; return the rows, or so many of endless data; or the error if nothing is saved.

    Return also what is to be seen of: which types the rows have, whether the values are NumPy's,
    how model_fn got its labels, and how many batches were computed. With more, the features are a
    dict of two.
    """
    predict = student.run_prediction
    with tempfile.TemporaryDirectory() as folder:
        trained_folder(student, folder, kernel, saved)
        source = Source(*data, size, endless=asked is not None, labeled=labeled, more=more)
        runs = tf.Variable(0, dtype=tf.int64) if "batches" in seen else None
        estimator = estimator_of(student, folder, 0 * kernel, runs=runs)
        if not saved:
            return refusal(lambda: list(predict(estimator, source)))
        rows = list(itertools.islice(predict(estimator, source), asked))
    kinds = sorted({type(row).__name__ for row in rows})
    arrays = sorted({isinstance(v, (np.ndarray, np.generic)) for r in rows for v in as_values(r)})
    labels = [call["labels"] for call in estimator.model_fn.calls]
    found = {"kinds": kinds, "NumPy": arrays, "labels": labels}
    if runs is not None:
        found["batches"] = int(runs)
    return {"rows": rows} | {name: found[name] for name in seen}


def as_values(row):
    """Return the values of a dict, or the thing itself."""
    return list(row.values()) if isinstance(row, dict) else [row]


EXPORTED = ("types", "paths", "folders", "results")


def run_export(student, kernels, batches, saved=(12,), there=(), scaled=False, seen=EXPORTED):
    """Export each kernel in turn, each from a checkpoint of its own; load and call the SavedModels.

    `saved` has the steps of the checkpoints, of which the last one has the kernel; `there` has the
    folders that are in the folder of exports before. If `scaled`, four times x is received.

    Return what is to be seen of: the types of the paths, the paths, the folders at the end, what
    each SavedModel gives for each batch, the different labels of model_fn. If nothing is saved,
    return the error and the folders.
    """
    export = student.run_export
    with tempfile.TemporaryDirectory() as root:
        served = pathlib.Path(root, "all", "served")
        for name in there:
            (served / name).mkdir(parents=True)
        estimator = estimator_of(student, f"{root}/runs", 0 * kernels[0])
        run = functools.partial(export, estimator, str(served), *received_as(kernels[0], scaled))
        if not saved:
            return {"error": refusal(run), "folders": folders_in(served)}
        paths = []
        for number, kernel in enumerate(kernels):
            steps = [step + 100 * number for step in saved]
            trained_folder(student, f"{root}/runs", kernel, steps)
            paths.append(run())
        found = {
            "types": [type(path).__name__ for path in paths],
            "paths": [text_of(path).removeprefix(root) for path in paths],
            "folders": folders_in(served),
            "labels": distinct([call["labels"] for call in estimator.model_fn.calls]),
        }
        shutil.rmtree(f"{root}/runs")
        found["results"] = [served_results(text_of(path), batches, scaled) for path in paths]
    return {name: found[name] for name in seen}


def distinct(values):
    """Return the values without those that came before."""
    return [value for n, value in enumerate(values) if value not in values[:n]]


def text_of(path):
    """Return a path as text, whatever stands for it; of something else its representation."""
    return os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else repr(path)


def received_as(kernel, scaled):
    """Return the arguments `received` and receiver_fn, if the features are scaled on the server."""
    specs = {"x": tf.TensorSpec((None, *kernel.shape))}
    if not scaled:
        return [specs]

    def receiver_fn(tensors):
        return tensors | {"x": tensors["factor"][:, tf.newaxis] * tensors["x"]}

    return [specs | {"factor": tf.TensorSpec((None,))}, receiver_fn]


def served_results(path, batches, scaled):
    """Return what a SavedModel gives for each batch; nothing if it is not there."""
    if not tf.saved_model.contains_saved_model(path):
        return []
    graph = tf.saved_model.load(path).signatures["serving_default"]
    if not scaled:
        return [graph(x=tf.constant(x)) for x in map(np.asarray, batches)]
    sides = [(4.0 * np.asarray(x), np.full(len(x), 0.25, "float32")) for x in batches]
    return [graph(x=tf.constant(x), factor=tf.constant(factor)) for x, factor in sides]


def folders_in(folder):
    """Return the names in a folder, none if it is missing."""
    return sorted(path.name for path in folder.glob("*"))


def train_and_evaluate(
    student,
    kernel,
    data,
    tests,
    sizes,
    goals,
    params,
    every=100,
    keep=5,
    steps=None,
    repeat=True,
    seen=("results",),
):
    """Train and evaluate in one folder, in a call for each goal.

    Return what is to be seen of, for each call: its results, or the name of another type, and how
    often the input_fns of both were called.
    """
    run = student.train_and_evaluate
    found = {"results": [], "calls": []}
    with tempfile.TemporaryDirectory() as folder:
        for goal in goals:
            sources = Source(*data, sizes[0], repeat=repeat), Source(*tests, sizes[1])
            estimator = estimator_of(student, folder, kernel, params, every, keep)
            specs = student.TrainSpec(sources[0], goal), student.EvalSpec(sources[1], steps)
            results = run(estimator, *specs)
            found["results"].append(
                [valued(result) for result in results]
                if isinstance(results, list)
                else type(results).__name__
            )
            found["calls"].append([source.calls for source in sources])
    return {name: found[name] for name in seen}


def valued(result):
    """Return the values of a dict's numbers, by their names."""
    return typed(result)["values"] if isinstance(result, dict) else result


def keras_model(weights):
    """Return a Keras model: normalized, a linear layer with a penalty, and a frozen one.

    Its layers have other names in each call, as layers of Keras do. The noise is too weak to change
    a number, but has a seed, which is a state.
    """
    mean, variance, kernel, bias, frozen = weights
    norm = keras.layers.BatchNormalization(momentum=0.5, epsilon=0.25, center=False, scale=False)
    inner = keras.layers.Dense(kernel.shape[1], kernel_regularizer=keras.regularizers.L2(0.125))
    last = keras.layers.Dense(frozen.shape[1], use_bias=False, trainable=False)
    noise = keras.layers.GaussianNoise(1e-30)
    model = keras.Sequential([keras.Input(mean.shape), norm, inner, noise, last])
    norm.set_weights([mean, variance])
    inner.set_weights([kernel, bias])
    last.set_weights([frozen])
    return model


def weights_of(model):
    """Return the values of a model's weights, layer by layer."""
    return [value for layer in model.layers for value in layer.get_weights()]


def lopsided(labels, output):
    """Return a loss of each sample that is another one if its arguments are swapped."""
    return tf.reduce_mean(tf.square(output - 2.0 * labels), axis=-1)


def to_estimator(student, weights, batches, tests, params, modes, seen=None):
    """Train a Keras model by the graph of TRAIN; evaluate and predict with the same store.

    Return the losses on the way, what the graphs of the modes give for each batch of tests, and, if
    "own" is among the modes, the weights of the model itself; or what is to be seen of these.
    """
    model, store = keras_model(weights), student.VariableStore()
    estimator = student.to_estimator(model, lopsided, "unused", params)
    make = functools.partial(student.build_step, estimator.model_fn)
    found = {}
    for mode in modes:
        if mode == "own":
            found[mode] = weights_of(model)
            continue
        step = make(mode, estimator.params, store, specs(tests[0], mode))
        data = batches if mode == "train" else tests
        found[mode] = [step(*element(batch, mode)) for batch in data]
    return {mode: found[mode] for mode in seen or modes}


def to_estimator_resumed(student, weights, others, data, size, params):
    """Train a Keras model for an epoch, and predict in the same folder by another model.

    The models are built alike, of unlike weights. Return the rows, the error of the prediction, and
    the folder and the params of the second estimator.
    """
    make, rows = student.to_estimator, []
    with tempfile.TemporaryDirectory() as folder:
        first, second = (
            make(keras_model(values), lopsided, folder, params) for values in (weights, others)
        )
        student.run_training(first, Source(*data, size))
        error = refusal(lambda: rows.extend(student.run_prediction(second, Source(*data, size))))
        place = "as given" if second.model_dir == folder else "another one"
    return {"rows": rows, "error": error, "place": place, "params": dict(second.params)}
