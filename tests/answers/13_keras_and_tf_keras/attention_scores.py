"""Answers to attention_scores."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops


def products(query, key):
    return ops.matmul(query, ops.swapaxes(key, -1, -2)) / query.shape[-1] ** 0.5


# %% right: einsum, and exponentials of the kept scores only
def attention_scores(query, key, mask=None):
    scores = ops.einsum("bqd,bkd->bqk", query, key) / float(np.sqrt(query.shape[-1]))
    keep = ops.ones_like(scores, dtype="bool") if mask is None else ops.expand_dims(mask, -2)
    low = ops.where(keep, scores, ops.min(scores, axis=-1, keepdims=True))
    shifted = low - ops.max(low, axis=-1, keepdims=True)
    odds = ops.where(keep, ops.exp(shifted), 0.0)
    total = ops.sum(odds, axis=-1, keepdims=True)
    return odds / ops.where(total > 0, total, 1.0)


# %% right: keras.ops.softmax, the lowest number of the dtype, and times the mask
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return ops.softmax(scores, axis=-1)
    half = keras.backend.standardize_dtype(query.dtype) == "float16"
    keep = mask[:, None, :]
    weights = ops.softmax(ops.where(keep, scores, -3e4 if half else -1e30), axis=-1)
    return weights * ops.cast(keep, weights.dtype)


# %% right: the query is scaled first, computed in float32 at least
def attention_scores(query, key, mask=None):
    wide = keras.backend.result_type(query.dtype, "float32")
    query_, key_ = ops.cast(query, wide) / query.shape[-1] ** 0.5, ops.cast(key, wide)
    scores = ops.matmul(query_, ops.transpose(key_, (0, 2, 1)))
    if mask is not None:
        keep = ops.expand_dims(mask, 1)
        weights = ops.where(keep, softmax(ops.where(keep, scores, -1e30)), 0.0)
    else:
        weights = softmax(scores)
    return ops.cast(weights, query.dtype)


# %% right: finite numbers for every dtype
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    half = keras.backend.standardize_dtype(query.dtype) == "float16"
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4 if half else -1e9)), 0.0)


# %% right: 0 / 0 is chosen away after the quotient, and the masked scores before it
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    low = ops.where(keep, scores, -3e4)
    odds = ops.exp(low - ops.max(low, axis=-1, keepdims=True)) * ops.cast(keep, scores.dtype)
    total = ops.sum(odds, axis=-1, keepdims=True)
    return ops.where(total > 0, odds / total, 0.0)


# %% wrong: the scores are not scaled | test_values | sqrt(d)
# breaks: "divided by sqrt(d)"
def attention_scores(query, key, mask=None):
    scores = ops.matmul(query, ops.swapaxes(key, -1, -2))
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4)), 0.0)


# %% wrong: divided by d | test_values | not by its root
# breaks: "divided by sqrt(d)"
def attention_scores(query, key, mask=None):
    scores = ops.matmul(query, ops.swapaxes(key, -1, -2)) / query.shape[-1]
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4)), 0.0)


# %% wrong: divided by the root of the number of keys | test_values | number of keys
# breaks: "divided by sqrt(d)"
def attention_scores(query, key, mask=None):
    scores = ops.matmul(query, ops.swapaxes(key, -1, -2)) / key.shape[1] ** 0.5
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4)), 0.0)


# %% wrong: the softmax over the queries | test_example | over the queries
# breaks: "over the keys"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores, axis=1)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4), axis=1), 0.0)


# %% wrong: no softmax | test_example | softmax is missing
# breaks: "The weights are the softmax"
def attention_scores(query, key, mask=None):
    return products(query, key)


# %% wrong: keys by queries | test_example | transposed
# breaks: "(batch, q, d), (batch, k, d) -> (batch, q, k)"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return ops.swapaxes(softmax(scores), 1, 2)
    keep = ops.expand_dims(mask, 1)
    return ops.swapaxes(ops.where(keep, softmax(ops.where(keep, scores, -6e4)), 0.0), 1, 2)


# %% wrong: the keys are not transposed | test_example
# breaks: "(batch, q, d), (batch, k, d) -> (batch, q, k)"
def attention_scores(query, key, mask=None):
    return softmax(ops.matmul(query, key) / query.shape[-1] ** 0.5)


# %% wrong: the mask is not used | test_example | not used
# breaks: "a key whose mask is False has the weight 0"
def attention_scores(query, key, mask=None):
    return softmax(products(query, key))


# %% wrong: the mask after the softmax | test_example | after the softmax
# breaks: "takes no part in the softmax"
def attention_scores(query, key, mask=None):
    weights = softmax(products(query, key))
    return weights if mask is None else ops.where(mask[:, None], weights, 0.0)


# %% wrong: the mask turned around | test_example | turned around
# breaks: "a key whose mask is False has the weight 0"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    drop = ops.expand_dims(mask, 1)
    return ops.where(drop, 0.0, softmax(ops.where(drop, -6e4, scores)))


# %% wrong: masked scores become 0 | test_example | a score like any other
# breaks: "takes no part in the softmax"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores = scores * ops.cast(ops.expand_dims(mask, 1), scores.dtype)
    return softmax(scores)


# %% wrong: the mask is added as a number | test_mask | not 1 / k
# breaks: "If a sample's mask is False for every key, all its weights are 0"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is not None:
        half = keras.backend.standardize_dtype(query.dtype) == "float16"
        scores = ops.where(ops.expand_dims(mask, 1), scores, -6e4 if half else -1e30)
    return softmax(scores)


# %% wrong: minus infinity | test_mask | gives NaN
# breaks: "If a sample's mask is False for every key, all its weights are 0"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is not None:
        scores = ops.where(ops.expand_dims(mask, 1), scores, -float("inf"))
    return softmax(scores)


# %% wrong: minus infinity is added, and NaN chosen away afterwards | test_gradient | too late
# breaks: "those of a sample without keys are 0"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    far = ops.cast(ops.where(keep, 0.0, -float("inf")), scores.dtype)
    return ops.where(keep, softmax(scores + far), 0.0)


# %% wrong: times minus a billion, in float16 too | test_mask
# breaks: "share (float16"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.cast(ops.expand_dims(mask, 1), scores.dtype)
    return softmax(scores + (1 - keep) * ops.cast(-1e9, scores.dtype)) * keep


# %% wrong: -10,000 is added for a masked key | test_low_scores | not low enough
# breaks: "Scores may be anything from -10,000 to 10,000"
# breaks: "those of masked keys too"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.cast(ops.expand_dims(mask, 1), scores.dtype)
    return softmax(scores - 10000.0 * (1 - keep)) * keep


# %% wrong: -10,000 takes the place of a masked score | test_low_scores | not low enough
# breaks: "Scores may be anything from -10,000 to 10,000"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -10000.0)), 0.0)


# %% wrong: the largest of all scores is subtracted, masked ones too | test_low_scores | it is the largest
# breaks: "those of masked keys too"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    odds = ops.exp(scores - ops.max(scores, axis=-1, keepdims=True))
    if mask is not None:
        odds = ops.where(ops.expand_dims(mask, 1), odds, 0.0)
    total = ops.sum(odds, axis=-1, keepdims=True)
    return odds / ops.where(total > 0, total, 1.0)


# %% wrong: 0 / 0 becomes 0, after the largest of all was subtracted | test_low_scores | the largest
# breaks: "those of masked keys too"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    odds = ops.exp(scores - ops.max(scores, axis=-1, keepdims=True))
    if mask is None:
        return odds / ops.sum(odds, axis=-1, keepdims=True)
    odds = ops.where(ops.expand_dims(mask, 1), odds, 0.0)
    weights = odds / ops.sum(odds, axis=-1, keepdims=True)
    return ops.where(ops.isnan(weights), 0.0, weights)


# %% wrong: NaN becomes 0 at the end | test_gradient | too late
# breaks: "those of a sample without keys are 0"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    far = ops.log(ops.cast(ops.expand_dims(mask, 1), scores.dtype))
    weights = softmax(scores + far)
    return ops.where(ops.isnan(weights), 0.0, weights)


# %% wrong: a number that is not low enough | test_low_scores | not low enough
# breaks: "Scores may be anything from -10,000 to 10,000"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -1e3)), 0.0)


# %% wrong: exp without the largest subtracted | test_large_scores | overflows
# breaks: "Scores may be anything from -10,000 to 10,000, in float16 from -1,000 to 1,000"
def attention_scores(query, key, mask=None):
    odds = ops.exp(products(query, key))
    if mask is not None:
        odds = ops.where(ops.expand_dims(mask, 1), odds, 0.0)
    total = ops.sum(odds, axis=-1, keepdims=True)
    return odds / ops.where(total > 0, total, 1.0)


# %% wrong: the mask of the queries | test_example | not of the queries
# breaks: "`mask` (batch, k) is bool"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 2)
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4)), 0.0)


# %% wrong: the mask as numbers | test_example
# breaks: "`mask` (batch, k) is bool"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    return softmax(scores - 6e4 * (1 - ops.expand_dims(mask, 1)))


# %% wrong: float32 whatever comes in | test_shape | dtype
# breaks: "They have the dtype that query and key share"
def attention_scores(query, key, mask=None):
    scores = products(ops.cast(query, "float32"), ops.cast(key, "float32"))
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -1e9)), 0.0)


# %% wrong: float32 in between | test_values | in float32 on the way
# breaks: "or float64"
def attention_scores(query, key, mask=None):
    dtype = query.dtype
    scores = products(ops.cast(query, "float32"), ops.cast(key, "float32"))
    if mask is None:
        return ops.cast(softmax(scores), dtype)
    keep = ops.expand_dims(mask, 1)
    return ops.cast(ops.where(keep, softmax(ops.where(keep, scores, -1e9)), 0.0), dtype)


# %% wrong: everything in float64 | test_example | dtype
# breaks: "float32 or"
def attention_scores(query, key, mask=None):
    scores = products(ops.cast(query, "float64"), ops.cast(key, "float64"))
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    return ops.where(keep, softmax(ops.where(keep, scores, -1e9)), 0.0)


# %% wrong: the weights are held constant | test_gradient
# breaks: "The gradients in query and key are the formula's"
def attention_scores(query, key, mask=None):
    scores = products(query, ops.stop_gradient(key))
    if mask is None:
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    half = keras.backend.standardize_dtype(query.dtype) == "float16"
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4 if half else -1e9)), 0.0)


# %% wrong: a loop over the batch | test_in_model
# breaks: "Works on a keras.KerasTensor of unknown batch and lengths"
def attention_scores(query, key, mask=None):
    rows = []
    for n in range(query.shape[0]):
        scores = ops.matmul(query[n], ops.transpose(key[n])) / query.shape[-1] ** 0.5
        if mask is not None:
            scores = ops.where(mask[n], scores, -6e4)
        weights = softmax(scores)
        rows.append(weights if mask is None else ops.where(mask[n], weights, 0.0))
    return ops.stack(rows)


# %% wrong: the mask is repeated for each query by its number | test_in_model
# breaks: "of unknown batch and lengths"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    keep = ops.repeat(ops.expand_dims(mask, 1), query.shape[1], axis=1)
    half = keras.backend.standardize_dtype(query.dtype) == "float16"
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4 if half else -1e9)), 0.0)


# %% wrong: a Python if on the mask | test_under_xla
# breaks: "in tf.function with jit_compile=True"
def attention_scores(query, key, mask=None):
    scores = products(query, key)
    if mask is None:
        return softmax(scores)
    if not isinstance(mask, keras.KerasTensor) and mask.numpy().all():
        return softmax(scores)
    keep = ops.expand_dims(mask, 1)
    half = keras.backend.standardize_dtype(query.dtype) == "float16"
    return ops.where(keep, softmax(ops.where(keep, scores, -6e4 if half else -1e9)), 0.0)


# %% wrong: TensorFlow computes | test_example | uses tf
# breaks: "no tf"
def attention_scores(query, key, mask=None):
    scores = tf.matmul(query, key, transpose_b=True) / query.shape[-1] ** 0.5
    if mask is not None:
        scores = tf.where(mask[:, None], scores, -1e9)
    return softmax(scores)


# %% wrong: the ready-made attention of the unit matrix | test_example | dot_product_attention
# breaks: "no keras.ops.dot_product_attention"
def attention_scores(query, key, mask=None):
    value = ops.broadcast_to(ops.eye(key.shape[1]), (key.shape[0], key.shape[1], key.shape[1]))
    keep = None if mask is None else mask[:, None, None, :]
    return ops.dot_product_attention(
        query[:, :, None], key[:, :, None], value[:, :, None], mask=keep
    )[:, :, 0]


# %% equivalent: swap-57975147 | two axes exchanged are the same two axes exchanged
