"""The points of an exercise's checks, read from the checkers' text without running it."""

from __future__ import annotations

import ast
from math import fsum
from pathlib import Path

from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError


def max_points(course: Course, topic: Topic, exercise: Exercise, *, hidden: bool) -> float:
    """Return the points of the exercise's visible checks; with `hidden`, of the hidden ones too."""
    return fsum(check_points(course, topic, exercise, hidden=hidden).values())


def check_points(
    course: Course, topic: Topic, exercise: Exercise, *, hidden: bool
) -> dict[str, float]:
    """Return the points of each check of the exercise by name, in the order of the files."""
    folder = course.checkers / topic.name
    files = [folder / f"test_{exercise.stem}.py"]
    if hidden:
        files.append(folder / "hidden" / f"test_{exercise.stem}.py")
    found: dict[str, float] = {}
    for path in files:
        if path.is_file():
            where = path.relative_to(course.root).as_posix()
            found |= _file_points(path, where)
    return found


def _file_points(path: Path, where: str) -> dict[str, float]:
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise CourseError(f"{where}:{error.lineno}: not Python: {error.msg}") from error
    return {
        node.name: sum(_worth(decorator, where) for decorator in node.decorator_list)
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def _worth(decorator: ast.expr, where: str) -> float:
    if not isinstance(decorator, ast.Call):
        return 0.0
    name = decorator.func
    called = name.id if isinstance(name, ast.Name) else getattr(name, "attr", "")
    if called != "points":
        return 0.0
    match decorator:
        case ast.Call(args=[ast.Constant(value=int() | float() as worth)], keywords=[]):
            return float(worth)
    line = decorator.lineno
    raise CourseError(f"{where}:{line}: @points takes one plain number, as in @points(2)")
