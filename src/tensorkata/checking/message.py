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
from tensorkata.diagnosis import known_exceptions
from tensorkata.diagnosis.diagnose import diagnose
from tensorkata.diagnosis.student_source import BROKEN_PATH, Written, find_cut, lacks_return
from tensorkata.errors import CheckFailed
from tensorkata.protocol.observation import Opaque, Ragged, Sparse

WORST = 3
WIDTH = 160
SMALL = 6
SHORT = 40
MANY = 20


def explain(
    failure: CheckFailed, calls: list[Call], source: Callable[[], Written]
) -> tuple[str, str]:
    """Return the message and, if it can be named, the likely mistake.

    `source` is read when a gradient or a result is None: the cause is in the student's code.
    """
    call = call_of(failure.got, calls)
    cause = failure.cause or _cause(failure, call)
    if cause == BROKEN_PATH:
        cause = find_cut(source()) or cause
    elif not cause:
        cause = _accident(failure, call, source)
    called = call.title if call else "the result"
    lines = [f"{called} {failure.problem}" if _is_clause(failure) else failure.problem]
    lines += _BODIES.get(failure.rung, _body_claim)(failure)
    if call and (inputs := _list_inputs(call.inputs)):
        lines.append(f"  for {inputs}")
    if cause:
        lines.append(f"looks like: {cause}")
    return "\n".join(line[:WIDTH] for line in lines), cause or ""


def bare(failure: CheckFailed, calls: list[Call]) -> str:
    """Return the one sentence that needs no look at what came back."""
    called = calls[-1].title if calls else "the result"
    return (f"{called} {failure.problem}" if _is_clause(failure) else failure.problem)[:WIDTH]


def describe(value: Any) -> str:
    """Return a value in a few words: an array by its dtype and shape, plain data as they are."""
    match value:
        case np.ndarray() if value.ndim == 0:
            return f"{_number(value[()])} ({_dtype(value)})"
        case np.ndarray() if value.size <= SMALL:
            return f"{_text(value.tolist())} ({_dtype(value)})"
        case np.ndarray():
            return f"{_dtype(value)} {value.shape}"
        case Opaque(kind, detail):
            return f"a {kind} {detail}".strip()
        case Ragged():
            return "a ragged tensor"
        case Sparse():
            return "a sparse tensor"
        case _:
            return _text(value)


def _is_clause(failure: CheckFailed) -> bool:
    return failure.problem.startswith(("has ", "is ", "returned "))


def _cause(failure: CheckFailed, call: Call | None) -> str | None:
    got, want = failure.got, failure.want
    if failure.rung not in {"shape", "value", "finite"}:
        return None
    if not isinstance(got, np.ndarray) or not isinstance(want, np.ndarray):
        return None
    inputs = {name: np.asarray(value) for name, value in _arrays(call.inputs if call else {})}
    if failure.rung == "shape" and failure.problem == "has the wrong shape" and not want.size:
        return None
    return diagnose(np.asarray(got), want, inputs, rtol=failure.room[0], atol=failure.room[1])


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


def _list_inputs(inputs: Mapping[str, Any]) -> str:
    parts = []
    for name, value in list(inputs.items())[:8]:
        if isinstance(value, np.ndarray) and value.ndim:
            parts.append(f"{name} {value.shape}")
        elif not isinstance(value, (dict, list)) or len(_text(value)) < SHORT:
            parts.append(f"{name}={_text(value)}")
    return ", ".join(parts)


def _body_shape(failure: CheckFailed) -> list[str]:
    if _is_curve(failure):
        return _body_rows(failure)
    return [f"  yours:    {failure.got.shape}", f"  expected: {failure.want.shape}"]


def _body_dtype(failure: CheckFailed) -> list[str]:
    return [f"  yours:    {_dtype(failure.got)}", f"  expected: {_dtype(failure.want)}"]


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
            (str(place) if place else "", _number(got.flat[flat]), _number(want.flat[flat]))
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
    mine, theirs = ([_number(v) for v in side.tolist()] for side in (got, want))
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
    table = tables.beside(plain(failure.got), plain(want), _text)
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


def _number(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    try:
        return f"{value:.6g}"
    except (TypeError, ValueError):
        return _text(value)


def _dtype(array: Any) -> str:
    return "string" if array.dtype.kind == "O" else str(array.dtype.name)


def _text(value: Any) -> str:
    """Return plain data on one line, cut if it is long."""
    if isinstance(value, np.ndarray):
        return describe(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        text = (
            "["
            + ", ".join(_text(item) for item in value[:MANY])
            + (", …]" if len(value) > MANY else "]")
        )
    elif isinstance(value, dict):
        items = list(value.items())[:12]
        text = "{" + ", ".join(f"{key!r}: {_text(item)}" for key, item in items) + "}"
    else:
        text = repr(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 2]} …"
