"""Landlock, half of the inner wall: what a process may read and write from here on.

The calls go through ctypes, because the C library has none of them. Each version of the kernel's
interface is used to its full extent. The system call filter covers what older versions lack
(truncating since 3, TCP since 4, devices since 5, abstract sockets and signals since 6), except for
one thing, which `kata doctor` mentions. Knows nothing of which paths a submission may see.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_ASK_VERSION = 1
_PATH_BENEATH = 1
_NO_NEW_PRIVS = 38

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_AND_REMOVE = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_READ = _READ_FILE | _READ_DIR
_ON_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_BIND_AND_CONNECT = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

MOVES_SINCE = 2
NO_MOVES = (
    "before Linux 5.19 a sandbox cannot move files between folders: a submission can write .keras"
    " and .h5 files, but no TensorFlow checkpoint or SavedModel"
)

_libc = ctypes.CDLL(None, use_errno=True)


def version() -> int:
    """Return the version of the kernel's Landlock interface; OSError if there is none."""
    return _call(_CREATE_RULESET, None, 0, _ASK_VERSION)


def remark(abi: int) -> str:
    """Return the price of an older version: what it lacks and nothing else covers."""
    return NO_MOVES if abi < MOVES_SINCE else ""


def ruleset(readable: Iterable[str], writable: Iterable[str] = ()) -> int:
    """Return a ruleset's descriptor: read beneath these paths, read and write beneath those.

    The rest of the file system is closed, nothing can be executed, and, if the kernel supports it,
    no TCP port and no socket or process outside can be reached. Paths that do not exist are left
    out.
    """
    handled, attributes = _attributes(version())
    rules = _call(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(rules, path, _READ)
        for path in writable:
            _allow(rules, path, handled & ~_EXECUTE & ~_IOCTL_DEVICE)
    except OSError:
        os.close(rules)
        raise
    return rules


def enter(rules: int) -> None:
    """Bind this process, and everything that it starts, to a ruleset for good."""
    if _libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_NO_NEW_PRIVS)")
    _call(_RESTRICT_SELF, rules, 0)


def _attributes(abi: int) -> tuple[int, bytes]:
    """Return the rights on files that this version handles, and its attribute structure."""
    handled = _EXECUTE | _WRITE_FILE | _READ | _MAKE_AND_REMOVE
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEVICE)):
        handled |= right if abi >= since else 0
    fields = [handled]
    fields += [_BIND_AND_CONNECT] if abi >= 4 else []  # noqa: PLR2004 - the kernel's version numbers
    fields += [_ABSTRACT_SOCKETS_AND_SIGNALS] if abi >= 6 else []  # noqa: PLR2004
    return handled, struct.pack(f"={len(fields)}Q", *fields)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _ON_A_FILE
        _call(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: int | bytes | None) -> int:
    result = _libc.syscall(
        ctypes.c_long(number),
        *(ctypes.c_long(value) if isinstance(value, int) else value for value in arguments),
    )
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"Landlock: {os.strerror(code)}")
    return int(result)
