"""The ladder of the assertions, each rung right and wrong; infinities and nan; slips."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

from tensorkata.checking import (
    assert_close,
    assert_equal,
    assert_raises,
    assert_shape,
    assert_true,
)
from tensorkata.errors import CheckerFault, CheckFailed, ProbeFailure
from tensorkata.protocol import observation
from tensorkata.protocol.observation import Observed, Opaque, Ragged
from tensorkata.protocol.records import Raised

X = np.array([[1.5, -2.25, 0.75], [4.0, 0.125, -3.5]])


def tensor(values, dtype="float32"):
    """Return an array as a tensor that has come over the wire."""
    array = np.asarray(values).astype(dtype).view(Observed)
    array.kind = "tensor"
    return array


def array(values, dtype="float32"):
    """Return an array as a NumPy array that has come over the wire."""
    return observation.decode(observation.encode(np.asarray(values).astype(dtype)))


def failure(assertion, *args, **kwargs):
    """Return how an assertion fails, as its rung and its problem."""
    with pytest.raises(CheckFailed) as caught:
        assertion(*args, **kwargs)
    return caught.value.rung, caught.value.problem


@pytest.mark.parametrize(
    ("got", "end"),
    [
        (None, ("none", "returned None")),
        (Opaque("Dataset", ""), ("kind", "is not a tensor")),
        ([1.0, 2.0], ("kind", "is not a tensor")),
        ("text", ("kind", "is not a tensor")),
        (tensor(X[0]), ("shape", "has the wrong shape")),
        (tensor(X.T), ("shape", "has the wrong shape")),
        (tensor(np.full((2, 3), b"a"), object), ("dtype", "has the wrong dtype")),
        (tensor(X, "int32"), ("dtype", "has the wrong dtype")),
        (tensor(X, "bool"), ("dtype", "has the wrong dtype")),
        (tensor(X, "complex64"), ("dtype", "has the wrong dtype")),
        (tensor(X, "float16"), ("dtype", "has the wrong dtype")),
        (tensor(X, "bfloat16"), ("dtype", "has the wrong dtype")),
        (tensor(np.where(X > 2, np.nan, X)), ("finite", "1 of 6 values is nan")),
        (tensor(np.where(X > 1, np.inf, X)), ("finite", "2 of 6 values are inf")),
        (tensor(X + np.eye(2, 3)), ("value", "2 of 6 values differ")),
        (tensor(-X), ("value", "6 of 6 values differ")),
    ],
)
def test_assert_close_fails_at_the_first_rung_that_breaks(got, end):
    """None, kind, shape, dtype, finite, value: told in this order, and nothing broadcasts."""
    assert failure(assert_close, got, X) == end


@pytest.mark.parametrize(
    "got", [tensor(X), tensor(X, "float64"), array(X), array(X, "float64"), tensor(X + 1e-6)]
)
def test_assert_close_takes_float32_and_float64(got):
    """Without a dtype both are right, as tensors and as arrays."""
    assert_close(got, X)


def test_assert_close_names_the_part_that_is_wrong():
    """`what` stands before the problem."""
    assert failure(assert_close, None, X, what="the loss") == ("none", "the loss: returned None")
    assert failure(assert_close, tensor(-X), X, what="the loss")[1].startswith("the loss: 6 of 6")


@pytest.mark.parametrize(
    ("dtype", "near", "far"),
    [
        ("float64", 1e-8, 1e-6),
        ("float32", 5e-5, 5e-4),
        ("float16", 5e-3, 5e-2),
        ("bfloat16", 2e-2, 2e-1),
    ],
)
def test_the_allowance_is_that_of_the_wanted_dtype(dtype, near, far):
    """A named dtype is wanted exactly, and held to its own allowance."""
    exact = X.astype(dtype).astype("float64")  # what the dtype rounds away is no error
    wide = np.float64 if dtype == "float64" else ml_dtypes.bfloat16 if dtype[0] == "b" else dtype
    assert_close(tensor(exact, wide), exact, dtype=dtype)
    assert_close(tensor(exact, wide), exact * (1 + near), dtype=dtype)
    assert failure(assert_close, tensor(exact, wide), exact * (1 + far), dtype=dtype)[0] == "value"
    others = {"float16", "bfloat16", "float32", "float64"} - {dtype}
    for other in others:
        assert failure(assert_close, tensor(X, other), X, dtype=dtype)[0] == "dtype"


def test_an_answer_in_a_coarser_dtype_earns_nothing():
    """Values right to bfloat16's allowance have the wrong dtype; cast back, they differ."""
    for dtype in ("float16", "bfloat16"):
        with pytest.raises(CheckFailed) as caught:
            assert_close(tensor(X * 1.001, dtype), X)
        assert (caught.value.rung, caught.value.want.dtype.name) == ("dtype", "float32")
        rounded = (X * 1.003).astype(dtype)
        assert failure(assert_close, tensor(rounded), X)[0] == "value"


def test_an_oracle_in_a_coarse_dtype_wants_that_dtype():
    """A float16 oracle takes float16 and what is finer, to float16's allowance, but no bfloat16."""
    want = X.astype("float16")
    assert_close(tensor(X * 1.005, "float16"), want)
    assert_close(tensor(X * 1.005), want)
    assert failure(assert_close, tensor(X, "bfloat16"), want)[0] == "dtype"


def test_rtol_and_atol_replace_the_allowance_and_not_the_dtype():
    """A wide tolerance lets no coarser dtype in, and 0 lets nothing differ."""
    assert_close(tensor(X * 1.05), X, rtol=0.1)
    assert_close(tensor(X + 0.05), X, rtol=0, atol=0.1)
    assert failure(assert_close, tensor(X * 1.001), X, rtol=0, atol=0)[0] == "value"
    assert failure(assert_close, tensor(X, "bfloat16"), X, rtol=1.0)[0] == "dtype"


def test_whole_numbers_are_compared_exactly_in_any_integer_dtype():
    """uint8, int32 and int64 are one sort; float and bool are others."""
    counts = np.array([2**53, 3, 0])
    for dtype in ("int64", "uint64"):
        assert_close(tensor(counts, dtype), counts)
    assert failure(assert_close, tensor(counts + 1, "int64"), counts)[0] == "value"
    assert failure(assert_close, tensor(counts, "float64"), counts)[0] == "dtype"
    assert failure(assert_close, tensor([1, 0], "int32"), np.array([True, False]))[0] == "dtype"
    assert_close(tensor([1, 0], "bool"), np.array([True, False]))


def test_a_python_number_counts_as_a_scalar():
    """A loss that came back as a float is compared with the oracle's number."""
    assert_close(0.5, 0.5)
    assert failure(assert_close, 0.5, 0.6) == ("value", "the value differs")
    assert failure(assert_close, 1, 1.0) == ("dtype", "has the wrong dtype")


def test_kind_tensor_refuses_arrays_and_numbers():
    """By default an array is as good as a tensor; kind="tensor" asks for one."""
    assert_close(tensor(X), X, kind="tensor")
    assert_close(array(X), X)
    problem = "is a NumPy array instead of a tensor"
    assert failure(assert_close, array(X), X, kind="tensor") == ("kind", problem)
    assert "Python number" in failure(assert_close, 0.5, 0.5, kind="tensor")[1]


def test_strings_are_no_numbers():
    """assert_close over strings is the checker's fault."""
    with pytest.raises(CheckerFault, match="use assert_equal"):
        assert_close(tensor(X), np.array(["a"]))


@pytest.mark.parametrize(
    ("got", "want"),
    [(1.0, np.inf), (-np.inf, np.inf), (np.nan, np.inf), (np.inf, 1.0), (np.nan, 1.0)],
)
def test_an_infinity_is_near_to_itself_only(got, want):
    """No room is wide enough for another number, whatever the tolerance."""
    found = failure(assert_close, np.array([got, 2.0]), np.array([want, 2.0]), rtol=0.5)
    assert found[0] == ("finite" if np.isfinite(want) else "value")


def test_equal_infinities_and_nan_are_right():
    """If the oracle has inf or nan, the same is right."""
    values = np.array([np.inf, -np.inf, np.nan, 1.0])
    assert_close(values, values)


@pytest.mark.parametrize(
    ("got", "slips", "cause"),
    [
        ([3.0], {"it is tripled": np.array([3.0])}, "it is tripled"),
        ([3.0], {"it is doubled": np.array([2.0])}, None),
        ([3.0], {"it overflows": np.array([np.inf])}, None),
        ([3.0], {"first": np.array([3.0]), "second": np.array([3.0])}, "first"),
        ([[3.0]], {"an axis too many": np.array([[3.0]])}, "an axis too many"),
        ([np.nan], {"0 / 0": np.array([np.nan])}, "0 / 0"),
        ([3.0], {"the oracle itself": np.array([1.0])}, None),
    ],
)
def test_a_slip_names_the_answer_that_it_gives(got, slips, cause):
    """The words are told for that value only, at the rungs of shape, finite and value."""
    with pytest.raises(CheckFailed) as caught:
        assert_close(np.array(got), np.array([1.0]), slips=slips)
    assert caught.value.cause == cause


def test_only_the_dtype_is_wrong_is_said_if_the_values_are_right():
    """Right values in another sort name the dtype as the mistake; wrong ones do not."""
    for got, cause in [
        (tensor([1, 2], "int32"), "tf.cast to float32"),
        (tensor([2, 2], "int32"), ""),
    ]:
        with pytest.raises(CheckFailed) as caught:
            assert_close(got, np.array([1.0, 2.0]))
        assert cause in (caught.value.cause or "")
        assert bool(caught.value.cause) is bool(cause)


@pytest.mark.parametrize(
    ("got", "shape", "more", "end"),
    [
        (None, (2, 3), {}, ("none", "returned None")),
        (Opaque("KerasTensor", ""), (2, 3), {}, ("kind", "is not a tensor")),
        (array(X), (2, 3), {}, ("kind", "is a NumPy array instead of a tensor")),
        (tensor(X), (3, 2), {}, ("shape", "has the wrong shape")),
        (tensor(X[:1]), (2, 3), {}, ("shape", "has the wrong shape")),
        (tensor(X), (2, 3), {"dtype": "float64"}, ("dtype", "has the wrong dtype")),
        (tensor(X), (2, 3), {"dtype": "string"}, ("dtype", "has the wrong dtype")),
        (tensor(X, "bfloat16"), (2, 3), {"dtype": "float16"}, ("dtype", "has the wrong dtype")),
    ],
)
def test_assert_shape_fails_at_the_first_rung_that_breaks(got, shape, more, end):
    """None, kind, shape, dtype, in this order."""
    assert failure(assert_shape, got, shape, **more) == end


def test_a_wrong_shape_can_be_a_slip():
    """The words are those of the shape that came."""
    slips = {"the batch is lost": (3,), "all is summed": ()}
    for got, cause in [(tensor(X[0]), "the batch is lost"), (tensor(X[:1]), None)]:
        with pytest.raises(CheckFailed) as caught:
            assert_shape(got, (2, 3), slips=slips)
        assert caught.value.cause == cause


def test_assert_shape_takes_what_fits():
    """Any dtype without `dtype`, that one with it; arrays with kind="any"; strings by name."""
    assert_shape(tensor(X, "int32"), (2, 3))
    assert_shape(tensor(X, "bfloat16"), (2, 3), dtype="bfloat16")
    assert_shape(array(X), (2, 3), kind="any")
    assert_shape(tensor([b"a"], object), (1,), dtype="string")


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([1, 2], (1, 2)),
        (np.array([[1, 2]]), [[1, 2]]),
        ({"a": [1.5], "b": None}, {"b": None, "a": [1.5]}),
        (Ragged(np.array([1, 2, 3]), (np.array([0, 1, 3]),)), [[1], [2, 3]]),
        ("text", "text"),
        (True, True),
        (None, None),
    ],
)
def test_assert_equal_takes_plain_data_that_are_equal(got, want):
    """Arrays and ragged tensors count as lists, tuples as lists."""
    assert_equal(got, want)


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([1, 2], [2, 1]),
        ([1], [1, 1]),
        ({"a": 1}, {"a": 1, "b": 2}),
        (1, True),
        (True, 1),
        (0.1 + 0.2, 0.3),
        ("1", 1),
        (None, 0),
        ([], None),
    ],
)
def test_assert_equal_refuses_what_differs(got, want):
    """To the last bit, to the last entry, and True is not 1."""
    assert failure(assert_equal, got, want) == ("equal", "is wrong")
    assert failure(assert_equal, got, want, what="the list") == ("equal", "the list is wrong")


def test_assert_equal_names_a_slip():
    """A wrong answer that the check lists is called by its words."""
    with pytest.raises(CheckFailed) as caught:
        assert_equal([2, 1], [1, 2], slips={"reversed": [2, 1], "doubled": [2, 4]})
    assert caught.value.cause == "reversed"


def test_assert_equal_refuses_a_malformed_ragged_tensor():
    """Row splits that do not fit are no value."""
    rung, problem = failure(assert_equal, Ragged(np.array([1]), (np.array([0, 3]),)), [[1]])
    assert (rung, problem) == ("kind", "is not a ragged tensor: row splits do not fit the values")


def test_assert_true_holds_a_claim():
    """What is false fails at the rung claim with its words and both sides."""
    assert_true(np.equal(1, 1), "never said")
    with pytest.raises(CheckFailed) as caught:
        assert_true(0, "the loss goes up", got=2.0, want=1.0)
    error = caught.value
    assert (error.rung, error.problem, error.got, error.want) == (
        "claim",
        "the loss goes up",
        2.0,
        1.0,
    )


def raising(error, *bases, outcome="error"):
    """Return a probe in which the student's code raises an error."""

    def probe(*args, **kwargs):
        raised = Raised(error, (error, *bases), f"{error} of {args} {kwargs}")
        raise ProbeFailure(outcome, "it raised", raised)

    return probe


def test_assert_raises_returns_the_message_of_the_error():
    """The class, its name or a base will do; the probe gets its arguments."""
    probe = raising("ValueError", "Exception")
    assert assert_raises(ValueError, probe, 3, axis=1) == "ValueError of (3,) {'axis': 1}"
    assert assert_raises("ValueError", probe, 3).startswith("ValueError")
    bases = ("OpError", "ValueError", "Exception")
    assert assert_raises(ValueError, raising("InvalidArgumentError", *bases))


def test_assert_raises_refuses_another_end():
    """No error, or another one, fails at the rung raises and says which."""
    assert failure(assert_raises, ValueError, lambda x: x, 3) == (
        "raises",
        "expected ValueError, but nothing was raised",
    )
    rung, problem = failure(assert_raises, ValueError, raising("TypeError", "Exception"))
    assert (rung, problem.partition(":")[0]) == (
        "raises",
        "expected ValueError, but it raised TypeError",
    )


@pytest.mark.parametrize(
    ("probe", "cause"),
    [
        (lambda x: tensor([x, 2.0]), "3 is taken"),
        (lambda x: tensor([x, 5.0]), None),
        (lambda x: tensor([x]), None),
        (lambda x: tensor([b"a"], object), None),
        (lambda _: None, "no branch is left for it"),
        (lambda _: Opaque("ValueError", ""), "`return` where `raise` belongs"),
    ],
)
def test_what_comes_instead_of_an_error_can_be_a_slip(probe, cause):
    """A value names the mistake if it is the slip's; None and a returned error name themselves."""
    with pytest.raises(CheckFailed) as caught:
        assert_raises(ValueError, probe, 3, slips={"3 is taken": np.array([3.0, 2.0])})
    assert (caught.value.cause or "").startswith(cause or "")
    assert bool(caught.value.cause) is bool(cause)


def test_assert_true_says_the_cause_that_it_is_given():
    """A condition that does not hold may have a known cause."""
    with pytest.raises(CheckFailed) as caught:
        assert_true(holds=False, problem="not a pair", got=1, cause="one tensor comes back")
    assert caught.value.cause == "one tensor comes back"


def test_assert_raises_lets_a_stub_and_a_broken_limit_be():
    """An unwritten exercise is no wanted NotImplementedError, a timeout is no error of the code."""
    with pytest.raises(ProbeFailure) as caught:
        assert_raises(NotImplementedError, raising("NotImplementedError", outcome="todo"))
    assert caught.value.outcome == "todo"

    def slow():
        raise ProbeFailure("timeout", "no end")

    with pytest.raises(ProbeFailure, match="no end"):
        assert_raises(Exception, slow)
