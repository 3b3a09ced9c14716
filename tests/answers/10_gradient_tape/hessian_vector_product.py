"""Answers to hessian_vector_product."""

import tensorflow as tf


# %% right: the gradient's dot product with v
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.reduce_sum(inner.gradient(y, x) * v)
    product = outer.gradient(directional, x)
    return tf.zeros_like(x) if product is None else product


# %% right: forward over reverse
def hessian_vector_product(f, x, v):
    with tf.autodiff.ForwardAccumulator(x, v) as forward:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        slope = tape.gradient(y, x)
    return forward.jvp(slope, unconnected_gradients="zero")


# %% right: reverse over forward
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as tape:
        tape.watch(x)
        with tf.autodiff.ForwardAccumulator(x, v) as forward:
            y = f(x)
        directional = forward.jvp(y)
    return tape.gradient(directional, x, unconnected_gradients="zero")


# %% wrong: the inner gradient is taken after the outer tape has closed | test_example | outer tape
# breaks: "x and v are two constant tensors"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
    slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v)


# %% wrong: the outer tape does not watch x | test_example | both tapes
# breaks: "x and v are two constant tensors"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer, tf.GradientTape() as inner:
        inner.watch(x)
        y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v, unconnected_gradients="zero")


# %% wrong: v' H v | test_example | a number
# breaks: "x, v of one shape -> that shape"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return tf.reduce_sum(v * outer.gradient(slope, x, output_gradients=v))


# %% wrong: always float32 | test_values | dtype
# breaks: "dtype of x"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return tf.cast(outer.gradient(slope, x, output_gradients=v), tf.float32)


# %% wrong: the gradient times v | test_example | second derivative is missing
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x) * v


# %% wrong: v is multiplied in at the end | test_example | then multiplied by v
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x) * v


# %% wrong: v is forgotten | test_example | v is not used
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x)


# %% wrong: the product is matvec, which needs a vector | test_ranks | it raised
# breaks: "of any rank"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.tensordot(inner.gradient(y, x), v, [[0], [0]])
        directional = tf.ensure_shape(directional, [])
    return outer.gradient(directional, x)


# %% wrong: the Hessian by tape.jacobian | test_no_hessian | whole Hessian is built
# breaks: "tape.jacobian"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = tf.reshape(inner.gradient(y, x), [-1])
    hessian = outer.jacobian(slope, x)
    rows = tf.reshape(hessian, [tf.size(x), tf.size(x)])
    return tf.reshape(tf.linalg.matvec(rows, tf.reshape(v, [-1])), x.shape)


# %% wrong: a linear f gives None | test_linear | None
# breaks: "the result is zero too, not None"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x, output_gradients=v)


# %% wrong: x is taken to have an axis | test_ranks | it raised
# breaks: "of any rank"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        directional = tf.reduce_sum(inner.gradient(y, x) * v, axis=0)
    return outer.gradient(directional, x, unconnected_gradients="zero")


# %% wrong: a row of the Hessian at a time | test_example | loop
# breaks: "nor in a Python loop or comprehension"
def hessian_vector_product(f, x, v):
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slopes = tf.unstack(tf.reshape(inner.gradient(y, x), [-1]))
    rows = [outer.gradient(slope, x) for slope in slopes]
    return tf.stack([tf.reduce_sum(row * v) for row in rows])


# %% wrong: a None becomes the number 0 | test_linear | a single number
# breaks: "the result is zero too, not None"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    product = outer.gradient(slope, x, output_gradients=v)
    return 0.0 if product is None else product


# %% right: the dot product in keras.ops, with a zero that connects
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
        total = tf.reduce_sum(tf.stop_gradient(v) * slope) + tf.reduce_sum(0 * x)
    return outer.gradient(total, x)


# %% right: one persistent tape that stays open
def hessian_vector_product(f, x, v):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        slope = tape.gradient(f(x), x)
    zero = tf.UnconnectedGradients.ZERO
    return tape.gradient(slope, [x], output_gradients=[v], unconnected_gradients=zero)[0]


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    outer.gradient(slope, x, output_gradients=v)


# %% wrong: tf.hessians in a graph | test_example | tf.hessians
# breaks: "tape.batch_jacobian or tf.hessians"
def hessian_vector_product(f, x, v):
    hessian = tf.function(lambda z: tf.hessians(f(z), z)[0])(x)
    return tf.reshape(tf.tensordot(hessian, v, v.shape.rank), x.shape)


# %% wrong: a for loop over the rows | test_example | loop
# breaks: "nor in a Python loop or comprehension"
def hessian_vector_product(f, x, v):
    with tf.GradientTape(persistent=True) as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slopes = tf.unstack(tf.reshape(inner.gradient(y, x), [-1]))
    product = []
    for slope in slopes:
        product.append(tf.reduce_sum(outer.gradient(slope, x) * v))
    return tf.reshape(tf.stack(product), x.shape)


# %% wrong: the Hessian by batch_jacobian | test_no_hessian | whole Hessian
# breaks: "tape.batch_jacobian or tf.hessians"
def hessian_vector_product(f, x, v):
    batch = tf.reshape(x, [1, -1])
    with tf.GradientTape() as outer:
        outer.watch(batch)
        with tf.GradientTape() as inner:
            inner.watch(batch)
            y = f(tf.reshape(batch, x.shape))
        slope = inner.gradient(y, batch)
    hessian = outer.batch_jacobian(slope, batch, unconnected_gradients="zero")[0]
    return tf.reshape(tf.linalg.matvec(hessian, tf.reshape(v, [-1])), x.shape)


# %% wrong: the directional derivative only | test_example | v' H v, a number instead of H v
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.reduce_sum(tape.gradient(y, x) * v)


# %% wrong: the whole Hessian comes back | test_example | Hessian itself
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.jacobian(slope, x)


# %% wrong: the dot product by axes that a matrix does not have | test_ranks | it raised
# breaks: "x and v are two constant tensors of any rank"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        total = tf.tensordot(inner.gradient(y, x), v, 1)
        total = tf.reshape(total, [])
    return outer.gradient(total, x, unconnected_gradients="zero")


# %% wrong: a difference of gradients | test_example | differ
# breaks: "Return the Hessian of a scalar f at x times v"
def hessian_vector_product(f, x, v):
    def slope(z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            y = f(z)
        return tape.gradient(y, z)

    return (slope(x + 1e-2 * v) - slope(x)) / 1e-2


# %% wrong: the inner tape is closed too late, on the gradient of a None | test_example | watch
# breaks: "f depends on x"
def hessian_vector_product(f, x, v):
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            y = f(x)
        slope = inner.gradient(y, x)
    return None if slope is None else outer.gradient(slope, x, output_gradients=v)


# %% right: the slope of f along v as a derivative in a scalar t, then its gradient in x
def hessian_vector_product(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, v: tf.Tensor
) -> tf.Tensor:
    x, v = tf.identity(x), tf.identity(v)  # two tensors, even if the caller passes one twice
    t = tf.zeros([], x.dtype)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(t)
            y = f(x + t * v)
        slope = inner.gradient(y, t)  # gradient(x) . v
    product = outer.gradient(slope, x)
    return tf.zeros_like(x) if product is None else tf.convert_to_tensor(product)


# %% wrong: the zeros for a linear f are float32 | test_linear
# breaks: "x, v of one shape -> that shape, dtype of x."
def hessian_vector_product(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, v: tf.Tensor
) -> tf.Tensor:
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        gradient = inner.gradient(y, x)
    product = outer.gradient(gradient, x, output_gradients=v)
    return tf.zeros(x.shape) if product is None else product


# %% wrong: tensordot over one axis is the dot product of vectors only | test_ranks
# breaks: "x and v are two constant tensors of any rank"
def hessian_vector_product(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, v: tf.Tensor
) -> tf.Tensor:
    v = tf.identity(v)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        dot = tf.tensordot(inner.gradient(y, x), v, axes=1)
    return outer.gradient(dot, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)


# %% right: a forward pass (ForwardAccumulator) over the backward pass
def hessian_vector_product(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, v: tf.Tensor
) -> tf.Tensor:
    with tf.autodiff.ForwardAccumulator(x, v) as forward:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        gradient = tf.convert_to_tensor(tape.gradient(y, x))
    return forward.jvp(gradient, unconnected_gradients=tf.UnconnectedGradients.ZERO)
