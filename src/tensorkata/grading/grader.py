"""Grade a class: every submission judged, in a pool of warm judges over one sandbox.

Each result goes to the store as it is made. What a dead judge or a dead sandbox has left ungraded
is graded by new ones; what still is not is told as such, and not kept, so that it is tried again.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from tensorkata import __version__
from tensorkata.curriculum import Course, Topic
from tensorkata.grading.collect import NOTHING, Entry
from tensorkata.grading.judge import Job, Ready, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.grading.store import Place, Store, basis_of, key_of
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.running.isolation import Choice, Level, Limits, choose
from tensorkata.running.sandbox import Sandbox

SLACK = 60.0  # seconds of a judge's own beyond what its sandbox may take
TRIES = 3  # of what a dead judge or a dead sandbox has left ungraded


class Order(msgspec.Struct, frozen=True):
    """How a class is to be graded."""

    seed: int
    hidden: bool
    jobs: int = 0
    isolation: Choice = "auto"
    limits: Limits = Limits()
    force: bool = False


def grade(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    store: Store,
    each: Callable[[SubmissionResult], None] = lambda result: None,
) -> RunResult:
    """Grade what the store does not know yet, and return the run in the order of the entries."""
    level = choose(order.isolation)
    run = RunResult(__version__, topic.name, order.seed, level, _now(), _now(), ())
    basis = basis_of(course, topic, order.seed, hidden=order.hidden, limits=order.limits)
    keys = [key_of(basis, entry.path) for entry in entries]
    places = [Place(e.student, e.shown, key) for e, key in zip(entries, keys, strict=True)]
    store.begin(run, places)
    results: dict[int, SubmissionResult] = {}
    for number, (entry, key) in enumerate(zip(entries, keys, strict=True)):
        if not order.force and (known := store.known(key)):
            results[number] = _named(known, entry)
            each(results[number])
        elif entry.path == NOTHING:
            results[number] = SubmissionResult(
                entry.student, "", "", "unreadable", 0.0, 0.0, 0.0, (), "nothing was handed in"
            )
            each(results[number])
    left = [number for number in range(len(entries)) if number not in results]
    for number, result, final in _graded(course, topic, entries, order, level, left):
        if final:
            store.keep(keys[number], result)
        results[number] = result
        each(result)
    run = msgspec.structs.replace(
        run, finished=_now(), submissions=tuple(results[number] for number in sorted(results))
    )
    store.begin(run, places)
    return run


def _graded(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    level: Level,
    left: list[int],
) -> Iterator[tuple[int, SubmissionResult, bool]]:
    """Yield each result as it is made, and whether it is final; faults are tried again first."""
    size = min(order.jobs or os.cpu_count() or 1, len(left))
    for attempt in range(1, TRIES + 1):
        if not left:
            return
        jobs = [(number, _job(entries[number], order)) for number in left]
        faults: list[int] = []
        with warm(course, topic, level, order, size) as pool:
            ready = pool.ready()
            for number, verdict in pool.run(jobs):
                if verdict.fault and attempt < TRIES:
                    faults.append(number)
                else:
                    result = _result(entries[number], verdict, ready)
                    yield number, result, not verdict.fault
        left = faults


@contextlib.contextmanager
def warm(course: Course, topic: Topic, level: Level, order: Order, size: int) -> Iterator[Any]:
    """Hold a sandbox and a pool of judges; both warm up at the same time."""
    with (
        Sandbox(level, order.limits) as sandbox,
        Pool(course, topic, size, hidden=order.hidden, sandbox=sandbox) as pool,
    ):
        yield pool


def _job(entry: Entry, order: Order) -> Job:
    return Job(str(entry.path.absolute()), order.seed, seconds=order.limits.total + SLACK)


def _result(entry: Entry, verdict: Verdict, ready: Ready) -> SubmissionResult:
    points = sum(exercise.points for exercise in verdict.exercises)
    unread = verdict.unreadable or (NOT_GRADED.format(why=verdict.fault) if verdict.fault else "")
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


def _named(result: SubmissionResult, entry: Entry) -> SubmissionResult:
    """Return a result that is known under the name that its submission has now."""
    return msgspec.structs.replace(result, student=entry.student, path=entry.shown)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


NOT_GRADED = "not graded: {why}; grade it again"
