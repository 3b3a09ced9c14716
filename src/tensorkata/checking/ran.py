"""What a check did when it ran: which questions it asked, what it compared, how it ended.

The assertions are plain functions that a checker imports, so they find the record of the running
check in the context; outside a check there is none, and they note nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import msgspec

from tensorkata.checking.tolerance import Room
from tensorkata.protocol.observation import Observed
from tensorkata.results import CheckResult


@dataclasses.dataclass(eq=False)
class Call:
    """One question that a check asked: what it calls, with which inputs, and what came back.

    Every array in the observation has this call as its origin.
    """

    title: str
    inputs: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    observation: Any = None
    printed: str = ""


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """A student's value and the value it was compared with; for numbers, with the allowance."""

    got: Any
    want: Any
    room: Room | None = None


@dataclasses.dataclass
class Ran:
    """The run of one check, filled in while it runs; `result` is set when it has ended."""

    calls: list[Call] = dataclasses.field(default_factory=list)
    comparisons: list[Comparison] = dataclasses.field(default_factory=list)
    error: BaseException | None = None
    result: CheckResult | None = None


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


def _holds(observation: Any, part: Any) -> bool:
    if observation is part:
        return True
    if isinstance(observation, dict):
        return any(_holds(item, part) for item in observation.values())
    return isinstance(observation, list) and any(_holds(item, part) for item in observation[:100])
