"""The sandbox: a warm zygote behind its walls, of which a judge opens one child a submission.

Runs in the judge and imports no TensorFlow. Once started, a sandbox is no more than a descriptor:
judges that were forked from its owner, or given the descriptor and a ticket, share it.
"""

from __future__ import annotations

import contextlib
import select
import socket
import subprocess
import tempfile
from typing import IO, Self

import msgspec

from tensorkata.errors import MachineError
from tensorkata.limits import Level, Limits
from tensorkata.protocol.records import READY, Start
from tensorkata.sandbox import isolation, scratch, visible_paths
from tensorkata.sandbox.carrier import SandboxCarrier

WARM_SECONDS = 180.0
STOP_SECONDS = 10.0
REQUEST_SECONDS = 60.0


class Door:
    """The way to a running zygote: a socket that any number of judges share, and the limits."""

    def __init__(self, control: socket.socket, limits: Limits) -> None:
        self._control = control
        self._limits = limits

    def open(self, start: Start, limits: Limits | None = None) -> SandboxCarrier:
        """Return a carrier for one submission; its child is forked at the first probe."""
        return SandboxCarrier(self._control, start, limits or self._limits)


def from_ticket(ticket: bytes) -> Door:
    """Return the door that a ticket stands for, in a process that was given the descriptor."""
    descriptor, limits = msgspec.msgpack.decode(ticket, type=tuple[int, Limits])
    return Door(socket.socket(fileno=descriptor), limits)


class Sandbox:
    """Hold a zygote from `start` to `close`; use it as a context manager.

    Start it in a thread that lives as long as the sandbox: the kernel ends the zygote with it.
    """

    def __init__(self, level: Level, limits: Limits | None = None) -> None:
        self.level = level
        self.limits = limits or Limits()
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._home: str | None = None

    def __enter__(self) -> Self:
        """Start the zygote and wait until it is warm."""
        try:
            self.start()
        except BaseException:
            if self._zygote:
                self._zygote.kill()  # it has no child yet, and would first warm up to its end
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the zygote and every child of it."""
        self.close()

    def start(self) -> None:
        """Start the zygote and wait until it is warm; MachineError if it cannot be."""
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(REQUEST_SECONDS)
        entry = [
            *visible_paths.python("tensorkata.sandbox.zygote:main"),
            str(theirs.fileno()),
            self.level,
        ]
        if self.level == "bubblewrap":
            # One file more than it may leave: the watch names the breach, the kernel holds it.
            room = self.limits.folder_mb + self.limits.file_mb
            command, environment = isolation.outer_wall().command(entry, room), {}
        else:
            self._home = tempfile.mkdtemp(prefix="tensorkata-")
            command, environment = entry, visible_paths.environment(self._home)
        with theirs, tempfile.TemporaryFile() as complaints:
            self._zygote = subprocess.Popen(
                command,
                env=environment,
                cwd=self._home or "/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
            theirs.close()
            if not _says_ready(self._control):
                raise MachineError(COLD.format(level=self.level, why=_last_line(complaints)))

    def open(self, start: Start, limits: Limits | None = None) -> SandboxCarrier:
        """Return a carrier for one submission; its child is forked at the first probe."""
        return Door(self._socket(), self.limits).open(start, limits)

    def descriptors(self) -> list[int]:
        """Return the descriptors that a judge process must be given."""
        return [self._socket().fileno()]

    def ticket(self) -> bytes:
        """Return what such a judge process makes its door of, with from_ticket."""
        return msgspec.msgpack.encode((self._socket().fileno(), self.limits))

    def close(self) -> None:
        """End the zygote, every child of it, and all that they wrote."""
        if self._control:
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)  # even if a judge still holds a copy
            self._control.close()
            self._control = None
        if self._zygote:
            _stop(self._zygote)
            self._zygote = None
        if self._home:
            scratch.remove(self._home)
            self._home = None

    def _socket(self) -> socket.socket:
        if self._control is None:
            raise MachineError(CLOSED)
        return self._control


def _says_ready(control: socket.socket) -> bool:
    waiting = select.poll()
    waiting.register(control, select.POLLIN)
    with contextlib.suppress(OSError):
        return bool(waiting.poll(WARM_SECONDS * 1000)) and control.recv(len(READY)) == READY
    return False


def _last_line(complaints: IO[bytes]) -> str:
    complaints.seek(0)
    lines = complaints.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"no word from it within {WARM_SECONDS:.0f} s"


def _stop(zygote: subprocess.Popen[bytes]) -> None:
    """Let the zygote end by itself, as it does when the last judge has hung up; else end it."""
    for end in (None, zygote.terminate, zygote.kill):
        if end:
            end()
        with contextlib.suppress(subprocess.TimeoutExpired):
            zygote.wait(STOP_SECONDS)
            return


COLD = "the sandbox did not start at isolation level {level}: {why}; type: kata doctor"
CLOSED = "the sandbox is not open"
