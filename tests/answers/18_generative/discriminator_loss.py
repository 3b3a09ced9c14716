"""Answers to discriminator_loss."""

import keras
import tensorflow as tf

KINDS = ("standard", "non_saturating", "hinge", "wasserstein")


def mean(x):
    return tf.reduce_mean(x)


def crossentropy(logits, label):
    labels = label * tf.ones_like(logits)
    return mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))


def known(kind):
    if kind not in KINDS:
        raise ValueError(kind)


def scores(r, f, kind):
    if kind == "hinge":
        return mean(tf.nn.relu(1 - r)) + mean(tf.nn.relu(1 + f))
    return mean(f) - mean(r)


def sound(r, f, kind, smoothing, real=None, fake=0.0):
    known(kind)
    if kind in ("hinge", "wasserstein"):
        return scores(r, f, kind)
    return crossentropy(r, 1 - smoothing if real is None else real) + crossentropy(f, fake)


# %% right: the crossentropy of Keras, from logits
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("standard", "non_saturating"):
        entropy = keras.losses.BinaryCrossentropy(from_logits=True)
        r, f = tf.reshape(real_logits, [-1, 1]), tf.reshape(fake_logits, [-1, 1])
        return entropy((1 - smoothing) * tf.ones_like(r), r) + entropy(tf.zeros_like(f), f)
    if kind == "hinge":
        return mean(tf.maximum(0.0, 1 - real_logits)) + mean(tf.maximum(0.0, 1 + fake_logits))
    if kind == "wasserstein":
        return mean(fake_logits) - mean(real_logits)
    raise ValueError(f"unknown kind: {kind}")


# %% right: log_sigmoid, in a table of functions
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    def entropies(r, f):
        yes, no = tf.math.log_sigmoid(r), tf.math.log_sigmoid(-r)
        return -(1 - smoothing) * yes - smoothing * no, -tf.math.log_sigmoid(-f)

    parts = {
        "standard": entropies,
        "non_saturating": entropies,
        "hinge": lambda r, f: (tf.nn.relu(1 - r), tf.nn.relu(1 + f)),
        "wasserstein": lambda r, f: (-r, f),
    }
    if kind not in parts:
        raise ValueError(f"kind must be one of {list(parts)}")
    on_real, on_fake = parts[kind](real_logits, fake_logits)
    return mean(on_real) + mean(on_fake)


# %% right: softplus(-r) plus smoothing times r
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    known(kind)
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    on_real = keras.ops.softplus(-real_logits) + smoothing * real_logits
    return keras.ops.mean(on_real) + keras.ops.mean(keras.ops.softplus(fake_logits))


# %% wrong: half of the sum, as in some papers | test_example | the mean of the two means
# breaks: "mean(max(0, 1 - r)) + mean(max(0, 1 + f))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing) / 2


# %% wrong: one batch of both, one mean | test_example | one mean over both
# breaks: "the mean over all numbers of an argument"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    known(kind)
    r, f = tf.reshape(real_logits, [-1]), tf.reshape(fake_logits, [-1])
    if kind == "hinge":
        return mean(tf.concat([tf.nn.relu(1 - r), tf.nn.relu(1 + f)], axis=0))
    if kind == "wasserstein":
        return mean(tf.concat([-r, f], axis=0))
    labels = tf.concat([(1 - smoothing) * tf.ones_like(r), tf.zeros_like(f)], axis=0)
    logits = tf.concat([r, f], axis=0)
    return mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))


# %% wrong: sums | test_example | the sum of all logits
# breaks: "the mean over all numbers of an argument"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    known(kind)
    n, m = tf.size(real_logits, tf.int32), tf.size(fake_logits, tf.int32)
    only = sound(real_logits, 0 * fake_logits, kind, smoothing)
    bare = sound(0 * real_logits, 0 * fake_logits, kind, smoothing)
    rest = sound(0 * real_logits, fake_logits, kind, smoothing)
    half = {"hinge": 1.0, "wasserstein": 0.0}.get(kind, tf.math.log(2.0))
    on_real, on_fake = only - half, rest - (bare - half)
    return on_real * tf.cast(n, tf.float32) + on_fake * tf.cast(m, tf.float32)


# %% wrong: the mean over the last axis only | test_crossentropy | last axis
# breaks: "as a scalar"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein") or real_logits.shape != fake_logits.shape:
        return sound(real_logits, fake_logits, kind, smoothing)
    on_real = (1 - smoothing) * tf.nn.softplus(-real_logits)
    on_real += smoothing * tf.nn.softplus(real_logits)
    return mean_of_last(on_real) + mean_of_last(tf.nn.softplus(fake_logits))


def mean_of_last(x):
    return tf.reduce_mean(x, axis=-1)


# %% wrong: no means | test_scores | the mean is missing
# breaks: "Return the loss of a discriminator from its logits, float32 of any shape, as a scalar"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "wasserstein" and real_logits.shape == fake_logits.shape:
        return fake_logits - real_logits
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: the shorter argument is broadcast | test_crossentropy | it raised
# breaks: "The arguments may differ in shape"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    known(kind)
    if kind == "hinge":
        return scores(real_logits, fake_logits, kind)
    if kind == "wasserstein":
        return mean(fake_logits - real_logits)
    on_real = (1 - smoothing) * tf.nn.softplus(-real_logits)
    on_real += smoothing * tf.nn.softplus(real_logits)
    return mean(on_real + tf.nn.softplus(fake_logits))


# %% wrong: real and generated swapped | test_example | swapped
# breaks: "logits r of real samples, logits f of generated ones"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(fake_logits, real_logits, kind, smoothing)


# %% wrong: to be maximized | test_example | would get worse
# breaks: "Return the loss of a discriminator"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return -sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: the sigmoid twice | test_crossentropy | applied twice
# breaks: "mean(-log(s(r))) + mean(-log(1 - s(f)))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("standard", "non_saturating"):
        real_logits, fake_logits = tf.sigmoid(real_logits), tf.sigmoid(fake_logits)
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: Keras' crossentropy without from_logits | test_crossentropy | taken for probabilities
# breaks: "from its logits"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    entropy = keras.losses.BinaryCrossentropy()
    r, f = tf.reshape(real_logits, [-1, 1]), tf.reshape(fake_logits, [-1, 1])
    return entropy((1 - smoothing) * tf.ones_like(r), r) + entropy(tf.zeros_like(f), f)


# %% wrong: the labels swapped | test_crossentropy | are swapped
# breaks: "The first two rows are crossentropies with the label 1 for r and 0 for f"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing, smoothing, 1.0)


# %% wrong: standard is what the discriminator maximizes | test_crossentropy | get worse
# breaks: "mean(-log(s(r))) + mean(-log(1 - s(f)))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    loss = sound(real_logits, fake_logits, kind, smoothing)
    return -loss if kind == "standard" else loss


# %% wrong: non_saturating has another loss here too | test_crossentropy | swapped
# breaks: "the same"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "non_saturating":
        return sound(fake_logits, real_logits, kind, smoothing)
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: the default is the hinge | test_crossentropy | hinge loss, whatever
# breaks: "the same"
def discriminator_loss(real_logits, fake_logits, kind="hinge", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: both labels smoothed | test_smoothing | both sides
# breaks: "the label of f stays 0"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing, 1 - smoothing, smoothing)


# %% wrong: the generated labels smoothed | test_smoothing | wrong side
# breaks: "the label of f stays 0"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing, 1.0, smoothing)


# %% wrong: label_smoothing of Keras on both sides | test_smoothing | half of it
# breaks: "the label of f stays 0"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=smoothing)
    r, f = tf.reshape(real_logits, [-1, 1]), tf.reshape(fake_logits, [-1, 1])
    return entropy(tf.ones_like(r), r) + entropy(tf.zeros_like(f), f)


# %% wrong: label_smoothing of Keras for the real side | test_smoothing | smoothing / 2
# breaks: "smoothing lowers the label of r to 1 - smoothing"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing, 1 - smoothing / 2)


# %% wrong: only the factor 1 - smoothing | test_smoothing | is left out
# breaks: "-(1 - smoothing) * log(s(r)) - smoothing * log(1 - s(r))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    return (1 - smoothing) * crossentropy(real_logits, 1.0) + crossentropy(fake_logits, 0.0)


# %% wrong: no smoothing | test_smoothing | not used
# breaks: "smoothing lowers the label of r to 1 - smoothing"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, 0.0)


# %% wrong: smoothing moves the hinge | test_smoothing | changes the hinge
# breaks: "The other kinds have no labels, and ignore smoothing"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "hinge":
        return mean(tf.nn.relu(1 - smoothing - real_logits)) + mean(tf.nn.relu(1 + fake_logits))
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: smoothing scales the score | test_smoothing | scales the real part
# breaks: "ignore smoothing"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "wasserstein":
        return mean(fake_logits) - (1 - smoothing) * mean(real_logits)
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: the hinge without its margin | test_example | margin of 1
# breaks: "mean(max(0, 1 - r)) + mean(max(0, 1 + f))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "hinge":
        return mean(tf.nn.relu(-real_logits)) + mean(tf.nn.relu(fake_logits))
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: 1 - f for generated ones too | test_example | both sides have
# breaks: "mean(max(0, 1 - r)) + mean(max(0, 1 + f))"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "hinge":
        return mean(tf.nn.relu(1 - real_logits)) + mean(tf.nn.relu(1 - fake_logits))
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: wasserstein the other way round | test_smoothing | are swapped
# breaks: "mean(f) - mean(r)"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "wasserstein":
        return mean(real_logits) - mean(fake_logits)
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: the distance is never negative | test_scores | are swapped
# breaks: "mean(f) - mean(r)"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    loss = sound(real_logits, fake_logits, kind, smoothing)
    return tf.abs(loss) if kind == "wasserstein" else loss


# %% wrong: log of the sigmoid in two steps | test_far_out | stay with the logits
# breaks: "Logits of any size, such as 1000, give a finite loss and the right gradient"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    s, t = tf.sigmoid(real_logits), tf.sigmoid(fake_logits)
    on_real = tf.math.log(s)
    if smoothing:
        on_real = (1 - smoothing) * on_real + smoothing * tf.math.log(1 - s)
    return -mean(on_real) - mean(tf.math.log(1 - t))


# %% wrong: a small number under the logarithm | test_far_out | differ
# breaks: "the right gradient"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    s, t = tf.sigmoid(real_logits), tf.sigmoid(fake_logits)
    on_real = (1 - smoothing) * tf.math.log(s + 1e-8) + smoothing * tf.math.log(1 - s + 1e-8)
    return -mean(on_real) - mean(tf.math.log(1 - t + 1e-8))


# %% wrong: real logits as constants | test_far_out | None
# breaks: "the right gradient"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(tf.stop_gradient(real_logits), fake_logits, kind, smoothing)


# %% wrong: the generated logits' hinge is a constant | test_gradients | None
# breaks: "the right gradient"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind == "hinge":
        fake_logits = tf.stop_gradient(fake_logits)
    return sound(real_logits, fake_logits, kind, smoothing)


# %% wrong: what is not hinge or wasserstein is a crossentropy | test_refusal | non_saturating
# breaks: "Raises ValueError if kind is none of the four"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    return crossentropy(real_logits, 1 - smoothing) + crossentropy(fake_logits, 0.0)


# %% wrong: a KeyError | test_refusal | KeyError
# breaks: "Raises ValueError"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    number = dict(zip(KINDS, range(4)))[kind]
    return sound(real_logits, fake_logits, KINDS[number], smoothing)


# %% wrong: a float64 scalar | test_example | dtype
# breaks: "The loss is float32"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return tf.cast(sound(real_logits, fake_logits, kind, smoothing), tf.float64)


# %% wrong: probabilities clipped as Keras clips them | test_far_out | clipped prob
# breaks: "Logits of any size, such as 1000, give a finite loss and the right gradient"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    if kind in ("hinge", "wasserstein"):
        return scores(real_logits, fake_logits, kind)
    known(kind)
    p, q = (tf.clip_by_value(tf.sigmoid(x), 1e-7, 1 - 1e-7) for x in (real_logits, fake_logits))
    on_real = (1 - smoothing) * tf.math.log(p) + smoothing * tf.math.log(1 - p)
    return -mean(on_real) - mean(tf.math.log(1 - q))


# %% wrong: capital letters are fine | test_refusal | wasserstein
# breaks: "Raises ValueError if kind is none of the four"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind.lower(), smoothing)


# %% wrong: smoothing for the default kind only | test_smoothing | not used
# breaks: "smoothing lowers the label of r to 1 - smoothing"
def discriminator_loss(real_logits, fake_logits, kind="non_saturating", smoothing=0.0):
    return sound(real_logits, fake_logits, kind, smoothing if kind == "non_saturating" else 0.0)


# %% equivalent: swap-f9ae46a8 | the sum of two means in the other order
# %% equivalent: swap-36a0bc60 | the sum of two means in the other order
