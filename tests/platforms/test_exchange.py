"""nbgrader's exchange between three users of one machine, with a course of one's own."""

from __future__ import annotations

import csv
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tensorkata.commands import own_course

TEACHER, ADA, BOB = "games", "daemon", "bin"  # users that every Debian has
pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.sandbox,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can be three users"),
]


@pytest.fixture
def place():
    """Hold a folder that every user can enter, with a home for each and an exchange.

    Another run of pytest may close the folders of pytest's own to other users at any time.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "exchange").mkdir()
        (folder / "exchange").chmod(0o1777)
        for user in (TEACHER, ADA, BOB):
            (folder / user).mkdir()
            shutil.chown(folder / user, user)
        yield folder


def nbgrader(place, user, folder, *words):
    """Run a command of nbgrader as a user, with nothing of root's in the environment."""
    known = pwd.getpwnam(user)
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=folder,
        user=known.pw_uid,
        group=known.pw_gid,
        extra_groups=[],
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "HOME": str(place / user),
            "USER": user,
            "LOGNAME": user,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_release_fetch_submit_collect_grade_and_feedback(place):
    """Three users, one course: what the teacher releases comes back graded, to each their own."""
    own_course.new(place / "signals")
    course = place / "signals" / "course"
    for path in (place / "signals", *(place / "signals").rglob("*")):
        shutil.chown(path, TEACHER, TEACHER)
    through = ["--course", "signals", f"--Exchange.root={place / 'exchange'}"]
    nbgrader(place, TEACHER, course, "generate_assignment", "week1")
    nbgrader(place, TEACHER, course, "release_assignment", "week1", through[-1])
    for student in (ADA, BOB):
        nbgrader(place, student, place / student, "fetch_assignment", "week1", *through)
    solved = (course / "source" / "week1" / "week1.ipynb").read_bytes()
    (place / ADA / "week1" / "week1.ipynb").write_bytes(solved)
    for student in (ADA, BOB):
        nbgrader(place, student, place / student, "submit", "week1", *through)
    nbgrader(place, TEACHER, course, "collect", "week1", through[-1])
    nbgrader(place, TEACHER, course, "autograde", "week1")
    nbgrader(place, TEACHER, course, "generate_feedback", "week1")
    nbgrader(place, TEACHER, course, "release_feedback", "week1", through[-1])
    nbgrader(place, TEACHER, course, "export")
    with (course / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(row["score"]) for student, row in rows.items()} == {ADA: 16, BOB: 0}
    for student in (ADA, BOB):
        nbgrader(place, student, place / student, "fetch_feedback", "week1", *through)
        (page,) = (place / student).rglob("week1.html")
        assert ("not written yet" in page.read_text()) == (student == BOB)
