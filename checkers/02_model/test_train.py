"""Checks of train: a linear model under gradient descent, done again in NumPy."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def log_softmax(z):
    """Return the logarithm of the softmax over the last axis."""
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def loss_of(weights, x, labels, penalty=0.0):
    """Return the mean crossentropy of a linear model, with the penalty on its kernel."""
    logits = x @ weights[0] + weights[1]
    mean = -np.mean(log_softmax(logits)[np.arange(len(labels)), labels])
    return mean + penalty * np.sum(weights[0] ** 2)


def descent(weights, rate, x, labels, epochs, penalty=0.0):
    """Return the weights before the first epoch and after each; an epoch is one step."""
    path = [weights]
    for _ in range(epochs):
        kernel, bias = path[-1]
        error = np.exp(log_softmax(x @ kernel + bias))
        error[np.arange(len(labels)), labels] -= 1
        slope = x.T @ error / len(x) + 2 * penalty * kernel
        path.append([kernel - rate * slope, bias - rate * error.mean(axis=0)])
    return path


def drawn(rng, samples, features=3, classes=4):
    """Return weights, inputs and labels."""
    labels = draw(rng, (samples,), dtype="int32", high=classes)
    return draw(rng, (features, classes), (classes,)), draw(rng, (samples, features)), labels


def losses(path, x, labels, penalty=0.0):
    """Return the loss at each point of the path, as float32."""
    return np.float32([loss_of(weights, x, labels, penalty) for weights in path])


def means(weights, rate, x, labels, epochs, kept, penalty):
    """Return the loss of the kept samples before each epoch, which is one step."""
    path = descent(weights, rate, x[:kept], labels[:kept], epochs - 1, penalty)
    return losses(path, x[:kept], labels[:kept], penalty)


def misread(weights, rate, x, labels, epochs, kept, penalty):
    """Return the losses of mistaken loops."""

    def before(part, penalty=penalty, reported=penalty):
        steps = descent(weights, rate, x[part], labels[part], epochs - 1, penalty)
        return losses(steps, x[part], labels[part], reported)

    first = slice(kept)
    ends = descent(weights, rate, x[first], labels[first], epochs, penalty)[1:]
    return {
        "the losses of the held-out part (val_loss)": losses(
            ends, x[kept:], labels[kept:], penalty
        ),
        "the losses at the end of each epoch": losses(ends, x[first], labels[first], penalty),
        "the held-out samples are trained on too": before(slice(None)),
        "the held-out part is the first, not the last": before(slice(-kept, None)),
        "one sample too many is trained on": before(slice(kept + 1)),
        "epochs is not passed to fit": before(first)[:1],
        "only the loss of the last epoch": before(first)[-1:],
        "the model's penalties are left out": before(first, 0.0, 0.0),
        "the model's penalties are left out of the loss": before(first, reported=0.0),
        "the weights do not move": before(first)[[0] * epochs],
    }


def moved(weights, rate, x, labels, epochs, kept, penalty):
    """Return the kernel after training on the first samples, and those of mistaken loops."""

    def end(part, start=weights):
        return np.float32(descent(start, rate, x[part], labels[part], epochs, penalty)[-1][0])

    first = descent(weights, rate, x[:kept], labels[:kept], epochs, penalty)[-1]
    return end(slice(kept)), {
        "it goes on to train on all samples": end(slice(None), first),
        "the held-out samples are trained on too": end(slice(None)),
        "the held-out part is the first, not the last": end(slice(-kept, None)),
        "one sample too many is trained on": end(slice(kept + 1)),
        "the weights of the given model have not moved": np.float32(weights[0]),
    }


def uniform(rng, samples):
    """Return weights, rate, inputs and labels of samples that are the same, and two losses.

    They are the losses of a sample before the first step and before the second. Both are small:
    four digits do not hold what an epoch of 32 and 8 samples reports.
    """
    while True:
        weights, x, _ = drawn(rng, 1, features=6)
        labels = np.int32(np.argmax(x @ weights[0] + weights[1], axis=-1))
        path = descent([np.float64(weight) for weight in weights], 0.9, x, labels, 1)
        first, second = np.float64([loss_of(weights, x, labels) for weights in path])
        rest = 1e4 * (0.8 * first + 0.2 * second) % 1
        if 0.02 < first < 0.1 and first - second > 0.005 and 0.1 < rest < 0.9:
            x = np.repeat(x, samples, axis=0).reshape(samples, 2, 3)
            return [weights, 0.9, x, np.repeat(labels, samples)], first, second


def unbatched(first, second):
    """Return the losses of mistaken epochs over batches of 32 and 8 with these losses."""
    mistaken = {
        "the loss is rounded to four digits": round(0.8 * first + 0.2 * second, 4),
        "one batch of all samples, or only the loss of the first batch": first,
        "the mean over the batches, short or long": (first + second) / 2,
        "only the loss of the last batch": second,
        "one sample too few": (32 * first + 7 * second) / 39,
    }
    return {words: np.float32([loss]) for words, loss in mistaken.items()}


def given(rng, rate, samples):
    """Return what the probe takes first: weights, rate, inputs and labels."""
    weights, x, labels = drawn(rng, samples)
    return weights, rate, x, labels


def mistrained():
    """Return the losses of mistaken loops for the docstring's example."""
    return {
        "the losses of the held-out part (val_loss)": np.full(3, 97.0**2),
        "the losses at the end of each epoch": np.zeros(3),
        "the held-out samples are trained on too": np.array([2453.25, 1764.1875, 1764.1875]),
        "epochs is not passed to fit": np.array([4.0]),
    }


def test_example(probes):
    """train gives what the docstring's example shows: a list of Python floats"""
    x, y = np.ones((4, 1), "f"), np.float32([2, 2, 2, 99])
    got = probes.train_regression(0.25, x, y, 3, 0.25)
    what = "the type of the returned value"
    kinds = got["kinds"] if got["kinds"] != ["float"] else ["float"] * 3  # the losses say it better
    assert_equal(kinds, ["float"] * 3, what=what, slips=OTHERS)
    assert_close(np.array(got["losses"]), np.float64([4, 0, 0]), slips=mistrained(), rows="epoch")


@points(3)
@after(test_example)
def test_losses(probes, rng):
    """only the first samples move the weights; the losses are their means, epoch by epoch"""
    inputs, training = given(rng, 0.8, 11), {"epochs": 2, "kept": 7, "penalty": 0.1}
    got = probes.train(*inputs, 2, 0.3, penalty=0.1)
    want, slips = means(*inputs, **training), misread(*inputs, **training)
    assert_close(np.float32(got["losses"]), want, slips=slips, rows="epoch")
    kernel, slips = moved(*inputs, **training)
    assert_close(got["kernel"], kernel, slips=slips, what="the kernel afterwards")
    assert_equal(got["optimizer"], "the model's own", what="the optimizer afterwards")


@points(1)
@after(test_losses)
def test_batches(probes, rng):
    """a split of 0 trains on all samples, 32 in a step; the loss is the mean over all of them"""
    inputs, first, second = uniform(rng, 40)
    got = np.float32(probes.train_losses(*inputs, 1, 0.0))
    want = np.float32([0.8 * first + 0.2 * second])
    assert_close(got, want, slips=unbatched(first, second))


OTHERS = {
    "nothing is returned": "NoneType",
    "the History itself; expected its list of losses": "History",
    "the whole dict of measures; expected the list of losses": "dict",
    "an array instead of a list": "ndarray",
    "a single number instead of a list": "float",
    "NumPy numbers instead of Python floats": ["float32"] * 3,
    "NumPy's float64 instead of Python floats": ["float64"] * 3,
    "tensors instead of Python floats": ["EagerTensor"] * 3,
}
