"""Checks of Scale."""

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

pytestmark = forbids("keras.layers.Rescaling", "keras.layers.Lambda")


def test_example(probes):
    """Scale gives what the docstring's example shows"""
    x = np.int32([[2, 3]])
    got = probes.layer("Scale", config={"factor": 0.5}, x=x)
    slips = {WHOLE: 0 * x, ADDED: x + 0.5, DIVIDED: 2.0 * x, UNSCALED: x, CHANGED: x / 4}
    assert_close(got, [[1, 1.5]], dtype="float32", slips=slips)


def test_output_shape(probes, rng):
    """Scale keeps the shape of its inputs and returns the layer's dtype"""
    for shape, dtype in [((1, 6), "float32"), ((2, 4, 3), "float64"), ((), "float16")]:
        got = probes.layer("Scale", config={"factor": 0.5, "dtype": dtype}, x=draw(rng, shape))
        assert_shape(got, shape, dtype=dtype)


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """the output is inputs * factor, for integers too, also if the factor is negative or 0"""
    for shape, given, dtype in CASES:
        x, drawn = draw(rng, shape, dtype=given, high=200), float(rng.uniform(-3, -1.3))
        for factor in (drawn, 0.0, 3.0):
            config, wide = {"factor": factor, "dtype": dtype}, x.astype(float)
            got = probes.layer("Scale", config=config, x=x)
            slips = {UNSCALED: wide, ADDED: wide + factor, DIVIDED: wide / (factor or drawn)}
            slips |= {OVERFLOW: 1.0 * (x * np.array(3, x.dtype))} if factor == 3 else {}
            assert_close(got, wide * factor, dtype=dtype, slips=slips)


@points(0.5)
@after(test_example)
def test_gradient(probes, rng):
    """Scale has no weights, and the gradient in its inputs is the factor"""
    for factor in (-2.5, 0.3):
        x, upstream = draw(rng, (3, 4), (3, 4))
        got = probes.weights("Scale", config={"factor": factor}, x=x)
        numbers = {kind: len(got[kind]) for kind in ("trained", "others")}
        slips = {TRAINED: {"trained": 1, "others": 0}, WEIGHT: {"trained": 0, "others": 1}}
        assert_equal(numbers, {"trained": 0, "others": 0}, what=COUNTS, slips=slips)
        got = probes.layer_gradient("Scale", config={"factor": factor}, x=x, upstream=upstream)
        assert_gradient(got["x"], factor * upstream)


@points(0.5)
@after(test_example)
def test_precision(probes, rng):
    """a float64 layer scales to float64's precision"""
    for given in ("float64", "int64"):
        x, factor = draw(rng, (3, 4), dtype=given, high=2**40), float(rng.uniform(0.3, 2))
        got = probes.layer("Scale", config={"factor": factor, "dtype": "float64"}, x=x)
        slips = {"the factor is rounded to float32": x * float(np.float32(factor))}
        # 1e-14: one product, which float64 rounds by 1e-16 and float32 by 6e-8
        assert_close(got, x * factor, rtol=1e-14, atol=0, dtype="float64", slips=slips)


@points(1)
@after(test_example)
def test_save(probes, rng):
    """a saved model scales as before when it is loaded again"""
    x, config = draw(rng, (3, 5, 2), dtype="float64"), {"factor": -1.7, "dtype": "float64"}
    got = probes.saved("Scale", config=config, x=x)
    slips = {"get_config leaves the factor out; its default comes back": x}
    assert_close(got, -1.7 * x, what="the output of the loaded model", dtype="float64", slips=slips)
    kept = probes.settings_kept("Scale", config=config)
    assert_equal(kept, WANT, what=KEPT, slips=LOST)


CASES = [  # the shape and dtype of the inputs, the dtype of the layer
    ((4,), "float32", "float32"),
    ((1, 6), "float64", "float64"),
    ((3, 5), "uint8", "float32"),
    ((2, 4, 3), "int64", "float16"),
    ((2, 3, 2, 5), "int32", "float64"),
    ((0, 3), "int32", "float32"),
]
OVERFLOW = "the integers are multiplied in their own dtype, which overflows: cast them first"
ADDED = "the factor is added"
DIVIDED = "it divides by the factor"
UNSCALED = "the inputs are not scaled"
CHANGED = "each call changes the factor"
WHOLE = "the factor is rounded to a whole number"
COUNTS = "the number of weights"
TRAINED = "the factor is a weight, so training would change it"
WEIGHT = "the factor is a weight"
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
