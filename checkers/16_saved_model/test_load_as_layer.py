"""Checks of load_as_layer."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, features, units, *batches):
    kernel, bias, *xs = draw(rng, (features, units), (units,), *((n, features) for n in batches))
    return kernel, bias, xs


def oracle(x, kernel, bias):
    return x.astype(np.float64) @ kernel + bias


def compare(results, xs, kernel, bias, sign=1, what="the result"):
    """Hold what the layer gives for each x; the attribute serve has the sign -1."""
    for x, got in zip(xs, results, strict=True):
        want = sign * oracle(x, kernel, bias)
        assert_true_tensor(got, what)
        other = {1: "the attribute serve", -1: "the signature serving_default"}[sign]
        assert_close(got, want, dtype="float32", slips={f"from {other}": -want}, what=what)


def assert_true_tensor(got, what):
    """Hold that it is no dict."""
    kind = sorted(got) if isinstance(got, dict) else "a tensor"
    assert_equal(kind, "a tensor", what=f"the kind of {what}", slips={DICT: ["y"]})


def extremes(results, xs, kernel, bias):
    """Hold the dict of two outputs for each x."""
    for x, got in zip(xs, results, strict=True):
        names = sorted(got) if isinstance(got, dict) else "a tensor"
        assert_equal(names, ["high", "low"], what="the list of outputs", slips={ONE: "a tensor"})
        want = oracle(x, kernel, bias)
        assert_close(got["low"], want.min(axis=1), dtype="float32", what="'low'")
        assert_close(got["high"], want.max(axis=1), dtype="float32", what="'high'")


def test_example(probes):
    """load_as_layer gives what the docstring's example shows"""
    kernel, bias, x = 2 * np.eye(2, dtype="float32"), np.zeros(2, "float32"), np.float32([[1, 3]])
    got = probes.layer_called(kernel, bias, [x], endpoint="serving_default")
    compare(got, [x], kernel, bias, what="the result of the layer")


@points(1)
@after(test_example)
def test_default(probes, rng):
    """without endpoint it is serve if the folder has it, else serving_default"""
    kernel, bias, xs = drawn(rng, 3, 2, 4, 1)
    for attribute, sign in ((True, -1), (False, 1)):
        got = probes.layer_called(kernel, bias, xs, attribute)
        compare(got, xs, kernel, bias, sign, "the result without endpoint")


@points(1)
@after(test_example)
def test_endpoint(probes, rng, exercise_rng):
    """endpoint names an attribute or a signature; a dict of several tensors stays a dict"""
    kernel, bias, _ = drawn(exercise_rng, 4, 3)
    xs = list(draw(rng, (5, 4), (1, 4)))
    got = probes.layer_called(kernel, bias, xs, attribute=True, endpoint="serve")
    compare(got, xs, kernel, bias, -1, "the result of 'serve'")
    got = probes.layer_called(kernel, bias, xs, attribute=True, endpoint="serving_default")
    compare(got, xs, kernel, bias, what="the result of 'serving_default'")
    extremes(probes.layer_called(kernel, bias, xs, True, "extremes"), xs, kernel, bias)


@points(1)
@after(test_example)
def test_in_model(probes, rng):
    """in a functional model the layer gives a tensor for batches of every size"""
    kernel, bias, xs = drawn(rng, 3, 2, 6, 1, 2)
    got = probes.layer_in_model(kernel, bias, xs, factor=-3.0)
    compare(got, xs, -3 * kernel, -3 * bias, what="the result of the model")


@points(1)
@after(test_example)
def test_weights(probes, rng):
    """trainable=True gives trainable weights with gradients; by default there are none"""
    kernel, bias, [x, upstream] = drawn(rng, 3, 3, 5, 5)
    for trainable in (None, True):
        got = probes.layer_weights(kernel, bias, x, upstream, trainable)
        compare([got["result"]], [x], kernel, bias)
        wants = [(kernel, x.T @ upstream), (bias, upstream.sum(axis=0))] if trainable else []
        count = len(got["parts"])
        slips = {FROZEN: 0, TRAINED: 2, OFFSET: 3}
        assert_equal(count, len(wants), what=f"the number of {WEIGHTS}", slips=slips)
        for part, (value, slope) in zip(got["parts"], wants, strict=True):
            assert_close(part["weight"], value, what="a trainable weight")
            assert_close(part["gradient"], slope, what="the gradient in a trainable weight")


@points(0.5)
@after(test_endpoint)
def test_refusal(probes, rng, exercise_rng):
    """an endpoint that the folder does not have raises ValueError"""
    kernel, bias, _ = drawn(exercise_rng, 4, 3)
    xs = [draw(rng, (3, 4))]
    extremes(probes.layer_called(kernel, bias, xs, True, "extremes"), xs, kernel, bias)
    got = probes.layer_refused(kernel, bias, "predict")
    assert_equal(got, "ValueError", what="the error for the endpoint 'predict'", slips=ACCEPTED)


DICT = "a dict with one tensor: take the tensor out"
ONE = "only one of two outputs is returned"
WEIGHTS = "trainable weights"
FROZEN = "trainable=True has no effect"
TRAINED = "by default nothing is trainable"
OFFSET = "a variable that is not trainable is among them"
ACCEPTED = {
    "another endpoint is taken instead": "no error",
    "another error is raised: make it a ValueError": "KeyError",
}
