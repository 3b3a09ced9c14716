"""Answers to build_classifier. Wrong ones are `sound` with one thing changed."""

import keras
import tensorflow as tf

Layer = keras.layers


def sound(input_shape, classes, scale=1 / 16, activations=("relu", "relu", None), **changes):
    """Build the model; `changes` are settings of the convolution."""
    settings = {"kernel_size": 3, "strides": 2, "padding": "same"} | changes
    return keras.Sequential(
        [
            keras.Input(input_shape),
            Layer.Rescaling(scale),
            Layer.Conv2D(16, activation=activations[0], **settings),
            Layer.Flatten(),
            Layer.Dense(64, activations[1]),
            Layer.Dropout(0.25),
            Layer.Dense(classes, activations[2], kernel_initializer="zeros"),
        ]
    )


# %% right: the functional API
def build_classifier(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    x = inputs / 16.0
    x = Layer.Conv2D(16, (3, 3), (2, 2), "same")(x)
    x = Layer.Flatten()(Layer.ReLU()(x))
    x = Layer.Activation("relu")(Layer.Dense(64)(x))
    x = Layer.Dropout(rate=0.25)(x)
    outputs = Layer.Dense(classes, kernel_initializer=keras.initializers.Zeros())(x)
    return keras.Model(inputs, outputs)


# %% right: layers added one by one
def build_classifier(input_shape, classes):
    model = keras.Sequential()
    model.add(keras.Input(input_shape))
    model.add(Layer.Rescaling(scale=0.0625, offset=0.0))
    model.add(Layer.Conv2D(filters=16, kernel_size=3, strides=(2, 2), padding="SAME"))
    model.add(Layer.ReLU())
    model.add(Layer.Reshape((-1,)))
    model.add(Layer.Dense(64, kernel_initializer="glorot_uniform", activation=tf.nn.relu))
    model.add(Layer.Dropout(1 / 4))
    model.add(Layer.Dense(classes, kernel_initializer=tf.zeros))
    return model


# %% wrong: one logit for two classes less one | test_output_shape | shape
def build_classifier(input_shape, classes):
    return sound(input_shape, classes - 1)


# %% wrong: logits for each pixel | test_output_shape | shape
def build_classifier(input_shape, classes):
    return keras.Sequential(
        [keras.Input(input_shape), Layer.Rescaling(1 / 16), Layer.Dense(64), Layer.Dense(classes)]
    )


# %% wrong: half precision | test_output_shape | dtype
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    return keras.Sequential(
        [keras.Input(input_shape), model, Layer.Activation("linear", dtype="float16")]
    )


# %% wrong: no stride | test_output_shape | stride of 2
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, strides=1)


# %% wrong: padding is valid | test_output_shape | valid
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, padding="valid")


# %% wrong: kernels of 5 x 5 | test_output_shape | 5 x 5
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, kernel_size=5)


# %% wrong: no bias in the convolution | test_output_shape | no bias
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, use_bias=False)


# %% wrong: the mean of each map where it should be flattened | test_output_shape | instead of Flatten
def build_classifier(input_shape, classes):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            Layer.Rescaling(1 / 16),
            Layer.Conv2D(16, 3, 2, "same", activation="relu"),
            Layer.GlobalAveragePooling2D(),
            Layer.Dense(64, "relu"),
            Layer.Dropout(0.25),
            Layer.Dense(classes, kernel_initializer="zeros"),
        ]
    )


# %% wrong: pixels as they are | test_logits | not divided
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, scale=1.0)


# %% wrong: pixels / 255 | test_logits | by 255
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, scale=1 / 255)


# %% wrong: softmax at the end | test_logits | softmax
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "softmax"))


# %% wrong: sigmoid at the end | test_logits | sigmoid
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "sigmoid"))


# %% wrong: ReLU at the end | test_logits | on the logits
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "relu"))


# %% wrong: no ReLU after the convolution | test_logits | after the convolution
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=(None, "relu", None))


# %% wrong: no ReLU after the units | test_logits | after the units
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", None, None))


# %% wrong: no ReLU at all | test_logits | at all
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=(None, None, None))


# %% wrong: tanh | test_logits | differ
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("tanh", "tanh", None))


# %% wrong: no dropout | test_dropout | nothing is dropped
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    return keras.Sequential([keras.Input(input_shape), *model.layers[:-2], model.layers[-1]])


# %% wrong: half is dropped | test_dropout | half is dropped
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    kept = model.layers
    return keras.Sequential([keras.Input(input_shape), *kept[:-2], Layer.Dropout(0.5), kept[-1]])


# %% wrong: the logits are dropped | test_dropout | drops logits
def build_classifier(input_shape, classes):
    kept = sound(input_shape, classes).layers
    layers = [*kept[:-2], kept[-1], Layer.Dropout(0.25)]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: the same units for all samples | test_dropout | the same units
def build_classifier(input_shape, classes):
    kept = sound(input_shape, classes).layers
    layers = [*kept[:-2], Layer.Dropout(0.25, noise_shape=(1, 64)), kept[-1]]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: dropped, and never enlarged | test_dropout | not enlarged
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    kept = model.layers
    smaller = Layer.Lambda(lambda x, training=False: 0.75 * x if training else x)
    return keras.Sequential([keras.Input(input_shape), *kept[:-1], smaller, kept[-1]])


# %% wrong: the last kernel is random | test_start | the last kernel is
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    last = Layer.Dense(classes)
    return keras.Sequential([keras.Input(input_shape), *model.layers[:-1], last])


# %% wrong: all kernels are zero | test_start | do not start Glorot
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes, kernel_initializer="zeros")
    units = Layer.Dense(64, "relu", kernel_initializer="zeros")
    layers = [*model.layers[:3], units, *model.layers[-2:]]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: He initialisation | test_start | root mean square
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, kernel_initializer="he_uniform")


# %% wrong: small positive biases | test_start | biases do not
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    model.weights[-1].assign(tf.range(classes, dtype=tf.float32) / 10)
    return model


# %% wrong: the last kernel is a constant | test_start | differ
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers[:-1]
    last = Layer.Dense(classes, kernel_initializer="ones")
    return keras.Sequential([keras.Input(input_shape), *layers, last])


# %% wrong: one pixel more before the image | test_logits | differ
def build_classifier(input_shape, classes):
    return keras.Sequential(
        [
            keras.Input(input_shape),
            Layer.Rescaling(1 / 16),
            Layer.ZeroPadding2D(1),
            Layer.Conv2D(16, 3, 2, "valid", activation="relu"),
            Layer.Flatten(),
            Layer.Dense(64, "relu"),
            Layer.Dropout(0.25),
            Layer.Dense(classes, kernel_initializer="zeros"),
        ]
    )


# %% wrong: images are made even first | test_odd_images |
def build_classifier(input_shape, classes):
    height, width, channels = input_shape
    even = (height + height % 2, width + width % 2, channels)
    inputs = keras.Input(input_shape)
    padded = Layer.ZeroPadding2D(((0, height % 2), (0, width % 2)))(inputs)
    return keras.Model(inputs, sound(even, classes)(padded))
