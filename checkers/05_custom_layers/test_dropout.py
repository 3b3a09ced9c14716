"""Checks of Dropout."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras.layers.Dropout", "keras.random.dropout", "tf.nn.dropout")

CASES = [(0.1, "float32", False), (0.5, "float64", None), (0.9, "float32", None)]


def hold_to_dropout(got, x, rate, axes=(0, 1, None), **how):
    """Require 0 in a share `rate` of places, spread evenly, and x / (1 - rate) elsewhere."""
    kept = np.asarray(got) != 0
    slips = {
        "the kept elements are not enlarged": kept * x,
        "the kept elements are multiplied by 1 - rate": kept * x * (1 - rate),
        "the kept elements are divided by rate": kept * x / (rate or 1),
        "nothing is dropped, everything is enlarged": x / (1 - rate),
    }
    assert_close(got, kept * x / (1 - rate), slips=slips, **how)
    for axis in axes:
        share = np.mean(~kept, axis=axis)
        together = share if set(np.unique(share)) == {0.0, 1.0} else share * np.nan
        want = np.full(share.shape, rate)
        slips = {TOGETHER[axis]: together, SWAPPED: np.full(share.shape, 1 - rate)}
        # 12 standard deviations of a share: right masks stray by 6 less than once in 1e6 runs.
        room = 12 * np.sqrt(rate * (1 - rate) * share.size / kept.size)
        assert_close(share, want, atol=room, slips=slips, what=f"the share of zeros{ALONG[axis]}")


def test_output_shape(probes, rng):
    """Dropout keeps the shape of its inputs and returns float32, both ways"""
    for shape, training in [((1, 6), True), ((2, 4, 3), False)]:
        x = draw(rng, shape)
        got = probes.layer("Dropout", config={"rate": 0.5}, x=x, training=training)
        assert_shape(got, shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_training(probes, rng):
    """in training some elements are dropped and the others enlarged; otherwise nothing happens"""
    for rate, dtype, training in CASES:
        x, call = draw(rng, (120, 130), dtype=dtype), {"config": {"rate": rate, "dtype": dtype}}
        got = probes.layer("Dropout", x=x, training=training, **call)
        assert_close(got, x, dtype=dtype, slips=inference_slips_of(got, x, rate))
        hold_to_dropout(probes.layer("Dropout", x=x, training=True, **call), x, rate, dtype=dtype)
        got = probes.layer_gradient("Dropout", x=x, training=True, **call)
        hold_to_dropout(got["x"], np.ones(x.shape), rate, what="the gradient")


@points(1)
@after(test_training)
def test_rate(probes, rng):
    """rate 0 drops nothing, 0.99 is allowed, and rates outside [0, 1) are refused"""
    x = draw(rng, (120, 130))
    for rate in (-0.1, 1.0, 1.5):
        assert_raises(ValueError, probes.layer, "Dropout", config={"rate": rate}, x=x)
    assert_close(probes.layer("Dropout", config={"rate": 0.0}, x=x, training=True), x)
    got = probes.layer("Dropout", config={"rate": 0.99}, x=x, training=True)
    hold_to_dropout(got, x, 0.99, axes=[None])  # along an axis one element in 120 is kept


@points(1)
@after(test_training)
def test_seed(probes, rng):
    """each call draws afresh, and the same seed draws the same masks, call for call"""
    x = draw(rng, (120, 130))
    seven, again, copy, eight, one, two = (masks_of(probes, x, seed, mode) for seed, mode in LAYERS)
    got = [seven == again, seven == copy, seven[0] == seven[1], seven == eight, one == two]
    assert_equal(got, [True, True, False, False, False], what=ALIKE, slips=SEED_SLIPS)


@points(1)
@after(test_training)
def test_save(probes, rng):
    """a saved model drops at the same rate when it is loaded again"""
    x, config = draw(rng, (120, 130), dtype="float64"), {"rate": 0.3, "dtype": "float64"}
    got = probes.saved("Dropout", config=config, x=x, training=True)["output"]
    hold_to_dropout(got, x, 0.3, dtype="float64")


def masks_of(probes, x, seed, mode):
    """Return which elements two calls of one layer drop, as bytes, which can be compared."""
    config = {"rate": 0.5, "seed": seed}
    got = probes.in_turn("Dropout", config=config, xs=[x, x], training=True, mode=mode)["outputs"]
    for _, output in zip(range(2), got, strict=True):
        hold_to_dropout(output, x, 0.5)
    return [(np.asarray(output) == 0).tobytes() for output in got]


def inference_slips_of(got, x, rate):
    return {
        "inference multiplies by 1 - rate": x * (1 - rate),
        "inference enlarges too": x / (1 - rate),
        "inference drops too": (np.asarray(got) != 0) * x / (1 - rate),
    }


ALONG = {None: "", 0: " in each column", 1: " in each row"}
TOGETHER = {
    None: "all elements are dropped together",
    0: "each column is dropped or kept as a whole",
    1: "each row is dropped or kept as a whole",
}
SWAPPED = "rate is the share that is kept"
LAYERS = [(7, "eager"), (7, "eager"), (7, "copied"), (8, "eager"), (None, "eager"), (None, "eager")]
ALIKE = (
    "the list of equal masks (two layers with seed 7, a layer and its copy by from_config,"
    " its first and second call, seeds 7 and 8, two layers without a seed)"
)
SEED_SLIPS = {
    "the seed is not used, or the masks also depend on other things": [
        False,
        False,
        False,
        False,
        False,
    ],
    "get_config leaves the seed out": [True, False, False, False, False],
    "the same mask in every call": [True, True, True, False, False],
    "the same mask in every call, and without a seed": [True, True, True, False, True],
    "one seed for all layers": [True, True, False, True, True],
    "without a seed, the masks are always the same": [True, True, False, False, True],
}
