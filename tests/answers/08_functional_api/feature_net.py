"""Answers to feature_net. A wrong answer differs from `built` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers


def conv(filters, **settings):
    return layers.Conv2D(filters, 3, **{"padding": "same", "activation": "relu", **settings})


def maps_of(inputs, first=None, pool=None, second=None):
    x = (first or conv(8))(inputs)
    x = (pool or layers.MaxPooling2D())(x)
    return (second or conv(16))(x)


def ends(maps):
    return [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]


# %% right: keras.ops for the fork, dtypes and activations spelled out
def feature_net(input_shape):
    ops = keras.ops
    image = keras.Input(input_shape, dtype="float32")
    x = ops.relu(layers.Conv2D(8, (3, 3), strides=1, padding="same")(image))
    x = ops.max_pool(x, 2, strides=2, padding="valid")
    x = ops.relu(layers.Conv2D(16, (3, 3), padding="same")(x))
    both = ops.concatenate([ops.mean(x, axis=(1, 2)), ops.max(x, axis=(1, 2))], axis=-1)
    return keras.Model(inputs=image, outputs=both)


# %% right: a Sequential for the maps, called as a layer
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape, name="image")
    body = keras.Sequential(
        [
            layers.Conv2D(8, 3, padding="same"),
            layers.ReLU(),
            layers.MaxPool2D(pool_size=(2, 2), strides=(2, 2)),
            layers.Conv2D(16, 3, padding="same"),
            layers.Activation(tf.nn.relu),
        ]
    )
    maps = body(inputs)
    average = layers.GlobalAveragePooling2D(keepdims=True)(maps)
    most = layers.GlobalMaxPooling2D(keepdims=True)(maps)
    return keras.Model(inputs, layers.Flatten()(layers.concatenate([average, most])))


# %% right: zeros put around by hand
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(8, 3, activation="relu")(layers.ZeroPadding2D(1)(inputs))
    x = layers.MaxPooling2D(strides=2)(x)
    x = layers.Conv2D(16, 3, activation="relu")(layers.ZeroPadding2D(1)(x))
    return keras.Model(inputs, layers.concatenate(ends(x), axis=1))


# %% wrong: returns the output, not a model | test_form | the returned object
def feature_net(input_shape):
    return layers.Concatenate()(ends(maps_of(keras.Input(shape=input_shape))))


# %% wrong: a subclass, whose graph is not known | test_form | without inputs
def feature_net(input_shape):
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = conv(8), conv(16)

        def call(self, inputs):
            maps = self.second(tf.nn.max_pool2d(self.first(inputs), 2, 2, "VALID"))
            return tf.concat([tf.reduce_mean(maps, [1, 2]), tf.reduce_max(maps, [1, 2])], -1)

    return Net()


# %% wrong: only the averages | test_form | poolings is missing
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    return keras.Model(inputs, layers.GlobalAveragePooling2D()(maps_of(inputs)))


# %% wrong: a list of two outputs | test_form | not joined
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    return keras.Model(inputs, ends(maps_of(inputs)))


# %% wrong: the second convolution starts from the image | test_form | from the image
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    x = conv(8)(inputs)
    x = layers.MaxPooling2D()(x)
    return keras.Model(inputs, layers.Concatenate()(ends(conv(16)(inputs))))


# %% wrong: no biases | test_form | biases
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, conv(8, use_bias=False), second=conv(16, use_bias=False))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))


# %% wrong: the maxima first | test_features | maxima come before
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    return keras.Model(inputs, layers.Concatenate()(ends(maps_of(inputs))[::-1]))


# %% wrong: the averages twice | test_features | averages appear twice
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    average, _ = ends(maps_of(inputs))
    return keras.Model(inputs, layers.Concatenate()([average, average]))


# %% wrong: no activation | test_features | convolutions have no ReLU
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, conv(8, activation=None), second=conv(16, activation=None))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))


# %% wrong: no activation on the maps | test_features | second convolution has no ReLU
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, second=conv(16, activation=None))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))


# %% wrong: average pooling between the convolutions | test_features | average pooling
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, pool=layers.AveragePooling2D(2))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))


# %% wrong: the convolutions have padding valid | test_features | padding valid
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, conv(8, padding="valid"), second=conv(16, padding="valid"))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))


# %% wrong: the size is asked of the static shape | test_any_size | None
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs)
    _, height, width, _ = maps.shape
    average = layers.Flatten()(layers.AveragePooling2D((height, width))(maps))
    most = layers.Flatten()(layers.MaxPooling2D((height, width))(maps))
    return keras.Model(inputs, layers.Concatenate()([average, most]))


# %% wrong: images of unknown size are brought to one size | test_any_size
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    x = inputs if input_shape[0] else layers.Resizing(8, 8)(inputs)
    return keras.Model(inputs, layers.Concatenate()(ends(maps_of(x))))


# %% wrong: the pooling keeps the odd row | test_odd_sizes
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    maps = maps_of(inputs, pool=layers.MaxPooling2D(2, padding="same"))
    return keras.Model(inputs, layers.Concatenate()(ends(maps)))
