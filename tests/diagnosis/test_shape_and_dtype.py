"""What became of an input's axes or dtype is said if the shapes and dtypes leave no doubt."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.diagnosis.shape_and_dtype import of_dtype, of_shape


def arrays(*shapes):
    """Return inputs of these shapes, named x0, x1, ..."""
    return {f"x{number}": np.zeros(shape) for number, shape in enumerate(shapes)}


@pytest.mark.parametrize(
    ("got", "want", "inputs", "words"),
    [
        ((), (2,), [(2, 2), (2, 2)], "every axis is gone: a sum or a mean over all of them?"),
        ((1, 3, 4), (1, 2, 3), [(1, 2, 3, 4)], "axis 1 is reduced instead of axis 3"),
        ((2, 6), (2,), [(2, 3, 4, 5, 6)], "axis 4 is not reduced"),
        ((1,), (1, 2, 3), [(1, 2, 3, 4)], "axes 1, 2 are reduced too"),
        ((1,), (1, 2), [(1, 4)], "the last axis is missing"),
        ((2,), (1, 2), [(1, 2)], "axis 0 is missing"),
        ((2, 4, 4, 10), (2, 10), [(2, 8, 8, 3)], "axes 1, 2 should not be there"),
        ((3, 1), (3,), [(3, 4)], "an extra axis of size 1 (axis 1): is keepdims on?"),
    ],
)
def test_the_axes_of_an_input_are_followed(got, want, inputs, words):
    """An axis that is reduced, or should be, has its number."""
    assert of_shape(got, want, arrays(*inputs)) == words


@pytest.mark.parametrize(
    ("got", "want", "inputs"),
    [
        ((2, 2), (2,), [(2, 2, 2)]),  # which axis of three equal ones?
        ((7,), (5, 3), [(4, 3)]),
        ((5, 1, 1), (5, 1), [(5, 4)]),  # which of the two ones is extra?
        ((2,), (3,), [(2, 3), (3, 2)]),  # two inputs, two stories
        ((2,), (3,), [(1,) * 9]),
        ((5,), (4,), []),
    ],
)
def test_nothing_is_said_if_the_shapes_leave_a_doubt(got, want, inputs):
    """Equal sizes and unlike inputs make the phrase uncertain."""
    assert not of_shape(got, want, arrays(*inputs))


@pytest.mark.parametrize(
    ("got", "want", "inputs", "words"),
    [
        ("float32", "float64", {"x": "float64"}, "float64, the dtype of x, was made float32"),
        ("int32", "float32", {"y": "int32"}, "the result has the dtype of y, int32"),
        (
            "float32",
            "float64",
            {"x": "float64", "y": "float64"},
            "float64, the dtype of the inputs, was made float32",
        ),
        (
            "int32",
            "float32",
            {"y": "int32", "p": "float32"},
            "the result has the dtype of y, int32, not that of p",
        ),
        ("float64", "float32", {"y": "uint8"}, "uint8 was made float64, not float32"),
        ("int32", "float32", {}, "Python's whole numbers become int32: name the dtype"),
        ("float64", "float32", {}, ""),
        ("float16", "float32", {"y": "uint8", "x": "int64"}, ""),
    ],
)
def test_a_dtype_is_followed_from_the_inputs(got, want, inputs, words):
    """The message says whose dtype was lost or kept."""
    given = {name: np.zeros(2, dtype) for name, dtype in inputs.items()}
    assert of_dtype(got, want, given | {"axis": 1}) == words


def test_a_dtype_is_followed_from_a_pair_of_inputs():
    """A pair's parts have numbers."""
    pair = [np.zeros(2, "float32"), np.zeros(3, "float32")]
    assert of_dtype("float64", "float32", {"x": pair}) == (
        "float32, the dtype of the inputs, was made float64"
    )
