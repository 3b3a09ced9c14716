"""Answers to gradient_descent."""

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


# %% wrong: the start is not in the path | test_shape | start is missing
def gradient_descent(f, start, learning_rate, steps):
    point, path = tf.convert_to_tensor(start), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        path.append(point)
    return tf.stack(path)


# %% wrong: the last point is not in the path | test_shape | last point is missing
def gradient_descent(f, start, learning_rate, steps):
    point, path = tf.convert_to_tensor(start), []
    for _ in range(steps):
        path.append(point)
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
    return tf.stack(path)


# %% wrong: only the end is returned | test_shape | only the last point
def gradient_descent(f, start, learning_rate, steps):
    point = tf.convert_to_tensor(start)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
    return point


# %% wrong: a float32 path | test_shape | dtype
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


# %% wrong: uphill | test_values | uphill
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


# %% wrong: one gradient for all steps | test_values | gradient at the start
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


# %% wrong: the list holds one variable | test_values | not its values
def gradient_descent(f, start, learning_rate, steps):
    point = tf.Variable(start)
    path = [point]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            value = f(point)
        point.assign_sub(learning_rate * tape.gradient(value, point))
        path.append(point)
    return tf.stack(path)


# %% wrong: the learning rate is not used | test_values | learning rate
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


# %% wrong: without steps there is nothing to stack | test_few_steps_and_scalars | dtype
def gradient_descent(f, start, learning_rate, steps):
    point, points = tf.convert_to_tensor(start), []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            tape.watch(point)
            value = f(point)
        point = point - learning_rate * tape.gradient(value, point)
        points.append(point)
    return tf.concat([[start], tf.stack(points)], axis=0)


# %% wrong: a learning rate that decays | test_values | differ
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
