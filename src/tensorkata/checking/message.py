"""Put a failed check into a student's words: at most a dozen lines, no library's traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

import numpy as np

from tensorkata.checking import tables
from tensorkata.checking.plain_data import plain
from tensorkata.checking.ran import Call, call_of
from tensorkata.checking.tolerance import is_near
from tensorkata.checking.values_in_words import (
    WIDTH,
    describe,
    dtype_of,
    inputs_of,
    number_of,
    text_of,
    told_of,
)
from tensorkata.diagnosis import known_exceptions, shape_and_dtype
from tensorkata.diagnosis.diagnose import diagnose
from tensorkata.diagnosis.known_exceptions import NO_RETURN
from tensorkata.diagnosis.student_source import (
    BROKEN_PATH,
    Written,
    computes_nothing,
    find_cut,
    lacks_return,
)
from tensorkata.errors import CheckFailed

WORST = 3


def explain(
    failure: CheckFailed, calls: list[Call], source: Callable[[], Written]
) -> tuple[str, str]:
    """Return the message and, if it can be named, the likely mistake.

    `source` is read when a gradient or a result is None: the cause is in the student's code.
    """
    call = call_of(failure.got, calls)
    cause = failure.cause or _cause(failure, call)
    if failure.rung == "none":  # a missing `return` before anything else
        cause = _accident(failure, call, source) or cause
    if cause == BROKEN_PATH:
        cause = NO_RETURN if computes_nothing(source()) else find_cut(source()) or cause
    elif not cause:
        cause = _accident(failure, call, source)
    lines = [_first(failure, call)]
    lines += _BODIES.get(failure.rung, _body_claim)(failure)
    if call and (inputs := inputs_of(call.inputs)):
        lines.append(f"  for {inputs}")
    if cause:
        lines.append(f"looks like: {cause}")
    return "\n".join(line[:WIDTH] for line in lines), cause or ""


def bare(failure: CheckFailed, calls: list[Call]) -> str:
    """Return the one sentence that needs no look at what came back."""
    return _sentence(calls[-1].title if calls else "the result", failure.problem)[:WIDTH]


def _first(failure: CheckFailed, call: Call | None) -> str:
    """Return the first line: the call, or the part of its result that is meant, and the problem."""
    if call is None:
        return _sentence("the result", failure.problem)
    told, problem = told_of(call, failure.got), failure.problem
    if told != call.title:
        problem = problem.replace("returned None", "is None")
    return _sentence(told, problem)


def _sentence(called: str, problem: str) -> str:
    is_clause = problem.startswith(("has ", "is ", "returned "))
    return f"{called} {problem}" if is_clause else problem


def _cause(failure: CheckFailed, call: Call | None) -> str | None:
    got, want, inputs = failure.got, failure.want, call.inputs if call else {}
    if failure.rung not in {"shape", "dtype", "value", "finite"}:
        return None
    if not isinstance(got, np.ndarray) or not isinstance(want, np.ndarray):
        return None
    if failure.rung == "dtype":
        return shape_and_dtype.of_dtype(dtype_of(got), dtype_of(want), inputs)
    numbers = {name: np.asarray(value) for name, value in _arrays(inputs)}
    room, cause = dict(zip(("rtol", "atol"), failure.room, strict=True)), None
    if failure.rung != "shape" or failure.problem != "has the wrong shape" or want.size:
        cause = diagnose(np.asarray(got), want, numbers, **room)
    if failure.rung == "shape" and not cause:
        return shape_and_dtype.of_shape(got.shape, want.shape, inputs)
    return cause


def _accident(failure: CheckFailed, call: Call | None, source: Callable[[], Written]) -> str:
    if failure.rung == "none" and failure.problem.endswith("returned None"):
        printed = call.printed if call else ""
        return known_exceptions.of_none(printed) if lacks_return(source()) else ""
    return known_exceptions.of_value(failure.rung, failure.problem, failure.got, failure.want)


def _arrays(inputs: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, value)
        for name, value in inputs.items()
        if isinstance(value, (np.ndarray, int, float)) and not isinstance(value, bool)
    ]


def _body_shape(failure: CheckFailed) -> list[str]:
    if _is_curve(failure):
        return _body_rows(failure)
    return [f"  yours:    {failure.got.shape}", f"  expected: {failure.want.shape}"]


def _body_dtype(failure: CheckFailed) -> list[str]:
    return [f"  yours:    {dtype_of(failure.got)}", f"  expected: {dtype_of(failure.want)}"]


def _body_value(failure: CheckFailed) -> list[str]:
    """Show the worst places with both numbers, and the allowance."""
    if _is_curve(failure):
        return [_allowed(failure), *_body_rows(failure)]
    got, want = np.asarray(failure.got), np.asarray(failure.want)
    rtol, atol = failure.room
    with np.errstate(all="ignore"):
        wide = np.complex128 if "c" in (got.dtype.kind, want.dtype.kind) else np.float64
        a, b = got.astype(wide), want.astype(wide)
        excess = np.where(a == b, -1.0, np.abs(a - b) - (atol + rtol * np.abs(b)))
        excess = np.where(
            np.isnan(excess), np.where(np.isnan(a) & np.isnan(b), -1.0, np.inf), excess
        )
    order = np.argsort(-excess, axis=None, kind="stable")[:WORST]
    rows = [("at", "yours", "expected")]
    for flat in order.tolist():
        if excess.flat[flat] <= 0:
            break
        place = [int(i) for i in np.unravel_index(flat, got.shape)]
        rows.append(
            (str(place) if place else "", number_of(got.flat[flat]), number_of(want.flat[flat]))
        )
    widths = [max(len(row[column]) for row in rows) + 3 for column in range(2)]
    table = [f"  {a:<{widths[0]}}{b:<{widths[1]}}{c}" for a, b, c in rows]
    return [_allowed(failure), *table]


def _allowed(failure: CheckFailed) -> str:
    rtol, atol = failure.room
    return f"  allowed: {atol:g} + {rtol:g} x |expected|" if rtol or atol else "  none may differ"


def _is_curve(failure: CheckFailed) -> bool:
    """Return whether both sides can be shown row by row: vectors, and not of thousands."""
    sides = failure.got, failure.want
    return bool(failure.rows) and all(
        np.ndim(side) == 1 and np.size(side) < tables.MOST_ITEMS for side in sides
    )


def _body_rows(failure: CheckFailed) -> list[str]:
    """Show two curves row by row, in their own order."""
    got, want = np.asarray(failure.got), np.asarray(failure.want)
    near = [bool(is_near(a, b, failure.room)) for a, b in zip(got, want, strict=False)]
    near += [False] * (max(len(got), len(want)) - len(near))
    mine, theirs = ([number_of(v) for v in side.tolist()] for side in (got, want))
    rows = [
        tables.Row(str(n), *pair, near[n])
        for n, pair in enumerate(zip_longest(mine, theirs, fillvalue=tables.ABSENT))
    ]
    return tables.lines(rows, failure.rows)


def _body_claim(failure: CheckFailed) -> list[str]:
    """Show both sides if there are any."""
    lines = []
    if failure.got is not None:
        lines.append(f"  yours:    {describe(failure.got)}")
    if failure.want is not None:
        lines.append(f"  expected: {describe(failure.want)}")
    return lines


def _body_equal(failure: CheckFailed) -> list[str]:
    """Show two structures as a table, or short ones on a line each."""
    want = list(failure.want) if isinstance(failure.want, tuple) else failure.want
    table = tables.beside(plain(failure.got), plain(want), text_of)
    return table or [
        f"  yours:    {describe(failure.got)}",
        f"  expected: {describe(failure.want)}",
    ]


_BODIES = {
    "shape": _body_shape,
    "dtype": _body_dtype,
    "value": _body_value,
    "finite": _body_value,
    "equal": _body_equal,
}
