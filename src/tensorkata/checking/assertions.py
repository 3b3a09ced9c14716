"""Assertions over observations: a ladder of rungs; the message names the first that breaks.

The rungs: None, not a tensor, shape, dtype, nan or inf, values. Nothing broadcasts. `got` is the
student's, `want` the oracle's. A failure is data (`CheckFailed`); message.py puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tensorkata.checking.plain_data import is_same, plain
from tensorkata.checking.ran import note
from tensorkata.checking.tolerance import (
    TOLERANCES,
    is_coarser,
    is_near,
    room_of,
    sort_of,
    wanted_dtype,
)
from tensorkata.diagnosis import known_exceptions
from tensorkata.errors import CheckerFault, CheckFailed, ProbeFailure
from tensorkata.protocol.observation import Observed, Opaque

Slips = Mapping[str, Any] | Callable[[], Mapping[str, Any]] | None


def assert_shape(
    got: Any,
    shape: tuple[int, ...],
    *,
    dtype: str | None = None,
    kind: str = "tensor",
    slips: Mapping[str, tuple[int, ...]] | None = None,
) -> None:
    """Require an observation to have a shape and, if `dtype` is given, exactly that dtype.

    Shape and dtype are easy to guess, so a check of nothing else is worth no points: other checks
    need it to pass first, with `@after`.

    got: an observation.
    shape: the whole shape, `()` for a scalar.
    dtype: a NumPy name such as "float32", "bfloat16" or "string"; any dtype passes without it.
    kind: "tensor" refuses NumPy arrays and Python numbers (a tf.Variable is a tensor);
        "any" takes arrays too.
    slips: wrong shapes by the words that name them, {"the mean goes over the batch too": ()}.

    Raises CheckFailed at the rung none, kind, shape or dtype.
    """
    _array(got, kind)
    if tuple(got.shape) != tuple(shape):
        cause = next((words for words, slip in (slips or {}).items() if slip == got.shape), None)
        want = np.empty(shape)
        raise CheckFailed("has the wrong shape", got=got, want=want, rung="shape", cause=cause)
    _dtype(got, dtype)


def assert_close(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: str | None = None,
    slips: Slips = None,
    what: str = "",
    kind: str = "any",
    rows: str = "",
) -> None:
    """Require |got - want| <= atol + rtol * |want| of every element of an observation.

    Shapes must be equal; nothing broadcasts. An infinity is only near itself, nan only near nan.

    got: an observation, or a Python number from inside an observation.
    want: the oracle's value, of any shape; Python numbers and lists become arrays.
    rtol, atol: the relative and the absolute allowance; the default follows the wanted dtype (the
        table "Allowances by dtype"). If you set another allowance, write the reason beside it.
    dtype: the exact dtype that is wanted. Without it, a float must be float32 (float64 passes too,
        but must keep to float64's allowance), a whole number any integer, a bool a bool, and a
        complex number complex64 or complex128. An answer in a coarser dtype has the wrong dtype,
        so a check of float16 or bfloat16 has to name it.
    slips: wrong answers by the words that name them, {"the bias is missing": x @ kernel}. The
        message says the words if the answer agrees with that wrong answer within the allowance
        and the oracle does not. If they take long to compute, a function that returns them: it is
        called where a message needs them.
    what: the name of the value, if the call returned more than that: "the gradient in x".
    kind: "any" takes tensors, arrays and numbers; "tensor" refuses arrays and Python numbers.
    rows: the name of one row of a vector, rows="epoch": the message shows both sides as a table, in
        this order.

    Raises CheckFailed at the first rung that breaks: none, kind, shape, dtype, finite, value;
    CheckerFault if `want` holds strings.
    """
    given, want = want, np.asarray(want)
    if isinstance(got, (bool, int, float)):
        got = np.asarray(got)
    _array(got, kind, what)
    if want.dtype.kind in "OUS":
        raise CheckerFault("assert_close is for numbers; use assert_equal for strings")
    if got.dtype.kind == "O":
        raise CheckFailed("has the wrong dtype", got=got, want=want, rung="dtype")
    wanted = wanted_dtype(want.dtype, dtype)
    room = room_of(wanted if is_coarser(want.dtype, "float32") else got.dtype.name, rtol, atol)
    about = f"{what}: " if what else ""
    has_wrong = f"{what}: wrong" if what else "has the wrong"

    def cause() -> str | None:
        for words, slip in _all(slips).items():
            value = np.asarray(slip)
            if (
                value.shape == got.shape
                and is_near(got, value, room).all()
                and not (value.shape == want.shape and is_near(value, want, room).all())
            ):
                return words
        return None

    def failed(
        problem: str, rung: str, cause: Callable[[], str | None], rows: str = ""
    ) -> CheckFailed:
        return CheckFailed(
            problem, got=got, want=want, rung=rung, cause=cause, room=room, rows=rows
        )

    if got.shape != want.shape:
        raise failed(f"{has_wrong} shape", "shape", cause, rows)
    fits = sort_of(got.dtype) == sort_of(want.dtype) and not is_coarser(got.dtype, wanted)
    _dtype(got, dtype or (None if fits else wanted), has_wrong, want)
    finite = np.isfinite(want)
    if not np.isfinite(got[finite]).all():
        bad = got[finite & ~np.isfinite(got)]
        name = "nan" if np.isnan(bad).any() else "inf"
        verb = "is" if bad.size == 1 else "are"
        raise failed(f"{about}{_count(bad.size, got.size)} {verb} {name}", "finite", cause)
    near = is_near(got, want, room)
    note(got, given, room)
    if not near.all():
        wrong = int(near.size - np.count_nonzero(near))
        verb = "differs" if wrong == 1 else "differ"
        raise failed(f"{about}{_count(wrong, near.size)} {verb}", "value", cause, rows)


def assert_equal(got: Any, want: Any, *, what: str = "", slips: Slips = None) -> None:
    """Require plain data (numbers, strings, lists, dicts, None) to be exactly equal.

    Arrays and ragged tensors count as nested lists and tuples as lists; True is not 1, and floats
    must be equal to the last bit.

    got: an observation.
    want: the oracle's plain data.
    what: the name of the value, a singular noun: the message is "the list of shapes is wrong".
    slips: wrong answers by the words that name them, as in assert_close.

    Raises CheckFailed at the rung equal (kind, if a ragged tensor is malformed).
    """
    mine = plain(got)
    note(got, want)
    if not is_same(mine, want):

        def cause() -> str | None:
            alike = (words for words, value in _all(slips).items() if is_same(mine, value))
            return next(alike, None)

        problem = f"{what} is wrong" if what else "is wrong"
        raise CheckFailed(problem, got=got, want=want, rung="equal", cause=cause)


def assert_true(
    holds: object, problem: str, *, got: Any = None, want: Any = None, cause: str | None = None
) -> None:
    """Require any other condition, if no other assertion fits.

    holds: the condition, computed in the judge from observations.
    problem: what is wrong if it is false, in a student's words.
    got, want: both sides, shown below the problem if they are given. Without `got` no value is
        compared: a check that holds nothing else earns nothing.
    cause: the likely mistake, if it is known.

    Raises CheckFailed at the rung claim.
    """
    if got is not None:
        note(got, want)
    if not bool(holds):
        raise CheckFailed(problem, got=got, want=want, rung="claim", cause=cause)


def assert_raises(
    error: type[Exception] | str,
    probe: Callable[..., Any],
    *args: Any,
    slips: Mapping[str, Any] | None = None,
    **kwargs: Any,
) -> str:
    """Require a probe to raise an error, or one of its subclasses; return the error's message.

    A liar can raise anything at everything: ask for a right value in the same check.

    error: the class, or its name if the judge cannot import it ("InvalidArgumentError").
    probe: the probe, not called: assert_raises(ValueError, probes.call, "tally", labels, 0).
    args, kwargs: what the probe is called with.
    slips: what comes back instead of the error, by the words that name the mistake:
        {"the shapes are broadcast": np.mean((y_true - y_pred) ** 2, axis=-1)}.

    Raises CheckFailed at the rung raises. A stub, a missing name and a broken limit keep their
    own outcomes.
    """
    name = error if isinstance(error, str) else error.__name__
    try:
        got = probe(*args, **kwargs)
    except ProbeFailure as failure:
        raised = failure.raised
        if raised is None or failure.outcome == "todo":
            raise
        note(raised.error, name)
        if name in raised.bases:
            return str(raised.message)
        text = f"expected {name}, but it raised {raised.error}: {raised.message}"
        cause = known_exceptions.of_refusal(raised, name)
        raise CheckFailed(text, rung="raises", cause=cause) from None
    if isinstance(got, Opaque) and got.type == name:
        text = f"returned the {name} instead of raising it"
        raise CheckFailed(
            text, rung="raises", cause=f"`return` where `raise` belongs: raise {name}"
        )
    slip = next((words for words, slip in (slips or {}).items() if _is_slip(got, slip)), None)
    slip = NO_BRANCH if got is None and not slip else slip
    text = f"expected {name}, but nothing was raised"
    raise CheckFailed(text, got=got, rung="raises", cause=slip)


def _all(slips: Slips) -> Mapping[str, Any]:
    """Return the slips, computed now if they are given as a function."""
    return (slips() if callable(slips) else slips) or {}


def _is_slip(got: Any, slip: Any) -> bool:
    """Tell whether what came back is what a mistake gives."""
    if got is None or slip is None:
        return got is slip
    wrong = np.asarray(slip)
    if not isinstance(got, np.ndarray) or got.shape != wrong.shape or got.dtype.kind == "O":
        return False
    return bool(is_near(got, wrong, TOLERANCES["float32"]).all())


def _array(got: Any, kind: str, what: str = "") -> None:
    if got is None:
        raise CheckFailed(f"{what}: returned None" if what else "returned None", rung="none")
    is_ = f"{what}:" if what else "is"
    if isinstance(got, Opaque) or not isinstance(got, (Observed, np.ndarray)):
        raise CheckFailed(f"{is_} not a tensor", got=got, rung="kind")
    if kind == "tensor" and isinstance(got, Observed) and got.kind == "array":
        raise CheckFailed(f"{is_} a NumPy array instead of a tensor", got=got, rung="kind")
    if kind == "tensor" and not isinstance(got, Observed):
        raise CheckFailed(f"{is_} a Python number instead of a tensor", got=got, rung="kind")


def _count(number: int, size: int) -> str:
    return "the value" if size == 1 else f"{number} of {size} values"


def _dtype(got: Any, dtype: str | None, has_wrong: str = "has the wrong", want: Any = None) -> None:
    name = "string" if got.dtype.kind == "O" else got.dtype.name
    if dtype is not None and name != dtype:
        raise CheckFailed(
            f"{has_wrong} dtype",
            got=got,
            want=np.empty(got.shape, object if dtype == "string" else dtype),
            rung="dtype",
            cause=ONLY_DTYPE.format(want=dtype) if _equal(got, want) else None,
        )


def _equal(got: Any, want: Any) -> bool:
    """Return whether the values are right and only the dtype is wrong."""
    if want is None or {got.dtype.kind, want.dtype.kind} & set("OUS"):
        return False
    # float32's allowance: values that are wrong by that are wrong in every dtype
    return bool(is_near(got, want, TOLERANCES["float32"]).all() and np.unique(want).size > 1)


NO_BRANCH = "no branch is left for it, and without a `return` the function returns None"
ONLY_DTYPE = "the values are right, only the dtype is wrong: tf.cast to {want}, or dtype={want}"
