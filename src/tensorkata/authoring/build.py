"""Generate the stubs and nbgrader's notebooks from the one source.

The same source and checkers give the same bytes on every run, so that `build --check` can compare.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from tensorkata.authoring import source
from tensorkata.authoring.points_of_checks import max_points
from tensorkata.course import Course, Exercise, Topic
from tensorkata.errors import CourseError, MachineError
from tensorkata.protocol.cells import Cell, defined_names

NotebookCell = dict[str, Any]
IMPORT_CHECK = "from tensorkata import check"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
MAX_ID = 64  # nbformat's own limit for a cell id


def build(course: Course, *, check: bool = False) -> list[Path]:
    """Write every stub and notebook that is out of date, and return their paths.

    With `check` nothing is written, and files without a source are returned as well.
    """
    wanted = rendered(course)
    drifted = [
        path for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data
    ]
    if check:
        return sorted({*drifted, *(_generated(course) - wanted.keys())})
    for path in drifted:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    return sorted(drifted)


def rendered(course: Course) -> dict[Path, bytes]:
    """Return every generated file of the course with its content, from the existing sources."""
    files: dict[Path, bytes] = {}
    for topic, text in _sources(course):
        files[course.exercises / topic.filename] = source.stub(text).encode()
        path = _notebooks(course) / topic.name / f"{topic.name}.ipynb"
        files[path] = notebook(course, topic, text).encode()
    return files


def stubs(course: Course) -> dict[str, str]:
    """Return each topic's stub by its file name."""
    return {topic.filename: source.stub(text) for topic, text in _sources(course)}


def notebook(course: Course, topic: Topic, text: str) -> str:
    """Return the topic's nbgrader notebook, with solutions, as JSON."""
    jupytext, nbformat = _library("jupytext"), _library("nbformat")
    exercises = {exercise.name: exercise for exercise in topic.exercise}
    cells: list[NotebookCell] = []
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        names = defined_names(Cell(1, cell.source)) if cell.cell_type == "code" else set()
        exercise = next((exercises[name] for name in exercises if name in names), None)
        if exercise:
            worth = max_points(course, topic, exercise, hidden=True)
            cells += [_solution_cell(exercise, cell.source), _check_cell(exercise, worth)]
        elif cell.cell_type == "code":
            cells.append(_code_cell(cell.source, _kept(cell.metadata)))
        else:
            metadata = _kept(cell.metadata)
            cells.append({"cell_type": "markdown", "source": cell.source, "metadata": metadata})
    _import_check(cells)
    for index, made in enumerate(cells):
        marked = made["metadata"].get("nbgrader", {})
        made["id"] = marked.get("grade_id", f"{topic.name}-{index}")[:MAX_ID]
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    node = nbformat.from_dict(whole)
    nbformat.validate(node)
    return str(nbformat.writes(node)).rstrip("\n") + "\n"


def _sources(course: Course) -> list[tuple[Topic, str]]:
    known = {topic.filename: topic for topic in course.topics}
    for path in sorted(course.solutions.glob("*.py")):
        if path.name not in known:
            raise CourseError(STRAY.format(folder=course.solutions.name, name=path.name))
    return [
        (topic, source.read(course, topic))
        for topic in course.topics
        if (course.solutions / topic.filename).is_file()
    ]


def _generated(course: Course) -> set[Path]:
    """Return the files in the folders of generated files."""
    found = {*course.exercises.rglob("*.py"), *_notebooks(course).rglob("*.ipynb")}
    return {path for path in found if ".ipynb_checkpoints" not in path.parts}


def _notebooks(course: Course) -> Path:
    return course.root / "course" / "source"


def _solution_cell(exercise: Exercise, text: str) -> NotebookCell:
    return _graded_cell(text, exercise.stem, grade=False, solution=True, locked=False)


def _check_cell(exercise: Exercise, worth: float) -> NotebookCell:
    text, grade_id = f'check("{exercise.name}")', f"{exercise.stem}-check"
    points = int(worth) if worth == int(worth) else worth
    return _graded_cell(text, grade_id, grade=True, solution=False, locked=True, points=points)


def _graded_cell(text: str, grade_id: str, **flags: float) -> NotebookCell:
    """Return a code cell with nbgrader's metadata, schema version 3."""
    marked = {"grade_id": grade_id, "schema_version": 3, "task": False, **flags}
    return _code_cell(text, {"nbgrader": marked})


def _code_cell(text: str, metadata: dict[str, Any]) -> NotebookCell:
    return {
        "cell_type": "code",
        "source": text,
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
    }


def _kept(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the metadata that an author wrote, without jupytext's notes on layout."""
    return {"tags": list(metadata["tags"])} if "tags" in metadata else {}


def _import_check(cells: list[NotebookCell]) -> None:
    """Put the import of `check` into the first code cell, beside the topic's imports."""
    code = [index for index, cell in enumerate(cells) if cell["cell_type"] == "code"]
    place = code[0] if code else len(cells)
    first = cells[place] if code else _code_cell("", {})
    if "nbgrader" in first["metadata"] or "import " not in first["source"]:
        cells.insert(place, _code_cell(IMPORT_CHECK, {}))
    else:
        first["source"] += f"\n{IMPORT_CHECK}"


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise MachineError(NEEDS.format(name=name)) from error


NEEDS = "kata build needs {name}: pip install 'tensorkata[instructor]'"
STRAY = "{folder}/{name}: not a topic of course/curriculum.toml; add it there or remove the file"
