"""Grade a class: every submission judged, in a pool of warm judges over one sandbox.

Each result goes to the store as it is made. What a dead judge or a dead sandbox has left ungraded
is graded by new ones (queue.py), and so is what was changed meanwhile; what still is not graded is
told as such, and not kept, so that the same command tries it again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

import msgspec
from msgspec.structs import replace

from tensorkata import __version__
from tensorkata.course import Course, Topic
from tensorkata.grading.collect import NOTHING, ODD, Entry
from tensorkata.grading.messages import Job, Ready, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.grading.retries import Queue
from tensorkata.grading.store import Place, Results, Store, basis_of, key_of
from tensorkata.limits import Choice, Level, Limits
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.sandbox.isolation import choose
from tensorkata.sandbox.sandbox import Sandbox

SLACK = 60.0  # seconds of a judge's own beyond what its sandbox may take


class Order(msgspec.Struct, frozen=True):
    """How a class is to be graded."""

    seed: int
    hidden: bool
    jobs: int = 0
    isolation: Choice = "auto"
    limits: Limits = Limits()
    force: bool = False


class Listener(Protocol):
    """Hear how a run goes on."""

    def known(self, result: SubmissionResult) -> None:
        """Hear of a result that was there already."""

    def graded(self, result: SubmissionResult) -> None:
        """Hear of a result as it is made."""

    def told(self, text: str) -> None:
        """Hear what an instructor should know."""


def grade(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    store: Store,
    listener: Listener,
    cluster: Any = None,
) -> RunResult:
    """Grade what the store does not know yet, and return the run in the order of the entries.

    Its submissions are read from the store, which stays open as long as they are needed.
    """
    level = cluster.level(order.isolation) if cluster else choose(order.isolation)
    run = RunResult(__version__, topic.name, order.seed, level, _now(), _now(), ())
    basis = basis_of(course, topic, order.seed, hidden=order.hidden, limits=order.limits)
    keys = [key_of(basis, entry.path) for entry in entries]
    store.begin(run, _places(entries, keys))
    unkept: dict[int, SubmissionResult] = {}
    wanted: list[int] = []
    for number, (entry, key) in enumerate(zip(entries, keys, strict=True)):
        known = None if order.force else store.known(key)
        if entry.path == NOTHING and not known:
            known = SubmissionResult("", "", "", "unreadable", 0.0, 0.0, 0.0, (), NOT_HANDED_IN)
            store.keep(key, known)
        if known:
            # It may have another name by now.
            listener.known(replace(known, student=entry.student, path=entry.shown))
        else:
            wanted.append(number)
    left = Queue(wanted)
    for number, said, ready in _judged(course, topic, entries, order, level, left, cluster):
        key = key_of(basis, entries[number].path)
        verdict = said if key == keys[number] else Verdict(fault=CHANGED)
        keys[number] = key
        if verdict.fault:
            if left.failed(number, verdict):
                told = SANDBOX_ENDED if verdict.machine else f"{verdict.fault}; it is graded again"
                listener.told(f"{entries[number].student}: {told}")
                continue
        else:
            left.passed()
        result = _result(entries[number], verdict, ready)
        if verdict.fault:
            unkept[number] = result
        else:
            store.keep(key, result)
        listener.graded(result)
    places = _places(entries, keys)
    run = replace(run, finished=_now(), submissions=Results(store, places, unkept))
    store.begin(run, places)
    return run


def ungraded(run: RunResult) -> list[SubmissionResult]:
    """Return what a fault of the machine or the kit has left ungraded."""
    return [entry for entry in run.submissions if entry.message.startswith(NOT_GRADED)]


def _judged(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    level: Level,
    left: Queue,
    cluster: Any,
) -> Iterator[tuple[int, Verdict, Ready]]:
    """Yield each verdict as it is made, from one sandbox after the other where they end."""
    ready, fault = Ready(0, 0.0), Verdict()
    while left.opened():
        size = 1 if left.alone() else min(order.jobs or os.cpu_count() or 1, len(left))
        with warm(course, topic, level, order, size, cluster) as pool:
            ready = pool.ready()
            for number, verdict in pool.run((n, _job(entries[n], order)) for n in left):
                fault = verdict if verdict.fault else fault
                yield number, verdict, ready
    for number in left.drain():
        yield number, fault, ready


@contextlib.contextmanager
def warm(
    course: Course, topic: Topic, level: Level, order: Order, size: int, cluster: Any = None
) -> Iterator[Any]:
    """Hold a sandbox and judges, which warm up at the same time; or those of a cluster."""
    if cluster:
        yield cluster.take(course, topic, level, order.limits, hidden=order.hidden)
        return
    with (
        Sandbox(level, order.limits) as sandbox,
        Pool(course, topic, size, hidden=order.hidden, sandbox=sandbox) as pool,
    ):
        yield pool


def _job(entry: Entry, order: Order) -> Job:
    # A name that is no text names no file for the judge: the result says that there is none.
    path = os.fsencode(entry.path.absolute()).decode("utf-8", ODD)
    return Job(path, order.seed, seconds=order.limits.total + SLACK)


def _result(entry: Entry, verdict: Verdict, ready: Ready) -> SubmissionResult:
    points = sum(exercise.points for exercise in verdict.exercises)
    unread = verdict.unreadable or (f"{NOT_GRADED}{verdict.fault}" if verdict.fault else "")
    return SubmissionResult(
        student=entry.student,
        path=entry.shown,
        sha256=verdict.sha256,
        status="unreadable" if unread else "graded",
        points=points,
        max_points=ready.max_points,
        seconds=round(verdict.seconds, 3),
        exercises=verdict.exercises,
        message=unread,
    )


def _places(entries: list[Entry], keys: list[str]) -> list[Place]:
    return [Place(e.student, e.shown, key) for e, key in zip(entries, keys, strict=True)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


NOT_GRADED = "not graded: "
NOT_HANDED_IN = "nothing was handed in"
CHANGED = "the file was changed while it was graded"
SANDBOX_ENDED = "the sandbox has ended; a new one is started and grades it again"
