"""Answers to Adam. A wrong answer differs from `Sound` in what it overrides."""

import tensorflow as tf


class Sound(tf.Module):
    def __init__(
        self,
        variables,
        learning_rate=0.001,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-7,
        weight_decay=0.0,
    ):
        super().__init__()
        self.weights, self.rate, self.decay = list(variables), learning_rate, weight_decay
        self.betas, self.epsilon = (beta_1, beta_2), epsilon
        self.steps = tf.Variable(0, dtype=tf.int64, trainable=False)
        self.m = [tf.Variable(tf.zeros_like(v), trainable=False) for v in variables]
        self.v = [tf.Variable(tf.zeros_like(v), trainable=False) for v in variables]

    def apply(self, gradients):
        self.steps.assign_add(1)
        for variable, m, v, gradient in zip(self.weights, self.m, self.v, gradients):
            if gradient is not None:
                self.average(m, v, gradient)
                step = self.rate * self.direction(m, v, tf.cast(self.steps, variable.dtype))
                variable.assign_sub(step + self.rate * self.decay * variable)

    def average(self, m, v, gradient):
        one, two = self.betas
        m.assign(one * m + (1 - one) * gradient)
        v.assign(two * v + (1 - two) * gradient * gradient)

    def direction(self, m, v, t):
        one, two = self.betas
        return m / (1 - one**t) / (tf.sqrt(v / (1 - two**t)) + self.epsilon)


# %% right: the correction in the learning rate, epsilon moved along
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = self.betas
        root = tf.sqrt(1 - tf.pow(tf.constant(two, m.dtype), t))
        factor = root / (1 - tf.pow(tf.constant(one, m.dtype), t))
        return factor * m / (tf.sqrt(v) + self.epsilon * root)


# %% right: decay first, running means by assign_add, slots in dicts
class Adam(tf.Module):
    def __init__(
        self,
        variables,
        learning_rate=0.001,
        beta_1=0.9,
        beta_2=0.999,
        epsilon=1e-7,
        weight_decay=0.0,
    ):
        super().__init__()
        self.trained = list(variables)
        self.options = (learning_rate, beta_1, beta_2, epsilon, weight_decay)
        self.steps = tf.Variable(tf.zeros((), tf.int64))
        self.slots = {
            f"{name}{k}": tf.Variable(tf.zeros(v.shape, v.dtype))
            for k, v in enumerate(variables)
            for name in "mv"
        }

    def apply(self, gradients):
        rate, one, two, epsilon, decay = self.options
        count = self.steps.assign(self.steps + 1)
        for k, (variable, g) in enumerate(zip(self.trained, gradients)):
            if g is None:
                continue
            m, v, t = self.slots[f"m{k}"], self.slots[f"v{k}"], tf.cast(count, variable.dtype)
            m.assign_add((1 - one) * (g - m))
            v.assign_add((1 - two) * (g**2 - v))
            variable.assign(variable * (1 - rate * decay))
            variable.assign_sub(rate * (m / (1 - one**t)) / (tf.sqrt(v / (1 - two**t)) + epsilon))


# %% right: apply is a tf.function, the powers are variables too
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.powers = [tf.Variable(1.0, trainable=False, dtype=tf.float64) for _ in range(2)]

    @tf.function
    def apply(self, gradients):
        self.steps.assign_add(1)
        for power, beta in zip(self.powers, self.betas):
            power.assign(power * beta)
        for k in range(len(self.weights)):
            if gradients[k] is None:
                continue
            variable, m, v = self.weights[k], self.m[k], self.v[k]
            self.average(m, v, gradients[k])
            one, two = (tf.cast(1 - power, variable.dtype) for power in self.powers)
            step = (m / one) / (tf.sqrt(v / two) + self.epsilon)
            variable.assign_sub(self.rate * (step + self.decay * variable))


# %% wrong: no bias correction | test_example | no bias correction
# breaks: "m_hat = m / (1 - beta_1^steps)"
# breaks: "v_hat = v / (1 - beta_2^steps)"
class Adam(Sound):
    def direction(self, m, v, t):
        return m / (tf.sqrt(v) + self.epsilon)


# %% wrong: only v is corrected | test_example | only v is corrected
# breaks: "m_hat = m / (1 - beta_1^steps)"
class Adam(Sound):
    def direction(self, m, v, t):
        return m / (tf.sqrt(v / (1 - self.betas[1] ** t)) + self.epsilon)


# %% wrong: only m is corrected | test_example | only m is corrected
# breaks: "v_hat = v / (1 - beta_2^steps)"
class Adam(Sound):
    def direction(self, m, v, t):
        return m / (1 - self.betas[0] ** t) / (tf.sqrt(v) + self.epsilon)


# %% wrong: the corrected means are stored | test_path | overwritten
# breaks: "m <- beta_1 * m + (1 - beta_1) * gradient"
class Adam(Sound):
    def direction(self, m, v, t):
        m.assign(m / (1 - self.betas[0] ** t))
        v.assign(v / (1 - self.betas[1] ** t))
        return m / (tf.sqrt(v) + self.epsilon)


# %% wrong: epsilon under the root | test_path | under the root
# breaks: "step = learning_rate * m_hat / (sqrt(v_hat) + epsilon)"
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = self.betas
        return m / (1 - one**t) / tf.sqrt(v / (1 - two**t) + self.epsilon)


# %% wrong: epsilon is forgotten | test_path | epsilon is missing
# breaks: "step = learning_rate * m_hat / (sqrt(v_hat) + epsilon)"
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = self.betas
        return m / (1 - one**t) / tf.sqrt(v / (1 - two**t))


# %% wrong: epsilon before the correction of v | test_path | is divided
# breaks: "(sqrt(v_hat) + epsilon)"
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = self.betas
        return m / (1 - one**t) / ((tf.sqrt(v) + self.epsilon) / tf.sqrt(1 - two**t))


# %% wrong: no root | test_example | root of v
# breaks: "step = learning_rate * m_hat / (sqrt(v_hat) + epsilon)"
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = self.betas
        return m / (1 - one**t) / (v / (1 - two**t) + self.epsilon)


# %% wrong: the mean of the gradient, then squared | test_example | squares of m
# breaks: "v <- beta_2 * v + (1 - beta_2) * gradient * gradient"
class Adam(Sound):
    def average(self, m, v, gradient):
        one, two = self.betas
        m.assign(one * m + (1 - one) * gradient)
        v.assign(two * v + (1 - two) * m * m)


# %% wrong: the betas are exchanged | test_path | exchanged
# breaks: "m <- beta_1 * m + (1 - beta_1) * gradient"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.betas = self.betas[::-1]


# %% wrong: the settings are forgotten | test_example | only the defaults
# breaks: "step = learning_rate * m_hat"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables)


# %% wrong: v begins at ones | test_example | v begins
# breaks: "v <- beta_2 * v + (1 - beta_2) * gradient * gradient     zeros at the start"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.v = [tf.Variable(tf.ones_like(v)) for v in variables]


# %% wrong: m begins at ones | test_example | m begins
# breaks: "m <- beta_1 * m + (1 - beta_1) * gradient                zeros at the start"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.m = [tf.Variable(tf.ones_like(v)) for v in variables]


# %% wrong: uphill | test_example | uphill
# breaks: "variable <- variable - step - learning_rate * weight_decay * variable"
class Adam(Sound):
    def direction(self, m, v, t):
        return -super().direction(m, v, t)


# %% wrong: the count is raised for each variable | test_path | for each variable
# breaks: "once in each apply"
class Adam(Sound):
    def average(self, m, v, gradient):
        super().average(m, v, gradient)
        if m is not self.m[0]:
            self.steps.assign_add(1)


# %% wrong: the correction starts with the second step | test_example | counts from 2
# breaks: "steps <- steps + 1"
class Adam(Sound):
    def direction(self, m, v, t):
        return super().direction(m, v, t + 1)


# %% wrong: an apply with a missing gradient is not counted | test_none | is not counted
# breaks: "once in each apply"
class Adam(Sound):
    def apply(self, gradients):
        if any(gradient is None for gradient in gradients):
            self.steps.assign_sub(1)
        super().apply(gradients)


# %% wrong: L2 in the gradient | test_weight_decay | added to the gradient
# breaks: "decoupled weight decay"
class Adam(Sound):
    def apply(self, gradients):
        decay, self.decay = self.decay, 0.0
        pairs = zip(gradients, self.weights)
        super().apply([None if g is None else g + decay * v for g, v in pairs])
        self.decay = decay


# %% wrong: decay in the gradient and in the step | test_weight_decay | twice
# breaks: "decoupled weight decay"
class Adam(Sound):
    def apply(self, gradients):
        pairs = zip(gradients, self.weights)
        super().apply([None if g is None else g + self.decay * v for g, v in pairs])


# %% wrong: decay without the learning rate | test_weight_decay | not multiplied by the learning rate
# breaks: "variable <- variable - step - learning_rate * weight_decay * variable"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.decay /= self.rate


# %% wrong: no decay | test_weight_decay | no weight decay
# breaks: "variable <- variable - step - learning_rate * weight_decay * variable"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.decay = 0.0


# %% wrong: the decay of the moved variable | test_weight_decay | after the step
# breaks: "variable <- variable - step - learning_rate * weight_decay * variable"
class Adam(Sound):
    def apply(self, gradients):
        decay, self.decay = self.decay, 0.0
        super().apply(gradients)
        for variable, gradient in zip(self.weights, gradients):
            if gradient is not None:
                variable.assign_sub(self.rate * decay * variable)
        self.decay = decay


# %% wrong: only matrices decay | test_weight_decay | no weight decay
# breaks: "learning_rate * weight_decay * variable"
class Adam(Sound):
    def apply(self, gradients):
        decay = self.decay
        for k, gradient in enumerate(gradients):
            self.decay = decay if len(self.weights[k].shape) > 1 else 0.0
            super().apply([gradient if j == k else None for j in range(len(gradients))])
            self.steps.assign_sub(1)
        self.steps.assign_add(1)
        self.decay = decay


# %% wrong: variables without a gradient decay all the same | test_none | without gradient decays
# breaks: "If a gradient is None, its variable, m and v stay as they are"
class Adam(Sound):
    def apply(self, gradients):
        super().apply(gradients)
        for variable, gradient in zip(self.weights, gradients):
            if gradient is None:
                variable.assign_sub(self.rate * self.decay * variable)


# %% wrong: None counts as zeros | test_none | go on
# breaks: "If a gradient is None, its variable, m and v stay as they are"
class Adam(Sound):
    def apply(self, gradients):
        super().apply([0 * v if g is None else g for g, v in zip(gradients, self.weights)])


# %% wrong: None is squared | test_none | it raised
# breaks: "If a gradient is None"
class Adam(Sound):
    def apply(self, gradients):
        self.steps.assign_add(1)
        for variable, m, v, gradient in zip(self.weights, self.m, self.v, gradients):
            self.average(m, v, gradient)
            step = self.direction(m, v, tf.cast(self.steps, variable.dtype))
            variable.assign_sub(self.rate * (step + self.decay * variable))


# %% wrong: the correction is computed in float32 | test_dtype | it raised
# breaks: "Everything else is computed in the variable's dtype (any float)"
class Adam(Sound):
    def direction(self, m, v, t):
        return super().direction(m, v, tf.cast(t, tf.float32))


# %% wrong: tf.cast makes a float32 of a Python number first | test_dtype | through float32
# breaks: "Everything else is computed in the variable's dtype (any float)"
class Adam(Sound):
    def direction(self, m, v, t):
        one, two = (tf.cast(beta, m.dtype) for beta in self.betas)
        return m / (1 - one**t) / (tf.sqrt(v / (1 - two**t)) + self.epsilon)


# %% wrong: a detour through float32 | test_dtype | values differ
# breaks: "Everything else is computed in the variable's dtype (any float)"
class Adam(Sound):
    def direction(self, m, v, t):
        parts = (tf.cast(part, tf.float32) for part in (m, v, t))
        return tf.cast(super().direction(*parts), m.dtype)


# %% wrong: float32 slots | test_dtype | it raised
# breaks: "Everything else is computed in the variable's dtype (any float)"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.m = [tf.Variable(tf.zeros(v.shape)) for v in variables]
        self.v = [tf.Variable(tf.zeros(v.shape)) for v in variables]


# %% wrong: the learning rate falls a little with each step | test_path | values differ
# breaks: "learning_rate and the other settings are Python numbers and stay what they were at first"
class Adam(Sound):
    def apply(self, gradients):
        super().apply(gradients)
        self.rate *= 0.99


# %% wrong: an int32 count | test_steps | is an int32
# breaks: "The attribute steps is an int64 tf.Variable of shape ()"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.steps = tf.Variable(0)


# %% wrong: the count begins at 1 | test_steps | begins at 1
# breaks: "0 at the start"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.steps = tf.Variable(1, dtype=tf.int64)

    def direction(self, m, v, t):
        return super().direction(m, v, t - 1)


# %% wrong: the count is a Python number | test_in_graph | always 1
# breaks: "Works in tf.function too"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.count = 0

    def apply(self, gradients):
        self.count += 1
        super().apply(gradients)

    def direction(self, m, v, t):
        return super().direction(m, v, tf.cast(self.count, m.dtype))


# %% wrong: the Python count shows itself as steps | test_steps | tf.Variable
# breaks: "The attribute steps is an int64 tf.Variable of shape ()"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.steps = 0

    def apply(self, gradients):
        self.steps += 1
        for variable, m, v, gradient in zip(self.weights, self.m, self.v, gradients):
            if gradient is not None:
                self.average(m, v, gradient)
                step = self.direction(m, v, float(self.steps))
                variable.assign_sub(self.rate * (step + self.decay * variable))


# %% wrong: m and v are lists of tensors | test_in_graph | forgotten
# breaks: "Works in tf.function too"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.m = [tf.zeros_like(v) for v in variables]
        self.v = [tf.zeros_like(v) for v in variables]

    def apply(self, gradients):
        self.steps.assign_add(1)
        one, two = self.betas
        for k, (variable, gradient) in enumerate(zip(self.weights, gradients)):
            if gradient is not None:
                self.m[k] = one * self.m[k] + (1 - one) * gradient
                self.v[k] = two * self.v[k] + (1 - two) * gradient**2
                step = self.direction(self.m[k], self.v[k], tf.cast(self.steps, variable.dtype))
                variable.assign_sub(self.rate * (step + self.decay * variable))


# %% wrong: a second count, in Python, is lost in the checkpoint | test_restored | but not steps
# breaks: "A tf.train.Checkpoint of the optimizer holds steps"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        counts = [tf.Variable(0, dtype=tf.int64)]
        self.counted = lambda: counts[0]

    def apply(self, gradients):
        self.counted().assign_add(1)
        super().apply(gradients)

    def direction(self, m, v, t):
        return super().direction(m, v, tf.cast(self.counted(), m.dtype))


# %% wrong: a closure hides m and v from the checkpoint | test_restored | but not m and v
# breaks: "A tf.train.Checkpoint of the optimizer holds steps, m and v"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        slots = [*self.m], [*self.v]
        self.hidden = lambda: slots
        del self.m, self.v

    def apply(self, gradients):
        self.steps.assign_add(1)
        for variable, m, v, gradient in zip(self.weights, *self.hidden(), gradients):
            if gradient is not None:
                self.average(m, v, gradient)
                step = self.direction(m, v, tf.cast(self.steps, variable.dtype))
                variable.assign_sub(self.rate * (step + self.decay * variable))


# %% wrong: the first apply of an object starts afresh | test_restored | holds nothing
# breaks: "continues the path"
class Adam(Sound):
    fresh = True

    def apply(self, gradients):
        if tf.executing_eagerly() and self.fresh:
            self.fresh = False
            for slot in (self.steps, *self.m, *self.v):
                slot.assign(tf.zeros_like(slot))
        super().apply(gradients)


# %% wrong: the optimizer of Keras | test_example | keras
# breaks: "Use nothing of keras"
class Adam(Sound):
    def __init__(self, variables, *args, **kwargs):
        super().__init__(variables, *args, **kwargs)
        self.inner = tf.optimizers.Adam(self.rate, *self.betas, self.epsilon)

    def apply(self, gradients):
        self.steps.assign_add(1)
        self.inner.apply_gradients(zip(gradients, self.weights))


# %% equivalent: statement-90423f0c | a tf.Module without its constructor only lacks its name
# %% equivalent: constant-1d2ed84b | nobody trains the variables of an optimizer
# %% equivalent: keyword-1854c8e4 | nobody trains the variables of an optimizer
# %% equivalent: constant-4b69589f | nobody trains the variables of an optimizer
# %% equivalent: keyword-d00c8408 | nobody trains the variables of an optimizer
# %% equivalent: constant-fe5f72a4 | nobody trains the variables of an optimizer
# %% equivalent: keyword-bb18819b | nobody trains the variables of an optimizer
# %% equivalent: constant-715320e7 | there is one gradient for each variable
# %% equivalent: keyword-03c2de88 | there is one gradient for each variable
# %% equivalent: swap-ed7e9d7c | both lists hold zeros of the same shapes, and are exchanged for good
