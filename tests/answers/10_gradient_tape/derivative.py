"""Answers to derivative."""

import keras
import tensorflow as tf


# %% right: the sum is differentiated, a None is replaced
def derivative(f, x):
    x = tf.identity(x)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(x)
        total = tf.reduce_sum(f(x))
    slope = tape.gradient(total, x)
    return tf.zeros_like(x) if slope is None else slope


# %% right: forward mode
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.autodiff.ForwardAccumulator(x, tf.ones_like(x)) as forward:
        y = f(x)
    return forward.jvp(y, unconnected_gradients="zero")


# %% right: a number becomes a tensor, everything else is watched as it is
def derivative(f, x):
    if not tf.is_tensor(x) and not isinstance(x, tf.Variable):
        x = tf.constant(x, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.convert_to_tensor(f(x))
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: the constant is not watched | test_shape | watch
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: f runs before the tape is opened | test_values | while the tape is open
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    y = f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: everything is cast to float32 | test_shape | dtype
def derivative(f, x):
    x = tf.cast(x, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: returns f(x) | test_values | nothing was differentiated
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return y


# %% wrong: the mean is differentiated | test_values | number of elements
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_mean(f(x))
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: one sum for every element | test_shape | shape
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.reduce_sum(tape.gradient(y, x, unconnected_gradients="zero"))


# %% wrong: a difference quotient | test_values | differ
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    return (f(x + 1e-3) - f(x - 1e-3)) / 2e-3


# %% wrong: a Python number stays a number | test_values | float
def derivative(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: a Python number becomes float64 | test_values | dtype
def derivative(f, x):
    x = tf.constant(x, tf.float64) if isinstance(x, float) else tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: x is copied into a variable | test_twice | outer tape
def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: the result goes through NumPy | test_twice | .numpy()
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return tf.constant(slope.numpy()) if tf.executing_eagerly() else slope


# %% wrong: unconnected is None | test_unconnected_and_graph | None
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: a variable in the graph | test_unconnected_and_graph | Variable
def derivative(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x := tf.convert_to_tensor(x))
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return slope if tf.executing_eagerly() else tf.Variable(slope).value()


# %% wrong: the result is a matrix at most | test_unconnected_and_graph | flattened
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return tf.reshape(slope, [x.shape[0], -1]) if x.shape.rank > 1 else slope


# %% wrong: a None becomes the number 0 | test_unconnected_and_graph | a single number
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x)
    return 0.0 if slope is None else slope
