"""Answers to Residual. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs):
        outputs = self.inner(inputs)
        if tuple(outputs.shape[1:]) != tuple(inputs.shape[1:]):
            raise ValueError("the shapes differ")
        return inputs + outputs

    def get_config(self):
        return {**super().get_config(), "inner": keras.saving.serialize_keras_object(self.inner)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["inner"] = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config)


# %% right: keras.layers.Add, the training flag handed on by hand, built in build
class Residual(keras.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        self.layers = [inner]
        self.add = keras.layers.Add(dtype=self.dtype_policy)

    def build(self, input_shape):
        if not self.layers[0].built:
            self.layers[0].build(input_shape)
        if self.layers[0].compute_output_shape(input_shape)[1:] != tuple(input_shape)[1:]:
            raise ValueError("inner must keep the shape")

    def call(self, inputs, training=None):
        return self.add([inputs, self.layers[0](inputs, training=training)])

    def get_config(self):
        inner = keras.layers.serialize(self.layers[0])
        return super().get_config() | {"inner": inner}

    @classmethod
    def from_config(cls, config):
        inner = keras.layers.deserialize(config.pop("inner"))
        return cls(inner, **config)


# %% right: deserialized in __init__
class Residual(keras.layers.Layer):
    def __init__(self, inner, **kwargs):
        super().__init__(**kwargs)
        if isinstance(inner, dict):
            inner = keras.saving.deserialize_keras_object(inner)
        self.block = inner

    def call(self, inputs):
        change = self.block(inputs)
        if change.shape.as_list()[1:] != inputs.shape.as_list()[1:]:
            raise ValueError("other shape")
        return tf.add_n([inputs, change])

    def get_config(self):
        config = super().get_config()
        config["inner"] = keras.saving.serialize_keras_object(self.block)
        return config


# %% wrong: side by side instead of added | test_output_shape | shape
class Residual(Sound):
    def call(self, inputs):
        return tf.concat([inputs, self.inner(inputs)], axis=-1)


# %% wrong: the inputs are not added | test_values | inputs are missing
class Residual(Sound):
    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: multiplied | test_values | multiplied
class Residual(Sound):
    def call(self, inputs):
        return inputs * self.inner(inputs)


# %% wrong: ReLU behind the sum, as in a ResNet | test_values | relu after
class Residual(Sound):
    def call(self, inputs):
        return tf.nn.relu(super().call(inputs))


# %% wrong: the inner layer always runs in inference | test_values | this is training
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs, training=False)


# %% wrong: the inner layer always runs in training | test_values | this is inference
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs, training=True)


# %% wrong: the inner layer is applied twice | test_values | applied twice
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(self.inner(inputs))


# %% wrong: the inner layer hides in a function | test_weights | as an attribute
class Residual(Sound):
    def __init__(self, inner, **kwargs):
        super(Sound, self).__init__(**kwargs)
        self.apply = lambda inputs: inner(inputs)
        self.config_of = lambda: keras.saving.serialize_keras_object(inner)

    def call(self, inputs):
        return inputs + self.apply(inputs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "inner": self.config_of()}


# %% wrong: the inner layer is frozen | test_values | in inference
class Residual(Sound):
    def __init__(self, inner, **kwargs):
        super().__init__(inner, **kwargs)
        self.inner.trainable = False


# %% wrong: the gradient does not go through the inner layer | test_weights | flows through the inner layer
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(tf.stop_gradient(inputs))


# %% wrong: the gradient has no way around | test_weights | flows around the inner layer
class Residual(Sound):
    def call(self, inputs):
        return tf.stop_gradient(inputs) + self.inner(inputs)


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
class Residual(Sound):
    def get_config(self):
        return {"inner": keras.saving.serialize_keras_object(self.inner)}


# %% wrong: the config holds the layer itself | test_save | JSON
class Residual(Sound):
    def get_config(self):
        return {**super().get_config(), "inner": self.inner}


# %% wrong: the config is not turned back into a layer | test_save | not callable
class Residual(Sound):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


# %% wrong: the inner layer is made anew, untrained, with another dtype | test_save | float64
class Residual(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "units": self.inner.layers[0].units}

    @classmethod
    def from_config(cls, config):
        units = config.pop("units")
        return cls(keras.Sequential([keras.layers.Dense(units)]), **config)


# %% wrong: the inner layer is looked up among the layers of Keras | test_save | Sequential
class Residual(Sound):
    def get_config(self):
        inner = {"class": type(self.inner).__name__, "config": self.inner.get_config()}
        return {**super(Sound, self).get_config(), "inner": inner}

    @classmethod
    def from_config(cls, config):
        inner = config.pop("inner")
        kind = getattr(keras.layers, inner["class"])
        return cls(kind.from_config(inner["config"]), **config)


# %% wrong: the shapes are left to broadcasting | test_mismatch | nothing was raised
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs)


# %% wrong: only the number of axes is compared | test_mismatch | nothing was raised
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if len(outputs.shape) != len(inputs.shape):
            raise ValueError("the shapes differ")
        return inputs + outputs
