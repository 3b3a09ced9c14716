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

CASES = [
    (0.1, "float32", False, (120, 130)),
    (0.5, "float64", None, (20, 30, 25)),
    (0.9, "float32", None, (120, 130)),
]


def hold_to_dropout(got, x, rate, **how):
    """Require 0 in a share `rate` of places, each for itself, and x / (1 - rate) elsewhere."""
    kept = np.asarray(got) != 0
    slips = {
        SMALL: kept * x,
        MULTIPLIED: kept * x * (1 - rate),
        "the kept elements are divided by rate": kept * x / (rate or 1),
        "nothing is dropped, everything is enlarged": x / (1 - rate),
    }
    assert_close(got, kept * x / (1 - rate), slips=slips, **how)
    # 12 standard deviations of a share: right masks stray by 6 less than once in 1e6 runs.
    room = 12 * np.sqrt(rate * (1 - rate) / kept.size)
    share, slips = np.mean(~kept), {SWAPPED: 1 - rate, ALL: 1.0, NONE: 0.0}
    assert_close(share, rate, atol=room, slips=slips, what="the share of zeros")
    for axis in range(kept.ndim):
        alike, slips = np.mean(kept == np.roll(kept, 1, axis)), {TOGETHER.format(axis): 1.0}
        want = rate**2 + (1 - rate) ** 2
        assert_close(alike, want, atol=room, slips=slips, what=NEIGHBORS.format(axis))


def test_example(probes):
    """Dropout gives what the docstring's example shows"""
    config, x, ones = {"rate": 0.5, "seed": 1}, np.float32([[1, 2]]), np.ones((10, 10), "float32")
    got = probes.layer("Dropout", config=config, x=x)
    assert_close(got, [[1, 2]], dtype="float32", slips=inference_slips_of(got, x, 0.5))
    got = probes.layer("Dropout", config=config, x=ones, training=True)
    values, slips = sorted(set(np.ravel(got).tolist())), {SMALL: [0.0, 1.0], NONE: [2.0]}
    slips |= {UNTOUCHED: [1.0], ALL: [0.0], MULTIPLIED: [0.0, 0.5]}
    assert_equal(values, [0.0, 2.0], what="the set of values in training", slips=slips)


def test_output_shape(probes, rng):
    """Dropout keeps the shape of its inputs and returns float32, both ways"""
    for shape, training in [((1, 6), True), ((2, 4, 3), False), ((5,), True)]:
        x = draw(rng, shape)
        got = probes.layer("Dropout", config={"rate": 0.5}, x=x, training=training)
        assert_shape(got, shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_training(probes, rng):
    """in training some elements are dropped and the others enlarged; otherwise nothing happens"""
    for rate, dtype, training, shape in CASES:
        x, call = draw(rng, shape, dtype=dtype), {"config": {"rate": rate, "dtype": dtype}}
        got = probes.layer("Dropout", x=x, training=training, **call)
        assert_close(got, x, dtype=dtype, slips=inference_slips_of(got, x, rate))
        hold_to_dropout(probes.layer("Dropout", x=x, training=True, **call), x, rate, dtype=dtype)
        got = probes.layer_gradient("Dropout", x=x, training=True, **call)
        hold_to_dropout(got["x"], np.ones(x.shape), rate, what="the gradient")


@points(1)
@after(test_example)
def test_rate(probes, rng):
    """rate 0 drops nothing, 0.99 is allowed, and rates outside [0, 1) are refused"""
    x = draw(rng, (120, 130))
    for rate in (-0.1, 1.0, 1.5, 1):
        assert_raises(ValueError, probes.layer, "Dropout", config={"rate": rate}, x=x)
    assert_close(probes.layer("Dropout", config={"rate": 0.0}, x=x, training=True), x)
    got = probes.layer("Dropout", config={"rate": 0.99}, x=x, training=True)
    hold_to_dropout(got, x, 0.99)


@points(1)
@after(test_training)
def test_seed(probes, rng):
    """each call draws afresh, each element by itself; the same seed draws the same masks"""
    x = draw(rng, (120, 130))
    seven, again, copy, eight, zero, zero_again, one, two = (
        masks_of(probes, x, seed, probe) for seed, probe in LAYERS
    )
    got = [seven == again, zero == zero_again, seven == copy, seven[0] == seven[1]]
    got += [seven == eight or zero in (seven, eight), one == two]
    got += [len({mask.count(1) for mask in seven + eight + zero + one + two}) == 1]
    assert_equal(
        dict(zip(ALIKE, got, strict=True)), RIGHT, what="the table of equal masks", slips=SLIPS
    )


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """a single graph draws afresh in every call, at any batch size"""
    x, *others = draw(rng, (120, 60), (1, 60), (500, 60), (0, 60))
    call = {"config": {"rate": 0.25, "seed": 3}, "training": True, "unknown": 1}
    got = probes.in_turn("Dropout", xs=[x, x, *others], **call)
    for output, given in zip(got, [x, x, *others], strict=True):
        kept = np.reshape(np.asarray(output) != 0, given.shape)
        assert_close(output, kept * given / 0.75, slips={NONE: given})
    fresh = bool(np.any(np.asarray(got[0]) != np.asarray(got[1])))
    assert_equal(fresh, True, what=FRESH, slips={FROZEN: False})


@points(0.5)
@after(test_training)
def test_save(probes, rng):
    """a saved model drops at the same rate when it is loaded again"""
    x, config = draw(rng, (120, 130), dtype="float64"), {"rate": 0.3, "dtype": "float64"}
    got = probes.saved("Dropout", config=config, x=x, training=True)
    hold_to_dropout(got, x, 0.3, dtype="float64")
    kept = probes.settings_kept("Dropout", config=config)
    assert_equal(kept, WANT, what=KEPT, slips=LOST)


def masks_of(probes, x, seed, probe):
    """Return which elements two calls of one layer drop, as bytes, which can be compared."""
    config = {"rate": 0.5, "seed": seed}
    asks = {"copied": probes.copied, "with_predictions": probes.with_predictions}
    ask = asks.get(probe, probes.in_turn)
    how = {} if probe == "with_predictions" else {"training": True}
    got = ask("Dropout", config=config, xs=[x, x], **how)
    for _, output in zip(range(2), got, strict=True):
        hold_to_dropout(output, x, 0.5)
    return [(np.asarray(output) == 0).tobytes() for output in got]


def inference_slips_of(got, x, rate):
    return {
        "inference multiplies by 1 - rate": x * (1 - rate),
        "inference enlarges too": x / (1 - rate),
        "inference drops too": (np.asarray(got) != 0) * x / (1 - rate),
    }


NEIGHBORS = "the share of neighbors along axis {} that are kept or dropped together"
TOGETHER = "one draw for all elements along axis {}"
SWAPPED = "rate is the share that is kept"
ALL = "everything is dropped"
NONE = "nothing is dropped"
MULTIPLIED = "the kept elements are multiplied by 1 - rate"
UNTOUCHED = "training does nothing"
SMALL = "the kept elements are not enlarged"
FRESH = "the answer to “do two calls of one graph differ?”"
FROZEN = "the randomness is Python's, which runs only while the graph is traced"
LAYERS = [(7, "in_turn"), (7, "with_predictions"), (7, "copied"), (8, "in_turn")]
LAYERS += [(0, "in_turn"), (0, "in_turn"), (None, "in_turn"), (None, "in_turn")]
ALIKE = [
    "two layers with seed 7, with or without calls in inference",
    "two layers with seed 0",
    "a layer and its copy by from_config",
    "the first and the second call",
    "layers with other seeds",
    "two layers without a seed",
    "the numbers of zeros in all calls",
]
RIGHT = dict(zip(ALIKE, [True, True, True, False, False, False, False], strict=True))
SLIPS = {
    words: dict(zip(ALIKE, map(bool, alike), strict=True))
    for words, alike in {
        "the seed is not used, or the masks also depend on other things": [0, 0, 0, 0, 0, 0, 0],
        "calls in inference draw too": [0, 1, 1, 0, 0, 0, 0],
        "exactly the share is dropped: elements depend on each other": [1, 1, 1, 0, 0, 0, 1],
        "seed 0 is taken for no seed": [1, 0, 1, 0, 0, 0, 0],
        "get_config leaves the seed out": [1, 1, 0, 0, 0, 0, 0],
        "the same mask in every call": [1, 1, 1, 1, 0, 0, 0],
        "the same mask in every call, and without a seed": [1, 1, 1, 1, 0, 1, 0],
        "one seed for all layers": [1, 1, 1, 0, 1, 1, 0],
        "without a seed, the masks are always the same": [1, 1, 1, 0, 0, 1, 0],
    }.items()
}
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
