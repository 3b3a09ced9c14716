"""What a check did when it ran: which questions it asked, what it compared, how it ended.

The assertions are plain functions that a checker imports, so they find the record of the running
check in the context; outside a check there is none, and they note nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Literal

import msgspec
import numpy as np

from tensorkata.checking.tolerance import Room
from tensorkata.protocol.observation import Observed, Ragged, Sparse
from tensorkata.results import CheckResult


@dataclasses.dataclass(eq=False)
class Call:
    """One question that a check asked: what it calls, with which inputs, and what came back.

    Every array in the observation has this call as its origin. `is_direct` says that the
    observation is what the student's function returned, and not what a probe made of it.
    """

    title: str
    inputs: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    observation: Any = None
    printed: str = ""
    is_direct: bool = False


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """A student's value and the value it was compared with; for numbers, with the allowance."""

    got: Any
    want: Any
    room: Room | None = None

    @property
    def against(self) -> Literal["oracle", "own", "empty", "nothing"]:
        """What it was held to: a value of the check's, another of the student's, no value.

        It is "empty" if the answer has no value and the check wants none, and "nothing" if the
        check only had nothing to look at.
        """
        if is_a_student_s(self.want):
            return "own"
        if has_values(self.got):
            return "oracle"
        return "nothing" if self.want is None else "empty"


@dataclasses.dataclass
class Ran:
    """The run of one check, filled in while it runs; `result` is set when it has ended."""

    calls: list[Call] = dataclasses.field(default_factory=list)
    comparisons: list[Comparison] = dataclasses.field(default_factory=list)
    error: BaseException | None = None
    result: CheckResult | None = None

    @property
    def has_compared(self) -> bool:
        """Whether a value that came back, or that none came, was held to what the check knows."""
        held = (one.against for one in self.comparisons)
        return bool(self.calls) and any(against in {"oracle", "empty"} for against in held)


RUNNING: ContextVar[Ran | None] = ContextVar("running", default=None)


def note(got: Any, want: Any, room: Room | None = None) -> None:
    """Note in the record of the running check that the two were compared."""
    if ran := RUNNING.get():
        ran.comparisons.append(Comparison(got, want, room))


def call_of(value: Any, calls: list[Call]) -> Call | None:
    """Return the call that a value came from: an array knows it, plain data are looked up.

    Any other value (a number that the check has computed) counts as the last call's.
    """
    if isinstance(value, Observed) and isinstance(value.origin, Call):
        return value.origin
    for call in reversed(calls):
        if value is not None and _holds(call.observation, value):
            return call
    return calls[-1] if calls else None


def is_a_student_s(value: Any) -> bool:
    """Tell whether a value came, whole or in a part, from the student's code."""
    match value:
        case Observed():
            return value.origin is not None
        case dict():
            return any(map(is_a_student_s, value.values()))
        case list() | tuple():
            return any(map(is_a_student_s, value))
        case Ragged() | Sparse():
            return is_a_student_s(value.values)
        case _:
            return False


def has_values(value: Any) -> bool:
    """Tell whether there is a value anywhere in a structure: not in [[], []] or {"loss": []}."""
    match value:
        case np.ndarray():
            return value.size > 0
        case dict():
            return any(map(has_values, value.values()))
        case list() | tuple():
            return any(map(has_values, value))
        case Ragged() | Sparse():
            return has_values(value.values)
        case _:
            return True


def _holds(observation: Any, part: Any) -> bool:
    if observation is part:
        return True
    if isinstance(observation, dict):
        return any(_holds(item, part) for item in observation.values())
    return isinstance(observation, list) and any(_holds(item, part) for item in observation[:100])
