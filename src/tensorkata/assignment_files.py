"""The files that an instructor's course.toml sends along with a topic, as names and bytes.

They lie in the folder in which a submission runs, each under its own name and without a folder.
"""

from __future__ import annotations

import json
from pathlib import Path

from tensorkata import course_settings
from tensorkata.course import Course
from tensorkata.errors import UsageError

MOST_MB = 20  # of one topic's files together: every submission gets a copy of its own
_MEBIBYTE = 2**20


def files_of(course: Course, topic: str) -> dict[str, bytes]:
    """Return the files of a topic by their names; UsageError if one is missing or too big."""
    found: dict[str, bytes] = {}
    left = MOST_MB * _MEBIBYTE
    for text in course.settings.of(topic).files:
        path = course.home / text
        where = f"{course.home / course_settings.FILE}: {text}"
        if path.name in found:
            raise UsageError(f"{where}: {topic} has two files of this name")
        if path.stem == topic:
            raise UsageError(f"{where}: that is the submission's own name")
        try:
            left -= path.stat().st_size
            if left < 0:
                raise UsageError(f"{where}: the files of {topic} have more than {MOST_MB} MB")
            found[path.name] = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{where}: {error.strerror}") from None
    return found


def modules_of(course: Course, topic: str) -> frozenset[str]:
    """Return the names of the Python modules among a topic's files."""
    paths = map(Path, course.settings.of(topic).files)
    return frozenset(path.stem for path in paths if path.suffix == ".py")


def to_hand_on(course: Course, topics: list[str], folder: str = "") -> dict[str, bytes]:
    """Return what another folder needs to know: the files of some topics, and a course.toml.

    It names the files, which go into `folder`, and the packages; it holds nothing of a student's.
    """
    settings = course.settings
    packages = json.dumps(settings.packages, ensure_ascii=False)
    lines = [f"packages = {packages}"] if settings.packages else []
    found: dict[str, bytes] = {}
    for topic in topics:
        files = {f"{folder}{name}": data for name, data in files_of(course, topic).items()}
        if files:
            named = json.dumps(list(files), ensure_ascii=False)
            lines += ["", "[[assignment]]", f'name = "{topic}"', f"files = {named}"]
        for name, data in files.items():
            if found.setdefault(name, data) != data:
                raise UsageError(f"course.toml: {name} differs from topic to topic: rename one")
    if lines:
        found[course_settings.FILE] = "\n".join([*lines, ""]).encode()
    return found
