"""Draw the looks of a topic with a student's own work, in this process.

A look is asked as a probe is; what goes wrong in it is told as a sentence beside the picture. Knows
neither how a picture is shown nor who asks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from functools import partial

import msgspec

from tensorkata.checking.key import Key
from tensorkata.checking.local_run import Work, open_work, seconds_allowed
from tensorkata.checking.reply import read_reply
from tensorkata.course import TOGETHER, Course, Exercise, Topic
from tensorkata.errors import ProbeFailure, UsageError
from tensorkata.protocol import observation
from tensorkata.protocol.records import Ask, Carrier
from tensorkata.student.time_limit import TimeLimit


class Picture(msgspec.Struct, frozen=True):
    """What a look shows: SVG or nothing, what is to be seen in it, and why there is no more."""

    title: str
    alt: str = ""
    svg: str = ""
    note: str = ""


def looks_asked(course: Course, selected: str) -> tuple[Topic, tuple[str, ...]]:
    """Return the topic and the looks that `EXERCISE`, `TOPIC` or `TOPIC::put_together` asks for.

    UsageError if there is none.
    """
    head, _, tail = selected.partition("::")
    together = tail == TOGETHER
    topic, exercise = course.select(head if together else selected)
    names = course.looks(topic.name)
    asked = (TOGETHER,) if together else (exercise.stem,) if exercise else names
    if asked and set(asked) <= set(names):
        return topic, asked
    shown = [one.name for one in topic.exercise if one.stem in names]
    shown += [f"{topic.name}::{TOGETHER}"] if TOGETHER in names else []
    others = f"; in {topic.name} these have one: {', '.join(shown)}" if shown else ""
    raise UsageError(f"{exercise.name if exercise else selected} has no picture{others}")


def draw_looks(
    course: Course,
    topic: Topic,
    names: Iterable[str],
    work: Work,
    seed: int,
    timeout: float | None = None,
) -> list[Picture]:
    """Draw looks of one topic, each with what the student's work gives."""
    seconds = seconds_allowed() if timeout is None else timeout
    key, limit = Key.of(seed), TimeLimit(seconds)
    probes = course.looks_source(topic.name)
    notes: list[str] = []
    try:
        opened = open_work(course, work, key, limit, topic, probes, note=notes.append)
    except ProbeFailure as failure:
        raise UsageError(failure.message) from None
    with contextlib.closing(opened.carrier) as carrier:
        pictures = [_draw(carrier, topic, name, key, limit) for name in names]
    for note in notes:
        pictures[0] = msgspec.structs.replace(
            pictures[0], note=f"{pictures[0].note}\n{note}".strip()
        )
    return pictures


def _draw(carrier: Carrier, topic: Topic, name: str, key: Key, limit: TimeLimit) -> Picture:
    ask = partial(_ask, carrier, name, key.number(topic.name, name))
    title = _title(topic, name)
    try:
        return ask(title, written=True)
    except ProbeFailure as failure:
        seconds, limit.seconds = limit.seconds, 0  # the course's own code draws a scene
        scene = ask(title, written=False)
        limit.seconds = seconds
        exercises = [one for one in topic.exercise if one.stem == name]
        return msgspec.structs.replace(scene, note=_note(failure, topic, exercises))


def _ask(carrier: Carrier, name: str, seed: int, title: str, *, written: bool) -> Picture:
    """Ask for a picture; ProbeFailure if there is none."""
    inputs = observation.encode([[], {"written": written}])
    seen, _ = read_reply(carrier.ask(Ask(name, inputs, seed)))
    return Picture(title, seen["alt"], seen["svg"])


def _title(topic: Topic, name: str) -> str:
    for exercise in topic.exercise:
        if exercise.stem == name:
            return f"{exercise.title} ({exercise.name})"
    return f"{topic.title}: put together"


def _note(failure: ProbeFailure, topic: Topic, exercises: list[Exercise]) -> str:
    """Return why a picture is not there, and what to type."""
    names = [exercise.name for exercise in exercises]
    if failure.outcome == "todo":
        return UNWRITTEN.format(name=names[0]) if names else SOME_UNWRITTEN.format(topic=topic.name)
    more = SLOW if failure.outcome == "timeout" else ""
    return FAILED.format(why=failure.message, what=names[0] if names else topic.name) + more


UNWRITTEN = "{name} is not written yet. Once it is, its picture appears here."
SOME_UNWRITTEN = (
    "It needs exercises that are not written yet; kata check {topic} shows which. Once they are,"
    " the picture appears here."
)
FAILED = "There is no picture: {why}\nTo find out more, type: kata check {what}"
SLOW = "\nIf it passes there, the machine is slow: give the picture more time, with --timeout 60"
