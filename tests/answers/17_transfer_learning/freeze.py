"""Answers to freeze."""

import keras

NORM = keras.layers.BatchNormalization


def leaves_of(model):
    found = []
    for layer in model.layers:
        found += leaves_of(layer) if isinstance(layer, keras.Model) else [layer]
    return found


def counted_of(model):
    return [leaf for leaf in leaves_of(model) if leaf.weights and not isinstance(leaf, NORM)]


def thaw(model, chosen):
    model.trainable = True
    for leaf in leaves_of(model):
        leaf.trainable = any(leaf is one for one in chosen)
    return model


# %% right: from the end, with a count
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    model.trainable = True
    left = top
    for leaf in reversed(leaves_of(model)):
        leaf.trainable = False
        if isinstance(leaf, keras.layers.BatchNormalization) or not leaf.weights:
            continue
        leaf.trainable = left > 0
        left -= 1
    return model


# %% right: a stack of layers
def freeze(model, top=0):
    if top < 0:
        raise ValueError(f"{top} < 0")
    stack, row = [model], []
    while stack:
        layer = stack.pop()
        layer.trainable = True
        if isinstance(layer, keras.Model):
            stack += reversed(layer.layers)
        else:
            row.append(layer)
    norms = [layer for layer in row if isinstance(layer, NORM)]
    counted = [layer for layer in row if layer.count_params() and layer not in norms]
    frozen = counted if top == 0 else counted[:-top]
    for layer in norms + frozen:
        layer.trainable = False
    return model


# %% right: Keras's flat list of layers
def freeze(model, top=0):
    if top < 0:
        raise ValueError("a negative number of layers")
    everything = list(model._flatten_layers())
    row = [layer for layer in everything if not isinstance(layer, keras.Model)]
    for layer in everything:
        layer.trainable = isinstance(layer, keras.Model)
    counted = [layer for layer in leaves_of(model) if layer.weights and not isinstance(layer, NORM)]
    for number, layer in enumerate(reversed(counted)):
        if number < top:
            layer.trainable = True
    return model if row else model


# %% wrong: everything is frozen | test_example | nothing is trained
# breaks: "Freeze a model, except for the last `top` layers that count, and return it"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    model.trainable = False
    return model


# %% wrong: the model is not returned | test_example | return model
# breaks: "Freeze a model, except for the last `top` layers that count, and return it"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    names = counted_of(model)
    thaw(model, names[max(len(names) - top, 0) :])


# %% wrong: a slice from -0 | test_top | whole list
# breaks: "If `top` is 0, nothing is trained"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    return thaw(model, counted_of(model)[-top:])


# %% wrong: a large top wraps around | test_top | list of trained
# breaks: "If `top` is larger than the number of layers that count, all of them are trained"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    names = counted_of(model)
    return thaw(model, names[len(names) - top :])


# %% wrong: a large top is refused | test_top | raised
# breaks: "If `top` is larger than the number of layers that count, all of them are trained"
def freeze(model, top=0):
    names = counted_of(model)
    if not 0 <= top <= len(names):
        raise ValueError("top")
    return thaw(model, names[len(names) - top :])


# %% wrong: the first layers | test_example | the first layers
# breaks: "Layers are counted in the order of model.layers"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    return thaw(model, counted_of(model)[:top])


# %% wrong: the order of the names | test_top | alphabet
# breaks: "Layers are counted in the order of model.layers"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    names = sorted(counted_of(model), key=lambda leaf: leaf.name)
    return thaw(model, names[max(len(names) - top, 0) :])


# %% wrong: an inner model is one layer | test_nested | as one layer
# breaks: "A model among them does not count, but the layers inside it do, in its place, at any depth"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    outer = [la for la in model.layers if la.weights and not isinstance(la, NORM)]
    chosen = []
    for layer in outer[max(len(outer) - top, 0) :]:
        chosen += counted_of(layer) if isinstance(layer, keras.Model) else [layer]
    return thaw(model, chosen)


# %% wrong: only one model deep | test_nested | list of trained
# breaks: "A model among them does not count, but the layers inside it do, in its place, at any depth"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    row = []
    for layer in model.layers:
        row += layer.layers if isinstance(layer, keras.Model) else [layer]
    counted = [layer for layer in row if layer.weights and not isinstance(layer, NORM)]
    model.trainable = True
    for layer in row:
        layer.trainable = False
    for layer in counted[max(len(counted) - top, 0) :]:
        layer.trainable = True
    for leaf in leaves_of(model):
        if isinstance(leaf, NORM):
            leaf.trainable = False
    return model


# %% wrong: the model's own flag stays False | test_example | nothing is trained
# breaks: "Freeze a model, except for the last `top` layers that count, and return it"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    counted = counted_of(model)
    model.trainable = False
    for leaf in counted[max(len(counted) - top, 0) :]:
        leaf.trainable = True
    return model


# %% wrong: layers without weights count | test_top | without weights
# breaks: "Layers without weights do not count"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    row = [leaf for leaf in leaves_of(model) if not isinstance(leaf, NORM)]
    return thaw(model, row[max(len(row) - top, 0) :])


# %% wrong: BatchNormalization is thawed like the others | test_example | counts, and is trained
# breaks: "keras.layers.BatchNormalization does not count either"
# breaks: "so that it uses its moving statistics and does not move them"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    row = [leaf for leaf in leaves_of(model) if leaf.weights]
    return thaw(model, row[max(len(row) - top, 0) :])


# %% wrong: BatchNormalization is frozen, but counts | test_example | BatchNormalization counts
# breaks: "keras.layers.BatchNormalization does not count either"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    row = [leaf for leaf in leaves_of(model) if leaf.weights]
    chosen = [la for la in row[max(len(row) - top, 0) :] if not isinstance(la, NORM)]
    return thaw(model, chosen)


# %% wrong: the layers behind the first thawed one are thawed | test_example | thawed too
# breaks: "it is frozen wherever it stands"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    row, counted = leaves_of(model), counted_of(model)
    first = counted[max(len(counted) - top, 0)] if top else None
    start = row.index(first) if first is not None else len(row)
    return thaw(model, row[start:])


# %% wrong: BatchNormalization only looks frozen | test_norm | moves its own
# breaks: "even in a call with training=True"
# breaks: "so that it uses its moving statistics and does not move them"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    counted = counted_of(model)
    model = thaw(model, counted[max(len(counted) - top, 0) :])
    for leaf in leaves_of(model):
        if isinstance(leaf, NORM):
            leaf.trainable = True
            leaf.gamma.trainable = leaf.beta.trainable = False
    return model


# %% wrong: the momentum is 1, so that nothing moves | test_norm | moves its own
# breaks: "so that it uses its moving statistics and does not move them"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    counted = counted_of(model)
    model = thaw(model, counted[max(len(counted) - top, 0) :])
    for leaf in leaves_of(model):
        if isinstance(leaf, NORM):
            leaf.trainable, leaf.momentum = True, 1.0
            leaf.gamma.trainable = leaf.beta.trainable = False
    return model


# %% wrong: frozen layers stay frozen | test_flags | nothing is trained
# breaks: "The flags may have any value before"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    counted = counted_of(model)
    chosen = counted[max(len(counted) - top, 0) :]
    for leaf in leaves_of(model):
        if not any(leaf is one for one in chosen):
            leaf.trainable = False
    return model


# %% wrong: a BatchNormalization that was thawed stays so | test_flags | list of trained
# breaks: "The flags may have any value before"
def freeze(model, top=0):
    if top < 0:
        raise ValueError("top")
    before = [leaf for leaf in leaves_of(model) if isinstance(leaf, NORM) and leaf.trainable]
    was = model.trainable
    counted = counted_of(model)
    model = thaw(model, counted[max(len(counted) - top, 0) :])
    for leaf in before:
        leaf.trainable = not was
    return model


# %% wrong: a negative number is 0 | test_negative | nothing was raised
# breaks: "Raises ValueError if `top` is negative"
def freeze(model, top=0):
    names = counted_of(model)
    return thaw(model, names[max(len(names) - max(top, 0), 0) :])


# %% wrong: the default is 1 | test_top
# breaks: "If `top` is 0, nothing is trained"
def freeze(model, top=1):
    if top < 0:
        raise ValueError("top")
    names = counted_of(model)
    return thaw(model, names[max(len(names) - top, 0) :])
