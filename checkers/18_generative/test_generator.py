"""Checks of Generator."""

import itertools

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

MOMENTUM, EPSILON, SLOPE = 0.99, 1e-3, 0.2
STEP = 1e-6  # of a central difference: a short one seldom meets the kink of a ReLU


def drawn(rng, latent, hidden, features):
    """Draw the weights, [name, array] in the order of the layers."""
    weights, sizes = [], [latent, *hidden]
    for below, units in zip(sizes[:-1], hidden, strict=True):
        kernel, beta, mean = draw(rng, (below, units), (units,), (units,))
        gamma, variance = draw(rng, (units,), (units,), low=0.5, high=2.0)
        weights += [["kernel", kernel], ["gamma", gamma], ["beta", beta]]
        weights += [["moving_mean", mean], ["moving_variance", variance]]
    kernel, bias = draw(rng, (sizes[-1], features), (features,))
    return [*weights, ["kernel", kernel / np.float32(2)], ["bias", bias]]


def run(weights, x, training=False, mistake="", momentum=MOMENTUM):
    """Return the samples, and the averages of each block afterwards."""
    x, arrays, averages = x.astype(float), [array.astype(float) for _, array in weights], []
    while len(arrays) > 2:
        kernel, gamma, beta, mean, variance, *arrays = arrays
        z = x @ kernel
        if mistake == "before":
            z = leaky(z, SLOPE)
        now = z.mean(axis=0), z.var(axis=0)
        used = now if training else (mean, variance)
        z = gamma * (z - used[0]) / np.sqrt(used[1] + EPSILON) + beta
        x = z if mistake == "before" else leaky(z, SLOPES.get(mistake, SLOPE))
        kept = [
            momentum * a + (1 - momentum) * b for a, b in zip((mean, variance), now, strict=True)
        ]
        averages.append(kept if training else [mean, variance])
    z = x @ arrays[0] + arrays[1]
    ends = {"linear": z, "sigmoid": 1 / (1 + np.exp(-z)), "twice": np.tanh(np.tanh(z))}
    return ends.get(mistake, np.tanh(z)), averages


def leaky(z, slope):
    return np.where(z > 0, z, slope * z)


def slips_of(weights, x, training=False):
    found = {words: run(weights, x, training, name)[0] for words, name in MISTAKES.items()}
    found[STATISTICS if training else AVERAGES] = run(weights, x, not training)[0]
    return found


def form_of(latent, hidden, features):
    """Return the names and shapes of the weights, trained and others."""
    trained, others, sizes = [], [], [latent, *hidden]
    for below, units in zip(sizes[:-1], hidden, strict=True):
        trained += [["kernel", [below, units]], ["gamma", [units]], ["beta", [units]]]
        others += [["moving_mean", [units]], ["moving_variance", [units]]]
    trained += [["kernel", [sizes[-1], features]], ["bias", [features]]]
    return sorted(trained), sorted(others)


def forms_of(latent, hidden, features):
    """Return the trained weights that mistakes make."""
    trained = form_of(latent, hidden, features)[0]
    biases = [["bias", [units]] for units in hidden]
    plain = [row for row in trained if row[0] not in ("gamma", "beta")]
    over = [["gamma", [features]], ["beta", [features]]]
    sizes = [latent, *hidden, features]
    shapes = list(itertools.pairwise(sizes))
    return {
        "a dense layer before a normalization has a bias": sorted(trained + biases),
        "there are no normalizations, but biases": sorted(plain + biases),
        "there are no normalizations": sorted(plain),
        "the last dense layer has no bias": [row for row in trained if row[0] != "bias"],
        "the last layer is normalized too": sorted(trained + over),
        "gamma is missing: Keras' default is scale=True": [r for r in trained if r[0] != "gamma"],
        "beta is missing: Keras' default is center=True": [r for r in trained if r[0] != "beta"],
        "only the first size of hidden is used": form_of(latent, hidden[:1], features)[0],
        "hidden is in reverse order": form_of(latent, hidden[::-1], features)[0],
        "the last layer has one unit, not `features`": form_of(latent, hidden, 1)[0],
        "there is no last layer": sorted(
            row for row in trained if row not in (["kernel", [*shapes[-1]]], ["bias", [features]])
        ),
        "the weights are not found: keep layers in attributes": [],
    }


def test_form(probes, rng):
    """a Generator has the layers of its blocks and one at the end, and gives float32"""
    for batch, latent, hidden, features in [(3, 5, [4], 2), (2, 3, [6, 5], 4), (1, 2, [], 3)]:
        got = probes.generator_form(hidden, features, draw(rng, (batch, latent)))
        trained, others = form_of(latent, hidden, features)
        slips = forms_of(latent, hidden, features)
        assert_equal(got["trained"], trained, what="the list of trainable weights", slips=slips)
        assert_equal(got["others"], others, what="the list of other weights")
        assert_shape(got["output"], (batch, features), dtype="float32")


@points(1)
@after(test_form)
def test_values(probes, rng):
    """without training=True a block uses the averages, and tanh comes last"""
    for batch, latent, hidden, training in CASES:
        weights, noise = drawn(rng, latent, hidden, 2), draw(rng, (batch, latent))
        got = probes.generated(hidden, 2, weights, noise, training)
        want, slips = run(weights, noise)[0], slips_of(weights, noise)
        assert_close(got, want, dtype="float32", slips=slips, what="the samples")


@points(1)
@after(test_form)
def test_training(probes, rng):
    """with training=True a block uses the statistics of its batch"""
    weights, noise = drawn(rng, 3, [6, 4], 2), draw(rng, (8, 3))
    got = probes.generated([6, 4], 2, weights, noise, training=True)
    want, slips = run(weights, noise, training=True)[0], slips_of(weights, noise, training=True)
    assert_close(got, want, slips=slips, what="the samples in training")


@points(0.5)
@after(test_training)
def test_averages(probes, rng):
    """the averages move in training, and only there"""
    weights, noise, modes = drawn(rng, 3, [5, 4], 2), draw(rng, (7, 3)), [True, False, None]
    got = probes.averages([5, 4], 2, weights, noise, modes)
    for training, moved in zip(modes, got, strict=True):
        blocks = run(weights, noise, training)[1]
        for name, k in (("moving_mean", 0), ("moving_variance", 1)):
            slips = moves_of(weights, noise, k, training=training)
            for part, want, slip in zip(moved[name], blocks, slips, strict=True):
                assert_close(part, want[k], what=f"{name}, training={training}", slips=slip)


@points(0.5)
@after(test_form)
def test_no_blocks(probes, rng):
    """without hidden sizes a Generator is a dense layer with tanh"""
    for training in (True, None):
        weights, noise = drawn(rng, 4, [], 3), draw(rng, (5, 4))
        got = probes.generated([], 3, weights, noise, training)
        assert_close(got, run(weights, noise)[0], slips=slips_of(weights, noise))


@points(1)
@after(test_training)
def test_gradients(probes, rng):
    """in training the gradient reaches the first kernel and the noise"""
    weights, (noise, upstream) = drawn(rng, 3, [4], 2), draw(rng, (6, 3), (6, 2))
    got = probes.generator_gradients([4], 2, weights, noise, upstream, [3, 4])
    in_noise = numeric_gradient(lambda x: run(weights, x, training=True)[0], noise, upstream, STEP)
    in_kernel = numeric_gradient(
        lambda kernel: run([["kernel", kernel], *weights[1:]], noise, training=True)[0],
        weights[0][1],
        upstream,
        STEP,
    )
    assert_gradient(got["weight"], in_kernel, what="the gradient in the first kernel")
    assert_gradient(got["x"], in_noise, what="the gradient in the noise")


def moves_of(weights, noise, k, *, training):
    """Return what mistakes make of the averages: a dict for each block."""
    own = [block[k] for block in run(weights, noise)[1]]
    moved = [block[k] for block in run(weights, noise, training=True)[1]]
    fast = [block[k] for block in run(weights, noise, training=True, momentum=0.9)[1]]
    slow = [block[k] for block in run(weights, noise, training=True, momentum=0.8)[1]]
    rows = zip(own, moved, fast, slow, strict=True)
    names = ("the averages do not move", "the momentum is 0.9", "the momentum is 0.8")
    if not training:
        return [{"the averages move without training=True": row[1]} for row in rows]
    return [dict(zip(names, (row[0], *row[2:]), strict=True)) for row in rows]


CASES = [(6, 2, [4], False), (1, 4, [5, 3], None)]
SLOPES = {"default": 0.3, "hundredth": 0.01, "relu": 0.0, "none": 1.0}
MISTAKES = {
    "the slope below zero is 0.3, LeakyReLU's default": "default",
    "the slope below zero is 0.01": "hundredth",
    "plain ReLU: the slope below zero is 0": "relu",
    "the blocks have no ReLU": "none",
    "the activation comes before the normalization": "before",
    "there is no tanh at the end": "linear",
    "a sigmoid at the end, not tanh": "sigmoid",
    "tanh is applied twice": "twice",
}
STATISTICS = "`training` does not reach the normalizations: they use their averages"
AVERAGES = "the normalizations always use the statistics of the batch"
