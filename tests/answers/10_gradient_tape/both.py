"""Answers to both."""

import tensorflow as tf


# %% right: a persistent tape, deleted in the end
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        z = g(x)
    first = tape.gradient(y, x)
    second = tape.gradient(z, x)
    del tape
    return first, second


# %% right: the tape by its other name, a list comprehension over the targets
def both(f, g, x):
    with tf.autodiff.GradientTape(persistent=True, watch_accessed_variables=False) as tape:
        tape.watch(x)
        targets = [tf.reduce_sum(f(x)), tf.reduce_sum(g(x))]
    return [tape.gradient(target, x) for target in targets]


# %% right: two stacked copies of x under one plain tape
def both(f, g, x):
    copies = tf.stack([x, x])
    with tf.GradientTape() as tape:
        tape.watch(copies)
        total = tf.reduce_sum(f(copies[0])) + tf.reduce_sum(g(copies[1]))
    return tuple(tf.unstack(tape.gradient(total, copies)))


# %% wrong: x is not watched | test_example | watch
# breaks: "x is a constant tensor"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: only the sum comes back | test_example | tuple
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        targets = [f(x), g(x)]
    return tape.gradient(targets, x)


# %% wrong: the gradients are added up over x | test_example | shape
# breaks: "two tensors of the shape and dtype of x"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tf.reduce_sum(tape.gradient(y, x)), tf.reduce_sum(tape.gradient(z, x))


# %% wrong: the tape is not persistent | test_example | persistent
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: f and g are exchanged | test_example | the derivative of f + g: a list of
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(z, x), tape.gradient(y, x)


# %% wrong: each time the gradient of the list | test_example | list of targets
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient([y, z], x), tape.gradient([y, z], x)


# %% wrong: the second gradient is the first one again | test_example | returned twice
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(y, x)


# %% wrong: g is given f(x) | test_example | f' is returned twice
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        z = g(y)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: the second gradient is that of y + z | test_values | derivative of f + g
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y = f(x)
        z = y + g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: a tape for each function | test_one_pass | one tape for each
# breaks: "only one tf.GradientTape is made"
def both(f, g, x):
    slopes = []
    for function in (f, g):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = function(x)
        slopes.append(tape.gradient(y, x))
    return slopes[0], slopes[1]


# %% wrong: f runs again for the second gradient | test_one_pass | calls
# breaks: "f is called once"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        first = tape.gradient(f(x), x)
        second = tape.gradient(f(x) + g(x), x) - first
    return first, second


# %% wrong: a scalar x is made a vector | test_values | shape
# breaks: "two tensors of the shape and dtype of x"
def both(f, g, x):
    x = tf.reshape(x, [-1]) if x.shape.rank == 0 else x
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: a scalar x is made a vector for f alone | test_values | wrong shape
# breaks: "two tensors of the shape and dtype of x"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    first, second = tape.gradient(y, x), tape.gradient(z, x)
    return tf.reshape(first, [-1]) if x.shape.rank == 0 else first, second


# %% wrong: a scalar x is made a vector for g alone | test_values | shape
# breaks: "two tensors of the shape and dtype of x"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    first, second = tape.gradient(y, x), tape.gradient(z, x)
    return first, tf.reshape(second, [-1]) if x.shape.rank == 0 else second


# %% wrong: the results are always float32 | test_values | dtype
# breaks: "two tensors of the shape and dtype of x"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tuple(tf.cast(tape.gradient(target, x), tf.float32) for target in (y, z))


# %% wrong: a tape for each function, by another name | test_one_pass | one tape for each
# breaks: "only one tf.GradientTape is made"
def both(f, g, x):
    slopes = []
    for function in (f, g):
        with tf.autodiff.GradientTape() as tape:
            tape.watch(x)
            y = function(x)
        slopes.append(tape.gradient(y, x))
    return slopes[0], slopes[1]


# %% right: weighted by ones, as the tape does by itself
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        targets = f(x), g(x)
    first, second = (tape.gradient(y, x, output_gradients=tf.ones_like(y)) for y in targets)
    return first, second


# %% right: the tape stays open while it is asked
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
        first, second = tape.gradient(y, [x])[0], tape.gradient(z, [x])[0]
    return [first, second]


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: one tape within the other | test_one_pass | one tape for each
# breaks: "only one tf.GradientTape is made"
def both(f, g, x):
    with tf.GradientTape() as first, tf.GradientTape() as second:
        first.watch(x)
        second.watch(x)
        y, z = f(x), g(x)
    return first.gradient(y, x), second.gradient(z, x)


# %% wrong: g runs twice | test_one_pass | once more
# breaks: "g is called once"
def both(f, g, x):
    g(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: the values come along | test_example | tuple of two
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return y, tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: zeros for what was never recorded | test_example | f' is returned twice
# breaks: "x is a constant tensor"
def both(f, g, x):
    y, z = f(x), g(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
    zero = tf.UnconnectedGradients.ZERO
    return (
        tape.gradient(y, x, unconnected_gradients=zero),
        tape.gradient(z, x, unconnected_gradients=zero),
    )


# %% wrong: the values, not the slopes | test_example | differs
# breaks: "Return (f'(x), g'(x))"
def both(f, g, x):
    return f(x), g(x) - g(tf.zeros_like(x))


# %% right: no persistent tape; each function gets its own copy of x, and one backward pass serves both
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    left, right = tf.identity(x), tf.identity(x)
    with tf.GradientTape() as tape:
        tape.watch([left, right])
        results = [f(left), g(right)]
    first, second = tape.gradient(results, [left, right])
    return first, second


# %% wrong: two tapes, under the API's other name | test_one_pass
# breaks: "only one tf.GradientTape is made."
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    with tf.autodiff.GradientTape() as first, tf.autodiff.GradientTape() as second:
        first.watch(x)
        second.watch(x)
        y, z = f(x), g(x)
    return first.gradient(y, x), second.gradient(z, x)


# %% right: a persistent tape that watches nothing else, asked in a loop
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    tape = tf.GradientTape(persistent=True, watch_accessed_variables=False)
    with tape:
        tape.watch(x)
        outputs = tuple(tf.reduce_sum(function(x)) for function in (f, g))
    return tuple(tape.gradient(output, x) for output in outputs)


# %% wrong: a second call of each function, to check its shape | test_one_pass
# breaks: "f is called once, g is called once"
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    for function in (f, g):
        if function(x).shape != x.shape:
            raise ValueError("f and g must work element by element")
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    return tape.gradient(y, x), tape.gradient(z, x)


# %% wrong: the diagonal of the Jacobian, which is right for vectors only | test_values
# breaks: "two tensors of the shape and dtype of x."
def both(
    f: Callable[[tf.Tensor], tf.Tensor], g: Callable[[tf.Tensor], tf.Tensor], x: tf.Tensor
) -> tuple[tf.Tensor, tf.Tensor]:
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = f(x), g(x)
    first = tf.linalg.diag_part(tape.jacobian(y, x))
    second = tf.linalg.diag_part(tape.jacobian(z, x))
    return first, second
