"""Hidden checks of triplet_loss."""

import numpy as np

from tensorkata.checking import after, assert_gradient, draw, points


def toward(x, a):
    """Return the gradient in x of its distance to a: 0 where they are equal."""
    return (x - a) / np.maximum(np.sqrt(np.sum((x - a) ** 2, axis=-1)), 1e-12)[..., None]


@points(0.5)
@after("test_shape")
def test_more_equal_points(probes, rng):
    """the gradient in the anchor is right in float64 and rank 3, even if two points are equal"""
    a, p, n = draw(rng, (2, 3, 4), (2, 3, 4), (2, 3, 4), dtype="float64")
    p[0, :2], n[0, 1:] = a[0, :2], a[0, 1:]
    want = toward(n, a) - toward(p, a)
    got = probes.gradient("triplet_loss", a, p, n, 9.0)
    assert_gradient(got, want, what="the gradient in the anchor")
