# %% WideAndDeep | deep stands before wide
# true: the deep part is concatenated before the wide one
class WideAndDeep(keras.Model):
    def __init__(self, hidden, units=1):
        super().__init__()
        self.hidden = [keras.layers.Dense(n, activation="relu") for n in hidden]
        self.head = keras.layers.Dense(units)

    def call(self, inputs):
        wide, deep = inputs
        for layer in self.hidden:
            deep = layer(deep)
        return self.head(tf.concat([deep, wide], axis=-1))


# %% ResidualBlock | the last ReLU stands before the sum
# true: the last ReLU comes before the sum
class ResidualBlock(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters, self.stride = filters, stride

    def build(self, input_shape):
        def conv(size, stride):
            return keras.layers.Conv2D(
                self.filters, size, strides=stride, padding="same", use_bias=False
            )

        self.conv1, self.norm1 = conv(3, self.stride), keras.layers.BatchNormalization()
        self.conv2, self.norm2 = conv(3, 1), keras.layers.BatchNormalization()
        self.project = self.stride != 1 or input_shape[-1] != self.filters
        if self.project:
            self.conv3, self.norm3 = conv(1, self.stride), keras.layers.BatchNormalization()
        self.built = True

    def call(self, inputs, training=False):
        x = tf.nn.relu(self.norm1(self.conv1(inputs), training=training))
        x = tf.nn.relu(self.norm2(self.conv2(x), training=training))
        shortcut = inputs
        if self.project:
            shortcut = self.norm3(self.conv3(inputs), training=training)
        return x + shortcut


# %% ConfigurableMLP | the last layer has the activation, too
# true: the last layer has the activation too
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden, self.units, self.l2 = list(hidden), units, l2
        self.activation = keras.activations.get(activation)
        self.dense = [
            keras.layers.Dense(
                n, activation=self.activation, kernel_regularizer=keras.regularizers.L2(l2)
            )
            for n in [*hidden, units]
        ]

    def call(self, inputs):
        for layer in self.dense:
            inputs = layer(inputs)
        return inputs

    def get_config(self):
        return {
            **super().get_config(),
            "hidden": self.hidden,
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "l2": self.l2,
        }


# %% EmaModel | decay and 1 - decay are mixed up
# true: decay and 1 - decay are swapped
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 <= decay < 1:
            raise ValueError("decay")
        self.inner, self.decay = inner, decay
        self.averages = [tf.Variable(w.value, trainable=False) for w in inner.weights]

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            average.assign((1 - self.decay) * average + self.decay * weight.value)
        return logs

    def swap(self):
        for average, weight in zip(self.averages, self.inner.weights):
            kept = tf.identity(average)
            average.assign(weight.value)
            weight.assign(kept)
