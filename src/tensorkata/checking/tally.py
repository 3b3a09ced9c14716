"""The results of a run's checks so far, by topic and exercise."""

from __future__ import annotations

from tensorkata.course import Course, Exercise, Topic
from tensorkata.results import CheckResult, ExerciseResult


class Tally:
    """Hold the results of the checks that have run."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._results: dict[tuple[str, str], list[CheckResult]] = {}

    def add(self, topic: Topic, exercise: Exercise, result: CheckResult) -> None:
        """Take in the result of a check."""
        self._results.setdefault((topic.name, exercise.name), []).append(result)

    def ground(self, topic: Topic, exercise: Exercise, name: str) -> CheckResult:
        """Return the result of the check that another one needs to have passed."""
        for result in self._results.get((topic.name, exercise.name), []):
            if result.name == name:
                return result
        # It was deselected (-k): the other check runs without it.
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
