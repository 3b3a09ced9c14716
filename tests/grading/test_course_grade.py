"""`kata grade` of several topics as an instructor types it, and the course's report again."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.errors import UsageError
from tensorkata.reporting.exports import from_json

ROOT = Path(__file__).parents[2]
ONE, TWO = "01_numbers", "02_words"
CURRICULUM = """\
[[topic]]
name = "01_numbers"
title = "Numbers"
[[topic.exercise]]
name = "halve"
title = "Half"
[[topic]]
name = "02_words"
title = "Words"
[[topic.exercise]]
name = "shout"
title = "Shout"
[[topic]]
name = "03_later"
title = "Later"
[[topic.exercise]]
name = "later"
title = "Later"
"""
PROBES = """\
def called(student, x):
    return student.{name}(x)
"""
CHECK = """\
from tensorkata.checking import assert_equal, points


@points(4)
def test_value(probes):
    \"\"\"it is right\"\"\"
    assert_equal(probes.called({given!r}), {want!r})
"""
SETTINGS = """\
title = "Spring"
[late]
penalty = 0.25
[[assignment]]
name = "01_numbers"
due = 2027-02-01T12:00:00Z
weight = 30
[assignment.extensions]
bo = 2027-02-03T12:00:00Z
[[assignment]]
name = "02_words"
due = 2027-02-01T12:00:00Z
weight = 10
"""
RIGHT = {ONE: "def halve(x):\n    return x / 2\n", TWO: "def shout(x):\n    return x.upper()\n"}


def write(path, text):
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Return a folder with a course of three topics and a class of four in a tree and a zip."""
    room = tmp_path_factory.mktemp("course")
    write(room / "course/curriculum.toml", CURRICULUM)
    write(room / "course.toml", SETTINGS)
    for topic, name, given, want in ((ONE, "halve", 3.0, 1.5), (TWO, "shout", "a", "A")):
        write(room / f"checkers/{topic}/probes.py", PROBES.format(name=name))
        write(room / f"checkers/{topic}/test_{name}.py", CHECK.format(given=given, want=want))
    for student, when in (("ada", 1_801_396_800), ("bo", 1_801_500_000)):
        path = write(room / f"class/{student}/{ONE}.py", RIGHT[ONE])
        os.utime(path, (when, when))  # 2027-02-01 08:00 UTC; a day later
    late = write(room / f"class/{TWO}_bo.py", RIGHT[TWO])
    os.utime(late, (1_801_500_000, 1_801_500_000))
    with zipfile.ZipFile(room / f"class/{TWO}.zip", "w") as archive:
        archive.writestr("lovelaceada_47_88_answer.py", RIGHT[TWO])
    write(room / "class.csv", "Username,Name\nada,Ada Lovelace\nbo,Bo Two\ncy,Cy Three\n")
    return room


def kata(room, *words):
    """Type a command in the folder."""
    command = [str(Path(sys.executable).with_name("kata")), *map(str, words)]
    return subprocess.run(command, cwd=room, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def graded(room):
    """Grade all topics once."""
    words = ("all", "class", "--out", "out", "--roster", "class.csv", "--format", "html")
    return kata(room, "grade", *words, "--exit-zero", "--jobs", 1)


def rows_of(path):
    """Return the rows of a table."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


@pytest.mark.sandbox
def test_all_topics_are_one_table(graded, room):
    """A folder a topic, one row a student, weights, penalties, an extension; exit 0 by request."""
    assert graded.returncode == 0, graded.stderr
    assert "nobody has handed in 03_later" in graded.stderr
    rows = rows_of(room / "out" / "course.csv")
    assert [row["student"] for row in rows] == ["(maximum)", "(weight)", "ada", "bo", "cy"]
    ada, bo, cy = rows[2:]
    assert (ada[ONE], ada[TWO], ada["total"], ada["percent"]) == ("4", "4", "40", "100.0")
    assert (bo[ONE], bo[TWO], bo["total"], bo["days_late"]) == ("4", "3", "37.5", "1")
    assert (cy[ONE], cy["total"], cy["percent"]) == ("", "", "")
    assert "ada" in graded.stdout
    assert "1 day late: 4 - 1 points" in graded.stdout
    for name in ("course.html", f"{ONE}/class.html", f"{TWO}/results.json", f"{TWO}/history.csv"):
        assert (room / "out" / name).is_file(), name
    (_, late, _) = from_json((room / "out" / TWO / "results.json").read_bytes()).submissions
    assert (late.student, late.points, late.kept, late.days_late) == ("bo", 4.0, 3.0, 1)


@pytest.mark.sandbox
def test_the_report_is_written_again_from_the_folder(graded, room):
    """`kata report DIR` of a folder of runs writes the course and the topics' reports."""
    course = room / "out" / "course.csv"
    before = course.read_text()
    course.unlink()
    done = kata(room, "report", "out", "--format", "canvas")
    assert done.returncode == 0, done.stderr
    assert course.read_text() == before
    assert (room / "out" / ONE / "canvas.csv").is_file()


@pytest.mark.sandbox
def test_a_second_run_shows_the_progress(graded, room):
    """Points that changed are in the history and on the page; exit 1 while points are missing."""
    write(room / f"class/ada/{ONE}.py", "def halve(x):\n    return x\n")
    done = kata(room, "grade", f"{ONE},", "class", "--out", "out", "--roster", "class.csv")
    assert done.returncode == 1, done.stderr
    steps = [row["points"] for row in rows_of(room / "out" / ONE / "history.csv")]
    assert steps == ["4", "4", "0"]
    assert "4 → 0" in " ".join((room / "out" / "course.html").read_text().split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((ONE, "class", "--due", "soon"), "--due: 'soon' is no time: write 2027-02-01 23:59"),
        ((ONE, "class", "--times", "none.csv"), "--times none.csv: "),
        (("01,09", "class"), "no topic is called '09'"),
        ((",", "class"), "name topics, or type `kata grade all ...`"),
        ((f"{ONE}::halve,{TWO}", "class"), "a class is graded by topic"),
        (("all", "nowhere"), "there is no file or folder nowhere"),
        (("all", "notes"), "nothing there is named after a topic"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_two(room, monkeypatch, words, told):
    """The line says what to type; nothing is graded."""
    monkeypatch.chdir(room)
    write(room / "notes/x.py", "x = 1")
    done = CliRunner().invoke(app, ["grade", *words, "--out", "none", "--exit-zero"])
    assert isinstance(done.exception, UsageError), done.output
    assert told in str(done.exception)
    assert not list(room.glob("none/**/run.sqlite"))


def test_a_wrong_course_toml_is_told_before_anything_is_graded(room, tmp_path, monkeypatch):
    """The line has the file, the topic and the key."""
    text = f'[[assignment]]\nname = "{ONE}"\ndue = "soon"\n'
    write(tmp_path / "course.toml", text)
    write(tmp_path / "course/curriculum.toml", CURRICULUM)
    write(tmp_path / "checkers/x", "")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["grade", ONE, str(room / "class"), "--out", "out"])
    assert isinstance(done.exception, UsageError)
    assert f"course.toml: {ONE}, due: 'soon' is no time" in str(done.exception)
    assert not (tmp_path / "out" / "run.sqlite").exists()
