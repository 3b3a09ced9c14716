"""Checks of mse."""

from functools import partial

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_raises,
    assert_shape,
    draw,
    forbids,
    points,
)

pytestmark = forbids(
    "keras.losses",
    "keras.metrics",
    "tf.losses",
    "tf.metrics",
    "keras.losses.mean_squared_error",
    "keras.losses.MeanSquaredError",
)


def oracle(y_true, y_pred):
    y_true = y_true.astype(y_pred.dtype).astype(float)
    return np.mean((y_pred.astype(float) - y_true) ** 2, axis=-1)


def slips(y_true, y_pred):
    error = y_pred.astype(float) - y_true
    return {
        "the square root of the mean": np.sqrt(np.mean(error**2, axis=-1)),
        "the errors are averaged before they are squared": np.mean(error, axis=-1) ** 2,
    }


def broadcast(y_true, y_pred):
    try:
        return {BROADCAST: np.mean((y_pred - y_true) ** 2, axis=-1)}
    except ValueError:
        return {}


def test_example(probes):
    """mse gives what the docstring's example shows"""
    y_true, y_pred = np.int32([[0, 2], [1, 1]]), np.float32([[1, 4], [1, 1]])
    got, causes = probes.call("mse", y_true, y_pred), slips(y_true, y_pred)
    assert_close(got, [2.5, 0.0], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """mse returns one number for each sample, at any rank, in the dtype of y_pred"""
    for shape, dtype in SHAPES:
        y_true, y_pred = draw(rng, shape, shape, dtype=dtype)
        assert_shape(probes.call("mse", y_true, y_pred), shape[:-1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """mse is the mean of the squared errors over the last axis"""
    for shape in [(5, 3), (1, 4), (2, 3, 6), (7,)]:
        y_true, y_pred = draw(rng, shape, shape)
        got = probes.call("mse", y_true, y_pred)
        assert_close(got, oracle(y_true, y_pred), slips=slips(y_true, y_pred), dtype="float32")


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """mse casts y_true of any dtype, even bool, to the dtype of y_pred and calculates in it"""
    for kind, dtype, far in DTYPES:
        y_true = (draw(rng, (4, 3), dtype="int64", high=7) + far).astype(kind)
        y_pred = (y_true + draw(rng, (4, 3), low=1, high=3)).astype(dtype)
        got, causes = (
            probes.call("mse", y_true, y_pred),
            {ROUNDED: oracle(np.float32(y_true), y_pred)},
        )
        assert_close(got, oracle(y_true, y_pred), slips=causes, dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """mse works in tf.function, where the batch size is unknown"""
    y_true, y_pred = draw(rng, (2, 5, 3), dtype="int32", high=5), draw(rng, (2, 5, 3))
    assert_close(probes.mse(y_true, y_pred), oracle(y_true, y_pred), dtype="float32")


@points(1)
@after(test_values)
def test_unlike_shapes(probes, rng):
    """mse raises ValueError if the shapes differ, in tf.function too"""
    y_true, y_pred = draw(rng, (4, 1), (4, 1))
    assert_close(probes.call("mse", y_true, y_pred), oracle(y_true, y_pred), dtype="float32")
    eager, graph = partial(probes.call, "mse"), partial(probes.graph, "mse")
    for ask, (one, other) in zip([eager] * 5 + [graph, probes.mse], UNLIKE, strict=True):
        pair = draw(rng, one, other)
        assert_raises(ValueError, ask, *pair, slips=broadcast(*pair))


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient of mse in y_pred is 2 * (y_pred - y_true) / n"""
    y_true, y_pred = draw(rng, (4, 3), (4, 3), dtype="float64")
    y_pred[0, :2] = y_true[0, :2]
    got = probes.gradient("mse", y_true, y_pred, wrt=1)
    want = 2 * (y_pred - y_true) / 3
    assert_gradient(got, want, of=lambda x: probes.call("mse", y_true, x), at=y_pred)


SHAPES = [
    ((4, 3), "float32"),
    ((1, 2, 3, 4), "float64"),
    ((6,), "float32"),
    ((2, 3), "float16"),
    ((3, 2), "bfloat16"),
]
DTYPES = [  # y_true, y_pred, and how far both are from 0
    ("int32", "float32", 0),
    ("bool", "float32", 0),
    ("float64", "float32", 0),
    ("uint8", "float16", 0),
    ("float32", "float64", 0),
    ("int64", "float64", 2**40),
]
ROUNDED = "y_true goes through float32, which rounds it"
BROADCAST = "the shapes are broadcast to a common one"
UNLIKE = [
    ((4, 1), (4,)),
    ((5, 3), (5, 1)),
    ((1, 3), (5, 3)),
    ((3,), (2, 3)),
    ((2, 6), (3, 4)),
    ((4, 1), (4,)),  # from here in tf.function
    ((4, 1), (4, 3)),
]
