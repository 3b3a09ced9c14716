"""A student's progress, kept in .tensorkata/progress.json: points, hints seen, what is next."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.results import TopicResults


class Done(msgspec.Struct, frozen=True):
    """The state of an exercise: the most points so far, the maximum, whether it was begun."""

    points: float
    max_points: float
    begun: bool

    @property
    def complete(self) -> bool:
        """Whether the exercise has had every point."""
        return self.max_points > 0 and self.points == self.max_points


UNTOUCHED = Done(0.0, 0.0, begun=False)


class Progress(msgspec.Struct):
    """Everything that is remembered; keys are `topic::exercise`, `last` is a topic."""

    exercises: dict[str, Done] = {}
    hints: dict[str, int] = {}
    last: str = ""

    def done(self, topic: Topic, exercise: Exercise) -> Done:
        """Return the state of the exercise."""
        return self.exercises.get(key_of(topic, exercise), UNTOUCHED)

    def open_ones(self, topic: Topic) -> list[Exercise]:
        """Return the exercises of the topic that are not complete."""
        return [each for each in topic.exercise if not self.done(topic, each).complete]

    def next_topic(self, course: Course) -> Topic:
        """Return the topic last worked on, or the first after it that has an open exercise.

        After the last topic comes the first; if nothing is open, it is the topic last worked on.
        """
        topics = course.topics
        start = next((n for n, topic in enumerate(topics) if topic.name == self.last), 0)
        around = (*topics[start:], *topics[:start])
        return next((each for each in around if self.open_ones(each)), topics[start])


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


def remember(root: Path, results: TopicResults) -> None:
    """Save the points of exercises of which every check has run; fewer than before change nothing.

    A run of one topic makes it the one last worked on.
    """
    progress = read(root)
    for topic, exercises in results.items():
        for result in exercises:
            key = f"{topic}::{result.name}"
            done = Done(result.points, result.max_points, result.begun)
            best = progress.exercises.get(key, UNTOUCHED)
            if best.max_points != done.max_points or best.points <= done.points:
                progress.exercises[key] = done
    if len(results) == 1:
        (progress.last,) = results
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
