"""Guesses from shapes and dtypes only, for a check that looks at nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

Shape = tuple[int, ...]
MOST_AXES, MOST_PARTS = 8, 4


def of_shape(got: Shape, want: Shape, inputs: Mapping[str, Any]) -> str:
    """Return what became of the axes of an input, if the shapes leave no other way.

    An axis is reduced if the input has it and the result has not, by whatever function.
    """
    shapes = {np.shape(value) for value in _arrays(inputs).values()}
    if max(map(len, (got, want, *shapes))) > MOST_AXES:
        return ""
    found = {words for shape in shapes if (words := _axes(got, want, shape))}
    if found:
        return found.pop() if len(found) == 1 else ""
    extra, missing = _reduced(got, want), _reduced(want, got)
    if [len(axes) for axes in extra] == [1] and got[extra[0][0]] == 1:
        return f"an extra axis of size 1 (axis {extra[0][0]}): is keepdims on?"
    if len(extra) == 1 and extra[0] and 1 not in got:
        return f"{_name(extra[0])} should not be there"
    if missing == [(len(want) - 1,)] and got and want[-1] > 1:
        return "the last axis is missing"
    return ""


def _axes(got: Shape, want: Shape, given: Shape) -> str:
    mine, wanted = _reduced(given, got), _reduced(given, want)
    if not mine or not wanted:
        return ""
    if got == ():
        return "every axis is gone: a sum or a mean over all of them?"
    if len(mine) > 1 or len(wanted) > 1:
        return ""
    wrong, right = sorted({*mine[0]} - {*wanted[0]}), sorted({*wanted[0]} - {*mine[0]})
    if len(wrong) == len(right) == 1:
        return f"axis {wrong[0]} is reduced instead of axis {right[0]}"
    if not right:
        how = "reduced too" if wanted[0] else "missing"
        return f"{_name(wrong)} {_is(wrong)} {how}"
    return "" if wrong else f"{_name(right)} {_is(right)} not reduced"


def _reduced(given: Shape, result: Shape) -> list[tuple[int, ...]]:
    """Return the sets of axes without which one shape is the other."""
    count = len(given) - len(result)
    return [
        axes
        for axes in (combinations(range(len(given)), count) if count >= 0 else ())
        if tuple(size for axis, size in enumerate(given) if axis not in axes) == result
    ]


def _name(axes: Sequence[int]) -> str:
    return f"{'axis' if len(axes) == 1 else 'axes'} {', '.join(map(str, axes))}"


def _is(axes: Sequence[int]) -> str:
    return "is" if len(axes) == 1 else "are"


def of_dtype(got: str, want: str, inputs: Mapping[str, Any]) -> str:
    """Return which dtype became which, if the inputs tell it."""
    dtypes = {name: value.dtype.name for name, value in _arrays(inputs).items()}
    has_got = [name for name, dtype in dtypes.items() if dtype == got]
    has_want = [name for name, dtype in dtypes.items() if dtype == want]
    if has_got and has_want:
        return f"the result has the dtype of {has_got[0]}, {got}, not that of {has_want[0]}"
    all_alike = len({*dtypes.values()}) == 1
    owner = "the inputs" if all_alike and len(dtypes) > 1 else "".join([*has_want, *has_got][:1])
    if has_want:
        return f"{want}, the dtype of {owner}, was made {got}"
    if has_got:
        return f"the result has the dtype of {owner}, {got}"
    if got == "int32" and not dtypes:
        return "Python's whole numbers become int32: name the dtype"
    if all_alike:
        return f"{next(iter(dtypes.values()))} was made {got}, not {want}"
    return ""


def _arrays(inputs: Mapping[str, Any]) -> dict[str, Any]:
    parts = {
        f"{name}[{at}]": part
        for name, value in inputs.items()
        if isinstance(value, list)
        for at, part in enumerate(value[:MOST_PARTS])
    }
    return {
        name: value
        for name, value in {**inputs, **parts}.items()
        if isinstance(value, np.ndarray) and value.dtype.kind != "O"
    }
