"""Answers to clip_by_global_norm."""

import tensorflow as tf


# %% right: one flat vector, and a condition
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")

    def values(gradient):
        return gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient

    flat = tf.concat([tf.reshape(values(g), [-1]) for g in gradients if g is not None], axis=0)
    total = tf.norm(flat)
    scale = tf.where(total > norm, norm / total, tf.ones_like(total))
    clipped = []
    for gradient in gradients:
        if gradient is None:
            clipped.append(None)
        elif isinstance(gradient, tf.IndexedSlices):
            clipped.append(
                tf.IndexedSlices(scale * gradient.values, gradient.indices, gradient.dense_shape)
            )
        else:
            clipped.append(scale * gradient)
    return clipped, total


# %% right: short gradients are handed back as they are, a tuple of both
def clip_by_global_norm(gradients, norm):
    if not norm > 0:
        raise ValueError("norm must be positive")
    squares = []
    for gradient in gradients:
        if isinstance(gradient, tf.IndexedSlices):
            squares.append(2 * tf.nn.l2_loss(gradient.values))
        elif gradient is not None:
            squares.append(2 * tf.nn.l2_loss(gradient))
    total = tf.sqrt(sum(squares))
    if total <= norm:
        return list(gradients), total

    def shorten(gradient):
        if isinstance(gradient, tf.IndexedSlices):
            return tf.IndexedSlices(
                tf.math.divide(gradient.values, total) * norm,
                indices=gradient.indices,
                dense_shape=gradient.dense_shape,
            )
        return gradient if gradient is None else gradient / total * norm

    return [shorten(gradient) for gradient in gradients], total


# %% wrong: a None is dropped from the list | test_structure | None
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [g for g in gradients if g is not None]
    values = [g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)
    return [g * scale for g in gradients], total


# %% wrong: a None becomes zero | test_structure | shape
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [tf.constant(0.0) if g is None else g for g in gradients]
    values = [g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)
    return [g * scale for g in gradients], total


# %% wrong: a None becomes the number 0 | test_structure | has become a number
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    present = [g for g in gradients if g is not None]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in present]))
    scale = norm / tf.maximum(total, norm)
    return [0.0 if g is None else g * scale for g in gradients], total


# %% wrong: the norm of each gradient is returned | test_structure | shape
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    totals = tf.stack([tf.sqrt(tf.reduce_sum(v * v)) for v in values])
    scale = norm / tf.maximum(tf.sqrt(tf.reduce_sum(totals**2)), norm)
    return [None if g is None else g * scale for g in gradients], totals


# %% wrong: computes in float64 | test_structure | dtype
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [None if g is None else tf.cast(g, tf.float64) for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in gradients if g is not None]))
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients], tf.cast(total, tf.float32)


# %% wrong: the norm is a float64 | test_structure | dtype
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], tf.cast(total, tf.float64)


# %% wrong: each gradient by its own norm | test_values | own norm
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))

    def scaled(g):
        if g is None:
            return None
        v = g.values if isinstance(g, tf.IndexedSlices) else g
        v = v * norm / tf.maximum(tf.sqrt(tf.reduce_sum(v * v)), norm)
        return (
            tf.IndexedSlices(v, g.indices, g.dense_shape)
            if v is not g and hasattr(g, "indices")
            else v
        )

    return [scaled(g) for g in gradients], total


# %% wrong: short gradients are stretched | test_values | short enough
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / total

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: the entries are clipped | test_values | one by one
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(
                tf.clip_by_value(g.values, -norm, norm), g.indices, g.dense_shape
            )
        return None if g is None else tf.clip_by_value(g, -norm, norm)

    return [scaled(g) for g in gradients], total


# %% wrong: the root is forgotten in the returned norm | test_values | square root
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.add_n([tf.reduce_sum(v * v) for v in values])
    scale = norm / tf.maximum(tf.sqrt(total), norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: the norm after clipping is returned | test_values | after clipping
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], tf.minimum(total, norm)


# %% wrong: IndexedSlices do not count in the norm | test_indexed_slices | missing from the norm
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [g for g in gradients if g is not None and not isinstance(g, tf.IndexedSlices)]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: IndexedSlices become dense | test_indexed_slices | dense
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [None if g is None else tf.convert_to_tensor(g) for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in gradients if g is not None]))
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients], total


# %% wrong: IndexedSlices are handed back unclipped | test_indexed_slices | values
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        return g if g is None or isinstance(g, tf.IndexedSlices) else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: IndexedSlices are numbered anew | test_indexed_slices | indices
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            rows = tf.range(len(g.values), dtype=g.indices.dtype)
            return tf.IndexedSlices(g.values * scale, rows, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: IndexedSlices lose the shape of their table | test_indexed_slices | shape
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: IndexedSlices take the shape of their values | test_indexed_slices | shape of the values
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, tf.shape(g.values))
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: zero gradients are divided by their norm | test_zeros_and_bad_norms | nan
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = tf.minimum(total, norm) / total

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: a norm of zero is accepted | test_zeros_and_bad_norms | ValueError
def clip_by_global_norm(gradients, norm):
    if norm < 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: float64 gradients are clipped in float32 | test_zeros_and_bad_norms | dtype
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    values = [tf.cast(v, tf.float32) for v in values]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else tf.cast(g, tf.float32) * scale

    return [scaled(g) for g in gradients], tf.cast(total, gradients[0].dtype)


# %% wrong: the norm of float64 gradients is summed in float32 | test_zeros_and_bad_norms | norm
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], tf.cast(total, tf.float32)


# %% equivalent: condition-a58b3089 | no row occurs twice, so the dense form has the same norm


# %% wrong: TensorFlow's own | test_structure | tf.clip_by_global_norm
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    return tf.clip_by_global_norm(gradients, norm)
