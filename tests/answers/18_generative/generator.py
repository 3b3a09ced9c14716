"""Answers to Generator. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf

Layer = keras.layers


class Sound(keras.Model):
    slope = 0.2
    end = "tanh"
    end_bias = True

    def __init__(self, hidden, features):
        super().__init__()
        self.blocks = [self.block(units) for units in hidden]
        self.head = Layer.Dense(features, activation=self.end, use_bias=self.end_bias)

    def block(self, units):
        return self.dense(units), self.norm(), Layer.LeakyReLU(self.slope)

    def dense(self, units):
        return Layer.Dense(units, use_bias=False)

    def norm(self):
        return Layer.BatchNormalization()

    def call(self, noise, training=False):
        for dense, norm, bend in self.blocks:
            noise = bend(norm(dense(noise), training=training))
        return self.head(noise)



# %% right: lists of layers, tf.nn.leaky_relu and tf.tanh
class Generator(keras.Model):
    def __init__(self, hidden, features):
        super().__init__()
        self.denses = [Layer.Dense(units, use_bias=False) for units in hidden]
        self.norms = [Layer.BatchNormalization() for _ in hidden]
        self.head = Layer.Dense(features)

    def call(self, noise, training=None):
        for dense, norm in zip(self.denses, self.norms):
            noise = tf.nn.leaky_relu(norm(dense(noise), training=bool(training)))
        return tf.tanh(self.head(noise))


# %% right: blocks as Sequential, training left to Keras
class Generator(keras.Model):
    def __init__(self, hidden, features):
        super().__init__()
        self.steps = [
            keras.Sequential(
                [
                    Layer.Dense(units, use_bias=False),
                    Layer.BatchNormalization(),
                    Layer.Activation(lambda z: keras.activations.leaky_relu(z, 0.2)),
                ]
            )
            for units in hidden
        ]
        self.steps.append(Layer.Dense(features, activation=keras.ops.tanh))

    def call(self, noise, training=False):
        for step in self.steps:
            noise = step(noise)
        return noise


# %% right: the layers in a loop, each asked what it takes
class Generator(keras.Model):
    def __init__(self, hidden, features):
        super().__init__()
        self.chain = []
        for units in hidden:
            self.chain += [Layer.Dense(units, use_bias=False), Layer.BatchNormalization()]
            self.chain += [Layer.LeakyReLU(negative_slope=0.2)]
        self.chain += [Layer.Dense(features), Layer.Activation("tanh")]

    def call(self, noise, training=False):
        for layer in self.chain:
            norm = isinstance(layer, Layer.BatchNormalization)
            noise = layer(noise, training=training) if norm else layer(noise)
        return noise


# %% wrong: LeakyReLU's own slope | test_values | zero is 0.3
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Generator(Sound):
    slope = 0.3


# %% wrong: plain ReLU | test_values | plain ReLU
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Generator(Sound):
    slope = 0.0


# %% wrong: a slope of 0.01 | test_values | zero is 0.01
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Generator(Sound):
    slope = 0.01


# %% wrong: no activation in the blocks | test_values | no ReLU
# breaks: "a leaky ReLU with slope 0.2 below zero"
class Generator(Sound):
    slope = 1.0


# %% wrong: hidden layers with a bias | test_form | has a bias
# breaks: "a dense layer of that size without a bias"
class Generator(Sound):
    def dense(self, units):
        return Layer.Dense(units)


# %% wrong: no normalization | test_form | no normalizations
# breaks: "a batch normalization with the defaults of Keras"
class Generator(Sound):
    def norm(self):
        return Layer.Activation("linear")

    def call(self, noise, training=False):
        for dense, _, bend in self.blocks:
            noise = bend(dense(noise))
        return self.head(noise)


# %% wrong: layer normalization | test_form | wrong
# breaks: "a batch normalization with the defaults of Keras"
class Generator(Sound):
    def norm(self):
        return Layer.LayerNormalization()

    def call(self, noise, training=False):
        for dense, norm, bend in self.blocks:
            noise = bend(norm(dense(noise)))
        return self.head(noise)


# %% wrong: a normalization without beta | test_form | beta is missing
# breaks: "with the defaults of Keras"
class Generator(Sound):
    def norm(self):
        return Layer.BatchNormalization(center=False)


# %% wrong: the momentum of many DCGANs | test_averages | momentum is 0.8
# breaks: "with the defaults of Keras"
class Generator(Sound):
    def norm(self):
        return Layer.BatchNormalization(momentum=0.8)


# %% wrong: a smaller epsilon | test_values | differ
# breaks: "with the defaults of Keras"
class Generator(Sound):
    def norm(self):
        return Layer.BatchNormalization(epsilon=1e-5)


# %% wrong: the activation before the normalization | test_values | comes before
# breaks: "For each size in hidden there is a block"
class Generator(Sound):
    def call(self, noise, training=False):
        for dense, norm, bend in self.blocks:
            noise = norm(bend(dense(noise)), training=training)
        return self.head(noise)


# %% wrong: only one block | test_form | only the first size
# breaks: "For each size in hidden there is a block"
class Generator(Sound):
    def __init__(self, hidden, features):
        super().__init__(hidden[:1], features)


# %% wrong: the sizes in reverse order | test_form | reverse order
# breaks: "For each size in hidden there is a block"
class Generator(Sound):
    def __init__(self, hidden, features):
        super().__init__(hidden[::-1], features)


# %% wrong: no tanh | test_values | no tanh
# breaks: "between -1 and 1"
# breaks: "After the blocks come a dense layer of `features` units with a bias, and tanh"
class Generator(Sound):
    end = None


# %% wrong: a sigmoid at the end | test_values | a sigmoid at the end
# breaks: "After the blocks come a dense layer of `features` units with a bias, and tanh"
class Generator(Sound):
    end = "sigmoid"


# %% wrong: tanh twice | test_values | applied twice
# breaks: "and tanh"
class Generator(Sound):
    def call(self, noise, training=False):
        return tf.tanh(super().call(noise, training))


# %% wrong: no bias at the end | test_form | last dense layer has no bias
# breaks: "with a bias, and tanh"
class Generator(Sound):
    end_bias = False


# %% wrong: one unit at the end | test_form | one unit
# breaks: "Make samples from noise: (batch, latent) -> (batch, features), float32"
class Generator(Sound):
    def __init__(self, hidden, features):
        super().__init__(hidden, 1)


# %% wrong: float64 samples | test_form | dtype
# breaks: "float32"
class Generator(Sound):
    def call(self, noise, training=False):
        return tf.cast(super().call(noise, training), tf.float64)


# %% wrong: without hidden sizes nothing happens | test_form | no last layer
# breaks: "hidden may be empty"
class Generator(Sound):
    def call(self, noise, training=False):
        return super().call(noise, training) if self.blocks else noise


# %% wrong: tanh belongs to the blocks | test_no_blocks | no tanh
# breaks: "hidden may be empty"
class Generator(Sound):
    end = None

    def call(self, noise, training=False):
        samples = super().call(noise, training)
        return tf.tanh(samples) if self.blocks else samples


# %% wrong: an empty hidden is refused | test_form | raised
# breaks: "hidden may be empty"
class Generator(Sound):
    def __init__(self, hidden, features):
        self.first = hidden[0]
        super().__init__(hidden, features)


# %% wrong: training is not passed on | test_training | does not reach
# breaks: "With training=True the normalizations use the statistics of the batch"
class Generator(Sound):
    def call(self, noise, training=False):
        return super().call(noise, training=False)


# %% wrong: always in training | test_values | always use the statistics
# breaks: "Without it they use the averages and change nothing"
class Generator(Sound):
    def call(self, noise, training=False):
        return super().call(noise, training=True)


# %% wrong: in training unless told otherwise | test_values | always use the statistics
# breaks: "Without it they use the averages and change nothing"
class Generator(Sound):
    def call(self, noise, training=True):
        return super().call(noise, training=training)


# %% wrong: frozen normalizations | test_form | wrong
# breaks: "With training=True the normalizations use the statistics of the batch"
class Generator(Sound):
    def norm(self):
        layer = Layer.BatchNormalization()
        layer.trainable = False
        return layer


# %% wrong: the averages stay | test_averages | do not move
# breaks: "and move their averages"
class Generator(Sound):
    def norm(self):
        return Layer.BatchNormalization(momentum=1.0)


# %% wrong: the statistics move without training too | test_averages | move without
# breaks: "Without it they use the averages and change nothing"
class Generator(Sound):
    def call(self, noise, training=False):
        samples = super().call(noise, training)
        if not training:
            super().call(noise, True)
        return samples


# %% wrong: layers that Keras does not find | test_form | not found
# breaks: "For each size in hidden there is a block"
class Generator(keras.Model):
    def __init__(self, hidden, features):
        super().__init__()
        inner = Sound(hidden, features)
        self.run = lambda noise, training: inner(noise, training=training)

    def call(self, noise, training=False):
        return self.run(noise, training)


# %% wrong: NumPy at the end | test_form | array
# breaks: "float32"
class Generator(Sound):
    def __call__(self, noise, training=False):
        return super().__call__(noise, training=training).numpy()


# %% wrong: the noise is a constant | test_gradients | None
# breaks: "Gradients flow to the noise and to all trainable weights"
class Generator(Sound):
    def call(self, noise, training=False):
        return super().call(tf.stop_gradient(noise), training)


# %% wrong: the kernels of the blocks are constants | test_gradients | None
# breaks: "Gradients flow to the noise and to all trainable weights"
class Generator(Sound):
    def call(self, noise, training=False):
        for dense, norm, bend in self.blocks:
            dense(noise)
            z = tf.matmul(noise, tf.stop_gradient(dense.kernel.value))
            noise = bend(norm(z, training=training))
        return self.head(noise)


# %% wrong: the statistics of the batch as constants | test_gradients | differ
# breaks: "With training=True the normalizations use the statistics of the batch"
class Generator(Sound):
    def call(self, noise, training=False):
        for dense, norm, bend in self.blocks:
            z = dense(noise)
            if training:
                norm(z, training=True)
                mean, variance = tf.nn.moments(tf.stop_gradient(z), [0])
                z = (z - mean) / tf.sqrt(variance + 1e-3) * norm.gamma + norm.beta
            else:
                z = norm(z)
            noise = bend(z)
        return self.head(noise)


# %% equivalent: keyword-6cbafcd9 | Keras hands `training` on by itself
