"""One job, judged: its submission is read and opened, and the collected checks run on it.

It happens in a fork of the judge process, which ends with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from tensorkata.checking.key import Key
from tensorkata.checking.opened_submission import Opened, open_over
from tensorkata.checking.plugin import Checks, run_check
from tensorkata.checking.ran import Ran
from tensorkata.checking.reply import read_reply
from tensorkata.course import Topic
from tensorkata.errors import MachineError, ProbeFailure, UnreadableError
from tensorkata.grading.messages import Graded, Job, Unreadable
from tensorkata.protocol import observation
from tensorkata.protocol.records import CELLS, Ask, Carrier, Start
from tensorkata.protocol.submission import Submission, from_text, read

Carriers = Callable[[Start], Carrier]


class Collected(NamedTuple):
    """What a judge holds before any job: a topic's checks, and carriers for submissions."""

    items: list[pytest.Item]
    checks: Checks
    carriers: Carriers

    @property
    def topic(self) -> Topic:
        """The topic of the checks."""
        return self.checks.exercise_of(self.items[0])[0]


def judge(job: Job, collected: Collected) -> Graded | Unreadable:
    """Run the checks on a submission."""
    begun = time.perf_counter()
    try:
        submission = submission_of(job, collected.topic)
    except UnreadableError as error:
        return Unreadable(str(error))
    opened = opened_for(job, submission, collected)
    shown = _shown(opened.carrier) if job.show else None
    for _ in runs(job, collected, opened, job.key):
        pass
    opened.carrier.close()
    results = collected.checks.tally.results(collected.topic.name)
    return Graded(results, submission.sha256, time.perf_counter() - begun, shown)


def submission_of(job: Job, topic: Topic) -> Submission:
    """Read a job's file or text; UnreadableError if it cannot be.

    Messages use the topic's file name, whatever the file was called.
    """
    if job.text is not None:
        return from_text(job.text, topic.filename)
    return read(Path(job.path), topic.filename)


def opened_for(job: Job, submission: Submission, collected: Collected) -> Opened:
    """Open a job's submission over a new carrier."""

    def carry(start: Start) -> Carrier:
        return collected.carriers(replace(start, show=job.show))

    return open_over(carry, collected.checks.course, collected.topic, submission, job.key)


def runs(
    job: Job, collected: Collected, opened: Opened, key: Key
) -> Iterator[tuple[pytest.Item, Ran]]:
    """Run the job's checks under a key, one at each step; the tally is this run's.

    MachineError if a check ended by a fault that no submission can cause.
    """
    checks = collected.checks
    checks.restart(lambda _: opened, key)
    for item in collected.items:
        if job.exercises is None or checks.exercise_of(item)[1].name in job.exercises:
            ran = run_check(item)
            if isinstance(ran.error, MachineError):
                raise ran.error
            yield item, ran


def _shown(carrier: Carrier) -> Any:
    """Ask for the outputs of the cells, or say why they are unknown."""
    try:
        reply = carrier.ask(Ask(CELLS, observation.encode([[], {}]), 0))
        shown = read_reply(reply)[0]
        msgspec.msgpack.encode(shown)  # an array is not an output
    except ProbeFailure as failure:
        return failure.message
    except TypeError:
        return NOT_SHOWN
    return shown


NOT_SHOWN = "the outputs of the cells cannot be read"
