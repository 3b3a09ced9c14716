"""A child's private folder: make it, weigh it, remove it. Its contents may be hostile.

Nothing here follows a link or opens a file, however deep or strange the tree is.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

OWN = 0o700
TOO_DEEP = 64
_BLOCK = 512
_ITSELF = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def weigh(folder: str, most: int) -> tuple[int, int]:
    """Return the bytes and the number of entries in a folder; counting stops past `most` entries.

    A tree deeper than any that a course writes counts as too many entries. Its owner may be at work
    in it: each folder is opened from the one above and never by a path, which may lead elsewhere by
    then.
    """
    try:
        return _weigh(os.open(folder, _ITSELF), most, 0)
    except OSError:
        return 0, 0


def _weigh(place: int, most: int, depth: int) -> tuple[int, int]:
    """Weigh an open folder and close it."""
    size, count = 0, 0
    try:
        Path(f"/proc/self/fd/{place}").chmod(OWN)  # one made without rights is listed too
        listed = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=place)
        try:
            with os.scandir(listed) as found:
                for entry in found:
                    count += 1
                    if count > most or depth > TOO_DEEP:
                        return size, most + 1
                    with contextlib.suppress(OSError):
                        size += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                    if entry.is_dir(follow_symlinks=False):
                        with contextlib.suppress(OSError):
                            inner = os.open(entry.name, _ITSELF, dir_fd=place)
                            more, entries = _weigh(inner, most - count, depth + 1)
                            size, count = size + more, count + entries
                            if count > most:
                                return size, most + 1
        finally:
            os.close(listed)
    finally:
        os.close(place)
    return size, count


def unlinked(pid: int) -> int:
    """Return the bytes of the files that a process holds open and that no folder holds."""
    size = 0
    for entry in _entries(f"/proc/{pid}/fd"):
        with contextlib.suppress(OSError):
            file = Path(entry.path).stat()
            if stat.S_ISREG(file.st_mode) and file.st_nlink == 0:
                size += file.st_blocks * _BLOCK
    return size


def pinned(pid: int, folder: str) -> int:
    """Return how many removed files of a folder a process still has mapped into its memory."""
    try:
        lines = Path(f"/proc/{pid}/maps").read_bytes().splitlines()
    except OSError:
        return 0
    inside = f" {folder}/".encode()
    removed = [line for line in lines if inside in line and line.endswith(b" (deleted)")]
    return len({line.split()[4] for line in removed})  # by inode


def written(pid: int) -> int:
    """Return the bytes that a process has ever written to a disk; 0 if they are not counted.

    Its threads are included, those that have ended too.
    """
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/io").read_bytes().splitlines():
            if line.startswith(b"write_bytes:"):
                return int(line.split()[1])
    return 0


def remove(folder: str) -> None:
    """Remove a folder and all in it, of any depth: each level is moved to the top, then removed.

    Its owner has ended before. What cannot be moved, such as a mount point, stays.
    """
    number, moved, before = 0, 0, None
    while (folders := _without_files(folder)) and (moved, folders) != before:
        before = moved, folders
        for path in folders:
            for entry in _entries(path):
                number += 1
                with contextlib.suppress(OSError):
                    Path(entry.path).rename(f"{folder}/_{number}")
                    moved += 1
            with contextlib.suppress(OSError):
                Path(path).rmdir()
    with contextlib.suppress(OSError):
        Path(folder).rmdir()


def _without_files(folder: str) -> list[str]:
    """Remove everything at the top that is not a folder; return the folders."""
    folders = []
    for entry in _entries(folder):
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
        else:
            with contextlib.suppress(OSError):
                Path(entry.path).unlink()
    return folders


def _entries(path: str) -> list[os.DirEntry[str]]:
    """List a folder, and open up the folders in it, even those made without rights."""
    try:
        with os.scandir(path) as found:
            entries = list(found)
    except OSError:
        return []
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            with contextlib.suppress(OSError):
                Path(entry.path).chmod(OWN)
    return entries
