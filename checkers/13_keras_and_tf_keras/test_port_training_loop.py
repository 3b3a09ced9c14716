"""Checks of port_training_loop."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def loss_of(kernel, bias, batch, settings, factor=2.0):
    """Return the mean loss of factor * x @ kernel + bias, weighed, plus the penalty."""
    x, y, *weight = batch
    weight = weight[0] if weight else np.ones(len(x))
    miss = np.mean(scale_of(y, settings) * (factor * x @ kernel + bias - y) ** 2, axis=-1)
    return np.mean(weight * miss) + settings.get("strength", 0.0) * np.sum(kernel**2)


def slopes_of(kernel, bias, batch, settings, factor=2.0):
    """Return the gradients of that loss in the kernel and in the bias."""
    x, y, *weight = batch
    weight = weight[0] if weight else np.ones(len(x))
    miss = scale_of(y, settings) * (factor * x @ kernel + bias - y)
    back = 2 * weight[:, None] * miss / y.size
    return [factor * x.T @ back + 2 * settings.get("strength", 0.0) * kernel, back.sum(axis=0)]


def scale_of(y, settings):
    """Return how much the squared error of a label counts."""
    return 1.0 if settings.get("loss") == "mse" else 1 + y**2


def clipped(slopes, how="together"):
    """Return the gradients, clipped as it should be, or as it should not."""
    total = np.sqrt(sum(np.sum(slope**2) for slope in slopes))
    if how == "not":
        return slopes
    if how == "stretched":
        return [slope / total for slope in slopes]
    if how == "each":
        return [slope / max(np.sqrt(np.sum(slope**2)), 1) for slope in slopes]
    if how == "values":
        return [np.clip(slope, -1, 1) for slope in slopes]
    return [slope / max(total, 1) for slope in slopes]


def fitted(weights, data, settings, *, how="together", factor=2.0, times=1, seen="errors"):
    """Return each epoch's losses of batches and errors in percent, and the last weights.

    In the place of the errors, `seen` may ask for the outputs, for the pairs of labels and outputs,
    or for the errors "later", after the step and without training=True.
    """
    weights, speed = [w.astype(np.float64) for w in weights], [0.0 * w for w in weights]
    data = [part.astype(np.float64) for part in data]
    size = settings.get("batch") or len(data[0])
    losses, errors = [], []
    for _ in range(settings.get("epochs", 1)):
        losses.append([])
        errors.append([])
        for start in range(0, len(data[0]), size):
            batch = [part[start : start + size] for part in data]
            losses[-1].append(loss_of(*weights, batch, settings, factor))
            outputs = factor * batch[0] @ weights[0] + weights[1]
            found = {"outputs": outputs, "pairs": np.stack([batch[1], outputs])}
            found["errors"] = 100 * np.abs((outputs - batch[1]) / batch[1])
            for _ in range(times):
                slopes = clipped(slopes_of(*weights, batch, settings, factor), how)
                speed = [
                    0.5 * v - settings.get("rate", 0.1) * g
                    for v, g in zip(speed, slopes, strict=True)
                ]
                weights = [w + v for w, v in zip(weights, speed, strict=True)]
            outputs = batch[0] @ weights[0] + weights[1]
            found["later"] = 100 * np.abs((outputs - batch[1]) / batch[1])
            errors[-1].append(found[seen])
    return losses, errors, weights


def drawn(rng, features, outputs, batch, size=1.0):
    """Draw weights, inputs and targets; a small size gives short gradients."""
    kernel, bias, x, y = draw(
        rng, (features, outputs), (outputs,), (batch, features), (batch, outputs)
    )
    return [size * kernel, size * bias], [x, (size * (y + 2)).astype("float32")]


def slips_of_update(weights, data, settings):
    """Return the weights that each mistake gives."""
    rules = {
        "the gradients are not clipped": {"how": "not"},
        "each gradient is clipped alone: one norm belongs to all": {"how": "each"},
        "each value is clipped, not the norm of all": {"how": "values"},
        "short gradients are stretched to the norm 1": {"how": "stretched"},
        "the model runs without training=True": {"factor": 1.0},
        "the optimizer is applied twice": {"times": 2},
        "the weights are not updated": {"times": 0},
    }
    found = {words: fitted(weights, data, settings, **rule)[2] for words, rule in rules.items()}
    found["the regularization losses are left out"] = fitted(weights, data, plain(settings))[2]
    if len(data) == 3:
        found["sample_weight is not used"] = fitted(weights, data[:2], settings)[2]
    return found


def plain(settings):
    return settings | {"strength": 0.0}


def means(epochs):
    """Return the mean of each epoch's batches."""
    return [np.mean(epoch) for epoch in epochs]


def over_samples(epochs):
    """Return the mean over the samples of all batches, for each epoch."""
    return [np.mean(np.concatenate(epoch)) for epoch in epochs]


def labels_by_outputs(epochs):
    """Return what a mean makes of (y, y_pred), which are to it values and weights."""
    pairs = [np.concatenate(epoch, axis=1) for epoch in epochs]
    return [np.sum(y * weight) / (np.sum(weight) or 1) for y, weight in pairs]


def by_size(epochs, data, settings):
    """Return the mean loss of each epoch if a batch counts by its samples."""
    n, size = len(data[0]), settings.get("batch") or len(data[0])
    sizes = [min(size, n - start) for start in range(0, n, size)]
    return [np.average(epoch, weights=sizes) for epoch in epochs]


def slips_of_loss(weights, data, settings):
    """Return the losses of the epochs that each mistake reports."""
    losses, errors, _ = fitted(weights, data, settings)
    wrong = {
        "the metric named loss does not get the loss": [0.0 for _ in losses],
        "the loss of the last batch, not the mean over the epoch": [epoch[-1] for epoch in losses],
        "the loss of the first batch": [epoch[0] for epoch in losses],
        "the sum over the batches": [np.sum(epoch) for epoch in losses],
        BY_OUTPUTS: over_samples(fitted(weights, data, settings, seen="outputs")[1]),
        BY_PAIRS: labels_by_outputs(fitted(weights, data, settings, seen="pairs")[1]),
        BY_SIZE: by_size(losses, data, settings),
        "the regularization losses count twice": means(
            fitted(weights, data, settings | {"strength": 2 * settings.get("strength", 0.0)})[0]
        ),
        "the regularization losses are left out": means(fitted(weights, data, plain(settings))[0]),
        "the model runs without training=True": means(
            fitted(weights, data, settings, factor=1.0)[0]
        ),
        "the metric, not the loss": over_samples(errors),
    }
    if len(data) == 3:
        wrong["sample_weight is not used"] = means(fitted(weights, data[:2], settings)[0])
    return wrong


def compare(got, weights, data, settings):
    """Hold the reported losses, and the weights after training."""
    losses, _, wanted = fitted(weights, data, settings)
    slips = slips_of_loss(weights, data, settings)
    reported, form = got["logs"].get("loss"), {"rows": "epoch", "dtype": "float32"}
    # 1e-5: some steps in float32
    assert_close(reported, means(losses), atol=1e-5, slips=slips, what="the loss", **form)
    slips = slips_of_update(weights, data, settings)
    for k, (found, want) in enumerate(zip(got["weights"], wanted, strict=True)):
        causes = {words: other[k] for words, other in slips.items()}
        what = f"the {('kernel', 'bias')[k]} after training"
        # 1e-5: some steps in float32
        assert_close(found, want, atol=1e-5, slips=causes, what=what, dtype="float32")


def test_example(probes):
    """port_training_loop gives what the docstring's example shows"""
    weights = [np.zeros((1, 1), "float32"), np.zeros(1, "float32")]
    data, settings = (
        [np.zeros((1, 1), "float32"), np.full((1, 1), 3, "float32")],
        {"rate": 0.5, "loss": "mse", "fit": True},
    )
    compare(probes.port_training_loop(weights, data, settings), weights, data, settings)


@points(1)
@after(test_example)
def test_update(probes, rng):
    """one update down the whole loss, its gradients clipped together to a norm of 1"""
    for sizes, size, strength in [((3, 2, 5), 1.0, 0.2), ((4, 3, 1), 0.02, 0.1)]:
        weights, data = drawn(rng, *sizes, size)
        settings = {"strength": strength, "rate": 0.3}
        got = probes.port_training_loop(weights, data, settings)
        compare(got, weights, data, settings)


@points(1)
@after(test_example)
def test_logs(probes, rng):
    """fit reports the plain mean loss of each epoch's batches, and each metric by its name"""
    weights, data = drawn(rng, 2, 3, 5)
    settings = {"batch": 3, "epochs": 2, "metrics": ["mape"], "strength": 0.1, "fit": True}
    got = probes.port_training_loop(weights, data, settings)
    compare(got, weights, data, settings)
    compare_metric(got["logs"].get("mape"), weights, data, settings)


def compare_metric(got, weights, data, settings):
    """Hold the metric of each epoch: the mean error in percent, over all its samples."""
    losses, errors, _ = fitted(weights, data, settings)
    slips = {"the loss, not the metric": means(losses), "the metric gets nothing": [0.0] * 2}
    slips[LATER] = over_samples(fitted(weights, data, settings, seen="later")[1])
    form = {"what": "the metric mape", "rows": "epoch", "dtype": "float32"}
    assert_close(got, over_samples(errors), slips=slips, **form)


@points(0.5)
@after(test_update)
def test_sample_weight(probes, rng):
    """the loss is weighed by sample_weight, if data has it"""
    weights, data = drawn(rng, 3, 2, 6)
    data.append(draw(rng, (6,), low=0.0, high=3.0))
    data[2][1] = 0
    settings = {"rate": 0.2, "strength": 0.1}
    compare(probes.port_training_loop(weights, data, settings), weights, data, settings)


@points(0.5)
@after(test_update)
def test_warnings(probes, rng):
    """nothing warns, and the update is right all the same"""
    weights, data = drawn(rng, 2, 2, 4)
    got = probes.port_training_loop(weights, data, {}, ["logs", "weights", "warnings"])
    compare(got, weights, data, {})
    told = [line.split(" is deprecated")[0] for line in got["warnings"]]
    assert_equal(told, [], what="the list of warnings", slips=WARNINGS)


@points(0.5)
@after(test_logs)
def test_in_graph(probes, rng):
    """the step is right in a graph too"""
    weights, data = drawn(rng, 3, 2, 8)
    settings = {"epochs": 3, "strength": 0.1, "graph": True}
    compare(probes.port_training_loop(weights, data, settings), weights, data, settings)


BY_OUTPUTS = "the mean of the outputs, as compiled_metrics reports it: give this metric the loss"
BY_PAIRS = "the metric named loss got (y, y_pred): give this metric the loss"
BY_SIZE = "the batches are weighed by their sizes: a smaller batch counts as much as the others"
LATER = "the metric gets other outputs than the loss: those of another call, after the step"
WARNINGS = {
    "compiled_loss is of Keras 2: use compute_loss": ["`model.compiled_loss()`"],
    "compiled_metrics is of Keras 2: update each of model.metrics": ["`model.compiled_metrics()`"],
    "compiled_loss and compiled_metrics are of Keras 2": [
        "`model.compiled_loss()`",
        "`model.compiled_metrics()`",
    ],
}
