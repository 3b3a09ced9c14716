"""Answers to gradient_descent."""

import keras
import tensorflow as tf


# %% right: a variable of its own and a list of snapshots
def gradient_descent(f, start, learning_rate, steps):
    point = tf.Variable(start)
    path = [tf.identity(point)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        point.assign_sub(learning_rate * tape.gradient(value, point))
        path.append(tf.identity(point))
    return tf.stack(path, axis=0)


# %% right: a TensorArray, and a learning rate that is cast
def gradient_descent(f, start, learning_rate, steps):
    point = tf.identity(start)
    path = tf.TensorArray(point.dtype, size=steps + 1, clear_after_read=False)
    path = path.write(0, point)
    rate = tf.cast(learning_rate, point.dtype)
    for step in range(steps):
        with tf.GradientTape(watch_accessed_variables=False) as tape:
            tape.watch(point)
            value = f(point)
        (slope,) = tape.gradient(value, [point])
        point -= rate * slope
        path = path.write(step + 1, point)
    return path.stack()


# %% right: NumPy takes the steps
def gradient_descent(f, start, learning_rate, steps):
    point = tf.Variable(start)
    path = [point.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        slope = tape.gradient(value, point)
        path.append(path[-1] - learning_rate * slope.numpy())
        point.assign(path[-1])
    return tf.stack(path)


# %% wrong: the start is not in the path | test_example | start is missing
# breaks: "Row 0 is the start"
def gradient_descent(f, start, learning_rate, steps):
    point, path = tf.convert_to_tensor(start), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: the last point is not in the path | test_example | last point is missing
# breaks: "-> (steps + 1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point, path = tf.convert_to_tensor(start), []
    for _ in range(steps):
        path.append(point)
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
    return tf.stack(path)


# %% wrong: only the end is returned | test_example | only the last point
# breaks: "-> (steps + 1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
    return point


# %% wrong: a float32 path | test_values | dtype
# breaks: "dtype of start"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.cast(tf.stack(path), tf.float32)


# %% wrong: uphill | test_example | uphill
# breaks: "A step subtracts learning_rate times the gradient"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point + learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: one gradient for all steps | test_example | gradient at the start
# breaks: "at the current point"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    with tf.GradientTape() as tape:
        tape.watch(point)
        value = f(point)
    slope = tape.gradient(value, point)
    for _ in range(steps):
        point = point - learning_rate * slope
        path.append(point)
    return tf.stack(path)


# %% wrong: the list holds one variable | test_example | not its values
# breaks: "row k the point after k steps"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.Variable(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        point.assign_sub(learning_rate * tape.gradient(value, point))
        path.append(point)
    return tf.stack(path)


# %% wrong: the learning rate is not used | test_example | learning rate
# breaks: "A step subtracts learning_rate times the gradient"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: the start variable itself is moved | test_variable | start itself
# breaks: "a variable keeps its own value"
def gradient_descent(f, start, learning_rate, steps):
    point = start if isinstance(start, tf.Variable) else tf.Variable(start)
    path = [tf.identity(point)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        point.assign_sub(learning_rate * tape.gradient(value, point))
        path.append(tf.identity(point))
    return tf.stack(path)


# %% wrong: a variable start stays in the list, and moves | test_variable | the path
# breaks: "start is a constant tensor or a tf.Variable of any rank"
def gradient_descent(f, start, learning_rate, steps):
    moving = isinstance(start, tf.Variable)
    point, path = start, [start]
    before = tf.identity(start)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        slope = tape.gradient(value, point)
        point = point.assign_sub(learning_rate * slope) if moving else point - learning_rate * slope
        path.append(point)
    path = tf.stack(path)
    if moving:
        start.assign(before)
    return path


# %% wrong: without steps there is nothing to stack | test_no_steps | it raised
# breaks: "steps = 0 gives only the start, (1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point, points = tf.convert_to_tensor(start), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        points.append(point)
    return tf.concat([[start], tf.stack(points)], axis=0)


# %% wrong: a learning rate that decays | test_example | differ
# breaks: "A step subtracts learning_rate times the gradient"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for step in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate / (step + 1) * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% right: a while loop, and a copy that is stacked at once
def gradient_descent(f, start, learning_rate, steps):
    rows = tf.expand_dims(tf.identity(start), 0)
    while len(rows) <= steps:
        here = rows[-1]
        with tf.GradientTape() as tape:
            tape.watch(here)
            value = tf.reduce_sum(f(here))
        slope = tape.gradient(value, [here])[0]
        rows = tf.concat([rows, [here - learning_rate * slope]], axis=0)
    return rows


# %% right: one axis in front, then concat; a number is subtracted by tf.subtract
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = point[tf.newaxis]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = tf.subtract(point, learning_rate * tape.gradient(value, point))
        path = tf.concat([path, point[tf.newaxis]], axis=0)
    return path


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return the path of gradient descent"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    tf.stack(path)


# %% wrong: a list of points | test_example | not a tensor
# breaks: "-> (steps + 1, *s), dtype of start"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return path


# %% wrong: one step too many | test_example | too many
# breaks: "start of shape s -> (steps + 1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps + 1):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: the points are joined, not stacked | test_values | joined
# breaks: "start of shape s -> (steps + 1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path) if point.shape.rank == 0 else tf.concat(path, axis=0)


# %% wrong: the points stand on the last axis | test_values | last axis
# breaks: "row k the point after k steps"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path, axis=-1)


# %% wrong: without steps there is no path | test_no_steps | start is missing
# breaks: "steps = 0 gives only the start, (1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path) if steps else tf.zeros((0, *point.shape), point.dtype)


# %% wrong: without steps the start comes back as it is | test_no_steps | shape
# breaks: "steps = 0 gives only the start, (1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    if steps == 0:
        return tf.convert_to_tensor(start)
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: the gradient is made a unit vector | test_example | differ
# breaks: "A step subtracts learning_rate times the gradient of the scalar f"
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        slope = tape.gradient(value, point)
        point = point - learning_rate * slope / tf.norm(slope)
        path.append(point)
    return tf.stack(path)


# %% wrong: only variables have a gradient | test_example | NoneType
# breaks: "start is a constant tensor or a tf.Variable"
def gradient_descent(f, start, learning_rate, steps):
    point, path = start, [tf.identity(start)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: a Keras variable takes the start variable over | test_variable | start itself moves
# breaks: "a variable keeps its own value"
def gradient_descent(f, start, learning_rate, steps):
    point = keras.Variable(start, dtype=start.dtype.name)
    path = [point.numpy()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point.value)
        slope = tape.gradient(value, point.value)
        point.assign_sub(tf.cast(learning_rate, slope.dtype) * slope)
        path.append(point.numpy())
    return tf.stack(path)


# %% equivalent: generic-gradient | nothing differentiates the path


# %% wrong: stops where the gradient is zero | test_ranks | it stops
# breaks: "start of shape s -> (steps + 1, *s)"
def gradient_descent(f, start, learning_rate, steps):
    x = tf.convert_to_tensor(start)
    path = [x]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        gradient = tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        if not tf.reduce_any(gradient != 0):
            break
        x = x - learning_rate * gradient
        path.append(x)
    return tf.stack(path)


# %% wrong: a variable with trainable=False is not watched, so it never moves | test_variable
# breaks: "start is a constant tensor or a tf.Variable of any rank"
def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    point = tf.Variable(start, trainable=getattr(start, "trainable", True))  # a copy
    path = [tf.identity(point)]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            height = f(tf.convert_to_tensor(point))
        slope = tape.gradient(height, point, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        point.assign_sub(learning_rate * slope)
        path.append(tf.identity(point))
    return tf.stack(path)


# %% right: itertools.accumulate over the steps
import itertools


def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    def step(point, _):
        with tf.GradientTape() as tape:
            tape.watch(point)
            height = f(point)
        slope = tape.gradient(height, point, unconnected_gradients=tf.UnconnectedGradients.ZERO)
        return point - learning_rate * tf.convert_to_tensor(slope)

    points = itertools.accumulate(range(steps), step, initial=tf.identity(start))
    return tf.stack(list(points))


# %% right: a NumPy array that is filled row by row
import numpy as np


def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    point = tf.convert_to_tensor(start)
    path = np.empty((steps + 1, *point.shape), dtype=point.dtype.as_numpy_dtype)
    path[0] = point.numpy()
    for k in range(1, steps + 1):
        with tf.GradientTape() as tape:
            tape.watch(point)
            height = f(point)
        slope = tape.gradient(height, point)
        if slope is not None:
            point = tf.subtract(point, tf.convert_to_tensor(slope) * learning_rate)
        path[k] = point.numpy()
    return tf.constant(path)


# %% wrong: stops at a stationary point, so the path is shorter than promised | test_ranks
# breaks: "start of shape s -> (steps + 1, *s)"
def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    point = tf.identity(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            height = f(point)
        slope = tape.gradient(height, point)
        if tf.reduce_all(slope == 0):
            break
        point = point - learning_rate * slope
        path.append(point)
    return tf.stack(path)


# %% wrong: the values pass through Python lists, so a float64 path comes back as float32 | test_values
# breaks: "dtype of start."
def gradient_descent(
    f: Callable[[tf.Tensor], tf.Tensor],
    start: tf.Tensor | tf.Variable,
    learning_rate: float,
    steps: int,
) -> tf.Tensor:
    point = tf.identity(start)
    path = [point.numpy().tolist()]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            height = f(point)
        point = point - learning_rate * tape.gradient(height, point)
        path.append(point.numpy().tolist())
    return tf.constant(path)
