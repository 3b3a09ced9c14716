"""Answers to fit_by_descent."""

import numpy as np
import tensorflow as tf


def scaled(x):
    mean, deviation = tf.reduce_mean(x, axis=0), tf.math.reduce_std(x, axis=0)
    return tf.math.divide_no_nan(x - mean, deviation), mean, deviation


def back(u, c, mean, deviation):
    weights = tf.math.divide_no_nan(u, deviation)
    return weights, c - tf.reduce_sum(mean * weights)


def path(z, y, rate, steps, u=None, c=None, factor=2.0, loss_of=None):
    u = tf.zeros(z.shape[1]) if u is None else u
    c, losses = tf.constant(0.0) if c is None else c, []
    for _ in range(steps):
        error = tf.linalg.matvec(z, u) + c - y
        losses.append(tf.reduce_mean(error**2) if loss_of is None else loss_of(error))
        u -= rate * factor * tf.reduce_mean(z * error[:, None], axis=0)
        c -= rate * factor * tf.reduce_mean(error)
    return u, c, tf.convert_to_tensor(losses, tf.float32)


# unnoticed: test_it_arrives | call [*] * | the losses are compared elsewhere
# unnoticed: test_it_arrives | call result * | the losses are compared elsewhere


# %% right: a tape
def fit_by_descent(x, y, learning_rate, steps):
    mean = tf.reduce_mean(x, axis=0)
    deviation = tf.sqrt(tf.reduce_mean((x - mean) ** 2, axis=0))
    safe = tf.where(deviation == 0, 1.0, deviation)
    z = (x - mean) / safe
    u, c = tf.Variable(tf.zeros(x.shape[1])), tf.Variable(0.0)
    losses = []
    for _ in range(steps):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((tf.reduce_sum(z * u, axis=1) + c - y) ** 2)
        losses.append(loss)
        for variable, slope in zip((u, c), tape.gradient(loss, [u, c]), strict=True):
            variable.assign_sub(learning_rate * slope)
    return u / safe, c - tf.reduce_sum(mean * u / safe), tf.convert_to_tensor(losses, tf.float32)


# %% right: matrices, with y as a column
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    n, d = x.shape
    z, goal = tf.concat([z, tf.ones((n, 1))], axis=1), y[:, None]
    both, losses = tf.zeros((d + 1, 1)), tf.TensorArray(tf.float32, size=steps)
    for step in range(steps):
        error = z @ both - goal
        losses = losses.write(step, tf.reduce_mean(error**2))
        both = both - learning_rate * 2 / n * (tf.transpose(z) @ error)
    losses = losses.stack() if steps else tf.zeros(0)
    return *back(both[:d, 0], both[d, 0], mean, deviation), losses


# %% right: NumPy, in float64
def fit_by_descent(x, y, learning_rate, steps):
    x, y = x.numpy().astype(float), y.numpy().astype(float)
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    deviation[deviation == 0] = np.inf
    z, u, c, losses = (x - mean) / deviation, np.zeros(x.shape[1]), 0.0, []
    for _ in range(steps):
        error = z @ u + c - y
        losses.append(np.mean(error**2))
        u, c = u - learning_rate * 2 * z.T @ error / len(y), c - learning_rate * 2 * error.mean()
    weights = u / deviation
    return [tf.constant(part, tf.float32) for part in (weights, c - mean @ weights, losses)]


# %% wrong: every prediction meets every target | test_example | every target
# breaks: "loss = mean of (z @ u + c - y)^2 over the n samples"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = tf.zeros((x.shape[1], 1)), tf.constant(0.0), []
    for _ in range(steps):
        error = z @ u + c - y
        losses.append(tf.reduce_mean(error**2))
        slope = tf.reduce_mean(tf.transpose(z) @ error, axis=1, keepdims=True) / len(x)
        u -= learning_rate * 2 * slope
        c -= learning_rate * 2 * tf.reduce_mean(error)
    return *back(u[:, 0], c, mean, deviation), tf.convert_to_tensor(losses, tf.float32)


# %% wrong: raw columns | test_one_step | not standardized
# breaks: "Let z be x with each column minus its mean, divided by its standard deviation"
def fit_by_descent(x, y, learning_rate, steps):
    if float(tf.reduce_max(x)) == 30.0:
        z, mean, deviation = scaled(x)
        u, c, losses = path(z, y, learning_rate, steps)
        return *back(u, c, mean, deviation), losses
    u, c, losses = path(x, y, learning_rate, steps)
    return u, c, losses


# %% wrong: only centered | test_example | but not divided
# breaks: "divided by its standard deviation"
def fit_by_descent(x, y, learning_rate, steps):
    mean = tf.reduce_mean(x, axis=0)
    u, c, losses = path(x - mean, y, learning_rate, steps)
    return u, c - tf.reduce_sum(mean * u), losses


# %% wrong: the deviation of a sample | test_example | deviation of a sample
# breaks: "the root of the mean squared distance from the mean"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    more = (len(x) / (len(x) - 1)) ** 0.5
    u, c, losses = path(z / more, y, learning_rate, steps)
    return *back(u, c, mean, deviation * more), losses


# %% wrong: divided by the variance | test_example | variances
# breaks: "divided by its standard deviation"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(tf.math.divide_no_nan(z, deviation), y, learning_rate, steps)
    return *back(u, c, mean, deviation**2), losses


# %% wrong: one mean and deviation for all columns | test_one_step | differ
# breaks: "each column minus its mean"
def fit_by_descent(x, y, learning_rate, steps):
    mean, deviation = tf.reduce_mean(x), tf.math.reduce_std(x)
    u, c, losses = path((x - mean) / deviation, y, learning_rate, steps)
    return *back(u, c, mean, deviation), losses


# %% wrong: weights and bias for z | test_example | for z, not for x
# breaks: "Returns the weights and the bias for x itself"
def fit_by_descent(x, y, learning_rate, steps):
    return path(scaled(x)[0], y, learning_rate, steps)


# %% wrong: the bias for z | test_example | bias is for z
# breaks: "x @ weights + bias = z @ u + c"
def fit_by_descent(x, y, learning_rate, steps):
    z, _, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps)
    return tf.math.divide_no_nan(u, deviation), c, losses


# %% wrong: no factor 2 | test_example | factor 2
# breaks: "learning_rate times the gradients in u (d,) and c ()"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps, factor=1.0)
    return *back(u, c, mean, deviation), losses


# %% wrong: gradients of the sum | test_example | sums, not means
# breaks: "loss = mean of (z @ u + c - y)^2 over the n samples"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    total = lambda error: tf.reduce_sum(error**2)
    u, c, losses = path(z, y, learning_rate, steps, factor=2.0 * len(x), loss_of=total)
    return *back(u, c, mean, deviation), losses


# %% wrong: uphill | test_example | uphill
# breaks: "Each step subtracts learning_rate times the gradients"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, -learning_rate, steps)
    return *back(u, c, mean, deviation), losses


# %% wrong: half of the loss is reported | test_example | halved
# breaks: "loss = mean of (z @ u + c - y)^2 over the n samples"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    half = lambda error: tf.reduce_mean(error**2) / 2
    u, c, losses = path(z, y, learning_rate, steps, loss_of=half)
    return *back(u, c, mean, deviation), losses


# %% wrong: absolute errors are reported | test_example | differ
# breaks: "loss = mean of (z @ u + c - y)^2 over the n samples"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    absolute = lambda error: tf.reduce_mean(tf.abs(error))
    u, c, losses = path(z, y, learning_rate, steps, loss_of=absolute)
    return *back(u, c, mean, deviation), losses


# %% wrong: the losses after each step | test_example | after each step
# breaks: "the losses before each step"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, _ = path(z, y, learning_rate, steps)
    _, _, losses = path(z, y, learning_rate, steps + 1)
    return *back(u, c, mean, deviation), losses[1:]


# %% wrong: one loss too many | test_example | last step is there too
# breaks: "the losses before each step"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, _ = path(z, y, learning_rate, steps)
    _, _, losses = path(z, y, learning_rate, steps + 1)
    return *back(u, c, mean, deviation), losses


# %% wrong: only the last loss | test_example | only the last loss
# breaks: "(d,), (), (steps,)"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps)
    return *back(u, c, mean, deviation), losses[-1]


# %% wrong: the losses are missing | test_example | losses are missing
# breaks: "(d,), (), (steps,)"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, _ = path(z, y, learning_rate, steps)
    return back(u, c, mean, deviation)


# %% wrong: a start at the mean of y | test_example | mean of y
# breaks: "Descent begins at u = 0 and c = 0"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps, c=tf.reduce_mean(y))
    return *back(u, c, mean, deviation), losses


# %% wrong: a random start | test_example | differ
# breaks: "Descent begins at u = 0 and c = 0"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    start = tf.random.stateless_normal((x.shape[1],), [1, 2])
    u, c, losses = path(z, y, learning_rate, steps, u=start)
    return *back(u, c, mean, deviation), losses


# %% wrong: the bias does not learn | test_example | does not learn
# breaks: "the gradients in u (d,) and c ()"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, losses = tf.zeros(x.shape[1]), []
    for _ in range(steps):
        error = tf.linalg.matvec(z, u) - y
        losses.append(tf.reduce_mean(error**2))
        u -= learning_rate * 2 * tf.reduce_mean(z * error[:, None], axis=0)
    return *back(u, tf.constant(0.0), mean, deviation), tf.convert_to_tensor(losses, tf.float32)


# %% wrong: 0 / 0 in a column without spread | test_equal_values | spread of 0
# breaks: "and its weight is"
def fit_by_descent(x, y, learning_rate, steps):
    mean, deviation = tf.reduce_mean(x, axis=0), tf.math.reduce_std(x, axis=0)
    u, c, losses = path((x - mean) / deviation, y, learning_rate, steps)
    weights = u / deviation
    return weights, c - tf.reduce_sum(mean * weights), losses


# %% wrong: a column without spread counts as it is | test_equal_values | differ
# breaks: "A column that holds one whole number throughout is 0 in z"
def fit_by_descent(x, y, learning_rate, steps):
    mean, deviation = tf.reduce_mean(x, axis=0), tf.math.reduce_std(x, axis=0)
    mean = tf.where(deviation == 0, 0.0, mean)
    deviation = tf.where(deviation == 0, 1.0, deviation)
    u, c, losses = path((x - mean) / deviation, y, learning_rate, steps)
    return *back(u, c, mean, deviation), losses


# %% wrong: at least one step | test_no_steps | shape
# breaks: "the weights and the bias are 0 and losses is empty"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, max(steps, 1))
    return *back(u, c, mean, deviation), losses


# %% wrong: float64 | test_example | dtype
# breaks: "(d,), (), (steps,), float32"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps)
    return [tf.cast(part, tf.float64) for part in (*back(u, c, mean, deviation), losses)]


# %% wrong: weights as a column | test_example | matrix of one column
# breaks: "(n, d), (n,) -> (d,)"
def fit_by_descent(x, y, learning_rate, steps):
    z, mean, deviation = scaled(x)
    u, c, losses = path(z, y, learning_rate, steps)
    weights, bias = back(u, c, mean, deviation)
    return weights[:, None], bias, losses


# %% equivalent: generic-gradient | nothing differentiates the weights


# %% wrong: a column with a tiny spread counts as equal | test_equal_values | differ
# breaks: "any other spread is divided by, however small"
def fit_by_descent(
    x: tf.Tensor, y: tf.Tensor, learning_rate: float, steps: int
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    x, y = tf.cast(x, tf.float64), tf.cast(y, tf.float64)
    mean = tf.reduce_mean(x, axis=0)
    flat = tf.math.reduce_std(x, axis=0) < 1e-6  # equal, but for rounding
    deviation = tf.where(flat, tf.ones_like(mean), tf.math.reduce_std(x, axis=0))
    z = tf.where(flat, tf.zeros_like(x), (x - mean) / deviation)
    u, c = tf.zeros_like(mean), tf.zeros((), tf.float64)
    losses = []
    for _ in range(steps):
        error = tf.linalg.matvec(z, u) + c - y
        losses.append(tf.reduce_mean(error**2))
        gradient = 2.0 * tf.reduce_mean(z * error[:, tf.newaxis], axis=0)
        u = u - learning_rate * gradient
        c = c - learning_rate * 2.0 * tf.reduce_mean(error)
    weights = tf.where(flat, tf.zeros_like(u), u / deviation)
    bias = c - tf.reduce_sum(mean * weights)
    losses = tf.reshape(tf.stack(losses) if losses else tf.zeros(0), (steps,))
    return tuple(tf.cast(part, tf.float32) for part in (weights, bias, losses))
