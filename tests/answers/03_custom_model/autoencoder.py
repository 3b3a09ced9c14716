"""Answers to Autoencoder. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.Model):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(**kwargs)
        self.encoder = keras.layers.Dense(code_dim, activation=self.squash)
        self.decoder = keras.layers.Dense(input_dim)
        self.tracker = keras.metrics.Mean(name="reconstruction_loss")

    def squash(self, code):
        return tf.tanh(code)

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def errors(self, x):
        return tf.reduce_mean((self(x) - x) ** 2, axis=1)

    def inputs_of(self, data):
        return keras.utils.unpack_x_y_sample_weight(data)[0]

    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            loss = tf.reduce_mean(errors)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return errors

    def report(self, errors):
        self.tracker.update_state(errors)
        return {"reconstruction_loss": self.tracker.result()}

    def train_step(self, data):
        return self.report(self.update(self.inputs_of(data)))

    def test_step(self, data):
        return self.report(self.errors(self.inputs_of(data)))


# %% right: a scalar loss, weighted by the batch size; a list of metrics
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(**kwargs)
        self.net = keras.Sequential(
            [keras.layers.Dense(code_dim, "tanh"), keras.layers.Dense(input_dim)]
        )
        self.loss_metric = keras.metrics.Mean()

    @property
    def metrics(self):
        return [self.loss_metric]

    def call(self, inputs, training=None):
        return self.net(inputs, training=training)

    def step(self, data, training):
        x = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            loss = keras.ops.mean(keras.ops.square(x - self(x, training=training)))
        if training:
            weights = self.trainable_weights
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        self.loss_metric.update_state(loss, sample_weight=tf.shape(x)[0])
        return {"reconstruction_loss": self.loss_metric.result()}

    def train_step(self, data):
        return self.step(data, training=True)

    def test_step(self, data):
        return self.step(data, training=False)


# %% right: keras.losses, and a metric that compares
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(**kwargs)
        self.squeeze = keras.layers.Dense(code_dim)
        self.unfold = keras.layers.Dense(input_dim)
        self.measure = keras.metrics.MeanSquaredError(name="reconstruction_loss")

    def call(self, inputs):
        return self.unfold(tf.nn.tanh(self.squeeze(inputs)))

    def train_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            outputs = self(x, training=True)
            loss = keras.losses.MeanSquaredError()(x, outputs)
        self.optimizer.minimize(loss, self.trainable_variables, tape) if hasattr(
            self.optimizer, "minimize"
        ) else self.optimizer.apply(
            tape.gradient(loss, self.trainable_variables), self.trainable_variables
        )
        self.measure.update_state(x, outputs)
        return {self.measure.name: self.measure.result()}

    def test_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.measure.update_state(x, self(x, training=False))
        return {self.measure.name: self.measure.result()}


# %% wrong: the code comes out | test_form | shape
class Autoencoder(Sound):
    def call(self, inputs):
        self.decoder(self.encoder(inputs))
        return self.encoder(inputs)


# %% wrong: the layers are made in call | test_form | as attributes
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(input_dim, code_dim, **kwargs)
        self.sizes = input_dim, code_dim

    def call(self, inputs):
        code = keras.layers.Dense(self.sizes[1], activation="tanh")(inputs)
        return keras.layers.Dense(self.sizes[0])(code)


# %% wrong: no tanh | test_output_values | tanh is missing
class Autoencoder(Sound):
    def squash(self, code):
        return code


# %% wrong: relu | test_output_values | relu instead of tanh
class Autoencoder(Sound):
    def squash(self, code):
        return tf.nn.relu(code)


# %% wrong: tanh on the output | test_output_values | decoder also has a tanh
class Autoencoder(Sound):
    def call(self, inputs):
        return tf.tanh(super().call(inputs))


# %% wrong: the report has another name | test_step | another name
class Autoencoder(Sound):
    def report(self, errors):
        return {"loss": super().report(errors)["reconstruction_loss"]}


# %% wrong: the sum over the features | test_step | sum over the features
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_sum((self(x) - x) ** 2, axis=1)


# %% wrong: absolute errors | test_step | absolute
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_mean(tf.abs(self(x) - x), axis=1)


# %% wrong: the sum over the samples | test_step | sum over the samples
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_sum(tf.reduce_mean((self(x) - x) ** 2, axis=1))


# %% wrong: the root of the mean | test_step | root
class Autoencoder(Sound):
    def errors(self, x):
        return tf.sqrt(tf.reduce_mean((self(x) - x) ** 2))


# %% wrong: measured after the update | test_step | after the update
class Autoencoder(Sound):
    def update(self, x):
        super().update(x)
        return self.errors(x)


# %% wrong: nothing is updated | test_step | not trained
class Autoencoder(Sound):
    def update(self, x):
        return self.errors(x)


# %% wrong: the gradient is of the samples' sum | test_step | over the samples
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(errors, variables), variables)
        return errors


# %% wrong: only the decoder learns | test_step | not trained
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            loss = tf.reduce_mean(errors)
        variables = self.decoder.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return errors


# %% wrong: the step goes uphill | test_step | uphill
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            loss = -tf.reduce_mean(errors)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return errors


# %% wrong: two steps for each batch | test_step | differ
class Autoencoder(Sound):
    def update(self, x):
        errors = super().update(x)
        super().update(x)
        return errors


# %% wrong: a sum of one's own that nobody resets | test_epochs | not reset
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(input_dim, code_dim, **kwargs)
        self.total, self.count = tf.Variable(0.0), tf.Variable(0.0)

    def report(self, errors):
        self.total.assign_add(tf.reduce_sum(errors))
        self.count.assign_add(tf.cast(tf.size(errors), tf.float32))
        return {"reconstruction_loss": self.total / self.count}


# %% wrong: the metric is left out of the list of metrics | test_epochs | not reset
class Autoencoder(Sound):
    @property
    def metrics(self):
        return []


# %% wrong: each batch reports its own loss | test_epochs | last batch
class Autoencoder(Sound):
    def report(self, errors):
        return {"reconstruction_loss": tf.reduce_mean(errors)}


# %% wrong: the mean of the batches' means | test_epochs | counts as much
class Autoencoder(Sound):
    def report(self, errors):
        return super().report(tf.reduce_mean(errors))


# %% wrong: the loss is a Python number | test_epochs | numpy
class Autoencoder(Sound):
    def report(self, errors):
        return super().report(errors.numpy())


# %% wrong: no update in a graph | test_epochs | differ
class Autoencoder(Sound):
    def update(self, x):
        return super().update(x) if tf.executing_eagerly() else self.errors(x)


# %% wrong: evaluate trains | test_evaluate | differ
class Autoencoder(Sound):
    def test_step(self, data):
        return self.train_step(data)


# %% wrong: evaluate trains behind its report | test_evaluate | last bias
class Autoencoder(Sound):
    seen = 0

    def test_step(self, data):
        report = super().test_step(data)
        self.seen += 1
        if self.seen == 3:
            self.update(self.inputs_of(data))
        return report


# %% wrong: evaluate reports each batch | test_evaluate | last batch
class Autoencoder(Sound):
    def test_step(self, data):
        return {"reconstruction_loss": tf.reduce_mean(self.errors(self.inputs_of(data)))}


# %% wrong: evaluate takes the mean of the batches' means | test_evaluate | counts as much
class Autoencoder(Sound):
    def test_step(self, data):
        return self.report(tf.reduce_mean(self.errors(self.inputs_of(data))))


# %% wrong: no test_step | test_evaluate |
class Autoencoder(Sound):
    test_step = keras.Model.test_step


# %% wrong: targets are used where there are any | test_targets | against the targets
class Autoencoder(Sound):
    def train_step(self, data):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.target = x if y is None else y
        return super().train_step(data)

    def errors(self, x):
        target = getattr(self, "target", x)
        return tf.reduce_mean((self(x) - target) ** 2, axis=1)

    def test_step(self, data):
        self.target = self.inputs_of(data)
        return super().test_step(data)


# %% wrong: targets are used in the gradient | test_targets | bias of the decoder
class Autoencoder(Sound):
    def train_step(self, data):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        errors = self.errors(x)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x) - (x if y is None else y)) ** 2)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return self.report(errors)


# %% equivalent: constant-f2087a3e
# Encoder and decoder are dense layers, which do the same in training and in inference.

# %% equivalent: keyword-481e4c6a
# Encoder and decoder are dense layers, which do the same in training and in inference.
