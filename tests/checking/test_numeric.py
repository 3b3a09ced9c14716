"""Inputs that are drawn, derivatives by central differences, and the assertion over a gradient."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.checking import assert_gradient, draw, numeric_gradient
from tensorkata.diagnosis.student_source import BROKEN_PATH
from tensorkata.errors import CheckerFault, CheckFailed

X = np.array([[0.5, -1.25, 2.0], [1.5, 0.75, -0.5]])


@pytest.fixture
def rng():
    """Return a generator with a seed of its own."""
    return np.random.default_rng(11)


def failure(*args, **kwargs):
    """Return how assert_gradient fails."""
    with pytest.raises(CheckFailed) as caught:
        assert_gradient(*args, **kwargs)
    return caught.value


def test_draw_gives_one_array_or_a_list(rng):
    """One shape gives the array, several a list, in the shapes that were asked for."""
    assert draw(rng, (4, 3)).shape == (4, 3)
    assert [a.shape for a in draw(rng, (2,), (), (0, 5))] == [(2,), (), (0, 5)]
    assert draw(rng, ()).shape == ()


def test_draw_is_standard_normal_in_float32(rng):
    """Without two bounds floats are normal: mean 0, deviation 1, both signs."""
    assert draw(rng, (100,), high=0).max() > 0
    values = draw(rng, (20_000,))
    assert values.dtype == np.float32
    assert abs(values.mean()) < 0.05
    assert abs(values.std() - 1) < 0.05


@pytest.mark.parametrize(
    ("bounds", "low", "high"),
    [
        ({"low": -3, "high": -1}, -3, -1),
        ({"low": 0, "high": 4}, 0, 4),
        ({"low": -1, "high": 0}, -1, 0),
    ],
)
def test_draw_is_uniform_between_bounds(rng, bounds, low, high):
    """Two bounds make it uniform; 0 is a bound."""
    values = draw(rng, (5_000,), dtype="float64", **bounds)
    assert low <= values.min() < low + 0.1
    assert high - 0.1 < values.max() < high


@pytest.mark.parametrize(
    ("bounds", "values"),
    [
        ({}, range(10)),
        ({"high": 3}, range(3)),
        ({"low": 7}, range(7, 10)),
        ({"low": -2, "high": 0}, range(-2, 0)),
    ],
)
def test_draw_of_integers_gives_each_number_between_the_bounds(rng, bounds, values):
    """Integers are 0 to 9, or in [low, high); a bound of 0 is one."""
    drawn = draw(rng, (2_000,), dtype="int32", **bounds)
    assert drawn.dtype == np.int32
    assert sorted(set(drawn.tolist())) == list(values)


def test_draw_between_nothing_is_the_checker_s_fault(rng):
    """high=0 without a low leaves no integer, and two equal bounds no float."""
    with pytest.raises(CheckerFault, match=r"no number in \[0, 0\)"):
        draw(rng, (3,), dtype="int32", high=0)
    with pytest.raises(CheckerFault, match=r"no number in \[2, 2\)"):
        draw(rng, (3,), low=2, high=2)


def test_numeric_gradient_is_the_derivative_of_the_weighted_sum():
    """sum(upstream * sin(x)) has the gradient upstream * cos(x), to 1e-9, in float64."""
    upstream = np.array([[1.0, -2.0, 0.5], [3.0, 0.0, -1.0]])
    kept = X.copy()
    gradient = numeric_gradient(np.sin, X, upstream)
    np.testing.assert_allclose(gradient, upstream * np.cos(X), atol=1e-9)
    np.testing.assert_allclose(numeric_gradient(np.sin, X), np.cos(X), atol=1e-9)
    assert gradient.dtype == np.float64
    assert np.array_equal(X, kept)


def test_numeric_gradient_of_float32_and_of_a_scalar():
    """float32 inputs are differentiated in float64; a scalar has a gradient of shape ()."""
    assert numeric_gradient(lambda x: x**2, np.float32(3.0)) == pytest.approx(6.0, abs=1e-8)
    gradient = numeric_gradient(lambda x: x.sum(axis=0) ** 2, X.astype("float32"))
    np.testing.assert_allclose(gradient, np.tile(2 * X.sum(axis=0), (2, 1)), atol=1e-8)


def test_a_gradient_that_is_the_derivative_passes():
    """In float32 and float64, and with the function's own slope beside it."""
    assert_gradient(np.cos(X).astype("float32"), np.cos(X))
    assert_gradient(np.cos(X), np.cos(X), of=np.sin, at=X)


@pytest.mark.parametrize(
    ("got", "rung", "problem"),
    [
        (None, "none", "the gradient is None"),
        (np.cos(X)[0], "shape", "the gradient: wrong shape"),
        (np.cos(X).astype("int32"), "dtype", "the gradient: wrong dtype"),
        (np.cos(X).astype("float16"), "dtype", "the gradient: wrong dtype"),
        (np.cos(X) * np.nan, "finite", "the gradient: 6 of 6 values are nan"),
        (-np.cos(X), "value", "the gradient: 6 of 6 values differ"),
    ],
)
def test_a_wrong_gradient_fails_at_its_rung(got, rung, problem):
    """The ladder is that of assert_close, and None comes first."""
    error = failure(got, np.cos(X))
    assert (error.rung, error.problem) == (rung, problem)


def test_a_gradient_of_none_is_a_cut_path_and_others_are_called_slopes():
    """None names its cause; both sides of a difference are called by their names."""
    assert failure(None, np.cos(X)).cause == BROKEN_PATH
    assert failure(-np.cos(X), np.cos(X)).sides == ("your gradient", "the slope")
    assert failure(None, np.cos(X), what="the gradient in x").problem == "the gradient in x is None"


def test_a_slip_and_a_dtype_reach_the_assertion():
    """assert_gradient hands slips, dtype and tolerances on."""
    assert failure(-np.cos(X), np.cos(X), slips={"the sign": -np.cos(X)}).cause == "the sign"
    assert failure(np.cos(X), np.cos(X), dtype="float32").rung == "dtype"
    assert_gradient(np.cos(X).astype("float16"), np.cos(X), dtype="float16")
    assert_gradient(np.cos(X) * 1.05, np.cos(X), rtol=0.1)


def test_the_function_s_own_slope_must_agree():
    """A gradient that is right by heart fails if the function has another one."""
    error = failure(np.cos(X), np.cos(X), of=lambda x: 2 * np.sin(x), at=X)
    assert error.rung == "claim"
    assert error.problem.startswith("the gradient does not agree with the slope of your own")
    assert error.got == pytest.approx(2 * error.want, rel=1e-6)


def test_a_function_that_is_no_number_has_no_slope():
    """What the observed function returns is held to be a number."""
    error = failure(np.cos(X), np.cos(X), of=lambda x: "text", at=X)
    assert (error.rung, error.problem) == ("kind", "is not a number")


def test_nearly_no_gradient_is_the_checker_s_fault():
    """A wanted gradient with a norm below 1e-3 checks nothing; above, it does."""
    with pytest.raises(CheckerFault, match=r"norm below 0\.001"):
        assert_gradient(np.zeros(3), np.full(3, 1e-4))
    assert_gradient(np.full(3, 1e-3), np.full(3, 1e-3))
