"""`kata grade --gradebook`: a class in nbgrader's gradebook, as autograde books it."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from msgspec.structs import replace
from nbgrader.api import Gradebook

from tensorkata.errors import KataError
from tensorkata.platforms.gradebook import check_gradebook, write_points
from tensorkata.results import ExerciseResult, RunResult, SubmissionResult

from . import nbgrader_class as made
from .nbgrader_course import GRADES, SEED, nbgrader, new_course
from .postgres import server

pytestmark = pytest.mark.timeout(1200)  # of which the class has nearly all


@pytest.fixture(scope="module")
def postgres():
    """Hold a PostgreSQL server; return its URL."""
    with server() as url:
        yield url


BOOKED = ("fraction", "edited", "deleted", "empty")


def rows_of(connection):
    """Return the scores of some students on the class's topic, in a fixed order."""
    with contextlib.closing(connection):
        return sorted(
            row
            for row in connection.execute(GRADES).fetchall()
            if row[0] in BOOKED and row[1] == made.TOPIC
        )


def test_kata_grade_books_what_autograde_books(room, tmp_path, postgres):
    """In SQLite, the first time and again, and in PostgreSQL; a manual grade stays, for review."""
    for student in BOOKED:
        shutil.copytree(room.course / "submitted" / student, tmp_path / "class" / student)
    book = tmp_path / "gradebook.db"
    shutil.copy(room.course / "gradebook.db", book)
    with contextlib.closing(sqlite3.connect(book)) as db, db:
        for table in ("grade", "comment", "submitted_notebook", "submitted_assignment", "student"):
            db.execute(f"DELETE FROM {table}")
    course = new_course(tmp_path)
    codes, log = nbgrader(course, ["generate_assignment", made.TOPIC, f"--db={postgres}"])
    assert codes == [0], log
    due = rows_of(sqlite3.connect(room.course / "gradebook.db"))
    assert len(due) == 9 * len(BOOKED)
    words = ["grade", made.TOPIC, "class", "--out", "out", "--seed", str(SEED), "--timeout", "5"]

    def kata(url):
        command = [Path(sys.executable).with_name("kata"), *words, "--gradebook", url]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert f"gradebook: {len(BOOKED)} students" in done.stdout

    kata("gradebook.db")
    assert rows_of(sqlite3.connect(book)) == due
    with contextlib.closing(sqlite3.connect(book)) as db, db:
        db.execute("UPDATE grade SET manual_score = 1, needs_manual_grade = 0, auto_score = 0")
    kata("gradebook.db")
    assert rows_of(sqlite3.connect(book)) == [(*row[:4], 1) for row in due]
    kata(postgres)
    assert rows_of(psycopg.connect(postgres.replace("+psycopg", ""))) == due


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader's own
def test_points_by_hand_are_the_manual_score(topic, tmp_path, monkeypatch):
    """The checks' points stay the automatic score; for review only if the submission changed."""
    here = Path(sys.executable).parent  # of alembic, which nbgrader starts
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    stems = {"Linear": 6.0, "Scale": 3.0, "Dropout": 5.0}
    with Gradebook(url) as book:
        book.add_assignment(topic.name)
        book.add_notebook(topic.name, topic.name)
        for name, most in stems.items():
            cell = f"{name.lower()}-check"
            book.add_grade_cell(cell, topic.name, topic.name, max_score=most, cell_type="code")
    plain = [ExerciseResult(name, 1.0, most, ()) for name, most in stems.items()]
    by_hand = replace(plain[0], points=4.0, judged_points=1.0)
    stale = replace(plain[1], points=2.0, judged_points=1.0, review=True)
    ada = SubmissionResult("ada", "", "", "graded", 7.0, 14.0, 0.0, (by_hand, stale, plain[2]))
    ada = replace(ada, judged_points=3.0)
    given = replace(plain[0], points=2.0, judged_points=None)
    gone = SubmissionResult("gone", "", "", "absent", 2.0, 14.0, 0.0, (given,), judged_points=None)
    run = RunResult("0.1.0", topic.name, 5, "none", "then", "now", (ada, gone))
    assert write_points(run, url, topic) == 2
    with Gradebook(url) as book:
        rows = {
            (who, name): (one.auto_score, one.manual_score, one.score, bool(one.needs_manual_grade))
            for who in ("ada", "gone")
            for name in stems
            for one in [book.find_grade(f"{name.lower()}-check", topic.name, topic.name, who)]
        }
    assert rows["ada", "Linear"] == (1.0, 4.0, 4.0, False)
    assert rows["ada", "Scale"] == (1.0, 2.0, 2.0, True)
    assert rows["ada", "Dropout"] == (1.0, None, 1.0, False)
    assert rows["gone", "Linear"] == (0.0, 2.0, 2.0, False)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere.db", r"there is no file nowhere.db; type: nbgrader generate_assignment 05_"),
        ("magic://nowhere", "name it as in course/gradebook.db or postgresql"),
        ("other.db", "does not know 05_custom_layers; type: nbgrader generate_assignment 05_"),
        (
            "postgresql+psycopg://me:secret@127.0.0.1:1/x",
            r"me:\*\*\*@.*everything graded so far is kept",
        ),
    ],
)
def test_a_gradebook_that_is_none_is_told_before_grading(url, words, topic, tmp_path, monkeypatch):
    """One line for a missing file, another URL, another database, no server; no password in it."""
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(sqlite3.connect("other.db")) as db:
        db.execute("CREATE TABLE mine (x)")
    with pytest.raises(KataError, match=words) as told:
        check_gradebook(url, topic)
    assert "\n" not in str(told.value)
    assert not Path("nowhere.db").exists()
