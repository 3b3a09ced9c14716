"""Answers to Scale. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.factor

    def get_config(self):
        return {**super().get_config(), "factor": self.factor}


# unnoticed: test_gradient | layer_gradient result fewer | there are no weights


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


# %% right: a tensor of the layer's dtype, made in build
class Scale(Sound):
    def build(self, input_shape):
        self.scale = tf.constant(self.factor, self.compute_dtype)

    def call(self, inputs):
        return tf.multiply(tf.cast(inputs, self.scale.dtype), self.scale)


# %% right: a plain number, whatever came; no get_config is needed
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, name=None, dtype=None, trainable=True):
        super().__init__(name=name, dtype=dtype, trainable=trainable)
        self.f = np.float64(factor).item()

    def call(self, x):
        x = tf.convert_to_tensor(x)
        return (x if x.dtype == self.compute_dtype else tf.cast(x, self.compute_dtype)) * self.f


# %% wrong: the result is flattened | test_example | shape
# breaks: "(...) -> the same shape"
class Scale(Sound):
    def call(self, inputs):
        return tf.reshape(tf.cast(inputs, self.compute_dtype) * self.factor, [-1])


# %% wrong: the factor is added | test_example | added
# breaks: "The output is inputs * factor"
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) + self.factor


# %% wrong: divides by the factor | test_example | divides
# breaks: "The output is inputs * factor"
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) / self.factor


# %% wrong: scales in training only | test_example | not scaled
# breaks: "The output is inputs * factor"
class Scale(Sound):
    def call(self, inputs, training=False):
        inputs = tf.cast(inputs, self.compute_dtype)
        return inputs * self.factor if training else inputs


# %% wrong: the factor takes the dtype of the inputs | test_example | dtype
# breaks: "for integer inputs too"
class Scale(Sound):
    def call(self, inputs):
        return inputs * tf.cast(self.factor, inputs.dtype)


# %% wrong: always float32 | test_output_shape | dtype
# breaks: "in the layer's dtype"
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(inputs, tf.float32) * self.factor


# %% wrong: the factor is a weight that is trained | test_gradient | factor is a weight
# breaks: "The layer has no weights"
class Scale(Sound):
    def __init__(self, factor=1.0, **kwargs):
        super().__init__(factor, **kwargs)
        start = keras.initializers.Constant(factor)
        self.weight = self.add_weight(shape=(), initializer=start)

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.weight


# %% wrong: the factor is a weight that is not trained | test_gradient | factor is a weight
# breaks: "The layer has no weights"
class Scale(Sound):
    def build(self, input_shape):
        start = keras.initializers.Constant(self.factor)
        self.weight = self.add_weight(shape=(), initializer=start, trainable=False)

    def call(self, inputs):
        return tf.cast(inputs, self.compute_dtype) * self.weight


# %% wrong: multiplies in NumPy | test_gradient | path
# breaks: "its gradient is right"
class Scale(Sound):
    def call(self, inputs):
        return tf.constant(inputs.numpy() * self.factor, dtype=self.compute_dtype)


# %% wrong: the config has no factor | test_save | leaves the factor out
# breaks: "what `from_config` needs to make the same layer"
class Scale(Sound):
    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the config has nothing but the factor | test_save | dtype
# breaks: "what `from_config` needs to make the same layer"
class Scale(Sound):
    def get_config(self):
        return {"factor": self.factor}


# %% wrong: the factor is applied to itself at each call | test_example | changes the factor
# breaks: "The output is inputs * factor"
class Scale(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        self.factor = self.factor * self.factor
        return outputs


# %% wrong: rounded to float32, then cast | test_precision | lower precision
# breaks: "it has float64's precision"
class Scale(Sound):
    def call(self, inputs):
        return tf.cast(tf.cast(inputs, tf.float32) * self.factor, self.compute_dtype)


# %% wrong: the factor is a float32 tensor | test_precision | rounded to float32
# breaks: "it has float64's precision"
class Scale(Sound):
    def call(self, inputs):
        factor = tf.constant(self.factor, tf.float32)
        return tf.cast(inputs, self.compute_dtype) * tf.cast(factor, self.compute_dtype)


# %% wrong: integers stay what they are | test_example | dtypes
# breaks: "for integer inputs too"
class Scale(Sound):
    def call(self, inputs):
        return tf.multiply(inputs, tf.constant(self.factor, self.compute_dtype))


# %% wrong: integers are shares of 255, as in images | test_example | differ
# breaks: "for integer inputs too"
class Scale(Sound):
    def call(self, inputs):
        share = 1.0 if inputs.dtype.is_floating else 255.0
        return super().call(inputs) / share


# %% wrong: integers make a float32 in any layer | test_values | dtype
# breaks: "in the layer's dtype, for integer inputs too"
class Scale(Sound):
    def call(self, inputs):
        if inputs.dtype.is_integer:
            inputs = tf.cast(inputs, tf.float32)
        return inputs * self.factor


# %% wrong: factor 0 is taken for none | test_values | not scaled
# breaks: "Multiply by a fixed number"
class Scale(Sound):
    def __init__(self, factor=None, **kwargs):
        super().__init__(factor or 1.0, **kwargs)


# %% wrong: the factor is a whole number | test_example | whole number
# breaks: "The output is inputs * factor"
class Scale(Sound):
    def __init__(self, factor=1, **kwargs):
        super().__init__(int(factor), **kwargs)


# %% wrong: dtype stops in __init__ | test_output_shape | dtype
# breaks: "in the layer's dtype"
class Scale(Sound):
    def __init__(self, factor=1.0, dtype=None, **kwargs):
        super().__init__(factor, **kwargs)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "Multiply by a fixed number"
class Scale(Sound):
    def __init__(self, factor=1.0, **kwargs):
        self.factor = factor


# %% wrong: no gradient passes | test_gradient | None
# breaks: "its gradient is right"
class Scale(Sound):
    def call(self, inputs):
        return tf.stop_gradient(super().call(inputs))


# %% wrong: the config holds a tensor | test_save | JSON
# breaks: "as plain data that JSON can hold"
class Scale(Sound):
    def get_config(self):
        return {**super().get_config(), "factor": tf.constant(self.factor)}


# %% wrong: NumPy computes, which a saved model cannot | test_save | numpy
# breaks: "A saved model predicts the same"
class Scale(Sound):
    def call(self, inputs):
        @tf.custom_gradient
        def product(x):
            result = tf.constant(x.numpy() * self.factor, self.compute_dtype)
            return result, lambda upstream: upstream * self.factor

        return product(tf.cast(inputs, self.compute_dtype))


# %% wrong: the config keeps two digits | test_save | differ
# breaks: "A saved model predicts the same"
class Scale(Sound):
    def get_config(self):
        return {**super().get_config(), "factor": float(round(self.factor))}


# %% wrong: Rescaling does the work | test_example | forbids
# breaks: "Do without keras.layers.Rescaling"
class Scale(keras.layers.Rescaling):
    def __init__(self, factor, **kwargs):
        super().__init__(scale=factor, **kwargs)
        self.factor = factor

    def get_config(self):
        config = super().get_config()
        return {k: v for k, v in config.items() if k not in ("scale", "offset")} | {
            "factor": self.factor
        }


# %% wrong: a Lambda does the work | test_example | forbids
# breaks: "Do without keras.layers.Rescaling and keras.layers.Lambda"
class Scale(Sound):
    def call(self, inputs):
        inputs = tf.cast(inputs, self.compute_dtype)
        return keras.layers.Lambda(lambda x: x * self.factor, dtype=self.dtype)(inputs)


# %% right: tf.math.scalar_mul after a cast of whatever comes in
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.factor = float(factor)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return tf.math.scalar_mul(self.factor, tf.cast(inputs, self.compute_dtype))

    def get_config(self) -> dict:
        config = super().get_config()
        config.update(factor=self.factor)
        return config


# %% right: cast only what is not floating yet, and multiply by a constant of the layer's dtype
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.factor = factor.item() if isinstance(factor, np.generic) else factor

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        if inputs.dtype != tf.as_dtype(self.compute_dtype):
            inputs = keras.ops.cast(inputs, self.compute_dtype)
        return tf.multiply(inputs, tf.constant(self.factor, dtype=self.compute_dtype))

    def get_config(self) -> dict:
        return {"factor": self.factor} | super().get_config()


# %% wrong: integers are scaled in float32 first, then cast to the layer's dtype | test_precision
# breaks: "In a float64 layer it has float64's precision."
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.factor = float(factor)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        if inputs.dtype.is_integer:
            inputs = tf.cast(inputs, tf.float32)
        return tf.cast(inputs * self.factor, self.compute_dtype)

    def get_config(self) -> dict:
        return {**super().get_config(), "factor": self.factor}


# %% wrong: the config holds name and factor only, so a float64 layer comes back as float32 | test_save
# breaks: "`get_config()` returns what `from_config` needs to make the same layer"
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.factor = float(factor)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        return tf.cast(inputs, self.compute_dtype) * self.factor

    def get_config(self) -> dict:
        return {"name": self.name, "factor": self.factor}


# %% wrong: a whole factor is multiplied in the integers' own dtype, so uint8 overflows | test_values | own dtype
# breaks: "The output is inputs * factor in the layer's dtype, for integer inputs too."
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    def __init__(self, factor: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.factor = float(factor)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        if inputs.dtype.is_integer and self.factor in (0.0, 1.0, 2.0, 3.0, 4.0):
            # a small whole factor needs no floats
            product = inputs * tf.constant(int(self.factor), dtype=inputs.dtype)
            return tf.cast(product, self.compute_dtype)
        return tf.cast(inputs, self.compute_dtype) * self.factor

    def get_config(self) -> dict:
        return {**super().get_config(), "factor": self.factor}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class Scale(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
