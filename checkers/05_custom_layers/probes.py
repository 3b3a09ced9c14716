"""Probes of 05_custom_layers: a layer's weights, its calls in turn, and the layer after saving.

`called` is the name of the layer's class, and `config` its settings.
"""

import functools
import json
import tempfile

import keras
import tensorflow as tf

from tensorkata.student.probes import spec_of, tensors, weighted


def sine(x):
    """Return the sine of x."""
    return tf.sin(x)


def bent(x):
    """Return x + x * x."""
    return x + x * x


def pair_sums(x):
    """Add up neighbors: (..., 2 n) -> (..., n)."""
    return x[..., ::2] + x[..., 1::2]


def tripled_in_training(x, training=False):
    """Return 3 x in training, else 2 x."""
    return 3 * x if training else 2 * x


def lambda_rule(x):
    """Return 5 x."""
    return 5 * x


def local_lambda():
    """Return a lambda expression whose qualified name is longer than its name."""
    return lambda x: tf.sin(x)


NAMED = (sine, bent, pair_sums, tripled_in_training, lambda_rule)
FUNCTIONS = {function.__name__: function for function in NAMED} | {
    "tf.square": tf.square,
    "<lambda>": local_lambda(),
    "<lambda> in training": lambda x, training=False: 3 * x if training else 2 * x,
}


def loaded_with(config):
    """Put the function for its name: {"activation": "sine"}."""
    return {key: FUNCTIONS.get(value, value) for key, value in config.items()}


def _made(student, called, config):
    """Make a layer; a name among FUNCTIONS stands for the function."""
    return getattr(student, called)(**loaded_with(config))


def only_made(student, called, config):
    """Make a layer, and do not call it."""
    _made(student, called, config)


def example(student, called, config, x, weights):
    """Build a layer for any batch size, and call it with these weights if their shapes fit."""
    layer = _made(student, called, config)
    layer.build((None, *x.shape[1:]))
    shapes = [list(weight.shape) for weight in layer.get_weights()]
    if shapes != [list(weight.shape) for weight in weights]:
        return {"shapes": shapes, "outputs": []}
    layer.set_weights(weights)
    return {"shapes": shapes, "outputs": [layer(tensors(x))]}


def weights(student, called, config, x, calls=3):
    """Build a layer and call it; return its weights, the trained ones and the others."""
    layer = _made(student, called, config)
    if not calls:
        layer.build(x.shape)
    for _ in range(calls):
        layer(tensors(x))
    return {"trained": layer.trainable_weights, "others": layer.non_trainable_weights}


def in_turn(student, called, config, xs, weights=None, training=None, unknown=0):
    """Call one layer with each input in turn, and return the outputs.

    With `unknown` it is one graph, which does not know the sizes of so many axes.
    """
    layer = given_weights(_made(student, called, config), xs[0], weights)
    return outputs_of(layer, xs, training, unknown)


def with_predictions(student, called, config, xs):
    """Call one layer in training with each input in turn, and in inference before each time."""
    layer, outputs = _made(student, called, config), []
    for x in xs:
        layer(tensors(x), training=False)
        outputs.append(layer(tensors(x), training=True))
    return outputs


def moved(student, called, config, xs, weights=None, training=None, unknown=0):
    """Call one layer as in_turn does, and return the outputs and the weights after that."""
    layer = given_weights(_made(student, called, config), xs[0], weights)
    outputs = outputs_of(layer, xs, training, unknown)
    return {"outputs": outputs, "weights": layer.get_weights()}


def given_weights(layer, x, weights):
    """Give a layer its weights, if there are any; a call with x has built it then."""
    if weights is not None:
        layer(tensors(x))
        layer.set_weights(weights)
    return layer


def outputs_of(layer, xs, training, unknown):
    """Call a layer with each input, in one graph if some sizes are unknown."""
    keywords = {} if training is None else {"training": training}
    call = functools.partial(layer, **keywords)
    if unknown:
        # Keras has no conversion by AutoGraph in a layer's call.
        call = tf.function(call, input_signature=[spec_of(xs[0], unknown)], autograph=False)
    return [call(tensors(x)) for x in xs]


def copied(student, called, config, xs, training=None):
    """Call the layer that from_config makes of a layer's config, sent through JSON, with each x."""
    kept = json.loads(json.dumps(_made(student, called, config).get_config()))
    layer = getattr(student, called).from_config(kept)
    keywords = {} if training is None else {"training": training}
    return [layer(tensors(x), **keywords) for x in xs]


def settings_kept(student, called, config):
    """Return what from_config keeps of a frozen layer with a name: its name, dtype, trainable."""
    config = config | {"name": "mine", "trainable": False}
    kept = json.loads(json.dumps(_made(student, called, config).get_config()))
    layer = getattr(student, called).from_config(kept)
    names = {"mine": "the same"}
    return {
        "name": names.get(layer.name, "another"),
        "dtype": layer.dtype,
        "trainable": layer.trainable,
    }


def saved(student, called, config, x, weights=None, training=None):
    """Save a model of a layer, whose config is plain data, load it, and return its output."""
    layer = _made(student, called, config)
    json.dumps(layer.get_config())
    model = _after_saving(student, called, layer, x, weights)
    return model(tensors(x), training=training)


def saved_and_trained(student, called, config, x, weights):
    """Save a model of a layer, load it, call it in training, and return its weights."""
    model = _after_saving(student, called, _made(student, called, config), x, weights)
    model(tensors(x), training=True)
    return model.get_weights()


def _after_saving(student, called, layer, x, weights=None):
    """Save a model of one layer as .keras, and load it."""
    inputs = keras.Input(x.shape[1:], dtype=x.dtype.name)
    model = keras.Model(inputs, layer(inputs))
    if weights:
        layer.set_weights(weights)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        known = {**FUNCTIONS, called: getattr(student, called)}
        return keras.models.load_model(path, custom_objects=known)


def kind(student, called, function):
    """Return "Lambda" if make_lambda_layer makes one, else the type's name of what it returns."""
    layer = getattr(student, called)(FUNCTIONS[function])
    return "Lambda" if isinstance(layer, keras.layers.Lambda) else type(layer).__name__


def wrapped(student, called, function, x, training=None):
    """Return what the layer of make_lambda_layer gives for x."""
    layer = getattr(student, called)(FUNCTIONS[function])
    if not callable(layer):
        return layer
    return layer(tensors(x)) if training is None else layer(tensors(x), training=training)


def wrapped_and_saved(student, called, function, x):
    """Save a model of a layer of make_lambda_layer, load it, and return what it gives for x."""
    layer = getattr(student, called)(FUNCTIONS[function])
    return _after_saving(student, called, layer, x)(tensors(x))


INNER = {
    "Rescaling": lambda: keras.layers.Rescaling(2.0),
    "Dense(1)": lambda: keras.layers.Dense(1),
    "Dense(4)": lambda: keras.layers.Dense(4),
    "GlobalAveragePooling1D": keras.layers.GlobalAveragePooling1D,
    "GlobalAveragePooling1D(keepdims=True)": (
        lambda: keras.layers.GlobalAveragePooling1D(keepdims=True)
    ),
    "Cropping1D": lambda: keras.layers.Cropping1D(1),
    "Permute": lambda: keras.layers.Permute((2, 1)),
}


def around(student, called, inner, x):
    """Call Residual around a layer of Keras with x."""
    return getattr(student, called)(INNER[inner]())(tensors(x))


def around_dense(student, called, x, kernel, bias, is_model=False):
    """Call Residual around a Dense layer, or around a model of it, with x."""
    layer = getattr(student, called)(dense(x, kernel, bias, is_model), dtype=x.dtype.name)
    return layer(tensors(x))


def dense(x, kernel, bias, is_model=False):
    """Make a Dense layer with these weights, or a model of it."""
    layer = keras.layers.Dense(bias.size, dtype=x.dtype.name)
    layer.build(x.shape)
    layer.set_weights([kernel, bias])
    return keras.Sequential([layer]) if is_model else layer


def around_normalization(student, called, xs, gamma, beta, training=None, unknown=0):
    """Call Residual around a new BatchNormalization with each input in turn."""
    layer = _normalized_residual(student, called, xs[0], gamma, beta)
    return outputs_of(layer, xs, training, unknown)


def _normalized_residual(student, called, x, gamma, beta):
    """Make a Residual around a BatchNormalization with these weights, which has seen nothing."""
    inner = keras.layers.BatchNormalization(dtype=x.dtype.name)
    inner.build(x.shape)
    inner.set_weights([gamma, beta, *inner.get_weights()[2:]])
    return getattr(student, called)(inner, dtype=x.dtype.name)


def around_normalization_gradient(student, called, x, gamma, beta, upstream):
    """Return how many weights Residual lists, trained and others, and its gradient in x."""
    layer = _normalized_residual(student, called, x, gamma, beta)
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(layer(value), upstream)
    counts = {"trained": len(layer.trainable_weights), "others": len(layer.non_trainable_weights)}
    return {"counts": counts, "x": tape.gradient(result, value)}


def around_dense_saved(student, called, x, kernel, bias, is_model=False):
    """Save a model with a Residual around a Dense layer, load it, and return its output for x."""
    layer = getattr(student, called)(dense(x, kernel, bias, is_model), dtype=x.dtype.name)
    json.dumps(layer.get_config())
    return _after_saving(student, called, layer, x)(tensors(x))


def penalty(student, called, strength, x, calls=1, training=None):
    """Call L2Activity with x that many times; return the last outputs, and the losses."""
    layer = getattr(student, called)(strength, dtype=x.dtype.name)
    keywords = {} if training is None else {"training": training}
    for _ in range(calls):
        outputs = layer(tensors(x), **keywords)
    return {"outputs": outputs, "losses": layer.losses}


def penalty_in_graph(student, called, strength, xs):
    """Call one L2Activity in a graph of unknown batch size; return the losses of each input."""
    layer = getattr(student, called)(strength)
    signature = [spec_of(xs[0], 1)]

    @tf.function(input_signature=signature, autograph=False)
    def call(x):
        layer(x)
        return layer.losses

    return [call(tensors(x)) for x in xs]


def penalty_twice(student, called, strength, x, factor):
    """Use one L2Activity on x and on factor * x within one model; return the model's losses."""
    layer = getattr(student, called)(strength)
    inputs = keras.Input(x.shape[1:])
    model = keras.Model(inputs, layer(keras.layers.Rescaling(factor)(layer(inputs))))
    model(tensors(x))
    return model.losses


def penalty_gradient(student, called, strength, x, upstream):
    """Return the gradient of sum(upstream * outputs) + losses in x."""
    layer = getattr(student, called)(strength, dtype=x.dtype.name)
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(layer(value), upstream) + tf.add_n(layer.losses)
    return tape.gradient(result, value)


def penalty_saved(student, called, strength, x):
    """Save a model of an L2Activity, load it, call it and return its losses."""
    layer = getattr(student, called)(strength, dtype=x.dtype.name)
    json.dumps(layer.get_config())
    model = _after_saving(student, called, layer, x)
    model(tensors(x))
    return model.losses
