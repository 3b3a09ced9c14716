"""Answers to BatchNorm. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


class Sound(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=shape, initializer="ones", trainable=False)

    def call(self, inputs, training=False):
        if not training:
            return self.normalized(inputs, self.mean, self.variance)
        mean, variance = self.statistics(inputs)
        self.move(mean, variance)
        return self.normalized(inputs, mean, variance)

    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=list(range(len(inputs.shape) - 1)))

    def move(self, mean, variance):
        self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * mean)
        self.variance.assign(self.momentum * self.variance + (1 - self.momentum) * variance)

    def normalized(self, inputs, mean, variance):
        return self.gamma * (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


# unnoticed: test_moving | moved .weights[*] * | test_inference compares gamma and beta
# unnoticed: test_graph | moved .weights[*] * | test_inference compares gamma and beta
# unnoticed: test_save | saved_and_trained [*] * | the output shows gamma and beta


# %% right: keras.ops, one formula for both ways, the config left to Keras
class BatchNorm(keras.Layer):
    def __init__(self, momentum=0.9, epsilon=1e-5, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        n = input_shape[-1]
        self.g = self.add_weight(shape=(n,), initializer=keras.initializers.Ones())
        self.b = self.add_weight(shape=(n,), initializer=keras.initializers.Zeros())
        self.m = self.add_weight(shape=(n,), initializer="zeros", trainable=False)
        self.v = self.add_weight(shape=(n,), initializer="ones", trainable=False)

    def call(self, inputs, training=None):
        mean, variance = self.m, self.v
        if training:
            mean, variance = keras.ops.moments(inputs, axes=tuple(range(inputs.ndim - 1)))
            self.m.assign(self.m - (self.m - mean) * (1 - self.momentum))
            self.v.assign(self.v - (self.v - variance) * (1 - self.momentum))
        return (inputs - mean) * keras.ops.rsqrt(variance + self.epsilon) * self.g + self.b


# %% right: flattened to rows, moved by assign_sub
class BatchNorm(Sound):
    def statistics(self, inputs):
        rows = tf.reshape(inputs, [-1, inputs.shape[-1]])
        mean = tf.reduce_mean(rows, axis=0)
        return mean, tf.reduce_mean(tf.math.squared_difference(rows, mean), axis=0)

    def move(self, mean, variance):
        self.mean.assign_sub((1 - self.momentum) * (self.mean - mean))
        self.variance.assign_sub((1 - self.momentum) * (self.variance - variance))

    def normalized(self, inputs, mean, variance):
        return tf.nn.batch_normalization(
            inputs, mean, variance, self.beta, self.gamma, self.epsilon
        )


# %% right: a frozen layer does not move, as Keras's own does not
class BatchNorm(Sound):
    def call(self, inputs, training=None):
        return super().call(inputs, training=bool(training) and self.trainable)


# %% right: the moving statistics are made first, all in one loop
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)

    def build(self, input_shape):
        for name, start, trained in [
            ("moving_mean", "zeros", False),
            ("moving_variance", "ones", False),
            ("gamma", "ones", True),
            ("beta", "zeros", True),
        ]:
            shape = (input_shape[-1],)
            weight = self.add_weight(
                name=name, shape=shape, initializer=start, trainable=trained
            )
            setattr(self, name, weight)

    def call(self, inputs, training=False):
        mean, variance = self.moving_mean.value, self.moving_variance.value
        if training:
            axes = tuple(range(inputs.shape.rank - 1))
            mean = tf.reduce_mean(inputs, axes)
            variance = tf.reduce_mean(tf.square(inputs - mean), axes)
            for moving, own in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving.assign_add((own - moving) * (1 - self.momentum))
        scale = self.gamma * tf.math.rsqrt(variance + self.epsilon)
        return inputs * scale + (self.beta - mean * scale)

    def get_config(self):
        config = super().get_config()
        config.update(momentum=self.momentum, epsilon=self.epsilon)
        return config


# %% wrong: the mean over the batch comes out | test_example | shape
# breaks: "(batch, ..., features) -> the same shape"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return tf.reduce_mean(super().normalized(inputs, mean, variance), axis=0)


# %% wrong: the moving statistics are trained | test_weights | trained like the others
# breaks: "both not trained"
class BatchNorm(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.mean.trainable = self.variance.trainable = True


# %% wrong: the moving statistics are plain variables | test_example | add_weight
# breaks: "Four weights (features,)"
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = tf.Variable(tf.zeros(shape), trainable=False)
        self.variance = tf.Variable(tf.ones(shape), trainable=False)


# %% wrong: the moving variance starts at zero | test_example | starts at zero
# breaks: "moving variance (ones)"
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=shape, initializer="zeros", trainable=False)


# %% wrong: the moving statistics are used in training | test_example | just moved
# breaks: "mean and (population) variance are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        if training:
            self.move(*self.statistics(inputs))
        return self.normalized(inputs, self.mean, self.variance)


# %% wrong: over the batch axis alone | test_training | batch axis only
# breaks: "mean and (population) variance are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=[0])

    def move(self, mean, variance):
        axes = list(range(len(mean.shape) - 1))
        super().move(tf.reduce_mean(mean, axes), tf.reduce_mean(variance, axes))


# %% wrong: over the features | test_example | along the features
# breaks: "mean and (population) variance are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=[-1], keepdims=True)

    def move(self, mean, variance):
        super().move(tf.reduce_mean(mean), tf.reduce_mean(variance))


# %% wrong: the sample variance | test_example | sample variance
# breaks: "mean and (population) variance are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        n = tf.cast(tf.size(inputs) / inputs.shape[-1], inputs.dtype)
        return mean, variance * n / tf.maximum(n - 1, 1)


# %% wrong: one mean and variance for all features | test_training | for all features
# breaks: "mean and (population) variance are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=list(range(len(inputs.shape))))
        return mean * tf.ones_like(self.mean), variance * tf.ones_like(self.mean)


# %% wrong: epsilon outside the root | test_training | outside the root
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return self.gamma * (inputs - mean) / (tf.sqrt(variance) + self.epsilon) + self.beta


# %% wrong: gamma is not used | test_training | gamma is missing
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return (inputs - mean) / tf.sqrt(variance + self.epsilon) + self.beta


# %% wrong: always float32 | test_training | dtype
# breaks: "in the layer's dtype"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return tf.cast(super().normalized(inputs, mean, variance), tf.float32)


# %% wrong: the batch's own statistics in inference | test_inference | own statistics
# breaks: "Otherwise, and by default, the layer uses the moving mean and variance"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        mean, variance = self.statistics(inputs)
        if training:
            self.move(mean, variance)
        return self.normalized(inputs, mean, variance)


# %% wrong: training is the default | test_inference | own statistics
# breaks: "Otherwise, and by default, the layer uses the moving mean and variance"
class BatchNorm(Sound):
    def call(self, inputs, training=True):
        return super().call(inputs, training=training)


# %% wrong: inference moves the statistics, too | test_inference | after a call in inference
# breaks: "and nothing changes"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        outputs = super().call(inputs, training=training)
        if not training:
            self.move(*self.statistics(inputs))
        return outputs


# %% wrong: momentum and its rest are swapped | test_example | swapped
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign((1 - self.momentum) * self.mean + self.momentum * mean)
        self.variance.assign((1 - self.momentum) * self.variance + self.momentum * variance)


# %% wrong: the moving statistics never move | test_example | never moved
# breaks: "each call moves the moving statistics in place"
class BatchNorm(Sound):
    def move(self, mean, variance):
        _ = self.momentum * self.mean + (1 - self.momentum) * mean


# %% wrong: the moving variance stays | test_example | moving variance
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(self.momentum * self.mean + (1 - self.momentum) * mean)


# %% wrong: the batch's statistics replace the moving ones | test_example | replace
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(mean)
        self.variance.assign(variance)


# %% wrong: the moving variance is the sample's | test_example | sample variance
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        if training:
            mean, variance = self.statistics(inputs)
            n = tf.cast(tf.size(inputs) / inputs.shape[-1], inputs.dtype)
            self.move(mean, variance * n / (n - 1))
            return self.normalized(inputs, mean, variance)
        return self.normalized(inputs, self.mean, self.variance)


# %% wrong: the statistics carry no gradient | test_gradient | constants
# breaks: "the gradient flows through them"
class BatchNorm(Sound):
    def statistics(self, inputs):
        return super().statistics(tf.stop_gradient(inputs))


# %% wrong: normalizes by statistics that went through NumPy | test_gradient | constants
# breaks: "the gradient flows through them"
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        return tf.constant(mean.numpy()), tf.constant(variance.numpy())


# %% wrong: the config has no epsilon | test_save | leaves epsilon out
# breaks: "what `from_config` needs to make the same layer"
class BatchNorm(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "momentum": self.momentum}


# %% wrong: the config has no momentum | test_save | momentum
# breaks: "what `from_config` needs to make the same layer"
class BatchNorm(Sound):
    def get_config(self):
        return {**super(Sound, self).get_config(), "epsilon": self.epsilon}


# %% wrong: the statistics are moved in Python numbers | test_graph | numpy
# breaks: "in a graph too"
class BatchNorm(Sound):
    def move(self, mean, variance):
        super().move(mean.numpy(), variance.numpy())


# %% wrong: the moving variance is made before the moving mean | test_example | before the moving mean
# breaks: "mean (zeros) and then moving variance (ones)"
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.variance = self.add_weight(shape=shape, initializer="ones", trainable=False)
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)


# %% wrong: rank 3 is flattened and stays so | test_output_shape | shape
# breaks: "(batch, ..., features) -> the same shape"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        return super().call(tf.reshape(inputs, [-1, inputs.shape[-1]]), training=training)


# %% wrong: beta is made before gamma | test_weights | before gamma
# breaks: "gamma (ones at the start) and then beta (zeros)"
class BatchNorm(Sound):
    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.beta = self.add_weight(shape=shape, initializer="zeros")
        self.gamma = self.add_weight(shape=shape, initializer="ones")
        self.mean = self.add_weight(shape=shape, initializer="zeros", trainable=False)
        self.variance = self.add_weight(shape=shape, initializer="ones", trainable=False)


# %% wrong: gamma and beta are frozen, as the others are | test_weights | the list of weights
# breaks: "both trained"
class BatchNorm(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.gamma.trainable = self.beta.trainable = False


# %% wrong: the moving statistics become tensors | test_example | never moved
# breaks: "each call moves the moving statistics in place"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean = self.momentum * self.mean + (1 - self.momentum) * mean
        self.variance = self.momentum * self.variance + (1 - self.momentum) * variance


# %% wrong: momentum is kept and not used | test_example | always 0.99
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(0.99 * self.mean + 0.01 * mean)
        self.variance.assign(0.99 * self.variance + 0.01 * variance)


# %% wrong: the batch's share has no weight | test_example | not weighed
# breaks: "moving = momentum * moving + (1 - momentum) * batch"
class BatchNorm(Sound):
    def move(self, mean, variance):
        self.mean.assign(self.momentum * self.mean + mean)
        self.variance.assign(self.momentum * self.variance + variance)


# %% wrong: images are meant, with four axes | test_example | raised
# breaks: "Inputs are floats with two axes or more"
class BatchNorm(Sound):
    def statistics(self, inputs):
        return tf.nn.moments(inputs, axes=[0, 1, 2])


# %% wrong: the axes 0 and 1, whatever the rank | test_training | first two axes
# breaks: "are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def statistics(self, inputs):
        axes = [0, 1][: len(inputs.shape) - 1]
        mean, variance = tf.nn.moments(inputs, axes=axes, keepdims=True)
        return (mean, variance) if len(inputs.shape) > 3 else (mean[..., :], variance[..., :])

    def move(self, mean, variance):
        axes = list(range(len(mean.shape) - 1))
        super().move(tf.reduce_mean(mean, axes), tf.reduce_mean(variance, axes))


# %% wrong: only the variance carries no gradient | test_gradient | the variance is treated
# breaks: "the gradient flows through them"
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        return mean, tf.stop_gradient(variance)


# %% wrong: only the mean carries no gradient | test_gradient | the mean is treated
# breaks: "the gradient flows through them"
class BatchNorm(Sound):
    def statistics(self, inputs):
        mean, variance = super().statistics(inputs)
        return tf.stop_gradient(mean), variance


# %% wrong: no flag counts as training | test_inference | own statistics
# breaks: "Otherwise, and by default, the layer uses the moving mean and variance"
class BatchNorm(Sound):
    def call(self, inputs, training=None):
        return super().call(inputs, training=training is None or training)


# %% wrong: the first call of the two moves them | test_moving | only the first call
# breaks: "each call moves the moving statistics in place"
class BatchNorm(Sound):
    def move(self, mean, variance):
        if not hasattr(self, "moved"):
            self.moved = True
            super().move(mean, variance)


# %% wrong: epsilon is kept and not used | test_example | always 0.001
# breaks: "The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return self.gamma * (inputs - mean) / tf.sqrt(variance + 0.001) + self.beta


# %% wrong: the sum over the static batch size | test_graph | raised
# breaks: "The batch size may be unknown in a graph"
class BatchNorm(Sound):
    def statistics(self, inputs):
        axes, count = list(range(len(inputs.shape) - 1)), 1
        for axis in axes:
            count = count * inputs.shape[axis]
        mean = tf.reduce_sum(inputs, axis=axes) / count
        return mean, tf.reduce_sum((inputs - mean) ** 2, axis=axes) / count


# %% wrong: the size of a batch is that of the first | test_graph | differ
# breaks: "The batch size may be unknown in a graph"
class BatchNorm(Sound):
    def statistics(self, inputs):
        axes = list(range(len(inputs.shape) - 1))
        if inputs.shape[0] is not None:
            self.size = float(np.prod(inputs.shape[:-1]))
        mean = tf.reduce_sum(inputs, axis=axes) / self.size
        return mean, tf.reduce_sum((inputs - mean) ** 2, axis=axes) / self.size

    def call(self, inputs, training=False):
        if inputs.shape[0] is not None:
            self.size = float(np.prod(inputs.shape[:-1]))
        return super().call(inputs, training=training)


# %% wrong: the first batch's statistics stay | test_moving | differ
# breaks: "are the batch's own, over all axes but the last"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        if not training:
            return self.normalized(inputs, self.mean, self.variance)
        self.move(*self.statistics(inputs))
        if not hasattr(self, "first"):
            self.first = self.statistics(inputs)
        return self.normalized(inputs, *self.first)


# %% wrong: a graph normalizes by the moving statistics | test_graph | differ
# breaks: "in a graph too"
class BatchNorm(Sound):
    def call(self, inputs, training=False):
        outputs = super().call(inputs, training=training)
        if tf.executing_eagerly():
            return outputs
        return self.normalized(inputs, self.mean, self.variance)


# %% wrong: a graph does not move them | test_graph | never moved
# breaks: "in a graph too"
class BatchNorm(Sound):
    def move(self, mean, variance):
        if tf.executing_eagerly():
            super().move(mean, variance)


# %% wrong: the base class is not set up | test_example | is missing in `__init__`
# breaks: "Four weights (features,)"
class BatchNorm(Sound):
    def __init__(self, momentum=0.99, epsilon=1e-3, **kwargs):
        self.momentum, self.epsilon = momentum, epsilon


# %% wrong: the moving statistics are made anew in loading | test_save | differ
# breaks: "All four are saved with a model"
class BatchNorm(Sound):
    def save_own_variables(self, store):
        store["gamma"], store["beta"] = self.gamma.numpy(), self.beta.numpy()

    def load_own_variables(self, store):
        self.gamma.assign(store["gamma"])
        self.beta.assign(store["beta"])


# %% wrong: the config holds a tensor | test_save | JSON
# breaks: "as plain data that JSON can hold"
class BatchNorm(Sound):
    def get_config(self):
        return {**super().get_config(), "epsilon": tf.constant(self.epsilon)}


# %% wrong: Keras's layer within | test_example | forbids
# breaks: "Do without keras.layers.BatchNormalization"
class BatchNorm(keras.layers.BatchNormalization):
    pass


# %% wrong: the function of keras.ops | test_example | forbids
# breaks: "Do without keras.layers.BatchNormalization and keras.ops.batch_normalization"
class BatchNorm(Sound):
    def normalized(self, inputs, mean, variance):
        return keras.ops.batch_normalization(
            inputs, mean, variance, axis=-1, offset=self.beta, scale=self.gamma
        )


# %% equivalent: swap-8a269c07 | the two moving statistics do not depend on each other


# %% right: one matrix with a row for each vector of features, statistics along its rows
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        def weight(name, start, trainable):
            return self.add_weight(
                name=name, shape=(input_shape[-1],), initializer=start, trainable=trainable
            )

        self.gamma = weight("gamma", "ones", True)
        self.beta = weight("beta", "zeros", True)
        self.moving_mean = weight("moving_mean", "zeros", False)
        self.moving_variance = weight("moving_variance", "ones", False)

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if training:
            rows = tf.reshape(inputs, (-1, inputs.shape[-1]))
            mean = tf.reduce_mean(rows, axis=0)
            variance = tf.reduce_mean(tf.math.squared_difference(rows, mean), axis=0)
            for moving, batch in ((self.moving_mean, mean), (self.moving_variance, variance)):
                moving.assign(self.momentum * moving + (1.0 - self.momentum) * batch)
        else:
            mean = tf.convert_to_tensor(self.moving_mean)
            variance = tf.convert_to_tensor(self.moving_variance)
        return self.gamma * ((inputs - mean) / tf.sqrt(variance + self.epsilon)) + self.beta

    def get_config(self) -> dict:
        config = super().get_config()
        config.update(momentum=self.momentum, epsilon=self.epsilon)
        return config


# %% right: tf.nn.moments, and the moving statistics take a step towards the batch's (assign_add)
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = tuple(input_shape[-1:])
        self.gamma = self.add_weight(shape, "ones", name="gamma")
        self.beta = self.add_weight(shape, "zeros", name="beta")
        self.moving_mean = self.add_weight(shape, "zeros", trainable=False, name="moving_mean")
        self.moving_variance = self.add_weight(
            shape, "ones", trainable=False, name="moving_variance"
        )

    def _batch_statistics(self, inputs):
        mean, variance = tf.nn.moments(inputs, axes=list(range(len(inputs.shape) - 1)))
        step = 1.0 - self.momentum
        self.moving_mean.assign_add(step * (mean - self.moving_mean))
        self.moving_variance.assign_add(step * (variance - self.moving_variance))
        return mean, variance

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        mean, variance = self.moving_mean, self.moving_variance
        if training:
            mean, variance = self._batch_statistics(inputs)
        normal = (inputs - mean) / tf.sqrt(variance + self.epsilon)
        return normal * self.gamma + self.beta

    def get_config(self) -> dict:
        return super().get_config() | {"momentum": self.momentum, "epsilon": self.epsilon}


# %% wrong: knows vectors and images only; for (batch, time, features) it takes the wrong axes | test_training
# breaks: "With training=True, mean and (population) variance are the batch's own, over all axes but the last"
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.axes = [0] if len(input_shape) == 2 else [0, 1, 2]
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(
            name="moving_mean", shape=shape, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            name="moving_variance", shape=shape, initializer="ones", trainable=False
        )

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if training:
            mean, variance = tf.nn.moments(inputs, self.axes)
            keep = self.momentum
            self.moving_mean.assign(keep * self.moving_mean + (1 - keep) * mean)
            self.moving_variance.assign(keep * self.moving_variance + (1 - keep) * variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        normal = (inputs - mean) / tf.sqrt(variance + self.epsilon)
        return normal * self.gamma + self.beta

    def get_config(self) -> dict:
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


# %% wrong: epsilon is added to the batch's variance before it goes into the moving variance | test_moving
# breaks: "graph too: moving = momentum * moving + (1 - momentum) * batch."
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(
            name="moving_mean", shape=shape, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            name="moving_variance", shape=shape, initializer="ones", trainable=False
        )

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if training:
            axes = list(range(len(inputs.shape) - 1))
            mean, variance = tf.nn.moments(inputs, axes)
            variance = variance + self.epsilon
            keep = self.momentum
            self.moving_mean.assign(keep * self.moving_mean + (1 - keep) * mean)
            self.moving_variance.assign(keep * self.moving_variance + (1 - keep) * variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance + self.epsilon
        normal = (inputs - mean) / tf.sqrt(variance)
        return normal * self.gamma + self.beta

    def get_config(self) -> dict:
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


# %% right: a frozen layer runs in inference, as Keras's own does
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(name="gamma", shape=shape, initializer="ones")
        self.beta = self.add_weight(name="beta", shape=shape, initializer="zeros")
        self.moving_mean = self.add_weight(
            name="moving_mean", shape=shape, initializer="zeros", trainable=False
        )
        self.moving_variance = self.add_weight(
            name="moving_variance", shape=shape, initializer="ones", trainable=False
        )

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        if training and self.trainable:
            axes = list(range(len(inputs.shape) - 1))
            mean, variance = tf.nn.moments(inputs, axes)
            keep = self.momentum
            self.moving_mean.assign(keep * self.moving_mean + (1 - keep) * mean)
            self.moving_variance.assign(keep * self.moving_variance + (1 - keep) * variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        normal = (inputs - mean) / tf.sqrt(variance + self.epsilon)
        return normal * self.gamma + self.beta

    def get_config(self) -> dict:
        return {**super().get_config(), "momentum": self.momentum, "epsilon": self.epsilon}


# %% wrong: a frozen layer comes back trainable | test_save | leaves trainable out
# breaks: "what `from_config` needs to make the same layer"
class BatchNorm(Sound):
    def get_config(self):
        config = super().get_config()
        del config["trainable"]
        return config
