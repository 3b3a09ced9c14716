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


# %% wrong: the constant is not watched | test_example | watch
# breaks: "x is a constant tensor"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: f runs before the tape is opened | test_example | while the tape is open
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    y = f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: everything is cast to float32 | test_values | dtype
# breaks: "any shape -> that shape and dtype"
def derivative(f, x):
    x = tf.cast(x, tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: returns f(x) | test_example | nothing was differentiated
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return y


# %% wrong: the mean is differentiated | test_example | number of elements
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.reduce_mean(f(x))
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: one sum for every element | test_example | shape
# breaks: "any shape -> that shape and dtype"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.reduce_sum(tape.gradient(y, x, unconnected_gradients="zero"))


# %% wrong: a difference quotient | test_values | differ
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    return (f(x + 1e-3) - f(x - 1e-3)) / 2e-3


# %% wrong: a Python number stays a number | test_variable_and_number | float
# breaks: "a tf.Variable or a Python float"
def derivative(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: a Python number becomes float64 | test_variable_and_number | dtype
# breaks: "then the result is a float32 scalar"
def derivative(f, x):
    x = tf.constant(x, tf.float64) if isinstance(x, float) else tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: x is copied into a variable | test_twice | outer tape
# breaks: "The result can be differentiated again"
def derivative(f, x):
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: the result goes through NumPy | test_twice | .numpy()
# breaks: "The result can be differentiated again"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return tf.constant(slope.numpy()) if tf.executing_eagerly() else slope


# %% wrong: unconnected is None | test_unconnected | None
# breaks: "the derivative is 0 everywhere, not None"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: a variable in the graph | test_graph | Variable
# breaks: "Works in tf.function too"
def derivative(f, x):
    with tf.GradientTape() as tape:
        tape.watch(x := tf.convert_to_tensor(x))
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return slope if tf.executing_eagerly() else tf.Variable(slope).value()


# %% wrong: the result is a matrix at most | test_values | an axis of size 1 is missing (axis 1)
# breaks: "any shape -> that shape and dtype"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    return tf.reshape(slope, [x.shape[0], -1]) if x.shape.rank > 1 else slope


# %% wrong: a None becomes the number 0 | test_unconnected | a single number
# breaks: "the derivative is 0 everywhere, not None"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x)
    return 0.0 if slope is None else slope


# %% right: the output is weighted with ones
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    zero = tf.UnconnectedGradients.ZERO
    return tape.gradient(y, [x], output_gradients=[tf.ones_like(y)], unconnected_gradients=zero)[0]


# %% right: keras.ops converts, and f gets an extra zero that depends on x
def derivative(f, x):
    x = keras.ops.convert_to_tensor(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x) + 0 * x
    return tape.gradient(y, x)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: no return, and no zeros | test_example | return
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    tape.gradient(y, x)


# %% wrong: x goes through NumPy, so a Variable works but no outer tape does | test_twice | outer tape
# breaks: "derivative(lambda z: derivative(f, z), x) is f''(x)"
def derivative(f, x):
    if tf.is_tensor(x) and tf.executing_eagerly():
        x = x.numpy()
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: a variable is read before the tape, and only variables are watched | test_example | watch
# breaks: "x is a constant tensor"
def derivative(f, x):
    x = x if isinstance(x, tf.Variable) else tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: the gradient is asked in a copy of the variable | test_variable_and_number | recorded
# breaks: "x is a constant tensor, a tf.Variable"
def derivative(f, x):
    x = x if isinstance(x, tf.Variable) else tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, tf.convert_to_tensor(x), unconnected_gradients="zero")


# %% wrong: a Python number is given an axis | test_variable_and_number | shape
# breaks: "then the result is a float32 scalar"
def derivative(f, x):
    x = tf.constant([x]) if isinstance(x, float) else tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: the second derivative at once | test_example | second derivative
# breaks: "Return f'(x) at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        slope = inner.gradient(y, x)
    return outer.gradient(slope, x, unconnected_gradients="zero")


# %% wrong: x is read as a number for the graph | test_graph | it raised
# breaks: "Works in tf.function too"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    if tf.reduce_all(x == 0).numpy():
        x = tf.zeros_like(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients="zero")


# %% wrong: the slopes of equal numbers are shared | test_example | added up
# breaks: "at every element of x"
def derivative(f, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tf.reduce_sum(tape.gradient(y, x, unconnected_gradients="zero"))


# %% wrong: relies on the tape to watch a variable, which it does not if trainable=False (all zeros) | test_variable_and_number
# breaks: "x is a constant tensor, a tf.Variable or a Python float"
def derivative(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor | tf.Variable | float
) -> tf.Tensor:
    if not isinstance(x, tf.Variable):
        x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        if not isinstance(x, tf.Variable):
            tape.watch(x)
        y = f(x)
    return tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)


# %% right: the gradient inside the tape's block, ones as output gradients, zeros if unconnected
def derivative(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor | tf.Variable | float
) -> tf.Tensor:
    x = tf.convert_to_tensor(x)
    tape = tf.GradientTape()
    with tape:
        tape.watch(x)
        y = f(x)
    (slope,) = tape.gradient(
        [y],
        [x],
        output_gradients=[tf.ones_like(y)],
        unconnected_gradients=tf.UnconnectedGradients.ZERO,
    )
    return slope


# %% right: identity for a tensor, None replaced by zeros of x
def derivative(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor | tf.Variable | float
) -> tf.Tensor:
    point = tf.identity(x)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(point)
        total = tf.reduce_sum(f(point))
    slope = tape.gradient(total, point)
    return tf.zeros_like(point) if slope is None else slope


# %% wrong: a new variable cuts the connection to an outer tape, so the second derivative is 0 | test_twice
# breaks: "The result can be differentiated again: derivative(lambda z: derivative(f, z), x) is f''(x)."
def derivative(
    f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor | tf.Variable | float
) -> tf.Tensor:
    x = tf.Variable(x)
    with tf.GradientTape() as tape:
        y = f(tf.convert_to_tensor(x))
    return tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
