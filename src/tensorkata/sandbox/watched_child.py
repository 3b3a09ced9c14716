"""A child as the zygote watches it: what it uses up, when it is killed for that, how it ended."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import time
from pathlib import Path

from tensorkata.limits import Limits
from tensorkata.protocol.records import Cause, End
from tensorkata.sandbox.rooms import Rooms

LOOK_REST = 10  # times as long as a look into a folder took, so that looking stays cheap
CLOSE_REST = 100  # times as long as a close look took
_PAGES_PER_MB = 2**20 // resource.getpagesize()


class WatchedChild:
    """One child: its process, its folder, its limits, and the lifeline to the judge."""

    def __init__(
        self,
        pid: int,
        lifeline: socket.socket,
        rooms: Rooms,
        folder: str,
        limits: Limits,
        core: int,
    ) -> None:
        self.pid = pid
        self.core = core
        self.process = os.pidfd_open(pid)
        self.lifeline = lifeline
        self.rooms = rooms
        self.folder = folder
        self.limits = limits
        self.breach: Cause | None = None
        self._next_look = self._next_close_look = 0.0
        self._killed_before = killed_for_memory()

    def kill(self, breach: Cause | None = None) -> None:
        """Kill the child and the session that it leads."""
        self.breach = self.breach or breach
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def watch(self, held: int, *, crowded: bool) -> None:
        """Kill the child if it uses more than its limits; `held` is the zygote's own memory."""
        threads, pages, left = usage(self.pid)
        if left:  # nothing of the others is to be seen
            self.kill("exit")
        if threads > self.limits.threads:
            self.kill("threads")
        if pages > held + self.limits.memory_mb * _PAGES_PER_MB:
            self.kill("memory")
        begun = time.monotonic()
        closely = crowded or begun >= self._next_close_look
        if closely or begun >= self._next_look:
            self._look(closely=closely)
            took = time.monotonic() - begun
            self._next_look = begun + LOOK_REST * took
            if closely:
                self._next_close_look = begun + CLOSE_REST * took

    def _look(self, *, closely: bool) -> None:
        limits = self.limits
        size, entries = self.rooms.used(self.folder, self.pid, limits, closely=closely)
        if size > limits.folder_mb * 2**20 or entries > limits.entries:
            self.kill("files")

    def end(self) -> End:
        """Reap the child and say how it ended."""
        _, status, used = os.wait4(self.pid, 0)
        number = os.waitstatus_to_exitcode(status)
        if self.breach:
            return End(self.breach, self.limit_of(self.breach))
        if number == -signal.SIGKILL and killed_for_memory() > self._killed_before:
            return End("room", 0)
        if number == -signal.SIGXCPU or (
            number == -signal.SIGKILL and used.ru_utime + used.ru_stime >= self.limits.cpu
        ):
            return End("cpu", self.limits.cpu)
        return End("exit", number) if number >= 0 else End("signal", -number)

    def limit_of(self, breach: Cause) -> int:
        """Return the number of the limit that was broken."""
        limits = self.limits
        others = {"memory": limits.memory_mb, "threads": limits.threads, "exit": 0}
        return others.get(breach, limits.folder_mb)

    def close(self) -> None:
        """Let the child's descriptors and folder go."""
        os.close(self.process)
        self.rooms.back(self.folder)
        self.lifeline.close()


def usage(pid: int) -> tuple[int, int, bool]:
    """Return a process's threads, its pages in memory, and if only its first thread has ended.

    Of a process that is gone there is nothing.
    """
    try:
        with Path(f"/proc/{pid}/stat").open("rb") as stat:
            fields = stat.read().rpartition(b")")[2].split()
    except OSError:
        return 0, 0, False
    threads = int(fields[17])
    return threads, int(fields[21]), fields[0] == b"Z" and threads > 1


def killed_for_memory() -> int:
    """Return how many processes the kernel has killed since it has run, for want of memory."""
    with contextlib.suppress(OSError), Path("/proc/vmstat").open("rb") as counts:
        for line in counts:
            if line.startswith(b"oom_kill "):
                return int(line.split()[1])
    return 0
