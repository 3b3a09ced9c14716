"""A child of the zygote: it walls itself in, runs one submission, answers asks, and ends.

The judge's messages come over one wire. Everything else that the zygote held is closed before the
first byte of a submission is read.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import os
import resource
import signal
import tempfile
from pathlib import Path
from typing import NoReturn

import msgspec
from msgspec.structs import replace

from tensorkata.limits import Level, Limits
from tensorkata.protocol import frames
from tensorkata.protocol.records import Ask, Broken, Start, Started
from tensorkata.sandbox.walls.wall import InnerWall

WIRE, RULES = 3, 4
MOST = 2**28  # bytes of one message from the judge
ALL_THREADS = 2**14  # of one zygote's children together: no few of them use up what others need
STACK = 2**23  # bytes; what a stack grows to counts as no data
ADDRESSES = 16 * 2**30  # of memory that is reserved and never written to, as by threads' stacks
_DIE_WITH_PARENT = 1
_MEBIBYTE = 2**20


def live(wire: int, folder: str, limits: Limits, wall: InnerWall, core: int) -> NoReturn:
    """Run as a child: never return, whatever happens."""
    status = os.EX_SOFTWARE
    try:
        wall = _keep_only(wire, wall)
        try:
            _die_with(os.getppid())
            _move_to(folder)
            os.sched_setaffinity(0, {core})  # its threads take no time from a neighbour's
            _limit(limits, wall.level)
            wall.enter(folder)
        except Exception as error:  # noqa: BLE001 - whatever it is, no submission runs without walls
            _send(Broken("walls", f"{type(error).__name__}: {error}"))
        else:
            gc.enable()
            _serve()
            status = os.EX_OK
    finally:
        os._exit(status)


def _serve() -> None:
    """Run the submission, then answer until the judge hangs up."""
    from tensorkata.student.host import Host
    from tensorkata.student.laid_out import lay_out

    try:
        start = msgspec.msgpack.decode(frames.receive(WIRE, MOST) or b"", type=Start)
        lay_out(start.files, str(Path.cwd()))
        host = Host(start)
    except Exception as error:  # noqa: BLE001 - the host keeps a submission's own errors
        _send(Broken("probes", f"{type(error).__name__}: {error}"))
        return
    _send(Started())
    asks = msgspec.msgpack.Decoder(Ask)
    while (frame := frames.receive(WIRE, MOST)) is not None:
        _send(host.answer(asks.decode(frame)))


def _send(record: object) -> None:
    frames.send(WIRE, msgspec.msgpack.encode(record))


def _keep_only(wire: int, wall: InnerWall) -> InnerWall:
    """Leave the zygote's session and its descriptors, but for the wire and the wall's ruleset."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(WIRE):
        os.dup2(nothing, standard)
    kept = [wire] if wall.around_hidden is None else [wire, wall.around_hidden]
    aside = [fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, RULES + 1) for number in kept]
    for target, number in zip((WIRE, RULES), aside, strict=False):
        os.dup2(number, target, inheritable=False)
    os.closerange(WIRE + len(kept), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    return replace(wall, around_hidden=RULES) if len(kept) > 1 else wall


def _die_with(parent: int) -> None:
    """Let the kernel kill this process when the zygote ends, and first if memory runs out."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(os.EX_UNAVAILABLE)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _move_to(folder: str) -> None:
    """Live in the private folder."""
    os.chdir(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = tempfile.tempdir = folder


def _limit(limits: Limits, level: Level) -> None:
    """Set the kernel's own limits. Memory counts from what the zygote holds already."""
    mapped, held = in_memory()
    room = limits.memory_mb * _MEBIBYTE
    bounds = {
        resource.RLIMIT_DATA: held + room,
        resource.RLIMIT_AS: mapped + room + ADDRESSES,  # page tables are counted nowhere else
        resource.RLIMIT_STACK: STACK,
        resource.RLIMIT_FSIZE: limits.file_mb * _MEBIBYTE,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: 1024,
    }
    if level == "bubblewrap":  # elsewhere it would count all of the user's processes
        bounds[resource.RLIMIT_NPROC] = ALL_THREADS
    for limit, bound in bounds.items():
        most = resource.getrlimit(limit)[1]  # of this user, who may have less already
        least = bound if most == resource.RLIM_INFINITY else min(bound, most)
        resource.setrlimit(limit, (least, least))
    # The soft limit's signal says why; the hard limit is for programs that ignore the signal.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))


def in_memory() -> tuple[int, int]:
    """Return the bytes that this process has mapped, and how many of them it may write to."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(pages[0]) * resource.getpagesize(), int(pages[5]) * resource.getpagesize()
