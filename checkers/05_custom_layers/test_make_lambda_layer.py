"""Checks of make_lambda_layer."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points

NAME = "make_lambda_layer"
SHAPES = [(1, 4), (2, 5, 6)]


def test_example(probes):
    """make_lambda_layer gives what the docstring's example shows"""
    got = probes.wrapped(NAME, function="tf.square", x=np.float32([1, -3]))
    slips = {TWICE: [1, 81], "fn is not applied": [1, -3]}
    assert_close(got, [1, 9], dtype="float32", slips=slips)


def test_kind(probes):
    """make_lambda_layer returns a keras.layers.Lambda"""
    slips = {ITSELF: "function", RETURN: "NoneType", OTHER: "Activation"}
    assert_equal(probes.kind(NAME, function="sine"), "Lambda", what="the kind", slips=slips)


@points(1)
@after(test_kind)
def test_values(probes, rng):
    """each layer applies its function and passes it the training flag if it takes one"""
    for shape in SHAPES:
        x = draw(rng, shape)
        got = probes.wrapped(NAME, function="sine", x=x)
        assert_close(got, np.sin(x), slips={SHARED: x**2}, dtype="float32")
        for training, factor in [(True, 3), (False, 2), (None, 2)]:
            call = {"function": "tripled_in_training", "x": x, "training": training}
            slips = {UNTOLD: 2 * x, ALWAYS: 3 * x}
            assert_close(probes.wrapped(NAME, **call), factor * x, slips=slips)


@points(1)
@after(test_example)
def test_refuses(probes, rng):
    """a lambda expression is refused, a function with a name is not"""
    x = draw(rng, (3, 4))
    for function in ("<lambda>", "<lambda> in training"):
        assert_raises(ValueError, probes.wrapped, NAME, function=function, x=x)
    for function, want in [("sine", np.sin(x)), ("lambda_rule", 5 * x)]:
        assert_close(probes.wrapped(NAME, function=function, x=x), want)


@points(1)
@after(test_kind)
def test_save(probes, rng):
    """a saved model with the layer is loaded by someone who has the function"""
    x = draw(rng, (3, 8))
    for function, want in [("pair_sums", x[:, ::2] + x[:, 1::2]), ("bent", x + x**2)]:
        got = probes.wrapped_and_saved(NAME, function=function, x=x)
        assert_close(got, want, what="the output of the loaded model")


TWICE = "fn is applied twice"
SHARED = "the layer of an earlier function comes back, that of the example"
RETURN = "the return is missing"
ITSELF = "fn itself is returned, which is not a layer"
OTHER = "an Activation, which is a different layer"
UNTOLD = "the function does not get training=True in training"
ALWAYS = "the function gets training=True in inference"
