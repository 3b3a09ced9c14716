"""What the build generates: stubs and nbgrader's notebooks, the same bytes on every run."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tensorkata.authoring import build as builder
from tensorkata.authoring.build import build
from tensorkata.authoring.source import stub
from tensorkata.course import Course
from tensorkata.errors import CourseError


@pytest.fixture
def notebook_path(course: Course) -> Path:
    """Return where the made-up topic's notebook belongs."""
    return course.root / "course" / "source" / "01_numbers" / "01_numbers.ipynb"


@pytest.fixture
def cells(course: Course, notebook_path: Path) -> list[dict[str, Any]]:
    """Build, and return the notebook's cells."""
    build(course)
    found: list[dict[str, Any]] = json.loads(notebook_path.read_text())["cells"]
    return found


def test_build_writes_what_is_missing(course: Course, notebook_path: Path, source: str) -> None:
    """A stub and a notebook for each topic that has a source; others are left alone."""
    stub_path = course.exercises / "01_numbers.py"
    assert build(course) == [notebook_path, stub_path]
    assert stub_path.read_text() == stub(source)
    assert build(course) == []


def test_check_writes_nothing(course: Course, notebook_path: Path) -> None:
    """With check, what is missing, edited or stray is named, and no file changes."""
    stub_path = course.exercises / "01_numbers.py"
    assert build(course, check=True) == [notebook_path, stub_path]
    assert not stub_path.exists()
    build(course)
    assert build(course, check=True) == []
    stub_path.write_text("edited")
    stray = course.exercises / "09_gone.py"
    stray.write_text("")
    old = notebook_path.with_name("old.ipynb")
    old.write_text("{}")
    assert build(course, check=True) == [old, stub_path, stray]
    assert stub_path.read_text() == "edited"


def test_drift_follows_the_checkers(course: Course, notebook_path: Path) -> None:
    """Another number of points in a hidden check changes the notebook, and nothing else."""
    build(course)
    path = course.checkers / "01_numbers" / "hidden" / "test_halve.py"
    path.write_text(path.read_text().replace("@points(3)", "@points(5)"))
    assert build(course, check=True) == [notebook_path]


def test_a_source_that_no_topic_names_is_a_fault(course: Course) -> None:
    """A file in solutions/ that the curriculum does not know is told by its name."""
    (course.solutions / "07_lost.py").write_text("")
    with pytest.raises(CourseError, match=r"^solutions/07_lost.py: not a topic"):
        build(course)


def test_each_exercise_has_a_solution_and_a_locked_check(cells: list[dict[str, Any]]) -> None:
    """One solution cell, then one locked graded cell with the exercise's points."""
    marked = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    grade_ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in marked]
    assert grade_ids == ["halve", "halve-check", "running_total", "running_total-check"]
    assert [cell["id"] for cell in marked] == grade_ids
    solution, check = marked[0], marked[1]
    flags = {"schema_version": 3, "task": False}
    assert solution["metadata"]["nbgrader"] == flags | {
        "grade_id": "halve",
        "grade": False,
        "solution": True,
        "locked": False,
    }
    assert check["metadata"]["nbgrader"] == flags | {
        "grade_id": "halve-check",
        "grade": True,
        "solution": False,
        "locked": True,
        "points": 6.5,
    }
    assert "".join(solution["source"]).count("### BEGIN SOLUTION") == 1
    assert "".join(check["source"]) == 'check("halve")'
    assert cells.index(check) == cells.index(solution) + 1


def test_the_first_code_cell_imports_check(cells: list[dict[str, Any]]) -> None:
    """The topic's imports and the import of check stand in the first code cell."""
    first = next(cell for cell in cells if cell["cell_type"] == "code")
    assert "".join(first["source"]) == "import math\nfrom tensorkata import check"


def test_a_topic_without_imports_gets_a_cell_for_check(course: Course, source: str) -> None:
    """Where the first code cell is an exercise, the import has a cell of its own before it."""
    text = source.replace("# %%\nimport math\n", "")
    made = json.loads(builder.notebook(course, course.topic("01"), text))
    code = [cell for cell in made["cells"] if cell["cell_type"] == "code"]
    assert "".join(code[0]["source"]) == "from tensorkata import check"
    assert code[1]["id"] == "halve"


def test_the_notebook_is_clean(course: Course, notebook_path: Path) -> None:
    """Valid, for python3, without outputs, with nothing of jupytext in it, lessons as Markdown."""
    build(course)
    text = notebook_path.read_text()
    made = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    nbformat.validate(made)
    assert made.metadata.kernelspec.name == "python3"
    assert all(not cell.outputs for cell in made.cells if cell.cell_type == "code")
    assert made.cells[0].source == "# Numbers\nA number and its half."
    assert "jupytext" not in text
    assert "lines_to_next_cell" not in text


def test_nbgrader_accepts_the_notebook(course: Course, notebook_path: Path) -> None:
    """Validate the metadata with nbgrader's own validator, and clear the solutions with its own."""
    from nbgrader import preprocessors
    from nbgrader.nbgraderformat import reads

    build(course)
    made = reads(notebook_path.read_text(), as_version=4)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    cleared, _ = preprocessors.ClearSolutions().preprocess(made, {})
    text = "\n".join(cell.source for cell in cleared.cells)
    assert "SOLUTION" not in text
    assert "self.total += x" not in text
    assert "# TODO: divide." in text


def test_two_builds_give_the_same_bytes(course: Course) -> None:
    """No random cell id, no time, no order by chance."""
    assert builder.rendered(course) == builder.rendered(course)


def test_an_edit_of_a_lesson_keeps_the_grade_ids(course: Course, source: str) -> None:
    """A new lesson cell moves the lesson cells' ids and no exercise's."""
    more = source.replace("# %%\nimport", "# %% [markdown]\n# More.\n\n# %%\nimport")
    topic = course.topic("01")
    ids = [
        [cell["id"] for cell in json.loads(builder.notebook(course, topic, text))["cells"]]
        for text in (source, more)
    ]
    assert [i for i in ids[0] if "01" not in i] == [i for i in ids[1] if "01" not in i]
    assert len(set(ids[1])) == len(ids[1])
