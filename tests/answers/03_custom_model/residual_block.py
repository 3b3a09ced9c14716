"""Answers to ResidualBlock. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


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


# %% wrong: the sum is a concatenation | test_form | shape
class ResidualBlock(Sound):
    def call(self, inputs):
        return tf.nn.relu(tf.concat([self.main(inputs), self.shortcut(inputs)], axis=-1))


# %% wrong: always a projection | test_form | although the inputs fit
class ResidualBlock(Sound):
    def projects(self, channels):
        return True


# %% wrong: a projection only where there is a stride | test_form | projection is missing
class ResidualBlock(Sound):
    def projects(self, channels):
        return self.stride != 1


# %% wrong: a projection only where the channels change | test_inference | thinned out
class ResidualBlock(Sound):
    def projects(self, channels):
        return channels != self.filters

    def shortcut(self, inputs):
        return (
            super().shortcut(inputs) if self.project else inputs[:, :: self.stride, :: self.stride]
        )


# %% wrong: the convolutions keep their bias | test_form | bias
class ResidualBlock(Sound):
    bias = True


# %% wrong: a projection of 3x3 | test_form | 3x3
class ResidualBlock(Sound):
    size = 3


# %% wrong: the projection has no norm | test_form | norm is missing
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return self.conv_3(inputs) if self.project else inputs


# %% wrong: one norm for both convolutions | test_form | norm is missing
class ResidualBlock(Sound):
    def main(self, inputs):
        h = tf.nn.relu(self.norm_1(self.conv_1(inputs)))
        return self.norm_1(self.conv_2(h))


# %% wrong: the layers are kept in a function | test_form | as attributes
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(**kwargs)
        inner = Sound(filters, stride)
        self.function = lambda inputs: inner(inputs)

    def call(self, inputs):
        return self.function(inputs)


# %% wrong: no ReLU behind the sum | test_inference | last relu is missing
class ResidualBlock(Sound):
    def call(self, inputs):
        return self.main(inputs) + self.shortcut(inputs)


# %% wrong: the ReLU before the sum | test_inference | before the sum
class ResidualBlock(Sound):
    def call(self, inputs):
        return tf.nn.relu(self.main(inputs)) + self.shortcut(inputs)


# %% wrong: no ReLU between the convolutions | test_inference | between the convolutions
class ResidualBlock(Sound):
    def main(self, inputs):
        return self.norm_2(self.conv_2(self.norm_1(self.conv_1(inputs))))


# %% wrong: the second convolution has the stride | test_inference | the first should
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.conv_1, self.conv_2 = self.conv(3), self.conv(3, self.stride)


# %% wrong: the shortcut is computed and not added | test_inference | shortcut is missing
class ResidualBlock(Sound):
    def call(self, inputs):
        self.shortcut(inputs)
        return tf.nn.relu(self.main(inputs))


# %% wrong: always in training | test_inference | this is inference
class ResidualBlock(Sound):
    def call(self, inputs, training=True):
        def norm(layer, x):
            return layer(x, training=True)

        h = tf.nn.relu(norm(self.norm_1, self.conv_1(inputs)))
        kept = norm(self.norm_3, self.conv_3(inputs)) if self.project else inputs
        return tf.nn.relu(norm(self.norm_2, self.conv_2(h)) + kept)


# %% wrong: never in training | test_training | this is training
class ResidualBlock(Sound):
    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm_1(self.conv_1(inputs), training=False))
        kept = inputs
        if self.project:
            kept = self.norm_3(self.conv_3(inputs), training=False)
        return tf.nn.relu(self.norm_2(self.conv_2(h), training=False) + kept)


# %% wrong: the norms hardly move, with another momentum | test_training | differ
class ResidualBlock(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.norm_1 = keras.layers.BatchNormalization(momentum=0.9)


# %% wrong: the moving statistics are put back | test_training | do not move
class ResidualBlock(Sound):
    def call(self, inputs):
        kept = [(w, tf.identity(w)) for w in self.non_trainable_weights]
        outputs = super().call(inputs)
        for weight, value in kept:
            weight.assign(value)
        return outputs


# %% wrong: the shortcut is cut off from the gradient | test_gradient | through the shortcut
class ResidualBlock(Sound):
    def shortcut(self, inputs):
        return tf.stop_gradient(super().shortcut(inputs))


# %% wrong: the batch size is asked of the static shape | test_unknown_sizes | None
class ResidualBlock(Sound):
    def main(self, inputs):
        h = super().main(inputs)
        return tf.reshape(h, [inputs.shape[0], *h.shape[1:]])


# %% wrong: every stride counts as 2 | test_unknown_sizes | shape
class ResidualBlock(Sound):
    def __init__(self, filters, stride=1, **kwargs):
        super().__init__(filters, min(stride, 2), **kwargs)
