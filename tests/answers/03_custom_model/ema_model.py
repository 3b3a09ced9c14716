"""Answers to EmaModel. A wrong answer differs from `Sound` in what it overrides."""

import keras
import numpy as np
import tensorflow as tf


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


# %% wrong: the output is one number a sample | test_form | shape
class EmaModel(Sound):
    def call(self, inputs, training=False):
        return tf.reduce_mean(super().call(inputs), axis=-1)


# %% wrong: the averages are trained as well | test_form | trained too
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(weight.numpy(), trainable=True)


# %% wrong: only trained weights are averaged | test_form | only the trained
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, decay, **kwargs)
        self.averages = [self.start(weight) for weight in inner.trainable_weights]

    def pairs(self):
        return list(zip(self.averages, self.inner.trainable_weights))


# %% wrong: the averages start at zero | test_start | zero
class EmaModel(Sound):
    def start(self, weight):
        return keras.Variable(0 * weight.numpy(), trainable=False)


# %% wrong: the output is scaled by the decay | test_start | the output
class EmaModel(Sound):
    def call(self, inputs, training=False):
        return self.decay * super().call(inputs)


# %% wrong: the averages are the weights themselves | test_averages | weight itself
class EmaModel(Sound):
    def start(self, weight):
        return weight


# %% wrong: call has no parameter training | test_averages | no parameter training
class EmaModel(Sound):
    def call(self, inputs):
        return self.inner(inputs)


# %% wrong: decay and 1 - decay are swapped | test_averages | swapped
class EmaModel(Sound):
    def mix(self, average, weight):
        return (1 - self.decay) * average + self.decay * weight


# %% wrong: the average moves before the step | test_averages | before the step
class EmaModel(Sound):
    def train_step(self, data):
        self.move()
        return super(Sound, self).train_step(data)


# %% wrong: the averages never move | test_averages | never moves
class EmaModel(Sound):
    def move(self):
        pass


# %% wrong: the average is bound to a new value, not assigned | test_averages | never moves
class EmaModel(Sound):
    def move(self):
        for average, weight in self.pairs():
            average = self.mix(average, weight)


# %% wrong: the averages move in call | test_averages | before the step
class EmaModel(Sound):
    def call(self, inputs, training=False):
        if training:
            self.move()
        return super().call(inputs)

    def train_step(self, data):
        return super(Sound, self).train_step(data)


# %% wrong: moving statistics are copied, not averaged | test_averages | weight itself
class EmaModel(Sound):
    def move(self):
        for average, weight in self.pairs():
            average.assign(self.mix(average, weight) if weight.trainable else weight)


# %% wrong: the plain mean of the weights so far | test_averages | plain mean
class EmaModel(Sound):
    steps = 0

    def move(self):
        self.steps += 1
        for average, weight in self.pairs():
            average.assign((self.steps * average + weight) / (self.steps + 1))


# %% wrong: the average moves twice a step | test_averages | twice per step
class EmaModel(Sound):
    def move(self):
        super().move()
        super().move()


# %% wrong: the weights are pulled to the averages | test_training | from the averages
class EmaModel(Sound):
    def move(self):
        super().move()
        for average, weight in self.pairs():
            weight.assign(average)


# %% wrong: the inner model is frozen by its wrapper | test_training | not trained
class EmaModel(Sound):
    def train_step(self, data):
        kept = [tf.identity(weight) for weight in self.inner.weights]
        logs = super().train_step(data)
        for weight, value in zip(self.inner.weights, kept):
            weight.assign(value)
        return logs


# %% wrong: the report is of the model after the step | test_training | losses
class EmaModel(Sound):
    def train_step(self, data):
        super().train_step(data)
        return super().test_step(data)


# %% wrong: swap copies the averages, and the weights are gone | test_swap | have the weights' values
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            weight.assign(average)


# %% wrong: swap keeps a box, not its content | test_swap | have the weights' values
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            kept = weight.value
            weight.assign(average)
            average.assign(kept)


# %% wrong: swap exchanges names | test_swap | weights are unchanged
class EmaModel(Sound):
    def swap(self):
        for average, weight in self.pairs():
            average, weight = weight, average


# %% wrong: swap works only once | test_swap | weights are unchanged
class EmaModel(Sound):
    swapped = False

    def swap(self):
        if not self.swapped:
            super().swap()
        self.swapped = True


# %% wrong: the averages move in eager steps only | test_in_graph | average of the kernel
class EmaModel(Sound):
    def train_step(self, data):
        logs = super(Sound, self).train_step(data)
        if tf.executing_eagerly():
            self.move()
        return logs


# %% wrong: the averages are NumPy arrays | test_in_graph | numpy
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


# %% wrong: every decay is taken | test_decay | outcome of decays
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, 0.5, **kwargs)
        self.decay = decay


# %% wrong: a decay of 1 is taken | test_decay | outcome of decays
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, min(decay, 0.999) if decay <= 1 else decay, **kwargs)


# %% wrong: a decay of 0 counts as none | test_decay | average with decay 0
class EmaModel(Sound):
    def __init__(self, inner, decay=0.99, **kwargs):
        super().__init__(inner, decay or 0.99, **kwargs)


# %% equivalent: keyword-f239c4a1
# Keras hands the flag of the outer call on to every layer that is called inside.
