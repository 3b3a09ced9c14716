"""Answers to EmaModel. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


# unnoticed: test_example | ema_trained [*] * | test_training compares the logs
# unnoticed: test_swap | ema_swap [*].averages[*] inner | test_form compares the shapes
# unbreakable: "a built model with float weights and Keras's own train_step" | a promise of the caller's


class Sound(keras.Model):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(**kwargs)
        if decay < 0 or decay >= 1:
            raise ValueError("decay must be in [0, 1)")
        self.inner = inner
        self.decay = decay
        self.averages = [self.start(weight) for weight in inner.weights]

    def start(self, weight):
        return keras.Variable(weight.numpy(), trainable=False)

    def call(self, inputs, training=False):
        return self.inner(inputs)

    def pairs(self):
        return list(zip(self.averages, self.inner.weights))

    def move(self):
        for average, weight in self.pairs():
            average.assign(self.mix(average, weight))

    def mix(self, average, weight):
        return average + (1 - self.decay) * (weight - average)

    def train_step(self, data):
        logs = super().train_step(data)
        self.move()
        return logs

    def swap(self):
        for average, weight in self.pairs():
            kept = tf.identity(average)
            average.assign(weight)
            weight.assign(kept)


# %% right: tf.Variables, the step written out
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(**kwargs)
        if not (0.0 <= decay < 1.0):
            raise ValueError(decay)
        self.model = inner
        self.rate = 1.0 - decay
        self.averages = [tf.Variable(w, trainable=False) for w in inner.get_weights()]

    def call(self, inputs, training=None):
        return self.model(inputs, training=training)

    def train_step(self, data):
        x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            predictions = self(x, training=True)
            loss = self.compute_loss(x, y, predictions, sample_weight)
        self._loss_tracker.update_state(loss, sample_weight=tf.shape(x)[0])
        weights = self.trainable_weights
        self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
        for average, weight in zip(self.averages, self.model.weights):
            average.assign_sub(self.rate * (average - weight))
        return self.compute_metrics(x, y, predictions, sample_weight)

    def swap(self):
        averages = [average.numpy() for average in self.averages]
        for average, weight in zip(self.averages, self.model.get_weights()):
            average.assign(weight)
        self.model.set_weights(averages)


# %% right: weights of its own, values exchanged by ops
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99, **kwargs):
        if decay < 0 or not decay < 1:
            raise ValueError("decay")
        super().__init__(**kwargs)
        self.inner, self.decay, self.averages = inner, decay, []
        for weight in inner.weights:
            average = self.add_weight(
                shape=weight.shape, dtype=weight.dtype, initializer="zeros", trainable=False
            )
            average.assign(weight)
            self.averages.append(average)

    def call(self, inputs, training=None):
        return self.inner(inputs)

    def train_step(self, data):
        report = super().train_step(data)
        d = self.decay
        [a.assign(d * a + (1 - d) * w) for a, w in zip(self.averages, self.inner.weights)]
        return report

    def swap(self):
        for average, weight in zip(self.averages, self.inner.weights):
            old, new = tf.convert_to_tensor(average), tf.convert_to_tensor(weight)
            average.assign(new)
            weight.assign(old)


# %% right: the averages as a property, the new values by lerp
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if decay >= 1 or decay < 0:
            raise ValueError(f"a decay of {decay}")
        self.inner, self.decay = inner, decay
        self.pairs = [(tf.Variable(w.value, trainable=False), w) for w in inner.weights]

    @property
    def averages(self):
        return [average for average, _ in self.pairs]

    def call(self, inputs, training=None):
        return self.inner.call(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in self.pairs:
            average.assign_add((weight - average) * (1.0 - self.decay))
        return logs

    def swap(self):
        for average, weight in self.pairs:
            old = average.numpy()
            average.assign(weight.numpy())
            weight.assign(old)


# %% right: a clone of the inner model holds the averages
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 <= decay < 1:
            raise ValueError("decay must be in [0, 1)")
        self.inner, self.decay = inner, decay
        self.mean = keras.models.clone_model(inner)
        self.mean.set_weights(inner.get_weights())
        self.mean.trainable = False
        self.averages = self.mean.weights

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            average.assign(keras.ops.multiply(self.decay, average) + (1 - self.decay) * weight)
        return logs

    def swap(self):
        averages = self.mean.get_weights()
        self.mean.set_weights(self.inner.get_weights())
        self.inner.set_weights(averages)


# %% wrong: the output is one number a sample | test_start | shape
# breaks: "output as of inner(inputs)"
class EmaModel(Sound):
    def call(self, inputs, training=False):
        return tf.reduce_mean(super().call(inputs), axis=-1)


# %% wrong: the averages are trained as well | test_form | trained too
# breaks: "this model trains only the inner model's trainable weights"
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(weight.numpy(), trainable=True)


# %% wrong: only trained weights are averaged | test_form | only the trained
# breaks: "one variable for each of `inner.weights`, in that order, trained or not"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, decay, **kwargs)
        self.averages = [self.start(weight) for weight in inner.trainable_weights]

    def pairs(self):
        return list(zip(self.averages, self.inner.trainable_weights))


# %% wrong: the averages start at zero | test_example | starts at zero
# breaks: "At the start they have the values"
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(0 * weight.numpy(), trainable=False)


# %% wrong: the output is scaled by the decay | test_example | scaled by the decay
# breaks: "output as of inner(inputs)"
class EmaModel(Sound):
    def call(self, inputs, training=False):
        return self.decay * super().call(inputs)


# %% wrong: the averages are the weights themselves | test_example | weight itself
# breaks: "keep a moving average of its weights"
class EmaModel(Sound):
    def start(self, weight):
        return weight


# %% wrong: call has no parameter training | test_averages | no parameter training
# breaks: "it runs in training or in inference as this model does"
class EmaModel(Sound):
    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: decay and 1 - decay are swapped | test_example | swapped
# breaks: "average = decay * average + (1 - decay) * weight"
class EmaModel(Sound):
    def mix(self, average, weight):
        return (1 - self.decay) * average + self.decay * weight


# %% wrong: the average moves before the step | test_example | before the step
# breaks: "where weight is the value after the step"
class EmaModel(Sound):
    def train_step(self, data):
        self.move()
        return super(Sound, self).train_step(data)


# %% wrong: the averages never move | test_example | does not move
# breaks: "At the end of each step of training"
class EmaModel(Sound):
    def move(self):
        pass


# %% wrong: the average is bound to a new value, not assigned | test_example | does not move
# breaks: "At the end of each step of training"
class EmaModel(Sound):
    def move(self):
        for average, weight in self.pairs():
            average = self.mix(average, weight)


# %% wrong: the averages move in call | test_example | moves twice
# breaks: "where weight is the value after the step"
class EmaModel(Sound):
    def call(self, inputs, training=False):
        if training:
            self.move()
        return super().call(inputs)

    def train_step(self, data):
        return super(Sound, self).train_step(data)


# %% wrong: moving statistics are copied, not averaged | test_averages | weight itself
# breaks: "one variable for each of `inner.weights`, in that order, trained or not"
class EmaModel(Sound):
    def move(self):
        for average, weight in self.pairs():
            average.assign(self.mix(average, weight) if weight.trainable else weight)


# %% wrong: the plain mean of the weights so far | test_example | plain mean
# breaks: "average = decay * average + (1 - decay) * weight"
class EmaModel(Sound):
    steps = 0

    def move(self):
        self.steps += 1
        for average, weight in self.pairs():
            average.assign((self.steps * average + weight) / (self.steps + 1))


# %% wrong: the average moves twice a step | test_example | moves twice
# breaks: "average = decay * average + (1 - decay) * weight"
class EmaModel(Sound):
    def move(self):
        super().move()
        super().move()


# %% wrong: the weights are pulled to the averages | test_example | put in its place
# breaks: "Training works as it would for the inner model by itself"
class EmaModel(Sound):
    def move(self):
        super().move()
        for average, weight in self.pairs():
            weight.assign(average)


# %% wrong: the inner model is frozen by its wrapper | test_example | not trained
# breaks: "Training works as it would for the inner model by itself"
class EmaModel(Sound):
    def train_step(self, data):
        kept = [tf.identity(weight) for weight in self.inner.weights]
        logs = super().train_step(data)
        for weight, value in zip(self.inner.weights, kept):
            weight.assign(value)
        return logs


# %% wrong: the report includes the model after the step | test_training | and averaged
# breaks: "Training works as it would for the inner model by itself"
class EmaModel(Sound):
    def train_step(self, data):
        super().train_step(data)
        return super().test_step(data)


# %% wrong: a step of its own, with the sum over the outputs | test_training | sum over the outputs
# breaks: "with the loss, the optimizer and the metrics of `compile`"
class EmaModel(Sound):
    def train_step(self, data):
        logs = self.test_step(data)
        x, y, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.reduce_sum((y - self(x, training=True)) ** 2, axis=-1))
        weights = self.trainable_weights
        self.optimizer.apply(tape.gradient(loss, weights), weights)
        self.move()
        return logs


# %% wrong: the metrics see the model after the step | test_training | measured after the step
# breaks: "with the loss, the optimizer and the metrics of `compile`"
class EmaModel(Sound):
    def train_step(self, data):
        logs = super().train_step(data)
        later = {metric.name: metric for metric in self.metrics}["compile_metrics"]
        later.reset_state()
        later.update_state(data[1], self(data[0]))
        return logs | later.result()


# %% wrong: swap copies the averages, and the weights are gone | test_swap | have the weights' values
# breaks: "exchanges the values of the weights and of the averages"
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            weight.assign(average)


# %% wrong: swap keeps a box, not its content | test_swap | have the weights' values
# breaks: "exchanges the values of the weights and of the averages"
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            kept = weight.value
            weight.assign(average)
            average.assign(kept)


# %% wrong: swap exchanges names | test_swap | weights are unchanged
# breaks: "the model then predicts with the averages"
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            average, weight = weight, average


# %% wrong: swap works only once | test_swap | weights are unchanged
# breaks: "a second swap() restores everything"
class EmaModel(Sound):
    swapped = False

    def swap(self):
        if not self.swapped:
            super().swap()
        self.swapped = True


# %% wrong: the averages move in eager steps only | test_fit | in a graph
# breaks: "in a graph and with run_eagerly=True"
class EmaModel(Sound):
    def train_step(self, data):
        logs = super(Sound, self).train_step(data)
        if tf.executing_eagerly():
            self.move()
        return logs


# %% wrong: the averages are NumPy arrays | test_form | NumPy arrays
# breaks: "a list with one variable for each"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, decay, **kwargs)
        self.averages = [np.array(weight) for weight in inner.get_weights()]

    def move(self):
        for i, weight in enumerate(self.inner.weights):
            self.averages[i] = self.mix(self.averages[i], weight.numpy())

    def swap(self):
        kept = self.inner.get_weights()
        self.inner.set_weights(self.averages)
        self.averages = kept


# %% wrong: every decay is taken | test_decay | no decay
# breaks: "Making the model raises ValueError"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, 0.5, **kwargs)
        self.decay = decay


# %% wrong: a decay of 1 is taken | test_decay | decay of 1
# breaks: "for a decay below 0 or not below 1"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, min(decay, 0.999) if decay <= 1 else decay, **kwargs)


# %% wrong: a decay of 0 counts as none | test_decay | as the default
# breaks: "for a decay below 0 or not below 1"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, decay or 0.99, **kwargs)


# %% wrong: NumPy averages that a real fit cannot compute | test_form | NumPy arrays
# breaks: "a list with one variable for each"
class EmaModel(Sound):
    def start(self, weight):
        return weight.numpy()

    def move(self):
        for i, weight in enumerate(self.inner.weights):
            self.averages[i] = self.mix(self.averages[i], np.array(weight))

    def swap(self):
        for i, weight in enumerate(self.inner.weights):
            kept = weight.numpy()
            weight.assign(self.averages[i])
            self.averages[i] = kept


# %% wrong: the averages move by numpy() | test_fit | numpy
# breaks: "in a graph and with run_eagerly=True"
class EmaModel(Sound):
    def mix(self, average, weight):
        return self.decay * average.numpy() + (1 - self.decay) * weight.numpy()


# %% wrong: tensors that are bound anew | test_form | cannot be assigned
# breaks: "a list with one variable for each"
class EmaModel(Sound):
    def start(self, weight):
        return tf.constant(weight.numpy())

    def move(self):
        self.averages = [self.mix(average, weight.value) for average, weight in self.pairs()]

    def swap(self):
        kept = [tf.constant(weight.numpy()) for weight in self.inner.weights]
        self.inner.set_weights([average.numpy() for average in self.averages])
        self.averages = kept


# %% wrong: the averages move once per epoch of fit | test_fit | once per epoch
# breaks: "At the end of each step of training (`fit`, `train_on_batch`; in a graph"
class EmaModel(Sound):
    def train_step(self, data):
        logs = super(Sound, self).train_step(data)
        if tf.executing_eagerly():
            self.move()
        return logs

    def fit(self, *args, epochs=1, **kwargs):
        for _ in range(epochs):
            super().fit(*args, **kwargs)
            self.move()


# %% wrong: float64 averages | test_form | float64 whatever
# breaks: "of the same shape and dtype"
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(weight.numpy(), dtype="float64", trainable=False)

    def mix(self, average, weight):
        return self.decay * average + (1 - self.decay) * tf.cast(weight, "float64")

    def swap(self):
        for average, weight in self.pairs():
            kept = average.numpy()
            average.assign(tf.cast(weight, "float64"))
            weight.assign(kept.astype("float32"))


# %% wrong: flat averages | test_example | are flat
# breaks: "of the same shape and dtype"
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(weight.numpy().ravel(), trainable=False)

    def mix(self, average, weight):
        return super().mix(average, tf.reshape(weight, [-1]))


# %% wrong: the last weight's average comes first | test_form | opposite order
# breaks: "in that order"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99):
        super().__init__(inner, decay)
        self.averages = self.averages[::-1]

    def pairs(self):
        return list(zip(self.averages[::-1], self.inner.weights))


# %% wrong: the averages start with the first step | test_start | not a copy
# breaks: "the values that the weights have when the EmaModel is made"
class EmaModel(Sound):
    started = False

    @property
    def averages(self):
        return self.kept if self.started else [w.value for w in self.inner.weights]

    @averages.setter
    def averages(self, values):
        self.kept = values

    def train_step(self, data):
        if not self.started:
            for average, weight in zip(self.kept, self.inner.weights):
                average.assign(weight)
            self.started = True
        return super().train_step(data)


# %% wrong: always in training | test_start | though this is inference
# breaks: "it runs in training or in inference as this model does"
class EmaModel(Sound):
    def call(self, inputs, training=False):
        return self.inner(inputs, training=True)


# %% wrong: only the loss is reported | test_training | only the loss
# breaks: "with the loss, the optimizer and the metrics of `compile`"
class EmaModel(Sound):
    def train_step(self, data):
        return {"loss": super().train_step(data)["loss"]}


# %% wrong: an optimizer of its own | test_example | of `compile` is not used
# breaks: "with the loss, the optimizer and the metrics of `compile`"
class EmaModel(Sound):
    def compile(self, optimizer, *args, **kwargs):
        super().compile(keras.optimizers.Adam(), *args, **kwargs)


# %% wrong: evaluate moves the averages | test_example | moves twice
# breaks: "Calls, `compile`, `evaluate` and new values of the weights do not move them"
class EmaModel(Sound):
    def test_step(self, data):
        logs = super().test_step(data)
        self.move()
        return logs


# %% wrong: a call in training moves the averages too | test_example | in a call too
# breaks: "Calls, `compile`, `evaluate` and new values of the weights do not move them"
class EmaModel(Sound):
    def call(self, inputs, training=False):
        outputs = super().call(inputs)
        if training:
            self.move()
        return outputs


# %% wrong: swap puts new variables into the list | test_swap | already built
# breaks: "both in place"
class EmaModel(Sound):
    def swap(self):
        kept = self.inner.get_weights()
        self.inner.set_weights([average.numpy() for average in self.averages])
        self.averages = [keras.Variable(value, trainable=False) for value in kept]


# %% wrong: a decay below 0 is taken | test_decay | below 0
# breaks: "for a decay below 0 or not below 1"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99):
        super().__init__(inner, max(decay, 0))


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "Train an inner model"
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99):
        if not 0 <= decay < 1:
            raise ValueError("decay")
        self.inner, self.decay = inner, decay
        self.averages = [self.start(weight) for weight in inner.weights]


# %% equivalent: keyword-f239c4a1
# Keras hands the flag of the outer call on to every layer that is called inside.


# %% right: keras.Variable, and a step by the difference
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 <= decay < 1:
            raise ValueError("decay must be in [0, 1)")
        self.inner = inner
        self.decay = decay
        self.averages = [
            keras.Variable(weight.numpy().copy(), trainable=False, dtype=weight.dtype)
            for weight in inner.weights
        ]

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            now, new = tf.convert_to_tensor(average), tf.convert_to_tensor(weight)
            average.assign(now + (1 - self.decay) * (new - now))
        return logs

    def swap(self):
        kept = self.inner.get_weights()
        self.inner.set_weights([average.numpy() for average in self.averages])
        for average, value in zip(self.averages, kept):
            average.assign(value)


# %% right: add_weight, values assigned afterwards; swaps over copies by tf.identity
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        if decay < 0 or decay >= 1:
            raise ValueError(f"decay is {decay}")
        super().__init__()
        self.inner = inner
        self.rate = float(decay)
        self.averages = []
        for weight in inner.weights:
            average = self.add_weight(
                shape=weight.shape, dtype=weight.dtype, initializer="zeros", trainable=False
            )
            average.assign(weight)
            self.averages.append(average)

    def call(self, inputs, training=False):
        return self.inner(inputs)

    def train_step(self, data):
        logs = super().train_step(data)
        for i, weight in enumerate(self.inner.weights):
            average = self.averages[i]
            average.assign(self.rate * average + (1.0 - self.rate) * weight)
        return logs

    def swap(self):
        for weight, average in zip(self.inner.weights, self.averages):
            old = tf.identity(tf.convert_to_tensor(weight))
            weight.assign(tf.identity(tf.convert_to_tensor(average)))
            average.assign(old)


# %% wrong: refuses a decay of 0 | test_decay
# breaks: "ValueError for a decay below 0 or not below 1."
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 < decay < 1:
            raise ValueError("decay must lie between 0 and 1")
        self.inner = inner
        self.decay = decay
        self.averages = [
            keras.Variable(weight.numpy(), trainable=False, dtype=weight.dtype)
            for weight in inner.weights
        ]

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            average.assign(self.decay * average + (1 - self.decay) * weight)
        return logs

    def swap(self):
        for average, weight in zip(self.averages, self.inner.weights):
            kept = weight.numpy().copy()
            weight.assign(average)
            average.assign(kept)


# %% wrong: the averages are float32 whatever the weights are | test_form | float32 whatever
# breaks: "not, of the same shape and dtype."
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 <= decay < 1:
            raise ValueError("decay must be in [0, 1)")
        self.inner = inner
        self.decay = decay
        self.averages = [
            keras.Variable(weight.numpy(), trainable=False, dtype="float32")
            for weight in inner.weights
        ]

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            new = tf.cast(tf.convert_to_tensor(weight), tf.float32)
            average.assign(self.decay * average + (1 - self.decay) * new)
        return logs

    def swap(self):
        for average, weight in zip(self.averages, self.inner.weights):
            kept = weight.numpy().copy()
            weight.assign(tf.cast(tf.convert_to_tensor(average), weight.dtype))
            average.assign(tf.cast(kept, tf.float32))


# %% wrong: compile starts the averages anew, from the weights of that moment | test_start | compile starts it anew
# breaks: "Calls, `compile`, `evaluate` and new values of the weights do not move them"
class EmaModel(keras.Model):
    def __init__(self, inner, decay=0.99):
        super().__init__()
        if not 0 <= decay < 1:
            raise ValueError("decay must be in [0, 1)")
        self.inner = inner
        self.decay = decay
        self.averages = [
            keras.Variable(weight.numpy(), trainable=False, dtype=weight.dtype)
            for weight in inner.weights
        ]

    def compile(self, *args, **kwargs):
        super().compile(*args, **kwargs)
        for average, weight in zip(self.averages, self.inner.weights):
            average.assign(weight)

    def call(self, inputs, training=False):
        return self.inner(inputs, training=training)

    def train_step(self, data):
        logs = super().train_step(data)
        for average, weight in zip(self.averages, self.inner.weights):
            average.assign(self.decay * average + (1 - self.decay) * weight)
        return logs

    def swap(self):
        for average, weight in zip(self.averages, self.inner.weights):
            kept = weight.numpy().copy()
            weight.assign(average)
            average.assign(kept)
