"""A bench: a topic's checks, a warm sandbox and its judges in a process that receives jobs.

A worker of a cluster holds it between jobs. Knows nothing of how jobs come and verdicts go.
"""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tensorkata import __version__
from tensorkata.assignment_files import to_hand_on
from tensorkata.course import MANIFEST, Course, Topic
from tensorkata.errors import KataError, MachineError
from tensorkata.grading.judge import GRADER, Judge
from tensorkata.grading.messages import Fault, Job, Ready, Verdict
from tensorkata.grading.retries import OWN
from tensorkata.limits import Level, Limits
from tensorkata.sandbox.sandbox import Sandbox


class Parcel(msgspec.Struct, frozen=True):
    """What a bench is made from: a topic's files by their names, and how to grade it."""

    topic: str
    hidden: bool
    level: Level
    limits: Limits
    files: dict[str, bytes]


def pack(course: Course, topic: Topic, level: Level, limits: Limits, *, hidden: bool) -> bytes:
    """Return everything that another machine needs to judge a topic."""
    paths = [course.root / MANIFEST, *sorted((course.checkers / topic.name).rglob("*.py"))]
    files = to_hand_on(course, [topic.name], "files/")
    files |= {
        path.relative_to(course.root).as_posix(): path.read_bytes()
        for path in paths
        if hidden or path.parent.name != "hidden"
    }
    return zlib.compress(msgspec.msgpack.encode(Parcel(topic.name, hidden, level, limits, files)))


class Bench:
    """Hold the sandbox and a judge for each thread that asks for one at a time."""

    def __init__(self, parcel: bytes, scratch: str | None) -> None:
        self.parcel = parcel
        self.users = 0
        self._about = msgspec.msgpack.decode(zlib.decompress(parcel), type=Parcel)
        self._idle: list[Judge[Job, Verdict]] = []
        self._stack = contextlib.ExitStack()
        folder = tempfile.TemporaryDirectory(dir=scratch, prefix="tensorkata-")
        self._root = Path(self._stack.enter_context(folder))
        for name, data in self._about.files.items():
            path = self._root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        sandbox = Sandbox(self._about.level, self._about.limits)
        self._sandbox = self._stack.enter_context(sandbox)

    def ready(self) -> Ready:
        """Wait for a judge and return what the checks are worth."""
        judge = self._judge()
        ready = judge.wait_ready()
        self._idle.append(judge)
        return ready

    def judged(self, job: Job, data: bytes) -> Verdict:
        """Judge the bytes of a submission; the job's path gives their kind."""
        judge = self._judge()
        with tempfile.NamedTemporaryFile(dir=self._root, suffix=Path(job.path).suffix) as file:
            file.write(data)
            file.flush()
            judge.send(msgspec.structs.replace(job, path=file.name))
            verdict = judge.receive()
        if isinstance(verdict, Fault):
            judge.close()
            return verdict if verdict.of in OWN else Fault(verdict.why, "worker")
        self._idle.append(judge)
        return verdict

    def close(self) -> None:
        """End the judges and the sandbox."""
        for judge in self._idle:
            judge.close()
        self._stack.close()

    def _judge(self) -> Judge[Job, Verdict]:
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        course = Course(self._root)
        topic = course.topic(self._about.topic)
        return Judge(course, topic, GRADER, hidden=self._about.hidden, sandbox=self._sandbox)


class SharedBench:
    """Hold one bench, for the latest parcel; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bench: Bench | None = None

    @contextlib.contextmanager
    def bench(self, parcel: bytes, scratch: str | None = None) -> Iterator[Bench]:
        """Lend the parcel's bench; MachineError, with this machine's name, if it cannot be made."""
        with self._lock, told_where():
            if self._bench is None or self._bench.parcel != parcel:
                self._leave()
                self._bench = Bench(parcel, scratch)
            bench = self._bench
            bench.users += 1
        try:
            with told_where():
                yield bench
        finally:
            with self._lock:
                bench.users -= 1
                if bench is not self._bench and not bench.users:
                    bench.close()

    def leave(self, parcel: bytes) -> None:
        """Close the parcel's bench, now or when its last user has finished."""
        with self._lock:
            if self._bench and self._bench.parcel == parcel:
                self._leave()

    def _leave(self) -> None:
        if self._bench and not self._bench.users:
            self._bench.close()
        self._bench = None


@contextlib.contextmanager
def told_where() -> Iterator[None]:
    """Put this machine's name before an error message."""
    try:
        yield
    except KataError as error:
        raise MachineError(f"{socket.gethostname()}: {error}") from None


def same_kit(version: str) -> None:
    """Refuse the jobs of another version of the kit."""
    if version != __version__:
        raise MachineError(f"tensorkata {__version__} here, {version} there: install the same")
