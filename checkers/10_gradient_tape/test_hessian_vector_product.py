"""Checks of hessian_vector_product."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)
from tensorkata.checking.assertions import CheckFailed

pytestmark = forbids("loop", "tf.hessians")

UNWATCHED = "both tapes must watch x; take the inner gradient while the outer tape is open"
UNCONNECTED = "the gradient of a linear f does not depend on x: ask the tape for zeros"
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
    hessian = np.einsum("ki,k,kj->ij", matrix, bend(matrix, x, 2), matrix)
    return slips_of(gradient, hessian, v)


def slips_of(gradient, hessian, v):
    """Return what common mistakes make of a gradient, a Hessian and v."""
    rows, diagonal = hessian.sum(axis=0), np.diagonal(hessian)
    want = (hessian @ v.reshape(-1)).reshape(v.shape)
    return {
        UNWATCHED: 0 * v,
        "the gradient times v: the second derivative is missing": gradient * v,
        "the gradient: v and the second derivative are missing": gradient,
        "the rows of the Hessian are added up and then multiplied by v": v * rows.reshape(v.shape),
        "the rows of the Hessian are added up: v is not used": rows.reshape(v.shape),
        "the diagonal of the Hessian times v: the mixed derivatives are missing": v
        * diagonal.reshape(v.shape),
        "v' H v, a number instead of H v": np.sum(v * want),
        "the gradient . v, a number: it is not differentiated again": np.sum(gradient * v),
        "the Hessian itself: it is not multiplied by v": hessian,
        "H H v: multiplied by the Hessian twice": (hessian @ want.reshape(-1)).reshape(v.shape),
    }


def drawn(rng, shape, dtype="float64"):
    matrix, x, v = draw(rng, (4, int(np.prod(shape))), shape, shape, dtype=dtype)
    return matrix, np.asarray(x), np.asarray(v)


def given(got, cause=UNWATCHED):
    """Return the observation; if it is None, fail with the cause."""
    if got is None:
        raise CheckFailed("returned None", rung="none", cause=cause)
    return got


def test_example(probes):
    """hessian_vector_product gives what the docstring's example shows"""
    x, v, hessian = np.float32([1, 2]), np.float32([1, 0]), np.array([[4.0, 2.0], [2.0, 0.0]])
    got, wrong = (
        probes.hessian_vector_product(None, x, v),
        slips_of(np.array([4.0, 1.0]), hessian, v),
    )
    what = "where f(x) = x[0] * x[0] * x[1]"
    assert_close(given(got), [4.0, 2.0], dtype="float32", slips=wrong, what=what)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """the product is the Hessian of f at x times v, in x's dtype"""
    for shape, dtype in [((4,), "float64"), ((1,), "float64"), ((6,), "float32")]:
        setting = drawn(rng, shape, dtype)
        got = given(probes.hessian_vector_product(*setting))
        # Sums of terms of about 30: a few roundings of 3e-6 in float32.
        room = 1e-4 if dtype == "float32" else 1e-9
        want, wrong = oracle(*setting), slips(*setting)
        assert_close(got, want, dtype=dtype, atol=room, slips=wrong, what=F)


@points(0.5)
@after(test_example)
def test_ranks(probes, rng):
    """x and v may have any rank"""
    for shape in [(2, 3), (), (2, 1, 2)]:
        setting = drawn(rng, shape)
        got = given(probes.hessian_vector_product(*setting))
        assert_close(got, oracle(*setting), dtype="float64", slips=slips(*setting), what=F)


@points(0.5)
@after(test_example)
def test_no_hessian(probes, rng):
    """the product is right without building the Hessian"""
    matrix, x, v = drawn(rng, (6,))
    got = probes.hessian_vector_product(matrix, x, v, counted=True)
    assert_close(got["product"], oracle(matrix, x, v), dtype="float64", what=F)
    wrong = {"the whole Hessian is built, only to be multiplied by v": 1}
    assert_equal(got["jacobians"], 0, what="the number of Jacobians", slips=wrong)


@points(0.5)
@after(test_example)
def test_linear(probes, rng):
    """the product is 0 at every element for a linear f, not None, and right for another f"""
    matrix, x, v = drawn(rng, (2, 3))
    got = given(probes.hessian_vector_product(matrix, x, v))
    assert_close(got, oracle(matrix, x, v), dtype="float64", what=F)
    got = given(probes.hessian_vector_product(matrix, x, v, linear=True), UNCONNECTED)
    assert_close(got, 0 * x, dtype="float64", slips=FLAT, what="where f(x) = sum(matrix @ x)")


FLAT = {"a single number; every element should have its own": np.zeros(())}
