"""Answers to jacobian."""

import tensorflow as tf


# %% right: a gradient for each output, in a loop
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        outputs = tf.unstack(tf.reshape(y, [-1]), num=y.shape.num_elements())
    rows = [tape.gradient(output, x) for output in outputs]
    return tf.reshape(tf.stack(rows), y.shape + x.shape)


# %% right: forward mode, a column for each input
def jacobian(f, x):
    units = tf.eye(x.shape.num_elements(), dtype=x.dtype)
    columns = []
    for row in tf.unstack(units):
        with tf.autodiff.ForwardAccumulator(x, tf.reshape(row, x.shape)) as forward:
            y = f(x)
        columns.append(tf.reshape(forward.jvp(y), [-1]))
    return tf.reshape(tf.stack(columns, axis=1), y.shape + x.shape)


# %% right: tape.jacobian without pfor, of a flat output
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        flat = tf.reshape(y, [-1])
    rows = tape.jacobian(flat, x, experimental_use_pfor=False)
    return tf.reshape(rows, tf.concat([tf.shape(y), tf.shape(x)], axis=0))


# %% wrong: x is not watched | test_example | watch
# breaks: "x is a constant tensor"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.jacobian(y, x)


# %% wrong: the gradient, which adds the rows up | test_example | added up
# breaks: "of shape t -> t + s (both shapes joined)"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: inputs first | test_example | are swapped
# breaks: "Outputs come first"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.transpose(tape.jacobian(y, x))


# %% wrong: an axis too many | test_example | axis of size one
# breaks: "of shape t -> t + s"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)[tf.newaxis]
    return tape.jacobian(y, x)


# %% wrong: always float32 | test_values | dtype
# breaks: "dtype of x"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.jacobian(y, x), tf.float32)


# %% wrong: the columns are stacked into the rows' shape | test_values | are swapped
# breaks: "entry [i, j] is d f(x)[i] / d x[j]"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    rows = tape.jacobian(y, x)
    square = x.shape.rank == 1 and y.shape == x.shape
    return tf.transpose(rows) if square else rows


# %% wrong: the outputs are flattened | test_ranks | outputs are flattened
# breaks: "x and f(x) may have any rank"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reshape(f(x), [-1])
    rows = tape.jacobian(y, x)
    return rows


# %% wrong: the inputs are flattened | test_ranks | inputs are flattened
# breaks: "x and f(x) may have any rank"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    rows = tape.jacobian(y, x)
    return tf.reshape(rows, [*y.shape, -1])


# %% wrong: rows by a number, eager only | test_graph | numpy
# breaks: "Works in tf.function too"
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        outputs = [tf.reshape(y, [-1])[i] for i in range(y.numpy().size)]
    rows = [tape.gradient(output, x) for output in outputs]
    return tf.reshape(tf.stack(rows), y.shape + x.shape)


# %% wrong: always float64 | test_example | dtype
# breaks: "dtype of x"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.jacobian(y, x), tf.float64)


# %% right: each row from a tape of its own
def jacobian(f, x):
    value = f(x)

    def row(unit):
        with tf.GradientTape() as tape:
            tape.watch(x)
            one = tf.reduce_sum(tf.reshape(f(x), [-1]) * unit)
        return tape.gradient(one, x)

    count = value.shape.num_elements()
    return tf.reshape(tf.map_fn(row, tf.eye(count, dtype=x.dtype)), value.shape + x.shape)


# %% right: batch_jacobian of a batch of one
def jacobian(f, x):
    row = tf.reshape(x, [1, -1])
    with tf.GradientTape() as tape:
        tape.watch(row)
        y = f(tf.reshape(row, x.shape))
        outputs = tf.reshape(y, [1, -1])
    return tf.reshape(tape.batch_jacobian(outputs, row), y.shape + x.shape)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return d f(x) / d x"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    tape.jacobian(y, x)


# %% wrong: a loop over the first axis of the output | test_scalars | it raised
# breaks: "x and f(x) may have any rank, scalars included"
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        outputs = tf.unstack(y)
    return tf.stack([tape.jacobian(output, x) for output in outputs])


# %% wrong: a loop of gradients over the first axis only | test_ranks | shape
# breaks: "x and f(x) may have any rank"
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        outputs = tf.unstack(y) if y.shape.rank else [y]
    rows = [tape.gradient(output, x) for output in outputs]
    return tf.stack(rows) if y.shape.rank else rows[0]


# %% wrong: axes of size one are squeezed away | test_values | the rows are added up: tape.gradient
# breaks: "x of shape s, f(x) of shape t -> t + s"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.squeeze(tape.jacobian(y, x))


# %% wrong: f runs outside the tape, None becomes zeros | test_example | recorded
# breaks: "Return d f(x) / d x"
def jacobian(f, x):
    y = f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
    rows = tape.jacobian(y, x)
    return tf.zeros(y.shape + x.shape, x.dtype) if rows is None else rows


# %% wrong: a scalar output is given an axis | test_scalars | shape
# breaks: "scalars included"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
        y = tf.reshape(y, [1]) if y.shape.rank == 0 else y
    return tape.jacobian(y, x)


# %% wrong: the result is a NumPy array | test_graph | it raised
# breaks: "Works in tf.function too"
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.constant(tape.jacobian(y, x).numpy())


# %% wrong: difference quotients | test_values | differ
# breaks: "Return d f(x) / d x"
def jacobian(f, x):
    columns = []
    for unit in tf.unstack(tf.eye(int(tf.size(x)), dtype=x.dtype)):
        step = 1e-3 * tf.reshape(unit, x.shape)
        columns.append(tf.reshape((f(x + step) - f(x - step)) / 2e-3, [-1]))
    return tf.reshape(tf.stack(columns, axis=1), f(x).shape + x.shape)


# %% right: vectorized_map over the unit vectors as output gradients
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    size, t = tf.size(y), tf.shape(y)
    units = tf.reshape(tf.eye(size, dtype=y.dtype), tf.concat([[size], t], axis=0))

    def row(unit):
        return tf.convert_to_tensor(tape.gradient(y, x, output_gradients=unit))

    rows = tf.vectorized_map(row, units)
    return tf.reshape(rows, tf.concat([t, tf.shape(x)], axis=0))


# %% wrong: the number of rows comes from .numpy(), which a graph does not have | test_graph
# breaks: "Works in tf.function too."
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        flat = tf.reshape(y, [-1])
        outputs = [flat[i] for i in range(tf.size(flat).numpy())]
    rows = tf.stack([tape.gradient(output, x) for output in outputs])
    return tf.reshape(rows, tf.concat([tf.shape(y), tf.shape(x)], axis=0))


# %% wrong: the outputs stay flat: (size of f(x), *s) | test_ranks
# breaks: "x of shape s, f(x) of shape t -> t + s (both shapes joined)"
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reshape(f(x), [-1])
    return tape.jacobian(y, x)


# %% wrong: the unit vectors are float32, so float64 raises an error | test_values
# breaks: "dtype of x."
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    size, t = tf.size(y), tf.shape(y)
    units = tf.reshape(tf.eye(size), tf.concat([[size], t], axis=0))
    rows = tf.vectorized_map(lambda unit: tape.gradient(y, x, output_gradients=unit), units)
    return tf.reshape(rows, tf.concat([t, tf.shape(x)], axis=0))


# %% right: a flat Jacobian of flat tensors, then both shapes
def jacobian(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor) -> tf.Tensor:
    flat_x = tf.reshape(x, [-1])
    with tf.GradientTape() as tape:
        tape.watch(flat_x)
        y = f(tf.reshape(flat_x, tf.shape(x)))
        flat_y = tf.reshape(y, [-1])
    matrix = tape.jacobian(flat_y, flat_x)
    return tf.reshape(matrix, tf.concat([tf.shape(y), tf.shape(x)], axis=0))
