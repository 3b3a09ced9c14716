"""The board: topics and exercises, points so far, what is next; hints. Imports no TensorFlow."""

from __future__ import annotations

import json
from math import fsum
from textwrap import wrap

from rich.console import Console

from tensorkata import progress
from tensorkata.course import Course, Topic
from tensorkata.errors import UsageError
from tensorkata.points_of_checks import max_points
from tensorkata.progress import Done, Progress, key_of
from tensorkata.reporting.terminal import make_console, show_lines, show_report
from tensorkata.reporting.what_next import ALL_DONE, onward, what_next
from tensorkata.results import TopicResults


def show_run(
    course: Course,
    results: TopicResults,
    seed: int | None,
    *,
    verbose: bool = False,
    own: bool = True,
    ended: str = "",
    note: str = "",
    console: Console | None = None,
) -> None:
    """Show the report of a run and, for the student's own work, the board's lines and what is next.

    `ended` says why the run has ended before its last check, if it has; `note` is a line more.
    """
    console = console or make_console()
    show_report(console, results, seed, verbose=verbose)
    show_lines(console, [line for line in (ended, note) if line])
    if own:
        show_lines(console, after_run(course, results, verbose=verbose))


def after_run(course: Course, results: TopicResults, *, verbose: bool = False) -> list[str]:
    """Return what comes after a report: a line of the board for each topic, and what is next."""
    known = progress.read(course.root)
    lines = [board_line(course, known, course.topic(name)) for name in results]
    better = [
        f"{result.name} {best.points:g}"
        for name, exercises in results.items()
        for result in exercises
        if (best := known.exercises.get(f"{name}::{result.name}")) and best.points > result.points
    ]
    lines += [KEPT.format(names=", ".join(better))] * bool(better)
    return [*lines, *what_next(course, known, results, verbose=verbose)]


def show_board(course: Course) -> None:
    """Show each topic with a mark for each exercise, then what to do next."""
    console = make_console()
    known = progress.read(course.root)
    show_lines(
        console,
        [
            f"{'>' if topic.name == known.last else ' '} {board_line(course, known, topic)}"
            for topic in course.topics
        ],
    )
    console.print("✓ done  ◐ started  · untouched" + "  > last worked on" * bool(known.last))
    topic = known.next_topic(course)
    if not known.open_ones(topic):
        console.print(ALL_DONE)
        return
    if not known.exercises:
        console.print("every exercise is unsolved, as expected at the start")
    show_lines(console, onward(known, topic))


def board_line(course: Course, known: Progress, topic: Topic) -> str:
    """Return the line of a topic: its exercises, how many are done, the points of their maximum."""
    done = [known.done(topic, exercise) for exercise in topic.exercise]
    marks = "".join(map(_mark, done))
    finished = sum(entry.complete for entry in done)
    points = fsum(entry.points for entry in done)
    most = fsum(max_points(course, topic, exercise, hidden=False) for exercise in topic.exercise)
    return (
        f"{topic.name:<{NAME}} {marks:<{MARKS}}"
        f" {finished:>2} of {len(done):<2} done {points:>4g} of {most:>3g} points"
    )


def show_topic(course: Course, topic: Topic) -> None:
    """Show the exercises of one topic, a line each."""
    console, known = make_console(), progress.read(course.root)
    for exercise in topic.exercise:
        entry = known.done(topic, exercise)
        most = f"{entry.points:g} / {entry.max_points:g} points" if entry.max_points else ""
        console.print(f"{_mark(entry)} {exercise.name:<32} {most:>16}", markup=False)


def show_list(course: Course, *, as_json: bool) -> None:
    """List the topics with their exercises, for people or for programs."""
    console = make_console()
    if as_json:
        listed = json.dumps([_listed(course, topic) for topic in course.topics], indent=1)
        console.print(listed, markup=False, soft_wrap=True)
        return
    for topic in course.topics:
        console.print(f"[bold]{topic.name}[/]  {topic.title}{topic.about and f': {topic.about}'}")
        console.print("    " + ", ".join(e.name for e in topic.exercise), markup=False)


def _listed(course: Course, topic: Topic) -> dict[str, object]:
    exercises = [
        {"name": e.name, "title": e.title, "max_points": max_points(course, topic, e, hidden=False)}
        for e in topic.exercise
    ]
    about = {"topic": topic.name, "title": topic.title, "about": topic.about}
    return {**about, "exercises": exercises}


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


def _mark(entry: Done) -> str:
    if entry.complete:
        return "✓"
    return "◐" if entry.begun else "·"


KEPT = "the board keeps the best of all runs: {names}"
NAME, MARKS = 27, 14  # columns: a line of the board has 78 at most
