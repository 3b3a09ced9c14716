"""Answers to Momentum. A wrong answer differs from `Sound` in what it overrides."""

import numpy as np
import tensorflow as tf


class Sound(tf.Module):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__()
        self.weights, self.rate = list(variables), learning_rate
        self.momentum, self.nesterov = momentum, nesterov
        self.slots = [tf.Variable(tf.zeros_like(v), trainable=False) for v in variables]

    def apply(self, gradients):
        for variable, slot, gradient in zip(self.weights, self.slots, gradients):
            if gradient is not None:
                self.step(variable, slot, self.rate * gradient)

    def step(self, variable, slot, change):
        slot.assign(self.momentum * slot - change)
        variable.assign_add(self.momentum * slot - change if self.nesterov else slot)


# %% right: slots in a dict by name
class Momentum(tf.Module):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__()
        self.trained, self.settings = variables, (learning_rate, momentum, nesterov)
        self.slots = {str(k): tf.Variable(tf.zeros_like(v)) for k, v in enumerate(variables)}

    def apply(self, gradients):
        rate, momentum, nesterov = self.settings
        for k, gradient in enumerate(gradients):
            if gradient is None:
                continue
            velocity = self.slots[str(k)]
            velocity.assign(velocity * momentum)
            velocity.assign_sub(rate * gradient)
            if nesterov:
                self.trained[k].assign_add(momentum * velocity - rate * gradient)
            else:
                self.trained[k].assign_add(velocity)


# %% right: the rate outside the velocity, which is the same for a fixed rate
class Momentum(Sound):
    def apply(self, gradients):
        for variable, slot, gradient in zip(self.weights, self.slots, gradients, strict=True):
            if gradient is None:
                continue
            slot.assign(self.momentum * slot + gradient)
            slope = gradient + self.momentum * slot if self.nesterov else slot
            variable.assign_sub(self.rate * slope)


# %% right: apply is a tf.function, the settings are variables
class Momentum(tf.Module):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__()
        self.pairs = [(v, tf.Variable(tf.zeros(v.shape, v.dtype))) for v in variables]
        self.learning_rate = tf.Variable(learning_rate, trainable=False, dtype=tf.float64)
        self.momentum = tf.Variable(momentum, trainable=False, dtype=tf.float64)
        self.nesterov = nesterov

    @tf.function
    def apply(self, gradients):
        for (variable, velocity), gradient in zip(self.pairs, gradients):
            if gradient is not None:
                keep = tf.cast(self.momentum, variable.dtype)
                step = tf.cast(self.learning_rate, variable.dtype) * gradient
                new = velocity.assign(keep * velocity - step)
                variable.assign_add(keep * new - step if self.nesterov else new)


# %% right: a velocity is made when its variable gets its first gradient
class Momentum(tf.Module):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__()
        self.weights, self.rate, self.keep = list(variables), learning_rate, momentum
        self.nesterov, self.slots = nesterov, {}

    def apply(self, gradients):
        for k, (variable, gradient) in enumerate(zip(self.weights, gradients)):
            if gradient is None:
                continue
            if f"v{k}" not in self.slots:
                with tf.init_scope():
                    self.slots[f"v{k}"] = tf.Variable(tf.zeros(variable.shape, variable.dtype))
            velocity, step = self.slots[f"v{k}"], self.rate * gradient
            velocity.assign(self.keep * velocity - step)
            variable.assign_add(self.keep * velocity - step if self.nesterov else velocity)


# %% wrong: plain descent | test_example | plain descent
# breaks: "velocity <- momentum * velocity - learning_rate * gradient"
class Momentum(Sound):
    def step(self, variable, slot, change):
        variable.assign_sub(change)


# %% wrong: uphill | test_example | uphill
# breaks: "velocity <- momentum * velocity - learning_rate * gradient"
class Momentum(Sound):
    def step(self, variable, slot, change):
        super().step(variable, slot, -change)


# %% wrong: the learning rate is not used | test_example | learning rate is not used
# breaks: "velocity <- momentum * velocity - learning_rate * gradient"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, 1.0, momentum, nesterov)


# %% wrong: momentum is always 0.9 | test_example | always 0.9
# breaks: "velocity <- momentum * velocity - learning_rate * gradient"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, 0.9, nesterov)


# %% wrong: a mean of the gradients, as in Adam | test_example | 1 - momentum
# breaks: "velocity <- momentum * velocity - learning_rate * gradient"
class Momentum(Sound):
    def step(self, variable, slot, change):
        super().step(variable, slot, (1 - self.momentum) * change)


# %% wrong: the old velocity moves the variable | test_example | the old velocity
# breaks: "variable <- variable + velocity"
class Momentum(Sound):
    def step(self, variable, slot, change):
        variable.assign_add(self.momentum * slot - change if self.nesterov else slot)
        slot.assign(self.momentum * slot - change)


# %% wrong: velocities begin at 1 | test_example | begin at 1
# breaks: "a velocity for each variable, zeros at the start"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.slots = [tf.Variable(tf.ones_like(v)) for v in variables]


# %% wrong: the velocities are kept on the class | test_example | on the class
# breaks: "a velocity for each variable"
class Momentum(Sound):
    kept = {}

    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        for k, slot in enumerate(self.slots):
            Momentum.kept.setdefault((k, tuple(slot.shape), slot.dtype, learning_rate), slot)
        keys = [(k, tuple(v.shape), v.dtype, learning_rate) for k, v in enumerate(variables)]
        self.slots = [Momentum.kept[key] for key in keys]


# %% wrong: nesterov is ignored | test_nesterov | nesterov is not used
# breaks: "variable <- variable + momentum * velocity - learning_rate * gradient    if nesterov"
class Momentum(Sound):
    def step(self, variable, slot, change):
        slot.assign(self.momentum * slot - change)
        variable.assign_add(slot)


# %% wrong: always nesterov | test_example | always nesterov
# breaks: "if nesterov"
class Momentum(Sound):
    def step(self, variable, slot, change):
        slot.assign(self.momentum * slot - change)
        variable.assign_add(self.momentum * slot - change)


# %% wrong: nesterov with the old velocity | test_nesterov | nesterov is not used
# breaks: "and reads the new velocity"
class Momentum(Sound):
    def step(self, variable, slot, change):
        ahead = self.momentum * slot - change
        slot.assign(self.momentum * slot - change)
        variable.assign_add(ahead if self.nesterov else slot)


# %% wrong: nesterov's row comes after the other one | test_nesterov | again by nesterov
# breaks: "The last row takes the place of the second"
class Momentum(Sound):
    def step(self, variable, slot, change):
        slot.assign(self.momentum * slot - change)
        variable.assign_add(slot)
        if self.nesterov:
            variable.assign_add(self.momentum * slot - change)


# %% wrong: float32 velocities | test_dtype | it raised
# breaks: "Velocities have their variables' shapes and dtypes (any float)"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.slots = [tf.Variable(tf.zeros(v.shape), trainable=False) for v in variables]


# %% wrong: the settings become float32 tensors first | test_dtype | went through float32
# breaks: "steps are computed in that dtype"
class Momentum(Sound):
    def step(self, variable, slot, change):
        keep, rate = (tf.cast(value, variable.dtype) for value in (self.momentum, self.rate))
        change = rate * (change / self.rate)
        slot.assign(keep * slot - change)
        variable.assign_add(keep * slot - change if self.nesterov else slot)


# %% wrong: the learning rate falls a little with each step | test_example | values differ
# breaks: "stay what they were at first"
class Momentum(Sound):
    def apply(self, gradients):
        super().apply(gradients)
        self.rate *= 0.99


# %% wrong: the learning rate is read like the variable that SGD has | test_example | attribute
# breaks: "learning_rate and momentum are Python numbers"
class Momentum(Sound):
    def step(self, variable, slot, change):
        rate = tf.cast(self.rate.read_value(), variable.dtype)
        super().step(variable, slot, rate * change / self.rate)


# %% wrong: None counts as zeros | test_none | goes on
# breaks: "If a gradient is None, its variable and its velocity stay as they are"
class Momentum(Sound):
    def apply(self, gradients):
        filled = [0 * v if g is None else g for v, g in zip(self.weights, gradients)]
        super().apply(filled)


# %% wrong: None stops the variable, and its velocity is forgotten | test_none | is forgotten
# breaks: "its variable and its velocity stay as they are"
class Momentum(Sound):
    def apply(self, gradients):
        super().apply(gradients)
        for slot, gradient in zip(self.slots, gradients):
            if gradient is None:
                slot.assign(tf.zeros_like(slot))


# %% wrong: None is multiplied | test_none | it raised
# breaks: "If a gradient is None"
class Momentum(Sound):
    def apply(self, gradients):
        for variable, slot, gradient in zip(self.weights, self.slots, gradients):
            self.step(variable, slot, self.rate * gradient)


# %% wrong: the velocities are tensors in a list | test_in_graph | plain descent
# breaks: "Works in tf.function too"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.slots = [tf.zeros_like(v) for v in variables]

    def apply(self, gradients):
        for k, (variable, gradient) in enumerate(zip(self.weights, gradients)):
            if gradient is not None:
                change = self.rate * gradient
                self.slots[k] = self.momentum * self.slots[k] - change
                ahead = self.momentum * self.slots[k] - change
                variable.assign_add(ahead if self.nesterov else self.slots[k])


# %% wrong: NumPy velocities | test_in_graph | it raised
# breaks: "Works in tf.function too"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.slots = [np.zeros(v.shape, v.dtype.as_numpy_dtype) for v in variables]

    def apply(self, gradients):
        for k, (variable, gradient) in enumerate(zip(self.weights, gradients)):
            if gradient is not None:
                change = self.rate * gradient.numpy()
                self.slots[k] = self.momentum * self.slots[k] - change
                ahead = self.momentum * self.slots[k] - change
                variable.assign_add(ahead if self.nesterov else self.slots[k])


# %% wrong: a velocity is made in each trace | test_in_graph | it raised
# breaks: "Works in tf.function too"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.slots = [None] * len(self.weights)

    def apply(self, gradients):
        if not tf.executing_eagerly():
            self.slots = [None] * len(self.weights)
        for k, variable in enumerate(self.weights):
            if self.slots[k] is None:
                self.slots[k] = tf.Variable(tf.zeros(variable.shape, variable.dtype))
        super().apply(gradients)


# %% wrong: a closure hides the velocities from the checkpoint | test_restored | zeros again
# breaks: "A tf.train.Checkpoint of the optimizer holds the velocities"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        slots = [tf.Variable(tf.zeros_like(v)) for v in variables]
        self.slots, self.hidden = [], lambda: slots

    def apply(self, gradients):
        for variable, slot, gradient in zip(self.weights, self.hidden(), gradients):
            if gradient is not None:
                self.step(variable, slot, self.rate * gradient)


# %% wrong: velocities under keys that no file can name | test_restored | it raised
# breaks: "A tf.train.Checkpoint of the optimizer holds the velocities"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.by_variable = {v.ref(): s for v, s in zip(self.weights, self.slots)}
        del self.slots

    def apply(self, gradients):
        for variable, gradient in zip(self.weights, gradients):
            if gradient is not None:
                self.step(variable, self.by_variable[variable.ref()], self.rate * gradient)


# %% wrong: the first step after a restart resets the velocities | test_restored | zeros again
# breaks: "continues the path"
class Momentum(Sound):
    started = False

    def apply(self, gradients):
        if tf.executing_eagerly() and not self.started:
            self.started = True
            for slot in self.slots:
                slot.assign(tf.zeros_like(slot))
        super().apply(gradients)


# %% wrong: the optimizer of Keras | test_example | keras
# breaks: "Use nothing of keras"
class Momentum(Sound):
    def __init__(self, variables, learning_rate=0.01, momentum=0.9, nesterov=False):
        super().__init__(variables, learning_rate, momentum, nesterov)
        self.inner = tf.keras.optimizers.SGD(learning_rate, momentum, nesterov)

    def apply(self, gradients):
        self.inner.apply_gradients(zip(gradients, self.weights))


# %% equivalent: statement-05c6c64f | a tf.Module without its constructor only lacks its name
# %% equivalent: constant-c11eb9d0 | nobody trains the variables of an optimizer
# %% equivalent: keyword-a5a92112 | nobody trains the variables of an optimizer
# %% equivalent: constant-4b7d5aba | there is one gradient for each variable
# %% equivalent: keyword-c8035eac | there is one gradient for each variable
