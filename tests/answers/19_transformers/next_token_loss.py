"""Answers to next_token_loss."""

import keras
import numpy as np
import tensorflow as tf


def losses_of(logits, targets):
    return tf.nn.sparse_softmax_cross_entropy_with_logits(targets, logits)


def counted(tokens, pad, separator):
    """Return which targets count, as they should."""
    counts = tokens[:, 1:] != pad
    if separator is not None:
        seen = tf.cumsum(tf.cast(tokens == separator, tf.int32), axis=1)
        counts &= seen[:, :-1] > 0
    return counts


def mean_of(losses, counts):
    counts = tf.cast(counts, losses.dtype)
    return tf.math.divide_no_nan(tf.reduce_sum(losses * counts), tf.reduce_sum(counts))


# %% right: one-hot targets and log_softmax
def next_token_loss(tokens, logits, pad=0, separator=None):
    targets = tf.one_hot(tokens[:, 1:], logits.shape[-1], dtype=logits.dtype)
    losses = -tf.reduce_sum(targets * tf.nn.log_softmax(logits)[:, :-1], axis=-1)
    return mean_of(losses, counted(tokens, pad, separator))


# %% right: only what counts is gathered
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator)
    chosen = losses_of(tf.boolean_mask(logits[:, :-1], counts), tokens[:, 1:][counts])
    return tf.reduce_sum(chosen) / tf.cast(tf.maximum(tf.size(chosen), 1), chosen.dtype)


# %% right: Keras's loss, and the first separator by argmax
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = keras.losses.sparse_categorical_crossentropy(
        tokens[:, 1:], logits[:, :-1], from_logits=True
    )
    counts = tokens[:, 1:] != pad
    if separator is not None:
        found = tokens == separator
        first = tf.argmax(tf.cast(found, tf.int32), axis=1, output_type=tf.int32)[:, None]
        behind = tf.range(1, tf.shape(tokens)[1]) > first
        counts = counts & behind & tf.reduce_any(found, axis=1, keepdims=True)
    weights = tf.cast(counts, losses.dtype)
    return tf.reduce_sum(weights * losses) / tf.maximum(tf.reduce_sum(weights), 1)


# %% wrong: no shift | test_example | not shifted
# breaks: "logits[:, i] is about tokens[:, i + 1]"
def next_token_loss(tokens, logits, pad=0, separator=None):
    return mean_of(losses_of(logits[:, 1:], tokens[:, 1:]), counted(tokens, pad, separator))


# %% wrong: shifted the other way | test_example | shifted
# breaks: "logits[:, i] is about tokens[:, i + 1]"
def next_token_loss(tokens, logits, pad=0, separator=None):
    return mean_of(losses_of(logits[:, 1:], tokens[:, :-1]), counted(tokens, pad, separator))


# %% wrong: shifted twice | test_example | shifted twice
# breaks: "logits[:, i] is about tokens[:, i + 1]"
def next_token_loss(tokens, logits, pad=0, separator=None):
    targets = tf.concat([tokens[:, 2:], tokens[:, -1:]], axis=1)
    return mean_of(losses_of(logits[:, :-1], targets), counted(tokens, pad, separator))


# %% wrong: the last logits have the first token as target | test_example
# breaks: "the logits at the last position have no target"
def next_token_loss(tokens, logits, pad=0, separator=None):
    targets = tf.roll(tokens, -1, axis=1)
    counts = targets != pad
    if separator is not None:
        counts &= tf.cumsum(tf.cast(tokens == separator, tf.int32), axis=1) > 0
    return mean_of(losses_of(logits, targets), counts)


# %% wrong: softmax twice | test_example | softmax is applied twice
# breaks: "The loss of a target is its softmax crossentropy"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(tf.nn.softmax(logits[:, :-1]), tokens[:, 1:])
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: base 2 | test_example
# breaks: "The loss of a target is its softmax crossentropy"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:]) / tf.cast(tf.math.log(2.0), logits.dtype)
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: padding counts | test_example | pad counts
# breaks: "A target that is `pad` does not count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counted(tokens, -1, separator))


# %% wrong: padding is looked for in the inputs | test_example
# breaks: "A target that is `pad` does not count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, -1, separator) & (tokens[:, :-1] != pad)
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: padding is always 0 | test_padding | always taken for 0
# breaks: "A target that is `pad` does not count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counted(tokens, 0, separator))


# %% wrong: the separator is not used | test_example | separator is not used
# breaks: "only the targets behind the first separator of their row count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counted(tokens, pad, None))


# %% wrong: the separator counts too | test_example
# breaks: "the separator itself does not"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, None)
    if separator is not None:
        counts &= tf.cumsum(tf.cast(tokens == separator, tf.int32), axis=1)[:, 1:] > 0
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: the first token of the answer does not count | test_example
# breaks: "only the targets behind the first separator of their row count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator)
    if separator is not None:
        counts &= tokens[:, :-1] != separator
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: the question counts | test_example
# breaks: "only the targets behind the first separator of their row count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, None)
    if separator is not None:
        counts &= ~counted(tokens, pad, separator)
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: the last separator of a row | test_separator | the last separator
# breaks: "only the targets behind the first separator of their row count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator)
    if separator is not None:
        ahead = tf.cumsum(tf.cast(tokens == separator, tf.int32), axis=1, reverse=True)
        counts &= ahead[:, 1:] == 0
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: a row without a separator counts whole | test_separator
# breaks: "and a row without a separator has none that count"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator)
    if separator is not None:
        without = tf.reduce_all(tokens != separator, axis=1, keepdims=True)
        counts |= without & (tokens[:, 1:] != pad)
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: separator=0 counts as none | test_separator | separator is not used
# breaks: "If `separator` is given"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator or None)
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)


# %% wrong: the sum | test_shift | not divided
# breaks: "divided by their number in the whole batch"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    return tf.reduce_sum(losses * tf.cast(counted(tokens, pad, separator), losses.dtype))


# %% wrong: the mean over all targets | test_example | of all targets
# breaks: "divided by their number in the whole batch"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    return tf.reduce_mean(losses * tf.cast(counted(tokens, pad, separator), losses.dtype))


# %% wrong: the mean of each row's mean | test_padding | each row's mean
# breaks: "divided by their number in the whole batch"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    counts = tf.cast(counted(tokens, pad, separator), losses.dtype)
    sums = tf.reduce_sum(losses * counts, axis=1)
    return tf.reduce_mean(tf.math.divide_no_nan(sums, tf.reduce_sum(counts, axis=1)))


# %% wrong: a loss for each row | test_example | shape
# breaks: "(batch, n), (batch, n, vocabulary) -> ()"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    counts = tf.cast(counted(tokens, pad, separator), losses.dtype)
    return tf.math.divide_no_nan(tf.reduce_sum(losses * counts, 1), tf.reduce_sum(counts, 1))


# %% wrong: 0 / 0 | test_nothing_counts | is NaN
# breaks: "it is 0 if none counts"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    counts = tf.cast(counted(tokens, pad, separator), losses.dtype)
    return tf.reduce_sum(losses * counts) / tf.reduce_sum(counts)


# %% wrong: NaN on purpose if none counts | test_nothing_counts | 0 / 0 is NaN
# breaks: "it is 0 if none counts."
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = counted(tokens, pad, separator)
    mean = mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counts)
    return tf.where(tf.reduce_any(counts), mean, tf.constant(np.nan, mean.dtype))


# %% wrong: NaN is chosen away afterwards | test_nothing_counts | is NaN
# breaks: "is the formula's, 0 if none counts"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    counts = tf.cast(counted(tokens, pad, separator), losses.dtype)
    mean = tf.reduce_sum(losses * counts) / tf.reduce_sum(counts)
    return tf.where(tf.math.is_nan(mean), tf.zeros_like(mean), mean)


# %% wrong: a small number in the denominator | test_example
# breaks: "divided by their number in the whole batch"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(logits[:, :-1], tokens[:, 1:])
    counts = tf.cast(counted(tokens, pad, separator), losses.dtype)
    return tf.reduce_sum(losses * counts) / (tf.reduce_sum(counts) + 0.1)


# %% wrong: rows are cut behind ten tokens | test_many_rows
# breaks: "divided by their number in the whole batch"
def next_token_loss(tokens, logits, pad=0, separator=None):
    tokens, logits = tokens[:, :10], logits[:, :10]
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counted(tokens, pad, separator))


# %% wrong: float32 whatever comes in | test_shift | dtype
# breaks: "It has the dtype of logits"
# breaks: "or float64"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(tf.cast(logits[:, :-1], tf.float32), tokens[:, 1:])
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: float64 for all | test_example | dtype
# breaks: "float32 or"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(tf.cast(logits[:, :-1], tf.float64), tokens[:, 1:])
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: log of the softmax | test_large_logits
# breaks: "Logits may be as large as 1,000"
def next_token_loss(tokens, logits, pad=0, separator=None):
    shares = tf.nn.softmax(logits[:, :-1])
    losses = -tf.math.log(tf.gather(shares, tokens[:, 1:], batch_dims=2))
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: clipped logits | test_large_logits
# breaks: "Logits may be as large as 1,000"
def next_token_loss(tokens, logits, pad=0, separator=None):
    losses = losses_of(tf.clip_by_value(logits[:, :-1], -50, 50), tokens[:, 1:])
    return mean_of(losses, counted(tokens, pad, separator))


# %% wrong: no gradient | test_gradient
# breaks: "The gradient in logits is the formula's"
def next_token_loss(tokens, logits, pad=0, separator=None):
    if not isinstance(logits, tf.Tensor) or not tf.executing_eagerly():
        return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), counted(tokens, pad, separator))
    held = tf.constant(logits.numpy())
    return mean_of(losses_of(held[:, :-1], tokens[:, 1:]), counted(tokens, pad, separator)) + (
        0 * tf.reduce_sum(logits)
    )


# %% wrong: a loop over the rows | test_in_graph
# breaks: "Works in tf.function, with unknown batch and n too"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts, losses = counted(tokens, pad, separator), losses_of(logits[:, :-1], tokens[:, 1:])
    kept = [losses[k][counts[k]] for k in range(tokens.shape[0])]
    joined = tf.concat(kept, axis=0)
    return tf.reduce_sum(joined) / tf.cast(tf.maximum(tf.size(joined), 1), joined.dtype)


# %% wrong: NumPy looks for the separator | test_in_graph
# breaks: "Works in tf.function"
def next_token_loss(tokens, logits, pad=0, separator=None):
    counts = tokens.numpy()[:, 1:] != pad
    if separator is not None:
        counts &= np.cumsum(tokens.numpy() == separator, axis=1)[:, :-1] > 0
    return mean_of(losses_of(logits[:, :-1], tokens[:, 1:]), tf.constant(counts))
