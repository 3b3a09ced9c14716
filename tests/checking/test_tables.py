"""Structures and curves are told side by side, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.checking import assert_close, assert_equal, assert_gradient
from tensorkata.checking.message import explain
from tensorkata.diagnosis.student_source import BROKEN_PATH, written
from tensorkata.errors import CheckFailed
from tensorkata.protocol.cells import Cell

SHAPES = [[5, 3], [3], [3, 7], [7], [7, 2], [2]]


def told(claim, *args, **kwargs):
    """Return what a student reads of a claim that does not hold."""
    with pytest.raises(CheckFailed) as caught:
        claim(*args, **kwargs)
    return explain(caught.value, [], lambda: written((), "f"))[0]


def test_the_one_weight_that_differs_is_marked():
    """A list of shapes is a table, with a sign before the row that is not the same."""
    said = told(assert_equal, [*SHAPES[:2], [9, 7], *SHAPES[3:]], SHAPES, what="the list")
    assert "≠ 2    [9, 7]   [3, 7]" in said
    assert said.count("≠") == 1


def test_a_layer_that_is_missing_stands_alone():
    """What follows a missing layer is not called different."""
    said = told(assert_equal, SHAPES[:2] + SHAPES[4:], SHAPES, what="the list")
    assert [line.split()[1] for line in said.splitlines() if "≠" in line] == ["2", "3"]


def test_the_way_to_a_difference_within_is_told():
    """Where one part of a structure differs, its place is named and the rest is left out."""
    want = {"batches": [[float(n), 0.5] for n in range(20)], "epochs": [1.0]}
    got = want | {"batches": [*want["batches"][:19], [9.5, 0.5]]}
    said = told(assert_equal, got, want, what="what it tells")
    assert "at ['batches']" in said
    assert "≠ 19" in said
    assert "the other 19 are equal" in said


def test_parts_that_are_too_wide_are_told_one_by_one():
    """Where two long lists differ, the first has its table and the other is mentioned."""
    want = [[n / 7 for n in range(9)], [n / 3 for n in range(9)]]
    got = [[round(value, 2) for value in part] for part in want]
    said = told(assert_equal, got, want, what="[batches, epochs]")
    assert "at [0]" in said
    assert "0.14    0.142857" in said
    assert "other parts that differ: 1" in said
    said = told(assert_equal, [got, [1.5] * 9], [want, [2.5] * 9], what="[train, test]")
    assert "at [0][0]" in said
    assert [line for line in said.splitlines() if "other parts" in line] == [
        "  other parts that differ: 2"
    ]


def test_a_training_curve_is_told_epoch_by_epoch():
    """Losses stand in their order, yours beside what was needed, also where epochs are missing."""
    want = np.array([2.0, 1.5, 1.1])
    said = told(assert_close, np.array([2.0, 1.9, 1.8]), want, rows="epoch")
    assert "epoch   yours   expected\n  0       2       2\n≠ 1       1.9     1.5" in said
    said = told(assert_close, np.array([2.0]), want, rows="epoch")
    assert "has the wrong shape" in said
    assert "≠ 2       -       1.1" in said


def test_right_values_in_another_dtype_are_told_as_such():
    """A wrong dtype is said to be all that is wrong only where it is."""
    words = "the values are right, only the dtype is wrong"
    want = np.array([1.0, 2.0], np.float32)
    assert words in told(assert_close, np.array([1.0, 2.0]), want, dtype="float32")
    assert words not in told(assert_close, np.array([1.0, 3.0]), want, dtype="float32")


def test_a_gradient_that_is_none_has_the_place_in_the_source():
    """The place is told instead of the general words, where it is known."""
    with pytest.raises(CheckFailed) as caught:
        assert_gradient(None, np.ones(3))
    for source, words in (("x.numpy()", "cut at line 4, `x.numpy()`"), ("x", BROKEN_PATH)):
        cell = Cell(3, f"def f(x):\n    return {source}\n")
        assert words in explain(caught.value, [], lambda cell=cell: written((cell,), "f"))[1]
