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


# %% right: a functional view, compared by is_compatible_with
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.change = inner

    def call(self, x, training=False):
        y = self.change(x, training=training)
        if y.shape.rank != x.shape.rank or not y.shape.is_compatible_with(x.shape):
            raise ValueError(f"{y.shape} is not {x.shape}")
        return keras.ops.add(x, y)

    def get_config(self):
        return {
            **super().get_config(),
            "inner": keras.saving.serialize_keras_object(self.change),
        }

    @classmethod
    def from_config(cls, config):
        rest = {key: value for key, value in config.items() if key != "inner"}
        return cls(inner=keras.saving.deserialize_keras_object(config["inner"]), **rest)


# %% right: the batch axis is compared too
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if inputs.shape.as_list() != outputs.shape.as_list():
            raise ValueError("unlike shapes")
        return outputs + inputs


# %% wrong: side by side instead of added | test_example | shape
# breaks: "(...) -> the same shape"
class Residual(Sound):
    def call(self, inputs):
        return tf.concat([inputs, self.inner(inputs)], axis=-1)


# %% wrong: the inputs are not added | test_example | inputs are missing
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: multiplied | test_example | multiplied
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return inputs * self.inner(inputs)


# %% wrong: ReLU behind the sum, as in a ResNet | test_example | relu after
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return tf.nn.relu(super().call(inputs))


# %% wrong: the inner layer always runs in inference | test_training | this is training
# breaks: "runs in training or in inference as this layer does"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs, training=False)


# %% wrong: the inner layer always runs in training | test_training | this is inference
# breaks: "runs in training or in inference as this layer does"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs, training=True)


# %% wrong: the inner layer is applied twice | test_example | applied twice
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(self.inner(inputs))


# %% wrong: the inner layer hides in a function | test_weights | as an attribute
# breaks: "This layer lists the inner layer's weights, trained and not trained, and has no others"
class Residual(Sound):
    def __init__(self, inner, **kwargs):
        super(Sound, self).__init__(**kwargs)
        self.apply = lambda inputs: inner(inputs)
        self.config_of = lambda: keras.saving.serialize_keras_object(inner)

    def call(self, inputs):
        return inputs + self.apply(inputs)

    def get_config(self):
        return {**super(Sound, self).get_config(), "inner": self.config_of()}


# %% wrong: the inner layer is frozen | test_training | this is training
# breaks: "runs in training or in inference as this layer does"
class Residual(Sound):
    def __init__(self, inner, **kwargs):
        super().__init__(inner, **kwargs)
        self.inner.trainable = False


# %% wrong: the gradient does not go through the inner layer | test_weights | flows through the inner layer
# breaks: "The gradient flows through the inner layer and around it"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(tf.stop_gradient(inputs))


# %% wrong: the gradient has no way around | test_weights | flows around the inner layer
# breaks: "The gradient flows through the inner layer and around it"
class Residual(Sound):
    def call(self, inputs):
        return tf.stop_gradient(inputs) + self.inner(inputs)


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
# breaks: "a saved model predicts the same when it is loaded again"
class Residual(Sound):
    def get_config(self):
        return {"inner": keras.saving.serialize_keras_object(self.inner)}


# %% wrong: the config holds the layer itself | test_save | JSON
# breaks: "`get_config()` returns plain data that JSON can hold"
class Residual(Sound):
    def get_config(self):
        return {**super().get_config(), "inner": self.inner}


# %% wrong: the config is not turned back into a layer | test_save | not callable
# breaks: "`from_config` turns it into a layer with the same kind of inner layer"
class Residual(Sound):
    @classmethod
    def from_config(cls, config):
        return cls(**config)


# %% wrong: the inner layer is made anew, untrained, with another dtype | test_save | raised
# breaks: "a saved model predicts the same when it is loaded again"
class Residual(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "units": self.inner.layers[0].units}

    @classmethod
    def from_config(cls, config):
        units = config.pop("units")
        return cls(keras.Sequential([keras.layers.Dense(units)]), **config)


# %% wrong: the inner layer is looked up among the layers of Keras | test_save | Sequential
# breaks: "`from_config` turns it into a layer with the same kind of inner layer"
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
# breaks: "even if the two could be broadcast"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner(inputs)


# %% wrong: only the number of axes is compared | test_mismatch | nothing was raised
# breaks: "if any axis of the inner layer's output but the first is unlike the inputs'"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if len(outputs.shape) != len(inputs.shape):
            raise ValueError("the shapes differ")
        return inputs + outputs


# %% wrong: the last axis alone is compared | test_mismatch | nothing was raised
# breaks: "Raises ValueError if any axis of the inner layer's output but the first is unlike"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if outputs.shape[-1] != inputs.shape[-1]:
            raise ValueError("the shapes differ")
        return inputs + outputs


# %% wrong: the sizes are compared axis by axis, as far as both go | test_mismatch | raised
# breaks: "Raises ValueError if any axis of the inner layer's output but the first is unlike"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        pairs = zip(outputs.shape[::-1], inputs.shape[::-1], strict=False)
        if any(one != other for one, other in pairs):
            raise ValueError("the shapes differ")
        return inputs + outputs


# %% wrong: what can be broadcast is fine | test_mismatch | nothing was raised
# breaks: "even if the two could be broadcast"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        try:
            tf.broadcast_static_shape(outputs.shape, inputs.shape)
        except ValueError:
            raise ValueError("the shapes differ") from None
        return inputs + outputs


# %% wrong: the numbers of elements are compared | test_mismatch | raised
# breaks: "even if the two could be broadcast"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if outputs.shape[1:].num_elements() != inputs.shape[1:].num_elements():
            raise ValueError("the shapes differ")
        return inputs + outputs


# %% wrong: TensorFlow's own error is left to tell | test_mismatch | nothing was raised
# breaks: "even if the two could be broadcast"
class Residual(Sound):
    def call(self, inputs):
        return tf.add(inputs, self.inner(inputs))


# %% wrong: the sizes are compared by tf.debugging | test_mismatch | InvalidArgumentError
# breaks: "Raises ValueError if any axis of the inner layer's output but the first is unlike"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        tf.debugging.assert_equal(tf.shape(outputs), tf.shape(inputs))
        return inputs + outputs


# %% wrong: ReLU before the sum | test_example | on the inner layer's output
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return inputs + tf.nn.relu(super().call(inputs) - inputs)


# %% wrong: ReLU on the inputs | test_example | on the inputs
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return super().call(inputs) - inputs + tf.nn.relu(inputs)


# %% wrong: the average of both | test_example | average
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return super().call(inputs) / 2


# %% wrong: always float32 | test_output_shape | dtype
# breaks: "The output is inputs + inner(inputs), in the layer's dtype"
class Residual(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), tf.float32)


# %% wrong: a weight for the inner layer's share | test_weights | besides the inner layer's
# breaks: "and has no others"
class Residual(Sound):
    def build(self, input_shape):
        self.share = self.add_weight(shape=(), initializer="ones")

    def call(self, inputs):
        return inputs + self.share * (super().call(inputs) - inputs)


# %% wrong: the inner layer's call is called, past Keras | test_example | raised
# breaks: "the inner layer, any layer or a whole model"
class Residual(Sound):
    def call(self, inputs):
        return inputs + self.inner.call(inputs, training=False)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "Add an inner layer's output to its inputs"
class Residual(Sound):
    def __init__(self, inner, **kwargs):
        self.inner = inner


# %% wrong: the batch sizes are added up in Python | test_graph | raised
# breaks: "The batch size may be unknown in a graph"
class Residual(Sound):
    def call(self, inputs):
        outputs = self.inner(inputs)
        if list(outputs.shape) != list(inputs.shape):
            raise ValueError("the shapes differ")
        return tf.stack([inputs[i] + outputs[i] for i in range(inputs.shape[0])])


# %% wrong: one sample, if their number is unknown | test_graph | shape
# breaks: "The batch size may be unknown in a graph"
class Residual(Sound):
    def call(self, inputs):
        return super().call(inputs)[: inputs.shape[0] or 1]


# %% wrong: a new Dense layer comes back | test_save | raised
# breaks: "`from_config` turns it into a layer with the same kind of inner layer"
class Residual(Sound):
    @classmethod
    def from_config(cls, config):
        config = dict(config)
        units = config.pop("inner")["config"].get("units", 3)
        return cls(keras.layers.Dense(units), **config)


# %% wrong: the inner layer is not in the config | test_save | leave it out
# breaks: "`from_config` turns it into a layer with the same kind of inner layer"
class Residual(Sound):
    def get_config(self):
        return super(Sound, self).get_config()

    @classmethod
    def from_config(cls, config):
        return cls(**config)


# %% right: the shapes are compared axis by axis, and Keras's call context passes the flag on
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs: tf.Tensor, training=None) -> tf.Tensor:
        outputs = self.inner(inputs)
        want, got = list(inputs.shape)[1:], list(outputs.shape)[1:]
        if len(want) != len(got):
            raise ValueError(f"the inner layer makes {got} of {want}")
        for a, b in zip(want, got):
            if a is not None and b is not None and a != b:
                raise ValueError(f"the inner layer makes {got} of {want}")
        return tf.cast(inputs, self.compute_dtype) + tf.cast(outputs, self.compute_dtype)

    def get_config(self) -> dict:
        config = super().get_config()
        config["inner"] = keras.saving.serialize_keras_object(self.inner)
        return config

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        rest = {key: value for key, value in config.items() if key != "inner"}
        return cls(keras.saving.deserialize_keras_object(config["inner"]), **rest)


# %% right: passes the flag on itself, asks TensorShape for compatibility, and adds with add_n
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs: tf.Tensor, training: bool | None = None) -> tf.Tensor:
        flag = {} if training is None else {"training": training}
        outputs = tf.cast(self.inner(inputs, **flag), self.compute_dtype)
        if not outputs.shape[1:].is_compatible_with(inputs.shape[1:]):
            raise ValueError(f"inputs {inputs.shape}, but inner outputs {outputs.shape}")
        return tf.add_n([tf.cast(inputs, self.compute_dtype), outputs])

    def get_config(self) -> dict:
        inner = keras.saving.serialize_keras_object(self.inner)
        return {**super().get_config(), "inner": inner}

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        inner = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**{**config, "inner": inner})


# %% wrong: compares the number of axes and the last axis only | test_mismatch
# breaks: "Raises ValueError if any axis of the inner layer's output but the first is unlike the inputs'"
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs: tf.Tensor, training=None) -> tf.Tensor:
        outputs = self.inner(inputs)
        if len(outputs.shape) != len(inputs.shape) or outputs.shape[-1] != inputs.shape[-1]:
            raise ValueError("the inner layer changes the shape")
        return inputs + tf.cast(outputs, self.compute_dtype)

    def get_config(self) -> dict:
        inner = keras.saving.serialize_keras_object(self.inner)
        return {**super().get_config(), "inner": inner}

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        config = dict(config)
        inner = keras.saving.deserialize_keras_object(config.pop("inner"))
        return cls(inner, **config)


# %% right: from_config takes the inner layer out of the dict, as Keras's own wrappers do
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        super().__init__(**kwargs)
        self.inner = inner

    def call(self, inputs: tf.Tensor, training=None) -> tf.Tensor:
        outputs = self.inner(inputs)
        if not outputs.shape[1:].is_compatible_with(inputs.shape[1:]):
            raise ValueError("the inner layer changes the shape")
        return inputs + tf.cast(outputs, self.compute_dtype)

    def get_config(self) -> dict:
        config = super().get_config()
        config["inner"] = keras.saving.serialize_keras_object(self.inner)
        return config

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        inner = keras.saving.deserialize_keras_object(config.pop("inner"))
        return cls(inner, **config)


# %% wrong: axes are compared in pairs: a missing axis goes unnoticed | test_mismatch
# breaks: "even if the two could be broadcast"
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    """Add an inner layer's output to its inputs."""

    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        super().__init__(**kwargs)
        self.branch = inner

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        change = self.branch(inputs)
        ours, theirs = list(inputs.shape)[1:], list(change.shape)[1:]
        unlike = any(a != b for a, b in zip(ours, theirs) if a is not None and b is not None)
        if unlike:
            raise ValueError(f"shapes differ: {ours} and {theirs}")
        return keras.ops.add(change, inputs)

    def get_config(self) -> dict:
        config = super().get_config()
        config.update({"inner": keras.saving.serialize_keras_object(self.branch)})
        return config

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        inner = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**{**config, "inner": inner})
