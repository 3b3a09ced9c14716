"""Checks of Discriminator."""

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

SLOPE = 0.2
STEP = 1e-6  # of a central difference: a short one seldom meets the kink of a ReLU


def drawn(rng, features, hidden):
    """Draw the weights, [name, array] in the order of the layers."""
    weights, sizes = [], [features, *hidden, 1]
    for below, units in itertools.pairwise(sizes):
        kernel, bias = draw(rng, (below, units), (units,))
        weights += [["kernel", kernel], ["bias", bias]]
    return weights


def run(weights, x, mistake=""):
    """Return the logits, without dropout."""
    x, arrays, slope = x.astype(float), [array for _, array in weights], SLOPES.get(mistake, SLOPE)
    while len(arrays) > 2:
        kernel, bias, *arrays = arrays
        z = x @ kernel + bias
        x = np.where(z > 0, z, slope * z)
    z = x @ arrays[0] + arrays[1]
    ends = {"sigmoid": 1 / (1 + np.exp(-z)), "tanh": np.tanh(z), "last": np.maximum(z, SLOPE * z)}
    return ends.get(mistake, z)


def slips_of(weights, x):
    found = {words: run(weights, x, name) for words, name in MISTAKES.items()}
    return found | {"a logit for each sample, but not as a column": run(weights, x)[:, 0]}


def form_of(features, hidden):
    """Return the names and shapes of the weights."""
    sizes = [features, *hidden, 1]
    rows = [["kernel", [a, b]] for a, b in itertools.pairwise(sizes)]
    return sorted(rows + [["bias", [units]] for units in sizes[1:]])


def forms_of(features, hidden):
    """Return the weights that mistakes make."""
    right = form_of(features, hidden)
    norms = [[name, [units]] for units in hidden for name in ("gamma", "beta")]
    last = ["kernel", [[features, *hidden][-1], 1]]
    return {
        "the dense layers have no biases": [row for row in right if row[0] != "bias"],
        "only the last dense layer has a bias": [
            row for row in right if row[0] != "bias" or row[1] == [1]
        ],
        "the last dense layer has no bias": [row for row in right if row != ["bias", [1]]],
        "there are normalizations too": sorted(right + norms),
        "normalizations in the place of biases": sorted(
            [row for row in right if row[0] != "bias" or row[1] == [1]] + norms
        ),
        "only the first size of hidden is used": form_of(features, hidden[:1]),
        "hidden is in reverse order": form_of(features, hidden[::-1]),
        "there is no last layer": [row for row in right if row not in (last, ["bias", [1]])],
        "two units at the end, one for each class": sorted(
            [row for row in right if row not in (last, ["bias", [1]])]
            + [["kernel", [last[1][0], 2]], ["bias", [2]]]
        ),
        "the weights are not found: keep layers in attributes": [],
    }


def test_form(probes, rng):
    """a Discriminator has the dense layers of its blocks and one unit at the end"""
    for batch, features, hidden in [(3, 2, [8]), (1, 4, [5, 3]), (2, 3, [])]:
        got = probes.discriminator_form(hidden, 0.5, draw(rng, (batch, features)))
        want, slips = form_of(features, hidden), forms_of(features, hidden)
        assert_equal(got["trained"], want, what="the list of trainable weights", slips=slips)
        assert_equal(got["others"], [], what="the list of other weights")
        assert_shape(got["output"], (batch, 1), dtype="float32", slips=SHAPES)


@points(1)
@after(test_form)
def test_values(probes, rng):
    """a logit is any number, and without training=True nothing is dropped"""
    for batch, features, hidden, training in CASES:
        weights, x = drawn(rng, features, hidden), draw(rng, (batch, features))
        got = probes.judged(hidden, 0.5, weights, x, training)
        want, slips = run(weights, x), slips_of(weights, x)
        assert_close(got, want, dtype="float32", slips=slips, what="the logits")


@points(0.5)
@after(test_form)
def test_no_blocks(probes, rng):
    """without hidden sizes a Discriminator is one unit, and drops nothing"""
    for training in (True, None):
        weights, x = drawn(rng, 3, []), draw(rng, (4, 3))
        got = probes.judged([], 0.5, weights, x, training)
        slips = slips_of(weights, x)
        assert_close(got, run(weights, x), slips=slips, what=f"the logits, training={training}")


@points(1.5)
@after(test_values)
def test_dropout(probes, rng):
    """in training each unit is 0 with probability rate, the others are divided by 1 - rate"""
    units, batch, calls = 400, 20, 6
    for rate in (0.3, float(rng.uniform(0.5, 0.8))):
        got = probes.dropped(units, rate, batch, calls, training=True)
        compare_sums(np.asarray(got, float)[..., 0], units, rate)


@points(1)
@after(test_values)
def test_gradients(probes, rng):
    """the gradient reaches the samples, and through them a generator"""
    weights, (x, upstream) = drawn(rng, 3, [5]), draw(rng, (6, 3), (6, 1))
    got = probes.discriminator_gradients([5], weights, x, upstream, [3, 5])
    in_x = numeric_gradient(lambda x: run(weights, x), x, upstream, STEP)
    in_kernel = numeric_gradient(
        lambda kernel: run([["kernel", kernel], *weights[1:]], x), weights[0][1], upstream, STEP
    )
    assert_gradient(got["x"], in_x, what="the gradient in the samples")
    assert_gradient(got["weight"], in_kernel, what="the gradient in the first kernel")


def compare_sums(sums, units, rate):
    """Hold the sums of a block's units, (calls, batch), against those of dropout."""
    slips = {
        "the others are not divided by 1 - rate": units * (1 - rate),
        "rate is the probability to keep": units * rate / (1 - rate),
        "the others are divided by rate": units * (1 - rate) / rate,
    }
    # The standard deviation of one sum is at most 40, that of the mean of 120 below 4.
    assert_close(np.mean(sums), float(units), atol=40, slips=slips, what=MEAN)
    kept = sums * (1 - rate)
    # Sums of 400 equal numbers in float32 are off by 1e-3 at most.
    assert_close(kept, np.round(kept), atol=0.02, what=WHOLE)
    spread = np.sqrt(units * rate / (1 - rate))
    found = [np.sqrt(np.mean(np.var(sums, axis=axis, ddof=1))) for axis in (0, 1)]
    slips = {ALL: [0.0, 0.0], SAME_CALL: [0.0, spread], SAME_SAMPLE: [spread, 0.0]}
    slips[TOGETHER] = [spread * np.sqrt(units)] * 2
    # With 100 degrees of freedom a spread is off by 7 % (its standard deviation).
    assert_close(np.array(found), [spread] * 2, rtol=0.45, slips=slips, what=SPREAD)


CASES = [(12, 3, [4], False), (1, 4, [5, 3], None)]
SLOPES = {"default": 0.3, "hundredth": 0.01, "relu": 0.0, "none": 1.0}
MISTAKES = {
    "the slope below zero is 0.3, LeakyReLU's default": "default",
    "the slope below zero is 0.01": "hundredth",
    "plain ReLU: the slope below zero is 0": "relu",
    "the blocks have no ReLU": "none",
    "a sigmoid at the end: the losses take logits": "sigmoid",
    "tanh at the end: a logit is any number": "tanh",
    "a leaky ReLU after the last layer too": "last",
}
SHAPES = {"the logits are no column": (3,)}
ALL = "nothing is dropped in training: does `training` reach the dropout?"
TOGETHER = "all units of a sample are dropped together"
SAME_CALL = "each call drops the same units"
SAME_SAMPLE = "the same units are dropped in every sample"
MEAN = "the mean sum of a block's units, each 1 before dropout"
WHOLE = "(1 - rate) times these sums, which are numbers of units,"
SPREAD = "the spread of these sums from call to call, and from sample to sample"
