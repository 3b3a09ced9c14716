"""What a student types next: after a failed check, a complete exercise, a complete topic."""

from __future__ import annotations

from tensorkata.course import TOGETHER, Course, Exercise, Topic
from tensorkata.progress import Progress, key_of
from tensorkata.results import TopicResults

Command = tuple[str, str]  # and what it does


def what_next(
    course: Course, known: Progress, results: TopicResults, *, verbose: bool = False
) -> list[str]:
    """Return the last lines of a report: which exercise is next, and the commands for it."""
    still = [
        (course.topic(name), result)
        for name, exercises in results.items()
        for result in exercises
        if not result.complete
    ]
    if not still:
        return _onward(course, known, results)
    topic, result = next((pair for pair in still if pair[1].begun), still[0])
    exercise = topic.find(result.name)
    count = sum(map(len, results.values()))
    commands = [(f"kata check {key_of(topic, exercise)}", "checks it by itself")] * (count > 1)
    if exercise.hints:
        commands.append((f"kata hint {key_of(topic, exercise)}", "gives a hint"))
    if not verbose and sum(check.lost for _, each in still for check in each.checks) > 1:
        words = ["kata check", _selection(course, results), "-v"]
        commands.append((" ".join(filter(None, words)), "shows every failure in full"))
    return [_title(topic, exercise), *_aligned(commands)]


def onward(known: Progress, topic: Topic) -> list[str]:
    """Return the lines that name the next open exercise from a topic on."""
    exercise = known.open_ones(topic)[0]
    command = f"kata watch {key_of(topic, exercise)}"
    return [_title(topic, exercise), *_aligned([(command, "checks it at each save")])]


def _onward(course: Course, known: Progress, results: TopicResults) -> list[str]:
    """Return what comes after complete exercises: their pictures; the next one of any topic."""
    topics = [course.topic(name) for name in results]
    done = [f"{topic.name} is done" for topic in topics if not known.open_ones(topic)]
    following = known.next_topic(course)
    ahead = onward(known, following) if known.open_ones(following) else [ALL_DONE]
    return [*done, *_aligned(_pictures(course, known, results)), *ahead]


def _pictures(course: Course, known: Progress, results: TopicResults) -> list[Command]:
    """Return how to see what was solved: a single exercise, and a topic that is complete."""
    commands: list[Command] = []
    for name, exercises in results.items():
        looks, solved = course.looks(name), [exercise.name for exercise in exercises]
        if len(results) == len(solved) == 1 and solved[0] in looks:
            commands.append((f"kata show {name}::{solved[0]}", "draws what yours does"))
        if TOGETHER in looks and not known.open_ones(course.topic(name)):
            commands.append((f"kata show {name}::{TOGETHER}", "draws the whole topic at work"))
    return commands


def _selection(course: Course, results: TopicResults) -> str:
    """Return what selects these results again."""
    if len(results) > 1:
        return ""
    ((name, exercises),) = results.items()
    topic = course.topic(name)
    return key_of(topic, topic.find(exercises[0].name)) if len(exercises) == 1 else name


def _title(topic: Topic, exercise: Exercise) -> str:
    return f"next: {exercise.title} ({exercise.name}), in exercises/{topic.name}"


def _aligned(commands: list[Command]) -> list[str]:
    width = max((len(command) for command, _ in commands), default=0)
    return [f"  {command:<{width}}   {effect}" for command, effect in commands]


ALL_DONE = "every exercise is done"
