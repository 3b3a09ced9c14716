"""Probes of 05_custom_layers: a layer's weights, its calls in turn, and the layer after saving."""

import functools
import json
import tempfile

import keras
import tensorflow as tf

from tensorkata.student.probes import built, spec_of, tensors, weighted


def sine(x):
    """Return the sine of x."""
    return tf.sin(x)


def pair_sums(x):
    """Add up neighbors: (..., 2 n) -> (..., n)."""
    return x[..., ::2] + x[..., 1::2]


def tripled_in_training(x, training=False):
    """Return 3 x in training, else 2 x."""
    return 3 * x if training else 2 * x


FUNCTIONS = {function.__name__: function for function in (sine, pair_sums, tripled_in_training)}
FUNCTIONS["<lambda>"] = lambda x: tf.sin(x)


def weights(student, name, config, x, calls=3):
    """Build a layer and call it; return its weights, the trained ones and the others."""
    layer = getattr(student, name)(**config)
    if not calls:
        layer.build(x.shape)
    for _ in range(calls):
        layer(tensors(x))
    return {"trained": layer.trainable_weights, "others": layer.non_trainable_weights}


def in_turn(student, name, config, xs, weights=None, training=None, mode="eager", unknown=1):
    """Call one layer with each input in turn; return the outputs, and the weights after that.

    In mode graph or xla it is one graph, which does not know the sizes of the first `unknown` axes;
    XLA compiles it for each size anew, so in mode xla the first input only builds the layer.
    In mode copied, from_config has made the layer from the first layer's config.
    """
    layer = built(getattr(student, name), config, xs[0], weights)
    if mode == "copied":
        layer = type(layer).from_config(json.loads(json.dumps(layer.get_config())))
    keywords = {} if training is None else {"training": training}
    call = functools.partial(layer, **keywords)
    if mode in {"graph", "xla"}:
        signature = [spec_of(xs[0], unknown)]
        # Keras has no conversion by AutoGraph in a layer's call.
        jit = mode == "xla"
        call = tf.function(call, input_signature=signature, jit_compile=jit, autograph=False)
    outputs = [call(tensors(x)) for x in (xs[1:] if mode == "xla" else xs)]
    return {"outputs": outputs, "weights": layer.get_weights()}


def saved(student, name, config, x, weights=None, training=None, then_training=False):
    """Save a model of a layer, load and call it; return the output and the weights.

    With `then_training` the weights are those after a call in training that follows.
    """
    layer = getattr(student, name)(**config)
    json.dumps(layer.get_config())
    model = after_saving(layer, student, name, x, weights)
    output = model(tensors(x), training=training)
    if then_training:
        model(tensors(x), training=True)
    return {"output": output, "weights": model.get_weights()}


def after_saving(layer, student, name, x, weights=None):
    """Save a model of one layer as .keras, and load it."""
    inputs = keras.Input(x.shape[1:], dtype=x.dtype.name)
    model = keras.Model(inputs, layer(inputs))
    if weights:
        layer.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        known = {**FUNCTIONS, name: getattr(student, name)}
        return keras.models.load_model(path, custom_objects=known)


def activated(student, function, x, weights):
    """Save a model of a Linear whose activation is a function, and load it; return both answers."""
    layer = student.Linear(weights[1].size, activation=FUNCTIONS[function])
    after = after_saving(layer, student, "Linear", x, weights)(tensors(x))
    return {"before": layer(tensors(x)), "after": after}


def kind(student, function):
    """Return "Lambda" if make_lambda_layer makes one, else the type's name of what it returns."""
    layer = student.make_lambda_layer(FUNCTIONS[function])
    return "Lambda" if isinstance(layer, keras.layers.Lambda) else type(layer).__name__


def wrapped(student, function, x, training=None):
    """Return what the layer of make_lambda_layer gives for x."""
    layer = student.make_lambda_layer(FUNCTIONS[function])
    return layer(tensors(x)) if training is None else layer(tensors(x), training=training)


def wrapped_and_saved(student, function, x):
    """Save a model of a layer of make_lambda_layer, load it, and return what it gives for x."""
    layer = student.make_lambda_layer(FUNCTIONS[function])
    return after_saving(layer, student, "make_lambda_layer", x)(tensors(x))


def residual(student, x, kernel, bias):
    """Call Residual around a Dense layer with x."""
    return student.Residual(dense(x, kernel, bias), dtype=x.dtype.name)(tensors(x))


def dense(x, kernel, bias):
    """Make a Dense layer with these weights."""
    layer = keras.layers.Dense(bias.size, dtype=x.dtype.name)
    layer.build(x.shape)
    layer.set_weights([kernel, bias])
    return layer


def residual_normalized(student, x, gamma, beta, training):
    """Call Residual around a BatchNormalization with x."""
    return _normalized_residual(student, x, gamma, beta)(tensors(x), training=training)


def _normalized_residual(student, x, gamma, beta):
    """Make a Residual around a BatchNormalization with these weights, which has seen nothing."""
    inner = keras.layers.BatchNormalization(dtype=x.dtype.name)
    inner.build(x.shape)
    inner.set_weights([gamma, beta, *inner.get_weights()[2:]])
    return student.Residual(inner, dtype=x.dtype.name)


def residual_gradient(student, x, gamma, beta, upstream):
    """Return how many weights Residual lists, trained and others, and its gradient in x."""
    layer = _normalized_residual(student, x, gamma, beta)
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(layer(value), upstream)
    counts = [len(layer.trainable_weights), len(layer.non_trainable_weights)]
    return {"counts": counts, "x": tape.gradient(result, value)}


def residual_saved(student, x, kernel, bias):
    """Save a model with a Residual around a model, load it, and return what it gives for x."""
    inner = keras.Sequential([dense(x, kernel, bias)])
    layer = student.Residual(inner, dtype=x.dtype.name)
    json.dumps(layer.get_config())
    return after_saving(layer, student, "Residual", x)(tensors(x))


def penalty(student, strength, x, calls=1, training=None):
    """Call L2Activity with x that many times; return the last outputs, and the losses."""
    layer = student.L2Activity(strength, dtype=x.dtype.name)
    keywords = {} if training is None else {"training": training}
    for _ in range(calls):
        outputs = layer(tensors(x), **keywords)
    return {"outputs": outputs, "losses": layer.losses}


def penalty_twice(student, strength, x, factor):
    """Use one L2Activity on x and on factor * x within one model; return the model's losses."""
    layer = student.L2Activity(strength)
    inputs = keras.Input(x.shape[1:])
    model = keras.Model(inputs, layer(keras.layers.Rescaling(factor)(layer(inputs))))
    model(tensors(x))
    return model.losses


def penalty_gradient(student, strength, x, upstream):
    """Return the gradient of sum(upstream * outputs) + losses in x."""
    layer = student.L2Activity(strength, dtype=x.dtype.name)
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(layer(value), upstream) + tf.add_n(layer.losses)
    return tape.gradient(result, value)


def penalty_saved(student, strength, x):
    """Save a model of an L2Activity, load it, call it and return its losses."""
    layer = student.L2Activity(strength, dtype=x.dtype.name)
    model = after_saving(layer, student, "L2Activity", x)
    model(tensors(x))
    return model.losses
