"""The zygote: a process that has imported TensorFlow once and forks a child for each request.

It executes no TensorFlow operation, since that starts threads and a later fork would hang. It
never sees a submission: a request carries limits and two sockets, one for the child, one to tell
the judge how the child ended. When the judge's end of that second one closes, the child is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import importlib
import os
import pkgutil
import selectors
import signal
import socket
import sys
from collections.abc import Iterator

import msgspec

from tensorkata.limits import Level, Limits
from tensorkata.protocol.records import READY, Cause, End
from tensorkata.sandbox import child, scratch
from tensorkata.sandbox.rooms import Rooms
from tensorkata.sandbox.walls import wall
from tensorkata.sandbox.watched_child import WatchedChild, usage
from tensorkata.student import tensorflow_patches

TICK_SECONDS = 0.05
REQUEST_BYTES = 4096
_DIE_WITH_PARENT, _ADOPT_ORPHANS = 1, 36


def main() -> None:
    """Serve requests on the socket named by the first argument, until the last judge hangs up."""
    control, level = socket.socket(fileno=int(sys.argv[1])), sys.argv[2]
    control.set_inheritable(False)
    prctl = ctypes.CDLL(None).prctl
    prctl(_DIE_WITH_PARENT, signal.SIGTERM, 0, 0, 0)
    prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)
    called, caller = socket.socketpair()
    caller.settimeout(0)
    signal.set_wakeup_fd(caller.fileno())
    signal.signal(signal.SIGTERM, lambda *_: None)  # heard in `serve`, so that all is cleaned up
    warm()
    base = os.environ["HOME"]
    inner = wall.prepare(msgspec.convert(level, Level), base)
    zygote = Zygote(control, called, base, inner)
    gc.collect()
    gc.freeze()  # a collection in a child would copy every page of the zygote's
    gc.disable()
    try:
        control.send(READY)
        zygote.serve()
    finally:
        zygote.close()
        scratch.remove(base)


def warm() -> None:
    """Import what a child would otherwise import itself. Executes no operation."""
    names = list(WARM)
    for folder_name in WARM_FOLDERS:
        package = importlib.import_module(folder_name)
        names += [f"{folder_name}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]
    for name in names:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    for name in KIT:
        importlib.import_module(name)
    tensorflow_patches.apply()


class Zygote:
    """Fork a child for each request and watch over it to its end."""

    def __init__(
        self, control: socket.socket, called: socket.socket, base: str, inner: wall.InnerWall
    ) -> None:
        self._control = control
        self._rooms = Rooms(base)
        self._wall = inner
        self._children: dict[int, WatchedChild] = {}
        self._born = 0
        self._held = usage(os.getpid())[1]
        self._selector = selectors.PollSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(called, selectors.EVENT_READ)

    def serve(self) -> None:
        """Serve until the judges have hung up or the owner has ended."""
        while True:
            for key, _ in self._selector.select(TICK_SECONDS if self._children else None):
                one: WatchedChild | None = key.data
                if one is None:
                    if key.fileobj is not self._control or not self._request():
                        return
                elif key.fd == one.process:
                    self._reap(one)
                elif one.pid in self._children:
                    self._selector.unregister(one.lifeline)
                    one.kill()
            if self._children:
                self._watch()

    def close(self) -> None:
        """Kill and reap every child that is left."""
        for one in list(self._children.values()):
            one.kill()
            self._reap(one)
        self._control.close()

    def _watch(self) -> None:
        crowded, full = self._rooms.crowded(), self._rooms.full()
        for one in self._children.values():
            one.watch(self._held, crowded=crowded)
            if full:
                one.kill("room")

    def _request(self) -> bool:
        """Take a request and fork; return whether there was one."""
        message, descriptors, _, _ = socket.recv_fds(self._control, REQUEST_BYTES, 2)
        if not message:
            return False
        wire, lifeline = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        with wire:
            try:
                self._fork(wire, lifeline, msgspec.msgpack.decode(message, type=Limits))
            except OSError as error:
                cause: Cause = "room" if error.errno == errno.ENOSPC else "fork"
                _tell(lifeline, End(cause, error.errno or 0))
                lifeline.close()
        return True

    def _fork(self, wire: socket.socket, lifeline: socket.socket, limits: Limits) -> None:
        folder = self._rooms.take(limits, len(self._children))
        self._born += 1
        core = self._least_used()
        try:
            pid = os.fork()
        except OSError:
            self._rooms.back(folder)
            raise
        if pid == 0:
            child.live(wire.fileno(), folder, limits, self._wall, core)
        one = self._children[pid] = WatchedChild(pid, lifeline, self._rooms, folder, limits, core)
        self._selector.register(one.process, selectors.EVENT_READ, one)
        self._selector.register(lifeline, selectors.EVENT_READ, one)

    def _least_used(self) -> int:
        """Return the core with the fewest children; of those, another one each time."""
        used = [one.core for one in self._children.values()]
        cores = sorted(os.sched_getaffinity(0))
        turn = self._born % len(cores)
        return min(cores[turn:] + cores[:turn], key=used.count)

    def _reap(self, one: WatchedChild) -> None:
        end = one.end()
        del self._children[one.pid]
        self._selector.unregister(one.process)
        with contextlib.suppress(KeyError):
            self._selector.unregister(one.lifeline)
        self._kill_strays()
        _tell(one.lifeline, end)
        one.close()

    def _kill_strays(self) -> None:
        """Kill what a child without walls has left behind: orphans become the zygote's own."""
        if self._wall.level != "none":
            return
        while strays := [pid for pid in _children_of(os.getpid()) if pid not in self._children]:
            for pid in strays:
                with contextlib.suppress(ProcessLookupError, ChildProcessError):
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)


def _tell(lifeline: socket.socket, end: End) -> None:
    with contextlib.suppress(OSError):
        lifeline.send(msgspec.msgpack.encode(end))


def _children_of(pid: int) -> Iterator[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as pids:
        yield from map(int, pids.read().split())


# What TensorFlow and Keras import late, at the first dataset, model file or thread pool.
WARM = (
    *("tensorflow", "keras", "tensorflow.saved_model", "sklearn.datasets"),
    *("concurrent.futures.thread", "encodings.cp437", "encodings.idna", "unittest.mock"),
)
KIT = ("tensorkata.student.host", "tensorkata.student.probes")
WARM_FOLDERS = ("tensorflow.python.data.ops",)
