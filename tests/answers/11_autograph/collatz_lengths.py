"""Answers to collatz_lengths."""

import tensorflow as tf

# %% equivalent: compare-0fa7a510 | numbers at 1 rest, so that more passes change nothing
# %% equivalent: constant-a3c46368 | numbers at 1 rest, so that more passes change nothing


# %% right: tf.while_loop
def collatz_lengths(n, limit):
    def step(n, lengths):
        moving = n != 1
        halved = tf.where(n % 2 == 0, n // 2, 3 * n + 1)
        return tf.where(moving, halved, n), lengths + tf.cast(moving, tf.int32)

    def goes_on(n, lengths):
        return tf.reduce_any(n != 1)

    start = (n, tf.zeros(tf.shape(n), tf.int32))
    return tf.while_loop(goes_on, step, start, maximum_iterations=limit)[1]


# %% right: number by number, with a loop inside a map
def collatz_lengths(n, limit):
    def one(k):
        steps = 0
        while k > 1 and steps < limit:
            if k % 2 == 0:
                k = k // 2
            else:
                k = 3 * k + 1
            steps += 1
        return steps

    lengths = tf.map_fn(one, tf.reshape(n, [-1]), fn_output_signature=tf.int32)
    return tf.reshape(lengths, tf.shape(n))


# %% right: a for with a break
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n)
    for _ in tf.range(limit):
        moving = n > tf.ones_like(n)
        if not tf.reduce_any(moving):
            break
        lengths += tf.cast(moving, tf.int64)
        n = tf.where(moving, tf.where(tf.math.floormod(n, 2) == 0, n // 2, 3 * n + 1), n)
    return tf.cast(lengths, tf.int32)


# %% right: arithmetic instead of a choice
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, dtype=tf.int32)
    moving = tf.cast(n > 1, tf.int64)
    for _ in tf.range(limit):
        odd = n % 2
        n = n + moving * (odd * (2 * n + 1) - (1 - odd) * (n // 2))
        lengths = lengths + tf.cast(moving, tf.int32)
        moving = tf.cast(n > 1, tf.int64)
    return lengths


# %% wrong: all numbers count as long as the loop runs | test_example | steps of the slowest
# breaks: "The length is the number of steps until 1"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += 1
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: the loop ends with the first number at 1 | test_example | ends with the first
# breaks: "Count the Collatz steps of each positive number"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_all(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: terms, not steps | test_example | terms are counted
# breaks: "so that of 1 is 0"
def collatz_lengths(n, limit):
    lengths = tf.ones_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: the loop ends at 2 | test_example | from 2 to 1
# breaks: "The length is the number of steps until 1"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 2) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 2, tf.int32)
        n = tf.where(n > 2, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: only halvings are counted | test_example | only halvings
# breaks: "A step halves an even number, and makes 3 * n + 1 of an odd number n"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n % 2 == 0, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: odd numbers take two steps at once | test_example | two steps at once
# breaks: "A step halves an even number, and makes 3 * n + 1 of an odd number n"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, (3 * n + 1) // 2), n)
    return lengths


# %% wrong: int32 inside | test_large | too small
# breaks: "On the way numbers may be larger than int32 holds"
def collatz_lengths(n, limit):
    n = tf.cast(n, tf.int32)
    lengths = tf.zeros_like(n)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: float32 inside, exact up to 2**24 only | test_large | differ
# breaks: "On the way numbers may be larger than int32 holds"
def collatz_lengths(n, limit):
    n = tf.cast(n, tf.float32)
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n / 2, 3 * n + 1), n)
    return lengths


# %% wrong: the lengths keep the dtype of n | test_example | dtype
# breaks: "-> same shape, int32"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, n.dtype)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: the numbers become floats in the loop | test_example | it raised
# breaks: "A step halves an even number"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n / 2, 3 * n + 1), n)
    return lengths


# %% wrong: Python numbers, so only eagerly | test_graph | numpy
# breaks: "Works in tf.function"
def collatz_lengths(n, limit):
    lengths = []
    for k in n.numpy().ravel().tolist():
        steps = 0
        while k != 1 and steps < limit:
            k, steps = (k // 2 if k % 2 == 0 else 3 * k + 1), steps + 1
        lengths.append(steps)
    return tf.reshape(tf.constant(lengths, tf.int32), n.shape)


# %% wrong: the condition as a Python bool, so only eagerly | test_graph | it raised
# breaks: "Works in tf.function"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while bool(tf.reduce_any(n > 1)) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: twenty passes, written out | test_example | differ
# breaks: "The length is the number of steps until 1"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    for _ in range(20):
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: the shape from n.shape, unknown in a graph | test_graph | unknown
# breaks: "also if no size of n is known"
def collatz_lengths(n, limit):
    lengths = tf.zeros(n.shape, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: a list of lengths, unstacked | test_graph | it raised
# breaks: "also if no size of n is known"
def collatz_lengths(n, limit):
    def one(k):
        steps = tf.constant(0)
        while k > 1 and steps < limit:
            k = tf.where(k % 2 == 0, k // 2, 3 * k + 1)
            steps += 1
        return steps

    lengths = [one(k) for k in tf.unstack(tf.reshape(n, [-1]))]
    return tf.reshape(tf.stack(lengths) if lengths else tf.zeros([0], tf.int32), n.shape)


# %% wrong: vectors only | test_shapes | it raised
# breaks: "any shape, int64 -> same shape"
def collatz_lengths(n, limit):
    lengths = tf.TensorArray(tf.int32, tf.shape(n)[0], element_shape=())
    for i in tf.range(tf.shape(n)[0]):
        k, steps = n[i], 0
        while k > 1 and steps < limit:
            k = tf.where(k % 2 == 0, k // 2, 3 * k + 1)
            steps += 1
        lengths = lengths.write(i, steps)
    return lengths.stack()


# %% wrong: a flat result | test_shapes | is flat
# breaks: "any shape, int64 -> same shape"
def collatz_lengths(n, limit):
    n = tf.reshape(n, [-1])
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: there is no limit | test_example | end at the limit
# breaks: "Counting ends after `limit` steps"
# breaks: "a longer way has the length limit"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    while tf.reduce_any(n > 1):
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: a step more than the limit | test_example | one step more
# breaks: "Counting ends after `limit` steps"
def collatz_lengths(n, limit):
    lengths, steps = tf.zeros_like(n, tf.int32), 0
    while tf.reduce_any(n > 1) and steps <= limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return lengths


# %% wrong: a longer way has the length -1 | test_example | its length is the limit
# breaks: "a longer way has the length limit"
def collatz_lengths(n, limit):
    lengths, steps = tf.zeros_like(n, tf.int32), 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return tf.where(n > 1, -1, lengths)


# %% wrong: the numbers at the end, not the lengths | test_example | dtype
# breaks: "Count the Collatz steps of each positive number"
def collatz_lengths(n, limit):
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
    return n


# %% wrong: the return is forgotten | test_example | return
# breaks: "Count the Collatz steps of each positive number"
def collatz_lengths(n, limit):
    lengths = tf.zeros_like(n, tf.int32)
    steps = 0
    while tf.reduce_any(n > 1) and steps < limit:
        steps += 1
        lengths += tf.cast(n > 1, tf.int32)
        n = tf.where(n > 1, tf.where(n % 2 == 0, n // 2, 3 * n + 1), n)
