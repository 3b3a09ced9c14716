"""Answers to freeze_until."""

import keras

# unbreakable: "Names are unique" | the checks name no two layers alike


def inside(model):
    return [layer for layer in model.layers if layer.weights]


def holds(layer, name):
    if layer.name == name:
        return True
    return any(holds(part, name) for part in getattr(layer, "layers", []))


def refuse(model, name):
    if not any(holds(layer, name) for layer in model.layers):
        raise ValueError(f"no layer {name}")


def thaw(layer):
    layer.trainable = True
    for part in getattr(layer, "layers", []):
        thaw(part)


# %% right: recursion that says whether the layer was seen
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model):
                if freeze(layer):
                    return True
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% right: a loop that goes down
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)
    parent = model
    while parent is not None:
        below = None
        for layer in parent.layers:
            if holds(layer, layer_name):
                below = layer if layer.name != layer_name else None
                break
            layer.trainable = False
        parent = below
    return model


# %% right: the flags of all leaves, those of the models around them last
def freeze_until(model, layer_name):
    def leaves(parent, within):
        for layer in parent.layers:
            here = within or layer.name == layer_name
            if isinstance(layer, keras.Model):
                yield from leaves(layer, here)
            else:
                yield layer, here

    found = list(leaves(model, False))
    if not any(here for _, here in found):
        raise ValueError("not found: " + layer_name)
    thaw(model)
    seen = False
    for layer, here in found:
        seen = seen or here
        layer.trainable = seen
    return model


# %% right: the flags of the weights in place of those of the layers
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)
    seen = False

    def visit(parent, within):
        nonlocal seen
        for layer in parent.layers:
            seen = seen or layer.name == layer_name
            if isinstance(layer, keras.Model):
                visit(layer, within)
            else:
                for weight in layer.weights:
                    weight.trainable = seen

    visit(model, False)
    return model


# %% right: the model's own name thaws everything
def freeze_until(model, layer_name):
    if layer_name != model.name:
        refuse(model, layer_name)
    thaw(model)
    parent, done = model, layer_name == model.name
    while not done:
        place = next(n for n, layer in enumerate(parent.layers) if holds(layer, layer_name))
        for layer in parent.layers[:place]:
            layer.trainable = False
        parent = parent.layers[place]
        done = parent.name == layer_name
    return model


# %% wrong: nothing is returned | test_example | return model
# breaks: "return `model`"
# breaks: "The same model object is returned"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    for layer in model.layers:
        if holds(layer, layer_name):
            break
        layer.trainable = False


# %% wrong: a copy is frozen and returned | test_example | the returned object
# breaks: "The same model object is returned"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    for layer in copy.layers:
        if holds(layer, layer_name):
            break
        layer.trainable = False
    return copy


# %% wrong: the named layer is frozen, too | test_example | named layer is frozen
# breaks: "let it and all after it train"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)
    for layer in model.layers:
        layer.trainable = False
        if holds(layer, layer_name):
            break
    return model


# %% wrong: the other way round | test_example | other way round
# breaks: "Freeze all layers before the named layer"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    seen = False
    for layer in model.layers:
        seen = seen or holds(layer, layer_name)
        layer.trainable = not seen
    return model


# %% wrong: only the named layer is trained | test_example | only the named layer
# breaks: "let it and all after it train"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    for layer in model.layers:
        layer.trainable = holds(layer, layer_name)
    return model


# %% wrong: the whole model is frozen first, and stays so | test_example | everything is frozen
# breaks: "let it and all after it train"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    model.trainable = False
    for layer in model.layers[::-1]:
        layer.built = True
        if holds(layer, layer_name):
            break
    return model


# %% wrong: the layers are frozen, the model's flag is False as well | test_example | everything is frozen
# breaks: "Only the weights in `model.trainable_weights` afterwards count"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    model.trainable = False
    seen = False
    for layer in model.layers:
        seen = seen or holds(layer, layer_name)
        layer.trainable = seen
    return model


# %% wrong: another flag, which nobody reads | test_example | nothing is frozen
# breaks: "Freeze all layers before the named layer"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    for layer in model.layers:
        if holds(layer, layer_name):
            break
        layer.frozen = True
    return model


# %% wrong: the kernels are frozen, the biases are not | test_training
# breaks: "Only the weights in `model.trainable_weights` afterwards count"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model):
                if freeze(layer):
                    return True
            elif layer.weights:
                layer.kernel.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: models within are taken as one layer | test_example | model that holds the named layer is trained
# breaks: "in each model on the way down, the layers before the layer that leads to it are frozen"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)
    for layer in model.layers:
        if holds(layer, layer_name):
            break
        layer.trainable = False
    return model


# %% wrong: models within are not looked into | test_example | ValueError: no such layer
# breaks: "The named layer may also be in a model inside `model`, at any depth"
def freeze_until(model, layer_name):
    names = [layer.name for layer in model.layers]
    if layer_name not in names:
        raise ValueError("no such layer")
    thaw(model)
    for layer in model.layers[: names.index(layer_name)]:
        layer.trainable = False
    return model


# %% wrong: only layers that are no models can be named | test_nested | ValueError: inner
# breaks: "If the named layer is itself a model, all layers in it are trained"
def freeze_until(model, layer_name):
    def leaves(parent):
        for layer in parent.layers:
            if isinstance(layer, keras.Model):
                yield from leaves(layer)
            else:
                yield layer

    found = list(leaves(model))
    names = [layer.name for layer in found]
    if layer_name not in names:
        raise ValueError(layer_name)
    thaw(model)
    for layer in found[: names.index(layer_name)]:
        layer.trainable = False
    return model


# %% wrong: a layer in a model within freezes nothing | test_example | nothing is frozen
# breaks: "The named layer may also be in a model inside"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)
    for place, layer in enumerate(model.layers):
        if layer.name == layer_name:
            for before in model.layers[:place]:
                before.trainable = False
    return model


# %% wrong: only what stands beside the named layer is frozen | test_example | beside the named layer
# breaks: "in each model on the way down, the layers before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for place, layer in enumerate(parent.layers):
            if layer.name == layer_name:
                for before in parent.layers[:place]:
                    before.trainable = False
            elif isinstance(layer, keras.Model):
                freeze(layer)

    freeze(model)
    return model


# %% wrong: the models on the way are frozen, too | test_example | model that holds it
# breaks: "and the layers after that are trained"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            seen = isinstance(layer, keras.Model) and freeze(layer)
            layer.trainable = False
            if seen:
                return True
        return False

    freeze(model)
    return model


# %% wrong: a named model is opened and only its last layer is trained | test_nested | is searched further
# breaks: "If the named layer is itself a model, all layers in it are trained"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent, named):
        for layer in parent.layers[:-1] if named else parent.layers:
            here = layer.name == layer_name
            if isinstance(layer, keras.Model) and holds(layer, layer_name):
                return freeze(layer, here)
            if here:
                return None
            layer.trainable = False
        return None

    freeze(model, False)
    return model


# %% wrong: the flags are changed while it looks | test_unknown_name | all flags are False
# breaks: "then no flag has been changed"
def freeze_until(model, layer_name):
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            layer.trainable = False
        return False

    if not freeze(model):
        raise ValueError(layer_name)
    return model


# %% wrong: everything is thawed before the name is looked up | test_unknown_name | all flags are True
# breaks: "then no flag has been changed"
def freeze_until(model, layer_name):
    thaw(model)
    refuse(model, layer_name)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: an unknown name freezes everything | test_unknown_name | nothing was raised
# breaks: "Raises ValueError if there is no layer of that name"
def freeze_until(model, layer_name):
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: flags are set to False and never to True | test_thawed | stay frozen
# breaks: "whatever the flags were before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: only the flag of the model itself is set to True | test_thawed | stay frozen
# breaks: "whatever the flags were before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    model.trainable = True

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: the flag of the model itself is not looked at | test_thawed | nothing is trained
# breaks: "whatever the flags were before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    seen = False

    def visit(parent):
        nonlocal seen
        for layer in parent.layers:
            seen = seen or layer.name == layer_name
            layer.trainable = seen
            if isinstance(layer, keras.Model):
                visit(layer)

    visit(model)
    return model


# %% wrong: a model before the named layer is not opened | test_thawed | are still trained
# breaks: "whatever the flags were before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    model.trainable = True

    def visit(parent):
        seen = False
        for layer in parent.layers:
            seen = seen or layer.name == layer_name
            if holds(layer, layer_name) and not seen:
                layer.trainable = True
                visit(layer)
                seen = True
            elif seen:
                thaw(layer)
            else:
                layer.trainable = False

    visit(model)
    return model


# %% wrong: only Sequential models are looked into | test_example | ValueError: not found
# breaks: "at any depth"
def freeze_until(model, layer_name):
    def leaves(parent, within):
        for layer in parent.layers:
            here = within or layer.name == layer_name
            if isinstance(layer, keras.Sequential):
                yield from leaves(layer, here)
            else:
                yield layer, here

    found = list(leaves(model, False))
    if not any(here for _, here in found):
        raise ValueError("not found: " + layer_name)
    thaw(model)
    seen = False
    for layer, here in found:
        seen = seen or here
        layer.trainable = seen
    return model


# %% wrong: the weights' flags are set, not the layers' | test_thawed
# breaks: "whatever the flags were before"
def freeze_until(model, layer_name):
    refuse(model, layer_name)

    def freeze(parent):
        for layer in parent.layers:
            if layer.name == layer_name:
                return True
            if isinstance(layer, keras.Model) and freeze(layer):
                return True
            for weight in layer.weights:
                weight.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: before is the order of the names | test_example | in the alphabet
# breaks: ""Before" is the order of `model.layers`"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for layer in sorted(parent.layers, key=lambda layer: layer.name):
            if holds(layer, layer_name):
                return layer.name == layer_name or freeze(layer)
            layer.trainable = False
        return False

    freeze(model)
    return model


# %% wrong: only the layers that lead to the named one are frozen | test_order | that lead to
# breaks: ""Before" is the order of `model.layers`"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def before(layer):
        while True:
            layer = layer._inbound_nodes[-1].input_tensors[0]._keras_history.operation
            if isinstance(layer, keras.layers.InputLayer):
                return
            yield layer

    def freeze(parent):
        [way] = [layer for layer in parent.layers if holds(layer, layer_name)]
        for layer in before(way):
            layer.trainable = False
        if way.name != layer_name:
            freeze(way)

    freeze(model)
    return model


# %% wrong: a name that only begins like the given one | test_flags | only begins like
# breaks: "Freeze all layers before the named layer"
def freeze_until(model, layer_name):
    def within(layer):
        parts = getattr(layer, "layers", [])
        return layer.name.startswith(layer_name) or any(within(part) for part in parts)

    if not any(within(layer) for layer in model.layers):
        raise ValueError(layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if within(layer):
                if isinstance(layer, keras.Model) and not layer.name.startswith(layer_name):
                    freeze(layer)
                return
            layer.trainable = False

    freeze(model)
    return model


# %% wrong: models are looked into two deep, no further | test_nested | ValueError
# breaks: "at any depth"
def freeze_until(model, layer_name):
    def found(layer, depth):
        inside = getattr(layer, "layers", []) if depth else []
        return layer.name == layer_name or any(found(part, depth - 1) for part in inside)

    if not any(found(layer, 2) for layer in model.layers):
        raise ValueError("no such layer")
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if holds(layer, layer_name):
                if layer.name != layer_name:
                    freeze(layer)
                return
            layer.trainable = False

    freeze(model)
    return model


# %% wrong: a layer without weights is not found | test_flags | ValueError
# breaks: "Raises ValueError if there is no layer of that name"
def freeze_until(model, layer_name):
    names = [layer.name for layer in model.layers if layer.weights]
    if not any(holds(layer, layer_name) for layer in inside(model)):
        raise ValueError(f"not in {names}")
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if holds(layer, layer_name):
                if layer.name != layer_name:
                    freeze(layer)
                return
            layer.trainable = False

    freeze(model)
    return model


# %% wrong: another error | test_unknown_name | KeyError
# breaks: "Raises ValueError"
def freeze_until(model, layer_name):
    if not any(holds(layer, layer_name) for layer in model.layers):
        raise KeyError(layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if holds(layer, layer_name):
                if layer.name != layer_name:
                    freeze(layer)
                return
            layer.trainable = False

    freeze(model)
    return model


# %% wrong: a functional model is copied, a Sequential is not | test_flags | a copy
# breaks: "The same model object is returned"
def freeze_until(model, layer_name):
    refuse(model, layer_name)
    thaw(model)

    def freeze(parent):
        for layer in parent.layers:
            if holds(layer, layer_name):
                if layer.name != layer_name:
                    freeze(layer)
                return
            layer.trainable = False

    freeze(model)
    return model if isinstance(model, keras.Sequential) else keras.models.clone_model(model)


# %% right: the way down as a list; thaw everything, then freeze along the way
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    def way(parent):
        for index, layer in enumerate(parent.layers):
            if layer.name == layer_name:
                return [(parent, index)]
            rest = way(layer) if isinstance(layer, keras.Model) else []
            if rest:
                return [(parent, index), *rest]
        return []

    def flag(layer, value):
        for part in list(layer._flatten_layers()):
            part.trainable = value

    path = way(model)
    if not path:
        raise ValueError(f"no layer is called {layer_name!r}")
    flag(model, True)
    for parent, index in path:
        for layer in parent.layers[:index]:
            flag(layer, False)
    return model


# %% right: all layers of all depths in one list, parents before their layers
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    def walk(parent):
        for layer in parent.layers:
            yield layer
            if isinstance(layer, keras.Model):
                yield from walk(layer)

    flat = list(walk(model))
    names = [layer.name for layer in flat]
    if layer_name not in names:
        raise ValueError(f"no layer is called {layer_name!r}")
    start = names.index(layer_name)
    model.trainable = True
    for index, layer in enumerate(flat):
        nested = walk(layer) if isinstance(layer, keras.Model) else []
        leads_there = any(part.name == layer_name for part in nested)
        for part in list(layer._flatten_layers()):
            part.trainable = index >= start or leads_there
    return model


# %% wrong: the flag of `model` itself is never set | test_thawed
# breaks: "Only the weights in `model.trainable_weights` afterwards count, whatever the flags were"
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    def way(parent):
        for index, layer in enumerate(parent.layers):
            if layer.name == layer_name:
                return [(parent, index)]
            rest = way(layer) if isinstance(layer, keras.Model) else []
            if rest:
                return [(parent, index), *rest]
        return []

    def flag(layer, value):
        for part in list(layer._flatten_layers()):
            part.trainable = value

    path = way(model)
    if not path:
        raise ValueError(f"no layer is called {layer_name!r}")
    for layer in model.layers:
        flag(layer, True)
    for parent, index in path:
        for layer in parent.layers[:index]:
            flag(layer, False)
    return model


# %% wrong: looks into the nested models, but not into models inside of these | test_nested
# breaks: "`model`, at any depth."
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    def flag(layer, value):
        for part in list(layer._flatten_layers()):
            part.trainable = value

    path = []
    for index, layer in enumerate(model.layers):
        if layer.name == layer_name:
            path = [(model, index)]
        elif isinstance(layer, keras.Model):
            for place, inner in enumerate(layer.layers):
                if inner.name == layer_name:
                    path = [(model, index), (layer, place)]
    if not path:
        raise ValueError(f"no layer is called {layer_name!r}")
    flag(model, True)
    for parent, index in path:
        for layer in parent.layers[:index]:
            flag(layer, False)
    return model


# %% wrong: freezes on the way and finds out at the end that there is no such layer | test_unknown_name
# breaks: "then no flag has been changed."
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    def flag(layer, value):
        for part in list(layer._flatten_layers()):
            part.trainable = value

    def visit(parent):
        found = False
        for layer in parent.layers:
            if found:
                flag(layer, True)
            elif layer.name == layer_name:
                flag(layer, True)
                found = True
            elif isinstance(layer, keras.Model) and visit(layer):
                found = True
            else:
                flag(layer, False)
        return found

    model.trainable = True
    if not visit(model):
        raise ValueError(f"no layer is called {layer_name!r}")
    return model
