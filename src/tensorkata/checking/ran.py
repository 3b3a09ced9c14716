"""What a check did when it ran: which questions it asked, what it compared, how it ended.

The assertions are plain functions that a checker imports, so they note a comparison in the record
of the check that runs: the context's, and nobody's outside of a check.
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
    """One question that a check asked: what is called, with which inputs, and what came back.

    It is the origin of every array in its observation.
    """

    title: str
    inputs: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    observation: Any = None
    printed: str = ""


class Comparison(msgspec.Struct, frozen=True, eq=False):
    """A value of the student's that was held to another; numbers with the room they had."""

    got: Any
    want: Any
    room: Room | None = None


@dataclasses.dataclass
class Ran:
    """The run of one check, filled while it runs; `result` is there when it has ended."""

    calls: list[Call] = dataclasses.field(default_factory=list)
    comparisons: list[Comparison] = dataclasses.field(default_factory=list)
    error: BaseException | None = None
    result: CheckResult | None = None


RUNNING: ContextVar[Ran | None] = ContextVar("running", default=None)


def note(got: Any, want: Any, room: Room | None = None) -> None:
    """Note in the check that runs that the two were compared."""
    if ran := RUNNING.get():
        ran.comparisons.append(Comparison(got, want, room))


def call_of(value: Any, calls: list[Call]) -> Call | None:
    """Return the call that a value came from: an array knows it, plain data are looked up.

    What neither says (a number that the check has computed) is taken for the last call's.
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
