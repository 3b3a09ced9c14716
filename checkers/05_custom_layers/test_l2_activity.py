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
        "divided by the size of the last axis, not of the batch": want * len(x) / x.shape[-1],
        "the norm, not its square": strength * np.sqrt(oracle(x, 1.0) * len(x)),
        "the sum of the absolute values": strength * np.sum(np.abs(x)) / len(x),
    }


def test_example(probes):
    """L2Activity gives what the docstring's example shows"""
    x = np.float32([[1, 2], [3, 4]])
    got = probes.penalty("L2Activity", strength=0.1, x=x)
    assert_close(got["outputs"], x, dtype="float32", slips={SCALED: 0.1 * x, SQUARED: x**2})
    assert_equal(len(got["losses"]), 1, what="the number of losses", slips=NUMBERS)
    # a mean over all four numbers is half the loss as well
    slips = {HALF: 0.75, **slips_of(x, 0.1)}
    assert_close(got["losses"][0], 1.5, dtype="float32", slips=slips, what="the loss")


def test_output_shape(probes, rng):
    """L2Activity keeps the shape of its inputs and returns float32"""
    for shape in SHAPES[1:3]:
        got = probes.penalty("L2Activity", strength=0.3, x=draw(rng, shape))
        assert_shape(got["outputs"], shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_loss(probes, rng):
    """the inputs come out unchanged, and the loss is strength * sum(inputs ** 2) / batch"""
    for shape, dtype, training, strong in CASES:
        x, strength = draw(rng, shape, dtype=dtype), strong * float(rng.uniform(0.1, 2))
        got = probes.penalty("L2Activity", strength=strength, x=x, training=training)
        assert_close(got["outputs"], x, dtype=dtype, slips={SCALED: strength * x, SQUARED: x**2})
        assert_equal(len(got["losses"]), 1, what="the number of losses", slips=NUMBERS)
        want, slips = oracle(x, strength), slips_of(x, strength)
        assert_close(got["losses"][0], want, dtype=dtype, slips=slips, what="the loss")


@points(1)
@after(test_example)
def test_once(probes, rng):
    """there is one loss after three calls, and a model that uses the layer twice has two"""
    x, factor = draw(rng, SHAPES[1]), float(rng.uniform(0.5, 2))
    three = probes.penalty("L2Activity", strength=0.3, x=x, calls=3)["losses"]
    assert_equal(len(three), 1, what="the number of losses after three calls", slips=NUMBERS)
    two = probes.penalty_twice("L2Activity", strength=0.3, x=x, factor=factor)
    assert_equal(
        len(two), 2, what="the number of losses of a model that uses it twice", slips=TWICE
    )
    for loss, part in zip([*three, *two], [x, x, factor * x], strict=True):
        assert_close(loss, oracle(part, 0.3), slips=slips_of(part, 0.3), what="a loss")


@points(0.5)
@after(test_loss)
def test_gradient(probes, rng):
    """the gradient of outputs and loss together reaches the inputs"""
    for shape in SHAPES[1:3]:
        x, upstream = draw(rng, shape, shape, dtype="float64")
        got = probes.penalty_gradient("L2Activity", strength=0.3, x=x, upstream=upstream)
        own = 0.6 * x / len(x)
        slips = {
            "no gradient flows from the loss": upstream,
            "no gradient flows from the outputs": own,
        }
        assert_gradient(got, upstream + own, slips=slips)


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """one graph works for every batch size, and divides by the batch size of each call"""
    xs = draw(rng, (4, 3, 2), (1, 3, 2), (7, 3, 2))
    got = probes.penalty_in_graph("L2Activity", strength=0.7, xs=xs)
    for x, (loss,) in zip(xs, got, strict=True):
        assert_close(loss, oracle(x, 0.7), slips=slips_of(x, 0.7), dtype="float32", what="the loss")


@points(1)
@after(test_loss)
def test_save(probes, rng):
    """the layer has no weights, and a saved model has the same penalty when it is loaded again"""
    x = draw(rng, (4, 5), dtype="float64")
    got = probes.weights("L2Activity", config={"strength": 1.7}, x=x)
    numbers = {kind: len(got[kind]) for kind in ("trained", "others")}
    assert_equal(numbers, {"trained": 0, "others": 0}, what="the number of weights", slips=WEIGHTS)
    (loss,) = probes.penalty_saved("L2Activity", strength=1.7, x=x)
    want, slips = oracle(x, 1.7), {"the strength is lost in saving": oracle(x, 0.01)}
    assert_close(loss, want, dtype="float64", what="the loss of the loaded model", slips=slips)
    assert_equal(probes.settings_kept("L2Activity", config=DEEP), WANT, what=KEPT, slips=LOST)


CASES = [  # shape, dtype, training, and 0 for a strength of 0
    ((4, 3), "float32", None, 1),
    ((1, 5), "float64", True, 1),
    ((7, 2, 3), "float32", False, 1),
    ((2, 3, 2, 2), "float64", None, 1),
    ((6,), "float32", None, 1),
    ((3, 4), "float32", True, 0),
]
NUMBERS = {
    "self.add_loss is never called": 0,
    "the loss is added twice": 2,
    "the losses of earlier calls are kept": 3,
}
TWICE = {"self.add_loss is never called": 0, "only one of the two calls adds its loss": 1}
HALF = "half the penalty: tf.nn.l2_loss, or a mean over all elements"
SCALED = "the penalty's strength is applied to the outputs"
SQUARED = "the squares are returned, not the inputs"
WEIGHT = "the strength is a weight, so training would change it"
WEIGHT_TOO = "the layer has a weight"
DEEP = {"strength": 1.7, "dtype": "float64"}
WEIGHTS = {WEIGHT: {"trained": 1, "others": 0}, WEIGHT_TOO: {"trained": 0, "others": 1}}
KEPT = "the table of what from_config keeps"
WANT = {"name": "the same", "dtype": "float64", "trainable": False}
LOST = {
    "get_config leaves trainable out; super().get_config() has it": WANT | {"trainable": True},
    "get_config leaves the name out; super().get_config() has it": WANT | {"name": "another"},
    "get_config leaves the dtype out; super().get_config() has it": WANT | {"dtype": "float32"},
    "get_config leaves out what super().get_config() has": {
        "name": "another",
        "dtype": "float32",
        "trainable": True,
    },
}
