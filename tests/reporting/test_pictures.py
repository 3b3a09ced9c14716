"""Drawings: what is drawn of a wrong array, and how it stands on a page."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tensorkata.checking import assert_close, assert_gradient
from tensorkata.checking.drawing import draw_failure
from tensorkata.errors import CheckFailed
from tensorkata.reporting.svg import as_svg


def drawn(got, want, claim=assert_close, **kwargs):
    """Return the drawing of a claim that does not hold."""
    with pytest.raises(CheckFailed) as caught:
        claim(got, want, **kwargs)
    return draw_failure(caught.value)


def test_a_small_array_is_drawn_whole_with_a_dot_where_it_differs():
    """Three maps stand beside each other; the difference has a dot for each wrong place."""
    want = np.arange(12.0).reshape(3, 4) + 0.5
    drawing = drawn(want + (want == 6.5), want)
    assert drawing.wrong == ("0000", "0010", "0000")
    page = as_svg(drawing)
    assert page.count("<svg") == 3
    assert page.count("a.15.15") == 2  # the two halves of one dot
    assert not drawing.part


def test_of_a_large_array_the_part_around_the_worst_place_is_drawn():
    """The window lies on the two longest axes, within the array, and its place is said."""
    want = np.random.default_rng(1).standard_normal((2, 40, 30, 3))
    got = want.copy()
    got[1, 39, 15, 2] += 9
    drawing = drawn(got, want)
    assert drawing.part == "[1, 28:40, 9:21, 2] of (2, 40, 30, 3)"
    assert "".join(drawing.wrong).count("1") == 1
    assert drawing.part in as_svg(drawing)


def test_nan_is_crossed_out_and_a_gradient_has_its_own_names():
    """What has no number is drawn as a cross; a gradient stands beside the slope."""
    want = np.arange(1.0, 7.0).reshape(2, 3)
    drawing = drawn(np.where(want == 2, np.nan, want), want, assert_gradient)
    assert drawing.got[0][1] is None
    assert drawing.sides == ("your gradient", "the slope")
    assert "l.6.6" in as_svg(drawing)


@pytest.mark.parametrize("dtype", ["bfloat16", "float16", "int64", "uint8", "bool"])
def test_every_dtype_of_numbers_is_drawn(dtype):
    """What a tensor may hold can be drawn, bfloat16 too."""
    want = np.array([[0, 1, 0, 1]]).astype(dtype)
    assert drawn(want[:, ::-1], want).wrong == ("1111",)


def test_a_curve_is_two_lines_the_expected_one_dashed():
    """Curves differ by their dashes and not by a colour."""
    page = as_svg(drawn(np.array([2.0, 1.9]), np.array([2.0, 1.5]), rows="epoch"))
    assert page.count("<polyline") == 2
    assert page.count("stroke-dasharray") == 1
    ET.fromstring(page)


def test_where_there_is_nothing_to_see_nothing_is_drawn():
    """A single number and a wrong shape have no drawing."""
    assert drawn(np.array(1.0), np.array(2.0)) is None
    assert drawn(np.ones(5), np.ones(6)) is None
    assert not as_svg(None)
