"""Checks of focal_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
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
    "keras.losses.binary_focal_crossentropy",
    "keras.losses.BinaryFocalCrossentropy",
)


def parts(y, z):
    """Return -log(p_t) and -log(1 - p_t)."""
    signed = (2.0 * y - 1) * z.astype(float)
    return np.logaddexp(0.0, -signed), np.logaddexp(0.0, signed)


def oracle(y, z, gamma=2.0, alpha=0.25):
    right, wrong = parts(y, z)
    weight = np.where(y == 1, alpha, 1 - alpha)
    return np.mean(weight * np.exp(-gamma * wrong) * right, axis=-1)


def slope(y, z, gamma, alpha):
    """Return the derivative in z: of (1 - p_t)^gamma and of -log(p_t), by the product rule."""
    right, wrong = parts(y, z)
    weight, sign = np.where(y == 1, alpha, 1 - alpha), np.where(y == 1, 1, -1)
    inner = -gamma * np.exp(-right) * right - np.exp(-wrong)
    return weight * sign * np.exp(-gamma * wrong) * inner / z.shape[-1]


def bent(y, z, gamma, alpha):
    """Return the derivatives of mistakes that the values do not show."""
    right, wrong = parts(y, z)
    weight, sign = np.where(y == 1, alpha, 1 - alpha), np.where(y == 1, 1, -1)
    focus, true = weight * np.exp(-gamma * wrong) / z.shape[-1], slope(y, z, gamma, alpha)
    return {
        POWER: np.where(right < wrong - 100, np.nan, true),
        HELD: -sign * focus * np.exp(-wrong),
        CORNER: true - np.where(z == 0, focus / 2, 0),
    }


def slips(y, z, gamma=2.0, alpha=0.25):
    right, wrong = parts(y, z)
    weight, p = np.where(y == 1, alpha, 1 - alpha), np.exp(-np.logaddexp(0.0, -z.astype(float)))
    focus, loss = np.exp(-gamma * wrong), weight * right
    causes = {
        "alpha weighs both classes; y = 0 takes 1 - alpha": alpha * focus * right,
        "y = 0 is not weighed; it takes 1 - alpha": np.where(y == 1, alpha, 1) * focus * right,
        "alpha and 1 - alpha are swapped": (1 - weight) * focus * right,
        "alpha is not used": focus * right,
        "gamma is not used": loss,
        "p_t ** gamma instead of (1 - p_t) ** gamma": np.exp(-gamma * right) * loss,
        "(1 - p) ** gamma for both classes; it is p ** gamma for y = 0": (1 - p) ** gamma * loss,
        "p ** gamma for both classes; it is (1 - p) ** gamma for y = 1": p**gamma * loss,
        "1 - p_t times gamma, not to the power of gamma": gamma * np.exp(-wrong) * loss,
        "the y = 0 part is missing": y * focus * loss,
        TAKEN: taken(y, z, gamma, weight),
    }
    return {words: np.mean(value, axis=-1) for words, value in causes.items()}


def taken(y, z, gamma, weight):
    """Return each element's loss if the logits are clipped to be probabilities."""
    p = np.clip(z, np.float32(1e-7), np.float32(1) - np.float32(1e-7)).astype(float)
    hit = np.where(y == 1, p, 1 - p)
    return weight * (1 - hit) ** gamma * -np.log(hit)


def capped(y, z, gamma=2.0):
    """Return the loss of extreme logits when probabilities are computed first."""
    right, wrong = parts(y, z)
    logs = -np.log(np.exp(-right).astype(np.float32) + np.float32(1e-7))
    nan = np.full(z.shape[:-1], np.nan)
    weight = np.where(y == 1, 0.25, 0.75) * np.exp(-gamma * wrong)
    epsilon = np.mean(weight * logs, axis=-1)
    return {EPSILON: epsilon, ROUNDED: nan, LOG_OF_ZERO: np.full_like(nan, np.inf)}


def far(rng, *shape):
    """Draw logits of 110 to 150 in size, every second one on the wrong side."""
    z = draw(rng, shape, low=110, high=150) * np.float32([1, -1, -1, 1])
    return np.broadcast_to(np.float32([1, 0, 1, 0]), shape).copy(), z


def test_example(probes):
    """focal_loss gives what the docstring's example shows"""
    y, z = np.int32([[1, 0]]), np.float32([[0, 100]])
    causes = capped(y, z) | {EQUAL: oracle(y, z, alpha=0.5)}
    causes[TAKEN] = slips(y, z)[TAKEN]
    assert_close(probes.call("focal_loss", y, z), [37.5217], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """focal_loss returns one number for each sample, in the dtype of the logits"""
    for shape, dtype in SHAPES:
        y_true, logits = draw(rng, shape, dtype="int32", high=2), draw(rng, shape, dtype=dtype)
        assert_shape(probes.call("focal_loss", y_true, logits), shape[:-1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """focal_loss weighs each element by its class and by how wrong it is"""
    for shape, more in [((6, 8), MORE[0]), ((1, 9), MORE[1]), ((2, 3, 8), {})]:
        y, z = draw(rng, shape, dtype="int32", high=2), draw(rng, shape)
        got = probes.call("focal_loss", y, z, **more)
        assert_close(got, oracle(y, z, **more), slips=slips(y, z, **more), dtype="float32")


@points(0.5)
@after(test_example)
def test_dtypes(probes, rng):
    """y_true of any dtype, even bool, is cast to the dtype of the logits"""
    for kind, dtype in DTYPES:
        y = draw(rng, (2000, 1), dtype="int32", high=2).astype(kind)
        z, gamma = draw(rng, (2000, 1), dtype=dtype), int(rng.integers(16, 33)) / 8
        assert_close(probes.call("focal_loss", y, z, gamma), oracle(y, z, gamma), dtype=dtype)


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """focal_loss works in tf.function, where the batch size is unknown"""
    y, z = draw(rng, (2, 5, 3), dtype="int32", high=2), draw(rng, (2, 5, 3))
    assert_close(probes.focal_loss(y, z, 1.5, 0.4), oracle(y, z, 1.5, 0.4), dtype="float32")


@points(1)
@after(test_values)
def test_extreme_logits(probes, rng):
    """focal_loss is finite and right for extreme logits, with any gamma"""
    for gamma, size in [(2.0, 1), (0.5, 1), (0.0, 1), (2.0, 100)]:
        y, z = far(rng, 5, 4)
        got = probes.call("focal_loss", y, z * size, gamma)
        slips = capped(y, z * size, gamma)
        assert_close(
            got, oracle(y, z * size, gamma), slips=slips, what=f"gamma {gamma:g}", dtype="float32"
        )


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradient in the logits is right at 0 and at extremes, with any gamma"""
    y, z = far(rng, 4, 4)
    z[:2], z[2] = draw(rng, (2, 4)), z[2] * 10  # at 10,000 honest sums lose the fourth digit
    z[0, :2] = 0.0
    for gamma in (2.0, 0.5, 0.0):
        got, want = probes.gradient("focal_loss", y, z, gamma, 0.4, wrt=1), slope(y, z, gamma, 0.4)
        slips, what = bent(y, z, gamma, 0.4), f"the gradient for gamma {gamma:g}"
        assert_gradient(got, want, what=what, slips=slips, dtype="float32")


SHAPES = [
    ((4, 3), "float32"),
    ((1, 2, 3, 4), "float64"),
    ((6,), "float32"),
    ((2, 3), "float16"),
    ((3, 1), "bfloat16"),
]
DTYPES = [
    ("int64", "float32"),
    ("bool", "float32"),
    ("float64", "float32"),
    ("uint8", "float64"),
    ("float32", "float64"),
]
MORE = [{"gamma": 3.0, "alpha": 0.3}, {"gamma": 0.5, "alpha": 0.8}]
TAKEN = "logits are taken for probabilities"
EQUAL = "alpha is 1/2 by default"
EPSILON = "an epsilon under the log: that caps the loss and kills its slope"
ROUNDED = "0 times the log of 0, because a probability has rounded to 0 or 1, or exp overflows"
LOG_OF_ZERO = "the log of a probability that has rounded to 0, or exp overflows"
HELD = "the gradient does not flow through (1 - p_t) ** gamma"
CORNER = "relu and abs have a corner at z = 0; the crossentropy has the slope 1/2 - y there"
POWER = "1 - p_t has rounded to 0; its power has an infinite slope there, and times 0 that is NaN"
