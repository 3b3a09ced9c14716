"""Files that travel with an assignment: the same in every carrier, and nobody's to spoil."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

from tensorkata.assignment_files import MOST_MB, files_of
from tensorkata.authoring.bundle import contents
from tensorkata.authoring.gradescope import export
from tensorkata.checking.key import Key
from tensorkata.checking.local_run import run_locally
from tensorkata.commands.workspace import init
from tensorkata.course import Course
from tensorkata.errors import UsageError
from tensorkata.grading.dask.worker import Bench, pack
from tensorkata.grading.messages import Job
from tensorkata.grading.store import basis_of
from tensorkata.limits import Limits
from tensorkata.platforms.nbgrader import judged
from tensorkata.reporting.exports import from_json

from ..travelling import ANSWER, SETTINGS, STUB, TOPIC, UNNAMED, travelling_course

KATA = [sys.executable, "-c", "from tensorkata.cli import main; main()"]
NOT_THERE = f"ROWS is not there: notes.csv is not there (line 4): only {TOPIC} is handed in"


@pytest.fixture
def there(tmp_path):
    """Write the course with files, and three students' submissions."""
    course = travelling_course(tmp_path / "course")
    (tmp_path / "class").mkdir()
    for student, text in {"ada": ANSWER, "ben": ANSWER, "cy": UNNAMED}.items():
        (tmp_path / "class" / f"{student}.py").write_text(text)
    return course


def run(folder, *words, **more):
    """Run a command in a folder; return how it ended."""
    return subprocess.run(
        [*map(str, words)], cwd=folder, capture_output=True, text=True, check=False, **more
    )


def ended(results):
    """Return the points of the exercise and the message of its one check."""
    [exercise] = results
    return exercise.points, exercise.checks[0].message


@pytest.mark.sandbox
@pytest.mark.parametrize("level", ["auto", "landlock"])  # nbgrader's test: none
def test_a_class_has_the_files_at_each_level(there, tmp_path, level):
    """Each submission has its own copies; what is not named is said not to be there."""
    out = tmp_path / "out"
    words = ["grade", TOPIC, tmp_path / "class", "--out", out, "--isolation", level, "--jobs", 1]
    done = run(there.root, *KATA, *words)
    assert done.returncode == 1, done.stderr
    graded = from_json((out / "results.json").read_bytes()).submissions
    assert [ended(one.exercises) for one in graded[:2]] == [(2, ""), (2, "")]
    points, message = ended(graded[2].exercises)
    assert points == 0
    assert NOT_THERE in message


def test_another_file_is_another_run(there):
    """What a file holds is part of the key under which a result is kept."""

    def basis():
        about = {"hidden": True, "limits": "", "packages": {}}
        return basis_of(there, there.topic(TOPIC), Key.of(1), "none", **about)

    first = basis()
    assert basis() == first
    (there.root / "data" / "penguins.csv").write_text("a\n")
    assert basis() != first


@pytest.mark.slow
def test_a_student_s_own_run_has_them(there, tmp_path):
    """Checks run in a copy: the originals are safe, and the process stays where it was."""
    work = tmp_path / "work"
    init(there, work, notebooks=False)
    course, here = Course(work), Path.cwd()
    (course.exercises / "notes.csv").write_text("a\n")  # a student's own
    for text, points in ((ANSWER, 2), (UNNAMED, 0), (ANSWER, 2)):
        (course.exercises / f"{TOPIC}.py").write_text(text)
        results = run_locally(course, course.topics, course.exercises, 1).results[TOPIC]
        assert ended(results)[0] == points
    assert (course.exercises / "penguins.csv").read_text() == "a\nb\nc\n"
    assert "FACTOR = 2" in (course.exercises / "my_layers.py").read_text()
    assert "my_layers" not in sys.modules
    assert Path.cwd() == here
    (course.exercises / "penguins.csv").unlink()
    results = run_locally(course, course.topics, course.exercises, 1).results[TOPIC]
    assert "exercises/penguins.csv: No such file" in ended(results)[1]


def test_a_bundle_hands_them_out_and_keeps_what_is_the_instructor_s(there):
    """The files lie beside the exercises; of course.toml students get what names them."""
    text = f'packages = ["pandas"]\n{SETTINGS}[assignment.extensions]\nada = 2027-02-03T23:59:00Z\n'
    (there.root / "course.toml").write_text(text)
    found = contents(Course(there.root))
    assert found["exercises/penguins.csv"] == b"a\nb\nc\n"
    assert found["course.toml"].decode() == (
        'packages = ["pandas"]\n\n[[assignment]]\nname = "01_rows"\n'
        'files = ["exercises/penguins.csv", "exercises/my_layers.py"]\n'
    )
    (there.root / "course.toml").unlink()
    assert "course.toml" not in contents(Course(there.root))


@pytest.mark.sandbox
def test_a_worker_of_a_cluster_has_them(there, tmp_path):
    """They travel in the parcel with the checks."""
    topic = there.topic(TOPIC)
    bench = Bench(pack(there, topic, "landlock", Limits(), hidden=True), str(tmp_path))
    try:
        bench.ready()
        verdict = bench.judged(Job(f"{TOPIC}.py", Key.of(1)), ANSWER.encode())
    finally:
        bench.close()
    assert ended(verdict.exercises) == (2, "")


@pytest.mark.slow
def test_nbgrader_s_autograde_has_them(there, monkeypatch):
    """The cells of a notebook run beside them."""
    monkeypatch.setattr(judged.Judged, "refuse_unfit", lambda *_: None)  # it asks the gradebook
    grading = judged.Judged(course=str(there.root / "course"), isolation="none")
    cells = [nbformat.v4.new_code_cell(ANSWER), nbformat.v4.new_code_cell('check("rows")')]
    mark = {"grade": True, "grade_id": "rows-check", "points": 2, "cell_type": "code"}
    cells[1].metadata = nbformat.from_dict({"nbgrader": mark})
    about = {"nbgrader": {"notebook": TOPIC, "student": "ada"}}
    try:
        nb, _ = grading.preprocess(nbformat.v4.new_notebook(cells=cells), about)
    finally:
        judged._leave()
    assert nb.cells[-1].outputs[1].data["text/plain"] == "2.0"


@pytest.mark.sandbox
def test_gradescope_s_archive_has_them(there, tmp_path):
    """Its course has the files, and a course.toml that names them."""
    root = tmp_path / "autograder"
    export(there, there.topic(TOPIC), root / "autograder.zip")
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        archive.extractall(root / "source")
    shutil.copy(root / "source" / "run_autograder", root)
    (root / "submission").mkdir()
    (root / "submission" / f"{TOPIC}.py").write_text(ANSWER)
    done = run(
        "/", "bash", root / "run_autograder", env=os.environ | {"KATA_PYTHON": sys.executable}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((root / "results" / "results.json").read_bytes())["score"] == 2


BIG = b"x" * (MOST_MB * 2**20)
FAULTS = {
    "missing": ({}, '["other.csv"]', "other.csv: No such file or directory"),
    "a folder": ({}, '["data"]', "data: Is a directory"),
    "too big": ({"big.bin": BIG}, '["big.bin", "my_layers.py"]', f"more than {MOST_MB} MB"),
    "two of a name": (
        {"rows.csv": b"", "data/rows.csv": b""},
        '["rows.csv", "data/rows.csv"]',
        "two",
    ),
    "the answer": ({f"{TOPIC}.py": b""}, f'["{TOPIC}.py"]', "that is the submission's own name"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_file_that_cannot_travel_is_one_line_before_anybody_is_graded(there, case):
    """The line names course.toml, the file and what is wrong with it."""
    written, named, words = FAULTS[case]
    for name, data in written.items():
        (there.root / name).write_bytes(data)
    text = SETTINGS.replace('["data/penguins.csv", "my_layers.py"]', named)
    (there.root / "course.toml").write_text(text)
    with pytest.raises(UsageError) as refused:
        files_of(Course(there.root), TOPIC)
    assert words in str(refused.value)
    assert str(there.root / "course.toml") in str(refused.value)
    assert "\n" not in str(refused.value)


def test_kata_grade_says_so_before_it_grades(there, tmp_path):
    """Exit 2, one line, and no result."""
    (there.root / "my_layers.py").unlink()
    (tmp_path / "class" / "ada.py").write_text(STUB)
    words = ["grade", TOPIC, tmp_path / "class", "--out", tmp_path / "out", "--isolation", "none"]
    done = run(there.root, *KATA, *words)
    assert done.returncode == 2
    where = there.root / "course.toml"
    assert done.stderr == f"kata: {where}: my_layers.py: No such file or directory\n"
