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


def step(weights, x, rate):
    """Return the weights after a step down the mean of these errors."""
    code, outputs = restored(weights, x)
    miss = 2 * (outputs - x) / x.size
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


def test_form(probes, rng):
    """the output has the shape of the inputs; encoder and decoder each have a kernel and a bias"""
    config = {"input_dim": 5, "code_dim": 2}
    got = probes.form_after_two("Autoencoder", config, draw(rng, (6, 5)))
    assert_shape(got["output"], (6, 5), dtype="float32")
    want = [[2], [2, 5], [5], [5, 2]]
    assert_equal(got["trained"], want, what="the list of trained shapes", slips={HIDDEN: []})


@points(1)
@after(test_form)
def test_output_values(probes, rng):
    """the output is decoder(tanh(encoder))"""
    x, weights = drawn(rng, 4, 3, 1)
    got, (_, want) = probes.restored(named(weights), x), restored(weights, x)
    plain = x @ weights[0] + weights[1]
    slips = {LINEAR: plain @ weights[2] + weights[3], TWICE: np.tanh(want)}
    slips[RELU] = np.maximum(plain, 0) @ weights[2] + weights[3]
    assert_close(got, want, slips=slips)


@points(2)
@after(test_output_values)
def test_step(probes, rng):
    """a step reports the loss before the update and moves every weight down its slope"""
    x, weights = drawn(rng, 4, 3, 5)
    got, want = probes.auto_step(named(weights), 0.2, x), step(weights, x, 0.2)
    assert_equal(sorted(got["report"]), [NAME], what="the list of names", slips=OTHER)
    loss, slips = errors_of(weights, x).mean(), report_slips_of(weights, x, 0.2)
    assert_close(got["report"][NAME], loss, what="the reported loss", slips=slips)
    for i, part in enumerate(PARTS):
        assert_close(got["weights"][i], want[i], what=part, slips=slips_of(weights, want, x, i))


@points(2)
@after(test_step)
def test_epochs(probes, rng):
    """in a graph, each epoch of fit reports the mean over its own samples"""
    x, weights = drawn(rng, 5, 2, 7)
    got, seen = probes.auto_fit(named(weights), 0.2, x, 3, 2), course(weights, x, 0.2, 3, 2)
    want, slips = [np.concatenate(epoch).mean() for epoch in seen], history_slips_of(seen)
    assert_close(got.get(NAME), want, rows="epoch", slips=slips)


@points(1)
@after(test_step)
def test_evaluate(probes, rng):
    """evaluate reports the mean over all samples, starts anew each time, and changes no weight"""
    x, weights = drawn(rng, 4, 3, 5)
    got, start = probes.auto_evaluate(named(weights), 0.2, x, 3), step(weights, x[:3], 0.2)
    errors = [errors_of(start, x[:3]), errors_of(start, x[3:])]
    slips = evaluate_slips_of(errors, errors_of(weights, x[:3]))
    for _, report in zip(range(2), got["reports"], strict=True):
        want = np.concatenate(errors).mean()
        assert_close(report.get(NAME), want, what="the loss", slips=slips)
    assert_close(got["weights"][3], start[3], what="the last bias")


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


def history_slips_of(seen):
    first, second = ([errors.mean() for errors in epoch] for epoch in seen)
    flat = [np.concatenate(epoch) for epoch in seen]
    return {
        "the metric is not reset between epochs": [flat[0].mean(), np.concatenate(flat).mean()],
        "the last batch's loss, not the epoch's": [first[-1], second[-1]],
        "a short last batch counts as much as a full one": [np.mean(first), np.mean(second)],
        "means of batches, never reset": [np.mean(first), np.mean(first + second)],
    }


def evaluate_slips_of(errors, before):
    return {
        "the last batch's loss, not the mean": errors[1].mean(),
        "a short last batch counts as much as a full one": np.mean([e.mean() for e in errors]),
        "the training step before is included": np.concatenate([before, *errors]).mean(),
    }


OTHER = {"the number is reported under another name": ["loss"]}
HIDDEN = "the model does not track its layers: keep them as attributes"
LINEAR = "the encoder's tanh is missing"
RELU = "relu instead of tanh"
TWICE = "the decoder also has a tanh"
PARTS = (
    "the kernel of the encoder after the step",
    "the bias of the encoder after the step",
    "the kernel of the decoder after the step",
    "the bias of the decoder after the step",
)
