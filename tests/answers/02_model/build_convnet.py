"""Answers to build_convnet. Most wrong answers call `convnet`, which can do each mistake."""

import keras
import tensorflow as tf
from keras import layers


def convnet(input_shape, classes, *, pool=None, before=(), behind=(), flat=None, last=None, **conv):
    pool = pool or (lambda: layers.MaxPooling2D(3, strides=2))
    conv = {"padding": "same", "activation": "relu"} | conv
    return keras.Sequential(
        [
            keras.Input(shape=input_shape),
            layers.Conv2D(8, 5, **conv),
            pool(),
            layers.Conv2D(16, 3, **conv),
            pool(),
            flat or layers.Flatten(),
            *before,
            layers.Dense(32, activation="relu"),
            *behind,
            layers.Dense(classes, activation=last),
        ]
    )


# %% right: functional
def build_convnet(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for filters, size in ((8, 5), (16, 3)):
        x = layers.Conv2D(filters, (size, size), strides=(1, 1), padding="same")(x)
        x = layers.Activation("relu")(x)
        x = layers.MaxPool2D(pool_size=(3, 3), strides=(2, 2), padding="valid")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(32, activation=tf.nn.relu)(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(inputs=inputs, outputs=layers.Dense(classes)(x))


# %% right: a Sequential that grows
def build_convnet(input_shape, classes):
    model = keras.Sequential()
    model.add(layers.InputLayer(shape=input_shape))
    model.add(layers.Conv2D(8, kernel_size=5, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=3, strides=2))
    model.add(layers.Conv2D(16, kernel_size=3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D(pool_size=3, strides=2))
    model.add(layers.Reshape((-1,)))
    model.add(layers.Dense(32))
    model.add(layers.ReLU())
    model.add(layers.Dropout(rate=0.5))
    model.add(layers.Dense(classes, activation="linear"))
    return model


# %% wrong: strides of the pools left to the default | test_form | stride 3
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, pool=lambda: layers.MaxPooling2D(3), behind=[layers.Dropout(0.5)]
    )


# %% wrong: pools of two by two | test_form | 2 x 2
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, pool=lambda: layers.MaxPooling2D(2), behind=[layers.Dropout(0.5)]
    )


# %% wrong: pools with padding | test_form | pooling with padding same
def build_convnet(input_shape, classes):
    return convnet(
        input_shape,
        classes,
        pool=lambda: layers.MaxPooling2D(3, strides=2, padding="same"),
        behind=[layers.Dropout(0.5)],
    )


# %% wrong: convolutions without padding | test_form | convolution with padding valid
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, padding="valid", behind=[layers.Dropout(0.5)])


# %% wrong: a global average for Flatten | test_form | global average
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, flat=layers.GlobalAveragePooling2D(), behind=[layers.Dropout(0.5)]
    )


# %% wrong: nothing is returned | test_form | returned
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes, behind=[layers.Dropout(0.5)])
    model.summary(print_fn=lambda text: None)


# %% wrong: softmax at the end | test_logits | softmax
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last="softmax")


# %% wrong: ReLU at the end | test_logits | ReLU in the last layer
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last="relu")


# %% wrong: average pooling | test_logits | average pooling
def build_convnet(input_shape, classes):
    return convnet(
        input_shape,
        classes,
        pool=lambda: layers.AveragePooling2D(3, strides=2),
        behind=[layers.Dropout(0.5)],
    )


# %% wrong: convolutions without activation | test_logits | no ReLU
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, activation=None, behind=[layers.Dropout(0.5)])


# %% wrong: the axes are exchanged before flattening | test_logits | differ
def build_convnet(input_shape, classes):
    flat = keras.Sequential([layers.Permute((2, 1, 3)), layers.Flatten()])
    return convnet(input_shape, classes, flat=flat, behind=[layers.Dropout(0.5)])


# %% wrong: no dropout | test_dropout | nothing is dropped
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes)


# %% wrong: dropout before the dense layer | test_dropout | differ
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, before=[layers.Dropout(0.5)])


# %% wrong: the rate is what is kept | test_dropout | a rate of 0.2
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.2)])


# %% wrong: dropout behind the logits | test_dropout | after the logits
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes)
    model.add(layers.Dropout(0.5))
    return model


# %% wrong: dropout twice | test_dropout | two dropouts
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5), layers.Dropout(0.5)])


# %% wrong: sigmoid where there is one class | test_other_sizes | sigmoid
def build_convnet(input_shape, classes):
    last = "sigmoid" if classes == 1 else None
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last=last)
