"""Answers to nth_derivative."""

import contextlib

import tensorflow as tf


# %% right: one function wraps the other
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")

    def slope_of(function):
        def slope(z):
            with tf.GradientTape() as tape:
                tape.watch(z)
                y = function(z)
            gradient = tape.gradient(y, z)
            return tf.zeros_like(z) if gradient is None else gradient

        return slope

    for _ in range(n):
        f = slope_of(f)
    return f(x)


# %% right: a stack of tapes, closed one by one
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    tapes = [tf.GradientTape() for _ in range(n)]
    for tape in tapes:
        tape.__enter__()
        tape.watch(x)
    y = f(x)
    for tape in reversed(tapes):
        tape.__exit__(None, None, None)
        y = tape.gradient(y, x, unconnected_gradients="zero")
    return y


# %% right: one persistent tape that stays open
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        for _ in range(n):
            y = tape.gradient(y, x, unconnected_gradients="zero")
    return y


# %% wrong: only the innermost tape watches x | test_shape | watches x
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        if n == 1:
            tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x)


# %% wrong: the tape is closed before the lower order is differentiated | test_values | open while
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    for _ in range(n):
        y = tape.gradient(y, x, unconnected_gradients="zero")
    return y


# %% wrong: the gradients are summed to one number | test_shape | shape
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tf.reduce_sum(tape.gradient(below, x, unconnected_gradients="zero"))


# %% wrong: computes in float32 | test_shape | dtype
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    x = tf.cast(x, tf.float32)
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: one order too high | test_values | too high
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = f(x) if n == 0 else nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: the first derivative to the power n | test_values | power
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x) ** n


# %% wrong: the first derivative, whatever the order | test_values | whatever the order
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: order 0 gives the first derivative | test_order_zero_and_below | first derivative
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1) if n > 1 else f(x)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: a negative order gives f(x) | test_order_zero_and_below | ValueError
def nth_derivative(f, x, n):
    if n <= 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: above the degree there is None | test_above_the_degree | None
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return None if below is None else tape.gradient(below, x)
