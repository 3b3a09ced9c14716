"""Checks of quantile_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_raises,
    assert_shape,
    draw,
    points,
)


def pinball(error, levels):
    return np.maximum(levels * error, (levels - 1) * error)


def oracle(y, p, quantiles):
    y = y.astype(p.dtype).astype(float)
    return pinball(y[..., None] - p.astype(float), np.array(quantiles)).mean(axis=-1)


def slips(y, p, quantiles):
    error, levels = y[..., None] - p.astype(float), np.array(quantiles)
    causes = {
        "the sign of the error is wrong: it is y_true - y_pred": pinball(-error, levels),
        "1 - quantile instead of quantile - 1": np.maximum(levels * error, (1 - levels) * error),
        "only predictions that are too low cost": np.maximum(levels * error, 0),
        "errors on both sides cost the same": levels * np.abs(error),
        "the quantiles are in another order": pinball(error, levels[::-1]),
        "the smaller side is taken, not the larger": -pinball(-error, levels),
    }
    wrong = {words: value.mean(axis=-1) for words, value in causes.items()}
    wrong["the quantiles are sorted"] = pinball(error, np.sort(levels)).mean(axis=-1)
    wrong["the sum over the quantiles, not their mean"] = pinball(error, levels).sum(axis=-1)
    wrong[EACH] = pinball(error, levels)
    wrong["the first quantile is used for all"] = pinball(error, levels[:1]).mean(axis=-1)
    if y.shape == p.shape[-1:]:
        wrong[NO_AXIS] = pinball(y - p.astype(float), levels).mean(axis=-1)
    if y.shape[1:] == (1,):
        wrong[SQUEEZED] = pinball(y - p.astype(float), levels).mean(axis=-1)
    return wrong


def test_example(probes):
    """quantile_loss gives what the docstring's example shows"""
    y_true, y_pred = np.float32([10, 10]), np.float32([[8, 12], [12, 8]])
    got = probes.call("quantile_loss", y_true, y_pred, [0.25, 0.75])
    assert_close(got, [0.5, 1.5], slips={EACH: [[0.5, 0.5], [1.5, 1.5]]}, dtype="float32")


def test_shape(probes, rng):
    """quantile_loss returns one number for each true value, in the dtype of y_pred"""
    for shape, dtype in SHAPES:
        y, p = draw(rng, shape, dtype=dtype), draw(rng, (*shape, 3), dtype=dtype)
        assert_shape(probes.call("quantile_loss", y, p, LEVELS[:3]), shape, dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """quantile_loss is the pinball loss, averaged over the quantiles"""
    for shape, count in [((4,), 4), ((9,), 3), ((1,), 6), ((7,), 1), ((2, 3), 3), ((4, 1), 2)]:
        y, p, levels = draw(rng, shape), draw(rng, (*shape, count)), LEVELS[:count]
        p.flat[-1] = y.flat[-1]
        got = probes.call("quantile_loss", y, p, levels)
        assert_close(got, oracle(y, p, levels), slips=slips(y, p, levels), dtype="float32")


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """quantile_loss casts y_true of any dtype, even bool, to the dtype of y_pred"""
    for kind, dtype in DTYPES:
        far = 1000.0 if dtype == "float64" else 0.0
        y = draw(rng, (9,), low=far, high=far + 9)
        p = draw(rng, (9, 3), dtype=dtype, low=far + 10, high=far + 19)
        got = probes.call("quantile_loss", y.astype(kind), p, LEVELS[:3])
        assert_close(got, oracle(y.astype(kind), p, LEVELS[:3]), dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """quantile_loss works in tf.function, where the batch size is unknown"""
    y, p = draw(rng, (2, 3), dtype="int32", high=9), draw(rng, (2, 3, 3), low=0, high=9)
    assert_close(probes.quantile_loss(y, p, LEVELS[:3]), oracle(y, p, LEVELS[:3]), dtype="float32")


@points(1)
@after(test_values)
def test_bad_quantiles(probes, rng):
    """quantile_loss refuses quantiles outside of 0 and 1, and a wrong number of them"""
    y, p = draw(rng, (5,), (5, 2))
    got, levels = probes.call("quantile_loss", y, p, [0.001, 0.999]), [0.001, 0.999]
    causes = {MOVED: oracle(y, p, [0.01, 0.99])}
    assert_close(got, oracle(y, p, levels), slips=causes, dtype="float32")
    for wrong, words in BAD:
        causes = {words: oracle(y, p, wrong)} if len(wrong) < 3 else {}
        causes |= {MISSING: oracle(y, p[:, :1], wrong)} if len(wrong) == 1 else {}
        assert_raises(ValueError, probes.call, "quantile_loss", y, p, wrong, slips=causes)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in y_pred is -quantile below the true value and 1 - quantile above it"""
    y, gap = draw(rng, (6,), dtype="float64"), draw(rng, (6, 3), dtype="float64", low=0.1, high=2)
    p, levels = y[:, None] + gap * rng.choice([-1, 1], (6, 3)), [0.125, 0.5, 0.8125]
    want = np.where(y[:, None] > p, -np.array(levels), 1 - np.array(levels)) / 3
    got = probes.gradient("quantile_loss", y, p, levels, wrt=1)
    assert_gradient(got, want, of=lambda x: probes.call("quantile_loss", y, x, levels), at=p)


SHAPES = [
    ((3,), "float32"),
    ((1,), "float64"),
    ((3, 3), "float32"),
    ((), "float32"),
    ((3,), "float16"),
    ((1,), "bfloat16"),
]
DTYPES = [
    ("int64", "float32"),
    ("bool", "float32"),
    ("float64", "float32"),
    ("uint8", "float16"),
    ("float32", "float64"),
]
BAD = [
    ([0.0, 0.5], "a quantile of 0 is taken"),
    ([0.5, 1.0], "a quantile of 1 is taken"),
    ([-0.2, 0.5], "a quantile below 0 is taken"),
    ([0.5, 1.3], "a quantile above 1 is taken"),
    ([0.5], "one quantile serves for all predictions: compare their numbers"),
    ([0.2, 0.5, 0.7], ""),
]
MISSING = "predictions without a quantile are left out: compare their numbers"
MOVED = "quantiles near 0 and 1 are moved to 0.01 and 0.99"
EACH = "one loss for each quantile: their mean is missing"
LEVELS = [0.125, 0.5625, 0.8125, 0.3125, 0.9375, 0.5625]  # exact in float32 too
SQUEEZED = "an axis of size 1 is squeezed from y_true, which then meets the wrong predictions"
NO_AXIS = "y_true lacks a new last axis: it lines up with the quantiles, not with the batch"
