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


# %% wrong: x is not watched | test_shape | watch
def jacobian(f, x):
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.jacobian(y, x)


# %% wrong: the gradient, which adds the rows up | test_shape | added up
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: inputs first | test_shape | are swapped
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.transpose(tape.jacobian(y, x))


# %% wrong: an axis too many | test_shape | axis of size one
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)[tf.newaxis]
    return tape.jacobian(y, x)


# %% wrong: always float32 | test_values | dtype
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.jacobian(y, x), tf.float32)


# %% wrong: the columns are stacked into the rows' shape | test_values | are swapped
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    rows = tape.jacobian(y, x)
    square = x.shape.rank == 1 and y.shape == x.shape
    return tf.transpose(rows) if square else rows


# %% wrong: the outputs are flattened | test_ranks | outputs are flattened
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reshape(f(x), [-1])
    rows = tape.jacobian(y, x)
    return rows


# %% wrong: the inputs are flattened | test_ranks | inputs are flattened
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    rows = tape.jacobian(y, x)
    return tf.reshape(rows, [*y.shape, -1])


# %% wrong: rows by a number, eager only | test_in_graph | numpy
def jacobian(f, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        outputs = [tf.reshape(y, [-1])[i] for i in range(y.numpy().size)]
    rows = [tape.gradient(output, x) for output in outputs]
    return tf.reshape(tf.stack(rows), y.shape + x.shape)


# %% wrong: always float64 | test_shape | dtype
def jacobian(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.cast(tape.jacobian(y, x), tf.float64)
