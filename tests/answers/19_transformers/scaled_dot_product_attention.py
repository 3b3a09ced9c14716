"""Answers to scaled_dot_product_attention."""

import keras
import tensorflow as tf


def products(query, key):
    return tf.matmul(query, key, transpose_b=True) / query.shape[-1] ** 0.5


def weights_of(scores, mask):
    """Return the weights as they should be."""
    if mask is None:
        return tf.nn.softmax(scores)
    return tf.where(mask, tf.nn.softmax(tf.where(mask, scores, -1e30)), 0.0)


# unnoticed: test_left_padding | with_unknown_sizes result * | the visible checks count the results


# %% right: einsum, and exponentials of the kept scores only
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = tf.einsum("...qd,...kd->...qk", query, key) / query.shape[-1] ** 0.5
    keep = tf.ones_like(scores, tf.bool) if mask is None else tf.logical_or(mask, scores != scores)
    lifted = scores - tf.reduce_max(tf.where(keep, scores, -1e30), axis=-1, keepdims=True)
    odds = tf.where(keep, tf.exp(tf.where(keep, lifted, 0.0)), 0.0)
    weights = tf.math.divide_no_nan(odds, tf.reduce_sum(odds, axis=-1, keepdims=True))
    return tf.einsum("...qk,...km->...qm", weights, value), weights


# %% right: keras.ops, the lowest float32 and times the mask
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = keras.ops.matmul(query / query.shape[-1] ** 0.5, keras.ops.swapaxes(key, -1, -2))
    if mask is None:
        weights = keras.ops.softmax(scores, axis=-1)
    else:
        low = keras.ops.cast(tf.float32.min, scores.dtype)
        weights = keras.ops.softmax(keras.ops.where(mask, scores, low), axis=-1)
        weights = weights * keras.ops.cast(mask, weights.dtype)
    return keras.ops.matmul(weights, value), weights


# %% right: a large negative number is added
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores += tf.cast(~mask, scores.dtype) * tf.constant(-1e9, scores.dtype)
        mask = tf.cast(mask, scores.dtype)
    weights = tf.nn.softmax(scores) * (1 if mask is None else mask)
    return tf.matmul(weights, value), weights


# %% wrong: the scores are not scaled | test_values | not divided
# breaks: "The weights are the softmax of query @ key^T / sqrt(d)"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(tf.matmul(query, key, transpose_b=True), mask)
    return tf.matmul(weights, value), weights


# %% wrong: divided by d | test_values | not by its root
# breaks: "The weights are the softmax of query @ key^T / sqrt(d)"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(tf.matmul(query, key, transpose_b=True) / query.shape[-1], mask)
    return tf.matmul(weights, value), weights


# %% wrong: divided by the root of the number of keys | test_values | number of keys
# breaks: "The weights are the softmax of query @ key^T / sqrt(d)"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(tf.matmul(query, key, transpose_b=True) / key.shape[-2] ** 0.5, mask)
    return tf.matmul(weights, value), weights


# %% wrong: the softmax over the queries | test_example | over the queries
# breaks: "over the keys"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores = tf.where(mask, scores, -1e30)
    weights = tf.nn.softmax(scores, axis=-2)
    return tf.matmul(weights, value), weights


# %% wrong: no softmax | test_example | no softmax
# breaks: "The weights are the softmax"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    return tf.matmul(scores, value), scores


# %% wrong: the keys are reshaped, not transposed | test_values
# breaks: "query @ key^T"
def scaled_dot_product_attention(query, key, value, mask=None):
    shape = tf.shape(key)
    turned = tf.reshape(key, tf.concat([shape[:-2], [shape[-1], shape[-2]]], axis=0))
    weights = weights_of(tf.matmul(query, turned) / query.shape[-1] ** 0.5, mask)
    return tf.matmul(weights, value), weights


# %% wrong: only the output | test_example | number of results
# breaks: "-> (..., q, m) and weights (..., q, k)"
def scaled_dot_product_attention(query, key, value, mask=None):
    return tf.matmul(weights_of(products(query, key), mask), value)


# %% wrong: the weights come first | test_example | shape
# breaks: "-> (..., q, m) and weights (..., q, k)"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), mask)
    return weights, tf.matmul(weights, value)


# %% wrong: the weights before the softmax are returned | test_example | no softmax
# breaks: "The weights are the softmax"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    return tf.matmul(weights_of(scores, mask), value), scores


# %% wrong: the output is scaled | test_values
# breaks: "the output is weights @ value"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), mask)
    return tf.matmul(weights, value) / query.shape[-1] ** 0.5 * 2.0, weights


# %% wrong: True hides | test_example | turned around
# breaks: "True means that the query may look at the key"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), None if mask is None else ~mask)
    return tf.matmul(weights, value), weights


# %% wrong: the mask is not used | test_example | not used
# breaks: "A key that it may not look at has the weight 0"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = tf.nn.softmax(products(query, key))
    return tf.matmul(weights, value), weights


# %% wrong: the mask after the softmax | test_example | after the softmax
# breaks: "takes no part in the softmax"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = tf.nn.softmax(products(query, key))
    if mask is not None:
        weights = tf.where(mask, weights, 0.0)
    return tf.matmul(weights, value), weights


# %% wrong: masked scores become 0 | test_example | like any other
# breaks: "takes no part in the softmax"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores *= tf.cast(mask, scores.dtype)
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: the mask is added | test_example | added to the scores
# breaks: "takes no part in the softmax"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores += tf.cast(mask, scores.dtype)
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: True times minus a billion | test_example | turned around
# breaks: "True means that the query may look at the key"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores += tf.cast(mask, scores.dtype) * -1e9
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: minus infinity | test_row_without_keys | gives NaN
# breaks: "If it may look at no key, its weights and its output are 0"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores = tf.where(mask, scores, -float("inf"))
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: a low number, and nothing after it | test_row_without_keys | equal weights
# breaks: "If it may look at no key, its weights and its output are 0"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores = tf.where(mask, scores, -1e30)
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: zeros times minus infinity | test_example | times 0 is NaN
# breaks: "A key that it may not look at has the weight 0"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores += tf.cast(~mask, scores.dtype) * -float("inf")
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: NaN is chosen away at the end | test_gradient | minus infinity takes part
# breaks: "and finite if a query may look at no key"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is None:
        weights = tf.nn.softmax(scores)
    else:
        far = tf.where(mask, tf.zeros_like(scores), -float("inf"))
        weights = tf.where(mask, tf.nn.softmax(scores + far), 0.0)
    return tf.matmul(weights, value), weights


# %% wrong: the mask is added before the scores are scaled, and too small | test_large_scores
# breaks: "Scores may be as large as 10,000"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = tf.matmul(query, key, transpose_b=True)
    if mask is None:
        weights = tf.nn.softmax(scores / query.shape[-1] ** 0.5)
    else:
        scores += tf.cast(~mask, scores.dtype) * -1e4
        weights = tf.nn.softmax(scores / query.shape[-1] ** 0.5) * tf.cast(mask, scores.dtype)
    return tf.matmul(weights, value), weights


# %% wrong: exp without the largest subtracted | test_large_scores
# breaks: "Scores may be as large as 10,000"
def scaled_dot_product_attention(query, key, value, mask=None):
    odds = tf.exp(products(query, key))
    if mask is not None:
        odds = tf.where(mask, odds, 0.0)
    weights = tf.math.divide_no_nan(odds, tf.reduce_sum(odds, axis=-1, keepdims=True))
    return tf.matmul(weights, value), weights


# %% wrong: the mask gets a new axis for the queries | test_mask
# breaks: "`mask` is bool and is broadcast to (..., q, k)"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), None if mask is None else mask[..., :1, :])
    return tf.matmul(weights, value), weights


# %% wrong: the mask must have the scores' shape | test_mask
# breaks: "`mask` is bool and is broadcast to (..., q, k)"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is None:
        weights = tf.nn.softmax(scores)
    else:
        mask = tf.reshape(mask, tf.shape(scores))
        weights = tf.where(mask, tf.nn.softmax(tf.where(mask, scores, -1e30)), 0.0)
    return tf.matmul(weights, value), weights


# %% wrong: the mask as numbers | test_example
# breaks: "`mask` is bool"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores -= 1e9 * (1.0 - mask)
    weights = tf.nn.softmax(scores)
    return tf.matmul(weights, value), weights


# %% wrong: made for (batch, heads, n, size) | test_example
# breaks: "There may be any number of axes in front, or none"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = tf.einsum("bhqd,bhkd->bhqk", query, key) / query.shape[-1] ** 0.5
    weights = weights_of(scores, mask)
    return tf.einsum("bhqk,bhkm->bhqm", weights, value), weights


# %% wrong: float32 whatever comes in | test_values | dtype
# breaks: "Both have the dtype of query, key and value"
# breaks: "or float64"
def scaled_dot_product_attention(query, key, value, mask=None):
    query, key, value = (tf.cast(part, tf.float32) for part in (query, key, value))
    weights = weights_of(products(query, key), mask)
    return tf.matmul(weights, value), weights


# %% wrong: everything in float64 | test_example | dtype
# breaks: "float32 or"
def scaled_dot_product_attention(query, key, value, mask=None):
    query, key, value = (tf.cast(part, tf.float64) for part in (query, key, value))
    weights = weights_of(products(query, key), mask)
    return tf.matmul(weights, value), weights


# %% wrong: the weights are held constant | test_gradient
# breaks: "The gradients in query, key and value are the formula's"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), mask)
    return tf.matmul(tf.stop_gradient(weights), value), weights


# %% wrong: a loop over the queries | test_in_graph
# breaks: "Works in tf.function, with unknown batch and lengths too"
def scaled_dot_product_attention(query, key, value, mask=None):
    scores = products(query, key)
    keep = tf.ones_like(scores, tf.bool) if mask is None else tf.broadcast_to(mask, scores.shape)
    rows = [weights_of(scores[..., q, :], keep[..., q, :]) for q in range(query.shape[-2])]
    weights = tf.stack(rows, axis=-2)
    return tf.matmul(weights, value), weights


# %% wrong: a Python if on the mask | test_in_graph
# breaks: "Works in tf.function"
def scaled_dot_product_attention(query, key, value, mask=None):
    if mask is not None and mask.numpy().all():
        mask = None
    weights = weights_of(products(query, key), mask)
    return tf.matmul(weights, value), weights


# %% wrong: Keras does it | test_example | keras.ops.dot_product_attention
# breaks: "nor keras.ops.dot_product_attention"
def scaled_dot_product_attention(query, key, value, mask=None):
    weights = weights_of(products(query, key), mask)
    parts = [part[..., None, :] for part in (query, key, value)]
    return keras.ops.dot_product_attention(*parts)[..., 0, :], weights


# %% wrong: a block of 16 keys, and the rest is forgotten | test_left_padding
# breaks: "over the keys"
def scaled_dot_product_attention(query, key, value, mask=None):
    keep = tf.range(tf.shape(key)[-2]) < 16
    weights = weights_of(products(query, key), keep if mask is None else keep & mask)
    return tf.matmul(weights, value), weights


# %% wrong: a layer does it | test_example | keras.layers
# breaks: "use neither keras.layers"
def scaled_dot_product_attention(query, key, value, mask=None):
    scale = query.shape[-1] ** -0.5
    layer = keras.layers.Attention()
    return layer([query * scale, value, key], return_attention_scores=True)
