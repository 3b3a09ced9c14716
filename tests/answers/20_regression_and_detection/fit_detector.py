"""Answers to fit_detector."""

import keras
import numpy as np
import tensorflow as tf

ops, Layer = keras.ops, keras.layers


def profiles(inputs):
    parts = [ops.max(inputs, axis=axis) for axis in (1, 2)]
    return Layer.Flatten()(Layer.Concatenate(axis=1)(parts))


def network(head=None, logit=None, body=profiles, units=64):
    inputs = keras.Input((16, 16, 1))
    x = Layer.Dense(units, activation="relu")(body(inputs))
    raw = Layer.Dense(4)(x)
    score = Layer.Dense(1)(x)[:, 0]
    box = ordered(raw) if head is None else head(raw)
    return keras.Model(inputs, {"object": score if logit is None else logit(score), "box": box})


def ordered(raw):
    raw = 16 * ops.sigmoid(raw)
    return ops.concatenate([raw[:, :2] - raw[:, 2:] / 2, raw[:, :2] + raw[:, 2:] / 2], axis=1)


def taught(model, images, truth, loss_of=None, rate=0.03, steps=200):
    weights, optimizer = model.trainable_variables, keras.optimizers.Adam(rate)
    optimizer.build(weights)
    x, given = tf.constant(images), {name: tf.constant(part) for name, part in truth.items()}
    loss_of = joint_loss if loss_of is None else loss_of

    @tf.function(autograph=False)
    def step():
        with tf.GradientTape() as tape:
            loss = loss_of(given, model(x))
        optimizer.apply(tape.gradient(loss, weights), weights)

    for _ in range(steps):
        step()
    return model


# unbreakable: "Training takes at most ten seconds on one core" | the time limit ends what is slower
# slow: test_form | it trains the model that all checks ask
# unnoticed: test_objects | detected * | 90 % are enough
# unnoticed: test_boxes | detected * | a mean IoU of 0.5 is enough
# unnoticed: test_order | detected * | a mean IoU of 0.5 is enough
# unnoticed: test_objects | liar doubled | only the sign of the logits counts


# %% right: first corner and size, by softplus
def fit_detector(images, truth):
    def head(raw):
        first = raw[:, :2] + 4
        return ops.concatenate([first, first + ops.softplus(raw[:, 2:] + 5)], axis=1)

    return taught(network(head), images, truth)


# %% right: the image itself, squared errors and crossentropy
def fit_detector(images, truth):
    rows = tf.constant(truth["object"] > 0)

    def loss_of(given, found):
        entropy = tf.nn.sigmoid_cross_entropy_with_logits(given["object"], found["object"])
        gap = tf.boolean_mask(given["box"], rows) - tf.boolean_mask(found["box"], rows)
        return tf.reduce_mean(entropy) + tf.math.divide_no_nan(
            tf.reduce_sum(gap**2) / 64, tf.reduce_sum(given["object"])
        )

    return taught(network(units=128), images, truth, loss_of)


# %% right: min and max of two free points
def fit_detector(images, truth):
    def head(raw):
        one, two = raw[:, :2] + 4, raw[:, 2:] + 12
        return ops.concatenate([ops.minimum(one, two), ops.maximum(one, two)], axis=1)

    return taught(network(head), images, truth)


# %% wrong: empty images are trained on with 0, 0, 0, 0 and NaN | test_objects | must not reach the loss
# breaks: "and NaN for an image without a rectangle"
def fit_detector(images, truth):
    def loss_of(given, found):
        there = given["object"]
        entropy = tf.nn.sigmoid_cross_entropy_with_logits(there, found["object"])
        misses = there * (1 - giou(given["box"], found["box"]))
        return tf.reduce_mean(entropy) + tf.reduce_mean(misses)

    return taught(network(), images, truth, loss_of)


# %% wrong: the boxes are never trained | test_boxes | mean IoU
# breaks: "The mean IoU of its boxes with the true ones is at least 0.5"
def fit_detector(images, truth):
    def loss_of(given, found):
        return tf.reduce_mean(
            tf.nn.sigmoid_cross_entropy_with_logits(given["object"], found["object"])
        )

    return taught(network(), images, truth, loss_of)


# %% wrong: too few steps | test_boxes | mean IoU
# breaks: "The mean IoU of its boxes with the true ones is at least 0.5"
def fit_detector(images, truth):
    def loss_of(given, found):
        return joint_loss(given, found | {"box": tf.stop_gradient(found["box"])})

    model = taught(network(), images, truth, loss_of)
    return taught(model, images, truth, rate=0.001, steps=3)


# %% wrong: the box of the mean image for all | test_boxes | mean IoU
# breaks: "at least 0.5 on unseen images with a rectangle"
def fit_detector(images, truth):
    mean = np.nanmean(truth["box"], axis=0) if truth["object"].any() else np.zeros(4)

    def head(raw):
        return 0 * raw + ops.convert_to_tensor(mean, dtype="float32")

    return taught(network(head), images, truth)


# %% wrong: center and size | test_boxes | center and size
# breaks: "truth["box"] (n, 4) holds the corners in pixels"
def fit_detector(images, truth):
    box = truth["box"]
    given = truth | {"box": (box - np.float32(8)) / np.float32(16)}
    there = truth["object"] > 0
    sizes = np.concatenate([(box[:, :2] + box[:, 2:]) / 2, box[:, 2:] - box[:, :2]], axis=1)
    given = truth | {"box": np.where(there[:, None], sizes, 0).astype("float32")}

    def loss_of(given, found):
        entropy = tf.nn.sigmoid_cross_entropy_with_logits(given["object"], found["object"])
        gap = given["object"][:, None] * (given["box"] - found["box"])
        return tf.reduce_mean(entropy) + tf.reduce_mean(gap**2) / 16

    return taught(network(lambda raw: 16 * ops.sigmoid(raw)), images, given, loss_of)


# %% wrong: corners in units of the image | test_boxes | not in pixels
# breaks: "the corners in pixels, from 0 to 16"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    found = model(model.inputs[0])
    return keras.Model(model.inputs, {"object": found["object"], "box": found["box"] / 16})


# %% wrong: y before x | test_boxes | y comes before x
# breaks: "truth["box"] (n, 4) holds the corners in pixels"
def fit_detector(images, truth):
    return taught(network(), images, truth | {"box": truth["box"][:, [1, 0, 3, 2]]})


# %% wrong: four free corners | test_order | any order
# breaks: "Every box has x1 <= x2 and y1 <= y2"
def fit_detector(images, truth):
    def head(raw):
        return raw + ops.convert_to_tensor([4.0, 4.0, 12.0, 12.0])

    return taught(network(head), images, truth)


# %% wrong: sizes without a bound below | test_order | any order
# breaks: "whatever the image shows"
def fit_detector(images, truth):
    def head(raw):
        center, half = raw[:, :2] + 8, raw[:, 2:] + 4
        return ops.concatenate([center - half, center + half], axis=1)

    return taught(network(head), images, truth)


# %% wrong: the logits are not trained | test_objects | judged right
# breaks: "it is right about the object in at least 90 % of unseen images"
def fit_detector(images, truth):
    def loss_of(given, found):
        return joint_loss(given, found | {"object": tf.stop_gradient(found["object"])})

    model = taught(network(logit=lambda score: score - 3), images, truth, loss_of)
    return model


# %% wrong: probabilities, not logits | test_objects | never negative
# breaks: "the logit is positive if there is one"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    found = model(model.inputs[0])
    return keras.Model(model.inputs, {"object": ops.sigmoid(found["object"]), "box": found["box"]})


# %% wrong: 1 for an empty image | test_objects | judged right
# breaks: "truth["object"] (n,) is 1 or 0 in float32"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    found = model(model.inputs[0])
    return keras.Model(model.inputs, {"object": -found["object"], "box": found["box"]})


# %% wrong: what it finds in the images, not the model | test_form | it raised
# breaks: "Train a network that finds a rectangle: (n, 16, 16, 1), {...} -> a model"
def fit_detector(images, truth):
    return taught(network(), images, truth)(images)


# %% wrong: an axis too many in the logits | test_form | axis too many
# breaks: ""object": logits (batch,)"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    found = model(model.inputs[0])
    return keras.Model(model.inputs, {"object": found["object"][:, None], "box": found["box"]})


# %% wrong: a list | test_form | a list, not a dict
# breaks: ""box": corners (batch, 4)"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    found = model(model.inputs[0])
    return keras.Model(model.inputs, [found["object"], found["box"]])


# %% wrong: only batches of the training's size | test_form | it raised
# breaks: "The model takes such images, in a batch of any size"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    inputs = keras.Input(batch_shape=(len(images), 16, 16, 1))
    found = model(inputs)
    whole = keras.Model(inputs, found)
    size = len(images)

    class Fixed(keras.Model):
        def call(self, x):
            if len(x) != size:
                raise ValueError("another batch size")
            return whole(x)

    return Fixed()


# %% wrong: float64 | test_form | float64
# breaks: "both in float32"
def fit_detector(images, truth):
    model = taught(network(), images, truth)
    return lambda x: {name: tf.cast(part, tf.float64) for name, part in model(x).items()}


# %% wrong: images are taken for bytes from 0 to 255 | test_objects | judged right
# breaks: "The images have values from 0 to 1 and show one bright rectangle"
def fit_detector(images, truth):
    return taught(network(body=lambda inputs: profiles(inputs / 255)), images, truth, steps=60)


# %% equivalent: swap-04a41d4e | the profiles may come in either order

# %% equivalent: keyword-fde318f8 | a linear body finds rectangles well enough

# %% equivalent: constant-0ebf02bf | the layer learns whatever size is asked of it

# %% equivalent: operator-af467e5a | the layer learns whatever size is asked of it

# %% equivalent: slice-96021e2e | square boxes reach a mean IoU of 0.5 too, and no more is promised

# %% equivalent: constant-9bac5202 | a rate that is a little larger learns as well

# %% equivalent: wrapper-1affebb3 | a graph takes arrays as well as tensors

# %% equivalent: wrapper-5d9b5a46 | a graph takes arrays as well as tensors

# %% equivalent: constant-15c2e962 | one step more
