"""Hidden checks of triplet_loss."""

import numpy as np

from tensorkata.checking import after, assert_gradient, draw, points


def toward(x, a):
    """Return the gradient in x of its distance to a: 0 where they are equal."""
    return (x - a) / np.maximum(np.sqrt(np.sum((x - a) ** 2, axis=-1)), 1e-12)[..., None]


@points(1)
@after("test_equal_points")
def test_xla(probes, rng):
    """the gradient in the anchor is right when XLA compiles it, even if two points are equal"""
    a, p, n = draw(rng, (2, 3, 4), (2, 3, 4), (2, 3, 4), dtype="float64")
    p[0, :2], n[0, 1:] = a[0, :2], a[0, 1:]
    want = toward(n, a) - toward(p, a)
    slips = {INFINITE: np.where([[[1]] * 3, [[0]] * 3], np.nan, want)}
    assert_gradient(probes.triplet_gradient(a, p, n, 9.0), want, slips=slips)


INFINITE = "tf.where is used only after the root: in XLA its infinite slope times 0 is NaN"
