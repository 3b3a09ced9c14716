"""When a submission was handed in, and by which clock.

A platform's own record comes before nbgrader's timestamp.txt, and that before the date of the file.
Canvas's and Moodle's zip files date every file at the moment of the download, which says nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tensorkata.errors import UnreadableError
from tensorkata.grading.candidates import Own
from tensorkata.times import moment, written

DATED_AT_DOWNLOAD = frozenset({"canvas_id", "canvas_anonymous_id", "moodle_id"})
TIMESTAMP = "timestamp.txt"  # nbgrader's, beside a notebook
OF_FILE = "the file's date"


def handed_in(
    topic: str, files: Iterable[Own], about: dict[str, str], when: dt.datetime | None
) -> tuple[str, str]:
    """Return the time of RFC 3339 and the clock that it is by; nothing if no clock knows it.

    `about` is what the platform says, `when` the date of the file that is graded.
    """
    if time := _read(about.get("created_at", "")):
        return written(time), "Gradescope"
    for one in files:
        if one.names == (topic, TIMESTAMP) and (time := _read(_text(one))):
            return written(time), TIMESTAMP
    if when is None or DATED_AT_DOWNLOAD & set(about):
        return "", ""
    return written(when), OF_FILE


def _read(text: str) -> dt.datetime | None:
    try:
        return moment(text) if text else None
    except ValueError:
        return None


def _text(one: Own) -> str:
    try:
        return one.handed.read()[:100].decode("utf-8", "replace")
    except UnreadableError:
        return ""
