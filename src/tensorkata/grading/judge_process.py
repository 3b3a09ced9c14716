"""The judge process: it collects a topic's checks once, and forks for each submission.

The checks stay in this process and its forks; the student's code is behind a carrier. With the
local carrier (used to prove the checkers and to watch a file, never to grade others) TensorFlow is
imported before the forks and no op is run.
"""

from __future__ import annotations

import gc
import importlib
import os
import resource
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import pytest

from tensorkata.checking.check_items import worth_of
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.plugin import Checks, arguments
from tensorkata.course import Course, Topic
from tensorkata.errors import FrameError, MachineError, ProbeFailure
from tensorkata.grading.messages import MAX_FRAME, UNFINISHED, Job, Ready, Setup, Verdict
from tensorkata.grading.run_checks import Carriers, Hearing
from tensorkata.protocol import frames
from tensorkata.sandbox.child import in_memory
from tensorkata.student import tensorflow_patches
from tensorkata.student.local_carrier import LocalCarrier

SLOW = "no end within {seconds:g} s: an endless loop?"
MEMORY = 2**30  # of a fork, beyond what the judge has: a submission's text and answers are parsed


class _Loop:
    """Take the place of pytest's own loop over the collected checks: serve jobs by forking."""

    def __init__(
        self, wire: socket.socket, checks: Checks, carriers: Carriers, *, bounded: bool
    ) -> None:
        self._bounded = bounded
        self._wire = wire
        self._checks = checks
        self._carriers = carriers

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Say ready, then fork for each job until the caller goes away."""
        worth = sum(map(worth_of, session.items))
        gc.freeze()  # a collection in a fork would copy every page of the checks'
        frames.send(self._wire, msgspec.msgpack.encode(Ready(len(session.items), worth)))
        while (payload := frames.receive(self._wire, MAX_FRAME)) is not None:
            job = msgspec.msgpack.decode(payload, type=Job)
            hearing = Hearing(job, session.items, self._checks, self._carriers)
            frames.send(self._wire, _forked(hearing, job.seconds, bounded=self._bounded))
        return True


def _bind() -> None:
    """Bound the memory: what a hostile text or answer makes of it is an exception then."""
    most = in_memory()[1] + MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _forked(hearing: Hearing, seconds: float, *, bounded: bool) -> bytes:
    """Hear in a fork and return its encoded verdict; a fork that dies or hangs is a fault.

    What is left in its folder for temporary files, as by AutoGraph, goes with it.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return _forked_into(folder, hearing, seconds, bounded=bounded)


def _forked_into(folder: str, hearing: Hearing, seconds: float, *, bounded: bool) -> bytes:
    reader, writer = socket.socketpair()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            tempfile.tempdir = folder
            reader.close()
            if bounded:
                _bind()
            frames.send(writer, msgspec.msgpack.encode(hearing.verdict()))
            status = 0
        except BaseException as error:  # noqa: BLE001 - the fork must not return into pytest's loop
            machine = isinstance(error, MachineError)
            fault = str(error) if machine else f"{type(error).__name__}: {error}"
            frames.send(writer, msgspec.msgpack.encode(Verdict(fault=fault, machine=machine)))
        finally:
            os._exit(status)
    writer.close()
    payload, fault = None, UNFINISHED
    signal.signal(signal.SIGUSR1, lambda *_: os.kill(child, signal.SIGKILL))
    try:
        payload = frames.receive(reader, MAX_FRAME, time.monotonic() + seconds)
    except TimeoutError:
        fault = SLOW.format(seconds=seconds)
    except FrameError:
        pass
    finally:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        reader.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return payload or msgspec.msgpack.encode(Verdict(fault=fault))


def main() -> None:
    """Serve jobs on the descriptor given as the only argument."""
    wire = socket.socket(fileno=int(sys.argv[1]))
    payload = frames.receive(wire, MAX_FRAME)
    if payload is None:
        return
    setup = msgspec.msgpack.decode(payload, type=Setup)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)  # Judge.stop, when no job runs
    for name in _WARM:
        importlib.import_module(name)
    course = Course(Path(setup.root))
    checks = Checks(course, _unopened, seed=0, hidden=setup.hidden)
    loop = _Loop(wire, checks, _carriers(setup), bounded=bool(setup.sandbox))
    words = arguments(course, [setup.topic], hidden=setup.hidden)
    sys.exit(pytest.main(["-p", "no:faulthandler", *words], plugins=[checks, loop]))


def _carriers(setup: Setup) -> Carriers:
    if setup.sandbox:
        from tensorkata.sandbox.sandbox import from_ticket

        return from_ticket(setup.sandbox).open
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stderr.fileno())  # TensorFlow logs at every start, below Python
    for name in ("tensorkata.student.host", "tensorkata.student.probes"):
        importlib.import_module(name)  # TensorFlow with them: once, before the forks
    tensorflow_patches.apply()
    return LocalCarrier


def _unopened(topic: Topic) -> Opened:
    raise ProbeFailure("broken", f"no submission is open for {topic.name}")


_WARM = ("numpy.ma", "numpy.random")  # late imports of NumPy, which no fork should pay for

if __name__ == "__main__":
    main()
