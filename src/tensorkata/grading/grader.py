"""Grade a class: every submission judged, in a pool of warm judges over one sandbox.

Each result goes to the store as it is made. What a dead judge or a dead sandbox has left ungraded
is graded by new ones (retries.py), and so is what was changed meanwhile; what still is not graded
is a fault, and not kept, so that the same command tries it again.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec.structs import replace

from tensorkata import __version__
from tensorkata.course import Course, Topic
from tensorkata.grading.collect import ODD, Entry
from tensorkata.grading.messages import Fault, Graded, Job, Ready, Unreadable, Verdict
from tensorkata.grading.pool import Judges, Pool
from tensorkata.grading.retries import Queue
from tensorkata.grading.store import Keyed, Results, Store, basis_of, key_of
from tensorkata.limits import Choice, Level, Limits
from tensorkata.results import RunResult, Status, SubmissionResult
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.sandbox import Sandbox

SLACK = 60.0  # seconds of a judge's own beyond what its sandbox may take
SEEDS = 2**16


class Order(msgspec.Struct, frozen=True):
    """How a class is to be graded: the options of `kata grade`.

    Without a seed it is that of the run which this one goes on with, else it is drawn. `jobs` are
    submissions judged at a time (0: one for each core). `force` grades again what is graded.
    `absent` and `columns` are the run's own (results.py).
    """

    seed: int | None = None
    hidden: bool = True
    jobs: int = 0
    isolation: Choice = "auto"
    limits: Limits = Limits()
    force: bool = False
    absent: float | None = None
    columns: dict[str, str] = {}


class Listener(Protocol):
    """Hear how a run goes on."""

    def known(self, result: SubmissionResult) -> None:
        """Hear of a result that was there already."""

    def graded(self, result: SubmissionResult) -> None:
        """Hear of a result as it is made."""

    def told(self, text: str) -> None:
        """Hear what an instructor should know."""


class Machines(Protocol):
    """What can grade in the place of this machine: a cluster."""

    def level(self, choice: Choice) -> Level:
        """Return the isolation that they give."""

    def take(
        self, course: Course, topic: Topic, level: Level, limits: Limits, *, hidden: bool
    ) -> Judges:
        """Return judges of a topic."""


def grade(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    store: Store,
    listener: Listener,
    machines: Machines | None = None,
) -> RunResult:
    """Grade what the store does not know yet, and return the run in the order of the entries.

    Its submissions are read from the store, which stays open as long as they are needed.
    """
    level = machines.level(order.isolation) if machines else choose(order.isolation)
    seed = _seed(order, store, topic)
    run = RunResult(__version__, topic.name, seed, level, _now(), _now(), ())
    run = replace(run, absent=order.absent, columns=order.columns)
    basis = basis_of(course, topic, seed, hidden=order.hidden, limits=order.limits)
    grading = _Grading(entries, basis, store, listener)
    store.note(run, grading.keyed())
    left = Queue(grading.unknown(force=order.force))
    while left.begin_round():
        size = 1 if left.alone() else min(order.jobs or os.cpu_count() or 1, len(left))
        with _warm(course, topic, level, order, size, machines) as judges:
            grading.ready = judges.ready()
            jobs = ((number, _job(entries[number], seed, order.limits)) for number in left)
            for number, verdict in judges.run(jobs):
                grading.take(number, verdict, left)
    for number in left.drain():
        grading.give_up(number)
    grading.weigh()
    run = replace(run, finished=_now(), submissions=grading.results())
    store.note(run, grading.keyed())
    return run


class _Grading:
    """The entries of a run with their keys, and what has come of them so far."""

    def __init__(
        self, entries: list[Entry], basis: bytes, store: Store, listener: Listener
    ) -> None:
        self.ready = Ready(0, 0.0)
        self._entries = entries
        self._basis = basis
        self._keys = [key_of(basis, entry.file, entry.why) for entry in entries]
        self._store = store
        self._listener = listener
        self._unkept: dict[int, SubmissionResult] = {}
        self._fault = Fault("", "sandbox")

    def keyed(self) -> list[Keyed]:
        """Return the entries with the keys of their results."""
        pairs = zip(self._entries, self._keys, strict=True)
        return [Keyed(e.student, e.path, key, e.found, e.note, e.platform) for e, key in pairs]

    def results(self) -> Results:
        """Return the results of all entries."""
        return Results(self._store, self.keyed(), self._unkept)

    def unknown(self, *, force: bool) -> list[int]:
        """Tell the listener of what the store knows; return the numbers of all others."""
        wanted = []
        for number, (entry, keyed) in enumerate(zip(self._entries, self.keyed(), strict=True)):
            key = keyed.key
            known = self._store.known(key)
            if entry.file is None:
                known = known or self._without_file(entry, key)
            if known is None or (force and entry.file is not None):
                wanted.append(number)
            else:
                self._listener.known(keyed.of(known))
        return wanted

    def _without_file(self, entry: Entry, key: str) -> SubmissionResult:
        """Keep why there is nothing to grade: nothing was handed in, or nothing that can be."""
        status: Status = "unreadable" if entry.why else "absent"
        why = entry.why or NOT_HANDED_IN
        result = SubmissionResult("", "", "", status, 0.0, 0.0, 0.0, (), why)
        self._store.keep(key, result)
        return result

    def weigh(self) -> None:
        """Let what could not be graded count by what a submission can earn, once that is known."""
        for entry, key in zip(self._entries, self._keys, strict=True):
            if entry.why and self.ready.max_points and (known := self._store.known(key)):
                self._store.keep(key, replace(known, max_points=self.ready.max_points))

    def take(self, number: int, verdict: Verdict, left: Queue) -> None:
        """Keep the verdict on a submission, or let it be graded again after a fault."""
        entry = self._entries[number]
        key = key_of(self._basis, entry.file, entry.why)
        if key != self._keys[number]:
            self._keys[number], verdict = key, Fault(CHANGED, "changed")
        if not isinstance(verdict, Fault):
            left.passed()
            result = self._result(entry, verdict)
            self._store.keep(key, result)
            self._listener.graded(result)
            return
        self._fault = verdict
        if left.failed(number, verdict):
            again = SANDBOX_ENDED if verdict.of == "sandbox" else f"{verdict.why}; {AGAIN}"
            self._listener.told(f"{entry.student}: {again}")
        else:
            self.give_up(number)

    def give_up(self, number: int) -> None:
        """Note the last fault as the result of a submission, which is not kept."""
        result = self._unkept[number] = self._result(self._entries[number], self._fault)
        self._listener.graded(result)

    def _result(self, entry: Entry, verdict: Verdict) -> SubmissionResult:
        result = SubmissionResult(
            student=entry.student,
            path=entry.path,
            found=entry.found,
            note=entry.note,
            platform=entry.platform,
            sha256="",
            status="graded",
            points=0.0,
            max_points=self.ready.max_points,
            seconds=0.0,
            exercises=(),
        )
        match verdict:
            case Graded(exercises, sha256, seconds):
                points, seconds = sum(e.points for e in exercises), round(seconds, 3)
                return replace(
                    result, sha256=sha256, points=points, seconds=seconds, exercises=exercises
                )
            case Unreadable(why):
                return replace(result, status="unreadable", message=why)
            case Fault(why):
                return replace(result, status="fault", message=why)


@contextlib.contextmanager
def _warm(
    course: Course,
    topic: Topic,
    level: Level,
    order: Order,
    size: int,
    machines: Machines | None,
) -> Iterator[Judges]:
    """Hold a sandbox and judges, which warm up at the same time; or those of other machines."""
    if machines:
        yield machines.take(course, topic, level, order.limits, hidden=order.hidden)
        return
    with (
        Sandbox(level, order.limits) as sandbox,
        Pool(course, topic, size, hidden=order.hidden, sandbox=sandbox) as pool,
    ):
        yield pool


def _job(entry: Entry, seed: int, limits: Limits) -> Job:
    # A name that is no text names no file for the judge: the result says that there is none.
    path = os.fsencode((entry.file or Path()).absolute()).decode("utf-8", ODD)
    return Job(path, seed, seconds=limits.total + SLACK)


def _seed(order: Order, store: Store, topic: Topic) -> int:
    """Return the seed that was asked for, else that of the run that this one goes on with."""
    if order.seed is not None:
        return order.seed
    last = None if order.force else store.about()
    return last.seed if last and last.topic == topic.name else secrets.randbelow(SEEDS)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


NOT_HANDED_IN = "nothing was handed in"
CHANGED = "the file was changed while it was graded"
AGAIN = "it is graded again"
SANDBOX_ENDED = "the sandbox has ended; a new one is started and grades it again"
