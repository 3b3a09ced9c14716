"""Grade a class: every submission judged, in a pool of warm judges over one sandbox.

Each result goes to the store as it is made. If a judge or a sandbox dies, new ones grade the rest
(retries.py); they also grade files that changed meanwhile. A submission that brings its judge down
each time gets that as its result, which is kept. One that the machine leaves ungraded is a fault
and is not kept, so that the same command tries it again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from math import fsum
from pathlib import Path
from typing import Any, Protocol

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from tensorkata import __version__
from tensorkata.checking.key import Key
from tensorkata.course import Course, Topic
from tensorkata.grading.collect import ODD, Entry
from tensorkata.grading.deadline import SLACK
from tensorkata.grading.listener import Listener
from tensorkata.grading.messages import Fault, Graded, Job, Ready, Unreadable, Verdict
from tensorkata.grading.pool import Judges, Pool
from tensorkata.grading.retries import OWN, Queue
from tensorkata.grading.store import Keyed, Results, Store, basis_of, key_of
from tensorkata.limits import Choice, Level, Limits
from tensorkata.results import ExerciseResult, Outcome, RunResult, Status, SubmissionResult
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.packages import demand
from tensorkata.sandbox.sandbox import Sandbox


class Order(msgspec.Struct, frozen=True):
    """How to grade a class: the options of `kata grade`.

    Without a key, a continued run keeps its key and a new run draws one. `jobs` is the number of
    submissions judged at a time (0: one per core). `force` grades everything again. `packages` are
    those that submissions count on. `show` keeps what the cells show, for nbgrader's pages.
    `absent`, `columns` and `due` are the run's (results.py).
    """

    key: Key | None = None
    hidden: bool = True
    jobs: int = 0
    isolation: Choice = "auto"
    limits: Limits = Limits()
    force: bool = False
    packages: tuple[str, ...] = ()
    show: bool = False
    absent: float | None = None
    columns: dict[str, str] = {}
    due: str = ""


class Machines(Protocol):
    """Grade instead of this machine: a cluster."""

    def level(self, choice: Choice) -> Level:
        """Return the isolation that its workers give."""

    def packages(self, named: Sequence[str], level: Level) -> dict[str, str]:
        """Return what its workers have installed; UsageError if one lacks a named package."""

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
    """Grade every entry that the store lacks, and return the run in the order of the entries.

    Its submissions are read from the store, which stays open as long as they are needed.
    """
    level = machines.level(order.isolation) if machines else choose(order.isolation)
    found = (machines.packages if machines else demand)(order.packages, level)
    key = _key(order, store, topic)
    secret = key.secret.hex()
    run = RunResult(__version__, topic.name, key.seed, level, _now(), _now(), (), secret)
    absent = UNSET if order.absent is None else order.absent
    run = replace(run, absent=absent, columns=order.columns or UNSET, due=order.due or UNSET)
    what: dict[str, Any] = {"hidden": order.hidden, "limits": order.limits, "packages": found}
    basis = basis_of(course, topic, key, level, **what)
    grading = _Grading(entries, basis, store, listener, show=order.show)
    store.note(run, grading.keyed())
    left = Queue(grading.unknown(force=order.force))
    while left.begin_round():
        size = 1 if left.alone() else min(order.jobs or os.cpu_count() or 1, len(left))
        with _warm(course, topic, level, order, size, machines) as judges:
            grading.ready = judges.ready()
            jobs = ((number, _job(entries[number], key, order)) for number in left)
            for number, verdict in judges.run(jobs):
                grading.take(number, verdict, left)
    for number in left.drain():
        grading.give_up(number)
    grading.weigh()
    run = replace(run, finished=_now(), submissions=grading.results())
    store.note(run, grading.keyed())
    return run


class _Grading:
    """The entries of a run with their keys, and their results so far."""

    def __init__(
        self, entries: list[Entry], basis: bytes, store: Store, listener: Listener, *, show: bool
    ) -> None:
        self.ready = Ready(0, 0.0)
        self._entries = entries
        self._basis = basis
        self._keys = [key_of(basis, entry.file, entry.why) for entry in entries]
        self._store = store
        self._listener = listener
        self._show = show
        self._unkept: dict[int, SubmissionResult] = {}
        self._fault = Fault("", "sandbox")

    def keyed(self) -> list[Keyed]:
        """Return the entries with the keys of their results."""
        pairs = zip(self._entries, self._keys, strict=True)
        return [
            Keyed(
                *(entry.student, entry.path, key, entry.found, entry.note, entry.platform),
                *(entry.submitted, entry.due, entry.days_late, entry.share),
                _file(entry) if entry.file else "",
            )
            for entry, key in pairs
        ]

    def results(self) -> Results:
        """Return the results of all entries."""
        return Results(self._store, self.keyed(), self._unkept)

    def unknown(self, *, force: bool) -> list[int]:
        """Report stored results to the listener; return the numbers of all other entries."""
        wanted = []
        for number, (entry, keyed) in enumerate(zip(self._entries, self.keyed(), strict=True)):
            key = keyed.key
            known = self._store.known(key)
            if entry.file is None:
                known = known or self._without_file(entry, key)
            again = force or (self._show and not self._store.has_shown(key))
            if known is None or (again and entry.file is not None):
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
            self._keep(number, verdict)
            return
        self._fault = verdict
        if left.failed(number, verdict):
            again = SANDBOX_ENDED if verdict.of == "sandbox" else f"{verdict.why}; {AGAIN}"
            self._listener.told(f"{entry.student}: {again}")
        elif verdict.of in OWN:
            self._keep(number, _brought_down(self.ready, verdict))
        else:
            self.give_up(number)

    def _keep(self, number: int, verdict: Graded | Unreadable) -> None:
        result = self._result(self._entries[number], verdict)
        self._store.keep(self._keys[number], result)
        if self._show:
            told = verdict.shown if isinstance(verdict, Graded) else None
            self._store.keep_shown(self._keys[number], told)
        self._listener.graded(result)

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
                points, seconds = fsum(e.points for e in exercises), round(seconds, 3)
                return replace(
                    result, sha256=sha256, points=points, seconds=seconds, exercises=exercises
                )
            case Unreadable(why):
                return replace(result, status="unreadable", message=why)
            case Fault(why):
                return replace(result, status="fault", message=why)


def _brought_down(ready: Ready, fault: Fault) -> Graded:
    """Return the verdict on what no judge can bring to an end: no check has passed, and why."""
    outcome: Outcome = "timeout" if fault.of == "time" else "crashed"
    message = fault.why if fault.of in {"time", "fork"} else CRASHED

    def ended(exercise: ExerciseResult) -> ExerciseResult:
        checks = (replace(check, outcome=outcome, message=message) for check in exercise.checks)
        return replace(exercise, checks=tuple(checks))

    return Graded(tuple(map(ended, ready.unrun)))


@contextlib.contextmanager
def _warm(
    course: Course,
    topic: Topic,
    level: Level,
    order: Order,
    size: int,
    machines: Machines | None,
) -> Iterator[Judges]:
    """Hold a sandbox and judges, which warm up at the same time; or judges on other machines."""
    if machines:
        yield machines.take(course, topic, level, order.limits, hidden=order.hidden)
        return
    with (
        Sandbox(level, order.limits) as sandbox,
        Pool(course, topic, size, hidden=order.hidden, sandbox=sandbox) as pool,
    ):
        yield pool


def _job(entry: Entry, key: Key, order: Order) -> Job:
    return Job(_file(entry), key, show=order.show, seconds=order.limits.total + SLACK)


def _file(entry: Entry) -> str:
    # A name that is not text is no file to the judge: the result says that there is none.
    return os.fsencode((entry.file or Path()).absolute()).decode("utf-8", ODD)


def _key(order: Order, store: Store, topic: Topic) -> Key:
    """Return the requested key, else the key of the run that this one continues."""
    if order.key is not None:
        return order.key
    last = None if order.force else store.about()
    if last is None or last.topic != topic.name or not last.key:
        return Key.drawn()
    return Key(bytes.fromhex(last.key), last.seed)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


CRASHED = "the judge crashed on this file"
NOT_HANDED_IN = "nothing was handed in"
CHANGED = "the file was changed while it was being graded"
AGAIN = "it will be graded again"
SANDBOX_ENDED = "the sandbox has ended; a new one starts and grades it again"
