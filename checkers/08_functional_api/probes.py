"""Probes of 08_functional_api: graphs seen from outside, as shapes, names, outputs and weights.

Probes with the same settings share the model that the student's function makes: building a model
costs more than everything else that the checks do with it. Each probe sets all of its weights.
"""

import tempfile

import keras
import numpy as np
import tensorflow as tf

from tensorkata.student.probes import tensors, weighted

MADE = {}


def made(function, *settings):
    """Return function(*settings); from the second time on, return the first result again."""
    key = (function, settings)
    if key not in MADE:
        MADE[key] = function(*settings)
    return MADE[key]


def described(model):
    """Return the kind of a model, and the shapes of its inputs, outputs and weights."""
    if not isinstance(model, keras.Model) or not getattr(model, "inputs", None):
        kind = "a model without inputs" if isinstance(model, keras.Model) else type(model).__name__
        return {"kind": kind, "inputs": [], "outputs": [], "weights": []}
    return {
        "kind": "model",
        "inputs": [list(tensor.shape) for tensor in model.inputs],
        "outputs": shapes(outputs_of(model)),
        "weights": sorted(list(weight.shape) for weight in model.weights),
    }


def outputs_of(model):
    """Return a model's KerasTensors in the structure in which it returns its outputs."""
    return model.outputs[0] if isinstance(model, keras.Sequential) else model.output


def shapes(outputs):
    """Return the shapes within a structure of KerasTensors."""
    if isinstance(outputs, dict):
        return {key: shapes(value) for key, value in outputs.items()}
    if isinstance(outputs, (list, tuple)):
        return [shapes(value) for value in outputs]
    return list(outputs.shape)


def placed(model, weights):
    """Give each array to the next weight of its shape; return the weights in the arrays' order."""
    left, found = list(model.weights), []
    if len(left) != len(weights):
        raise ValueError(f"the model has {len(left)} weights instead of {len(weights)}")
    for array in weights:
        at = [tuple(variable.shape) for variable in left].index(array.shape)
        left[at].assign(array)
        found.append(left.pop(at))
    return found


def differentiated(variables, loss):
    """Return the gradient of loss() in each variable; zeros if it is not trained."""
    trained = [variable for variable in variables if variable.trainable]
    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, [variable.value for variable in trained])
    found = {id(v): g for v, g in zip(trained, gradients, strict=True) if g is not None}
    return [found.get(id(variable), tf.zeros(variable.shape)) for variable in variables]


def feature_net(student, input_shape, weights=None, images=()):
    """Describe feature_net's model; with weights, return the features of each batch of images."""
    model = made(student.feature_net, tuple(input_shape))
    if weights is None:
        return described(model)
    placed(model, weights)
    return [model(tensors(batch)) for batch in images]


def multi_input(student, text_dim, image_shape, weights=None, text=None, image=None, upstream=None):
    """Describe multi_input's model; with weights, return its scores of texts and images.

    With `upstream` as well, return the gradient of sum(upstream * score) in each weight.
    """
    model = made(student.multi_input, text_dim, tuple(image_shape))
    if weights is None:
        found = described(model)
        return found | {"inputs": named(model)} if found["kind"] == "model" else found
    variables, feed = placed(model, weights), {"image": tensors(image), "text": tensors(text)}
    if upstream is None:
        return model(feed)
    return differentiated(variables, lambda: weighted(model(feed, training=True), upstream))


def named(model):
    """Return [name, shape] of each input in the order of their ranks; the name is what feeds it."""
    pairs = (
        model.input.items()
        if isinstance(model.input, dict)
        else ((t.name, t) for t in model.inputs)
    )
    made_up = ("keras_tensor", "input_layer")
    found = [["none" if name.startswith(made_up) else name, list(t.shape)] for name, t in pairs]
    return sorted(found, key=lambda pair: len(pair[1]))


def multi_output(student, input_shape, classes, weights=None, images=None, targets=None, ask=None):
    """Describe multi_output's model and its optimizer; with weights, return its two heads.

    With targets as well, return what the compiled model reports for this batch; if `ask` is
    "gradient", return the gradient of its loss in each weight.
    """
    model = made(student.multi_output, tuple(input_shape), classes)
    if weights is None:
        found = described(model)
        is_compiled = found["kind"] == "model" and model.compiled
        return found | {"optimizer": settings_of(model.optimizer) if is_compiled else NOT_COMPILED}
    variables = placed(model, weights)
    if targets is None:
        return model(tensors(images))
    if ask == "gradient":
        return differentiated(
            variables,
            lambda: model.compute_loss(
                y=tensors(targets), y_pred=model(tensors(images), training=True)
            ),
        )
    model.run_eagerly = True
    model.reset_metrics()
    found = model.test_on_batch(images, targets, return_dict=True)
    return {name: tf.constant(value, tf.float32) for name, value in found.items()}


def settings_of(optimizer):
    """Return an optimizer's class and settings; float32 numbers with six digits."""
    config = optimizer.get_config()
    settings = {
        key: round(value, 6 if value > 1e-4 else 12) if isinstance(value, float) else value
        for key, value in ((key, plain(config.get(key))) for key in SETTINGS)
    }
    return {"class": type(optimizer).__name__, **settings}


def plain(value):
    """Return a number as a Python number, and anything else that is not plain by its type."""
    if isinstance(value, (bool, int, float, str, type(None))):
        return value
    return float(value) if np.ndim(value) == 0 and hasattr(value, "dtype") else type(value).__name__


NOT_COMPILED = "none: the model is not compiled"
SETTINGS = (
    *("learning_rate", "beta_1", "beta_2", "epsilon", "amsgrad", "weight_decay", "use_ema"),
    *("clipnorm", "global_clipnorm", "clipvalue", "gradient_accumulation_steps"),
)


def siamese(student, input_shape, weights=None, left=None, right=None, ask=None, upstream=None):
    """Describe siamese's model; with weights, return the distances of pairs, both ways round.

    If `ask` is "gradient", return the distances, and the gradients of sum(upstream * distance) in
    left, right and the weights; if it is "reloaded", the distances after saving and loading.
    """
    model = made(student.siamese, tuple(input_shape))
    if weights is None:
        return described(model)
    variables, pair = placed(model, weights), [tensors(left), tensors(right)]
    if ask == "gradient":
        with tf.GradientTape() as tape:
            tape.watch(pair)
            distances = model(pair)
            result = weighted(distances, upstream)
        sources = [*pair, *(variable.value for variable in variables)]
        gradients = tape.gradient(result, sources)
        return {"distance": distances, "inputs": gradients[:2], "weights": gradients[2:]}
    if ask == "reloaded":
        return reloaded(model)(pair)
    return [model(pair), model(pair[::-1])]


def reloaded(model):
    """Return a model after it was saved and loaded."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/model.keras"
        model.save(path)
        return keras.models.load_model(path)


def stacked(block, shape, blocks):
    """Return an input and its result after the blocks, one after the other."""
    inputs = outputs = keras.Input(shape)
    for filters in blocks:
        outputs = block(outputs, filters)
    return inputs, outputs


def inception_block(student, shape, blocks, weights=None, images=()):
    """Describe the result of inception_blocks in a row, and the model that ends there.

    With weights, return the result for each batch of images, all from one model.
    """
    blocks = tuple(tuple(filters) for filters in blocks)
    inputs, outputs = made(stacked, student.inception_block, tuple(shape), blocks)
    if not isinstance(outputs, keras.KerasTensor):
        kind = "keras.Model" if isinstance(outputs, keras.Model) else type(outputs).__name__
        return {"kind": kind, "outputs": [], "weights": []}
    model = keras.Model(inputs, outputs)
    if weights is None:
        weights = sorted(list(weight.shape) for weight in model.weights)
        return {"kind": "KerasTensor", "outputs": list(outputs.shape), "weights": weights}
    placed(model, weights)
    return [model(tensors(batch)) for batch in images]


def with_skip(student, input_dim, depth, weights=None, x=None, upstream=None):
    """Describe with_skip's model, its weights in their order; with weights, return its output.

    With `upstream` as well, return the gradient of sum(upstream * output) in x.
    """
    model = made(student.with_skip, input_dim, depth)
    if weights is None:
        weights = model.weights if isinstance(model, keras.Model) else []
        return described(model) | {"weights": [list(weight.shape) for weight in weights]}
    model.set_weights(weights)
    value = tensors(x)
    if upstream is None:
        return model(value)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(model(value), upstream)
    return tape.gradient(result, value)


def chain(names, weights, kind):
    """Return a model of dense layers with these names and weights, one after the other.

    kind: "functional", "Sequential", "linear" (a Sequential without tanh), "nested" (the second
    layer is within a model called block) or "fork" (two layers side by side, joined, one more).
    """
    activation = None if kind == "linear" else "tanh"
    dense = [
        keras.layers.Dense(bias.size, activation=activation, name=name)
        for name, bias in zip([n for n in names if n != "joined"], weights[1::2], strict=True)
    ]
    inputs = outputs = keras.Input((weights[0].shape[0],), name="left")
    if kind in ("Sequential", "linear"):
        model = keras.Sequential([inputs, *dense])
    elif kind == "fork":
        sides = {"left": inputs, "right": keras.Input((weights[2].shape[0],), name="right")}
        ends = [layer(side) for layer, side in zip(dense[:2], sides.values(), strict=True)]
        model = keras.Model(sides, dense[2](keras.layers.Concatenate(name="joined")(ends)))
    else:
        if kind == "nested":
            dense[1] = keras.Sequential([dense[1]], name="block")
        for layer in dense:
            outputs = layer(outputs)
        model = keras.Model(inputs, outputs)
    placed(model, weights)
    return model


def tap(student, names, weights, lists, kind="functional", x=None, later=None):
    """Describe what tap returns for a model and each list of names, and that model afterwards.

    With x, return what the new models give. With `later` as well, give these weights to the model,
    ask the new model, give the first weights to the new model, and ask the model.
    """
    if x is None:
        models = [chain(names, weights, kind) for _ in lists]
        pairs = zip(models, lists, strict=True)
        return [opened(student.tap(model, layer_names), model) for model, layer_names in pairs]
    model, value = chain(names, weights, kind), tensors(x)
    if later is None:
        return [student.tap(model, layer_names)(value) for layer_names in lists]
    inner = student.tap(model, lists[0])
    placed(model, later)
    found = inner(value)
    for variable in inner.weights:
        variable.assign(next(w for w in weights if w.shape == tuple(variable.shape)))
    return {"new": found, "old": model(value)}


def opened(inner, model):
    """Return the description of a new model, and of the model after it was opened."""
    known, mine = {id(weight) for weight in model.weights}, getattr(inner, "weights", [])
    return {
        "kind": described(inner)["kind"],
        "inputs": described(inner)["inputs"],
        "outputs": described(inner)["outputs"],
        "weights": [list(weight.shape) for weight in mine if id(weight) not in known],
        "model": {
            "layers": [layer.name for layer in model.layers if layer.weights],
            "trained": len(model.trainable_weights),
            "outputs": shapes(outputs_of(model)),
        },
    }


def nested(features, layers, name="whole", kind="functional"):
    """Return a model of dense layers with tanh: [name, units] each, or [name, layers within].

    A layer of 0 units has no weights and changes nothing. Inner models are Sequential in a
    functional model, and functional in a Sequential. In a "fork" the layers stand side by side.
    """
    inputs, parts = keras.Input((features,)), []
    for key, inside in layers:
        if isinstance(inside, tuple):
            other = "functional" if kind == "Sequential" else "Sequential"
            parts.append(nested(features, inside, key, other))
        elif inside:
            parts.append(keras.layers.Dense(inside, activation="tanh", name=key))
        else:
            parts.append(keras.layers.Activation("linear", name=key))
        features = features if kind == "fork" else ended(inside) or features
    if kind == "Sequential":
        return keras.Sequential([inputs, *parts], name=name)
    if kind == "fork":
        ends = [part(inputs) for part in parts]
        return keras.Model(inputs, keras.layers.Concatenate()(ends), name=name)
    outputs = inputs
    for part in parts:
        outputs = part(outputs)
    return keras.Model(inputs, outputs, name=name)


def ended(inside):
    """Return the units of the last dense layer."""
    return ended(inside[-1][1]) if isinstance(inside, tuple) else inside


def fixed(layers):
    """Return the lists as tuples."""
    return tuple(fixed(item) if isinstance(item, list) else item for item in layers)


def leaves(model):
    """Yield a model's dense layers, including those of inner models."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer)
        elif layer.weights:
            yield layer


def thawed(layer):
    """Set every flag to True, even of the weights; setting a flag that is True changes no other."""
    layer.trainable = True
    for part in getattr(layer, "layers", layer.weights):
        if isinstance(part, keras.Layer):
            thawed(part)
        else:
            part.trainable = True


def flagged(layer, name, flag):
    """Set the flag of the layer of that name, which may be the model itself or inside it."""
    if layer.name == name:
        layer.trainable = flag
    for part in getattr(layer, "layers", []):
        flagged(part, name, flag)


def freeze_until(
    student,
    features,
    layers,
    cases,
    kind="functional",
    weights=None,
    x=None,
    target=None,
    rate=None,
    refused=False,
):
    """Freeze a model of dense layers for each case; say what is returned and what is then trained.

    A case is [names, before]. All flags are True, then those of `before`, [name, flag] each, are
    set; then the model is frozen until each of the names in turn. If the names are to be refused,
    a ValueError ends the freezing. With weights, take one step of gradient descent and return all
    weights in one vector instead.
    """
    model, found = made(nested, features, fixed(layers), "whole", kind), []
    for names, before in cases:
        thawed(model)
        for name, flag in before:
            flagged(model, name, flag)
        returned = None
        try:
            for name in names:
                returned = student.freeze_until(model, name)
        except ValueError:
            if not refused:
                raise
        step = (weights, x, target, rate)
        found.append(told(model, returned) if weights is None else descended(model, *step))
    return found


def told(model, returned):
    """Return whether the model was returned, and which of its layers are trained."""
    trained = {id(weight) for weight in model.trainable_weights}
    return {
        "returned": "the same model" if returned is model else type(returned).__name__,
        "trained": [layer.name for layer in leaves(model) if id(layer.kernel) in trained],
    }


def descended(model, weights, x, target, rate):
    """Take a step of gradient descent on the mean squared error with the trained weights."""
    model.set_weights(weights)
    trained = model.trainable_weights
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(tensors(x)) - target))
    for weight, slope in zip(trained, tape.gradient(loss, [w.value for w in trained]), strict=True):
        weight.assign_sub(rate * slope)
    return tf.concat([tf.reshape(weight, [-1]) for weight in model.weights], axis=0)
