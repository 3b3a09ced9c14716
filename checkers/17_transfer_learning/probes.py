"""Probes of 17_transfer_learning: small networks with given weights, frozen, thawed and trained."""

import json

import keras
import numpy as np
import tensorflow as tf

from tensorkata.student.probes import spared, spec_of, tensors, weighted

KINDS = {
    "norm": keras.layers.BatchNormalization,
    "relu": lambda **name: keras.layers.Activation("relu", **name),
    "tanh": lambda **name: keras.layers.Activation("tanh", **name),
}


def made(layers, width, leaves):
    """Make a model of [name, kind] layers; note the layers that are no models, in order.

    A kind is the number of units of a Dense layer, a word of KINDS, or the layers of an inner
    model.
    """
    inputs = outputs = keras.Input((width,))
    for name, kind in layers:
        if isinstance(kind, list):
            layer = made(kind, outputs.shape[-1], leaves)
        else:
            is_dense = isinstance(kind, int)
            layer = keras.layers.Dense(kind, name=name) if is_dense else KINDS[kind](name=name)
            leaves.append((name, layer))
        outputs = layer(outputs)
    return keras.Model(inputs, outputs)


def freeze(student, layers, width, cases, weights=None, x=None):
    """Freeze a model for each case, [top, flags]; return what is trained then.

    If `top` is None, nothing is passed for it. Flags are set before: [name, flag], where the name
    "whole" stands for the model. With weights, return also the output for x in training, and the
    statistics of all normalizations after that.
    """
    answers = []
    for top, flags in cases:
        leaves = []
        model = made(layers, width, leaves)
        for name, flag in flags:
            for layer in [model] if name == "whole" else [dict(leaves)[name]]:
                layer.trainable = flag
        returned = student.freeze(model) if top is None else student.freeze(model, top)
        is_same = returned is model
        found = {"returned": "the same model" if is_same else type(returned).__name__}
        trained = {id(variable) for variable in model.trainable_variables}
        on = [(name, layer) for name, layer in leaves if ids_of(layer) & trained]
        found["trained"] = [name for name, _ in on]
        if weights is not None:
            found |= seen_in_training(model, leaves, weights, x)
        answers.append(found)
    return answers


def ids_of(layer):
    """Return the ids of a layer's weights."""
    return {id(variable) for variable in layer.weights}


def seen_in_training(model, leaves, weights, x):
    """Give the layers their weights; return the output in training, and the statistics then."""
    left = list(weights)
    for _, layer in leaves:
        count = len(layer.weights)
        layer.set_weights(left[:count])
        left = left[count:]
    output = model(tensors(x), training=True)
    norms = [layer for _, layer in leaves if isinstance(layer, keras.layers.BatchNormalization)]
    moved = [part.numpy() for norm in norms for part in (norm.moving_mean, norm.moving_variance)]
    return {"output": output, "statistics": moved}


def add_head(student, weights, head, x, *, training=None, picture=True, thawed=False, built=True):
    """Put a head on a backbone, give both their weights, and call the model twice.

    The weights are those of a Dense layer on channels and of a normalization after it.
    """
    (kernel, bias), statistics = weights[:2], weights[2:]
    dense = keras.layers.Conv2D(bias.size, 1) if picture else keras.layers.Dense(bias.size)
    norm, drop = keras.layers.BatchNormalization(), keras.layers.Dropout(0.5)
    start = [keras.Input(x.shape[1:])] if built else []
    backbone = keras.Sequential([*start, dense, norm, keras.layers.Activation("relu"), drop])
    model = student.add_head(backbone, head[1].size)
    trained = list(model.trainable_variables)
    shapes = sorted((list(weight.shape) for weight in trained), key=len, reverse=True)
    if shapes != [list(weight.shape) for weight in head]:
        return {"trained": shapes}
    for weight in trained:
        weight.assign(head[0] if len(weight.shape) > 1 else head[1])
    dense.set_weights([kernel[None, None] if picture else kernel, bias])
    norm.set_weights(statistics)
    if thawed:
        backbone.trainable = True
    keywords = {} if training is None else {"training": training}
    first, again = model(tensors(x), **keywords), model(tensors(x), **keywords)
    statistics = norm.get_weights()[2:]
    return {"trained": shapes, "output": first, "again": again, "statistics": statistics}


class Chain(keras.Model):
    """Run layers one after the other; keras.Sequential would take twice the time to build."""

    def __init__(self, shape, *parts):
        super().__init__()
        self.parts = list(parts)
        for part in parts:
            if not part.built:
                part.build(shape)
            shape = part.compute_output_shape(shape)
        self.built = True

    def compute_output_shape(self, shape):
        for part in self.parts:
            shape = part.compute_output_shape(shape)
        return shape

    def call(self, inputs, training=None):
        for part in self.parts:
            inputs = part(inputs, training=training) if isinstance(part, Boost) else part(inputs)
        return inputs


class Doubled(keras.losses.Loss):
    """The mean of (y_pred - 2 * y_true)^2, in which the two cannot be swapped."""

    def call(self, y_true, y_pred):
        return tf.reduce_mean((y_pred - 2 * y_true) ** 2, axis=-1)


class Boost(keras.layers.Layer):
    """Multiply by a factor in training only, and count the passes."""

    def __init__(self, factor):
        super().__init__()
        self.factor, self.passes = factor, 0

    def compute_output_shape(self, shape):
        return shape

    def call(self, inputs, training=None):
        self.passes += 1
        return inputs * self.factor if training else inputs


def discriminative_step(
    student,
    weights,
    xs,
    ys,
    rates,
    momentum=0.0,
    strengths=(0.0, 0.0),
    frozen=(),
    mode="eager",
    late=False,
):
    """Take a step for each batch; return the losses, the weights and, if eager, the model's passes.

    The model is Dense, tanh, Dense, tanh (the backbone), a Boost by 2 and a Dense; if it comes
    late, the backbone is all but the first Dense and tanh. Strengths are those of L2 penalties on
    the kernels of the first and of the last layer.
    """
    sizes, (first, last) = [bias.size for bias in weights[1::2]], strengths
    layers = [
        keras.layers.Dense(sizes[0], "tanh", kernel_regularizer=penalty(first)),
        keras.layers.Dense(sizes[1], "tanh"),
        keras.layers.Dense(sizes[2], kernel_regularizer=penalty(last)),
    ]
    boost, shape = Boost(2.0), (None, *xs.shape[2:])
    if late:
        backbone = Chain((None, sizes[0]), layers[1], boost, layers[2])
        model = Chain(shape, layers[0], backbone)
    else:
        backbone = Chain(shape, *layers[:2])
        model = Chain(shape, backbone, boost, layers[2])
    for number, layer in enumerate(layers):
        layer.set_weights(weights[2 * number : 2 * number + 2])
        layer.trainable = number not in frozen
    slow, fast = (keras.optimizers.SGD(rate, momentum=momentum) for rate in rates)

    def step(x, y):
        return student.discriminative_step(model, backbone, Doubled(), slow, fast, x, y)

    run = tf.function(step, autograph=False) if mode == "graph" else step
    losses = [run(x, y) for x, y in zip(tensors(xs), tensors(ys), strict=True)]
    after = flat(weight for layer in layers for weight in layer.get_weights())
    found = {"losses": losses, "weights": after}
    return found if mode == "graph" else found | {"passes": boost.passes}


def flat(weights):
    """Return weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def penalty(strength):
    """Return an L2 penalty; None for a strength of 0."""
    return keras.regularizers.L2(strength) if strength else None


class Quick(keras.Model):
    """A model whose fit runs eagerly, whatever compile is told: tracing takes most of the time."""

    def compile(self, *args, **kwargs):
        super().compile(*args, **kwargs)
        self.run_eagerly = True


def fine_tune(student, weights, x, y, settings, mode="eager"):
    """Tune a model in two stages; return the losses, the weights and the last learning rate.

    In the mode "steps" return only how many steps the second stage has taken; in the mode "head"
    the head has a normalization before its Dense layer: return which parts of it have moved.

    The backbone is Dense, normalization, tanh, Dense, tanh, and the head is a Dense layer.
    """
    units = [weights[1].size, weights[7].size, weights[9].size]
    backbone = keras.Sequential(
        [
            keras.Input(x.shape[1:]),
            keras.layers.Dense(units[0]),
            keras.layers.BatchNormalization(),
            keras.layers.Activation("tanh"),
            keras.layers.Dense(units[1], "tanh"),
        ]
    )
    inputs = keras.Input(x.shape[1:])
    kind = keras.Model if mode == "graph" else Quick
    if mode == "head":
        norm = keras.layers.BatchNormalization()
        model = kind(inputs, keras.layers.Dense(units[2])(norm(backbone(inputs))))
        student.fine_tune(model, backbone, tensors(x), tensors(y), **settings)
        starts = zip(NORM_PARTS, norm.get_weights(), (1, 0, 0, 1), strict=True)
        return {name: bool(np.any(part != start)) for name, part, start in starts}
    model = kind(inputs, keras.layers.Dense(units[2])(backbone(inputs)))
    put(model, weights)
    found = student.fine_tune(model, backbone, tensors(x), tensors(y), **settings)
    optimizer = model.optimizer if model.compiled else keras.optimizers.SGD(0.0)
    if mode == "steps":
        return int(optimizer.iterations)
    return {
        "form": form_of(found),
        "losses": losses_of(found),
        "weights": ordered(model),
        "rate": np.float32(optimizer.learning_rate),
    }


NORM_PARTS = "gamma", "beta", "moving mean", "moving variance"


def ordered(model):
    """Return all weights in one vector, layer by layer; statistics come after gamma and beta."""
    leaves = [*model.layers[1].layers, model.layers[2]]
    return flat(weight for layer in leaves for weight in layer.get_weights())


def put(model, weights):
    """Give a model its weights in that order."""
    left = list(weights)
    for layer in [*model.layers[1].layers, model.layers[2]]:
        count = len(layer.weights)
        layer.set_weights(left[:count])
        left = left[count:]


def form_of(found):
    """Return what the result of fine_tune is made of."""
    if not isinstance(found, (list, tuple)):
        return type(found).__name__
    if not all(isinstance(stage, (list, tuple)) for stage in found):
        return f"{type(found).__name__} of {type(found[0]).__name__}"
    kinds = sorted({type(loss).__name__ for stage in found for loss in stage})
    return f"{len(found)} lists of {', '.join(kinds) or 'nothing'}"


def losses_of(found):
    """Return the losses of each stage as arrays."""
    if not form_of(found).endswith(("of float", "of nothing")):
        return []
    return [np.array(stage, "float32") for stage in found]


def rates(student, called, config, steps, kind="int"):
    """Return a schedule's rate of each step; the kind is int, int32 or int64, or a graph's."""
    schedule = getattr(student, called)(**config)
    return asked(schedule, steps, kind)


def asked(schedule, steps, kind):
    """Ask a schedule for the rate of each step."""
    if kind == "int":
        return [schedule(step) for step in steps]
    if kind != "graph":
        return [schedule(tf.constant(step, kind)) for step in steps]
    signature = [tf.TensorSpec((), tf.int64)]

    def run(*, autograph):
        function = tf.function(schedule.__call__, input_signature=signature, autograph=autograph)
        return [function(tf.constant(step, tf.int64)) for step in steps]

    return spared(run)


def copied_rates(student, called, config, steps):
    """Return a schedule's config, and the rates of the schedule that from_config makes of it."""
    kept = getattr(student, called)(**config).get_config()
    if not isinstance(kept, dict) or set(kept) != set(config):
        return {"config": kept, "rates": []}
    copy = getattr(student, called).from_config(json.loads(json.dumps(kept)))
    return {"config": kept, "rates": asked(copy, steps, "int")}


def _dense(kernel, bias, activation, *, built=True):
    """Make a Dense layer with these weights; if it is not built yet, they are its initial ones."""
    constant = keras.initializers.Constant
    kernel = np.array(kernel)  # an array of NumPy's own goes into a config
    bias = None if bias is None else np.array(bias)
    layer = keras.layers.Dense(
        kernel.shape[1],
        activation,
        use_bias=bias is not None,
        kernel_initializer=constant(kernel),
        bias_initializer="zeros" if bias is None else constant(bias),
    )
    if built:
        layer.build((None, len(kernel)))
    return layer


def weight_normalization(
    student, called, x, kernel, bias=None, g=None, activation=None, *, built=True, upstream=None
):
    """Wrap a Dense layer; return g as it begins, the weights' shapes, the output, and v after it.

    With g the output is that for this g. With `upstream` return gradients instead.
    """
    dense = _dense(kernel, bias, activation, built=built)
    layer = getattr(student, called)(dense)
    layer(tensors(x))
    start = layer.g.numpy()
    if g is not None:
        layer.g.assign(g)
    found = {
        "g": start,
        "shapes": {
            "trained": sorted(list(weight.shape) for weight in layer.trainable_weights),
            "others": sorted(list(weight.shape) for weight in layer.non_trainable_weights),
        },
        "output": layer(tensors(x)),
        "v": dense.kernel,
        "g after": layer.g,
    }
    if upstream is not None:
        sources = {"g": layer.g, "v": dense.kernel, "bias": dense.bias}
        return gradients_of(layer, x, sources, upstream)
    return found


def gradients_of(layer, x, sources, upstream, **keywords):
    """Return the gradients of sum(upstream * output) in the inputs and in some weights."""
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(layer(value, **keywords), upstream)
    weights = {name: weight.value for name, weight in sources.items()}
    return tape.gradient(result, {"inputs": value, **weights})


def spectral_normalization(student, called, x, kernel, bias, u, modes, activation=None):
    """Wrap a Dense layer, call it, and return what is there after each call.

    A mode is True or False for `training`, or None for nothing. If u is None it begins as it does.
    """
    dense = _dense(kernel, bias, activation)
    layer = getattr(student, called)(dense)
    layer(tensors(x))
    if u is not None:
        layer.u.assign(u)
    calls = []
    for mode in modes:
        output = layer(tensors(x), **({} if mode is None else {"training": mode}))
        calls.append({"output": output, "u": layer.u.numpy(), "kernel": dense.kernel.numpy()})
    return calls


def spectral_start(student, called, x, kernel, bias, u, *, built):
    """Wrap a Dense layer; return its first u, the weights' shapes, and the output for a new u."""
    dense = _dense(kernel, bias, None, built=built)
    layer = getattr(student, called)(dense)
    layer(tensors(x))
    start = layer.u.numpy()
    layer.u.assign(u)
    shapes = {
        "trained": sorted(list(weight.shape) for weight in layer.trainable_weights),
        "others": sorted(list(weight.shape) for weight in layer.non_trainable_weights),
    }
    return {"u": start, "shapes": shapes, "output": layer(tensors(x))}


def spectral_gradients(student, called, x, kernel, bias, u, upstream, *, training):
    """Return the gradients of a wrapped layer in its inputs, its kernel and its bias."""
    dense = _dense(kernel, bias, "tanh")
    layer = getattr(student, called)(dense)
    layer(tensors(x))
    layer.u.assign(u)
    sources = {"kernel": dense.kernel, "bias": dense.bias}
    return gradients_of(layer, x, sources, upstream, training=training)


def cohen_kappa(student, called, config, batches, mode="eager", *, again=False):
    """Return the result before any batch and after each one.

    In the mode "graph" the batches go through one tf.function, whose batch size is unknown. With
    `again` the state is reset, and the last batch is counted once more.
    """
    metric = getattr(student, called)(**config)
    batches = [tensors(batch) for batch in batches]
    signature = [spec_of(array) for array in batches[0]]

    def run(*, autograph):
        metric.reset_state()
        update = metric.update_state
        if mode == "graph":
            update = tf.function(update, input_signature=signature, autograph=autograph)
        results = [metric.result()]
        for batch in batches:
            update(*batch)
            results.append(metric.result())
        if again:
            metric.reset_state()
            results.append(metric.result())
            update(*batches[-1])
            results.append(metric.result())
        return results

    return spared(run)
