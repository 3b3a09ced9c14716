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
@after("test_shape")
def test_flat(probes, rng):
    """the product is right for x of rank 3 and for a scalar, and 0 for a linear f"""
    for shape in [(), (2, 1, 3)]:
        matrix, x, v = draw(rng, (5, int(np.prod(shape))), shape, shape, dtype="float64")
        z, x, v = matrix @ np.reshape(x, -1), np.asarray(x), np.asarray(v)
        want = matrix.T @ ((z - np.sin(z)) * (matrix @ v.reshape(-1)))
        assert_close(probes.hessian_vector_product(matrix, x, v), want.reshape(shape), what=F)
    got, slips = (
        probes.hessian_vector_product(matrix, x, v, linear=True),
        {"a single number; every element should have its own": np.zeros(())},
    )
    assert_close(given(got), 0 * x, dtype="float64", slips=slips)
