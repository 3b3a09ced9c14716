"""Which graded cells of a notebook are the kit's, and whether they fit the installed course.

A cell with `check("Linear")` and nothing else is the kit's. Every other graded cell is the
instructor's own: nbgrader grades it as it would without the kit.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

from tensorkata.authoring.compose import refuse_stale
from tensorkata.course import INSTALLED, Course, Topic, find_course
from tensorkata.errors import CourseError, UnreadableError, UsageError
from tensorkata.points_of_checks import max_points
from tensorkata.protocol.submission import contents, text_of

MOST = 100  # exercises that a notebook may note
Cells = dict[str, tuple[dict[str, Any], str]]  # nbgrader's metadata and the text, by grade_id


def course_of(setting: str) -> Course:
    """Return the course of `Judged.course`; UsageError that says what to set or to type."""
    try:
        course = find_course(Path(setting))
    except UsageError as error:
        raise UsageError(f"{error}; {SET}") from None
    refuse_stale(course)
    return course


def exercise_in(source: str) -> str | None:
    """Return the name in a cell that is `check("name")` and nothing else; None for others."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match body:
        case [ast.Expr(ast.Call(ast.Name("check"), [ast.Constant(str(name))], []))]:
            return name
    return None


def is_judged(mark: dict[str, Any], source: str) -> bool:
    """Tell whether the kit's judge grades a cell of this metadata and text."""
    by_nbgrader = not mark.get("grade") or mark.get("solution") or mark.get("cell_type") != "code"
    return not by_nbgrader and exercise_in(source) is not None


def own_tests(cells: Cells) -> list[str]:
    """Return the names of the instructor's own autograded cells."""
    return [
        name
        for name, (mark, text) in cells.items()
        if mark["grade"]
        and not mark["solution"]
        and mark["cell_type"] == "code"
        and not is_judged(mark, text)
    ]


def refuse_unfit(course: Course, topic: Topic, cells: Cells, *, hidden: bool, cure: str) -> None:
    """Refuse to grade what would silently get wrong points; UsageError says what to do.

    `cure` says how to name another course, or to leave out the hidden checks.
    """
    if hidden and course.root == INSTALLED:
        raise UsageError(NO_HIDDEN.format(folder=course.root, cure=cure))
    known = {exercise.name for exercise in topic.exercise}
    for name, (mark, text) in cells.items():
        asked = exercise_in(text) if mark["grade"] else None
        if asked is not None and asked not in known:
            raise UsageError(UNKNOWN.format(cell=name, name=asked, topic=topic.name))
    for name in own_tests(cells):
        if _calls_check(cells[name][1]):
            raise UsageError(MIXED.format(cell=name))


def _calls_check(source: str) -> bool:
    """Tell whether a cell's text calls `check`: in the sandbox that call does nothing."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "check(" in source
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "check"
        for node in ast.walk(tree)
    )


def record_of(text: str) -> dict[str, Any]:
    """Return the points that `kata build` noted in a notebook of this text, if it did.

    A student can have written anything there: what is no exercise's points is left out.
    """
    try:
        noted = dict(json.loads(text)["metadata"]["tensorkata"]["points"])
    except (ValueError, LookupError, TypeError, RecursionError, MemoryError):
        return {}
    points = {n: p for n, p in noted.items() if n.isidentifier() and isinstance(p, (int, float))}
    return {"points": points} if 0 < len(points) <= MOST else {}


def aged(course: Course, topic: Topic, record: dict[str, Any]) -> list[str]:
    """Return how the exercises of a notebook differ from the course's, by the build's record.

    Without a record, as in a script, nothing is known.
    """
    noted = record.get("points", {})
    if not noted or course.root == INSTALLED:
        return []
    now = {one.name: max_points(course, topic, one, hidden=True) for one in topic.exercise}
    changes = []
    for name, points in sorted(noted.items()):
        if name not in now:
            changes.append(GONE.format(name=name))
        elif points != now[name]:
            changes.append(OTHER.format(name=name, then=points, now=now[name]))
    return changes + [NEW.format(name=name) for name in now if name not in noted]


def aged_file(course: Course, topic: Topic, path: Path) -> list[str]:
    """Return how the exercises of a notebook's file differ from the course's."""
    try:
        return aged(course, topic, record_of(text_of(contents(path))))
    except (UnreadableError, CourseError):
        return []


SET = "set c.Judged.course in nbgrader_config.py to the folder of your clone of the course"
NO_HIDDEN = (
    "{folder} is the installed course, which has no hidden checks: a perfect notebook would not"
    " get all its points; {cure}"
)
UNKNOWN = (
    'cell {cell} asks for check("{name}"), which {topic} of this course does not have: the notebook'
    " is of another version of the course, or the name is misspelled; repair the cell in"
    " source/{topic}/ and type: nbgrader generate_assignment {topic} --force"
)
MIXED = (
    'cell {cell} calls check() and does more: write check("...") into a cell of its own, and your'
    " own tests into another"
)
GONE = "{name} is no longer in the course"
NEW = "{name} is new in the course"
OTHER = "{name} was worth {then:g} points and is now worth {now:g}"
