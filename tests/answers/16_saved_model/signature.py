"""Answers to Signature."""

import tensorflow as tf


def traced(module):
    features = module.kernel.shape[0]
    for shape in ([features], [None, features], [None, None, features]):
        module.__call__.get_concrete_function(tf.TensorSpec(shape))


# unnoticed: test_one_feature | signature_loaded result * | test_loaded holds which graphs there are
# unnoticed: test_one_feature | signature_loaded .graphs * | test_loaded holds which graphs there are
# unnoticed: test_one_feature | signature_loaded .graphs[*] * | test_loaded holds which graphs there are

# %% right: an attribute, traced on demand
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel = tf.Variable(kernel, dtype=tf.float32)
        self.bias = tf.Variable(bias, dtype=tf.float32)
        for rank in range(3):
            front = [None] * rank
            self.__call__.get_concrete_function(tf.TensorSpec([*front, self.kernel.shape[0]]))

    @tf.function
    def __call__(self, x):
        return tf.einsum("...i,ij->...j", x, self.kernel) + self.bias


# %% right: one graph of unknown rank
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)

    @tf.function(input_signature=[tf.TensorSpec(None, tf.float32)])
    def __call__(self, x):
        shape = tf.shape(x)
        rows = tf.reshape(x, (-1, self.kernel.shape[0])) @ self.kernel + self.bias
        return tf.reshape(rows, tf.concat([shape[:-1], [self.kernel.shape[1]]], 0))


# %% right: the shapes told apart while tracing
class Signature(tf.Module):
    def __init__(self, kernel, bias, name=None):
        super().__init__(name)
        with self.name_scope:
            self.kernel = tf.Variable(kernel, name="kernel")
            self.bias = tf.Variable(bias, name="bias")
        traced(self)

    @tf.function(reduce_retracing=False)
    def __call__(self, x):
        if x.shape.rank == 1:
            return tf.linalg.matvec(self.kernel, x, transpose_a=True) + self.bias
        return tf.matmul(x, self.kernel) + self.bias


# %% wrong: nothing is traced | test_example | no graph was traced
# breaks: "loaded(x) gives the same"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: a plain method | test_example | must be a tf.function
# breaks: "A linear map that works without its class once it is saved"
# breaks: "loaded(x) gives the same"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)

    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: only batches | test_example | two axes
# breaks: "for each of the three shapes"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        self.__call__.get_concrete_function(tf.TensorSpec([None, kernel.shape[0]]))

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: no graph for three axes | test_loaded | three axes
# breaks: "for each of the three shapes"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        for front in ([], [None]):
            self.__call__.get_concrete_function(tf.TensorSpec([*front, kernel.shape[0]]))

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: the sizes of the samples it was tried on | test_loaded | for which it was called
# breaks: "for any n and m"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        for front in ([], [1], [2], [1, 1]):
            self(tf.zeros([*front, kernel.shape[0]]))

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: n is free, m is not | test_loaded | second size is fixed
# breaks: "for any n and m"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        for front in ([], [None], [None, 3]):
            self.__call__.get_concrete_function(tf.TensorSpec([*front, kernel.shape[0]]))

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: an input signature for batches | test_example
# breaks: "for float32 x of shape (features,)"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)

    @tf.function(input_signature=[tf.TensorSpec([None, None])])
    def __call__(self, x):
        return x @ self.kernel + self.bias


# %% wrong: a single sample comes back as a batch | test_example | shape
# breaks: "with one more axis of size `units` in place of the last"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.matmul(x[tf.newaxis] if x.shape.rank == 1 else x, self.kernel) + self.bias


# %% wrong: no bias | test_example | bias is missing
# breaks: "module(x) is x @ kernel + bias"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1)


# %% wrong: copies of the values in the graph | test_loaded | beginning
# breaks: "It uses the values that the variables had when they were saved"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        self.values = tf.constant(kernel), tf.constant(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.values[0], 1) + self.values[1]


# %% wrong: values read while tracing | test_loaded | constants in the graph
# breaks: "loaded(x) uses the new values"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        with tf.init_scope():
            kernel, bias = self.kernel.numpy(), self.bias.numpy()
        return tf.tensordot(x, kernel, 1) + bias


# %% wrong: frozen when it is saved | test_loaded | constants in the graph
# breaks: "after they were assigned"
# breaks: "loaded(x) uses the new values"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        self.copies = [tf.Variable(kernel), tf.Variable(bias)]
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.copies[0], 1) + self.copies[1]

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        for copy, value in zip(self.copies, (self.kernel, self.bias)):
            copy.assign(value)
        return super()._trackable_children(save_type, **kwargs)


# %% wrong: the bias is not a variable | test_example
# breaks: "`kernel` (features, units) and `bias` (units,) are tf.Variables"
# breaks: "loaded.kernel and loaded.bias are variables"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.constant(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: the bias begins at 0 | test_call | bias is missing
# breaks: "they begin with the values that are given"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(tf.zeros_like(bias))
        traced(self)

    @tf.function
    def __call__(self, x):
        return tf.tensordot(x, self.kernel, 1) + self.bias


# %% wrong: float64 inside | test_example | dtype
# breaks: "module(x) is x @ kernel + bias, for float32 x"
class Signature(tf.Module):
    def __init__(self, kernel, bias):
        super().__init__()
        self.kernel, self.bias = tf.Variable(kernel), tf.Variable(bias)
        traced(self)

    @tf.function
    def __call__(self, x):
        x, kernel = tf.cast(x, tf.float64), tf.cast(self.kernel, tf.float64)
        return tf.tensordot(x, kernel, 1) + tf.cast(self.bias, tf.float64)


# %% equivalent: statement-b20ea0a3 | a tf.Module without a name scope of its own saves the same
# %% equivalent: swap-591d2685 | the order in which graphs are traced does not matter
# %% equivalent: swap-97feb20d | the order in which graphs are traced does not matter
