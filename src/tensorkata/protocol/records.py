"""What a carrier is, what travels over it, and the ways in which a probe can end.

A carrier brings a question (a probe's name and its inputs) to the student's code and an observation
back. Local and sandbox carriers speak the same records; a check cannot tell them apart.
"""

from __future__ import annotations

from typing import Any, Literal, Protocol

import msgspec

from tensorkata.errors import ObservationError, ProbeFailure
from tensorkata.protocol import observation

CELLS = "cells"  # the ask that no probe answers: what the cells have shown


class Cell(msgspec.Struct, frozen=True):
    """A code cell of a submission and the line of the file on which it starts."""

    line: int
    source: str


class Start(msgspec.Struct, frozen=True, tag=True):
    """Open a submission: its file's name, its code cells, the probes' source and a seed.

    With `show` the host keeps what each cell shows, and answers the ask CELLS with it.
    With `seconds` a cell is stopped once it has used up half of what the cells before it left.
    """

    filename: str
    cells: tuple[Cell, ...]
    probes: str
    seed: int
    show: bool = False
    seconds: float = 0.0


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Run one probe; the inputs are an encoded observation `[args, kwargs]`."""

    probe: str
    inputs: bytes
    seed: int


class Returned(msgspec.Struct, frozen=True, tag=True):
    """The encoded observation, and the head of what was printed meanwhile."""

    value: bytes
    printed: str = ""


class Unreadable(msgspec.Struct, frozen=True, tag=True):
    """What the probe returned cannot be an observation."""

    reason: str


class Raised(msgspec.Struct, frozen=True, tag=True):
    """The probe raised: the exception, its bases, and where in the student's file."""

    error: str
    bases: tuple[str, ...]
    message: str
    line: int = 0
    code: str = ""
    unwritten: bool = False


class Absent(msgspec.Struct, frozen=True, tag=True):
    """The submission defines no such name; the nearest names that it does define."""

    name: str
    near: tuple[str, ...] = ()


class Unrun(msgspec.Struct, frozen=True, tag=True):
    """The cell that should define the name did not run to its end."""

    name: str
    error: str
    message: str
    line: int


Reply = Returned | Unreadable | Raised | Absent | Unrun


class Carrier(Protocol):
    """Bring questions to one submission. `name` is local or sandbox."""

    name: str

    def ask(self, ask: Ask) -> Reply:
        """Run a probe and bring the reply; ProbeFailure where a limit was broken."""
        ...

    def close(self) -> None:
        """End what the carrier holds."""
        ...


def opened(reply: Reply) -> tuple[Any, str]:
    """Return the observation and what was printed; ProbeFailure for every other reply."""
    match reply:
        case Returned(value, printed):
            try:
                return observation.decode(value), printed
            except ObservationError as error:
                raise ProbeFailure("failed", UNREADABLE.format(reason=error)) from None
        case Unreadable(reason):
            raise ProbeFailure("failed", UNREADABLE.format(reason=reason))
        case Raised(unwritten=True):
            raise ProbeFailure("todo", TODO, reply)
        case Raised():
            raise ProbeFailure("error", raised_text(reply), reply)
        case Absent(name, near):
            guess = f"; did you mean to rename {' or '.join(near)}?" if near else ""
            raise ProbeFailure("missing", MISSING.format(name=name) + guess)
        case Unrun(error="NotImplementedError"):
            raise ProbeFailure("todo", TODO)
        case Unrun(name, error="CellTimeout", message=message, line=line):
            raise ProbeFailure("timeout", SLOW_CELL.format(name=name, message=message, line=line))
        case Unrun(name, kind, message, line):
            raise ProbeFailure(
                "error", UNRUN.format(name=name, kind=kind, message=message, line=line)
            )


def raised_text(raised: Raised) -> str:
    """Return the exception in a student's words, with the line of the file where it is known."""
    where = f"\n  line {raised.line}: {raised.code.strip()}" if raised.line else ""
    return f"it raised {raised.error}: {raised.message}{where}"


TODO = "not written yet: its TODO lines say what to do (the expected start)"
MISSING = "{name} is not defined in your file"
UNREADABLE = "what came back cannot be read: {reason}"
SLOW_CELL = "the cell that defines {name} {message}, at line {line}: an endless loop?"
UNRUN = "the cell that defines {name} stopped at line {line}: {kind}: {message}"


READY = b"ready"

Cause = Literal["exit", "signal", "memory", "cpu", "threads", "files", "fork"]


class Started(msgspec.Struct, frozen=True, tag=True):
    """Tell that the submission's cells have run: asks may come."""


class Broken(msgspec.Struct, frozen=True, tag=True):
    """Tell that the submission could not be run, through no fault of its own."""

    part: Literal["walls", "probes"]
    reason: str


class End(msgspec.Struct, frozen=True):
    """How a child ended, told by the zygote: an exit status, a signal, or a limit's number."""

    cause: Cause
    number: int
