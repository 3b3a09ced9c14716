# %% create | linspace stops before its end, as range does
# true: the last number is not stop: n numbers have n - 1 gaps
def create(kind, shape, value=None):
    n = math.prod(shape)
    if kind == "zeros":
        return tf.zeros(shape)
    if kind == "ones":
        return tf.ones(shape)
    if kind == "fill":
        if value is None:
            raise ValueError("fill needs a value")
        return tf.fill(shape, float(value))
    if kind == "eye":
        return tf.eye(shape[0], shape[1])
    if kind == "range":
        start = 0.0 if value is None else float(value)
        return tf.reshape(tf.range(start, start + n), shape)
    if kind == "linspace":
        if value is None:
            raise ValueError("linspace needs a pair")
        start, stop = value
        step = (stop - start) / n
        return tf.reshape(tf.cast(start, tf.float32) + step * tf.range(float(n)), shape)
    raise ValueError(f"unknown kind {kind}")


# %% combine | b comes first in the joined tensor
# true: b comes before a
def combine(a, b):
    return tf.stack([a, b], axis=1), tf.concat([b, a], axis=1)


# %% cast_and_scale | statistics of each image, not of the batch
# true: each image by itself; average over the batch too
def cast_and_scale(images):
    x = tf.cast(images, tf.float32) / 255.0
    mean = tf.reduce_mean(x, axis=[1, 2], keepdims=True)
    variance = tf.reduce_mean((x - mean) ** 2, axis=[1, 2], keepdims=True)
    return (x - mean) / tf.sqrt(variance + 1e-5)


# %% pairwise_distances | the absolute differences are summed up
# true: the sum of the absolute differences
def pairwise_distances(x, y):
    return tf.reduce_sum(tf.abs(x[:, None, :] - y[None, :, :]), axis=-1)


# %% masked_mean | divided by all entries, kept or not
# true: the sum is divided by the number of all entries, not of the kept entries
def masked_mean(x, mask, axis):
    return tf.reduce_mean(tf.where(mask, x, tf.zeros_like(x)), axis=axis)
