# %% [markdown]
# # Custom layers
#
# A layer is a function that may own weights. Keras ships about a hundred layers; the idea of the
# next paper is not among them, and neither is the small odd step in the middle of your own model.
# If you write such an idea as a layer, `fit`, `save` and `load_model` treat it like every other
# layer.
#
# A layer has four moments, each with its method:
#
#     Linear(4)            __init__     settings only: the size of the input is not known yet
#     layer(x), 1st time   build        x has 3 features, so the kernel gets the shape (3, 4)
#                          call         the computation
#     layer(x), 2nd time   call         the same weights again
#     model.save(path)     get_config   the settings, as plain data
#
# You call the layer, `layer(x)`, and never `layer.call(x)`: Keras runs `build` once, casts floating
# inputs to the layer's dtype, passes the training flag on, and then runs your `call`.
#
# In this topic you write nine layers: one with weights, two without, two normalizations, a random
# layer, one that adds positions, one that wraps another layer, and one that adds to the loss.

# %%
from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Linear
#
# Every feature of the output is a weighted sum of the input's features, plus a constant:
#
#     output = activation(inputs @ kernel + bias)
#
#     (batch, 3) @ (3, 4) + (4,)  ->  (batch, 4)
#
# `tf.matmul` takes care of more axes in front: for inputs `(batch, time, 3)` it multiplies every
# step by the same kernel.
#
# Make weights with `self.add_weight`, in `build`, where the input's shape is known. A weight made
# in `call` would be a new weight in each call, and the layer would never learn. A plain
# `tf.Variable` works, but the layer does not list it, so no optimizer finds it.
#
# Keras saves a layer as its settings and its weights. `get_config` returns the settings, and
# `from_config` passes them to `__init__` again. They travel as JSON: a number or a string is fine
# as it is, and a function such as the activation goes through `keras.activations.serialize`. (Its
# `__name__` would be enough for Keras's own functions, but for no other.)
#
# Keras's own: `keras.layers.Dense`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    """Map the last axis by a kernel and a bias: (..., features) -> (..., units).

    The output is activation(inputs @ kernel + bias), in the layer's dtype (float32 unless the layer
    is made with another dtype, as in `Linear(4, dtype="float64")`). Inputs are floats with two axes
    or more. The batch size may be unknown in a graph.

    There are two weights, both trained: the kernel (features, units), Glorot uniform at the start;
    then the bias (units,), zeros at the start. They are made once, and all gradients are right.

    `get_config()` returns all that `from_config` needs to make the same layer, as plain data that
    JSON can hold. A saved model predicts the same when it is loaded again, even if the activation
    is a function of your own, which load_model then gets as one of its custom_objects.
    Do without keras.layers.Dense and keras.layers.EinsumDense.

    >>> layer = Linear(2, activation="relu")
    >>> layer.build((None, 3))
    >>> layer.set_weights([np.ones((3, 2)), np.array([0.5, -9.0])])
    >>> layer(tf.constant([[1.0, 2.0, 3.0]])).numpy().tolist()
    [[6.5, 0.0]]
    """

    # TODO 1: in __init__, pass **kwargs (name, dtype) to super() and keep the two settings;
    #         keras.activations.get turns a name into a function, and None into the identity.
    # TODO 2: in build, make the kernel and then the bias.
    # TODO 3: in call, compute the output from them.
    # TODO 4: in get_config, return the layer's settings and Keras's own.

    def __init__(self, units: int, activation: str | Callable | None = None, **kwargs) -> None:
        """Keep the settings; `activation` is None, a name such as "relu", or a function."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights; Keras calls this once, with the shape of the first inputs."""
        ### BEGIN SOLUTION
        features = input_shape[-1]
        self.kernel = self.add_weight(
            shape=(features, self.units), initializer="glorot_uniform", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return activation(inputs @ kernel + bias)."""
        ### BEGIN SOLUTION
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        }
        ### END SOLUTION


# %% [markdown]
# ## Scale
#
# A layer need not have weights. This layer multiplies by a number that you choose when you make the
# model, and training never changes it. So it needs no `build`, and its whole state is one setting:
#
#     output = inputs * factor
#
# Two things are easy to get wrong. A setting that `get_config` does not return is lost in saving.
# And image inputs are often integers: Keras casts *floating* inputs to the layer's dtype and leaves
# integers as they are, so a layer for both casts them itself, to `self.compute_dtype`.
#
# Keras's own: `keras.layers.Rescaling`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    """Multiply by a fixed number: (...) -> the same shape.

    The output is inputs * factor in the layer's dtype, for integer inputs too. In a float64 layer
    it has float64's precision. The layer has no weights, and its gradient is right.

    `get_config()` returns what `from_config` needs to make the same layer, as plain data that JSON
    can hold. A saved model predicts the same when it is loaded again.
    Do without keras.layers.Rescaling and keras.layers.Lambda.

    >>> Scale(0.5)(tf.constant([[2, 3]])).numpy().tolist()
    [[1.0, 1.5]]
    """

    # TODO 1: in __init__, pass **kwargs to super() and keep the factor as a plain number.
    # TODO 2: in call, bring integers to the layer's dtype, and scale.
    # TODO 3: in get_config, return the factor and Keras's own settings.

    def __init__(self, factor: float, **kwargs) -> None:
        """Keep the factor."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.factor = factor
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return inputs * factor."""
        ### BEGIN SOLUTION
        return tf.cast(inputs, self.compute_dtype) * self.factor
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"factor": self.factor}
        ### END SOLUTION


# %% [markdown]
# ## A function as a layer
#
# For a layer as plain as Scale there is a shorter way: `keras.layers.Lambda` wraps a function and
# makes it a layer. It is short to write but awkward to save, because a file holds data and a
# function is code. Keras has two ways out:
#
#     def double(x): ...     saved as the *name* "double": the program that loads it needs double
#     lambda x: 2 * x        has no name: saved as Python bytecode, which load_model refuses, since
#                            a model file from a stranger could run anything
#
# So a Lambda layer is good for a function with a name. Even then a class is better for
# anything with a setting: the 2 in `double` is in the code and not in the file.
#
# Watch what you wrap. `Lambda(lambda x: fn(x))` computes the same as `Lambda(fn)`, but it is a
# nameless function again, and Keras no longer sees whether `fn` has a parameter `training`, which
# Keras would fill in.


# %%
def make_lambda_layer(fn: Callable[..., tf.Tensor]) -> keras.layers.Layer:
    """Return a keras.layers.Lambda that applies `fn`, a function with a name, to its inputs.

    fn takes one tensor, and it may also take `training`, which then gets the flag that the layer
    is called with. A saved model with this layer predicts the same when it is loaded by someone who
    has `fn`. Raises ValueError for a lambda expression (its `__name__` is "<lambda>"): its layer
    could not be loaded again.

    >>> make_lambda_layer(tf.square)(tf.constant([1.0, -3.0])).numpy().tolist()
    [1.0, 9.0]
    """
    # TODO 1: refuse a lambda expression.
    # TODO 2: make a layer of fn itself.
    ### BEGIN SOLUTION
    if fn.__name__ == "<lambda>":
        raise ValueError("a lambda expression has no name to be saved by; use def")
    return keras.layers.Lambda(fn)
    ### END SOLUTION


# %% [markdown]
# ## LayerNorm
#
# Deep networks train better if the numbers that pass through them stay on the same scale. Layer
# normalization looks at each vector of features separately:
#
#     mean     = the mean of its features             one number for each vector
#     variance = the mean of (feature - mean)^2       the population's: divided by n, not by n - 1
#     output   = gamma * (x - mean) / sqrt(variance + epsilon) + beta
#
# After the division every vector has mean 0 and variance 1. Gamma and beta, one number for each
# feature, let the network undo that where it helps. Epsilon keeps the root away from zero when all
# features are equal: then the output is beta, and the gradient is finite.
#
#     inputs (batch, time, features)
#                          └── take the statistics along this axis only
#
# Compute the variance from the differences. The school formula, the mean of the squares minus the
# square of the mean, subtracts two large numbers if the mean is large; in float32 little of the
# variance is left.
#
# Useful: `tf.nn.moments`, `tf.math.rsqrt`, `keepdims`. Keras's own:
# `keras.layers.LayerNormalization`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class LayerNorm(keras.layers.Layer):
    """Normalize the last axis to mean 0 and variance 1: (..., features) -> the same shape.

    The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta in the layer's dtype; mean
    and (population) variance are taken over the last axis. Inputs are floats with two axes or more.
    The batch size may be unknown in a graph. The result is right even if the mean is a thousand
    times the spread. If epsilon is positive, all features may be equal; the result and all
    gradients are right and finite there too.

    There are two weights, both trained: gamma (features,), ones at the start; then beta
    (features,), zeros at the start.

    `get_config()` returns what `from_config` needs to make the same layer, as plain data that JSON
    can hold. A saved model predicts the same when it is loaded again.
    Do without keras.layers.LayerNormalization and keras.ops.layer_normalization.

    >>> LayerNorm(epsilon=0.0)(tf.constant([[1.0, 3.0], [7.0, 7.5]])).numpy().tolist()
    [[-1.0, 1.0], [-1.0, 1.0]]
    """

    # TODO 1: in __init__, pass **kwargs to super() and keep epsilon.
    # TODO 2: in build, make gamma and then beta.
    # TODO 3: in call, find each vector's mean and variance.
    # TODO 4: normalize, then scale and shift.
    # TODO 5: in get_config, return epsilon and Keras's own settings.

    def __init__(self, epsilon: float = 1e-3, **kwargs) -> None:
        """Keep epsilon."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.epsilon = epsilon
        ### END SOLUTION

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make gamma and beta."""
        ### BEGIN SOLUTION
        features = input_shape[-1]
        self.gamma = self.add_weight(shape=(features,), initializer="ones", name="gamma")
        self.beta = self.add_weight(shape=(features,), initializer="zeros", name="beta")
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the inputs normalized along the last axis, scaled and shifted."""
        ### BEGIN SOLUTION
        mean, variance = tf.nn.moments(inputs, axes=-1, keepdims=True)
        normalized = (inputs - mean) * tf.math.rsqrt(variance + self.epsilon)
        return self.gamma * normalized + self.beta
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"epsilon": self.epsilon}
        ### END SOLUTION


# %% [markdown]
# ## BatchNorm
#
# Batch normalization takes the statistics the other way: one mean and one variance for each
# feature, over the whole batch (and, for images, over height and width).
#
#     inputs (batch, height, width, features)
#             └────────┴──────┴── take the statistics along these axes
#
# That couples the samples of a batch, which is fine in training and wrong in inference: a
# prediction must not depend on the rest of the batch. So the layer works in two ways:
#
#     training=True    normalize by the batch's own statistics, and remember them:
#                      moving = momentum * moving + (1 - momentum) * batch
#     otherwise        normalize by the moving statistics; change nothing
#
# The moving statistics are weights, since they must be saved with the model, but no optimizer may
# touch them: `self.add_weight(..., trainable=False)`. Change them in place with `assign`.
# Assigning a new tensor to the attribute would put a tensor where the variable was.
#
# `fit` calls the model with training=True, `predict` and `evaluate` with False; a bare `layer(x)`
# passes nothing, which means False. In training, gradients flow through mean and variance too.
#
# Keras's own: `keras.layers.BatchNormalization`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class BatchNorm(keras.layers.Layer):
    """Normalize each feature over the batch: (batch, ..., features) -> the same shape.

    The output is gamma * (x - mean) / sqrt(variance + epsilon) + beta in the layer's dtype. Inputs
    are floats with two axes or more. The batch size may be unknown in a graph.

    With training=True, mean and (population) variance are the batch's own, over all axes but the
    last; the gradient flows through them; and each call moves the moving statistics in place, in a
    graph too: moving = momentum * moving + (1 - momentum) * batch. Otherwise, and by default, the
    layer uses the moving mean and variance, and nothing changes (a frozen layer, with
    trainable=False, may do so in training too).

    Four weights (features,): gamma (ones at the start) and then beta (zeros), both trained; moving
    mean (zeros) and then moving variance (ones), both not trained. All four are saved with a model,
    which predicts the same when it is loaded again. `get_config()` returns what `from_config` needs
    to make the same layer, as plain data that JSON can hold.
    Do without keras.layers.BatchNormalization and keras.ops.batch_normalization.

    >>> layer = BatchNorm(momentum=0.9, epsilon=0.0)
    >>> layer(tf.constant([[1.0], [5.0]]), training=True).numpy().tolist()
    [[-1.0], [1.0]]
    >>> [round(float(weight[0]), 4) for weight in layer.get_weights()[2:]]
    [0.3, 1.3]
    """

    # TODO 1: in __init__, pass **kwargs to super() and keep both settings.
    # TODO 2: in build, make the four weights; two of them are out of the optimizer's reach.
    # TODO 3: in call, choose the statistics: the batch's or the moving ones.
    # TODO 4: in training, move the moving statistics.
    # TODO 5: normalize, then scale and shift.
    # TODO 6: in get_config, return both settings and Keras's own.

    def __init__(self, momentum: float = 0.99, epsilon: float = 1e-3, **kwargs) -> None:
        """Keep momentum and epsilon."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.momentum = momentum
        self.epsilon = epsilon
        ### END SOLUTION

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make gamma, beta and the two moving statistics."""
        ### BEGIN SOLUTION
        shape = (input_shape[-1],)
        self.gamma = self.add_weight(shape=shape, initializer="ones", name="gamma")
        self.beta = self.add_weight(shape=shape, initializer="zeros", name="beta")
        self.moving_mean = self.add_weight(
            shape=shape, initializer="zeros", trainable=False, name="moving_mean"
        )
        self.moving_variance = self.add_weight(
            shape=shape, initializer="ones", trainable=False, name="moving_variance"
        )
        ### END SOLUTION

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return the inputs normalized; in training, move the moving statistics."""
        ### BEGIN SOLUTION
        if training:
            mean, variance = tf.nn.moments(inputs, axes=list(range(len(inputs.shape) - 1)))
            for moving, batch in [(self.moving_mean, mean), (self.moving_variance, variance)]:
                moving.assign(self.momentum * moving + (1 - self.momentum) * batch)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        normalized = (inputs - mean) * tf.math.rsqrt(variance + self.epsilon)
        return self.gamma * normalized + self.beta
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"momentum": self.momentum, "epsilon": self.epsilon}
        ### END SOLUTION


# %% [markdown]
# ## Dropout
#
# In training, dropout sets a random share of the numbers to zero, so that no unit can rely on
# another. In inference it drops nothing. The next layer should see numbers of the same size both
# times, so training enlarges the numbers that stay (*inverted* dropout). Inference does nothing:
#
#     kept with probability 1 - rate, and then divided by 1 - rate
#
#     expected output = (1 - rate) * inputs / (1 - rate) + rate * 0 = inputs
#
# Randomness needs care. If NumPy draws the mask, or `build` does, it is drawn once when a
# graph is traced, and then it is the same in every step. And `seed=` in `tf.random.uniform` does
# not make two layers draw alike: the draw also depends on the ops that ran before.
#
# A `keras.random.SeedGenerator(seed)` is a small counter that belongs to the layer. Pass it to
# `keras.random.uniform(shape, seed=generator)` and you get a fresh draw in each call, and the same
# sequence for the same seed, eagerly and in a graph.
#
# Keras's own: `keras.layers.Dropout`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Dropout(keras.layers.Layer):
    """Set a random share of the inputs to zero in training: (...) -> the same shape.

    With training=True each element, independently of the others, is 0 with probability `rate` and
    inputs / (1 - rate) otherwise; its gradient is 0 or 1 / (1 - rate). With training=False, and by
    default, the output is the inputs. The output is in the layer's dtype (the inputs are floats).

    Each call draws afresh, in a graph too, where the batch size may be unknown. Two layers that are
    made with the same seed (0 is a seed too) draw the same masks in training, call for call (calls
    in inference do not count). With different seeds, or without a seed, they draw different masks.
    Making the layer raises ValueError for a rate below 0 or not below 1.

    `get_config()` returns what `from_config` needs to make the same layer, as plain data that JSON
    can hold. A saved model drops at the same rate when it is loaded again.
    Do without keras.layers.Dropout, keras.random.dropout and tf.nn.dropout.

    >>> layer = Dropout(0.5, seed=1)
    >>> layer(tf.constant([[1.0, 2.0]])).numpy().tolist()
    [[1.0, 2.0]]
    >>> set(layer(tf.ones((10, 10)), training=True).numpy().ravel().tolist()) == {0.0, 2.0}
    True
    """

    # TODO 1: in __init__, refuse a bad rate; keep both settings; make a generator from the seed.
    # TODO 2: in call, return the inputs if nothing is to be dropped.
    # TODO 3: draw which elements to drop, from the layer's own generator.
    # TODO 4: drop them, and enlarge the others.
    # TODO 5: in get_config, return both settings and Keras's own.

    def __init__(self, rate: float, seed: int | None = None, **kwargs) -> None:
        """Keep rate and seed, and make the layer's source of randomness."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        if not 0 <= rate < 1:
            raise ValueError(f"rate must be at least 0 and less than 1, not {rate}")
        self.rate = rate
        self.seed = seed
        self.generator = keras.random.SeedGenerator(seed)
        ### END SOLUTION

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return the inputs; in training with a share of them dropped and the others enlarged."""
        ### BEGIN SOLUTION
        if not training:
            return inputs
        draws = keras.random.uniform(keras.ops.shape(inputs), seed=self.generator)
        return tf.where(draws < self.rate, tf.zeros_like(inputs), inputs / (1 - self.rate))
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"rate": self.rate, "seed": self.seed}
        ### END SOLUTION


# %% [markdown]
# ## PositionalEmbedding
#
# Attention sees a sequence as a set: without help it cannot tell first from last. The help is a
# table with a row for each position, added to the inputs. The row is a clock with dim / 2 hands.
# Each hand is slower than the hand before it, and is written as its sine and its cosine:
#
#     angle[p, i]         = p / 10000 ** (2 * i / dim)        p = 0, 1, ...      i = 0 ... dim/2 - 1
#     table[p, 2 * i]     = sin(angle[p, i])                  the even columns
#     table[p, 2 * i + 1] = cos(angle[p, i])                  the odd columns
#
#     dim = 4     column    0        1        2            3
#                 p = 0     0        1        0            1
#                 p = 1     sin(1)   cos(1)   sin(0.01)    cos(0.01)
#
# (Vaswani and others, "Attention Is All You Need", 2017, section 3.5.) The layer learns nothing, so
# the table is not a weight. Compute it once with NumPy, in float64, and cast it afterwards.
# A sequence shorter than the table takes the first rows. In a graph its length may be unknown:
# then `inputs.shape[1]` is None, and `tf.shape(inputs)[1]` gives the length when the graph runs.


# %%
@keras.saving.register_keras_serializable(package="kata")
class PositionalEmbedding(keras.layers.Layer):
    """Add sinusoidal positions: (batch, length, dim) -> (batch, length, dim), length <= max_length.

    For position p and i = 0 ... dim/2 - 1, column 2 * i of the inputs gains
    sin(p / 10000 ** (2 * i / dim)) and column 2 * i + 1 gains the cosine of the same angle. The
    output is in the layer's dtype, and in a float64 layer the positions have float64's precision.
    The layer has no weights. Batch size and length may be unknown in a graph.

    Raises ValueError for an odd dim when the layer is made, and for inputs of a known length above
    max_length when it is called. `get_config()` returns what `from_config` needs to make the same
    layer, as plain data that JSON can hold. A saved model predicts the same when it is loaded
    again.

    >>> layer = PositionalEmbedding(max_length=10, dim=4)
    >>> [round(float(value), 3) for value in layer(tf.zeros((1, 2, 4)))[0, 1]]
    [0.841, 0.54, 0.01, 1.0]
    """

    # TODO 1: in __init__, refuse an odd dim and keep both settings.
    # TODO 2: compute the angles (max_length, dim / 2), then the table (max_length, dim).
    # TODO 3: in call, refuse inputs that are too long.
    # TODO 4: add the rows of the table that the inputs have positions for.
    # TODO 5: in get_config, return both settings and Keras's own.

    def __init__(self, max_length: int, dim: int, **kwargs) -> None:
        """Keep the settings and compute the table."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        if dim % 2:
            raise ValueError(f"dim must be even, not {dim}")
        self.max_length = max_length
        self.dim = dim
        angles = np.arange(max_length)[:, None] / 10000 ** (np.arange(0, dim, 2) / dim)
        self.table = np.stack([np.sin(angles), np.cos(angles)], axis=-1).reshape(max_length, dim)
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the inputs with their positions added."""
        ### BEGIN SOLUTION
        length = inputs.shape[1]
        if length is not None and length > self.max_length:
            raise ValueError(f"a sequence of {length} is longer than max_length={self.max_length}")
        return inputs + tf.cast(self.table, self.compute_dtype)[: tf.shape(inputs)[1]]
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"max_length": self.max_length, "dim": self.dim}
        ### END SOLUTION


# %% [markdown]
# ## Residual
#
# A residual connection lets the inputs bypass a layer: the layer only has to learn what to
# change, and gradients have a way around it.
#
#     inputs ──┬───────────────┬── + ── outputs
#              └─── inner ─────┘
#
# The outer layer owns another layer. If you keep it as an attribute, `self.inner = inner`, Keras
# tracks it: its weights are listed among the outer layer's weights, saved and trained. If you call
# `self.inner(...)`, Keras passes the training flag on; if you call `self.inner.call(...)`, the
# inner layer is not even built.
#
# An inner layer is not plain data, and JSON cannot hold it in a config. Serialize it with
# `keras.saving.serialize_keras_object`, and get it back in `from_config` with
# `keras.saving.deserialize_keras_object`.
#
# Addition broadcasts, so nobody would notice an inner layer with a single unit: (8, 3) + (8, 1) is
# (8, 3) again. Checking the shapes is cheap.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Residual(keras.layers.Layer):
    """Add an inner layer's output to its inputs: (...) -> the same shape.

    The output is inputs + inner(inputs), in the layer's dtype; the inner layer, any layer or a
    whole model of that dtype, runs in training or in inference as this layer does. This layer lists
    the inner layer's weights, trained and not trained, and has no others. The gradient flows
    through the inner layer and around it. The batch size may be unknown in a graph.

    Raises ValueError if any axis of the inner layer's output but the first is unlike the inputs',
    even if the two could be broadcast. `get_config()` returns plain data that JSON can hold, and
    `from_config` turns it into a layer with the same kind of inner layer; a saved model predicts
    the same when it is loaded again.

    >>> twice = keras.layers.Rescaling(2.0)
    >>> Residual(twice)(tf.constant([[1.0, -1.0]])).numpy().tolist()
    [[3.0, -3.0]]
    """

    # TODO 1: in __init__, pass **kwargs to super() and keep the inner layer as an attribute.
    # TODO 2: in call, call the inner layer, compare the shapes, add.
    # TODO 3: in get_config, return the inner layer as plain data, and Keras's own settings.
    # TODO 4: in from_config, get the inner layer back, then make the outer layer.

    def __init__(self, inner: keras.layers.Layer, **kwargs) -> None:
        """Keep the inner layer."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.inner = inner
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return inputs + inner(inputs)."""
        ### BEGIN SOLUTION
        outputs = self.inner(inputs)
        if not outputs.shape.is_compatible_with(inputs.shape):
            raise ValueError(f"inner turns {inputs.shape} into {outputs.shape}; they must agree")
        return inputs + outputs
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer, with the inner layer serialized."""
        ### BEGIN SOLUTION
        return super().get_config() | {"inner": keras.saving.serialize_keras_object(self.inner)}
        ### END SOLUTION

    @classmethod
    def from_config(cls, config: dict) -> "Residual":
        """Make the layer from the dict that get_config returned."""
        ### BEGIN SOLUTION
        inner = keras.saving.deserialize_keras_object(config["inner"])
        return cls(**config | {"inner": inner})
        ### END SOLUTION


# %% [markdown]
# ## L2Activity
#
# Sometimes a layer has its own wish, besides the loss: here, that its activations be
# small. `self.add_loss(value)` in `call` says so. Keras collects the values of all
# layers in `model.losses`, and `fit` adds them to the loss.
#
#     loss of the model = loss_fn(y, predictions) + the sum of model.losses
#
# Keras forgets the old values when a call of the outermost layer begins, so `losses` holds only the
# last call's values. If a call uses the layer twice, there are two values. The penalty should not
# depend on the batch size, so take the mean over the samples of each sample's sum of squares:
#
#     strength * sum(inputs ** 2) / batch
#
# Keras's own: `keras.layers.ActivityRegularization`, which does not divide by the batch size.


# %%
@keras.saving.register_keras_serializable(package="kata")
class L2Activity(keras.layers.Layer):
    """Return the inputs and add a penalty on their size to the loss: (batch, ...) -> the same.

    The output is the inputs, unchanged, in the layer's dtype. Each call adds one loss, a scalar in
    that dtype: strength * sum(inputs ** 2) / batch. So `losses` has one value after a call, even
    after the third, and a model that uses the layer twice has two. The penalty is added in training
    and in inference, and if strength is 0. Its gradient reaches the inputs, and so does the
    outputs'. The batch size may be unknown in a graph. The layer has no weights.

    `get_config()` returns what `from_config` needs to make the same layer, as plain data that JSON
    can hold. A saved model has the same penalty when it is loaded again.
    Do without keras.layers.ActivityRegularization and keras.regularizers.

    >>> layer = L2Activity(0.1)
    >>> layer(tf.constant([[1.0, 2.0], [3.0, 4.0]])).numpy().tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    >>> [round(float(loss), 4) for loss in layer.losses]
    [1.5]
    """

    # TODO 1: in __init__, pass **kwargs to super() and keep the strength.
    # TODO 2: in call, tell Keras the penalty, then return the inputs.
    # TODO 3: in get_config, return the strength and Keras's own settings.

    def __init__(self, strength: float, **kwargs) -> None:
        """Keep the strength."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.strength = strength
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Add the penalty to the loss and return the inputs."""
        ### BEGIN SOLUTION
        batch = tf.cast(tf.shape(inputs)[0], inputs.dtype)
        self.add_loss(self.strength * tf.reduce_sum(tf.square(inputs)) / batch)
        return inputs
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"strength": self.strength}
        ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - The Keras guide [Making new layers and models via
#   subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/), for layers
#   made of layers.
# - The Keras guide [Customizing saving and
#   serialization](https://keras.io/guides/customizing_saving_and_serialization/), for objects that
#   do not fit into a config.
# - Ioffe and Szegedy, [Batch Normalization](https://arxiv.org/abs/1502.03167) (2015); Ba, Kiros and
#   Hinton, [Layer Normalization](https://arxiv.org/abs/1607.06450) (2016); Srivastava and others,
#   [Dropout](https://jmlr.org/papers/v15/srivastava14a.html) (2014): each defines its layer on its
#   first pages.
# - The source of `keras.layers.BatchNormalization`, which you can read now. It adds masks, half
#   precision and several devices.
#
# In topic 06 you stay outside the model and watch it learn.
