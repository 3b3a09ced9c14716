"""Checks of huber."""

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
    "keras.losses.huber",
    "keras.losses.Huber",
)


def elements(error, delta):
    size = np.abs(error)
    return np.where(size <= delta, error**2 / 2, delta * (size - delta / 2))


def oracle(y_true, y_pred, delta=1.0):
    y_pred = y_pred.astype("float32") if y_pred.dtype.kind in "iu" else y_pred
    y_true = y_true.astype(y_pred.dtype).astype(float)
    return elements(y_pred.astype(float) - y_true, delta).mean(axis=-1)


def slips(y_true, y_pred, delta=1.0):
    error = y_pred.astype(float) - y_true
    size, small, linear = np.abs(error), np.abs(error) <= delta, delta * (np.abs(error) - delta / 2)
    wrong = {
        "the far branch lacks its - delta / 2": np.where(small, error**2 / 2, delta * size),
        "the far branch subtracts 1/2, not delta / 2": np.where(
            small, error**2 / 2, delta * (size - 0.5)
        ),
        "the far branch lacks its factor delta": np.where(small, error**2 / 2, size - delta / 2),
        "the near branch lacks its / 2": np.where(small, error**2, linear),
        "the two branches are swapped": np.where(small, linear, error**2 / 2),
        "the near branch is used everywhere": error**2 / 2,
        "the whole loss is divided by delta": elements(error, delta) / delta,
        "a large negative error is taken for a small error": np.where(
            error <= delta, error**2 / 2, delta * (error - delta / 2)
        ),
        "delta is not used; it is always 1": elements(error, 1.0),
    }
    return {words: value.mean(axis=-1) for words, value in wrong.items()}


def chosen_late(y_true, y_pred):
    """Return the loss if the mean error chooses the branch."""
    error = np.abs(y_pred - y_true)
    near, far = (error**2 / 2).mean(axis=-1), error.mean(axis=-1) - 0.5
    return np.where(error.mean(axis=-1) <= 1, near, far)


def test_example(probes):
    """huber gives what the docstring's example shows"""
    y_true, y_pred = np.float32([[0, 0]]), np.float32([[0.5, -3]])
    causes = {LATE: chosen_late(y_true, y_pred), HALF: oracle(y_true, y_pred, 0.5)}
    assert_close(probes.call("huber", y_true, y_pred), [1.3125], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """huber returns one number for each sample, at any rank, in the dtype of y_pred"""
    for shape, dtype in SHAPES:
        y_true, y_pred = draw(rng, shape, shape, dtype=dtype)
        assert_shape(probes.call("huber", y_true, y_pred), shape[:-1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """huber is the mean of both branches over the last axis, with any delta"""
    for shape, more in [((6, 8), {"delta": 0.6}), ((1, 9), {"delta": 2.5}), ((2, 3, 8), {})]:
        y_true, y_pred = draw(rng, shape, shape, low=-4, high=4)
        got = probes.call("huber", y_true, y_pred, **more)
        assert_close(
            got,
            oracle(y_true, y_pred, **more),
            slips=slips(y_true, y_pred, **more),
            dtype="float32",
        )


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """huber casts integer predictions to float32, then y_true to the dtype of y_pred"""
    for kind, dtype, wanted in DTYPES:
        far = 1000.0 if dtype == "float64" else 0.0
        y_true, y_pred = draw(rng, (9, 7), (9, 7), dtype="float64", low=far, high=far + 9)
        y_true, y_pred = y_true.astype(kind), y_pred.astype(dtype)
        got, cut = probes.call("huber", y_true, y_pred, 1.5), y_true.astype("int64")
        causes = {CUT: oracle(cut, y_pred, 1.5)}
        assert_close(got, oracle(y_true, y_pred, 1.5), slips=causes, dtype=wanted)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """huber works in tf.function, where the batch size is unknown"""
    y_true, y_pred = draw(rng, (2, 5, 3), (2, 5, 3), dtype="int32", low=-5, high=5)
    assert_close(probes.huber(y_true, y_pred, 0.7), oracle(y_true, y_pred, 0.7), dtype="float32")


@points(1)
@after(test_values)
def test_bad_delta(probes, rng):
    """huber raises ValueError if delta is not positive, and accepts a small delta"""
    y_true, y_pred = draw(rng, (3, 5), (3, 5))
    got, causes = probes.call("huber", y_true, y_pred, 0.01), {RAISED: oracle(y_true, y_pred, 0.1)}
    assert_close(got, oracle(y_true, y_pred, 0.01), slips=causes, dtype="float32")
    for delta in (0.0, -1.5):
        causes = {f"a delta of {delta:g} is taken": oracle(y_true, y_pred, delta)}
        assert_raises(ValueError, probes.call, "huber", y_true, y_pred, delta, slips=causes)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient of huber in y_pred is right on both branches, and 0 at an error of 0"""
    y_true, y_pred = draw(rng, (3, 4), (3, 4), dtype="float64", low=-4, high=4)
    y_pred[0, 0], y_pred[1, :2] = y_true[0, 0], y_true[1, :2] + [0.3, -2.5]
    got = probes.gradient("huber", y_true, y_pred, 1.25, wrt=1)
    want = np.clip(y_pred - y_true, -1.25, 1.25) / 4
    causes = {INFINITE: np.where(y_pred == y_true, np.nan, want)}
    assert_gradient(
        got, want, of=lambda x: probes.call("huber", y_true, x, 1.25), at=y_pred, slips=causes
    )


LATE = "the mean of the errors chooses the branch; each error should"
HALF = "delta is 1/2 by default"
CUT = "y_true loses its fraction"
RAISED = "a small delta is raised to 0.1"
INFINITE = "the slope of a root or power at an error of 0 is infinite, and infinity times 0 is NaN"
SHAPES = [
    ((4, 3), "float32"),
    ((1, 2, 3, 4), "float64"),
    ((6,), "float32"),
    ((2, 3), "float16"),
    ((3, 1), "bfloat16"),
]
DTYPES = [  # y_true, y_pred, the result
    ("int32", "float32", "float32"),
    ("bool", "float16", "float16"),
    ("int64", "float64", "float64"),
    ("float64", "float32", "float32"),
    ("float32", "int64", "float32"),
    ("uint8", "uint8", "float32"),
    ("float64", "int32", "float32"),
]
