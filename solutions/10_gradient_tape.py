# %% [markdown]
# # The gradient tape
#
# Every optimizer step, every attack on a network, every picture of what a network looks at starts
# with a question: how does this number change when that number moves? `tf.GradientTape` answers it.
# While the tape is open, it writes down each operation on the tensors that it watches. Afterwards
# it reads its notes backwards and multiplies the derivatives as it goes (the chain rule).
#
#     with tf.GradientTape() as tape:      forward:   x --square--> a --sin--> y
#         y = tf.sin(tf.square(x))                                             |
#     tape.gradient(y, x)                  backward:  2x * cos(a) <-- cos(a) <-+
#
# `model.fit` hides all of this. If you can do it by hand, you can train what `fit` does not
# foresee. In this topic you take derivatives of any order, build Jacobians, write your own descent
# and training step, tame gradients, and replace gradients that mathematics gets wrong for you.
#
# The functions run eagerly; where a docstring says so, they work in `tf.function` too.

# %%
from collections.abc import Callable, Iterable

import keras
import tensorflow as tf

# %% [markdown]
# ## A first derivative
#
# A tape watches trainable variables by itself. It ignores a constant, to save memory, until
# you call `tape.watch(x)`; without that, the gradient is `None`.
#
# `tape.gradient(y, x)` differentiates the *sum* of `y`. If f works element by element, each
# element of `y` depends only on its own element of `x`, so the sum loses nothing and every element
# of the gradient is the derivative f'(x) at its place.
#
# You also get `None` if `y` does not depend on `x` at all. Mathematics says 0 there, and so
# does the tape when you pass `unconnected_gradients=tf.UnconnectedGradients.ZERO`.


# %%
def derivative(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor | tf.Variable | float
) -> tf.Tensor:
    """Return f'(x) at every element of x, for an element-wise f: any shape -> that shape and dtype.

    x is a constant tensor, a tf.Variable or a Python float (then the result is a float32 scalar).
    If f does not depend on x (its result is a tensor all the same), the derivative is 0 everywhere,
    not None.
    The result can be differentiated again: derivative(lambda z: derivative(f, z), x) is f''(x).
    Works in tf.function too.

    >>> derivative(lambda x: x * x, tf.constant([1.0, 3.0])).numpy().tolist()
    [2.0, 6.0]
    """
    # TODO 1: x as a tensor, whatever it was.
    # TODO 2: f(x), recorded.
    # TODO 3: the gradient; zeros if f does not depend on x.
    ### BEGIN SOLUTION
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    ### END SOLUTION


# %% [markdown]
# ## Derivatives of any order
#
# The backward pass is made of TensorFlow operations, so another tape can record it. For f'' the
# outer tape must be open while the inner tape *computes its gradient*, not only while f runs:
#
#     with tf.GradientTape() as outer:
#         outer.watch(x)
#         with tf.GradientTape() as inner:
#             inner.watch(x)
#             y = f(x)
#         first = inner.gradient(y, x)      # still under the outer tape
#     second = outer.gradient(first, x)
#
# The n-th derivative is the derivative of the derivative of order n - 1, which reads like a
# recursion. Each order at least doubles the work: fine for two or three, not for twenty.


# %%
def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    """Return the n-th derivative of an element-wise f at x: any shape -> that shape and dtype.

    x is a constant tensor. n = 0 gives f(x) itself. An order above the degree of a polynomial gives
    0 everywhere, not None. Raises ValueError if n is negative.

    >>> nth_derivative(lambda x: x * x * x, tf.constant([1.0, 2.0]), 2).numpy().tolist()
    [6.0, 12.0]
    """
    # TODO 1: refuse a negative order, and return f(x) for order 0.
    # TODO 2: every other order, from the order below it.
    ### BEGIN SOLUTION
    if n < 0:
        raise ValueError(f"the order must not be negative: {n}")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    ### END SOLUTION


# %% [markdown]
# ## Two gradients from one tape
#
# A tape throws its notes away after the first `gradient`; a second call raises a RuntimeError. With
# `tf.GradientTape(persistent=True)` you may ask as often as you like: two losses, one forward pass.
# The price is memory, held until the tape is gone. If you pass a list, `tape.gradient([y, z], x)`,
# you get something else: the gradient of y + z.


# %%
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    """Return (f'(x), g'(x)), for element-wise f and g: two tensors of the shape and dtype of x.

    x is a constant tensor, and both functions depend on it. f is called once, g is called once, and
    only one tf.GradientTape is made.

    >>> first, second = both(tf.square, tf.exp, tf.constant([0.0]))
    >>> first.numpy().tolist(), second.numpy().tolist()
    ([0.0], [1.0])
    """
    # TODO 1: record both functions.
    # TODO 2: each function's own gradient.
    ### BEGIN SOLUTION
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)
    ### END SOLUTION


# %% [markdown]
# ## The Jacobian
#
# If f mixes its inputs, one number per input is not enough. The Jacobian has a number for each pair
# of an output and an input:
#
#     J[i, j] = d y[i] / d x[j]          outputs first, then inputs
#
# `tape.gradient` would return the sum of the rows of J. `tape.jacobian(y, x)` keeps them apart. It
# takes one backward pass per output, run side by side (`tf.vectorized_map` inside). For an x of
# shape s and a y of shape t, the Jacobian has the shape t + s.


# %%
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    """Return d f(x) / d x: x of shape s, f(x) of shape t -> t + s (both shapes joined), dtype of x.

    Outputs come first: for x (n,) and f(x) (m,) entry [i, j] is d f(x)[i] / d x[j], shape (m, n).
    x and f(x) may have any rank, scalars included. x is a constant tensor, and f depends on it.
    Works in tf.function too.

    >>> matrix = tf.constant([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    >>> jacobian(lambda x: tf.linalg.matvec(matrix, x), tf.ones(3)).numpy().tolist()
    [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    """
    # TODO 1: f(x), recorded.
    # TODO 2: the derivatives of each output, not their sum.
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.jacobian(y, x)
    ### END SOLUTION


# %% [markdown]
# ## One Jacobian per sample
#
# For a batch, `tape.jacobian` gives (batch, m, batch, n): how every sample's output depends on
# every sample's input. A network treats its samples one by one, so all blocks of two different
# samples are zero, and you only want the diagonal blocks:
#
#     [J0  0  0]
#     [ 0 J1  0]   ->   (batch, m, n) = [J0, J1, J2]
#     [ 0  0 J2]
#
# `tape.batch_jacobian(y, x)` computes only these, in m backward passes instead of batch * m.


# %%
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    """Return each sample's Jacobian: x (batch, n), f(x) (batch, m) -> (batch, m, n), dtype of x.

    Entry [b, i, j] is d f(x)[b, i] / d x[b, j]. Samples of higher rank work the same way:
    x (batch, p, q) and f(x) (batch, m) give (batch, m, p, q). x is a constant tensor, and f depends
    on it, on each sample independently of the others.

    >>> batch_jacobian(lambda x: x * x, tf.constant([[1.0, 2.0], [3.0, 4.0]])).numpy().tolist()
    [[[2.0, 0.0], [0.0, 4.0]], [[6.0, 0.0], [0.0, 8.0]]]
    """
    # TODO 1: f(x), recorded.
    # TODO 2: for each sample, the derivatives of each output.
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.batch_jacobian(y, x)
    ### END SOLUTION


# %% [markdown]
# ## Curvature without the Hessian
#
# The Hessian of a function of n numbers has n * n entries: for a million weights, a trillion. Most
# methods (Newton by conjugate gradients, curvature along a step) only need its product with a
# vector, which costs no more than two gradients:
#
#     H v = d/dx ( gradient(x) . v )           v held fixed
#
# Take the gradient under an outer tape, then ask the outer tape for the derivative of its dot
# product with v. `outer.gradient(g, x, output_gradients=v)` does the dot product for you.
# `tf.autodiff.ForwardAccumulator` gets the same result by a forward pass over the backward pass.


# %%
def hessian_vector_product(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, v: tf.Tensor
) -> tf.Tensor:
    """Return the Hessian of a scalar f at x times v: x, v of one shape -> that shape, dtype of x.

    x and v are two constant tensors of any rank, and f depends on x. If the second derivative is
    zero, as for a linear f, the result is zero too, not None. Do not build the Hessian, neither by
    tape.jacobian, tape.batch_jacobian or tf.hessians nor in a Python loop or comprehension.

    >>> f = lambda x: x[0] * x[0] * x[1]
    >>> x, v = tf.constant([1.0, 2.0]), tf.constant([1.0, 0.0])
    >>> hessian_vector_product(f, x, v).numpy().tolist()
    [4.0, 2.0]
    """
    # TODO 1: the gradient of f, itself recorded.
    # TODO 2: the derivative of its product with v; zeros if it does not depend on x.
    ### BEGIN SOLUTION
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    zero = tf.UnconnectedGradients.ZERO
    return outer.gradient(slope, x, output_gradients=v, unconnected_gradients=zero)
    ### END SOLUTION


# %% [markdown]
# ## Gradient descent
#
# Step against the gradient and you go downhill. Every optimizer is a refinement of
#
#     x[k+1] = x[k] - learning_rate * gradient of f at x[k]
#
# There are two traps. The gradient belongs to the point where you stand, so each step needs a
# forward pass under a new tape. And a path must hold values: a list that holds the same
# `tf.Variable` five times shows its last value five times.


# %%
def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    """Return the path of gradient descent: start of shape s -> (steps + 1, *s), dtype of start.

    Row 0 is the start, row k the point after k steps; steps = 0 gives only the start, (1, *s). A
    step subtracts learning_rate times the gradient of the scalar f at the current point. start is
    a constant tensor or a tf.Variable of any rank, and a variable keeps its own value.

    >>> gradient_descent(lambda x: x * x, tf.constant(1.0), 0.25, 2).numpy().tolist()
    [1.0, 0.5, 0.25]
    """
    # TODO 1: a path that begins with the start's value.
    # TODO 2: one step down from the current point, as often as asked.
    # TODO 3: all points in one tensor.
    ### BEGIN SOLUTION
    point = start
    path = [start]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)
    ### END SOLUTION


# %% [markdown]
# ## A training step
#
# Five lines do what `fit` does for each batch. Three things are easy to forget:
#
# - `model(x, training=True)`: only then does dropout drop and batch normalization use the batch.
# - `model.losses` holds the losses of regularizers and `add_loss`. Add them to the loss *inside*
#   the tape: the tape does not record a sum made after it is closed, and every gradient of that sum
#   is `None` (the optimizer then complains that no gradients are provided).
# - The optimizer gets `model.trainable_variables`, so that frozen layers stay frozen.
#
# If you wrap the step in `tf.function`, it is traced once and then runs as a graph. So it must stay
# in tensors: `float(loss)` or `.numpy()` has no value while tracing.


# %%
def train_step(
    model: keras.Model,
    optimizer: keras.optimizers.Optimizer,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    x: tf.Tensor,
    y: tf.Tensor,
) -> dict[str, tf.Tensor]:
    """Train on one batch and return {"loss": scalar, "accuracy": scalar}, both float32 tensors.

    y (batch,) holds integer labels of any dtype, and the built model gives (batch, classes) logits.
    "loss" is the scalar loss_fn(y, logits) plus the sum of model.losses (which may be empty); this
    sum is differentiated. "accuracy" is the share of samples whose largest logit is at their label.
    Both come from a single forward pass, with training=True, made before the update. The optimizer
    updates the model's trainable variables once; nothing else changes them. Works in tf.function
    too, and calls the model once while it is traced.

    >>> dense = keras.layers.Dense(2, kernel_initializer="zeros")
    >>> model = keras.Sequential([keras.Input((2,)), dense])
    >>> loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    >>> x, y = tf.constant([[1.0, 0.0], [0.0, 1.0]]), tf.constant([0, 0])
    >>> logs = train_step(model, keras.optimizers.SGD(1.0), loss_fn, x, y)
    >>> round(float(logs["loss"]), 4), float(logs["accuracy"])
    (0.6931, 1.0)
    """
    # TODO 1: the logits in training mode and the whole loss, recorded.
    # TODO 2: one update by the optimizer.
    # TODO 3: the accuracy of the same logits.
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        logits = model(x, training=True)
        loss = tf.add_n([loss_fn(y, logits), *model.losses])
    variables = model.trainable_variables
    gradients = tape.gradient(loss, variables)
    optimizer.apply(gradients, variables)
    hits = keras.metrics.sparse_categorical_accuracy(y, logits)
    return {"loss": loss, "accuracy": tf.reduce_mean(hits)}
    ### END SOLUTION


# %% [markdown]
# ## Clipping by the global norm
#
# A single bad batch can throw the weights far away. Clipping shortens the step. It keeps the step's
# direction if you scale all gradients by the *same* factor, computed from the norm of all of them:
#
#     total = sqrt(sum of the squares of every entry of every gradient)
#     scale = norm / max(total, norm)            1 if the gradients are short already
#
# Real gradient lists have two surprises. A weight that the loss does not reach has `None`. An
# embedding table has `tf.IndexedSlices`, which hold only the rows that were looked up (`values`)
# and their numbers (`indices`). TensorFlow's own is `tf.clip_by_global_norm`; Keras optimizers have
# `global_clipnorm`.


# %%
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    """Return (clipped, total): the gradients with a global norm of at most `norm`, and their norm.

    total is the norm before clipping, a scalar of the gradients' dtype. If total > norm, every
    gradient is multiplied by norm / total; else they come back as they are, even if all are zero.
    clipped is a list in the same order, with the same shapes and dtypes; None stays None (at least
    one gradient is not None). tf.IndexedSlices count in the norm with their values (no index occurs
    twice), and come back as tf.IndexedSlices with the same indices and dense_shape.
    Raises ValueError if the (finite) norm is not positive. Write it yourself, without
    tf.clip_by_global_norm, tf.clip_by_norm and tf.linalg.global_norm.

    >>> clipped, total = clip_by_global_norm([tf.constant([3.0, 0.0]), None, tf.constant(4.0)], 1.0)
    >>> [None if g is None else g.numpy().round(4).tolist() for g in clipped], float(total)
    ([[0.6000000238418579, 0.0], None, 0.800000011920929], 5.0)
    """
    # TODO 1: refuse a norm that is not positive.
    # TODO 2: the total norm of all gradients that are not None; for IndexedSlices, of their values.
    # TODO 3: one factor, which is 1 for short gradients and safe if all are zero.
    # TODO 4: scale each gradient and keep its type.
    ### BEGIN SOLUTION
    if norm <= 0:
        raise ValueError(f"norm must be positive: {norm}")
    present = [g for g in gradients if g is not None]
    dense = [g.values if isinstance(g, tf.IndexedSlices) else g for g in present]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(values)) for values in dense]))
    scale = norm / tf.maximum(total, norm)

    def scaled(
        gradient: tf.Tensor | tf.IndexedSlices | None,
    ) -> tf.Tensor | tf.IndexedSlices | None:
        if gradient is None:
            return None
        if isinstance(gradient, tf.IndexedSlices):
            values = gradient.values * scale
            return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
        return gradient * scale

    return [scaled(gradient) for gradient in gradients], total
    ### END SOLUTION


# %% [markdown]
# ## A large batch in small pieces
#
# If a batch of 512 does not fit into memory, take eight of 64, add up their gradients and update
# once. The sum must be the gradient of the mean over *all* samples. Each small batch has divided by
# its own size already, so the last, shorter batch would count too much:
#
#     batches of 64, 64, 10:     not  (g1 + g2 + g3) / 3
#                                but  (64 g1 + 64 g2 + 10 g3) / 138
#
# Differentiation is linear: if you scale a batch's loss by its size, you scale its gradient too.
#
# Real models bring two surprises. An embedding's gradient is a `tf.IndexedSlices`; a dense tensor
# plus such a gradient is dense again. A weight that the loss does not reach has the gradient `None`
# (`unconnected_gradients` would help with a tf.Variable; on a Keras variable it raises an error).
#
# Keras optimizers have `gradient_accumulation_steps`, which assumes batches of equal size.


# %%
def accumulate(
    model: keras.Model,
    loss_fn: Callable[[tf.Tensor, tf.Tensor], tf.Tensor],
    batches: Iterable[tuple[tf.Tensor, tf.Tensor]],
) -> list[tf.Tensor]:
    """Return the gradients that one large batch would give, one for each trainable variable.

    They come in the order of model.trainable_variables. The model, which treats each sample by
    itself, may be unbuilt before this call. batches yields pairs (x, y) of (size, ...) and
    (size, ...), at least one pair, of varying sizes, and can be read only once (it may be a
    generator). loss_fn(y, model(x)) is the mean over one batch; the result is the gradient of the
    mean over all samples, of loss_fn only (model.losses stays out). The model runs with
    training=True, and its trainable variables stay as they are. Each result has its variable's
    shape: an embedding's tf.IndexedSlices become dense, a weight that the loss does not reach has
    zeros.

    >>> dense = keras.layers.Dense(1, kernel_initializer="ones")
    >>> model = keras.Sequential([keras.Input((1,)), dense])
    >>> x = tf.constant([[1.0], [2.0], [3.0]])
    >>> batches = [(x[:2], tf.zeros((2, 1))), (x[2:], tf.zeros((1, 1)))]
    >>> kernel, bias = accumulate(model, keras.losses.MeanSquaredError(), batches)
    >>> [round(float(g[..., 0].numpy().item()), 4) for g in (kernel, bias)]
    [9.3333, 4.0]
    """
    # TODO 1: for each batch, its gradients, weighted by its size.
    # TODO 2: their sums, where a missing gradient adds nothing.
    # TODO 3: the mean over all samples.
    ### BEGIN SOLUTION
    sums: list[tf.Tensor] = []
    samples = 0
    for x, y in batches:
        with tf.GradientTape() as tape:
            loss = len(x) * loss_fn(y, model(x, training=True))
        variables = model.trainable_variables  # an unbuilt model has them after its first call
        sums = sums or [tf.zeros_like(variable) for variable in variables]
        gradients = tape.gradient(loss, variables)
        sums = [s if g is None else s + g for s, g in zip(sums, gradients, strict=True)]
        samples += len(x)
    return [s / samples for s in sums]
    ### END SOLUTION


# %% [markdown]
# ## Your own gradient
#
# log(1 + e^x) overflows: e^100 is inf in float32. Written as
#
#     max(x, 0) + log1p(e^-|x|)
#
# it is right everywhere, but now its automatic gradient stumbles over the corner of `max` and `abs`
# at 0, where the true slope is 1/2. The derivative is known: sigmoid(x). `tf.custom_gradient`
# lets you state it. You return the value and a function that receives the *upstream* gradient (the
# gradient in your result, from the rest of the computation) and multiplies it by your derivative:
#
#     @tf.custom_gradient
#     def op(x):
#         def grad(upstream):
#             return upstream * ...
#         return value, grad
#
# If that function is made of differentiable TensorFlow operations, second derivatives work too.
# TensorFlow's own is `tf.nn.softplus`.


# %%
def log1pexp(x: tf.Tensor) -> tf.Tensor:
    """Return log(1 + exp(x)) element by element: any shape -> the same shape and float dtype.

    Right to the dtype's relative precision for every finite x: about exp(x) for very negative x
    (exp(-50), not 0), and x for large x (1000 at 1000). The gradient is sigmoid(x), even at 0 (1/2)
    and at both far ends; the second derivative is finite and right there too (to absolute
    precision). Write it yourself, without the softplus, log_sigmoid, logaddexp or logsumexp of
    TensorFlow or Keras.

    >>> log1pexp(tf.constant([0.0, 1000.0])).numpy().tolist()
    [0.6931471824645996, 1000.0]
    """
    # TODO 1: the value, in a form that never takes exp of a positive number.
    # TODO 2: its gradient, stated by you and not by the tape.
    ### BEGIN SOLUTION

    @tf.custom_gradient
    def stable(z: tf.Tensor) -> tuple[tf.Tensor, Callable[[tf.Tensor], tf.Tensor]]:
        def slope(upstream: tf.Tensor) -> tf.Tensor:
            return upstream * tf.sigmoid(z)

        return tf.maximum(z, 0.0) + tf.math.log1p(tf.exp(-tf.abs(z))), slope

    return stable(x)
    ### END SOLUTION


# %% [markdown]
# ## The straight-through estimator
#
# Rounding is flat almost everywhere: its gradient is 0, and a network that rounds (quantized
# weights, discrete codes) cannot learn. The straight-through estimator rounds on the way forward
# and pretends on the way back that it did not:
#
#     forward    x --round--> y
#     backward   x <---1----- y          dy/dx taken as 1
#
# `tf.stop_gradient(t)` has the value of t and no gradient. Add a tensor to x that has the value
# round(x) - x but no gradient: that is all. A vector-quantized autoencoder trains this way.


# %%
def straight_through(x: tf.Tensor) -> tf.Tensor:
    """Return x rounded, with the gradient of the identity: any shape -> the same shape and dtype.

    The values are those of tf.round for every finite x (halves go to the even neighbor). The
    gradient in x is the upstream gradient, unchanged.

    >>> straight_through(tf.constant([0.2, 0.5, 1.7])).numpy().tolist()
    [0.0, 0.0, 2.0]
    """
    # TODO 1: what must you add to x to get round(x)?
    # TODO 2: add it so that the tape takes it for a constant.
    ### BEGIN SOLUTION
    return x + tf.stop_gradient(tf.round(x) - x)
    ### END SOLUTION


# %% [markdown]
# ## The gradient penalty
#
# A Wasserstein GAN needs a critic whose slope is about 1. The gradient penalty asks for it at
# random points between real and generated samples:
#
#     between = real + alpha * (fake - real)      alpha uniform in [0, 1), one for each sample
#     slope   = gradient of critic(between) in between
#     penalty = mean over the batch of (|slope| - 1)^2
#
# |slope| is one norm per *sample*, over all of its entries. The penalty is part of the loss, so it
# is differentiated again, with respect to the critic's weights. And here is the trap: the square
# root has an infinite slope at 0, so training turns to NaN wherever a ReLU critic is flat. A tiny
# number under the root prevents it.


# %%
def gradient_penalty(
    critic: Callable[[tf.Tensor], tf.Tensor], real: tf.Tensor, fake: tf.Tensor, seed: int
) -> tf.Tensor:
    """Return a Wasserstein critic's penalty: real and fake (batch, n, ...) -> scalar, their dtype.

    critic maps (batch, n, ...) to (batch, 1) and depends on its input. At points between real and
    fake, with one alpha for each sample drawn uniformly from [0, 1), take the norm of the critic's
    gradient over all axes but the first, and return the mean over the batch of (norm - 1)^2.
    The same seed gives the same penalty, another seed another alpha. The result can be
    differentiated in the critic's weights, and that gradient is finite and right even where the
    critic is flat (1e-12 under the square root is enough).

    >>> critic = lambda x: tf.reduce_sum(3.0 * x, axis=1, keepdims=True)
    >>> float(gradient_penalty(critic, tf.zeros((4, 1)), tf.ones((4, 1)), seed=1))
    4.0
    """
    # TODO 1: one alpha per sample (tf.random.stateless_uniform takes a seed of two numbers).
    # TODO 2: the points between real and fake, and the critic's gradient there.
    # TODO 3: one safe norm per sample, and the mean of the squared distance to 1.
    ### BEGIN SOLUTION
    shape = [real.shape[0]] + [1] * (len(real.shape) - 1)
    alpha = tf.random.stateless_uniform(shape, seed=[seed, seed], dtype=real.dtype)
    between = real + alpha * (fake - real)
    with tf.GradientTape() as tape:
        tape.watch(between)
        scores = critic(between)
    slope = tape.gradient(scores, between)
    squares = tf.reduce_sum(tf.square(slope), axis=range(1, len(real.shape)))
    return tf.reduce_mean(tf.square(tf.sqrt(squares + 1e-12) - 1.0))
    ### END SOLUTION


# %% [markdown]
# ## Saliency: what the network looks at
#
# The weights stay, the *image* moves: the gradient of a class's logit in the pixels says which
# pixels matter for that class. Both directions count, so take the absolute value; a pixel
# is as important as its most important channel. Divide by the largest entry to get a picture in
# [0, 1].
#
# Use the logit, not the probability: softmax mixes in every other class, and its gradient vanishes
# when the network is certain.


# %%
def saliency(model: keras.Model, image: tf.Tensor, label: int) -> tf.Tensor:
    """Return the saliency map of one image: (height, width, channels) -> (height, width), float32.

    model maps (batch, height, width, channels) to (batch, classes) logits; it runs with
    training=False. The map is the absolute gradient of logit number `label` in the image, its
    largest value over the channels, divided by the map's largest value, however small that is. If
    the logit is flat in the image, or the model ignores the image, the map is zeros, not NaN or
    None. image is a float32 constant tensor.

    >>> layers = [keras.Input((1, 2, 1)), keras.layers.Flatten(), keras.layers.Dense(2)]
    >>> model = keras.Sequential(layers)
    >>> model.set_weights([tf.constant([[1.0, 5.0], [-2.0, 5.0]]), tf.zeros(2)])
    >>> saliency(model, tf.ones((1, 2, 1)), 0).numpy().tolist()
    [[0.5, 1.0]]
    """
    # TODO 1: the gradient of the label's logit in the image; the model wants a batch.
    # TODO 2: one number per pixel.
    # TODO 3: divided by the largest of them, safely.
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        tape.watch(image)
        logit = model(image[tf.newaxis], training=False)[0, label]
    zero = tf.UnconnectedGradients.ZERO
    gradient = tape.gradient(logit, image, unconnected_gradients=zero)
    slope = tf.reduce_max(tf.abs(gradient), axis=-1)
    return tf.math.divide_no_nan(slope, tf.reduce_max(slope))
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - TensorFlow's guides to [gradients](https://www.tensorflow.org/guide/autodiff) and to [advanced
#   automatic differentiation](https://www.tensorflow.org/guide/advanced_autodiff): how to control
#   the recording, `stop_recording`, gradients in several variables, mixed partial derivatives.
# - The Keras guide [Writing a training loop from scratch in
#   TensorFlow](https://keras.io/guides/writing_a_custom_training_loop_in_tensorflow/), and topic
#   03, where the same step is inside a model's `train_step`.
# - The reference of `tf.custom_gradient`, `tf.recompute_grad` (less memory for more time) and
#   `tf.autodiff.ForwardAccumulator`.
# - The TensorFlow guide [Better performance with
#   tf.function](https://www.tensorflow.org/guide/function): what happens to a step in a graph.
