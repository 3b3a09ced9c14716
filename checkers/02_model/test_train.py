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
    """Return the weights before the first epoch and after each, where an epoch is one step."""
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


def uniform(rng, kept, others):
    """Return weights, rate, inputs and labels; the kept samples are all the same."""
    weights, x, labels = drawn(rng, kept + others)
    return (
        weights,
        0.9,
        np.where(np.arange(len(x))[:, None] < kept, x[:1], x),
        np.where(np.arange(len(x)) < kept, labels[:1], labels),
    )


def batched(weights, rate, x, labels, sizes, epochs):
    """Return the loss of each step over samples that are all the same, one row an epoch."""
    path = descent(weights, rate, x, labels, epochs * len(sizes) - 1)
    return losses(path, x, labels).reshape(epochs, len(sizes))


def unbatched(weights, rate, x, labels, epochs):
    """Return the losses of mistaken epochs over 40 samples that are all the same."""
    steps = batched(weights, rate, x, labels, (32, 8), epochs)
    return {
        "one batch of all samples": batched(weights, rate, x, labels, (40,), epochs)[:, 0],
        "the mean over the batches, short or long": steps.mean(axis=1),
        "the loss of the last batch alone": steps[:, -1],
        "the loss of the first batch alone": steps[:, 0],
        "the short last batch is left out": batched(weights, rate, x, labels, (32,), epochs)[:, 0],
    }


def given(rng, rate, samples):
    """Return what the probe takes first: weights, rate, inputs and labels."""
    weights, x, labels = drawn(rng, samples)
    return weights, rate, x, labels


def test_form(probes, rng):
    """train returns a list of Python floats, one for each epoch"""
    got = probes.train(*given(rng, 0.5, 12), 2, 0.25)["kinds"]
    assert_equal(got, ["float", "float"], what="the type of what is returned", slips=OTHERS)


@points(2)
@after(test_form)
def test_losses(probes, rng):
    """the losses are the means over the training samples, epoch by epoch"""
    weights, rate, x, labels = given(rng, 0.8, 13)
    got = np.float32(probes.train(weights, rate, x, labels, 3, 0.3)["losses"])
    path = descent(weights, rate, x[:9], labels[:9], 2)
    slips = misread(weights, rate, x, labels, epochs=3, kept=9)
    assert_close(got, losses(path, x[:9], labels[:9]), slips=slips)


@points(1)
@after(test_form)
def test_held_out(probes, rng):
    """the last samples are held out: the weights move by the first ones alone"""
    inputs = given(rng, 0.6, 17)
    kernel, slips = moved(*inputs, epochs=1, kept=12)
    assert_close(probes.train(*inputs, 1, 0.25)["weights"][0], kernel, slips=slips)


@points(1)
@after(test_losses)
def test_batches(probes, rng):
    """a step takes 32 samples, and an epoch's loss is the mean over all of its samples"""
    weights, rate, x, labels = uniform(rng, kept=40, others=14)  # so any order gives the same
    got = np.float32(probes.train(weights, rate, x, labels, 1, 0.25)["losses"])
    steps = batched(weights, rate, x[:40], labels[:40], (32, 8), epochs=1)
    slips = unbatched(weights, rate, x[:40], labels[:40], epochs=1)
    assert_close(got, steps @ np.float32([0.8, 0.2]), slips=slips)


OTHERS = {
    "nothing is returned": "NoneType",
    "the History itself; its list of losses belongs here": "History",
    "all that was measured; the list of losses belongs here": "dict",
    "an array where a list belongs": "ndarray",
    "epochs is not handed to fit": ["float"],
    "tensors or NumPy numbers where Python floats belong": ["float32", "float32"],
}
