"""The judge process: it collects a topic's checks once, and forks for each submission.

The checks stay in this process and its forks; the student's code is behind a carrier. With the
local carrier (used to prove the checkers and to watch a file, never to grade others) TensorFlow is
imported before the forks and no op is run. What a fork does with a job is its caller's (`serve`).
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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tensorkata.checking.check_items import worth_of
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.plugin import Checks, arguments
from tensorkata.course import Course, Topic
from tensorkata.errors import FrameError, MachineError, ProbeFailure
from tensorkata.grading.judge import GRADER, Kind
from tensorkata.grading.messages import MAX_FRAME, Fault, Job, Ready, Setup
from tensorkata.grading.run_checks import Carriers, Collected, judge
from tensorkata.protocol import frames
from tensorkata.sandbox.child import in_memory
from tensorkata.student import tensorflow_patches
from tensorkata.student.local_carrier import LocalCarrier

MEMORY = (
    2**30
)  # bytes that a fork may take on top of the judge's, to parse a submission's text and answers
Hear = Callable[[Any, Collected], Any]  # from a job to the verdict on it


class _Loop:
    """Take the place of pytest's own loop over the collected checks: serve jobs by forking."""

    def __init__(
        self,
        wire: socket.socket,
        kind: Kind[Any, Any],
        hear: Hear,
        collect: Callable[[list[pytest.Item]], Collected],
        *,
        bounded: bool,
    ) -> None:
        self._wire = wire
        self._kind = kind
        self._hear = hear
        self._collect = collect
        self._bounded = bounded

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Say ready, then fork for each job until the caller goes away."""
        worth = sum(map(worth_of, session.items))
        collected = self._collect(session.items)
        gc.freeze()  # a collection in a fork would copy every page of the checks'
        frames.send(self._wire, msgspec.msgpack.encode(Ready(len(session.items), worth)))
        while (payload := frames.receive(self._wire, MAX_FRAME)) is not None:
            job = msgspec.msgpack.decode(payload, type=self._kind.asked)
            frames.send(self._wire, self._forked(job, collected))
        return True

    def _forked(self, job: Job, collected: Collected) -> bytes:
        """Hear a job in a fork and return its encoded verdict.

        What is left in its folder for temporary files, as by AutoGraph, goes with it.
        """
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            reader, writer = socket.socketpair()
            child = os.fork()
            if child == 0:
                tempfile.tempdir = folder
                reader.close()
                self._hear_and_end(job, collected, writer)
            writer.close()
            return _verdict_of(child, reader, job.seconds)

    def _hear_and_end(self, job: Job, collected: Collected, writer: socket.socket) -> None:
        """Send the verdict or the fault, and end this fork: it must not return to pytest's loop."""
        status = 1
        try:
            if self._bounded:
                _bind()
            frames.send(writer, msgspec.msgpack.encode(self._hear(job, collected)))
            status = 0
        except MachineError as error:
            frames.send(writer, msgspec.msgpack.encode(Fault(str(error), "sandbox")))
        except BaseException as error:  # noqa: BLE001 - whatever a submission has brought down
            fault = Fault(f"{type(error).__name__}: {error}", "kit")
            frames.send(writer, msgspec.msgpack.encode(fault))
        finally:
            os._exit(status)


def _bind() -> None:
    """Bound the memory, so that a hostile text or answer only causes an exception."""
    most = in_memory()[1] + MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _verdict_of(child: int, reader: socket.socket, seconds: float) -> bytes:
    """Return a fork's verdict; a fork that dies, hangs or is stopped by a signal is a fault."""
    payload, fault = None, Fault(UNFINISHED, "fork")
    signal.signal(signal.SIGUSR1, lambda *_: os.kill(child, signal.SIGKILL))
    try:
        payload = frames.receive(reader, MAX_FRAME, time.monotonic() + seconds)
    except TimeoutError:
        fault = Fault(SLOW.format(seconds=seconds), "time")
    except FrameError:
        pass
    finally:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        reader.close()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return payload or msgspec.msgpack.encode(fault)


def serve(kind: Kind[Any, Any], hear: Hear) -> None:
    """Be a judge of a kind: serve jobs on the descriptor that is the only argument."""
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
    carriers = _carriers(setup)
    loop = _Loop(
        wire,
        kind,
        hear,
        lambda items: Collected(items, checks, carriers),
        bounded=bool(setup.sandbox),
    )
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


SLOW = "still running after {seconds:g} s: an endless loop?"
UNFINISHED = "the judge's fork ended without a verdict"
_WARM = ("numpy.ma", "numpy.random")  # late imports of NumPy, which no fork should pay for

if __name__ == "__main__":
    serve(GRADER, judge)
