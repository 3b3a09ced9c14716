"""Answers to Discriminator. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf

Layer = keras.layers


class Sound(keras.Model):
    slope = 0.2
    end = None
    end_bias = True
    units = 1

    def __init__(self, hidden, rate=0.3):
        super().__init__()
        self.blocks = [self.block(units, rate) for units in hidden]
        self.head = Layer.Dense(self.units, activation=self.end, use_bias=self.end_bias)

    def block(self, units, rate):
        return Layer.Dense(units), Layer.LeakyReLU(self.slope), self.dropout(rate)

    def dropout(self, rate):
        return Layer.Dropout(rate)

    def call(self, samples, training=False):
        for dense, bend, drop in self.blocks:
            samples = drop(bend(dense(samples)), training=training)
        return self.head(samples)


# unnoticed: test_dropout | dropped result * | the numbers are drawn: only their distribution counts


# %% right: tf.nn.dropout by hand
class Discriminator(keras.Model):
    def __init__(self, hidden, rate=0.3):
        super().__init__()
        self.denses = [Layer.Dense(units, activation=tf.nn.leaky_relu) for units in hidden]
        self.head = Layer.Dense(1)
        self.rate = rate

    def call(self, samples, training=None):
        for dense in self.denses:
            samples = dense(samples)
            if training:
                samples = tf.nn.dropout(samples, self.rate)
        return self.head(samples)


# %% right: a Sequential of everything, training left to Keras
class Discriminator(keras.Model):
    def __init__(self, hidden, rate=0.3):
        super().__init__()
        self.net = keras.Sequential()
        for units in hidden:
            self.net.add(Layer.Dense(units))
            self.net.add(Layer.LeakyReLU(negative_slope=0.2))
            self.net.add(Layer.Dropout(rate))
        self.net.add(Layer.Dense(1))

    def call(self, samples, training=False):
        return self.net(samples)


# %% right: a mask of its own
class Discriminator(keras.Model):
    def __init__(self, hidden, rate=0.3):
        super().__init__()
        self.layers_ = [Layer.Dense(units) for units in hidden]
        self.last = Layer.Dense(1)
        self.keep = 1 - rate

    def call(self, samples, training=False):
        for dense in self.layers_:
            z = dense(samples)
            samples = tf.maximum(z, 0.2 * z)
            if training:
                kept = tf.random.uniform(tf.shape(samples)) < self.keep
                samples = tf.where(kept, samples / self.keep, 0.0)
        return self.last(samples)


# %% wrong: a sigmoid at the end | test_values | a sigmoid at the end
# breaks: "with a bias and without an activation"
class Discriminator(Sound):
    end = "sigmoid"


# %% wrong: tanh at the end | test_values | tanh at the end
# breaks: "with a bias and without an activation"
class Discriminator(Sound):
    end = "tanh"


# %% wrong: a ReLU after the last layer too | test_values | after the last layer
# breaks: "without an activation"
class Discriminator(Sound):
    end = "leaky_relu"


# %% wrong: two classes | test_form | two units
# breaks: "After the blocks comes a dense layer of one unit"
class Discriminator(Sound):
    units = 2


# %% wrong: no bias at the end | test_form | no bias
# breaks: "with a bias and without an activation"
class Discriminator(Sound):
    end_bias = False


# %% wrong: logits without a last axis | test_form | no column
# breaks: "Return a logit for each sample: (batch, features) -> (batch, 1), float32"
class Discriminator(Sound):
    def call(self, samples, training=False):
        return tf.squeeze(super().call(samples, training), axis=-1)


# %% wrong: float64 logits | test_form | dtype
# breaks: "float32"
class Discriminator(Sound):
    def call(self, samples, training=False):
        return tf.cast(super().call(samples, training), tf.float64)


# %% wrong: LeakyReLU's own slope | test_values | zero is 0.3
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Discriminator(Sound):
    slope = 0.3


# %% wrong: plain ReLU | test_values | plain ReLU
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Discriminator(Sound):
    slope = 0.0


# %% wrong: no activation in the blocks | test_values | no ReLU
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Discriminator(Sound):
    slope = 1.0


# %% wrong: hidden layers without a bias | test_form | only the last dense layer
# breaks: "a dense layer of that size with a bias"
class Discriminator(Sound):
    def block(self, units, rate):
        dense = Layer.Dense(units, use_bias=False)
        return dense, Layer.LeakyReLU(self.slope), self.dropout(rate)


# %% wrong: normalizations, as in the generator | test_form | normalizations too
# breaks: "For each size in hidden there is a block"
class Discriminator(Sound):
    def block(self, units, rate):
        inner = keras.Sequential([Layer.Dense(units), Layer.BatchNormalization()])
        return inner, Layer.LeakyReLU(self.slope), self.dropout(rate)


# %% wrong: only one block | test_form | only the first size
# breaks: "For each size in hidden there is a block"
class Discriminator(Sound):
    def __init__(self, hidden, rate=0.3):
        super().__init__(hidden[:1], rate)


# %% wrong: the sizes in reverse order | test_form | reverse order
# breaks: "For each size in hidden there is a block"
class Discriminator(Sound):
    def __init__(self, hidden, rate=0.3):
        super().__init__(hidden[::-1], rate)


# %% wrong: an empty hidden is refused | test_form | raised
# breaks: "hidden may be empty"
class Discriminator(Sound):
    def __init__(self, hidden, rate=0.3):
        if not hidden[0]:
            raise ValueError("no blocks")
        super().__init__(hidden, rate)


# %% wrong: the inputs are dropped too | test_no_blocks | differ
# breaks: "With training=True dropout sets each number of a block to 0 with probability rate"
class Discriminator(Sound):
    def __init__(self, hidden, rate=0.3):
        super().__init__(hidden, rate)
        self.first = Layer.Dropout(rate)

    def call(self, samples, training=False):
        return super().call(self.first(samples, training=training), training)


# %% wrong: training is not passed on | test_dropout | nothing is dropped
# breaks: "With training=True dropout sets each number of a block to 0 with probability rate"
class Discriminator(Sound):
    def call(self, samples, training=False):
        return super().call(samples, training=False)


# %% wrong: always in training | test_values | differ
# breaks: "Without training=True nothing is dropped"
class Discriminator(Sound):
    def call(self, samples, training=False):
        return super().call(samples, training=True)


# %% wrong: in training unless told otherwise | test_values | differ
# breaks: "Without training=True nothing is dropped"
class Discriminator(Sound):
    def call(self, samples, training=True):
        return super().call(samples, training=training)


# %% wrong: rate is the probability to keep | test_dropout | probability to keep
# breaks: "and dropout with `rate`"
class Discriminator(Sound):
    def dropout(self, rate):
        return Layer.Dropout(1 - rate)

    def call(self, samples, training=False):
        for dense, bend, drop in self.blocks:
            z = bend(dense(samples))
            samples = drop(z, training=training)
            if training:
                samples = samples * (1 - drop.rate) / drop.rate * drop.rate / (1 - drop.rate)
                samples = samples * (1 - drop.rate) * (1 / drop.rate)
        return self.head(samples)


# %% wrong: the rest keeps its size | test_dropout | not divided
# breaks: "and divides the others by 1 - rate"
class Discriminator(Sound):
    def call(self, samples, training=False):
        for dense, bend, drop in self.blocks:
            samples = bend(dense(samples))
            if training:
                samples = drop(samples, training=True) * (1 - drop.rate)
        return self.head(samples)


# %% wrong: a fixed seed, the same units in each call | test_dropout | each call drops
# breaks: "each call draws anew, for each sample and each unit"
class Discriminator(Sound):
    def call(self, samples, training=False):
        for dense, bend, drop in self.blocks:
            samples = bend(dense(samples))
            if training:
                samples = tf.nn.experimental.stateless_dropout(samples, drop.rate, seed=[1, 2])
        return self.head(samples)


# %% wrong: the same units for all samples | test_dropout | every sample
# breaks: "for each sample and each unit"
class Discriminator(Sound):
    def block(self, units, rate):
        drop = Layer.Dropout(rate, noise_shape=(1, units))
        return Layer.Dense(units), Layer.LeakyReLU(self.slope), drop


# %% wrong: whole samples are dropped | test_dropout | dropped together
# breaks: "for each sample and each unit"
class Discriminator(Sound):
    def block(self, units, rate):
        drop = Layer.Dropout(rate, noise_shape=(None, 1))
        return Layer.Dense(units), Layer.LeakyReLU(self.slope), drop


# %% wrong: a rate of its own | test_dropout | differ
# breaks: "and dropout with `rate`"
class Discriminator(Sound):
    def dropout(self, rate):
        return Layer.Dropout(0.1)


# %% wrong: Gaussian noise in place of dropout | test_dropout | differ
# breaks: "With training=True dropout sets each number of a block to 0 with probability rate"
class Discriminator(Sound):
    def dropout(self, rate):
        return Layer.GaussianDropout(rate)


# %% wrong: layers that Keras does not find | test_form | not found
# breaks: "For each size in hidden there is a block"
class Discriminator(keras.Model):
    def __init__(self, hidden, rate=0.3):
        super().__init__()
        inner = Sound(hidden, rate)
        self.run = lambda samples, training: inner(samples, training=training)

    def call(self, samples, training=False):
        return self.run(samples, training)


# %% wrong: normalizations without weights to train | test_form | other weights
# breaks: "For each size in hidden there is a block"
class Discriminator(Sound):
    def block(self, units, rate):
        norm = Layer.BatchNormalization(center=False, scale=False)
        return keras.Sequential([Layer.Dense(units), norm]), Layer.LeakyReLU(0.2), Layer.Dropout(rate)


# %% wrong: the samples are constants | test_gradients | None
# breaks: "Gradients flow to the samples and to all weights"
class Discriminator(Sound):
    def call(self, samples, training=False):
        return super().call(tf.stop_gradient(samples), training)


# %% wrong: the kernels of the blocks are constants | test_gradients | None
# breaks: "Gradients flow to the samples and to all weights"
class Discriminator(Sound):
    def call(self, samples, training=False):
        for dense, bend, drop in self.blocks:
            dense(samples)
            z = tf.matmul(samples, tf.stop_gradient(dense.kernel.value)) + dense.bias
            samples = drop(bend(z), training=training)
        return self.head(samples)


# %% equivalent: keyword-50a5e9f8 | Keras hands `training` on by itself
