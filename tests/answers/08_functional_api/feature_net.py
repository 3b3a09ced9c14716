"""Answers to feature_net. A wrong answer differs from `net` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers


def conv(filters, size=3, **settings):
    return layers.Conv2D(filters, size, **{"padding": "same", "activation": "relu", **settings})


def maps_of(inputs, first=None, pool=None, second=None):
    x = (first or conv(8))(inputs)
    x = (pool or layers.MaxPooling2D())(x)
    return (second or conv(16))(x)


def ends(maps):
    return [layers.GlobalAveragePooling2D()(maps), layers.GlobalMaxPooling2D()(maps)]


def net(input_shape, join=lambda maps: layers.Concatenate()(ends(maps)), **parts):
    inputs = keras.Input(shape=input_shape)
    return keras.Model(inputs, join(maps_of(inputs, **parts)))


# unnoticed: test_features | feature_net [*] finer | a model may compute in float64
# unnoticed: test_any_size | feature_net [*] finer | a model may compute in float64
# unnoticed: test_odd_sizes | feature_net [*] finer | a model may compute in float64


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


# %% right: a class whose graph is made in __init__
class Net(keras.Model):
    def __init__(self, input_shape):
        image = keras.Input(batch_shape=(None, *input_shape))
        super().__init__(image, layers.Concatenate()(ends(maps_of(image))))


def feature_net(input_shape):
    return Net(input_shape)


# %% right: the two summaries stacked as rows, then flattened
def feature_net(input_shape):
    def rows(maps):
        return layers.Flatten()(keras.ops.stack(ends(maps), axis=1))

    return net(input_shape, rows)


# %% right: Lambda layers for the two ends
def feature_net(input_shape):
    def both(maps):
        average = layers.Lambda(lambda x: tf.reduce_mean(x, [1, 2]), output_shape=(16,))(maps)
        most = layers.Lambda(lambda x: tf.reduce_max(x, [1, 2]), output_shape=(16,))(maps)
        return layers.concatenate([average, most])

    return net(input_shape, both)


# %% wrong: returns the output, not a model | test_example | are returned, not a keras.Model
# breaks: "The model is keras.Model(inputs, outputs)"
def feature_net(input_shape):
    return layers.Concatenate()(ends(maps_of(keras.Input(shape=input_shape))))


# %% wrong: a subclass, whose graph is not known | test_example | a subclass without a graph
# breaks: "The model is keras.Model(inputs, outputs)"
def feature_net(input_shape):
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.first, self.second = conv(8), conv(16)

        def call(self, inputs):
            maps = self.second(tf.nn.max_pool2d(self.first(inputs), 2, 2, "VALID"))
            return tf.concat([tf.reduce_mean(maps, [1, 2]), tf.reduce_max(maps, [1, 2])], -1)

    return Net()


# %% wrong: nothing is returned | test_example | `return` is missing
# breaks: "Return a model from images to features"
def feature_net(input_shape):
    net(input_shape)


# %% wrong: height and width are exchanged | test_form | height and width are swapped
# breaks: "(height, width, channels), is the shape of the model's input without the batch"
def feature_net(input_shape):
    height, width, channels = input_shape
    return net((width, height, channels))


# %% wrong: the size is never fixed | test_form | always None
# breaks: "is the shape of the model's input"
def feature_net(input_shape):
    return net((None, None, input_shape[2]))


# %% wrong: only the averages | test_example | poolings is missing
# breaks: "and its maximum"
def feature_net(input_shape):
    return net(input_shape, layers.GlobalAveragePooling2D())


# %% wrong: a list of two outputs | test_example | not joined
# breaks: "-> (batch, 32)"
def feature_net(input_shape):
    return net(input_shape, ends)


# %% wrong: the axes of height and width stay | test_example | keepdims
# breaks: "-> (batch, 32)"
def feature_net(input_shape):
    def kept(maps):
        average = layers.GlobalAveragePooling2D(keepdims=True)(maps)
        return layers.concatenate([average, layers.GlobalMaxPooling2D(keepdims=True)(maps)])

    return net(input_shape, kept)


# %% wrong: the second convolution starts from the image | test_example | from the image
# breaks: "convolution 8 filters of 3 x 3"
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    x = conv(8)(inputs)
    x = layers.MaxPooling2D()(x)
    return keras.Model(inputs, layers.Concatenate()(ends(conv(16)(inputs))))


# %% wrong: sixteen filters in both convolutions | test_example | 16 filters
# breaks: "convolution 8 filters"
def feature_net(input_shape):
    return net(input_shape, first=conv(16))


# %% wrong: eight filters in both convolutions | test_example | the shape of the output
# breaks: "convolution 16 filters"
def feature_net(input_shape):
    return net(input_shape, second=conv(8))


# %% wrong: windows of five pixels | test_example | windows of 5 x 5
# breaks: "8 filters of 3 x 3"
# breaks: "16 filters of 3 x 3"
def feature_net(input_shape):
    return net(input_shape, first=conv(8, 5), second=conv(16, 5))


# %% wrong: no biases | test_example | biases
# breaks: "8 filters of 3 x 3, stride 1, padding "same", bias"
# breaks: "16 filters of 3 x 3, stride 1, padding "same", bias"
def feature_net(input_shape):
    return net(input_shape, first=conv(8, use_bias=False), second=conv(16, use_bias=False))


# %% wrong: the maxima first | test_features | maxima come before
# breaks: "all the averages, then all the maxima"
def feature_net(input_shape):
    return net(input_shape, lambda maps: layers.Concatenate()(ends(maps)[::-1]))


# %% wrong: average and maximum of each map side by side | test_features | alternate
# breaks: "all the averages, then all the maxima"
def feature_net(input_shape):
    return net(
        input_shape, lambda maps: layers.Flatten()(keras.ops.stack(ends(maps), axis=2))
    )


# %% wrong: the averages twice | test_features | averages appear twice
# breaks: "and its maximum"
def feature_net(input_shape):
    return net(input_shape, lambda maps: layers.Concatenate()([ends(maps)[0]] * 2))


# %% wrong: the maxima twice | test_features | maxima appear twice
# breaks: "the average of each of the 16 maps"
def feature_net(input_shape):
    return net(input_shape, lambda maps: layers.Concatenate()([ends(maps)[1]] * 2))


# %% wrong: the sum of each map | test_features | sum of each map
# breaks: "the average of each of the 16 maps over height and width"
def feature_net(input_shape):
    def both(maps):
        return layers.Concatenate()([keras.ops.sum(maps, axis=(1, 2)), ends(maps)[1]])

    return net(input_shape, both)


# %% wrong: no activation | test_features | convolutions have no ReLU
# breaks: "8 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
# breaks: "16 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def feature_net(input_shape):
    return net(input_shape, first=conv(8, activation=None), second=conv(16, activation=None))


# %% wrong: no activation before the pooling | test_features | first convolution has no ReLU
# breaks: "8 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def feature_net(input_shape):
    return net(input_shape, first=conv(8, activation=None))


# %% wrong: no activation on the maps | test_features | second convolution has no ReLU
# breaks: "16 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def feature_net(input_shape):
    return net(input_shape, second=conv(16, activation=None))


# %% wrong: average pooling between the convolutions | test_features | average pooling
# breaks: "max pooling"
def feature_net(input_shape):
    return net(input_shape, pool=layers.AveragePooling2D(2))


# %% wrong: the pooling moves by one pixel | test_features | moves by 1
# breaks: "windows of 2 x 2, stride 2"
def feature_net(input_shape):
    return net(input_shape, pool=layers.MaxPooling2D(2, strides=1))


# %% wrong: pooling in windows of three pixels | test_features | windows of 3 x 3
# breaks: "windows of 2 x 2"
def feature_net(input_shape):
    return net(input_shape, pool=layers.MaxPooling2D(3, strides=2))


# %% wrong: the pooling keeps the odd row | test_features | odd row
# breaks: "windows of 2 x 2, stride 2, padding "valid""
def feature_net(input_shape):
    return net(input_shape, pool=layers.MaxPooling2D(2, padding="same"))


# %% wrong: the convolutions have padding valid | test_features | padding valid
# breaks: "8 filters of 3 x 3, stride 1, padding "same""
# breaks: "16 filters of 3 x 3, stride 1, padding "same""
def feature_net(input_shape):
    return net(input_shape, first=conv(8, padding="valid"), second=conv(16, padding="valid"))


# %% wrong: the first convolution has padding valid | test_features | first convolution has padding
# breaks: "8 filters of 3 x 3, stride 1, padding "same""
def feature_net(input_shape):
    return net(input_shape, first=conv(8, padding="valid"))


# %% wrong: the first convolution moves by two pixels | test_features | first convolution has stride
# breaks: "8 filters of 3 x 3, stride 1"
def feature_net(input_shape):
    return net(input_shape, first=conv(8, strides=2))


# %% wrong: the second convolution moves by two pixels | test_features | second convolution has stride
# breaks: "16 filters of 3 x 3, stride 1"
def feature_net(input_shape):
    return net(input_shape, second=conv(16, strides=2))


# %% wrong: the size is asked of the static shape | test_example | None
# breaks: "Height and width may be None"
def feature_net(input_shape):
    def pooled(maps):
        _, height, width, _ = maps.shape
        average = layers.Flatten()(layers.AveragePooling2D((height, width))(maps))
        most = layers.Flatten()(layers.MaxPooling2D((height, width))(maps))
        return layers.Concatenate()([average, most])

    return net(input_shape, pooled)


# %% wrong: images of unknown size are brought to one size | test_any_size
# breaks: "takes images of any size from 2 x 2 on"
def feature_net(input_shape):
    inputs = keras.Input(shape=input_shape)
    x = inputs if input_shape[0] else layers.Resizing(8, 8)(inputs)
    return keras.Model(inputs, layers.Concatenate()(ends(maps_of(x))))


# %% wrong: images of unknown size lose their border | test_any_size
# breaks: "takes images of any size from 2 x 2 on"
def feature_net(input_shape):
    size = "same" if input_shape[0] else "valid"
    return net(input_shape, first=conv(8, padding=size))


# %% right: keras.ops for ReLU, mean, max and concatenation
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.ops.relu(keras.layers.Conv2D(8, (3, 3), padding="same")(inputs))
    x = keras.layers.MaxPooling2D((2, 2), strides=(2, 2), padding="valid")(x)
    maps = keras.ops.relu(keras.layers.Conv2D(16, (3, 3), padding="same")(x))
    average = keras.ops.mean(maps, axis=(1, 2))
    maximum = keras.ops.max(maps, axis=(1, 2))
    return keras.Model(inputs, keras.ops.concatenate([average, maximum], axis=-1))


# %% right: the convolutions as a nested Sequential, the ReLUs as layers
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    body = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(8, 3, padding="same"),
            keras.layers.ReLU(),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(16, 3, padding="same"),
            keras.layers.ReLU(),
        ]
    )
    inputs = keras.Input(input_shape)
    maps = body(inputs)
    pools = [keras.layers.GlobalAveragePooling2D(), keras.layers.GlobalMaxPooling2D()]
    return keras.Model(inputs, keras.layers.Concatenate()([pool(maps) for pool in pools]))


# %% wrong: the last ReLU comes after the pooling, so the average counts negative values | test_features
# breaks: "16 filters of 3 x 3, stride 1, padding "same", bias, ReLU"
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2, strides=2)(x)
    maps = keras.layers.Conv2D(16, 3, padding="same")(x)
    average = keras.layers.GlobalAveragePooling2D()(maps)
    maximum = keras.layers.GlobalMaxPooling2D()(maps)
    features = keras.layers.Concatenate()([average, maximum])
    return keras.Model(inputs, keras.layers.ReLU()(features))


# %% wrong: the pooling has padding "same" too, which differs for odd sizes only | test_features
# breaks: "windows of 2 x 2, stride 2, padding "valid""
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2, strides=2, padding="same")(x)
    maps = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    average = keras.layers.GlobalAveragePooling2D()(maps)
    maximum = keras.layers.GlobalMaxPooling2D()(maps)
    return keras.Model(inputs, keras.layers.Concatenate()([average, maximum]))


# %% wrong: height and width are always open | test_form
# breaks: "`input_shape`, (height, width, channels), is the shape of the model's input without the batch."
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    inputs = keras.Input((None, None, input_shape[-1]))
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2, strides=2)(x)
    maps = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    average = keras.layers.GlobalAveragePooling2D()(maps)
    maximum = keras.layers.GlobalMaxPooling2D()(maps)
    return keras.Model(inputs, keras.layers.Concatenate()([average, maximum]))
