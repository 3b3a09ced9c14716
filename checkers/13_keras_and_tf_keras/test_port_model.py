"""Checks of port_model."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    numeric_gradient,
    points,
)

HIDDEN = 16


def layers_of(weights, x, *, relu=True, unit=True):
    """Return the logits: a dense layer with ReLU, unit length, a dense layer."""
    kernel, bias, out, shift = (np.asarray(part, dtype=np.float64) for part in weights)
    z = x @ kernel + bias
    z = np.maximum(z, 0) if relu else z
    if unit:
        z = z / np.maximum(np.linalg.norm(z, axis=-1, keepdims=True), 1e-6)
    return z @ out + shift


def loss_of(weights, x, y, logits=None):
    z = layers_of(weights, x) if logits is None else logits
    return np.mean(np.logaddexp.reduce(z, axis=-1) - z[np.arange(len(y)), y])


def drawn(rng, features, classes, batch):
    """Draw the weights of both layers, and a batch whose first sample has no active unit."""
    shapes = (features, HIDDEN), (HIDDEN,), (HIDDEN, classes), (classes,)
    return draw(rng, *shapes), draw(rng, (batch, features)) + np.float32(0.5)


def slips_of_logits(weights, x):
    z = layers_of(weights, x)
    kernel, bias, out, shift = (np.asarray(part, dtype=np.float64) for part in weights)
    hidden = np.maximum(x @ kernel + bias, 0)
    center = hidden - hidden.mean(-1, keepdims=True)
    odds = np.exp(z - z.max(-1, keepdims=True))
    with np.errstate(all="ignore"):
        return {
            "the hidden layer has no ReLU": layers_of(weights, x, relu=False),
            "the samples are not divided by their length": layers_of(weights, x, unit=False),
            "layer normalization: each sample is divided by its length only": center
            / np.sqrt(np.mean(center**2, -1, keepdims=True) + 1e-3)
            @ out
            + shift,
            "the softmax belongs to the loss: the old model gives logits": odds
            / odds.sum(-1, keepdims=True),
            "divided by the sum, not by the length": hidden / hidden.sum(-1, keepdims=True) @ out
            + shift,
            "divided along the batch, not each sample": hidden
            / np.maximum(np.linalg.norm(hidden, axis=0), 1e-6)
            @ out
            + shift,
            "a sample of zeros becomes NaN": np.where(hidden.sum(-1, keepdims=True) > 0, z, np.nan),
            "not trained batch normalization: nothing happens": hidden / np.sqrt(1.001) @ out
            + shift,
        }


def trained(weights, xs, ys, rate, decay, momentum=0.9):
    """Return the weights after a step of SGD with momentum for each batch."""
    weights, speed = [w.astype(np.float64) for w in weights], [0.0 * w for w in weights]
    for k, (x, y) in enumerate(zip(xs, ys, strict=True)):
        slopes = [slope(weights, n, x, y) for n in range(4)]
        speed = [
            momentum * v - rate / (1 + decay * k) * g for v, g in zip(speed, slopes, strict=True)
        ]
        weights = [w + v for w, v in zip(weights, speed, strict=True)]
    return weights


def slope(weights, n, x, y):
    """Return the gradient of the loss in one of the weights."""
    return numeric_gradient(
        lambda w: loss_of([*weights[:n], w, *weights[n + 1 :]], x, y), weights[n]
    )


def compare_warnings(told):
    slips = {
        words: [line]
        for words, line in {
            "`input_shape=` is for old programs: let keras.Input come first": INPUT_SHAPE,
            "`decay=` is ignored: use a schedule of keras.optimizers.schedules": DECAY,
        }.items()
    }
    assert_equal(told, [], what="the list of warnings", slips=slips)


def test_example(probes):
    """port_model gives a built model, whose rate falls as in the docstring's example"""
    got = probes.port_model_as_made([4, 3, 0.5, 0.25])
    slips = {"let keras.Input come first": {"built": False, "output_shape": None}}
    assert_equal(got, {"built": True, "output_shape": [None, 3]}, what="the model", slips=slips)
    [rate] = probes.port_model_at_later_steps([4, 3, 0.5, 0.25], [4])
    slips = rates_of(0.5, 0.25, 4)
    assert_close(rate, 0.25, what="the learning rate of step 4", slips=slips, dtype="float32")


@points(0.5)
@after(test_example)
def test_warnings(probes, rng):
    """making the model gives no warning, and it is right all the same"""
    weights, x = drawn(rng, 3, 2, 4)
    got, slips = (
        probes.port_model_while_made([3, 2, 0.1, 0.0], weights, x),
        slips_of_logits(weights, x),
    )
    assert_close(got["logits"], layers_of(weights, x), slips=slips, what="the tensor of logits")
    compare_warnings(got["warnings"])


@points(1)
@after(test_example)
def test_logits(probes, rng):
    """ReLU, unit length and a second layer give the logits; a sample of zeros stays zero"""
    for features, classes, batch in [(5, 3, 4), (2, 4, 1)]:
        weights, x = drawn(rng, features, classes, batch)
        weights[1] = -np.abs(weights[1]) - np.float32(0.1)
        x[0] = 0
        got = probes.port_model([features, classes, 0.1, 0.1], weights, x)
        slips, want = slips_of_logits(weights, x), layers_of(weights, x)
        assert_close(got, want, dtype="float32", slips=slips, what="the tensor of logits")


@points(0.5)
@after(test_logits)
def test_loss_and_accuracy(probes, rng):
    """the loss is the crossentropy from logits of integer labels, the metric the accuracy"""
    weights, x = drawn(rng, 4, 3, 9)
    y, z = draw(rng, (9,), dtype="int32", high=3), layers_of(weights, x)
    logs = probes.port_model_in_evaluation([4, 3, 0.1, 0.1], weights, x, y)
    odds, known = np.exp(z - z.max(-1, keepdims=True)), np.clip(z, 1e-7, 1 - 1e-7)
    slips = {
        PROBABILITIES: -np.mean(np.log((known / known.sum(-1, keepdims=True))[np.arange(9), y])),
        "the softmax is applied twice": loss_of(weights, x, y, odds / odds.sum(-1, keepdims=True)),
    }
    assert_close(logs["loss"], loss_of(weights, x, y), slips=slips, what="the loss")
    assert_close(logs["accuracy"], np.mean(z.argmax(-1) == y), what="the metric accuracy")


@points(1)
@after(test_example)
def test_learning_rate(probes, rng):
    """step k has the learning rate rate / (1 + decay * k)"""
    for rate, decay in rng.uniform(0.1, 0.9, (2, 2)).tolist():
        steps = [0, 1, int(rng.integers(2, 9)), 100]
        got = probes.port_model_at_later_steps([2, 2, rate, decay], steps)
        for step, found in zip(steps, got, strict=True):
            what, slips = f"the learning rate of step {step}", rates_of(rate, decay, step)
            assert_close(found, rate / (1 + decay * step), what=what, slips=slips, dtype="float32")


@points(0.5)
@after(test_logits)
def test_training(probes, rng):
    """three steps of SGD with momentum 0.9 at falling rates give the old program's weights"""
    weights, _ = drawn(rng, 2, 3, 1)
    xs, ys = draw(rng, (3, 6, 2)), draw(rng, (3, 6), dtype="int32", high=3)
    rate, decay = rng.uniform(0.3, 0.6, 2).tolist()
    got = probes.port_model_in_training([2, 3, rate, decay], weights, list(xs), list(ys))
    wants, other = trained(weights, xs, ys, rate, decay), {}
    for words, settings in RULES.items():
        other[words] = trained(
            weights, xs, ys, rate, settings.get("decay", decay), settings["momentum"]
        )
    for part, (found, what) in enumerate(zip(got, PARTS, strict=True)):
        slips = {words: values[part] for words, values in other.items()}
        # 1e-5: three steps in float32, each through a root and a quotient
        assert_close(found, wants[part], atol=1e-5, slips=slips, what=what)


@points(0.5)
@after(test_logits)
def test_after_saving(probes, rng):
    """saved as .keras and loaded by load_model(path) alone, the model gives the same logits"""
    weights, x = drawn(rng, 3, 2, 4)
    got = probes.port_model_after_saving([3, 2, 0.1, 0.1], weights, x)
    assert_close(got, layers_of(weights, x), dtype="float32", what="the tensor of logits")


def rates_of(rate, decay, step):
    """Return the learning rate of a step that each mistake gives."""
    return {
        "the learning rate does not fall: `decay=` is ignored, use a schedule": rate,
        "the learning rate falls every 1000 steps, not in each": rate / (1 + decay * step / 1000),
        "the learning rate falls exponentially": rate * decay**step,
        "the learning rate falls by a power": rate / (1 + decay) ** step,
        "the learning rate falls like exp": rate * np.exp(-decay * step),
        "the steps are counted from 1": rate / (1 + decay * (step + 1)),
    }


RULES = {
    "the momentum is missing": {"momentum": 0.0},
    "the learning rate does not fall": {"momentum": 0.9, "decay": 0.0},
}
PARTS = [
    f"the {part} of {layer} after three steps"
    for layer in ("hidden", "logits")
    for part in ("kernel", "bias")
]
PROBABILITIES = "the loss takes the logits for probabilities: from_logits=True"
INPUT_SHAPE = (
    "Do not pass an `input_shape`/`input_dim` argument to a layer. When using Sequential models,"
    " prefer using an `Input(shape)` object as the first layer in the model instead."
)
DECAY = "Argument `decay` is no longer supported and will be ignored."
