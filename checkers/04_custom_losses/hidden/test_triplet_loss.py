"""Hidden checks of triplet_loss."""

import numpy as np

from tensorkata.checking import after, assert_gradient, draw, points


def toward(x, a):
    """Return the gradient in x of its distance to a: 0 where they are equal."""
    return (x - a) / np.maximum(np.sqrt(np.sum((x - a) ** 2, axis=-1)), 1e-12)[..., None]


@points(1)
@after("test_equal_points")
def test_xla(probes, rng):
    """the gradients are right when XLA compiles them, where two points are equal too"""
    a, p, n = draw(rng, (2, 3, 4), (2, 3, 4), (2, 3, 4), dtype="float64")
    p[0, :2], n[0, 1:] = a[0, :2], a[0, 1:]
    near, far = toward(p, a), toward(n, a)
    got = probes.triplet_gradients(a, p, n, 9.0)
    for name, mine, want in zip(NAMES, got, (far - near, near, -far), strict=True):
        slips = {INFINITE: np.where([[[1]] * 3, [[0]] * 3], np.nan, want)}
        assert_gradient(mine, want, what=f"the gradient in the {name}", slips=slips)


NAMES = ("anchor", "positive", "negative")
INFINITE = "where stands only after the root: in XLA its infinite slope times 0 is NaN"
