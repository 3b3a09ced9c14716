"""A topic under check: its submission, and the carrier that reaches it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tensorkata.assignment_files import files_of
from tensorkata.checking.key import Key
from tensorkata.course import Course, Topic
from tensorkata.protocol.records import Carrier, Start
from tensorkata.protocol.submission import Submission


class Opened(msgspec.Struct, frozen=True):
    """One topic under check: its submission, the carrier that reaches it, the probes' source."""

    submission: Submission
    carrier: Carrier
    probes: str


def open_over(
    carry: Callable[[Start], Carrier],
    course: Course,
    topic: Topic,
    submission: Submission,
    key: Key,
    probes: str = "",
) -> Opened:
    """Open a submission of the topic over a new carrier; its probes are the topic's by default."""
    probes, seed = probes or course.probes_source(topic.name), key.number(topic.name)
    files = files_of(course, topic.name)
    start = Start(
        submission.filename, submission.cells, probes, seed, files=files, devices=topic.devices
    )
    return Opened(submission, carry(start), probes)
