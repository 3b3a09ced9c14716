"""The bait that an audit lays for its attacks: a secret to steal, places to write, ports to reach.

Afterwards it lists everything that was stolen, changed, reached or left behind on this machine.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

_ADOPT_ORPHANS = 36
_DYING = 5.0  # seconds that a killed process may take
_KEY = 0x4B415441  # the System V memory that an attack may leave
_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run")  # noqa: S108 - looked at, not used


class Prey:
    """Hold the bait; use it as a context manager around the sandbox."""

    def __init__(self, root: Path) -> None:
        self.trace = f"kata-trace-{secrets.token_hex(8)}"
        self._token = secrets.token_hex(16)
        self._stack = contextlib.ExitStack()
        self._places = [Path(place) for place in _PLACES] + [root, Path.cwd(), Path.home()]

    def __enter__(self) -> Self:
        """Lay the bait: a file, an environment variable, listening sockets."""
        folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="tensorkata-"))
        self._folder = Path(folder)
        self._secret = self._folder / "SECRET.txt"
        self._secret.write_text(f"SECRET={self._token}", encoding="ascii")
        (self._folder / f"SECRET-{self._token}").mkdir(0o750)
        self._before = self._state()
        os.environ["KATA_SECRET"] = f"SECRET={self._token}"
        self._stack.callback(os.environ.pop, "KATA_SECRET", None)
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
        self._listeners = [
            self._stack.enter_context(socket.socket(family, kind))
            for family, kind in (
                (socket.AF_INET, socket.SOCK_STREAM),
                (socket.AF_INET, socket.SOCK_DGRAM),
                (socket.AF_UNIX, socket.SOCK_STREAM),
            )
        ]
        tcp, udp, unix = self._listeners
        tcp.bind(("127.0.0.1", 0))
        udp.bind(tcp.getsockname())
        unix.bind(f"\0{self.trace}-ours")
        for listener in self._listeners:
            listener.settimeout(0)
        tcp.listen()
        unix.listen()
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the bait."""
        self._stack.close()

    def names(self) -> str:
        """Return the line of Python from which an attack learns where everything is."""
        prey = {
            "secret": str(self._secret),
            "folder": str(self._folder),
            "pid": os.getpid(),
            "port": self._listeners[0].getsockname()[1],
            "socket": f"{self.trace}-ours",
        }
        return f"TRACE, PREY = {self.trace!r}, {prey!r}"

    def told(self, text: bytes) -> Iterator[str]:
        """Yield the signs of a theft in a verdict."""
        if self._token.encode() in text:
            yield "read a secret"
        if f"{self.trace} got in".encode() in text:
            yield "did something that the walls forbid"

    def harm(self) -> Iterator[str]:
        """Yield everything changed, reached or left behind; ask after the sandbox is closed."""
        if self._state() != self._before:
            yield f"another's file was changed: {self._secret}"
        for listener in self._listeners:
            with contextlib.suppress(BlockingIOError):
                if listener.type == socket.SOCK_DGRAM:
                    listener.recv(1)
                else:
                    listener.accept()
                yield f"a socket of this process was reached: {listener.getsockname()!r}"
        for place in [*self._places, self._folder]:
            with contextlib.suppress(OSError):
                yield from (f"left: {p}" for p in place.iterdir() if self.trace in p.name)
        yield from self._left_in_the_kernel()

    def _left_in_the_kernel(self) -> Iterator[str]:
        with contextlib.suppress(OSError):
            for line in Path("/proc/net/unix").read_text(errors="replace").splitlines():
                if self.trace in line and not line.endswith("-ours"):
                    yield f"left: the socket {line.split()[-1]}"
        for kind in ("shm", "sem", "msg"):
            with contextlib.suppress(OSError):
                lines = Path("/proc/sysvipc", kind).read_text().splitlines()
                yield from (f"left: System V {kind}" for line in lines if f" {_KEY} " in f" {line}")
        for pid in _children():
            name = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")[:80]
            yield f"left: process {pid} ({name.decode(errors='replace').strip()})"

    def _state(self) -> tuple[object, ...]:
        try:
            seen = self._secret.lstat()
            content = self._secret.read_text(errors="replace")
        except OSError as error:
            return (error.errno,)
        names = sorted((path.name, path.lstat().st_mode) for path in self._folder.iterdir())
        about = (seen.st_mode, seen.st_uid, seen.st_gid, seen.st_mtime_ns)
        return (content, *about, os.listxattr(self._secret), names)


def _children() -> list[str]:
    """Return this process's children that are left, once the killed ones are gone."""
    end = time.monotonic() + _DYING
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        pids = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
        if not pids or time.monotonic() > end:
            return pids
        time.sleep(0.05)
