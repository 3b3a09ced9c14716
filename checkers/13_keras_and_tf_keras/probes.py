"""Probes of 13_keras_and_tf_keras.

`called` is the name of the student's function or class.
"""

import contextlib
import importlib
import os
import sys
import tempfile
import warnings
from pathlib import Path

import keras
import tensorflow as tf

from tensorkata.student.probes import compiled, tensors


def in_model(student, called, batches, unknown=1, **settings):
    """Make a functional model of a function, and call it with each list of arrays in `batches`.

    The first `unknown` axes of its inputs have no known size.
    """
    inputs = [_symbol(array, unknown) for array in batches[0]]
    outputs = getattr(student, called)(*inputs, **settings)
    if not isinstance(outputs, keras.KerasTensor):
        return [outputs for _ in batches]
    model = keras.Model(inputs, outputs)
    return [model(tensors(batch)) for batch in batches]


def _symbol(array, unknown):
    shape = [None] * unknown + list(array.shape[unknown:])
    return keras.Input(batch_shape=shape, dtype=array.dtype.name)


def under_xla(student, called, arrays, **settings):
    """Call a function in tf.function with jit_compile=True."""
    return compiled(getattr(student, called), arrays, settings, jit=True)


def slope_under_xla(student, called, arrays):
    """Return the gradient of the sum of a function's values in its first input, by XLA."""

    def run(*inputs):
        with tf.GradientTape() as tape:
            tape.watch(inputs[0])
            values = getattr(student, called)(*inputs)
        return tape.gradient(values, inputs[0])

    return compiled(run, arrays, jit=True)


def layer_in_model(student, called, config, batches, weights, unknown=1):
    """Make a functional model of a layer with these weights, and call it with each array."""
    inputs = _symbol(batches[0], unknown)
    layer = getattr(student, called)(**config)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights(weights)
    return [model(tensors(batch)) for batch in batches]


def layer_weights(student, called, config, x, calls=2):
    """Call a layer, and return its weights: the trained ones and the others."""
    layer = getattr(student, called)(**config)
    for _ in range(calls):
        layer(tensors(x))
    return {"trained": layer.trainable_weights, "others": layer.non_trainable_weights}


def layer_saved(student, called, config, x, weights):
    """Save a model of a layer with these weights, load it, and return its output for x."""
    inputs = keras.Input(x.shape[1:], dtype=x.dtype.name)
    layer = getattr(student, called)(**config)
    model = keras.Model(inputs, layer(inputs))
    layer.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        known = {called: getattr(student, called)}
        return keras.models.load_model(path, custom_objects=known)(tensors(x))


def which_keras(student, installed=None):
    """Return the facts for each installation that is made up: versions, an engine, a sharing.

    The environment and pip's metadata say something else there, so that it shows who asks them.
    Without any, return three facts of the installation that is there.
    """
    if installed is None:
        facts = student.which_keras()
        if not isinstance(facts, dict):
            return facts
        return {name: facts.get(name) for name in ("generation", "backend", "shared")}
    found = []
    for one in installed:
        with _installed(one):
            found.append(student.which_keras())
    return found


@contextlib.contextmanager
def _installed(facts):
    """Let the modules of Keras say these facts."""
    with contextlib.ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        stack.enter_context(_set(keras, "__version__", facts["keras"]))
        stack.enter_context(_set(tf.keras, "__version__", facts["tf.keras"]))
        engine = sys.modules["keras.src.backend.config"]
        stack.enter_context(_set(engine, "_BACKEND", facts["backend"]))
        if not facts["shared"]:
            another = type("Dense", (keras.layers.Dense,), {})
            stack.enter_context(_set(tf.keras.layers, "Dense", another))
        for name in ("KERAS_BACKEND", "TF_USE_LEGACY_KERAS"):
            stack.enter_context(_set_variable(name, facts[name]))
        kept = sys.modules.pop("tf_keras", None)
        sys.path.insert(0, folder)
        for name in ("keras", "tf_keras"):
            _write_metadata(Path(folder), name, facts["pip"])
        if facts["tf_keras"] is None:
            sys.modules["tf_keras"] = None  # so that its import fails on every machine
        else:
            _write_package(Path(folder), facts["tf_keras"])
        importlib.invalidate_caches()
        try:
            yield
        finally:
            sys.path.remove(folder)
            sys.modules.pop("tf_keras", None)
            if kept is not None:
                sys.modules["tf_keras"] = kept


@contextlib.contextmanager
def _set(module, name, value):
    kept = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, kept)


@contextlib.contextmanager
def _set_variable(name, value):
    """Set a variable of the environment; the modules were imported before, and do not read it."""
    kept = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name)
        if kept is not None:
            os.environ[name] = kept


def _write_package(folder, version):
    """Write a package tf_keras that knows its version."""
    package = folder / "tf_keras"
    package.mkdir()
    (package / "__init__.py").write_text(f"__version__ = {version!r}\n")


def _write_metadata(folder, name, version):
    """Write what pip would know of a package."""
    distribution = folder / f"{name}-{version}.dist-info"
    distribution.mkdir()
    (distribution / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")


def port_model(student, settings, weights, x):
    """Return what port_model(*settings) gives for x, with these weights."""
    model, _ = _ported(student.port_model, settings)
    _give(model, weights)
    return model(tensors(x))


def port_model_as_made(student, settings):
    """Return whether port_model(*settings) is built, and the shape of its outputs."""
    model, _ = _ported(student.port_model, settings)
    shape = list(model.output_shape) if model.built else None
    return {"built": bool(model.built), "output_shape": shape}


def port_model_while_made(student, settings, weights, x):
    """Return the warnings while port_model(*settings) is made, and what the model gives for x."""
    model, told = _ported(student.port_model, settings)
    _give(model, weights)
    return {"warnings": told, "logits": model(tensors(x))}


def port_model_in_evaluation(student, settings, weights, x, y):
    """Return loss and accuracy of what port_model(*settings) gives."""
    model, _ = _ported(student.port_model, settings)
    _give(model, weights)
    model.run_eagerly = True
    logs = model.test_on_batch(x, y, return_dict=True)
    found = {name: logs.get(name) for name in ("loss", "accuracy")}
    return {name: None if n is None else tf.constant(n, "float32") for name, n in found.items()}


def port_model_in_training(student, settings, weights, xs, ys):
    """Train what port_model(*settings) gives on each batch in turn; return the weights then."""
    model, _ = _ported(student.port_model, settings)
    _give(model, weights)
    model.run_eagerly = True
    for x, y in zip(xs, ys, strict=True):
        model.train_on_batch(x, y)
    return [*model.get_layer("hidden").get_weights(), *model.get_layer("logits").get_weights()]


def port_model_at_later_steps(student, settings, steps):
    """Return the learning rate of what port_model(*settings) gives at each of the steps."""
    model, _ = _ported(student.port_model, settings)
    rates = []
    for step in steps:
        model.optimizer.iterations.assign(step)
        rates.append(tf.convert_to_tensor(model.optimizer.learning_rate))
    return rates


def port_model_after_saving(student, settings, weights, x):
    """Save what port_model(*settings) gives, load it, and return its logits for x."""
    model, _ = _ported(student.port_model, settings)
    _give(model, weights)
    with tempfile.TemporaryDirectory() as folder:
        model.save(f"{folder}/model.keras")
        return keras.models.load_model(f"{folder}/model.keras")(tensors(x))


def _ported(port_model, settings):
    """Return a model and the first line of each warning that its making gave."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        model = port_model(*settings)
    return model, _of_keras(told)


def _of_keras(told):
    """Return the first line of each warning to the user."""
    return [str(one.message).split("\n")[0] for one in told if one.category is UserWarning]


def _give(model, weights):
    """Set the weights of the layers "hidden" and "logits": kernel and bias of each."""
    model.get_layer("hidden").set_weights(weights[:2])
    model.get_layer("logits").set_weights(weights[2:])


def skewed(y_true, y_pred):
    """Return a squared error that counts more at large labels, so that both have their place."""
    return keras.ops.mean((1 + y_true**2) * (y_pred - y_true) ** 2, axis=-1)


class Doubled(keras.layers.Layer):
    """Give 2 x in training, else x."""

    def call(self, inputs, training=None):
        return 2 * inputs if training else inputs


def port_training_loop(student, weights, data, settings=None, seen=("logs", "weights")):
    """Fit a linear model by port_training_loop; return what is to be seen afterwards.

    The model doubles its inputs in training. Settings: rate, strength (L2 of kernel), batch,
    epochs, metrics, graph, loss ("skewed" or "mse"), fit (else there are plain steps, which take a
    fifth of the time). To be seen: "logs", "weights", "warnings".
    """
    asked = {"rate": 0.1, "strength": 0.0, "batch": None, "epochs": 1, "metrics": []}
    asked |= {"graph": False, "loss": "skewed", "fit": False} | (settings or {})

    class Ported(keras.Model):
        def train_step(self, data):
            return student.port_training_loop(self, data)

    kernel, bias = weights
    inputs = keras.Input(kernel.shape[:1])
    more = {"kernel_regularizer": keras.regularizers.L2(asked["strength"])}
    dense = keras.layers.Dense(bias.size, **(more if asked["strength"] else {}))
    model = Ported(inputs, dense(Doubled()(inputs)))
    dense.set_weights(weights)
    model.compile(
        keras.optimizers.SGD(asked["rate"], momentum=0.5),
        skewed if asked["loss"] == "skewed" else asked["loss"],
        metrics=asked["metrics"],
        run_eagerly=True,
    )
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        history = _fitted(model, data, asked) if asked["fit"] else _stepped(model, data, asked)
    logs = {name: tf.constant(values, "float32") for name, values in history.items()}
    found = {"logs": logs, "weights": dense.get_weights(), "warnings": _of_keras(told)}
    return {name: found[name] for name in seen}


def _fitted(model, data, asked):
    """Return the history of fit."""
    x, y, *rest = data
    return model.fit(
        x,
        y,
        sample_weight=rest[0] if rest else None,
        batch_size=asked["batch"] or len(x),
        epochs=asked["epochs"],
        shuffle=False,
        verbose=0,
    ).history


def _stepped(model, data, asked):
    """Return the history of one train_step for each epoch, in a graph or not."""
    batch, losses, step = tuple(tensors(data)), [], model.train_step
    if asked["graph"]:
        model.optimizer.build(model.trainable_variables)
        step = tf.function(step, autograph=False)  # as fit has it
    for _ in range(asked["epochs"]):
        model.reset_metrics()
        step(batch)
        losses.append(float(model.get_metrics_result()["loss"]))
    return {"loss": losses}


def port_saving(student, weights, xs, forms, loss="mse", names=("new.keras", "served")):
    """Save a model as h5, port it, and return what some forms of it give for each x.

    The forms: the "new" Keras file, the folder "served", the "old" file, read afterwards. The form
    "rest" says what was returned, and whether the new model is compiled.
    """
    with tempfile.TemporaryDirectory() as folder:
        old, new, served = (f"{folder}/{name}" for name in ("old.h5", *names))
        _write_h5(old, weights, loss)
        with _quiet():
            result = student.port_saving(old, new, served)
        given = [tensors(x) for x in xs]
        found = {}
        for form in forms:
            if form == "served":
                graph = tf.saved_model.load(served)
                found[form] = [graph.serve(x) for x in given]
                continue
            model = keras.models.load_model(old if form == "old" else new, compile=form == "rest")
            found[form] = [model(x) for x in given]
            if form == "rest":
                kind = "None" if result is None else type(result).__name__
                found[form] = {"returned": kind, "compiled": bool(model.compiled)}
        return found


def port_saving_refused(student, weights, name):
    """Port to a file of another name; return the error's class and the files that are there."""
    with tempfile.TemporaryDirectory() as folder:
        _write_h5(f"{folder}/old.h5", weights, "mse")
        try:
            with _quiet():
                student.port_saving(f"{folder}/old.h5", f"{folder}/{name}", f"{folder}/served")
            error = "nothing"
        except ValueError:
            error = "ValueError"
        return {"raised": error, "files": sorted(path.name for path in Path(folder).iterdir())}


@contextlib.contextmanager
def _quiet():
    """Keep Keras from printing what an export holds, which takes seven lines."""
    was_on = keras.config.is_interactive_logging_enabled()
    keras.config.disable_interactive_logging()
    try:
        yield
    finally:
        if was_on:
            keras.config.enable_interactive_logging()


def _write_h5(path, weights, loss):
    """Write the compiled model x @ kernel + bias, doubled by a second layer, as an h5 file."""
    kernel, bias = weights
    dense = keras.layers.Dense(bias.size)
    model = keras.Sequential([keras.Input(kernel.shape[:1]), dense, keras.layers.Rescaling(2.0)])
    dense.set_weights(weights)
    model.compile(keras.optimizers.Adam(), loss)
    model.save(path)
