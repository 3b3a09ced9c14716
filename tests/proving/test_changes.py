"""The small changes of an observation, and what excuses a check that does not notice one."""

from __future__ import annotations

import numpy as np
import pytest

from tensorkata.proving.answers import parse
from tensorkata.proving.changes import changes

KINDS = {
    "floats": (
        np.float32([1, -4, 2]),
        {"fewer", "repeated", "empty", "swapped", "inner", "nudged", "1 % off", "sign"}
        | {"coarser", "finer"},
    ),
    "one whole number": (np.int64(3), {"one off", "coarser"}),
    "equal rows": (np.zeros((2, 1)), {"fewer", "repeated", "empty", "inner", "nudged", "coarser"}),
    "bools": (np.array([True]), {"fewer", "repeated", "inner", "flipped"}),
    "nothing": (np.zeros((0, 2), np.float32), {"inner", "coarser", "finer"}),
    "a string": ("a", {"letter", "empty"}),
    "none": (None, set()),
}


@pytest.mark.parametrize("case", KINDS)
def test_each_kind_of_change_is_tried_once(case: str) -> None:
    """A value has the changes of its kind, each of which is another value."""
    value, kinds = KINDS[case]
    found = list(changes(np.asarray(value) if isinstance(value, np.generic) else value))
    assert sorted(kind for _, kind, _ in found) == sorted(kinds)
    for _, kind, other in found:
        if isinstance(other, np.ndarray):
            same = other.shape == np.shape(value) and np.array_equal(other, value)
            assert not same or other.dtype != np.asarray(value).dtype, kind


def test_one_place_is_changed_at_a_time() -> None:
    """In a structure the path leads to the leaf; the rest stays, and the value itself too."""
    value = {"loss": [0.5, 2.0], "name": "adam"}
    found = list(changes(value))
    assert {place for place, _, _ in found} == {"result", ".loss", ".loss[*]", ".name"}
    signs = [other for place, kind, other in found if (place, kind) == (".loss[*]", "sign")]
    assert signs == [value | {"loss": [-0.5, 2.0]}, value | {"loss": [0.5, -2.0]}]
    assert {"loss": [2.0, 0.5], "name": "adam"} in [other for _, _, other in found]
    assert value == {"loss": [0.5, 2.0], "name": "adam"}


def test_one_rule_excuses_many_changes() -> None:
    """A star stands for any place, kind or index; another check is not excused."""
    text = "# unnoticed: test_fit | fit .weights[*] * | test_step compares them\n"
    [rule] = parse(text, "halve").unnoticed
    assert rule.excuses("test_fit", "fit .weights[*][*] sign")
    assert not rule.excuses("test_fit", "fit .loss sign")
    assert not rule.excuses("test_step", "fit .weights[*] sign")
