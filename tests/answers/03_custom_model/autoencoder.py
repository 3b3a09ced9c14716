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


# %% right: the loss by compute_loss, and Keras's own steps
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.parts = [keras.layers.Dense(code_dim, "tanh"), keras.layers.Dense(input_dim)]
        self.mean = keras.metrics.Mean(name="any name")

    def call(self, inputs):
        for part in self.parts:
            inputs = part(inputs)
        return inputs

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        errors = tf.reduce_mean(tf.math.squared_difference(x, y_pred), axis=-1)
        self.mean.update_state(errors)
        return tf.reduce_mean(errors)

    def compute_metrics(self, x, y, y_pred, sample_weight=None):
        return {"reconstruction_loss": self.mean.result()}


# %% right: sums of one's own, which reset_metrics sets to zero
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim):
        super().__init__(input_dim, code_dim)
        self.total = tf.Variable(0.0, trainable=False)
        self.count = tf.Variable(0.0, trainable=False)

    def reset_metrics(self):
        super().reset_metrics()
        self.total.assign(0.0)
        self.count.assign(0.0)

    def report(self, errors):
        self.total.assign_add(tf.reduce_sum(errors))
        self.count.assign_add(tf.cast(tf.shape(errors)[0], tf.float32))
        return {"reconstruction_loss": self.total / self.count}


# %% wrong: the code comes out | test_example | code comes out
# breaks: "(batch, input_dim) -> (batch, input_dim)"
class Autoencoder(Sound):
    def call(self, inputs):
        self.decoder(self.encoder(inputs))
        return self.encoder(inputs)


# %% wrong: the layers are made in call | test_example | as attributes
# breaks: "The output is decoder(encoder(x))"
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(input_dim, code_dim, **kwargs)
        self.sizes = input_dim, code_dim

    def call(self, inputs):
        code = keras.layers.Dense(self.sizes[1], activation="tanh")(inputs)
        return keras.layers.Dense(self.sizes[0])(code)


# %% wrong: no tanh | test_output_values | tanh is missing
# breaks: "the encoder with tanh and code_dim units"
class Autoencoder(Sound):
    def squash(self, code):
        return code


# %% wrong: relu | test_output_values | relu instead of tanh
# breaks: "the encoder with tanh and code_dim units"
class Autoencoder(Sound):
    def squash(self, code):
        return tf.nn.relu(code)


# %% wrong: tanh on the output | test_output_values | decoder also has a tanh
# breaks: "the decoder without activation and input_dim units"
class Autoencoder(Sound):
    def call(self, inputs):
        return tf.tanh(super().call(inputs))


# %% wrong: the report has another name | test_example | another name
# breaks: "one number under one name, "reconstruction_loss""
class Autoencoder(Sound):
    def report(self, errors):
        return {"loss": super().report(errors)["reconstruction_loss"]}


# %% wrong: the sum over the features | test_example | sum over the features
# breaks: "loss = mean over samples and features of (output - x) ** 2"
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_sum((self(x) - x) ** 2, axis=1)


# %% wrong: absolute errors | test_example | absolute
# breaks: "loss = mean over samples and features of (output - x) ** 2"
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_mean(tf.abs(self(x) - x), axis=1)


# %% wrong: the sum over the samples | test_step | the sum over the samples, not
# breaks: "loss = mean over samples and features of (output - x) ** 2"
class Autoencoder(Sound):
    def errors(self, x):
        return tf.reduce_sum(tf.reduce_mean((self(x) - x) ** 2, axis=1))


# %% wrong: the root of the mean | test_example | root
# breaks: "loss = mean over samples and features of (output - x) ** 2"
class Autoencoder(Sound):
    def errors(self, x):
        return tf.sqrt(tf.reduce_mean((self(x) - x) ** 2))


# %% wrong: measured after the update | test_example | after the update
# breaks: "(in training, the weights before that batch's update)"
class Autoencoder(Sound):
    def update(self, x):
        super().update(x)
        return self.errors(x)


# %% wrong: nothing is updated | test_example | nothing is trained
# breaks: "A step of training (`fit`, `train_on_batch`) goes down the gradient"
class Autoencoder(Sound):
    def update(self, x):
        return self.errors(x)


# %% wrong: the gradient is of the samples' sum | test_step | over the samples
# breaks: "goes down the gradient of the reconstruction loss"
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(errors, variables), variables)
        return errors


# %% wrong: only the decoder learns | test_step | not trained
# breaks: "goes down the gradient of the reconstruction loss"
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            loss = tf.reduce_mean(errors)
        variables = self.decoder.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return errors


# %% wrong: the step goes uphill | test_example | uphill
# breaks: "goes down the gradient of the reconstruction loss"
class Autoencoder(Sound):
    def update(self, x):
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            loss = -tf.reduce_mean(errors)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return errors


# %% wrong: two steps for each batch | test_example | applied twice
# breaks: "A step of training (`fit`, `train_on_batch`) goes down the gradient"
class Autoencoder(Sound):
    def update(self, x):
        errors = super().update(x)
        super().update(x)
        return errors


# %% wrong: a sum of one's own that nobody resets | test_evaluate | before is included
# breaks: "since the epoch or the evaluation began"
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim, **kwargs):
        super().__init__(input_dim, code_dim, **kwargs)
        self.total, self.count = tf.Variable(0.0), tf.Variable(0.0)

    def report(self, errors):
        self.total.assign_add(tf.reduce_sum(errors))
        self.count.assign_add(tf.cast(tf.size(errors), tf.float32))
        return {"reconstruction_loss": self.total / self.count}


# %% wrong: the metric is left out of the list of metrics | test_evaluate | before is included
# breaks: "since the epoch or the evaluation began"
class Autoencoder(Sound):
    @property
    def metrics(self):
        return []


# %% wrong: each batch reports its own loss | test_evaluate | last batch
# breaks: "over all samples"
class Autoencoder(Sound):
    def report(self, errors):
        return {"reconstruction_loss": tf.reduce_mean(errors)}


# %% wrong: the mean of the batches' means | test_evaluate | counts as much
# breaks: "Each sample counts the same, even in a short last batch"
class Autoencoder(Sound):
    def report(self, errors):
        return super().report(tf.reduce_mean(errors))


# %% wrong: the loss is a Python number | test_epochs | numpy
# breaks: "All this works in a graph, as in `fit`"
class Autoencoder(Sound):
    def report(self, errors):
        return super().report(errors.numpy())


# %% wrong: no update in a graph | test_epochs | differ
# breaks: "All this works in a graph, as in `fit`"
class Autoencoder(Sound):
    def update(self, x):
        return super().update(x) if tf.executing_eagerly() else self.errors(x)


# %% wrong: evaluate trains | test_evaluate | a step too
# breaks: "`evaluate` changes no weight"
class Autoencoder(Sound):
    def test_step(self, data):
        return self.train_step(data)


# %% wrong: evaluate trains behind its report | test_evaluate | a step too
# breaks: "`evaluate` changes no weight"
class Autoencoder(Sound):
    seen = 0

    def test_step(self, data):
        report = super().test_step(data)
        self.seen += 1
        if self.seen == 3:  # the last batch
            self.update(self.inputs_of(data))
        return report


# %% wrong: evaluate reports each batch | test_evaluate | last batch
# breaks: "over all samples"
class Autoencoder(Sound):
    def test_step(self, data):
        return {"reconstruction_loss": tf.reduce_mean(self.errors(self.inputs_of(data)))}


# %% wrong: evaluate takes the mean of the batches' means | test_evaluate | counts as much
# breaks: "Each sample counts the same, even in a short last batch"
class Autoencoder(Sound):
    def test_step(self, data):
        return self.report(tf.reduce_mean(self.errors(self.inputs_of(data))))


# %% wrong: no test_step | test_evaluate | asks for a loss
# breaks: "Training and `evaluate` report one number"
class Autoencoder(Sound):
    test_step = keras.Model.test_step


# %% wrong: targets are used where there are any | test_targets | against the targets
# breaks: "Targets and sample weights are ignored"
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


# %% wrong: targets are used in the gradient | test_targets | toward the targets
# breaks: "Targets and sample weights are ignored"
class Autoencoder(Sound):
    def train_step(self, data):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        errors = self.errors(x)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((self(x) - (x if y is None else y)) ** 2)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return self.report(errors)


# %% wrong: an encoder of two layers | test_example | not one dense layer
# breaks: "encoder and decoder are one dense layer each"
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim):
        super().__init__(input_dim, code_dim)
        self.encoder = keras.Sequential(
            [keras.layers.Dense(code_dim, "tanh"), keras.layers.Dense(code_dim, "tanh")]
        )


# %% wrong: no biases | test_example | have no bias
# breaks: "encoder and decoder are one dense layer each"
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim):
        super().__init__(input_dim, code_dim)
        self.encoder = keras.layers.Dense(code_dim, "tanh", use_bias=False)
        self.decoder = keras.layers.Dense(input_dim, use_bias=False)


# %% wrong: float64 comes out | test_example | dtype
# breaks: "Inputs and output are float32"
class Autoencoder(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), "float64")

    def errors(self, x):
        return tf.reduce_mean((self(x) - tf.cast(x, "float64")) ** 2, axis=1)


# %% wrong: an optimizer of its own | test_example | of `compile` is not used
# breaks: "with the optimizer of `compile(optimizer)`"
class Autoencoder(Sound):
    def compile(self, optimizer, **kwargs):
        super().compile(keras.optimizers.Adam(), **kwargs)


# %% wrong: the loss of compile, which has none | test_example | asks for a loss
# breaks: "which is called without a loss"
class Autoencoder(Sound):
    def train_step(self, data):
        logs = keras.Model.train_step(self, (self.inputs_of(data), self.inputs_of(data)))
        return {"reconstruction_loss": logs["loss"]}


# %% wrong: the loss is reported too | test_example | one more number
# breaks: "one number under one name"
class Autoencoder(Sound):
    def report(self, errors):
        return {**super().report(errors), "loss": tf.reduce_mean(errors)}


# %% wrong: sample weights count | test_targets | weight
# breaks: "Targets and sample weights are ignored"
class Autoencoder(Sound):
    def train_step(self, data):
        x, _, weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            errors = self.errors(x)
            errors = errors if weight is None else errors * weight
            loss = tf.reduce_mean(errors)
        variables = self.trainable_variables
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return self.report(errors)


# %% wrong: sample weights count in the report only | test_targets | averaged with the weights
# breaks: "Targets and sample weights are ignored"
class Autoencoder(Sound):
    def train_step(self, data):
        x, _, weight = keras.utils.unpack_x_y_sample_weight(data)
        self.tracker.update_state(self.update(x), weight)
        return {"reconstruction_loss": self.tracker.result()}


# %% wrong: data is taken for a pair | test_evaluate | raised
# breaks: "A step of training (`fit`, `train_on_batch`)"
class Autoencoder(Sound):
    def inputs_of(self, data):
        x = data[0]
        return x


# %% wrong: evaluate works eagerly only | test_epochs | numpy
# breaks: "All this works in a graph, as in `fit`, and with run_eagerly=True"
class Autoencoder(Sound):
    def test_step(self, data):
        return self.report(self.errors(self.inputs_of(data)).numpy())


# %% wrong: evaluate measures nothing in a graph | test_epochs | nothing is measured
# breaks: "All this works in a graph, as in `fit`, and with run_eagerly=True"
class Autoencoder(Sound):
    def test_step(self, data):
        if tf.executing_eagerly():
            return super().test_step(data)
        return {"reconstruction_loss": self.tracker.result()}


# %% wrong: no update with run_eagerly | test_example | nothing is trained
# breaks: "and with run_eagerly=True"
class Autoencoder(Sound):
    def update(self, x):
        return self.errors(x) if tf.executing_eagerly() else super().update(x)


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "Restore inputs from a short code"
class Autoencoder(Sound):
    def __init__(self, input_dim, code_dim):
        self.encoder = keras.layers.Dense(code_dim, activation="tanh")
        self.decoder = keras.layers.Dense(input_dim)
        self.tracker = keras.metrics.Mean(name="reconstruction_loss")


# %% equivalent: constant-f2087a3e
# Encoder and decoder are dense layers, which do the same in training and in inference.

# %% equivalent: keyword-481e4c6a
# Encoder and decoder are dense layers, which do the same in training and in inference.


# %% right: one helper for both steps, optimizer.apply, the batch's mean weighted by its size
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.encoder = keras.layers.Dense(code_dim, activation="tanh")
        self.decoder = keras.layers.Dense(input_dim)
        self.tracker = keras.metrics.Mean(name="reconstruction_loss")

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def measure(self, x, training):
        output = self(x, training=training)
        return tf.reduce_mean(tf.math.squared_difference(output, tf.cast(x, output.dtype)))

    def report(self, x, loss):
        self.tracker.update_state(loss, sample_weight=tf.cast(tf.shape(x)[0], loss.dtype))
        return {"reconstruction_loss": self.tracker.result()}

    def train_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            loss = self.measure(x, training=True)
        weights = self.trainable_weights
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        return self.report(x, loss)

    def test_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        return self.report(x, self.measure(x, training=False))


# %% wrong: the gradient is that of the sum over the samples | test_step
# breaks: "loss = mean over samples and features of (output - x) ** 2"
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.encoder = keras.layers.Dense(code_dim, activation="tanh")
        self.decoder = keras.layers.Dense(input_dim)
        self.error = keras.metrics.Mean("reconstruction_loss")

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def train_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            errors = tf.reduce_mean(tf.square(self(x, training=True) - x), axis=-1)
        variables = self.trainable_variables
        gradients = tape.gradient(errors, variables)
        self.optimizer.apply_gradients(zip(gradients, variables))
        self.error.update_state(errors)
        return {"reconstruction_loss": self.error.result()}

    def test_step(self, data):
        x, _, _ = keras.utils.unpack_x_y_sample_weight(data)
        self.error.update_state(tf.reduce_mean(tf.square(self(x, training=False) - x), axis=-1))
        return {"reconstruction_loss": self.error.result()}


# %% wrong: a target that is given takes the place of the input | test_targets
# breaks: "Targets and sample weights are ignored if there are any."
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.encoder = keras.layers.Dense(code_dim, activation="tanh")
        self.decoder = keras.layers.Dense(input_dim)
        self.error = keras.metrics.Mean("reconstruction_loss")

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def errors(self, data, training):
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        target = x if y is None else y
        return tf.reduce_mean(tf.square(self(x, training=training) - target), axis=-1)

    def train_step(self, data):
        with tf.GradientTape() as tape:
            errors = self.errors(data, True)
            loss = tf.reduce_mean(errors)
        variables = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        self.error.update_state(errors)
        return {"reconstruction_loss": self.error.result()}

    def test_step(self, data):
        self.error.update_state(self.errors(data, False))
        return {"reconstruction_loss": self.error.result()}


# %% right: errors of each sample by keras.losses, data unpacked by hand
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.encoder = keras.layers.Dense(code_dim, activation=keras.activations.tanh)
        self.decoder = keras.layers.Dense(input_dim, activation=None)
        self.error = keras.metrics.Mean("reconstruction_loss")

    def call(self, inputs):
        code = self.encoder(inputs)
        return self.decoder(code)

    def train_step(self, data):
        x = data[0] if isinstance(data, (tuple, list)) else data
        with tf.GradientTape() as tape:
            errors = keras.losses.mean_squared_error(x, self(x, training=True))
            loss = tf.reduce_mean(errors)
        variables = self.trainable_variables
        gradients = tape.gradient(loss, variables)
        self.optimizer.apply_gradients(zip(gradients, variables))
        self.error.update_state(errors)
        return {self.error.name: self.error.result()}

    def test_step(self, data):
        x = data[0] if isinstance(data, (tuple, list)) else data
        self.error.update_state(keras.losses.mean_squared_error(x, self(x, training=False)))
        return {self.error.name: self.error.result()}


# %% wrong: the metric takes the sample weights | test_targets
# breaks: "Each sample counts the same, even in a short last batch."
class Autoencoder(keras.Model):
    def __init__(self, input_dim, code_dim):
        super().__init__()
        self.encoder = keras.layers.Dense(code_dim, activation="tanh")
        self.decoder = keras.layers.Dense(input_dim)
        self.error = keras.metrics.Mean("reconstruction_loss")

    def call(self, inputs):
        return self.decoder(self.encoder(inputs))

    def train_step(self, data):
        x, _, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            errors = tf.reduce_mean(tf.square(self(x, training=True) - x), axis=-1)
            loss = tf.reduce_mean(errors)
        variables = self.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        self.error.update_state(errors, sample_weight=sample_weight)
        return {"reconstruction_loss": self.error.result()}

    def test_step(self, data):
        x, _, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        errors = tf.reduce_mean(tf.square(self(x, training=False) - x), axis=-1)
        self.error.update_state(errors, sample_weight=sample_weight)
        return {"reconstruction_loss": self.error.result()}
