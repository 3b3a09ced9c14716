"""Answers to Dense. A wrong answer differs from `Sound` in what it overrides."""

import tensorflow as tf


class Sound(tf.Module):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__()
        limit = (6 / (features + units)) ** 0.5
        self.kernel = tf.Variable(self.start(features, units, limit, seed))
        self.bias = tf.Variable(tf.zeros(units))
        self.activation = activation

    def start(self, features, units, limit, seed):
        return tf.random.stateless_uniform((features, units), (seed, 1), -limit, limit)

    def __call__(self, x):
        z = x @ self.kernel + self.bias
        return self.activation(z) if self.activation else z


# unnoticed: test_start | dense_start .kernel * | the kernel is random, only its spread counts
# unnoticed: test_narrow_start | dense_kernel result * | the kernel is random, only its spread counts
# unnoticed: test_seed | dense_seeds .other * | the difference is random, only its mean counts


# %% right: tensordot, and a generator of random numbers
class Dense(tf.Module):
    def __init__(self, features, units, activation=None, seed=0, name=None):
        super().__init__(name=name)
        generator = tf.random.Generator.from_seed(seed)
        limit = tf.sqrt(6.0 / tf.cast(features + units, tf.float32))
        self.kernel = tf.Variable(generator.uniform([features, units], -limit, limit))
        self.bias = tf.Variable(tf.zeros([units]))
        self.activation = tf.identity if activation is None else activation

    def __call__(self, x):
        return self.activation(tf.tensordot(x, self.kernel, axes=1) + self.bias)


# %% right: einsum, uniform numbers stretched, a name scope
class Dense(tf.Module):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__()
        share = tf.random.stateless_uniform([features, units], seed=[seed, seed])
        limit = tf.math.sqrt(6 / (features + units))
        self.kernel = tf.Variable((2 * share - 1) * tf.cast(limit, tf.float32))
        self.bias = tf.Variable([0.0] * units)
        self.f = activation or (lambda z: z)

    @tf.Module.with_name_scope
    def __call__(self, x):
        return self.f(tf.einsum("...f,fu->...u", x, self.kernel) + self.bias)


# %% right: the call is a tf.function, rows are flattened
class Dense(tf.Module):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__()
        self.units, self.activation = units, activation
        limit = (6 / (features + units)) ** 0.5
        drawn = tf.random.stateless_uniform(
            [features, units], [0, seed], minval=-limit, maxval=limit
        )
        self.kernel = tf.Variable(drawn, trainable=True)
        self.bias = tf.Variable(tf.zeros(shape=(units,), dtype=tf.float32))

    @tf.function
    def __call__(self, x):
        rows = tf.reshape(x, [-1, self.kernel.shape[0]])
        rows = tf.nn.bias_add(tf.matmul(rows, self.kernel), self.bias)
        if self.activation is not None:
            rows = self.activation(rows)
        return tf.reshape(rows, tf.concat([tf.shape(x)[:-1], [self.units]], axis=0))


# %% wrong: the bias is forgotten in the call | test_example | bias is missing
# breaks: "Map the last axis by a kernel and a bias"
class Dense(Sound):
    def __call__(self, x):
        z = x @ self.kernel
        return self.activation(z) if self.activation else z


# %% wrong: the axes in front become one | test_values | made one
# breaks: "x has two axes or more"
class Dense(Sound):
    def __call__(self, x):
        z = tf.reshape(x, [-1, x.shape[-1]]) @ self.kernel + self.bias
        return self.activation(z) if self.activation else z


# %% wrong: float64 comes out | test_example | dtype
# breaks: "(..., features) -> (..., units), float32"
class Dense(Sound):
    def __call__(self, x):
        return tf.cast(super().__call__(x), tf.float64)


# %% wrong: the activation is not applied | test_example | activation is not applied
# breaks: "The output is activation(x @ kernel + bias)"
class Dense(Sound):
    def __call__(self, x):
        return x @ self.kernel + self.bias


# %% wrong: always relu | test_values | always relu
# breaks: "or x @ kernel + bias if activation is None"
class Dense(Sound):
    def __call__(self, x):
        return tf.nn.relu(x @ self.kernel + self.bias)


# %% wrong: the activation before the bias | test_example | after the activation
# breaks: "The output is activation(x @ kernel + bias)"
class Dense(Sound):
    def __call__(self, x):
        activation = self.activation or tf.identity
        return activation(x @ self.kernel) + self.bias


# %% wrong: the batch is read from the shape, which a graph does not know | test_batches | it raised
# breaks: "of unknown size in a tf.function"
class Dense(Sound):
    def __call__(self, x):
        bias = tf.stack([self.bias] * x.shape[0])
        z = x @ self.kernel + tf.reshape(bias, [x.shape[0]] + [1] * (len(x.shape) - 2) + [-1])
        return self.activation(z) if self.activation else z


# %% wrong: .numpy() in the call | test_variables | it raised
# breaks: "of unknown size in a tf.function"
class Dense(Sound):
    def __call__(self, x):
        z = tf.constant(x.numpy() @ self.kernel.numpy()) + self.bias
        return self.activation(z) if self.activation else z


# %% wrong: an empty batch is taken for one zero sample | test_batches | one sample comes out
# breaks: "its batch may be empty"
class Dense(Sound):
    def __call__(self, x):
        if x.shape[0] == 0:
            x = tf.zeros([1, *x.shape[1:]])
        z = x @ self.kernel + self.bias
        return self.activation(z) if self.activation else z


# %% wrong: the kernel is transposed | test_example | transposed
# breaks: "kernel (features, units)"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.stateless_uniform((units, features), (seed, 1), -limit, limit)

    def __call__(self, x):
        kernel = self.kernel if self.kernel.shape[0] == x.shape[-1] else tf.transpose(self.kernel)
        z = tf.matmul(x, kernel) + self.bias
        return self.activation(z) if self.activation else z


# %% wrong: the bias is one number | test_example | single number
# breaks: "bias (units,) are tf.Variables"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__(features, units, activation, seed)
        self.bias = tf.Variable(0.0)


# %% wrong: the kernel is a tensor | test_example | not a tf.Variable
# breaks: "are tf.Variables"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__(features, units, activation, seed)
        self.kernel = self.start(features, units, (6 / (features + units)) ** 0.5, seed)


# %% wrong: the bias is not trained | test_variables | not trainable
# breaks: "both trainable"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__(features, units, activation, seed)
        self.bias = tf.Variable(tf.zeros(units), trainable=False)


# %% wrong: the limit is a variable too | test_variables | one more variable
# breaks: "are the only variables of the module"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__(features, units, activation, seed)
        self.limit = tf.Variable((6 / (features + units)) ** 0.5)


# %% wrong: the variables are made when the layer is called | test_example | not made in the constructor
# breaks: "They are made once, in the constructor"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        tf.Module.__init__(self)
        self.features, self.units, self.seed, self.activation = features, units, seed, activation

    def __call__(self, x):
        if not hasattr(self, "kernel"):
            limit = (6 / (self.features + self.units)) ** 0.5
            self.kernel = tf.Variable(self.start(self.features, self.units, limit, self.seed))
            self.bias = tf.Variable(tf.zeros(self.units))
        return super().__call__(x)


# %% wrong: the bias is made anew in each call | test_example | bias is missing
# breaks: "They are made once, in the constructor"
class Dense(Sound):
    def __call__(self, x):
        if tf.executing_eagerly():
            self.bias = tf.Variable(tf.zeros(self.kernel.shape[1]))
        return super().__call__(x)


# %% wrong: zeros at the start | test_start | all zeros
# breaks: "The kernel is drawn uniformly between -limit and limit"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.zeros((features, units))


# %% wrong: only positive numbers at the start | test_start | only positive
# breaks: "uniformly between -limit and limit"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.stateless_uniform((features, units), (seed, 1), maxval=limit)


# %% wrong: normal numbers | test_start | normal
# breaks: "The kernel is drawn uniformly"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.stateless_normal((features, units), (seed, 1), stddev=limit / 3**0.5)


# %% wrong: 3 in the place of 6 | test_start | sqrt(3
# breaks: "with limit = sqrt(6 / (features + units))"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        limit = (3 / (features + units)) ** 0.5
        return tf.random.stateless_uniform((features, units), (seed, 1), -limit, limit)


# %% wrong: the default range of stateless_uniform | test_start | between 0 and 1
# breaks: "between -limit and limit"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.stateless_uniform((features, units), (seed, 1))


# %% wrong: the limit of the features only | test_start | features only
# breaks: "with limit = sqrt(6 / (features + units))"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        limit = (6 / features) ** 0.5
        return tf.random.stateless_uniform((features, units), (seed, 1), -limit, limit)


# %% wrong: a random bias | test_start | the bias
# breaks: "the bias is zeros at the start"
class Dense(Sound):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__(features, units, activation, seed)
        self.bias = tf.Variable(tf.random.stateless_uniform([units], [seed, 2], -0.1, 0.1))


# %% wrong: the seed is not used, the numbers are | test_seed | drawn anew
# breaks: "The same seed gives the same kernel"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.uniform((features, units), -limit, limit)


# %% wrong: tf.random.uniform with a seed goes on from call to call | test_seed | drawn anew
# breaks: "The same seed gives the same kernel"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.uniform((features, units), -limit, limit, seed=seed)


# %% wrong: one kernel for all seeds | test_seed | seed is not used
# breaks: "another seed another kernel"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.random.stateless_uniform((features, units), (1, 2), -limit, limit)


# %% wrong: the kernel of Keras | test_example | keras
# breaks: "Use nothing of keras"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        return tf.initializers.GlorotUniform(seed)((features, units))


# %% wrong: a Keras layer in a module | test_example | keras
# breaks: "Use nothing of keras"
class Dense(tf.Module):
    def __init__(self, features, units, activation=None, seed=0):
        super().__init__()
        self.layer = tf.keras.layers.Dense(units, activation)
        self.layer.build((None, features))
        self.kernel, self.bias = self.layer.kernel, self.layer.bias

    def __call__(self, x):
        return self.layer(x)


# %% wrong: the gradient is cut by a copy of the kernel | test_gradients | None
# breaks: "both trainable"
class Dense(Sound):
    def __call__(self, x):
        z = x @ tf.stop_gradient(self.kernel) + self.bias
        return self.activation(z) if self.activation else z


# %% wrong: every row is used twice | test_start | occurs twice
# breaks: "The kernel is drawn uniformly"
class Dense(Sound):
    def start(self, features, units, limit, seed):
        half = ((features + 1) // 2, units)
        rows = tf.random.stateless_uniform(half, (seed, 1), -limit, limit)
        return tf.repeat(rows, 2, axis=0)[:features]


# %% equivalent: statement-3b9e02d9 | a tf.Module without its constructor only lacks its name
# %% equivalent: constant-e22e96da | another second seed draws other numbers of the same kind
# %% equivalent: swap-b24391c4 | uniform between limit and -limit is the same
# %% equivalent: swap-dd5af0f5 | another order of the seeds draws other numbers of the same kind
