"""Answers to ResidualBlock. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


# unnoticed: test_training | block_in_training .moving_mean swapped | the norms are in any order
# unnoticed: test_training | block_in_training .moving_variance swapped | the norms are in any order


class Sound(keras.layers.Layer):
    bias = False
    size = 1

    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.stride = stride

    def conv(self, size, stride=1):
        return keras.layers.Conv2D(
            self.filters, size, strides=stride, padding="same", use_bias=self.bias
        )

    def projects(self, channels):
        return self.stride != 1 or channels != self.filters

    def build(self, input_shape):
        self.conv_1 = self.conv(3, self.stride)
        self.norm_1 = keras.layers.BatchNormalization()
        self.conv_2 = self.conv(3)
        self.norm_2 = keras.layers.BatchNormalization()
        self.project = self.projects(input_shape[-1])
        if self.project:
            self.conv_3 = self.conv(self.size, self.stride)
            self.norm_3 = keras.layers.BatchNormalization()

    def main(self, inputs):
        h = tf.nn.relu(self.norm_1(self.conv_1(inputs)))
        return self.norm_2(self.conv_2(h))

    def shortcut(self, inputs):
        return self.norm_3(self.conv_3(inputs)) if self.project else inputs

    def call(self, inputs):
        return tf.nn.relu(self.main(inputs) + self.shortcut(inputs))


# %% right: two Sequential paths, the training flag handed on by hand
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        self.filters, self.stride = filters, stride

    def build(self, input_shape):
        rest = {"padding": "same", "use_bias": False}
        self.side = keras.Sequential([keras.layers.Identity()])
        if self.stride > 1 or input_shape[-1] != self.filters:
            self.side.add(keras.layers.Conv2D(self.filters, 1, self.stride, **rest))
            self.side.add(keras.layers.BatchNormalization())
        self.route = keras.Sequential(
            [
                keras.layers.Conv2D(self.filters, 3, self.stride, **rest),
                keras.layers.BatchNormalization(),
                keras.layers.Activation("relu"),
                keras.layers.Conv2D(self.filters, 3, **rest),
                keras.layers.BatchNormalization(),
            ]
        )

    def call(self, inputs, training=False):
        parts = [self.side(inputs, training=training), self.route(inputs, training=training)]
        return keras.ops.relu(keras.ops.add(*parts))


# %% right: a model, the main path made in __init__
class ResidualBlock(keras.Model):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        rest = {"padding": "same", "use_bias": False}
        self.first = keras.layers.Conv2D(filters, (3, 3), strides=(stride, stride), **rest)
        self.first_norm = keras.layers.BatchNormalization()
        self.second = keras.layers.Conv2D(filters, (3, 3), **rest)
        self.second_norm = keras.layers.BatchNormalization()
        self.third = keras.layers.Conv2D(filters, (1, 1), strides=(stride, stride), **rest)
        self.third_norm = keras.layers.BatchNormalization()
        self.add = keras.layers.Add()
        self.out = keras.layers.ReLU()
        self.filters, self.stride = filters, stride

    def call(self, inputs):
        h = keras.activations.relu(self.first_norm(self.first(inputs)))
        h = self.second_norm(self.second(h))
        if self.stride == 1 and inputs.shape[-1] == self.filters:
            return self.out(self.add([h, inputs]))
        return self.out(self.add([h, self.third_norm(self.third(inputs))]))


# %% right: a stride by slices, before a convolution without stride
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters, self.stride = filters, stride

    def build(self, input_shape):
        rest = {"padding": "same", "use_bias": False}
        self.convs = [
            keras.layers.Conv2D(self.filters, 3, self.stride, **rest),
            keras.layers.Conv2D(self.filters, 3, **rest),
        ]
        if self.stride != 1 or self.filters != input_shape[3]:
            self.convs.append(keras.layers.Conv2D(self.filters, 1, use_bias=False))
        self.norms = [keras.layers.BatchNormalization() for _ in self.convs]

    def call(self, inputs, training=None):
        def passed(i, x):
            return self.norms[i](self.convs[i](x), training=training)

        outputs = passed(1, tf.maximum(passed(0, inputs), 0.0))
        if len(self.convs) == 3:
            inputs = passed(2, inputs[:, :: self.stride, :: self.stride])
        return keras.activations.relu(inputs + outputs)


# %% right: a functional model inside, made in build
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.settings = filters, stride

    def build(self, input_shape):
        filters, stride = self.settings
        rest = {"padding": "same", "use_bias": False}
        inputs = keras.Input((None, None, input_shape[-1]))
        x = keras.layers.Conv2D(filters, 3, strides=stride, **rest)(inputs)
        x = keras.layers.ReLU()(keras.layers.BatchNormalization()(x))
        x = keras.layers.Conv2D(filters, 3, **rest)(x)
        x, side = keras.layers.BatchNormalization()(x), inputs
        if (stride, filters) != (1, input_shape[-1]):
            side = keras.layers.Conv2D(filters, 1, strides=stride, **rest)(side)
            side = keras.layers.BatchNormalization()(side)
        self.inner = keras.Model(inputs, keras.layers.ReLU()(keras.layers.add([x, side])))

    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: the sum is a concatenation | test_example | shape
# breaks: "(batch, h, w, channels) -> (batch, h', w', filters)"
class ResidualBlock(Sound):
    def call(self, inputs):
        return tf.nn.relu(tf.concat([self.main(inputs), self.shortcut(inputs)], axis=-1))


# %% wrong: always a projection | test_example | although the inputs fit
# breaks: "The shortcut is the inputs themselves"
class ResidualBlock(Sound):
    def projects(self, channels):
        return True


# %% wrong: a projection only where there is a stride | test_example | projection is missing
# breaks: "(stride 1 and channels = filters)"
class ResidualBlock(Sound):
    def projects(self, channels):
        return self.stride != 1


# %% wrong: a projection only where the channels change | test_example | projection is missing
# breaks: "(stride 1 and channels = filters)"
class ResidualBlock(Sound):
    def projects(self, channels):
        return channels != self.filters

    def shortcut(self, inputs):
        return (
            super().shortcut(inputs) if self.project else inputs[:, :: self.stride, :: self.stride]
        )


# %% wrong: the convolutions keep their bias | test_example | bias
# breaks: "no bias"
class ResidualBlock(Sound):
    bias = True


# %% wrong: a projection of 3x3 | test_example | convolution of size
# breaks: "otherwise it is norm(conv1x1(inputs, stride))"
class ResidualBlock(Sound):
    size = 3


# %% wrong: the projection has no norm | test_example | norm is missing
# breaks: "otherwise it is norm(conv1x1(inputs, stride))"
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return self.conv_3(inputs) if self.project else inputs


# %% wrong: one norm for both convolutions | test_example | norm is missing
# breaks: "Each norm is a separate layer"
class ResidualBlock(Sound):
    def main(self, inputs):
        h = tf.nn.relu(self.norm_1(self.conv_1(inputs)))
        return self.norm_1(self.conv_2(h))


# %% wrong: the layers are kept in a function | test_example | as attributes
# breaks: "Add a shortcut around two convolutions"
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        inner = Sound(filters, stride)
        self.function = lambda inputs: inner(inputs)

    def call(self, inputs):
        return self.function(inputs)


# %% wrong: no ReLU behind the sum | test_inference | last relu is missing
# breaks: "relu(norm(conv3x3(relu(norm(conv3x3(inputs, stride))))) + shortcut)"
class ResidualBlock(Sound):
    def call(self, inputs):
        return self.main(inputs) + self.shortcut(inputs)


# %% wrong: the ReLU before the sum | test_inference | before the sum
# breaks: "relu(norm(conv3x3(relu(norm(conv3x3(inputs, stride))))) + shortcut)"
class ResidualBlock(Sound):
    def call(self, inputs):
        return tf.nn.relu(self.main(inputs)) + self.shortcut(inputs)


# %% wrong: no ReLU between the convolutions | test_inference | between the convolutions
# breaks: "relu(norm(conv3x3(relu(norm(conv3x3(inputs, stride))))) + shortcut)"
class ResidualBlock(Sound):
    def main(self, inputs):
        return self.norm_2(self.conv_2(self.norm_1(self.conv_1(inputs))))


# %% wrong: the second convolution has the stride | test_inference | the first should
# breaks: "the second convolution has stride 1"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.conv_1, self.conv_2 = self.conv(3), self.conv(3, self.stride)


# %% wrong: the shortcut is computed and not added | test_inference | shortcut is missing
# breaks: "Add a shortcut around two convolutions"
class ResidualBlock(Sound):
    def call(self, inputs):
        self.shortcut(inputs)
        return tf.nn.relu(self.main(inputs))


# %% wrong: always in training | test_inference | this is inference
# breaks: "which is inference by default"
class ResidualBlock(Sound):
    def call(self, inputs, training=True):
        def norm(layer, x):
            return layer(x, training=True)

        h = tf.nn.relu(norm(self.norm_1, self.conv_1(inputs)))
        kept = norm(self.norm_3, self.conv_3(inputs)) if self.project else inputs
        return tf.nn.relu(norm(self.norm_2, self.conv_2(h)) + kept)


# %% wrong: never in training | test_training | this is training
# breaks: "The norms run in training or in inference as the block does"
class ResidualBlock(Sound):
    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm_1(self.conv_1(inputs), training=False))
        kept = inputs
        if self.project:
            kept = self.norm_3(self.conv_3(inputs), training=False)
        return tf.nn.relu(self.norm_2(self.conv_2(h), training=False) + kept)


# %% wrong: the norms hardly move, with another momentum | test_training | another momentum
# breaks: "with its defaults"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.norm_1.momentum = self.norm_2.momentum = 0.9
        if self.project:
            self.norm_3.momentum = 0.9


# %% wrong: the moving statistics are put back | test_training | do not move
# breaks: "The norms run in training or in inference as the block does"
class ResidualBlock(Sound):
    def call(self, inputs):
        kept = [(w, tf.identity(w)) for w in self.non_trainable_weights]
        outputs = super().call(inputs)
        for weight, value in kept:
            weight.assign(value)
        return outputs


# %% wrong: the shortcut is cut off from the gradient | test_gradient | through the shortcut
# breaks: "Add a shortcut around two convolutions"
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return tf.stop_gradient(super().shortcut(inputs))


# %% wrong: the batch size is asked of the static shape | test_inference | None
# breaks: "batch size and image size may be unknown"
class ResidualBlock(Sound):
    def main(self, inputs):
        h = super().main(inputs)
        return tf.reshape(h, [inputs.shape[0], *h.shape[1:]])


# %% wrong: every stride counts as 2 | test_unknown_sizes | shape
# breaks: "h' = ceil(h / stride)"
class ResidualBlock(Sound):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(filters, min(stride, 2), **kwargs)


# %% wrong: rows that do not fill a stride are cut off | test_example | shape
# breaks: "h' = ceil(h / stride), and w' likewise"
class ResidualBlock(Sound):
    def call(self, inputs):
        height, width = (n // self.stride * self.stride for n in inputs.shape[1:3])
        return super().call(inputs[:, :height, :width])


# %% wrong: a zero on each side, as elsewhere | test_inference | one zero on each side
# breaks: "padding "same""
class ResidualBlock(Sound):
    def main(self, inputs):
        if self.stride == 2:
            height, width = inputs.shape[1], inputs.shape[2]
            rows = tf.pad(inputs, [[0, 0], [1, 1], [1, 1], [0, 0]])
            kernel = self.conv_1(inputs) * 0 + tf.nn.conv2d(
                rows, self.conv_1.kernel, self.stride, "VALID"
            )
            return self.norm_2(self.conv_2(tf.nn.relu(self.norm_1(kernel))))
        return super().main(inputs)


# %% wrong: the epsilon of another library | test_inference | another epsilon
# breaks: "norm for keras.layers.BatchNormalization with its defaults"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.norm_1.epsilon = self.norm_2.epsilon = 1e-5
        if self.project:
            self.norm_3.epsilon = 1e-5


# %% wrong: ReLU, then norm | test_inference | before its norm
# breaks: "relu(norm(conv3x3(relu(norm(conv3x3(inputs, stride))))) + shortcut)"
class ResidualBlock(Sound):
    def main(self, inputs):
        h = self.norm_1(tf.nn.relu(self.conv_1(inputs)))
        return self.norm_2(self.conv_2(h))


# %% wrong: a ReLU on the shortcut too | test_inference | ReLU of its own
# breaks: "The shortcut is the inputs themselves"
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return tf.nn.relu(super().shortcut(inputs))


# %% wrong: one more norm, after the sum | test_example | a norm more
# breaks: "2 or 3 in all"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.last = keras.layers.BatchNormalization()

    def call(self, inputs):
        return tf.nn.relu(self.last(self.main(inputs) + self.shortcut(inputs)))


# %% wrong: a scale for the main path | test_example | weight more
# breaks: "the layers named here have the only weights"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.scale = self.add_weight(shape=(self.filters,), initializer="ones")

    def main(self, inputs):
        return self.scale * super().main(inputs)


# %% wrong: the projection is normed by the main path's norm | test_example | norm is missing
# breaks: "Each norm is a separate layer"
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return self.norm_2(self.conv_3(inputs)) if self.project else inputs


# %% wrong: the projection forgets the stride | test_example | raised
# breaks: "otherwise it is norm(conv1x1(inputs, stride))"
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        if self.project:
            self.conv_3 = self.conv(1)


# %% wrong: float64 comes out | test_example | dtype
# breaks: "The output is float32"
class ResidualBlock(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), "float64")


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "Add a shortcut around two convolutions"
class ResidualBlock(Sound):
    def __init__(self, filters, stride=1):
        self.filters = filters
        self.stride = stride


# %% wrong: the layers are made in call | test_example | as attributes
# breaks: "Each norm is a separate layer"
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters, self.stride = filters, stride

    def call(self, inputs):
        rest = {"padding": "same", "use_bias": False}
        norm = keras.layers.BatchNormalization
        x = keras.layers.Conv2D(self.filters, 3, self.stride, **rest)(inputs)
        x = keras.layers.Conv2D(self.filters, 3, **rest)(tf.nn.relu(norm()(x)))
        if self.stride != 1 or inputs.shape[-1] != self.filters:
            inputs = keras.layers.Conv2D(self.filters, 1, self.stride, **rest)(inputs)
            inputs = norm()(inputs)
        return tf.nn.relu(norm()(x) + inputs)


# %% wrong: the image size is asked of the static shape | test_inference | None
# breaks: "batch size and image size may be unknown"
class ResidualBlock(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        height = -(-inputs.shape[1] // self.stride)
        return tf.reshape(outputs, [-1, height, *outputs.shape[2:]])


# %% right: each layer built in build, the training flag passed by hand
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters = filters
        self.stride = stride

    def build(self, input_shape):
        def conv(size, stride):
            return keras.layers.Conv2D(
                self.filters, size, strides=stride, padding="same", use_bias=False
            )

        inner = (*input_shape[:-1], self.filters)
        self.conv_a, self.norm_a = conv(3, self.stride), keras.layers.BatchNormalization()
        self.conv_b, self.norm_b = conv(3, 1), keras.layers.BatchNormalization()
        self.conv_a.build(input_shape)
        self.norm_a.build(inner)
        self.conv_b.build(inner)
        self.norm_b.build(inner)
        self.fits = self.stride == 1 and input_shape[-1] == self.filters
        if not self.fits:
            self.conv_c, self.norm_c = conv(1, self.stride), keras.layers.BatchNormalization()
            self.conv_c.build(input_shape)
            self.norm_c.build(inner)

    def call(self, inputs, training=None):
        h = tf.nn.relu(self.norm_a(self.conv_a(inputs), training=training))
        h = self.norm_b(self.conv_b(h), training=training)
        shortcut = inputs
        if not self.fits:
            shortcut = self.norm_c(self.conv_c(inputs), training=training)
        return tf.nn.relu(h + shortcut)


# %% right: two lists of layers, one for each path; the flag is left to Keras
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters, self.stride = filters, stride

    def build(self, input_shape):
        layers = keras.layers
        plain = {"padding": "same", "use_bias": False}
        self.main = [
            layers.Conv2D(self.filters, 3, strides=self.stride, **plain),
            layers.BatchNormalization(),
            layers.ReLU(),
            layers.Conv2D(self.filters, 3, **plain),
            layers.BatchNormalization(),
        ]
        self.side = []
        if self.stride != 1 or input_shape[-1] != self.filters:
            self.side = [
                layers.Conv2D(self.filters, 1, strides=self.stride, **plain),
                layers.BatchNormalization(),
            ]

    def call(self, inputs):
        main = side = inputs
        for layer in self.main:
            main = layer(main)
        for layer in self.side:
            side = layer(side)
        return keras.ops.relu(keras.ops.add(main, side))


# %% wrong: pads by hand, one pixel on each side, which differs from "same" at stride 2 | test_inference
# breaks: "With conv for keras.layers.Conv2D, padding "same" and no"
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters = filters
        self.stride = stride

    def build(self, input_shape):
        self.pad = keras.layers.ZeroPadding2D(1)
        self.conv_a = keras.layers.Conv2D(self.filters, 3, strides=self.stride, use_bias=False)
        self.norm_a = keras.layers.BatchNormalization()
        self.conv_b = keras.layers.Conv2D(self.filters, 3, use_bias=False)
        self.norm_b = keras.layers.BatchNormalization()
        self.conv_c = None
        if self.stride != 1 or input_shape[-1] != self.filters:
            self.conv_c = keras.layers.Conv2D(
                self.filters, 1, strides=self.stride, use_bias=False
            )
            self.norm_c = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        h = tf.nn.relu(self.norm_a(self.conv_a(self.pad(inputs)), training=training))
        h = self.norm_b(self.conv_b(self.pad(h)), training=training)
        if self.conv_c is not None:
            inputs = self.norm_c(self.conv_c(inputs), training=training)
        return tf.nn.relu(h + inputs)


# %% wrong: the norms have the momentum and epsilon of another library | test_inference
# breaks: "bias, and norm for keras.layers.BatchNormalization with its defaults, the output is"
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters = filters
        self.stride = stride

    def build(self, input_shape):
        conv = functools.partial(
            keras.layers.Conv2D, self.filters, padding="same", use_bias=False
        )
        norm = functools.partial(keras.layers.BatchNormalization, momentum=0.9, epsilon=1e-5)
        self.conv_a, self.norm_a = conv(3, strides=self.stride), norm()
        self.conv_b, self.norm_b = conv(3), norm()
        self.conv_c = None
        if self.stride != 1 or input_shape[-1] != self.filters:
            self.conv_c, self.norm_c = conv(1, strides=self.stride), norm()

    def call(self, inputs, training=None):
        h = tf.nn.relu(self.norm_a(self.conv_a(inputs), training=training))
        h = self.norm_b(self.conv_b(h), training=training)
        if self.conv_c is not None:
            inputs = self.norm_c(self.conv_c(inputs), training=training)
        return tf.nn.relu(h + inputs)


# %% wrong: the second convolution has the stride, not the first | test_inference
# breaks: "where the second convolution has stride 1."
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters = filters
        self.stride = stride

    def build(self, input_shape):
        conv = functools.partial(
            keras.layers.Conv2D, self.filters, padding="same", use_bias=False
        )
        norm = keras.layers.BatchNormalization
        self.conv_a, self.norm_a = conv(3), norm()
        self.conv_b, self.norm_b = conv(3, strides=self.stride), norm()
        self.conv_c = None
        if self.stride != 1 or input_shape[-1] != self.filters:
            self.conv_c, self.norm_c = conv(1, strides=self.stride), norm()

    def call(self, inputs, training=None):
        h = tf.nn.relu(self.norm_a(self.conv_a(inputs), training=training))
        h = self.norm_b(self.conv_b(h), training=training)
        if self.conv_c is not None:
            inputs = self.norm_c(self.conv_c(inputs), training=training)
        return tf.nn.relu(h + inputs)
