"""What travels between a judge, the zygote and a child beside the carriers' asks and replies."""

from __future__ import annotations

from typing import Literal

import msgspec

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
