"""A student's progress: points so far and hints seen, kept in .tensorkata/progress.json."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from tensorkata.results import ExerciseResult


class Done(msgspec.Struct, frozen=True):
    """How far an exercise is: points of the last check, the most, whether it was begun."""

    points: float
    max_points: float
    begun: bool


class Progress(msgspec.Struct):
    """All that is remembered; keys are `topic::exercise`."""

    exercises: dict[str, Done] = {}
    hints: dict[str, int] = {}


def read(root: Path) -> Progress:
    """Read the progress; a file that is missing or damaged counts as none."""
    try:
        return msgspec.json.decode(_path(root).read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return Progress()


def write(root: Path, progress: Progress) -> None:
    """Write the progress whole or not at all; where the folder cannot be written, not at all."""
    path = _path(root)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(progress)))
        fresh.replace(path)


def remember(root: Path, topic: str, results: tuple[ExerciseResult, ...]) -> None:
    """Keep the points of exercises that were checked whole."""
    progress = read(root)
    for result in results:
        begun = any(check.outcome not in {"todo", "missing"} for check in result.checks)
        progress.exercises[f"{topic}::{result.name}"] = Done(
            result.points, result.max_points, begun
        )
    write(root, progress)


def _path(root: Path) -> Path:
    return root / ".tensorkata" / "progress.json"
