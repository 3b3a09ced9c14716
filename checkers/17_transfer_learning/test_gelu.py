"""Checks of gelu."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, forbids, points

pytestmark = forbids("tf.nn.gelu", "keras")

ROOT_2 = math.sqrt(2)
ROOT = math.sqrt(2 / math.pi)
MODES = ({}, {"approximate": True})


def exact(x, scale=ROOT_2):
    """Return x times the probability of a normal number below x."""
    x = np.float64(x)
    return x / 2 * np.vectorize(math.erfc, otypes=[float])(-x / scale)


def approximate(x, root=ROOT, factor=0.044715):
    """Return the approximation by tanh."""
    x = np.float64(x)
    return x / 2 * (1 + np.tanh(root * (x + factor * x**3)))


def oracle(x, mode):
    return approximate(x) if mode else exact(x)


def slips(x, mode):
    """Return the results of common mistakes, by description."""
    x = np.float64(x)
    return {
        "approximate is not used: this is the exact one" if mode else SWAPPED: oracle(x, not mode),
        "the root of 2 is missing: erf(x)": exact(x, 1.0),
        "the probability, not multiplied by x": exact(x) / np.where(x == 0, np.inf, x),
        "twice as large: divide by 2": 2 * oracle(x, mode),
        "2 / pi without its root": approximate(x, root=2 / math.pi),
        "the factor sqrt(2 / pi) is missing": approximate(x, root=1.0),
        "the cube is missing": approximate(x, factor=0.0),
        "0.44715 for 0.044715": approximate(x, factor=0.44715),
        "x * sigmoid(1.702 * x), another approximation": x / (1 + np.exp(-1.702 * x)),
        "x * sigmoid(x): this is SiLU": x / (1 + np.exp(-x)),
        "a ReLU": np.maximum(x, 0),
        "the square in the place of the cube": (
            x / 2 * (1 + np.tanh(ROOT * (x + 0.044715 * x**2)))
        ),
        "1 + ... is missing": oracle(x, mode) - x / 2,
    }


def compare(got, x, mode, dtype="float32"):
    assert_close(got, oracle(x, mode), dtype=dtype, slips=slips(x, mode), kind="tensor")


def test_example(probes):
    """gelu gives what the docstring's example shows"""
    x = np.float32([-1, 0, 1, 3])
    for mode in MODES:
        compare(probes.call("gelu", x, **mode), x, mode)


@points(1)
@after(test_example)
def test_exact(probes, rng):
    """gelu is x / 2 * (1 + erf(x / sqrt(2))), for any shape, in float32 and in float64"""
    for shape, dtype in [((7,), "float32"), ((3, 1, 4), "float64"), ((), "float64")]:
        x = draw(rng, shape, dtype=dtype, low=0.5, high=4) * rng.choice([-1, 1], shape)
        x = np.asarray(x, dtype)
        compare(probes.call("gelu", x), x, {}, dtype)


@points(1)
@after(test_example)
def test_approximate(probes, rng):
    """with approximate=True it is the formula with tanh"""
    for shape, dtype in [((9,), "float32"), ((2, 5), "float64")]:
        x = draw(rng, shape, dtype=dtype, low=-4, high=4)
        compare(probes.call("gelu", x, approximate=True), x, MODES[1], dtype)


@points(1)
@after(test_exact)
def test_tail(probes, rng):
    """gelu is right to 0.01 % of itself, also where 1 + erf is nearly 0"""
    for low in (-6, -8, -10):
        x = draw(rng, (5,), low=low, high=low + 2)
        got, want = probes.call("gelu", x), exact(x)
        lost = np.shape(got) == want.shape and np.allclose(got, want, rtol=0, atol=1e-5)
        slip = {LOST: got if lost else np.nan}
        # 0.01 % is what the docstring promises, and nothing beside it.
        assert_close(got, want, rtol=1e-4, atol=0, slips=slip)


@points(1)
@after(test_exact)
def test_gradient(probes, rng):
    """the gradient is that of both formulas"""
    x, upstream = draw(rng, (4, 3), (4, 3), dtype="float64", low=-3, high=3)
    for mode in MODES:
        got = probes.gradient("gelu", x, upstream=upstream, **mode)
        want = upstream * slope(x, mode)
        constant = upstream * oracle(x, mode) / x
        assert_gradient(got, want, slips={"the gradient takes erf or tanh for constant": constant})


@points(0.5)
@after(test_approximate)
def test_graph(probes, rng):
    """gelu works in tf.function"""
    for mode in MODES:
        x = draw(rng, (6, 2))
        compare(probes.graph("gelu", x, **mode), x, mode)


def slope(x, mode):
    """Return the derivative."""
    if not mode:
        return exact(x) / x + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    inside = np.tanh(ROOT * (x + 0.044715 * x**3))
    return (1 + inside) / 2 + x / 2 * (1 - inside**2) * ROOT * (1 + 3 * 0.044715 * x**2)


SWAPPED = "this is the approximation by tanh, and not the exact one"
LOST = "only near 0, but no digit of it is right: 1 + erf(...) loses them, tf.math.erfc does not"
