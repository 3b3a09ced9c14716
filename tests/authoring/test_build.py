"""What the build generates: stubs and nbgrader's notebooks, the same bytes on every run."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from typer.testing import CliRunner

from tensorkata.authoring import build as builder
from tensorkata.authoring.build import build
from tensorkata.authoring.source import stub
from tensorkata.cli import app
from tensorkata.course import Course
from tensorkata.errors import CourseError, UsageError


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


def with_cells(path: Path, change: Callable[[list[dict[str, Any]]], None]) -> bytes:
    """Change a notebook's cells, as an instructor does in JupyterLab; return the file's bytes."""
    made = json.loads(path.read_text())
    change(made["cells"])
    path.write_text(json.dumps(made))
    return path.read_bytes()


def give_points(cells: list[dict[str, Any]]) -> None:
    """Set the points of each graded cell to 10."""
    for cell in cells:
        if "points" in cell["metadata"].get("nbgrader", {}):
            cell["metadata"]["nbgrader"]["points"] = 10


def add_essay(cells: list[dict[str, Any]]) -> None:
    """Add a cell of the instructor's own."""
    cells.append({"cell_type": "markdown", "id": "essay", "metadata": {}, "source": "Why?"})


@pytest.mark.parametrize("change", [give_points, add_essay])
def test_an_edited_notebook_is_kept_until_overwrite_is_typed(
    course: Course, notebook_path: Path, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command writes the rest, names the notebook and says how to go on; nothing is lost."""
    monkeypatch.chdir(course.root)
    built = CliRunner().invoke(app, ["build"])
    assert built.exit_code == 0
    first = notebook_path.read_bytes()
    mine = with_cells(notebook_path, change)
    source_path = course.solutions / "01_numbers.py"
    source_path.write_text(source_path.read_text().replace("A number and its half", "Halves"))
    told = CliRunner().invoke(app, ["build"])
    assert isinstance(told.exception, UsageError)
    assert "wrote: exercises/01_numbers.py" in told.output
    assert "edited: course/source/01_numbers/01_numbers.ipynb; to keep" in str(told.exception)
    assert "type: kata build --overwrite" in str(told.exception)
    assert notebook_path.read_bytes() == mine
    assert CliRunner().invoke(app, ["build", "--overwrite"]).exit_code == 0
    assert notebook_path.read_bytes() not in {mine, first}
    assert builder.edited(course) == []


def test_a_notebook_that_was_only_run_and_saved_is_not_edited(
    course: Course, notebook_path: Path
) -> None:
    """Outputs, counts and other metadata are nobody's work: the next build writes it anew."""
    build(course)
    first = notebook_path.read_bytes()

    def run(cells: list[dict[str, Any]]) -> None:
        for cell in cells:
            cell["metadata"]["collapsed"] = False
            cell["source"] = "".join(cell["source"]).splitlines(keepends=True)

    with_cells(notebook_path, run)
    assert builder.edited(course) == []
    assert build(course) == [notebook_path]
    assert notebook_path.read_bytes() == first


def test_a_notebook_of_unknown_origin_is_kept(course: Course, notebook_path: Path) -> None:
    """One without a record of its build, or that cannot be read, is not written over."""
    build(course)
    made = json.loads(notebook_path.read_text())
    del made["metadata"]["tensorkata"]
    add_essay(made["cells"])
    for text in (json.dumps(made), "half a file {"):
        notebook_path.write_text(text)
        assert build(course) == []
        assert notebook_path.read_text() == text


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
