"""Checks of compile_for_logits."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def log_softmax(z):
    """Return the logarithm of the softmax over the last axis."""
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def crossentropy(logits, labels):
    """Return the mean over the batch of the loss from logits."""
    return np.float32(-np.mean(log_softmax(np.float64(logits))[np.arange(len(labels)), labels]))


def from_probabilities(values, labels):
    """Return what Keras makes of values that it takes for probabilities."""
    clipped = np.clip(values, 1e-7, 1 - 1e-7)
    clipped = clipped / clipped.sum(axis=-1, keepdims=True)
    return np.float32(-np.mean(np.log(clipped[np.arange(len(labels)), labels])))


def misread(logits, labels):
    """Return mistaken losses."""
    return {
        "the logits are taken for probabilities; from_logits": from_probabilities(logits, labels),
        "a sum over the batch": crossentropy(logits, labels) * len(labels),
        "softmax is taken twice": crossentropy(np.exp(log_softmax(logits)), labels),
    }


def gradients(weights, x, labels):
    """Return the gradients of the mean loss in kernel and bias of a linear model."""
    error = np.exp(log_softmax(x @ weights[0] + weights[1]))
    error[np.arange(len(labels)), labels] -= 1
    return [x.T @ error / len(labels), error.mean(axis=0)]


def adam(weights, batches, rate, decay=0.0):
    """Return the kernel after a step of Adam on each batch (Kingma and Ba, 2015, section 2)."""
    weights = [np.float64(weight) for weight in weights]
    means, squares = [0.0, 0.0], [0.0, 0.0]
    for step, (x, labels) in enumerate(batches, 1):
        slope = gradients(weights, x, labels)
        means = [0.9 * m + 0.1 * g for m, g in zip(means, slope, strict=True)]
        squares = [0.999 * s + 0.001 * g**2 for s, g in zip(squares, slope, strict=True)]
        scale = rate * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
        moves = [m / (np.sqrt(s) + 1e-7) for m, s in zip(means, squares, strict=True)]
        weights = [w - rate * decay * w for w in weights]
        weights = [w - scale * move for w, move in zip(weights, moves, strict=True)]
    return np.float32(weights[0])


def descent(weights, batches, rate):
    """Return the kernel after a step of plain gradient descent on each batch."""
    for x, labels in batches:
        slope = gradients(weights, x, labels)
        weights = [w - rate * g for w, g in zip(weights, slope, strict=True)]
    return np.float32(weights[0])


def misstepped(weights, batches, rate):
    """Return the kernels of mistaken optimizers."""
    return {
        "Adam's default learning rate, not the given one": adam(weights, batches, 0.001),
        "plain gradient descent where Adam belongs": descent(weights, batches, rate),
        "weight decay that nobody asked for (AdamW)": adam(weights, batches, rate, decay=0.004),
    }


def drawn(rng, batch, features, classes):
    """Return weights, inputs and labels."""
    labels = draw(rng, (batch,), dtype="int32", high=classes)
    return draw(rng, (features, classes), (classes,)), draw(rng, (batch, features)), labels


def partly_right(rng, batch, classes, right):
    """Return weights, inputs and labels of which `right` are those of the largest logit."""
    weights, x, _ = drawn(rng, batch, 4, classes)
    best = np.argmax(x @ weights[0] + weights[1], axis=-1)
    return weights, x, np.int32(np.where(np.arange(batch) < right, best, (best + 1) % classes))


def miscounted(weights, x, labels):
    """Return mistaken accuracies."""
    high = x @ weights[0] + weights[1] > 0.5
    return {"a threshold of one half for each logit": np.float32(np.mean(high == labels[:, None]))}


def steep(rng, features, classes):
    """Return weights and two batches; no first gradient is so near 0 that rounding turns it."""
    while True:
        weights, *first = drawn(rng, 8, features, classes)
        if min(np.abs(gradient).min() for gradient in gradients(weights, *first)) > 1e-3:
            return weights, [first, drawn(rng, 8, features, classes)[1:]]


def test_form(probes, rng):
    """compile_for_logits compiles the model that it is given and returns it"""
    got = probes.compile_for_logits(drawn(rng, 1, 4, 3)[0], 0.01)
    assert_equal(got, "the same model, compiled", what="what is returned", slips=OTHERS)


@points(2)
@after(test_form)
def test_loss(probes, rng):
    """the loss is the crossentropy of the logits, the mean over the batch"""
    for batch, features, classes in [(9, 4, 3), (1, 2, 5)]:
        weights, x, labels = drawn(rng, batch, features, classes)
        logits, got = x @ weights[0] + weights[1], probes.evaluated(weights, x, labels)
        assert_close(got["loss"], crossentropy(logits, labels), slips=misread(logits, labels))


@points(1)
@after(test_form)
def test_accuracy(probes, rng):
    """the metric "accuracy" is the fraction of right labels"""
    for batch, classes, right in [(16, 3, 5), (50, 2, 31)]:
        weights, x, labels = partly_right(rng, batch, classes, right)
        got, slips = probes.evaluated(weights, x, labels), miscounted(weights, x, labels)
        wanted = sorted({*got, "accuracy", "loss"})
        assert_equal(sorted(got), wanted, what="the list of metrics", slips=UNMEASURED)
        assert_close(got["accuracy"], np.float32(right / batch), slips=slips)


@points(1)
@after(test_loss)
def test_steps(probes, rng):
    """training takes Adam's steps with the given learning rate"""
    for rate, features, classes in [(0.07, 4, 3), (0.004, 2, 6)]:
        weights, batches = steep(rng, features, classes)
        got, slips = probes.stepped(weights, rate, batches)[0], misstepped(weights, batches, rate)
        # 1 - 0.999 in float32 is off by 1e-5 of itself: 1e-6 a step at these rates.
        assert_close(got, adam(weights, batches, rate), atol=1e-5, slips=slips)


OTHERS = {
    "nothing is returned (compile itself gives None)": "NoneType",
    "another model is compiled, not the given one": "Sequential",
}

UNMEASURED = {
    "no metric is asked for": ["loss"],
    "the metric has a name of its own": ["loss", "sparse_categorical_accuracy"],
    "the metric is called acc": ["acc", "loss"],
}
