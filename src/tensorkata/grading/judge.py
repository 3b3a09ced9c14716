"""A warm judge, as its caller sees it: a process that has collected a topic's checks once.

The process itself is judge_process.py, or another module that serves the same way (`Kind`).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from typing import Any, Generic, TypeVar

import msgspec

from tensorkata.course import Course, Topic
from tensorkata.errors import FrameError, MachineError
from tensorkata.grading.messages import MAX_FRAME, Fault, Job, Ready, Setup, Verdict
from tensorkata.protocol import frames
from tensorkata.sandbox import visible_paths
from tensorkata.sandbox.sandbox import Sandbox
from tensorkata.student.tensorflow_patches import STOCK

Asked = TypeVar("Asked", bound=Job)
Said = TypeVar("Said")


class Kind(msgspec.Struct, Generic[Asked, Said], frozen=True):
    """A kind of judge: the module that its process runs, the jobs it takes, its verdicts."""

    module: str
    asked: type[Asked]
    said: Any  # a union of types is not a type


GRADER: Kind[Job, Verdict] = Kind("tensorkata.grading.judge_process", Job, Verdict)


class Judge(Generic[Asked, Said]):
    """The caller's end of a judge process; `stock` leaves TensorFlow unpatched there."""

    def __init__(
        self,
        course: Course,
        topic: Topic,
        kind: Kind[Asked, Said],
        *,
        hidden: bool,
        sandbox: Sandbox | None = None,
        stock: bool = False,
    ) -> None:
        self._kind = kind
        ours, theirs = socket.socketpair()
        passed = [theirs.fileno()]
        ticket = b""
        if sandbox is not None:
            ticket = sandbox.ticket()
            passed += sandbox.descriptors()
        environment = {**os.environ, **_ENVIRONMENT, **({STOCK: "1"} if stock else {})}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", kind.module, str(theirs.fileno())],
            pass_fds=passed,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # prints of a student's code over a local carrier
            cwd=course.root,
            start_new_session=True,  # its forks end with it
        )
        theirs.close()
        self.wire = ours
        setup = Setup(str(course.root), topic.name, hidden, ticket, str(course.home))
        frames.send(self.wire, msgspec.msgpack.encode(setup))
        self.ready: Ready | None = None

    def wait_ready(self) -> Ready:
        """Wait until the checks are collected; MachineError if they cannot be."""
        if self.ready is None:
            payload = frames.receive(self.wire, MAX_FRAME)
            if payload is None:
                raise MachineError("the judge did not start: run `pytest checkers --collect-only`")
            self.ready = msgspec.msgpack.decode(payload, type=Ready)
        return self.ready

    def send(self, job: Asked) -> None:
        """Hand over a job; if the judge has died, its verdict says so."""
        self.wait_ready()
        with contextlib.suppress(BrokenPipeError):
            frames.send(self.wire, msgspec.msgpack.encode(job))

    def receive(self) -> Said | Fault:
        """Wait for the verdict of the job handed over; a dead judge is a fault."""
        try:
            payload = frames.receive(self.wire, MAX_FRAME)
        except (OSError, FrameError):
            payload = None
        if payload is None:
            return Fault(DIED, "judge")
        said: Said = msgspec.msgpack.decode(payload, type=self._kind.said)
        return said

    def stop(self) -> None:
        """End the running job; its verdict is a fault, and the process stays warm."""
        self._process.send_signal(signal.SIGUSR1)

    def close(self) -> None:
        """End the process and its forks."""
        self.wire.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


DIED = "the judge process ended"
_ENVIRONMENT = {
    **visible_paths.ALONE,
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
