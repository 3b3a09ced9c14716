"""Generate the stubs and nbgrader's notebooks from the one source.

The same source and checkers give the same bytes on every run, so that `build --check` can compare.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from pathlib import Path
from typing import Any

from tensorkata.authoring import source
from tensorkata.course import TOGETHER, Course, Exercise, Topic, snake_case
from tensorkata.errors import CourseError, MachineError
from tensorkata.points_of_checks import max_points
from tensorkata.protocol.cells import Cell, defined_names

NotebookCell = dict[str, Any]
IMPORT_CHECK = "from tensorkata import check"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
LANGUAGE = {"name": "python"}
MAX_ID = 64  # nbformat's own limit for a cell id
EDITED = ("grade_id", "points", "grade", "solution", "locked", "task")


def build(course: Course, *, check: bool = False, overwrite: bool = False) -> list[Path]:
    """Write every stub and notebook that is out of date, and return their paths.

    A notebook that was edited is kept, unless `overwrite` is set. With `check` nothing is written,
    and files without a source are returned as well.
    """
    wanted = rendered(course)
    drifted = [
        path for path, data in wanted.items() if not path.is_file() or path.read_bytes() != data
    ]
    if check:
        return sorted({*drifted, *(_generated(course) - wanted.keys())})
    written = [path for path in drifted if overwrite or not _is_edited(path, wanted[path])]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    return sorted(written)


def edited(course: Course) -> list[Path]:
    """Return the notebooks that `build` would keep, because somebody has edited them."""
    return [path for path, wanted in rendered(course).items() if _is_edited(path, wanted)]


def _is_edited(path: Path, wanted: bytes) -> bool:
    """Tell whether a notebook has cells that neither an earlier build nor this one makes.

    A build notes the digest of its cells in the notebook's metadata.
    """
    if path.suffix != ".ipynb" or not path.is_file():
        return False
    try:
        notebook = json.loads(path.read_bytes())
        noted = notebook["metadata"].get("tensorkata", {}).get("cells")
        digest = _digest(notebook["cells"])
    except (ValueError, LookupError, TypeError, AttributeError):
        return bool(path.read_bytes().strip())
    return digest not in {noted, _digest(json.loads(wanted)["cells"])}


def _digest(cells: list[NotebookCell]) -> str:
    """Return a digest of what an author edits: the texts and nbgrader's flags, no outputs."""
    plain = []
    for cell in cells:
        marked = cell["metadata"].get("nbgrader", {})
        flags = {name: marked[name] for name in EDITED if marked.get(name)}
        flags |= {"points": float(flags["points"])} if "points" in flags else {}
        plain.append([cell["cell_type"], "".join(cell["source"]), flags])
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()[:16]


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
    looks = course.looks(topic.name)
    cells: list[NotebookCell] = []
    for cell in jupytext.reads(text, fmt="py:percent").cells:
        names = defined_names(Cell(1, cell.source)) if cell.cell_type == "code" else set()
        exercise = next((exercises[name] for name in exercises if name in names), None)
        if exercise:
            points = _points(course, topic, exercise)
            cells += [_solution_cell(exercise, cell.source), _check_cell(exercise, points)]
            if exercise.stem in looks:
                cells.append(_code_cell(f'show("{exercise.name}")', {}))
        elif cell.cell_type == "code":
            cells.append(_code_cell(cell.source, _kept(cell.metadata)))
        else:
            metadata = _kept(cell.metadata)
            cells.append({"cell_type": "markdown", "source": cell.source, "metadata": metadata})
    if TOGETHER in looks:
        cells.append(_code_cell(f'show("{topic.name}::{TOGETHER}")', {}))
    _import_kit(cells, f"{IMPORT_CHECK}, show" if looks else IMPORT_CHECK)
    for index, made in enumerate(cells):
        marked = made["metadata"].get("nbgrader", {})
        made["id"] = marked.get("grade_id", f"{topic.name}-{index}")[:MAX_ID]
    worth = {name: _points(course, topic, one) for name, one in exercises.items()}
    record = {"cells": _digest(cells), "points": worth}
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE, "tensorkata": record}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}
    node = nbformat.from_dict(whole)
    nbformat.validate(node)
    return str(nbformat.writes(node)).rstrip("\n") + "\n"


def _sources(course: Course) -> list[tuple[Topic, str]]:
    known = {topic.filename for topic in course.topics}
    known |= {f"{snake_case(own.name)}.py" for own in course.settings.exercise}
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


def _points(course: Course, topic: Topic, exercise: Exercise) -> float:
    worth = max_points(course, topic, exercise, hidden=True)
    return int(worth) if worth == int(worth) else worth


def _check_cell(exercise: Exercise, points: float) -> NotebookCell:
    text, grade_id = f'check("{exercise.name}")', f"{exercise.stem}-check"
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


def _import_kit(cells: list[NotebookCell], line: str) -> None:
    """Put the import of `check` and `show` into the first code cell, beside the topic's imports."""
    code = [index for index, cell in enumerate(cells) if cell["cell_type"] == "code"]
    place = code[0] if code else len(cells)
    first = cells[place] if code else _code_cell("", {})
    if "nbgrader" in first["metadata"] or "import " not in first["source"]:
        cells.insert(place, _code_cell(line, {}))
    else:
        first["source"] += f"\n{line}"


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise MachineError(NEEDS.format(name=name)) from error


NEEDS = "kata build needs {name}: pip install 'tensorkata[instructor]'"
STRAY = "{folder}/{name}: not a topic of course/curriculum.toml; add it there or remove the file"
KEPT = (
    "not overwritten, because it has been edited: {names}; to keep the edits, leave it as it is;"
    " to lose them, type: kata build --overwrite"
)
