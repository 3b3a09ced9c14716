"""The wire between a judge and a sandbox's child: frames, and what travels beside the asks.

A frame is a length of four bytes, most significant first, and so many bytes of MessagePack. The
child's end blocks; the judge's end has a deadline for everything and trusts no byte.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import time
from typing import Literal

import msgspec

READY = b"ready"
HEADER = struct.Struct(">I")
CHUNK = 2**20

Cause = Literal["exit", "signal", "memory", "cpu", "threads", "files", "fork"]


class Started(msgspec.Struct, frozen=True, tag=True):
    """The submission's cells have run; asks may come."""


class Broken(msgspec.Struct, frozen=True, tag=True):
    """The child could not come to run the submission, through no fault of the submission's."""

    part: Literal["walls", "probes"]
    reason: str


class End(msgspec.Struct, frozen=True):
    """How a child ended, told by the zygote: an exit status, a signal, or a limit's number."""

    cause: Cause
    number: int


class WireError(Exception):
    """Say that what came over the wire is no frame of the kit's."""


class Wire:
    """Hold the judge's end of one child's wire."""

    def __init__(self, end: socket.socket, most: int) -> None:
        end.settimeout(0)
        self._end = end
        self._most = most
        self._poll = select.poll()

    def send(self, payload: bytes, deadline: float) -> None:
        """Send a frame; TimeoutError past the deadline, BrokenPipeError where the child is gone."""
        rest = memoryview(HEADER.pack(len(payload)) + payload)
        while rest:
            self._wait(select.POLLOUT, deadline)
            try:
                rest = rest[self._end.send(rest) :]
            except BlockingIOError:
                continue

    def receive(self, deadline: float) -> bytes:
        """Return the next frame; TimeoutError, EOFError, or WireError where it is too long."""
        (length,) = HEADER.unpack(self._exactly(HEADER.size, deadline))
        if length > self._most:
            raise WireError(f"a frame of {length:,} bytes; the most is {self._most:,}")
        return self._exactly(length, deadline)

    def untouched(self) -> bool:
        """Return whether nothing has come unasked and the other end still stands."""
        self._poll.register(self._end, select.POLLIN)
        return not self._poll.poll(0)

    def close(self) -> None:
        """Let the wire go; the child sees its end."""
        self._end.close()

    def _exactly(self, length: int, deadline: float) -> bytes:
        data = bytearray()
        while len(data) < length:
            self._wait(select.POLLIN, deadline)
            try:
                some = self._end.recv(min(CHUNK, length - len(data)))
            except BlockingIOError:
                continue
            if not some:
                raise EOFError
            data += some
        return bytes(data)

    def _wait(self, event: int, deadline: float) -> None:
        """Wait until the wire is ready; an endless dribble of bytes meets the deadline too."""
        left = deadline - time.monotonic()
        self._poll.register(self._end, event)
        if left <= 0 or not self._poll.poll(left * 1000):
            raise TimeoutError


def write_frame(descriptor: int, payload: bytes) -> None:
    """Write a frame from the child's end."""
    rest = memoryview(HEADER.pack(len(payload)) + payload)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def read_frame(descriptor: int) -> bytes:
    """Read a frame at the child's end; EOFError where the judge has hung up."""
    (length,) = HEADER.unpack(_read(descriptor, HEADER.size))
    return _read(descriptor, length)


def _read(descriptor: int, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        some = os.read(descriptor, min(CHUNK, length - len(data)))
        if not some:
            raise EOFError
        data += some
    return bytes(data)
