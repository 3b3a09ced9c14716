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
        other = {1: "the attribute serve", -1: "the signature serving_default"}[sign]
        assert_close(got, want, dtype="float32", slips={f"from {other}": -want}, what=what)


def extremes(got, xs, kernel, bias):
    """Hold the two outputs for each x."""
    assert_equal(got["names"], ["high", "low"], what="the list of outputs", slips={ONE: [""]})
    for x, values in zip(xs, got["values"], strict=True):
        y = oracle(x, kernel, bias)
        want = np.stack([y.max(axis=1), y.min(axis=1)])
        assert_close(values, want, dtype="float32", what="the pair of 'high' and 'low'")


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
    extremes(probes.layer_outputs(kernel, bias, xs, "extremes"), xs, kernel, bias)


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
        wants = [x.T @ upstream, upstream.sum(axis=0)] if trainable else []
        slips = {FROZEN: 0, TRAINED: 2, OFFSET: 3}
        assert_equal(
            len(got["gradients"]), len(wants), what=f"the number of {WEIGHTS}", slips=slips
        )
        for slope, want in zip(got["gradients"], wants, strict=True):
            assert_close(slope, want, what="the gradient in a trainable weight")


@points(0.5)
@after(test_endpoint)
def test_refusal(probes, rng, exercise_rng):
    """an endpoint that the folder does not have raises ValueError"""
    kernel, bias, _ = drawn(exercise_rng, 4, 3)
    xs = [draw(rng, (3, 4))]
    extremes(probes.layer_outputs(kernel, bias, xs, "extremes"), xs, kernel, bias)
    got = probes.layer_refused(kernel, bias, "predict")
    assert_equal(got, "ValueError", what="the error for the endpoint 'predict'", slips=ACCEPTED)


ONE = "only one of two outputs is returned"
WEIGHTS = "trainable weights"
FROZEN = "trainable=True has no effect"
TRAINED = "by default nothing is trainable"
OFFSET = "a variable that is not trainable is among them"
MANY = {FROZEN: 0, TRAINED: 2, OFFSET: 3}
ACCEPTED = {
    "another endpoint is taken instead": "no error",
    "another error is raised: make it a ValueError": "KeyError",
}
