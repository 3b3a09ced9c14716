"""Checks of train_step."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    assert_true,
    draw,
    points,
)

NO_PENALTY = "the regularization losses (model.losses) are left out"
NO_TRAINING = "the model runs without training=True"
AFTER = "computed by a second pass, after the update"


def logs_of(kernel, bias, x, y, factor=2.0, strength=0.0):
    """Return the loss of softmax regression on factor * x with an L2 penalty, and the accuracy."""
    logits = factor * x @ kernel + bias
    top = logits.max(axis=1)
    partition = top + np.log(np.sum(np.exp(logits - top[:, None]), axis=1))
    loss = np.mean(partition - logits[np.arange(len(y)), y]) + strength * np.sum(kernel**2)
    return loss, np.mean(logits.argmax(axis=1) == y)


def gradients_of(kernel, bias, x, y, factor=2.0, strength=0.0):
    """Return the gradients of that loss in the kernel and in the bias."""
    logits = factor * x @ kernel + bias
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    miss = (odds / odds.sum(axis=1, keepdims=True) - np.eye(len(bias))[y]) / len(y)
    return factor * x.T @ miss + 2 * strength * kernel, miss.sum(axis=0)


def stepped(rate, kernel, bias, *batch):
    """Return kernel and bias after one step of plain descent."""
    slopes = gradients_of(kernel, bias, *batch)
    return kernel - rate * slopes[0], bias - rate * slopes[1]


def slips_of_update(data, strength):
    """Return the kernel that each mistake gives."""
    want = stepped(0.5, *data, 2.0, strength)[0]
    return {
        "the regularization is not in the gradient: add it under the tape": stepped(0.5, *data)[0],
        NO_TRAINING: stepped(0.5, *data, 1.0, strength)[0],
        "the weights are not updated": data[0],
        "the update goes uphill": stepped(-0.5, *data, 2.0, strength)[0],
        "the optimizer is applied twice": 2 * want - data[0],
    }


def drawn(rng, features, classes, *batch):
    kernel, bias, x = draw(rng, (features, classes), (classes,), (*batch, features))
    return kernel, bias, x, draw(rng, batch, dtype="int32", high=classes)


def test_logs(probes, rng):
    """train_step returns "loss" and "accuracy", two float32 scalars"""
    logs = probes.train_step(*drawn(rng, 3, 4, 6))["logs"]
    named = isinstance(logs, dict) and sorted(logs) == ["accuracy", "loss"]
    assert_true(named, 'is not {"loss": ..., "accuracy": ...}', got=logs)
    for name in ("loss", "accuracy"):
        assert_shape(logs[name], (), dtype="float32")


@points(1)
@after(test_logs)
def test_loss_and_accuracy(probes, rng):
    """loss includes the regularization, and both come from the training pass before the update"""
    for (features, classes, batch), strength in [((3, 4, 1), 0.0), ((2, 3, 20), 0.1)]:
        data = drawn(rng, features, classes, batch)
        got = probes.train_step(*data, strength=strength)["logs"]
        later = logs_of(*stepped(0.5, *data, 2.0, strength), *data[2:], 2.0, strength)
        (loss, accuracy), still = logs_of(*data, 2.0, strength), logs_of(*data, 1.0, strength)
        slips = {NO_PENALTY: logs_of(*data)[0], NO_TRAINING: still[0], AFTER: later[0]}
        assert_close(got["loss"], loss, slips=slips, what="the loss")
        slips = {NO_TRAINING: still[1], AFTER: later[1], "the share of errors": 1 - accuracy}
        assert_close(got["accuracy"], accuracy, slips=slips, what="the accuracy")


@points(1)
@after(test_logs)
def test_update(probes, rng):
    """the optimizer takes one step down the whole loss, computed with training=True"""
    data, strength = drawn(rng, 5, 3, 7), 0.2
    got, want = probes.train_step(*data, strength=strength), stepped(0.5, *data, 2.0, strength)
    slips = slips_of_update(data, strength)
    assert_close(got["kernel"], want[0], slips=slips, what="the kernel after the step")
    slips = {"the bias is not updated": data[1]}
    assert_close(got["bias"], want[1], slips=slips, what="the bias after the step")


@points(1)
@after(test_update)
def test_in_graph(probes, rng):
    """three steps in one tf.function, with momentum, are right, and the model is traced once"""
    kernel, bias, xs, ys = drawn(rng, 4, 3, 3, 6)
    got, state = probes.train_in_graph(kernel, bias, xs, ys, 0.9), [0 * kernel, 0 * bias]
    for x, y, logs in zip(xs, ys, got["logs"], strict=True):
        loss, accuracy = logs_of(kernel, bias, x, y, 2.0, 0.1)
        assert_close(logs["loss"], loss, what="the loss of a step")
        assert_close(logs["accuracy"], accuracy, what="the accuracy of a step")
        slopes = gradients_of(kernel, bias, x, y, 2.0, 0.1)
        state = [0.9 * v - 0.5 * slope for v, slope in zip(state, slopes, strict=True)]
        kernel, bias = kernel + state[0], bias + state[1]
    slips = {"a second forward pass: use the first pass's logits again": 2}
    assert_equal(got["passes"], 1, what="the number of calls of the model in tracing", slips=slips)
