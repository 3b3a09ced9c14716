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


# %% wrong: a None is dropped from the list | test_example | None
# breaks: "None stays None"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [g for g in gradients if g is not None]
    values = [g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)
    return [g * scale for g in gradients], total


# %% wrong: a None becomes zero | test_example | shape
# breaks: "None stays None"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [tf.constant(0.0) if g is None else g for g in gradients]
    values = [g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(v * v) for v in values]))
    scale = norm / tf.maximum(total, norm)
    return [g * scale for g in gradients], total


# %% wrong: a None becomes the number 0 | test_example | has become a number
# breaks: "None stays None"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    present = [g for g in gradients if g is not None]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in present]))
    scale = norm / tf.maximum(total, norm)
    return [0.0 if g is None else g * scale for g in gradients], total


# %% wrong: the norm of each gradient is returned | test_example | shape
# breaks: "a scalar of the gradients' dtype"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    totals = tf.stack([tf.sqrt(tf.reduce_sum(v * v)) for v in values])
    scale = norm / tf.maximum(tf.sqrt(tf.reduce_sum(totals**2)), norm)
    return [None if g is None else g * scale for g in gradients], totals


# %% wrong: computes in float64 | test_example | dtype
# breaks: "with the same shapes and dtypes"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [None if g is None else tf.cast(g, tf.float64) for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in gradients if g is not None]))
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients], tf.cast(total, tf.float32)


# %% wrong: the norm is a float64 | test_example | dtype
# breaks: "a scalar of the gradients' dtype"
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


# %% wrong: each gradient by its own norm | test_example | own norm
# breaks: "every gradient is multiplied by norm / total"
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
# breaks: "else they come back as they are"
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


# %% wrong: the entries are clipped | test_example | each gradient is clipped by its own norm
# breaks: "every gradient is multiplied by norm / total"
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


# %% wrong: the root is forgotten in the returned norm | test_example | square root
# breaks: "Return (clipped, total)"
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


# %% wrong: the norm after clipping is returned | test_example | after clipping
# breaks: "total is the norm before clipping"
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
# breaks: "tf.IndexedSlices count in the norm with their values"
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
# breaks: "come back as tf.IndexedSlices"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    gradients = [None if g is None else tf.convert_to_tensor(g) for g in gradients]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in gradients if g is not None]))
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients], total


# %% wrong: IndexedSlices are handed back unclipped | test_indexed_slices | values
# breaks: "every gradient is multiplied by norm / total"
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
# breaks: "with the same indices and dense_shape"
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


# %% wrong: IndexedSlices lose the shape of their table | test_indexed_slices | dense_shape is left out
# breaks: "with the same indices and dense_shape"
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
# breaks: "with the same indices and dense_shape"
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


# %% wrong: zero gradients are divided by their norm | test_zeros | norm of zero gradients is zero
# breaks: "even if all are zero"
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


# %% wrong: a norm of zero is accepted | test_bad_norm | ValueError
# breaks: "Raises ValueError if the (finite) norm is not positive"
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


# %% wrong: float64 gradients are clipped in float32 | test_values | dtype
# breaks: "with the same shapes and dtypes"
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


# %% wrong: the norm of float64 gradients is summed in float32 | test_values | norm
# breaks: "a scalar of the gradients' dtype"
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


# %% wrong: TensorFlow's own | test_example | tf.clip_by_global_norm
# breaks: "without tf.clip_by_global_norm"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    return tf.clip_by_global_norm(gradients, norm)


# %% right: the norm of the norms
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError(norm)

    def applied(change, g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(change(g.values), g.indices, g.dense_shape)
        return None if g is None else change(g)

    norms = [tf.norm(getattr(g, "values", g)) for g in gradients if g is not None]
    total = tf.norm(tf.stack(norms))
    if total > norm:
        return [applied(lambda t: t * (norm / total), g) for g in gradients], total
    return gradients, total


# %% right: divide_no_nan and minimum
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    total = 0.0
    for g in gradients:
        if g is not None:
            values = g.values if isinstance(g, tf.IndexedSlices) else g
            total = total + tf.reduce_sum(values**2)
    total = total**0.5
    factor = tf.minimum(tf.ones_like(total), tf.math.divide_no_nan(0 * total + norm, total))
    factor = tf.where(total > norm, factor, tf.ones_like(factor))
    clipped = []
    for g in gradients:
        if isinstance(g, tf.IndexedSlices):
            g = tf.IndexedSlices(g.values * factor, g.indices, dense_shape=g.dense_shape)
        elif g is not None:
            g = g * factor
        clipped.append(g)
    return (clipped, total)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return (clipped, total)"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    present = [g for g in gradients if g is not None]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in present]))
    scale = norm / tf.maximum(total, norm)
    [None if g is None else g * scale for g in gradients], total


# %% wrong: only the clipped gradients come back | test_example | clip_by_global_norm(gradients, norm) is
# breaks: "Return (clipped, total)"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    present = [g for g in gradients if g is not None]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(g * g) for g in present]))
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients]


# %% wrong: the sum of the norms | test_example | sum of the gradients' norms
# breaks: "the gradients with a global norm of at most `norm`, and their norm"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [getattr(g, "values", g) for g in gradients if g is not None]
    total = tf.add_n([tf.norm(v) for v in values])
    scale = norm / tf.maximum(tf.norm(tf.stack([tf.norm(v) for v in values])), norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: each gradient has its own factor | test_example | own norm
# breaks: "every gradient is multiplied by norm / total"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [getattr(g, "values", g) for g in gradients if g is not None]
    total = tf.norm(tf.stack([tf.norm(v) for v in values]))

    def shortened(t):
        own = tf.norm(t)
        return tf.where(own > norm, t * norm / own, t)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(shortened(g.values), g.indices, g.dense_shape)
        return None if g is None else shortened(g)

    return [scaled(g) for g in gradients], total


# %% wrong: a negative norm is made positive | test_bad_norm | nothing was raised
# breaks: "Raises ValueError if the (finite) norm is not positive"
def clip_by_global_norm(gradients, norm):
    norm = abs(norm) or 1.0
    values = [getattr(g, "values", g) for g in gradients if g is not None]
    total = tf.norm(tf.stack([tf.norm(v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: an assertion refuses the norm | test_bad_norm | expected ValueError
# breaks: "Raises ValueError"
def clip_by_global_norm(gradients, norm):
    assert norm > 0
    values = [getattr(g, "values", g) for g in gradients if g is not None]
    total = tf.norm(tf.stack([tf.norm(v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return None if g is None else g * scale

    return [scaled(g) for g in gradients], total


# %% wrong: Nones go to the end | test_example | None
# breaks: "clipped is a list in the same order"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    present = [g for g in gradients if g is not None]
    values = [getattr(g, "values", g) for g in present]
    total = tf.norm(tf.stack([tf.norm(v) for v in values]))
    scale = norm / tf.maximum(total, norm)

    def scaled(g):
        if isinstance(g, tf.IndexedSlices):
            return tf.IndexedSlices(g.values * scale, g.indices, g.dense_shape)
        return g * scale

    return [scaled(g) for g in present] + [None] * (len(gradients) - len(present)), total


# %% wrong: tf.linalg.global_norm | test_example | tf.linalg.global_norm
# breaks: "without tf.clip_by_global_norm, tf.clip_by_norm and tf.linalg.global_norm"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    total = tf.linalg.global_norm(gradients)
    scale = norm / tf.maximum(total, norm)
    return [None if g is None else g * scale for g in gradients], total


# %% wrong: tf.clip_by_norm | test_example | tf.clip_by_norm
# breaks: "without tf.clip_by_global_norm, tf.clip_by_norm and tf.linalg.global_norm"
def clip_by_global_norm(gradients, norm):
    if norm <= 0:
        raise ValueError("norm must be positive")
    total = tf.norm(tf.stack([tf.norm(g) for g in gradients if g is not None]))
    return [None if g is None else tf.clip_by_norm(g, norm) for g in gradients], total


# %% equivalent: generic-gradient | nothing differentiates the gradients again


# %% right: squares summed in float64, the factor only applied if total > norm
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    if not norm > 0:
        raise ValueError(f"norm must be positive, got {norm}")

    def values_of(gradient):
        return gradient.values if isinstance(gradient, tf.IndexedSlices) else gradient

    present = [values_of(gradient) for gradient in gradients if gradient is not None]
    squares = [tf.reduce_sum(tf.square(tf.cast(values, tf.float64))) for values in present]
    total = tf.cast(tf.sqrt(tf.add_n(squares)), present[0].dtype)
    if not float(total) > norm:
        return list(gradients), total
    factor = norm / float(total)

    def scaled(values):
        return tf.cast(tf.cast(values, tf.float64) * factor, values.dtype)

    clipped = []
    for gradient in gradients:
        if gradient is None:
            clipped.append(None)
        elif isinstance(gradient, tf.IndexedSlices):
            values = scaled(gradient.values)
            clipped.append(tf.IndexedSlices(values, gradient.indices, gradient.dense_shape))
        else:
            clipped.append(scaled(gradient))
    return clipped, total


# %% right: all entries in one flat vector, times itself
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    if norm <= 0:
        raise ValueError("norm must be positive")
    pieces = []
    for gradient in gradients:
        if isinstance(gradient, tf.IndexedSlices):
            gradient = gradient.values
        if gradient is not None:
            pieces.append(tf.reshape(gradient, [-1]))
    flat = tf.cast(tf.concat(pieces, axis=0), tf.float64)
    total = tf.cast(tf.sqrt(tf.tensordot(flat, flat, axes=1)), pieces[0].dtype)
    clips = bool(float(total) > norm)

    def shorten(gradient):
        if gradient is None or not clips:
            return gradient
        factor = tf.cast(norm / float(total), total.dtype)
        if isinstance(gradient, tf.IndexedSlices):
            return tf.IndexedSlices(
                values=gradient.values * factor,
                indices=gradient.indices,
                dense_shape=gradient.dense_shape,
            )
        return gradient * factor

    return [shorten(gradient) for gradient in gradients], total


# %% wrong: a small number in the denominator, which matters for small norms | test_values
# breaks: "If total > norm, every gradient is multiplied by norm / total"
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(v)) for v in values]))
    factor = tf.minimum(norm / (total + 1e-6), 1.0)
    clipped = []
    for g in gradients:
        if isinstance(g, tf.IndexedSlices):
            clipped.append(tf.IndexedSlices(g.values * factor, g.indices, g.dense_shape))
        else:
            clipped.append(None if g is None else g * factor)
    return clipped, total


# %% wrong: the slices lose their dense_shape | test_indexed_slices
# breaks: "come back as tf.IndexedSlices with the same indices and dense_shape."
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    if norm <= 0:
        raise ValueError("norm must be positive")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(v)) for v in values]))
    factor = norm / tf.maximum(total, norm)
    clipped = []
    for g in gradients:
        if isinstance(g, tf.IndexedSlices):
            clipped.append(tf.IndexedSlices(g.values * factor, g.indices))
        else:
            clipped.append(None if g is None else g * factor)
    return clipped, total


# %% wrong: a norm of 0 is let through | test_bad_norm
# breaks: "Raises ValueError if the (finite) norm is not positive."
def clip_by_global_norm(
    gradients: list[tf.Tensor | tf.IndexedSlices | None], norm: float
) -> tuple[list[tf.Tensor | tf.IndexedSlices | None], tf.Tensor]:
    if norm < 0:
        raise ValueError("norm must not be negative")
    values = [
        g.values if isinstance(g, tf.IndexedSlices) else g for g in gradients if g is not None
    ]
    total = tf.sqrt(tf.add_n([tf.reduce_sum(tf.square(v)) for v in values]))
    factor = tf.math.divide_no_nan(tf.cast(norm, total.dtype), tf.maximum(total, norm))
    clipped = []
    for g in gradients:
        if isinstance(g, tf.IndexedSlices):
            clipped.append(tf.IndexedSlices(g.values * factor, g.indices, g.dense_shape))
        else:
            clipped.append(None if g is None else g * factor)
    return clipped, total
