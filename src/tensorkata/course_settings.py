"""What an instructor sets for a course: course.toml, with packages, due dates and weights."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import msgspec

from tensorkata.errors import UsageError

FILE = "course.toml"


class Late(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What being late costs."""

    days: int | None = None  # accepted so many days after the due date; None: always
    penalty: float = 0.0  # share of the maximum that each day begun takes off


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an instructor sets for one topic."""

    name: str  # the topic, e.g. "05_custom_layers"
    due: dt.datetime | None = None
    extensions: dict[str, dt.datetime] = {}  # student: the due date that holds for them
    weight: float | None = None  # of the total; None: as many as the topic's points
    files: tuple[str, ...] = ()  # travel with the submission, relative to course.toml


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of course.toml; every part of it may be left out."""

    title: str = ""
    packages: tuple[str, ...] = ()  # distributions that the sandbox has besides the kit's own
    late: Late = Late()
    assignment: tuple[Assignment, ...] = ()

    def of(self, topic: str) -> Assignment:
        """Return what is set for the topic of that name."""
        return next((a for a in self.assignment if a.name == topic), Assignment(topic))


def read_settings(folder: Path) -> Settings:
    """Read course.toml of the folder, if there is one; UsageError says what is wrong."""
    path = folder / FILE
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Settings)
    except FileNotFoundError:
        return Settings()
    except (OSError, msgspec.MsgspecError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
