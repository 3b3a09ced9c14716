"""Hidden checks of hessian_vector_product."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points
from tensorkata.checking.assertions import CheckFailed

pytestmark = forbids("loop", "tf.hessians")

UNCONNECTED = "the gradient of a linear f does not depend on x: ask the tape for zeros"
F = "where f(x) = sum(sin(z) + z^3 / 6), z = matrix @ x"


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNCONNECTED)
    return got


@points(1)
@after("test_example")
def test_flat(probes, rng):
    """the product is right for x of rank 3 and for a scalar, and 0 for a linear f"""
    for shape, linear in [((), False), ((2, 1, 3), False), ((2, 2), True)]:
        matrix, x, v = draw(rng, (5, int(np.prod(shape))), shape, shape, dtype="float64")
        z, x, v = matrix @ np.reshape(x, -1), np.asarray(x), np.asarray(v)
        want = (matrix.T @ ((z - np.sin(z)) * (matrix @ v.reshape(-1)))).reshape(shape)
        got = given(probes.hessian_vector_product(matrix, x, v, linear=linear))
        assert_close(got, 0 * x if linear else want, dtype="float64", what=F)
