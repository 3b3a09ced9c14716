"""`kata grade --gradebook`: a class in nbgrader's gradebook, as autograde books it."""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from nbgrader.converters.base import NbGraderException

from tensorkata.errors import KataError
from tensorkata.platforms.gradebook import booking
from tensorkata.platforms.nbgrader import booking as nbgrader_booking

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
    """In SQLite, the first time and again, and in PostgreSQL; a manual grade stays, for review.

    Points given by hand with `kata comment` are booked as manual grades.
    """
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
    with contextlib.closing(sqlite3.connect(book)) as db, db:
        db.execute("UPDATE grade SET manual_score = NULL, needs_manual_grade = 0")
    by_hand = ["comment", "out", "fraction", "Linear", "half of it", "--points", "2.5"]
    command = [Path(sys.executable).with_name("kata"), *by_hand]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    kata("gradebook.db")
    with contextlib.closing(sqlite3.connect(book)) as db:
        given = "SELECT manual_score, needs_manual_grade FROM grade WHERE manual_score IS NOT NULL"
        assert db.execute(given).fetchall() == [(2.5, 0)]
    subprocess.run([*command[:5], "--remove"], cwd=tmp_path, check=True, capture_output=True)
    kata(postgres)
    assert rows_of(psycopg.connect(postgres.replace("+psycopg", ""))) == due


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
def test_a_gradebook_that_is_none_is_told_before_grading(
    url, words, course, topic, tmp_path, monkeypatch
):
    """One line for a missing file, another URL, another database, no server; no password in it."""
    monkeypatch.chdir(tmp_path)
    with contextlib.closing(sqlite3.connect("other.db")) as db:
        db.execute("CREATE TABLE mine (x)")
    opened = booking(course, topic, url, tmp_path / "run", hidden=True)
    with pytest.raises(KataError, match=words) as told, opened:
        pass
    assert "\n" not in str(told.value)
    assert not Path("nowhere.db").exists()


def test_an_error_of_nbgrader_names_the_student():
    """One line says in whose work nbgrader found it, and what it said."""
    log = logging.getLogger("tests.nbgrader")

    def end():
        with nbgrader_booking._one_line(log):
            log.error("There was an error processing assignment: submitted/eve/week1")
            log.error("Traceback (most recent call last):\n  ...\nValueError: Partial credit (9)")
            log.error("There was an error processing assignment 'week1' for student 'eve'")
            raise NbGraderException("Please see the error log")

    with pytest.raises(KataError, match=r"^--gradebook: eve: ValueError: Partial credit \(9\)$"):
        end()
