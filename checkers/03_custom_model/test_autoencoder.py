"""Checks of Autoencoder."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    points,
)

NAME = "reconstruction_loss"


def restored(weights, x):
    """Return the code and the output made from it."""
    kernel, bias, back_kernel, back_bias = weights
    code = np.tanh(x @ kernel + bias)
    return code, code @ back_kernel + back_bias


def errors_of(weights, x):
    """Return each sample's mean squared error."""
    return np.mean((restored(weights, x)[1] - x) ** 2, axis=1)


def step(weights, x, rate, goal=None):
    """Return the weights after a step down the mean of these errors; the goal is x."""
    code, outputs = restored(weights, x)
    miss = 2 * (outputs - (x if goal is None else goal)) / x.size
    back = miss @ weights[2].T * (1 - code**2)
    slopes = x.T @ back, back.sum(axis=0), code.T @ miss, miss.sum(axis=0)
    return [weight - rate * slope for weight, slope in zip(weights, slopes, strict=True)]


def drawn(rng, features, code, batch):
    """Return inputs, and weights: kernel, bias of the encoder, then of the decoder."""
    return draw(rng, (batch, features)), draw(
        rng, (features, code), (code,), (code, features), (features,)
    )


def named(weights):
    return [["", weight] for weight in weights]


def test_example(probes):
    """Autoencoder gives what the docstring's example shows"""
    got = probes.auto_example("Autoencoder", x=np.float32([[1, 3]]), rate=0.5)
    assert_shape(got["output"], (1, 2), dtype="float32", slips=CODE)
    assert_equal(got["trained"], [[1], [1, 2], [2], [2, 1]], what=SHAPES, slips=FORM_SLIPS)
    assert_equal(sorted(got["report"]), [NAME], what="the list of names", slips=OTHER)
    assert_close(got["report"][NAME], 5.0, what="the reported loss", slips=LOSS_SLIPS)
    assert_close(got["sum"], 2.0, what="the sum of all weights after the step", slips=SUM_SLIPS)


@points(1)
@after(test_example)
def test_output_values(probes, rng):
    """the output is decoder(tanh(encoder))"""
    x, weights = drawn(rng, 4, 3, 1)
    got, (_, want) = probes.restored("Autoencoder", named(weights), x), restored(weights, x)
    plain = x @ weights[0] + weights[1]
    slips = {LINEAR: plain @ weights[2] + weights[3], TWICE: np.tanh(want)}
    slips[RELU] = np.maximum(plain, 0) @ weights[2] + weights[3]
    assert_close(got, want, slips=slips)


@points(2)
@after(test_output_values)
def test_step(probes, rng):
    """a step reports the loss before the update and moves every weight down its slope"""
    x, weights = drawn(rng, 4, 3, 5)
    got, want = probes.auto_step("Autoencoder", named(weights), 0.2, x), step(weights, x, 0.2)
    loss, slips = errors_of(weights, x).mean(), report_slips_of(weights, x, 0.2)
    assert_close(got["report"].get(NAME), loss, what=LOSS, slips=slips)
    for i, (new, _, part) in enumerate(zip(got["weights"], want, PARTS, strict=True)):
        assert_close(new, want[i], what=part, slips=slips_of(weights, want, x, i))


@points(1)
@after(test_step)
def test_targets(probes, rng):
    """targets and sample weights are ignored if there are any"""
    (x, weights), y = drawn(rng, 5, 3, 6), draw(rng, (6, 5))
    given = {"targets": y, "sample_weight": draw(rng, (6,), low=0.1, high=2.0)}
    got = probes.auto_step("Autoencoder", named(weights), 0.5, x, **given)
    slips = target_slips_of(weights, x, **given)
    assert_close(got["report"].get(NAME), errors_of(weights, x).mean(), what=LOSS, slips=slips)
    ends = step(weights, x, 0.5), step(weights, x, 0.5, goal=y)
    for new, want, slip, part in zip(got["weights"], *ends, PARTS, strict=True):
        assert_close(new, want, what=part, slips={GOAL: slip})


@points(1)
@after(test_step)
def test_evaluate(probes, rng):
    """evaluate reports the mean over all samples, starts anew each time, and changes no weight"""
    x, weights = drawn(rng, 4, 3, 5)
    got, start = (
        probes.auto_evaluate("Autoencoder", named(weights), 0.2, x, 3),
        step(weights, x[:3], 0.2),
    )
    errors = [errors_of(start, x[:3]), errors_of(start, x[3:])]
    slips = evaluate_slips_of(errors, errors_of(weights, x[:3]), start, x)
    for _, report in zip(range(2), got["reports"], strict=True):
        want = np.concatenate(errors).mean()
        assert_close(report.get(NAME), want, what="the loss", slips=slips)
    for new, old, slip, part in zip(
        got["weights"], start, step(start, x[3:], 0.2), PARTS, strict=True
    ):
        assert_close(new, old, what=f"after evaluate: {part}", slips={TRAINS: slip})


@points(1)
@after(test_step)
def test_epochs(probes, rng):
    """in a graph, each epoch of fit reports the mean over its own samples; validation works too"""
    x, weights = drawn(rng, 5, 2, 7)
    got, seen = (
        probes.auto_fit("Autoencoder", named(weights), 0.2, x, 3, 2),
        course(weights, x, 0.2, 3, 2),
    )
    ends = [after_epochs(weights, x, 0.2, 3, epochs) for epochs in (1, 2)]
    tested = [errors_of(end, x[:3]) for end in ends]
    want, slips = [np.concatenate(epoch).mean() for epoch in seen], history_slips_of(seen, tested)
    assert_close(got.get(NAME), want, rows="epoch", slips=slips)
    want = [errors.mean() for errors in tested]
    slips = {"the training step before is included": included(seen, tested), UNSEEN: [0.0, 0.0]}
    assert_close(got.get(f"val_{NAME}"), want, rows="epoch", what=VALIDATION, slips=slips)


def course(weights, x, rate, batch, epochs):
    """Return the samples' errors for each epoch and batch."""
    seen = []
    for _ in range(epochs):
        seen.append([])
        for start in range(0, len(x), batch):
            part = x[start : start + batch]
            seen[-1].append(errors_of(weights, part))
            weights = step(weights, part, rate)
    return seen


def after_epochs(weights, x, rate, batch, epochs):
    """Return the weights after some epochs."""
    for start in list(range(0, len(x), batch)) * epochs:
        weights = step(weights, x[start : start + batch], rate)
    return weights


def target_slips_of(weights, x, targets, sample_weight):
    outputs, errors = restored(weights, x)[1], errors_of(weights, x)
    missed = np.mean((outputs - targets) ** 2, axis=1)
    return {
        "the error is measured against the targets, not the inputs": missed.mean(),
        "the errors are weighted": np.mean(errors * sample_weight),
        "the errors are averaged with the weights": np.average(errors, weights=sample_weight),
    }


def report_slips_of(weights, x, rate):
    _, outputs = restored(weights, x)
    return {
        "measured after the update": errors_of(step(weights, x, rate), x).mean(),
        "the sum over the features, not the mean": errors_of(weights, x).mean() * x.shape[1],
        "the sum over the samples, not the mean": errors_of(weights, x).sum(),
        "absolute errors instead of squares": np.abs(outputs - x).mean(),
    }


def slips_of(weights, want, x, i):
    change = want[i] - weights[i]
    return {
        "it is not trained": weights[i],
        "the update goes uphill": weights[i] - change,
        "the update is applied twice": weights[i] + 2 * change,
        "the gradient is of a sum over the features": weights[i] + x.shape[1] * change,
        "the gradient is of a sum over the samples": weights[i] + len(x) * change,
    }


def history_slips_of(seen, tested):
    first, second = ([errors.mean() for errors in epoch] for epoch in seen)
    flat = [np.concatenate(epoch) for epoch in seen]
    return {
        "the metric is not reset between epochs": [
            flat[0].mean(),
            np.concatenate([flat[0], tested[0], flat[1]]).mean(),
        ],
        "the last batch's loss, not the epoch's": [first[-1], second[-1]],
        "a short last batch counts as much as a full one": [np.mean(first), np.mean(second)],
    }


def included(seen, tested):
    """Return each epoch's mean over its own samples and those of its validation."""
    pairs = zip(seen, tested, strict=True)
    return [np.concatenate([*epoch, errors]).mean() for epoch, errors in pairs]


def evaluate_slips_of(errors, before, start, x):
    first = step(start, x, 0.2)
    moved = errors_of(first, x[:3]), errors_of(step(first, x[:3], 0.2), x[3:])
    return {
        TRAINS: np.concatenate(moved).mean(),
        "the last batch's loss, not the mean": errors[1].mean(),
        "a short last batch counts as much as a full one": np.mean([e.mean() for e in errors]),
        "the training step before is included": np.concatenate([before, *errors]).mean(),
    }


CODE = {"the code comes out, not what the decoder makes of it": (1, 1)}
OTHER = {
    "the number is reported under another name": ["loss"],
    "one more number is reported: return reconstruction_loss only": ["loss", NAME],
}
LOSS = "the reported loss"
SHAPES = "the list of trained shapes"
FORM_SLIPS = {
    "the model does not track its layers: keep them as attributes": [],
    "the encoder is not one dense layer": [[1], [1], [1, 1], [1, 2], [2], [2, 1]],
    "encoder and decoder have no bias": [[1, 2], [2, 1]],
    "the decoder is frozen": [[1], [2, 1]],
    "the encoder is frozen": [[1, 2], [2]],
}
LOSS_SLIPS = {
    "the sum over the features, not the mean": 10.0,
    "absolute errors instead of squares": 2.0,
    "the root of the mean": 5**0.5,
    "measured after the update": 1.25,
    "no loss at all: compile is called without one": 0.0,
}
SUM_SLIPS = {
    "nothing is trained": 0.0,
    "the update goes uphill": -2.0,
    "the gradient is of a sum over the features": 4.0,
    "the update is applied twice": 3.0,
    "Adam's step: the optimizer of `compile` is not used": 0.002,
}
UNSEEN = "nothing is measured in a graph"
VALIDATION = "the loss in validation"
GOAL = "the step goes toward the targets, not the inputs"
TRAINS = "evaluate takes a step too"
LINEAR = "the encoder's tanh is missing"
RELU = "relu instead of tanh"
TWICE = "the decoder also has a tanh"
PARTS = (
    "the kernel of the encoder after the step",
    "the bias of the encoder after the step",
    "the kernel of the decoder after the step",
    "the bias of the decoder after the step",
)
