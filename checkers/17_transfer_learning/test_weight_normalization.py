"""Checks of WeightNormalization."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    draw,
    numeric_gradient,
    points,
)

ACTIVATIONS = {None: lambda z: z, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}


def lengths(v, axis=0):
    """Return the length of each column."""
    return np.sqrt(np.sum(np.float64(v) ** 2, axis=axis))


def oracle(x, v, g, bias=None, activation=None):
    """Return the outputs."""
    kernel = np.float64(g) * v / lengths(v)
    return ACTIVATIONS[activation](np.float64(x) @ kernel + (0 if bias is None else bias))


def slips(x, v, g, bias=None, activation=None):
    """Return the outputs of common mistakes, by description."""
    act = ACTIVATIONS[activation]
    b, x, v = 0 if bias is None else bias, np.float64(x), np.float64(v)
    unit = v / lengths(v)
    return {
        "the kernel is not normalized": act(x @ v + b),
        "g is missing: each column has length 1": act(x @ unit + b),
        "g times v: the division by |v| is missing": act(x @ (g * v) + b),
        "one length for the whole kernel, not one for each column": (
            act(x @ (g * v / lengths(v, axis=None)) + b)
        ),
        "the length of each row, not of each column": (
            act(x @ (g * v / lengths(v, axis=1)[:, None]) + b)
        ),
        "|v| without its root": act(x @ (g * v / lengths(v) ** 2) + b),
        "|v| is the sum of the absolute values": act(x @ (g * v / np.abs(v).sum(axis=0)) + b),
        "|v| is the largest absolute value": act(x @ (g * v / np.abs(v).max(axis=0)) + b),
        "the bias is missing": act(x @ (g * unit)),
        "the activation is missing": x @ (g * unit) + b,
        "g multiplies the bias too": act(g * (x @ unit + b)),
        "g multiplies what the activation returns": g * act(x @ unit + b),
        "the activation is applied twice": act(act(x @ (g * unit) + b)),
        "always relu, whatever the activation": np.maximum(x @ (g * unit) + b, 0),
    }


def changed(v, g):
    """Return what v and g are after common mistakes."""
    unit = v / lengths(v)
    return {
        "v": {ASSIGNED: g * unit, UNIT: unit},
        "g": {"each call sets g to |v|": lengths(v)},
    }


def drawn(rng, shape, units):
    """Return inputs, a kernel, a bias and lengths."""
    x, v, bias = draw(rng, shape, (shape[-1], units), (units,))
    return x, v, bias, draw(rng, (units,), low=0.5, high=3) * rng.choice([-1, 1], units)


def compare(got, x, v, g, bias=None, activation=None):
    """Hold g at the start, the output, the shapes of the weights, and what they are after it."""
    (n, units), given = v.shape, (x, v, g, bias, activation)
    trained = sorted([[units]] * (1 if bias is None else 2) + [[n, units]])
    want = {"trained": trained, "others": []}
    assert_equal(got["shapes"], want, what="the table of the weights' shapes")
    begun = {"g begins at 1": np.ones(units), "the square of |v|": lengths(v) ** 2}
    begun |= {"one length for all columns": np.full(units, lengths(v, axis=None))}
    for name, mine, right, wrong in [
        ("g at the start", got["g"], lengths(v), begun),
        ("the output", got["output"], oracle(*given), slips(*given)),
        ("v after two calls", got["v"], v, changed(v, g)["v"]),
        ("g after two calls", got["g after"], g, changed(v, g)["g"]),
    ]:
        assert_close(mine, right, dtype="float32", slips=wrong, what=name)


def test_example(probes):
    """WeightNormalization gives what the docstring's example shows"""
    x, v, bias = np.float32([[1, 2]]), np.float32([[3], [4]]), np.float32([1])
    for start, g in [(np.float32([10]), 10), (None, 5)]:
        got = probes.weight_normalization("WeightNormalization", x, v, bias, start)
        compare(got, x, v, np.float64([g]), bias)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the kernel's columns have the directions of v and the lengths g; no call changes a weight"""
    for shape, units in [((6, 3), 4), ((1, 5), 2), ((2, 3, 2), 5)]:
        x, v, bias, g = drawn(rng, shape, units)
        got = probes.weight_normalization("WeightNormalization", x, v, bias, np.float32(g))
        compare(got, x, v, g, bias)


@points(0.5)
@after(test_values)
def test_layer(probes, rng):
    """bias and activation are the wrapped layer's; it may have no bias"""
    for activation, biased in [("tanh", True), ("relu", False), (None, False)]:
        x, v, bias, g = drawn(rng, (5, 4), 3)
        bias, g = bias if biased else None, np.float32(g)
        got = probes.weight_normalization("WeightNormalization", x, v, bias, g, activation)
        compare(got, x, v, g, bias, activation)


@points(1)
@after(test_values)
def test_start(probes, rng):
    """g begins as |v|, so the outputs are those of the layer; it may be built already, or not"""
    for built in (True, False):
        x, v, bias, _ = drawn(rng, (4, 3), 5)
        got = probes.weight_normalization("WeightNormalization", x, v, bias, built=built)
        compare(got, x, v, lengths(v), bias)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in the inputs, g, v and the bias are those of the formula"""
    for shape in [(5, 3), (2, 2, 3)]:
        (x, v, bias, g), upstream = drawn(rng, shape, 4), draw(rng, (*shape[:-1], 4))
        how = {"g": np.float32(g), "activation": "tanh", "upstream": upstream}
        got = probes.weight_normalization("WeightNormalization", x, v, bias, **how)
        for name, at, of, wrong in parts_of(x, v, bias, np.float32(g)):
            want = numeric_gradient(of, at, upstream)
            causes = {words: numeric_gradient(bad, at, upstream) for words, bad in wrong.items()}
            what = f"the gradient in {name}"
            # float32: a sum of up to twenty terms of size 1 that may cancel
            assert_gradient(got[name], want, atol=1e-5, slips=causes, what=what)


def parts_of(x, v, bias, g):
    """Return the name, the place, the function and the mistakes of each gradient."""
    still = {"|v| is taken for a constant": lambda u: constant(x, u, v, g, bias)}
    return [
        ("inputs", x, lambda u: oracle(u, v, g, bias, "tanh"), {}),
        ("g", g, lambda u: oracle(x, v, u, bias, "tanh"), {}),
        ("v", v, lambda u: oracle(x, u, g, bias, "tanh"), still),
        ("bias", bias, lambda u: oracle(x, v, g, u, "tanh"), {}),
    ]


def constant(x, u, v, g, bias):
    """Return the outputs for v = u, but with the lengths of v."""
    return np.tanh(x @ (g * u / lengths(v)) + bias)


ASSIGNED = "the normalized kernel is assigned to the layer: compute it in each call"
UNIT = "v is scaled to length 1"
