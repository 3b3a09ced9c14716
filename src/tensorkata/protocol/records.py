"""The records that cross the trust boundary, what a carrier is, and how a probe can end.

A carrier brings a question (a probe's name and its inputs) to the student's code and an observation
back. Local and sandbox carriers use the same records; a check cannot see a difference.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from tensorkata.protocol.cells import Cell

CELLS = "cells"  # an ask for the outputs of the cells; no probe answers it
READY = b"ready"  # the zygote's word once it can fork

Cause = Literal["exit", "signal", "memory", "cpu", "threads", "files", "fork", "room"]


class Start(msgspec.Struct, frozen=True, tag=True):
    """Open a submission: its file's name, its code cells, the probes' source and a seed.

    With `show` the host keeps the outputs of each cell, and answers the ask CELLS with them.
    With `seconds` a cell is stopped once it has used up half of what the cells before it left.
    `files` lie in the folder in which the cells run. The host makes `devices` logical CPU devices
    before TensorFlow runs anything.
    """

    filename: str
    cells: tuple[Cell, ...]
    probes: str
    seed: int
    show: bool = False
    seconds: float = 0.0
    files: dict[str, bytes] = {}
    devices: int = 1


class Ask(msgspec.Struct, frozen=True, tag=True):
    """Run one probe; the inputs are an encoded observation `[args, kwargs]`."""

    probe: str
    inputs: bytes
    seed: int


class Returned(msgspec.Struct, frozen=True, tag=True):
    """The encoded observation, and the beginning of what was printed meanwhile."""

    value: bytes
    printed: str = ""


class NoObservation(msgspec.Struct, frozen=True, tag=True):
    """The probe returned a value that cannot be an observation."""

    reason: str


class Raised(msgspec.Struct, frozen=True, tag=True):
    """The probe raised: the exception, its bases, and the place in the student's file.

    `unwritten` if it is the stub's own raise, of the `method` if that is in a class; `left_over` if
    it stands beside an answer.
    """

    error: str
    bases: tuple[str, ...]
    message: str
    line: int = 0
    code: str = ""
    unwritten: bool = False
    left_over: bool = False
    method: str = ""


class Undefined(msgspec.Struct, frozen=True, tag=True):
    """The submission defines no such name; the nearest names that it does define."""

    name: str
    near: tuple[str, ...] = ()


class Unrun(msgspec.Struct, frozen=True, tag=True):
    """The statement that should bind the name failed, or one that it stands on.

    The message has the line in it, but for a cell that took too long.
    """

    name: str
    error: str
    message: str
    line: int


Reply = Returned | NoObservation | Raised | Undefined | Unrun


class Carrier(Protocol):
    """Bring questions to one submission. `name` is local or sandbox."""

    name: str

    def ask(self, ask: Ask) -> Reply:
        """Run a probe and bring the reply; ProbeFailure if a limit was broken."""
        ...

    def close(self) -> None:
        """Release everything that the carrier holds."""
        ...


class Started(msgspec.Struct, frozen=True, tag=True):
    """The submission's cells have run: asks may come."""


class Broken(msgspec.Struct, frozen=True, tag=True):
    """The submission could not be run, but through no fault of the submission."""

    part: Literal["walls", "probes"]
    reason: str


class End(msgspec.Struct, frozen=True):
    """How a child ended, reported by the zygote: an exit status, a signal, or a limit's number.

    `fork` and `room` are the machine's fault: it could not hold the child.
    """

    cause: Cause
    number: int
