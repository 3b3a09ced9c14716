# %% Linear | the activation is applied before the bias
# true: the bias is added after the activation
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.units), initializer="glorot_uniform"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel)) + self.bias

    def get_config(self):
        return {
            **super().get_config(),
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        }


# %% LayerNorm | the deviation is not squared before its mean
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    def __init__(self, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.epsilon = epsilon

    def build(self, input_shape):
        self.gamma = self.add_weight(shape=(input_shape[-1],), initializer="ones")
        self.beta = self.add_weight(shape=(input_shape[-1],), initializer="zeros")

    def call(self, inputs):
        centred = inputs - tf.reduce_mean(inputs, axis=-1, keepdims=True)
        spread = tf.reduce_mean(tf.abs(centred), axis=-1, keepdims=True)
        return self.gamma * centred / (spread + self.epsilon) + self.beta

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon}


# %% BatchNorm | the moving variance gets the standard deviation
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    def __init__(self, momentum=0.99, epsilon=0.001, **kwargs):
        super().__init__(**kwargs)
        self.momentum, self.epsilon = momentum, epsilon

    def build(self, input_shape):
        n = (input_shape[-1],)
        self.gamma = self.add_weight(shape=n, initializer="ones")
        self.beta = self.add_weight(shape=n, initializer="zeros")
        self.moving_mean = self.add_weight(shape=n, initializer="zeros", trainable=False)
        self.moving_variance = self.add_weight(shape=n, initializer="ones", trainable=False)

    def call(self, inputs, training=False):
        mean, variance = self.moving_mean, self.moving_variance
        if training:
            axes = list(range(len(inputs.shape) - 1))
            mean, variance = tf.nn.moments(inputs, axes)
            m = self.momentum
            self.moving_mean.assign(m * self.moving_mean + (1 - m) * mean)
            self.moving_variance.assign(m * self.moving_variance + (1 - m) * tf.sqrt(variance))
        scaled = (inputs - mean) / tf.sqrt(variance + self.epsilon)
        return self.gamma * scaled + self.beta

    def get_config(self):
        config = super().get_config()
        return {**config, "momentum": self.momentum, "epsilon": self.epsilon}


# %% PositionalEmbedding | sines in the first half, cosines in the second
# true: all sines come before all cosines
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    def __init__(self, max_length, dim, **kwargs):
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError("dim must be even")
        self.max_length, self.dim = max_length, dim

    def call(self, inputs):
        if inputs.shape[1] is not None and inputs.shape[1] > self.max_length:
            raise ValueError("too long")
        p = np.arange(self.max_length)[:, None]
        i = np.arange(self.dim // 2)[None, :]
        angles = p / 10000 ** (2 * i / self.dim)
        table = np.concatenate([np.sin(angles), np.cos(angles)], axis=-1)
        return inputs + tf.cast(table, inputs.dtype)[: tf.shape(inputs)[1]]

    def get_config(self):
        return {**super().get_config(), "max_length": self.max_length, "dim": self.dim}


# %% L2Activity | the penalty is the mean of the squares
# true: a mean over all elements
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    def __init__(self, strength, **kwargs):
        super().__init__(**kwargs)
        self.strength = strength

    def call(self, inputs):
        self.add_loss(self.strength * tf.reduce_mean(inputs**2))
        return inputs

    def get_config(self):
        return {**super().get_config(), "strength": self.strength}
