"""Answers to build_convnet. Most wrong answers call `convnet`, which can do each mistake."""

import keras
import tensorflow as tf
from keras import layers


def convnet(
    input_shape,
    classes,
    *,
    pool=None,
    before=(),
    behind=(),
    flat=None,
    dense="relu",
    last=None,
    first=(8, 5),
    second=(16, 3),
    **conv,
):
    pool = pool or (lambda: layers.MaxPooling2D(3, strides=2))
    conv = {"padding": "same", "activation": "relu"} | conv
    return keras.Sequential(
        [
            keras.Input(shape=input_shape),
            layers.Conv2D(*first, **conv),
            pool(),
            layers.Conv2D(*second, **conv),
            pool(),
            flat or layers.Flatten(),
            *before,
            layers.Dense(32, activation=dense),
            *behind,
            layers.Dense(classes, activation=last),
        ]
    )


class Net(keras.Model):
    def __init__(self, classes, last_first=False, training=None):
        super().__init__()
        if last_first:
            self.head = layers.Dense(classes)
        self.conv1 = layers.Conv2D(8, 5, padding="same", activation="relu")
        self.conv2 = layers.Conv2D(16, 3, padding="same", activation="relu")
        self.pool = layers.MaxPooling2D(3, 2)
        self.flatten = layers.Flatten()
        self.dense = layers.Dense(32, activation="relu")
        self.dropout = layers.Dropout(0.5)
        if not last_first:
            self.head = layers.Dense(classes)
        self.training = training

    def call(self, x, training=False):
        x = self.pool(self.conv2(self.pool(self.conv1(x))))
        units = self.dense(self.flatten(x))
        known = {} if self.training is None else {"training": self.training}
        return self.head(self.dropout(units, **known))


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


# %% right: a subclass that has been called once
def build_convnet(input_shape, classes):
    model = Net(classes)
    model(tf.zeros((1, *input_shape)))
    return model


# %% right: two models in a model, zeros around by hand, a seed
def build_convnet(input_shape, classes):
    def block(filters, size):
        return [
            layers.ZeroPadding2D(size // 2),
            layers.Conv2D(filters, size, activation="relu"),
            layers.MaxPool2D((3, 3), (2, 2)),
        ]

    eyes = keras.Sequential([keras.Input(input_shape), *block(8, 5), *block(16, 3)])
    head = [layers.Dense(32, "relu"), layers.Dropout(0.5, seed=3), layers.Dense(classes)]
    inputs = keras.Input(input_shape)
    features = layers.Flatten()(eyes(inputs))
    for layer in head:
        features = layer(features)
    return keras.Model(inputs, features, name="alexnet")


# %% right: built afterwards
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes, behind=[layers.Dropout(0.5)])
    model = keras.models.Sequential(model.layers)
    model.build((None, *input_shape))
    return model


# %% wrong: strides of the pools left to the default | test_example | stride 3
# breaks: "max pooling windows of 3 x 3, stride 2"
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, pool=lambda: layers.MaxPooling2D(3), behind=[layers.Dropout(0.5)]
    )


# %% wrong: pools of two by two | test_example | windows of 2 x 2
# breaks: "max pooling windows of 3 x 3"
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, pool=lambda: layers.MaxPooling2D(2), behind=[layers.Dropout(0.5)]
    )


# %% wrong: pools with padding | test_example | pooling with padding same
# breaks: "stride 2, padding "valid""
def build_convnet(input_shape, classes):
    return convnet(
        input_shape,
        classes,
        pool=lambda: layers.MaxPooling2D(3, strides=2, padding="same"),
        behind=[layers.Dropout(0.5)],
    )


# %% wrong: convolutions without padding | test_example | convolution with padding valid
# breaks: "8 filters of 5 x 5, stride 1, padding "same""
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, padding="valid", behind=[layers.Dropout(0.5)])


# %% wrong: a global average for Flatten | test_example | global average
# breaks: "flatten"
def build_convnet(input_shape, classes):
    return convnet(
        input_shape, classes, flat=layers.GlobalAveragePooling2D(), behind=[layers.Dropout(0.5)]
    )


# %% wrong: nothing is returned | test_example | returned
# breaks: "Return a small AlexNet"
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes, behind=[layers.Dropout(0.5)])
    model.summary(print_fn=lambda text: None)


# %% wrong: softmax at the end | test_logits | softmax
# breaks: "dense `classes` units, bias, no activation"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last="softmax")


# %% wrong: ReLU at the end | test_logits | ReLU in the last layer
# breaks: "dense `classes` units, bias, no activation"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last="relu")


# %% wrong: average pooling | test_logits | average pooling
# breaks: "max pooling windows of 3 x 3"
def build_convnet(input_shape, classes):
    return convnet(
        input_shape,
        classes,
        pool=lambda: layers.AveragePooling2D(3, strides=2),
        behind=[layers.Dropout(0.5)],
    )


# %% wrong: convolutions without activation | test_logits | no ReLU
# breaks: "16 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, activation=None, behind=[layers.Dropout(0.5)])


# %% wrong: the axes are exchanged before flattening | test_logits | differ
# breaks: "flatten"
def build_convnet(input_shape, classes):
    flat = keras.Sequential([layers.Permute((2, 1, 3)), layers.Flatten()])
    return convnet(input_shape, classes, flat=flat, behind=[layers.Dropout(0.5)])


# %% wrong: no dropout | test_dropout | nothing is dropped
# breaks: "dropout rate 0.5"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes)


# %% wrong: dropout before the dense layer | test_dropout | something else
# breaks: "in this order: convolution"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, before=[layers.Dropout(0.5)])


# %% wrong: the rate is what is kept | test_dropout | a rate of 0.2
# breaks: "dropout rate 0.5"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.2)])


# %% wrong: dropout behind the logits | test_dropout | after the logits
# breaks: "dropout rate 0.5"
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes)
    model.add(layers.Dropout(0.5))
    return model


# %% wrong: dropout twice | test_dropout | two dropouts
# breaks: "dropout rate 0.5"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5), layers.Dropout(0.5)])


# %% wrong: sigmoid where there is one class | test_logits | sigmoid
# breaks: "no activation"
def build_convnet(input_shape, classes):
    last = "sigmoid" if classes == 1 else None
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)], last=last)


# %% wrong: dropout in every call | test_logits | works in inference too
# breaks: "dropout rate 0.5, in training (fit) only"
def build_convnet(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for filters, size in ((8, 5), (16, 3)):
        x = layers.Conv2D(filters, size, padding="same", activation="relu")(x)
        x = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Dense(32, activation="relu")(layers.Flatten()(x))
    x = layers.Dropout(0.5)(x, training=True)
    return keras.Model(inputs, layers.Dense(classes)(x))


# %% wrong: dropout in every call of a subclass | test_logits | works in inference too
# breaks: "dropout rate 0.5, in training (fit) only"
def build_convnet(input_shape, classes):
    model = Net(classes, training=True)
    model(tf.zeros((1, *input_shape)))
    return model


# %% wrong: one chance for the whole batch | test_dropout | dropped together
# breaks: "each unit of each sample by its own chance"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5, noise_shape=(1, 32))])


# %% wrong: whole samples are dropped | test_dropout | dropped together
# breaks: "each unit of each sample by its own chance"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5, noise_shape=(None, 1))])


# %% wrong: the first layer of logits in the list of weights | test_example | stand first
# breaks: "stand in the order of the layers"
def build_convnet(input_shape, classes):
    model = Net(classes, last_first=True)
    model(tf.zeros((1, *input_shape)))
    return model


# %% wrong: a subclass that nobody has called | test_example | not made yet
# breaks: "Its weights exist when it is returned"
def build_convnet(input_shape, classes):
    return Net(classes)


# %% wrong: the list of layers | test_example | list of layers
# breaks: "The model is any keras.Model"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, behind=[layers.Dropout(0.5)]).layers


# %% wrong: the channels come first | test_example | it raised
# breaks: "`input_shape` is (height, width, channels)"
def build_convnet(input_shape, classes):
    channels, height, width = input_shape
    return convnet((height, width, channels), classes, behind=[layers.Dropout(0.5)])


# %% wrong: the sizes of the kernels are exchanged | test_example | exchanged
# breaks: "convolution 16 filters of 3 x 3"
def build_convnet(input_shape, classes):
    drop = [layers.Dropout(0.5)]
    return convnet(input_shape, classes, first=(8, 3), second=(16, 5), behind=drop)


# %% wrong: convolutions that skip every other pixel | test_example | it raised
# breaks: "8 filters of 5 x 5, stride 1"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, strides=2, behind=[layers.Dropout(0.5)])


# %% wrong: convolutions without bias | test_example | have no bias
# breaks: "8 filters of 5 x 5, stride 1, padding "same", bias"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, use_bias=False, behind=[layers.Dropout(0.5)])


# %% wrong: the dense layer has no activation | test_logits | dense layer has no ReLU
# breaks: "dense 32 units, bias, ReLU"
def build_convnet(input_shape, classes):
    return convnet(input_shape, classes, dense=None, behind=[layers.Dropout(0.5)])


# %% wrong: float64 logits | test_logits | dtype
# breaks: "float32 logits"
def build_convnet(input_shape, classes):
    model = convnet(input_shape, classes, behind=[layers.Dropout(0.5)])
    model.pop()
    model.add(layers.Dense(classes, dtype="float64"))
    return model


# %% right: a functional model, zeros padded by hand, ReLU as an op
def build_convnet(input_shape, classes):
    inputs = keras.Input(input_shape)
    h = inputs
    for filters, size in ((8, 5), (16, 3)):
        h = keras.layers.ZeroPadding2D(size // 2)(h)
        h = keras.layers.Conv2D(filters, size)(h)
        h = keras.ops.relu(h)
        h = keras.layers.MaxPooling2D(3, strides=2)(h)
    h = keras.layers.Flatten()(h)
    h = keras.layers.Dense(32)(h)
    h = keras.ops.relu(h)
    h = keras.layers.Dropout(0.5)(h)
    return keras.Model(inputs, keras.layers.Dense(classes)(h))


# %% wrong: dropout before the dense layer of 32, not after it | test_dropout
# breaks: "dropout       rate 0.5, in training (fit) only, each unit of each sample by its own chance"
def build_convnet(input_shape, classes):
    return keras.Sequential([
        keras.Input(input_shape),
        keras.layers.Conv2D(8, 5, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(3, 2),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(3, 2),
        keras.layers.Flatten(),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(classes),
    ])


# %% right: a subclass, built by a first call
class SmallAlexNet(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.first = keras.layers.Conv2D(8, 5, padding="same", activation="relu")
        self.second = keras.layers.Conv2D(16, 3, padding="same", activation="relu")
        self.dense = keras.layers.Dense(32, activation="relu")
        self.logits = keras.layers.Dense(classes)
        self.pool = keras.layers.MaxPooling2D(pool_size=(3, 3), strides=(2, 2), padding="valid")
        self.flatten = keras.layers.Flatten()
        self.dropout = keras.layers.Dropout(0.5)

    def call(self, inputs, training=None):
        h = self.pool(self.first(inputs))
        h = self.pool(self.second(h))
        h = self.dense(self.flatten(h))
        return self.logits(self.dropout(h, training=training))


def build_convnet(input_shape, classes):
    model = SmallAlexNet(classes)
    model(tf.zeros((1, *input_shape)))
    return model


# %% wrong: the second convolution has no ReLU | test_logits
# breaks: "convolution   16 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def build_convnet(input_shape, classes):
    return keras.Sequential([
        keras.Input(input_shape),
        keras.layers.Conv2D(8, 5, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(3, 2),
        keras.layers.Conv2D(16, 3, padding="same"),
        keras.layers.MaxPooling2D(3, 2),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(classes),
    ])


# %% wrong: a subclass whose call has no parameter training, so fit never drops anything | test_dropout | nothing is dropped
# breaks: "dropout       rate 0.5, in training (fit) only, each unit of each sample by its own chance"
class AlexNetWithoutFlag(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.steps = [
            keras.layers.Conv2D(8, 5, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(3, 2),
            keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(3, 2),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(classes),
        ]

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return inputs


def build_convnet(input_shape, classes):
    model = AlexNetWithoutFlag(classes)
    model(tf.zeros((1, *input_shape)))
    return model
