"""Checks of Linear."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    forbids,
    numeric_gradient,
    points,
)

pytestmark = forbids("keras.layers.Dense", "keras.layers.EinsumDense")

SHAPES = [((8, 3), 4), ((1, 5), 2), ((2, 7, 3), 6), ((3, 1, 4), 1)]
DTYPES = ["float32", "float64", "float32", "float64"]
ACTIVATIONS = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "softplus": lambda z: np.logaddexp(z, 0),
}
QUARTERS = [0, 0.25, 0.5, 0.75, 1]


def oracle(x, kernel, bias, activation=lambda z: z):
    return activation(x @ kernel + bias)


def drawn(rng, shape, units, dtype="float32"):
    return draw(rng, shape, (shape[-1], units), (units,), dtype=dtype)


def slips_of(features, units):
    return {
        "the kernel is transposed": [[units, features], [units]],
        "the bias is made before the kernel": [[units], [features, units]],
        "the bias is not a trained weight": [[features, units]],
        "the weights are not made by self.add_weight": [],
    }


def test_output_shape(probes, rng):
    """Linear turns (..., features) into (..., units)"""
    for shape, units in SHAPES[1:3]:
        got = probes.layer("Linear", config={"units": units}, x=draw(rng, shape))
        assert_shape(got, (*shape[:-1], units), dtype="float32")


@points(1)
@after(test_output_shape)
def test_weights(probes, rng):
    """three calls make two weights: the kernel (Glorot uniform), then the bias (zeros)"""
    for low, high in [((90, 30), (120, 45)), ((40, 80), (60, 110))]:
        features, units = rng.integers(low, high).tolist()
        got = probes.weights("Linear", config={"units": units}, x=draw(rng, (2, features)))
        shapes, slips = [list(weight.shape) for weight in got["trained"]], slips_of(features, units)
        assert_equal(shapes, [[features, units], [units]], what="the list of shapes", slips=slips)
        spread, limit = np.quantile(got["trained"][0], QUARTERS), np.sqrt(6 / (features + units))
        # The median of 2,700 draws strays by 2 % of the limit; other initializers differ by 18 %.
        want = limit * np.array([-1, -0.5, 0, 0.5, 1])
        assert_close(spread, want, atol=0.1 * limit, what="the kernel's quartiles")
        assert_close(got["trained"][1], np.zeros(units), what="the bias")


@points(1)
@after(test_weights)
def test_output_values(probes, rng):
    """the output is inputs @ kernel + bias, in the layer's dtype"""
    for (shape, units), dtype in zip(SHAPES, DTYPES, strict=True):
        x, kernel, bias = drawn(rng, shape, units, dtype)
        config = {"units": units, "dtype": dtype}
        got = probes.layer("Linear", config=config, x=x, weights=[kernel, bias])
        slips = {"the bias is missing": x @ kernel}
        assert_close(got, oracle(x, kernel, bias), dtype=dtype, slips=slips)


@points(1)
@after(test_output_values)
def test_activation(probes, rng):
    """the activation is applied last, to inputs @ kernel + bias"""
    for name, function in ACTIVATIONS.items():
        x, kernel, bias = drawn(rng, (5, 3), 4)
        config = {"units": 4, "activation": name}
        got = probes.layer("Linear", config=config, x=x, weights=[kernel, bias])
        plain, early = oracle(x, kernel, bias), function(x @ kernel) + bias
        slips = {NOT_APPLIED: plain, TOO_EARLY: early, RELU: np.maximum(plain, 0)}
        assert_close(got, function(plain), slips=slips)


@points(1)
@after(test_activation)
def test_gradient(probes, rng):
    """the gradient reaches the inputs, the kernel and the bias"""
    (x, kernel, bias), upstream = drawn(rng, (2, 5, 3), 4, "float64"), draw(rng, (2, 5, 4))
    config = {"units": 4, "activation": "tanh", "dtype": "float64"}
    weights = [kernel, bias]
    got = probes.layer_gradient("Linear", config=config, x=x, weights=weights, upstream=upstream)
    for what, part, at, of in [
        ("inputs", got["x"], x, lambda v: oracle(v, kernel, bias, np.tanh)),
        ("kernel", got["weights"][0], kernel, lambda v: oracle(x, v, bias, np.tanh)),
        ("bias", got["weights"][1], bias, lambda v: oracle(x, kernel, v, np.tanh)),
    ]:
        want = numeric_gradient(of, at, upstream)
        assert_gradient(part, want, what=f"the gradient in the {what}")


@points(1)
@after(test_activation)
def test_save(probes, rng):
    """a saved model predicts the same when it is loaded again"""
    x, *weights = drawn(rng, (4, 5, 3), 6, "float64")
    config = {"units": 6, "activation": "tanh", "dtype": "float64"}
    got = probes.saved("Linear", config=config, x=x, weights=weights)["output"]
    slips = {NOT_SAVED: oracle(x, *weights)}
    assert_close(got, oracle(x, *weights, np.tanh), dtype="float64", slips=slips)


NOT_APPLIED = "the activation is not applied"
TOO_EARLY = "the bias is added after the activation"
RELU = "always relu, whatever the activation"
NOT_SAVED = "get_config leaves the activation out"
