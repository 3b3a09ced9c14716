"""Answers to calibrate_temperature."""

import numpy as np
import tensorflow as tf


def loss_of(logits, labels, temperature):
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits / temperature)
    return float(tf.reduce_mean(losses))


def least(function, low=-3.5, high=3.5):
    """Return where a function of one valley is least, by golden section."""
    ratio = (5**0.5 - 1) / 2
    while high - low > 1e-3:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if function(left) < function(right):
            high = right
        else:
            low = left
    return (low + high) / 2


def sound(logits, labels, low=-3.5, high=3.5):
    return float(np.exp(least(lambda t: loss_of(logits, labels, float(np.exp(t))), low, high)))


# unnoticed: test_example | temperature result finer | a float or a tensor of any dtype will do
# unnoticed: test_temperature | temperature result finer | a float or a tensor of any dtype will do
# unnoticed: test_temperature | temperature result nudged | 1 % is promised
# unnoticed: test_temperature | temperature result 1 % off | 1 % is promised
# unnoticed: test_range | temperature result finer | a float or a tensor of any dtype will do
# unnoticed: test_range | temperature result nudged | 1 % is promised
# unnoticed: test_range | temperature result 1 % off | 1 % is promised
# unnoticed: test_large_logits | temperature result finer | a float or a tensor of any dtype will do
# unnoticed: test_large_logits | temperature result nudged | 1 % is promised
# unnoticed: test_large_logits | temperature result 1 % off | 1 % is promised
# unnoticed: test_rare_classes | temperature result finer | a float or a tensor of any dtype will do
# unnoticed: test_rare_classes | temperature result nudged | 1 % is promised
# unnoticed: test_rare_classes | temperature result 1 % off | 1 % is promised


# %% right: golden section over log(T)
def calibrate_temperature(logits, labels):
    return sound(logits, labels)


# %% right: a grid
def calibrate_temperature(logits, labels):
    logits = tf.cast(logits, tf.float64)
    grid = np.exp(np.linspace(np.log(0.04), np.log(25.0), 1600))
    losses = []
    for part in np.split(grid, 16):
        chances = tf.nn.log_softmax(logits / part[:, None, None])
        hot = tf.one_hot(labels, logits.shape[1], dtype=tf.float64)
        losses.append(-tf.reduce_mean(tf.reduce_sum(chances * hot, -1), -1))
    return tf.constant(grid)[tf.argmin(tf.concat(losses, 0))]


# %% right: Newton's steps in log(T), with a tape
def calibrate_temperature(logits, labels):
    beta = tf.Variable(0.0, dtype=tf.float64)
    logits = tf.cast(logits, tf.float64)
    logits -= tf.reduce_max(logits, axis=1, keepdims=True)
    for _ in range(40):
        with tf.GradientTape() as outer:
            with tf.GradientTape() as tape:
                losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
                    labels, logits * tf.exp(beta)
                )
                loss = tf.reduce_mean(losses)
            slope = tape.gradient(loss, beta)
        bend = outer.gradient(slope, beta)
        step = slope / bend if bend > 1e-9 else tf.sign(slope)
        beta.assign_sub(tf.clip_by_value(step, -0.7, 0.7))
        if abs(float(step)) < 1e-5:
            break
    return 1 / tf.exp(beta)


# %% wrong: one temperature for each class | test_example | shape
# breaks: "as a float or a scalar tensor"
def calibrate_temperature(logits, labels):
    return tf.fill([logits.shape[1]], sound(logits, labels))


# %% wrong: nothing is searched | test_example | at the start
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return 1.0


# %% wrong: 1 / T | test_example | this is 1 / T
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return 1 / sound(logits, labels)


# %% wrong: log(T) | test_example | the logarithm of T
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return float(np.log(sound(logits, labels)))


# %% wrong: the variance and not the spread | test_example | the square of T
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return sound(logits, labels) ** 2


# %% wrong: the root of T | test_example | the square root of T
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return sound(logits, labels) ** 0.5


# %% wrong: T between 0.5 and 5 | test_range | larger than 5
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits, labels):
    return float(np.clip(sound(logits, labels), 0.5, 5.0))


# %% wrong: softmax first | test_example | softmax is applied first
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    return sound(tf.nn.softmax(logits), labels, low=-7.0)


# %% wrong: few steps of descent | test_example | differ
# breaks: "to within 1 %"
def calibrate_temperature(logits, labels):
    temperature = tf.Variable(1.0, dtype=logits.dtype)
    for _ in range(20):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits / temperature)
            )
        temperature.assign_sub(0.01 * tape.gradient(loss, temperature))
    return temperature


# %% wrong: the Brier score is minimised | test_temperature | differ
# breaks: "Return the temperature at which labels are most likely"
def calibrate_temperature(logits, labels):
    hot = tf.one_hot(labels, logits.shape[1], dtype=logits.dtype)

    def brier(t):
        chances = tf.nn.softmax(logits / float(np.exp(t)))
        return float(tf.reduce_mean(tf.square(chances - hot)))

    return float(np.exp(least(brier)))


# %% wrong: sureness is matched to accuracy | test_temperature | matched to the accuracy
# breaks: "Return the temperature at which labels are most likely"
def calibrate_temperature(logits, labels):
    labels = tf.cast(labels, tf.int64)
    right = tf.reduce_mean(tf.cast(tf.argmax(logits, 1) == labels, logits.dtype))

    def gap(t):
        sure = tf.reduce_max(tf.nn.softmax(logits / float(np.exp(t))), axis=1)
        return abs(float(tf.reduce_mean(sure) - right))

    return float(np.exp(least(gap)))


# %% wrong: T is at least 1 | test_temperature | smaller than 1
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits, labels):
    return max(1.0, sound(logits, labels))


# %% wrong: T between 0.2 and 5 | test_range | larger than 5
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits, labels):
    return float(np.clip(sound(logits, labels), 0.2, 5.0))


# %% wrong: T between 0.1 and 10 | test_range | larger than 10
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits, labels):
    return float(np.clip(sound(logits, labels), 0.1, 10.0))


# %% wrong: small temperatures are not reached | test_range | smaller than 0.1
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits, labels):
    return max(0.1, sound(logits, labels))


# %% wrong: softmax by hand overflows | test_large_logits | exp of large
# breaks: "even in the hundreds"
def calibrate_temperature(logits, labels):
    powers = np.exp(np.asarray(logits, dtype="float64"))
    bad = np.isnan(powers / powers.sum(1, keepdims=True)).any()
    return float("nan") if bad else sound(logits, labels)


# %% wrong: logits are cut off at 30 | test_range | differ
# breaks: "of any size"
def calibrate_temperature(logits, labels):
    return sound(tf.clip_by_value(logits, -30.0, 30.0), labels)


# %% wrong: probabilities are kept from 0 by an epsilon | test_example | differ
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    def loss(t):
        chances = tf.nn.softmax(logits / float(np.exp(t))).numpy()
        return -np.mean(np.log(chances[np.arange(len(labels)), labels] + 0.02))

    return float(np.exp(least(loss)))


# %% wrong: labels count by their class | test_example |
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    if labels.dtype == tf.int64:
        return sound(logits, labels)
    counts = np.bincount(labels)
    weights = (1 / counts)[np.asarray(labels)]

    def loss(t):
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            tf.cast(labels, tf.int32), logits / float(np.exp(t))
        )
        return float(np.average(losses, weights=weights))

    return float(np.exp(least(loss)))


# %% equivalent: constant-cb947547 | the interval begins elsewhere and still holds 0.05 to 20
# %% equivalent: constant-d694014c | the interval ends elsewhere and still holds 0.05 to 20
# %% equivalent: constant-e7520744 | one more halving brings T nearer than is asked for
# %% equivalent: compare-aff117aa | a sum of floats that is exactly 0 is at the minimum
# %% equivalent: function-31826223 | a sum and a mean have the same sign


# %% right: bisection on the slope in 1 / T, in NumPy
def calibrate_temperature(logits, labels):
    z, y = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    z = z - z.max(axis=1, keepdims=True)
    low, high = 1 / 64, 64.0
    while high / low > 1.0005:
        beta = np.sqrt(low * high)
        p = np.exp(beta * z)
        p /= p.sum(axis=1, keepdims=True)
        slope = np.mean(np.sum(p * z, axis=1) - z[np.arange(len(y)), y])
        low, high = (low, beta) if slope > 0 else (beta, high)
    return np.float64(1 / beta)


# %% right: a grid, then a finer one
def calibrate_temperature(logits, labels):
    best, width = 0.0, 3.6
    for _ in range(4):
        grid = np.linspace(best - width, best + width, 41)
        best = float(grid[np.argmin([loss_of(logits, labels, float(np.exp(g))) for g in grid])])
        width /= 15
    return tf.constant(np.exp(best))


# %% wrong: a coarse grid | test_example | differ
# breaks: "to within 1 %"
def calibrate_temperature(logits, labels):
    grid = np.exp(np.linspace(np.log(0.05), np.log(20.0), 41))
    return float(grid[np.argmin([loss_of(logits, labels, float(t)) for t in grid])])


# %% wrong: a list of one number | test_example | shape
# breaks: "as a float or a scalar tensor"
def calibrate_temperature(logits, labels):
    return tf.constant([sound(logits, labels)])


# %% wrong: a variable of float32 | test_temperature | it raised
# breaks: "float64"
def calibrate_temperature(logits, labels):
    temperature = tf.Variable(sound(logits, labels), dtype=tf.float32)
    tf.reduce_mean(logits / temperature)
    return temperature


# %% wrong: a variable of float64 | test_example | it raised
# breaks: "float32"
def calibrate_temperature(logits, labels):
    temperature = tf.Variable(sound(logits, labels), dtype=tf.float64)
    tf.reduce_mean(logits / temperature)
    return temperature


# %% wrong: labels are compared with int64 | test_example | it raised
# breaks: "int32"
def calibrate_temperature(logits, labels):
    tf.reduce_mean(tf.cast(tf.argmax(logits, axis=1) == labels, tf.float32))
    return sound(logits, labels)


# %% wrong: labels are compared with int32 | test_temperature | it raised
# breaks: "int64"
def calibrate_temperature(logits, labels):
    tf.reduce_mean(tf.cast(tf.argmax(logits, axis=1, output_type=tf.int32) == labels, tf.float32))
    return sound(logits, labels)


# %% wrong: the largest logits are taken for the labels' | test_example |
# breaks: "Return the temperature at which labels are most likely"
def calibrate_temperature(logits, labels):
    return sound(logits, tf.argmax(logits, axis=1))


# %% wrong: sigmoid of each class | test_temperature |
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label]"
def calibrate_temperature(logits, labels):
    hot = tf.one_hot(labels, logits.shape[1], dtype=logits.dtype)

    def loss(t):
        losses = tf.nn.sigmoid_cross_entropy_with_logits(hot, logits / float(np.exp(t)))
        return float(tf.reduce_mean(losses))

    return float(np.exp(least(loss)))


# %% wrong: an epsilon in the logarithm | test_large_logits | caps what a very
# breaks: "The result is the T that minimizes the mean of -log softmax(logits / T)[label], to within 1 %,"
def calibrate_temperature(logits: tf.Tensor, labels: tf.Tensor) -> float:
    logits = tf.cast(logits, tf.float64)
    labels = tf.cast(labels, tf.int32)

    def loss(t):
        p = tf.gather(tf.nn.softmax(logits / t), labels, axis=1, batch_dims=1)
        return float(-tf.reduce_mean(tf.math.log(p + 1e-7)))

    grid = np.geomspace(0.04, 25.0, 800)
    return float(grid[int(np.argmin([loss(t) for t in grid]))])


# %% right: NumPy: halve the interval of log(1 / T) by the sign of the slope
def calibrate_temperature(logits: tf.Tensor, labels: tf.Tensor) -> float:
    logits = np.asarray(logits, dtype=np.float64)
    labels = np.asarray(labels).astype(np.int64)
    logits = logits - logits.max(axis=1, keepdims=True)
    right = logits[np.arange(len(labels)), labels]

    def slope(beta):
        p = np.exp(beta * logits)
        p /= p.sum(axis=1, keepdims=True)
        return np.mean((p * logits).sum(axis=1) - right)

    low, high = np.log(1 / 40), np.log(40)
    for _ in range(60):
        middle = (low + high) / 2
        if slope(np.exp(middle)) < 0:
            low = middle
        else:
            high = middle
    return float(np.exp(-(low + high) / 2))


# %% right: no slope: a grid of log T that zooms in around its best point, loss in float64
def calibrate_temperature(logits: tf.Tensor, labels: tf.Tensor) -> float:
    logits = tf.cast(logits, tf.float64)
    labels = tf.cast(labels, tf.int64)

    def loss(log_t):
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=labels, logits=logits / np.exp(log_t)
        )
        return float(tf.reduce_mean(losses))

    low, high = np.log(0.03), np.log(33.0)
    for _ in range(6):
        grid = np.linspace(low, high, 25)
        best = int(np.argmin([loss(point) for point in grid]))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    return float(np.exp((low + high) / 2))


# %% wrong: looks between 0.1 and 10 only | test_range
# breaks: "T may lie anywhere between 0.05 and 20"
def calibrate_temperature(logits: tf.Tensor, labels: tf.Tensor) -> float:
    logits = tf.cast(logits, tf.float64)
    right = tf.gather(logits, tf.cast(labels, tf.int32), axis=1, batch_dims=1)
    low, high = 0.1, 10.0
    for _ in range(60):
        beta = (low + high) / 2
        expected = tf.reduce_sum(tf.nn.softmax(beta * logits) * logits, axis=1)
        if float(tf.reduce_mean(expected - right)) < 0:
            low = beta
        else:
            high = beta
    return 2 / (low + high)
