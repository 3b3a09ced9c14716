"""Checks of L2Activity."""

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

pytestmark = forbids("keras.layers.ActivityRegularization", "keras.regularizers")

SHAPES = [(4, 3), (1, 5), (7, 2, 3), (2, 3, 2, 2)]


def oracle(x, strength):
    return strength * np.sum(x.astype(np.float64) ** 2) / len(x)


def slips_of(x, strength):
    want = oracle(x, strength)
    return {
        "the sum is not divided by the batch size": want * len(x),
        "a mean over all elements": want * len(x) / x.size,
        "half the sum of squares (tf.nn.l2_loss)": want * len(x) / 2,
        "half the penalty (tf.nn.l2_loss)": want / 2,
        "the strength is missing": oracle(x, 1.0),
        "the norm, not its square": strength * np.sqrt(oracle(x, 1.0) * len(x)),
        "the sum of the absolute values": strength * np.sum(np.abs(x)) / len(x),
    }


def test_output_shape(probes, rng):
    """L2Activity keeps the shape of its inputs and returns float32"""
    for shape in SHAPES[1:3]:
        got = probes.penalty(0.3, draw(rng, shape))
        assert_shape(got["outputs"], shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_loss(probes, rng):
    """the inputs come out unchanged, and the loss is strength * sum(inputs ** 2) / batch"""
    for shape, dtype, training in zip(SHAPES, DTYPES, (None, True, False, None), strict=True):
        x, strength = draw(rng, shape, dtype=dtype), float(rng.uniform(0.1, 2))
        got = probes.penalty(strength, x, training=training)
        assert_close(got["outputs"], x, dtype=dtype, slips={SCALED: strength * x, SQUARED: x**2})
        assert_equal(len(got["losses"]), 1, what="the number of losses", slips=NUMBERS)
        want, slips = oracle(x, strength), slips_of(x, strength)
        assert_close(got["losses"][0], want, dtype=dtype, slips=slips, what="the loss")


@points(1)
@after(test_output_shape)
def test_once(probes, rng):
    """there is one loss after three calls, and a model that uses the layer twice has two"""
    x, factor = draw(rng, SHAPES[1]), float(rng.uniform(0.5, 2))
    got = probes.penalty(0.3, x, calls=3)["losses"]
    assert_equal(len(got), 1, what="the number of losses after three calls", slips=NUMBERS)
    got = probes.penalty_twice(0.3, x, factor)
    assert_equal(len(got), 2, what="the number of losses of a model that uses it twice")
    for loss, part in zip(got, [x, factor * x], strict=True):
        assert_close(loss, oracle(part, 0.3), slips=slips_of(part, 0.3), what="a loss")


@points(1)
@after(test_loss)
def test_gradient(probes, rng):
    """the gradient of outputs and loss together reaches the inputs"""
    for shape in SHAPES[1:3]:
        x, upstream = draw(rng, shape, shape, dtype="float64")
        own = 0.6 * x / len(x)
        slips = {
            "no gradient flows from the loss": upstream,
            "no gradient flows from the outputs": own,
        }
        assert_gradient(probes.penalty_gradient(0.3, x, upstream), upstream + own, slips=slips)


@points(1)
@after(test_loss)
def test_save(probes, rng):
    """a saved model has the same penalty when it is loaded again"""
    x = draw(rng, (4, 5), dtype="float64")
    (loss,) = probes.penalty_saved(1.7, x)
    assert_close(loss, oracle(x, 1.7), dtype="float64")


DTYPES = ("float32", "float64", "float32", "float64")
NUMBERS = {
    "self.add_loss is never called": 0,
    "the loss is added twice": 2,
    "the losses of earlier calls are kept": 3,
}
SCALED = "the penalty's strength is applied to the outputs"
SQUARED = "the squares are returned, not the inputs"
