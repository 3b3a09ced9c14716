"""A failure names the part of a result, shows small inputs whole, suspects a `return` first."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from tensorkata.checking import assert_close, assert_equal, assert_gradient, assert_raises
from tensorkata.checking.message import explain
from tensorkata.checking.ran import Call
from tensorkata.checking.values_in_words import inputs_of
from tensorkata.diagnosis.student_source import Written
from tensorkata.errors import CheckFailed
from tensorkata.protocol import observation


def source(text):
    """Return a function as the diagnosis reads it."""
    return lambda: Written(tuple(ast.parse(text).body), 1)


def told(result, assertion, *, direct=True, text="def f(x): return x"):
    """Return the message of an assertion about what a call returned."""
    call = Call("f(x)", {}, is_direct=direct)
    call.observation = observation.decode(observation.encode(result), call)
    with pytest.raises(CheckFailed) as caught:
        assertion(call.observation)
    return explain(caught.value, [call], source(text))[0].splitlines()


ONES, TWOS = np.ones(3, "float32"), np.full(3, 2, "float32")


@pytest.mark.parametrize(
    ("result", "pick", "place"),
    [
        ([ONES, TWOS], lambda got: got[1], "f(x)[1]"),
        ({"loss": ONES, "kept": [TWOS]}, lambda got: got["kept"][0], "f(x)['kept'][0]"),
        (ONES, lambda got: got, "f(x)"),
        ([ONES, TWOS], lambda got: got[1][:3], "f(x)"),
    ],
)
def test_the_part_of_a_result_is_named(result, pick, place):
    """A pair, list or dict is indexed as Python does; what the check has cut out is not."""
    lines = told(result, lambda got: assert_close(pick(got), np.ones(4)))
    assert lines[0] == f"{place} has the wrong shape"


def test_a_part_that_is_none_is_named():
    """The function did not return None: one of its parts is None."""
    lines = told([ONES, None], lambda got: assert_close(got[1], ONES))
    assert lines[0] == "f(x)[1] is None"


def test_what_a_probe_made_of_a_result_has_no_index():
    """The keys of a probe's own record are none of the student's."""
    lines = told([ONES, TWOS], lambda got: assert_close(got[1], np.ones(4)), direct=False)
    assert lines[0] == "f(x) has the wrong shape"


def test_a_number_is_not_looked_up():
    """Two equal numbers are one object: a place would be a guess."""
    lines = told([1, 5], lambda got: assert_equal(got[0], 2))
    assert lines[0] == "f(x) is wrong"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[0.5, -1.25], [3, 4]], "float32"), "x=[[0.5, -1.25], [3, 4]]"),
        (np.array([1, 0, 2], "int32"), "x=[1, 0, 2] (int32)"),
        (np.zeros((13,), "float32"), "x (13,)"),
        (np.zeros((0, 3), "float32"), "x (0, 3)"),
        (0.5, "x=0.5"),
    ],
)
def test_a_small_input_is_printed_whole(value, text):
    """Up to a dozen numbers, so that the case can be tried by hand."""
    assert inputs_of({"x": value}) == text


def test_inputs_are_whole_together_or_not_at_all():
    """Half of the inputs is nothing to try by hand, and a line has its width."""
    wide = np.linspace(0, 1, 12, dtype="float32")
    assert inputs_of({"a": ONES, "b": np.zeros((4, 4))}) == "a (3,), b (4, 4)"
    assert inputs_of(dict.fromkeys("abcd", wide)) == "a (12,), b (12,), c (12,), d (12,)"


def test_a_gradient_of_nothing_lacks_a_return_first():
    """A function without a `return` has no gradient: the tape is not to blame."""
    call = Call("f(x)")
    with pytest.raises(CheckFailed) as caught:
        assert_gradient(None, ONES)
    message, cause = explain(caught.value, [call], source("def f(x): y = x * 2"))
    assert cause == "the `return` is missing"
    assert explain(caught.value, [call], source("def f(x): return x.numpy()"))[1] != cause
    assert message.startswith("the gradient is None")


def test_an_error_that_is_returned_is_told_as_such():
    """`return ValueError(...)` in place of `raise` has a line of its own."""
    returned = observation.decode(observation.encode(ValueError("no")))
    with pytest.raises(CheckFailed, match="returned the ValueError instead of raising it"):
        assert_raises(ValueError, lambda: returned)
    with pytest.raises(CheckFailed, match="nothing was raised"):
        assert_raises(TypeError, lambda: returned)
