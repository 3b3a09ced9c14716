"""Answers to joint_loss."""

import keras
import numpy as np
import tensorflow as tf


def entropies(truth, prediction):
    there = tf.cast(truth["object"], tf.float32)
    return tf.nn.sigmoid_cross_entropy_with_logits(there, prediction["object"])


def misses_of(truth, prediction):
    there = tf.cast(truth["object"], tf.bool)
    boxes = (tf.boolean_mask(each["box"], there) for each in (truth, prediction))
    return 1 - giou(*boxes)


def mean(values):
    return tf.math.divide_no_nan(tf.reduce_sum(values), tf.cast(tf.size(values), values.dtype))


# %% right: harmless boxes by tf.where
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    entropy = tf.reduce_mean(
        tf.maximum(prediction["object"], 0)
        - there * prediction["object"]
        + tf.math.log1p(tf.exp(-tf.abs(prediction["object"])))
    )
    rows = (there > 0)[:, None]
    unit = tf.constant([0.0, 0.0, 1.0, 1.0])
    a, b = tf.where(rows, truth["box"], unit), tf.where(rows, prediction["box"], unit)
    total = tf.reduce_sum(there * (1 - giou(a, b)))
    return entropy + box_weight * total / tf.maximum(tf.reduce_sum(there), 1)


# %% right: tf.gather, and tf.cond for no object
def joint_loss(truth, prediction, box_weight=1.0):
    rows = tf.where(tf.cast(truth["object"], tf.bool))[:, 0]
    overlap = giou(tf.gather(truth["box"], rows), tf.gather(prediction["box"], rows))
    second = tf.cond(
        tf.size(rows) > 0, lambda: 1 - tf.reduce_mean(overlap), lambda: tf.constant(0.0)
    )
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% right: Keras's crossentropy from logits, softplus by hand left out
def joint_loss(truth, prediction, box_weight=1.0):
    there, logits = tf.cast(truth["object"], tf.float32), prediction["object"]
    first = tf.reduce_mean(tf.nn.softplus(logits) - there * logits)
    losses = misses_of(truth, prediction)
    count = tf.cast(tf.maximum(tf.size(losses), 1), tf.float32)
    return first + box_weight * tf.reduce_sum(losses) / count


# %% wrong: empty images count, their truth is 0, 0, 0, 0 | test_example | empty images count
# breaks: "the mean of 1 - giou of the two boxes, over the images with an object"
def joint_loss(truth, prediction, box_weight=1.0):
    box = tf.where(tf.math.is_nan(truth["box"]), 0.0, truth["box"])
    losses = 1 - giou(box, prediction["box"])
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * mean(losses)


# %% wrong: divided by the number of all images | test_example | number of all
# breaks: "the mean of 1 - giou of the two boxes, over the images with an object"
def joint_loss(truth, prediction, box_weight=1.0):
    first, losses = entropies(truth, prediction), misses_of(truth, prediction)
    total = tf.reduce_sum(losses) / tf.cast(tf.size(first), tf.float32)
    return tf.reduce_mean(first) + box_weight * total


# %% wrong: the losses of the boxes added up | test_values | boxes are added up
# breaks: "the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    total = tf.reduce_sum(misses_of(truth, prediction))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * total


# %% wrong: the crossentropies added up | test_example | labels are added up
# breaks: "the mean binary crossentropy of the logits, over all images"
def joint_loss(truth, prediction, box_weight=1.0):
    second = mean(misses_of(truth, prediction))
    return tf.reduce_sum(entropies(truth, prediction)) + box_weight * second


# %% wrong: the crossentropy of images with an object only | test_example | only images with an object
# breaks: "the mean binary crossentropy of the logits, over all images"
def joint_loss(truth, prediction, box_weight=1.0):
    rows = tf.cast(truth["object"], tf.bool)
    first = tf.boolean_mask(entropies(truth, prediction), rows)
    return mean(first) + box_weight * mean(misses_of(truth, prediction))


# %% wrong: only the label's loss | test_example | boxes are missing
# breaks: "The loss is the sum of"
def joint_loss(truth, prediction, box_weight=1.0):
    return tf.reduce_mean(entropies(truth, prediction))


# %% wrong: only the boxes' loss | test_example | crossentropy is missing
# breaks: "The loss is the sum of"
def joint_loss(truth, prediction, box_weight=1.0):
    return box_weight * mean(misses_of(truth, prediction))


# %% wrong: the weight is not used | test_example | box_weight is not used
# breaks: "box_weight * the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    return tf.reduce_mean(entropies(truth, prediction)) + mean(misses_of(truth, prediction))


# %% wrong: the weight at the crossentropy | test_example | at the crossentropy
# breaks: "box_weight * the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    first = tf.reduce_mean(entropies(truth, prediction))
    return box_weight * first + mean(misses_of(truth, prediction))


# %% wrong: giou as a loss | test_example | not 1 - giou
# breaks: "the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    overlap = 1 - misses_of(truth, prediction)
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * mean(overlap)


# %% wrong: minus giou | test_example | 1 is missing
# breaks: "the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    overlap = 1 - misses_of(truth, prediction)
    return tf.reduce_mean(entropies(truth, prediction)) - box_weight * mean(overlap)


# %% wrong: squared errors of the corners | test_example | squared error
# breaks: "the mean of 1 - giou of the two boxes"
def joint_loss(truth, prediction, box_weight=1.0):
    rows = tf.cast(truth["object"], tf.bool)
    gaps = tf.boolean_mask(truth["box"], rows) - tf.boolean_mask(prediction["box"], rows)
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * mean(gaps**2)


# %% wrong: logits are taken for probabilities | test_example | for probabilities
# breaks: "prediction has a logit in "object" (batch,)"
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    first = keras.losses.binary_crossentropy(there, prediction["object"])
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: object and empty swapped | test_example | are swapped
# breaks: "is 1 for an image with an object and 0 for an empty one"
def joint_loss(truth, prediction, box_weight=1.0):
    swapped = {"object": 1 - tf.cast(truth["object"], tf.float32)}
    first = tf.reduce_mean(entropies(swapped, prediction))
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: the boxes of empty images | test_example | differ
# breaks: "truth["box"] (batch, 4) holds the corners of the object"
def joint_loss(truth, prediction, box_weight=1.0):
    box = tf.where(tf.math.is_nan(truth["box"]), 0.0, truth["box"])
    others = {"object": 1 - tf.cast(truth["object"], tf.float32), "box": box}
    first = tf.reduce_mean(entropies(truth, prediction))
    return first + box_weight * mean(misses_of(others, prediction))


# %% wrong: boxes as center and size | test_example | differ
# breaks: "corners in "box" (batch, 4)"
def joint_loss(truth, prediction, box_weight=1.0):
    def corners(x):
        return tf.concat([x[:, :2] - x[:, 2:] / 2, x[:, :2] + x[:, 2:] / 2], axis=1)

    truth, prediction = (each | {"box": corners(each["box"])} for each in (truth, prediction))
    first = tf.reduce_mean(entropies(truth, prediction))
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: one loss for each image | test_example | shape
# breaks: "Return one loss"
def joint_loss(truth, prediction, box_weight=1.0):
    return entropies(truth, prediction) + box_weight * mean(misses_of(truth, prediction))


# %% wrong: float64 | test_example | dtype
# breaks: "a float32 scalar"
def joint_loss(truth, prediction, box_weight=1.0):
    first = tf.reduce_mean(entropies(truth, prediction))
    return tf.cast(first + box_weight * mean(misses_of(truth, prediction)), tf.float64)


# %% wrong: the mean of nothing | test_all_empty | leave empty images out
# breaks: "The second term is 0 if all images are empty"
def joint_loss(truth, prediction, box_weight=1.0):
    second = tf.reduce_mean(misses_of(truth, prediction))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: without an object the loss is 0 | test_all_empty | differ
# breaks: "The second term is 0 if all images are empty"
def joint_loss(truth, prediction, box_weight=1.0):
    losses = misses_of(truth, prediction)
    loss = tf.reduce_mean(entropies(truth, prediction)) + box_weight * mean(losses)
    return tf.where(tf.size(losses) > 0, loss, 0.0)


# %% wrong: 0 times NaN | test_example | leave empty images out
# breaks: "has no effect, whatever it holds, even NaN"
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    total = tf.reduce_sum(there * (1 - giou(truth["box"], prediction["box"])))
    second = tf.math.divide_no_nan(total, tf.reduce_sum(there))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: a box above 0 is taken for an object | test_values | empty images count
# breaks: "has no effect, whatever it holds, even NaN"
def joint_loss(truth, prediction, box_weight=1.0):
    rows = tf.reduce_any(truth["box"] > 0, axis=1)
    boxes = (tf.boolean_mask(each["box"], rows) for each in (truth, prediction))
    second = mean(1 - giou(*boxes))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: NaN becomes 0, the rest is multiplied away | test_empty_images | is NaN
# breaks: "The true box of an empty image has no effect, whatever it holds"
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    box = tf.where(tf.math.is_nan(truth["box"]), 0.0, truth["box"])
    total = tf.reduce_sum(there * (1 - giou(box, prediction["box"])))
    second = tf.math.divide_no_nan(total, tf.reduce_sum(there))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: where after giou leaves NaN in the gradient | test_gradient | before giou
# breaks: "the loss and the gradients stay what they are"
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    losses = 1 - giou(truth["box"], prediction["box"])
    losses = tf.where(there > 0, losses, 0.0)
    second = tf.math.divide_no_nan(tf.reduce_sum(losses), tf.reduce_sum(there))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: boxes of empty images are pulled to the top left, at no cost | test_gradient | differ
# breaks: "0 in the box of an empty image"
def joint_loss(truth, prediction, box_weight=1.0):
    there = tf.cast(truth["object"], tf.float32)
    pull = tf.reduce_sum((1 - there)[:, None] * prediction["box"])
    loss = tf.reduce_mean(entropies(truth, prediction)) + pull - tf.stop_gradient(pull)
    return loss + box_weight * mean(misses_of(truth, prediction))


# %% wrong: the boxes have no gradient | test_gradient | gradient
# breaks: "The gradients in the predictions are those of the formula"
def joint_loss(truth, prediction, box_weight=1.0):
    second = tf.stop_gradient(mean(misses_of(truth, prediction)))
    return tf.reduce_mean(entropies(truth, prediction)) + box_weight * second


# %% wrong: the logits have no gradient | test_gradient | gradient
# breaks: "The gradients in the predictions are those of the formula"
def joint_loss(truth, prediction, box_weight=1.0):
    first = tf.stop_gradient(tf.reduce_mean(entropies(truth, prediction)))
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: the logarithm of a sigmoid | test_large_logits | become 0 or 1
# breaks: "Logits of 100 or -100 give right losses too"
def joint_loss(truth, prediction, box_weight=1.0):
    there, chance = tf.cast(truth["object"], tf.float32), tf.sigmoid(prediction["object"])
    first = -tf.where(there > 0, tf.math.log(chance), tf.math.log(1 - chance))
    return tf.reduce_mean(first) + box_weight * mean(misses_of(truth, prediction))


# %% wrong: Keras clips the probabilities | test_large_logits | clips at 1e-7
# breaks: "Logits of 100 or -100 give right losses too"
def joint_loss(truth, prediction, box_weight=1.0):
    there, chance = tf.cast(truth["object"], tf.float32), tf.sigmoid(prediction["object"])
    first = keras.losses.binary_crossentropy(there, chance)
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: integers and floats only | test_dtypes | it raised
# breaks: "in bool"
def joint_loss(truth, prediction, box_weight=1.0):
    if not truth["object"].dtype.is_floating:
        truth = truth | {"object": tf.one_hot(truth["object"], 2)[:, 1]}
    first = tf.reduce_mean(entropies(truth, prediction))
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: only bool and float32 | test_example | it raised
# breaks: "int32"
def joint_loss(truth, prediction, box_weight=1.0):
    rows = truth["object"]
    there = tf.cast(rows, tf.float32) if rows.dtype == tf.bool else rows
    first = tf.nn.sigmoid_cross_entropy_with_logits(there, prediction["object"])
    return tf.reduce_mean(first) + box_weight * mean(misses_of(truth, prediction))


# %% wrong: no float labels | test_dtypes | it raised
# breaks: "or float32"
def joint_loss(truth, prediction, box_weight=1.0):
    rows = tf.cast(truth["object"], tf.int32)
    there = tf.one_hot(truth["object"], 2)[:, 1] if truth["object"].dtype != tf.bool else rows
    truth = truth | {"object": there}
    first = tf.reduce_mean(entropies(truth, prediction))
    return first + box_weight * mean(misses_of(truth, prediction))


# %% wrong: NumPy looks for the objects | test_graph | it raised
# breaks: "Works in tf.function too, where batch is unknown"
def joint_loss(truth, prediction, box_weight=1.0):
    first = tf.reduce_mean(entropies(truth, prediction))
    rows = np.flatnonzero(truth["object"].numpy())
    if not len(rows):
        return first
    boxes = (tf.gather(each["box"], rows) for each in (truth, prediction))
    return first + box_weight * tf.reduce_mean(1 - giou(*boxes))


# %% wrong: the static size of the batch | test_graph | it raised
# breaks: "where batch is unknown"
def joint_loss(truth, prediction, box_weight=1.0):
    first = tf.reduce_sum(entropies(truth, prediction)) / truth["box"].shape[0]
    return first + box_weight * mean(misses_of(truth, prediction))


# %% equivalent: swap-6e20e181 | the giou of two boxes is the same in either order
