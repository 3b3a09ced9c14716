"""A warm judge: a process that has collected a topic's checks once and forks for each submission.

The checks stay in this process and its forks; the student's code is behind a carrier. With the
local carrier (used to prove the checkers and to watch a file, never to grade others) TensorFlow is
imported before the forks and no op is run.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tensorkata.checking.liars import Liar, Recorder
from tensorkata.checking.muting import without_assertion
from tensorkata.checking.plugin import Checks, Opened, Trace, start_of
from tensorkata.curriculum import Course, Topic
from tensorkata.errors import MachineError
from tensorkata.results import ExerciseResult
from tensorkata.running import frames, observation, quick
from tensorkata.running.carrier import CELLS, Ask, Carrier, ProbeFailure, Start, opened
from tensorkata.running.child import in_memory
from tensorkata.running.local import LocalCarrier
from tensorkata.running.submission import Submission, UnreadableError, from_text, read

DIED = "the judge process ended"
NOT_SHOWN = "what the cells show cannot be read"
UNFINISHED = "the judge's fork ended without a verdict"
SLOW = "no end within {seconds:g} s: an endless loop?"
MAX_FRAME = 64 * 2**20
MEMORY = 2**30  # of a fork, beyond what the judge has: a submission's text and answers are parsed
Carriers = Callable[[Start], Carrier]
Results = dict[str, tuple[ExerciseResult, ...]]


class Setup(msgspec.Struct, frozen=True):
    """What a judge needs once: the topic, and the sandbox's control socket (-1: local carriers)."""

    root: str
    topic: str
    hidden: bool
    sandbox: bytes = b""


class Job(msgspec.Struct, frozen=True):
    """One submission to judge: a file, or a text; all exercises or some.

    With liars the checks run again for each kind of liar, on the answers of the honest run.
    `stop_early` ends a run at the first check that costs points. `mute` runs again without the
    assertion that failed first (for a liar: without each that failed): what nobody notices then
    would go unnoticed if it were lost. Those in `guarded` are known to be missed.
    `again` are further seeds for the honest run. `brief` leaves the messages out. `show` brings
    what the cells of the submission have shown.
    """

    path: str
    seed: int
    text: str | None = None
    exercises: tuple[str, ...] | None = None
    liars: tuple[str, ...] = ()
    stop_early: bool = False
    mute: bool = False
    guarded: tuple[str, ...] = ()
    again: tuple[int, ...] = ()
    brief: bool = False
    show: bool = False
    seconds: float = 300.0


class Verdict(msgspec.Struct, frozen=True):
    """What came of a job. `fault` says what failed in the judge or, with `machine`, around it."""

    exercises: tuple[ExerciseResult, ...] = ()
    traces: tuple[Trace, ...] = ()
    lies: dict[str, tuple[ExerciseResult, ...]] = {}
    muted: dict[str, tuple[ExerciseResult, ...]] = {}
    again: tuple[tuple[ExerciseResult, ...], ...] = ()
    sha256: str = ""
    seconds: float = 0.0
    unreadable: str = ""
    fault: str = ""
    machine: bool = False
    shown: Any = None


class Ready(msgspec.Struct, frozen=True):
    """The judge has collected its checks: how many, worth how much."""

    checks: int
    max_points: float


class Judge:
    """The caller's end of a judge process."""

    def __init__(self, course: Course, topic: Topic, *, hidden: bool, sandbox: Any = None) -> None:
        import subprocess

        ours, theirs = socket.socketpair()
        passed = [theirs.fileno()]
        ticket = b""
        if sandbox is not None:
            ticket = sandbox.ticket()
            passed += sandbox.descriptors()
        environment = {**os.environ, **_ENVIRONMENT}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tensorkata.grading.judge", str(theirs.fileno())],
            pass_fds=passed,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # what a student's code prints over a local carrier
            cwd=course.root,
            start_new_session=True,  # its forks end with it
        )
        theirs.close()
        self.wire = ours
        setup = Setup(str(course.root), topic.name, hidden, ticket)
        frames.send(self.wire, msgspec.msgpack.encode(setup))
        self.ready: Ready | None = None

    def wait_ready(self) -> Ready:
        """Wait until the checks are collected; MachineError where they cannot be."""
        if self.ready is None:
            payload = frames.receive(self.wire, MAX_FRAME)
            if payload is None:
                raise MachineError("the judge did not start: run `pytest checkers --collect-only`")
            self.ready = msgspec.msgpack.decode(payload, type=Ready)
        return self.ready

    def send(self, job: Job) -> None:
        """Hand over a job; where the judge has died, its verdict says so."""
        self.wait_ready()
        with contextlib.suppress(BrokenPipeError):
            frames.send(self.wire, msgspec.msgpack.encode(job))

    def receive(self) -> Verdict:
        """Wait for the verdict of the job handed over; a dead judge is a verdict with a fault."""
        try:
            payload = frames.receive(self.wire, MAX_FRAME)
        except (OSError, frames.FrameError):
            payload = None
        if payload is None:
            return Verdict(fault=DIED)
        return msgspec.msgpack.decode(payload, type=Verdict)

    def stop(self) -> None:
        """End the job that runs; its verdict is a fault, and the process stays warm."""
        self._process.send_signal(signal.SIGUSR1)

    def close(self) -> None:
        """End the process and its forks."""
        self.wire.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


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
        worth = sum(mark.args[0] for item in session.items for mark in item.iter_markers("points"))
        frames.send(self._wire, msgspec.msgpack.encode(Ready(len(session.items), float(worth))))
        while (payload := frames.receive(self._wire, MAX_FRAME)) is not None:
            job = msgspec.msgpack.decode(payload, type=Job)
            run = partial(self._run, job, session)
            frames.send(self._wire, _forked(run, job.seconds, bounded=self._bounded))
        return True

    def _run(self, job: Job, session: pytest.Session) -> Verdict:
        """Run the checks of one job, honestly and then by each liar. In the fork."""
        begun = time.perf_counter()
        try:
            submission = _submission(job)
        except UnreadableError as error:
            return Verdict(unreadable=str(error))
        checks = self._checks
        checks.brief = job.brief
        topic = checks.place(session.items[0])[0]
        # The name in messages is the topic's, whatever the file was called.
        submission = msgspec.structs.replace(submission, filename=topic.filename)
        probes = checks.course.probes_source(topic.name)
        start = start_of(submission, probes, job.seed)
        carrier = self._carriers(msgspec.structs.replace(start, show=job.show))
        carrier = Recorder(carrier) if job.liars or job.mute else carrier
        honest = Opened(submission, carrier, probes)
        shown = _shown(carrier, job) if job.show else None
        exercises = self._run_checks(job, session, honest)
        traces = list(checks.traces)
        again = []
        for seed in job.again:
            again.append(self._run_checks(msgspec.structs.replace(job, seed=seed), session, honest))
            traces += checks.traces
        muted = self._run_muted(job, session, honest, most=1) if job.mute else {}
        lies = {}
        checks.brief = True
        for kind in job.liars:
            liar = Opened(submission, Liar(carrier, kind), probes)
            lies[kind] = self._run_checks(job, session, liar)
            muted_lies = self._run_muted(job, session, liar) if job.mute else {}
            lies |= {f"{kind} {place}": results for place, results in muted_lies.items()}
            earned = [place for place, run in muted_lies.items() if any(e.points for e in run)]
            job = msgspec.structs.replace(job, guarded=(*job.guarded, *earned))
        carrier.close()
        seconds = time.perf_counter() - begun
        return Verdict(
            exercises,
            tuple(traces),
            lies,
            muted,
            tuple(again),
            submission.sha256,
            seconds,
            shown=shown,
        )

    def _run_muted(
        self, job: Job, session: pytest.Session, opened: Opened, most: int | None = None
    ) -> Results:
        """Run again without each of the first assertions that failed in the last run."""
        failed = [(trace.file, trace.line) for trace in self._checks.traces if trace.line]
        results = {}
        for file, line in list(dict.fromkeys(failed))[:most]:
            if f"{file}:{line}" not in job.guarded:
                with without_assertion(session.items, file, line):
                    results[f"{file}:{line}"] = self._run_checks(job, session, opened)
        return results

    def _run_checks(
        self, job: Job, session: pytest.Session, opened: Opened
    ) -> tuple[ExerciseResult, ...]:
        checks = self._checks
        checks.restart(lambda _: opened, job.seed)
        for item in session.items:
            if job.exercises is None or checks.place(item)[1].name in job.exercises:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if checks.fault:
                    raise checks.fault
                if job.stop_early and checks.stumbled:
                    break
        return checks.results(checks.place(session.items[0])[0].name)


def _shown(carrier: Carrier, job: Job) -> Any:
    """Ask what the cells have shown, or say why that is not known."""
    try:
        reply = carrier.ask(Ask(CELLS, observation.encode([[], {}]), job.seed))
        shown = opened(reply)[0]
        msgspec.msgpack.encode(shown)  # an array is no output
    except ProbeFailure as failure:
        return failure.message
    except TypeError:
        return NOT_SHOWN
    return shown


def _submission(job: Job) -> Submission:
    if job.text is not None:
        return from_text(job.text, Path(job.path).name)
    return read(Path(job.path), None)


def _bind() -> None:
    """Bound the memory: what a hostile text or answer makes of it is an exception then."""
    most = in_memory()[1] + MEMORY
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _forked(run: Any, seconds: float, *, bounded: bool) -> bytes:
    """Run in a fork and return its encoded verdict; a fork that dies or hangs is a fault."""
    reader, writer = socket.socketpair()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            reader.close()
            if bounded:
                _bind()
            frames.send(writer, msgspec.msgpack.encode(run()))
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
    except frames.FrameError:
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
    checks = Checks(course, _unopened, seed=0, hidden=setup.hidden, drafts=True)
    loop = _Loop(wire, checks, _carriers(setup), bounded=bool(setup.sandbox))
    files = [str(path) for path in course.checker_files(setup.topic, hidden=setup.hidden)]
    arguments = [*_ARGUMENTS, "--rootdir", str(course.root), "-c", os.devnull, *files]
    sys.exit(pytest.main(arguments, plugins=[checks, loop]))


def _carriers(setup: Setup) -> Carriers:
    if setup.sandbox:
        from tensorkata.running.sandbox import from_ticket

        return from_ticket(setup.sandbox).open
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, sys.stderr.fileno())  # TensorFlow logs at every start, below Python
    for name in ("tensorkata.running.host", "tensorkata.running.probes"):
        importlib.import_module(name)  # TensorFlow with them: once, before the forks
    quick.settle()
    return LocalCarrier


def _unopened(topic: Topic) -> Opened:
    raise ProbeFailure("broken", f"no submission is open for {topic.name}")


_WARM = ("numpy.ma", "numpy.random")  # late imports of NumPy, which no fork should pay for

# One thread each: the parallelism is over submissions.
_ENVIRONMENT = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "",
    "PYTHONHASHSEED": "0",
    **quick.XLA,
}
_ARGUMENTS = [
    *("-p", "no:terminal", "-p", "no:cacheprovider", "-p", "no:logging", "-p", "no:faulthandler"),
    *("--capture=no", "--import-mode=importlib", "--strict-markers"),
]

if __name__ == "__main__":
    main()
