"""Checks of Scale."""

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

SHAPES = [(4,), (1, 6), (3, 5), (2, 4, 3), (2, 3, 2, 5)]
# of the inputs and of the layer
DTYPES = [
    ("float32", "float32"),
    ("float64", "float64"),
    ("uint8", "float32"),
    ("float32", "float32"),
    ("int32", "float64"),
]


def test_output_shape(probes, rng):
    """Scale keeps the shape of its inputs and returns float32"""
    for shape in SHAPES[1:4:2]:
        got = probes.layer("Scale", config={"factor": 0.5}, x=draw(rng, shape))
        assert_shape(got, shape, dtype="float32")


@points(1)
@after(test_output_shape)
def test_values(probes, rng):
    """the output is inputs * factor in the layer's dtype, for integers too"""
    for shape, (given, dtype) in zip(SHAPES, DTYPES, strict=True):
        x, factor = draw(rng, shape, dtype=given, high=200), round(float(rng.uniform(-3, -0.3)), 2)
        got = probes.layer("Scale", config={"factor": factor, "dtype": dtype}, x=x)
        slips = {"the factor is added": x + factor, "it divides by the factor": x / factor}
        assert_close(got, x * factor, dtype=dtype, slips=slips)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """Scale has no weights, and the gradient in its inputs is the factor"""
    for factor in (-2.5, 0.3):
        x, upstream = draw(rng, (3, 4), (3, 4))
        got = probes.weights("Scale", config={"factor": factor}, x=x)
        numbers = [len(got["trained"]), len(got["others"])]
        assert_equal(numbers, [0, 0], what=COUNTS, slips={TRAINED: [1, 0], WEIGHT: [0, 1]})
        got = probes.layer_gradient("Scale", config={"factor": factor}, x=x, upstream=upstream)
        assert_gradient(got["x"], factor * upstream)


@points(1)
@after(test_values)
def test_save(probes, rng):
    """a saved model scales as before when it is loaded again"""
    x, config = draw(rng, (3, 5, 2), dtype="float64"), {"factor": -1.7, "dtype": "float64"}
    got = probes.saved("Scale", config=config, x=x)["output"]
    slips = {"get_config leaves the factor out": x}
    assert_close(got, -1.7 * x, dtype="float64", slips=slips)


COUNTS = "[trained weights, others]"
TRAINED = "the factor is a weight, so training would change it"
WEIGHT = "the factor is a weight"
