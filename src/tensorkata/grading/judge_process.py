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
from math import fsum
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tensorkata.checking.check_items import claim_of, is_hidden, worth_of
from tensorkata.checking.key import Key
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.plugin import Checks, arguments
from tensorkata.course import Course, Topic
from tensorkata.errors import FrameError, MachineError, ProbeFailure
from tensorkata.grading.deadline import LATE, SLACK, Deadline
from tensorkata.grading.judge import GRADER, Kind
from tensorkata.grading.messages import MAX_FRAME, Fault, Job, Ready, Setup
from tensorkata.grading.run_checks import Carriers, Collected, judge
from tensorkata.protocol import frames
from tensorkata.results import CheckResult, ExerciseResult
from tensorkata.sandbox.child import in_memory
from tensorkata.student import tensorflow_patches
from tensorkata.student.local_carrier import LocalCarrier

KILL = 5.0  # seconds after its deadline in which a fork may still send its verdict
MEMORY = 2**30  # bytes of a fork, beyond the judge's: a submission's text and answers are parsed
Hear = Callable[[Any, Collected], Any]  # from a job to the verdict on it


class _Loop:
    """Take the place of pytest's own loop over the collected checks: serve jobs by forking."""

    def __init__(
        self,
        wire: socket.socket,
        kind: Kind[Any, Any],
        hear: Hear,
        collect: Callable[[list[pytest.Item]], Collected],
        deadline: Deadline | None,
    ) -> None:
        self._wire = wire
        self._kind = kind
        self._hear = hear
        self._collect = collect
        self._deadline = deadline

    @pytest.hookimpl
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Say ready, then fork for each job until the caller goes away."""
        for item in session.items:
            item.repr_failure = _untold  # type: ignore[method-assign]
        collected = self._collect(session.items)
        unrun = _unrun(collected)
        ready = Ready(len(session.items), fsum(each.max_points for each in unrun), unrun)
        gc.freeze()  # a collection in a fork would copy every page of the checks'
        frames.send(self._wire, msgspec.msgpack.encode(ready))
        while (payload := frames.receive(self._wire, MAX_FRAME)) is not None:
            job = msgspec.msgpack.decode(payload, type=self._kind.asked)
            frames.send(self._wire, self._forked(job, collected))
        return True

    def _forked(self, job: Job, collected: Collected) -> bytes:
        """Hear a job in a fork and return its encoded verdict.

        What is left in its folder for temporary files, as by AutoGraph, goes with it.
        """
        try:
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                reader, writer = socket.socketpair()
                child = os.fork()
                if child == 0:
                    tempfile.tempdir = folder
                    reader.close()
                    self._hear_and_end(job, collected, writer)
                writer.close()
                if self._deadline:
                    return _verdict_of(child, reader, self._deadline.of(job), LATE, KILL)
                return _verdict_of(child, reader, job.seconds, SLOW)
        except OSError as error:  # no room for a folder, a process or a descriptor
            return msgspec.msgpack.encode(Fault(NO_FORK.format(error=error), "sandbox"))

    def _hear_and_end(self, job: Job, collected: Collected, writer: socket.socket) -> None:
        """Send the verdict or the fault, and end this fork: it must not return to pytest's loop."""
        status = 1
        try:
            if self._deadline:
                _bind()
                self._deadline.begin(job)
            frames.send(writer, msgspec.msgpack.encode(self._hear(job, collected)))
            status = 0
        except MachineError as error:
            frames.send(writer, msgspec.msgpack.encode(Fault(str(error), "sandbox")))
        except MemoryError:
            frames.send(writer, msgspec.msgpack.encode(Fault(FULL, "fork")))
        except BaseException as error:  # noqa: BLE001 - whatever a submission has brought down
            fault = Fault(f"{type(error).__name__}: {error}", "kit")
            frames.send(writer, msgspec.msgpack.encode(fault))
        finally:
            os._exit(status)


def _untold(*_: object, **__: object) -> str:
    """Take the place of pytest's words for a failure, which nobody reads here and which cost."""
    return ""


def _bind() -> None:
    """Bound the memory, so that a hostile text or answer only causes an exception."""
    most = in_memory()[1] + MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _verdict_of(
    child: int, reader: socket.socket, seconds: float, late: str, more: float = 0.0
) -> bytes:
    """Return a fork's verdict; a fork that dies, hangs or is stopped by a signal is a fault."""
    payload, fault = None, Fault(UNFINISHED, "fork")
    signal.signal(signal.SIGUSR1, lambda *_: os.kill(child, signal.SIGKILL))
    try:
        payload = frames.receive(reader, MAX_FRAME, time.monotonic() + seconds + more)
    except TimeoutError:
        fault = Fault(late.format(seconds=seconds), "time")
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
    course = Course(Path(setup.root), Path(setup.home or setup.root))
    checks = Checks(course, _unopened, key=Key(b""), hidden=setup.hidden)
    deadline, carriers = _carriers(setup)
    loop = _Loop(
        wire,
        kind,
        hear,
        lambda items: Collected(items, checks, carriers),
        deadline,
    )
    words = arguments(course, [setup.topic], hidden=setup.hidden)
    plugins = [checks, loop, *([deadline] if deadline else [])]
    sys.exit(pytest.main(["-p", "no:faulthandler", *words], plugins=plugins))


def _unrun(collected: Collected) -> tuple[ExerciseResult, ...]:
    """Return the results of a submission of which no check has run to its end."""
    found: dict[str, list[CheckResult]] = {}
    for item in collected.items:
        worth, claim = worth_of(item), claim_of(item)
        result = CheckResult(item.name, 0.0, worth, is_hidden(item), "crashed", claim=claim)
        found.setdefault(collected.checks.exercise_of(item)[1].name, []).append(result)
    return tuple(ExerciseResult.of(*pair) for pair in found.items())


def _carriers(setup: Setup) -> tuple[Deadline | None, Carriers]:
    """Return what carries questions, and the deadline that comes with a sandbox's limits."""
    if setup.sandbox:
        from tensorkata.sandbox.sandbox import from_ticket

        door = from_ticket(setup.sandbox)
        return Deadline(door.limits.total + SLACK), door.open
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stderr.fileno())  # TensorFlow logs at every start, below Python
    for name in ("tensorkata.student.host", "tensorkata.student.probes"):
        importlib.import_module(name)  # TensorFlow with them: once, before the forks
    tensorflow_patches.apply()
    return None, LocalCarrier


def _unopened(topic: Topic) -> Opened:
    raise ProbeFailure("broken", f"no submission is open for {topic.name}")


SLOW = "still running after {seconds:g} s: an endless loop?"
FULL = "the judge ran out of memory on this file"
NO_FORK = "the machine has no room for another judge: {error}"
UNFINISHED = "the judge crashed on this file"
_WARM = ("numpy.ma", "numpy.random")  # late imports of NumPy, which no fork should pay for

if __name__ == "__main__":
    serve(GRADER, judge)
