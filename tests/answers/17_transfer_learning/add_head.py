"""Answers to add_head."""

import keras
import tensorflow as tf

layers = keras.layers


def refuse(backbone):
    if not backbone.built:
        raise ValueError("not built")


def on_top(backbone, classes, **how):
    inputs = keras.Input(backbone.input_shape[1:])
    features = backbone(inputs, **how)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% right: the mean by keras.ops
def add_head(backbone, classes):
    if not backbone.built:
        raise ValueError("a backbone without weights")
    for layer in backbone.layers:
        layer.trainable = False
    inputs = keras.Input(shape=backbone.input_shape[1:])
    features = backbone(inputs, training=False)
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
        self.output_shape = (None, classes)

    def call(self, inputs, training=None):
        features = self.backbone(inputs, training=False)
        if features.shape.rank > 2:
            features = tf.reduce_mean(features, axis=[1, 2])
        return self.head(features)


def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    return Headed(backbone, classes)


# %% right: no weights means not built; Flatten for what is flat
def add_head(backbone, classes):
    if not backbone.weights:
        raise ValueError("no weights")
    backbone.trainable = False
    inputs = keras.Input(batch_shape=backbone.input_shape)
    features = backbone(inputs, training=False)
    pool = layers.GlobalAveragePooling2D() if len(features.shape) > 2 else layers.Flatten()
    head = layers.Dense(classes, name="head")
    return keras.Model(inputs=inputs, outputs=head(pool(features)))


# %% wrong: a Sequential, so training goes to the backbone | test_thawed | batch's statistics
# breaks: "All this holds even if backbone.trainable is set to True later"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    return inference_dropped(backbone, classes)


def inference_dropped(backbone, classes):
    inputs = keras.Input(backbone.input_shape[1:])
    features = inputs
    for layer in backbone.layers:
        still = isinstance(layer, layers.Dropout)
        features = layer(features, training=False) if still else layer(features)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: only trainable=False, the Dropout drops | test_inference | values differ
# breaks: "Its Dropout layers drop nothing"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    return on_top(backbone, classes)


# %% wrong: training=True for the backbone | test_example | shapes
# breaks: "It is frozen: only the kernel and the bias of the head are trained"
def add_head(backbone, classes):
    refuse(backbone)
    return on_top(backbone, classes, training=False)


# %% wrong: BatchNormalization goes on moving | test_inference | batch's statistics
# breaks: "Its BatchNormalization layers use their moving statistics and do not move them"
# breaks: "It runs in inference even in a call with training=True"
def add_head(backbone, classes):
    refuse(backbone)
    for layer in backbone.layers:
        for weight in layer.weights:
            weight.trainable = False
    return inference_dropped(backbone, classes)


# %% wrong: the statistics of the batch in inference too | test_picture | batch's statistics
# breaks: "Its BatchNormalization layers use their moving statistics and do not move them"
def add_head(backbone, classes):
    refuse(backbone)
    inputs = keras.Input(backbone.input_shape[1:])
    features = inputs
    for layer in backbone.layers:
        for weight in layer.weights:
            weight.trainable = False
        batch = isinstance(layer, layers.BatchNormalization)
        features = layer(features, training=batch)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: a copy of the backbone | test_picture | values differ
# breaks: "The backbone is a part of the new model, not a copy"
def add_head(backbone, classes):
    refuse(backbone)
    copy = keras.models.clone_model(backbone)
    copy.trainable = False
    return on_top(copy, classes, training=False)


# %% wrong: everything is frozen | test_example | frozen too
# breaks: "It is frozen: only the kernel and the bias of the head are trained"
def add_head(backbone, classes):
    refuse(backbone)
    model = on_top(backbone, classes, training=False)
    model.trainable = False
    return model


# %% wrong: the largest features | test_picture | largest value
# breaks: "A picture is averaged over h and w"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = backbone(inputs, training=False)
    if len(features.shape) == 4:
        features = layers.GlobalMaxPooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: the picture is flattened | test_example | shapes
# breaks: "A picture is averaged over h and w"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = layers.Flatten()(backbone(inputs, training=False))
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: logits for each pixel | test_example | shape
# breaks: "Put a new head on a backbone: the backbone's inputs -> logits (batch, classes)"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    return keras.Model(inputs, layers.Dense(classes)(backbone(inputs, training=False)))


# %% wrong: only pictures are taken | test_features | raised
# breaks: "The backbone gives features (batch, c) or a picture of them (batch, h, w, c)"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = layers.GlobalAveragePooling2D()(backbone(inputs, training=False))
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: a softmax at the end | test_picture | softmax
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    model = on_top(backbone, classes, training=False)
    return keras.Model(model.inputs, layers.Softmax()(model.outputs[0]))


# %% wrong: a head without a bias | test_example | no bias
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = backbone(inputs, training=False)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    return keras.Model(inputs, layers.Dense(classes, use_bias=False)(features))


# %% wrong: a hidden layer in the head | test_example | shapes
# breaks: "One keras.layers.Dense, with a bias and no activation, turns c features into logits"
def add_head(backbone, classes):
    refuse(backbone)
    backbone.trainable = False
    inputs = keras.Input(backbone.input_shape[1:])
    features = backbone(inputs, training=False)
    if len(features.shape) == 4:
        features = layers.GlobalAveragePooling2D()(features)
    features = layers.Dense(16, activation="relu")(features)
    return keras.Model(inputs, layers.Dense(classes)(features))


# %% wrong: an unbuilt backbone is built with random weights | test_unbuilt | ValueError
# breaks: "Raises ValueError if the backbone was never built"
def add_head(backbone, classes):
    backbone.trainable = False
    if not backbone.built:
        return keras.Sequential([backbone, layers.Dense(classes)])
    return on_top(backbone, classes, training=False)
