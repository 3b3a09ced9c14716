"""Checks of train_step."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_true,
    draw,
    points,
)
from tensorkata.checking.assertions import CheckFailed

NO_PENALTY = "the regularization losses (model.losses) are left out"
NO_TRAINING = "the model runs without training=True"
AFTER = "computed by a second pass, after the update"
ONE_PENALTY = "only the first of model.losses is added"
MEAN_PENALTY = "the mean of model.losses is added, not their sum"


def logs_of(kernel, bias, x, y, strength=0.0, factor=2.0, shares=(1.0, 0.5)):
    """Return the loss of softmax regression on factor * x with L2 penalties, and the accuracy."""
    logits = factor * x @ kernel + bias
    top = logits.max(axis=1)
    partition = top + np.log(np.sum(np.exp(logits - top[:, None]), axis=1))
    penalty = strength * (shares[0] * np.sum(kernel**2) + shares[1] * np.sum(bias**2))
    loss = np.mean(partition - logits[np.arange(len(y)), y]) + penalty
    return loss, np.mean(logits.argmax(axis=1) == y)


def gradients_of(kernel, bias, x, y, strength=0.0, factor=2.0, shares=(1.0, 0.5)):
    """Return the gradients of that loss in the kernel and in the bias."""
    logits = factor * x @ kernel + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    miss = (odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]) / len(y)
    penalties = [2 * strength * share * w for share, w in zip(shares, (kernel, bias), strict=True)]
    return factor * x.T @ miss + penalties[0], miss.sum(axis=0) + penalties[1]


def stepped(rate, kernel, bias, *batch, **more):
    """Return kernel and bias after one step of plain descent."""
    slopes = gradients_of(kernel, bias, *batch, **more)
    return kernel - rate * slopes[0], bias - rate * slopes[1]


def slips_of_loss(data, strength):
    """Return the loss that each mistake gives."""
    later = logs_of(*stepped(0.5, *data, strength), *data[2:], strength)[0]
    return {
        NO_PENALTY: logs_of(*data)[0],
        ONE_PENALTY: logs_of(*data, strength, shares=(1.0, 0.0))[0],
        MEAN_PENALTY: logs_of(*data, strength, shares=(0.5, 0.25))[0],
        NO_TRAINING: logs_of(*data, strength, factor=1.0)[0],
        AFTER: later,
        "multiplied by the batch's size": logs_of(*data, strength)[0] * len(data[2]),
    }


def hits_of(kernel, bias, x, y):
    return ((2.0 * x @ kernel + bias).argmax(axis=1) == y).astype(float)


def slips_of_accuracy(data, strength):
    """Return the accuracy that each mistake gives."""
    right = logs_of(*data)[1]
    return {
        NO_TRAINING: logs_of(*data, factor=1.0)[1],
        AFTER: logs_of(*stepped(0.5, *data, strength), *data[2:])[1],
        "the share of errors": 1 - right,
        "the number of hits, not their share": right * len(data[2]),
        "each sample's hit: the mean over the batch is missing": hits_of(*data),
    }


def slips_of_update(data, strength):
    """Return the kernel that each mistake gives."""
    want = stepped(0.5, *data, strength)[0]
    return {
        "the regularization is not in the gradient: add it under the tape": stepped(0.5, *data)[0],
        MEAN_PENALTY: stepped(0.5, *data, strength, shares=(0.5, 0.25))[0],
        NO_TRAINING: stepped(0.5, *data, strength, factor=1.0)[0],
        "the weights are not updated": data[0],
        "the update goes uphill": stepped(-0.5, *data, strength)[0],
        "the optimizer is applied twice": 2 * want - data[0],
    }


def drawn(rng, features, classes, *batch, dtype="int32"):
    kernel, bias, x = draw(rng, (features, classes), (classes,), (*batch, features))
    return kernel, bias, x, draw(rng, batch, dtype=dtype, high=classes)


def compare(logs, data, strength):
    """Hold the loss and the accuracy against those of the batch."""
    if logs is None:
        raise CheckFailed("returned None", rung="none")
    named = isinstance(logs, dict) and sorted(logs) == ["accuracy", "loss"]
    assert_true(named, 'is not {"loss": ..., "accuracy": ...}', got=logs)
    for name, want, slips in zip(
        ("loss", "accuracy"),
        logs_of(*data, strength),
        (slips_of_loss(data, strength), slips_of_accuracy(data, strength)),
        strict=True,
    ):
        what, kind = f"the {name}", "tensor"
        assert_close(logs[name], want, dtype="float32", slips=slips, what=what, kind=kind)


def test_example(probes):
    """train_step gives what the docstring's example shows, two float32 scalars"""
    data = np.zeros((2, 2)), np.zeros(2), np.eye(2, dtype="float32"), np.int32([0, 0])
    compare(probes.train_step(*data), data, 0.0)


@points(0.75)
@after(test_example)
def test_loss_and_accuracy(probes, rng):
    """loss includes the regularization, and both come from the training pass before the update"""
    for (features, classes, batch), strength in [((3, 4, 1), 0.0), ((2, 3, 20), 0.1)]:
        data = drawn(rng, features, classes, batch)
        compare(probes.train_step(*data, strength), data, strength)


@points(0.75)
@after(test_example)
def test_update(probes, rng):
    """the optimizer takes one step down the whole loss, computed with training=True"""
    data, strength = drawn(rng, 5, 3, 7), 0.2
    got = probes.train_step(*data, strength, seen="weights")
    want, wrong = stepped(0.5, *data, strength), slips_of_update(data, strength)
    assert_close(got["kernel"], want[0], slips=wrong, what="the kernel after the step")
    wrong = {"the bias is not updated": data[1]}
    assert_close(got["bias"], want[1], slips=wrong, what="the bias after the step")


@points(0.25)
@after(test_loss_and_accuracy)
def test_labels(probes, rng):
    """labels may be int64 or uint8, which has no room for every class"""
    for dtype in ("int64", "uint8"):
        data = drawn(rng, 4, 3, 6, dtype=dtype)
        compare(probes.train_step(*data, 0.1), data, 0.1)
    kernel, bias, x, _ = drawn(rng, 4, 260, 6)
    bias[256:] += 40
    largest = (2.0 * x @ kernel + bias).argmax(axis=1)
    data = kernel, bias, x, (largest - 256).astype("uint8")
    compare(probes.train_step(*data), data, 0.0)


@points(0.5)
@after(test_update)
def test_trained_and_frozen(probes, rng):
    """only the trainable variables are updated: frozen weights stay"""
    data = drawn(rng, 3, 5, 8)
    got, want = probes.train_step(*data, seen="frozen"), normalized(*data)
    wrong = {"gamma and beta are not updated": np.repeat([[1.0], [0.0]], 3, axis=1)}
    assert_close(got["trained"], want, slips=wrong, what="gamma and beta of a normalization")
    moved = {"a frozen weight is updated": stepped_frozen(*data)}
    assert_close(got["kernel"], data[0], slips=moved, what="the frozen kernel")


@points(0.5)
@after(test_update)
def test_in_graph(probes, rng):
    """three steps in one tf.function, with momentum, are right, and the model is traced once"""
    data = drawn(rng, 4, 3, 3, 6)
    got, plain = probes.train_step(*data, seen="graph"), list(followed(*data, momentum=0.0))
    steps = list(followed(*data))
    for k, logs in zip(range(3), got["logs"], strict=True):
        wrong = {"the optimizer's momentum is left out: let it make the update": plain[k][0]}
        assert_close(logs["loss"], steps[k][0], slips=wrong, what="the loss of a step")
        wrong = {"the mean over all steps so far": np.mean([step[1] for step in steps[: k + 1]])}
        assert_close(logs["accuracy"], steps[k][1], slips=wrong, what="the accuracy of a step")
    assert_equal(got["passes"], 1, what="the number of calls of the model in tracing", slips=PASSES)


@points(0.25)
@after(test_loss_and_accuracy)
def test_losses_of_the_batch(probes, rng):
    """what the model adds to its losses for this batch counts, not what it added before"""
    kernel, bias, xs, ys = drawn(rng, 3, 4, 2, 5)
    bare = [logs_of(kernel, bias, *batch, factor=1.0)[0] for batch in zip(xs, ys, strict=True)]
    price = np.square(xs).mean(axis=(1, 2))
    got, want = probes.train_step(kernel, bias, xs, ys, seen="priced"), bare + price
    wrong = {
        NO_PENALTY: np.array(bare),
        "model.losses is read before the model has run": bare + np.array([0.0, price[0]]),
    }
    assert_close(np.stack(got), want, slips=wrong, what="the loss of each of two steps")


def followed(kernel, bias, xs, ys, momentum=0.9):
    """Yield loss and accuracy of each step of SGD."""
    state = [0 * kernel, 0 * bias]
    for x, y in zip(xs, ys, strict=True):
        yield logs_of(kernel, bias, x, y, 0.1)
        slopes = gradients_of(kernel, bias, x, y, 0.1)
        state = [momentum * v - 0.5 * slope for v, slope in zip(state, slopes, strict=True)]
        kernel, bias = kernel + state[0], bias + state[1]


def normalized(kernel, bias, x, y, rate=0.5):
    """Return gamma and beta after a step for the logits (x - mean) / std @ kernel + bias."""
    unit = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    odds = np.exp(unit @ kernel + bias)
    miss = odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]
    back = miss / len(y) @ kernel.T
    return np.stack([1 - rate * np.sum(back * unit, axis=0), -rate * back.sum(axis=0)])


def stepped_frozen(kernel, bias, x, y, rate=0.5):
    """Return the kernel after that step, if it were not frozen."""
    unit = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    return kernel - rate * gradients_of(kernel, bias, unit, y, factor=1.0)[0]


PASSES = {"a second forward pass: use the first pass's logits again": 2}
