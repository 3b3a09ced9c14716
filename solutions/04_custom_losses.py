# %% [markdown]
# # Custom losses
# A model learns what its loss rewards, and nothing else. The losses that come with Keras cover the
# common wishes. If yours is different (outliers should count less, one class is rare, the
# outputs are distances or quantiles), you write the loss yourself.
#
# A loss looks harmless: a formula and a mean. Three things make it hard, and this topic is about
# them.
#
# - **Shape.** A loss gives *one number for each sample*. Keras weighs and averages those numbers
#   itself; if your loss averages over the batch, Keras no longer can.
# - **Extremes.** `exp` overflows, `log(0)` is infinite, and one NaN in one sample ruins every
#   weight of the model. A stable formula is the same mathematics, written so that this cannot
#   happen.
# - **The gradient.** The gradient trains the model, not the value. A loss can be right everywhere
#   and have a slope that is NaN, or zero where it should pull.
#
# In this topic `y_true` is what should have come out, and `y_pred` (or `logits`, scores
# before any sigmoid or softmax) is what did. Each function works eagerly and inside `tf.function`,
# where the first axis may have an unknown size, and calculates in the dtype of the predictions:
# float64 in means float64 out. Labels may come in any dtype. Only `mse` and `quantile_loss` refuse
# shapes, those that their docstrings name; the other functions need not look.

# %%
from collections.abc import Sequence
from typing import Any

import keras
import tensorflow as tf

# %% [markdown]
# ## Mean squared error
# The plainest loss of all: the square of each error, averaged over the outputs of a sample.
#
#     y_true   [[1 2 3]     y_pred - y_true     squares     mean over the last axis
#               [4 5 6]]    (2, 3)              (2, 3)      (2,)
#
# The trap is in the minus sign. Labels often come as a column `(n, 1)` and predictions as a vector
# `(n,)`, or the other way round. TensorFlow broadcasts their difference to `(n, n)` and compares
# every sample with every other. The mean is a perfectly good-looking number, and the model
# learns to predict the average. So your function refuses shapes that differ.
#
# Keras: `keras.losses.MeanSquaredError`. A `tf.TensorShape` can compare itself with another:
# `a.shape.assert_is_compatible_with(b.shape)` raises a ValueError.


# %%
def mse(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
    """Return the mean squared error of each sample: (..., n), (..., n) -> (...).

    Any rank from 1 up; the mean runs over the last axis only. `y_pred` is floating; `y_true` may
    have any dtype, even bool, and is cast to the dtype of `y_pred`, which the result has too. The
    gradient in `y_pred` is the formula's. Works in tf.function too, where the batch size may be
    unknown in both. Raises ValueError if the two shapes differ (as far as they are known), in
    tf.function too: nothing broadcasts.
    Write the formula yourself: nothing of keras.losses or keras.metrics.

    >>> mse(tf.constant([[0, 2], [1, 1]]), tf.constant([[1.0, 4.0], [1.0, 1.0]])).numpy().tolist()
    [2.5, 0.0]
    """
    # TODO 1: cast y_true to the dtype of y_pred.
    # TODO 2: refuse shapes that differ.
    # TODO 3: one mean for each sample.
    ### BEGIN SOLUTION
    y_true = tf.cast(y_true, y_pred.dtype)
    y_true.shape.assert_is_compatible_with(y_pred.shape)
    return tf.reduce_mean(tf.square(y_pred - y_true), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## Huber loss
# Quadratic near zero, linear far away: outliers pull, but do not tear.
#
#     loss                               |r| <= delta:  r * r / 2
#      |  \                   /          else:          delta * (|r| - delta / 2)
#      |    \               /
#      |      `-.       .-'              slope: r, but never beyond -delta and delta
#      |         ` -.- '
#      +-----|------0------|---- r
#          -delta        delta
#
# The two branches meet with the same value and the same slope; the `- delta / 2` and the `/ 2` see
# to that. `tf.where(condition, a, b)` picks for each element; both `a` and `b` are always
# calculated.
#
# Keras: `keras.losses.Huber`.


# %%
def huber(y_true: tf.Tensor, y_pred: tf.Tensor, delta: float = 1.0) -> tf.Tensor:
    """Return the Huber loss of each sample: (..., n), (..., n) -> (...).

    With r = y_pred - y_true the loss is r*r/2 if |r| <= delta, else delta*(|r| - delta/2),
    averaged over the last axis. `y_true` may have any dtype, even bool, and is cast to the dtype of
    `y_pred`, which the result has too; an integer `y_pred` is cast to float32 first. The gradient
    in `y_pred` is the formula's, even at r = 0. Works in tf.function too, where the batch size may
    be unknown. Raises ValueError if delta is not positive.
    Write the formula yourself: nothing of keras.losses or keras.metrics.

    >>> huber(tf.constant([[0.0, 0.0]]), tf.constant([[0.5, -3.0]])).numpy().tolist()
    [1.3125]
    """
    # TODO 1: refuse a delta that is not positive, and cast.
    # TODO 2: what each element costs, near zero and far away.
    # TODO 3: one mean for each sample.
    ### BEGIN SOLUTION
    if delta <= 0.0:
        raise ValueError(f"delta must be positive, not {delta}")
    if y_pred.dtype.is_integer:
        y_pred = tf.cast(y_pred, tf.float32)
    error = tf.abs(y_pred - tf.cast(y_true, y_pred.dtype))
    quadratic = tf.square(error) / 2.0
    linear = delta * (error - delta / 2.0)
    return tf.reduce_mean(tf.where(error <= delta, quadratic, linear), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## A loss as a class
# A function has no place for its settings. A subclass of `keras.losses.Loss` does: `delta` becomes
# an attribute, and the base class adds what every loss needs.
#
#     loss(y_true, y_pred, sample_weight)
#          |
#          call(y_true, y_pred)     yours: one number for each sample, (batch,)
#          |
#          times sample_weight      the base class
#          |
#          reduction                the base class: "sum_over_batch_size", "sum" or "none"
#
# So `call` must not average over the batch, and `__init__` must pass `reduction` and `name` on.
#
# A saved model stores its loss as a class and a dictionary. `get_config` returns the dictionary,
# and `from_config` passes it to `__init__` when the file is loaded. A setting that is missing there
# silently comes back as its default. `register_keras_serializable` lets `keras.models.load_model`
# find the class by itself.


# %%
@keras.saving.register_keras_serializable(package="kata")
class HuberLoss(keras.losses.Loss):
    """The Huber loss as an object, for `compile`, with sample weights and saving.

    Calling it weighs and reduces as Keras does. The default, `"sum_over_batch_size"`, is the sum of
    the weighted losses over the number of samples; `"sum"` is their sum; `"none"` is one loss per
    sample. Each object keeps its own delta. A model compiled with it trains, and can be saved and
    loaded again with the loss's delta, reduction and name.
    Subclass keras.losses.Loss; do without keras.losses.Huber.

    >>> loss = HuberLoss(delta=2.0)
    >>> float(loss(tf.constant([[0.0], [0.0]]), tf.constant([[1.0], [4.0]])))
    3.25
    """

    # TODO 1: __init__ keeps delta and passes the rest to the base class.
    # TODO 2: call gives one loss for each sample; `huber` may do the work.
    # TODO 3: get_config adds delta to the base class's config.

    def __init__(self, delta: float = 1.0, **kwargs: Any) -> None:
        """Keep delta; pass the other keywords (`reduction`, `name`, `dtype`) to the base class."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.delta = delta
        ### END SOLUTION

    def call(self, y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        """Return the Huber loss of each sample: (batch, n), (batch, n) -> (batch,)."""
        ### BEGIN SOLUTION
        return huber(y_true, y_pred, self.delta)
        ### END SOLUTION

    def get_config(self) -> dict[str, Any]:
        """Return the base class's config and `delta`, a number: all that `from_config` needs."""
        ### BEGIN SOLUTION
        return super().get_config() | {"delta": self.delta}
        ### END SOLUTION


# %% [markdown]
# ## Binary crossentropy from logits
# If p = sigmoid(z) is the probability, the loss of a yes-or-no answer is
#
#     -y * log(p) - (1 - y) * log(1 - p)
#
# Written like that, it breaks. At z = 100 the float32 value of p is exactly 1, so log(1 - p) is
# minus infinity. An epsilon under the log only caps the loss and leaves no slope to learn from,
# just where the model is most wrong. Put the sigmoid into the formula instead and do the algebra:
#
#     -log(sigmoid(z)) = log(1 + exp(-z)) = softplus(-z)          -log(1 - sigmoid(z)) = softplus(z)
#
# and `tf.math.softplus` is stable at both ends: 0 on one side, z itself on the other. The slope
# of the loss in z is simply sigmoid(z) - y.
#
# A formula with `tf.abs`, `tf.maximum` or `tf.nn.relu` can give the same values. But look at
# z = 0, where an untrained output layer starts: those three have a corner there, and
# TensorFlow has to pick one slope of many.
#
# TensorFlow: `tf.nn.sigmoid_cross_entropy_with_logits`.
# Keras: `BinaryCrossentropy(from_logits=True)`.


# %%
def binary_crossentropy_from_logits(y_true: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Return the binary crossentropy of each sample: (..., n), (..., n) -> (...).

    `y_true` holds numbers from 0 to 1 (1 = yes; soft labels between are allowed) of any dtype, even
    bool, and is cast to the dtype of `logits`, which the result has too; the mean runs over the
    last axis. Values (to 1e-6 or 0.01 %, whichever is more) and gradients are right for logits of
    any size, even 100 and 10,000. The gradient in a logit z is (sigmoid(z) - y) / n everywhere,
    even at z = 0. Works in tf.function too, where the batch size may be unknown.
    Write the formula yourself: nothing of keras.losses or keras.metrics, no crossentropy of tf.nn,
    keras.ops or keras.backend.

    >>> loss = binary_crossentropy_from_logits(tf.constant([[1, 0]]), tf.constant([[0.0, 100.0]]))
    >>> round(float(loss[0]), 4)
    50.3466
    """
    # TODO 1: -log(p) and -log(1 - p), stable for logits of any size.
    # TODO 2: what each element costs, then one mean for each sample.
    ### BEGIN SOLUTION
    y_true = tf.cast(y_true, logits.dtype)
    if_yes = y_true * tf.math.softplus(-logits)
    if_no = (1.0 - y_true) * tf.math.softplus(logits)
    return tf.reduce_mean(if_yes + if_no, axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## Softmax crossentropy
# If each sample belongs to one class out of many, the loss is minus the log of the probability that
# the softmax gives to the right class.
#
#     log softmax(z)[k] = z[k] - log(sum(exp(z)))
#
# The sum overflows in float32 when a logit passes 88. Subtracting the largest logit first changes
# nothing in the result and everything for the computer; `tf.nn.log_softmax` and
# `tf.reduce_logsumexp` do so.
#
# **Label smoothing** asks for a little less than certainty: the target is no longer one-hot but
#
#     (1 - s) * one_hot + s / classes         s = 0.1, 4 classes:   0.025  0.925  0.025  0.025
#
# which keeps the logits from growing without end. Every class, even the right class, gets its share
# of s, so the target still adds up to 1.
#
# TensorFlow: `tf.nn.sparse_softmax_cross_entropy_with_logits`. Keras:
# `SparseCategoricalCrossentropy(from_logits=True)`, `CategoricalCrossentropy(label_smoothing=...)`.


# %%
def softmax_crossentropy(
    labels: tf.Tensor, logits: tf.Tensor, label_smoothing: float = 0.0
) -> tf.Tensor:
    """Return the crossentropy of each sample: (...), (..., classes) -> (...).

    `labels` are integers, int32 or int64, in 0 .. classes - 1, without an axis for the classes.
    With s = label_smoothing the target is (1 - s) * one_hot + s / classes. The result has the dtype
    of `logits`. Values (to a millionth of the largest logit) and gradients are right for logits of
    any size, even 1,000 and 10,000. Works in tf.function too, where the batch size may be unknown.
    Write the formula yourself: nothing of keras.losses or keras.metrics, no crossentropy of tf.nn,
    keras.ops or keras.backend (tf.nn.log_softmax, tf.reduce_logsumexp and tf.one_hot are welcome).

    >>> loss = softmax_crossentropy(tf.constant([0]), tf.constant([[0.0, 0.0, 0.0, 1000.0]]))
    >>> loss.numpy().tolist()
    [1000.0]
    """
    # TODO 1: the target: one-hot rows, smoothed.
    # TODO 2: the log of the softmax, without computing the softmax first.
    # TODO 3: one number for each sample.
    ### BEGIN SOLUTION
    classes = logits.shape[-1]
    target = tf.one_hot(labels, classes, dtype=logits.dtype)
    target = (1.0 - label_smoothing) * target + label_smoothing / classes
    return -tf.reduce_sum(target * tf.nn.log_softmax(logits), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## Focal loss
# A detector looks at a hundred thousand places, and all but ten of them are empty. Each
# easy "nothing" costs almost no loss, but a hundred thousand almost-nothings drown the ten that
# matter. The focal loss (Lin and others, 2017) turns the easy places down:
#
#     p_t     = p       if y = 1,   1 - p       if y = 0    how likely the right answer is
#     alpha_t = alpha   if y = 1,   1 - alpha   if y = 0    the weight of the class
#
#     loss = alpha_t * (1 - p_t) ** gamma * (-log(p_t))
#
#     p_t               0.1     0.5     0.9     0.99
#     -log(p_t)         2.3     0.69    0.105   0.01
#     with gamma = 2    1.9     0.17    0.001   0.000001
#
# With gamma = 0 it is the weighted crossentropy. A neat way to write it uses a logit with a sign:
# s = z if y = 1, and s = -z if y = 0. Then p_t = sigmoid(s), so -log(p_t) = softplus(-s), and
# (1 - p_t) ** gamma = exp(-gamma * softplus(s)). This avoids the power of a number that has rounded
# to 0, whose slope is infinite for gamma < 1.
#
# Keras: `keras.losses.BinaryFocalCrossentropy`.


# %%
def focal_loss(
    y_true: tf.Tensor, logits: tf.Tensor, gamma: float = 2.0, alpha: float = 0.25
) -> tf.Tensor:
    """Return the binary focal loss of each sample: (..., n), (..., n) -> (...).

    `y_true` is 0 or 1 of any dtype, even bool, and is cast to the dtype of `logits`, which the
    result has too.
    With p = sigmoid(logits) an element costs:

        y = 1:      alpha  * (1 - p) ** gamma * -log(p)
        y = 0: (1 - alpha) *      p  ** gamma * -log(1 - p)

    averaged over the last axis. Values and gradients are right for logits of any size, even 0 and
    100, and for every gamma from 0 up, even 0 and 0.5. Works in tf.function too, where the batch
    size may be unknown. Write the formula yourself: nothing of keras.losses or keras.metrics (a
    crossentropy of tf.nn is welcome).

    >>> loss = focal_loss(tf.constant([[1, 0]]), tf.constant([[0.0, 100.0]]))
    >>> round(float(loss[0]), 4)
    37.5217
    """
    # TODO 1: the logit with its sign: positive where the answer is right.
    # TODO 2: -log(p_t) and (1 - p_t) ** gamma from it, stable for every logit and gamma.
    # TODO 3: the weight of each class, and one mean for each sample.
    ### BEGIN SOLUTION
    y_true = tf.cast(y_true, logits.dtype)
    signed = (2.0 * y_true - 1.0) * logits
    weight = alpha * y_true + (1.0 - alpha) * (1.0 - y_true)
    focus = tf.exp(-gamma * tf.math.softplus(signed))
    return tf.reduce_mean(weight * focus * tf.math.softplus(-signed), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## Dice loss
# In segmentation every pixel is a yes-or-no question, and a small object is a few hundred yeses in
# a million. The Dice coefficient ignores the noes; it compares how much two masks overlap with how
# large they are:
#
#               2 * |A and B|                         2 * sum(y * p) + smooth
#     dice  =  ---------------           loss = 1 -  --------------------------
#                 |A| + |B|                           sum(y) + sum(p) + smooth
#
# dice is 1 for equal masks and 0 for disjoint masks. With probabilities p instead of a hard mask,
# it has a gradient. `smooth` stands above and below, so two empty masks agree perfectly (loss 0)
# rather than give 0 / 0.
#
# The sums run over all the pixels and channels of one sample, never over the batch: an image with a
# large object must not hide one with a small object.
#
# Keras: `keras.losses.Dice`.


# %%
def dice_loss(y_true: tf.Tensor, y_pred: tf.Tensor, smooth: float = 1.0) -> tf.Tensor:
    """Return the Dice loss of each sample: (batch, ...), (batch, ...) -> (batch,).

    1 - (2 * sum(y_true * y_pred) + smooth) / (sum(y_true) + sum(y_pred) + smooth), each sum over
    all axes but the first, of which there are one or more; smooth may be any positive number.
    `y_pred` holds probabilities; `y_true`, a mask of the same shape and any dtype, even bool, is
    cast to the dtype of `y_pred`, which the result has too. The gradient in `y_pred` is the
    formula's, even at probabilities of 0 and 1. Works in tf.function too, where the batch size may
    be unknown.
    Write the formula yourself: nothing of keras.losses or keras.metrics.

    >>> dice_loss(tf.constant([[1, 1, 0]]), tf.constant([[1.0, 0.0, 0.0]])).numpy().tolist()
    [0.25]
    """
    # TODO 1: cast the mask, and find the axes to sum over.
    # TODO 2: the overlap, and the sum of the two sizes.
    # TODO 3: one loss for each sample, finite even if both masks are empty.
    ### BEGIN SOLUTION
    y_true = tf.cast(y_true, y_pred.dtype)
    axes = tf.range(1, tf.rank(y_pred))
    overlap = tf.reduce_sum(y_true * y_pred, axis=axes)
    sizes = tf.reduce_sum(y_true + y_pred, axis=axes)
    return 1.0 - (2.0 * overlap + smooth) / (sizes + smooth)
    ### END SOLUTION


# %% [markdown]
# ## Contrastive loss
# Some models answer no question but place things on a map: pictures of the same person close
# together, pictures of different persons apart. They learn from pairs. The loss sees the distance d
# of a pair and whether the two belong together (Hadsell, Chopra and LeCun, 2006):
#
#     y = 1, the same:     d * d                      pull, the harder the farther
#     y = 0, different:    max(margin - d, 0) ** 2    push, until they are margin apart
#
#     cost |`.  different     .' same
#          |   `.           .'
#          |      `-.    .-'
#          |      .-'`-.
#          +--.-'-------`-|--------- d
#          0            margin
#
# Without the margin, different pairs would be pushed apart forever. Check which kind of pair is
# called 1: papers and libraries do not agree, and with the wrong choice the map turns inside out.


# %%
def contrastive_loss(y: tf.Tensor, distance: tf.Tensor, margin: float = 1.0) -> tf.Tensor:
    """Return the contrastive loss of each pair: (...), (...) -> (...), all of one shape.

    `y` is 1 for a pair that belongs together and 0 for a pair that does not, of any dtype, even
    bool; `distance` is 0 or more. The loss is y * distance**2 + (1 - y) * max(margin - distance,
    0)**2, with no factor 1/2 and no mean, in the dtype of `distance`, to which `y` is cast. The
    gradient in `distance` is the formula's, even at 0. Works in tf.function too, where the batch
    size may be unknown.

    >>> distance = tf.constant([0.5, 0.5, 3.0])
    >>> contrastive_loss(tf.constant([1, 0, 0]), distance, margin=2.0).numpy().tolist()
    [0.25, 2.25, 0.0]
    """
    # TODO 1: the cost of a pair that belongs together.
    # TODO 2: the cost of a different pair: nothing beyond the margin.
    # TODO 3: y chooses between the two.
    ### BEGIN SOLUTION
    y = tf.cast(y, distance.dtype)
    missing = tf.maximum(margin - distance, 0.0)
    return y * tf.square(distance) + (1.0 - y) * tf.square(missing)
    ### END SOLUTION


# %% [markdown]
# ## Triplet loss
# This loss takes three points at a time: an anchor, a positive that belongs to it, a negative that
# does not. The positive has to be nearer than the negative, by at least the margin (Schroff,
# Kalenichenko and Philbin, 2015, who square the distances):
#
#     loss = max(d(anchor, positive) - d(anchor, negative) + margin, 0)
#
# The trap is the distance. The slope of sqrt(x) at x = 0 is infinite; multiply it by the slope of
# the square under it, which is 0, and you get NaN. Two equal points are not a rare accident: the
# same picture twice in a batch is enough, and a network that maps everything to a single point
# gives nothing else.
#
# `tf.where(x > 0, tf.sqrt(x), 0)` looks like the cure, but it is only half of it. Both branches are
# calculated, and in the backward pass the branch not chosen still multiplies its infinite slope by
# 0. TensorFlow's own `sqrt` happens to forgive that. The same function compiled by XLA
# (`tf.function(jit_compile=True)`) does not, nor do `tf.math.log`, a power or a division anywhere.
# The full cure is to put a harmless number into the dangerous function:
#
#     safe = tf.where(x > 0, x, 1)                 # nothing infinite happens to a 1
#     root = tf.where(x > 0, tf.sqrt(safe), 0)
#
# This is worth remembering: use two `where`, one before the dangerous function and one after it.


# %%
def triplet_loss(
    anchor: tf.Tensor, positive: tf.Tensor, negative: tf.Tensor, margin: float = 1.0
) -> tf.Tensor:
    """Return the triplet loss of each sample: three times (..., dim) -> (...).

    max(d(anchor, positive) - d(anchor, negative) + margin, 0) with the Euclidean distance d, not
    squared, over the last axis. The inputs are all float32 or all float64, and so is the result.
    The gradients in all three are the formula's. Two equal points have distance 0, and their
    distance has gradient 0 in both of them, never NaN, even when XLA compiles it (if you add an
    epsilon under the root, it is at most 1e-12: the distance may be 1e-6 off). Works in tf.function
    too, where the batch size may be unknown.

    >>> points = tf.constant([[0.0, 0.0]]), tf.constant([[3.0, 4.0]]), tf.constant([[0.0, 2.0]])
    >>> triplet_loss(*points).numpy().tolist()
    [4.0]
    """

    # TODO 1: the squared distances to the positive and to the negative.
    # TODO 2: their roots, with a finite gradient at 0.
    # TODO 3: the hinge: no loss below 0.
    ### BEGIN SOLUTION
    def length(difference: tf.Tensor) -> tf.Tensor:
        squared = tf.reduce_sum(tf.square(difference), axis=-1)
        safe = tf.where(squared > 0.0, squared, 1.0)
        return tf.where(squared > 0.0, tf.sqrt(safe), 0.0)

    return tf.nn.relu(length(anchor - positive) - length(anchor - negative) + margin)
    ### END SOLUTION


# %% [markdown]
# ## Quantile loss
# "Tomorrow 40 parcels" is half an answer; "between 31 and 52, most likely 40" is an answer that
# somebody can plan with. A model gives several quantiles at once if each of its outputs has its own
# loss, the pinball loss. With e = y_true - y_pred and the quantile q:
#
#     e > 0, predicted too low:     q * e            q = 0.9:  too low costs 9 times as much as
#     e < 0, predicted too high:    (q - 1) * e                too high; only when 9 of 10 values
#                                                              lie below does the pull even out
#     both in one: max(q * e, (q - 1) * e)
#
# Minimizing it gives the q-quantile, just as minimizing the squared error gives the mean. q = 0.5
# gives the median, and the loss is half the absolute error.
#
# The shapes need care: there is one true value and several predictions. Without a new axis,
# `(batch,)` and `(batch, quantiles)` line up from the right, and if both sizes happen to be equal,
# nothing complains. `tf.expand_dims(y_true, -1)` or `y_true[..., None]` makes a column.


# %%
def quantile_loss(y_true: tf.Tensor, y_pred: tf.Tensor, quantiles: Sequence[float]) -> tf.Tensor:
    """Return the pinball loss of each sample: (...), (..., q) -> (...).

    `y_pred[..., k]` predicts the quantile `quantiles[k]` of the single value in `y_true`. With
    e = y_true - y_pred it costs max(quantile * e, (quantile - 1) * e), averaged over the q
    quantiles. `y_pred` is floating; `y_true` may have any dtype, even bool, and is cast to the
    dtype of `y_pred`, which the result has too. The gradient in `y_pred` is the formula's (at e = 0
    any slope will do). Works in tf.function too, where the batch size may be unknown and the
    quantiles stay Python numbers.
    Raises ValueError if a quantile is not strictly between 0 and 1, or if the number of
    quantiles is not the size of the last axis of `y_pred`.

    >>> y_true, y_pred = tf.constant([10.0, 10.0]), tf.constant([[8.0, 12.0], [12.0, 8.0]])
    >>> quantile_loss(y_true, y_pred, [0.25, 0.75]).numpy().tolist()
    [0.5, 1.5]
    """
    # TODO 1: refuse quantiles outside of 0 and 1, and a wrong number of quantiles.
    # TODO 2: the errors, one for each quantile.
    # TODO 3: what each of them costs, and one mean for each sample.
    ### BEGIN SOLUTION
    if not all(0.0 < quantile < 1.0 for quantile in quantiles):
        raise ValueError(f"quantiles lie strictly between 0 and 1, not {quantiles}")
    if len(quantiles) != y_pred.shape[-1]:
        raise ValueError(f"{len(quantiles)} quantiles for predictions of shape {y_pred.shape}")
    levels = tf.constant(quantiles, dtype=y_pred.dtype)
    error = tf.expand_dims(tf.cast(y_true, y_pred.dtype), -1) - y_pred
    return tf.reduce_mean(tf.maximum(levels * error, (levels - 1.0) * error), axis=-1)
    ### END SOLUTION


# %% [markdown]
# ## What to read next
# - The [loss functions and classes](https://keras.io/api/losses/) of Keras. With what you know now,
#   read the source of `keras.losses.Loss`; it is short.
# - Losses that a layer adds instead of the model (`add_loss`) are in the next topic; losses inside
#   your own training step are in 03_custom_model and 10_gradient_tape.
# - Tsung-Yi Lin and others, [Focal Loss for Dense Object
#   Detection](https://arxiv.org/abs/1708.02002) (2017), for a loss designed from the gradient
#   backwards.
# - Try this: fit three quantiles of a noisy sine with `quantile_loss` and a small network, and
#   count how many of the points lie in the band.
