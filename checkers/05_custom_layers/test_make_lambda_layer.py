"""Checks of make_lambda_layer."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points

SHAPES = [(1, 4), (2, 5, 6)]


def test_kind(probes, rng):
    """make_lambda_layer returns a keras.layers.Lambda"""
    slips = {ITSELF: "function", RETURN: "NoneType", OTHER: "Activation"}
    assert_equal(probes.kind("sine"), "Lambda", what="the kind of layer", slips=slips)


@points(1)
@after(test_kind)
def test_values(probes, rng):
    """the layer applies the function and passes it the training flag if it takes one"""
    for shape in SHAPES:
        x = draw(rng, shape)
        for training, factor in [(True, 3), (False, 2), (None, 2)]:
            got = probes.wrapped("tripled_in_training", x, training=training)
            assert_close(got, factor * x, slips={UNTOLD: 2 * x, ALWAYS: 3 * x})


@points(1)
def test_refuses(probes, rng):
    """a lambda expression is refused, a function with a name is not"""
    x = draw(rng, (3, 4))
    assert_raises(ValueError, probes.wrapped, "<lambda>", x)
    assert_close(probes.wrapped("sine", x), np.sin(x))


@points(1)
@after(test_kind)
def test_save(probes, rng):
    """a saved model with the layer is loaded by someone who has the function"""
    x = draw(rng, (3, 8))
    assert_close(probes.wrapped_and_saved("pair_sums", x), x[:, ::2] + x[:, 1::2])


RETURN = "the return is missing"
ITSELF = "fn itself is returned, which is not a layer"
OTHER = "an Activation, which is a different layer"
UNTOLD = "the function does not get training=True in training"
ALWAYS = "the function gets training=True in inference"
