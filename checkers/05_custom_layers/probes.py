"""Probes of 05_custom_layers: a layer's weights over several calls, in one graph, and saved."""

import json


def weights(student, name, config, x, calls=3):
    """Call a layer several times; return its weights, the trained ones and the others."""
    layer = getattr(student, name)(**config)
    for _ in range(calls):
        layer(tensors(x))
    return {"trained": layer.trainable_weights, "others": layer.non_trainable_weights}


def one_graph(student, name, config, xs, weights=None):
    """Call a layer with each input in turn, in one graph that does not know the batch size."""
    made = built(student, name, config, xs[0], weights)
    signature = tf.TensorSpec([None, *xs[0].shape[1:]], xs[0].dtype)
    function = tf.function(lambda x: made(x), input_signature=[signature])
    return [function(tensors(x)) for x in xs]


def saved(student, name, config, x, weights=None):
    """Save a model of one layer as .keras, load it, and return what it gives for x."""
    layer = getattr(student, name)(**config)
    json.dumps(layer.get_config())
    model = keras.Sequential([keras.Input(x.shape[1:], dtype=x.dtype.name), layer])
    if weights is not None:
        layer.set_weights(weights)
    return reloaded(model, x, {name: getattr(student, name)})["after"]
