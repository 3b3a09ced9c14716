"""Rooms: the places of the children's private folders, and how much each child has used.

An outer wall brings a small file system for each child, and the kernel keeps it from growing. With
the inner wall only, all folders stand on the machine's own disk: a child is let in while the disk
has room for all that it and the others may use up, and looks at their folders hold them to that.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from tensorkata.limits import Limits
from tensorkata.sandbox import scratch

BURST_MB = 256  # what a child may write to the disk before a look at it comes
AGAIN_MB = 2048  # that a child may write over and over: more must be hidden somewhere
FLOOR_MB = 64  # of room on the disk: with less, every child's files may have failed
FALL_MB = 64  # of room that is lost on the disk: a reason to look closely at every child
_MEBIBYTE = 2**20


class Rooms:
    """Give each child a folder, and take it back."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._unused = [entry.path for entry in os.scandir(base) if os.path.ismount(entry.path)]
        self.bounded = bool(self._unused)
        self._born = 0
        self._free = 0

    def take(self, limits: Limits, neighbours: int) -> str:
        """Make a folder; OSError (ENOSPC) if there is no room for one more child."""
        self._born += 1
        need = (neighbours + 1) * (limits.folder_mb + BURST_MB)
        if not (self._unused if self.bounded else _free_mb(self._base) >= need):
            raise OSError(errno.ENOSPC, f"no room for {need} MB")
        place = self._unused.pop(0) if self.bounded else self._base
        folder = Path(place, str(self._born))
        folder.mkdir(scratch.OWN)
        return str(folder)

    def back(self, folder: str) -> None:
        """Remove a folder, and all that a child has left in it."""
        scratch.remove(folder)
        if self.bounded:
            self._unused.append(str(Path(folder).parent))

    def full(self) -> bool:
        """Return whether the disk that all folders share is full, whoever has filled it."""
        return not self.bounded and _free_mb(self._base) < FLOOR_MB

    def crowded(self) -> bool:
        """Return whether the shared disk has lost room since that was last said of it."""
        if self.bounded:
            return False
        free = _free_mb(self._base)
        fallen = free < self._free - FALL_MB
        self._free = free if fallen else max(free, self._free)
        return fallen

    def used(self, folder: str, pid: int, limits: Limits, *, closely: bool) -> tuple[int, int]:
        """Return the bytes and the files that a child holds, removed ones included.

        On the shared disk those that it only has mapped are found by looking closely, which takes
        long. A mapping says no size, so that each counts as the largest file.
        """
        if self.bounded:
            space = os.statvfs(folder)
            size = (space.f_blocks - space.f_bfree) * space.f_frsize
            return size, space.f_files - space.f_ffree
        size, entries = scratch.weigh(folder, limits.entries)
        size = max(size + scratch.unlinked(pid), scratch.written(pid) - AGAIN_MB * _MEBIBYTE)
        if closely:
            size += scratch.pinned(pid, folder) * limits.file_mb * _MEBIBYTE
        return size, entries


def _free_mb(place: str) -> int:
    space = os.statvfs(place)
    return space.f_bavail * space.f_frsize // _MEBIBYTE
