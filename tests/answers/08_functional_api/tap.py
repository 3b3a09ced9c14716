"""Answers to tap."""

import keras
import tensorflow as tf

layers = keras.layers


# %% right: the one input without a list, the dict in a loop
def tap(model, layer_names):
    outputs = {}
    for name in layer_names:
        outputs[name] = model.get_layer(name).output
    inputs = model.inputs[0] if len(model.inputs) == 1 else model.inputs
    return keras.Model(inputs=inputs, outputs=outputs)


# %% right: the layers in a dict of their own
def tap(model, layer_names):
    known = {layer.name: layer for layer in model.layers}
    unknown = set(layer_names) - set(known)
    if unknown:
        raise ValueError(f"no such layers: {sorted(unknown)}")
    inputs = {tensor.name: tensor for tensor in model.inputs}
    single = list(inputs.values())[0] if len(inputs) == 1 else inputs
    return keras.Model(single, {name: known[name].output for name in layer_names})


# %% right: an identity behind each of the layers
def tap(model, layer_names):
    found = [model.get_layer(name=name).output for name in layer_names]
    kept = {name: layers.Identity()(tensor) for name, tensor in zip(layer_names, found)}
    return keras.Model(list(model.inputs), kept)


# %% wrong: a function | test_form | the returned object
def tap(model, layer_names):
    inner = [keras.Model(model.inputs, model.get_layer(name).output) for name in layer_names]
    return lambda x: {name: part(x) for name, part in zip(layer_names, inner)}


# %% wrong: a list of outputs | test_form | a list, not a dict
def tap(model, layer_names):
    return keras.Model(model.inputs, [model.get_layer(name).output for name in layer_names])


# %% wrong: one name gives a bare output | test_form | without its name
def tap(model, layer_names):
    outputs = {name: model.get_layer(name).output for name in layer_names}
    return keras.Model(model.inputs, outputs if len(outputs) > 1 else outputs[layer_names[0]])


# %% wrong: return inside of the loop | test_form | the dict of outputs
def tap(model, layer_names):
    outputs = {}
    for name in layer_names:
        outputs[name] = model.get_layer(name).output
        return keras.Model(model.inputs, outputs)
    return None


# %% wrong: the dict is made anew in each turn | test_form | only the last
def tap(model, layer_names):
    for name in layer_names:
        outputs = {name: model.get_layer(name).output}
    return keras.Model(model.inputs, outputs)


# %% wrong: the keys are the tensors' names | test_form | the dict of outputs
def tap(model, layer_names):
    found = [model.get_layer(name).output for name in layer_names]
    return keras.Model(model.inputs, {tensor.name: tensor for tensor in found})


# %% wrong: the layers' inputs | test_form | the dict of outputs
def tap(model, layer_names):
    return keras.Model(model.inputs, {name: model.get_layer(name).input for name in layer_names})


# %% wrong: the model's output under every name | test_form | the dict of outputs
def tap(model, layer_names):
    found = {name: model.get_layer(name) for name in layer_names}
    return keras.Model(model.inputs, {name: model.outputs[0] for name in found})


# %% wrong: the first layer of a Sequential is taken for its input | test_names | no layer for its input
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers[1:]:
        x = outputs[layer.name] = layer(x)
    if not set(layer_names) <= set(outputs):
        raise ValueError("unknown name")
    return keras.Model(model.inputs, {name: outputs[name] for name in layer_names})


# %% wrong: the layers before their activation | test_activations | tanh is not applied
def tap(model, layer_names):
    def bare(name):
        dense = model.get_layer(name)
        return keras.ops.matmul(dense.input, dense.kernel) + dense.bias

    return keras.Model(model.inputs, {name: bare(name) for name in layer_names})


# %% wrong: the layers are called on the input, each alone | test_activations
def tap(model, layer_names):
    outputs = {}
    for name in layer_names:
        width = model.get_layer(name).input.shape[-1]
        x = keras.ops.tile(model.inputs[0], (1, width))[:, :width]
        outputs[name] = model.get_layer(name)(x)
    return keras.Model(model.inputs, outputs)


# %% wrong: new layers of the same settings | test_activations
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if not isinstance(layer, layers.InputLayer):
            x = type(layer).from_config(layer.get_config())(x)
            outputs[layer.name] = x
    model.get_layer(layer_names[0])
    return keras.Model(model.inputs, {name: outputs[name] for name in layer_names})


# %% wrong: model.input, which a Sequential may lack | test_names | has never been called
def tap(model, layer_names):
    return keras.Model(model.input, {name: model.get_layer(name).output for name in layer_names})


# %% wrong: works for functional models only | test_names | Sequential
def tap(model, layer_names):
    if isinstance(model, keras.Sequential):
        raise TypeError("Sequential models are not supported")
    return keras.Model(model.inputs, {name: model.get_layer(name).output for name in layer_names})


# %% wrong: the layers behind are taken off a Sequential | test_shared_weights | set_weights
def tap(model, layer_names):
    outputs = {name: model.get_layer(name).output for name in layer_names}
    if isinstance(model, keras.Sequential):
        while model.layers[-1].name not in layer_names:
            model.pop()
    return keras.Model(model.inputs, outputs)


# %% wrong: a clone with the weights of now | test_shared_weights | a copy
def tap(model, layer_names):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return keras.Model(copy.inputs, {name: copy.get_layer(name).output for name in layer_names})


# %% wrong: a model is rebuilt on weights that are constants | test_shared_weights
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if layer.weights:
            kernel, bias = layer.get_weights()
            x = outputs[layer.name] = keras.ops.tanh(keras.ops.matmul(x, kernel) + bias)
    return keras.Model(
        model.inputs, {n: outputs.get(n, model.get_layer(n).output) for n in layer_names}
    )


# %% wrong: a copy that is filled from the model, once and for good | test_shared_weights | a copy
def tap(model, layer_names):
    config = model.get_config()
    copy = type(model).from_config(config)
    for mine, theirs in zip(copy.weights, model.weights):
        mine.assign(theirs)
    return keras.Model(copy.inputs, {name: copy.get_layer(name).output for name in layer_names})


# %% wrong: unknown names are left out | test_names | nothing was raised
def tap(model, layer_names):
    found = {layer.name: layer.output for layer in model.layers if layer.name in layer_names}
    return keras.Model(model.inputs, found)


# %% wrong: a KeyError for unknown names | test_names | KeyError
def tap(model, layer_names):
    known = {layer.name: layer.output for layer in model.layers}
    return keras.Model(model.inputs, {name: known[name] for name in layer_names})


# %% wrong: the layers are called again, one after the other | test_fork
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if not isinstance(layer, layers.InputLayer):
            x = outputs[layer.name] = layer(x)
    return keras.Model(
        model.inputs[0], {n: outputs.get(n, model.get_layer(n).output) for n in layer_names}
    )


# %% wrong: a layer without weights gives what stands before it | test_fork | joined
def tap(model, layer_names):
    def out_of(layer):
        if layer.weights:
            return layer.output
        return layer.input[0] if isinstance(layer.input, list) else layer.input

    outputs = {name: out_of(model.get_layer(name)) for name in layer_names}
    return keras.Model(model.inputs, outputs)


# %% wrong: only the first input | test_fork
def tap(model, layer_names):
    outputs = {name: model.get_layer(name).output for name in layer_names}
    return keras.Model(model.inputs[0], outputs)
