"""A student's progress, kept in .tensorkata/progress.json: points, hints seen, what is next."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.results import ExerciseResult


class Done(msgspec.Struct, frozen=True):
    """The state of an exercise: points of the last check, the maximum, whether it was begun."""

    points: float
    max_points: float
    begun: bool

    @property
    def complete(self) -> bool:
        """Whether the exercise had every point when it was last checked."""
        return self.max_points > 0 and self.points == self.max_points


UNTOUCHED = Done(0.0, 0.0, begun=False)


class Progress(msgspec.Struct):
    """Everything that is remembered; keys are `topic::exercise`."""

    exercises: dict[str, Done] = {}
    hints: dict[str, int] = {}

    def done(self, topic: Topic, exercise: Exercise) -> Done:
        """Return the state of the exercise."""
        return self.exercises.get(key_of(topic, exercise), UNTOUCHED)

    def open_ones(self, topic: Topic) -> list[Exercise]:
        """Return the exercises of the topic that are not complete."""
        return [each for each in topic.exercise if not self.done(topic, each).complete]

    def next_topic(self, course: Course) -> Topic:
        """Return the first topic with an open exercise; the last if there is none."""
        return next((each for each in course.topics if self.open_ones(each)), course.topics[-1])


def key_of(topic: Topic, exercise: Exercise) -> str:
    """Return `topic::exercise`, the form that commands take too."""
    return f"{topic.name}::{exercise.name}"


def read(root: Path) -> Progress:
    """Read the progress; a file that is missing or damaged counts as none."""
    try:
        return msgspec.json.decode(_path(root).read_bytes(), type=Progress)
    except (OSError, msgspec.MsgspecError):
        return Progress()


def write(root: Path, progress: Progress) -> None:
    """Write the progress whole or not at all; a folder that cannot be written is no error."""
    path = _path(root)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(progress)))
        fresh.replace(path)


def remember(root: Path, topic: str, results: tuple[ExerciseResult, ...]) -> None:
    """Save the points of exercises of which every check has run."""
    progress = read(root)
    for result in results:
        done = Done(result.points, result.max_points, result.begun)
        progress.exercises[f"{topic}::{result.name}"] = done
    write(root, progress)


def see_hints(root: Path, topic: Topic, exercise: Exercise, *, following: bool) -> int:
    """Return how many hints have been seen, at least one; `following` reveals one more."""
    progress = read(root)
    key = key_of(topic, exercise)
    seen = max(progress.hints.get(key, 0) + following, 1)
    progress.hints[key] = min(seen, len(exercise.hints))
    write(root, progress)
    return progress.hints[key]


def _path(root: Path) -> Path:
    return root / ".tensorkata" / "progress.json"
