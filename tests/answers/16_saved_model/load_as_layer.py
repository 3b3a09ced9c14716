"""Answers to load_as_layer."""

import keras
import tensorflow as tf


def plain(path, endpoint, trainable):
    return keras.layers.TFSMLayer(path, call_endpoint=endpoint, trainable=trainable)


class Unpacked(keras.layers.TFSMLayer):
    def call(self, inputs, training=False):
        return self.taken(super().call(inputs, training=training))

    def taken(self, result):
        return next(iter(result.values())) if isinstance(result, dict) and len(result) == 1 else result


def named(path, endpoint):
    if endpoint is not None:
        return endpoint
    return "serve" if hasattr(tf.saved_model.load(path), "serve") else "serving_default"


# slow: test_example | the first check to write and load a folder
# slow: test_default | it writes two folders and loads each of them

# unbreakable: "It takes one tensor" | it is given

# %% right: a layer of its own around the loaded folder
class Folder(keras.layers.Layer):
    def __init__(self, path, endpoint, trainable):
        super().__init__(trainable=trainable)
        self.loaded = tf.saved_model.load(path)
        if endpoint is None:
            endpoint = "serve" if hasattr(self.loaded, "serve") else "serving_default"
        if hasattr(self.loaded, endpoint):
            self.function = getattr(self.loaded, endpoint)
            graph = self.function.concrete_functions[0]
        elif endpoint in self.loaded.signatures:
            self.function = graph = self.loaded.signatures[endpoint]
        else:
            raise ValueError(f"no endpoint {endpoint!r}")
        for variable in graph.graph.variables:
            self._track_variable(
                keras.Variable(variable, trainable=variable.trainable, name="weight")
            )
        self.built = True

    def call(self, x):
        result = self.function(x)
        if isinstance(result, dict) and len(result) == 1:
            [result] = result.values()
        return result


def load_as_layer(path, endpoint=None, trainable=False):
    return Folder(path, endpoint, trainable)


# %% right: the folder is read first
def load_as_layer(path, endpoint=None, trainable=False):
    layer = Unpacked(path, named(path, endpoint))
    layer.trainable = trainable
    return layer


# %% right: a method replaced
def load_as_layer(path, endpoint=None, trainable=False):
    try:
        layer = plain(path, endpoint or "serve", trainable)
    except ValueError:
        if endpoint:
            raise
        layer = plain(path, "serving_default", trainable)
    function = layer.call_endpoint_fn

    def unpacked(x):
        result = function(x)
        if not isinstance(result, dict) or len(result) > 1:
            return result
        return result[next(iter(result))]

    layer.call_endpoint_fn = unpacked
    return layer


# %% wrong: the dict of the signature | test_example | not a tensor
# breaks: "If it returns a dict with one tensor, the layer returns this tensor"
def load_as_layer(path, endpoint=None, trainable=False):
    return plain(path, named(path, endpoint), trainable)


# %% wrong: always the first tensor | test_endpoint | one of two outputs
# breaks: "a dict of several tensors stays a dict"
def load_as_layer(path, endpoint=None, trainable=False):
    class First(Unpacked):
        def taken(self, result):
            return next(iter(result.values())) if isinstance(result, dict) else result

    return First(path, named(path, endpoint), trainable=trainable)


# %% wrong: TFSMLayer's own default | test_default
# breaks: "else "serving_default""
def load_as_layer(path, endpoint=None, trainable=False):
    return Unpacked(path, endpoint or "serve", trainable=trainable)


# %% wrong: always serving_default | test_default | the signature serving_default
# breaks: "Without endpoint it is "serve" if the folder has it"
def load_as_layer(path, endpoint=None, trainable=False):
    return Unpacked(path, endpoint or "serving_default", trainable=trainable)


# %% wrong: serving_default first | test_default | the signature serving_default
# breaks: "Without endpoint it is "serve" if the folder has it"
def load_as_layer(path, endpoint=None, trainable=False):
    if endpoint:
        return Unpacked(path, endpoint, trainable=trainable)
    try:
        return Unpacked(path, "serving_default", trainable=trainable)
    except ValueError:
        return Unpacked(path, "serve", trainable=trainable)


# %% wrong: the endpoint is not used | test_endpoint | the attribute serve
# breaks: "The function is named `endpoint`"
def load_as_layer(path, endpoint=None, trainable=False):
    return Unpacked(path, named(path, None), trainable=trainable)


# %% wrong: only signatures are looked through | test_default
# breaks: "an attribute of the loaded object"
def load_as_layer(path, endpoint=None, trainable=False):
    loaded = tf.saved_model.load(path)
    names = [endpoint] if endpoint else ["serve", "serving_default"]
    found = [name for name in names if name in loaded.signatures]
    if not found:
        raise ValueError(endpoint)

    class Signature(Unpacked):
        def call(self, inputs, training=False):
            return self.taken(self._reloaded_obj.signatures[found[0]](inputs))

    return Signature(path, found[0], trainable=trainable)


# %% wrong: only attributes are looked through | test_example | nothing but attributes
# breaks: "Return a Keras layer that calls a function of the SavedModel"
# breaks: "or else a signature"
def load_as_layer(path, endpoint=None, trainable=False):
    loaded = tf.saved_model.load(path)
    if not hasattr(loaded, endpoint or "serve"):
        raise ValueError("nothing but attributes")
    return Unpacked(path, endpoint or "serve", trainable=trainable)


# %% wrong: a function, not a layer | test_in_model
# breaks: "The layer works in a functional model too"
def load_as_layer(path, endpoint=None, trainable=False):
    layer = Unpacked(path, named(path, endpoint), trainable=trainable)

    class Eager(keras.layers.Layer):
        trainable_weights = layer.trainable_weights

        def __call__(self, x):
            return tf.constant(layer(x).numpy()) if not isinstance(layer(x), dict) else layer(x)

    return Eager()


# %% wrong: the batch size is taken from the shape | test_in_model
# breaks: "where the batch size is unknown"
def load_as_layer(path, endpoint=None, trainable=False):
    class Fixed(Unpacked):
        def taken(self, result):
            result = super().taken(result)
            if isinstance(result, dict):
                return result
            return tf.reshape(result, [int(result.shape[0]), -1])

    return Fixed(path, named(path, endpoint), trainable=trainable)


# %% wrong: trainable by default | test_weights | by default nothing is trainable
# breaks: "By default trainable_weights is empty"
def load_as_layer(path, endpoint=None, trainable=True):
    return Unpacked(path, named(path, endpoint), trainable=trainable)


# %% wrong: never trainable | test_weights | trainable=True has no effect
# breaks: "the trainable variables that the function uses are the layer's trainable_weights"
def load_as_layer(path, endpoint=None, trainable=False):
    return Unpacked(path, named(path, endpoint), trainable=False)


# %% wrong: no weights at all | test_weights | trainable=True has no effect
# breaks: "the trainable variables that the function uses are the layer's trainable_weights"
def load_as_layer(path, endpoint=None, trainable=False):
    layer = Unpacked(path, named(path, endpoint))

    class Around(keras.layers.Layer):
        def call(self, x):
            return function(x)

    function = lambda x: layer.taken(layer.call_endpoint_fn(x))
    return Around(trainable=trainable)


# %% wrong: every variable is trainable | test_weights | not trainable is among them
# breaks: "the trainable variables that the function uses"
def load_as_layer(path, endpoint=None, trainable=False):
    class All(Unpacked):
        def _add_existing_weight(self, weight):
            self._track_variable(keras.Variable(weight, trainable=True, name="weight"))

    return All(path, named(path, endpoint), trainable=trainable)


# %% wrong: copies of the weights | test_weights | gradient
# breaks: "gradients reach them"
def load_as_layer(path, endpoint=None, trainable=False):
    class Copied(Unpacked):
        def _add_existing_weight(self, weight):
            made = keras.Variable(weight.numpy(), trainable=weight.trainable, name="weight")
            self._track_variable(made)

    return Copied(path, named(path, endpoint), trainable=trainable)


# %% wrong: gradients are stopped | test_weights | gradient
# breaks: "gradients reach them"
def load_as_layer(path, endpoint=None, trainable=False):
    class Stopped(Unpacked):
        def taken(self, result):
            result = super().taken(result)
            return result if isinstance(result, dict) else tf.stop_gradient(result)

    return Stopped(path, named(path, endpoint), trainable=trainable)


# %% wrong: an unknown endpoint becomes the default one | test_refusal | taken instead
# breaks: "Raises ValueError if the folder has no such endpoint"
def load_as_layer(path, endpoint=None, trainable=False):
    try:
        return Unpacked(path, named(path, endpoint), trainable=trainable)
    except ValueError:
        return Unpacked(path, named(path, None), trainable=trainable)


# %% wrong: a KeyError | test_refusal | make it a ValueError
# breaks: "Raises ValueError if the folder has no such endpoint"
def load_as_layer(path, endpoint=None, trainable=False):
    name = named(path, endpoint)
    try:
        return Unpacked(path, name, trainable=trainable)
    except ValueError:
        raise KeyError(name) from None


# %% equivalent: generic-gradient | what is returned is a layer, and no tensor
