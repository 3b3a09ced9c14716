"""Due dates held against when each submission was handed in: who is late, and what it costs.

Knows no verdict: the penalty is a share of the maximum, whatever that turns out to be.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

from msgspec.structs import replace

from tensorkata.course_settings import Assignment, Late
from tensorkata.grading.collect import Entry
from tensorkata.grading.roster import Person, folded
from tensorkata.times import DAY, readable, written


def with_due(
    entries: Iterable[Entry], assignment: Assignment, rule: Late
) -> tuple[list[Entry], list[str]]:
    """Return the entries with their due dates, how late they are and the share that it costs.

    Whose time is not known is not late, and the row says so. Second come the extensions of whom
    nobody here is.
    """
    extensions = {
        called: (name, due)
        for name, due in assignment.extensions.items()
        for called in Person({"name": name}).names()
    }
    unmet = set(assignment.extensions)
    told = []
    for entry in entries:
        found = [extensions[name] for name in sorted(_names(entry) & set(extensions))]
        unmet -= {name for name, _ in found}
        due = max((due for _, due in found), default=assignment.due)
        told.append(_held(entry, due, rule, extended=bool(found)) if due else entry)
    return told, [name for name in assignment.extensions if name in unmet]


def _names(entry: Entry) -> set[str]:
    """Return what a student may be called in course.toml: by any name, number or group."""
    about = {**entry.platform, "student": entry.student}
    numbers = {folded(about.get(key, "")) for key in ("person", "canvas_id", "sid", "group")}
    return Person(about).names() | numbers


def _held(entry: Entry, due: dt.datetime, rule: Late, *, extended: bool) -> Entry:
    entry = replace(entry, due=written(due))
    if entry.file is None:
        return entry
    if not entry.submitted:
        on_time = "canvas_id" in entry.platform or "canvas_anonymous_id" in entry.platform
        on_time = on_time and not entry.platform.get("late")
        return entry if on_time else _noted(entry, UNKNOWN)
    over = dt.datetime.fromisoformat(entry.submitted) - due
    if over <= dt.timedelta(minutes=rule.grace):
        return entry
    days = math.ceil(over / DAY)
    share = min(days * rule.penalty, rule.most)
    told = TOLD.format(time=readable(entry.submitted), clock=entry.clock)
    if extended:
        told = f"{EXTENDED.format(due=readable(entry.due))}; {told}"
    if rule.days is not None and days > rule.days:
        share, told = 1.0, f"{CLOSED.format(days=rule.days)}; {told}"
    return _noted(replace(entry, days_late=days, share=share), told)


def _noted(entry: Entry, note: str) -> Entry:
    return replace(entry, note="; ".join(filter(None, [entry.note, note])))


def without_time(entries: Iterable[Entry]) -> int:
    """Return how many submissions have no known time though it matters."""
    return sum(UNKNOWN in entry.note for entry in entries)


UNKNOWN = "not known when it was handed in: not counted as late"
TOLD = "handed in {time} by {clock}"
EXTENDED = "extended to {due}"
CLOSED = "accepted for {days} days"
