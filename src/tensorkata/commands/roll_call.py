"""Who is graded: what was handed in, held against the roster, the times and the due dates."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tensorkata.course import Course, Topic
from tensorkata.course_settings import Assignment
from tensorkata.errors import UsageError
from tensorkata.grading.candidates import code_of
from tensorkata.grading.collect import Entry, collect
from tensorkata.grading.lateness import with_due, without_time
from tensorkata.grading.roll import unknown, with_roster, with_times
from tensorkata.grading.roster import Roster, column_of, read_roster, read_times
from tensorkata.grading.topics import Paths
from tensorkata.reporting.terminal import make_console
from tensorkata.times import due_time, written


class Lists(msgspec.Struct, frozen=True):
    """What an instructor knows of a class: who is in it, when they handed in, when it was due."""

    roster: Roster | None = None
    times: Path | None = None
    due: dt.datetime | None = None

    def for_several_topics(self) -> Lists:
        """Return the lists without the roster's times, which are of one topic."""
        if self.roster is None or not any("submitted" in p.about for p in self.roster.people):
            return self
        _warn(ONE_TOPIC)
        people = [replace(p, about={**p.about, "submitted": ""}) for p in self.roster.people]
        return replace(self, roster=replace(self.roster, people=tuple(people)))


def read_lists(roster: Path | None, times: Path | None, due: str) -> Lists:
    """Read the options of that name; UsageError in one line for what is none."""
    if times:
        read_times(times, lambda _: True)
    people = read_roster(roster) if roster else None
    return Lists(people, times, due_time(due, "--due") if due else None)


class Roll(msgspec.Struct, frozen=True):
    """The entries of a topic, its due date, a platform's name of it, and what does not fit."""

    entries: list[Entry]
    due: str
    columns: dict[str, str]
    warnings: list[str]

    @property
    def handed_in(self) -> bool:
        """Whether anybody has handed in anything."""
        return not all(entry.empty for entry in self.entries)

    def tell(self, topic: str = "") -> None:
        """Tell the instructor what does not fit, with the topic if there are several."""
        for text in self.warnings:
            _warn(f"{topic}: {text}" if topic else text)


def call_roll(course: Course, topic: Topic, paths: Paths, lists: Lists, out: Path) -> Roll:
    """Return the entries of a topic, held against the lists and course.toml."""
    stub = course.exercises / topic.filename
    entries = collect(
        *(topic, paths.read, out / "collected", stub, out),
        among=paths.among,
        only=paths.only,
        apart=paths.apart,
    )
    columns, warnings = {}, []
    if lists.roster:
        entries = with_roster(lists.roster, entries, lambda entry: _is_stub(entry, stub))
        columns = column_of(lists.roster, topic.name, topic.title)
        warnings += _named(STRANGERS, unknown(entries))
    if lists.times:
        times = read_times(lists.times, lambda text: _is_topic(course, topic, text))
        entries, unmet = with_times(times, entries, lists.times.name)
        warnings += _named(UNTIMED.format(times=lists.times), unmet)
    assignment = _assignment(course, topic, lists)
    entries, unmet = with_due(entries, assignment, course.settings.late)
    warnings += _named(UNEXTENDED, unmet)
    if count := without_time(entries):
        warnings.append(TIMELESS.format(count=count))
    return Roll(entries, written(assignment.due), columns, warnings)


def _assignment(course: Course, topic: Topic, lists: Lists) -> Assignment:
    """Return what is set for the topic; --due comes before course.toml, extensions stay."""
    assignment = course.settings.of(topic.name)
    return replace(assignment, due=lists.due) if lists.due else assignment


def _is_topic(course: Course, topic: Topic, text: str) -> bool:
    try:
        return course.topic(text) == topic
    except UsageError:
        return text.casefold() == topic.title.casefold()


def _is_stub(entry: Entry, stub: Path) -> bool:
    if entry.file is None or not stub.is_file():
        return entry.file is None
    try:
        return code_of(entry.file.read_bytes()) == code_of(stub.read_bytes())
    except OSError:
        return False


def _named(text: str, names: list[str]) -> list[str]:
    return [f"{text}, {len(names)} in all: {', '.join(names[:5])}"] if names else []


def _warn(text: str) -> None:
    make_console(sys.stderr).print(text, markup=False)


STRANGERS = "graded, but not found in the roster"
UNTIMED = "--times {times}: handed in nothing that is graded"
UNEXTENDED = "course.toml: an extension for nobody of these students"
TIMELESS = (
    "submissions of which it is not known when they were handed in, so that they do not count as"
    " late: {count}; give --times CSV"
)
ONE_TOPIC = (
    "--roster: its times are not used, since several topics are graded: give --times CSV with a"
    " column `topic`"
)
