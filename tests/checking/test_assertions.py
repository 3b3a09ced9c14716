"""What assertions hold a value to where arithmetic has no room: infinities and nan."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.checking.assertions import CheckFailed, assert_close


@pytest.mark.parametrize(
    ("got", "want"),
    [(1.0, np.inf), (-np.inf, np.inf), (np.nan, np.inf), (np.inf, 1.0), (np.nan, 1.0)],
)
def test_an_infinity_is_near_to_itself_alone(got, want):
    """No room is wide enough for another number, whatever the tolerance."""
    with pytest.raises(CheckFailed):
        assert_close(np.array([got, 2.0]), np.array([want, 2.0]), rtol=0.5)


def test_equal_infinities_and_nan_are_right():
    """Where the oracle has inf or nan, the same is right."""
    values = np.array([np.inf, -np.inf, np.nan, 1.0])
    assert_close(values, values)


def test_a_slip_of_infinity_names_no_finite_answer():
    """A cause is told only for the value that it gives."""
    with pytest.raises(CheckFailed) as caught:
        assert_close(np.array([3.0]), np.array([1.0]), slips={"it overflows": np.array([np.inf])})
    assert caught.value.cause is None
