"""Answers to SGD. A wrong answer differs from `Sound` in what it overrides."""

import tensorflow as tf


class Sound(tf.Module):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__()
        self.weights = variables
        self.learning_rate = tf.Variable(learning_rate, trainable=False)

    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        for variable, gradient in zip(self.weights, gradients):
            if gradient is not None:
                self.step(variable, tf.convert_to_tensor(gradient))

    def step(self, variable, gradient):
        variable.assign_sub(tf.cast(self.learning_rate, variable.dtype) * gradient)


# %% right: scatter_sub for slices
class SGD(tf.Module):
    def __init__(self, variables, learning_rate=0.01, name=None):
        super().__init__(name=name)
        self.params = tuple(variables)
        self.learning_rate = tf.Variable(float(learning_rate), dtype="float32")

    def apply(self, gradients):
        if len(gradients) != len(self.params):
            raise ValueError(f"expected {len(self.params)} gradients, got {len(gradients)}")
        for gradient, variable in zip(gradients, self.params):
            rate = tf.cast(self.learning_rate, variable.dtype)
            if isinstance(gradient, tf.IndexedSlices):
                variable.scatter_sub(tf.IndexedSlices(rate * gradient.values, gradient.indices))
            elif gradient is not None:
                variable.assign_sub(rate * gradient)


# %% right: zeros in the place of None, assign
class SGD(tf.Module):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__()
        self.trained = list(variables)
        self.learning_rate = tf.Variable(learning_rate, trainable=False, name="rate")

    def apply(self, gradients):
        pairs = list(zip(self.trained, gradients, strict=True))
        for variable, gradient in pairs:
            gradient = tf.zeros_like(variable) if gradient is None else gradient
            slope = tf.convert_to_tensor(gradient, variable.dtype)
            variable.assign(variable - slope * tf.cast(self.learning_rate, slope.dtype))


# %% right: apply is a tf.function, unsorted_segment_sum for slices
class SGD(tf.Module):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__()
        self.count, self.held = len(variables), variables
        self.learning_rate = tf.Variable(learning_rate, dtype=tf.float32)

    def whole(self, gradient, rows):
        if isinstance(gradient, tf.IndexedSlices):
            return tf.math.unsorted_segment_sum(gradient.values, gradient.indices, rows)
        return gradient

    @tf.function
    def apply(self, gradients):
        if len(gradients) != self.count:
            raise ValueError(len(gradients))
        for k in range(self.count):
            if gradients[k] is None:
                continue
            variable = self.held[k]
            rows = variable.shape[0] if variable.shape.rank else 1
            slope = self.whole(gradients[k], rows)
            variable.assign_add(-tf.cast(self.learning_rate, variable.dtype) * slope)


# %% wrong: uphill | test_example | uphill
# breaks: "each variable minus learning_rate times its gradient"
class SGD(Sound):
    def step(self, variable, gradient):
        variable.assign_add(tf.cast(self.learning_rate, variable.dtype) * gradient)


# %% wrong: the learning rate is forgotten | test_example | learning rate is not used
# breaks: "learning_rate times its gradient"
class SGD(Sound):
    def step(self, variable, gradient):
        variable.assign_sub(gradient)


# %% wrong: assign in the place of assign_sub, without the variable | test_example | takes the place
# breaks: "each variable minus learning_rate times its gradient"
class SGD(Sound):
    def step(self, variable, gradient):
        variable.assign(-tf.cast(self.learning_rate, variable.dtype) * gradient)


# %% wrong: a new tensor, the variable itself does not change | test_example | does not change
# breaks: "each variable minus learning_rate times its gradient"
class SGD(Sound):
    def step(self, variable, gradient):
        variable = variable - tf.cast(self.learning_rate, variable.dtype) * gradient


# %% wrong: the order of the gradients is turned around | test_values | reversed order
# breaks: "The gradients of apply come in the order of variables"
class SGD(Sound):
    def apply(self, gradients):
        super().apply(gradients[::-1])


# %% wrong: a float32 rate does not fit other variables | test_dtypes | it raised
# breaks: "each in its variable's shape and dtype (any float)"
class SGD(Sound):
    def step(self, variable, gradient):
        variable.assign_sub(self.learning_rate * gradient)


# %% wrong: computed in float32 | test_dtypes | values differ
# breaks: "each in its variable's shape and dtype (any float)"
class SGD(Sound):
    def step(self, variable, gradient):
        change = self.learning_rate * tf.cast(gradient, tf.float32)
        variable.assign(tf.cast(tf.cast(variable, tf.float32) - change, variable.dtype))


# %% wrong: None is multiplied | test_none | it raised
# breaks: "A gradient may be None"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        for variable, gradient in zip(self.weights, gradients):
            self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: the gradients that are not None move up | test_none | None is dropped
# breaks: "and then its variable stays as it is"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        for variable, gradient in zip(self.weights, [g for g in gradients if g is not None]):
            self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: nothing after the first None | test_none | does not change
# breaks: "A gradient may be None, and then its variable stays as it is"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        for variable, gradient in zip(self.weights, gradients):
            if gradient is None:
                return
            self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: a row that occurs twice is written once | test_slices | only the last
# breaks: "where an index that occurs twice counts twice"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        for variable, gradient in zip(self.weights, gradients):
            if isinstance(gradient, tf.IndexedSlices):
                zeros, rows = tf.zeros_like(variable), gradient.indices[:, None]
                gradient = tf.tensor_scatter_nd_update(zeros, rows, gradient.values)
            if gradient is not None:
                self.step(variable, gradient)


# %% wrong: the rows of an index are averaged | test_slices | averaged
# breaks: "where an index that occurs twice counts twice"
class SGD(Sound):
    def apply(self, gradients):
        def whole(gradient, variable):
            if isinstance(gradient, tf.IndexedSlices):
                rows = variable.shape[0]
                return tf.math.unsorted_segment_mean(gradient.values, gradient.indices, rows)
            return gradient

        super().apply([whole(g, v) for g, v in zip(gradients, self.weights, strict=True)])


# %% wrong: zip stops at the shorter list | test_wrong_number | nothing is raised
# breaks: "Raises ValueError"
class SGD(Sound):
    def apply(self, gradients):
        for variable, gradient in zip(self.weights, gradients):
            if gradient is not None:
                self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: zip(strict=True) notices it too late | test_wrong_number | before the error
# breaks: "and changes no variable"
class SGD(Sound):
    def apply(self, gradients):
        for variable, gradient in zip(self.weights, gradients, strict=True):
            if gradient is not None:
                self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: an assertion | test_wrong_number | an AssertionError
# breaks: "Raises ValueError"
class SGD(Sound):
    def apply(self, gradients):
        assert len(gradients) == len(self.weights)
        super().apply(gradients)


# %% wrong: only too many gradients are refused | test_wrong_number | nothing is raised
# breaks: "if there is not one gradient for each variable"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) > len(self.weights):
            raise ValueError("too many gradients")
        for variable, gradient in zip(self.weights, gradients):
            if gradient is not None:
                self.step(variable, tf.convert_to_tensor(gradient))


# %% wrong: the learning rate is a Python number | test_attribute | as it was when it was traced
# breaks: "The attribute learning_rate is a float32 tf.Variable of shape ()"
class SGD(Sound):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__(variables, learning_rate)
        self.learning_rate = learning_rate


# %% wrong: a float64 learning rate | test_attribute | it is float64
# breaks: "The attribute learning_rate is a float32 tf.Variable of shape ()"
class SGD(Sound):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__(variables, learning_rate)
        self.learning_rate = tf.Variable(learning_rate, dtype=tf.float64)


# %% wrong: the first rate is kept beside the variable | test_learning_rate | always the first
# breaks: "A value assigned to it counts from the next step on"
class SGD(Sound):
    def __init__(self, variables, learning_rate=0.01):
        super().__init__(variables, learning_rate)
        self.kept = learning_rate

    def step(self, variable, gradient):
        variable.assign_sub(tf.cast(self.kept, variable.dtype) * gradient)


# %% wrong: the rate is made a number while the step is traced | test_learning_rate | always the first
# breaks: "even if apply runs in a tf.function that is traced already"
class SGD(Sound):
    def step(self, variable, gradient):
        with tf.init_scope():
            rate = self.learning_rate.numpy().item()
        variable.assign_sub(rate * gradient)


# %% wrong: .numpy() has no value in a graph | test_learning_rate | it raised
# breaks: "even if apply runs in a tf.function"
class SGD(Sound):
    def step(self, variable, gradient):
        variable.assign_sub(self.learning_rate.numpy().item() * gradient)


# %% wrong: the optimizer of Keras | test_example | keras
# breaks: "Use nothing of keras"
class SGD(Sound):
    def apply(self, gradients):
        if len(gradients) != len(self.weights):
            raise ValueError("one gradient for each variable")
        pairs = [(g, v) for g, v in zip(gradients, self.weights) if g is not None]
        tf.optimizers.SGD(self.learning_rate).apply_gradients(pairs)


# %% equivalent: statement-c604fa83 | a tf.Module without its constructor only lacks its name
# %% equivalent: constant-8e7fa75d | the lengths have been compared before
# %% equivalent: keyword-7bfaeb7b | the lengths have been compared before
# %% equivalent: wrapper-e54184f3 | a product turns slices into a tensor as well
