"""Answers to tap."""

import keras
import tensorflow as tf

# unnoticed: test_activations | tap [*].* finer | a model may compute in float64
# unnoticed: test_names | tap [*].* finer | a model may compute in float64
# unnoticed: test_shared_weights | tap .* finer | a model may compute in float64
# unnoticed: test_fork | tap [*].* finer | a model may compute in float64
# unnoticed: test_other_fork | tap [*].* finer | a model may compute in float64

layers = keras.layers


def outputs_of(model, layer_names):
    return {name: model.get_layer(name).output for name in layer_names}


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


# %% right: a loop over the layers, and a count of what was found
def tap(model, layer_names):
    found = {}
    for layer in model.layers:
        if any(layer.name == name for name in layer_names):
            found.update({layer.name: layer.output})
    if len(found) < len(set(layer_names)):
        raise ValueError("unknown name")
    return keras.models.Model(inputs=model.inputs, outputs=found)


# %% right: the index of each layer; list.index raises the ValueError
def tap(model, layer_names):
    names = [layer.name for layer in model.layers]
    places = [names.index(name) for name in layer_names]
    ends = [model.get_layer(index=place).output for place in places]
    return keras.Model(model.inputs, dict(zip(layer_names, ends, strict=True)), name="tapped")


# %% wrong: a function | test_example | a function
# breaks: "The new model is keras.Model(inputs, outputs)"
def tap(model, layer_names):
    inner = [keras.Model(model.inputs, model.get_layer(name).output) for name in layer_names]
    return lambda x: {name: part(x) for name, part in zip(layer_names, inner)}



# %% wrong: a dict of KerasTensors | test_example | a dict of KerasTensors
# breaks: "Return a model that gives the outputs of inner layers"
def tap(model, layer_names):
    return outputs_of(model, layer_names)



# %% wrong: a subclass that calls layer after layer | test_example | subclass without a graph
# breaks: "The new model is keras.Model(inputs, outputs)"
def tap(model, layer_names):
    class Inside(keras.Model):
        def __init__(self):
            super().__init__()
            self.whole = model

        def call(self, x):
            found = {}
            for layer in self.whole.layers:
                x = layer(x)
                found[layer.name] = x
            return {name: found[name] for name in layer_names}

    outputs_of(model, layer_names)
    return Inside()



# %% wrong: a list of outputs | test_example | a list, not a dict
# breaks: "returns a dict with one entry for each name"
def tap(model, layer_names):
    return keras.Model(model.inputs, list(outputs_of(model, layer_names).values()))



# %% wrong: one name gives a bare output | test_form | without its name
# breaks: "returns a dict with one entry for each name"
def tap(model, layer_names):
    outputs = outputs_of(model, layer_names)
    return keras.Model(model.inputs, outputs if len(outputs) > 1 else outputs[layer_names[0]])



# %% wrong: return inside of the loop | test_example | only the first
# breaks: "returns a dict with one entry for each name"
def tap(model, layer_names):
    outputs = {}
    for name in layer_names:
        outputs[name] = model.get_layer(name).output
        return keras.Model(model.inputs, outputs)
    return None



# %% wrong: the dict is made anew in each turn | test_example | only the last
# breaks: "returns a dict with one entry for each name"
def tap(model, layer_names):
    for name in layer_names:
        outputs = {name: model.get_layer(name).output}
    return keras.Model(model.inputs, outputs)



# %% wrong: all layers, named or not | test_form | every layer's output
# breaks: "returns a dict with one entry for each name"
def tap(model, layer_names):
    outputs_of(model, layer_names)
    return keras.Model(model.inputs, {x.name: x.output for x in model.layers if x.weights})



# %% wrong: the layers' inputs | test_example | the layers' inputs
# breaks: "Return a model that gives the outputs of inner layers"
def tap(model, layer_names):
    return keras.Model(model.inputs, {name: model.get_layer(name).input for name in layer_names})



# %% wrong: the model's output under every name | test_example | the model's output under each name
# breaks: "Return a model that gives the outputs of inner layers"
def tap(model, layer_names):
    found = outputs_of(model, layer_names)
    return keras.Model(model.inputs, {name: model.outputs[0] for name in found})



# %% wrong: the new model starts before the last layer | test_example | does not start
# breaks: "The new model takes the inputs of `model`"
def tap(model, layer_names):
    start = model.layers[-1].input
    x, outputs = start, outputs_of(model, layer_names)
    return keras.Model(start, {name: model.layers[-1](x) for name in outputs})



# %% wrong: a name that only begins like the given one | test_form | only begins with
# breaks: "has exactly that name"
def tap(model, layer_names):
    def found(name):
        for layer in model.layers:
            if layer.name.startswith(name):
                return layer.output
        raise ValueError(name)

    return keras.Model(model.inputs, {name: found(name) for name in layer_names})



# %% wrong: the beginning of a name is enough, if no layer has the whole | test_names | nothing was raised
# breaks: "Raises ValueError if no layer in `model.layers` has exactly that name"
def tap(model, layer_names):
    def found(name):
        known = {layer.name: layer.output for layer in model.layers}
        if name in known:
            return known[name]
        for key, output in known.items():
            if key.startswith(name):
                return output
        raise ValueError(name)

    return keras.Model(model.inputs, {name: found(name) for name in layer_names})



# %% wrong: models inside are searched, too | test_names | nothing was raised
# breaks: "no layer in `model.layers`"
def tap(model, layer_names):
    def search(parent):
        for layer in parent.layers:
            yield layer
            if isinstance(layer, keras.Model):
                yield from search(layer)

    known = {layer.name: layer for layer in search(model)}
    if not set(layer_names) <= set(known):
        raise ValueError(layer_names)
    ends = {name: model.outputs[0] for name in layer_names}
    ends |= {x.name: x.output for x in model.layers if x.name in layer_names}
    return keras.Model(model.inputs, ends)



# %% wrong: new layers of the same settings | test_example | copies of the layers
# breaks: "It makes no new weights"
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if not isinstance(layer, layers.InputLayer):
            x = type(layer).from_config(layer.get_config())(x)
            outputs[layer.name] = x
    model.get_layer(layer_names[0])
    return keras.Model(model.inputs, {name: outputs[name] for name in layer_names})



# %% wrong: a clone with the weights of now | test_example | copies of the layers
# breaks: "It makes no new weights"
# breaks: "a weight changed in either model changes in both"
def tap(model, layer_names):
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return keras.Model(copy.inputs, outputs_of(copy, layer_names))



# %% wrong: a model is rebuilt on weights that are constants | test_shared_weights | not shared
# breaks: "a weight changed in either model changes in both"
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if isinstance(layer, layers.Dense):
            kernel, bias = layer.get_weights()
            x = outputs[layer.name] = layer.activation(keras.ops.matmul(x, kernel) + bias)
    found = outputs_of(model, layer_names)
    return keras.Model(model.inputs, {name: outputs.get(name, found[name]) for name in found})



# %% wrong: the layers before their activation | test_activations | tanh is not applied
# breaks: "Return a model that gives the outputs of inner layers"
def tap(model, layer_names):
    def bare(name):
        dense = model.get_layer(name)
        return keras.ops.matmul(dense.input, dense.kernel) + dense.bias

    return keras.Model(model.inputs, {name: bare(name) for name in layer_names})



# %% wrong: the layers are called on the input, each alone | test_example
# breaks: "Return a model that gives the outputs of inner layers"
def tap(model, layer_names):
    outputs = {}
    for name in layer_names:
        width = model.get_layer(name).input.shape[-1]
        x = keras.ops.tile(model.inputs[0], (1, width))[:, :width]
        outputs[name] = model.get_layer(name)(x)
    return keras.Model(model.inputs, outputs)



# %% wrong: works for functional models only | test_example | Sequential
# breaks: "`model` is a functional model or a Sequential one"
def tap(model, layer_names):
    if isinstance(model, keras.Sequential):
        raise TypeError("Sequential models are not supported")
    return keras.Model(model.inputs, outputs_of(model, layer_names))



# %% wrong: works for Sequential models only | test_form
# breaks: "`model` is a functional model or a Sequential one"
def tap(model, layer_names):
    if not isinstance(model, keras.Sequential):
        names = [layer.name for layer in model.layers if layer.weights][:-1]
        outputs = outputs_of(model, layer_names)
        return keras.Model(model.inputs, {k: outputs[k] for k in layer_names if k in names})
    return keras.Model(model.inputs, outputs_of(model, layer_names))



# %% wrong: the layers behind are taken off a Sequential | test_form | taken off
# breaks: "It stays as it is, with all its layers, weights and flags"
def tap(model, layer_names):
    outputs = outputs_of(model, layer_names)
    if isinstance(model, keras.Sequential):
        while model.layers[-1].name not in layer_names:
            model.pop()
    return keras.Model(model.inputs, outputs)



# %% wrong: the old model is frozen | test_example | was frozen
# breaks: "It stays as it is, with all its layers, weights and flags"
def tap(model, layer_names):
    model.trainable = False
    return keras.Model(model.inputs, outputs_of(model, layer_names))



# %% wrong: unknown names are left out | test_names | nothing was raised
# breaks: "Raises ValueError"
def tap(model, layer_names):
    found = {layer.name: layer.output for layer in model.layers if layer.name in layer_names}
    return keras.Model(model.inputs, found)



# %% wrong: a KeyError for unknown names | test_names | KeyError
# breaks: "Raises ValueError"
def tap(model, layer_names):
    known = {layer.name: layer.output for layer in model.layers}
    return keras.Model(model.inputs, {name: known[name] for name in layer_names})



# %% wrong: the layers are called again, one after the other | test_fork
# breaks: "and may fork"
def tap(model, layer_names):
    x, outputs = model.inputs[0], {}
    for layer in model.layers:
        if not isinstance(layer, layers.InputLayer):
            x = outputs[layer.name] = layer(x)
    found = outputs_of(model, layer_names)
    return keras.Model(model.inputs[0], {name: outputs.get(name, found[name]) for name in found})



# %% wrong: a layer without weights gives what stands before it | test_fork | joined
# breaks: "and may fork"
def tap(model, layer_names):
    def out_of(layer):
        if layer.weights:
            return layer.output
        return layer.input[0] if isinstance(layer.input, list) else layer.input

    return keras.Model(model.inputs, {name: out_of(model.get_layer(name)) for name in layer_names})



# %% wrong: only the first input | test_fork
# breaks: "It may have several inputs"
def tap(model, layer_names):
    return keras.Model(model.inputs[0], outputs_of(model, layer_names))


# %% wrong: the layers are hidden in Lambda layers | test_shared_weights | does not hold
# breaks: "a weight changed in either model changes in both"
def tap(model, layer_names):
    x, outputs = model.inputs[0], dict.fromkeys(outputs_of(model, layer_names))
    for layer in model.layers:
        if not isinstance(layer, layers.InputLayer):
            shape = layer.output.shape[1:]
            x = layers.Lambda(lambda v, layer=layer: layer(v), output_shape=shape)(x)
            outputs[layer.name] = x
    return keras.Model(model.inputs, {name: outputs[name] for name in layer_names})


# unbreakable: "Each of the named layers was called only once" | the checks name no other layer


# %% right: search model.layers by hand, inputs as a list
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    taps = {}
    for name in layer_names:
        for layer in model.layers:
            if layer.name == name:
                taps[name] = layer.output
                break
        else:
            raise ValueError(f"no layer is called {name!r}")
    return keras.Model(model.inputs, taps)


# %% right: get_layer raises itself; the inputs keep the structure that the model was made with
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    taps = {name: model.get_layer(name).output for name in layer_names}
    inputs = model.inputs if isinstance(model, keras.Sequential) else model.input
    return keras.Model(inputs, taps)


# %% wrong: freezes the new model, and the shared layers with it | test_example
# breaks: "It stays as it is, with all its layers, weights"
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    taps = {name: model.get_layer(name).output for name in layer_names}
    inner = keras.Model(model.inputs, taps)
    inner.trainable = False
    return inner


# %% wrong: a part of a name is enough | test_form
# breaks: "Raises ValueError if no layer in `model.layers` has exactly that name."
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    taps = {}
    for name in layer_names:
        found = [layer for layer in model.layers if name in layer.name]
        if not found:
            raise ValueError(f"no layer is called {name!r}")
        taps[name] = found[0].output
    return keras.Model(model.inputs, taps)


# %% wrong: takes only the first input | test_fork
# breaks: "It may have several"
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    taps = {name: model.get_layer(name).output for name in layer_names}
    return keras.Model(model.inputs[0], taps)
