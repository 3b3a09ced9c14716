"""A plain assignment beside the kit's: run in the sandbox, graded by nbgrader's own rules."""

from __future__ import annotations

import csv
import json
import zipfile

import pytest

from .nbgrader_course import nbgrader, new_course
from .nbgrader_mixed import marked

pytestmark = [pytest.mark.nbgrader, pytest.mark.sandbox]
SOLVED = "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = "assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(5) == 10\n### END HIDDEN TESTS"
PART = "sum(f(i) == 2 * i for i in range(4)) / 2"
READS = "rows = open('data.csv').read().split()\nassert len(rows) == 2"
HANDED_IN = {  # what each hands in, and the points by nbgrader's documentation: 3 + 2 + 1, and 5
    "right": ("def f(x):\n    return x + x", 6.0),
    "half": ("def f(x):\n    return 2 * x if x < 3 else 0", 2.5),
    "untouched": (None, 1.0),
    "syntax": ("def f(x) return 2 * x", 1.0),
    "warns": ("import warnings\ndef f(x):\n    warnings.warn('odd')\n    return 2 * x", 6.0),
    "prints": ("def f(x):\n    print(x)\n    return 2 * x", 6.0),
    "ends": ("import os\nos._exit(0)", 0.0),
    "loops": ("while True:\n    pass", 1.0),
    "book": (
        "import pathlib, sqlite3\nsqlite3.connect('{book}').execute('delete from grade')",
        1.0,
    ),
    # the statement that fails costs what comes of it: the rest of its cell runs
    "writes": ("open('{book}', 'w').write('x')\ndef f(x):\n    return 2 * x", 6.0),
    "five": ("def f(x):\n    return 5", 1.0),
    "nets": ("import urllib.request as r\nr.urlopen('http://127.0.0.1:1')", 1.0),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a course in which a plain assignment was graded, what was told, and the scores."""
    course = new_course(tmp_path_factory.mktemp("plain"))
    source = course / "source" / "hw1"
    source.mkdir()
    cells = [
        marked("code", "f", SOLVED, grade=False, solution=True),
        marked("code", "f-test", TEST, locked=True, points=3),
        marked("code", "f-part", PART, locked=True, points=2),
        marked("code", "data", READS, locked=True, points=1),
        marked("markdown", "essay", "Why?", solution=True, points=5),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}}
    (source / "homework.ipynb").write_text(json.dumps(whole | {"cells": cells}))
    (source / "data.csv").write_text("a,b\n1,2\n")
    codes, log = nbgrader(course, ["generate_assignment", "hw1"])
    assert codes == [0], log
    given = json.loads((course / "release" / "hw1" / "homework.ipynb").read_text())
    for student, (text, _) in HANDED_IN.items():
        mine = json.loads(json.dumps(given))
        if text is not None:
            mine["cells"][0]["source"] = text.replace("{book}", str(course / "gradebook.db"))
        folder = course / "submitted" / student / "hw1"
        folder.mkdir(parents=True)
        (folder / "homework.ipynb").write_text(json.dumps(mine))
    codes, log = nbgrader(course, ["autograde", "hw1"], ["export"])
    assert codes == [0, 0], log
    with (course / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    return course, log, rows


def test_every_score_is_as_nbgrader_s_documentation_says(graded):
    """Error 0, all points without one, partial credit by the last value; hidden tests count."""
    _, _, rows = graded
    scores = {student: float(row["score"]) for student, row in rows.items()}
    assert scores == {student: points for student, (_, points) in HANDED_IN.items()}
    assert {float(row["max_score"]) for row in rows.values()} == {11.0}


def test_hidden_tests_are_no_edits_of_the_student_s(graded):
    """Students never had the hidden tests: putting them in is not told as a change."""
    course, log, _ = graded
    assert "was edited" not in log
    page = json.loads((course / "autograded" / "right" / "hw1" / "homework.ipynb").read_text())
    assert "f(5) == 10" in "".join(page["cells"][1]["source"])
    assert page["cells"][1]["outputs"] == []


def test_a_plain_archive_is_collected_by_whole_names(graded):
    """zip_collect knows the notebook of any assignment, and who handed it in."""
    course, _, _ = graded
    archive = course / "downloaded" / "hw1" / "archive"
    archive.mkdir(parents=True)
    text = (course / "release" / "hw1" / "homework.ipynb").read_text()
    with zipfile.ZipFile(archive / "moodle.zip", "w") as packed:
        packed.writestr("Mary Ann Evans_70010_assignsubmission_file_homework.ipynb", text)
        packed.writestr("Bo Li_70011_assignsubmission_file_homework (1).ipynb", text)
    codes, log = nbgrader(course, ["zip_collect", "hw1"])
    assert codes == [0], log
    for student in ("Mary Ann Evans", "Bo Li"):
        assert (course / "submitted" / student / "hw1" / "homework.ipynb").is_file()


def test_a_check_cell_in_a_notebook_of_another_name_is_told(graded):
    """A kit's notebook under another name is not graded 0: the command says what to do."""
    course, _, _ = graded
    for place in ("source", "submitted/ada"):
        folder = course / place / "hw2"
        folder.mkdir(parents=True)
        cells = [marked("code", "c", 'check("Linear")', locked=True, points=3)]
        whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        (folder / "other.ipynb").write_text(json.dumps(whole))
    nbgrader(course, ["generate_assignment", "hw2"])
    codes, log = nbgrader(course, ["autograde", "hw2"])
    assert codes != [0]
    assert "other has cells with check(...), and no topic of the course has this name" in log
