"""The records that cross the trust boundary, what a carrier is, and how a probe can end.

A carrier brings a question (a probe's name and its inputs) to the student's code and an observation
back. Local and sandbox carriers speak the same records; a check cannot tell them apart.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from tensorkata.protocol.cells import Cell

CELLS = "cells"  # the ask that no probe answers: what the cells have shown
READY = b"ready"  # what the zygote says once it can fork

Cause = Literal["exit", "signal", "memory", "cpu", "threads", "files", "fork", "room"]


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


class NoObservation(msgspec.Struct, frozen=True, tag=True):
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


class Undefined(msgspec.Struct, frozen=True, tag=True):
    """The submission defines no such name; the nearest names that it does define."""

    name: str
    near: tuple[str, ...] = ()


class Unrun(msgspec.Struct, frozen=True, tag=True):
    """The cell that should define the name did not run to its end."""

    name: str
    error: str
    message: str
    line: int


Reply = Returned | NoObservation | Raised | Undefined | Unrun


class Carrier(Protocol):
    """Bring questions to one submission. `name` is local or sandbox."""

    name: str

    def ask(self, ask: Ask) -> Reply:
        """Run a probe and bring the reply; ProbeFailure where a limit was broken."""
        ...

    def close(self) -> None:
        """End what the carrier holds."""
        ...


class Started(msgspec.Struct, frozen=True, tag=True):
    """Tell that the submission's cells have run: asks may come."""


class Broken(msgspec.Struct, frozen=True, tag=True):
    """Tell that the submission could not be run, through no fault of its own."""

    part: Literal["walls", "probes"]
    reason: str


class End(msgspec.Struct, frozen=True):
    """How a child ended, told by the zygote: an exit status, a signal, or a limit's number.

    Of `fork` and `room` the machine is the cause, which could not hold the child.
    """

    cause: Cause
    number: int
