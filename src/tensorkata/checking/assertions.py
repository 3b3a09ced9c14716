"""Assertions over observations: a ladder of rungs, told at the first that breaks.

The rungs: None, not a tensor, shape, dtype, nan or inf, values. Nothing broadcasts. `got` is the
student's, `want` the oracle's. A failure is data (`CheckFailed`); messages.py puts it into words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

import ml_dtypes  # noqa: F401 - registers bfloat16 with NumPy
import msgspec
import numpy as np

from tensorkata.running.carrier import ProbeFailure
from tensorkata.running.observation import Observed, Opaque, Ragged, Sparse

GRADIENT_FLOOR = 1e-3

# Relative and absolute room per dtype: a few hundred roundings (2^-24 for float32) in sums of up to
# a few hundred terms; float64 leaves room for oracles made by central differences (1e-10).
TOLERANCES = {
    "float64": (1e-7, 1e-9),
    "float32": (1e-4, 1e-6),
    "complex128": (1e-7, 1e-9),
    "complex64": (1e-4, 1e-6),
    "float16": (1e-2, 1e-3),
    "bfloat16": (5e-2, 1e-2),
}


class Tightness(msgspec.Struct, frozen=True):
    """How near an assertion came to its allowance: the largest error over the allowed one."""

    ratio: float


MEASURED: ContextVar[list[Tightness] | None] = ContextVar("measured", default=None)


class CheckFailed(AssertionError):
    """A claim that does not hold: the rung that broke, what was got and what was wanted."""

    def __init__(
        self,
        problem: str,
        *,
        got: Any = None,
        want: Any = None,
        rung: str = "value",
        cause: str | None = None,
        room: tuple[float, float] = (0.0, 0.0),
        rows: str = "",
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.got = got
        self.want = want
        self.rung = rung
        self.cause = cause
        self.room = room
        self.rows = rows
        self.sides = "yours", "expected"


class CheckerFault(Exception):
    """The checker itself is at fault; the check becomes `broken` and costs nobody points."""


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
    want = np.asarray(want)
    if isinstance(got, (bool, int, float)):
        got = np.asarray(got)
    _array(got, kind, what)
    if want.dtype.kind in "OUS":
        raise CheckerFault("assert_close is for numbers; use assert_equal for strings")
    if got.dtype.kind == "O":
        raise CheckFailed("has the wrong dtype", got=got, want=want, rung="dtype")
    default = TOLERANCES.get(got.dtype.name, (0.0, 0.0))
    room = (default[0] if rtol is None else rtol, default[1] if atol is None else atol)
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

    if got.shape != want.shape:
        problem = f"{about}has the wrong shape"
        raise CheckFailed(
            problem, got=got, want=want, rung="shape", cause=cause(), room=room, rows=rows
        )
    if dtype is not None:
        _dtype(got, dtype, about, want)
    elif _sort(got.dtype) != _sort(want.dtype):
        raise CheckFailed(
            f"{about}has the wrong dtype",
            got=got,
            want=want,
            rung="dtype",
            cause=ONLY_DTYPE.format(want=want.dtype.name) if _equal(got, want) else None,
        )
    finite = np.isfinite(want)
    if not np.isfinite(got[finite]).all():
        bad = got[finite & ~np.isfinite(got)]
        name = "nan" if np.isnan(bad).any() else "inf"
        problem = f"{about}{bad.size} of {got.size} values are {name}"
        raise CheckFailed(problem, got=got, want=want, rung="finite", cause=cause(), room=room)
    near = is_near(got, want, room)
    _measure(got, want, room)
    if not near.all():
        wrong = int(near.size - np.count_nonzero(near))
        problem = f"{about}{wrong} of {near.size} values differ"
        raise CheckFailed(
            problem, got=got, want=want, rung="value", cause=cause(), room=room, rows=rows
        )


def assert_equal(
    got: Any, want: Any, *, what: str = "", slips: Mapping[str, Any] | None = None
) -> None:
    """Hold plain data (numbers, strings, lists, dicts, None) to equality, exactly."""
    mine = plain(got)
    if not _same(mine, want):
        cause = next((words for words, value in (slips or {}).items() if _same(mine, value)), None)
        problem = f"{what} is wrong" if what else "is wrong"
        raise CheckFailed(problem, got=got, want=want, rung="equal", cause=cause)


def assert_true(holds: object, problem: str, *, got: Any = None, want: Any = None) -> None:
    """Hold a claim that no other assertion fits; `problem` says what is wrong where it does not."""
    if not bool(holds):
        raise CheckFailed(problem, got=got, want=want, rung="claim")


def assert_gradient(
    got: Any,
    want: Any,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    slips: Mapping[str, Any] | None = None,
    of: Callable[[Any], Any] | None = None,
    at: Any = None,
    what: str = "the gradient",
) -> None:
    """Hold an observed gradient to the oracle's derivative, and to the function's own slope.

    `want` must have a norm of at least 1e-3 (a check of nothing is a checker's fault). With `of`,
    the observed function (x -> values whose sum is differentiated), central differences along
    two directions in float64 at `at` must agree with `want` as well.
    """
    want = np.asarray(want, dtype=np.float64)
    if want.size and np.isfinite(want).all() and float(np.linalg.norm(want)) < GRADIENT_FLOOR:
        raise CheckerFault(
            f"the expected gradient has a norm below {GRADIENT_FLOOR}: it checks nothing"
        )
    if got is None:
        raise CheckFailed(f"{what} is None", rung="none", cause=BROKEN_PATH)
    try:
        assert_close(got, want, rtol=rtol, atol=atol, slips=slips, what=what)
    except CheckFailed as failure:
        failure.sides = "your gradient", "the slope"
        raise
    if of is None:
        return
    x = np.asarray(at, dtype=np.float64)
    for number in (1, 2):
        direction = np.sin(np.arange(x.size) * 1.7 + number).reshape(x.shape)
        above, below = (np.sum(_float(of(x + sign * 1e-5 * direction))) for sign in (1, -1))
        slope, expected = (above - below) / 2e-5, float(np.sum(want * direction))
        # 1e-5 steps in float64 leave about 1e-9 of the values that were summed.
        if not abs(slope - expected) <= 1e-6 + 1e-4 * abs(expected):
            raise CheckFailed(SLOPE.format(what=what), got=slope, want=expected, rung="claim")


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
        if name in raised.bases:
            return raised.message
        text = f"it raised {raised.error} where {name} belongs: {raised.message}"
        raise CheckFailed(text, rung="raises") from None
    raise CheckFailed(f"it raised nothing; {name} belongs here", got=got, rung="raises")


def _float(value: Any) -> Any:
    if not isinstance(value, (Observed, np.ndarray, float, int)):
        raise CheckFailed("is not a number", got=value, rung="kind")
    return np.asarray(value, dtype=np.float64)


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


def is_near(got: Any, want: Any, room: tuple[float, float]) -> Any:
    """Return where got is within the room of want; equal infinities and two nans are near."""
    if want.dtype.kind in "biu" and got.dtype.kind in "biu" and room == (0.0, 0.0):
        return got == want
    wide = np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64
    a, b = np.asarray(got).astype(wide), np.asarray(want).astype(wide)
    with np.errstate(all="ignore"):
        near = np.isfinite(b) & (np.abs(a - b) <= room[1] + room[0] * np.abs(b))
    return near | (a == b) | (np.isnan(a) & np.isnan(b))


def _measure(got: Any, want: Any, room: tuple[float, float]) -> None:
    measured = MEASURED.get()
    if measured is None or got.size == 0 or room == (0.0, 0.0):
        return
    with np.errstate(all="ignore"):
        a, b = np.asarray(got).astype(np.complex128), want.astype(np.complex128)
        ratio = np.abs(a - b) / (room[1] + room[0] * np.abs(b))
    measured.append(Tightness(float(np.nanmax(np.where(a == b, 0.0, ratio), initial=0.0))))


def plain(value: Any) -> Any:
    """Return arrays and ragged tensors as nested lists, so that plain data compare."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Ragged):
        try:
            return value.to_list()
        except ValueError as error:
            raise CheckFailed(f"is not a ragged tensor: {error}", rung="kind") from None
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, Sparse):
        return [plain(part) for part in (value.indices, value.values, value.dense_shape)]
    if isinstance(value, Opaque):
        return f"{value.type} {value.detail}".strip()
    return value


def _same(got: Any, want: Any) -> bool:
    """Compare plain data; True is not 1, a tuple is a list, floats are equal to the last bit."""
    want = plain(list(want) if isinstance(want, tuple) else want)
    if isinstance(got, bool) is not isinstance(want, bool):
        return False
    if isinstance(want, list):
        return (
            isinstance(got, list)
            and len(got) == len(want)
            and all(_same(a, b) for a, b in zip(got, want, strict=True))
        )
    if isinstance(want, dict):
        return (
            isinstance(got, dict)
            and list(map(repr, sorted(got, key=repr))) == list(map(repr, sorted(want, key=repr)))
            and all(_same(got[key], want[key]) for key in want)
        )
    return bool(type(got) in (type(want), int, float) and got == want)


BROKEN_PATH = (
    "the path from the input to the result is cut: nothing that the tape has seen joins them"
)
ONLY_DTYPE = "the values are right, the dtype alone is not: tf.cast to {want}, or dtype={want}"
SLOPE = "{what} does not agree with the slope of your own function (central differences)"
