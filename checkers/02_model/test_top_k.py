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
        "sorted by label; expected best first": np.sort(best(logits, k)),
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
    """Return the dtype and shape of both arrays; any integers are as good."""
    kinds = {"i": "integers", "u": "integers"}
    return [[kinds.get(a.dtype.kind, a.dtype.name), *a.shape] for a in pair]


def misformed(batch, classes, k):
    """Return mistaken dtypes and shapes."""
    return {
        "probabilities first, labels second": [["float32", batch, k], ["integers", batch, k]],
        "all classes, not the k best": [["integers", batch, classes], ["float32", batch, classes]],
        "only the label of the best": [["integers", batch], ["float32", batch, k]],
    }


def drawn(rng, batch, features, classes):
    """Return kernel and bias, inputs, and logits; no two logits of a row are nearly equal."""
    while True:
        kernel, bias, x = draw(rng, (features, classes), (classes,), (batch, features))
        logits = x @ kernel + bias
        if np.diff(np.sort(logits)).min() > 1e-4:
            return [kernel, bias], x, logits


def test_shape(probes, rng):
    """top_k returns labels and probabilities, k of each for every sample"""
    weights, x, _ = drawn(rng, batch=1, features=4, classes=5)
    got, slips = form(probes.top_k(weights, x, 2)), misformed(batch=1, classes=5, k=2)
    wanted = [["integers", 1, 2], ["float32", 1, 2]]
    assert_equal(got, wanted, what="the list of dtypes and shapes", slips=slips)


@points(1)
@after(test_shape)
def test_labels(probes, rng):
    """the labels are those of the k largest logits, best first"""
    weights, x, logits = drawn(rng, batch=20, features=3, classes=8)
    got = probes.top_k(weights, x, 3)[0]
    assert_close(got, best(logits, 3), slips=mislabelled(logits, 3))


@points(1)
@after(test_shape)
def test_probabilities(probes, rng):
    """the probabilities are the softmax over all classes, the k largest of them, best first"""
    weights, x, logits = drawn(rng, batch=9, features=2, classes=6)
    got = probes.top_k(weights, x, 4)[1]
    assert_close(got, largest(softmax(logits), 4), slips=misweighed(logits, 4))


@points(1)
@after(test_labels)
def test_bad_k(probes, rng):
    """a k below 1 or above the number of classes raises ValueError; k = classes is right"""
    weights, x, logits = drawn(rng, 8, 5, classes=4)
    got, wanted = probes.top_k_ends(weights, x, 4, [0, -1, 5]), largest(softmax(logits), 4)
    assert_close(got["pair"][1], wanted, slips=misweighed(logits, 4))
    what = "the outcome of k = 0, -1 and 5"
    assert_equal(got["ends"], ["ValueError"] * 3, what=what, slips=UNREFUSED)


UNREFUSED = {
    "TensorFlow's own error for some of them, not a ValueError": [
        "an answer",
        "InvalidArgumentError",
        "InvalidArgumentError",
    ],
    "k is moved into range, not refused": ["an answer", "an answer", "an answer"],
    "only a k that is too large is refused": ["an answer", "InvalidArgumentError", "ValueError"],
    "only a k that is too small is refused": ["ValueError", "ValueError", "InvalidArgumentError"],
    "a k of 0 is not refused": ["an answer", "ValueError", "ValueError"],
}
