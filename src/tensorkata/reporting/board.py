"""The board: topics and exercises, points so far, what is next; hints. Imports no TensorFlow."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import wrap

from rich.console import Console

from tensorkata import progress
from tensorkata.course import Course, Topic
from tensorkata.errors import UsageError
from tensorkata.progress import Done, Progress, key_of
from tensorkata.reporting.terminal import make_console, show_report
from tensorkata.results import TopicResults


def show_run(
    course: Course,
    results: TopicResults,
    seed: int | None,
    *,
    verbose: bool = False,
    own: bool = True,
    ended: str = "",
) -> None:
    """Show the report of a run and, for the student's own work, its lines of the board."""
    console = make_console()
    show_report(console, results, seed, verbose=verbose)
    if ended:
        console.print(ended, markup=False)
    if own:
        show_lines(console, progress.read(course.root), map(course.topic, results))


def show_board(course: Course) -> None:
    """Show each topic with a mark for each exercise, then what to do next."""
    console = make_console()
    known = progress.read(course.root)
    show_lines(console, known, course.topics)
    console.print("✓ done  ◐ started  · untouched")
    topic = known.next_topic(course)
    left = known.open_ones(topic)
    if not left:
        console.print("every exercise is done")
        return
    if not known.exercises:
        console.print("every exercise is unsolved, as expected at the start")
    console.print(f"next: {left[0].title}, in exercises/{topic.name}; type", markup=False)
    console.print(f"      kata watch {key_of(topic, left[0])}", markup=False)


def show_lines(console: Console, known: Progress, topics: Iterable[Topic]) -> None:
    """Show a line for each topic: its exercises, how many are done, the points."""
    for topic in topics:
        done = [known.done(topic, exercise) for exercise in topic.exercise]
        marks = "".join(map(_mark, done))
        finished = sum(entry.complete for entry in done)
        points = f"{sum(entry.points for entry in done):g} points"
        console.print(
            f"{topic.name:<21} {marks:<15} {finished:>2} of {len(done):<2} done  {points:>10}",
            markup=False,
        )


def show_topic(course: Course, topic: Topic) -> None:
    """Show the exercises of one topic, a line each."""
    console, known = make_console(), progress.read(course.root)
    for exercise in topic.exercise:
        entry = known.done(topic, exercise)
        most = f"{entry.points:g} / {entry.max_points:g} points" if entry.max_points else ""
        console.print(f"{_mark(entry)} {exercise.name:<32} {most:>16}", markup=False)


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
    """Show an exercise's hints so far; with `following`, one more."""
    topic, exercise = course.select(selected)
    if exercise is None:
        raise UsageError(
            f"{selected} is a topic: name an exercise, as in {key_of(topic, topic.exercise[0])}"
        )
    console = make_console()
    if not exercise.hints:
        console.print(f"{exercise.name} has no hints: its TODO lines say what to do")
        return
    seen = progress.see_hints(course.root, topic, exercise, following=following)
    for number, text in enumerate(exercise.hints[:seen], 1):
        head = f"{number}. "
        for line in wrap(text, console.width - 1, initial_indent=head, subsequent_indent="   "):
            console.print(line, markup=False)
    left = len(exercise.hints) - seen
    if left:
        console.print(f"{left} more: `kata hint {key_of(topic, exercise)} --next`")
    for link in () if left else exercise.links:
        console.print(f"to read: {link}", soft_wrap=True)


def _listed(topic: Topic) -> dict[str, object]:
    exercises = [{"name": e.name, "title": e.title} for e in topic.exercise]
    return {"topic": topic.name, "title": topic.title, "about": topic.about, "exercises": exercises}


def _mark(entry: Done) -> str:
    if entry.complete:
        return "✓"
    return "◐" if entry.begun else "·"
