"""Checks of HuberLoss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids("keras.losses.Huber", "tf.losses.Huber")


def samples(y_true, y_pred, delta=1.0):
    error = np.abs(y_pred.astype(float) - y_true)
    return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).mean(axis=-1)


def worded(config):
    return ", ".join(f"{key}={value}" for key, value in config.items())


def held(kernel, x, y, weight):
    """Return the gradient of the errors' squares, each weighted to cost what Huber's loss does."""
    error = x @ kernel - y
    size = np.abs(error)
    loss = np.where(size <= 0.5, size**2 / 2, 0.5 * (size - 0.25))
    return x.T @ (2 * loss / error * weight[:, None]) / error.size


def test_example(probes):
    """HuberLoss gives what the docstring's example shows"""
    y_true, y_pred = np.float32([[0], [0]]), np.float32([[1], [4]])
    got, slips = probes.huber_loss({"delta": 2.0}, y_true, y_pred), {BATCH_SUM: 6.5}
    assert_close(got, 3.25, slips=slips, dtype="float32")


def test_subclass(probes):
    """HuberLoss is a keras.losses.Loss"""
    got, slips = probes.huber_loss_kind(), {BASELESS: {"is a keras.losses.Loss": False}}
    assert_equal(got, {"is a keras.losses.Loss": True}, what="the class", slips=slips)


@points(1)
@after(test_subclass)
def test_values(probes, rng):
    """each HuberLoss averages the Huber losses of its samples with its own delta, by default 1"""
    pairs = [draw(rng, shape, shape, low=-4, high=4) for shape in [(6, 4), (1, 5), (7, 2)]]
    got = probes.huber_losses(CONFIGS, pairs)
    for config, pair, value in zip(CONFIGS, pairs, got, strict=True):
        want, what = samples(*pair, **config).mean(), f"HuberLoss({worded(config)})"
        slips = {UNUSED: samples(*pair).mean(), SQUARE: np.mean((pair[1] - pair[0]) ** 2)}
        slips |= {SHARED: samples(*pair, **CONFIGS[-1]).mean(), SUM: want * pair[0].shape[-1]}
        slips |= {} if config else {HALF: samples(*pair, 0.5).mean()}
        assert_close(value, want, what=what, slips=slips, dtype="float32")


@points(1)
@after(test_subclass)
def test_reduction(probes, rng):
    """HuberLoss weighs the samples and obeys reduction and dtype"""
    y_true, y_pred = draw(rng, (5, 3), (5, 3), low=-3, high=3)
    weight = draw(rng, (5,), low=0.1, high=2.0)
    losses = samples(y_true, y_pred)
    for name, reduce in [("none", np.array), ("sum", np.sum), ("sum_over_batch_size", np.mean)]:
        config = {"reduction": name, "dtype": "float64"}
        got, want = probes.huber_loss(config, y_true, y_pred, weight), reduce(losses * weight)
        slips = {TOO_EARLY: reduce(losses.mean() * weight), DEFAULT: np.mean(losses * weight)}
        slips[WEIGHTED] = np.average(losses, weights=weight)
        assert_close(got, want, dtype="float64", what=f"reduction {name}", slips=slips)


@points(1)
@after(test_example)
def test_config(probes, rng):
    """HuberLoss comes back from its config with delta, reduction and name"""
    y_true, y_pred = draw(rng, (4, 3), (4, 3), low=-4, high=4)
    config = {"delta": 0.3, "reduction": "sum", "name": "robust"}
    seen = probes.huber_loss_rebuilt(config, y_true, y_pred)
    kept, lost = samples(y_true, y_pred, 0.3), samples(y_true, y_pred)
    slips = {LOST: lost.sum(), LOST_TOO: kept.mean()}
    assert_close(
        seen["loss"], kept.sum(), what="rebuilt from the config", slips=slips, dtype="float32"
    )
    slips = {NAMELESS: config | {"name": None}, TENSOR: config | {"delta": float(np.float32(0.3))}}
    assert_equal(seen["config"], config, what="the config", slips=slips)


@points(0.5)
@after(test_subclass)
def test_saved_model(probes, rng):
    """a saved model loads with its HuberLoss: the same delta, the same reduction"""
    kernel, x, y = draw(rng, (3, 2), (4, 3), (4, 2), low=-2, high=2)
    config = {"delta": 0.6, "reduction": "sum"}
    got = probes.huber_loss_reloaded(config, kernel, x, y)
    losses = samples(y, x @ kernel, 0.6)
    slips = {LOST: samples(y, x @ kernel).sum(), LOST_TOO: losses.mean()}
    assert_close(
        got, losses.sum(), what="the loss of the loaded model", slips=slips, dtype="float32"
    )


@points(1)
@after(test_values)
def test_training(probes, rng):
    """a model compiled with HuberLoss takes the right step of gradient descent"""
    kernel, x, y = draw(rng, (3, 2), (6, 3), (6, 2))
    weight = draw(rng, (6,), low=0.2, high=2.0)

    def value(kernel):
        return np.mean(samples(y, x @ kernel, 0.5) * weight)

    got = probes.huber_loss_step(0.5, 0.3, kernel, x, y, weight)
    want = kernel - 0.3 * numeric_gradient(value, kernel)
    slips = {HELD: kernel - 0.3 * held(kernel, x, y, weight)}
    assert_close(got, want, what="the kernel", slips=slips, dtype="float32")


BATCH_SUM = "the sum over the batch, not the mean"
BASELESS = "the base class is missing: class HuberLoss(keras.losses.Loss)"
SUM = "the sum over the outputs, not the mean"
HALF = "delta is 1/2 by default"
WEIGHTED = "divided by the sum of the weights, not by the number of samples"
HELD = "the gradient does not flow through the weight of a far error"
CONFIGS = [{}, {"delta": 0.4}, {"delta": 3.0}]
SHARED = "all objects share one delta, that of the newest: it is kept on the class, not on self"
UNUSED = "delta is not used; it is always 1"
SQUARE = "the mean squared error"
NAMELESS = "name is not in the config: start from the base class's config"
TENSOR = "delta is a float32 tensor, not a Python number"
LOST = "delta is not in the config; the default comes back"
LOST_TOO = "reduction is not in the config or not passed on; the default comes back"
TOO_EARLY = "the losses are averaged over the batch before the sample weights apply"
DEFAULT = "reduction is not passed to the base class; the default is used"
