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


# %% wrong: only the innermost tape watches x | test_example | watches x
# breaks: "x is a constant tensor"
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


# %% wrong: the tape is closed before the lower order is differentiated | test_example | open while
# breaks: "Return the n-th derivative"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
    for _ in range(n):
        y = tape.gradient(y, x, unconnected_gradients="zero")
    return y


# %% wrong: the gradients are summed to one number | test_example | shape
# breaks: "any shape -> that shape and dtype"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tf.reduce_sum(tape.gradient(below, x, unconnected_gradients="zero"))


# %% wrong: computes in float32 | test_values | dtype
# breaks: "any shape -> that shape and dtype"
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


# %% wrong: one order too high | test_example | too high
# breaks: "Return the n-th derivative"
# breaks: "n = 0 gives f(x) itself"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = f(x) if n == 0 else nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: the first derivative to the power n | test_example | power
# breaks: "Return the n-th derivative"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x) ** n


# %% wrong: the first derivative, whatever the order | test_example | whatever the order
# breaks: "Return the n-th derivative"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


# %% wrong: order 0 gives the first derivative | test_order_zero | first derivative
# breaks: "n = 0 gives f(x) itself"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1) if n > 1 else f(x)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: a negative order gives f(x) | test_negative_order | ValueError
# breaks: "Raises ValueError if n is negative"
def nth_derivative(f, x, n):
    if n <= 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: above the degree there is None | test_above_the_degree | None
# breaks: "gives 0 everywhere, not None"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return None if below is None else tape.gradient(below, x)


# %% right: a loop that keeps every tape open in an ExitStack
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n is negative")
    with contextlib.ExitStack() as stack:
        tapes = [stack.enter_context(tf.GradientTape(persistent=True)) for _ in range(n)]
        for tape in tapes:
            tape.watch(x)
        y = f(x)
        for tape in reversed(tapes):
            y = tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return y


# %% right: a None is replaced at each order
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError(n)
    if not n:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = tf.reduce_sum(nth_derivative(f, x, n - 1))
    slope = tape.gradient(below, [x])[0]
    return tf.zeros_like(x) if slope is None else slope


# %% wrong: the return is forgotten | test_example | it raised
# breaks: "Return the n-th derivative of an element-wise f at x"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n > 0:
        with tf.GradientTape() as tape:
            tape.watch(x)
            below = f(x) if n == 1 else nth_derivative(f, x, n - 1)
        tape.gradient(below, x)


# %% wrong: the second derivative at most | test_values | order
# breaks: "Return the n-th derivative of an element-wise f at x"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x, unconnected_gradients="zero")
    return first if n == 1 else outer.gradient(first, x, unconnected_gradients="zero")


# %% wrong: order 0 gives x | test_order_zero | x itself
# breaks: "n = 0 gives f(x) itself"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return x
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = f(x) if n == 1 else nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: above the degree there is the number 0 | test_above_the_degree | single number
# breaks: "gives 0 everywhere, not None"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    slope = tape.gradient(below, x) if below.shape == x.shape else None
    return tf.zeros((), x.dtype) if slope is None else slope


# %% wrong: a negative order is made positive | test_negative_order | nothing was raised
# breaks: "Raises ValueError if n is negative"
def nth_derivative(f, x, n):
    n = abs(n)
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: x is made a vector | test_values | shape
# breaks: "any shape -> that shape and dtype"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    x = tf.reshape(x, [-1])
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        below = nth_derivative(f, x, n - 1)
    return tape.gradient(below, x, unconnected_gradients="zero")


# %% wrong: n times the first derivative | test_example | times the first
# breaks: "Return the n-th derivative of an element-wise f at x"
def nth_derivative(f, x, n):
    if n < 0:
        raise ValueError("n must be at least 0")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    slope = tape.gradient(y, x, unconnected_gradients="zero")
    total = slope
    for _ in range(n - 1):
        total += slope
    return total


# %% wrong: None is replaced only at the very end, so two orders above the degree raise an error | test_above_the_degree
# breaks: "An order above the degree of a polynomial gives 0 everywhere, not None."
def _slope_of(g):
    def slope(z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            y = g(z)
        return tape.gradient(y, z)

    return slope


def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    if n < 0:
        raise ValueError("the order of a derivative is not negative")
    for _ in range(n):
        f = _slope_of(f)
    result = f(x)
    return tf.zeros_like(x) if result is None else result


# %% right: n nested tapes on a stack, each one asked from the inside out
import contextlib


def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    if n < 0:
        raise ValueError(f"n must not be negative, got {n}")
    tapes = [tf.GradientTape() for _ in range(n)]
    with contextlib.ExitStack() as stack:
        for tape in tapes:
            stack.enter_context(tape)
            tape.watch(x)
        y = f(x)
        for tape in reversed(tapes):  # an inner tape stops here, the outer ones still record
            y = tape.gradient(y, x, unconnected_gradients=tf.UnconnectedGradients.ZERO)
    return y


# %% right: a loop that replaces the function by its derivative function
def _slope_of(g):
    def slope(z):
        with tf.GradientTape() as tape:
            tape.watch(z)
            y = g(z)
        result = tape.gradient(y, z)
        return tf.zeros_like(z) if result is None else result

    return slope


def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    if n < 0:
        raise ValueError("the order of a derivative is not negative")
    for _ in range(n):
        f = _slope_of(f)
    return f(x)


# %% wrong: the zeros above the degree are always float32 | test_above_the_degree
# breaks: "any shape -> that shape and dtype."
def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    if n < 0:
        raise ValueError("the order of a derivative is not negative")
    if n == 0:
        return f(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = nth_derivative(f, x, n - 1)
    slope = tape.gradient(y, x)
    return tf.zeros(x.shape) if slope is None else slope


# %% wrong: a negative order runs through the empty loop and gives f(x) | test_negative_order
# breaks: "Raises ValueError if n is negative."
def nth_derivative(f: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor, n: int) -> tf.Tensor:
    def slope_of(g):
        def slope(z):
            with tf.GradientTape() as tape:
                tape.watch(z)
                y = g(z)
            return tape.gradient(y, z, unconnected_gradients=tf.UnconnectedGradients.ZERO)

        return slope

    for _ in range(n):
        f = slope_of(f)
    return f(x)
