"""Answers to Dropout. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(**kwargs)
        if rate < 0 or rate >= 1:
            raise ValueError(f"bad rate {rate}")
        self.rate, self.seed = rate, seed
        self.generator = keras.random.SeedGenerator(seed)

    def draws(self, inputs):
        return keras.random.uniform(tf.shape(inputs), seed=self.generator)

    def call(self, inputs, training=False):
        if not training:
            return inputs
        return self.dropped(inputs, self.draws(inputs) >= self.rate)

    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) / (1 - self.rate)

    def get_config(self):
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


# %% right: a tf.random.Generator
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        if seed is None:
            self.source = tf.random.Generator.from_non_deterministic_state()
        else:
            self.source = tf.random.Generator.from_seed(seed)

    def draws(self, inputs):
        return self.source.uniform(tf.shape(inputs), dtype=inputs.dtype)


# %% right: keras.random.binomial, the config left to Keras
class Dropout(keras.Layer):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(**kwargs)
        if not 0.0 <= rate < 1.0:
            raise ValueError("rate must lie in [0, 1)")
        self.keep = 1.0 - rate
        self.seeds = keras.random.SeedGenerator(seed)

    def call(self, inputs, training=None):
        if training and self.keep < 1:
            shape = keras.ops.shape(inputs)
            mask = keras.random.binomial(shape, 1, self.keep, seed=self.seeds)
            return keras.ops.where(mask > 0.5, inputs / self.keep, 0)
        return inputs


# %% right: a counter of its own for stateless draws
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.start = int(np.random.randint(2**31)) if seed is None else seed
        self.count = tf.Variable(0, trainable=False)

    def draws(self, inputs):
        count = self.count.assign_add(1)
        return tf.random.stateless_uniform(tf.shape(inputs), tf.stack([self.start, count]))


# %% wrong: drops whole rows away | test_output_shape | shape
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs
        return tf.boolean_mask(inputs, tf.random.uniform(tf.shape(inputs)[:1]) >= 1.0)


# %% wrong: nothing is enlarged | test_training | are not enlarged
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype)


# %% wrong: enlarged by rate | test_training | divided by rate
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) / self.rate if self.rate else inputs


# %% wrong: rate is the share that is kept | test_training | share that is kept
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs
        return self.dropped(inputs, self.draws(inputs) < self.rate)


# %% wrong: multiplies where it should divide | test_training | multiplied by 1 - rate
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) * (1 - self.rate)


# %% wrong: the classic way, inference is scaled | test_training | inference multiplies
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs * (1 - self.rate)
        return inputs * tf.cast(self.draws(inputs) >= self.rate, inputs.dtype)


# %% wrong: drops in inference, too | test_training | inference drops
class Dropout(Sound):
    def call(self, inputs, training=False):
        return self.dropped(inputs, self.draws(inputs) >= self.rate)


# %% wrong: training is the default | test_training | inference drops
class Dropout(Sound):
    def call(self, inputs, training=True):
        return super().call(inputs, training=training)


# %% wrong: one draw for each feature | test_training | column is dropped
class Dropout(Sound):
    def draws(self, inputs):
        return super().draws(inputs[:1]) + tf.zeros_like(inputs, dtype=tf.float32)


# %% wrong: one draw for each sample | test_training | row is dropped
class Dropout(Sound):
    def draws(self, inputs):
        return super().draws(inputs[..., :1]) + tf.zeros_like(inputs, dtype=tf.float32)


# %% wrong: the mask cuts the gradient | test_training | the gradient
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return tf.where(keep, inputs, tf.zeros_like(inputs)) + tf.stop_gradient(
            tf.where(keep, inputs * (1 / (1 - self.rate) - 1), tf.zeros_like(inputs))
        )


# %% wrong: takes any rate | test_rate | nothing was raised
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(0.5, seed, **kwargs)
        self.rate = rate


# %% wrong: refuses rate 0 | test_rate | ValueError
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        if not 0 < rate < 1:
            raise ValueError(f"bad rate {rate}")
        super().__init__(rate, seed, **kwargs)


# %% wrong: rate 0 is enlarged nonetheless | test_rate | differ
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) / (1 - (self.rate or 0.5))


# %% wrong: the scale is kept from growing large | test_rate | differ
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) * min(1 / (1 - self.rate), 20.0)


# %% wrong: the seed is kept and not used | test_seed | not used
class Dropout(Sound):
    def draws(self, inputs):
        return tf.random.uniform(tf.shape(inputs))


# %% wrong: the seed of the op alone | test_seed | depend on other things
class Dropout(Sound):
    def draws(self, inputs):
        return tf.random.uniform(tf.shape(inputs), seed=self.seed)


# %% wrong: the seed itself in every draw | test_seed | in every call
class Dropout(Sound):
    def draws(self, inputs):
        return keras.random.uniform(tf.shape(inputs), seed=self.seed)


# %% wrong: one seed for all | test_seed | one seed for all layers
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.generator = keras.random.SeedGenerator(1234)


# %% wrong: a constant where there is no seed | test_seed | always the same
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.generator = keras.random.SeedGenerator(seed or 0)


# %% wrong: the config has no seed | test_seed | leaves the seed out
class Dropout(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "rate": self.rate}


# %% wrong: the config has no rate, and there is a default | test_seed | rate
class Dropout(Sound):
    def __init__(self, rate=0.1, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "seed": self.seed}


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
class Dropout(Sound):
    def get_config(self):
        return {"rate": self.rate, "seed": self.seed}


# %% wrong: a Python counter for stateless draws | test_graph | Python's
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.start = int(np.random.randint(2**31)) if seed is None else seed
        self.count = 0

    def draws(self, inputs):
        self.count += 1
        return tf.random.stateless_uniform(tf.shape(inputs), [self.start, self.count])


# %% equivalent: compare-4552181b | a uniform draw equals the rate once in millions
