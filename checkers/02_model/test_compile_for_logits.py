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


def misread(batches):
    """Return mistaken losses of batches of logits and labels."""

    def of(loss):
        return np.float32([loss(np.float64(logits), labels) for logits, labels in batches])

    return {
        "the logits are taken for probabilities; see from_logits": of(from_probabilities),
        SUM: of(lambda z, y: crossentropy(z, y) * len(y)),
        "softmax is applied twice": of(lambda z, y: crossentropy(np.exp(log_softmax(z)), y)),
        "probabilities are cut off at 1e-7, and logits of several hundred with them": of(
            lambda z, y: from_probabilities(np.exp(log_softmax(z)), y)
        ),
        "a label smoothing of 0.1": of(
            lambda z, y: 0.9 * crossentropy(z, y) - 0.1 * np.mean(log_softmax(z))
        ),
    }


def gradients(weights, x, labels):
    """Return the gradients of the mean loss in kernel and bias of a linear model."""
    error = np.exp(log_softmax(x @ weights[0] + weights[1]))
    error[np.arange(len(labels)), labels] -= 1
    return [x.T @ error / len(labels), error.mean(axis=0)]


def adam(weights, batches, rate, decay=0.0, epsilon=1e-7, beta=0.9):
    """Return the kernel after a step of Adam on each batch (Kingma and Ba, 2015, section 2)."""
    weights = [np.float64(weight) for weight in weights]
    means, squares = [0.0, 0.0], [0.0, 0.0]
    for step, (x, labels) in enumerate(batches, 1):
        slope = gradients(weights, x, labels)
        means = [beta * m + (1 - beta) * g for m, g in zip(means, slope, strict=True)]
        squares = [0.999 * s + 0.001 * g**2 for s, g in zip(squares, slope, strict=True)]
        scale = rate * np.sqrt(1 - 0.999**step) / (1 - beta**step)
        moves = [m / (np.sqrt(s) + epsilon) for m, s in zip(means, squares, strict=True)]
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
        "an epsilon of 1e-8; Keras's default is 1e-7": adam(weights, batches, rate, epsilon=1e-8),
        "a beta_1 of 0.5; Keras's default is 0.9": adam(weights, batches, rate, beta=0.5),
    }


def drawn(rng, batch, features, classes):
    """Return weights, inputs and labels."""
    labels = draw(rng, (batch,), dtype="int32", high=classes)
    return draw(rng, (features, classes), (classes,)), draw(rng, (batch, features)), labels


def partly_right(rng, batch, right):
    """Return weights, inputs and labels, of which the first `right` are the largest logit's."""
    weights, x, _ = drawn(rng, batch, 2, 4)
    best = np.argmax(x @ weights[0] + weights[1], axis=-1)
    return weights, x, np.int32(np.where(np.arange(batch) < right, best, (best + 1) % 4))


def miscounted(weights, x, labels):
    """Return mistaken accuracies."""
    best = np.argsort(-(x @ weights[0] + weights[1]), axis=-1)
    among = np.mean((best[:, :2] == labels[:, None]).any(axis=-1))
    batches = [np.mean(part) for part in np.split(best[:, 0] == labels, [32, 64])]
    return {
        AMONG: np.float32(among),
        ERRORS: np.float32(np.mean(best[:, 0] != labels)),
        "the mean of the batches' accuracies, though the last batch is smaller": np.float32(
            np.mean(batches)
        ),
        "the accuracy of the last batch only": np.float32(batches[-1]),
    }


def steep(rng, features, classes):
    """Return weights and two batches, whose first feature is so small that epsilon matters.

    No first gradient is so near 0 that rounding turns it.
    """
    scale = np.where(np.arange(features) > 0, 1, 1e-6).astype("float32")
    while True:
        weights, *first = drawn(rng, 8, features, classes)
        second = drawn(rng, 8, features, classes)[1:]
        batches = [[x * scale, labels] for x, labels in (first, second)]
        kernel, bias = gradients(weights, *batches[0])
        if min(np.abs(kernel / scale[:, None]).min(), np.abs(bias).min()) > 1e-3:
            return weights, batches


def far(rng, batch, weights):
    """Return inputs with logits of several hundred, and the labels of the smallest."""
    x = draw(rng, (batch, len(weights[0])), low=100, high=300)
    return [x, np.int64(np.argmin(x @ weights[0] + weights[1], axis=-1))]


def test_example(probes):
    """compile_for_logits gives what the docstring's example shows"""
    weights, x = [np.zeros((3, 2), "f"), np.zeros(2, "f")], np.ones((4, 3), "f")
    got = probes.compile_for_logits(weights, 0.01)
    assert_equal(got, "the same model, compiled", what="the returned value", slips=OTHERS)
    got = probes.report(weights, [x, np.int64([0, 1, 1, 1])])
    assert_equal(got["metrics"], ["accuracy"], what="the list of metrics", slips=UNMEASURED)
    want, slips = np.float32(np.log(2)), {SUM: np.float32(4 * np.log(2))}
    assert_close(got["loss"], want, dtype="float32", slips=slips, what="the loss")
    want, slips = np.float32(0.25), {ERRORS: np.float32(0.75), AMONG: np.float32(1)}
    assert_close(got["accuracy"], want, dtype="float32", slips=slips, what="the accuracy")


@points(2)
@after(test_example)
def test_loss(probes, rng):
    """the loss is the crossentropy of the logits, the mean over the batch, for large logits too"""
    for classes, dtype in ((3, "int32"), (2, "uint8")):
        weights, *(x, labels) = drawn(rng, 9, 4, classes)
        batches = [[x, labels.astype(dtype)], drawn(rng, 1, 4, classes)[1:], far(rng, 7, weights)]
        seen = [(x @ weights[0] + weights[1], labels) for x, labels in batches]
        want = np.float32([crossentropy(*pair) for pair in seen])
        got = probes.evaluated(weights, batches, "loss")
        assert_close(got, want, dtype="float32", slips=misread(seen), rows="batch")


@points(1)
@after(test_example)
def test_accuracy(probes, rng):
    """the metric "accuracy" is the fraction of right labels, over batches of unlike sizes too"""
    samples, right = rng.integers((66, 31), (90, 50)).tolist()
    inputs = partly_right(rng, samples, right)
    want, slips = np.float32(right / samples), miscounted(*inputs)
    assert_close(probes.accuracy(*inputs), want, dtype="float32", slips=slips)


@points(1)
@after(test_loss)
def test_steps(probes, rng):
    """training takes Adam's steps with the given learning rate"""
    (weights, batches), rate = steep(rng, 3, 5), float(draw(rng, (), low=0.06, high=0.12))
    got, slips = probes.stepped(weights, rate, batches), misstepped(weights, batches, rate)
    # 1 - 0.999 in float32 is off by 1e-5 of itself: 1e-6 a step at such a rate.
    assert_close(got, adam(weights, batches, rate), atol=1e-5, slips=slips)


SUM, ERRORS = "a sum over the batch", "the fraction of wrong labels"
AMONG = "a label among the best counts, not only the best label"

OTHERS = {
    "nothing is returned (compile itself gives None)": "NoneType",
    "another model is compiled, not the given model": "Model",
}

UNMEASURED = {
    "there is no metric": ["loss"],
    "the metric has another name": ["loss", "sparse_categorical_accuracy"],
    "the metric is called acc": ["acc", "loss"],
}
