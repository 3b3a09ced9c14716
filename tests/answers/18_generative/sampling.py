"""Answers to Sampling. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, seed=0):
        super().__init__()
        self.seed = seed
        self.source = keras.random.SeedGenerator(seed)

    def noise(self, mean):
        return keras.random.normal(tf.shape(mean), seed=self.source)

    def scale(self, log_var):
        return tf.exp(0.5 * log_var)

    def call(self, inputs):
        mean, log_var = inputs
        return mean + self.scale(log_var) * self.noise(mean)


# unnoticed: test_draws | sampled result * | the numbers are drawn: only their distribution counts
# unnoticed: test_anew | sampled result * | the numbers are drawn: only their distribution counts
# unnoticed: test_seed | sampled_by_seed .other * | the numbers are drawn
# unnoticed: test_many_latent_numbers | sampled result * | the numbers are drawn


# %% right: a tf.random.Generator
class Sampling(keras.layers.Layer):
    def __init__(self, seed=0):
        super().__init__()
        self.generator = tf.random.Generator.from_seed(seed)

    def call(self, inputs):
        mean, log_var = inputs
        return self.generator.normal(tf.shape(mean)) * tf.sqrt(tf.exp(log_var)) + mean


# %% right: stateless noise, counted in a variable
class Sampling(keras.layers.Layer):
    def __init__(self, seed=0):
        super().__init__()
        self.start = seed
        self.calls = tf.Variable(0, trainable=False)

    def call(self, inputs):
        mean, log_var = inputs
        count = self.calls.assign_add(1)
        noise = tf.random.stateless_normal(tf.shape(mean), tf.stack([self.start, count]))
        return mean + tf.exp(log_var / 2) * noise


# %% right: keras.ops
class Sampling(keras.Layer):
    def __init__(self, seed=0):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(seed)

    def call(self, inputs):
        mean, log_var = inputs
        deviation = keras.ops.exp(keras.ops.multiply(log_var, 0.5))
        noise = keras.random.normal(keras.ops.shape(log_var), 0.0, 1.0, seed=self.seeds)
        return keras.ops.add(mean, keras.ops.multiply(deviation, noise))


# %% wrong: the half is forgotten | test_draws | its root
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def scale(self, log_var):
        return tf.exp(log_var)


# %% wrong: log_var is taken for the standard deviation | test_example | differ
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def scale(self, log_var):
        return log_var


# %% wrong: log_var is taken for the variance | test_example | differ
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def scale(self, log_var):
        return tf.sqrt(tf.abs(log_var))


# %% wrong: the noise has its own spread | test_example | differ
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def scale(self, log_var):
        return tf.ones_like(log_var)


# %% wrong: a quarter in the exponent | test_draws | root of the standard deviation
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def scale(self, log_var):
        return tf.sqrt(tf.exp(0.5 * log_var))


# %% wrong: the mean is not added | test_example | not added
# breaks: "The result is mean + exp(log_var / 2) * noise, float32"
class Sampling(Sound):
    def call(self, inputs):
        return super().call(inputs) - inputs[0]


# %% wrong: mean and log_var swapped | test_example | are swapped
# breaks: "Draw a point for each sample: [mean, log_var], both (batch, latent) -> (batch, latent)"
class Sampling(Sound):
    def call(self, inputs):
        log_var, mean = inputs
        return mean + tf.exp(-tf.abs(log_var) * 20) * self.noise(mean)


# %% wrong: no noise | test_draws | no noise
# breaks: "Draw a point for each sample"
class Sampling(Sound):
    def call(self, inputs):
        return inputs[0] + 0.0 * self.scale(inputs[1])


# %% wrong: noise only in training | test_draws | no noise
# breaks: "Draw a point for each sample"
class Sampling(Sound):
    def call(self, inputs, training=False):
        return super().call(inputs) if training else inputs[0] + 0.0 * inputs[1]


# %% wrong: uniform noise | test_draws | uniform noise
# breaks: "The noise is standard normal, drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        return keras.random.uniform(tf.shape(mean), seed=self.source)


# %% wrong: uniform noise of spread 1 | test_draws | is uniform
# breaks: "The noise is standard normal, drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        root = 3**0.5
        return keras.random.uniform(tf.shape(mean), -root, root, seed=self.source)


# %% wrong: truncated noise | test_draws | truncated
# breaks: "The noise is standard normal, drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        return keras.random.truncated_normal(tf.shape(mean), seed=self.source)


# %% wrong: a spread of 0.05, as initializers have | test_draws | from initializers
# breaks: "The noise is standard normal, drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        return 0.05 * super().noise(mean)


# %% wrong: the same noise for the whole batch | test_draws | same for every sample
# breaks: "drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        return super().noise(mean[:1]) + tf.zeros_like(mean)


# %% wrong: one number for each sample | test_draws | for each latent number
# breaks: "drawn for each number"
class Sampling(Sound):
    def noise(self, mean):
        return super().noise(mean[:, :1]) + tf.zeros_like(mean)


# %% wrong: a number as seed | test_anew | an integer as seed
# breaks: "Each call draws new noise, each run of a graph too"
class Sampling(Sound):
    def noise(self, mean):
        return keras.random.normal(tf.shape(mean), seed=self.seed)


# %% wrong: stateless noise | test_anew | an integer as seed
# breaks: "Each call draws new noise, each run of a graph too"
class Sampling(Sound):
    def noise(self, mean):
        return tf.random.stateless_normal(tf.shape(mean), [self.seed, 0])


# %% wrong: NumPy's noise is frozen in a graph | test_anew | while it is traced
# breaks: "each run of a graph too"
class Sampling(Sound):
    def __init__(self, seed=0):
        super().__init__(seed)
        self.rng = np.random.default_rng(seed)

    def noise(self, mean):
        return tf.constant(self.rng.standard_normal(mean.shape), tf.float32)


# %% wrong: the noise has the static shape | test_anew | raised
# breaks: "A graph may not know the batch"
class Sampling(Sound):
    def noise(self, mean):
        return keras.random.normal(mean.shape, seed=self.source)


# %% wrong: a Python count, which a graph keeps | test_anew | while it is traced
# breaks: "each run of a graph too"
class Sampling(Sound):
    calls = 0

    def noise(self, mean):
        self.calls += 1
        return tf.random.stateless_normal(tf.shape(mean), [self.seed, self.calls])


# %% wrong: no seed | test_seed | seed is not used
# breaks: "Two layers with the same seed draw the same noise, call by call"
class Sampling(Sound):
    def noise(self, mean):
        return tf.random.normal(tf.shape(mean))


# %% wrong: a generator without the seed | test_seed | seed is not used
# breaks: "Two layers with the same seed draw the same noise, call by call"
class Sampling(Sound):
    def __init__(self, seed=0):
        super().__init__(seed)
        self.source = keras.random.SeedGenerator(None)


# %% wrong: the seed counts only for the first call | test_seed | from the second call on
# breaks: "call by call"
class Sampling(Sound):
    def __init__(self, seed=0):
        super().__init__(seed)
        self.first = True

    def noise(self, mean):
        if not self.first or not tf.executing_eagerly():
            return tf.random.normal(tf.shape(mean))
        self.first = False
        return super().noise(mean)


# %% wrong: seed 0 counts as no seed | test_seed | seed is not used
# breaks: "Two layers with the same seed draw the same noise, call by call"
class Sampling(Sound):
    def __init__(self, seed=0):
        super().__init__(seed)
        self.source = keras.random.SeedGenerator(seed or None)


# %% wrong: every layer has seed 0 | test_seed | every seed
# breaks: "layers with another seed other noise"
class Sampling(Sound):
    def __init__(self, seed=0):
        super().__init__(0)


# %% wrong: the result is cut from the tape | test_gradients | None
# breaks: "The gradient in mean is 1"
class Sampling(Sound):
    def call(self, inputs):
        return tf.stop_gradient(super().call(inputs))


# %% wrong: NumPy computes the spread | test_gradients | None
# breaks: "that in log_var is exp(log_var / 2) * noise / 2"
class Sampling(Sound):
    def scale(self, log_var):
        return tf.stop_gradient(super().scale(log_var))


# %% wrong: the added noise is a constant | test_gradients | None
# breaks: "that in log_var is exp(log_var / 2) * noise / 2"
class Sampling(Sound):
    def call(self, inputs):
        mean, log_var = inputs
        return mean + tf.stop_gradient(self.scale(log_var) * self.noise(mean))


# %% wrong: float64 | test_example | dtype
# breaks: "float32"
class Sampling(Sound):
    def __call__(self, inputs):
        return tf.cast(super().__call__(inputs), tf.float64)


# %% wrong: one column | test_example | shape
# breaks: "both (batch, latent) -> (batch, latent)"
class Sampling(Sound):
    def call(self, inputs):
        return super().call(inputs)[:, :1]


# %% wrong: the point is drawn in NumPy | test_gradients | None
# breaks: "The gradient in mean is 1"
class Sampling(Sound):
    def call(self, inputs):
        mean, log_var = inputs

        def draw(mean, log_var, noise):
            return mean + np.exp(log_var / 2) * noise

        z = tf.numpy_function(draw, [mean, log_var, self.noise(mean)], tf.float32)
        return tf.ensure_shape(z, mean.shape)


# %% equivalent: operator-259b5606 | minus the noise is standard normal too
