"""Hidden checks of cosine_similarity."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, forbids, points

pytestmark = forbids("tf", "keras.losses", "keras.metrics")


def drawn(rng):
    """Draw sequences with zero vectors, and where the cosine is defined, with both lengths."""
    x, y = draw(rng, (2, 3, 4), (2, 3, 4), dtype="float64")
    x[0, 1] = y[1, 2] = 0
    norms = [np.linalg.norm(v, axis=-1, keepdims=True) for v in (x, y)]
    defined = norms[0] * norms[1] > 0
    return x, y, defined, *(np.where(defined, norm, 1) for norm in norms)


@points(0.25)
@after("test_values")
def test_zeros_in_sequences(probes, rng):
    """the cosines are right in sequences with zero vectors"""
    x, y, _, a, b = drawn(rng)
    want = np.sum(x * y, axis=-1, keepdims=True) / a / b
    assert_close(probes.call("cosine_similarity", x, y), want[..., 0], dtype="float64")


@points(0.25)
@after("test_values")
def test_slopes_in_sequences(probes, rng):
    """the gradient in y is right in sequences with zero vectors"""
    x, y, defined, a, b = drawn(rng)
    cos = np.sum(x * y, axis=-1, keepdims=True) / a / b
    want = np.where(defined, (x / a - cos * y / b) / b, 0)
    assert_gradient(probes.gradient("cosine_similarity", x, y, wrt=1), want, dtype="float64")
