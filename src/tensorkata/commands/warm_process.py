"""A process that has imported TensorFlow and waits: the next check starts at once.

On Linux it forks for each check. Elsewhere it is used once, and the next one warms up meanwhile.
Either way checking/local_run.py checks, and the student's code never runs in the process that
watches.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import IO

import msgspec

from tensorkata.course import Course
from tensorkata.errors import KataError
from tensorkata.results import ExerciseResult

FORKS = sys.platform == "linux"
WARM, END = b"warm\n", b"end\n"


class Request(msgspec.Struct, frozen=True):
    """What to check: one file, all of its topic's exercises or some, from a seed."""

    root: str
    topic: str
    path: str
    exercises: tuple[str, ...] | None
    seed: int
    home: str = ""  # the folder of course.toml, if it is not the root


class Answer(msgspec.Struct, frozen=True):
    """The results of a check; `fault` says why there are none, `ended` why not all.

    `note` is a line more.
    """

    exercises: tuple[ExerciseResult, ...] = ()
    fault: str = ""
    ended: str = ""
    note: str = ""


class Warm:
    """Check files in a warm process; another thread may end the check, or everything."""

    def __init__(self, *, forks: bool = FORKS) -> None:
        self._forks = forks
        self._next = self._used = _started(forks=forks)
        self._is_warm = False

    def wait(self) -> None:
        """Wait until the process is warm; one that has died is replaced."""
        if self._next.poll() is not None:
            _end(self._next)
            self._next, self._is_warm = _started(forks=self._forks), False
        if not self._is_warm:
            _pipes(self._next)[1].readline()
            self._is_warm = True

    def check(self, request: Request) -> Answer:
        """Return the results, or the fault that prevented them."""
        self.wait()
        used = self._used = self._next
        if not self._forks:
            self._next, self._is_warm = _started(forks=False), False
        asked, said = _pipes(used)
        try:
            asked.write(msgspec.json.encode(request) + b"\n")
            asked.flush()
            answer = b"".join(takewhile(lambda line: line != END, said))
            return msgspec.json.decode(answer, type=Answer)
        except (OSError, ValueError, msgspec.MsgspecError):  # it ended without an answer
            return Answer(fault=ENDED)
        finally:
            if not self._forks:
                _end(used)

    def stop(self) -> None:
        """End the running check."""
        if self._forks:
            self._used.send_signal(signal.SIGUSR1)
        else:
            self._used.kill()

    def interrupt(self) -> None:
        """End the running check, and all processes."""
        for process in {self._used, self._next}:
            _end(process)


def _started(*, forks: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tensorkata.commands.warm_process", *["forks"] * forks]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    # A session of its own: Ctrl-C is for the process that watches, and its forks end with it.
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=nothing, start_new_session=True
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in _pipes(process):
        with contextlib.suppress(OSError):
            pipe.close()


def main() -> None:
    """Run as the warm process: import everything, then check what is asked."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    asked = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    nothing = os.open(os.devnull, os.O_RDWR)  # what the student's code prints and reads
    for stream in (sys.stdin, sys.stdout):
        os.dup2(nothing, stream.fileno())
    from tensorkata.student import host, probes  # noqa: F401 - TensorFlow with them

    out.write(WARM)
    out.flush()
    while line := asked.readline():
        request = msgspec.json.decode(line, type=Request)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            if len(sys.argv) == 1:
                tempfile.tempdir = folder
                _answer(request, out)
                return
            _answer_in_a_fork(request, out, folder)
        out.write(b"\n" + END)
        out.flush()


def _answer_in_a_fork(request: Request, out: IO[bytes], folder: str) -> None:
    """Answer in a fork, which SIGUSR1 ends; what it leaves as temporary files stays in a folder."""
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        tempfile.tempdir = folder
        try:
            _answer(request, out)
        finally:
            os._exit(0)

    def stop(_: int, __: FrameType | None) -> None:
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGUSR1, stop)
    os.waitpid(child, 0)
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)


def _answer(request: Request, out: IO[bytes]) -> None:
    """Check what is asked and write the answer, all of it or as much as there is."""
    from tensorkata.checking.local_run import Checked, run_locally

    course = Course(Path(request.root), Path(request.home or request.root))
    topic = course.topic(request.topic)

    def write(run: Checked, fault: str = "") -> None:
        answer = Answer(run.results.get(topic.name, ()), fault, run.ended, run.note)
        out.write(msgspec.json.encode(answer))
        out.flush()

    path, names = Path(request.path), request.exercises
    try:
        run = run_locally(course, [topic], path, request.seed, exercises=names, give_up=write)
    except KataError as error:
        write(Checked(), str(error))
    else:
        write(run)


ENDED = "the process ended: sys.exit, os._exit or a crash in your file"

if __name__ == "__main__":
    main()
