"""Answers to generator_loss."""

import keras
import tensorflow as tf

KINDS = ("standard", "non_saturating", "hinge", "wasserstein")


def mean(x):
    return tf.reduce_mean(x)


def losses(f, kind):
    if kind not in KINDS:
        raise ValueError(kind)
    if kind == "standard":
        return tf.math.log_sigmoid(-f)
    return -tf.math.log_sigmoid(f) if kind == "non_saturating" else -f


# %% right: the crossentropy of Keras, with the labels that the generator would like
def generator_loss(fake_logits, kind="non_saturating"):
    f = tf.reshape(fake_logits, [-1, 1])
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    if kind == "non_saturating":
        return entropy(tf.ones_like(f), f)
    if kind == "standard":
        return -entropy(tf.zeros_like(f), f)
    if kind == "hinge" or kind == "wasserstein":
        return -mean(f)
    raise ValueError(f"no such kind: {kind}")


# %% right: log_sigmoid
def generator_loss(fake_logits, kind="non_saturating"):
    match kind:
        case "standard":
            each = tf.math.log_sigmoid(-fake_logits)
        case "non_saturating":
            each = -tf.math.log_sigmoid(fake_logits)
        case "hinge" | "wasserstein":
            each = -fake_logits
        case _:
            raise ValueError("unknown kind")
    return keras.ops.mean(each)


# %% right: crossentropy with logits, in a table
def generator_loss(fake_logits, kind="non_saturating"):
    entropy = tf.nn.sigmoid_cross_entropy_with_logits
    table = {
        "standard": lambda f: -entropy(labels=tf.zeros_like(f), logits=f),
        "non_saturating": lambda f: entropy(labels=tf.ones_like(f), logits=f),
        "hinge": tf.negative,
        "wasserstein": tf.negative,
    }
    if kind not in table:
        raise ValueError(f"{kind} is none of {', '.join(table)}")
    each = table[kind](fake_logits)
    return tf.reduce_sum(each) / tf.cast(tf.size(each), tf.float32)


# %% wrong: the sum | test_example | the sum over
# breaks: "It is the mean over all numbers, in whatever shape"
def generator_loss(fake_logits, kind="non_saturating"):
    return tf.reduce_sum(losses(fake_logits, kind))


# %% wrong: a loss for each logit | test_example | mean is missing
# breaks: "as a scalar"
def generator_loss(fake_logits, kind="non_saturating"):
    return losses(fake_logits, kind)


# %% wrong: the mean over the last axis | test_example | last axis only
# breaks: "It is the mean over all numbers, in whatever shape"
def generator_loss(fake_logits, kind="non_saturating"):
    return tf.reduce_mean(losses(fake_logits, kind), axis=-1)


# %% wrong: the loss of the mean logit | test_example | of the mean logit
# breaks: "It is the mean over all numbers"
def generator_loss(fake_logits, kind="non_saturating"):
    return losses(mean(fake_logits), kind)


# %% wrong: a float64 scalar | test_example | dtype
# breaks: "The loss is float32"
def generator_loss(fake_logits, kind="non_saturating"):
    return tf.cast(mean(losses(fake_logits, kind)), tf.float64)


# %% wrong: the label 0, as in the discriminator | test_example | as for the discriminator
# breaks: "Return the loss of a generator"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return mean(tf.nn.softplus(fake_logits))
    return mean(losses(fake_logits, kind))


# %% wrong: the sign | test_example | help the discriminator
# breaks: "Return the loss of a generator"
def generator_loss(fake_logits, kind="non_saturating"):
    return -mean(losses(fake_logits, kind))


# %% wrong: non_saturating is standard | test_example | the standard loss
# breaks: "-log(s(f))"
def generator_loss(fake_logits, kind="non_saturating"):
    return mean(losses(fake_logits, "standard" if kind == "non_saturating" else kind))


# %% wrong: standard by default | test_example | the standard loss
# breaks: "-log(s(f))"
def generator_loss(fake_logits, kind="standard"):
    return mean(losses(fake_logits, kind))


# %% wrong: standard is non_saturating | test_values | the non-saturating loss
# breaks: "log(1 - s(f))"
def generator_loss(fake_logits, kind="non_saturating"):
    return mean(losses(fake_logits, "non_saturating" if kind == "standard" else kind))


# %% wrong: standard with the sign of a crossentropy | test_values | help the discriminator
# breaks: "log(1 - s(f))"
def generator_loss(fake_logits, kind="non_saturating"):
    loss = mean(losses(fake_logits, kind))
    return -loss if kind == "standard" else loss


# %% wrong: log(s(f)) for standard | test_values | in place of log(1 - s(f))
# breaks: "log(1 - s(f))"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "standard":
        return mean(tf.math.log_sigmoid(fake_logits))
    return mean(losses(fake_logits, kind))


# %% wrong: a hinge for the generator | test_values | a hinge here too
# breaks: ""hinge"        -f"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "hinge":
        return mean(tf.nn.relu(1 - fake_logits))
    return mean(losses(fake_logits, kind))


# %% wrong: wasserstein with the discriminator's sign | test_values | help the discriminator
# breaks: ""wasserstein"  -f"
def generator_loss(fake_logits, kind="non_saturating"):
    loss = mean(losses(fake_logits, kind))
    return -loss if kind == "wasserstein" else loss


# %% wrong: wasserstein of probabilities | test_values | a sigmoid before
# breaks: ""wasserstein"  -f"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "wasserstein":
        return -mean(tf.sigmoid(fake_logits))
    return mean(losses(fake_logits, kind))


# %% wrong: the sigmoid twice | test_example | a sigmoid before
# breaks: "with the sigmoid s"
def generator_loss(fake_logits, kind="non_saturating"):
    f = tf.sigmoid(fake_logits) if kind in ("standard", "non_saturating") else fake_logits
    return mean(losses(f, kind))


# %% wrong: Keras' crossentropy without from_logits | test_example | taken for probabilities
# breaks: "from the logits f of its samples"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        f = tf.reshape(fake_logits, [-1, 1])
        return keras.losses.BinaryCrossentropy()(tf.ones_like(f), f)
    return mean(losses(fake_logits, kind))


# %% wrong: the log in two steps | test_far_out | stay with the logits
# breaks: "Logits of any size, such as 1000, give a finite loss and the right gradient"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        return -mean(tf.math.log(tf.sigmoid(fake_logits)))
    if kind == "standard":
        return mean(tf.math.log(1 - tf.sigmoid(fake_logits)))
    return mean(losses(fake_logits, kind))


# %% wrong: the log in two steps, and the rest by tf.where | test_far_out | stay with the logits
# breaks: "the right gradient"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind == "non_saturating":
        right = -tf.math.log(tf.sigmoid(fake_logits))
        return mean(tf.where(fake_logits < -30, -fake_logits, right))
    return mean(losses(fake_logits, kind))


# %% wrong: logits clipped to 20 | test_far_out | differ
# breaks: "Logits of any size, such as 1000, give a finite loss and the right gradient"
def generator_loss(fake_logits, kind="non_saturating"):
    return mean(losses(tf.clip_by_value(fake_logits, -20.0, 20.0), kind))


# %% wrong: a loss without a path | test_gradients | None
# breaks: "the right gradient"
def generator_loss(fake_logits, kind="non_saturating"):
    return mean(losses(tf.stop_gradient(fake_logits), kind))


# %% wrong: any other kind is the score | test_refusal | is taken for
# breaks: "Raises ValueError if kind is none of the four"
def generator_loss(fake_logits, kind="non_saturating"):
    if kind not in ("standard", "non_saturating"):
        return -mean(fake_logits)
    return mean(losses(fake_logits, kind))


# %% wrong: a KeyError | test_refusal | KeyError
# breaks: "Raises ValueError"
def generator_loss(fake_logits, kind="non_saturating"):
    signs = {"standard": 0, "non_saturating": 1, "hinge": 2, "wasserstein": 3}
    return mean(losses(fake_logits, KINDS[signs[kind]]))
