"""A process that has imported TensorFlow and waits: the next check starts at once.

On Linux a judge forks for each check. Elsewhere a spare process waits, is used once, and the next
one warms up meanwhile. Either way the student's code never runs in the process that watches.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import msgspec

from tensorkata.course import Course, Topic
from tensorkata.results import ExerciseResult

LIMIT = 15.0  # seconds of one check of an exercise, or of a topic


class Request(msgspec.Struct, frozen=True):
    """What to check: one file, all of its topic's exercises or some, from a seed."""

    root: str
    topic: str
    path: str
    exercises: tuple[str, ...] | None
    seed: int
    home: str = ""  # the folder of course.toml, if it is not the root


class Answer(msgspec.Struct, frozen=True):
    """The results of a check; `fault` says why there are none."""

    exercises: tuple[ExerciseResult, ...] = ()
    fault: str = ""


class Warm(Protocol):
    """Check files in a warm process; another thread may end the check, or everything."""

    def wait(self) -> None:
        """Wait until the process is warm."""
        ...

    def check(self, request: Request) -> Answer:
        """Return the results, or the fault that prevented them."""
        ...

    def stop(self) -> None:
        """End the running check."""
        ...

    def interrupt(self) -> None:
        """End the running check, and all processes."""
        ...


def warmed(course: Course, topic: Topic) -> Warm:
    """Return a warm process for a topic, of the kind that this system supports."""
    return Forked(course, topic) if sys.platform == "linux" else Spare()


class Forked:
    """A judge with local carriers, which forks for each check."""

    def __init__(self, course: Course, topic: Topic) -> None:
        from tensorkata.grading.judge import GRADER, Judge

        self._judge = Judge(course, topic, GRADER, hidden=False)

    def wait(self) -> None:
        """Wait until the checks are collected."""
        self._judge.wait_ready()

    def check(self, request: Request) -> Answer:
        """Check in a fork."""
        from tensorkata.checking.key import Key
        from tensorkata.grading.messages import Fault, Job, Unreadable

        job = Job(request.path, Key.of(request.seed), exercises=request.exercises, seconds=LIMIT)
        try:
            self._judge.send(job)
        except OSError:
            return Answer(fault=ENDED)
        match self._judge.receive():
            case Fault(of="fork"):
                return Answer(fault=ENDED)
            case Fault(why) | Unreadable(why):
                return Answer(fault=why)
            case verdict:
                return Answer(verdict.exercises)

    def stop(self) -> None:
        """End the fork; the judge stays warm."""
        self._judge.stop()

    def interrupt(self) -> None:
        """End the judge and its fork."""
        self._judge.close()


class Spare:
    """A process that is used once while the next one warms up."""

    def __init__(self) -> None:
        self._next = _spare()
        self._used: subprocess.Popen[bytes] | None = None
        self._is_warm = False

    def wait(self) -> None:
        """Wait until the next process says that it is warm."""
        if not self._is_warm:
            assert self._next.stdout is not None
            self._next.stdout.readline()
            self._is_warm = True

    def check(self, request: Request) -> Answer:
        """Check in the spare process and start the next one."""
        self.wait()
        self._used, self._next, self._is_warm = self._next, _spare(), False
        used = self._used
        try:
            out, _ = used.communicate(msgspec.msgpack.encode(request), LIMIT)
            return msgspec.msgpack.decode(out, type=Answer)
        except subprocess.TimeoutExpired:
            return Answer(fault=f"still running after {LIMIT:g} s: an endless loop?")
        except (OSError, ValueError):  # it ended without an answer
            return Answer(fault=ENDED)
        finally:
            _end(used)

    def stop(self) -> None:
        """End the process that is in use."""
        if self._used:
            self._used.kill()

    def interrupt(self) -> None:
        """End both processes."""
        for process in (self._used, self._next):
            if process:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    with contextlib.suppress(OSError, ValueError):
        process.communicate()


def _spare() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tensorkata.commands.warm_process"]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nothing)


def main() -> None:
    """Run as the spare process: import everything, wait for one request, answer it, end."""
    import os

    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    from tensorkata.checking.local_run import run_locally
    from tensorkata.student import host, probes  # noqa: F401 - TensorFlow with them

    out.write(b"warm\n")
    out.flush()
    data = sys.stdin.buffer.read()
    if data:
        request = msgspec.msgpack.decode(data, type=Request)
        course = Course(Path(request.root), Path(request.home or request.root))
        topic = course.topic(request.topic)
        results = run_locally(
            course, [topic], Path(request.path), request.seed, exercises=request.exercises
        )
        out.write(msgspec.msgpack.encode(Answer(results.get(topic.name, ()))))
        out.close()


ENDED = "the process ended: sys.exit, os._exit or a crash in your file"

if __name__ == "__main__":
    main()
