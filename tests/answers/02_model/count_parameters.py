"""Answers to count_parameters."""

import math

import keras
import numpy as np
import tensorflow as tf


# %% right: NumPy sizes, weights told apart one by one
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    trained = {id(weight) for weight in model.trainable_weights}
    for weight in model.weights:
        counts["trainable" if id(weight) in trained else "non_trainable"] += weight.numpy().size
    return counts


# %% right: the rest of the total
def count_parameters(model):
    trainable = sum(int(tf.size(weight)) for weight in model.trainable_weights)
    return {"non_trainable": model.count_params() - trainable, "trainable": trainable}


# %% right: keras.ops
def count_parameters(model):
    def total(weights):
        return int(sum(int(keras.ops.size(weight)) for weight in weights))

    return dict(
        trainable=total(model.trainable_weights), non_trainable=total(model.non_trainable_weights)
    )


# %% right: NumPy's product, which gives NumPy's integers
def count_parameters(model):
    return {
        "trainable": np.sum([np.prod(w.shape) for w in model.trainable_weights], dtype=np.int64),
        "non_trainable": sum(np.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% right: each weight asked by itself
def count_parameters(model):
    kinds = [("trainable", model.trainable_weights), ("non_trainable", model.non_trainable_weights)]
    return {kind: sum(np.asarray(w).size for w in weights) for kind, weights in kinds}


# %% right: from TensorFlow's shapes
def count_parameters(model):
    total = sum(keras.ops.convert_to_numpy(weight).size for weight in model.weights)
    free = 0
    for weight in model.trainable_variables:
        free += tf.TensorShape(weight.shape).num_elements()
    return {"trainable": free, "non_trainable": total - free}


# %% wrong: a pair, not a dict | test_example | a pair; expected
# breaks: "how many numbers a built model's weights hold"
def count_parameters(model):
    trainable = sum(math.prod(w.shape) for w in model.trainable_weights)
    return trainable, sum(math.prod(w.shape) for w in model.non_trainable_weights)


# %% wrong: the key with a hyphen | test_example | a hyphen in the key
# breaks: ""non_trainable": m}"
def count_parameters(model):
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non-trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: counts arrays | test_example | not the numbers in them
# breaks: "Each element of each weight"
def count_parameters(model):
    return {
        "trainable": len(model.trainable_weights),
        "non_trainable": len(model.non_trainable_weights),
    }


# %% wrong: kernels only | test_example | with two axes
# breaks: "Each element of each weight"
def count_parameters(model):
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights if w.ndim > 1),
        "non_trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: the keys are exchanged | test_example | exchanged
# breaks: "Return {"trainable": n"
def count_parameters(model):
    return {
        "non_trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: layer by layer, whole layers | test_example | moving statistics count
# breaks: "the moving statistics of BatchNormalization are not trainable"
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    for layer in model.layers:
        counts["trainable" if layer.trainable else "non_trainable"] += layer.count_params()
    return counts


# %% wrong: weights that no gradient moves are left out | test_example | left out
# breaks: "the moving statistics of BatchNormalization are not trainable"
def count_parameters(model):
    total = sum(math.prod(w.shape) for w in model.trainable_weights)
    frozen = [w for layer in model.layers if not layer.trainable for w in layer.weights]
    return {"trainable": total, "non_trainable": sum(math.prod(w.shape) for w in frozen)}


# %% wrong: non_trainable is the total | test_example | count of all
# breaks: ""non_trainable": m}"
def count_parameters(model):
    frozen = model.count_params() if model.non_trainable_weights else 0
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non_trainable": frozen,
    }


# %% wrong: by the layers' kinds, frozen or not | test_example | frozen weights count
# breaks: "The weights of frozen layers"
def count_parameters(model):
    moving = [w for w in model.weights if "moving" in w.name]
    still = sum(math.prod(w.shape) for w in moving)
    return {"trainable": model.count_params() - still, "non_trainable": still}


# %% wrong: trainable is the total | test_example | trainable is the count of all
# breaks: "Return {"trainable": n"
def count_parameters(model):
    moving = sum(math.prod(w.shape) for w in model.weights if "moving" in w.name)
    return {
        "trainable": model.count_params() - moving,
        "non_trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: walks into inner models and counts them as well | test_shared | two places
# breaks: "sits in a model inside the model"
def count_parameters(model):
    layers, found = [model], []
    while layers:
        layer = layers.pop()
        found += [layer] if isinstance(layer, keras.layers.Layer) and layer is not model else []
        layers += getattr(layer, "layers", [])
    return {
        "trainable": sum(math.prod(w.shape) for part in found for w in part.trainable_weights),
        "non_trainable": sum(
            math.prod(w.shape) for part in found for w in part.non_trainable_weights
        ),
    }


# %% wrong: all variables, the random state too | test_weights_only | random state
# breaks: "the random state of Dropout"
def count_parameters(model):
    return {
        "trainable": sum(math.prod(v.shape) for v in model.trainable_variables),
        "non_trainable": sum(math.prod(v.shape) for v in model.non_trainable_variables),
    }


# %% wrong: a single number has no shape and so no size | test_weights_only | left out
# breaks: "a weight that is a single number counts as 1"
def count_parameters(model):
    def total(weights):
        return sum(math.prod(w.shape) if w.ndim else 0 for w in weights)

    return {
        "trainable": total(model.trainable_weights),
        "non_trainable": total(model.non_trainable_weights),
    }


# %% wrong: layer by layer, each layer's own lists | test_shared | counts twice
# breaks: "even if one of its layers is set trainable again"
def count_parameters(model):
    def total(name):
        return sum(math.prod(w.shape) for layer in model.layers for w in getattr(layer, name))

    return {
        "trainable": total("trainable_weights"),
        "non_trainable": total("non_trainable_weights"),
    }


# %% wrong: each weight's own flag | test_frozen | a layer that is trainable again
# breaks: "If the model itself is frozen, no weight is trainable"
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    for weight in model.weights:
        counts["trainable" if weight.trainable else "non_trainable"] += math.prod(weight.shape)
    return counts


# %% wrong: a layer counts at each of its uses | test_shared
# breaks: "counts once, even if a layer is used twice"
def count_parameters(model):
    uses = [(layer, len(layer._inbound_nodes) or 1) for layer in model.layers]
    if isinstance(model, keras.Sequential):
        uses = [(layer, 1) for layer in model.layers]
    frozen = not model.trainable

    def total(name):
        return sum(n * math.prod(w.shape) for layer, n in uses for w in getattr(layer, name))

    free = 0 if frozen else total("trainable_weights")
    return {"trainable": free, "non_trainable": total("weights") - free}


# %% wrong: weights of one shape count once | test_example | same shape
# breaks: "Each element of each weight counts once"
def count_parameters(model):
    def total(weights):
        return sum(math.prod(shape) for shape in {tuple(w.shape) for w in weights})

    return {
        "trainable": total(model.trainable_weights),
        "non_trainable": total(model.non_trainable_weights),
    }


# %% wrong: the layers at the top only | test_shared | model inside is left out
# breaks: "sits in a model inside the model"
def count_parameters(model):
    inner = {id(w) for part in model.layers if isinstance(part, keras.Model) for w in part.weights}

    def total(weights):
        return sum(math.prod(w.shape) for w in weights if id(w) not in inner)

    return {
        "trainable": total(model.trainable_weights),
        "non_trainable": total(model.non_trainable_weights),
    }


# %% wrong: the optimizer's variables too | test_weights_only | optimizer's variables count
# breaks: "the variables of the optimizer"
def count_parameters(model):
    state = model.optimizer.variables if model.compiled else []
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non_trainable": sum(math.prod(w.shape) for w in [*model.non_trainable_weights, *state]),
    }


# %% wrong: the metrics' variables too | test_weights_only | variables of the metrics count
# breaks: "those of the metrics"
def count_parameters(model):
    state = [*model.non_trainable_weights, *model.metrics_variables]
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non_trainable": sum(math.prod(w.shape) for w in state),
    }


# %% wrong: nothing is returned | test_example | returned
# breaks: "Return {"trainable": n"
def count_parameters(model):
    model.summary(print_fn=lambda text: None)


# %% wrong: all weights are trainable | test_example | moving statistics count
# breaks: "are not trainable"
def count_parameters(model):
    return {"trainable": model.count_params(), "non_trainable": 0}


# %% wrong: only dense layers can be frozen | test_frozen | gamma and beta are trainable
# breaks: "The weights of frozen layers"
def count_parameters(model):
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    frozen = [w for layer in dense for w in ([] if layer.trainable else layer.weights)]
    still = sum(math.prod(w.shape) for w in model.weights if "moving" in w.name)
    still += sum(math.prod(w.shape) for w in frozen)
    if not model.trainable:
        still = model.count_params()
    return {"trainable": model.count_params() - still, "non_trainable": still}


# %% wrong: layer by layer, so that a layer that also sits in an inner model counts twice | test_shared | counts twice
# breaks: "Each element of each weight counts once, even if a layer is used twice or sits in a model inside the model"
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    for layer in model.layers:
        for weight in layer.weights:
            trainable = model.trainable and layer.trainable and weight.trainable
            counts["trainable" if trainable else "non_trainable"] += math.prod(weight.shape)
    return counts


# %% right: the total, and what is left of it
def count_parameters(model):
    total = sum(int(np.size(weight.numpy())) for weight in model.weights)
    trainable = sum(int(np.size(weight.numpy())) for weight in model.trainable_weights)
    return {"trainable": trainable, "non_trainable": total - trainable}


# %% right: one pass over the weights, by identity
def count_parameters(model):
    trained = {id(weight) for weight in model.trainable_weights}
    counts = {"trainable": 0, "non_trainable": 0}
    seen = set()
    for weight in model.weights:
        if id(weight) not in seen:
            seen.add(id(weight))
            key = "trainable" if id(weight) in trained else "non_trainable"
            counts[key] += math.prod(tuple(weight.shape))
    return counts


# %% wrong: asks each weight, not the model, whether it is trained | test_frozen
# breaks: "If the model itself is frozen, no weight is trainable, even if one of its layers is set trainable again."
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    for weight in model.weights:
        counts["trainable" if weight.trainable else "non_trainable"] += math.prod(weight.shape)
    return counts


# %% wrong: adds up layer by layer, so that a layer that also sits in an inner model counts twice | test_shared
# breaks: "Each element of each weight counts once, even if a layer is used twice or sits in a model"
def count_parameters(model):
    def size(weights):
        return sum(math.prod(weight.shape) for weight in weights)

    return {
        "trainable": sum(size(layer.trainable_weights) for layer in model.layers)
        if model.trainable
        else 0,
        "non_trainable": sum(size(layer.non_trainable_weights) for layer in model.layers)
        if model.trainable
        else size(model.weights),
    }


# %% wrong: weights of the same name and shape count once, "since the layer is used twice" | test_dense | same shape count once
# breaks: "Each element of each weight counts once"
def count_parameters(model):
    def size(weights):
        return sum(math.prod(shape) for _, shape in {(w.name, tuple(w.shape)) for w in weights})

    return {
        "trainable": size(model.trainable_weights),
        "non_trainable": size(model.non_trainable_weights),
    }
