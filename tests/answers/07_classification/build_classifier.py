"""Answers to build_classifier. Wrong ones are `sound` with one thing changed."""

import keras
import tensorflow as tf

Layer = keras.layers

# unnoticed: test_start | started .weights[*] * | random numbers: their size is held, not each


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


# %% wrong: one logit for two classes less one | test_example | one class is missing
# breaks: "logits (batch, classes)"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes - 1)


# %% wrong: logits for each pixel | test_example |
# breaks: "logits (batch, classes)"
def build_classifier(input_shape, classes):
    return keras.Sequential(
        [keras.Input(input_shape), Layer.Rescaling(1 / 16), Layer.Dense(64), Layer.Dense(classes)]
    )


# %% wrong: half precision | test_example | dtype
# breaks: "gives float32"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    return keras.Sequential(
        [keras.Input(input_shape), model, Layer.Activation("linear", dtype="float16")]
    )


# %% wrong: no stride | test_example | stride of 2
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, strides=1)


# %% wrong: padding is valid | test_example | valid
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, padding="valid")


# %% wrong: kernels of 5 x 5 | test_example | the kernels are
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, kernel_size=5)


# %% wrong: no bias in the convolution | test_example | no bias
# breaks: "Its six weights, kernel and bias of each of the three layers"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, use_bias=False)


# %% wrong: the mean of each map where it should be flattened | test_example | instead of Flatten
# breaks: "flatten, then a dense layer with 64 units and ReLU"
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
# breaks: "pixels, from 0 to 16, divided by 16"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, scale=1.0)


# %% wrong: pixels / 255 | test_logits | by 255
# breaks: "pixels, from 0 to 16, divided by 16"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, scale=1 / 255)


# %% wrong: softmax at the end | test_example | softmax
# breaks: "a dense layer that gives the logits, without an activation"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "softmax"))


# %% wrong: sigmoid at the end | test_example | sigmoid
# breaks: "a dense layer that gives the logits, without an activation"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "sigmoid"))


# %% wrong: ReLU at the end | test_logits | on the logits
# breaks: "a dense layer that gives the logits, without an activation"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", "relu", "relu"))


# %% wrong: no ReLU after the convolution | test_logits | after the convolution
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=(None, "relu", None))


# %% wrong: no ReLU after the units | test_logits | after the units
# breaks: "flatten, then a dense layer with 64 units and ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("relu", None, None))


# %% wrong: no ReLU at all | test_logits | at all
# breaks: "flatten, then a dense layer with 64 units and ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=(None, None, None))


# %% wrong: tanh | test_logits | differ
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, activations=("tanh", "tanh", None))


# %% wrong: no dropout | test_dropout | nothing is dropped
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    return keras.Sequential([keras.Input(input_shape), *model.layers[:-2], model.layers[-1]])


# %% wrong: half is dropped | test_dropout | half is dropped
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    kept = model.layers
    return keras.Sequential([keras.Input(input_shape), *kept[:-2], Layer.Dropout(0.5), kept[-1]])


# %% wrong: the logits are dropped | test_dropout | drops logits
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    kept = sound(input_shape, classes).layers
    layers = [*kept[:-2], kept[-1], Layer.Dropout(0.25)]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: the same units for all samples | test_dropout | the same units
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    kept = sound(input_shape, classes).layers
    layers = [*kept[:-2], Layer.Dropout(0.25, noise_shape=(1, 64)), kept[-1]]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: dropped, and never enlarged | test_dropout | not enlarged
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    kept = model.layers
    smaller = Layer.Lambda(lambda x, training=False: 0.75 * x if training else x)
    return keras.Sequential([keras.Input(input_shape), *kept[:-1], smaller, kept[-1]])


# %% wrong: the last kernel is random | test_example | differ
# breaks: "The last kernel and the biases start at zero"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    last = Layer.Dense(classes)
    return keras.Sequential([keras.Input(input_shape), *model.layers[:-1], last])


# %% wrong: all kernels are zero | test_start | do not start Glorot
# breaks: "the other kernels Glorot uniform"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes, kernel_initializer="zeros")
    units = Layer.Dense(64, "relu", kernel_initializer="zeros")
    layers = [*model.layers[:3], units, *model.layers[-2:]]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: He initialisation | test_start | root mean square
# breaks: "the other kernels Glorot uniform"
def build_classifier(input_shape, classes):
    return sound(input_shape, classes, kernel_initializer="he_uniform")


# %% wrong: small positive biases | test_example |
# breaks: "The last kernel and the biases start at zero"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    model.weights[-1].assign(tf.range(classes, dtype=tf.float32) / 10)
    return model


# %% wrong: the last kernel is a constant | test_example |
# breaks: "The last kernel and the biases start at zero"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers[:-1]
    last = Layer.Dense(classes, kernel_initializer="ones")
    return keras.Sequential([keras.Input(input_shape), *layers, last])


# %% wrong: one pixel more before the image | test_logits | differ
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
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
# breaks: "a convolution with 16 filters of 3 x 3, stride 2, padding "same", then ReLU"
def build_classifier(input_shape, classes):
    height, width, channels = input_shape
    even = (height + height % 2, width + width % 2, channels)
    inputs = keras.Input(input_shape)
    padded = Layer.ZeroPadding2D(((0, height % 2), (0, width % 2)))(inputs)
    return keras.Model(inputs, sound(even, classes)(padded))


# %% right: one model within another
def build_classifier(input_shape, classes):
    eyes = keras.Sequential(
        [
            keras.Input(input_shape),
            Layer.Rescaling(1 / 16),
            Layer.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
            Layer.Flatten(),
        ]
    )
    head = keras.Sequential(
        [
            keras.Input(eyes.output_shape[1:]),
            Layer.Dense(64, activation="relu"),
            Layer.Dropout(0.25),
            Layer.Dense(classes, kernel_initializer="zeros"),
        ]
    )
    return keras.Sequential([keras.Input(input_shape), eyes, head])


# %% right: a model of its own class
def build_classifier(input_shape, classes):
    class Classifier(keras.Model):
        def __init__(self):
            super().__init__()
            self.convolution = Layer.Conv2D(16, 3, 2, "same", activation="relu")
            self.units = Layer.Dense(64, "relu")
            self.dropout = Layer.Dropout(0.25)
            self.logits = Layer.Dense(classes, kernel_initializer="zeros")

        def call(self, x, training=False):
            x = self.convolution(x / 16.0)
            x = self.units(tf.reshape(x, (tf.shape(x)[0], -1)))
            return self.logits(self.dropout(x, training=training))

    height, width, channels = input_shape
    model = Classifier()
    model.convolution.build((None, height, width, channels))
    model.units.build((None, -(-height // 2) * -(-width // 2) * 16))
    model.logits.build((None, 64))
    model.built = True
    return model


# %% wrong: compiled at once | test_example | is compiled
# breaks: "The model is not compiled"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


# %% wrong: 32 filters | test_example | 32 filters
# breaks: "a convolution with 16 filters of 3 x 3"
def build_classifier(input_shape, classes):
    model = sound(input_shape, classes)
    layers = [Layer.Conv2D(32, 3, 2, "same", activation="relu"), Layer.Flatten()]
    layers += [Layer.Dense(64, "relu"), *model.layers[-2:]]
    return keras.Sequential([keras.Input(input_shape), model.layers[0], *layers])


# %% wrong: 128 units | test_example | 128 units
# breaks: "a dense layer with 64 units and ReLU"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers
    units, last = Layer.Dense(128, "relu"), Layer.Dense(classes, kernel_initializer="zeros")
    return keras.Sequential([keras.Input(input_shape), *layers[:3], units, layers[4], last])


# %% wrong: a normalization of the maps | test_example | nobody asked for
# breaks: "Its six weights, kernel and bias of each of the three layers"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers
    layers.insert(2, Layer.BatchNormalization())
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: no bias at the end | test_example | has no bias
# breaks: "Its six weights, kernel and bias of each of the three layers"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers[:-1]
    last = Layer.Dense(classes, use_bias=False, kernel_initializer="zeros")
    return keras.Sequential([keras.Input(input_shape), *layers, last])


# %% wrong: the units are dropped always | test_logits | differ
# breaks: "in training only"
def build_classifier(input_shape, classes):
    inputs = keras.Input(input_shape)
    x, layers = inputs, sound(input_shape, classes).layers
    for layer in layers:
        x = layer(x, training=True) if isinstance(layer, Layer.Dropout) else layer(x)
    return keras.Model(inputs, x)


# %% wrong: the maps are dropped, not the units | test_dropout | differ
# breaks: "dropout of a quarter of the units"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers
    layers = [*layers[:3], layers[4], layers[3], layers[5]]
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: Glorot normal | test_start | normal numbers
# breaks: "the other kernels Glorot uniform"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes, kernel_initializer="glorot_normal").layers
    layers[3] = Layer.Dense(64, "relu", kernel_initializer="glorot_normal")
    return keras.Sequential([keras.Input(input_shape), *layers])


# %% wrong: pixels about 0 | test_logits | differ
# breaks: "pixels, from 0 to 16, divided by 16"
def build_classifier(input_shape, classes):
    layers = sound(input_shape, classes).layers[1:]
    scale = Layer.Rescaling(1 / 8, offset=-1.0)
    return keras.Sequential([keras.Input(input_shape), scale, *layers])


# %% equivalent: generic-graph | a model is built outside of graphs; "compiled" speaks of the model


# %% right: a functional model: a division of the symbolic input, activations by keras.ops, a Reshape
def build_classifier(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    pixels = keras.Input(shape=tuple(input_shape))
    x = pixels / 16.0
    x = keras.layers.Conv2D(16, kernel_size=(3, 3), strides=(2, 2), padding="same")(x)
    x = keras.ops.relu(x)
    x = keras.layers.Reshape((-1,))(x)
    x = keras.ops.relu(keras.layers.Dense(64)(x))
    x = keras.layers.Dropout(0.25)(x)
    zeros = keras.initializers.Zeros()
    logits = keras.layers.Dense(classes, kernel_initializer=zeros, bias_initializer=zeros)(x)
    return keras.Model(pixels, logits)


# %% wrong: the dropout is before the dense layer of 64, where the flat pixels are | test_dropout
# breaks: "dropout of a quarter of the units, in training only"
def build_classifier(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.25),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(classes, kernel_initializer="zeros"),
        ]
    )


# %% right: a Sequential that grows layer by layer, with activations as layers of their own
def build_classifier(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    model = keras.Sequential()
    model.add(keras.layers.InputLayer(shape=input_shape))
    model.add(keras.layers.Rescaling(scale=1 / 16))
    model.add(keras.layers.Conv2D(16, 3, strides=2, padding="same"))
    model.add(keras.layers.ReLU())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(64))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dropout(rate=0.25))
    model.add(keras.layers.Dense(classes))
    kernel = model.layers[-1].kernel
    kernel.assign(keras.ops.zeros_like(kernel))
    return model


# %% wrong: He uniform kernels in the ReLU layers | test_start
# breaks: "kernel and the biases start at zero, the other kernels Glorot uniform."
def build_classifier(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    he = "he_uniform"
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Conv2D(
                16, 3, strides=2, padding="same", activation="relu", kernel_initializer=he
            ),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_initializer=he),
            keras.layers.Dropout(0.25),
            keras.layers.Dense(classes, kernel_initializer="zeros"),
        ]
    )


# %% wrong: small positive biases in the hidden ReLU layers, so that no unit starts dead | test_start
# breaks: "kernel and the biases start at zero, the other kernels Glorot uniform."
def build_classifier(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    awake = keras.initializers.Constant(0.01)
    return keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Conv2D(
                16, 3, strides=2, padding="same", activation="relu", bias_initializer=awake
            ),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", bias_initializer=awake),
            keras.layers.Dropout(0.25),
            keras.layers.Dense(classes, kernel_initializer="zeros"),
        ]
    )
