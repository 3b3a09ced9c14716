"""Answers to add_head."""

# unnoticed: test_larger | add_head result fewer | it is about larger inputs; the visible checks look at what is trained
# unnoticed: test_larger | add_head .trained* * | it is about larger inputs; the visible checks look at what is trained

import keras
import tensorflow as tf

layers = keras.layers


def refuse(backbone):
    if not backbone.built:
        raise ValueError("not built")


class Still(layers.Layer):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, inputs):
        return self.inner(inputs, training=False)


class Undropped(layers.Layer):
    """Call all layers but the Dropouts."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def call(self, inputs, training=None):
        for layer in self.inner.layers:
            if isinstance(layer, layers.BatchNormalization):
                inputs = layer(inputs, training=training)
            elif not isinstance(layer, layers.Dropout):
                inputs = layer(inputs)
        return inputs


class Batchwise(layers.Layer):
    """Call BatchNormalization in training, always."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner
        for weight in inner.weights:
            weight.trainable = False

    def call(self, inputs):
        for layer in self.inner.layers:
            if isinstance(layer, layers.BatchNormalization):
                inputs = layer(inputs, training=True)
            elif not isinstance(layer, layers.Dropout):
                inputs = layer(inputs)
        return inputs


def headed(inputs, features, classes):
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


def on_top(backbone, classes):
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, Still(backbone)(inputs), classes)


# %% right: the mean by keras.ops
def add_head(backbone, classes):
    if not backbone.built:
        raise ValueError("a backbone without weights")
    for layer in backbone.layers:
        layer.trainable = False
    inputs = keras.Input(shape=backbone.input_shape[1:])
    features = Still(backbone)(inputs)
    axes = list(range(1, len(features.shape) - 1))
    if axes:
        features = keras.ops.mean(features, axis=axes)
    return keras.Model(inputs, layers.Dense(classes, activation=None)(features))


# %% right: a subclass that calls the backbone in inference
class Headed(keras.Model):
    def __init__(self, backbone, classes):
        super().__init__()
        self.backbone, self.head = backbone, layers.Dense(classes)
        self.head.build((None, backbone.output_shape[-1]))
        self.built = True

    def call(self, inputs, training=None):
        features = self.backbone(inputs, training=False)
        if features.shape.rank > 2:
            features = tf.reduce_mean(features, axis=[1, 2])
        return self.head(features)


def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    return Headed(backbone, classes)


# %% right: no weights means not built; a Sequential, and Flatten for what is flat
def add_head(backbone, classes):
    if not backbone.weights:
        raise ValueError("no weights")
    backbone.trainable = False
    flat = len(backbone.output_shape) == 2
    pool = layers.Flatten() if flat else layers.GlobalAveragePooling2D()
    head = layers.Dense(classes, name="head")
    shape = backbone.input_shape[1:]
    return keras.Sequential([keras.Input(shape), Still(backbone), pool, head])


# %% wrong: training=False in the model's graph, which is overruled | test_inference | drops
# breaks: "It runs in inference even in a call with training=True"
# breaks: "Its Dropout layers drop nothing"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, backbone(inputs, training=False), classes)


# %% wrong: only trainable=False, the Dropout drops | test_inference | drops
# breaks: "Its Dropout layers drop nothing"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, backbone(inputs), classes)


# %% wrong: BatchNormalization is kept still by its flag only | test_thawed | batch's statistics
# breaks: "All this holds even if backbone.trainable is set to True later"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, Undropped(backbone)(inputs), classes)


# %% wrong: the backbone is not frozen | test_example | not frozen
# breaks: "It is frozen: only the kernel and the bias of the head are trained"
def add_head(backbone, classes):
    refuse(backbone)
    return on_top(backbone, classes)


# %% wrong: BatchNormalization goes on moving | test_inference | batch's statistics
# breaks: "Its BatchNormalization layers use their moving statistics and do not move them"
# breaks: "It runs in inference even in a call with training=True"
def add_head(backbone, classes):
    refuse(backbone)
    for layer in backbone.layers:
        for weight in layer.weights:
            weight.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, Undropped(backbone)(inputs), classes)


# %% wrong: the statistics of the batch in inference too | test_example | batch's statistics
# breaks: "Its BatchNormalization layers use their moving statistics and do not move them"
def add_head(backbone, classes):
    refuse(backbone)
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, Batchwise(backbone)(inputs), classes)


# %% wrong: a copy of the backbone | test_example | differ
# breaks: "The backbone is a part of the new model, not a copy"
def add_head(backbone, classes):
    refuse(backbone)
    copy = keras.models.clone_model(backbone)
    copy.trainable = False
    return on_top(copy, classes)


# %% wrong: everything is frozen | test_example | frozen too
# breaks: "It is frozen: only the kernel and the bias of the head are trained"
def add_head(backbone, classes):
    refuse(backbone)
    model = on_top(backbone, classes)
    model.trainable = False
    return model


# %% wrong: the largest features | test_example | largest value
# breaks: "A picture is averaged over h and w"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = Still(backbone)(inputs)
    if len(features.shape) == 4:
        features = layers.GlobalMaxPooling2D()(features)
    return headed(inputs, features, classes)


# %% wrong: the picture is flattened | test_example | flattened
# breaks: "A picture is averaged over h and w"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return headed(inputs, layers.Flatten()(Still(backbone)(inputs)), classes)


# %% wrong: logits for each pixel | test_example | shape
# breaks: "Put a new head on a backbone: the backbone's inputs -> logits (batch, classes)"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return keras.Model(inputs, layers.Dense(classes)(Still(backbone)(inputs)))


# %% wrong: only pictures are taken | test_features | raised
# breaks: "The backbone gives features (batch, c) or a picture of them (batch, h, w, c)"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = layers.GlobalAveragePooling2D()(Still(backbone)(inputs))
    return headed(inputs, features, classes)


# %% wrong: a softmax at the end | test_example | softmax
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    model = on_top(backbone, classes)
    return keras.Model(model.inputs, layers.Softmax()(model.outputs[0]))


# %% wrong: a head without a bias | test_example | no bias
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = Still(backbone)(inputs)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes, use_bias=False)(features))


# %% wrong: a hidden layer in the head | test_example | hidden layer
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = Still(backbone)(inputs)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return headed(inputs, layers.Dense(16, activation="relu")(features), classes)


# %% wrong: an unbuilt backbone is built with random weights | test_unbuilt | ValueError
# breaks: "Raises ValueError if the backbone was never built"
def add_head(backbone, classes):
    backbone.trainable = False
    if not backbone.built:
        return keras.Sequential([backbone, layers.Dense(classes)])
    return on_top(backbone, classes)
