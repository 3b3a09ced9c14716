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
        "the logits are taken for probabilities; see from_logits": from_probabilities(
            logits, labels
        ),
        "a sum over the batch": crossentropy(logits, labels) * len(labels),
        "softmax is applied twice": crossentropy(np.exp(log_softmax(logits)), labels),
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
        "plain gradient descent instead of Adam": descent(weights, batches, rate),
        "an extra weight decay (AdamW)": adam(weights, batches, rate, decay=0.004),
    }


def drawn(rng, batch, features, classes):
    """Return weights, inputs and labels."""
    labels = draw(rng, (batch,), dtype="int32", high=classes)
    return draw(rng, (features, classes), (classes,)), draw(rng, (batch, features)), labels


def partly_right(rng, sizes):
    """Return weights, batches, and the share of labels in each that are the largest logit's."""
    weights, batches = drawn(rng, 1, 2, 4)[0], []
    for batch, right in sizes:
        x = draw(rng, (batch, 2))
        best = np.argmax(x @ weights[0] + weights[1], axis=-1)
        labels = np.where(np.arange(batch) < right, best, (best + 1) % 4)
        batches.append([x, np.int32(labels)])
    return weights, batches, [np.float32(right / batch) for batch, right in sizes]


def miscounted(weights, x, labels):
    """Return mistaken accuracies."""
    best = np.argsort(-(x @ weights[0] + weights[1]), axis=-1)
    among = np.float32(np.mean((best[:, :2] == labels[:, None]).any(axis=-1)))
    return {
        "a label among the best two counts; only the best should": among,
        "the fraction of wrong labels": np.float32(np.mean(best[:, 0] != labels)),
    }


def steep(rng, features, classes):
    """Return weights and two batches; no first gradient is so near 0 that rounding turns it."""
    while True:
        weights, *first = drawn(rng, 8, features, classes)
        if min(np.abs(gradient).min() for gradient in gradients(weights, *first)) > 1e-3:
            return weights, [first, drawn(rng, 8, features, classes)[1:]]


def test_form(probes, rng):
    """compile_for_logits compiles the model that it is given and returns it"""
    got = probes.compile_for_logits(drawn(rng, 1, 4, 3)[0], 0.01)
    assert_equal(got, "the same model, compiled", what="the returned value", slips=OTHERS)


@points(2)
@after(test_form)
def test_loss(probes, rng):
    """the loss is the crossentropy of the logits, the mean over the batch"""
    weights, *batch = drawn(rng, 9, 4, 3)
    batches = [batch, drawn(rng, 1, 4, 3)[1:]]
    for (x, labels), got in zip(batches, probes.evaluated(weights, batches), strict=True):
        logits = x @ weights[0] + weights[1]
        assert_close(got["loss"], crossentropy(logits, labels), slips=misread(logits, labels))


@points(1)
@after(test_form)
def test_accuracy(probes, rng):
    """the metric "accuracy" is the fraction of right labels"""
    weights, batches, shares = partly_right(rng, [rng.integers((60, 31), (90, 50)).tolist()])
    reports = probes.evaluated(weights, batches)
    for batch, share, got in zip(batches, shares, reports, strict=True):
        wanted = sorted(got) if "accuracy" in got else ["accuracy", "loss"]
        assert_equal(sorted(got), wanted, what="the list of metrics", slips=UNMEASURED)
        assert_close(got["accuracy"], share, slips=miscounted(weights, *batch))


@points(1)
@after(test_loss)
def test_steps(probes, rng):
    """training takes Adam's steps with the given learning rate"""
    (weights, batches), rate = steep(rng, 3, 5), float(draw(rng, (), low=0.06, high=0.12))
    got, slips = probes.stepped(weights, rate, batches)[0], misstepped(weights, batches, rate)
    # 1 - 0.999 in float32 is off by 1e-5 of itself: 1e-6 a step at such a rate.
    assert_close(got, adam(weights, batches, rate), atol=1e-5, slips=slips)


OTHERS = {
    "nothing is returned (compile itself gives None)": "NoneType",
    "another model is compiled, not the given model": "Model",
}

UNMEASURED = {
    "there is no metric": ["loss"],
    "the metric has another name": ["loss", "sparse_categorical_accuracy"],
    "the metric is called acc": ["acc", "loss"],
}
