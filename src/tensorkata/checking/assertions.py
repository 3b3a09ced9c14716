"""Assertions over observations: a ladder of rungs, told at the first that breaks.

The rungs: None, not a tensor, shape, dtype, nan or inf, values. Nothing broadcasts. `got` is the
student's, `want` the oracle's. A failure is data (`CheckFailed`); messages.py puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tensorkata.checking.failure import CheckerFault, CheckFailed
from tensorkata.checking.plain_data import is_same, plain
from tensorkata.checking.ran import note
from tensorkata.checking.tolerance import TOLERANCES, is_near, room_of
from tensorkata.protocol.observation import Observed, Opaque
from tensorkata.protocol.records import ProbeFailure


def assert_shape(
    got: Any, shape: tuple[int, ...], *, dtype: str | None = None, kind: str = "tensor"
) -> None:
    """Hold the observation to a shape, and to a dtype where one is given.

    `kind` is tensor (a variable counts as one) or any.
    """
    _array(got, kind)
    if tuple(got.shape) != tuple(shape):
        raise CheckFailed("has the wrong shape", got=got, want=np.empty(shape), rung="shape")
    _dtype(got, dtype)


def assert_close(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    dtype: str | None = None,
    slips: Mapping[str, Any] | None = None,
    what: str = "",
    kind: str = "any",
    rows: str = "",
) -> None:
    """Hold every element of the observation to |got - want| <= atol + rtol * |want|.

    Shapes must be equal. Without `dtype`, got must be of the same sort as want (float for float).
    `slips` names wrong answers: the value that each mistake gives, by the words that tell it. The
    room follows the dtype of got; where rtol or atol is given, its reason stands beside it. `rows`
    names what a row is, as in rows="epoch": both are shown as a table in this order, and as curves.
    """
    given, want = want, np.asarray(want)
    if isinstance(got, (bool, int, float)):
        got = np.asarray(got)
    _array(got, kind, what)
    if want.dtype.kind in "OUS":
        raise CheckerFault("assert_close is for numbers; use assert_equal for strings")
    if got.dtype.kind == "O":
        raise CheckFailed("has the wrong dtype", got=got, want=want, rung="dtype")
    room = room_of(got.dtype, rtol, atol)
    about = f"{what}: " if what else ""

    def cause() -> str | None:
        for words, slip in (slips or {}).items():
            value = np.asarray(slip)
            if (
                value.shape == got.shape
                and is_near(got, value, room).all()
                and not (value.shape == want.shape and is_near(value, want, room).all())
            ):
                return words
        return None

    def failed(problem: str, rung: str, cause: str | None, rows: str = "") -> CheckFailed:
        return CheckFailed(
            about + problem, got=got, want=want, rung=rung, cause=cause, room=room, rows=rows
        )

    if got.shape != want.shape:
        raise failed("has the wrong shape", "shape", cause(), rows)
    if dtype is not None:
        _dtype(got, dtype, about, want)
    elif _sort(got.dtype) != _sort(want.dtype):
        likely = ONLY_DTYPE.format(want=want.dtype.name) if _equal(got, want) else None
        raise failed("has the wrong dtype", "dtype", likely)
    finite = np.isfinite(want)
    if not np.isfinite(got[finite]).all():
        bad = got[finite & ~np.isfinite(got)]
        name = "nan" if np.isnan(bad).any() else "inf"
        raise failed(f"{bad.size} of {got.size} values are {name}", "finite", cause())
    near = is_near(got, want, room)
    note(got, given, room)
    if not near.all():
        wrong = int(near.size - np.count_nonzero(near))
        raise failed(f"{wrong} of {near.size} values differ", "value", cause(), rows)


def assert_equal(
    got: Any, want: Any, *, what: str = "", slips: Mapping[str, Any] | None = None
) -> None:
    """Hold plain data (numbers, strings, lists, dicts, None) to equality, exactly."""
    mine = plain(got)
    note(got, want)
    if not is_same(mine, want):
        cause = next(
            (words for words, value in (slips or {}).items() if is_same(mine, value)), None
        )
        problem = f"{what} is wrong" if what else "is wrong"
        raise CheckFailed(problem, got=got, want=want, rung="equal", cause=cause)


def assert_true(holds: object, problem: str, *, got: Any = None, want: Any = None) -> None:
    """Hold a claim that no other assertion fits; `problem` says what is wrong where it does not."""
    note(holds if got is None else got, want)
    if not bool(holds):
        raise CheckFailed(problem, got=got, want=want, rung="claim")


def assert_raises(
    error: type[Exception] | str, probe: Callable[..., Any], *args: Any, **kwargs: Any
) -> str:
    """Hold the probe to raising the error or one of its subclasses; return its message.

    A liar can raise anything at everything: ask for a right value in the same check.
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
            return raised.message
        text = f"it raised {raised.error} where {name} belongs: {raised.message}"
        raise CheckFailed(text, rung="raises") from None
    raise CheckFailed(f"it raised nothing; {name} belongs here", got=got, rung="raises")


def _array(got: Any, kind: str, what: str = "") -> None:
    about = f"{what}: " if what else ""
    if got is None:
        raise CheckFailed(f"{about}returned None", rung="none")
    if isinstance(got, Opaque) or not isinstance(got, (Observed, np.ndarray)):
        raise CheckFailed(f"{about}is not a tensor", got=got, rung="kind")
    if kind == "tensor" and isinstance(got, Observed) and got.kind == "array":
        raise CheckFailed(f"{about}is a NumPy array where a tensor belongs", got=got, rung="kind")
    if kind == "tensor" and not isinstance(got, Observed):
        raise CheckFailed(f"{about}is a Python number where a tensor belongs", got=got, rung="kind")


def _dtype(got: Any, dtype: str | None, about: str = "", want: Any = None) -> None:
    name = "string" if got.dtype.kind == "O" else got.dtype.name
    if dtype is not None and name != dtype:
        raise CheckFailed(
            f"{about}has the wrong dtype",
            got=got,
            want=np.empty(got.shape, np.dtype(dtype)),
            rung="dtype",
            cause=ONLY_DTYPE.format(want=dtype) if _equal(got, want) else None,
        )


def _equal(got: Any, want: Any) -> bool:
    """Tell whether the values are right and the dtype alone is not."""
    if want is None or {got.dtype.kind, want.dtype.kind} & set("OUS"):
        return False
    # float32's room: what is not right to that is not right in another dtype either
    return bool(is_near(got, want, TOLERANCES["float32"]).all() and np.unique(want).size > 1)


def _sort(dtype: np.dtype[Any]) -> str:
    return {"u": "i", "V": "f"}.get(dtype.kind, dtype.kind)


ONLY_DTYPE = "the values are right, the dtype alone is not: tf.cast to {want}, or dtype={want}"
