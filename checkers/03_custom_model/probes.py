"""Probes of 03_custom_model: models with given weights, their calls, steps, epochs and copies."""

import contextlib
import json
import tempfile

import keras
import numpy as np
import tensorflow as tf

from tensorkata.student.probes import spec_of, tensors, weighted


def given(x):
    """Return the tensors of the inputs; a list of arrays is a pair of inputs."""
    return tuple(tensors(x)) if isinstance(x, list) else tensors(x)


def filled(model, values):
    """Give every weight the values for its name and shape; values without a name fit any name.

    Weights that agree in both get the same values, so that the order of weights is free.
    """
    known = {(name, array.shape): array for name, array in values}
    for weight in model.weights:
        shape = tuple(weight.shape)
        weight.assign(
            known[weight.name, shape] if (weight.name, shape) in known else known["", shape]
        )
    return model


def begun(model, x):
    """Return what a new model or layer gives for x, and so make its weights.

    Before its first call Keras traces a `call` that has no `build` beside it, to make the weights,
    which takes twice as long as computing does; computing makes them as well. A model without
    `super().__init__()` is left to Keras, which says so.
    """
    plain = type(model).build is keras.Model.build and "built" in vars(model)
    return (model.call if plain else model)(given(x))


def _made(student, name, config, x, values):
    """Make a model or a layer with these weights."""
    model = getattr(student, name)(**config)
    begun(model, x)
    return filled(model, values)


def shapes(weights):
    """Return the shapes of some weights, sorted."""
    return sorted(list(weight.shape) for weight in weights)


def form(student, called, config, x):
    """Return the output of a new model and the shapes of its weights, sorted."""
    model = getattr(student, called)(**config)
    return formed(model, begun(model, x))


def of_ones(student, called, config, x):
    """Call a new model, set all its weights to one, and call it again.

    Return the output and the shapes of the weights, sorted.
    """
    model = getattr(student, called)(**config)
    model(given(x))
    model.set_weights([np.ones(weight.shape) for weight in model.weights])
    return formed(model, model(given(x)))


def weights_after_two(student, called, config, x):
    """Return the shapes of a model's weights after two calls, sorted; Keras makes the weights."""
    model = getattr(student, called)(**config)
    model(given(x))
    found = formed(model, model(given(x)))
    return [found["trained"], found["others"]]


def formed(model, output):
    """Return the output and the shapes of a model's weights, sorted."""
    trained, others = model.trainable_weights, model.non_trainable_weights
    return {"output": output, "trained": shapes(trained), "others": shapes(others)}


def output(student, called, config, x, values, training=None, unknown=0):
    """Return what a model with these weights gives for x.

    With `unknown` it runs in a graph that does not know the sizes of that many first axes.
    """
    model = _made(student, called, config, x, values)
    keywords = {} if training is None else {"training": training}
    if not unknown:
        return model(given(x), **keywords)
    parts = x if isinstance(x, list) else [x]
    signature = [spec_of(part, unknown) for part in parts]

    def asked(*inputs):
        return model(inputs if isinstance(x, list) else inputs[0], **keywords)

    # Keras has no conversion by AutoGraph in a model's call.
    return tf.function(asked, input_signature=signature, autograph=False)(*tensors(parts))


def in_order(model, values):
    """Return the weights in the order of the values that they were given by shape."""
    found = {tuple(weight.shape): weight for weight in model.weights}
    return [found[array.shape] for _, array in values]


def stepped(student, called, config, x, y, values, rate):
    """Take one step of SGD on the mean squared error; return the weights of WideAndDeep."""
    model = _made(student, "WideAndDeep", config, x, values)
    model.compile(keras.optimizers.SGD(rate), "mse", run_eagerly=True)
    model.train_on_batch(given(x), tensors(y))
    return in_order(model, values)


def moving(model):
    """Return the moving means and variances of all norms of a layer or a model."""
    names = ("moving_mean", "moving_variance")
    return {name: [w for w in model.non_trainable_weights if w.name == name] for name in names}


def block_in_training(student, called, config, x, values):
    """Call a ResidualBlock in training; return its output and the statistics."""
    block = _made(student, "ResidualBlock", config, x, values)
    return {"output": block(tensors(x), training=True), **moving(block)}


def block_gradient(student, called, config, x, values, upstream):
    """Return the gradient of sum(upstream * block(x)) in x, in training."""
    block, inputs = _made(student, "ResidualBlock", config, x, values), tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        result = weighted(block(inputs, training=True), upstream)
    return tape.gradient(result, inputs)


def block_of_net(student, called, x, values, net, config):
    """Return what a ResidualBlock with these weights gives, in inference and in training.

    MiniResNet comes first: before it is written, nothing is asked of its blocks. A block with other
    weights keeps them, and so gives something else.
    """
    student.MiniResNet(**net)
    block = student.ResidualBlock(**config)
    block(tensors(x))
    with contextlib.suppress(KeyError):
        filled(block, values)
    return [block(tensors(x)), block(tensors(x), training=True)]


def net_step(student, called, config, x, labels, values, rate):
    """Take one step of SGD on the crossentropy; return the loss, the stem's kernel and the head."""
    model = _made(student, "MiniResNet", config, x, values)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(rate), loss, run_eagerly=True)
    report = model.train_on_batch(tensors(x), tensors(labels), return_dict=True)
    stem = [w for w in model.trainable_weights if len(w.shape) == 4 and w.shape[2] == x.shape[3]]
    head = [w for w in model.trainable_weights if w.shape[-1] == config["classes"]]
    return {"loss": np.float32(report["loss"]), "stem": stem, "head": head}


def _autoencoder(student, values, rate, *, eager=True):
    """Return a compiled Autoencoder with these weights."""
    sizes = values[0][1].shape
    config, x = {"input_dim": sizes[0], "code_dim": sizes[1]}, np.zeros((1, sizes[0]), np.float32)
    model = _made(student, "Autoencoder", config, x, values)
    model.compile(keras.optimizers.SGD(rate), run_eagerly=eager, jit_compile=False)
    return model


def numbers(report):
    """Return a report with float32 for Python's floats."""
    return {name: np.float32(value) for name, value in report.items()}


def auto_example(student, called, x, rate):
    """Set all weights of a new Autoencoder with a code of 1 to zero, and take a step.

    Return the output before, the shapes of the trained weights, the report, and the new weights.
    """
    model = getattr(student, called)(input_dim=x.shape[1], code_dim=1)
    model(tensors(x))
    output = model(tensors(x))
    model.set_weights([np.zeros(weight.shape) for weight in model.weights])
    model.compile(keras.optimizers.SGD(rate), run_eagerly=True)
    # without weights the update cannot run
    report = model.trainable_weights and model.train_on_batch(tensors(x), return_dict=True)
    seen = {"output": output, "trained": shapes(model.trainable_weights)}
    total = np.float32(sum(np.sum(weight) for weight in model.trainable_weights))
    return seen | {"report": numbers(report or {}), "sum": total}


def restored(student, called, values, x):
    """Return what an Autoencoder with these weights gives for x."""
    return _autoencoder(student, values, 0.1)(tensors(x))


def auto_step(student, called, values, rate, x, targets=None, sample_weight=None):
    """Take one step on x, perhaps with targets and weights; return the report and the weights."""
    model = _autoencoder(student, values, rate)
    rest = tensors([targets, sample_weight])
    report = model.train_on_batch(tensors(x), *rest, return_dict=True)
    return {"report": numbers(report), "weights": in_order(model, values)}


def auto_fit(student, called, values, rate, x, batch, epochs):
    """Fit in a graph, and evaluate on the first samples after each epoch; return the history."""
    model = _autoencoder(student, values, rate, eager=False)
    data, first = batches_of(x, batch), batches_of(x[:batch], batch)
    return numbers(model.fit(data, epochs=epochs, validation_data=first, verbose=0).history)


def auto_evaluate(student, called, values, rate, x, batch):
    """Take a step on the first batch, then evaluate all at once and in batches.

    Return both reports and the weights.
    """
    model = _autoencoder(student, values, rate)
    model.train_on_batch(tensors(x[:batch]))
    reports = [
        model.evaluate(batches_of(x, size), verbose=0, return_dict=True) for size in (len(x), batch)
    ]
    return {"reports": list(map(numbers, reports)), "weights": in_order(model, values)}


def batches_of(x, batch):
    """Return a dataset of batches; Keras's own for an array costs four functions more."""
    return tf.data.Dataset.from_tensor_slices(x).batch(batch)


def _averaged(student, weights, decay, rate, graph=False, dtype="float32"):
    """Return a compiled EmaModel around a dense layer of a dtype, or a norm and a dense layer."""
    features, units = weights[-2].shape if len(weights) > 1 else weights[0].shape
    inputs = normed = keras.Input((features,))
    if len(weights) > 2:
        normed = keras.layers.BatchNormalization(momentum=0.5)(inputs)
    biased = len(weights) > 1
    dense = keras.layers.Dense(units, use_bias=biased, kernel_initializer="zeros", dtype=dtype)
    inner = keras.Model(inputs, dense(normed))
    inner.set_weights(weights)
    model = student.EmaModel(inner, decay)
    if "built" not in vars(model):
        model(np.zeros((1, features), "float32"))  # Keras says that super().__init__() is missing
    optimizer, how = keras.optimizers.SGD(rate), {"run_eagerly": not graph, "jit_compile": False}
    model.compile(optimizer, "mse", metrics=["mae"], **how)
    return model, inner


def copies(variables):
    """Return the present values of variables."""
    return [np.array(variable) for variable in variables]


def ema_form(student, called, weights, dtype):
    """Return the shapes that a new EmaModel trains, the averages' shapes, dtypes and kinds.

    The dense layer has the dtype.
    """
    model, _ = _averaged(student, weights, 0.9, 0.1, dtype=dtype)
    boxes = (tf.Variable, keras.Variable)
    kinds = {"a variable" if isinstance(a, boxes) else type(a).__name__ for a in model.averages}
    sizes = [list(average.shape) for average in model.averages]
    dtypes = [str(np.asarray(average).dtype) for average in model.averages]
    return [shapes(model.trainable_weights), sizes, dtypes, sorted(kinds)]


def ema_start(student, called, weights, x, later):
    """Give the inner model of a new EmaModel other weights, and compile again.

    Return the output and the averages.
    """
    model, inner = _averaged(student, weights, 0.9, 0.1)
    inner.set_weights(later)
    model.compile("sgd", "mse")
    return [model(tensors(x)), copies(model.averages)]


def ema_steps(student, called, weights, decay, rate, batches, graph=False):
    """Take a step on each batch, then call and test it on the first; return the averages."""
    model, _ = _averaged(student, weights, decay, rate, graph)
    for batch in batches:
        model.train_on_batch(*tensors(batch))
    if not graph:
        model.test_on_batch(*tensors(batches[0]))
        for _ in range(2):
            model(tensors(batches[0][0]), training=True)
    return copies(model.averages)


def ema_trained(student, called, weights, decay, rate, batches):
    """Take a step on each batch; return the logs of the steps and the weights."""
    (model, inner), logs = _averaged(student, weights, decay, rate), []
    for batch in batches:
        model.reset_metrics()
        logs.append(numbers(model.train_on_batch(*tensors(batch), return_dict=True)))
    return [logs, inner.get_weights()]


def ema_fit(student, called, weights, later, decay, rate, x, y, batch):
    """Give the inner model other weights and fit for two epochs in a graph; return the averages."""
    model, inner = _averaged(student, weights, decay, rate, graph=True)
    inner.set_weights(later)
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(batch)
    model.fit(data, epochs=2, verbose=0)
    return copies(model.averages)


def ema_swap(student, called, weights, decay, rate, batches, x):
    """Step on each batch, then swap twice; return the output and the averages after each swap.

    The averages are looked at in the variables that were there before.
    """
    (model, _), seen = _averaged(student, weights, decay, rate), []
    for batch in batches:
        model.train_on_batch(*tensors(batch))
    averages = list(model.averages)
    for _ in range(2):
        model.swap()
        seen.append({"output": model(tensors(x)), "averages": copies(averages)})
    return seen


def ema_decays(student, called, weights, rate, batch, refused):
    """Take a step with decay 0; return the averages, and the outcome of each refused decay."""
    (model, inner), seen = _averaged(student, weights, 0.0, rate), []
    model.train_on_batch(*tensors(batch))
    for decay in refused:
        try:
            student.EmaModel(inner, decay)
            seen.append("a model")
        except ValueError:
            seen.append("ValueError")
    return {"averages": copies(model.averages), "refused": seen}


def settings(config, function):
    """Return the arguments of ConfigurableMLP, the activation as a name or as a function."""
    if not function:
        return config
    return config | {"activation": getattr(keras.activations, config["activation"])}


def mlp_example(student, called, config, x):
    """Make a copy of a ConfigurableMLP by its config, and set all the copy's weights to one.

    Return what it gives, its penalty, and the shapes of its weights, sorted.
    """
    model = getattr(student, called)(**settings(config, function=True))
    copy = type(model).from_config(model.get_config())
    copy(tensors(x))
    copy.set_weights([np.ones(weight.shape) for weight in copy.weights])
    return formed(copy, copy(tensors(x))) | {"penalty": penalty(copy)}


def mlp_output(student, called, config, x, values, function=False):
    """Return what a ConfigurableMLP with these weights gives, and the sum of its losses."""
    model = _made(student, "ConfigurableMLP", settings(config, function), x, values)
    return {"output": model(tensors(x)), "penalty": penalty(model)}


def penalty(model):
    """Return the sum of a model's losses."""
    return np.float32(sum(model.losses))


def mlp_copy(student, called, config, x, values):
    """Send a config through JSON; return what the copy is, and what it gives with these weights.

    The original gets zeros for its weights in between, which the copy has to ignore.
    """
    model = _made(student, "ConfigurableMLP", settings(config, function=True), x, values)
    copy = type(model).from_config(json.loads(json.dumps(model.get_config())))
    begun(copy, x)
    names = "the same name" if copy.name == model.name else "another name"
    seen = {"is": [names, shapes(copy.weights)], "output": None}
    if shapes(copy.weights) == shapes(model.weights):
        filled(copy, values)
        model.set_weights([0 * weight for weight in model.get_weights()])
        seen["output"] = copy(tensors(x))
    return seen


def mlp_resumed(student, called, config, values, rate, first, second):
    """Step, save as .keras, load, step again; return what the loaded model gives and its weights.

    It predicts after loading and before its step.
    """
    model = _made(student, "ConfigurableMLP", config, first[0], values)
    model.compile(keras.optimizers.SGD(rate, momentum=0.9), "mse", run_eagerly=True)
    model.train_on_batch(*tensors(first))
    loaded = after_saving(model, student)
    before, lost = loaded(tensors(second[0])), penalty(loaded)
    loaded.run_eagerly = True
    loaded.train_on_batch(*tensors(second))
    seen = {"output": before, "penalty": lost}
    return seen | {"weights": in_order(loaded, values)}


def after_saving(model, student):
    """Save a model as .keras and load it."""
    known = {"ConfigurableMLP": student.ConfigurableMLP}
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        return keras.models.load_model(path, custom_objects=known)
