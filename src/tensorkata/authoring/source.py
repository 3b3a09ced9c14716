"""The one source of a topic: solutions/NN_topic.py, its exercises and their solution regions.

This module reads and rewrites text. It never runs a solution and knows no checker.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError
from tensorkata.protocol.cells import Cell, defined_names, script_cells

_MARKER = re.compile(r"^(?P<indent>\s*)### (?P<side>BEGIN|END) SOLUTION$")
_NEARLY = re.compile(r"(BEGIN|END) SOLUTION")
_TODO = re.compile(r"^\s*# TODO\b", re.MULTILINE)
_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


class Region(msgspec.Struct, frozen=True):
    """A solution region: the lines of its two markers, and their indentation."""

    begin: int
    end: int
    indent: str


class Solution(msgspec.Struct, frozen=True):
    """An exercise's cell in the source and the solution regions in it."""

    exercise: str
    cell: Cell
    regions: tuple[Region, ...]


def read(course: Course, topic: Topic, exercises: tuple[Exercise, ...] = ()) -> str:
    """Return the text of the topic's source; CourseError if it and the curriculum differ.

    With `exercises`, these must be there, and the rest of the file does not matter.
    """
    where = f"{course.solutions.name}/{topic.filename}"
    text = course.text(course.solutions / topic.filename, "write the topic's cells there")
    names = [exercise.name for exercise in exercises or topic.exercise]
    for solution in solutions(text, where):
        if solution.exercise not in names and not exercises:
            line = solution.cell.line
            raise CourseError(STRANGER.format(where=where, line=line, name=solution.exercise))
    for name in names:
        solution_of(text, name, where)
    return text


@lru_cache(maxsize=32)
def solutions(text: str, where: str = "source") -> tuple[Solution, ...]:
    """Find the exercises of a source; CourseError with file and line if it breaks a rule."""
    cells = script_cells(text)
    inside: dict[int, list[Region]] = {}
    for region in _regions(text, where):
        cell = next((c for c in cells if c.line <= region.begin < _end(c)), None)
        if cell is None or region.end >= _end(cell):
            raise CourseError(f"{where}:{region.begin}: {OUTSIDE}")
        inside.setdefault(cell.line, []).append(region)
    found = tuple(_solution(c, inside[c.line], where) for c in cells if c.line in inside)
    name, count = Counter(s.exercise for s in found).most_common(1)[0] if found else ("", 0)
    if count > 1:
        line = [s.cell.line for s in found if s.exercise == name][1]
        raise CourseError(f"{where}:{line}: {name} has a cell already; each exercise has one")
    return found


def solution_of(text: str, exercise: str, where: str = "source") -> Solution:
    """Return one exercise's cell and regions; CourseError if the source has none."""
    for solution in solutions(text, where):
        if solution.exercise == exercise:
            return solution
    line = _line_of(text, exercise)
    raise CourseError(UNSOLVED.format(where=where, line=line, name=exercise))


def stub(text: str, where: str = "source") -> str:
    """Return the source with `raise NotImplementedError` instead of each solution region."""
    return _stubbed(text, solutions(text, where))


def stub_of(text: str, names: Iterable[str], where: str = "source") -> str:
    """Return the source with the named exercises unsolved and the others unchanged."""
    wanted = set(names)
    return _stubbed(text, [found for found in solutions(text, where) if found.exercise in wanted])


def with_answer(text: str, exercise: str, answer: str) -> str:
    """Return the source with the exercise's cell replaced; later cells may move to other lines."""
    cell = solution_of(text, exercise).cell
    last = _end(cell) > len(text.splitlines())
    return with_cell(text, cell, answer.strip("\n") + ("\n" if last else "\n\n"))


def with_cell(text: str, cell: Cell, fresh: str) -> str:
    """Return the text with all lines of one of its cells replaced."""
    lines, start = text.splitlines(), cell.line - 1
    lines[start : start + len(cell.source.splitlines())] = fresh.splitlines()
    return "\n".join(lines) + "\n"


def _solution(cell: Cell, regions: list[Region], where: str) -> Solution:
    try:
        tree = ast.parse(cell.source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1) - 1
        raise CourseError(f"{where}:{line}: not Python: {error.msg}") from error
    owners = [node for node in tree.body if isinstance(node, (*_FUNCTION, ast.ClassDef))]
    first = regions[0].begin
    if not owners or any(not region.indent for region in regions):
        raise CourseError(f"{where}:{first}: {OUTSIDE}")
    name = owners[0].name
    more = sorted(defined_names(cell) - {name}) + [o.name for o in owners[1:] if o.name == name]
    if more:
        raise CourseError(CROWDED.format(where=where, line=cell.line, more=", ".join(more)))
    solution = Solution(name, cell, tuple(regions))
    local = [Region(r.begin - cell.line + 1, r.end - cell.line + 1, r.indent) for r in regions]
    text = _stubbed(cell.source, [Solution(name, Cell(1, cell.source), tuple(local))])
    _check_stub(text, solution, where)
    return solution


def _check_stub(text: str, solution: Solution, where: str) -> None:
    """Check the rules for an exercise: its stub is Python, regions are in bodies, it has TODOs."""
    first = solution.regions[0].begin
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise CourseError(f"{where}:{first}: the stub is not Python: {error.msg}") from error
    bodies = [node for node in ast.walk(tree) if isinstance(node, (*_FUNCTION, ast.ClassDef))]
    shift = solution.cell.line - 1
    for region in solution.regions:
        line = region.begin - shift
        if not any(body.body[0].lineno <= line <= (body.end_lineno or 0) for body in bodies):
            raise CourseError(f"{where}:{region.begin}: {OUTSIDE}")
        shift += region.end - region.begin
    if not _TODO.search(text):
        line = solution.cell.line
        raise CourseError(NO_TODO.format(where=where, line=line, name=solution.exercise))


def _stubbed(text: str, found: Iterable[Solution]) -> str:
    lines = text.splitlines()
    places = [(region, solution.exercise) for solution in found for region in solution.regions]
    for region, name in sorted(places, key=lambda place: place[0].begin, reverse=True):
        instead = f'{region.indent}raise NotImplementedError("{name}")'
        lines[region.begin - 1 : region.end] = [instead]
    return "\n".join(lines) + "\n"


def _regions(text: str, where: str) -> list[Region]:
    found: list[Region] = []
    begun, indent = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _MARKER.match(line)
        if not mark:
            if _NEARLY.search(line):
                raise CourseError(f"{where}:{number}: {MARKERS}")
        elif mark["side"] == "BEGIN":
            if begun:
                raise CourseError(UNCLOSED.format(where=where, line=begun))
            begun, indent = number, mark["indent"]
        elif not begun:
            raise CourseError(f"{where}:{number}: ### END SOLUTION without a ### BEGIN SOLUTION")
        else:
            found.append(Region(begun, number, indent))
            begun = 0
    if begun:
        raise CourseError(UNCLOSED.format(where=where, line=begun))
    return found


def _end(cell: Cell) -> int:
    """Return the first line of the file after the cell."""
    return cell.line + cell.source.count("\n")


def _line_of(text: str, name: str) -> int:
    return next((c.line for c in script_cells(text) if name in defined_names(c)), 1)


MARKERS = "a marker must be the only text on its line: ### BEGIN SOLUTION or ### END SOLUTION"
UNCLOSED = "{where}:{line}: ### BEGIN SOLUTION without an ### END SOLUTION after it"
OUTSIDE = "a solution region outside an exercise: put it in the body of a function or class"
CROWDED = "{where}:{line}: an exercise must have a cell to itself; move {more} into another cell"
NO_TODO = "{where}:{line}: {name} has no `# TODO` line that says what to do"
STRANGER = "{where}:{line}: {name} has a solution region but is not in course/curriculum.toml"
UNSOLVED = (
    "{where}:{line}: exercise {name} of the curriculum has no cell with a solution region: write"
    " `# %%`, then {name} with ### BEGIN SOLUTION and ### END SOLUTION in its body"
)
