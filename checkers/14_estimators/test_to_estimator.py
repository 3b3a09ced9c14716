"""Checks of to_estimator."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed

PARAMS = {"rate": 0.0625, "momentum": 0.75}
SLOW, CLOSE, PENALTY = 0.5, 0.25, 0.125  # of the normalization and of the regularizer


def drawn(rng, features=3, units=2):
    """Draw weights: mean and variance, kernel and bias, and the kernel of the frozen layer."""
    shapes = [(features,), (features,), (features, units), (units,), (units, 1)]
    mean, variance, *rest = draw(rng, *shapes)
    return [mean, 0.5 + np.abs(variance), *rest]


def batches_of(rng, sizes, features=3):
    """Draw batches (x, labels)."""
    return [list(draw(rng, (n, features), (n, 1))) for n in sizes]


def output_of(weights, x, *, training=False):
    """Return the normalized x and the model's output."""
    mean, variance, kernel, bias, frozen = weights
    if training:
        mean, variance = np.mean(x, axis=0), np.var(x, axis=0)
    normal = (x - mean) / np.sqrt(variance + CLOSE)
    return normal, (normal @ kernel + bias) @ frozen


def loss_of(weights, batch, *, training=False, penalty=PENALTY, mean=np.mean, swapped=False):
    """Return the mean of (output - 2 labels) squared, plus the penalty."""
    y = output_of(weights, batch[0], training=training)[1]
    miss = 2 * y - batch[1] if swapped else y - 2 * batch[1]
    return mean(miss**2) + penalty * np.sum(weights[2] ** 2)


def trained(weights, batches, **flaws):
    """Return the losses on the way, and the weights at the end, of momentum descent.

    Flaws take another "rate" or "momentum", leave the "state" as it is, normalize in "inference",
    lose the "penalty", take the first weights' ("stale"), or train the "frozen" layer too.
    """
    rate, momentum = flaws.get("rate", PARAMS["rate"]), flaws.get("momentum", PARAMS["momentum"])
    penalty, training = flaws.get("penalty", PENALTY), "inference" not in flaws
    constant = PENALTY * np.sum(weights[2] ** 2) if "stale" in flaws else 0
    slots, losses = [0, 0, 0], []
    for x, labels in batches:
        loss = loss_of(weights, (x, labels), training=training, penalty=penalty)
        losses.append(loss + constant)
        normal, y = output_of(weights, x, training=training)
        mean, variance, *parts = weights
        slope = 2 * (y - 2 * labels) / len(x)
        inner = normal @ parts[0] + parts[1]
        back = slope @ parts[2].T
        steps = [normal.T @ back + 2 * penalty * parts[0], back.sum(axis=0), inner.T @ slope]
        slots = [momentum * slot + step for slot, step in zip(slots, steps, strict=True)]
        moved = [part - rate * slot for part, slot in zip(parts, slots, strict=True)]
        if "frozen" not in flaws:
            moved[2] = parts[2]
        if training and "state" not in flaws:
            mean = SLOW * mean + (1 - SLOW) * np.mean(x, axis=0)
            variance = SLOW * variance + (1 - SLOW) * np.var(x, axis=0)
        weights = [mean, variance, *moved]
    return losses, weights


def compare(got, weights, batches, tests, modes):
    """Hold the losses on the way, then what the other modes give for the tests."""
    runs = {told: trained(weights, batches, **flaw) for told, flaw in FLAWS.items()}
    losses, after_all = trained(weights, batches)
    for n, (result, loss) in enumerate(zip(got["train"] if batches else [], losses, strict=True)):
        slips = {told: run[0][n] for told, run in runs.items()}
        what = f"the loss of step {n + 1}"
        assert_close(part_of(result, "loss"), np.float32(loss), slips=slips, what=what)
    for mode in modes:
        name, of, called = MODES[mode]
        for result, batch in zip(got[mode], tests, strict=True):
            slips = {told: of(run[1], batch) for told, run in runs.items()}
            slips |= {BATCH: of(after_all, batch, training=True), BARE: of(weights, batch)}
            slips |= {} if mode == "infer" else sums(after_all, batch)
            slips |= {told: of(begun, batch) for told, begun in begins(weights).items()}
            want, what = np.float32(of(after_all, batch)), f"{name!r} in {called}"
            assert_close(part_of(result, name), want, slips=slips, what=what)


def predicted(weights, batch, *, training=False):
    """Return the output for a batch."""
    return output_of(weights, batch[0], training=training)[1]


def sums(weights, batch):
    """Return the loss of EVAL after mistakes of its sum."""
    return {
        "the sum over the samples, not the mean": loss_of(weights, batch, mean=np.sum),
        "labels and output are swapped": loss_of(weights, batch, swapped=True),
        "the penalties are missing": loss_of(weights, batch, penalty=0),
        "the mean of all summands, penalties too": loss_of(weights, batch) / 2,
    }


def begins(weights):
    """Return the weights that a fresh store begins with by mistake."""
    mean, variance, *parts = weights
    return {
        "the state begins with zeros": [0 * mean, 0 * variance, *parts[:2], 0 * parts[2]],
        "zeros: the model's values are not used": [mean, variance, *(0 * part for part in parts)],
    }


def part_of(result, name):
    """Return the one part of a result, if it has that name."""
    if result is None:
        raise CheckFailed("returned None", rung="none")
    names = sorted(result) if isinstance(result, dict) else "something else than a dict"
    wrong = {METRICS: [name, "mse"]} | ({RENAMED: names} if len(names) == 1 else {})
    assert_equal(names, [name], what="the list of names in the result", slips=wrong)
    return result[name]


def unchanged(got, weights, after_all):
    """Hold the weights of the model itself, which stay as they are."""
    for part, weight, new, name in zip(got["own"], weights, after_all, OWN, strict=True):
        slips = {"the value after training": new}
        assert_close(part, weight, slips=slips, what=f"the model's own {name}")


def test_example(probes, rng):
    """to_estimator predicts what the model does, as in the docstring's example; it has its loss"""
    weights, tests = drawn(rng, 2, 3), batches_of(rng, [5, 1], 2)
    got = probes.to_estimator(weights, [], tests, PARAMS, ["infer", "eval"])
    compare(got, weights, [], tests, ["infer", "eval"])


@points(2.25)
@after(test_example)
def test_trained(probes, rng):
    """training updates the trainable weights and the state, and never the model itself"""
    weights, batches, tests = drawn(rng), batches_of(rng, [4, 6, 3]), batches_of(rng, [3, 1])
    got = probes.to_estimator(weights, batches, tests, PARAMS, ["train", "infer", "own"])
    compare(got, weights, batches, tests, ["infer"])
    unchanged(got, weights, trained(weights, batches)[1])


@points(1)
@after(test_trained)
def test_resumed(probes, rng):
    """another model, with other names of layers, goes on from the newest checkpoint"""
    one, other, [data] = drawn(rng), drawn(rng), batches_of(rng, [5])
    got = probes.to_estimator_resumed(one, other, data, 3, PARAMS)
    assert_equal(got["error"], "no error", what="the error of the second model", slips=UNMATCHED)
    weights = trained(one, [[part[:3] for part in data], [part[3:] for part in data]])[1]
    for row, x in zip(got["rows"], data[0], strict=True):
        want, slips = predicted(weights, [x]), {ANEW: predicted(other, [x])}
        assert_close(part_of(row, "output"), want, slips=slips, what="'output' of a row")
    given, what = {"place": "as given", "params": PARAMS}, "the dict of model_dir and params"
    assert_equal({name: got[name] for name in given}, given, what=what, slips=UNGIVEN)


FLAWS = {
    'params["rate"] is not used': {"rate": 0.01},
    'params["momentum"] is not used': {"momentum": 0.0},
    "the weights are not trained": {"rate": 0.0},
    "the state after the call is not kept": {"state": 1},
    "in TRAIN the model is called with training=False": {"inference": 1},
    "the penalties are missing": {"penalty": 0},
    "the penalties are those of the first weights": {"penalty": 0, "stale": 1},
    "the frozen layer is trained too": {"frozen": 1},
}
MODES = {"infer": ("output", predicted, "PREDICT"), "eval": ("loss", loss_of, "EVAL")}
BATCH = "the model is called with training=True"
BARE = "the first values: nothing is trained"
ANEW = "the values of the second model: nothing was restored"
UNMATCHED = {
    "the names of the variables are those of the layers, which differ": "ValueError",
}
UNGIVEN = {
    "model_dir is another folder": {"place": "another one", "params": PARAMS},
    "params are not passed on": {"place": "as given", "params": {}},
}
METRICS = "there are metrics"
RENAMED = "the output has another name"
OWN = ("mean", "variance", "kernel", "bias", "frozen kernel")
