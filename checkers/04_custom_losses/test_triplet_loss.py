"""Checks of triplet_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    points,
)


def length(x):
    return np.sqrt(np.sum(x.astype(float) ** 2, axis=-1))


def oracle(a, p, n, margin=1.0):
    return np.maximum(length(a - p) - length(a - n) + margin, 0)


def slopes(a, p, n, margin, epsilon=1e-24):
    """Return the gradients in anchor, positive and negative; a distance of 0 has gradient 0."""
    near, far = ((x - a) / np.sqrt(length(x - a) ** 2 + epsilon)[..., None] for x in (p, n))
    costs = (oracle(a, p, n, margin) > 0)[..., None]
    return costs * (far - near), costs * near, costs * -far


def slips(a, p, n, margin=1.0):
    near, far = length(a - p), length(a - n)
    wide = np.sum(np.abs(a - p) - np.abs(a - n), axis=-1, dtype=float)
    return {
        "positive and negative are swapped": oracle(a, n, p, margin),
        "squared distances": np.maximum(near**2 - far**2 + margin, 0),
        "max(..., 0) is missing": near - far + margin,
        "the margin is subtracted": np.maximum(near - far - margin, 0),
        "the margin is not used; it is always 1": oracle(a, p, n),
        "the margin is outside of max(..., 0)": np.maximum(near - far, 0) + margin,
        "absolute differences, not the Euclidean distance": np.maximum(wide + margin, 0),
        "the mean of the squares under the root, not their sum": np.maximum(
            (near - far) / np.sqrt(a.shape[-1]) + margin, 0
        ),
        "the distance from positive to negative": np.maximum(near - length(p - n) + margin, 0),
    }


def blurred(a, p, n, margin):
    """Return the loss with Keras's epsilon, 1e-7, under the roots, or with near points as equal."""
    sizes = length(a - p), length(a - n)
    near, far = (np.sqrt(size**2 + KERAS) for size in sizes)
    merged, apart = (np.where(size < 2 * length(NEAR), 0, size) for size in sizes)
    losses = {EPSILON: near - far, MERGED: merged - apart}
    return {words: np.maximum(loss + margin, 0) for words, loss in losses.items()}


def test_example(probes):
    """triplet_loss gives what the docstring's example shows"""
    triplet = np.float32([[0, 0]]), np.float32([[3, 4]]), np.float32([[0, 2]])
    causes = slips(*triplet) | {LEFT_OUT: []}
    assert_close(probes.call("triplet_loss", *triplet), [4.0], slips=causes, dtype="float32")


def test_shape(probes, rng):
    """triplet_loss returns one number for each triplet, in the dtype of the points"""
    for shape, dtype in [((1, 3), "float32"), ((2, 3, 6), "float32"), ((4,), "float64")]:
        a, p, n = draw(rng, shape, shape, shape, dtype=dtype)
        assert_shape(probes.call("triplet_loss", a, p, n), shape[:-1], dtype=dtype)


@points(0.5)
@after(test_shape)
def test_values(probes, rng):
    """triplet_loss is max(d(anchor, positive) - d(anchor, negative) + margin, 0)"""
    for shape, more in [((20, 3), {"margin": 0.4}), ((1, 5), {"margin": 9.0}), ((5, 3, 2), {})]:
        a, p, n = draw(rng, shape, shape, shape)
        got = probes.call("triplet_loss", a, p, n, **more)
        assert_close(got, oracle(a, p, n, **more), slips=slips(a, p, n, **more), dtype="float32")


@points(0.5)
@after(test_example)
def test_graph(probes, rng):
    """triplet_loss works in tf.function, where the batch size is unknown"""
    a, p, n = draw(rng, (4, 2, 3), (4, 2, 3), (4, 2, 3))
    assert_close(probes.triplet_loss(a, p, n, 1.7), oracle(a, p, n, 1.7), dtype="float32")


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients in anchor, positive and negative are right, and 0 for an easy triplet"""
    a, p, n = draw(rng, (8, 3), (8, 3), (8, 3), dtype="float64")
    n[:3] += 30
    got = probes.gradient("triplet_loss", a, p, n, 9.0, wrt=[0, 1, 2])
    wants = zip(NAMES, got, slopes(a, p, n, 9.0), slopes(a, p, n, 9.0, KERAS), strict=True)
    for name, mine, want, slip in wants:
        assert_gradient(mine, want, what=f"the gradient in the {name}", slips={UNDER: slip})


@points(1)
@after(test_values)
def test_equal_points(probes, rng):
    """two equal points, and no others, have distance 0 with gradient 0, not NaN"""
    a, p, n = draw(rng, (6, 3), (6, 3), (6, 3))
    p[:2], n[1:3], p[3], n[4] = a[:2], a[1:3], a[3] + NEAR, a[4] - NEAR
    value, slips = probes.call("triplet_loss", a, p, n, 9.0), blurred(a, p, n, 9.0)
    assert_close(
        value, oracle(a, p, n, 9.0), atol=1e-5, rtol=0, slips=slips, dtype="float32"
    )  # 1e-6 and rounding
    p[3], n[4] = a[3] + 20 * NEAR, a[4] - 20 * NEAR  # nearer, an epsilon bends the slope
    got = probes.gradient("triplet_loss", a, p, n, 9.0, wrt=[0, 1, 2])
    for name, mine, want in zip(NAMES, got, slopes(a, p, n, 9.0), strict=True):
        slips = {INFINITE: np.where(np.arange(6)[:, None] < 3, np.nan, want)}
        assert_gradient(
            mine, want, what=f"the gradient in the {name}", slips=slips, dtype="float32"
        )


@points(0.5)
@after(test_equal_points)
def test_xla(probes, rng):
    """the gradient in the anchor is right when XLA compiles it, even if two points are equal"""
    a, p, n = draw(rng, (5, 3), (5, 3), (5, 3))
    p[:2], n[1:3] = a[:2], a[1:3]
    want = slopes(a, p, n, 9.0)[0]
    slips = {LATE: np.where(np.arange(5)[:, None] < 3, np.nan, want)}
    assert_gradient(
        probes.triplet_loss_compiled_gradient(a, p, n, 9.0), want, slips=slips, dtype="float32"
    )


NAMES = ("anchor", "positive", "negative")
KERAS = 1e-7  # keras.config.epsilon()
NEAR = np.float32([5e-5, -5e-5, 5e-5])  # an epsilon of 1e-12 changes this distance by 6e-9
UNDER = "an epsilon of 1e-7 under the root"
LEFT_OUT = "some triplets are left out: each one has a loss"
EPSILON = "the epsilon under the root is too large: equal points seem to be apart"
MERGED = "points near each other count as equal: only a distance of exactly 0 is special"
INFINITE = "the slope of the root at 0 is infinite, and infinity times 0 is NaN"
LATE = "tf.where is used only after the root: in XLA its infinite slope times 0 is NaN"
