"""The board: topics and exercises, points so far, what is next. Imports no TensorFlow."""

from __future__ import annotations

import json
from textwrap import wrap

from tensorkata import progress
from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import UsageError
from tensorkata.progress import Done, Progress
from tensorkata.reporting.terminal import make_console

UNTOUCHED = Done(0.0, 0.0, begun=False)


def show_board(course: Course) -> None:
    """Show each topic with a mark for each exercise, then what to do next."""
    console = make_console()
    known = progress.read(course.root)
    for topic in course.topics:
        done = [_done(known, topic, exercise) for exercise in topic.exercise]
        marks = "".join(_mark(entry) for entry in done)
        finished = sum(_complete(entry) for entry in done)
        points = f"{sum(entry.points for entry in done):g} points"
        console.print(
            f"{topic.name:<21} {marks:<15} {finished:>2} of {len(done):<2} done  {points:>10}",
            markup=False,
        )
    console.print("✓ done  ◐ started  · untouched")
    topic = next_topic(course)
    left = [e for e in topic.exercise if not is_done(known, topic, e)]
    if not left:
        console.print("every exercise is done")
        return
    name = f"{topic.name}::{left[0].name}"
    if not known.exercises:
        console.print("every exercise is unsolved: this is the expected start")
    console.print(f"next: {left[0].title}, in exercises/{topic.name}; type", markup=False)
    console.print(f"      kata watch {name}", markup=False)


def show_topic(course: Course, topic: Topic) -> None:
    """Show the exercises of one topic, a line each."""
    console, known = make_console(), progress.read(course.root)
    for exercise in topic.exercise:
        entry = _done(known, topic, exercise)
        most = f"{entry.points:g} / {entry.max_points:g} points" if entry.max_points else ""
        console.print(f"{_mark(entry)} {exercise.name:<32} {most:>16}", markup=False)


def next_topic(course: Course) -> Topic:
    """Return the first topic with an open exercise; the last where there is none."""
    known = progress.read(course.root)
    for topic in course.topics:
        if not all(is_done(known, topic, exercise) for exercise in topic.exercise):
            return topic
    return course.topics[-1]


def is_done(known: Progress, topic: Topic, exercise: Exercise) -> bool:
    """Tell whether the exercise had every point when it was last checked."""
    return _complete(_done(known, topic, exercise))


def show_list(course: Course) -> None:
    """List the topics with their exercises."""
    console = make_console()
    for topic in course.topics:
        console.print(f"[bold]{topic.name}[/]  {topic.title}: {topic.about}")
        console.print("    " + ", ".join(e.name for e in topic.exercise), markup=False)


def list_as_json(course: Course) -> str:
    """Return the list as JSON."""
    return json.dumps([_listed(topic) for topic in course.topics], indent=1)


def show_hint(course: Course, selected: str, *, following: bool) -> None:
    """Show an exercise's hints so far; with `following` one more."""
    topic, exercise = course.select(selected)
    if exercise is None:
        raise UsageError(
            f"{selected} is a topic: name an exercise, as in {topic.name}::{topic.exercise[0].name}"
        )
    console = make_console()
    if not exercise.hints:
        console.print(f"{exercise.name} has no hints: its TODO lines say what to do")
        return
    known: Progress = progress.read(course.root)
    key = f"{topic.name}::{exercise.name}"
    seen = max(known.hints.get(key, 0), 1) if not following else known.hints.get(key, 0) + 1
    seen = min(seen, len(exercise.hints))
    known.hints[key] = seen
    progress.write(course.root, known)
    for number, text in enumerate(exercise.hints[:seen], 1):
        head = f"{number}. "
        for line in wrap(text, console.width - 1, initial_indent=head, subsequent_indent="   "):
            console.print(line, markup=False)
    left = len(exercise.hints) - seen
    if left:
        console.print(f"{left} more: `kata hint {key} --next`")
    for link in () if left else exercise.links:
        console.print(f"to read: {link}", soft_wrap=True)


def _listed(topic: Topic) -> dict[str, object]:
    exercises = [{"name": e.name, "title": e.title} for e in topic.exercise]
    return {"topic": topic.name, "title": topic.title, "about": topic.about, "exercises": exercises}


def _done(known: Progress, topic: Topic, exercise: Exercise) -> Done:
    return known.exercises.get(f"{topic.name}::{exercise.name}", UNTOUCHED)


def _complete(entry: Done) -> bool:
    return entry.max_points > 0 and entry.points == entry.max_points


def _mark(entry: Done) -> str:
    if _complete(entry):
        return "✓"
    return "◐" if entry.begun else "·"
