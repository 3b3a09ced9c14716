"""Checks of Dense."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras")

ACTIVATIONS = {"none": lambda z: z, "relu": lambda z: np.maximum(z, 0), "tanh": np.tanh}


def oracle(weights, x, activation="none"):
    kernel, bias = weights
    return ACTIVATIONS[activation](x.astype(float) @ kernel + bias)


def drawn(rng, shape, units):
    x, *weights = draw(rng, shape, (shape[-1], units), (units,))
    return weights, x


def slips_of(weights, x, activation="none"):
    (kernel, bias), function = weights, ACTIVATIONS[activation]
    flat = np.reshape(oracle(weights, x, activation), (-1, len(bias)))
    return {
        "the bias is missing": function(x @ kernel),
        "the activation is not applied": x @ kernel + bias,
        "the bias is added after the activation": function(x @ kernel) + bias,
        "always relu, whatever the activation": np.maximum(x @ kernel + bias, 0),
        "the activation is applied to x": function(x) @ kernel + bias,
        "the bias is subtracted": function(x @ kernel - bias),
        "the axes in front of the last are made one": flat,
        "one sample comes out, for none that went in": function(bias)[np.newaxis],
    }


def test_example(probes):
    """Dense gives what the docstring's example shows"""
    kinds = {"kernel": [3, 2], "bias": [2]}
    got = probes.dense_attributes(3, 2)
    assert_equal(got, kinds, what="what kernel and bias of Dense(3, 2) are", slips=KINDS)
    weights, x = [np.float32([[1, -1]] * 3), np.float32([0.5, 4])], np.float32([[1, 2, 3]])
    got, slips = probes.dense_on_x(weights, x, "relu"), slips_of(weights, x, "relu")
    assert_close(got, [[6.5, 0.0]], dtype="float32", slips=slips, kind="tensor")


@points(0.5)
@after(test_example)
def test_variables(probes, rng):
    """the variables are made once, both are trainable, and there are no others"""
    weights, x = drawn(rng, (2, 3), 4)
    got, count = probes.dense_variables(weights, x), {"all": 2, "trainable": 2}
    for when, what in TIMES.items():
        assert_equal(got[when], count, what=what, slips=COUNTS | (MADE if when == "after" else {}))
    slips = slips_of(weights, x, "relu")
    assert_close(got["output"], oracle(weights, x, "relu"), what="the output at last", slips=slips)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the output is activation(x @ kernel + bias), with any number of axes in front"""
    for shape, units, name in CASES:
        weights, x = drawn(rng, shape, units)
        got, what = probes.dense_on_x(weights, x, name), f"with activation {name}"
        want, slips = oracle(weights, x, name), slips_of(weights, x, name)
        assert_close(got, want, dtype="float32", what=what, slips=slips)


@points(0.5)
@after(test_example)
def test_batches(probes, rng):
    """the batch may be empty, or of unknown size in a tf.function"""
    weights, x = drawn(rng, (5, 3), 2)
    for part, mode in [(x, "graph"), (x[:0], "eager"), (x[:1], "graph")]:
        got, what = probes.dense_on_x(weights, part, "tanh", mode), f"with {len(part)} samples"
        want, slips = oracle(weights, part, "tanh"), slips_of(weights, part, "tanh")
        assert_close(got, want, dtype="float32", what=what, slips=slips)


@points(0.5)
@after(test_example)
def test_gradients(probes, rng):
    """the gradients reach x, the kernel and the bias"""
    weights, x = drawn(rng, (4, 3), 2)
    upstream = draw(rng, (4, 2))
    back = upstream * (1 - oracle(weights, x, "tanh") ** 2)
    got, want = probes.dense_gradients(weights, x, upstream), gradients_of(weights, x, back)
    for part, wanted, name in zip(got, want, ("x", "the kernel", "the bias"), strict=True):
        assert_gradient(part, wanted, dtype="float32", what=f"the gradient in {name}")


@points(1)
@after(test_variables)
def test_start(probes, rng):
    """the kernel is uniform between -limit and limit, and the bias is zeros"""
    features, units, seed = (int(rng.integers(*bounds)) for bounds in SIZES)
    got = probes.dense_start(features, units, seed)
    compare_start(got["kernel"], np.sqrt(6 / (features + units)))
    assert_close(got["bias"], np.zeros(units), dtype="float32", what="the bias")


@points(0.5)
@after(test_variables)
def test_seed(probes, rng):
    """the same seed gives the same kernel, another seed another one"""
    features, units, seed = (int(rng.integers(*bounds)) for bounds in SIZES)
    got, slips = probes.dense_seeds(features, units, seed), {ANEW: features * units}
    assert_equal(got["changed"], 0, what=SAME, slips=slips)
    assert_shape(got["other"], (features, units))
    compare_seeds(got["other"], np.sqrt(6 / (features + units)))


def compare_seeds(other, limit):
    """Hold the mean of a difference, and of its neighbors, against those of uniform kernels."""
    found = [np.mean(np.abs(part)) for part in (other, np.diff(other, axis=0))]
    # The means of |a - b| and of |a - b - c + d| for uniform numbers, of 5,000 within 0.02.
    want, slips = limit * np.array([2 / 3, 14 / 15]), {"the seed is not used": np.zeros(2)}
    assert_close(np.array(found), want, atol=0.1 * limit, what=OTHER, slips=slips)


def compare_start(kernel, limit):
    """Hold a kernel's numbers, and the distances of neighbors, against uniform ones."""
    for parts, room in ((PARTS, 0.08), (ENDS, 0.02)):
        found, want = np.quantile(kernel, parts), limit * (2 * parts - 1)
        # Of 5,000 numbers a quantile is off by 0.015 * limit, at 1 % and 99 % by 0.003 * limit.
        assert_close(
            found, want, atol=room * limit, what=SPREAD, slips=starts(limit, parts, len(kernel))
        )
    near = np.mean(np.abs(np.diff(kernel, axis=0)))
    alike = {"all rows are alike": 0.0, "each row occurs twice": limit / 3}
    # Two uniform numbers are 2/3 of limit apart, and the mean of 5,000 pairs is within 0.01.
    assert_close(near, 2 * limit / 3, atol=0.1 * limit, what=NEAR, slips=alike)


def gradients_of(weights, x, back):
    """Return the gradients in x, kernel and bias if `back` reaches x @ kernel + bias."""
    return [back @ weights[0].T, x.T @ back, back.sum(axis=0)]


def starts(limit, parts, features):
    """Return the quantiles of other starts."""
    uniform = 2 * parts - 1
    return {
        "the kernel is all zeros": 0 * uniform,
        "the kernel is all ones": 0 * uniform + 1,
        "only positive numbers: uniform between 0 and limit": limit * parts,
        "limit is sqrt(3 / (features + units))": limit * uniform / np.sqrt(2),
        "limit is not used: uniform between -1 and 1": uniform,
        "limit is not used: uniform between 0 and 1": parts,
        "the limit depends on features only": np.sqrt(6 / features) * uniform,
        "normal numbers, not uniform ones": limit * np.interp(parts, PARTS, NORMAL) / np.sqrt(3),
    }


CASES = [
    ((6, 4), 3, "none"),
    ((1, 5), 2, "tanh"),
    ((2, 3, 4), 5, "relu"),
    ((2, 1, 3, 2), 3, "none"),
]
SIZES = [(70, 130), (75, 130), (1, 1000)]
ENDS = np.array([0.01, 0.99])
PARTS = np.array([0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
HALF = [0.2533, 0.5244, 0.8416, 1.2816, 2.3263]
NORMAL = np.array([*(-x for x in HALF[::-1]), 0.0, *HALF])
SPREAD = "the list of quantiles of the kernel"
NEAR = "the mean distance of neighbors in a column of the kernel"
TIMES = {"before": "the number of variables", "after": "the number of variables after three calls"}
KINDS = {
    "the kernel is transposed": {"kernel": [2, 3], "bias": [2]},
    "the bias has one number for each feature": {"kernel": [3, 2], "bias": [3]},
    "the bias is a single number": {"kernel": [3, 2], "bias": []},
    "there is no bias": {"kernel": [3, 2], "bias": "NoneType"},
    "the variables are not made in the constructor": {"kernel": "NoneType", "bias": "NoneType"},
    "they are tensors, not tf.Variables": {"kernel": "EagerTensor", "bias": "EagerTensor"},
    "the kernel is a tensor, not a tf.Variable": {"kernel": "EagerTensor", "bias": [2]},
    "the bias is a tensor, not a tf.Variable": {"kernel": [3, 2], "bias": "EagerTensor"},
}
COUNTS = {
    "the bias is not trainable": {"all": 2, "trainable": 1},
    "one more variable is kept in an attribute": {"all": 3, "trainable": 3},
    "one more variable is kept in an attribute, not trainable": {"all": 3, "trainable": 2},
    "the variables are not attributes of the module": {"all": 0, "trainable": 0},
}
MADE = {"a call makes new variables": {"all": 3, "trainable": 3}}
ANEW = "the seed does not decide: every kernel is drawn anew"
SAME = "the number of entries in which two kernels of the same seed differ"
OTHER = "the mean distance between the kernels of two seeds, and that of its neighbors"
