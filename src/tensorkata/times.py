"""Points in time as people and platforms write them. Knows no course and no submission."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from zoneinfo import ZoneInfo

from tensorkata.errors import UsageError

DAY = dt.timedelta(days=1)
# Moodle's worksheet, in English as used in most of the world and in the US; a German spreadsheet.
# `01/02/2027` is none of them: it is two different days.
WRITTEN = (
    *("%A, %d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p", "%d %B %Y, %I:%M %p"),
    *("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S"),
)
FORMS = "write 2027-02-01 23:59, or with the time zone 2027-02-01T23:59:00+01:00"


def moment(text: str) -> dt.datetime:
    """Return the time that a text says; a time without a zone is this machine's.

    A date without a time is the first moment of that day. ValueError if the text is no time.
    """
    text = " ".join(text.split())
    if re.match(r"\d{4}-\d\d-\d\d", text):
        with contextlib.suppress(ValueError):
            return _zoned(dt.datetime.fromisoformat(_as_iso(text)))
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d \S+) (\w+/[\w/]+)", text)  # nbgrader's timestamp.txt
    if found:
        with contextlib.suppress(ValueError, LookupError, OSError):
            return dt.datetime.fromisoformat(found[1]).replace(tzinfo=ZoneInfo(found[2]))
    for form in WRITTEN:
        with contextlib.suppress(ValueError):
            return _zoned(dt.datetime.strptime(text, form))  # noqa: DTZ007 - the zone comes next
    raise ValueError(f"{text!r} is no time: {FORMS}")


def due_time(value: object, what: str) -> dt.datetime:
    """Return a due date as a person or TOML writes it; UsageError says what is wrong with it.

    A date without a time lasts until the end of that day.
    """
    if isinstance(value, dt.datetime):
        return _zoned(value)
    if isinstance(value, dt.date):
        return end_of(value)
    if not isinstance(value, str):
        raise UsageError(f"{what}: {value!r} is no time: {FORMS}")
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", value.strip()):
            return end_of(dt.date.fromisoformat(value.strip()))
        return moment(value)
    except ValueError as error:
        raise UsageError(f"{what}: {error}") from None


def end_of(day: dt.date) -> dt.datetime:
    """Return the last second of a day on this machine."""
    return _zoned(dt.datetime.combine(day, dt.time(23, 59, 59)))


def at(seconds: float) -> dt.datetime:
    """Return the time of a file, in this machine's zone."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).astimezone()


def written(time: dt.datetime | None) -> str:
    """Return a time by RFC 3339; nothing if there is none."""
    return "" if time is None else time.isoformat(timespec="seconds")


def readable(text: str) -> str:
    """Return a time of RFC 3339 to the minute, in the zone in which it is written."""
    return text[:16].replace("T", " ")


def _zoned(time: dt.datetime) -> dt.datetime:
    return time.astimezone() if time.tzinfo is None else time


def _as_iso(text: str) -> str:
    """Return a text without what keeps Python from reading it: ` UTC`, a space before the zone."""
    text = re.sub(r" ?UTC$", "Z", text)
    return re.sub(r" (?=(?:Z|[+-]\d\d:?\d\d)$)", "", text)
