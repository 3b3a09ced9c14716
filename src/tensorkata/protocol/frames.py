"""Frames on a stream: four bytes of length, most significant first, then that many bytes.

Both ends of every wire use them: a judge, which gives a child a deadline and trusts no byte, and a
child, which may not use the system calls of sockets. So a wire is read and written as a file.
"""

from __future__ import annotations

import os
import select
import socket
import struct
import time

from tensorkata.errors import CutOffError, FrameError

_HEAD = struct.Struct(">I")
_CHUNK = 2**20


def send(wire: socket.socket | int, payload: bytes, deadline: float | None = None) -> None:
    """Send one frame.

    TimeoutError when time.monotonic() passes the deadline, BrokenPipeError if nobody listens.
    """
    descriptor = _descriptor(wire, deadline)
    rest = memoryview(_HEAD.pack(len(payload)) + payload)
    while rest:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            rest = rest[os.write(descriptor, rest) :]
        except BlockingIOError:
            continue


def receive(wire: socket.socket | int, limit: int, deadline: float | None = None) -> bytes | None:
    """Return the next frame, None at the end of the stream.

    TimeoutError when time.monotonic() passes the deadline, even if bytes still trickle in;
    FrameError for a frame of more than `limit` bytes.
    """
    descriptor = _descriptor(wire, deadline)
    head = _exactly(descriptor, _HEAD.size, deadline)
    if not head:
        return None
    (size,) = _HEAD.unpack(head)
    if size > limit:
        raise FrameError(f"a frame of {size:,} bytes; the most is {limit:,}")
    payload = _exactly(descriptor, size, deadline)
    if len(payload) < size:
        raise CutOffError("the stream ended in the middle of a frame")
    return payload


def _descriptor(wire: socket.socket | int, deadline: float | None) -> int:
    descriptor = wire if isinstance(wire, int) else wire.fileno()
    if deadline is not None:
        os.set_blocking(descriptor, False)  # a write must not wait for longer either
    return descriptor


def _exactly(descriptor: int, size: int, deadline: float | None) -> bytes:
    """Return `size` bytes, or nothing if the stream ends before the first."""
    data = bytearray()
    while len(data) < size:
        _wait(descriptor, select.POLLIN, deadline)
        try:
            some = os.read(descriptor, min(_CHUNK, size - len(data)))
        except BlockingIOError:
            continue
        if not some and data:
            raise CutOffError("the stream ended in the middle of a frame")
        if not some:
            break
        data += some
    return bytes(data)


def _wait(descriptor: int, event: int, deadline: float | None) -> None:
    left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
    poll = select.poll()
    poll.register(descriptor, event)
    if left == 0 or not poll.poll(left):
        raise TimeoutError
