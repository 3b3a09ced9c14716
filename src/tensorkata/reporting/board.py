"""The board: topics and exercises, points so far, what is next. Imports no TensorFlow."""

from __future__ import annotations

import json

from tensorkata import progress
from tensorkata.curriculum import Course, Topic
from tensorkata.errors import UsageError
from tensorkata.progress import Done, Progress
from tensorkata.reporting.terminal import make_console

UNTOUCHED = Done(0.0, 0.0, begun=False)


def show_board(course: Course) -> None:
    """Show each topic with a mark for each exercise, then what to do next."""
    console = make_console()
    known = progress.read(course.root)
    following = ""
    for topic in course.topics:
        done = [known.exercises.get(f"{topic.name}::{e.name}", UNTOUCHED) for e in topic.exercise]
        marks = "".join(_mark(entry) for entry in done)
        points = sum(entry.points for entry in done)
        console.print(f"{topic.name:<20} {marks:<16} {points:g} points", markup=False)
        open_ones = [
            e.name for e, entry in zip(topic.exercise, done, strict=True) if not _complete(entry)
        ]
        if open_ones and not following:
            following = f"{topic.name}::{open_ones[0]}"
    console.print("✓ done  ◐ started  · untouched", style="dim")
    if following:
        file = following.partition("::")[0]
        console.print(
            f"next: exercises/{file}.py, then type `kata check {following}`", markup=False
        )
    else:
        console.print("every exercise is done")


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
        console.print(f"{number}. {text}", markup=False)
    left = len(exercise.hints) - seen
    if left:
        console.print(f"{left} more: `kata hint {key} --next`", style="dim")


def _listed(topic: Topic) -> dict[str, object]:
    exercises = [{"name": e.name, "title": e.title} for e in topic.exercise]
    return {"topic": topic.name, "title": topic.title, "about": topic.about, "exercises": exercises}


def _complete(entry: Done) -> bool:
    return entry.max_points > 0 and entry.points == entry.max_points


def _mark(entry: Done) -> str:
    if _complete(entry):
        return "✓"
    return "◐" if entry.begun else "·"
