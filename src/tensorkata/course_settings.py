"""What an instructor sets for a course: course.toml, with packages, due dates and weights.

An assignment may have exercises of its own choice: then the course is one of the instructor's own.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from tensorkata.errors import UsageError
from tensorkata.times import due_time

FILE = "course.toml"


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What being late costs."""

    days: int | None = None  # accepted so many days after the due date; None: always
    penalty: float = 0.0  # share of the maximum that each day begun takes off
    most: float = 1.0  # share of the maximum that is taken off at most
    grace: float = 0.0  # minutes after the due date that do not count

    def __post_init__(self) -> None:
        """Refuse a penalty that is no share, and times that are negative."""
        for name in ("penalty", "most"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"late.{name} is a share, from 0 to 1 (0.1 is 10 per cent)")
        if self.grace < 0 or (self.days or 0) < 0:
            raise ValueError("late.days and late.grace are 0 or more")


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An exercise in an assignment: of the kit by `TOPIC::EXERCISE` or its name, or the course's.

    Without points it is worth what its checks are; without a title or lesson it keeps its own.
    """

    use: str
    points: float | None = None
    title: str = ""
    lesson: str = ""  # a Markdown file, relative to course.toml

    def __post_init__(self) -> None:
        """Refuse points that are none."""
        if self.points is not None and not 0 < self.points < float("inf"):
            raise ValueError(f"points of {self.use} are a number above 0")


class OwnExercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the course's own curriculum says of an exercise that the instructor has written."""

    name: str
    title: str = ""
    hints: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a name that no function or class can have."""
        if not self.name.isidentifier() or not self.name.isascii():
            raise ValueError(f"an exercise is named after its function or class, not {self.name!r}")


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an instructor sets for one topic."""

    name: str  # the topic, e.g. "05_custom_layers"
    due: dt.datetime | None = None
    extensions: dict[str, dt.datetime] = {}  # student: the due date that holds for them
    weight: float | None = None  # of the total; None: as many as the topic's points
    files: tuple[str, ...] = ()  # travel with the submission, relative to course.toml
    title: str = ""  # of an assignment of one's own exercises, as are the next two
    lesson: str = ""  # a Markdown file that it begins with, relative to course.toml
    exercises: tuple[str | Use, ...] = ()  # without them the assignment is the kit's topic

    def __post_init__(self) -> None:
        """Refuse a weight below 0, and a name that no file can have everywhere."""
        if not re.fullmatch(r"[A-Za-z0-9_][\w.-]*", self.name, re.ASCII):
            raise ValueError(NAMED.format(name=self.name))
        if self.weight is not None and self.weight < 0:
            raise ValueError("weight is 0 or more")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of course.toml; every part of it may be left out."""

    title: str = ""
    packages: tuple[str, ...] = ()  # distributions that the sandbox has besides the kit's own
    late: Late = Late()
    assignment: tuple[Assignment, ...] = ()
    exercise: tuple[OwnExercise, ...] = ()
    kit: str = ""  # a clone of the kit, whose hidden checks count too; "": the installed kit

    @property
    def is_own(self) -> bool:
        """Whether the course is put together here, and not the kit's."""
        return any(one.exercises for one in self.assignment)

    def of(self, topic: str) -> Assignment:
        """Return what is set for the topic of that name."""
        return next((a for a in self.assignment if a.name == topic), Assignment(topic))


def read_settings(folder: Path) -> Settings:
    """Read course.toml of the folder, if there is one; UsageError says what is wrong."""
    path = folder / FILE
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        return msgspec.convert(_with_times(data, path), Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error


def _with_times(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return what TOML holds with every due date as a time with a zone."""
    found = data.get("assignment")
    tables = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    for one in tables:
        what = f"{path}: {one.get('name', 'assignment')}"
        if "due" in one:
            one["due"] = due_time(one["due"], f"{what}, due")
        if isinstance(extensions := one.get("extensions"), dict):
            for student, due in extensions.items():
                extensions[student] = due_time(due, f"{what}, extension of {student}")
    return data


NAMED = (
    "{name!r} cannot be a file's name everywhere: an assignment's has letters, digits, _ - and ."
)
