"""Answers to Scale. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# %% right: keras.ops
class Scale(keras.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return keras.ops.multiply(keras.ops.cast(inputs, self.compute_dtype), self.factor)

    def get_config(self):
        config = super().get_config()
        config["factor"] = self.factor
        return config


# %% right: the config left to Keras
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self._factor = float(factor)

    def call(self, inputs):
        inputs = tf.convert_to_tensor(inputs)
        if not inputs.dtype.is_floating:
            inputs = tf.cast(inputs, self.dtype)
        return tf.math.scalar_mul(self._factor, inputs)


# %% wrong: the result is flattened | test_output_shape | shape
class Scale(Sound):
    def call(self, inputs):
        return tf.reshape(tf.cast(inputs, self.compute_dtype) * self.factor, [-1])


# %% wrong: the factor is added | test_values | added
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) + self.factor


# %% wrong: divides by the factor | test_values | divides
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) / self.factor


# %% wrong: scales in training only | test_values | unchanged
class Scale(Sound):
    def call(self, inputs, training=False):
        inputs = tf.cast(inputs, self.compute_dtype)
        return inputs * self.factor if training else inputs


# %% wrong: the factor takes the dtype of the inputs | test_values | dtype
class Scale(Sound):
    def call(self, inputs):
        return inputs * tf.cast(self.factor, inputs.dtype)


# %% wrong: always float32 | test_values | dtype
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, tf.float32) * self.factor


# %% wrong: the factor is a weight that is trained | test_gradient | factor is a weight
class Scale(Sound):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(factor, **kwargs)
        start = keras.initializers.Constant(factor)
        self.weight = self.add_weight(shape=(), initializer=start)

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.weight


# %% wrong: the factor is a weight that is not trained | test_gradient | factor is a weight
class Scale(Sound):
    def build(self, input_shape):
        start = keras.initializers.Constant(self.factor)
        self.weight = self.add_weight(shape=(), initializer=start, trainable=False)

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.weight


# %% wrong: multiplies in NumPy | test_gradient | path
class Scale(Sound):
    def call(self, inputs):
        return tf.constant(inputs.numpy() * self.factor, dtype=self.compute_dtype)


# %% wrong: the config has no factor | test_save | factor
class Scale(Sound):
    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the config has nothing but the factor | test_save | dtype
class Scale(Sound):
    def get_config(self):
        return {"factor": self.factor}


# %% wrong: the factor is applied to itself at each call | test_values | differ
class Scale(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        self.factor = self.factor * self.factor
        return outputs
