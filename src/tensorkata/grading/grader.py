"""Grade a class: every submission judged, in a pool of warm judges over one sandbox."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from tensorkata import __version__
from tensorkata.curriculum import Course, Topic
from tensorkata.grading.collect import Entry
from tensorkata.grading.judge import Job, Ready, Verdict
from tensorkata.grading.pool import Pool
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.running.isolation import Choice, Level, Limits, choose
from tensorkata.running.sandbox import Sandbox

SLACK = 60.0  # seconds of a judge's own beyond what its sandbox may take


class Order(msgspec.Struct, frozen=True):
    """How a class is to be graded."""

    seed: int
    hidden: bool
    jobs: int = 0
    isolation: Choice = "auto"
    limits: Limits = Limits()


def grade(
    course: Course,
    topic: Topic,
    entries: list[Entry],
    order: Order,
    each: Callable[[SubmissionResult], None] = lambda result: None,
) -> RunResult:
    """Grade the submissions and return the run's results in the order of the entries."""
    started = _now()
    level = choose(order.isolation)
    results: dict[int, SubmissionResult] = {}
    jobs = [
        (number, Job(str(entry.path.absolute()), order.seed, seconds=order.limits.total + SLACK))
        for number, entry in enumerate(entries)
    ]
    size = min(order.jobs or os.cpu_count() or 1, len(entries))
    with warm(course, topic, level, order, size) as pool:
        ready = pool.ready()
        for number, verdict in pool.run(jobs):
            results[number] = _result(entries[number], verdict, ready)
            each(results[number])
    ordered = tuple(results[number] for number in sorted(results))
    return RunResult(__version__, topic.name, order.seed, level, started, _now(), ordered)


@contextlib.contextmanager
def warm(course: Course, topic: Topic, level: Level, order: Order, size: int) -> Iterator[Any]:
    """Hold a sandbox and a pool of judges; both warm up at the same time."""
    with (
        Sandbox(level, order.limits) as sandbox,
        Pool(course, topic, size, hidden=order.hidden, sandbox=sandbox) as pool,
    ):
        yield pool


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


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


NOT_GRADED = "not graded: {why}; grade it again"
