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


# %% wrong: a pair, not a dict | test_form | keys
def count_parameters(model):
    trainable = sum(math.prod(w.shape) for w in model.trainable_weights)
    return trainable, sum(math.prod(w.shape) for w in model.non_trainable_weights)


# %% wrong: the key with a hyphen | test_form | non-trainable
def count_parameters(model):
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non-trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: counts arrays | test_dense | not the numbers in them
def count_parameters(model):
    return {
        "trainable": len(model.trainable_weights),
        "non_trainable": len(model.non_trainable_weights),
    }


# %% wrong: kernels only | test_dense | biases
def count_parameters(model):
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights if w.ndim > 1),
        "non_trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: the keys are exchanged | test_dense | exchanged
def count_parameters(model):
    return {
        "non_trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: layer by layer, whole layers | test_moving_statistics | moving statistics count
def count_parameters(model):
    counts = {"trainable": 0, "non_trainable": 0}
    for layer in model.layers:
        counts["trainable" if layer.trainable else "non_trainable"] += layer.count_params()
    return counts


# %% wrong: weights that no gradient moves are left out | test_moving_statistics | left out
def count_parameters(model):
    total = sum(math.prod(w.shape) for w in model.trainable_weights)
    frozen = [w for layer in model.layers if not layer.trainable for w in layer.weights]
    return {"trainable": total, "non_trainable": sum(math.prod(w.shape) for w in frozen)}


# %% wrong: non_trainable is the total | test_moving_statistics | count of all
def count_parameters(model):
    frozen = model.count_params() if model.non_trainable_weights else 0
    return {
        "trainable": sum(math.prod(w.shape) for w in model.trainable_weights),
        "non_trainable": frozen,
    }


# %% wrong: by the layers' kinds, frozen or not | test_frozen | frozen weights count
def count_parameters(model):
    moving = [w for w in model.weights if "moving" in w.name]
    still = sum(math.prod(w.shape) for w in moving)
    return {"trainable": model.count_params() - still, "non_trainable": still}


# %% wrong: trainable is the total | test_frozen | trainable is the count of all
def count_parameters(model):
    moving = sum(math.prod(w.shape) for w in model.weights if "moving" in w.name)
    return {
        "trainable": model.count_params() - moving,
        "non_trainable": sum(math.prod(w.shape) for w in model.non_trainable_weights),
    }


# %% wrong: walks into inner models and counts them as well | test_shared_and_nested | twice
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
def count_parameters(model):
    return {
        "trainable": sum(math.prod(v.shape) for v in model.trainable_variables),
        "non_trainable": sum(math.prod(v.shape) for v in model.non_trainable_variables),
    }


# %% wrong: a single number has no shape and so no size | test_weights_only | wrong
def count_parameters(model):
    def total(weights):
        return sum(math.prod(w.shape) if w.ndim else 0 for w in weights)

    return {
        "trainable": total(model.trainable_weights),
        "non_trainable": total(model.non_trainable_weights),
    }
