"""Checks of top_k."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def softmax(z):
    """Return the softmax over the last axis."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def best(values, k):
    """Return the indices of the k largest values, largest first."""
    return np.argsort(-values, axis=-1)[:, :k]


def largest(values, k):
    """Return the k largest values, largest first."""
    return -np.sort(-values, axis=-1)[:, :k]


def mislabelled(logits, k):
    """Return mistaken labels."""
    return {
        "worst first": best(logits, k)[:, ::-1],
        "the k smallest, not the k largest": best(-logits, k),
        "all k are the same class": np.repeat(best(logits, 1), k, axis=1),
        "in the order of the classes; expected best first": np.sort(best(logits, k)),
        "counted from 1, not from 0": best(logits, k) + 1,
    }


def misweighed(logits, k):
    """Return mistaken probabilities."""
    return {
        "softmax over the k kept logits, not over all classes": softmax(largest(logits, k)),
        "logits instead of probabilities": largest(logits, k),
        "sigmoid instead of softmax": largest(1 / (1 + np.exp(-logits)), k),
        "worst first": largest(softmax(logits), k)[:, ::-1],
        "in the order of the classes, not best first": softmax(logits)[:, :k],
        "softmax over the batch, not over the classes": largest(softmax(logits.T).T, k),
        "softmax is applied twice": softmax(largest(softmax(logits), k)),
    }


def form(pair):
    """Return the dtype and shape of both arrays; any integers are as good. What is none stays."""
    kinds = {"i": "integers", "u": "integers"}
    arrays = isinstance(pair, (list, tuple)) and all(isinstance(a, np.ndarray) for a in pair)
    return [[kinds.get(a.dtype.kind, a.dtype.name), *a.shape] for a in pair] if arrays else pair


def misformed(batch, classes, k):
    """Return mistaken dtypes and shapes."""
    labels, probabilities = ["integers", batch, k], ["float32", batch, k]
    return {
        "nothing is returned": None,
        "only the labels": [labels],
        "probabilities first, labels second": [probabilities, labels],
        "all classes, not the k best": [["integers", batch, classes], ["float32", batch, classes]],
        "only the label of the best": [["integers", batch], probabilities],
        "the labels are floats": [probabilities, probabilities],
        "the probabilities are float64, not float32": [labels, ["float64", batch, k]],
    }


def normalized(weights, x, mean, variance):
    """Return the logits of BatchNormalization with these statistics, then dense."""
    scaled = weights[0] * (x - mean) / np.sqrt(variance + 1e-3) + weights[1]
    return scaled @ weights[4] + weights[5]


def normal(rng, features, classes):
    """Return gamma, beta, moving mean and variance, kernel, bias."""
    gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
    beta, mean = draw(rng, (features,), (features,))
    return [gamma, beta, mean, variance, *draw(rng, (features, classes), (classes,))]


def far(rng, batch, classes):
    """Return kernel and bias, inputs, and logits about 600 and -600."""
    kernel, bias, x = draw(rng, (3, classes), (classes,), (batch, 3))
    kernel[0], x[:, 0] = 600, np.where(np.arange(batch) % 2, -1, 1)
    return [kernel, bias], x, np.float64(x) @ kernel + bias


def drawn(rng, batch, features, classes):
    """Return kernel and bias, inputs, and logits; no two logits of a row are nearly equal."""
    while True:
        kernel, bias, x = draw(rng, (features, classes), (classes,), (batch, features))
        logits = x @ kernel + bias
        if np.diff(np.sort(logits)).min() > 1e-4:
            return [kernel, bias], x, logits


def test_example(probes):
    """top_k gives what the docstring's example shows: integer labels, float32 probabilities"""
    logits = np.float32([[1, 3, 0, 2]])
    got, slips = probes.top_k([np.eye(4), np.zeros(4)], logits, 2), misformed(1, 4, 2)
    want = [["integers", 1, 2], ["float32", 1, 2]]
    assert_equal(form(got), want, what="the list of dtypes and shapes", slips=slips)
    labels, probabilities = got
    assert_close(labels, best(logits, 2), slips=mislabelled(logits, 2), what="the labels")
    want, slips = largest(softmax(logits), 2), misweighed(logits, 2)
    assert_close(probabilities, want, dtype="float32", slips=slips, what="the probabilities")


@points(1)
@after(test_example)
def test_labels(probes, rng):
    """the labels are those of the k largest logits, best first"""
    for batch, features, classes, k in [(20, 3, 8, 3), (1, 4, 5, 2), (3, 5, 3, 1)]:
        weights, x, logits = drawn(rng, batch, features, classes)
        got = probes.top_k_labels(weights, x, k)
        assert_close(got, best(logits, k), slips=mislabelled(logits, k))


@points(0.5)
@after(test_example)
def test_probabilities(probes, rng):
    """the probabilities are the softmax over all classes, the k largest of them, best first"""
    weights, x, logits = drawn(rng, batch=9, features=2, classes=6)
    got, slips = probes.top_k_probabilities(weights, x, 4), misweighed(logits, 4)
    assert_close(got, largest(softmax(logits), 4), dtype="float32", slips=slips)


@points(0.5)
@after(test_probabilities)
def test_extremes(probes, rng):
    """the probabilities are right for logits of several hundred, and in inference mode"""
    weights, x, logits = far(rng, batch=5, classes=7)
    got, slips = probes.top_k_probabilities(weights, x, 3), misweighed(logits, 3)
    # float32 rounds logits of 600 by 3e-5, and so, relatively, their exponentials.
    assert_close(got, largest(softmax(logits), 3), rtol=5e-4, dtype="float32", slips=slips)
    weights, x = normal(rng, 3, 5), draw(rng, (8, 3))
    want = largest(softmax(normalized(weights, x, *weights[2:4])), 2)
    training = softmax(normalized(weights, x, x.mean(axis=0), x.var(axis=0)))
    got, slips = probes.top_k_probabilities(weights, x, 2), {TRAINING: largest(training, 2)}
    assert_close(got, want, dtype="float32", slips=slips)


@points(1)
@after(test_labels)
def test_bad_k(probes, rng):
    """a k below 1 or above the number of classes raises ValueError; k = classes is right"""
    weights, x, logits = drawn(rng, 8, 5, classes=4)
    got, want = probes.top_k_ends(weights, x, 4, [0, -1, 5]), largest(softmax(logits), 4)
    slips, what = misweighed(logits, 4), "the probabilities"
    assert_close(got["probabilities"], want, dtype="float32", slips=slips, what=what)
    what = "the outcome of k = 0, -1 and 5"
    assert_equal(got["ends"], ["ValueError"] * 3, what=what, slips=UNREFUSED)


TRAINING = "the model runs in training mode"

UNREFUSED = {
    "TensorFlow's own error for some of them, not a ValueError": [
        "an answer",
        "InvalidArgumentError",
        "InvalidArgumentError",
    ],
    "k is moved into range, not refused": ["an answer", "an answer", "an answer"],
    "only a k that is too large is refused": ["an answer", "InvalidArgumentError", "ValueError"],
    "a k above the classes is not refused": ["ValueError", "ValueError", "InvalidArgumentError"],
    "AssertionError instead of ValueError": ["AssertionError", "AssertionError", "AssertionError"],
    "k = 0 is not refused": ["an answer", "ValueError", "ValueError"],
}
