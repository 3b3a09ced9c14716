"""A child under the zygote's watch: what it uses, when it is killed for that, how it ended."""

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
from tensorkata.sandbox import scratch

LOOK_REST = 10  # times as long as a look into a folder took, so that looking stays cheap
_PAGES_PER_MB = 2**20 // resource.getpagesize()


class WatchedChild:
    """One child: its process, its folder, its limits, and the lifeline to the judge."""

    def __init__(
        self, pid: int, lifeline: socket.socket, folder: str, limits: Limits, core: int
    ) -> None:
        self.pid = pid
        self.core = core
        self.process = os.pidfd_open(pid)
        self.lifeline = lifeline
        self.folder = folder
        self.limits = limits
        self.breach: Cause | None = None
        self._next_look = 0.0

    def kill(self, breach: Cause | None = None) -> None:
        """Kill the child and the session that it leads."""
        self.breach = self.breach or breach
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def watch(self, held: int, *, crowded: bool) -> None:
        """Kill the child if it uses more than its limits; `held` is the zygote's own memory."""
        threads, pages = usage(self.pid)
        if threads > self.limits.threads:
            self.kill("threads")
        if pages > held + self.limits.memory_mb * _PAGES_PER_MB:
            self.kill("memory")
        begun = time.monotonic()
        if crowded or begun >= self._next_look:
            self._weigh(crowded=crowded)
            self._next_look = begun + LOOK_REST * (time.monotonic() - begun)

    def _weigh(self, *, crowded: bool) -> None:
        limits = self.limits
        size, entries = scratch.weigh(self.folder, limits.entries)
        size += scratch.unlinked(self.pid)
        if crowded:  # a mapped file does not show its size, and is slow to look up
            size += scratch.pinned(self.pid, self.folder) * limits.file_mb * 2**20
        if size > limits.folder_mb * 2**20 or entries > limits.entries:
            self.kill("files")

    def end(self) -> End:
        """Reap the child and return how it ended."""
        _, status, used = os.wait4(self.pid, 0)
        number = os.waitstatus_to_exitcode(status)
        if self.breach:
            return End(self.breach, self.limit_of(self.breach))
        if number == -signal.SIGXCPU or (
            number == -signal.SIGKILL and used.ru_utime + used.ru_stime >= self.limits.cpu
        ):
            return End("cpu", self.limits.cpu)
        return End("exit", number) if number >= 0 else End("signal", -number)

    def limit_of(self, breach: Cause) -> int:
        """Return the number of the limit that was broken."""
        limits = self.limits
        return {"memory": limits.memory_mb, "threads": limits.threads}.get(breach, limits.folder_mb)

    def close(self) -> None:
        """Close the child's descriptors and remove its folder."""
        os.close(self.process)
        scratch.remove(self.folder)
        self.lifeline.close()


def usage(pid: int) -> tuple[int, int]:
    """Return a process's threads and the pages that it has in memory; zeros if it is gone."""
    try:
        with Path(f"/proc/{pid}/stat").open("rb") as stat:
            fields = stat.read().rpartition(b")")[2].split()
    except OSError:
        return 0, 0
    return int(fields[17]), int(fields[21])
