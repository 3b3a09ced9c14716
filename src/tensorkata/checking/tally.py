"""The tally of a run: what each check said, by topic and exercise, and what verify wants beside."""

from __future__ import annotations

import traceback

import msgspec
import pytest

from tensorkata.checking.check_items import file_of
from tensorkata.checking.outcome import Said
from tensorkata.course import Course, Exercise, Topic
from tensorkata.results import CheckResult, ExerciseResult


class Trace(msgspec.Struct, frozen=True):
    """What verify wants to know of a check beside its result: where it failed, how tight it was."""

    topic: str
    exercise: str
    check: str
    hidden: bool
    file: str = ""
    line: int = 0
    tightness: tuple[float, ...] = ()
    said: Said | None = None


class Tally:
    """Hold the results of the checks that have run."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._results: dict[tuple[str, str], list[CheckResult]] = {}
        self.traces: list[Trace] = []

    def add(
        self,
        place: tuple[Topic, Exercise],
        item: pytest.Item,
        result: CheckResult,
        error: BaseException | None,
        tightness: list[float],
        said: Said | None = None,
    ) -> None:
        """Take in the result of a check, what it raised and how tight it was."""
        topic, exercise = place[0].name, place[1].name
        self._results.setdefault((topic, exercise), []).append(result)
        line = 0
        for frame, number in traceback.walk_tb(error.__traceback__ if error else None):
            if frame.f_code.co_filename == str(item.path):
                line = number
        about = topic, exercise, item.name, result.hidden, file_of(item), line, tuple(tightness)
        self.traces.append(Trace(*about, said))

    def ground(self, place: tuple[Topic, Exercise], name: str) -> CheckResult:
        """Return the result of the check on which another stands."""
        for result in self._results.get((place[0].name, place[1].name), []):
            if result.name == name:
                return result
        # The ground was deselected (-k): nothing is known against it.
        return CheckResult(name, 0, 0, hidden=False, outcome="passed")

    def results(self, topic: str) -> tuple[ExerciseResult, ...]:
        """Return the exercises of a topic that had checks, in the curriculum's order."""
        return tuple(
            ExerciseResult.of(exercise.name, self._results[topic, exercise.name])
            for exercise in self._course.topic(topic).exercise
            if (topic, exercise.name) in self._results
        )

    def topics(self) -> list[str]:
        """Return the topics that had checks, in the curriculum's order."""
        seen = {topic for topic, _ in self._results}
        return [topic.name for topic in self._course.topics if topic.name in seen]

    @property
    def stumbled(self) -> bool:
        """Tell whether a check has cost points."""
        runs = self._results.values()
        return any(check.points < check.max_points for found in runs for check in found)
