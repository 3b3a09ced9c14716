"""Answers to L2Activity. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, inputs):
        self.add_loss(self.penalty(inputs))
        return inputs

    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / tf.cast(len_of(inputs), inputs.dtype)

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}


def len_of(inputs):
    return tf.shape(inputs)[0]


# unnoticed: test_output_shape | penalty result fewer | test_loss compares the losses
# unnoticed: test_output_shape | penalty .losses * | test_loss compares the losses
# unnoticed: test_once | penalty result fewer | test_loss compares the outputs
# unnoticed: test_once | penalty .outputs * | test_loss compares the outputs


# %% right: the mean of each sample's sum, the config left to Keras
class L2Activity(keras.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs):
        axes = tuple(range(1, len(inputs.shape)))
        each = keras.ops.sum(keras.ops.square(inputs), axis=axes)
        self.add_loss(self.strength * keras.ops.mean(each))
        return inputs


# %% right: tf.nn.l2_loss, the identity
class L2Activity(Sound):
    def call(self, inputs):
        twice = 2.0 * tf.nn.l2_loss(inputs)
        self.add_loss(self.strength * twice / tf.cast(tf.shape(inputs)[0], inputs.dtype))
        return tf.identity(inputs)


# %% right: a mean times the size of a sample
class L2Activity(Sound):
    def penalty(self, inputs):
        size = inputs.shape[1:].num_elements()
        return tf.reduce_mean(tf.square(inputs)) * (self.strength * size)


# %% right: the squares flattened, a row for each sample
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.weight_of_penalty = strength

    def call(self, x):
        flat = keras.ops.reshape(x, (tf.shape(x)[0], -1))
        norms = tf.norm(flat, axis=1)
        total = tf.reduce_sum(tf.einsum("bn,bn->b", flat, flat))
        self.add_loss(total * self.weight_of_penalty / tf.cast(tf.size(norms), x.dtype))
        return x

    def get_config(self):
        return super().get_config() | {"strength": self.weight_of_penalty}


# %% right: a loss of the layer's own function
class L2Activity(Sound):
    def call(self, inputs, training=None):
        squares = tf.math.square(inputs)
        batch = tf.shape(inputs, out_type=tf.int64)[0]
        self.add_loss(tf.math.divide(tf.reduce_sum(squares), tf.cast(batch, squares.dtype)) * self.strength)
        return inputs + 0.0


# %% wrong: the penalty comes out | test_example | shape
# breaks: "(batch, ...) -> the same"
class L2Activity(Sound):
    def call(self, inputs):
        return self.penalty(inputs)


# %% wrong: the sum over the whole batch | test_example | not divided
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2)


# %% wrong: a mean over everything | test_example | mean
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_mean(inputs**2)


# %% wrong: half of it | test_example | half
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        batch = tf.cast(len_of(inputs), inputs.dtype)
        return self.strength * tf.nn.l2_loss(inputs) / batch


# %% wrong: the norm | test_example | norm
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.norm(inputs)


# %% wrong: absolute values | test_example | absolute
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        batch = tf.cast(len_of(inputs), inputs.dtype)
        return self.strength * tf.reduce_sum(tf.abs(inputs)) / batch


# %% wrong: the strength is kept and not used | test_example | strength is missing
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        return super().penalty(inputs) / self.strength


# %% wrong: one loss for each sample | test_example | shape
# breaks: "Each call adds one loss, a scalar"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2, axis=range(1, len(inputs.shape)))


# %% wrong: nothing is added | test_example | never called
# breaks: "Each call adds one loss, a scalar"
class L2Activity(Sound):
    def call(self, inputs):
        self.loss = self.penalty(inputs)
        return inputs


# %% wrong: added twice, by the regularizer and by hand | test_example | added twice
# breaks: "So `losses` has one value after a call, even after the third"
class L2Activity(Sound):
    def call(self, inputs):
        self.add_loss(self.penalty(inputs))
        self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: in training only | test_example | never called
# breaks: "The penalty is added in training and in inference"
class L2Activity(Sound):
    def call(self, inputs, training=False):
        if training:
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: the outputs are scaled, too | test_example | applied to the outputs
# breaks: "The output is the inputs, unchanged"
class L2Activity(Sound):
    def call(self, inputs):
        return self.strength * super().call(inputs)


# %% wrong: the squares come out | test_example | squares are returned
# breaks: "The output is the inputs, unchanged"
class L2Activity(Sound):
    def call(self, inputs):
        return super().call(inputs) ** 2


# %% wrong: the penalties of all calls are kept | test_once | earlier calls
# breaks: "So `losses` has one value after a call, even after the third"
class L2Activity(Sound):
    def __init__(self, strength, **kwargs):
        super().__init__(strength, **kwargs)
        self.kept = []

    def call(self, inputs):
        self.kept.append(self.penalty(inputs))
        return inputs

    @property
    def losses(self):
        return list(self.kept)


# %% wrong: only the first call adds it | test_once | never called
# breaks: "So `losses` has one value after a call, even after the third"
class L2Activity(Sound):
    def call(self, inputs):
        if not hasattr(self, "known"):
            self.known = True
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: a property that knows the last call alone | test_once | never called
# breaks: "a model that uses the layer twice has two"
class L2Activity(Sound):
    def call(self, inputs):
        self.last = self.penalty(inputs)
        return inputs

    @property
    def losses(self):
        return [self.last]


# %% wrong: the batch size is asked of the static shape | test_once | raised
# breaks: "The batch size may be unknown in a graph"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / inputs.shape[0]


# %% wrong: the penalty is a Python number | test_gradient | flows from the loss
# breaks: "Its gradient reaches the inputs"
class L2Activity(Sound):
    def penalty(self, inputs):
        return tf.stop_gradient(super().penalty(inputs))


# %% wrong: the outputs carry no gradient | test_gradient | no gradient flows from the outputs
# breaks: "and so does the outputs'"
class L2Activity(Sound):
    def call(self, inputs):
        return tf.stop_gradient(super().call(inputs))


# %% wrong: the config has no strength, and there is a default | test_save | lost in saving
# breaks: "what `from_config` needs to make the same layer"
class L2Activity(Sound):
    def __init__(self, strength=0.01, **kwargs):
        super().__init__(strength, **kwargs)

    def get_config(self):
        return super(Sound, self).get_config()


# %% wrong: the loss is doubled by saving a strength of two | test_save | twice
# breaks: "A saved model has the same penalty when it is loaded again"
class L2Activity(Sound):
    def get_config(self):
        return {**super().get_config(), "strength": 2 * self.strength}


# %% wrong: strength 0 adds nothing | test_loss | never called
# breaks: "and if strength is 0"
class L2Activity(Sound):
    def call(self, inputs):
        if self.strength:
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: in inference only | test_loss | never called
# breaks: "The penalty is added in training and in inference"
class L2Activity(Sound):
    def call(self, inputs, training=False):
        if not training:
            self.add_loss(self.penalty(inputs))
        return inputs


# %% wrong: the static batch size, or 1 if it is unknown | test_graph | not divided
# breaks: "The batch size may be unknown in a graph"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / (inputs.shape[0] or 1)


# %% wrong: the size of the last axis is taken for the batch | test_loss | last axis
# breaks: "strength * sum(inputs ** 2) / batch"
class L2Activity(Sound):
    def penalty(self, inputs):
        return self.strength * tf.reduce_sum(inputs**2) / inputs.shape[-1]


# %% wrong: the loss is always float32 | test_loss | dtype
# breaks: "a scalar in that dtype"
class L2Activity(Sound):
    def penalty(self, inputs):
        return tf.cast(super().penalty(inputs), tf.float32)


# %% wrong: the outputs are always float32 | test_loss | dtype
# breaks: "The output is the inputs, unchanged, in the layer's dtype"
class L2Activity(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), tf.float32)


# %% wrong: the strength is a weight | test_save | strength is a weight
# breaks: "The layer has no weights"
class L2Activity(Sound):
    def build(self, input_shape):
        start = keras.initializers.Constant(self.strength)
        self.weight = self.add_weight(shape=(), initializer=start, dtype="float64")

    def penalty(self, inputs):
        strength = tf.cast(self.weight, inputs.dtype)
        return strength * tf.reduce_sum(inputs**2) / tf.cast(len_of(inputs), inputs.dtype)


# %% wrong: a second loss for the size of the batch | test_example | number of losses
# breaks: "Each call adds one loss, a scalar"
class L2Activity(Sound):
    def call(self, inputs):
        self.add_loss([self.penalty(inputs), tf.zeros((), inputs.dtype)])
        return inputs


# %% wrong: rank 3 is flattened and stays so | test_output_shape | shape
# breaks: "(batch, ...) -> the same"
class L2Activity(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        return tf.reshape(outputs, [-1, inputs.shape[-1]]) if len(inputs.shape) > 2 else outputs


# %% wrong: the losses of all calls are added up | test_once | it raised
# breaks: "So `losses` has one value after a call, even after the third"
class L2Activity(Sound):
    def call(self, inputs):
        self.total = getattr(self, "total", 0.0) + self.penalty(inputs)
        self.add_loss(self.total)
        return inputs


# %% wrong: clipped inputs come out | test_loss | differ
# breaks: "The output is the inputs, unchanged"
class L2Activity(Sound):
    def call(self, inputs):
        return tf.nn.relu(super().call(inputs))


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "add a penalty on their size to the loss"
class L2Activity(Sound):
    def __init__(self, strength, **kwargs):
        self.strength = strength


# %% wrong: the config holds a tensor | test_save | JSON
# breaks: "as plain data that JSON can hold"
class L2Activity(Sound):
    def get_config(self):
        return {**super().get_config(), "strength": tf.constant(self.strength)}


# %% wrong: the config forgets what the layer above keeps | test_save | dtype
# breaks: "A saved model has the same penalty when it is loaded again"
class L2Activity(Sound):
    def get_config(self):
        return {"strength": self.strength}


# %% wrong: Keras's layer within | test_example | forbids
# breaks: "Do without keras.layers.ActivityRegularization"
class L2Activity(keras.layers.ActivityRegularization):
    def __init__(self, strength, **kwargs):
        super().__init__(l2=strength, **kwargs)


# %% wrong: a regularizer of Keras | test_example | forbids
# breaks: "Do without keras.layers.ActivityRegularization and keras.regularizers"
class L2Activity(Sound):
    def penalty(self, inputs):
        batch = tf.cast(len_of(inputs), inputs.dtype)
        return keras.regularizers.L2(self.strength)(inputs) / batch


# %% right: the mean over the samples of each sample's sum of squares
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        outputs = tf.identity(tf.cast(inputs, self.compute_dtype))
        axes = list(range(1, len(outputs.shape)))
        per_sample = tf.reduce_sum(tf.math.square(outputs), axis=axes)
        self.add_loss(tf.math.scalar_mul(self.strength, tf.reduce_mean(per_sample)))
        return outputs

    def get_config(self) -> dict:
        return {"strength": self.strength, **super().get_config()}


# %% wrong: the mean over all vectors of features, not over the samples: differs for three axes | test_loss
# breaks: "that dtype: strength * sum(inputs ** 2) / batch."
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        self.add_loss(self.strength * tf.reduce_mean(tf.reduce_sum(inputs**2, axis=-1)))
        return inputs

    def get_config(self) -> dict:
        return {**super().get_config(), "strength": self.strength}


# %% wrong: forgets its own old losses in call, so a model that uses the layer twice has one loss | test_once
# breaks: "after the third, and a model that uses the layer twice has two."
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        self._clear_losses()  # one value, even after the third call
        batch = tf.cast(tf.shape(inputs)[0], inputs.dtype)
        self.add_loss(self.strength * tf.reduce_sum(tf.square(inputs)) / batch)
        return inputs

    def get_config(self) -> dict:
        return {**super().get_config(), "strength": self.strength}


# %% right: the sum of squares as a dot product of the flat inputs with themselves
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        inputs = tf.cast(inputs, self.compute_dtype)
        flat = tf.reshape(inputs, (-1,))
        batch = tf.cast(tf.shape(inputs)[0], inputs.dtype)
        self.add_loss(self.strength * tf.tensordot(flat, flat, axes=1) / batch)
        return inputs

    def get_config(self) -> dict:
        config = super().get_config()
        config["strength"] = self.strength
        return config


# %% wrong: the penalty is float32 in every layer, to fit the other losses | test_loss
# breaks: "Each call adds one loss, a scalar in that dtype:"
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength: float, **kwargs) -> None:
        super().__init__(**kwargs)
        self.strength = float(strength)

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        batch = tf.cast(tf.shape(inputs)[0], inputs.dtype)
        penalty = self.strength * tf.reduce_sum(tf.square(inputs)) / batch
        self.add_loss(tf.cast(penalty, tf.float32))
        return inputs

    def get_config(self) -> dict:
        return {**super().get_config(), "strength": self.strength}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class L2Activity(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
