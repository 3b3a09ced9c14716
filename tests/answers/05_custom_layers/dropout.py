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


# unnoticed: test_training | layer_gradient result fewer | there are no weights
# unnoticed: test_training | layer_gradient .x swapped | the mask is random, in any order


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


# %% right: Bernoulli draws that the layer multiplies by
class Dropout(Sound):
    def call(self, inputs, training=None):
        if not training or self.rate == 0:
            return tf.identity(inputs)
        uniform = keras.random.uniform(tf.shape(inputs), 0, 1, seed=self.generator)
        mask = tf.floor(uniform + (1 - self.rate))
        return tf.math.divide(inputs, 1 - self.rate) * tf.cast(mask, inputs.dtype)


# %% wrong: drops whole rows away | test_example | set of values
# breaks: "(...) -> the same shape"
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs
        return tf.boolean_mask(inputs, tf.random.uniform(tf.shape(inputs)[:1]) >= 1.0)


# %% wrong: nothing is enlarged | test_example | are not enlarged
# breaks: "and inputs / (1 - rate) otherwise"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype)


# %% wrong: enlarged by rate | test_training | divided by rate
# breaks: "and inputs / (1 - rate) otherwise"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) / self.rate if self.rate else inputs


# %% wrong: rate is the share that is kept | test_training | share that is kept
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs
        return self.dropped(inputs, self.draws(inputs) < self.rate)


# %% wrong: multiplies where it should divide | test_example | multiplied by 1 - rate
# breaks: "and inputs / (1 - rate) otherwise"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) * (1 - self.rate)


# %% wrong: the classic way, inference is scaled | test_example | inference multiplies
# breaks: "With training=False, and by default, the output is the inputs"
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs * (1 - self.rate)
        return inputs * tf.cast(self.draws(inputs) >= self.rate, inputs.dtype)


# %% wrong: drops in inference, too | test_example | inference drops
# breaks: "With training=False, and by default, the output is the inputs"
class Dropout(Sound):
    def call(self, inputs, training=False):
        return self.dropped(inputs, self.draws(inputs) >= self.rate)


# %% wrong: training is the default | test_example | inference drops
# breaks: "With training=False, and by default, the output is the inputs"
class Dropout(Sound):
    def call(self, inputs, training=True):
        return super().call(inputs, training=training)


# %% wrong: one draw for each feature | test_training | along axis 0
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def draws(self, inputs):
        return super().draws(inputs[:1]) + tf.zeros_like(inputs, dtype=tf.float32)


# %% wrong: one draw for each sample | test_training | along axis 1
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def draws(self, inputs):
        return super().draws(inputs[..., :1]) + tf.zeros_like(inputs, dtype=tf.float32)


# %% wrong: the mask cuts the gradient | test_training | the gradient
# breaks: "its gradient is 0 or 1 / (1 - rate)"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return tf.where(keep, inputs, tf.zeros_like(inputs)) + tf.stop_gradient(
            tf.where(keep, inputs * (1 / (1 - self.rate) - 1), tf.zeros_like(inputs))
        )


# %% wrong: takes any rate | test_rate | nothing was raised
# breaks: "Making the layer raises ValueError for a rate below 0 or not below 1"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(0.5, seed, **kwargs)
        self.rate = rate


# %% wrong: refuses rate 0 | test_rate | ValueError
# breaks: "Making the layer raises ValueError for a rate below 0 or not below 1"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        if not 0 < rate < 1:
            raise ValueError(f"bad rate {rate}")
        super().__init__(rate, seed, **kwargs)


# %% wrong: rate 0 is enlarged nonetheless | test_rate | differ
# breaks: "and inputs / (1 - rate) otherwise"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) / (1 - (self.rate or 0.5))


# %% wrong: the scale is kept from growing large | test_rate | differ
# breaks: "and inputs / (1 - rate) otherwise"
class Dropout(Sound):
    def dropped(self, inputs, keep):
        return inputs * tf.cast(keep, inputs.dtype) * min(1 / (1 - self.rate), 20.0)


# %% wrong: the seed is kept and not used | test_seed | not used
# breaks: "draw the same masks in training, call for call"
class Dropout(Sound):
    def draws(self, inputs):
        return tf.random.uniform(tf.shape(inputs))


# %% wrong: the seed of the op alone | test_seed | depend on other things
# breaks: "draw the same masks in training, call for call"
class Dropout(Sound):
    def draws(self, inputs):
        return tf.random.uniform(tf.shape(inputs), seed=self.seed)


# %% wrong: the seed itself in every draw | test_seed | in every call
# breaks: "Each call draws afresh"
class Dropout(Sound):
    def draws(self, inputs):
        return keras.random.uniform(tf.shape(inputs), seed=self.seed)


# %% wrong: one seed for all | test_seed | one seed for all layers
# breaks: "With different seeds, or without a seed, they draw different masks"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.generator = keras.random.SeedGenerator(1234)


# %% wrong: a constant where there is no seed | test_seed | always the same
# breaks: "or without a seed, they draw different masks"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.generator = keras.random.SeedGenerator(seed or 0)


# %% wrong: the config has no seed | test_seed | leaves the seed out
# breaks: "what `from_config` needs to make the same layer"
class Dropout(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "rate": self.rate}


# %% wrong: the config has no rate, and there is a default | test_seed | rate
# breaks: "what `from_config` needs to make the same layer"
class Dropout(Sound):
    def __init__(self, rate=0.1, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "seed": self.seed}


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
# breaks: "what `from_config` needs to make the same layer"
class Dropout(Sound):
    def get_config(self):
        return {"rate": self.rate, "seed": self.seed}


# %% wrong: a Python counter for stateless draws | test_graph | Python's
# breaks: "Each call draws afresh, in a graph too"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.start = int(np.random.randint(2**31)) if seed is None else seed
        self.count = 0

    def draws(self, inputs):
        self.count += 1
        return tf.random.stateless_uniform(tf.shape(inputs), [self.start, self.count])


# %% wrong: seed 0 is taken for no seed | test_seed | seed 0 is taken
# breaks: "made with the same seed (0 is a seed too)"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.generator = keras.random.SeedGenerator(seed or None)


# %% wrong: one draw for each feature of a sequence | test_training | along axis 1
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def draws(self, inputs):
        if len(inputs.shape) < 3:
            return super().draws(inputs)
        return super().draws(inputs[:, :1]) + tf.zeros_like(inputs, dtype=tf.float32)


# %% wrong: an exact number of elements is dropped, from the front | test_training | axis
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def draws(self, inputs):
        size = tf.cast(tf.size(inputs), tf.float32)
        return tf.reshape((tf.range(size) + 0.5) / size, tf.shape(inputs))


# %% wrong: rank 3 is flattened and stays so | test_output_shape | shape
# breaks: "(...) -> the same shape"
class Dropout(Sound):
    def call(self, inputs, training=False):
        outputs = super().call(inputs, training=training)
        return tf.reshape(outputs, [-1, inputs.shape[-1]]) if len(inputs.shape) > 2 else outputs


# %% wrong: inference is always float32 | test_training | dtype
# breaks: "The output is in the layer's dtype"
class Dropout(Sound):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True) if training else tf.cast(inputs, tf.float32)


# %% wrong: training does nothing | test_example | training does nothing
# breaks: "each element, independently of the others, is 0 with probability `rate`"
class Dropout(Sound):
    def call(self, inputs, training=False):
        return inputs


# %% wrong: the mask is drawn in __init__, for one size | test_seed | in every call
# breaks: "Each call draws afresh"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.mask = np.random.default_rng(seed).uniform(size=(500, 500, 60)[-2:])

    def draws(self, inputs):
        shape = inputs.shape
        return tf.constant(np.resize(self.mask, shape.as_list()), tf.float32)


# %% wrong: NumPy draws the mask, once for a graph | test_graph | Python's
# breaks: "in a graph too"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        super().__init__(rate, seed, **kwargs)
        self.random = np.random.default_rng(seed)

    def draws(self, inputs):
        first = self.random.integers(2**31, size=2)
        return tf.random.stateless_uniform(tf.shape(inputs), tf.constant(first))


# %% wrong: the shape of the draws is the static one | test_graph | unknown in a graph
# breaks: "where the batch size may be unknown"
class Dropout(Sound):
    def draws(self, inputs):
        return keras.random.uniform(inputs.shape, seed=self.generator)


# %% wrong: one sample is drawn for, if their number is unknown | test_graph | differ
# breaks: "where the batch size may be unknown"
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training or inputs.shape[0] is not None:
            return super().call(inputs, training=training)
        rest = super().call(inputs[:1], training=True)
        return tf.concat([rest, inputs[1:]], axis=0)


# %% wrong: always float32 | test_training | dtype
# breaks: "The output is in the layer's dtype"
class Dropout(Sound):
    def call(self, inputs, training=False):
        return tf.cast(super().call(inputs, training=training), tf.float32)


# %% wrong: a rate of 1 is let through | test_rate | nothing was raised
# breaks: "Making the layer raises ValueError for a rate below 0 or not below 1"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        if not 0 <= rate <= 1:
            raise ValueError("bad rate")
        super().__init__(min(rate, 0.999), seed, **kwargs)
        self.rate = rate


# %% wrong: a bad rate is an assertion | test_rate | AssertionError
# breaks: "Making the layer raises ValueError"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        assert 0 <= rate < 1
        super().__init__(rate, seed, **kwargs)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "Set a random share of the inputs to zero"
class Dropout(Sound):
    def __init__(self, rate, seed=None, **kwargs):
        self.rate, self.seed = rate, seed
        self.generator = keras.random.SeedGenerator(seed)


# %% wrong: the share that is kept goes into the config | test_save | differ
# breaks: "A saved model drops at the same rate when it is loaded again"
class Dropout(Sound):
    def get_config(self):
        return {**super().get_config(), "rate": 1 - self.rate}


# %% wrong: the config holds the generator | test_seed | JSON
# breaks: "as plain data that JSON can hold"
class Dropout(Sound):
    def get_config(self):
        return {**super().get_config(), "seed": self.generator}


# %% wrong: Keras's layer within | test_example | forbids
# breaks: "Do without keras.layers.Dropout"
class Dropout(keras.layers.Dropout):
    pass


# %% wrong: the function of keras.random | test_example | forbids
# breaks: "Do without keras.layers.Dropout, keras.random.dropout"
class Dropout(Sound):
    def call(self, inputs, training=False):
        if not training:
            return inputs
        return keras.random.dropout(inputs, self.rate, seed=self.generator)


# %% wrong: the function of tf.nn | test_example | forbids
# breaks: "keras.random.dropout and tf.nn.dropout"
class Dropout(Sound):
    def call(self, inputs, training=False):
        return tf.nn.dropout(inputs, self.rate) if training else inputs


# %% equivalent: compare-4552181b | a uniform draw equals the rate once in millions


# %% right: draws from -rate to 1 - rate, and keeps where the draw is not negative
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be in [0, 1), got {rate}")
        self.rate = float(rate)
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        inputs = tf.cast(inputs, self.compute_dtype)
        if not training:
            return inputs
        draw = keras.random.uniform(
            tf.shape(inputs), minval=-self.rate, maxval=1.0 - self.rate, seed=self.generator
        )
        return tf.where(draw >= 0, inputs / (1.0 - self.rate), tf.zeros_like(inputs))

    def get_config(self) -> dict:
        config = super().get_config()
        config.update(rate=self.rate, seed=self.seed)
        return config


# %% right: the generator's next seed for a stateless draw of TensorFlow
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        if rate < 0 or not rate < 1:
            raise ValueError(f"rate must be at least 0 and below 1, got {rate}")
        super().__init__(**kwargs)
        self.rate, self.seed = float(rate), seed
        if seed is None:
            self.seeds = keras.random.SeedGenerator()
        else:
            self.seeds = keras.random.SeedGenerator(int(seed))

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        inputs = tf.cast(inputs, self.compute_dtype)
        if training:
            seed = tf.cast(tf.cast(self.seeds.next(), tf.int64) % (2**31 - 2), tf.int32)
            draw = tf.random.stateless_uniform(tf.shape(inputs), seed=seed)
            zero = tf.zeros((), dtype=inputs.dtype)
            inputs = tf.where(draw < self.rate, zero, inputs / (1.0 - self.rate))
        return inputs

    def get_config(self) -> dict:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


# %% wrong: a mask without the batch axis (its size is unknown), so all samples share it | test_training
# breaks: "With training=True each element, independently of the others, is 0 with probability `rate`"
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be in [0, 1), got {rate}")
        self.rate = float(rate)
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        keep = keras.random.uniform(tf.shape(inputs)[1:], seed=self.generator) >= self.rate
        return tf.where(keep, inputs / (1.0 - self.rate), tf.zeros_like(inputs))

    def get_config(self) -> dict:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


# %% wrong: draws in inference too, so a prediction in between changes the masks of the training | test_seed | calls in inference
# breaks: "draw the same masks in training, call for call (calls in inference do not count)"
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be in [0, 1), got {rate}")
        self.rate = float(rate)
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        keep = keras.random.uniform(tf.shape(inputs), seed=self.generator) >= self.rate
        dropped = tf.where(keep, inputs / (1.0 - self.rate), tf.zeros_like(inputs))
        return dropped if training else inputs

    def get_config(self) -> dict:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


# %% wrong: drops an exact share of the elements, so they depend on each other | test_seed | exactly the share
# breaks: "With training=True each element, independently of the others, is 0 with probability `rate`"
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be in [0, 1), got {rate}")
        self.rate = float(rate)
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if not training:
            return inputs
        size = tf.size(inputs)
        draw = keras.random.uniform((size,), seed=self.generator)
        ranks = tf.argsort(tf.argsort(draw))
        drop = tf.cast(tf.round(self.rate * tf.cast(size, tf.float32)), tf.int32)
        keep = tf.reshape(ranks >= drop, tf.shape(inputs))
        return tf.where(keep, inputs / (1.0 - self.rate), tf.zeros_like(inputs))

    def get_config(self) -> dict:
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class Dropout(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
