"""Checks of train: a linear model under gradient descent, done again in NumPy."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def log_softmax(z):
    """Return the logarithm of the softmax over the last axis."""
    z = z - z.max(axis=-1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=-1, keepdims=True))


def loss_of(weights, x, labels):
    """Return the mean crossentropy of a linear model."""
    logits = x @ weights[0] + weights[1]
    return -np.mean(log_softmax(logits)[np.arange(len(labels)), labels])


def descent(weights, rate, x, labels, epochs):
    """Return the weights before the first epoch and after each; an epoch is one step."""
    path = [weights]
    for _ in range(epochs):
        kernel, bias = path[-1]
        error = np.exp(log_softmax(x @ kernel + bias))
        error[np.arange(len(labels)), labels] -= 1
        path.append([kernel - rate * x.T @ error / len(x), bias - rate * error.mean(axis=0)])
    return path


def drawn(rng, samples, features=3, classes=4):
    """Return weights, inputs and labels."""
    labels = draw(rng, (samples,), dtype="int32", high=classes)
    return draw(rng, (features, classes), (classes,)), draw(rng, (samples, features)), labels


def losses(path, x, labels):
    """Return the loss at each point of the path, as float32."""
    return np.float32([loss_of(weights, x, labels) for weights in path])


def means(weights, rate, x, labels, epochs, kept):
    """Return the loss of the kept samples before each epoch, which is one step."""
    path = descent(weights, rate, x[:kept], labels[:kept], epochs - 1)
    return losses(path, x[:kept], labels[:kept])


def misread(weights, rate, x, labels, epochs, kept):
    """Return the losses of mistaken loops."""

    def before(part):
        steps = descent(weights, rate, x[part], labels[part], epochs - 1)
        return losses(steps, x[part], labels[part])

    ends = descent(weights, rate, x[:kept], labels[:kept], epochs)[1:]
    return {
        "the losses of the held-out part (val_loss)": losses(ends, x[kept:], labels[kept:]),
        "the losses at the end of each epoch": losses(ends, x[:kept], labels[:kept]),
        "the held-out samples are trained on too": before(slice(None)),
        "the held-out part is the first, not the last": before(slice(-kept, None)),
        "one sample too many is trained on": before(slice(kept + 1)),
        "epochs is not passed to fit": before(slice(kept))[:1],
    }


def moved(weights, rate, x, labels, epochs, kept):
    """Return the kernel after training on the first samples, and those of mistaken loops."""

    def end(part, start=weights):
        return np.float32(descent(start, rate, x[part], labels[part], epochs)[-1][0])

    first = descent(weights, rate, x[:kept], labels[:kept], epochs)[-1]
    return end(slice(kept)), {
        "it goes on to train on all samples": end(slice(None), first),
        "the held-out samples are trained on too": end(slice(None)),
        "the held-out part is the first, not the last": end(slice(-kept, None)),
        "one sample too many is trained on": end(slice(kept + 1)),
        "the weights have not moved": np.float32(weights[0]),
    }


def uniform(rng, samples):
    """Return weights, rate, inputs and labels; the samples are all the same, in any order."""
    weights, x, labels = drawn(rng, 1)
    return weights, 0.9, np.repeat(x, samples, axis=0), np.repeat(labels, samples)


def unbatched(first, second):
    """Return the losses of mistaken epochs over batches of 32 and 8 with these losses."""
    mistaken = {
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


def test_form(probes, rng):
    """train returns a list of Python floats, one for each epoch"""
    got = probes.train(*given(rng, 0.5, 12), 1, 0.25)["kinds"]
    assert_equal(got, ["float"], what="the type of the returned value", slips=OTHERS)


@points(3)
@after(test_form)
def test_losses(probes, rng):
    """only the first samples move the weights; the losses are their means, epoch by epoch"""
    inputs, training = given(rng, 0.8, 12), {"epochs": 2, "kept": 9}
    got = probes.train(*inputs, 2, 0.25)
    wanted, slips = means(*inputs, **training), misread(*inputs, **training)
    assert_close(np.float32(got["losses"]), wanted, slips=slips, rows="epoch")
    kernel, slips = moved(*inputs, **training)
    assert_close(got["weights"][0], kernel, slips=slips, what="the kernel afterwards")


@points(1)
@after(test_losses)
def test_batches(probes, rng):
    """a split of 0 trains on all samples, 32 in a step; the loss is the mean over all of them"""
    weights, rate, x, labels = uniform(rng, 40)
    got = np.float32(probes.train(weights, rate, x, labels, 1, 0.0)["losses"])
    steps = losses(descent(weights, rate, x, labels, 1), x, labels)
    assert_close(got, steps[:1] * 0.8 + steps[1:] * 0.2, slips=unbatched(*steps))


OTHERS = {
    "nothing is returned": "NoneType",
    "the History itself; expected its list of losses": "History",
    "the whole dict of measures; expected the list of losses": "dict",
    "an array instead of a list": "ndarray",
    "tensors or NumPy numbers instead of Python floats": ["float32"],
}
