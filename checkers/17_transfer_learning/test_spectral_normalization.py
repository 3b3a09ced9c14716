"""Checks of SpectralNormalization."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_true,
    draw,
    numeric_gradient,
    points,
)

ACTIVATIONS = {None: lambda z: z, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}


def unit(vector):
    """Return the vector, scaled to length 1."""
    return vector / np.linalg.norm(vector)


def moved(kernel, u, steps=1):
    """Return u after some power iterations."""
    for _ in range(steps):
        u = unit(kernel.T @ (kernel @ u))
    return u


def oracle(x, kernel, u, bias=None, activation=None):
    """Return the outputs for this u."""
    z = np.float64(x) @ (kernel / np.linalg.norm(kernel @ u))
    return ACTIVATIONS[activation](z + (0 if bias is None else bias))


def followed(case, modes):
    """Yield the outputs, u before and u after each call."""
    x, kernel, u, bias, activation = case
    kernel, u = np.float64(kernel), np.float64(u)
    for mode in modes:
        before, u = u, moved(kernel, u) if mode else u
        yield oracle(x, kernel, u, bias, activation), before, u


def slips(case, before, u):
    """Return the outputs of common mistakes, by description."""
    x, kernel, _, bias, activation = case
    kernel, act = np.float64(kernel), ACTIVATIONS[activation]
    b, sigma = 0 if bias is None else bias, np.linalg.norm(kernel @ u)
    plain, true = np.float64(x) @ kernel, np.linalg.norm(kernel, 2)
    return {
        "the kernel is not divided": act(plain + b),
        "sigma is that of u before the iteration": oracle(x, kernel, before, bias, activation),
        "two iterations": oracle(x, kernel, moved(kernel, before, 2), bias, activation),
        "an iteration, though this is not training": (
            oracle(x, kernel, moved(kernel, u), bias, activation)
        ),
        "divided by the exact singular value, not by |W u|": act(plain / true + b),
        "sigma is the length of the whole kernel": act(plain / np.linalg.norm(kernel) + b),
        "sigma is squared": act(plain / sigma**2 + b),
        "multiplied by sigma": act(plain * sigma + b),
        "the bias is missing": act(plain / sigma),
        "the bias is divided too": act((plain + b) / sigma),
        "the activation is missing": plain / sigma + b,
        "the outputs of the activation are divided": act(plain + b) / sigma,
        "each column is scaled to length 1": (
            act(np.float64(x) @ (kernel / np.linalg.norm(kernel, axis=0)) + b)
        ),
    }


def drawn(rng, shape, units, *, biased=True, activation=None):
    """Return inputs, a kernel, u, a bias and an activation."""
    x, kernel, u, bias = draw(rng, shape, (shape[-1], units), (units,), (units,))
    return x, kernel, np.float32(unit(np.float64(u))), bias if biased else None, activation


def compare(probes, case, modes):
    """Ask for some calls, and hold outputs, u and the kernel after each of them."""
    x, kernel, u, bias, activation = case
    given = x, kernel, bias, u, modes, activation
    got = probes.spectral_normalization("SpectralNormalization", *given)
    for number, (mine, want) in enumerate(zip(got, followed(case, modes), strict=True)):
        output, before, new = want
        assigned = {OVERWRITTEN: np.float64(kernel) / np.linalg.norm(kernel @ new)}
        for name, right, wrong in [
            ("u", new, u_slips(kernel, before, new)),
            ("kernel", kernel, assigned),
            ("output", output, slips(case, before, new)),
        ]:
            what = f"the {name} of call {number}, training={modes[number]}"
            assert_close(mine[name], right, dtype="float32", slips=wrong, what=what)


def u_slips(kernel, before, u):
    """Return u after common mistakes."""
    kernel = np.float64(kernel)
    return {
        "u is not moved": before,
        "two iterations": moved(kernel, before, 2),
        "an iteration, though this is not training": moved(kernel, u),
        "u is not scaled to length 1": kernel.T @ (kernel @ before),
        "the sign of u is turned": -u,
        "divided by sigma, not by its own length": (
            kernel.T @ (kernel @ before) / np.linalg.norm(kernel @ before)
        ),
    }


def test_example(probes):
    """SpectralNormalization gives what the docstring's example shows"""
    kernel, u = np.float32([[0, 2], [4, 0]]), np.float32([0.6, 0.8])
    case = np.float32([[1, 1]]), kernel, u, None, None
    compare(probes, case, [True] * 20)


@points(1)
@after(test_example)
def test_training(probes, rng):
    """in training u makes one power iteration, and W is divided by |W u| for the new u"""
    for shape, units in [((6, 3), 4), ((1, 5), 2), ((2, 3, 2), 5)]:
        compare(probes, drawn(rng, shape, units), [True, True])


@points(1)
@after(test_training)
def test_inference(probes, rng):
    """any other call uses u as it is, and leaves it alone"""
    for shape, units in [((5, 4), 3), ((1, 2, 3), 6)]:
        compare(probes, drawn(rng, shape, units), [False, None, True, None, False])


@points(0.5)
@after(test_training)
def test_layer(probes, rng):
    """bias and activation are the wrapped layer's; it may have no bias"""
    for activation, biased in [("tanh", True), ("relu", False), (None, False)]:
        case = drawn(rng, (5, 4), 3, biased=biased, activation=activation)
        compare(probes, case, [True, False])


@points(0.5)
@after(test_inference)
def test_start(probes, rng):
    """u is a weight that is not trained, random and of length 1; the layer may be built, or not"""
    starts = []
    for built in (True, False):
        x, kernel, u, bias, _ = drawn(rng, (4, 3), 6)
        given = x, kernel, bias, u
        got = probes.spectral_start("SpectralNormalization", *given, built=built)
        want = {"trained": [[3, 6], [6]], "others": [[6]]}
        assert_equal(got["shapes"], want, what="the table of the weights' shapes", slips=TRAINED)
        wrong = slips((x, kernel, u, bias, None), u, np.float64(u))
        assert_close(got["output"], oracle(x, kernel, u, bias), slips=wrong, what="the output")
        starts.append(np.float64(got["u"]))
    hold_random(starts)


def hold_random(starts):
    """Require vectors of length 1 that are unlike each other."""
    sizes = np.float32([np.linalg.norm(u) for u in starts])
    assert_close(sizes, np.ones(2), what="the lengths of u at the start of two layers")
    alike = np.allclose(starts[0], starts[1], atol=1e-3)
    assert_true(not alike, "two layers begin with the same u", got=starts[1])


@points(1)
@after(test_inference)
def test_gradient(probes, rng):
    """in the gradients sigma depends on W, and u is a constant"""
    for training, shape in [(True, (5, 3)), (False, (2, 2, 3))]:
        (x, kernel, u, bias, _), upstream = drawn(rng, shape, 4), draw(rng, (*shape[:-1], 4))
        given = x, kernel, bias, u, upstream
        got = probes.spectral_gradients("SpectralNormalization", *given, training=training)
        u = moved(np.float64(kernel), np.float64(u)) if training else np.float64(u)
        for name, at, of, wrong in parts_of(x, np.float64(kernel), u, bias):
            want = numeric_gradient(of, at, upstream)
            causes = {words: numeric_gradient(bad, at, upstream) for words, bad in wrong.items()}
            how = {"slips": causes, "what": f"the gradient in the {name}"}
            # float32: a sum of up to twenty terms of size 1 that may cancel
            assert_gradient(got[name], want, atol=1e-5, **how)


def parts_of(x, kernel, u, bias):
    """Return the name, the place, the function and the mistakes of each gradient."""
    sigma = np.linalg.norm(kernel @ u)
    wrong = {
        "sigma is taken for a constant": lambda k: np.tanh(x @ k / sigma + bias),
    }
    return [
        ("inputs", x, lambda v: oracle(v, kernel, u, bias, "tanh"), {}),
        ("kernel", kernel, lambda k: oracle(x, k, u, bias, "tanh"), wrong),
        ("bias", bias, lambda b: oracle(x, kernel, u, b, "tanh"), {}),
    ]


OVERWRITTEN = "the divided kernel is assigned to the layer: divide anew in each call"
TRAINED = {
    "u is trained": {"trained": [[3, 6], [6], [6]], "others": []},
    "u is no weight: make it by self.add_weight": {"trained": [[3, 6], [6]], "others": []},
}
