"""Answers to batch_jacobian."""

import tensorflow as tf


# %% right: the sum over the batch, one output at a time
def batch_jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        outputs = tf.unstack(tf.reduce_sum(f(x), axis=0))
    return tf.stack([tape.gradient(output, x) for output in outputs], axis=1)


# %% right: the diagonal of the full Jacobian
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    full = tape.jacobian(y, x)
    return tf.einsum("bmb...->bm...", full)


# %% right: one sample after the other
def batch_jacobian(f, x):
    blocks = []
    for sample in tf.unstack(x):
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(sample)
            y = f(sample[tf.newaxis])[0]
        blocks.append(tape.jacobian(y, sample, experimental_use_pfor=False))
    return tf.stack(blocks)


# %% wrong: x is not watched | test_example | watch
# breaks: "x is a constant tensor"
def batch_jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        y = f(x)
        outputs = tf.unstack(tf.reduce_sum(y, axis=0))
    slopes = [tape.gradient(output, x) for output in outputs]
    return None if slopes[0] is None else tf.stack(slopes, axis=1)


# %% wrong: axes of size one are squeezed away | test_one | batch axis is gone
# breaks: "-> (batch, m, n)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.squeeze(tape.batch_jacobian(y, x))


# %% wrong: the full Jacobian | test_example | full Jacobian
# breaks: "Return each sample's Jacobian"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.jacobian(y, x)


# %% wrong: the gradient, which adds the outputs up | test_example | added up
# breaks: "Return each sample's Jacobian"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: the samples are added up | test_example | batch axis is gone
# breaks: "-> (batch, m, n)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(f(x), axis=0)
    return tf.reduce_sum(tape.jacobian(y, x), axis=1)


# %% wrong: the batch is the second axis | test_example | batch axis
# breaks: "-> (batch, m, n)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_sum(f(x), axis=0)
    return tape.jacobian(y, x)


# %% wrong: inputs before outputs | test_values | are swapped
# breaks: "Entry [b, i, j] is d f(x)[b, i] / d x[b, j]"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.linalg.matrix_transpose(tape.batch_jacobian(y, x))


# %% wrong: always float32 | test_values | dtype
# breaks: "dtype of x"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.batch_jacobian(y, x), tf.float32)


# %% wrong: the Jacobian of the first sample for every sample | test_example | every sample has the first sample's
# breaks: "Return each sample's Jacobian"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return tf.repeat(blocks[:1], x.shape[0], axis=0)


# %% wrong: the samples' axes are flattened | test_higher_rank | shape
# breaks: "give (batch, m, p, q)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return tf.reshape(blocks, [x.shape[0], y.shape[1], -1])


# %% wrong: always float64 | test_example | dtype
# breaks: "dtype of x"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.batch_jacobian(y, x), tf.float64)


# %% wrong: one output has its gradient instead | test_one | the rows are added up: tape.gradient
# breaks: "-> (batch, m, n)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    if y.shape[-1] == 1:
        return tape.gradient(y, x)
    return tape.batch_jacobian(y, x)


# %% right: map_fn over the samples
def batch_jacobian(f, x):
    def of_one(sample):
        with tf.GradientTape() as tape:
            tape.watch(sample)
            y = f(sample[tf.newaxis])[0]
        return tape.jacobian(y, sample)

    return tf.map_fn(of_one, x)


# %% right: a gradient per output, weighted by a column of ones
def batch_jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    rows = []
    for i in range(y.shape[1]):
        column = tf.one_hot(tf.fill([y.shape[0]], i), y.shape[1], dtype=y.dtype)
        rows.append(tape.gradient(y, x, output_gradients=column))
    return tf.stack(rows, axis=1)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return each sample's Jacobian"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    tape.batch_jacobian(y, x)


# %% wrong: the diagonal of each block | test_example | the rows are added up: tape.gradient
# breaks: "Entry [b, i, j] is d f(x)[b, i] / d x[b, j]"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.linalg.diag_part(tape.batch_jacobian(y, x))


# %% wrong: the full Jacobian, added up over the inputs' samples of the wrong axes | test_example | the batch axis is not the first
# breaks: "Entry [b, i, j] is d f(x)[b, i] / d x[b, j]"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.reduce_sum(tape.jacobian(y, x), axis=0)


# %% wrong: the axes of an image are swapped | test_higher_rank | axes are swapped
# breaks: "Samples of higher rank work the same way"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return tf.linalg.matrix_transpose(blocks) if x.shape.rank > 2 else blocks


# %% wrong: a batch of one loses its axis | test_one | batch axis
# breaks: "-> (batch, m, n)"
def batch_jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    blocks = tape.batch_jacobian(y, x)
    return blocks[0] if len(x) == 1 else blocks


# %% wrong: zeros for what was not recorded | test_example | recorded
# breaks: "Return each sample's Jacobian"
def batch_jacobian(f, x):
    y = f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
    blocks = tape.batch_jacobian(y, x, unconnected_gradients="zero")
    return blocks


# %% wrong: f is called on samples without their batch axis | test_values | it raised
# breaks: "x (batch, n), f(x) (batch, m)"
def batch_jacobian(f, x):
    blocks = []
    for sample in tf.unstack(x):
        with tf.GradientTape() as tape:
            tape.watch(sample)
            y = f(sample)
        blocks.append(tape.jacobian(y, sample))
    return tf.stack(blocks)


# %% right: one backward pass per output, with one-hot output gradients, stacked as the second axis
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    outputs = y.shape[1]
    rows = []
    for i in range(outputs):
        unit = tf.one_hot(tf.fill([tf.shape(y)[0]], i), outputs, dtype=y.dtype)
        rows.append(tf.convert_to_tensor(tape.gradient(y, x, output_gradients=unit)))
    return tf.stack(rows, axis=1)


# %% wrong: stacked on the last axis but one, which is right only for samples of rank 1 | test_higher_rank
# breaks: "x (batch, p, q) and f(x) (batch, m) give (batch, m, p, q)."
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        columns = tf.unstack(f(x), axis=1)
    return tf.stack([tape.gradient(column, x) for column in columns], axis=-2)


# %% wrong: one-hot vectors in float32 whatever x is | test_values
# breaks: "dtype of x."
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    rows = []
    for i in range(y.shape[1]):
        unit = tf.one_hot(tf.fill([tf.shape(y)[0]], i), y.shape[1])
        rows.append(tape.gradient(y, x, output_gradients=unit))
    return tf.stack(rows, axis=1)


# %% wrong: f is called with single samples that have no batch axis | test_values
# breaks: "x (batch, n), f(x) (batch, m) -> (batch, m, n)"
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    blocks = []
    for sample in x:
        with tf.GradientTape() as tape:
            tape.watch(sample)
            y = f(sample)
        blocks.append(tape.jacobian(y, sample))
    return tf.stack(blocks)


# %% right: the samples are independent, so the Jacobian of the sum over the batch has all blocks
def batch_jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(f(x), axis=0)  # (m,)
    blocks = tape.jacobian(total, x)  # (m, batch, ...)
    return tf.transpose(blocks, [1, 0, *range(2, len(blocks.shape))])
