"""Frames on a stream socket: four bytes of length, big-endian, then that many bytes."""

from __future__ import annotations

import socket
import struct
import time

_HEAD = struct.Struct(">I")


class FrameError(Exception):
    """A frame that cannot be: too long, or cut off in the middle."""


def send(wire: socket.socket, payload: bytes) -> None:
    """Send one frame."""
    wire.sendall(_HEAD.pack(len(payload)) + payload)


def receive(wire: socket.socket, limit: int, deadline: float | None = None) -> bytes | None:
    """Return the next frame, None at the end of the stream.

    TimeoutError when time.monotonic() passes the deadline, however slowly bytes dribble in;
    FrameError for a frame of more than `limit` bytes.
    """
    head = _exactly(wire, _HEAD.size, deadline)
    if not head:
        return None
    (size,) = _HEAD.unpack(head)
    if size > limit:
        raise FrameError(f"a frame of {size:,} bytes; the most is {limit:,}")
    payload = _exactly(wire, size, deadline)
    if len(payload) < size:
        raise FrameError("the stream ended in the middle of a frame")
    return payload


def _exactly(wire: socket.socket, size: int, deadline: float | None) -> bytes:
    """Return `size` bytes, or nothing where the stream ends before the first."""
    chunks: list[bytes] = []
    left = size
    while left:
        if deadline is not None:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            wire.settimeout(remaining)
        chunk = wire.recv(min(left, 2**20))
        if not chunk:
            if chunks:
                raise FrameError("the stream ended in the middle of a frame")
            return b""
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)
