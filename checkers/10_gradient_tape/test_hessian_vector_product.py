"""Checks of hessian_vector_product."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    forbids,
    points,
)
from tensorkata.checking.assertions import CheckFailed

pytestmark = forbids("loop", "tf.hessians")

UNWATCHED = "both tapes must watch x; take the inner gradient while the outer tape is open"
F = "where f(x) = sum(sin(z) + z^3 / 6), z = matrix @ x"


def bend(matrix, x, order):
    """Return the derivative of that order of sin(z) + z^3 / 6 at z = matrix @ x."""
    z = matrix @ x.reshape(-1)
    return [np.sin(z) + z**3 / 6, np.cos(z) + z**2 / 2, z - np.sin(z)][order]


def oracle(matrix, x, v):
    """Return the Hessian of the sum over z, matrix.T @ diag(bend'') @ matrix, times v."""
    return (matrix.T @ (bend(matrix, x, 2) * (matrix @ v.reshape(-1)))).reshape(x.shape)


def slips(matrix, x, v):
    gradient = (matrix.T @ bend(matrix, x, 1)).reshape(x.shape)
    diagonal = np.einsum("ki,k,ki->i", matrix, bend(matrix, x, 2), matrix).reshape(x.shape)
    return {
        UNWATCHED: 0 * x,
        "the gradient times v: the second derivative is missing": gradient * v,
        "the gradient: v and the second derivative are missing": gradient,
        "the rows of the Hessian are added up and then multiplied by v": v
        * oracle(matrix, x, 1 + 0 * v),
        "the rows of the Hessian are added up: v is not used": oracle(matrix, x, 1 + 0 * v),
        "the diagonal of the Hessian times v: the mixed derivatives are missing": diagonal * v,
        "v' H v, a number instead of H v": np.sum(v * oracle(matrix, x, v)),
    }


def drawn(rng, shape, dtype="float64"):
    matrix, x, v = draw(rng, (4, int(np.prod(shape))), shape, shape, dtype=dtype)
    return matrix, np.asarray(x), np.asarray(v)


def given(got):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=UNWATCHED)
    return got


def test_shape(probes, rng):
    """the product of Hessian and vector has the shape and dtype of x"""
    for shape, dtype in [((5,), "float32"), ((3,), "float64")]:
        matrix, x, v = drawn(rng, shape, dtype)
        got = given(probes.hessian_vector_product(matrix, x, v))
        if isinstance(got, np.ndarray) and got.shape != shape:
            assert_close(got, oracle(matrix, x, v), slips=slips(matrix, x, v), what=F)
        assert_shape(got, shape, dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """the product is the Hessian of f at x times v, for x of any rank"""
    for shape in [(4,), (2, 3)]:
        matrix, x, v = drawn(rng, shape)
        got = probes.hessian_vector_product(matrix, x, v)
        assert_close(got, oracle(matrix, x, v), slips=slips(matrix, x, v), what=F)


@points(1)
@after(test_shape)
def test_no_hessian(probes, rng):
    """the product is right without computing any Jacobian"""
    matrix, x, v = drawn(rng, (6,))
    got = probes.product_counted(matrix, x, v)
    assert_close(got["result"], oracle(matrix, x, v), what=F)
    slips = {"the whole Hessian is built, only to be multiplied by v": 1}
    assert_equal(got["jacobians"], 0, what="the number of Jacobians", slips=slips)
