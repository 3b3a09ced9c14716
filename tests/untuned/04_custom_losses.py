# %% mse | the root is taken
# true: the square root of the mean
def mse(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError("shapes differ")
    y_true = tf.cast(y_true, y_pred.dtype)
    return tf.sqrt(tf.reduce_mean((y_true - y_pred) ** 2, axis=-1))


# %% huber | the two branches are swapped
# true: the two branches are swapped
def huber(y_true, y_pred, delta=1.0):
    if delta <= 0:
        raise ValueError("delta")
    if not y_pred.dtype.is_floating:
        y_pred = tf.cast(y_pred, tf.float32)
    r = y_pred - tf.cast(y_true, y_pred.dtype)
    size = tf.abs(r)
    loss = tf.where(size > delta, r * r / 2, delta * (size - delta / 2))
    return tf.reduce_mean(loss, axis=-1)


# %% binary_crossentropy_from_logits | the sigmoid is forgotten in the second term
def binary_crossentropy_from_logits(y_true, logits):
    y = tf.cast(y_true, logits.dtype)
    p = tf.sigmoid(logits)
    return tf.reduce_mean(-y * tf.math.log(p) - (1 - y) * tf.math.log(p), axis=-1)


# %% softmax_crossentropy | the smoothed target is one_hot minus s
# true: s is subtracted but not given to the classes
def softmax_crossentropy(labels, logits, label_smoothing=0.0):
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes, dtype=logits.dtype) * (1 - label_smoothing)
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)


# %% dice_loss | the sums run over the batch, too
# true: the sums run over the batch too
def dice_loss(y_true, y_pred, smooth=1.0):
    y_true = tf.cast(y_true, y_pred.dtype)
    both = tf.reduce_sum(y_true * y_pred)
    total = tf.reduce_sum(y_true) + tf.reduce_sum(y_pred)
    loss = 1 - (2 * both + smooth) / (total + smooth)
    return tf.fill([tf.shape(y_pred)[0]], loss)


# %% quantile_loss | the error has the wrong sign
# true: the sign of the error is wrong: it is y_true - y_pred
def quantile_loss(y_true, y_pred, quantiles):
    if any(not 0 < q < 1 for q in quantiles) or len(quantiles) != y_pred.shape[-1]:
        raise ValueError("quantiles")
    q = tf.constant(quantiles, y_pred.dtype)
    e = y_pred - tf.cast(y_true, y_pred.dtype)[..., None]
    return tf.reduce_mean(tf.maximum(q * e, (q - 1) * e), axis=-1)
